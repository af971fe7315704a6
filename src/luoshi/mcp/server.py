"""The server: speaks the protocol, hands calls to the tools."""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from luoshi.errors import LuoshiError
from luoshi.lexicon.messages import say_error
from luoshi.mcp.tools import call, tools_of

if TYPE_CHECKING:
    from mcp.server import Server
    from mcp.server.context import ServerRequestContext
    from mcp.types import CallToolRequestParams, CallToolResult, ListToolsResult, PaginatedRequestParams

    from luoshi.mcp.desk import Desk

_AT_ONCE: Final = 2
"""Calls that are worked on at a time; the others wait."""
_log = logging.getLogger(__name__)


def server(desk: Desk, language: str, instructions: str) -> Server[Any]:
    """Give a server for a desk; ``language`` is that of its errors, ``instructions`` tell what it is for."""
    import anyio
    from mcp import types
    from mcp.server import Server

    from luoshi import __version__
    from luoshi.codec.encode import json_line

    limiter = anyio.CapacityLimiter(_AT_ONCE)

    async def listed(_: ServerRequestContext[Any], __: PaginatedRequestParams | None) -> ListToolsResult:
        return types.ListToolsResult(
            tools=[
                types.Tool(
                    name=tool.name,
                    description=tool.description,
                    input_schema=tool.schema,
                    annotations=types.ToolAnnotations(
                        read_only_hint=not tool.writes, destructive_hint=False, open_world_hint=False
                    ),
                )
                for tool in tools_of(desk).values()
            ]
        )

    async def called(_: ServerRequestContext[Any], asked: CallToolRequestParams) -> CallToolResult:
        work = partial(call, desk, asked.name, asked.arguments or {})
        try:
            answer = await anyio.to_thread.run_sync(work, limiter=limiter)
        except LuoshiError as error:
            return _said(say_error(language, error))
        except Exception:
            # an assistant can go on with other tools; what broke is for the administrator's eyes
            _log.exception("the tool %s broke", asked.name)
            broke = LuoshiError(
                f"The tool {asked.name} broke off by a fault of luoshi; its log says more.",
                code="mcp_broke",
                details={"name": asked.name},
            )
            return _said(say_error(language, broke))
        text = types.TextContent(type="text", text=json_line(answer))
        return types.CallToolResult(content=[text], structured_content=answer)

    def _said(sentence: str) -> CallToolResult:
        return types.CallToolResult(content=[types.TextContent(type="text", text=sentence)], is_error=True)

    return Server(
        "luoshi",
        version=__version__,
        title="落实",
        instructions=instructions,
        on_list_tools=listed,
        on_call_tool=called,
    )


def serve(desk: Desk, language: str, instructions: str) -> None:
    """Serve one client on standard input and output, until it hangs up."""
    import anyio
    from mcp.server.stdio import stdio_server

    made = server(desk, language, instructions)

    async def run() -> None:
        async with stdio_server() as (reading, writing):
            await made.run(reading, writing, made.create_initialization_options())

    anyio.run(run)
