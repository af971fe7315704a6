"""Writes a paper as one web page that prints as the Word document does."""

from __future__ import annotations

from html import escape
from typing import BinaryIO

from luoshi.paper.content import Heading, Inline, Paper, Paragraph, Table
from luoshi.paper.faces import BODY, HEI, KAI, SONG, TITLE, Face
from luoshi.paper.numbering import numbered


def _family(face: Face) -> str:
    return ", ".join(f'"{name}"' for name in (face.name, *face.alternatives)) + ", serif"


_STYLE = f"""
@page {{ size: A4; margin: 37mm 26mm 35mm 28mm }}
@page :right {{ @bottom-right {{ content: "— " counter(page) " —"; padding-right: 14pt;
  font: 14pt {_family(SONG)} }} }}
@page :left {{ @bottom-left {{ content: "— " counter(page) " —"; padding-left: 14pt;
  font: 14pt {_family(SONG)} }} }}
:root {{ color-scheme: light }}
body {{ width: 156mm; margin: 0 auto; color: #000; background: #fff; text-align: justify;
  font: 16pt/28.95pt {_family(BODY)}; letter-spacing: -0.25pt; overflow-wrap: anywhere }}
@media screen {{ body {{ padding: 37mm 26mm 35mm 28mm; max-width: calc(100% - 54mm) }} }}
@media screen and (max-width: 210mm) {{ body {{ width: auto; max-width: none; padding: 1rem }} }}
h1 {{ font: 22pt/32pt {_family(TITLE)}; text-align: center; margin: 0 0 28.95pt; letter-spacing: 0 }}
h2, h3, h4, h5, p {{ font-size: 16pt; line-height: 28.95pt; font-weight: normal; margin: 0;
  text-indent: 2em }}
h2, h3, h4, h5 {{ break-after: avoid }}
h2 {{ font-family: {_family(HEI)} }} h3 {{ font-family: {_family(KAI)} }}
p.addressee {{ text-indent: 0 }} p.signed {{ text-align: right; padding-right: 4em }}
p.remark {{ font-size: 12pt; line-height: 17pt; text-indent: 0 }}
table {{ width: 100%; border-collapse: collapse; table-layout: fixed; margin: 0 0 8pt; text-align: left }}
caption {{ font: 12pt/17pt {_family(HEI)} }}
thead {{ display: table-header-group }} tr {{ break-inside: avoid }}
th, td {{ border: 0.5pt solid #000; padding: 1pt 3pt; font-size: 10.5pt; line-height: 17pt;
  white-space: pre-line }}
th {{ font-family: {_family(HEI)}; font-weight: normal; text-align: center }}
sup {{ font-size: 9pt; line-height: 0; letter-spacing: 0 }} a {{ color: inherit }}
ol.notes {{ border-top: 0.5pt solid #000; margin: 20pt 0 0; padding: 6pt 0 0 2em; text-align: left;
  font: 9pt/13pt {_family(SONG)}; letter-spacing: 0 }}
"""


def write(paper: Paper, file: BinaryIO) -> None:
    """Write the page, footnotes at its end; nothing in it is fetched from anywhere."""
    writer = _Writer()
    inside = writer.inside(paper)
    title = escape(paper.title.replace("\n", ""))
    shown = escape(paper.title).replace("\n", "<br>")
    page = (
        f'<!doctype html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{shown}</h1>\n{inside}\n{writer.endnotes()}</body>\n</html>\n"
    )
    file.write(page.encode("utf-8", "replace"))


def fragment(paper: Paper) -> str:
    """Give the paper without its title for a page of a site, whose own styles it takes.

    Nothing in it has a style of its own, since such pages may forbid that; headings begin at ``h2``, and each
    table stands in a region that can be scrolled.
    """
    writer = _Writer(framed=True)
    return f"{writer.inside(paper)}\n{writer.endnotes()}"


class _Writer:
    def __init__(self, *, framed: bool = False) -> None:
        self._notes: list[str] = []
        self._framed = framed

    def inside(self, paper: Paper) -> str:
        return "\n".join(self.block(mark, block) for mark, block in numbered(paper.blocks))

    def block(self, mark: str, block: Heading | Paragraph | Table) -> str:
        if isinstance(block, Heading):
            level = f"h{block.level + 1}"
            return f"<{level}>{escape(mark)}{self._inline(block.content)}</{level}>"
        if isinstance(block, Paragraph):
            kind = "" if block.style == "body" else f' class="{block.style}"'
            return f"<p{kind}>{self._inline(block.content)}</p>"
        return _in_region(block) if self._framed else _table(block, _widths(block))

    def endnotes(self) -> str:
        if not self._notes:
            return ""
        items = "\n".join(
            f'<li id="n{number}">{escape(text)} '
            f'<a href="#r{number}" aria-label="回到正文第{number}处">↩</a></li>'
            for number, text in enumerate(self._notes, 1)
        )
        return f'<ol class="notes">\n{items}\n</ol>\n'

    def _inline(self, content: Inline) -> str:
        return "".join(
            escape(part).replace("\n", "<br>") if isinstance(part, str) else self._note(part.text)
            for part in content
        )

    def _note(self, text: str) -> str:
        self._notes.append(text)
        number = len(self._notes)
        return f'<sup id="r{number}"><a href="#n{number}">[{number}]</a></sup>'


def _in_region(table: Table) -> str:
    name = escape(table.caption or table.columns[0].title, quote=True)
    region = f'<div class="table-region whole" role="region" aria-label="{name}" tabindex="0">'
    return f"{region}{_table(table)}</div>"


def _widths(table: Table) -> str:
    total = sum(column.share for column in table.columns)
    widths = "".join(f'<col style="width:{100 * c.share / total:.1f}%">' for c in table.columns)
    return f"<colgroup>{widths}</colgroup>"


def _table(table: Table, widths: str = "") -> str:
    head = "".join(f'<th scope="col">{escape(column.title)}</th>' for column in table.columns)
    rows = "\n".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in table.rows
    )
    caption = f"<caption>{escape(table.caption)}</caption>" if table.caption else ""
    return f"<table>{caption}{widths}\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody></table>"
