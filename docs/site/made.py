"""The pages of the reference that are made from the code, in either language."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from interface import python_page

import luoshi
from luoshi.api import describe, router
from luoshi.lexicon.load import load_file
from luoshi.lexicon.messages import say
from luoshi.reading.limits import DEFAULT
from luoshi.settings import WebSettings
from luoshi.settings.limits import _SETTINGS as LIMITS

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "src" / "luoshi" / "data"


def made_pages(language: str) -> tuple[dict[str, str], dict[str, str]]:
    """Give the pages by their names, and the files beside them by their paths on the site."""
    app = FastAPI(title="luoshi", version=luoshi.__version__)
    app.include_router(router)
    describe(app)
    said = app.openapi()
    pages = {
        "commands": _commands(language),
        "python": python_page(language),
        "query": _query(language),
        "workflow": _workflow(language),
        "settings": _settings(language),
        "api": _api(language, said),
    }
    described = json.dumps(said, ensure_ascii=False, indent=1) + "\n"
    return {f"reference/{name}": text for name, text in pages.items()}, {"reference/openapi.json": described}


def _both(language: str, zh: str, en: str) -> str:
    return zh if language == "zh" else en


def _table(head: list[str], rows: Iterator[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)


def _commands(language: str) -> str:
    """Give what each command says with ``--help``."""
    environment = {**os.environ, "LUOSHI_LANG": language, "PYTHONIOENCODING": "utf-8"}
    run = [sys.executable, str(Path(__file__).parent / "help_texts.py")]
    printed = subprocess.run(run, env=environment, check=True, capture_output=True).stdout  # noqa: S603
    lines = [
        _both(
            language,
            "# 命令\n\n各命令的 `--help`。`LUOSHI_LANG=en` 换成英文。"
            "出错时打印一句话，退出状态为 1；用法不对为 2。\n",
            "# Commands\n\nWhat each command says with `--help`; `LUOSHI_LANG=zh` speaks Chinese. "
            "An error is one sentence and exit status 1; wrong usage is 2.\n",
        )
    ]
    for name, text in json.loads(printed):
        depth = "##" if name.count(" ") < 2 else "###"
        lines.append(f"\n{depth} {name}\n\n```text\n{text.rstrip()}\n```\n")
    return "".join(lines)


def _query(language: str) -> str:
    """Give the fields of a search, their other names and what they take."""
    said = load_file(DATA / "search_fields.yaml")
    takes = {
        "words": _both(language, "名称里的字", "characters of the name"),
        "until": _both(language, "日子，应完成的", "a time, when it is due"),
        "date": _both(language, "日子，文件的", "a time, of the document"),
    }

    def names(part: str) -> str:
        rows = ([f"`{key}`", " ".join(f"`{name}`" for name in value)] for key, value in said[part].items())
        return _table([_both(language, "值", "Value"), _both(language, "也可写作", "Also written")], rows)

    rows = (
        [
            f"`{key}`",
            " ".join(f"`{name}`" for name in field["names"]),
            takes.get(field["takes"], _values(language, field["takes"])),
        ]
        for key, field in said["fields"].items()
    )
    head = _both(
        language,
        "# 检索式\n\n由 `luoshi/data/search_fields.yaml` 生成；"
        "怎样用见[在台账里检索](../howto/search.md)。\n\n## 字段\n\n",
        "# Query language\n\nMade from `luoshi/data/search_fields.yaml`; "
        "see [Search](../howto/search.md).\n\n## Fields\n\n",
    )
    columns = ["", _both(language, "也可写作", "Also written"), _both(language, "值", "Value")]
    parts = [head, _table(columns, rows)]
    for part, zh, en in (
        ("has", "`has` 的值", "Values of `has`"),
        ("is", "`is` 的值", "Values of `is`"),
        ("operators", "连接词", "Operators"),
    ):
        parts.append(f"\n## {_both(language, zh, en)}\n\n{names(part)}")
    return "".join(parts)


def _values(language: str, kind: str) -> str:
    """Give the values that a field of a record takes, with their words."""
    known = {
        "type": ("commitment", "result", "problem", "event"),
        "force": ("binding", "firm", "directional", "striving", "exploratory"),
        "kind": ("goal", "project", "measure", "principle", "study", "publicity", "monitoring"),
    }
    flow = load_file(DATA / "workflow.yaml")
    if kind in known:
        return " ".join(f"`{value}` {say(language, f'{kind}.{value}')}" for value in known[kind])
    tables = {"state": flow["states"], "review": flow["reviews"]}
    if kind in tables:
        return " ".join(f"`{value}` {words[language]}" for value, words in tables[kind].items())
    lights = {"red": "红", "yellow": "黄", "green": "绿", "blue": "蓝"}
    if kind == "light":
        return " ".join(
            f"`{value}` {word}" if language == "zh" else f"`{value}`" for value, word in lights.items()
        )
    if kind == "grade":
        return "`A` `B` `C` `D`"
    return _both(language, "见下", "see below")


def _workflow(language: str) -> str:
    """Give states, steps, reviews, lights and roles."""
    flow, lights, people = (load_file(DATA / f"{name}.yaml") for name in ("workflow", "lights", "roles"))

    def words(states: list[str]) -> str:
        return _both(language, "、", ", ").join(flow["states"][state][language] for state in states)

    steps = (
        [
            f"`{key}`",
            step[language],
            words(step["from"]),
            flow["states"][step["to"]][language]
            if step["to"] != "same"
            else _both(language, "不变", "unchanged"),
            " ".join(f"`{need}`" for need in step["needs"]),
        ]
        for key, step in flow["steps"].items()
    )
    reviews = (
        [f"`{key}`", each[language], " ".join(f"`{name}`" for name in each["next"])]
        for key, each in flow["reviews"].items()
    )
    roles = (
        [f"`{key}`", role[language], "；".join(people["permissions"][may][language] for may in role["may"])]
        for key, role in people["roles"].items()
    )
    rules = (
        [
            _both(language, "离完成时限的工作日", "working days before it is due"),
            str(lights["due_soon"]),
            "",
        ],
        [
            _both(language, "进度落后时间（百分点）", "points behind the time gone by"),
            str(lights["behind"]["yellow"]),
            str(lights["behind"]["red"]),
        ],
        [
            _both(
                language,
                f"每{lights['report_every']}天反馈一次，过了几天",
                f"a report every {lights['report_every']} days, days late",
            ),
            str(lights["report_overdue"]["yellow"]),
            str(lights["report_overdue"]["red"]),
        ],
    )
    en = language == "en"
    return "".join(
        (
            "# Workflow, lights, roles\n\nMade from `workflow.yaml`, `lights.yaml` and `roles.yaml` of "
            "`luoshi/data`.\n\n## Steps\n\n"
            if en
            else "# 流程、灯和角色\n\n"
            "由 `luoshi/data` 的 `workflow.yaml`、`lights.yaml`、`roles.yaml` 生成。\n\n## 各步\n\n",
            _table(
                ["", "Step", "From", "To", "Needs"] if en else ["", "步", "从哪些状态", "到", "必写"],
                steps,
            ),
            "\n## Reviews\n\n" if en else "\n## 审核\n\n",
            _table(["", "Decision", "May be followed by"] if en else ["", "决定", "其后可以"], reviews),
            "\n## Lights\n\n" if en else "\n## 灯\n\n",
            _table(["", "Yellow", "Red"] if en else ["", "黄", "红"], iter(rules)),
            "\nOver the term is red, closed is blue, any other row at work is green.\n"
            if en
            else "\n过了完成时限是红，已销号是蓝，其余在办的是绿。\n",
            "\n## Roles\n\n" if en else "\n## 角色\n\n",
            _table(["", "Role", "May"] if en else ["", "角色", "可以"], roles),
        )
    )


def _settings(language: str) -> str:
    """Give the names in ``luoshi.toml``, their variables and defaults."""
    limits = (
        [
            f"`{name}`",
            f"`LUOSHI_MAX_{name.upper()}`",
            f"{getattr(DEFAULT, each.field) / each.unit:g}",
            f"{each.least}–{each.most}",
        ]
        for name, each in LIMITS.items()
    )
    web = (
        [
            f"`{field.name}`",
            f"`LUOSHI_WEB_{field.name.upper()}`",
            _both(language, "按请求", "by request") if field.default is None else f"{field.default}",
        ]
        for field in fields(WebSettings)
    )
    head = _both(
        language,
        "# 设置\n\n写在当前文件夹的 `luoshi.toml` 里，或用环境变量；环境变量优先。\n\n",
        "# Settings\n\nIn `luoshi.toml` of the current folder, or as variables of the environment, "
        "which come first.\n\n",
    )
    columns = [
        _both(language, zh, en)
        for zh, en in (("名称", "Name"), ("环境变量", "Variable"), ("默认", "Default"))
    ]
    ledger = _both(
        language,
        "`workflow`、`lights`：办公室自己的流程表和亮灯规则，写文件名，从 `luoshi.toml` 所在的文件夹找起。\n",
        "`workflow`, `lights`: files with the office's own workflow and rules of the lights, "
        "beside `luoshi.toml`.\n",
    )
    return (
        f"{head}## [limits]\n\n{_table([*columns, _both(language, '范围', 'Range')], limits)}"
        f"\n{_both(language, '大小以 MiB 计，图以百万像素计。', 'MiB, and million pixels.')}\n"
        f"\n## [web]\n\n{_table(columns, web)}\n## [ledger]\n\n{ledger}\n"
        f"## {_both(language, '其他变量', 'Other variables')}\n\n{_variables(language)}"
    )


def _variables(language: str) -> str:
    said = (
        ("LUOSHI_LANG", "`zh` 或 `en`：命令行的语言", "`zh` or `en`: the language of the command line"),
        (
            "LUOSHI_AUTHOR",
            "记入台账的姓名；没有就取登录名",
            "the name written into the ledger, else that of the account",
        ),
        (
            "LUOSHI_FILES",
            "PostgreSQL 台账存原件的文件夹",
            "the folder of the original files of a PostgreSQL ledger",
        ),
        (
            "LUOSHI_FONT",
            "画图、排页用的中文字体文件",
            "the file of the Chinese font that pictures are drawn with",
        ),
        ("LUOSHI_PLAIN", "`1`：不用编译的内层循环", "`1`: without the compiled inner loops"),
    )
    rows = ([f"`{name}`", _both(language, zh, en)] for name, zh, en in said)
    return _table(["", ""], rows)


def _api(language: str, said: Mapping[str, Any]) -> str:
    """Give the addresses of the API; the Chinese page is docs/reference/api.zh.md."""
    note = _both(
        language,
        'OpenAPI 说明：<a href="openapi.json">openapi.json</a>。\n',
        'The description in OpenAPI: <a href="openapi.json">openapi.json</a>.\n',
    )
    if language == "zh":
        page = (ROOT / "docs" / "reference" / "api.zh.md").read_text("utf-8")
        return page.rstrip() + f"\n\n{note}"
    rows = (
        [
            f"`{method.upper()} {path.removeprefix('/api/v1')}`",
            operation.get("description", "").partition("\n\n")[0].replace("\n", " "),
            " ".join(
                f"`{each['name']}`" for each in operation.get("parameters", ()) if each["in"] == "query"
            ),
        ]
        for path, methods in said["paths"].items()
        for method, operation in methods.items()
    )
    return (
        f"# API\n\n{_API}\n{note}\n## Addresses\n\n{_table(['Address', 'What it does', 'Parameters'], rows)}"
    )


_API = """`luoshi serve` offers it under `/api/v1`.

- **Who**: `Authorization: Bearer luoshi_…`, with a token from “My account” that may do
  no more than its owner.
- **Fields**: a row has the fields of a [record](records.md), and `row`: number, state, term. Fields and
  parameters that are not known are refused (422).
- **Versions**: reading a row gives an `ETag`; a change sends it back as `If-Match`. Without it: 428;
  changed by others: 412.
- **Pages**: `limit` is at most 200; the next page stands in `Link: <…>; rel="next"`.
- **Again**: a `POST` may carry an `Idempotency-Key`, good for a day: same key and body, same answer.
- **Errors**: `application/problem+json`; `detail` is a sentence, `code` stays the same.
- **Long work**: 202 and a job; `/jobs/N/events` tells its progress (SSE).
"""
