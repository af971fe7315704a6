"""A text written out as web pages, in the manner of several kinds of sites."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from itertools import cycle


def _links(*names: str) -> str:
    return "".join(f"<li><a href='/{number}'>{name}</a></li>" for number, name in enumerate(names))


_MENU = _links("首页", "政务公开", "办事服务", "互动交流")
_NEWS = _links("某县召开防汛会议", "某县开镰收麦", "某县慰问教师")


def lines(text: str) -> list[str]:
    """Give what a page of the text must be read as: its lines, spaces as a browser shows them."""
    found = (re.sub(r"[ \t\n\r\f]+", " ", line).strip() for line in text.splitlines())
    return [line for line in found if line]


def as_html(text: str, template: str = "plain") -> bytes:
    """Write a text as a page of one of ``TEMPLATES``, in UTF-8; a line is a paragraph."""
    written = [html.escape(line) for line in lines(text)]
    title = written[0] if len(written[0]) <= 60 else "文件"
    return TEMPLATES[template](title, written).encode()


def _page(title: str, body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head>{head}<title>{title}</title></head><body>{body}</body></html>"


def _plain(title: str, written: list[str]) -> str:
    body = "\n".join(f"<p>{line}</p>" for line in written)
    return _page(title, f"\n{body}\n", "<meta charset='utf-8'>")


def _broken(title: str, written: list[str]) -> str:
    body = "<br>\n".join(f"　　{line}" for line in written)
    return _page(f"{title}-某县政府网", f"<div class='con'>{body}<br></div>")


def _divided(title: str, written: list[str]) -> str:
    kinds = cycle(("<div>{}</div>", "<div><span>{}</span></div>", "<section><strong>{}</strong></section>"))
    body = "".join(kind.format(line) for kind, line in zip(kinds, written, strict=False))
    return _page(title, f"<div><div>{body}</div></div>")


def _framed(title: str, written: list[str]) -> str:
    body = "".join(f"<p><font face='宋体'>&#12288;&#12288;{line}</font></p>\n" for line in written)
    return _page(
        f"{title}_某县人民政府",
        f"<center><table width=1000><tr><td><ul>{_MENU}</ul></td></tr></table>"
        f"<table width=1000><tr><td width=200><ul>{_NEWS}</ul></td>"
        f"<td><table><tr><td>{body}</td></tr><tr><td>【打印】【关闭】</td></tr></table></td></tr></table></center>",
    )


def _portal(title: str, written: list[str]) -> str:
    body = "".join(f'<p style="text-indent: 2em;">{line}</p>' for line in written)
    return _page(
        f"{title}_某县人民政府",
        f"<div class='nav'><ul>{_MENU}</ul></div>"
        "<div class='crumbs'>当前位置：<a href='/'>首页</a> &gt; <a>公开</a></div>"
        "<div class='info'>发布日期：2025-01-20 来源：某县政府办 字号：[<a>大</a> <a>中</a> <a>小</a>]</div>"
        f"<div class='TRS_Editor'>{body}</div><div class='share'>分享到：<a>微信</a></div>"
        f"<p>扫一扫在手机打开当前页</p><h3>相关新闻</h3><ul>{_NEWS}</ul>"
        "<div class='footer'><p>版权所有：某县政府办　某ICP备00000001号</p></div>",
        f'<meta charset="utf-8"><meta name="ArticleTitle" content="{title}">'
        '<meta name="PubDate" content="2025-01-20 09:30"><meta name="ContentSource" content="某县政府办">'
        "<script>var a='某句不是正文。';</script>",
    )


def _unnamed(title: str, written: list[str]) -> str:
    """A portal whose text has no telling name: what trafilatura finds must do."""
    body = "".join(f"<p>&nbsp;&nbsp;&nbsp;&nbsp;{line}</p>" for line in written)
    return _page(
        f"{title}_某县人民政府",
        f"<div><ul>{_MENU}</ul></div><div class='x1'><div class='x2'>{body}</div></div>"
        f"<div><ul>{_NEWS}</ul></div><div>版权所有：某县政府办　某ICP备00000001号</div>",
    )


TEMPLATES: dict[str, Callable[[str, list[str]], str]] = {
    "plain": _plain,
    "broken": _broken,
    "divided": _divided,
    "framed": _framed,
    "portal": _portal,
    "unnamed": _unnamed,
}
