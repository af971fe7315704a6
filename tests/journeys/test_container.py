"""The Dockerfile: built and run where a daemon answers, else its commands are run in a clean folder.

The short form without a daemon installs nothing: the packages of the tests' own environment stand for those
of the lock. ``make test-container`` (``LUOSHI_CONTAINER=1``) installs the lock anew.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
WHOLE = os.environ.get("LUOSHI_CONTAINER") == "1"
pytestmark = pytest.mark.slow


def instructions():
    """Give the instructions of the Dockerfile, continued lines joined."""
    text = (ROOT / "Dockerfile").read_text("utf-8")
    lines = (line for line in text.replace("\\\n", " ").splitlines() if line and not line.startswith("#"))
    return [tuple(line.split(maxsplit=1)) for line in lines]


def daemon():
    if shutil.which("docker") is None:
        return False
    question = ["docker", "version", "--format", "{{.Server.Version}}"]
    asked = subprocess.run(question, capture_output=True, timeout=20, check=False)
    return asked.returncode == 0


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def answers(port, path="/readyz", seconds=60):
    until = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
                return json.load(answer)
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


def test_the_image_serves(tmp_path):
    if not daemon():
        pytest.skip("no docker daemon answers: the commands are run by the next test")
    subprocess.run(["docker", "build", "--network", "host", "-t", "luoshi:test", ROOT], check=True)
    started = subprocess.run(
        ["docker", "run", "-d", "--rm", "-p", "127.0.0.1::8000", "luoshi:test"],
        check=True,
        capture_output=True,
        text=True,
    )
    name = started.stdout.strip()
    try:
        shown = subprocess.run(["docker", "port", name, "8000"], check=True, capture_output=True, text=True)
        assert answers(int(shown.stdout.split(":")[-1])) == {"status": "ready"}
        who = subprocess.run(["docker", "exec", name, "id", "-u"], check=True, capture_output=True, text=True)
        assert who.stdout.strip() == "10001"
    finally:
        subprocess.run(["docker", "stop", "-t", "45", name], check=True)


def test_its_commands_serve_in_a_clean_folder(tmp_path):
    """Copies what the image copies, installs as it does, and starts its CMD."""
    source, data = tmp_path / "src", tmp_path / "data"
    source.mkdir()
    data.mkdir()
    environment = {name: os.environ[name] for name in ("HOME", "LANG", "PIP_INDEX_URL") if name in os.environ}
    place = tmp_path / "luoshi"
    environment |= {"PATH": f"{place / 'bin'}:{os.environ['PATH']}", "LUOSHI_FILES": str(data / "files")}
    stage = 0
    for kind, said in instructions():
        stage += kind == "FROM"
        if kind == "COPY" and "--from" not in said:
            *names, target = said.split()
            for name in names:
                copy(ROOT / name, source / target if len(names) == 1 else source / target / name)
        elif kind == "RUN" and stage == 1:
            run(said.replace("/opt/luoshi", str(place)), source, environment, place)
    command = json.loads(next(said for kind, said in instructions() if kind == "CMD"))
    port = free_port()
    command = [part.replace("8000", str(port)).replace("0.0.0.0", "127.0.0.1") for part in command]  # noqa: S104
    with subprocess.Popen(command, cwd=data, env=environment, stderr=subprocess.PIPE) as process:
        try:
            assert answers(port, "/healthz") == {"status": "ok"}
            assert answers(port) == {"status": "ready"}
            process.send_signal(signal.SIGTERM)
            assert process.wait(45) == 0
        finally:
            process.kill()
    assert (data / "luoshi.db").is_file()


def copy(here, there):
    if here.is_dir():
        shutil.copytree(here, there, ignore=shutil.ignore_patterns("__pycache__", "*.so", "*.egg-info"))
    else:
        there.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(here, there)


def run(said, folder, environment, place):
    """Run a command of the Dockerfile; in the short form the lock's packages are those that are installed."""
    if WHOLE:
        subprocess.run(["sh", "-c", said], cwd=folder, env=environment, check=True)
        return
    words = shlex.split(said)
    if "venv" in words:
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", place], check=True)
        (site,) = place.glob("lib/python*/site-packages")
        parts = [path for path in sys.path if path.endswith("site-packages")]
        (site / "tests.pth").write_text("\n".join(parts), "utf-8")
    elif "." in words:  # the package itself: what its wheel would hold, and its command
        (site,) = place.glob("lib/python*/site-packages")
        shutil.copytree(folder / "src" / "luoshi", site / "luoshi")
        command = place / "bin" / "luoshi"
        command.write_text(
            f"#!{place}/bin/python\nimport sys\nfrom luoshi.cli import main\nsys.exit(main())\n"
        )
        command.chmod(0o755)


def test_nothing_in_it_is_of_one_network():
    """No registry's host, no root, no secret."""
    text = (ROOT / "Dockerfile").read_text("utf-8") + (ROOT / "compose.yaml").read_text("utf-8")
    addresses = set(re.findall(r"https?://([^/\s'\"]+)", text))
    assert addresses == {"127.0.0.1:8000"}
    images = re.findall(r"^FROM (\S+)", text, re.M) + re.findall(r"image: (\S+)", text)
    assert all("/" not in image for image in images)
    users = [said for kind, said in instructions() if kind == "USER"]
    assert users[-1:] == ["luoshi"]


def test_the_compose_file_starts_the_commands_that_there_are():
    services = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))["services"]
    assert set(services) == {"database", "page", "worker"}
    from luoshi.cli.root import _COMMANDS

    assert "luoshi work" in services["worker"]["command"][2]
    assert {"serve", "work"} <= set(_COMMANDS)
    for name in services["page"]["environment"]:
        assert name.startswith("LUOSHI_")


def test_the_image_leaves_out_what_it_does_not_copy():
    ignored = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    copied = {
        name
        for kind, said in instructions()
        if kind == "COPY" and "--from" not in said
        for name in said.split()[:-1]
    }
    assert {line[1:] for line in ignored if line.startswith("!")} == copied
