"""Lays out the pages of one language for Sphinx: files of the repository, and pages made from the code.

A link between files of the repository becomes one between pages of the site; one that leads to no page
stops the build.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
LANGUAGES = ("zh", "en")
ONLY_CHINESE = ":::{note}\nThis page is in Chinese only.\n:::\n\n"
_LINK = re.compile(r"(?<!\\)\]\(([^)\s]+)\)")
_FENCE = re.compile(r"^(```.*?^```$)", re.M | re.S)
_SUFFIX = re.compile(r"\.(?:zh|en)$")
_TEMPLATE = re.compile(r"^<!--.*?-->\n", re.M | re.S)


class LinkError(SystemExit):
    """A link of a page leads to no page of the site."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page by its name on the site, and the files of it by language; none for a page made from the code."""

    name: str
    files: Mapping[str, Path]

    def file(self, language: str) -> Path:
        """Give the file in this language, else in Chinese."""
        return self.files.get(language, self.files["zh"])


@dataclass(frozen=True, slots=True)
class Section:
    """Pages under one heading of the navigation."""

    title: Mapping[str, str]
    pages: tuple[Page, ...]


def sections() -> tuple[Section, ...]:
    """Give the sections of the site, as docs/site/nav.yaml has them."""
    said = yaml.safe_load((Path(__file__).parent / "nav.yaml").read_text("utf-8"))
    both = frozenset(said["bilingual"])
    return tuple(
        Section(
            part["title"], tuple(_bilingual(page) if page.name in both else page for page in _pages(part))
        )
        for part in said["sections"]
    )


def _bilingual(page: Page) -> Page:
    return Page(page.name, dict.fromkeys(LANGUAGES, page.files["zh"]))


def _pages(part: Mapping[str, Any]) -> Iterator[Page]:
    if isinstance(part["pages"], str):  # all of a folder, some of them first
        folder = part["pages"].removeprefix("all of ")
        names = sorted({_SUFFIX.sub("", file.stem) for file in (DOCS / folder).glob("*.md")})
        first = [name for name in part.get("first", ()) if name in names]
        for name in (*first, *(name for name in names if name not in first)):
            yield _page(f"{folder}/{name}")
        return
    named = set()
    for each in part["pages"]:
        if isinstance(each, str):
            page = _page(each)
        elif "made" in each:
            page = Page(f"reference/{each['made']}", {})
        else:
            page = Page(each["name"], {"zh": ROOT / each["file"]})
        named.add(page.name)
        yield page
    if "rest" in part:
        names = {
            f"{part['rest']}/{_SUFFIX.sub('', file.stem)}" for file in (DOCS / part["rest"]).glob("*.md")
        }
        yield from (_page(name) for name in sorted(names - named))


def _page(name: str) -> Page:
    kept = {language: DOCS / f"{name}.{language}.md" for language in LANGUAGES}
    files = {language: file for language, file in kept.items() if file.exists()}
    files.setdefault("zh", DOCS / f"{name}.md")
    return Page(name, files)


def stage(language: str, made: Mapping[str, str], into: Path) -> None:
    """Write the pages of a language: those of the repository, ``made`` by name, and the first page."""
    parts = sections()
    pages = [page for part in parts for page in part.pages]
    known = {file.resolve(): page.name for page in pages for file in page.files.values()}
    known |= {DOCS / "reference" / "api.zh.md": "reference/api"}
    known |= {ROOT / name: "index" for name in ("README.md", "README.en.md")}
    for page in pages:
        if not page.files:
            _write(into, page.name, made[page.name])
            continue
        file = page.file(language)
        text = _relinked(file.read_text("utf-8"), file, page.name, known, into)
        note = ONLY_CHINESE if language == "en" and "en" not in page.files else ""
        _write(into, page.name, note + text)
    front = Path(__file__).parent / f"index.{language}.md"
    text = _relinked(front.read_text("utf-8"), front, "index", known, into)
    trees = [
        f"```{{toctree}}\n:hidden:\n:caption: {part.title[language]}\n\n"
        + "\n".join(page.name for page in part.pages)
        + "\n```\n"
        for part in parts
    ]
    _write(into, "index", text + "\n" + "\n".join(trees))


def _write(into: Path, name: str, text: str) -> None:
    file = into / f"{name}.md"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(_TEMPLATE.sub("", text), encoding="utf-8", newline="\n")


def _relinked(text: str, file: Path, name: str, known: Mapping[Path, str], into: Path) -> str:
    """Turn the links of a page to those of the site; pictures come along."""

    def link(found: re.Match[str]) -> str:
        address, _, mark = found[1].partition("#")
        if not address or "://" in address or address.startswith("mailto:"):
            return found[0]
        target = (file.parent / address).resolve()
        here = Path(name).parent
        if target in known:
            place = f"{known[target]}.md" + (f"#{mark}" if mark else "")
        elif target.suffix in {".png", ".svg"} and target.is_file():
            place = f"images/{target.relative_to(DOCS / 'images').as_posix()}"
            (into / place).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(target, into / place)
        elif target.is_file() and target.is_relative_to(DOCS) and target.suffix != ".md":
            place = f"files/{target.name}"  # offered to be saved
            (into / "files").mkdir(parents=True, exist_ok=True)
            shutil.copyfile(target, into / place)
        else:
            raise LinkError(f"{file.relative_to(ROOT)}: {found[1]} leads to no page of the site")
        return f"]({Path(os.path.relpath(place, here)).as_posix()})"

    parts = _FENCE.split(text)
    return "".join(part if part.startswith("```") else _LINK.sub(link, part) for part in parts)
