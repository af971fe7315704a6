"""Where the first item of a list begins and where its last one ends."""

from __future__ import annotations

from luoshi.lexicon.deeds import deed_words
from luoshi.lexicon.enumerations import EnumerationWords, enumeration_words

Item = tuple[int, int]

_AND = ("以及", "和", "与", "及")
_OF_A_WORD = frozenset({"级", "教", "学", "职", "于"})  # 等级, 高等教育
_SHORT = 3  # an item this much longer than the others still holds words of its sentence


def repeated(masked: str, bounds: list[Item]) -> list[Item] | None:
    """Cut the shared verb off each item of 进机关、进企业、进项目; ``None`` where none is shared."""
    if len(bounds) < 3:
        return None
    letters = {masked[a] for a, b in bounds[1:] if b > a}
    if letters != {"进"} or any(b - a < 2 for a, b in bounds[1:]):
        return None
    at = masked.rfind("进", *bounds[0])
    if at < 0:
        return None
    return [(at + 1, bounds[0][1]), *((a + 1, b) for a, b in bounds[1:])]


def first_item(masked: str, bound: Item, others: list[Item]) -> Item:
    """Cut off what stands before the list: its verb, 以 or 在, 条条落实's subject."""
    start, end = bound
    while start < end and masked[start].isspace():
        start += 1
    heads = [masked[a:b].lstrip() for a, b in others]
    if heads and all(len(h) > 1 and h[0] == h[1] for h in heads):
        doubled = [at for at in range(start, end - 1) if masked[at] == masked[at + 1]]
        return (doubled[-1], end) if doubled else (start, end)
    shared = {h[:1] for h in heads}
    if len(heads) > 1 and len(shared) == 1:
        at = masked.rfind(shared.pop(), start, end)
        if at > start:
            return at, end
    return _behind_verb(masked, (start, end), heads)


def _behind_verb(masked: str, bound: Item, heads: list[str]) -> Item:
    words = deed_words()
    frames = enumeration_words()
    start, end = bound
    find = words.verbs.end
    at = words.head(masked, start, end)
    if at >= end:
        at = start
    # deeds in a row under one verb: 重点做好[提升竞争力]、做强…
    deeds = bool(heads) and all(_opens_deed(head) for head in heads)
    while at < end:
        verb = find(masked, at + (at > start and masked[at] in "和与、"), end)
        if verb < 0 or verb >= end:
            break
        if deeds and not 0 <= find(masked, verb, end) < end:
            return at, end
        after = words.after.end(masked, verb, end)
        at = after if 0 <= after < end else verb
    opener = frames.opener.match(masked, at, end) or frames.opener.match(masked, start, end)
    if opener and opener.start() == at and opener.end() < end:
        at = opener.end()
    usual = max((len(head) for head in heads[:-1]), default=len(heads[0]) if heads else 0)
    if deeds or end - at <= usual + _SHORT:
        return at, end
    return _last_cut(masked, (at, end), usual)


def _opens_deed(head: str) -> bool:
    words = deed_words()
    stop = len(head)
    return 0 <= words.verbs.end(head, words.head(head, 0, stop), stop) < stop


def _last_cut(masked: str, bound: Item, usual: int) -> Item:
    """The last place in a long first item behind which an item of usual length is left."""
    start, end = bound
    places = [found.end() for found in enumeration_words().cut.finditer(masked, start, end)]
    words = deed_words()
    places += [
        stop for at, stop in words.find_verb.all(masked, start, end) if masked[at:stop] not in words.nominal
    ]
    fitting = [place for place in places if 2 <= end - place <= usual + _SHORT]
    return (max(fitting) if fitting else start), end


def and_others(masked: str, bound: Item) -> int:
    """Where 等 stands behind an item, -1 for nowhere."""
    start, end = bound
    at = masked.find("等", start + 1, end)
    while at >= 0 and masked[at + 1 : at + 2] in _OF_A_WORD:
        at = masked.find("等", at + 1, end)
    return at


def last_item(
    words: EnumerationWords, text: str, masked: str, bound: Item, before: Item
) -> tuple[Item, bool, int]:
    """Give the last item, whether 等 follows, and where the words after the list begin."""
    start, end = bound
    others = and_others(masked, bound)
    if others >= 0:
        return (start, others), True, others + 1
    stop = end
    # “三大行动” in quotes behind its list is a claim too, so this looks at the text itself
    for claim in words.claim.finditer(text, start + 1, end):
        quoted = text[claim.start() - 1] == "“"
        # 做到“两个维护” counts nothing of its list
        if claim.start() - quoted > start and not (
            quoted and words.frame.match(text, claim.end(), end) is None
        ):
            stop = claim.start() - quoted
            return (start, stop), False, stop
    of = masked.find("的", start + 1, end)
    if of > 0 and "的" not in masked[slice(*before)]:
        stop = of
    return (start, stop), False, stop


def parted(masked: str, bound: Item) -> list[Item]:
    """B和C at the end of a list of things are two; in a list of deeds 和 belongs to the deed."""
    start, end = bound
    if _opens_deed(masked[start:end]):
        return [bound]
    for word in _AND:
        at = masked.rfind(word, start, end)
        if at - start >= 2 and end - at - len(word) >= 2:
            return [(start, at), (at + len(word), end)]
    return [bound]
