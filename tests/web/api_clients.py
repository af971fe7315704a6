"""Programs that call the API with a token, and a ledger with rows to work on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from starlette.responses import Response
from starlette.testclient import TestClient
from tests.web.conftest import UNIT

from luoshi.people import role

API = "/api/v1"
TEXT = (
    "某市2026年工作要点\n2026年1月4日\n\n一、重点任务\n"
    "由发展改革局牵头，加快建设三座水库，6月底前完成主体工程。\n"
    "改造老旧小区20个，年底前全部完工。（发展改革局牵头，财政局配合）\n"
    "力争地区生产总值增长5%左右。\n"
    "推进数据共享，完善制度。\n"
)
REPORT = (
    "某市2027年政府工作报告\n2027年1月10日\n\n一、2026年工作回顾\n"
    "三座水库全部建成。改造老旧小区23个。地区生产总值增长5.2%。\n"
)


class Program:
    """Calls the API with a bearer token; ``get`` and the like take addresses below ``/api/v1``."""

    def __init__(self, app: FastAPI, name: str, of: str, scopes: tuple[str, ...] | None = None) -> None:
        office = app.state.site.store.office
        now = datetime.now(UTC)
        self.account = office.accounts.by_name(name) or office.accounts.create(
            name, of, unit=UNIT if of == "reporter" else None, now=now
        )
        wanted = scopes or role(of).permissions
        _, self.token = office.tokens.issue(
            self.account, "tests", wanted, expires=now + timedelta(days=1), now=now
        )
        # an error of the server is an answer too
        self.http = TestClient(app, raise_server_exceptions=False, follow_redirects=False)
        self.http.headers["Authorization"] = f"Bearer {self.token}"

    def get(self, address: str, **more: Any) -> Response:
        return self.http.get(API + address, **more)

    def post(self, address: str, said: Any = None, **more: Any) -> Response:
        return self.http.post(API + address, json=said, **more)

    def step(self, number: int, name: str, **said: Any) -> Response:
        """Take a step in the version that the row has now."""
        tag = self.get(f"/rows/{number}").headers["etag"]
        return self.post(f"/rows/{number}/{name}", said, headers={"If-Match": tag})


def fill(app: FastAPI, folder: Path, text: str = TEXT, name: str = "要点.txt") -> str:
    """Add a text to the ledger; give its SHA-256."""
    from luoshi.app.record import record_files

    folder.mkdir(exist_ok=True)
    place = folder / name
    place.write_text(text, encoding="utf-8")
    (done,) = record_files(app.state.site.store, [place])
    assert done.error is None, done.error
    assert done.outcome.document is not None
    return done.outcome.document.sha256
