"""The table out as xlsx and csv, and back in: first what would change, then, once confirmed, the change."""

from __future__ import annotations

import hmac
import tempfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path, PurePath
from typing import Annotated, BinaryIO, Final
from urllib.parse import quote

from fastapi import APIRouter, Depends
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from luoshi.app.export import at_work, texts_of
from luoshi.app.importing import SPREADSHEETS, Imported, import_table
from luoshi.errors import ConflictError, LuoshiError, ReadingError, UsageError
from luoshi.exports import ledger_rows, write_csv, write_xlsx
from luoshi.serving.auditing import note
from luoshi.serving.permission import may
from luoshi.serving.problems import status_of
from luoshi.web.pages.ledger.acts import Said
from luoshi.web.pages.ledger.desk import Asking, asking, done, files, form_of, texts
from luoshi.web.pages.ledger.question import question_of
from luoshi.web.rendering import page

router = APIRouter(include_in_schema=False)
_TYPES: Final = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
_PIECE: Final = 1 << 16
_SPOOLED: Final = 1 << 22
_SHOWN: Final = 500
_WAITING: Final = 50  # tables that wait for their confirmation
NAME: Final = "台账"


@router.get("/export.xlsx", dependencies=[may("export")])
def export_xlsx(request: Request) -> Response:
    """Give the rows that the filter lets through as a workbook."""
    return _export(request, "xlsx")


@router.get("/export.csv", dependencies=[may("export")])
def export_csv(request: Request) -> Response:
    """Give the rows that the filter lets through as csv."""
    return _export(request, "csv")


def _export(request: Request, form: str) -> Response:
    asked = asking(request)
    question = question_of(request.query_params, {})
    store, office = asked.site.store, asked.site.table()
    rows = store.rows(question.filter(asked.site.today(), asked.unit))
    rows = rows if "review" in question.said else at_work(rows, office)
    # a workbook is whole only when it is written; it goes to the disk, not into memory
    spooled: BinaryIO = tempfile.SpooledTemporaryFile(max_size=_SPOOLED)  # type: ignore[assignment]  # noqa: SIM115
    try:
        cells = ledger_rows(rows, office, texts=texts_of(store) if form == "xlsx" else None)
        written = write_xlsx(cells, spooled, office=office) if form == "xlsx" else write_csv(cells, spooled)
    except BaseException:
        spooled.close()
        raise
    note(request, "exported", form, rows=written.rows)
    spooled.seek(0)
    named = f"attachment; filename=ledger.{form}; filename*=UTF-8''{quote(f'{NAME}.{form}')}"
    return StreamingResponse(
        _pieces(spooled), media_type=_TYPES[form], headers={"Content-Disposition": named}
    )


def _pieces(spooled: BinaryIO) -> Iterator[bytes]:
    with spooled:
        while piece := spooled.read(_PIECE):
            yield piece


@router.get("/import", dependencies=[may("supervise")])
def choose(request: Request) -> Response:
    """Ask for the file."""
    return page(request, "transfer/import.html", fault="", said={}, endings=",".join(SPREADSHEETS))


@router.post("/import", dependencies=[may("supervise")])
def check(request: Request, form: Annotated[FormData, Depends(form_of)]) -> Response:
    """Show what a table would change, with the cell of each change and fault; nothing is written yet."""
    asked, said = asking(request), texts(form)
    found = files(form, "file")
    try:
        if not found:
            raise UsageError("Choose a file.", code="web_no_file")
        name = PurePath((found[0].filename or "").replace("\\", "/")).name[:200].strip()
        if PurePath(name).suffix.lower() not in SPREADSHEETS:
            known = " ".join(SPREADSHEETS)
            raise UsageError(
                f"“{name}” is no table; these are: {known}.",
                code="web_no_table",
                details={"name": name, "known": known},
            )
        raw = found[0].file.read()
        imported = _run(asked, raw, name, said, dry_run=True)
    except (UsageError, ReadingError, ConflictError) as error:
        return _refused(asked, error, said)
    key = _keep(request, raw)
    return page(
        request,
        "transfer/check.html",
        found=imported,
        notices=[
            (each, _sentence(asked, each.error) if each.error else "") for each in imported.notices[:_SHOWN]
        ],
        left=max(0, len(imported.notices) - _SHOWN),
        name=name,
        author=asked.person.name,
        key=f"{key}.{_sign(asked, key, name, new=_new(said))}",
        said=said,
    )


@router.post("/import/apply", dependencies=[may("supervise")])
def apply(request: Request, form: Annotated[FormData, Depends(form_of)]) -> Response:
    """Take the changes of a table that was shown before into the ledger."""
    asked, said = asking(request), texts(form)
    digest, _, signed = said.get("key", "").partition(".")
    name = said.get("name", "")
    try:
        if not hmac.compare_digest(signed.encode(), _sign(asked, digest, name, new=_new(said)).encode()):
            raise _gone()
        imported = _run(asked, _kept(request, digest), name, said, dry_run=False)
    except (UsageError, ReadingError, ConflictError) as error:
        return _refused(asked, error, said)
    rows, new, document = len(imported.rows), imported.new, imported.document
    if not document:
        note(request, "imported", "", rows=rows)
        return done(asked, "/ledger", "import", rows)
    note(request, "imported", "", rows=rows, new=new, document=document)
    return done(asked, f"/ledger?document={document}", "import_new", rows, new=new)


def _folder(request: Request) -> Path:
    """Give the folder where tables wait for their confirmation; it goes with the process."""
    state = request.app.state
    held: tempfile.TemporaryDirectory[str] | None = getattr(state, "transfer_folder", None)
    if held is None:
        held = state.transfer_folder = tempfile.TemporaryDirectory(prefix="luoshi-tables-")
    return Path(held.name)


def _keep(request: Request, raw: bytes) -> str:
    folder, digest = _folder(request), sha256(raw).hexdigest()
    (folder / digest).write_bytes(raw)
    for old in sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime)[:-_WAITING]:
        old.unlink(missing_ok=True)
    return digest


def _kept(request: Request, digest: str) -> bytes:
    try:
        return (_folder(request) / digest).read_bytes()
    except OSError as error:
        raise _gone() from error


def _gone() -> UsageError:
    return UsageError("The file is not here any more; choose it again.", code="web_import_gone")


def _new(said: Said) -> bool:
    """Say whether lines that were typed into the table are to become rows."""
    return said.get("new", "") == "1"


def _sentence(asked: Asking, error: LuoshiError) -> str:
    """Give the sentence of an error; a typed line is told of the box, not of the command's option."""
    if error.code == "import_typed":
        return asked.t("transfer.typed", said=error.details.get("said", ""), box=asked.t("transfer.take_new"))
    return asked.sentence(error)


def _sign(asked: Asking, digest: str, name: str, *, new: bool) -> str:
    """Sign what was shown, so that just that is taken; ``digest`` and ``name`` stand last: they are free."""
    said = f"import:{'new' if new else 'changes'}:{asked.person.account}:{digest}:{name}".encode()
    return hmac.new(asked.site.secret, said, sha256).hexdigest()


def _run(asked: Asking, raw: bytes, name: str, said: Said, *, dry_run: bool) -> Imported:
    """Read the table from a folder of its own, under a name of ours with the ending of its own."""
    with tempfile.TemporaryDirectory(prefix="luoshi-") as folder:
        path = Path(folder) / f"{NAME}{PurePath(name).suffix.lower()}"
        path.write_bytes(raw)
        return import_table(
            asked.site.store,
            path,
            author=asked.person.name,
            reason=said.get("reason", "") or name,
            approval=said.get("approval", ""),
            new=_new(said),
            name=name,
            dry_run=dry_run,
        )


def _refused(asked: Asking, error: LuoshiError, said: Said) -> Response:
    sentence = asked.sentence(error)
    return page(
        asked.request,
        "transfer/import.html",
        status_of(error),
        fault=sentence,
        said=said,
        endings=",".join(SPREADSHEETS),
    )
