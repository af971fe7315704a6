"""A process of its own that works on a ledger until it is killed: working.py WHAT URL FILES SEED [MORE].

``WHAT``: ``adds`` (documents), ``steps`` (with rows), ``imports`` (an archive, ``MORE`` its path), ``mixed``
(steps of many writers at once, for ``MORE`` seconds). Says ``ready`` when the ledger is open, waits for a
line, then says each thing that is done, once it was acknowledged.
"""

import sys
import time
from datetime import UTC, datetime
from random import Random

from made import FACTS, make_document, make_statements

from luoshi.app import moving
from luoshi.errors import ConflictError, StoreError
from luoshi.ledger import steps
from luoshi.ledger.events import moment
from luoshi.ledger.steps import By
from luoshi.lexicon.workflow import workflow
from luoshi.stores import open_store

TABLE = workflow()
ROWS = 12


def say(*words):
    print(*words, flush=True)


def by():
    return By("李四", moment(datetime.now(UTC)), "")


def adds(store, chance, _):
    while True:
        document = make_document(chance.getrandbits(60), chance.randrange(1, 120))
        made = make_statements(document)
        store.add_document(document, FACTS, made, author="李四", at=datetime.now(UTC), source="x.md")
        say("added", document.sha256, len(made))


def steps_with_rows(store, chance, _):
    while True:
        say("counted", *counted_up(store, chance))


def counted_up(store, chance, *, seen=None):
    """Count a row up by one: what it says next depends on what it says now."""
    number = chance.randrange(1, ROWS + 1)
    row = store.row(number)
    said = {"progress": str(int(row.status.progress or 0) + 1)}
    (after,) = store.act(
        [number],
        lambda rows: [steps.take(rows[number], "reported", said, by(), TABLE)],
        expected={number: row.status.version},
    )
    return number, after.status.version, said["progress"]


def imports(store, _, path):
    filled = moving.restore(path, store)
    say("filled", filled.events)


def mixed(store, chance, seconds):
    until = time.monotonic() + float(seconds)
    while time.monotonic() < until:
        try:
            if chance.random() < 0.2:
                document = make_document(chance.getrandbits(60), chance.randrange(1, 20))
                made = make_statements(document)
                now = datetime.now(UTC)
                store.add_document(document, FACTS, made, author="李四", at=now, source="x.md")
                say("added", document.sha256, len(made))
            else:
                say("counted", *counted_up(store, chance))
        except ConflictError as error:
            say("conflict", error.code, error.details["row"])
        except StoreError as error:
            say("error", error.code, error)


WORK = {"adds": adds, "steps": steps_with_rows, "imports": imports, "mixed": mixed}


def main(what, url, files, seed, more=""):
    with open_store(url, files=files) as store:
        say("ready")
        sys.stdin.readline()
        WORK[what](store, Random(int(seed)), more)  # noqa: S311
    say("end")


if __name__ == "__main__":
    main(*sys.argv[1:])
