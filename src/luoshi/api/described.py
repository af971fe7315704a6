"""What the description of the API says of every route: errors, headers, how one is let in."""

from __future__ import annotations

from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from luoshi.api.models.base import Told
from luoshi.serving.problems import MEDIA_TYPE

PREFIX: Final = "/api/v1"
_SECURITY: Final = {
    "token": {"type": "http", "scheme": "bearer", "description": "一个接口令牌：luoshi_…"},
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "luoshi_session",
        "description": "登录后的浏览器；改动另需 X-CSRF-Token",
    },
}
_SAID: Final = {
    400: "请求不合规矩",
    401: "没有登录，或令牌无效",
    403: "没有这样做的权限",
    404: "没有这一项，或不归您看",
    405: "这个地址不这样用",
    409: "别人先改了，或同一请求正在办",
    412: "读取之后有改动（If-Match 不符）",
    413: "超过一次可收的大小",
    415: "不收这种内容",
    422: "照这样办不了，说明见 detail",
    428: "缺少 If-Match",
    429: "过于频繁",
    500: "意外的差错",
    503: "台账暂时不可用",
}
_ALWAYS: Final = (400, 401, 403, 413, 422, 500, 503)
_REF: Final = {"$ref": "#/components/schemas/Problem"}
TAGS: Final = r'^(\*|(W/)?"[!#-~]*"(, *(W/)?"[!#-~]*")*)$'
KEYS: Final = "^[A-Za-z0-9._-]{1,200}$"
NAMES: Final = "^[A-Za-z0-9%._~-]{1,900}$"
IF_MATCH: Final[dict[str, Any]] = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    "description": '读到的版本（行的 ETag），如 "88"；* 表示不论版本',
    "schema": {"type": "string", "pattern": TAGS},
}
IDEMPOTENCY: Final[dict[str, Any]] = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "请求自己的一个号：同一号、同一内容再发，得到同一回答，不会重办",
    "schema": {"type": "string", "pattern": KEYS},
}

FILE_NAME: Final[dict[str, Any]] = {
    "name": "X-File-Name",
    "in": "header",
    "required": False,
    "description": "文件名，百分号编码（UTF-8）；也可写在 name 参数里；内容为 multipart 时不用",
    "schema": {"type": "string", "pattern": NAMES},
}


class Problem(Told):
    """An error (RFC 9457): ``detail`` is a sentence for people, ``code`` its stable name."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    details: dict[str, Any]
    request_id: str


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Declare the errors of a route: those of every route, and these."""
    content = {MEDIA_TYPE: {"schema": _REF}}
    wanted = sorted({*_ALWAYS, *statuses})
    said: dict[int | str, dict[str, Any]] = {
        status: {"description": _SAID[status], "content": content} for status in wanted if status != 304
    }
    if 304 in statuses:
        said[304] = {"description": "没有变化（If-None-Match）"}
    return said


def headers(*parameters: dict[str, Any]) -> dict[str, Any]:
    """Declare headers that are read by hand."""
    return {"parameters": list(parameters)}


def media(kind: str, schema: dict[str, Any] | None = None, said: str = "") -> dict[int | str, dict[str, Any]]:
    """Declare an answer that is no JSON."""
    content = {kind: {"schema": schema or {"type": "string"}}}
    return {200: {"description": said or "内容", "content": content}}


def describe(app: FastAPI) -> None:
    """Have an application describe its API with the errors as they are answered."""
    made: dict[str, Any] = {}

    def openapi() -> dict[str, Any]:
        if not made:
            made.update(description(app))
        return made

    app.openapi = openapi  # type: ignore[method-assign]


def description(app: FastAPI) -> dict[str, Any]:
    """Give the OpenAPI of an application."""
    said = get_openapi(
        title="落实 luoshi",
        version=app.version,
        openapi_version="3.1.0",
        description="督查台账的接口。字段名与 docs/reference/records.md 相同；错误都是 "
        "application/problem+json。",
        routes=app.routes,
    )
    for operation in (each for path in said["paths"].values() for each in path.values()):
        operation["operationId"] = operation["operationId"].partition("_api_v1_")[0]
    components = said.setdefault("components", {})
    components.setdefault("schemas", {})["Problem"] = Problem.model_json_schema()
    components["securitySchemes"] = _SECURITY
    said["security"] = [{name: []} for name in _SECURITY]
    return said
