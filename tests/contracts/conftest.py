"""Every ledger that the contract is tried on: in a file of SQLite, and in PostgreSQL."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests import postgres

from luoshi.stores import Store, open_store

KINDS = ("sqlite", "postgres")


@dataclass(frozen=True)
class Place:
    """Where a ledger is, or can be made."""

    kind: str
    url: str
    files: Path

    def open(self, **more: object) -> Store:
        """Open the ledger."""
        return open_store(self.url, files=self.files, **more)

    def edit(self, commands: str) -> None:
        """Change what is there by hand, as no ledger allows."""
        if self.kind == "sqlite":
            with sqlite3.connect(self.path) as raw:
                raw.executescript(commands)
            raw.close()
            return
        with postgres.needed().connect(self.url) as connection:
            connection.execute("SET session_replication_role = replica")  # keys are not minded
            connection.execute(commands)

    def ask(self, question: str) -> list[tuple[object, ...]]:
        """Give what the database itself says."""
        if self.kind == "sqlite":
            with sqlite3.connect(self.path) as raw:
                found = raw.execute(question).fetchall()
            raw.close()
            return found
        with postgres.needed().connect(self.url) as connection:
            return connection.execute(question).fetchall()

    @property
    def path(self) -> str:
        """The file of a ledger in SQLite."""
        return self.url.removeprefix("sqlite:///")


Fill = Callable[[Store], object]


def no_events(_: Store) -> None:
    """Leave a ledger as it is made."""


@pytest.fixture(scope="session")
def patterns(tmp_path_factory) -> Callable[[str, Fill], Place]:
    """Give ledgers that are made once and then copied: by the kind, and by what fills them."""
    made: dict[tuple[str, Fill], Place] = {}

    def pattern(kind: str, fill: Fill) -> Place:
        if (kind, fill) not in made:
            folder = tmp_path_factory.mktemp("pattern")
            files = folder / "files"
            files.mkdir()
            url = f"sqlite:///{folder / 'luoshi.db'}"
            place = Place(kind, url if kind == "sqlite" else postgres.needed().database(), files)
            with place.open() as store:
                fill(store)
            made[kind, fill] = place
        return made[kind, fill]

    return pattern


@pytest.fixture
def new_place(tmp_path, patterns) -> Iterator[Callable[..., Place]]:
    """Give places of a kind with a ledger that holds nothing, or what the function ``like`` fills it with.

    With ``empty`` nothing is prepared there.
    """
    made: list[str] = []

    def new(kind: str, *, empty: bool = False, like: Fill = no_events) -> Place:
        number = len(list(tmp_path.glob("files*")))
        files = tmp_path / f"files{number}"
        files.mkdir()
        path = tmp_path / f"luoshi{number}.db"
        pattern = None if empty else patterns(kind, like)
        if pattern is not None:
            shutil.copytree(pattern.files, files, dirs_exist_ok=True)
        if kind == "sqlite":
            if pattern is not None:
                shutil.copyfile(pattern.path, path)
            return Place(kind, f"sqlite:///{path}", files)
        made.append(postgres.needed().database(empty=empty, like=pattern.url if pattern else ""))
        return Place(kind, made[-1], files)

    yield new
    for url in made:
        postgres.needed().drop(url)


@pytest.fixture(params=KINDS)
def kind(request) -> str:
    """The kind of database."""
    return request.param


@pytest.fixture
def place(kind, new_place) -> Place:
    """Where a ledger is, or can be made."""
    return new_place(kind)


@pytest.fixture
def open_again(place) -> Iterator[Callable[..., Store]]:
    """Open the same ledger as often as wanted."""
    opened: list[Store] = []

    def open_one(**more: object) -> Store:
        opened.append(place.open(**more))
        return opened[-1]

    yield open_one
    for store in opened:
        store.close()


@pytest.fixture
def store(open_again) -> Store:
    """An open ledger."""
    return open_again()


def pytest_sessionfinish() -> None:
    """Leave nothing on a server that was lent."""
    if postgres.server.cache_info().currsize and isinstance(found := postgres.server(), postgres.Server):
        found.clean()
