"""Writes docs/reference/api.zh.md from the description of the API; ``python docs/api_reference.py``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from fastapi import FastAPI

import luoshi
from luoshi.api import describe, router
from luoshi.serving.permission import NEEDS, OWN

PAGE = Path(__file__).parent / "reference" / "api.zh.md"
TAGS = {
    "rows": "台账",
    "steps": "审核与办理",
    "documents": "文件",
    "events": "事件",
    "search": "搜索",
    "pairs": "追踪、对标、比较",
    "jobs": "任务",
    "exports": "导出",
    "extract": "提取",
    "people": "账号与令牌",
    "audit": "操作日志",
}
HEAD = """# 接口

`luoshi serve` 在 `/api/v1` 下提供接口；机器可读的说明（OpenAPI 3.1）在 `/api/v1/openapi.json`。\
本页由 `docs/api_reference.py` \
生成。

## 约定

- **身份**：`Authorization: Bearer luoshi_…`。令牌在“我的账号”里新建，只显示一次，\
权限不超过本人的角色；浏览器登录后也可调用，\
改动另需 `X-CSRF-Token`。填报员只见本单位的事项，别的行一律 404。
- **字段**：一行就是[记录](records.md)的各字段，另有 `row`：序号、状态、时限等；\
事件见[事件](events.md)。请求里多写的字段、\
多写的参数都不收（422）。
- **版本**：读一行得到 `ETag`，改动时原样写进 `If-Match`。没写是 428；别人先改了是 412，重读再办。\
多行同办（`/rows/steps`）把版本写在 `rows` 里，不符是 409。
- **翻页**：`limit` 最多 200；下一页的地址在 `Link: <…>; rel="next"` 里，\
也可把 `next` 写进 `after`（任务、日志是 `before`）。
- **重发**：`POST` 可带 `Idempotency-Key`（一天内有效）：同一键、同一内容得到同一回答，不会重办；\
同一键、另一内容是 422；\
前一次还在办是 409，按 `Retry-After` 再问。
- **秘密**：新建账号、链接、令牌的回答只此一次，不留存，所以不认 `Idempotency-Key`。
- **错误**：`application/problem+json`。`detail` 是一句话（按 `Accept-Language`），`code` 是固定的代号。
- **久的工作**：202 和一个任务；`/jobs/N/events` 逐次推送进度（SSE，可用 `Last-Event-ID` 接着听）。

```sh
curl -H "Authorization: Bearer $TOKEN" "http://127.0.0.1:8000/api/v1/rows?light=red&limit=20"
curl -H "Authorization: Bearer $TOKEN" -H 'If-Match: "88"' -H 'Content-Type: application/json' \\
     -d '{"progress": "主体完工", "percentage": 60}' http://127.0.0.1:8000/api/v1/rows/12/report
curl -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/octet-stream' \\
     --data-binary @要点.docx \\
     "http://127.0.0.1:8000/api/v1/documents?name=%E8%A6%81%E7%82%B9.docx"
```

`/rows/steps` 的 `with` 就是那一步自己的内容：`{"step": "assign", "rows": [{"number": 12, "version": 88}], \
"with": {"lead": "水务局"}}`。

"""
_GAP = re.compile(r":\w+}")


def page() -> str:
    """Give the page."""
    app = FastAPI(title="luoshi", version=luoshi.__version__)
    app.include_router(router)
    describe(app)
    said, needs = app.openapi(), _needs(app)
    parts = [HEAD]
    for tag, title in TAGS.items():
        parts.append(f"## {title}\n\n| 地址 | 作用 | 权限 |\n|---|---|---|\n")
        for path, method, operation in _operations(said, tag):
            address = f"`{method.upper()} {path.removeprefix('/api/v1')}`"
            parts.append(f"| {address} | {operation['summary']} | {needs[method.upper(), path]} |\n")
        parts.extend(_details(said, tag))
    return "".join(parts)


def _operations(said: Mapping[str, Any], tag: str) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    for path, methods in said["paths"].items():
        for method, operation in methods.items():
            if tag in operation["tags"]:
                yield path, method, operation


def _details(said: Mapping[str, Any], tag: str) -> Iterator[str]:
    """Give what addresses take: parameters, and the fields of a body."""
    yield "\n"
    for path, method, operation in _operations(said, tag):
        query = [each["name"] for each in operation.get("parameters", ()) if each["in"] == "query"]
        body = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
        fields = _fields(said, body.get("schema", {}))
        taken = []
        if query:
            taken.append("参数 " + " ".join(f"`{name}`" for name in query))
        if fields:
            taken.append("内容 " + " ".join(fields))
        if taken:
            yield f"- `{method.upper()} {path.removeprefix('/api/v1')}`：{'；'.join(taken)}\n"
    yield "\n"


def _fields(said: Mapping[str, Any], schema: Mapping[str, Any]) -> list[str]:
    """Give the fields of a body; those that must be there are marked."""
    named = next((each for each in (schema, *schema.get("anyOf", ())) if "$ref" in each), None)
    if named is None:
        return []
    model = said["components"]["schemas"][named["$ref"].rpartition("/")[2]]
    needed = model.get("required", ())
    return [f"**`{name}`**" if name in needed else f"`{name}`" for name in model.get("properties", {})]


def _needs(app: FastAPI) -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for route in _routes(app.routes):
        path = _GAP.sub("}", str(getattr(route, "path", "")))
        dependant = getattr(route, "dependant", None)
        if dependant is None:
            continue
        asked = [getattr(one.call, NEEDS, None) for one in dependant.dependencies]
        words = [_words(each) for each in asked if each is not None]
        for method in route.methods:
            found[method, path] = "，且".join(words)
    return found


def _routes(routes: Any) -> Iterator[Any]:  # noqa: ANN401 - routes and included routers of FastAPI
    for route in routes:
        if hasattr(route, "effective_route_contexts"):
            yield from _routes(route.effective_route_contexts())
        else:
            yield route


def _words(needed: tuple[str, ...]) -> str:
    if OWN in needed:
        return "本人登录"
    return "有令牌即可" if len(needed) > 6 else " 或 ".join(f"`{name}`" for name in needed)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
