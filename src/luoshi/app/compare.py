"""Compare files: read them, part round-ups into their bodies, and hold the sides against each other."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from luoshi.app.extract import extract_file, extract_files, find_files
from luoshi.app.outcomes import Outcome
from luoshi.errors import LuoshiError, UsageError
from luoshi.model import Comparison, ShortcomingRow, Side


@dataclass(frozen=True, slots=True)
class Gathered:
    """The sides of some files, labelled, and the errors that inputs cost."""

    sides: tuple[Side, ...]
    failed: tuple[LuoshiError, ...] = ()


def gather(
    paths: Iterable[str | os.PathLike[str]],
    day: date | None = None,
    *,
    central: str | os.PathLike[str] | None = None,
) -> Gathered:
    """Read files and folders; give their sides, and last the central text's, which is never parted.

    What cannot be read, and a text without a commitment, is among the errors; the others are kept.
    ``day`` is that of a single file, of several only of those whose text says none.

    Raises:
        UsageError: a text is there twice.
    """
    from luoshi.comparing.sides import labelled, sides_of, whole

    found = find_files(paths)
    outcomes = list(extract_files(found.files, day))
    parted = [sides_of(each.outline, each.statements) for each in outcomes if each.outline is not None]
    if central is not None:
        middle = extract_file(central)
        outcomes.append(middle)
        if middle.outline is not None:
            parted.append([whole(middle.outline, middle.statements)])
    _check_twice(outcomes)
    every = [side for sides in parted for side in sides]
    sides = [side for side in every if _commits(side)]
    failed = [*found.failed, *(each.error for each in outcomes if each.error is not None)]
    failed += [_nothing(side) for side in every if not _commits(side)]
    return Gathered(labelled(sides), tuple(failed))


def compare_sides(gathered: Gathered) -> Comparison:
    """Hold the sides against each other by theme, indicator and words.

    Raises:
        UsageError: there are fewer than two.
    """
    from luoshi.comparing import compare

    _check_number(gathered.sides)
    return compare(gathered.sides)


def shortcomings_of(
    gathered: Gathered,
    name: str,
    dimensions: Sequence[str] = (),
    *,
    earlier: str | os.PathLike[str] | None = None,
) -> tuple[ShortcomingRow, ...]:
    """Give what the side of this name lacks beside the others.

    ``name`` is a label, a body, a file, or part of one that no other side has. Without ``dimensions``
    those are taken that the body itself orders to be analysed. ``earlier`` is its text of the year
    before: what it set and this one reports missed comes first.

    Raises:
        UsageError: there are fewer than two sides, none has the name, or several do.
        LuoshiError: the earlier text cannot be followed into the side's.
    """
    from luoshi.comparing.shortcomings import shortcomings

    _check_number(gathered.sides)
    body = pick(gathered.sides, name)
    others = [side for side in gathered.sides if side is not body]
    rows = shortcomings(body, others, tuple(dimensions) or None)
    return rows if earlier is None else (*_missed(body, Path(earlier)), *rows)


def _missed(body: Side, earlier: Path) -> Iterator[ShortcomingRow]:
    from luoshi.app.follow import Pair, follow_pair
    from luoshi.comparing.missed import missed_rows

    if body.start:
        raise UsageError(
            f"{body.label} is only a part of {body.document.source}; --earlier is for a text of its own",
            code="compare_part",
            details={"name": body.label, "source": body.document.source},
        )
    followed = follow_pair(Pair(earlier, Path(body.document.source)), days=(None, body.document.date))
    if followed.error is not None:
        raise followed.error
    return missed_rows(body, earlier.name, followed.findings)


def pick(sides: Sequence[Side], name: str) -> Side:
    """Give the side that a name calls; raises ``UsageError`` as ``shortcomings_of`` does."""
    wholly = [side for side in sides if name in (side.label, side.body, side.document.source)]
    found = wholly or [side for side in sides if name in side.label or name in side.document.source]
    if len(found) == 1:
        return found[0]
    labels = "、".join(side.label for side in found or sides)
    if not found:
        raise UsageError(
            f"no side is called {name}; there are {labels}",
            code="compare_no_side",
            details={"name": name, "sides": labels},
        )
    raise UsageError(
        f"{name} calls several sides: {labels}; write one of them whole",
        code="compare_several",
        details={"name": name, "sides": labels},
    )


def _commits(side: Side) -> bool:
    return any(statement.type == "commitment" for statement in side.statements)


def _check_twice(outcomes: Iterable[Outcome]) -> None:
    seen: dict[str, str] = {}
    for outcome in outcomes:
        if outcome.document is None:
            continue
        if outcome.document.sha256 in seen:
            first = seen[outcome.document.sha256]
            raise UsageError(
                f"{first} and {outcome.source} are the same text; give texts that differ",
                code="compare_same",
                details={"first": first, "second": outcome.source},
            )
        seen[outcome.document.sha256] = outcome.source


def _nothing(side: Side) -> UsageError:
    source = side.document.source
    name = f"{source}（{side.body}）" if side.start and side.body else source
    return UsageError(
        f"{name}: holds no commitment to compare", code="compare_nothing", details={"name": name}
    )


def _check_number(sides: Sequence[Side]) -> None:
    if not sides:
        raise UsageError("there is nothing to compare; name two texts or more", code="compare_none")
    if len(sides) == 1:
        name = sides[0].document.source
        raise UsageError(
            f"{name}: there is only this one side; name another text, or a round-up of several bodies",
            code="compare_few",
            details={"name": name},
        )
