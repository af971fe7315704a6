"""Evidence that a step names: files that were sent before, stretches of documents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from luoshi.api.asking import Asking
from luoshi.api.models.steps import FileSaid, QuoteSaid
from luoshi.app import proving
from luoshi.errors import UsageError


def evidence_of(asked: Asking, said: Sequence[FileSaid | QuoteSaid]) -> list[dict[str, Any]]:
    """Give evidence as events carry it.

    Raises:
        UsageError: ``api_no_file``: no such file was sent; ``no_document``: there is none, or it is not for
            the person to see; ``quote_outside``.
    """
    return [_file(asked, one) if isinstance(one, FileSaid) else _quote(asked, one) for one in said]


def _file(asked: Asking, said: FileSaid) -> dict[str, Any]:
    if asked.store.files.find(said.sha256) is None:
        raise UsageError(
            f"No file {said.sha256[:12]}… is kept; send it to /api/v1/files first.",
            code="api_no_file",
            details={"digest": f"{said.sha256[:12]}…"},
        )
    return {"kind": "file", "sha256": said.sha256, "name": said.name}


def _quote(asked: Asking, said: QuoteSaid) -> dict[str, Any]:
    if asked.unit is not None or asked.store.text(said.document) is None:
        raise UsageError(
            f"The ledger has no document {said.document[:12]}.",
            code="no_document",
            details={"document": said.document[:12]},
        )
    return proving.stretch(asked.store, said.document, said.start, said.end)
