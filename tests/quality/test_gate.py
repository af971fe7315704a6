"""The gate: scores on the human-read gold never fall below the committed floors.

Raising a floor is part of the change that earned it; the floors hold for the gold whose hash
stands beside them.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from tests.shared import CORPORA, GOLD, SHARED, day_of, needs_shared

from luoshi.app.align import align_file, open_central
from luoshi.app.extract import extract_file
from luoshi.app.follow import Pair, follow_pair
from luoshi.codec import to_alignment_line, to_finding_line, to_json_line
from luoshi.model import Alignment

FLOORS = json.loads(Path(__file__).with_name("floors.json").read_text("utf-8"))
pytestmark = [needs_shared, pytest.mark.slow, pytest.mark.shared]


def gold_hash() -> str:
    digest = sha256()
    for path in sorted(GOLD.glob("**/*")):
        if path.is_file():
            digest.update(path.relative_to(GOLD).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def run_score(*arguments: str | Path) -> dict:
    command = [sys.executable, str(SHARED / "tools" / "score.py"), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, encoding="utf-8")
    return json.loads(done.stdout.splitlines()[-1])


def write_records(path: Path, day: str, out: Path) -> None:
    outcome = extract_file(path, date.fromisoformat(day))
    assert outcome.error is None, outcome.error
    out.write_text("".join(to_json_line(s) + "\n" for s in outcome.statements), encoding="utf-8")


def write_findings(folder: Path) -> None:
    """Follow every pair that the gold asks of, by nothing but the two files."""
    rows = [json.loads(line) for line in (GOLD / "follow.jsonl").read_text("utf-8").splitlines()]
    keys = ("earlier", "later", "earlier_file", "later_file")
    for earlier, later, first, second in sorted({tuple(row[key] for key in keys) for row in rows}):
        done = follow_pair(Pair(CORPORA / first, CORPORA / second))
        assert done.error is None, done.error
        lines = "".join(to_finding_line(finding) + "\n" for finding in done.findings)
        (folder / f"{earlier}-{later}.jsonl").write_text(lines, encoding="utf-8")


def align_scores(folder: Path) -> dict[str, float]:
    """Score each local text apart: the scorer finds a statement by its place, not by its file.

    ``place`` scores count a row by the statement that holds most of it, even less than half.
    """
    rows = [json.loads(line) for line in (GOLD / "align.jsonl").read_text("utf-8").splitlines()]
    central = open_central(CORPORA / "central" / "15fyp_proposal_20251028.txt")
    sums: Counter[str] = Counter()
    for name in sorted({row["file"] for row in rows}):
        some = [row for row in rows if row["file"] == name]
        done = align_file(CORPORA / name, central, day_of(CORPORA / name))
        assert done.error is None, done.error
        gold, pred = folder / "gold.jsonl", folder / "pred.jsonl"
        gold.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in some), encoding="utf-8")
        pred.write_text("".join(to_alignment_line(a) + "\n" for a in done.alignments), encoding="utf-8")
        found = run_score("align", gold, pred)
        sums.update({"n": found["n"], "none": found["none"]})
        for key, of in (("recall_at_1", "n"), ("recall_at_3", "n"), ("none_right", "none")):
            sums[key] += round(found[key] * found[of])
        sums.update(place_hits(some, done.alignments))
    shares = {
        key: sums[key] / sums["n"] for key in ("recall_at_1", "recall_at_3", "place_at_1", "place_at_3")
    }
    return {**shares, "none_right": sums["none_right"] / sums["none"], "kept": sums["kept"] / sums["n"]}


def place_hits(rows: list[dict], alignments: Sequence[Alignment]) -> Counter[str]:
    hits: Counter[str] = Counter()
    for row in rows:
        good = {*row["articles"], *row["also"]}
        if not good:
            continue
        best = max(
            alignments,
            key=lambda a: min(a.statement.end, row["end"]) - max(a.statement.start, row["start"]),
        )
        ranked = [match.article for match in best.provisions]
        hits["place_at_1"] += ranked[0] in good
        hits["place_at_3"] += bool(good & set(ranked[:3]))
        hits["kept"] += best.standing == "aligned"
    return hits


def scored(folder: Path) -> dict[str, dict]:
    """Run the stages on the texts of the gold; give what the score programs say."""
    statements, fields, follow = folder / "statements", folder / "fields", folder / "follow"
    for made in (statements, fields, follow):
        made.mkdir()
    write_findings(follow)
    for path in sorted((GOLD / "statements").glob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        write_records(path.parent / gold["text_file"], gold["date"], statements / f"{path.stem}.jsonl")
    rows = [json.loads(line) for line in (GOLD / "fields.jsonl").read_text("utf-8").splitlines()]
    for name, day in sorted({(row["file"], row["date"]) for row in rows}):
        key = name.rsplit(".", 1)[0].replace("/", "-")
        write_records(CORPORA / name, day, fields / f"{key}.jsonl")
    return {
        "statements": run_score("statements", GOLD / "statements", statements),
        "fields": run_score("fields", GOLD / "fields.jsonl", fields),
        "align": align_scores(folder),
        "follow": run_score("follow", GOLD / "follow.jsonl", follow),
    }


def test_floors_are_for_this_gold() -> None:
    assert FLOORS["gold"] == gold_hash(), "the gold has changed: score again and set the floors anew"


@pytest.mark.parametrize(
    ("what", "name"), [(w, n) for w in ("statements", "fields", "align", "follow") for n in FLOORS[w]]
)
def test_score_is_not_below_its_floor(scores: dict[str, dict], what: str, name: str) -> None:
    group, _, part = name.partition(".")
    value = scores[what][group]
    if isinstance(value, dict):
        value = value[part or "f1"]
    print(json.dumps(scores[what], ensure_ascii=False))
    assert value >= FLOORS[what][name], f"{what} {name}: {value} is below {FLOORS[what][name]}"


def test_no_false_verdict(scores: dict[str, dict]) -> None:
    """“missed” printed over a target that was met ends the tool's use."""
    follow = scores["follow"]
    assert follow["verdicts"] >= FLOORS["verdicts"]["least"]
    assert follow["false_verdicts"] <= FLOORS["verdicts"]["false"]


def test_news_and_minutes(scores: dict[str, dict]) -> None:
    by_text = scores["statements"]["accuracy_by_text"]
    names = [name for name in FLOORS["news"]["texts"] if name in by_text]
    mean = sum(by_text[name] for name in names) / len(names)
    assert mean >= FLOORS["news"]["accuracy"], f"news and minutes: {mean:.4f}"
