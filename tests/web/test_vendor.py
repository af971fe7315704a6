"""What comes from others is what the manifests say, and what npm's lock says."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = (ROOT / "src/luoshi/web/static/vendor", ROOT / "tests/web/vendor")
LOCK = ROOT / "web/package-lock.json"


def manifest(folder: Path) -> dict[str, dict[str, str]]:
    return json.loads((folder / "manifest.json").read_text("utf-8"))


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.parent.name)
def test_each_file_is_in_the_manifest_unchanged(folder: Path):
    there = {path.name: sha256(path) for path in folder.iterdir() if path.name != "manifest.json"}
    assert there == {name: entry["sha256"] for name, entry in manifest(folder).items()}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.parent.name)
def test_the_versions_are_those_of_the_lock(folder: Path):
    locked = json.loads(LOCK.read_text("utf-8"))["packages"]
    for entry in manifest(folder).values():
        assert entry["version"] == locked[f"node_modules/{entry['package']}"]["version"], entry


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.parent.name)
def test_each_package_brings_its_licence(folder: Path):
    entries = manifest(folder).values()
    with_licence = {entry["package"] for entry in entries if "LICENSE" in entry["path"]}
    assert {entry["package"] for entry in entries} == with_licence


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.parent.name)
def test_the_files_are_those_that_npm_installed(folder: Path):
    modules = ROOT / "web/node_modules"
    if not modules.is_dir():
        pytest.skip("web/node_modules is not installed (make vendor)")
    for name, entry in manifest(folder).items():
        assert sha256(modules / entry["package"] / entry["path"]) == entry["sha256"], name


def test_the_lock_names_no_registry_and_fixes_each_version():
    text = LOCK.read_text("utf-8")
    assert not re.search(r"https?:|\"resolved\"", text)
    wanted = json.loads((ROOT / "web/package.json").read_text("utf-8"))
    for version in (wanted["dependencies"] | wanted["devDependencies"]).values():
        assert re.fullmatch(r"\d+\.\d+\.\d+", version)
    packages = json.loads(text)["packages"]
    assert all(entry["integrity"].startswith("sha512-") for name, entry in packages.items() if name)
