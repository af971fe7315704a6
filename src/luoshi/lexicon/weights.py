"""The weights of the two linear models: what a clause is, and whether it goes on.

Files (``data/models/*.tsv``) are text, tab-separated: head lines that begin with ``!``, then a
feature a line with its weights, whole numbers: natural logs times ``!scale``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources

from luoshi.errors import LexiconError

LANE = 24  # bits a tag: sums of a few hundred weights below 2**15 never reach a neighbour
# I of B and I: units told apart inside the chain make its labels surer; joints decide them anew
TAGS = ("N", "E", "CB", "CI", "RB", "RI", "PB", "PI")
_HALF = 1 << (LANE - 1)
_MASK = (1 << LANE) - 1
_SHIFTS = tuple(LANE * lane for lane in range(len(TAGS)))
_BIAS = sum(_HALF << shift for shift in _SHIFTS)


@dataclass(frozen=True, slots=True)
class LabelWeights:
    """``packed[feature]`` holds the weights of all tags in one integer, ``LANE`` bits each.

    Adding packed integers adds all tags at once: that is the whole of the model's speed.
    ``transitions[a][b]`` is the weight of tag ``b`` after tag ``a``, in the order of ``TAGS``.
    """

    version: str
    scale: int
    packed: dict[str, int]
    transitions: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class JointWeights:
    """A clause goes on with the unit before it where its weights add up to more than ``threshold``."""

    version: str
    scale: int
    threshold: int
    weights: dict[str, int]


def pack(values: list[int]) -> int:
    """Put a weight for each tag into one integer; weights may be negative."""
    return sum(value << shift for value, shift in zip(values, _SHIFTS, strict=True))


def unpack(total: int) -> list[int]:
    """Give the sum for each tag of a sum of packed integers."""
    total += _BIAS
    return [((total >> shift) & _MASK) - _HALF for shift in _SHIFTS]


@cache
def label_weights() -> LabelWeights:
    """Load the label model once.

    Raises:
        LexiconError: the file is missing or a line is not of the format.
    """
    head, rows = _load("labels")
    trans = {name[7:]: row for name, row in rows.items() if name.startswith("!trans ")}
    if tuple(head.get("!tags", "").split()) != TAGS or set(trans) != set(TAGS):
        raise LexiconError("data/models/labels.tsv: its tags do not fit this version; run make train")
    packed = {name: pack(row) for name, row in rows.items() if name[0] != "!"}
    return LabelWeights(
        head["!version"], int(head["!scale"]), packed, tuple(tuple(trans[tag]) for tag in TAGS)
    )


@cache
def joint_weights() -> JointWeights:
    """Load the joint model once.

    Raises:
        LexiconError: the file is missing or a line is not of the format.
    """
    head, rows = _load("joints")
    return JointWeights(
        head["!version"],
        int(head["!scale"]),
        int(head.get("!threshold", "0")),
        {name: row[0] for name, row in rows.items()},
    )


def _load(name: str) -> tuple[dict[str, str], dict[str, list[int]]]:
    source = f"data/models/{name}.tsv"
    try:
        raw = resources.files("luoshi").joinpath(source).read_text("utf-8")
    except FileNotFoundError as error:
        raise LexiconError(
            f"{source}: the weights are missing; reinstall luoshi or run make train"
        ) from error
    head: dict[str, str] = {}
    rows: dict[str, list[int]] = {}
    for number, line in enumerate(raw.split("\n"), 1):
        key, _, rest = line.rpartition("\t")
        if key.startswith("!") and not key.startswith("!trans "):
            head[key] = rest
        elif line:
            try:
                rows[key] = [int(value) for value in rest.split(" ")]
            except ValueError as error:
                raise LexiconError(f"{source}: line {number} holds no weights: {line[:40]!r}") from error
    if not {"!version", "!scale"} <= set(head):
        raise LexiconError(f"{source}: its head lines are missing; reinstall luoshi or run make train")
    return head, rows
