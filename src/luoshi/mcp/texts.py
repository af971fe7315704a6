"""The text that a call names: one of the ledger, or a file below a folder that may be read."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from luoshi.app.named_texts import entry_named
from luoshi.errors import UsageError
from luoshi.model import Document

if TYPE_CHECKING:
    from luoshi.mcp.desk import Desk

_FILE = "file:"


def text_of(desk: Desk, name: str, day: date | None = None) -> Document:
    """Give the document that a name calls.

    ``file:报告.docx`` is a file below one of the folders; else it is a document of the ledger, by the
    beginning of its SHA-256 (8 digits or more), its title or name, or a part of these that no other has.
    ``day`` is the date of a file, whatever its text says.

    Raises:
        UsageError: ``no_text_named``, ``several_texts_named``, ``mcp_no_folder``, ``mcp_outside``.
        LuoshiError: the file cannot be read.
    """
    if name.startswith(_FILE):
        return _file(desk, name.removeprefix(_FILE), day)
    entry = entry_named(desk.store, name.strip())
    return Document(
        desk.store.text(entry.sha256) or "",
        source=entry.source,
        date=date.fromisoformat(entry.date) if entry.date else None,
        format=entry.format or "txt",
    )


def _file(desk: Desk, name: str, day: date | None) -> Document:
    import luoshi

    if not desk.folders:
        raise UsageError(
            "No folder may be read; start the server with --files FOLDER, or add the file to the ledger.",
            code="mcp_no_folder",
        )
    for folder in desk.folders:
        path = (folder / name).resolve()
        # links are followed before this is asked, so none leads out of the folder
        if path.is_relative_to(folder) and path.is_file():
            return luoshi.read(path, date=day)
    raise UsageError(
        f"No folder that may be read holds a file {name[:200]!r}; these may be: "
        f"{'、'.join(map(str, desk.folders))}.",
        code="mcp_outside",
        details={"name": name[:200], "folders": "、".join(map(str, desk.folders))},
    )


def folders_of(names: tuple[str, ...]) -> tuple[Path, ...]:
    """Give the folders that were named, their links followed.

    Raises:
        UsageError: ``mcp_not_folder``.
    """
    found = []
    for name in names:
        path = Path(name).resolve()
        if not path.is_dir():
            raise UsageError(
                f"{name} is no folder; --files names folders.", code="mcp_not_folder", details={"name": name}
            )
        found.append(path)
    return tuple(found)
