"""The addresses of the steps with rows: one each, and one for many rows."""

from __future__ import annotations

import inspect
from typing import Any

from fastapi import APIRouter
from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import Response

from luoshi.api.acts import ACTS, UNDOING, Act, Numbers
from luoshi.api.asking import Asking, Number, asking
from luoshi.api.described import IDEMPOTENCY, IF_MATCH, headers, problems
from luoshi.api.models import steps as said_of
from luoshi.api.models.rows import Rows
from luoshi.api.once import Once
from luoshi.api.rows import told_rows
from luoshi.api.versions import etag_of, seen_version
from luoshi.app.handling import Expected
from luoshi.errors import ConflictError, UsageError
from luoshi.serving.addresses import NUMBER
from luoshi.serving.permission import may
from luoshi.serving.refusals import NotAllowed, NotThisState
from luoshi.serving.scope import check_rows, row_for

router = APIRouter(tags=["steps"], route_class=Once)


def _taken(asked: Asking, act: Act, rows: Numbers, said: Any, seen: Expected) -> dict[str, Any]:  # noqa: ANN401
    desk = asked.desk(said.reason, getattr(said, "day", None))
    done = act.take(asked, desk, rows, said, seen)
    return {"rows": told_rows(asked, list(done))}


@router.post(
    "/rows/steps",
    response_model=Rows,
    dependencies=[may(*UNDOING)],
    responses=problems(404, 409),
    openapi_extra=headers(IDEMPOTENCY),
    summary="多行同办一步",
)
def take_many(request: Request, said: said_of.ManySteps) -> dict[str, Any]:
    """Take one step with many rows: all take it, or none does."""
    asked = asking(request)
    act = ACTS[said.step]
    if act.permission and not asked.person.may(act.permission):
        raise NotAllowed(act.permission)
    seen = {each.number: each.version for each in said.rows}
    check_rows(asked.site, asked.person, list(seen))
    try:
        carried = act.said.model_validate(said.with_)
    except ValidationError as error:
        fault = error.errors()[0]
        place = ".".join(("with", *map(str, fault["loc"])))
        raise UsageError(
            f"The input is wrong: {place}: {fault['msg']}",
            code="web_input",
            details={"place": place, "reason": str(fault["msg"])},
        ) from error
    return _taken(asked, act, list(seen), carried, seen)


def _route(act: Act) -> None:
    def take(request: Request, response: Response, number: int, said: Any) -> Any:  # noqa: ANN401
        asked = asking(request)
        row = row_for(asked.site, asked.person, number)
        seen = seen_version(request, row)
        try:
            done = _taken(asked, act, (number,), said or act.said(), seen)
        except ConflictError as error:
            raise NotThisState(number) from error
        response.headers["ETag"] = etag_of(row_for(asked.site, asked.person, number))
        return done

    needed = any(field.is_required() for field in act.said.model_fields.values())
    parameters = {
        "request": Request,
        "response": Response,
        "number": Number,
        "said": act.said if needed else act.said | None,
    }
    take.__name__ = f"{act.name}_row"
    take.__doc__ = act.said.__doc__
    take.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [
            inspect.Parameter(
                name,
                inspect.Parameter.KEYWORD_ONLY,
                annotation=kind,
                default=None if name == "said" and not needed else inspect.Parameter.empty,
            )
            for name, kind in parameters.items()
        ]
    )
    router.add_api_route(
        f"/rows/{NUMBER}/{act.name}",
        take,
        methods=["POST"],
        response_model=Rows,
        dependencies=[may(*((act.permission,) if act.permission else UNDOING))],
        responses=problems(404, 409, 412, 428),
        openapi_extra=headers(IF_MATCH, IDEMPOTENCY),
        summary=act.summary,
    )


for _act in ACTS.values():
    _route(_act)
