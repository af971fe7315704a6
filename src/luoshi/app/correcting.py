"""Corrections in plain words to the values that a record holds.

``force=刚性``, ``theme=科技创新,改革开放``, ``lead=水务局``, ``deadline=2026年6月底``,
``target=增长5%左右``: fields and values are taken in Chinese and English; 无 and none empty a field.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from luoshi.app.readings import deadline_in, targets_in
from luoshi.app.texts import Texts
from luoshi.codec import to_record
from luoshi.errors import UsageError
from luoshi.ledger import Row
from luoshi.lexicon.themes import FIELDS, theme_words
from luoshi.lexicon.value_words import NONE, known_values, value_of

Corrections = Sequence[tuple[str, str]]
"""Fields with what they are to be, in plain words, such as ``("force", "刚性")``."""
_LIST = re.compile(r"[,，、;；]")
_NAMES: Mapping[str, tuple[str, ...]] = {
    "type": ("类别",),
    "force": ("约束力",),
    "kind": ("种类", "性质"),
    "theme": ("themes", "领域", "主题"),
    "lead": ("牵头", "牵头单位"),
    "responsible": ("责任", "责任单位"),
    "supporting": ("配合", "配合单位"),
    "deadline": ("时限", "完成时限"),
    "target": ("targets", "目标", "目标值"),
    "action": ("动作",),
    "object": ("内容",),
}
_MEASURING = ("type", "kind", "targets", "deadline")


def changes(row: Row, corrections: Corrections, texts: Texts) -> dict[str, Any]:
    """Give what the corrections set in a row's record, as the record has it.

    Where figures, deadline or kind change, so does the grade of the measurability.

    Raises:
        UsageError: a field or value is not known; names those that are.
    """
    record = to_record(row.statement)
    changed: dict[str, Any] = {}
    for said, words in corrections:
        field = field_of(said)
        now = {**record, **changed}
        changed |= _SETS[field](row, now, words.strip(), texts)
    if any(name in changed for name in _MEASURING):
        changed["measurability"] = _measured({**record, **changed})
    return changed


def field_of(said: str) -> str:
    """Give the field that a word means.

    Raises:
        UsageError: it means none.
    """
    word = said.strip()
    for name, others in _NAMES.items():
        if word == name or word in others:
            return name
    known = " ".join(
        f"{name}/{next(o for o in others if not o.isascii())}" for name, others in _NAMES.items()
    )
    raise UsageError(
        f"“{said}” is no field that can be corrected; these are: {known}.",
        code="correct_field",
        details={"field": said, "known": known},
    )


def _wrong(field: str, value: str, known: str) -> UsageError:
    return UsageError(
        f"{field}: “{value}” is not known; there are {known}.",
        code="correct_value",
        details={"field": field, "value": value, "known": known},
    )


def _one_of(field: str) -> Callable[[Row, Mapping[str, Any], str, Texts], dict[str, Any]]:
    def set_value(row: Row, record: Mapping[str, Any], words: str, texts: Texts) -> dict[str, Any]:
        if words in NONE and field != "type":
            return {field: None}
        value = value_of(field, words)
        if value is None:
            pairs = zip(known_values(field, "zh"), known_values(field, "en"), strict=True)
            raise _wrong(field, words, " ".join(f"{zh}/{en}" for zh, en in pairs))
        return {field: value}

    return set_value


def _themes(row: Row, record: Mapping[str, Any], words: str, texts: Texts) -> dict[str, Any]:
    fine = theme_words().field_of
    fields: list[str] = []
    finer: list[str] = []
    for word in _words(words):
        named = word if word in fine else next((name for name in fine if name.endswith(f"/{word}")), None)
        if word in FIELDS:
            fields.append(word)
        elif named is not None:
            fields.append(fine[named])
            finer.append(named)
        else:
            raise _wrong("theme", word, " ".join(FIELDS))
    kept = finer or [name for name in record["subthemes"] if fine.get(name) in fields]
    return {"themes": list(dict.fromkeys(fields)), "subthemes": list(dict.fromkeys(kept))}


def _bodies(role: str) -> Callable[[Row, Mapping[str, Any], str, Texts], dict[str, Any]]:
    def set_bodies(row: Row, record: Mapping[str, Any], words: str, texts: Texts) -> dict[str, Any]:
        names = _words(words)
        others = [actor for actor in record["actors"] if actor["role"] != role and actor["name"] not in names]
        text = texts.document(row.document).text
        made = [_actor(name, role, row, text) for name in names]
        return {"actors": [*made, *others] if role == "lead" else [*others, *made]}

    return set_bodies


def _actor(name: str, role: str, row: Row, text: str) -> dict[str, Any]:
    """Give a body where its name stands in the row or before it, else at the row's start."""
    statement = row.statement
    at = text.find(name, statement.start, statement.end)
    inherited = at < 0
    if inherited:
        at = text.rfind(name, 0, statement.start)
    start, end = (at, at + len(name)) if at >= 0 else (statement.start, statement.start)
    why = "person" if inherited else None
    return {"name": name, "role": role, "start": start, "end": end, "inherited": inherited, "why": why}


def _deadline(row: Row, record: Mapping[str, Any], words: str, texts: Texts) -> dict[str, Any]:
    if words in NONE:
        return {"deadline": None}
    found = deadline_in(words, row.statement, texts.document(row.document))
    if found is None:
        raise _wrong("deadline", words, "2026-06-30 2026年6月底 年底前 长期坚持")
    return {"deadline": found}


def _targets(row: Row, record: Mapping[str, Any], words: str, texts: Texts) -> dict[str, Any]:
    if words in NONE:
        return {"targets": []}
    found = targets_in(words, row.statement, texts.document(row.document))
    if not found:
        raise _wrong("target", words, "地区生产总值增长5%左右 改造老旧小区20个")
    return {"targets": found}


def _words_of(field: str) -> Callable[[Row, Mapping[str, Any], str, Texts], dict[str, Any]]:
    return lambda row, record, words, texts: {field: None if words in ("", *NONE) else words}


def _words(words: str) -> list[str]:
    return [] if words in NONE else [word.strip() for word in _LIST.split(words) if word.strip()]


def _measured(record: Mapping[str, Any]) -> dict[str, str] | None:
    from luoshi.extracting.deeds.governing import governing
    from luoshi.extracting.deeds.measurability import checkable, measurability_of

    if record["type"] != "commitment":
        return None
    measured = measurability_of(
        has_number=any(each["low"] is not None or each["high"] is not None for each in record["targets"]),
        has_date=bool(record["deadline"] and record["deadline"]["until"]),
        checkable=checkable(record["text"], record["kind"] or "", governing(record["text"])),
    )
    return {"grade": measured.grade, "why": measured.why}


_SETS: Mapping[str, Callable[[Row, Mapping[str, Any], str, Texts], dict[str, Any]]] = {
    "type": _one_of("type"),
    "force": _one_of("force"),
    "kind": _one_of("kind"),
    "theme": _themes,
    "lead": _bodies("lead"),
    "responsible": _bodies("responsible"),
    "supporting": _bodies("supporting"),
    "deadline": _deadline,
    "target": _targets,
    "action": _words_of("action"),
    "object": _words_of("object"),
}
