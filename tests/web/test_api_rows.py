"""Rows by the API: pages, filters, versions, steps, a unit's own rows."""

from __future__ import annotations

import pytest
from tests.web.api_clients import Program, fill
from tests.web.conftest import DAY, UNIT

from luoshi.cli.ledger.tables import row_record


@pytest.fixture
def document(app, tmp_path):
    return fill(app, tmp_path / "texts")


@pytest.fixture
def chief(app, document):
    return Program(app, "督办", "administrator")


def test_a_row_has_the_names_of_the_command_line(app, chief):
    answer = chief.get("/rows/1")
    assert answer.status_code == 200
    assert answer.json() == row_record(app.state.site.store.row(1), DAY)
    assert answer.headers["etag"] == f'"{answer.json()["row"]["version"]}"'


def test_pages_are_linked_and_hold_every_row_once(app, chief):
    every = [row.number for row in app.state.site.store.rows()]
    assert len(every) >= 3
    found, address = [], "/rows?limit=1&total=true"
    while address:
        answer = chief.get(address)
        page = answer.json()
        assert page["total"] == len(every)
        found += [row["row"]["number"] for row in page["rows"]]
        link = answer.headers.get("link", "")
        assert bool(link) == (page["next"] is not None)
        address = link.partition(">")[0].removeprefix("</api/v1") if link else ""
    assert found == every


def test_a_page_that_is_known_is_not_sent_again_until_the_ledger_grows(chief):
    first = chief.get("/rows")
    same = {"If-None-Match": first.headers["etag"]}
    assert chief.get("/rows", headers=same).status_code == 304
    assert chief.get("/rows?limit=7", headers=same).status_code == 200
    assert chief.step(1, "accept").status_code == 200
    assert chief.get("/rows", headers=same).status_code == 200


@pytest.mark.parametrize(
    ("query", "fits"),
    [
        ("theme=经济", lambda row: any("经济" in theme for theme in row.statement.themes)),
        ("lead=发展改革", lambda row: "发展改革" in (row.lead or "")),
        ("due_until=2026-06-30", lambda row: (row.due or "9") <= "2026-06-30"),
        ("words=水库", lambda row: "水库" in row.statement.text),
        ("is_open=false&type=commitment", lambda row: row.statement.type == "commitment"),
        ("unit=财政局", lambda row: "财政局" in [actor.name for actor in row.statement.actors]),
    ],
)
def test_filters_are_those_of_the_ledger(app, chief, query, fits):
    wanted = [row.number for row in app.state.site.store.rows() if fits(row)]
    found = [row["row"]["number"] for row in chief.get(f"/rows?{query}").json()["rows"]]
    assert found == wanted


def test_a_filter_that_is_not_known_is_refused(chief):
    answer = chief.get("/rows?thme=经济")
    assert (answer.status_code, answer.json()["code"]) == (422, "web_input")
    assert answer.headers["content-type"] == "application/problem+json"
    assert chief.get("/rows?theme=经济&theme=科技").json()["code"] == "api_twice"


def test_a_change_says_which_version_it_is_of(chief):
    tag = chief.get("/rows/1").headers["etag"]
    assert chief.post("/rows/1/accept", {}).status_code == 428
    done = chief.post("/rows/1/accept", {"note": "无误"}, headers={"If-Match": tag})
    assert done.status_code == 200
    assert done.json()["rows"][0]["row"]["review"] == "accepted"
    assert done.headers["etag"] == chief.get("/rows/1").headers["etag"] != tag
    late = chief.post("/rows/1/reject", {}, headers={"If-Match": tag})
    assert (late.status_code, late.json()["code"]) == (412, "web_precondition")
    weak = chief.post("/rows/1/reject", {}, headers={"If-Match": "W/" + done.headers["etag"]})
    assert weak.status_code == 412
    assert chief.post("/rows/1/reject", {}, headers={"If-Match": "*"}).status_code == 200


def test_a_row_goes_from_review_to_its_end(app, chief):
    from hashlib import sha256

    kept = chief.http.post("/api/v1/files?name=验收单.pdf", content=b"%PDF-1.7 ...")
    assert kept.status_code == 201
    digest = sha256(b"%PDF-1.7 ...").hexdigest()
    assert kept.json() == {"sha256": digest, "name": "验收单.pdf", "size": 12}
    paper = {"kind": "file", "sha256": digest, "name": "验收单.pdf"}
    document = chief.get("/rows/1").json()["document"]
    words = {"kind": "quote", "document": document, "start": 0, "end": 4}
    steps = [
        ("accept", {}),
        ("correct", {"changes": {"force": "刚性"}}),
        ("assign", {"lead": UNIT, "supporting": ["财政局"], "due": "2026-06-30"}),
        ("plan", {"measures": ["招标"], "milestones": [{"text": "开工", "due": "2026-04-01"}]}),
        ("report", {"progress": "主体完工", "percentage": 100, "evidence": [paper]}),
        ("prove", {"evidence": [words]}),
        ("remind", {}),
        ("extend", {"until": "2026-09-30", "approval": "督办〔2026〕7号"}),
        ("verify", {"result": "属实"}),
        ("return", {"reason": "材料不全"}),
        ("report", {"progress": "补齐"}),
        ("verify", {}),
        ("close", {}),
        ("reopen", {"reason": "渗漏"}),
        ("undo", {}),
    ]
    for name, said in steps:
        done = chief.step(1, name, **said)
        assert done.status_code == 200, (name, done.text)
    row = chief.get("/rows/1").json()
    assert row["force"] == "binding"
    assert (row["row"]["state"], row["row"]["light"]) == ("closed", "blue")
    assert [one["kind"] for one in row["row"]["evidence"]] == ["file", "quote"]
    events = chief.get("/rows/1/history").json()["events"]
    assert [one["undone"] for one in events[-2:]] == [True, False]
    assert {one["author"] for one in events[1:]} == {"督办"}
    assert app.state.site.store.verify_chain() > 0


def test_rows_are_merged_and_split(app, chief):
    first, second = (chief.get(f"/rows/{number}").json() for number in (1, 2))
    merged = chief.step(1, "merge", into=2)
    assert [row["row"]["number"] for row in merged.json()["rows"]] == [1, 2]
    assert chief.step(1, "undo").status_code == 200
    assert chief.get("/rows/1").json()["text"] == first["text"]
    wide = max((first, second), key=lambda row: row["end"] - row["start"])
    middle = (wide["start"] + wide["end"]) // 2
    parted = chief.step(wide["row"]["number"], "split", cuts=[middle])
    assert parted.status_code == 200, parted.text
    parts = [row for row in parted.json()["rows"] if row["row"]["parent"] == wide["row"]["number"]]
    assert len(parts) == 2


def test_a_step_out_of_turn_is_told_with_those_that_may_follow(chief):
    answer = chief.step(1, "close")
    assert (answer.status_code, answer.json()["code"]) == (422, "step_illegal")
    assert "assigned" in answer.json()["details"]["known"]


def test_many_rows_take_a_step_or_none_does(chief):
    rows = chief.get("/rows").json()["rows"]
    seen = [{"number": row["row"]["number"], "version": row["row"]["version"]} for row in rows]
    said = {"step": "assign", "rows": seen, "with": {"lead": "水务局", "due": "2026-12-31"}}
    stale = {**said, "rows": [*seen[:-1], {**seen[-1], "version": 1}]}
    assert chief.post("/rows/steps", stale).status_code == 409
    assert chief.get("/rows/1").json()["row"]["state"] == "created"
    done = chief.post("/rows/steps", said)
    assert done.status_code == 200, done.text
    assert {row["row"]["lead"] for row in done.json()["rows"]} == {"水务局"}
    wrong = chief.post("/rows/steps", {**said, "with": {"lead": "水务局", "until": "2026-12-31"}})
    assert (wrong.status_code, wrong.json()["details"]["place"]) == (422, "with.until")


def test_a_unit_sees_and_reports_only_what_is_its_own(app, chief):
    assert chief.step(1, "assign", lead=UNIT).status_code == 200
    assert chief.step(3, "assign", lead="水务局").status_code == 200
    own = Program(app, "填报", "reporter")
    seen = [row["row"]["number"] for row in own.get("/rows?total=true").json()["rows"]]
    assert 1 in seen
    assert 3 not in seen
    assert own.get("/rows?unit=水务局").json() == {"rows": [], "next": None, "total": None}
    assert own.get("/rows/3").status_code == own.get("/rows/3/history").status_code == 404
    assert own.step(1, "report", progress="开工").status_code == 200
    other = own.post("/rows/3/report", {"progress": "开工"}, headers={"If-Match": "*"})
    assert (other.status_code, other.json()["code"]) == (404, "no_row")
    numbers = [{"number": 1, "version": own.get("/rows/1").json()["row"]["version"]}]
    both = [*numbers, {"number": 3, "version": chief.get("/rows/3").json()["row"]["version"]}]
    many = own.post("/rows/steps", {"step": "report", "rows": both, "with": {"progress": "x"}})
    assert many.status_code == 404
    everybody = chief.get("/search?q=类型：承诺&facets=true").json()
    units = own.get("/search?q=类型：承诺&facets=true").json()
    assert {hit["row"]["row"]["number"] for hit in units["hits"]} == set(seen)
    assert units["total"] == len(seen) < everybody["total"]
    assert units["documents"] == own.get("/search?q=水库").json()["documents"] == []
    assert own.step(1, "close").status_code == 403
    assert own.step(1, "undo").status_code == 200
    assert own.step(1, "undo").status_code == 403, "what another handed out is not for a unit to take back"
    quoted = {"kind": "quote", "document": "a" * 64, "start": 0, "end": 2}
    assert own.step(1, "prove", evidence=[quoted]).status_code == 404
    for address in ("/documents", "/events", "/exports/rows.jsonl", "/people", "/audit"):
        assert own.get(address).status_code == 403, address


def test_reminders_are_those_of_the_day(app, chief):
    assert chief.step(1, "assign", lead=UNIT, due="2026-03-05").status_code == 200
    assert chief.step(3, "assign", lead="水务局", due="2026-03-01").status_code == 200
    lists = chief.get("/reminders").json()
    assert lists["day"] == DAY.isoformat()
    assert [row["row"]["number"] for row in lists["due"]["rows"]] == [1]
    assert [row["row"]["number"] for row in lists["late"]["rows"]] == [3]
    own = Program(app, "填报", "reporter").get("/reminders").json()
    assert (own["due"]["count"], own["late"]["count"]) == (1, 0)


def test_a_finding_is_judged(app, chief, tmp_path):
    from tests.web.api_clients import REPORT

    later = fill(app, tmp_path / "texts", REPORT, "报告.txt")
    earlier = chief.get("/rows/1").json()["document"]
    findings = chief.post("/follow", {"earlier": earlier, "later": later}).json()["findings"]
    rows = {row["start"]: row["row"]["number"] for row in chief.get("/rows").json()["rows"]}
    number = next(rows[one["commitment"]["start"]] for one in findings if one["target"] is not None)
    done = chief.step(number, "judge", later=later)
    assert done.status_code == 200, done.text
    assert done.json()["rows"][0]["row"]["judged"]["decision"] == "accepted"


def test_who_judges_may_take_it_back(app, chief, tmp_path):
    from tests.web.api_clients import REPORT

    later = fill(app, tmp_path / "texts", REPORT, "报告.txt")
    reviewer = Program(app, "审核", "reviewer")
    findings = reviewer.post(
        "/follow", {"earlier": chief.get("/rows/1").json()["document"], "later": later}
    ).json()["findings"]
    rows = {row["start"]: row["row"]["number"] for row in chief.get("/rows").json()["rows"]}
    number = next(rows[one["commitment"]["start"]] for one in findings if one["target"] is not None)
    assert reviewer.step(number, "judge", later=later).status_code == 200
    assert reviewer.step(number, "undo").status_code == 200
    assert chief.get(f"/rows/{number}").json()["row"]["judged"] is None


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_days_at_the_ends_of_the_calendar_are_days(chief, day):
    for address in (
        f"/reminders?day={day}",
        f"/rows?light=red&on={day}",
        f"/rows?light=yellow&on={day}&due_from={day}&due_until={day}&report_until={day}",
        f"/search?q=水库&day={day}&facets=true",
    ):
        assert chief.get(address).status_code == 200, address
    assert chief.step(1, "assign", lead=UNIT, due=day).status_code == 200
    assert chief.get("/rows/1").json()["row"]["due"] == day
    assert chief.get("/exports/rows.jsonl?on=9999-12-31").status_code == 200
    assert chief.post("/times", {"text": "今年年底前，明年，三年后，去年", "date": day}).status_code == 200
    assert chief.post("/extract", {"text": "今年年底前，明年建成三座水库。", "date": day}).status_code == 200


@pytest.mark.parametrize(
    ("header", "said"),
    [("If-Match", "88"), ("If-Match", '"88'), ("Idempotency-Key", "a b"), ("Idempotency-Key", "")],
)
def test_headers_that_are_not_well_formed_are_refused(chief, header, said):
    answer = chief.post("/rows/1/accept", {}, headers={"If-Match": "*"} | {header: said})
    assert (answer.status_code, answer.json()["details"]["header"]) == (422, header)


def test_one_of_several_versions_is_enough(chief):
    tag = chief.get("/rows/1").headers["etag"]
    assert chief.post("/rows/1/accept", {}, headers={"If-Match": f'"1", W/"2", {tag}'}).status_code == 200
