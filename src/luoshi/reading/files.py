"""Finds the files to read and takes their bytes, saying in plain words what cannot be taken."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fnmatch import translate
from functools import cache
from pathlib import Path

from luoshi.errors import ReadingError
from luoshi.lexicon.load import load as load_words
from luoshi.lexicon.load import words
from luoshi.reading.formats import by_name
from luoshi.reading.limits import DEFAULT, MIB

MAX_BYTES = DEFAULT.bytes_in


@dataclass(frozen=True, slots=True)
class Skipped:
    """A path that ``find`` passed over, and why.

    ``reason`` is ``hidden``, ``about`` (it speaks of the other files: README, LICENSE), ``ending``
    (luoshi does not read it), ``repeated`` (met before, through a link or another argument),
    ``broken`` (a link to nothing), ``special`` (no regular file) or ``permission`` (a folder that
    may not be listed).
    """

    path: Path
    reason: str


def find(
    paths: Iterable[str | os.PathLike[str]],
    *,
    skipped: Callable[[Skipped], None] | None = None,
    failed: Callable[[ReadingError], None] | None = None,
) -> Iterator[Path]:
    """The files that the arguments name, folders walked in the order of their names.

    A file named outright is given whatever its name; inside folders hidden files, those about the
    folder and unknown endings are passed over, and each is told to ``skipped``. No file is given twice.

    Raises:
        ReadingError: for an argument that does not exist (``missing``), that may not be listed
            (``permission``), or a folder without a single file to read (``no_files``). Where
            ``failed`` is given it is told instead and the search goes on.
    """
    seen: set[str] = set()
    tell = skipped or (lambda _: None)
    for argument in paths:
        path = Path(argument)
        try:
            mode = _stat(path).st_mode
            if stat.S_ISDIR(mode):
                yield from _folder(path, seen, tell)
            elif _is_new(path, seen):
                yield path
            else:
                tell(Skipped(path, "repeated"))
        except ReadingError as error:
            if failed is None:
                raise
            failed(error)


def load(path: Path, most: int = MAX_BYTES) -> bytes:
    """The file's bytes; ReadingError where it is missing, forbidden, a folder, or larger than ``most``."""
    source = shown(path)
    mode = _stat(path)
    if stat.S_ISDIR(mode.st_mode):
        raise ReadingError(source, "a folder, not a file", code="folder")
    if not stat.S_ISREG(mode.st_mode):
        raise ReadingError(source, "neither a file nor a folder", code="special")
    if mode.st_size > most:
        raise too_large(source, most)
    try:
        with path.open("rb") as file:
            raw = file.read(most + 1)
    except OSError as error:
        raise _plain(path, error) from None
    return checked(raw, source, most)


def checked(raw: bytes, source: str, most: int = MAX_BYTES) -> bytes:
    """The same bytes, or a ReadingError ``too_large``."""
    if len(raw) > most:
        raise too_large(source, most)
    return raw


def shown(path: str | os.PathLike[str]) -> str:
    """The path as records carry it; bytes of a name that are no UTF-8 become U+FFFD."""
    return os.fspath(path).encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def too_large(source: str, most: int) -> ReadingError:
    """The error of a file of more than ``most`` bytes."""
    limit = f"{most / MIB:.4g}"
    reason = f"larger than the limit of {limit} MiB"
    return ReadingError(source, reason, code="too_large", details={"limit": limit})


def _stat(path: Path) -> os.stat_result:
    try:
        return path.stat()
    except (OSError, ValueError) as error:
        raise _plain(path, error) from None


def _plain(path: Path, error: OSError | ValueError) -> ReadingError:
    source = shown(path)
    if isinstance(error, PermissionError):
        return ReadingError(source, "no permission to read it", code="permission")
    if isinstance(error, FileNotFoundError | NotADirectoryError | ValueError):
        is_link = not isinstance(error, ValueError) and path.is_symlink()
        reason = "the link points to nothing" if is_link else "no such file or folder"
        return ReadingError(source, reason, code="missing")
    return ReadingError(source, error.strerror or type(error).__name__, code="unreadable")


def _is_new(path: Path, seen: set[str]) -> bool:
    real = os.path.realpath(path)
    if real in seen:
        return False
    seen.add(real)
    return True


def _folder(top: Path, seen: set[str], tell: Callable[[Skipped], None]) -> Iterator[Path]:
    """Walk without recursion; a folder met before (a loop of links) is not entered again."""
    readable = 0
    waiting = [top]
    while waiting:
        path = waiting.pop()
        reason = None if path is top else _reason_to_skip(path)
        if reason is None and not _is_new(path, seen):
            readable += path is top or not path.is_dir()
            reason = "repeated"
        if reason is not None:
            tell(Skipped(path, reason))
        elif path.is_dir():
            try:
                waiting += [path / name for name in sorted(os.listdir(path), reverse=True)]
            except OSError as error:
                if path is top:
                    raise _plain(path, error) from None
                tell(Skipped(path, "permission"))
        else:
            readable += 1
            yield path
    if not readable:
        raise ReadingError(shown(top), "no file to read in this folder", code="no_files")


@cache
def _about() -> re.Pattern[str]:
    names = words("about_files", load_words("about_files"), "names")
    return re.compile("|".join(translate(name) for name in names))


def _reason_to_skip(path: Path) -> str | None:
    if path.name.startswith((".", "~$")):
        return "hidden"  # whatever it is
    try:
        mode = path.stat().st_mode
    except OSError as error:
        return "permission" if isinstance(error, PermissionError) else "broken"
    if stat.S_ISDIR(mode):
        return None
    reason = reason_by_name(path.name)
    return reason if reason is not None or stat.S_ISREG(mode) else "special"


def reason_by_name(name: str) -> str | None:
    """Why a file of this name is passed over in a folder or an archive; ``None`` where it is read."""
    if name.startswith((".", "~$")):
        return "hidden"
    if _about().fullmatch(name.lower()):
        return "about"
    return "ending" if by_name(name) is None else None
