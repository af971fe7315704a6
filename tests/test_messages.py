"""The messages of the command line: both languages, the same gaps, and none missing or idle."""

from __future__ import annotations

import ast
import pickle
import re
import string
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

import luoshi.cli
from luoshi import briefing, errors
from luoshi.app.reminding import LISTS
from luoshi.briefing import weights
from luoshi.cli import follow, ledger, messages, options, revisions, tables
from luoshi.cli.ledger import tables as rows
from luoshi.cli.messages import say, say_error
from luoshi.errors import LexiconError, LuoshiError, ReadingError, StoreError
from luoshi.ledger import Status, chain, judgement
from luoshi.ledger import said as said_by
from luoshi.ledger.steps import CORRECTABLE
from luoshi.lexicon import messages as lexicon_messages
from luoshi.lexicon.load import load
from luoshi.lexicon.value_words import LIGHTS
from luoshi.lexicon.workflow import NEEDS, REVIEWS
from luoshi.reading import magic
from luoshi.stores import Remark, server_troubles, troubles
from luoshi.stores.tables import documents, statements

TABLE = load("messages")
CLI = Path(luoshi.cli.__file__).parent
SOURCE = CLI.parent
HAN = re.compile("[\u4e00-\u9fff]")
READING_CODES = set(re.findall("``([a-z_]+)``", (errors.ReadingError.__doc__ or "").split("gaps:")[1])) - {
    "byte"
}
KINDS = ("goal", "project", "measure", "principle", "study", "publicity", "monitoring")
LOOKS = {  # what luoshi.reading.magic calls the files it knows
    "binary data",
    "a ZIP archive",
    "an image, sound or film (RIFF)",
    *(words for table in (magic._STARTS, magic._WITH_NUL, magic._IN_ZIP) for _, words in table),
}
BUILT = {  # keys that are put together, by what they are put together from
    *(f"type.{kind}" for kind in options.TYPES),
    *(f"force.{force}" for force in options.FORCES),
    *(f"role.{role}" for role in ("lead", "responsible", "supporting", "addressee")),
    *(f"col.{column.name}" for column in tables._COLUMNS),
    *(f"kind.{kind}" for kind in KINDS),
    *(f"skipped.{reason}" for reason in ("about", "ending", "permission", "broken", "special")),
    *(f"use.heading.{heading}" for heading in ("options", "commands")),
    *(f"looks_like.{words}" for words in LOOKS),
    *(f"help.show{more}" for more in ("", ".example")),
    *(
        f"part.{word}"
        for word in ("line", "paragraph", "table", "row", "column", "footnote", "endnote", "textbox")
    ),
    *(
        f"help.{key}.example"
        for key in ("root", "extract", "add", "export", "show", "ledger", "eval", "demo")
    ),
    *(f"help.{key}" for key in ("root", "extract", "add", "export", "show", "ledger", "eval", "demo")),
    *(f"help.ledger.{key}{more}" for key in ledger._COMMANDS for more in ("", ".example")),
    *(f"col.{column.name}" for column in rows._COLUMNS),
    *(f"light.{name}" for name in LIGHTS),
    *(f"need.{need}" for needs in NEEDS.values() for need in needs),
    *(f"need.{need}" for need in said_by._CARRIES["judged"]),
    *(f"judged.{decision}" for decision in judgement.DECISIONS),
    *(f"wanted.{wanted}" for fields in said_by._CARRIES.values() for wanted, _ in fields.values()),
    *(f"wanted.{wanted}" for wanted in ("day", "mapping", "list", "word", "days", "share", "later")),
    *(f"field.{field.name}" for field in fields(Status) if field.name not in ("version", "corrections")),
    *(f"field.{name}" for names in said_by._CARRIES.values() for name in names),
    *(f"field.{name}" for name in (*CORRECTABLE, "text", "day", "parent", "reason")),
    *(f"decision.{decision}" for decision in REVIEWS),
    *(f"event.{kind}" for kind in ("created", "proved", "judged", "undone")),
    *(f"event.{kind}" for kind in ("revised", "unmatched", "withdrawn")),
    *(f"revision.{kind}" for kind in revisions.KINDS),
    *(f"revision.kind.{kind}" for kind in revisions.KINDS),
    *(f"revision.{name}" for name in ("before", "after")),
    *(f"dry.{key}" for key in ("added", "revised.again", "revised.replaces")),
    *(f"evidence.{state}" for state in ("missing", "altered", "unreadable")),
    *(f"evidence.state.{state}" for state in ("sound", "missing", "altered", "unreadable")),
    *(f"evidence.col.{name}" for name in ("name", "place", "standing", "state", "by")),
    "review.absorbed",
    *(f"reminders.{name}" for name in LISTS),
    *(
        f"gap.{gap}"
        for gap in ("absent", "weaker", "unnumbered", "later", "missed", "level", "alone", "open")
    ),
    *(f"measure.{m}" for m in ("growth", "level", "added", "count", "change", "share", "rank", "multiple")),
    *(f"col.{c}" for c in ("respect", "gap", "why", "own", "others", "side")),
    *(f"col.{c}" for c in ("term", "count", "elsewhere", "z")),
    *(f"wording.{change}" for change in ("kept", "hardened", "softened")),
    *(f"standing.{standing}" for standing in follow._SHOWN),
    *(f"change.{kind}" for kind in follow._CHANGES),
    *(f"col.{c}" for c in ("promise", "standing", "report", "earlier", "later", "change")),
    *(
        f"report.skipped.{reason}"
        for reason in ("about", "ending", "permission", "broken", "special", "hidden", "repeated")
    ),
    *(f"col.report.{column}" for column in ("file", "format", "pages", "said")),
    "help.brief",
    "help.brief.example",
    *(f"brief.name.{kind}" for kind in briefing.KINDS),
    *(f"brief.part.{part}" for part in weights.PARTS),
    *(f"brief.why.{why}" for why in ("overdue", "due_soon", "behind", "unreported")),
    *(f"brief.fault.{name}" for names in weights._OF.values() for name in names),
    "brief.fault.unfinished",
    "wanted.points",
    "help.import",
    "help.import.example",
    "help.follow",
    "help.follow.example",
    "help.align",
    "help.align.example",
    "help.compare",
    "help.compare.example",
    *(f"help.{key}{more}" for key in ("serve", "work") for more in ("", ".example")),
}


def strings() -> set[str]:
    """Every string in the modules of the command line."""
    found = set()
    for path in CLI.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    return found


def said() -> set[str]:
    """Every key that is handed to ``say`` as it stands."""
    found = set()
    for path in CLI.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "say":
                key = node.args[0]
                if isinstance(key, ast.Constant):
                    found.add(key.value)
    return found


def calls() -> Iterator[ast.Call]:
    """Every call in the modules of the program."""
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                yield node


def told() -> dict[str, set[str]]:
    """The codes of errors and remarks, each with the details that go with it."""
    found: dict[str, set[str]] = {}
    for call in calls():
        named = {keyword.arg: keyword.value for keyword in call.keywords}
        kind = getattr(call.func, "id", "")
        more = {"source", "byte", "reason", *lexicon_messages._READING} if kind == "ReadingError" else set()
        code, details = named.get("code"), named.get("details")
        if kind == "Remark" and _of_reading(call):
            continue
        if kind in ("Fault", "Remark"):
            at = {"Fault": 3, "Remark": 1}[kind]
            code, details = call.args[at], call.args[at + 1] if len(call.args) > at + 1 else None
        if isinstance(code, ast.Constant) and kind:
            name = f"chain_{code.value}" if kind == "Fault" else code.value
            keys = details.keys if isinstance(details, ast.Dict) else []
            found.setdefault(name, set()).update(more, (key.value for key in keys if key))
            if kind == "Fault":
                found[name] |= {"name", "sequence", "last", "head"}
    sentences = [*troubles._SENTENCES.values(), *server_troubles.SENTENCES.values(), *server_troubles.SAID]
    for code, _ in [*sentences, troubles._UNKNOWN]:
        found[code] = {"name", "reason"}
    for table in (documents, statements):
        found[f"chain_count_{table.name}"] = {"name", "made", "kept"}
    return found


def _of_reading(call: ast.Call) -> bool:
    """Whether it is a reader's remark, which has no sentence before its code."""
    return not (len(call.args) > 1 and isinstance(call.args[1], ast.Constant))


def remarks() -> dict[str, set[str]]:
    """The codes of what readers remark, each with its details."""
    found: dict[str, set[str]] = {}
    for call in calls():
        if getattr(call.func, "id", "") == "Remark" and isinstance(call.args[0], ast.Constant):
            keys = call.args[1].keys if len(call.args) > 1 and isinstance(call.args[1], ast.Dict) else []
            if _of_reading(call):
                details = {key.value for key in keys if isinstance(key, ast.Constant)}
                found.setdefault(call.args[0].value, set()).update(details)
    return found


CODES = told()
REMARKS = remarks()


def gaps(message: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(message) if name is not None}


@pytest.fixture(autouse=True)
def _fresh_language():
    messages.language.cache_clear()
    yield
    messages.language.cache_clear()


@pytest.mark.parametrize("key", TABLE)
def test_both_languages_say_the_same(key):
    assert set(TABLE[key]) == {"zh", "en"}
    zh, en = TABLE[key]["zh"], TABLE[key]["en"]
    assert zh.strip() == zh != ""
    assert en.strip() == en != ""
    assert gaps(zh) == gaps(en)
    assert "" not in gaps(zh)


@pytest.mark.parametrize("key", [key for key in TABLE if not key.endswith(".example") and key != "language"])
def test_each_is_in_its_language(key):
    assert HAN.search(TABLE[key]["zh"])
    # English names Chinese words where it speaks of them: 今年, 年底前
    assert len(HAN.findall(TABLE[key]["en"])) < 10


@pytest.mark.parametrize("key", [key for key in TABLE if key.endswith(".example")])
def test_an_example_is_a_command(key):
    name = key.removeprefix("help.").removesuffix(".example").replace(".", " ").removeprefix("root")
    command = name.strip()
    for language, opening in (("zh", "示例："), ("en", "Example: ")):
        assert TABLE[key][language].startswith(f"{opening}luoshi {command}".rstrip())
    assert TABLE[key]["zh"].removeprefix("示例：") == TABLE[key]["en"].removeprefix("Example: ")


@pytest.mark.parametrize("key", sorted(said() | BUILT))
def test_what_is_said_has_its_words(key):
    assert key in TABLE


def test_no_message_is_idle():
    codes = {f"error.{code}" for code in CODES} | {f"error.{code}" for code in READING_CODES}
    idle = set(TABLE) - strings() - BUILT - codes - {"language"}
    # a remark's code, and the reason of a damage, may be put together by its reader
    words = "\n".join(path.read_text("utf-8") for path in (SOURCE / "reading").rglob("*.py"))
    elsewhere, openings = literals()
    used = {key for key in idle if key in elsewhere or key.removeprefix("error.") in elsewhere}
    used |= {key for key in idle if key.startswith(openings)}
    assert {key for key in idle - used if not _is_in(key, words)} == set()


def literals() -> tuple[set[str], tuple[str, ...]]:
    """Every string of the program outside the command line; how keys that are put together there open."""
    found, openings = set(), set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
            opening = node.values[0] if isinstance(node, ast.JoinedStr) and node.values else None
            if isinstance(opening, ast.Constant) and re.fullmatch(
                r"[a-z_]+(\.[a-z_]+)*\.", str(opening.value)
            ):
                openings.add(opening.value)
    for path in SOURCE.rglob("*.html"):
        found |= set(re.findall(r"""[("']([a-z_]+(?:\.[a-z_]+)+)["')]""", path.read_text("utf-8")))
    return found, tuple(sorted(openings))


def _is_in(key: str, words: str) -> bool:
    return key.startswith(("remark.", "reason.")) and f'"{key.partition(".")[2]}"' in words


@pytest.mark.parametrize("code", sorted(REMARKS))
def test_every_remark_has_a_message_that_its_details_fill(code):
    assert gaps(TABLE[f"remark.{code}"]["zh"]) <= REMARKS[code] | {"source"}


@pytest.mark.parametrize("code", sorted({*CODES, *READING_CODES} - {""}))
def test_every_code_has_a_message_that_its_details_fill(code):
    message = TABLE[f"error.{code}"]["zh"]
    details = CODES.get(code)
    if details:  # else they are put together elsewhere
        assert gaps(message) <= details


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("count", "zh", "en"), [(1, "共列出 1 行", "1 row"), (2, "共列出 2 行", "2 rows")])
def test_numbers_take_the_right_noun(monkeypatch, language, count, zh, en):
    monkeypatch.setenv("LUOSHI_LANG", language)
    assert say("rows.shown", count=count) == {"zh": zh, "en": en}[language]


def test_an_error_speaks_the_users_language(monkeypatch):
    error = StoreError("The disk is full.", code="ledger_full", details={"name": "a.db"})
    monkeypatch.setenv("LUOSHI_LANG", "zh")
    assert say_error(error).startswith("a.db 所在的磁盘已满")
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
    assert (str(again), again.code, again.details) == (str(error), error.code, error.details)
    assert say_error(Remark("Only read.", "only_read", {"name": "a.db"})).startswith("a.db 只读")
    picture = ReadingError("a.txt", "no text", code="binary", details={"looks_like": "a ZIP archive"})
    assert say_error(picture).endswith("看起来是 ZIP 压缩包")


def test_an_error_without_its_details_speaks_for_itself(monkeypatch):
    monkeypatch.setenv("LUOSHI_LANG", "zh")
    assert say_error(StoreError("a sentence", code="ledger_full")) == "a sentence"


def test_a_fault_of_the_chain_names_its_details():
    fault = chain.Fault(3, "edited", "a sentence.", "edited")
    assert f"error.chain_{fault.code}" in TABLE


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("code", sorted(READING_CODES))
def test_every_reading_error_has_a_sentence(monkeypatch, language, code):
    monkeypatch.setenv("LUOSHI_LANG", language)
    sentence = say_error(ReadingError("报告.txt", "some reason", byte=7, code=code))
    assert sentence.startswith("报告.txt")
    assert "{" not in sentence
    assert "None" not in sentence


def test_other_errors_speak_for_themselves():
    assert say_error(LuoshiError("a sentence")) == "a sentence"
    assert "some reason" in say_error(ReadingError("a.txt", "some reason", code="of tomorrow"))


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "zh"),
        ({"LANG": "C"}, "zh"),
        ({"LANG": "C.UTF-8"}, "zh"),
        ({"LANG": "POSIX"}, "zh"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_TW.UTF-8"}, "zh"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LUOSHI_LANG": "en"}, "en"),
        ({"LANG": "en_US.UTF-8", "LUOSHI_LANG": "zh"}, "zh"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "C"}, "en"),
    ],
    ids=str,
)
def test_the_language(monkeypatch, environment, language):
    for name in ("LUOSHI_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert messages.language() == language
    assert say("language") == language


def test_a_message_in_one_language_only_is_named(monkeypatch):
    monkeypatch.setattr(lexicon_messages, "load", lambda _: {"lonely": {"zh": "一"}})
    with pytest.raises(LexiconError, match="lonely"):
        lexicon_messages.messages.__wrapped__()
