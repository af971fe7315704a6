"""A format whose files are orders to misbehave: what a hostile file could make a parser do."""

import os
import signal
import time
from array import array

from luoshi.model.document import Remark
from luoshi.model.layout import Layout, Line, Page, Part
from luoshi.reading.content import Content

SEEN = []  # what is left of earlier files in the process


def read(raw, source, limits):
    SEEN.append(raw)
    order = raw.decode()
    if order in ORDERS:
        return ORDERS[order](limits) or Content("done")
    return Content(order)


def drawn(raw, source, page, limits, *, scale):
    if raw == b"text":
        return _Text()
    ORDERS.get(raw.decode(), lambda limits: None)(limits)
    from PIL import Image

    return Image.new("RGB", (page * 10, round(scale * 10)), "red")


class _Text:
    def save(self, out, form):
        out.write(b"no picture")


def _eat(limits):
    held = []
    while True:
        held.append(b"x" * (32 << 20))


def _deep(limits):
    return _deep(limits)


def _fetch(limits):
    import socket

    socket.create_connection(("127.0.0.1", 9), 1)


def _noise(limits):
    os.write(1, b"noise" * 50_000)
    os.write(2, b"noise" * 50_000)
    print("noise")


def _child(limits):
    import subprocess
    import sys

    held = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    with open(os.environ["LUOSHI_TEST_PIDS"], "w") as file:
        file.write(f"{os.getpid()} {held.pid}")
    time.sleep(60)


def _once(limits):
    if len(SEEN) > 1:
        os.kill(os.getpid(), signal.SIGABRT)


def _boxed(limits):
    line = Line(0, 2, 1, array("f", [1, 2, 3, 4, 3, 2, 5, 4]), 0.5, array("f", [0.25, 1]))
    own = Line(2, 4, 1, array("f", [0, 0, 0, 0, 6, 6, 7, 7]))
    layout = Layout((Page(1, 595.0, 842.0, "ocr"),), (line, own), (Part(3, 4, "cell", "A!B2"),))
    remarks = (Remark("renamed", {"n": 1}),)
    return Content("甲\ud800\n丙", "utf-8", "题", None, "p 1", layout, (), remarks, "日报")


def _lies(limits):
    return Content("甲", layout=Layout((), (), (Part(0, 5, "cell", "A1"),)))


def _pages(limits):
    from luoshi.reading.beats import beat

    for _ in range(8):
        time.sleep(limits.seconds / 4)
        beat()


ORDERS = {
    "pages": _pages,
    "crash": lambda limits: os.kill(os.getpid(), signal.SIGSEGV),
    "exit": lambda limits: os._exit(7),
    "loop": lambda limits: [None for _ in iter(int, 1)],
    "sleep": lambda limits: time.sleep(60),
    "eat": _eat,
    "deep": _deep,
    "key": lambda limits: {}["key"],
    "fetch": _fetch,
    "noise": _noise,
    "child": _child,
    "once": _once,
    "boxed": _boxed,
    "lies": _lies,
    "pid": lambda limits: Content(str(os.getpid())),
}
