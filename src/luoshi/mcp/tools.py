"""The tools, and how one is called: arguments checked, errors in one sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from luoshi.errors import UsageError
from luoshi.mcp import asked, ledger, stages, writing

if TYPE_CHECKING:
    from luoshi.mcp.desk import Desk, Record


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool: its name, its arguments, what it does, what an assistant reads of it."""

    name: str
    arguments: type[asked.Arguments]
    call: Callable[[Desk, Any], Record]
    description: str
    writes: bool = False

    @property
    def schema(self) -> dict[str, Any]:
        """The JSON Schema of its arguments."""
        return self.arguments.model_json_schema()


_QUOTED = "每条记录带原文 text 和起止 start、end（码点），引用时请照原文。"

_READING = (
    Tool("search", asked.Search, ledger.search, f"检索台账里的承诺、结果、问题、事件和文件。{_QUOTED}"),
    Tool("documents", asked.Documents, ledger.documents, "列出台账里的文件：标题、单位、日期、SHA-256。"),
    Tool("rows", asked.Rows, ledger.rows, f"按条件列出台账的行，带办理状态和灯。{_QUOTED}"),
    Tool("show", asked.Row, ledger.show, f"看台账的一行：记录、办理情况、所在文件、原文及前后文。{_QUOTED}"),
    Tool("history", asked.History, ledger.history, "看台账一行的经过：谁在什么时候做了什么、改了什么。"),
    Tool(
        "extract",
        asked.Extract,
        stages.extract,
        f"从一份文本里提取承诺、结果、问题、事件，不写入台账。{_QUOTED}",
    ),
    Tool(
        "follow",
        asked.Follow,
        stages.follow,
        "前一份文本的承诺，后一份文本报告得怎样：完成、未完成、承认未完成、有数但不可比、只有文字、未提及。"
        f"拿不准的不下结论。{_QUOTED}",
    ),
    Tool(
        "align",
        asked.Align,
        stages.align,
        f"对标：地方文本的承诺对应上级文本的哪些条款，或上级条款由谁承接。{_QUOTED}",
    ),
)
_WRITING = (
    Tool(
        "review",
        asked.Review,
        writing.review,
        "审核台账的一行：采纳或剔除。会写入台账；先 show，版本号对不上就不写。",
        writes=True,
    ),
    Tool(
        "report",
        asked.Report,
        writing.report,
        "填报台账一行的进展。会写入台账；先 show，版本号对不上就不写。",
        writes=True,
    ),
)


def tools_of(desk: Desk) -> dict[str, Tool]:
    """Give the tools of a server by name: those that write only where somebody's name stands for it."""
    offered = _READING if desk.author is None else (*_READING, *_WRITING)
    return {tool.name: tool for tool in offered}


def call(desk: Desk, name: str, arguments: dict[str, Any]) -> Record:
    """Call a tool.

    Raises:
        UsageError: ``mcp_no_tool``; ``mcp_missing``, ``mcp_unknown``, ``mcp_wrong``: of an argument.
        LuoshiError: what the tool says.
    """
    tools = tools_of(desk)
    if name not in tools:
        raise UsageError(
            f"There is no tool {name[:60]!r}; there are: {' '.join(tools)}.",
            code="mcp_no_tool",
            details={"name": name[:60], "known": " ".join(tools)},
        )
    tool = tools[name]
    try:
        said = tool.arguments.model_validate(arguments)
    except ValidationError as error:
        raise _wrong(tool, error) from None
    return tool.call(desk, said)


def _wrong(tool: Tool, error: ValidationError) -> UsageError:
    """Put the first fault of the arguments into a sentence."""
    first = error.errors(include_url=False, include_input=False)[0]
    name = str(first["loc"][0])[:60] if first["loc"] else "-"
    if first["type"] == "missing":
        return UsageError(f"The argument {name} is missing.", code="mcp_missing", details={"name": name})
    if first["type"] == "extra_forbidden":
        known = " ".join(tool.arguments.model_fields)
        return UsageError(
            f"There is no argument {name}; there are: {known}.",
            code="mcp_unknown",
            details={"name": name, "known": known},
        )
    reason = first["msg"]
    return UsageError(
        f"The argument {name} is not as it should be: {reason}.",
        code="mcp_wrong",
        details={"name": name, "reason": reason},
    )
