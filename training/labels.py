"""Train the label model and the joint model: ``python -m training.labels`` (``make train``)."""

from __future__ import annotations

import math
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import pycrfsuite

from luoshi.lexicon.weights import TAGS
from training.rows import HERE, Text, annotated, written

OUT = HERE.parent / "src" / "luoshi" / "data" / "models"
VERSION = "1"
SCALE = 256
LEAST = 3  # weights smaller than 3/256 decide nothing and are left out
# chosen on the gold, each against its neighbours: docs/adr holds the table
LABELS = {"c1": 0.5, "c2": 1.0, "max_iterations": 150, "feature.minfreq": 2}
JOINTS = {"c1": 0.1, "c2": 10.0, "max_iterations": 150, "feature.minfreq": 2}
JOINS_FROM = 0.44  # the probability from which a clause goes on


def fit(rows: Iterable[tuple[list[list[str]], list[str]]], settings: dict[str, float]) -> pycrfsuite.Tagger:
    """Fit a linear-chain model by L-BFGS with an elastic net; runs of one are a logistic regression."""
    trainer = pycrfsuite.Trainer(verbose=False)
    for features, tags in rows:
        trainer.append(features, tags)
    trainer.set_params(settings)
    with tempfile.TemporaryDirectory() as folder:
        model = str(Path(folder) / "model.crf")
        trainer.train(model)
        tagger = pycrfsuite.Tagger()
        tagger.open(model)
        return tagger.info()


def weight(source: str) -> int:
    """Say how often the unit marks of a text count.

    Those of the written news do not: they made joins on the gold worse, where the labels of the
    same texts made the labels better.
    """
    return 0 if source.startswith("news_") else 1


def label_lines(info) -> Iterator[str]:
    """Give the lines of the label model's file."""
    rows: dict[str, list[int]] = {}
    for (feature, tag), weight in info.state_features.items():
        rows.setdefault(feature, [0] * len(TAGS))[TAGS.index(tag)] = round(weight * SCALE)
    yield f"!version\t{VERSION}"
    yield f"!scale\t{SCALE}"
    yield f"!tags\t{' '.join(TAGS)}"
    for before in TAGS:
        row = (round(info.transitions.get((before, after), 0.0) * SCALE) for after in TAGS)
        yield f"!trans {before}\t{' '.join(map(str, row))}"
    for name in sorted(rows):
        if max(map(abs, rows[name])) >= LEAST:
            yield f"{name}\t{' '.join(map(str, rows[name]))}"


def joint_lines(info) -> Iterator[str]:
    """Give the lines of the joint model's file."""
    sums: Counter[str] = Counter()
    for (feature, tag), weight in info.state_features.items():
        sums[feature] += round(weight * SCALE) * (1 if tag == "I" else -1)
    yield f"!version\t{VERSION}"
    yield f"!scale\t{SCALE}"
    yield f"!threshold\t{round(math.log(JOINS_FROM / (1 - JOINS_FROM)) * SCALE)}"
    for name in sorted(sums):
        if abs(sums[name]) >= LEAST:
            yield f"{name}\t{sums[name]}"


def train(texts: list[Text], out: Path) -> None:
    """Fit both models and write their weights."""
    labels = fit(((run.features, run.tags) for text in texts for run in text.runs), LABELS)
    joints = fit(
        (
            ([joint.features], ["I" if joint.goes_on else "B"])
            for text in texts
            for joint in text.joints * weight(text.source)
        ),
        JOINTS,
    )
    for name, lines in (("labels", label_lines(labels)), ("joints", joint_lines(joints))):
        (out / f"{name}.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def main() -> int:
    """Train on all texts that are here and write the weights."""
    texts = [*annotated(), *written()]
    counts = Counter(tag for text in texts for run in text.runs for tag in run.tags)
    if not counts:
        print("no training text found: the public texts are read from ../shared/corpora", file=sys.stderr)
        return 1
    train(texts, OUT)
    joints = Counter(joint.goes_on for text in texts for joint in text.joints)
    print(f"{sum(counts.values())} clauses of {len(texts)} texts: {dict(counts)}; joints {dict(joints)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
