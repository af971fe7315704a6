"""A document of the ledger by what people call it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from luoshi.errors import UsageError

if TYPE_CHECKING:
    from luoshi.ledger import DocumentEntry
    from luoshi.stores import Store

_DIGEST: Final = re.compile("[0-9a-f]{8,64}")
_NAMED: Final = 5  # candidates told where a name fits several


def entry_named(store: Store, name: str) -> DocumentEntry:
    """Give the document that a name calls.

    ``name`` is a title or a file's name, the beginning of a SHA-256 (8 digits or more), or a part of a title
    or name that no other document has.

    Raises:
        UsageError: ``no_text_named``, ``several_texts_named``.
    """
    entries = list(store.documents())
    found = [entry for entry in entries if name in (entry.title, entry.source)]
    if not found and _DIGEST.fullmatch(name):
        found = [entry for entry in entries if entry.sha256.startswith(name)]
    if not found and name:
        found = [entry for entry in entries if name in (entry.title or "") or name in entry.source]
    if len(found) == 1:
        return found[0]
    if not found:
        raise UsageError(
            f"The ledger has no document {name[:60]!r}; write its title, its file's name or the "
            "first 8 digits of its SHA-256.",
            code="no_text_named",
            details={"name": name[:60]},
        )
    told = "、".join(f"{entry.title or entry.source}（{entry.sha256[:8]}）" for entry in found[:_NAMED])
    raise UsageError(
        f"{name[:60]!r} calls several documents: {told}; write the first 8 digits of one.",
        code="several_texts_named",
        details={"name": name[:60], "documents": told},
    )
