"""Memory that nothing needs any more goes back to the system, where the C library can be told."""

from __future__ import annotations

import asyncio
import ctypes
import platform

import pytest

from luoshi.serving import memory


@pytest.fixture
def anew():
    memory._library.cache_clear()
    yield
    memory._library.cache_clear()


def test_it_is_given_back_again_and_again_until_the_site_ends(monkeypatch):
    given = []
    monkeypatch.setattr(memory, "_SECONDS", 0.001)
    monkeypatch.setattr(memory, "trimmer", lambda: lambda: given.append(1))

    async def run():
        task = asyncio.create_task(memory.give_back())
        while len(given) < 3:
            await asyncio.sleep(0.001)
        task.cancel()
        return (await asyncio.gather(task, return_exceptions=True))[0]

    assert isinstance(asyncio.run(run()), asyncio.CancelledError)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="needs GNU's C library")
def test_gnus_library_does_it(anew):
    memory.settle()
    give = memory.trimmer()
    assert give is not None
    assert give() in {0, 1}


@pytest.mark.parametrize("system", ["win32", "darwin", "linux"])
def test_others_are_left_alone(anew, monkeypatch, system):
    class Other:
        """A C library without either."""

    monkeypatch.setattr(memory.sys, "platform", system)
    monkeypatch.setattr(ctypes, "CDLL", lambda name: Other())
    memory.settle()
    assert memory.trimmer() is None
    asyncio.run(asyncio.wait_for(memory.give_back(), 20))
