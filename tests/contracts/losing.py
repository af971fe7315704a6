"""Connections that are lost: just as a transaction is being confirmed, or as they are put back."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


def cut(place) -> None:
    """Let the server put out everybody else who uses the database."""
    place.ask(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    others = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    while place.ask(others):
        time.sleep(0.01)


@contextmanager
def lost_at_commit(monkeypatch, cutting: Callable[[], None], *, kept: bool) -> Iterator[None]:
    """Lose the first connection that confirms a transaction, after the server kept it or before."""
    from sqlalchemy.engine import default

    commit, cuts = default.DefaultDialect.do_commit, []

    def cut_off(self, connection):
        if cuts:
            return commit(self, connection)
        cuts.append(1)
        if kept:
            commit(self, connection)
        cutting()
        return connection.execute("SELECT 1")  # fails as a commit does whose answer is lost

    with monkeypatch.context() as patched:
        patched.setattr(default.DefaultDialect, "do_commit", cut_off)
        yield
    assert cuts
