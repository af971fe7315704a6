"""``luoshi work``: a process that reads uploaded files and does other long work of the site."""

from __future__ import annotations

import os
import signal
import sys
import threading

import click

from luoshi.cli import options
from luoshi.cli.messages import say
from luoshi.cli.root import Command, help_text


@click.command("work", cls=Command, help=help_text("work"), short_help=say("help.work"))
@options.store
@click.option("--supervised", is_flag=True, hidden=True)
def command(store: str, supervised: bool) -> None:
    """Work until told to stop; the file at hand is finished first."""
    from luoshi.app.ledger import open_ledger
    from luoshi.serving import logs
    from luoshi.serving.queue.worker import Worker

    stop = threading.Event()
    _listen(stop)
    if supervised:
        store = sys.stdin.buffer.readline().decode().rstrip("\n")
        threading.Thread(target=_until_left, args=(stop,), daemon=True).start()
    logs.configure()
    with open_ledger(store) as opened:
        worker = Worker(opened, stop)
        if not supervised:
            click.echo(say("work.begun"), err=True)
        worker.run()
    logs.say("worker_stopped", process=os.getpid())


def _listen(stop: threading.Event) -> None:
    """Take each signal that means to stop; one handler must do nothing but say so."""
    for name in ("SIGTERM", "SIGINT", "SIGBREAK"):
        number = getattr(signal, name, None)
        if number is not None:
            signal.signal(number, lambda *_: stop.set())


def _until_left(stop: threading.Event) -> None:
    """Stop when the site does, however it ends: its end of the pipe closes."""
    while sys.stdin.buffer.read(64):
        pass
    stop.set()
