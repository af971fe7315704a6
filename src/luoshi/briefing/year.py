"""年度完成情况: what was promised for a year, and what a later text or the ledger reports of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from luoshi.briefing.cited import Cited, Counted, Source, share
from luoshi.briefing.entries import LANGUAGE, Desk, entry, numbers
from luoshi.briefing.progress import mean
from luoshi.ledger import Row
from luoshi.ledger.judgement import OF_TARGETS, OF_WORKS
from luoshi.lexicon.messages import say

Record = Mapping[str, Any]
_OF: Final = {"targets": OF_TARGETS, "works": OF_WORKS}


def facts(rows: Sequence[Row], desk: Desk, year: int) -> dict[str, Any]:
    """Give what the ledger says of the rows that were due in a year."""
    due = [row for row in rows if row.due and row.due[:4] == str(year)]
    closed = [row for row in due if row.state == "closed"]
    reported = [row for row in due if row.state != "closed" and row.status.reported]
    silent = [row for row in due if row.state != "closed" and not row.status.reported]
    return desk.facts() | {
        "year": f"{year}年",
        "due": numbers(due, f"时限在{year}年内"),
        "closed": numbers(closed, "已销号"),
        "reported": numbers(reported, "有反馈未销号"),
        "unreported": numbers(silent, "无反馈"),
        "mean": mean(due),
        "closed_list": [entry(row, desk) for row in closed],
        "reported_list": [entry(row, desk) for row in reported],
        "unreported_list": [entry(row, desk) for row in silent],
        "later": "",
        "earlier": "",
    }


def followed(
    records: Iterable[Record], texts: tuple[str, str], names: tuple[str, str], rows: Iterable[Row] = ()
) -> dict[str, Any]:
    """Give what a later text says of the promises of an earlier one (``texts``: their SHA-256).

    What a person put in the place of a verdict (``rows``) counts.
    """
    judged = {row.statement.id: row for row in rows if row.status.judged is not None}
    groups: dict[str, dict[str, list[dict[str, Any]]]] = {
        kind: {standing: [] for standing in standings} for kind, standings in _OF.items()
    }
    for record in records:
        kind = "targets" if record["target"] else "works"
        standing, by = _standing(record, judged, texts[1])
        groups[kind][standing].append(_finding(record, standing, texts, by))
    out: dict[str, Any] = {"earlier": f"《{names[0]}》", "later": f"《{names[1]}》"}
    for kind, held in groups.items():
        every = [one for found in held.values() for one in found]
        out[kind] = _count(every, "目标" if kind == "targets" else "无量化目标的承诺")
        out[f"{kind}_by"] = []
        for standing, found in held.items():
            name = say(LANGUAGE, f"standing.{standing}")
            count = _count(found, name)
            out[f"{kind}_by"].append({"name": name, "count": count, "list": found})
            out |= {f"{kind}_{standing}": found, f"{kind}_{standing}_count": count}
    held = groups["targets"]
    met, comparable = len(held["met"]), sum(len(held[name]) for name in ("met", "missed", "admitted_missed"))
    basis = Counted("可比较", (), f"{comparable}项，即达到、未达到、自认未达到之和")
    out["comparable"] = Cited(comparable, (basis,))
    out["met_share"] = share(met, comparable, (basis,))
    return out


def _count(found: Sequence[Mapping[str, Any]], what: str) -> Cited:
    """Give how many there are, resting on where each stands in the earlier text."""
    return Cited(len(found), (Counted(what, (), f"{len(found)}项"), *(one["place"] for one in found)))


def _standing(record: Record, judged: Mapping[str, Row], later: str) -> tuple[str, str]:
    """Give the verdict that counts, and how a person came to it."""
    row = judged.get(record["commitment"]["id"])
    one = row.status.judged if row is not None else None
    target = (record["target"]["start"], record["target"]["end"]) if record["target"] else None
    if row is None or one is None or one.document != later or one.target != target:
        return record["standing"], ""
    known = _OF["targets" if record["target"] else "works"]
    if one.verdict not in known or one.verdict == record["standing"]:
        return record["standing"], ""
    return one.verdict, f"人工改判（台账序号{row.number}，{one.day}）"


def _finding(record: Record, standing: str, texts: tuple[str, str], by: str) -> dict[str, Any]:
    said, target, evidence = record["commitment"], record["target"], record["evidence"]
    part = target or said
    place = Source(texts[0], part["start"], part["end"], tuple(said["section"]))
    found = ""
    there: tuple[Source, ...] = ()
    if evidence:
        found, there = evidence["text"], (Source(texts[1], evidence["start"], evidence["end"]),)
    return {
        "place": place,
        "promise": Cited(said["text"], (place,)),
        "indicator": target["indicator"] if target else "",
        "target": Cited(target["text"] if target else "", (place,)),
        "report": Cited(found, there),
        "standing": say(LANGUAGE, f"standing.{standing}"),
        "why": "；".join(filter(None, (*record["why"], by))),
    }
