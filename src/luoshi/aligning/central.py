"""From a central document to what can be asked, or one clear sentence why it cannot."""

from __future__ import annotations

from luoshi.aligning.index import CentralIndex, index
from luoshi.aligning.provisions import provisions
from luoshi.errors import UsageError
from luoshi.extracting.statements import statements
from luoshi.model import Document, Outline


def central_index(outline: Outline) -> CentralIndex:
    """Give the provisions of a parsed central document that ask for something, ready to be asked.

    Raises:
        UsageError: the text has neither numbered articles nor paragraphs with a task.
    """
    found = provisions(outline, list(statements(outline)))
    asking = [provision for provision in found if provision.tasks]
    if not asking:
        name = outline.document.source
        raise UsageError(
            f"{name}: no provisions found: neither numbered articles nor paragraphs that set a task;"
            " give a central document",
            code="central_none",
            details={"central": name},
        )
    return index(asking)


def refuse_same(local: Document, central: Document) -> None:
    """Refuse to hold a text against itself.

    Raises:
        UsageError: naming both.
    """
    if local.sha256 == central.sha256:
        raise UsageError(
            f"{local.source} and {central.source} are the same text; give two different ones",
            code="align_same",
            details={"local": local.source, "central": central.source},
        )
