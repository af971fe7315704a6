"""Everything that the API's description allows, and much that it does not: no answer is off the description.

``make test-api`` tries many more, new ones at each run (``LUOSHI_API_EXAMPLES``), on both databases
(``LUOSHI_API_STORE``).
"""

from __future__ import annotations

import os
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.config import SchemathesisConfig
from schemathesis.generation import GenerationMode
from schemathesis.python import asgi
from tests import postgres
from tests.web.api_clients import Program, fill

from luoshi.web.application import create_app

EXAMPLES = int(os.environ.get("LUOSHI_API_EXAMPLES", "4"))
SHORT = "LUOSHI_API_EXAMPLES" not in os.environ
STORE = os.environ.get("LUOSHI_API_STORE", "sqlite")
STREAMS = "/api/v1/jobs/{number}/events"
"""Of a job that is not over it goes on; test_api_office.py has it."""
REFUSED = ("2xx", "401", "403", "404", "409", "412", "413", "422")
"""What a change may be answered with that is well formed: the workflow, a version, a name may not fit."""
_CONFIG = {
    "checks": {
        "positive_data_acceptance": {"expected-statuses": list(REFUSED)},
        "negative_data_rejection": {
            "expected-statuses": ["400", "403", "404", "405", "409", "413", "422", "428"]
        },
        "missing_required_header": {"expected-statuses": ["404", "422", "428"]},
    }
}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A ledger with texts and rows in every state of the work."""
    from luoshi.settings import WebSettings
    from luoshi.stores import open_store

    folder = tmp_path_factory.mktemp("api")
    place = postgres.needed().database() if STORE == "postgres" else folder / "luoshi.db"
    with open_store(place, files=folder / "luoshi.db.files") as store:
        app = create_app(store, WebSettings(workers=0))
        document = fill(app, folder / "texts")
        chief = Program(app, "主管", "administrator")
        for number, steps in ((1, ()), (2, ("assign",)), (3, ("assign", "report", "verify", "close"))):
            for name in steps:
                said = {"assign": {"lead": "水务局"}, "report": {"progress": "完工"}}.get(name, {})
                assert chief.step(number, name, **said).status_code == 200
        yield app, chief, document, _operations(app)
    if STORE == "postgres":
        postgres.needed().drop(place)


def _operations(app) -> dict[str, Any]:
    config = SchemathesisConfig.from_dict(_CONFIG)
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", app, config=config)
    found = (result.ok() for result in schema.get_all_operations())
    return {f"{one.method.upper()} {one.path}": one for one in found if one.path != STREAMS}


def _names() -> list[str]:
    from fastapi import FastAPI

    from luoshi.api import describe, router

    app = FastAPI(version="0")
    app.include_router(router)
    describe(app)
    paths = app.openapi()["paths"]
    return [f"{method.upper()} {path}" for path, each in paths.items() for method in each if path != STREAMS]


@pytest.mark.parametrize("name", _names())
def test_no_answer_is_off_the_description(site, name):
    app, chief, document, operations = site
    operation = operations[name]
    token = {"Authorization": f"Bearer {chief.token}"}
    # a token may not do what concerns the own account; everything else is open to an administrator
    common: dict[str, Any] = {"deadline": None, "database": None, "derandomize": SHORT}
    common |= {"suppress_health_check": list(HealthCheck), "phases": [Phase.generate]}
    with asgi.get_client(app) as client:

        @settings(max_examples=EXAMPLES, **common)
        @given(case=operation.as_strategy(), near=st.booleans(), number=st.integers(1, 4))
        def fitting(case, near, number):
            if near:
                if "number" in (case.path_parameters or {}):
                    case.path_parameters["number"] = number
                if "sha256" in (case.path_parameters or {}):
                    case.path_parameters["sha256"] = document
                if "If-Match" in (case.headers or {}):
                    case.headers["If-Match"] = "*"
            case.call_and_validate(session=client, headers=token)

        @settings(max_examples=EXAMPLES, **common)
        @given(case=operation.as_strategy(generation_mode=GenerationMode.NEGATIVE))
        def unfitting(case):
            case.call_and_validate(session=client, headers=token)

        fitting()
        unfitting()
    assert app.state.site.store.verify_chain() > 0
