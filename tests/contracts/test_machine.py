"""Any steps in any order on each store: it takes what the pure workflow takes, and its rows are the fold."""

import tempfile

import pytest
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from tests import postgres
from tests.blank import blank
from tests.properties.test_steps import ONE, STARTS
from tests.rows import AT, DOCUMENT, Rows, statements

from luoshi.codec import from_record
from luoshi.errors import StepError
from luoshi.ledger import fold, steps
from luoshi.model import Facts
from luoshi.stores import open_store


class Machine(RuleBasedStateMachine):
    """A ledger in a store, and beside it the same events in memory."""

    kind = "sqlite"

    def __init__(self):
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        if self.kind == "postgres":
            self.url = postgres.needed().database()
        else:
            self.url = f"{self.folder.name}/luoshi.db"
            blank(self.url)
        self.pure = Rows()
        self.store = self.opened()
        self.store.add_document(DOCUMENT, Facts(), statements(), author="甲", at=AT, source=DOCUMENT.source)

    def opened(self):
        return open_store(self.url, files=f"{self.folder.name}/files")

    @rule(way=STARTS)
    def some_way(self, way):
        for number, step, said in way:
            self.asked(number, step, said)

    @rule(asked=ONE)
    def any_step(self, asked):
        self.asked(*asked)

    @rule()
    def open_again(self):
        self.store.close()
        self.store = self.opened()

    @rule()
    def rebuild(self):
        assert self.store.rebuild() == len(self.pure.created())

    def asked(self, number, step, said):
        """Ask both for a step: both take it, or both refuse it with the same words."""
        by = self.pure.by(said.get("reason", ""))
        outcomes = []
        for take in (lambda: self.pure.do(number, step, said), lambda: self.taken(number, step, said, by)):
            try:
                take()
                outcomes.append(None)
            except StepError as error:
                outcomes.append((error.code, str(error)))
        assert outcomes[0] == outcomes[1]

    def taken(self, number, step, said, by):
        said = {name: value for name, value in said.items() if name != "reason"}
        table, act = self.pure.table, self.store.act
        if step == "undone":
            self.store.undo(number, by)
        elif step == "merged":
            into = said["into"]
            act([number, into], lambda rows: steps.merge(rows[number], rows[into], by, table))
        elif step == "split":

            def split(rows):
                start = rows[number].statement.start
                parts = [self.pure.part(start + first, start + last) for first, last in said["at"]]
                return steps.split(rows[number], parts, by, table)

            act([number], split)
        elif step in ("accepted", "rejected", "corrected", "proved", "judged"):
            do = {
                "accepted": lambda row: steps.accept(row, by, table, **said),
                "rejected": lambda row: steps.reject(row, by, table),
                "corrected": lambda row: steps.correct(row, said, by, table),
                "judged": lambda row: steps.judge(row, said, by, table),
                "proved": lambda row: steps.prove(row, said["evidence"], by, table),
            }[step]
            act([number], lambda rows: [do(rows[number])])
        else:
            act([number], lambda rows: [steps.take(rows[number], step, said, by, table)])

    @invariant()
    def rows_are_the_fold(self):
        rows = tuple(self.store.rows())
        assert rows == self.pure.all()
        assert rows == fold(self.store.events(), from_record).rows

    def teardown(self):
        assert self.store.verify_chain() == len(self.pure.events)
        self.store.close()
        if self.kind == "postgres":
            postgres.needed().drop(self.url)
        self.folder.cleanup()


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "examples"), [("sqlite", 25), ("postgres", 12)])
def test_a_store_does_what_the_pure_workflow_does(kind, examples):
    if kind == "postgres":
        postgres.needed()
    machine = type("Machine", (Machine,), {"kind": kind})
    run_state_machine_as_test(
        machine, settings=settings(max_examples=examples, stateful_step_count=25, deadline=None)
    )
