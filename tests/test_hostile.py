"""Damaged files of every format: each gives a document or one clear sentence, within the limits.

A few dozen of each format here; ``make test-hostile`` takes 500 (the variable ``LUOSHI_HOSTILE``) and
prints what they came to.
"""

from __future__ import annotations

import os
import string
import time
from collections import Counter
from collections.abc import Iterator

import pytest

from luoshi.errors import LuoshiError, ReadingError
from luoshi.lexicon.load import load
from luoshi.model.document import Document
from luoshi.reading import read, read_each, scans
from luoshi.reading.limits import Limits
from luoshi.reading.worker import pool
from tests.formats.hostile_files import FORMATS, hostile_file
from tests.programs import libreoffice

pytestmark = pytest.mark.slow
MANY = int(os.environ.get("LUOSHI_HOSTILE", "0"))
COUNT = MANY or 24
PICTURES = ("png", "jpg", "tiff")
# One in so many is tried: each of the first starts LibreOffice, and pictures share one recogniser.
SLOW = {"rtf": 10, **dict.fromkeys(PICTURES, 3)}
LIMITS = Limits(seconds=60, pages=200)
MESSAGES = load("messages")
# What costs more than a sentence: the process had to be ended, or broke down.
COSTLY = {"crashed", "too_slow", "memory", "unreadable", ""}
WORDS = 400  # characters of a sentence with its file's name


@pytest.fixture(scope="module", autouse=True)
def _processes():
    yield
    workers = list(pool._pool._all)
    assert all(worker in pool._pool._idle for worker in workers), "a process is still at work"
    pool.close()
    assert all(worker._process.poll() is not None for worker in workers)


@pytest.mark.parametrize("kind", FORMATS)
def test_damaged_files_cost_one_sentence(kind, tmp_path, capsys):
    if kind in PICTURES and not scans.available():
        pytest.skip("luoshi[ocr] is not installed")
    if kind == "rtf":
        libreoffice()
    codes, faults, slowest = Counter(), [], (0.0, "")
    for number in range(-(-COUNT // SLOW.get(kind, 1))):
        name, raw = hostile_file(kind, number)
        start = time.perf_counter()
        for outcome in outcomes(name, raw, tmp_path):
            codes[outcome.code or "no code" if isinstance(outcome, LuoshiError) else "read"] += 1
            faults += [f"{name}: {fault}" for fault in faults_of(outcome, name)]
        slowest = max(slowest, (time.perf_counter() - start, name))
    if MANY:
        with capsys.disabled():
            counts = ", ".join(f"{code} {count}" for code, count in codes.most_common())
            print(f"\n{kind}: {counts}; slowest {slowest[1]} {slowest[0]:.1f} s")
            print("".join(f"    {fault}\n" for fault in faults), end="")
    assert faults == []
    assert codes["read"] < codes.total()


def outcomes(name: str, raw: bytes, folder) -> Iterator[Document | LuoshiError]:
    """Read a file, or what a zip of files holds."""
    if not name.endswith(".zip"):
        try:
            yield read(raw, source=name, limits=LIMITS)
        except LuoshiError as error:
            yield error
        return
    path = folder / name
    path.write_bytes(raw)
    yield from read_each(path, source=name, limits=LIMITS)
    path.unlink()


def faults_of(outcome: Document | LuoshiError, name: str) -> Iterator[str]:
    """Give what is wrong with a document or an error."""
    if isinstance(outcome, Document):
        if not outcome.text.strip():
            yield "a document without text"
        for remark in outcome.remarks:
            yield from unsaid(f"remark.{remark.code}", {"source", *remark.details})
        return
    said = str(outcome)
    if outcome.code in COSTLY:
        yield f"{outcome.code or 'no code'}: {said}"
    if not said.startswith(name) or "\n" in said or len(said) > WORDS or " object at 0x" in said:
        yield f"no clear sentence: {said[:WORDS]!r}"
    of_file = {"source", "byte", "reason"} if isinstance(outcome, ReadingError) else set()
    yield from unsaid(f"error.{outcome.code}", {*of_file, *outcome.details})


def unsaid(key: str, told: set[str]) -> Iterator[str]:
    """Give the languages in which there is no message of this key that what was told can fill."""
    for language in ("zh", "en"):
        message = MESSAGES.get(key, {}).get(language)
        if message is None:
            yield f"no message {key} in {language}"
            continue
        gaps = {gap for _, gap, _, _ in string.Formatter().parse(message) if gap}
        if not gaps <= told:
            yield f"{key} in {language} needs {gaps - told}"
