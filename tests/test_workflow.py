"""The workflow by its cases: steps and what they lead to, lights on days, tables that are broken."""

from __future__ import annotations

import copy
from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml

from luoshi import settings
from luoshi.errors import LexiconError, StepError, UsageError
from luoshi.ledger import Row, Status, steps, workdays
from luoshi.ledger.lights import light, turning
from luoshi.lexicon.lights import light_rules, rules_of
from luoshi.lexicon.load import load
from luoshi.lexicon.workflow import NEEDS, STEPS, workflow, workflow_of
from tests.rows import Rows, statements

CASES = Path(__file__).parent / "cases"


def cases(name):
    return yaml.safe_load((CASES / f"{name}.yaml").read_text("utf-8"))


def told(row: Row, name: str) -> object:
    """A field of a row as the cases write it: of its status, the row itself, or its statement."""
    if name == "evidence":
        return [each.name for each in row.status.evidence]
    for place in (row, row.status, row.statement):
        if hasattr(place, name):
            value = getattr(place, name)
            return list(value) if isinstance(value, tuple) else value
    raise AssertionError(name)


@pytest.mark.parametrize("case", cases("steps"), ids=lambda case: case["name"])
def test_steps(case):
    rows = Rows()
    *before, last = case["steps"]
    for step in before:
        rows.do(*step)
    if "error" in case:
        written = list(rows.events)
        with pytest.raises(StepError) as found:
            rows.do(*last)
        said = found.value.details | {"code": found.value.code}
        assert case["error"] == {name: said[name] for name in case["error"]}
        assert f"ow {said['row']}" in str(found.value)
        assert rows.events == written
        return
    rows.do(*last)
    for number, fields in case["gives"].items():
        assert fields == {name: told(rows.row(number), name) for name in fields}
    assert rows.all() == tuple(rows.row(number) for number in range(1, len(rows.created()) + 1))


def row_of(case) -> Row:
    said = case["row"]
    closed = said.get("closed")
    state = "closed" if closed else "underway" if said["begun"] else "created"
    status = Status(
        1,
        state=state,
        review=said.get("review", "pending"),
        begun=said["begun"],
        due=said["due"],
        percentage=said.get("percentage"),
        reported=said["report"],
    )
    return Row(1, statements()[4], "", 1, status)


@pytest.mark.parametrize("case", cases("lights"), ids=lambda case: case["name"])
def test_lights(case):
    row, rules = row_of(case), light_rules()
    days = {date.fromisoformat(day): wanted for day, wanted in case["lights"].items()}
    assert days == {day: light(row, day, rules) for day in days}
    turns = turning(row, rules)
    for color, why in case.get("why", {}).items():
        assert getattr(turns, f"{color}_why") == why


# working days


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-10-01", False),  # a Thursday, National Day
        ("2026-10-10", True),  # a Saturday worked in its stead
        ("2026-10-17", False),  # a Saturday
        ("2026-02-17", False),  # a Tuesday, Spring Festival
        ("2026-03-02", True),
        ("1999-10-01", True),  # before the calendar begins: Monday to Friday
    ],
)
def test_a_workday_is_one_of_the_calendar(day, works):
    assert workdays.is_workday(date.fromisoformat(day)) is works


def test_past_the_last_known_year_a_working_day_is_monday_to_friday():
    end = date(workdays.known_until(), 12, 31)
    week = [end + timedelta(days) for days in range(1, 8)]
    assert [workdays.is_workday(day) for day in week] == [day.weekday() < 5 for day in week]
    assert workdays.between(end, week[-1]) == 5
    assert workdays.back(week[-1], 5) <= week[0]


def test_working_days_are_those_of_the_calendar():
    from chinese_calendar import is_workday

    year = workdays.known_until()
    days = [date(year, 1, 1) + timedelta(at) for at in range(365)]
    assert [workdays.is_workday(day) for day in days] == [is_workday(day) for day in days]
    assert workdays.between(days[0], days[-1]) == sum(map(is_workday, days[1:]))
    assert workdays.between(days[-1], days[0]) == -workdays.between(days[0], days[-1])


def test_there_is_no_working_day_before_the_first_day():
    assert workdays.back(date(1, 1, 3), 10) == date.min


# the tables


def changed(name, path, value):
    """The packaged table with a value put in; ``...`` takes it out."""
    table = copy.deepcopy(load(name))
    *above, last = path.split("/")
    inner = table
    for key in above:
        inner = inner[key]
    if value is ...:
        del inner[last]
    else:
        inner[last] = value
    return table


@pytest.mark.parametrize(
    ("path", "value", "code", "place"),
    [
        ("states", ..., "table_keys", "/"),
        ("colours", {}, "table_keys", "/"),
        ("states", [], "table_shape", "states"),
        ("states/created", ..., "table_name", "states"),
        ("states/closed", ..., "table_name", "states"),
        ("states/assigned", "分解", "table_shape", "states.assigned"),
        ("states/assigned/en", ..., "table_keys", "states.assigned"),
        ("states/assigned/zh", "", "table_shape", "states.assigned.zh"),
        ("states/assigned/zh", "立项", "table_name", "states.assigned.zh"),
        ("steps/closed", ..., "table_keys", "steps"),
        ("steps/archived", {}, "table_keys", "steps"),
        ("steps/closed/from", "verified", "table_shape", "steps.closed.from"),
        ("steps/closed/from", ["done"], "table_name", "steps.closed.from"),
        ("steps/closed/to", "done", "table_name", "steps.closed.to"),
        ("steps/closed/to", ["closed"], "table_name", "steps.closed.to"),
        ("steps/closed/needs", ["photo"], "table_name", "steps.closed.needs"),
        ("steps/closed/needs", [["reason"]], "table_name", "steps.closed.needs"),
        ("steps/assigned/needs", [], "table_name", "steps.assigned.needs"),
        ("steps/closed/form", [], "table_keys", "steps.closed"),
        ("reviews/pending", ..., "table_keys", "reviews"),
        ("reviews/pending/next", ["forgotten"], "table_name", "reviews.pending.next"),
        ("at_work", ["created"], "table_name", "at_work"),
    ],
)
def test_a_broken_workflow_is_refused_with_its_place(path, value, code, place):
    with pytest.raises(LexiconError) as found:
        workflow_of(changed("workflow", path, value), "ours.yaml")
    assert (found.value.code, found.value.details["place"]) == (code, place)
    assert str(found.value).startswith(f"ours.yaml: {place}")


@pytest.mark.parametrize(
    ("path", "value", "place"),
    [
        ("due_soon", ..., "/"),
        ("due_later", 3, "/"),
        ("due_soon", "ten", "due_soon"),
        ("due_soon", True, "due_soon"),
        ("due_soon", -1, "due_soon"),
        ("report_every", 10**6, "report_every"),
        ("behind", 15, "behind"),
        ("behind/red", ..., "behind"),
        ("behind/red", 10, "behind.red"),
        ("behind/red", 101, "behind.red"),
        ("report_overdue/yellow", 1.5, "report_overdue.yellow"),
    ],
)
def test_broken_rules_of_lights_are_refused_with_their_place(path, value, place):
    with pytest.raises(LexiconError) as found:
        rules_of(changed("lights", path, value), "ours.yaml")
    assert found.value.details["place"] == place


def test_an_offices_own_way():
    """Checked twice, and filed before it is struck off."""
    table = load("workflow") | {"states": dict(load("workflow")["states"])}
    table["states"] |= {"filed": {"zh": "归档", "en": "filed"}}
    table = changed_in(table, "steps/verified/to", "filed")
    table = changed_in(table, "steps/closed/from", ["filed"])
    table = changed_in(table, "steps/closed/needs", ["reason"])
    rows = Rows(workflow_of(table, "ours.yaml"))
    for step, said in (
        ("assigned", {"lead": "水务局"}),
        ("reported", {"progress": "完工"}),
        ("verified", {}),
    ):
        rows.do(1, step, said)
    assert rows.row(1).state == "filed"
    with pytest.raises(StepError, match="reason"):
        rows.do(1, "closed", {})
    rows.do(1, "closed", {"reason": "材料齐全"})
    assert rows.row(1).state == "closed"
    # a table that changes later changes nothing of what was
    rows.table = workflow()
    assert rows.row(1).state == "closed"
    assert "reopened" in steps.legal(rows.row(1), rows.table)


def changed_in(table, path, value):
    *above, last = path.split("/")
    table = inner = copy.deepcopy(table)
    for key in above:
        inner = inner[key]
    inner[last] = value
    return table


@pytest.mark.parametrize("kind", ["state", "step", "review"])
def test_every_name_has_its_words_and_is_found_by_them(kind):
    table = workflow()
    names = [name for each, name in table.words if each == kind]
    for name in names:
        for language in ("zh", "en"):
            assert table.name(kind, table.word(kind, name, language)) == name
        assert table.name(kind, name) == name
    assert table.name(kind, "归隐") is None
    assert table.word(kind, "gone", "zh") == "gone"


def test_the_table_knows_the_steps():
    assert set(workflow().steps) == set(STEPS) == set(NEEDS)


# an office's own files


def office(folder, toml, **files):
    for name, content in files.items():
        (folder / f"{name}.yaml").write_text(content, "utf-8")
    (folder / "luoshi.toml").write_text(toml, "utf-8")
    return folder


def test_without_a_file_the_packaged_tables_count(tmp_path):
    assert settings.workflow(tmp_path) is workflow()
    assert settings.light_rules(tmp_path) is light_rules()


def test_an_office_names_its_own_tables(tmp_path):
    own = yaml.safe_dump(changed("lights", "due_soon", 3), allow_unicode=True)
    (tmp_path / "office").mkdir()
    (tmp_path / "office" / "rules.yaml").write_text(own, "utf-8")
    words = yaml.safe_dump(changed("workflow", "states/closed/zh", "办结"), allow_unicode=True)
    toml = '[limits]\npages = 9\n[ledger]\nworkflow = "ours.yaml"\nlights = "office/rules.yaml"\n'
    office(tmp_path, toml, ours=words)
    assert settings.light_rules(tmp_path).due_soon == 3
    assert settings.workflow(tmp_path).name("state", "办结") == "closed"
    assert settings.limits({}, tmp_path).pages == 9


@pytest.mark.parametrize(
    ("toml", "own", "code", "named"),
    [
        ('[ledger]\nlights = "gone.yaml"', "", "table_file", "gone.yaml"),
        ('[ledger]\nlights = "own.yaml"', "a: [", "table_file", "own.yaml"),
        ('[ledger]\nlights = "own.yaml"', "- a", "table_file", "own.yaml"),
        ('[ledger]\nlights = "own.yaml"', "due_soon: ten", "table_keys", "own.yaml"),
        ('[ledger]\nlamps = "own.yaml"', "", "setting_unknown", "luoshi.toml:2"),
        ("[ledger]\nlights = 5", "", "setting_path", "luoshi.toml:2"),
        ("ledger = 5", "", "setting_unknown", "luoshi.toml:1"),
        ('[ledgers]\nlights = "own.yaml"', "", "setting_unknown", "luoshi.toml:1"),
    ],
)
def test_an_error_names_the_file_and_the_key(tmp_path, toml, own, code, named):
    office(tmp_path, toml, own=own)
    with pytest.raises((LexiconError, UsageError)) as found:
        settings.light_rules(tmp_path)
    assert found.value.code == code
    assert named in str(found.value)
