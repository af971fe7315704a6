"""From OFD.xml to the pages: documents, their versions, page areas, templates, annotations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from luoshi.errors import ReadingError
from luoshi.reading.ofd.container import Container, folder_of
from luoshi.reading.ofd.nodes import box, child, children, is_true, name_of, words
from luoshi.reading.ofd.resources import Resources, document_resources
from luoshi.reading.packed import damaged

if TYPE_CHECKING:
    from lxml.etree import _Element

_A4 = (0.0, 0.0, 210.0, 297.0)
_AREAS = ("PhysicalBox", "ApplicationBox", "ContentBox", "BleedBox", "CropBox")
_WIDEST = 20_000.0  # millimetres; a page that claims more is damaged


@dataclass(slots=True)
class Paper:
    """A page, not yet read: its size in millimetres and where its content is.

    ``under`` and ``over`` are the contents of templates drawn before and after the page's own, by the
    numbers of the templates; ``trouble`` says why the content could not be had; ``document`` counts the
    documents of the container from 1.
    """

    number: int
    left: float
    top: float
    width: float
    height: float
    resources: Resources
    content: _Element | None = None
    under: list[tuple[str, _Element]] = field(default_factory=list)
    over: list[tuple[str, _Element]] = field(default_factory=list)
    notes: list[_Element] = field(default_factory=list)
    trouble: ReadingError | None = None
    document: int = 1


@dataclass(slots=True)
class Book:
    """The pages of all documents of a container, in order, and what it says of itself."""

    papers: list[Paper]
    title: str
    is_signed: bool


def opened(container: Container, only: int | None = None) -> Book:
    """Open every page, or ``only`` the one of that number (counted from 1 through all documents).

    Raises:
        ReadingError: ``damaged`` where there is no document or none has a page; ``too_many_pages``.
    """
    root = container.root()
    bodies = list(children(root, "DocBody"))
    papers: list[Paper] = []
    failed: ReadingError | None = None
    for document, body in enumerate(bodies, 1):
        try:
            for paper in _Document(container, _root_path(container, body)).papers(len(papers), only):
                paper.document = document
                papers.append(paper)
        except ReadingError as error:
            if error.code not in ("damaged", "too_deep"):
                raise
            failed = error
    if not papers:
        raise failed or damaged(container.source, "it holds no document with a page")
    if failed is not None:
        papers.append(Paper(len(papers) + 1, *_A4, Resources(), trouble=failed, document=len(bodies) + 1))
    title = next((said for body in bodies if (said := words(child(body, "DocInfo", "Title")))), "")
    return Book(papers, title, any(_is_signed(container, body) for body in bodies))


def _root_path(container: Container, body: _Element) -> str:
    """Give the path of the document: of the version marked as current, else of the body's DocRoot."""
    folder = folder_of(container.top)
    for version in children(child(body, "Versions"), "Version"):
        if is_true(version.get("Current"), False):
            path = container.path(version.get("BaseLoc") or words(version), folder)
            if path is not None:
                root = container.xml(path)
                said = words(child(root, "DocRoot"))
                found = container.path(said, folder_of(path)) if said else None
                if found is not None:
                    return found
    said = words(child(body, "DocRoot"))
    found = container.path(said, folder)
    if found is None:
        raise damaged(container.source, said[:80] or "DocRoot")
    return found


def _is_signed(container: Container, body: _Element) -> bool:
    path = container.path(words(child(body, "Signatures")), folder_of(container.top))
    if path is None:
        return False
    try:
        return child(container.xml(path), "Signature") is not None
    except ReadingError:
        return False


class _Document:
    """One document of the container while its pages are opened."""

    def __init__(self, container: Container, path: str) -> None:
        self._container = container
        self._folder = folder_of(path)
        self._root = container.xml(path)
        self._common = child(self._root, "CommonData")
        self._resources = document_resources(container, self._common, self._folder)
        self._templates = {entry.get("ID") or "": entry for entry in children(self._common, "TemplatePage")}
        self._parsed: dict[str, _Element | None] = {}

    def papers(self, before: int, only: int | None) -> Iterator[Paper]:
        entries = list(children(child(self._root, "Pages"), "Page"))
        limit = self._container.limits.pages
        if before + len(entries) > limit:
            raise ReadingError(
                self._container.source,
                f"more pages than the limit of {limit}; split it",
                code="too_many_pages",
                details={"limit": limit},
            )
        notes = self._notes() if only is not None else {}
        for number, entry in enumerate(entries, before + 1):
            if only is None or number == only:
                yield self._paper(number, entry, notes.get(entry.get("ID") or "", []))
            else:
                yield Paper(number, *_A4, Resources())

    def _paper(self, number: int, entry: _Element, notes: list[_Element]) -> Paper:
        paper = Paper(number, *self._area(None, []), self._resources, notes=notes)
        try:
            said = entry.get("BaseLoc") or ""
            path = self._container.path(said, self._folder)
            if path is None:
                raise damaged(self._container.source, said[:80] or "BaseLoc")
            page = self._container.xml(path)
        except ReadingError as error:
            if error.code not in ("damaged", "too_deep"):
                raise
            paper.trouble = error
            return paper
        self._lay_templates(paper, page)
        under_all = [content for _, content in (*paper.under, *paper.over)]
        paper.left, paper.top, paper.width, paper.height = self._area(page, under_all)
        paper.content = page
        own = [words(entry) for entry in children(page, "PageRes")]
        if own:
            paper.resources = self._resources.copy()
            for said in own:
                paper.resources.add(self._container, said, folder_of(path))
        return paper

    def _lay_templates(self, paper: Paper, page: _Element) -> None:
        for use in children(page, "Template"):
            number = use.get("TemplateID") or ""
            content = self._template(number)
            if content is not None:
                order = use.get("ZOrder") or self._templates[number].get("ZOrder") or "Background"
                (paper.over if order.lower() == "foreground" else paper.under).append((number, content))

    def _template(self, number: str) -> _Element | None:
        if number not in self._templates:
            return None
        if number not in self._parsed:
            path = self._container.path(self._templates[number].get("BaseLoc") or "", self._folder)
            self._parsed[number] = self._parse(path)
        return self._parsed[number]

    def _parse(self, path: str | None) -> _Element | None:
        try:
            return self._container.xml(path) if path is not None else None
        except ReadingError as error:
            if error.code != "damaged":
                raise
            return None

    def _area(self, page: _Element | None, templates: list[_Element]) -> tuple[float, float, float, float]:
        """Give the sheet's box: of the page, else of its template, else of the document, else A4."""
        areas = [child(page, "Area"), *(child(content, "Area") for content in templates)]
        for area in (*areas, child(self._common, "PageArea")):
            for name in _AREAS[:1] if area is not child(self._common, "PageArea") else _AREAS:
                found = box(child(area, name))
                if found is not None and max(found[2:]) < _WIDEST:
                    return found
        for name in _AREAS[1:]:
            found = box(child(areas[0], name))
            if found is not None and max(found[2:]) < _WIDEST:
                return found
        return _A4

    def _notes(self) -> dict[str, list[_Element]]:
        """Give the appearances of annotations by page: they are drawn, but they are no text of it."""
        found: dict[str, list[_Element]] = {}
        path = self._container.path(words(child(self._root, "Annotations")), self._folder)
        root = self._parse(path)
        if root is None or path is None:
            return found
        for page in children(root, "Page"):
            own = self._parse(self._container.path(words(child(page, "FileLoc")), folder_of(path)))
            for note in () if own is None else own:
                if name_of(note) == "Annot" and is_true(note.get("Visible"), True):
                    found.setdefault(page.get("PageID") or "", []).extend(children(note, "Appearance"))
        return found
