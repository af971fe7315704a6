"""Files that come in: streamed to the disk as they arrive, limited, their names never used as paths."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Final

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from luoshi.errors import ReadingError, UsageError
from luoshi.reading.formats import ARCHIVE, FORMATS
from luoshi.serving.queue.outcomes import written
from luoshi.serving.queue.spool import Spool, unwritable
from luoshi.serving.refusals import TooMuch

FILES: Final = 500
"""Files of one upload; more of them fit in an archive."""
ENDINGS: Final = tuple(sorted({*(end for one in FORMATS for end in one.endings), *ARCHIVE.endings}))
_FIELD: Final = 2000
_FIELDS: Final = 20
_HEADER: Final = 8192
_BLOCK: Final = 256 * 1024
_LABEL: Final = 160
_RESERVED: Final = re.compile(r"(?i)(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)")


@dataclass(slots=True)
class Taken:
    """What an upload brought: ``files`` as the job ``add`` takes them, and the small fields of the form.

    ``begun`` is the folder that they are in: ``Spool.settle`` it, or ``Spool.drop`` it.
    """

    begun: Path
    files: list[dict[str, Any]] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)


def label_of(said: str) -> str:
    """Give the label of a file that its sender named so: the last part of a path, without control characters.

    It is shown and recorded, never opened.
    """
    plain = "".join(each for each in said if unicodedata.category(each) not in ("Cc", "Cf", "Cs", "Co", "Cn"))
    last = " ".join(re.split(r"[\\/]", plain)[-1].split()).strip(". ")
    if len(last) > _LABEL:
        stem, dot, ending = last.rpartition(".")
        short = dot and len(ending) <= 10
        last = f"{stem[: _LABEL - len(ending) - 2]}….{ending}" if short else f"{last[: _LABEL - 1]}…"
    if _RESERVED.match(last):
        last = f"_{last}"
    return last or "未命名"


async def taken(request: Request, spool: Spool, begun: Path, most: int) -> Taken:
    """Write the files of a form (multipart) into a batch that was begun; ``most`` is in bytes.

    Raises:
        TooMuch: there are more bytes; the batch is gone then, as after each error.
        UsageError: ``upload_form``, ``upload_files``: it is no such form, or holds too many files.
        StoreError: ``spool_unwritable``.
    """
    kind, options = parse_options_header(request.headers.get("content-type"))
    boundary = options.get(b"boundary")
    if kind != b"multipart/form-data" or not boundary:
        spool.drop(begun)
        raise _no_form()
    form = _Form(begun, boundary)
    with _dropped_on_error(spool, begun, form):
        async for block in _blocks(request.stream(), most):
            await run_in_threadpool(form.feed, block)
        await run_in_threadpool(form.finish)
    return form.taken


async def taken_alone(request: Request, spool: Spool, begun: Path, label: str, most: int) -> Taken:
    """Write a body that is one file into a batch that was begun; raises as ``taken``."""
    writing = _File(begun, 0, label_of(label))
    with _dropped_on_error(spool, begun, writing):
        async for block in _blocks(request.stream(), most):
            await run_in_threadpool(writing.write, block)
        return Taken(begun, [writing.close()])


@contextmanager
def _dropped_on_error(spool: Spool, begun: Path, writing: _File | _Form) -> Iterator[None]:
    try:
        yield
    except BaseException as error:
        writing.shut()
        spool.drop(begun)
        if isinstance(error, OSError):
            raise unwritable(spool.folder, error) from error
        raise


async def _blocks(stream: AsyncIterator[bytes], most: int) -> AsyncIterator[bytes]:
    """Gather what arrives, so that not each packet costs a change of threads."""
    gathered, size = bytearray(), 0
    async for part in stream:
        size += len(part)
        if size > most:
            raise TooMuch(most // 2**20)
        gathered += part
        if len(gathered) >= _BLOCK:
            yield bytes(gathered)
            gathered.clear()
    if gathered:
        yield bytes(gathered)


class _File:
    """One file that arrives; of an ending that nobody reads nothing is written."""

    def __init__(self, place: Path, number: int, label: str) -> None:
        ending = Path(label).suffix.lower()
        self.label = label
        self._name = f"{number:05}{ending}"
        self._file: IO[bytes] | None = None
        self._is_known = ending in ENDINGS
        if self._is_known:
            self._file = (place / self._name).open("wb")

    def write(self, block: bytes) -> None:
        if self._file is not None:
            self._file.write(block)

    def shut(self) -> None:
        if self._file is not None:
            with suppress(OSError):
                self._file.close()

    def close(self) -> dict[str, Any]:
        """Close it; give it as the job takes it."""
        if self._file is None:
            return {"label": self.label, "error": written(_unknown_ending(self.label))}
        self._file.close()
        return {"label": self.label, "name": self._name}


class _Form:
    """A form that arrives in blocks: fields are kept in memory, files written."""

    def __init__(self, place: Path, boundary: bytes) -> None:
        self.taken = Taken(place)
        self._place = place
        self._file: _File | None = None
        self._field: tuple[str, bytearray] | None = None
        self._headers: dict[bytes, bytes] = {}
        self._name, self._value = bytearray(), bytearray()
        self._ended = False
        self._parser = MultipartParser(
            boundary,
            {
                "on_part_begin": self._begin,
                "on_header_field": self._header_name,
                "on_header_value": self._header_value,
                "on_header_end": self._header_end,
                "on_headers_finished": self._headers_end,
                "on_part_data": self._data,
                "on_part_end": self._end,
                "on_end": self._all,
            },
        )

    def feed(self, block: bytes) -> None:
        """Take a block."""
        try:
            self._parser.write(block)
        except FormParserError as error:
            raise _no_form() from error

    def finish(self) -> None:
        """Say that there are no more blocks."""
        try:
            self._parser.finalize()
        except FormParserError as error:
            raise _no_form() from error
        if not self._ended:  # the connection broke off in the middle
            raise _no_form()

    def shut(self) -> None:
        """Let go of the file at hand."""
        if self._file is not None:
            self._file.shut()

    def _begin(self) -> None:
        self._headers = {}
        self._name.clear()
        self._value.clear()

    def _header_name(self, data: bytes, start: int, end: int) -> None:
        self._name += data[start:end]
        self._check_header()

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]
        self._check_header()

    def _check_header(self) -> None:
        if len(self._name) + len(self._value) > _HEADER:
            raise _no_form()

    def _header_end(self) -> None:
        self._headers[bytes(self._name).lower()] = bytes(self._value)
        self._name.clear()
        self._value.clear()

    def _headers_end(self) -> None:
        _, options = parse_options_header(self._headers.get(b"content-disposition", b""))
        name = options.get(b"name", b"").decode("utf-8", "replace")
        if b"filename" not in options:
            if len(self.taken.fields) >= _FIELDS:
                raise _no_form()
            self._field = (name, bytearray())
            return
        said = options[b"filename"].decode("utf-8", "replace")
        if len(self.taken.files) >= FILES:
            raise UsageError(
                f"One upload takes {FILES} files; send the rest after it, or all in one zip.",
                code="upload_files",
                details={"most": FILES},
            )
        if said:  # a file field that was left empty has no name
            self._file = _File(self._place, len(self.taken.files), label_of(said))

    def _data(self, data: bytes, start: int, end: int) -> None:
        if self._file is not None:
            self._file.write(data[start:end])
        elif self._field is not None:
            if len(self._field[1]) + end - start > _FIELD:
                raise _no_form()
            self._field[1].extend(data[start:end])

    def _end(self) -> None:
        if self._file is not None:
            self.taken.files.append(self._file.close())
        elif self._field is not None:
            self.taken.fields[self._field[0]] = self._field[1].decode("utf-8", "replace")
        self._file = self._field = None

    def _all(self) -> None:
        self._ended = True


def _unknown_ending(label: str) -> ReadingError:
    known = " ".join(ENDINGS)
    return ReadingError(
        label,
        f"luoshi does not read files of this ending; it reads {known}",
        code="unknown_ending",
        details={"known": known},
    )


def _no_form() -> UsageError:
    return UsageError(
        "The upload broke off or is no form with files; send the files again.", code="upload_form"
    )
