"""``luoshi mcp`` with the official client over standard input and output, on the packaged examples."""

from __future__ import annotations

import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import date

import pytest

from luoshi import Ledger, examples, read

anyio = pytest.importorskip("anyio")
mcp = pytest.importorskip("mcp", reason="the extra luoshi[mcp] is not installed")
READING = {"search", "documents", "rows", "show", "history", "extract", "follow", "align"}
ZONES = examples.path("zones.md")


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    place = tmp_path_factory.mktemp("served") / "luoshi.db"
    with Ledger(place) as ledger:
        ledger.add(ZONES, date=date(2025, 10, 30))
        ledger.add(*(examples.path(name) for name in ("report_2025.txt", "report_2026.txt", "central.txt")))
    return place


@asynccontextmanager
async def client(store, *options):
    words = ["-m", "luoshi", "mcp", "--store", str(store), *options]
    env = {**os.environ, "LUOSHI_LANG": "zh"}
    asked = mcp.StdioServerParameters(command=sys.executable, args=words, env=env, cwd=store.parent)
    async with mcp.Client(mcp.stdio_client(asked)) as opened:
        yield opened


def asking(store, work, *options):
    """Run ``work`` with a client: ``call`` gives a tool's answer, ``refused`` the sentence said instead."""

    async def run():
        async with client(store, *options) as opened:

            async def call(tool, **arguments):
                done = await opened.call_tool(tool, arguments)
                assert not done.is_error, done.content
                assert json.loads(done.content[0].text) == done.structured_content
                return done.structured_content

            async def refused(tool, **arguments):
                done = await opened.call_tool(tool, arguments)
                assert done.is_error
                (said,) = done.content
                assert "\n" not in said.text
                assert "Traceback" not in said.text
                return said.text

            await work(opened, call, refused)

    # in a thread of its own: a browser's tests before these may have left a loop running in this one
    with ThreadPoolExecutor(1) as thread:
        thread.submit(anyio.run, run).result()


def head(store):
    with Ledger(store, create=False) as ledger:
        return list(ledger.events())[-1].hash


def test_reading_gives_records_with_their_quotes(store):
    before = head(store)
    text = read(ZONES).text

    async def work(opened, call, refused):
        tools = (await opened.list_tools()).tools
        assert {tool.name for tool in tools} == READING
        assert all(tool.annotations.read_only_hint and tool.description for tool in tools)

        listed = await call("documents")
        assert listed["total"] == len(listed["records"]) == 4
        zones = next(one for one in listed["records"] if one["source"].endswith("zones.md"))
        found = await call("search", query="创新 文件：zones", limit=3, facets=True)
        assert len(found["records"]) == 3 < found["total"]
        assert found["facets"]["type"]
        for record in found["records"]:
            assert record["document"] == zones["sha256"]
            stretches = [text[start:end] for start, end in record["pieces"]]
            assert record["text"] == "".join(stretches)
            assert {record["text"][start:end] for start, end in record["marks"]} == {"创新"}
        again = await call("search", query="创新 文件：zones", limit=3, after=found["next"])
        assert not {one["id"] for one in found["records"]} & {one["id"] for one in again["records"]}

        rows = await call("rows", type="commitment", force="binding", document=zones["sha256"][:8])
        assert rows["records"]
        assert {one["force"] for one in rows["records"]} == {"binding"}
        number = rows["records"][0]["row"]["number"]
        shown = await call("show", row=number)
        assert shown["quote"] in text
        assert shown["before"] + shown["quote"] + shown["behind"] in text
        told = await call("history", row=number)
        assert [one["kind"] for one in told["records"]] == ["created"]

    asking(store, work)
    assert head(store) == before


def test_pages_join_without_a_gap(store):
    async def work(opened, call, refused):
        seen, after = [], 0
        while after is not None:
            part = await call("rows", type="commitment", limit=30, after=after)
            seen += [one["row"]["number"] for one in part["records"]]
            after = part["next"]
        assert seen == sorted(set(seen))
        assert len(seen) == part["total"]
        seen, after = [], 0
        while after is not None:
            part = await call("extract", document="zones.md", limit=40, after=after)
            seen += [one["id"] for one in part["records"]]
            after = part["next"]
        assert len(seen) == len(set(seen)) == part["total"] == sum(part["counts"].values())

    asking(store, work)


def test_stages(store, tmp_path):
    (tmp_path / "plan.txt").write_text("会议要求，确保2026年地区生产总值增长5%左右。", "utf-8")
    (tmp_path.parent / "secret.txt").write_text("不给看。", "utf-8")
    before = head(store)

    async def work(opened, call, refused):
        said = await call("extract", text="确保年底前建成10个园区。", date="2026-01-05")
        assert said["records"][0]["deadline"]["until"] == "2026-12-31"
        assert said["records"][0]["targets"][0]["low"] == 10
        said = await call("extract", document="file:plan.txt")
        assert said["records"][0]["targets"][0]["id"] == "gdp"

        found = await call("follow", earlier="report_2025", later="report_2026", limit=100)
        assert found["counts"]
        for one in found["records"]:
            assert one["commitment"]["text"]
            assert one["standing"] in found["counts"]
            if one["evidence"]:
                assert one["evidence"]["text"] in examples.path("report_2026.txt").read_text("utf-8")
        aligned = await call("align", local="zones.md", central="central.txt", standing="aligned")
        assert aligned["total"] == aligned["counts"]["aligned"]
        assert all(one["provisions"] for one in aligned["records"])
        covered = await call("align", local="zones.md", central="central.txt", view="coverage", limit=100)
        assert all("article" in one for one in covered["records"])

        for name in ("file:../secret.txt", f"file:{tmp_path.parent}/secret.txt", "file:none.txt"):
            assert "允许读取的目录" in await refused("extract", document=name)
        assert "至多" in (long := await refused("extract", text="字" * 200_001)) or "最多" in long
        assert "只给一个" in await refused("extract")

    asking(store, work, "--files", str(tmp_path))
    assert head(store) == before


def test_a_refusal_is_one_sentence_and_the_server_goes_on(store):
    async def work(opened, call, refused):
        assert "没有工具" in await refused("review", row=1)
        assert "缺少参数 query" in await refused("search")
        assert "没有参数 colour" in await refused("rows", colour="red")
        assert "limit" in await refused("rows", limit=10_000)
        assert "第" in await refused("search", query='创新 "平台')
        assert "没有文件" in await refused("follow", earlier="没有的", later="zones.md")
        assert "多份文件" in await refused("extract", document="report_202")
        assert "允许读取" in await refused("extract", document="file:/etc/passwd")
        assert "9999" in await refused("show", row=9999)
        assert "9999" in await refused("history", row=9999)
        assert "同一" in await refused("align", local="zones.md", central="zones.md")
        assert (await call("documents"))["total"] == 4

    asking(store, work)


def test_writing_carries_the_name_and_the_version(tmp_path):
    place = tmp_path / "luoshi.db"
    with Ledger(place) as ledger:
        ledger.add(ZONES, date=date(2025, 10, 30))

    async def work(opened, call, refused):
        tools = {tool.name: tool for tool in (await opened.list_tools()).tools}
        assert set(tools) == READING | {"review", "report"}
        assert not tools["review"].annotations.read_only_hint
        row = (await call("show", row=1))["record"]["row"]
        done = await call("review", row=1, version=row["version"], decision="accept")
        assert done["record"]["row"]["review"] == "accepted"
        stale = await refused("report", row=1, version=row["version"], progress="已完成一半")
        assert "1" in stale
        version = done["record"]["row"]["version"]
        assert await refused("report", row=1, version=version, progress="已完成一半")  # not handed out yet
        events = (await call("history", row=1))["records"]
        assert [(one["kind"], one["author"]) for one in events[1:]] == [("reviewed", "张三（助手代录）")]

    asking(place, work, "--write", "--author", "张三（助手代录）")
    with Ledger(place, create=False) as ledger:
        assert ledger.verify_chain()
