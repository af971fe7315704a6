"""Record what was extracted in the ledger: each document wholly or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterable
from contextlib import closing
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from luoshi.app.extract import extract_files
from luoshi.app.outcomes import Outcome
from luoshi.app.recorded import Recorded
from luoshi.errors import LuoshiError

if TYPE_CHECKING:
    from luoshi.app.register import Register
    from luoshi.app.replacing import How
    from luoshi.stores import Store


def record_files(
    store: Store,
    paths: Iterable[str | os.PathLike[str]],
    day: date | None = None,
    *,
    skipped: Callable[[str, str], None] | None = None,
    how: How | None = None,
    jobs: int = 1,
) -> Generator[Recorded]:
    """Extract and record file after file; an error costs its file and is in what is given.

    A store that fails (a full disk, a database gone) fails each file that is tried; nothing of
    such a file is kept and what was recorded before stays. ``skipped`` as in ``extract_files``. ``how`` says
    what is done with texts that take the place of others (``app.revising``). ``jobs`` processes read; this
    one writes, in the files' order. A file that this very reader read for this ledger before is not read
    again (``app.known``): so a run that was broken off goes on where it was.
    """
    from luoshi.app.known import Known
    from luoshi.app.register import Register

    is_plain = how is None or not (how.replaces or how.dry)
    known = Known(store) if is_plain else None
    told = known.of if known is not None else None
    register = None
    writer = store.writer if is_plain else None
    asked = extract_files(paths, day, skipped=skipped, keep=True, jobs=jobs, known=told, writer=writer)
    with closing(asked) as outcomes:
        try:
            for outcome in outcomes:
                register = register or Register(store)
                done = record(store, outcome, how=how, register=register)
                if known is not None:
                    known.take(done)
                yield done
        finally:
            if known is not None:
                known.keep()


def record(
    store: Store, outcome: Outcome, *, how: How | None = None, register: Register | None = None
) -> Recorded:
    """Record one outcome in one transaction, its file kept beside the ledger before it."""
    from luoshi.app.register import Register
    from luoshi.app.replacing import How
    from luoshi.app.revising import revise, revision

    # without the file's bytes: callers hold the outcomes of a whole folder
    bare = replace(outcome, kept=None, made=None)
    if outcome.known is not None:
        return Recorded(outcome.source, already=True, outcome=outcome)
    if outcome.error is not None or outcome.document is None or outcome.outline is None:
        return Recorded(outcome.source, error=outcome.error, outcome=outcome)
    how = how or How()
    try:
        register = register or Register(store)
        done = (revision if how.dry else revise)(store, register, outcome, how)
    except LuoshiError as error:
        return Recorded(outcome.source, error=error, outcome=bare)
    if not how.dry:
        register.take(outcome)
    already = done.held and not done.changes
    return Recorded(outcome.source, done.created(near=how.near), already, outcome=bare, revision=done)
