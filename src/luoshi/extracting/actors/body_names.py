"""Lists of bodies: where each name begins and ends, and whether it is a name at all."""

from __future__ import annotations

import re
from typing import NamedTuple

from luoshi.lexicon.actors import ActorWords
from luoshi.lexicon.duties import duty_words
from luoshi.lexicon.places import places

_PART = re.compile(r"(?:[^、，,；;（()）]|[（(][^）)]*[）)])+")
_JOINER = re.compile("以及|会同|和|与|及(?!其)|暨|或")
_HEAD = re.compile("[各全]")
# “各州、市人民政府” and “各级党委、政府” are one name: the second part borrows the first one's 各
_BORROWS = re.compile(
    "[市县区州盟旗乡镇省（）()、]+(?:（[^）]*）)?(?:人民政府|政府|党委|党委政府|管委会|部门)?$|政府|人大|部门|单位|机关"
)
_LONGEST = 20
# “（滨江）” in 杭州高新区（滨江）, “（市、区）” in 各县（市、区）
_ASIDE = re.compile(r"[（(][^（()），,。；;：:“”《》！!？?%％\d]{1,12}[）)]")
_STRANGE = re.compile(r"[“”《》：:。！？?!%％\d]")


class Name(NamedTuple):
    """A name as it stands: ``text[start:end]``."""

    start: int
    end: int


def names_in(words: ActorWords, text: str, start: int, end: int) -> list[Name]:
    """Cut ``text[start:end]`` into names at 、 and commas, and at 和 where a body ends before it."""
    out: list[Name] = []
    for part in _PART.finditer(text, start, end):
        at, stop = part.span()
        if out and out[-1].end == at - 1 and _one_with(text, out[-1], at, stop):
            out[-1] = Name(out[-1].start, stop)
            continue
        at = _split(words, text, at, stop, out)
        if at < stop:
            out.append(Name(at, stop))
    return [name for name in (_trim(text, name) for name in out) if name.start < name.end]


def _one_with(text: str, before: Name, start: int, end: int) -> bool:
    if _HEAD.match(text, before.start) is None or not _BORROWS.fullmatch(text, start, end):
        return False
    return before.end - before.start <= 4 or end - start <= 2


def _split(words: ActorWords, text: str, start: int, end: int, out: list[Name]) -> int:
    """Cut one part at its joiners, adding all names but the last to ``out``; give where that begins."""
    at = start
    for joint in _JOINER.finditer(text, start, end):
        left, right = text[at : joint.start()], text[joint.end() : end]
        # “工业和信息化厅” and “各级党委和政府” are one name
        if not right or len(left) < 2 or (_HEAD.match(left) and not _HEAD.match(right)):
            continue
        if (words.ends.search(left) or left in places().names) and not left.endswith(words.not_bodies):
            out.append(Name(at, joint.start()))
            at = joint.end()
    return at


def _trim(text: str, name: Name) -> Name:
    start, end = name
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Name(start, end)


def aside_end(text: str, at: int, end: int) -> int:
    """Give the end of the bracket that goes on with a name, where one opens at ``at``; else ``at``."""
    found = _ASIDE.match(text, at, end)
    if found is None or duty_words().mark.search(text, *found.span()):
        return at
    return found.end()


def without_aside(name: str) -> str:
    """Give the name without the bracket that closes it, if that goes on with a name."""
    if not name.endswith(("）", ")")):
        return name
    opens = max(name.rfind("（"), name.rfind("("))
    return name[:opens] if opens >= 2 and aside_end(name, opens, len(name)) == len(name) else name


def is_body(words: ActorWords, name: str) -> bool:
    """Say whether the words, which end like a body's name, are one and hold no deed besides.

    A bracket that closes the name belongs to it: 杭州高新区（滨江）.
    """
    name = without_aside(name)
    if name in words.names or name in places().names:
        return True
    if not 2 <= len(name) <= _LONGEST or _STRANGE.search(name):
        return False
    if (
        name.endswith(words.not_bodies)
        or words.inside.find(name, 1, len(name))
        or words.barred(name, 0, len(name))
    ):
        return False
    if not words.ends.search(name):
        return False
    return words.office.search(name) is not None or words.inside_but_offices.find(name, 1, len(name)) is None


def is_group(words: ActorWords, name: str) -> bool:
    """Say whether the name means all of a kind (全体干部, 各部门) and no single body."""
    return name not in words.never_group and words.group.match(name) is not None
