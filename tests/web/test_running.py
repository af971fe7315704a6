"""For whoever runs the site: readiness, counts, logs, numbers of requests."""

import json
import logging
import re

import pytest

from luoshi.serving import logs
from luoshi.serving.queue.worker import here
from luoshi.serving.stopping import of_state
from luoshi.web.running import address_of, listening


def test_a_site_with_workers_is_ready_when_one_is_there(app, stranger, store):
    site = app.state.site
    assert stranger.get("/readyz").json() == {"status": "ready"}
    site.place = "somewhere"
    site.settings = type(site.settings)(workers=1)
    answer = stranger.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"status": "unready", "reason": "worker"})
    here(store)
    assert stranger.get("/readyz").status_code == 200


def test_a_site_without_its_database_is_not_ready_but_alive(app, stranger, monkeypatch):
    from luoshi.errors import StoreError

    def gone(*_):
        raise StoreError("gone", code="ledger_gone")

    monkeypatch.setattr(type(app.state.site.store), "head", gone)
    answer = stranger.get("/readyz")
    assert (answer.status_code, answer.json()["reason"]) == (503, "database")
    assert stranger.get("/healthz").status_code == 200


def test_counts_are_for_the_administrator_or_a_token_of_theirs(client_as, stranger, store):
    from datetime import UTC, datetime, timedelta

    administrator = client_as("administrator")
    text = administrator.get("/metrics").text
    assert re.search(r'luoshi_requests_total\{method="GET",route="[^"]+",status="200"\}', text)
    assert 'luoshi_jobs{state="waiting"} 0.0' in text
    assert "luoshi_worker_up 0.0" in text
    assert client_as("supervisor").get("/metrics").status_code == 403
    assert stranger.get("/metrics").status_code in (303, 401)
    account = store.office.accounts.by_name("administrator一")
    now = datetime.now(UTC)
    for scope, status in (("metrics", 200), ("read", 403)):
        _, shown = store.office.tokens.issue(
            account, scope, {scope}, expires=now + timedelta(days=1), now=now
        )
        answer = stranger.get("/metrics", headers={"authorization": f"Bearer {shown}"})
        assert answer.status_code == status


def test_each_request_has_a_number_and_a_line_without_what_was_asked(client_as, caplog):
    logging.getLogger("luoshi").propagate = True
    client = client_as("reviewer")
    with caplog.at_level(logging.INFO, logger="luoshi"):
        answer = client.get("/documents?words=机密的词")
    (record,) = [each for each in caplog.records if each.getMessage() == "request"]
    assert record.fields["request"] == answer.headers["x-request-id"]
    assert record.fields["route"] == "/documents"
    line = logs.Lines().format(record)
    assert "机密" not in line
    assert json.loads(line)["event"] == "request"


def test_streams_are_told_of_the_end(app):
    assert not of_state(app.state).is_set()
    of_state(app.state).set()
    assert of_state(app.state).is_set()


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_a_free_port_is_taken(app, host):
    try:
        bound = listening(host, 0)
    except Exception:
        pytest.skip(f"no {host} here")
    with bound:
        assert re.fullmatch(r"http://(127\.0\.0\.1|\[::1\]):\d+", address_of(bound, app.state.site.settings))
