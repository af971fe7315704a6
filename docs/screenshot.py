"""Draw docs/images/ledger.svg: the ledger of the packaged example as a terminal shows it.

``make screenshot``, or ``python docs/screenshot.py [FILE]``. The table is the command line's own; only
the window around it is drawn here.
"""

from __future__ import annotations

import io
import os
import re
import sys
from datetime import date
from html import escape, unescape
from itertools import groupby
from pathlib import Path

from rich.cells import cell_len
from rich.console import Console

from luoshi.app.extract import extract_file
from luoshi.cli.messages import say
from luoshi.cli.tables import statement_table
from luoshi.examples import path

OUT = Path(__file__).parent / "images" / "ledger.svg"
COLUMNS = 104
FIRST, COUNT = 19, 15  # the rows that are shown
CELL = 12.2  # width of a half-width cell in the drawing
FONTS = (  # letters and lines from a font of one width, Chinese from the fonts of each system
    "Menlo, Consolas, 'DejaVu Sans Mono', 'Sarasa Mono SC', 'PingFang SC', 'Microsoft YaHei', "
    "'Noto Sans Mono CJK SC', 'Noto Sans CJK SC', 'Source Han Sans SC', 'WenQuanYi Micro Hei', monospace"
)
# no @font-face: the picture fetches nothing
FORMAT = """<svg class="terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font-family: FONTS; font-size: {char_height}px; line-height: {line_height}px; }}
.{unique_id}-title {{ font-size: 18px; font-weight: bold; font-family: FONTS; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/>
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
""".replace("FONTS", FONTS)
_TEXT = re.compile(
    r'<text class="([^"]+)" x="([\d.]+)" y="([\d.]+)" textLength="[\d.]+" [^>]*>([^<]*)</text>'
)


def picture() -> str:
    """Give the SVG; the table speaks Chinese whatever the locale."""
    os.environ["LUOSHI_LANG"] = "zh"
    outcome = extract_file(path("zones.md"), date(2025, 10, 30))
    rows = list(enumerate(outcome.statements, 1))[FIRST - 1 : FIRST - 1 + COUNT]
    console = Console(
        record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True, color_system="truecolor"
    )
    console.print(statement_table(rows, title=say("demo.title")))
    svg = console.export_svg(title="luoshi", code_format=FORMAT, unique_id="luoshi")
    svg = _TEXT.sub(_spread, svg)
    return "\n".join(line.rstrip() for line in svg.splitlines()) + "\n"


def _spread(found: re.Match[str]) -> str:
    """Place runs of wide and narrow characters each at its own cell, whatever font shows them."""
    style, x, y, words = found[1], float(found[2]), found[3], unescape(found[4])
    out = []
    for wide, run in groupby(words.replace("\xa0", " "), key=lambda letter: cell_len(letter) > 1):
        part = "".join(run)
        size = cell_len(part) * CELL
        lead = 0 if wide else len(part) - len(part.lstrip(" "))
        shown = part if wide else part.strip(" ")
        if shown:
            out.append(
                f'<text class="{style}" x="{x + lead * CELL:g}" y="{y}" '
                f'textLength="{cell_len(shown) * CELL:g}">{escape(shown).replace(" ", "&#160;")}</text>'
            )
        x += size
    return "".join(out)


def main() -> int:
    """Write the picture."""
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else OUT
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(picture(), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
