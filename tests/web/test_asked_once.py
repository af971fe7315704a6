"""What many requests need at the same time is asked of the database once for all of them."""

from __future__ import annotations

import asyncio
import threading
import time

import pytest

from luoshi.serving import site as sites
from luoshi.serving.recent import Recent
from luoshi.serving.site import Site
from luoshi.settings import WebSettings


class Chain:
    """A store that counts who asks for its end, and answers when it may."""

    def __init__(self):
        self.writes = 0
        self.end = 7
        self.asked = 0
        self.may = threading.Event()
        self.may.set()

    def head(self):
        self.asked += 1
        end = self.end
        assert self.may.wait(20)
        return end


@pytest.fixture
def chain():
    return Chain()


@pytest.fixture
def site(chain):
    return Site(chain, WebSettings(), b"secret")


def together(*work):
    async def run():
        return await asyncio.gather(*(each() for each in work))

    return asyncio.run(run())


def test_fifty_who_come_at_once_ask_once(site, chain):
    assert together(*[site.head] * 50) == [7] * 50
    assert chain.asked == 1


def test_what_this_process_wrote_is_seen_by_who_comes_after(site, chain):
    async def run():
        await site.head()
        chain.may.clear()
        chain.writes += 1
        first = asyncio.create_task(site.head())  # asks before the second write
        while chain.asked < 2:
            await asyncio.sleep(0.001)
        chain.writes += 1
        chain.end = 9
        second = asyncio.create_task(site.head())
        await asyncio.sleep(0.01)
        assert not second.done()
        chain.may.set()
        return await first, await second

    assert asyncio.run(run()) == (7, 9)
    assert chain.asked == 3


def test_who_comes_while_it_is_asked_for_again_does_not_wait(site, chain, monkeypatch):
    monkeypatch.setattr(sites, "_FRESH", 3600.0)
    monkeypatch.setattr(sites, "_STALE", 3600.0)

    async def run():
        await site.head()
        monkeypatch.setattr(sites, "_FRESH", 0.0)
        chain.may.clear()
        chain.end = 8  # another process wrote
        before = [await site.head()]
        while chain.asked < 2:
            await asyncio.sleep(0.001)
        before += [await site.head() for _ in range(19)]
        asked = chain.asked
        chain.may.set()
        while site._asked is not None:
            await asyncio.sleep(0.001)
        monkeypatch.setattr(sites, "_FRESH", 3600.0)
        return before, asked, await site.head()

    assert asyncio.run(run()) == ([7] * 20, 2, 8)


def test_what_is_too_old_is_waited_for(site, chain, monkeypatch):
    monkeypatch.setattr(sites, "_FRESH", 0.02)
    monkeypatch.setattr(sites, "_STALE", 0.02)

    async def run():
        await site.head()
        chain.end = 8
        await asyncio.sleep(0.03)
        return await site.head()

    assert asyncio.run(run()) == 8


def test_a_question_that_fails_is_told_to_all_and_asked_anew(site, chain):
    whole = chain.head

    def broken():
        chain.asked += 1
        raise OSError("away")

    chain.head = broken

    async def run():
        failed = await asyncio.gather(*(site.head() for _ in range(3)), return_exceptions=True)
        chain.head = whole
        return failed, await site.head()

    failed, after = asyncio.run(run())
    assert [type(each) for each in failed] == [OSError] * 3
    assert after == 7
    assert chain.asked == 2


def test_a_cookie_is_looked_up_once_for_all_who_come_with_it():
    recent, asked = Recent(), []

    def look(who):
        asked.append(who)
        time.sleep(0.02)
        return who

    async def run():
        names = ["甲"] * 5 + ["乙"] * 5
        return await asyncio.gather(
            *(recent.looked_up(name, 1, lambda name=name: look(name)) for name in names)
        )

    assert asyncio.run(run()) == ["甲"] * 5 + ["乙"] * 5
    assert sorted(asked) == ["乙", "甲"]
    assert recent._asked == {}


def test_an_answer_whose_callback_did_not_run_yet_is_not_waited_for_for_ever(site, chain, monkeypatch):
    looks, clock = [], time.monotonic

    def counted():
        looks.append(clock())
        assert len(looks) < 1000, "the loop never lets another task run"
        return looks[-1]

    async def run():
        await site.head()
        done = asyncio.get_running_loop().create_future()
        done.set_result(None)
        site._asked = done  # it was answered, then this process wrote, then this task was given its turn
        chain.writes += 1
        chain.end = 8
        monkeypatch.setattr(sites.time, "monotonic", counted)
        try:
            return await site.head()
        finally:
            monkeypatch.undo()

    assert asyncio.run(run()) == 8
    assert chain.asked == 2


def test_pages_of_before_are_let_go(site, chain, monkeypatch):
    async def run():
        first = await site.head()
        site.pages.get((first, "页"), lambda: "甲")
        await site.head()
        assert site.pages.find((first, "页")) is not None
        chain.writes += 1
        chain.end = 8
        second = await site.head()
        site.pages.get((second, "页"), lambda: "乙")
        return site.pages.find((first, "页")), site.pages.find((second, "页")).body.decode()

    assert asyncio.run(run()) == (None, "乙")
