"""Which files need not be read again: the ledger holds what this very reader made of their bytes.

A file is known where a document of the ledger was read from the same bytes under the same ending, and it
was found that reading it anew changes nothing. That is kept beside the chain by a fingerprint of all that
reads and extracts, word lists among it: after a correction in any of these every file is read again.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from importlib import metadata, resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from luoshi.app.outcomes import Outcome
from luoshi.errors import LuoshiError, StoreError

if TYPE_CHECKING:
    from luoshi.app.parallel.task import Task
    from luoshi.app.recorded import Recorded
    from luoshi.stores import Store

_KIND: Final = "read"
_BATCH: Final = 1000  # texts of one entry
_OFTEN: Final = 200  # texts after which they are written down
_LENGTH: Final = 16  # hexadecimal digits of a text's hash
_ROOMS: Final = ("data", "extracting", "lexicon", "model", "native", "normalize", "parsing", "reading")
_NOT_RUN: Final = (".pyc", ".pyi", ".pyx", ".pxd", ".c")
_READERS: Final = ("lxml", "openpyxl", "pypdfium2", "python-docx", "rapidocr", "trafilatura")


class Known:
    """What this reader has read of a ledger before; tells and takes.

    ``of`` may be called by several threads, everything else by the one that writes.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._texts: set[str] = set()
        self._batch = 0
        self._last: list[str] = []
        self._new = 0
        while (batch := store.office.computed.get(_KIND, str(self._batch), fingerprint())) is not None:
            self._texts.update(batch)
            self._last = list(batch)
            self._batch += 1
        if self._last and len(self._last) < _BATCH:
            self._batch -= 1
        else:
            self._last = []
        self._files = {
            (entry.file, entry.ending): entry
            for entry in (store.documents() if self._texts else ())
            if entry.file is not None and entry.sha256[:_LENGTH] in self._texts
        }

    def of(self, task: Task) -> Outcome | None:
        """Give the outcome of a file that the ledger has, ``None`` where it is to be read."""
        if not self._files:
            return None
        from luoshi.reading.files import load

        try:
            raw = load(Path(task.path), task.limits.bytes_in)
        except LuoshiError:  # reading it will say so
            return None
        entry = self._files.get((sha256(raw).hexdigest(), _ending(task.path)))
        return None if entry is None else Outcome(task.source, file=task.path, known=entry)

    def take(self, done: Recorded) -> None:
        """Take what became of a file, for the next time."""
        outcome, revision = done.outcome, done.revision
        if done.error is not None or outcome is None or outcome.document is None or revision is None:
            return
        text = outcome.document.sha256[:_LENGTH]
        # what touches rows is to be told of again: a person may be asked about them
        if text in self._texts or revision.is_news:
            return
        self._texts.add(text)
        self._last.append(text)
        self._new += 1
        if self._new >= _OFTEN or len(self._last) >= _BATCH:
            self.keep()

    def keep(self) -> None:
        """Write down what is new; a ledger that cannot take it has its files read again."""
        if not self._new:
            return
        self._new = 0
        with suppress(StoreError):
            now = datetime.now(UTC)
            self._store.office.computed.put(_KIND, str(self._batch), fingerprint(), self._last, now=now)
        if len(self._last) >= _BATCH:
            self._batch, self._last = self._batch + 1, []


@cache
def fingerprint() -> str:
    """Give a hash (32 hexadecimal digits) of all that decides what is read from a file."""
    digest = sha256(sys.version.encode())
    for name in _READERS:
        with suppress(metadata.PackageNotFoundError):
            digest.update(f"{name} {metadata.version(name)}\n".encode())
    top = resources.files("luoshi")
    for room in _ROOMS:
        for name, file in _files(top.joinpath(room), room):
            digest.update(f"{name}\n".encode())
            digest.update(sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:32]


def _files(folder: Traversable, name: str) -> Iterator[tuple[str, Traversable]]:
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        if file.is_dir():
            if file.name != "__pycache__":
                yield from _files(file, f"{name}/{file.name}")
        elif not file.name.endswith(_NOT_RUN):
            yield f"{name}/{file.name}", file


def _ending(path: str) -> str:
    return Path(path).suffix.lower()
