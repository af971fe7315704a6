"""对标分析: a text held against a central one, both ways."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from luoshi.briefing.cited import Cited, Counted, Source, runs, share
from luoshi.briefing.entries import LANGUAGE
from luoshi.lexicon.force import FORCES
from luoshi.lexicon.messages import say

Record = Mapping[str, Any]
_COUNTS: Final = 0.5
_NAMED: Final = 40


def facts(
    records: Sequence[Record], provisions: Sequence[Record], texts: tuple[str, str], names: tuple[str, str]
) -> dict[str, Any]:
    """Give what the template may ask for; ``texts``: the SHA-256 of the local and of the central text."""
    local, central = texts
    aligned = [one for one in records if one["standing"] == "aligned"]
    apart = [one for one in records if one["standing"] != "aligned"]
    asking = [one for one in provisions if one["force"]]
    taken = _taken(aligned)
    open_ = [one for one in asking if one["start"] not in taken]
    met = [one for one in asking if one["start"] in taken]
    weaker = [one for one in aligned if _step(one) < 0]
    how = "逐条比对，以得分最高且达到认定线的条款为对应条款"
    commitments = Counted("承诺", (), f"《{names[0]}》中{len(records)}条")
    asked = Counted("条款", (), f"《{names[1]}》中布置任务的{len(asking)}条")
    return {
        "local": f"《{names[0]}》",
        "central": f"《{names[1]}》",
        "commitments": Cited(len(records), (commitments,)),
        "aligned": Cited(len(aligned), (commitments, Counted("有对应条款", (), how))),
        "aligned_share": share(len(aligned), len(records), (commitments,)),
        "unaligned": Cited(len(apart), (Counted("未找到对应条款", (), how),)),
        "provisions": Cited(len(asking), (asked,)),
        "taken": Cited(len(met), (asked, Counted("有承诺对应", (), _articles(met)))),
        "taken_share": share(len(met), len(asking), (asked,)),
        "untaken": Cited(len(open_), (Counted("无承诺对应", (), _articles(open_)),)),
        "softened": Cited(len(weaker), (Counted("约束力弱于对应条款", (), "按措辞约束力分五级比较"),)),
        "chapters": _chapters(asking, taken, central),
        "untaken_list": [_provision(one, central) for one in open_],
        "softened_list": [_pair(one, local, central) for one in weaker],
        "unaligned_list": [_commitment(one["statement"], local) for one in apart],
        "pairs": [_pair(one, local, central) for one in aligned],
    }


def _taken(aligned: Sequence[Record]) -> dict[int, int]:
    """Give how many commitments take up each provision, by where it starts."""
    out: dict[int, int] = {}
    for one in aligned:
        best, *others = one["provisions"]
        starts = {best["provision_start"], *(m["provision_start"] for m in others if m["score"] >= _COUNTS)}
        for start in starts:
            out[start] = out.get(start, 0) + 1
    return out


def _step(record: Record) -> int:
    """Say whether a commitment binds more (above 0) or less than its provision."""
    own, asked = record["statement"]["force"], record["provisions"][0]["force"]
    return FORCES.index(asked) - FORCES.index(own) if own in FORCES and asked in FORCES else 0


def _articles(provisions: Sequence[Record]) -> str:
    names = list(dict.fromkeys(str(one["article"]) for one in provisions))
    if all(name.isdecimal() for name in names):
        return f"第{runs(sorted(map(int, names)))}条" if names else ""
    return "、".join(names[:_NAMED]) + ("等" if len(names) > _NAMED else "")


def _chapters(asking: Sequence[Record], taken: Mapping[int, int], central: str) -> list[dict[str, Any]]:
    held: dict[str, list[Record]] = {}
    for one in asking:
        held.setdefault(one["path"][0] if one["path"] else "", []).append(one)
    out = []
    for name, own in held.items():
        met = [one for one in own if one["start"] in taken]
        place = Source(central, own[0]["start"], own[-1]["end"])
        out.append(
            {
                "name": name or "（未分章）",
                "provisions": Cited(len(own), (place,)),
                "taken": Cited(len(met), (place,)),
                "untaken": Cited(len(own) - len(met), (place,)),
                "commitments": Cited(sum(taken[one["start"]] for one in met), (place,)),
            }
        )
    return out


def _provision(one: Record, central: str) -> dict[str, Any]:
    place = Source(central, one["start"], one["end"], tuple(one["path"]))
    return {
        "article": f"第{one['article']}条",
        "name": one["path"][-1] if one["path"] else "",
        "chapter": one["path"][0] if one["path"] else "",
        "text": Cited(one["text"], (place,)),
    }


def _commitment(said: Record, local: str) -> dict[str, Any]:
    place = Source(local, said["start"], said["end"], tuple(said["section"]))
    return {"text": Cited(said["text"], (place,)), "force": _force(said["force"])}


def _pair(one: Record, local: str, central: str) -> dict[str, Any]:
    best = one["provisions"][0]
    place = Source(central, best["start"], best["end"], tuple(best["path"]))
    return _commitment(one["statement"], local) | {
        "article": f"第{best['article']}条",
        "central": Cited(best["text"], (place,)),
        "central_force": _force(best["force"]),
        "score": Cited(best["score"], (place,), f"{best['score']:.2f}"),
    }


def _force(force: str | None) -> str:
    return say(LANGUAGE, f"force.{force}") if force else ""
