"""The description of the API, and the page that is made of it."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture(scope="module")
def writer():
    spec = importlib.util.spec_from_file_location("api_reference", DOCS / "api_reference.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_is_what_the_description_says(writer):
    there = writer.PAGE.read_text(encoding="utf-8")
    assert there == writer.page(), "write it anew: python docs/api_reference.py"


def test_every_operation_is_on_the_page(app, writer):
    said = app.openapi()
    page = writer.PAGE.read_text(encoding="utf-8")
    for path, methods in said["paths"].items():
        assert path.startswith("/api/v1/"), "pages are not part of the API"
        for method in methods:
            assert f"`{method.upper()} {path.removeprefix('/api/v1')}`" in page


def test_every_operation_tells_its_errors_as_problems(app):
    said = app.openapi()
    assert said["openapi"].startswith("3.1")
    names = []
    for path, methods in said["paths"].items():
        for method, operation in methods.items():
            names.append(operation["operationId"])
            assert any("\u4e00" <= letter <= "\u9fff" for letter in operation["summary"]), (method, path)
            for status, answer in operation["responses"].items():
                if status >= "400":
                    assert list(answer["content"]) == ["application/problem+json"], (method, path, status)
    assert len(names) == len(set(names)), "a name of an operation is there twice"


def test_what_is_said_to_the_api_is_never_passed_over(app):
    """Each input refuses a field that it does not know."""
    schemas = app.openapi()["components"]["schemas"]
    objects = {name: one for name, one in schemas.items() if one.get("type") == "object"}
    open_ones = [name for name, one in objects.items() if one.get("additionalProperties") is not False]
    assert not open_ones
