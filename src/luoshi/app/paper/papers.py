"""Prepares the pages of kept files: once each, beside the work of the site, kept on the disk after that."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

from luoshi.app.paper.drawer import Drawer
from luoshi.app.paper.laid import Laid, packed, unpacked
from luoshi.app.show import reread
from luoshi.errors import LuoshiError, UsageError
from luoshi.ledger import DocumentEntry
from luoshi.model.layout import Layout
from luoshi.reading.limits import Limits

if TYPE_CHECKING:
    from luoshi.stores import Store
    from luoshi.stores.shelf import FileShelf

SCALES: Final = (1.0, 1.5, 2.0, 3.0)
"""Pixels a point that pages are drawn at; a few, so that pictures can be kept."""
_PAGED: Final = ("pdf", "image", "ofd")
_IN_MEMORY: Final = 8
_FAILED_FOR: Final = 300.0
"""Seconds after which a file that could not be read is tried again."""


class Preparing(LuoshiError):  # noqa: N818 - no fault
    """The file is being read; ask again in a moment."""

    def __init__(self, source: str) -> None:
        super().__init__(
            f"The pages of {source} are being prepared; look again in a moment.",
            code="pages_prepared",
            details={"source": source},
        )


class Papers:
    """The pages of a ledger's files; safe between threads."""

    def __init__(self, store: Store, limits: Limits) -> None:
        self._store = store
        self._limits = limits
        self._drawer = Drawer(_folder_of(store.files.folder))
        self._lock = threading.Lock()
        self._one = threading.Semaphore(1)
        self._laid: OrderedDict[str, Laid] = OrderedDict()
        self._begun: set[str] = set()
        self._failed: dict[str, tuple[float, LuoshiError]] = {}

    @property
    def files(self) -> FileShelf:
        """The kept files."""
        return self._store.files

    def has_pages(self, entry: DocumentEntry) -> bool:
        """Say whether a document's file was kept and is of a format with pages."""
        return entry.file is not None and entry.format in _PAGED

    def laid(self, entry: DocumentEntry) -> Laid:
        """Give where the characters stand; where that is not known yet, reading begins in the background.

        Raises:
            Preparing: it goes on.
            LuoshiError: the file cannot be had or read, or reads otherwise by now.
        """
        with self._lock:
            found = self._laid.get(entry.sha256)
            if found is not None:
                self._laid.move_to_end(entry.sha256)
                return found
            at, error = self._failed.get(entry.sha256, (0.0, None))
            if error is not None and time.monotonic() - at < _FAILED_FOR:
                raise error
            begun = entry.sha256 in self._begun
        kept = None if begun else self._drawer.get(_layout_name(entry))
        laid = unpacked(kept) if kept is not None else None
        if laid is not None:
            self._remember(entry, laid)
            return laid
        with self._lock:
            begin = entry.sha256 not in self._begun
            self._begun.add(entry.sha256)
        if begin:
            threading.Thread(target=self._read, args=(entry,), daemon=True, name="luoshi-pages").start()
        raise Preparing(entry.source)

    def picture(self, entry: DocumentEntry, page: int, scale: float) -> bytes:
        """Give a page, counted from 1, as PNG; ``scale`` is one of ``SCALES``.

        It may be drawn for that, in a process of its own: few at once should ask.

        Raises:
            UsageError: ``no_page_file``.
            LuoshiError: the page is not there or cannot be drawn.
        """
        if not self.has_pages(entry):
            raise UsageError(
                f"{entry.source} was not kept, so its page cannot be drawn.",
                code="no_page_file",
                details={"source": entry.source},
            )
        kept = self.kept_picture(entry, page, scale)
        if kept is None:
            kept = self._drawn(entry, page, scale)
            self._drawer.put(_picture_name(entry, page, scale), kept)
        return kept

    def kept_picture(self, entry: DocumentEntry, page: int, scale: float) -> bytes | None:
        """Give a page as ``picture`` does where it was drawn before, else ``None``."""
        return self._drawer.get(_picture_name(entry, page, scale))

    def _drawn(self, entry: DocumentEntry, page: int, scale: float) -> bytes:
        from luoshi.showing import page_picture

        raw = self._store.files.open(entry.file or "")
        kind = entry.format or ""
        picture = page_picture(raw, entry.source, kind, page, scale=scale, limits=self._limits)
        with self._lock:
            laid = self._laid.get(entry.sha256)
        sheet = next((each for each in laid.layout.pages if each.number == page), None) if laid else None
        if sheet is not None and picture.width > sheet.width * scale:  # scans come in their own size
            picture.thumbnail((round(sheet.width * scale), round(sheet.height * scale)))
        out = BytesIO()
        picture.save(out, "PNG")
        return out.getvalue()

    def _read(self, entry: DocumentEntry) -> None:
        try:
            with self._one:
                document, _ = reread(self._store, entry, self._limits)
            laid = Laid(document.layout or Layout(), document.remarks)
            self._drawer.put(_layout_name(entry), packed(laid))
            self._remember(entry, laid)
        except LuoshiError as error:
            with self._lock:
                self._failed[entry.sha256] = (time.monotonic(), error)
        finally:
            with self._lock:
                self._begun.discard(entry.sha256)

    def _remember(self, entry: DocumentEntry, laid: Laid) -> None:
        with self._lock:
            self._failed.pop(entry.sha256, None)
            self._laid[entry.sha256] = laid
            while len(self._laid) > _IN_MEMORY:
                self._laid.popitem(last=False)


def _picture_name(entry: DocumentEntry, page: int, scale: float) -> str:
    return f"{entry.file}-{page}-{scale:g}.png"


def _layout_name(entry: DocumentEntry) -> str:
    return f"{entry.sha256}.layout"


def _folder_of(files: Path) -> Path:
    """Give the folder beside that of the kept files: ``luoshi.db.pages`` beside ``luoshi.db.files``."""
    return files.with_name(files.name.removesuffix(".files") + ".pages")
