"""What ``import luoshi`` offers: the contract that other programs rely on."""

from __future__ import annotations

import inspect
import subprocess
import sys
from collections.abc import Iterator
from datetime import date

import pytest

import luoshi
from luoshi import examples
from luoshi.errors import ChainError, LexiconError, ReadingError, StoreError, UsageError

TEXT = "要加快建成10个项目。确保年底前全部开工。\n"


def test_what_is_offered():
    assert {"read", "extract", "quantities", "times", "LuoshiError", "__version__"} <= set(luoshi.__all__)
    for name in [*luoshi.__all__, "Ledger"]:
        assert getattr(luoshi, name) is not None
        assert name.startswith("__") or getattr(luoshi, name).__doc__


def test_what_is_not_offered():
    with pytest.raises(AttributeError, match="nonsense"):
        luoshi.nonsense  # noqa: B018


def test_all_errors_have_one_root():
    for error in (ChainError, LexiconError, ReadingError, StoreError, UsageError):
        assert issubclass(error, luoshi.LuoshiError)


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("read", ["date"]),
        ("extract", ["document", "date"]),
        ("quantities", ["text"]),
        ("times", ["text", "date"]),
    ],
)
def test_signatures(name, parameters):
    found = inspect.signature(getattr(luoshi, name)).parameters
    assert list(found)[-len(parameters) :] == parameters
    if "date" in found:
        assert found["date"].kind is inspect.Parameter.KEYWORD_ONLY
        assert found["date"].default is None


def test_importing_costs_little():
    heavy = ("sqlalchemy", "alembic", "click", "rich", "yaml", "lxml", "trafilatura", "pydantic")
    code = f"import sys, luoshi; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout.strip() == "[]"


def test_read_and_extract(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(TEXT, "utf-8")
    document = luoshi.read(path, date="2025-03-01")
    assert (document.text, document.date, document.source) == (TEXT, date(2025, 3, 1), str(path))
    found = luoshi.extract(document)
    assert isinstance(found, Iterator)
    first, second = found
    assert (first.type, first.text) == ("commitment", "要加快建成10个项目")
    assert [(target.low, target.unit) for target in first.targets] == [(10, "个")]
    assert second.deadline is not None
    assert second.deadline.until == "2025-12-31"


def test_read_takes_paths_and_bytes(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(TEXT, "utf-8")
    texts = {luoshi.read(source).text for source in (path, str(path), TEXT.encode())}
    assert texts == {TEXT}


def test_the_date_given_last_comes_first():
    document = luoshi.read(TEXT.encode(), date=date(2025, 3, 1))
    for day in ("2027-05-06", date(2027, 5, 6)):
        *_, last = luoshi.extract(document, date=day)
        assert last.deadline is not None
        assert last.deadline.until == "2027-12-31"


@pytest.mark.parametrize("day", ["2025年", "2025-13-01", "", "tomorrow"])
def test_what_is_no_date(day):
    document = luoshi.read(TEXT.encode())
    with pytest.raises(luoshi.LuoshiError):
        list(luoshi.extract(document, date=day))
    with pytest.raises(luoshi.LuoshiError):
        luoshi.read(TEXT.encode(), date=day)
    with pytest.raises(luoshi.LuoshiError):
        luoshi.times("今年", date=day)


def test_errors_name_the_file(tmp_path):
    with pytest.raises(luoshi.LuoshiError, match=r"absent\.txt"):
        luoshi.read(tmp_path / "absent.txt")


def test_records_are_frozen():
    first = next(luoshi.extract(luoshi.read(TEXT.encode())))
    with pytest.raises(AttributeError):
        first.type = "result"
    assert hash(first) == hash(next(luoshi.extract(luoshi.read(TEXT.encode()))))


def test_quantities():
    text = "增长5.5%左右，新增五万四千六百人"
    found = luoshi.quantities(text)
    assert [(text[q.start : q.end], q.low, q.high, q.comparator) for q in found] == [
        ("5.5%左右", 5.5, None, "approx"),
        ("五万四千六百人", 54600, None, "eq"),
    ]
    assert [q.unit for q in found] == ["%", "人"]
    assert luoshi.quantities("") == []


def test_times():
    text = "年底前完成"
    (found,) = luoshi.times(text, date="2025-03-01")
    assert (text[found.start : found.end], found.until, found.precision) == (
        "年底前",
        date(2025, 12, 31),
        "day",
    )
    (unresolved,) = luoshi.times(text)
    assert (unresolved.from_, unresolved.until) == (None, None)
    assert luoshi.times("") == []


def test_the_ledger(tmp_path):
    path = tmp_path / "ledger.db"
    with luoshi.Ledger(path) as ledger:
        (added,) = ledger.add(examples.path("zones.md"))
        assert added.error is None
        assert added.created > 20
        (again,) = ledger.add(examples.path("zones.md"))
        assert (again.created, again.already) == (0, True)
        assert len(list(ledger.events())) == added.created + 1
        rows = list(ledger.state())
        assert [row.number for row in rows] == list(range(1, added.created + 1))
        assert all("云栖口" in row.statement.text for row in ledger.search("云栖口"))
        assert len(list(ledger.search("要", limit=2))) == 2
        assert ledger.verify_chain() == added.created + 1
    with pytest.raises(luoshi.LuoshiError):
        luoshi.Ledger(tmp_path / "other.db", create=False)


def test_what_the_ledger_cannot_add_is_told(tmp_path):
    (tmp_path / "empty.txt").touch()
    with luoshi.Ledger(tmp_path / "ledger.db") as ledger:
        results = ledger.add(tmp_path / "empty.txt", tmp_path / "absent.txt", examples.path("central.txt"))
    assert sorted(bool(result.error) for result in results) == [False, True, True]
    assert {str(tmp_path / "empty.txt"), str(tmp_path / "absent.txt")} <= {
        result.source for result in results
    }
