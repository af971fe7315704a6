"""Follow promises from files to files: one pair, or the pairs of two folders by body and year."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from luoshi.errors import LuoshiError
from luoshi.model import Change, Finding

if TYPE_CHECKING:
    from luoshi.following.prepare import Prepared

Source = str | os.PathLike[str]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two files, the earlier and the later."""

    earlier: Path
    later: Path


@dataclass(frozen=True, slots=True)
class Followed:
    """What became of one pair: its findings or its changes, or the error that it cost."""

    earlier: str
    later: str
    findings: tuple[Finding, ...] = ()
    changes: tuple[Change, ...] = ()
    error: LuoshiError | None = None


@dataclass(frozen=True, slots=True)
class Paired:
    """The pairs of two folders, and what found no partner or cannot be read, each with its reason."""

    pairs: tuple[Pair, ...]
    failed: tuple[LuoshiError, ...]


def pair_up(earlier: Source, later: Source) -> Paired:
    """Pair two files, or the files of two folders: of one body, one year apart.

    A file and a folder are paired by the same rule. In the order of the earlier files' names.
    """
    if not os.path.isdir(earlier) and not os.path.isdir(later):
        return Paired((Pair(Path(earlier), Path(later)),), ())
    failed: list[LuoshiError] = []
    before, after = _facts(earlier, failed), _facts(later, failed)
    by_key: dict[tuple[str, int], list[Path]] = defaultdict(list)
    for path, body, year in after:
        by_key[(body, year)].append(path)
    pairs: list[Pair] = []
    for path, body, year in before:
        partners = by_key.get((body, year + 1), [])
        pairs += [Pair(path, partner) for partner in partners if partner != path]
        if not partners:
            failed.append(_lonely(path, body, year + 1, os.fspath(later)))
    return Paired(tuple(pairs), tuple(failed))


def follow_pair(
    pair: Pair, *, days: tuple[date | None, date | None] = (None, None), plans: bool = False
) -> Followed:
    """Follow one pair; what goes wrong is in the outcome, not raised.

    ``days`` are the dates of the two texts, whatever they say; ``plans`` asks for the changes
    between two plans instead of what became of the promises.
    """
    from luoshi.following.changes import changes
    from luoshi.following.promises import check_pair, follow_promises

    names = str(pair.earlier), str(pair.later)
    try:
        earlier, later = _prepared(pair.earlier, days[0]), _prepared(pair.later, days[1])
        if plans:
            check_pair(earlier, later, same_body=False)
            return Followed(*names, changes=tuple(changes(earlier, later)))
        return Followed(*names, findings=tuple(follow_promises(earlier, later)))
    except LuoshiError as error:
        return Followed(*names, error=error)


def follow_pairs(pairs: Sequence[Pair], *, plans: bool = False) -> Iterator[Followed]:
    """Give the outcome of each pair as it is done, two documents in memory at a time."""
    for pair in pairs:
        yield follow_pair(pair, plans=plans)


def _prepared(path: Path, day: date | None) -> Prepared:
    from luoshi.following.prepare import prepare
    from luoshi.reading import read
    from luoshi.settings import limits

    return prepare(read(path, date=day, limits=limits()))


def _facts(source: Source, failed: list[LuoshiError]) -> list[tuple[Path, str, int]]:
    """Body and year of each file; files that tell neither are put to ``failed``."""
    from luoshi.app.extract import find_files
    from luoshi.following.prepare import body_and_year
    from luoshi.reading import read
    from luoshi.settings import limits

    found, bounds = find_files([source]), limits()
    failed.extend(found.failed)
    out: list[tuple[Path, str, int]] = []
    for path in found.files:
        try:
            body, year = body_and_year(read(path, limits=bounds))
        except LuoshiError as error:
            failed.append(error)
            continue
        if body is None or year is None:
            failed.append(_nameless(path))
        else:
            out.append((path, body, year))
    return out


def _lonely(path: Path, body: str, year: int, later: str) -> LuoshiError:
    details: dict[str, str | int] = {"earlier": str(path), "later": later, "body": body, "year": year}
    said = f"{path}: {later} holds no text of {body} for {year} that reports on it"
    return LuoshiError(said, code="follow_no_partner", details=details)


def _nameless(path: Path) -> LuoshiError:
    said = f"{path}: says neither its body nor its year, so it cannot be paired; name its partner"
    return LuoshiError(said, code="follow_nameless", details={"source": str(path)})
