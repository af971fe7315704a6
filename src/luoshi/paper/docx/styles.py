"""The styles: whoever edits the document afterwards finds them by name."""

from __future__ import annotations

from luoshi.paper import measures
from luoshi.paper.docx.xml import exact, look, root
from luoshi.paper.faces import BODY, HEI, KAI, SONG, TITLE, Face
from luoshi.paper.numbering import LEVELS

_HEADS: tuple[Face, ...] = (HEI, KAI, BODY, BODY)
_INDENT = f'<w:ind w:firstLine="{measures.TWO_CHARACTERS}" w:firstLineChars="200"/>'
_FLUSH = '<w:ind w:left="0" w:firstLine="0" w:firstLineChars="0"/>'
_TABLE_LINE = 340
_NOTE_LINE = 240


def styles() -> str:
    """Give styles.xml."""
    body = look(BODY, measures.BODY_SIZE, tighter=measures.TIGHTER)
    language = '<w:lang w:val="en-US" w:eastAsia="zh-CN"/>'
    look_of_all = f"<w:rPr>{look(BODY, measures.BODY_SIZE)}{language}</w:rPr>"
    parts = [
        f"<w:docDefaults><w:rPrDefault>{look_of_all}</w:rPrDefault><w:pPrDefault/></w:docDefaults>",
        _style("Normal", "Normal", f'{exact()}{_INDENT}<w:jc w:val="both"/>', body, default=True),
        _style(
            "Title",
            "Title",
            f'<w:keepNext/><w:spacing w:before="0" w:after="{measures.LINE}" w:line="640" '
            f'w:lineRule="exact"/>{_FLUSH}<w:jc w:val="center"/>',
            look(TITLE, measures.TITLE_SIZE),
        ),
        *(_heading(level) for level in range(1, LEVELS + 1)),
        _style("Addressee", "主送", f'{exact()}{_FLUSH}<w:jc w:val="left"/>', body),
        # 成文日期右空四字
        _style(
            "Signed",
            "署名",
            f'{exact()}<w:ind w:right="1280" w:firstLine="0" w:firstLineChars="0"/><w:jc w:val="right"/>',
            body,
        ),
        _small("Remark", "说明", BODY, "left", 24),
        _small("Caption", "表题", HEI, "center", 24, keep=True),
        _small("TableHead", "表头", HEI, "center", measures.TABLE_SIZE),
        _small("TableText", "表文", BODY, "left", measures.TABLE_SIZE),
        _style(
            "FootnoteText",
            "footnote text",
            f'{exact(_NOTE_LINE)}{_FLUSH}<w:jc w:val="left"/>',
            look(SONG, measures.NOTE_SIZE),
        ),
        '<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/>'
        '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>',
        _style("Footer", "footer", f"{_FLUSH}", look(SONG, measures.NUMBER_SIZE)),
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:tblPr><w:tblCellMar><w:left w:w="57" w:type="dxa"/><w:right w:w="57" w:type="dxa"/>'
        "</w:tblCellMar></w:tblPr></w:style>",
    ]
    return root("styles", "".join(parts))


def _heading(level: int) -> str:
    paragraph = (
        f'<w:keepNext/><w:numPr><w:ilvl w:val="{level - 1}"/><w:numId w:val="1"/></w:numPr>'
        f'{exact()}{_INDENT}<w:jc w:val="both"/><w:outlineLvl w:val="{level - 1}"/>'
    )
    face = look(_HEADS[level - 1], measures.BODY_SIZE, tighter=measures.TIGHTER)
    return _style(f"Heading{level}", f"heading {level}", paragraph, face)


def _small(name: str, shown: str, face: Face, side: str, size: int, *, keep: bool = False) -> str:
    before = "<w:keepNext/>" if keep else ""
    paragraph = f'{before}{exact(_TABLE_LINE)}{_FLUSH}<w:jc w:val="{side}"/>'
    return _style(name, shown, paragraph, look(face, size))


def _style(name: str, shown: str, paragraph: str, characters: str, *, default: bool = False) -> str:
    based = "" if default else '<w:basedOn w:val="Normal"/>'
    first = ' w:default="1"' if default else "" if shown.isascii() else ' w:customStyle="1"'
    return (
        f'<w:style w:type="paragraph"{first} w:styleId="{name}"><w:name w:val="{shown}"/>{based}<w:qFormat/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{characters}</w:rPr></w:style>"
    )
