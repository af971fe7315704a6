"""The small parts: numbers of headings, page numbers, settings, names of the fonts."""

from __future__ import annotations

from typing import Final

from luoshi.paper import measures
from luoshi.paper.docx.xml import attribute, look, root
from luoshi.paper.faces import ALL, SONG

FOOTNOTES: Final = '<w:numFmt w:val="decimalEnclosedCircleChinese"/><w:numRestart w:val="eachPage"/>'
"""①②③, counted anew on every page."""
_FORMS: Final = (
    ("chineseCountingThousand", "%1、"),
    ("chineseCountingThousand", "（%2）"),
    ("decimal", "%3. "),
    ("decimal", "（%4）"),
)


def numbering() -> str:
    """Give numbering.xml: the levels of headings, which number themselves as the document is edited."""
    levels = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:pStyle w:val="Heading{at + 1}"/>'
        f'<w:suff w:val="nothing"/><w:lvlText w:val="{shown}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="0" w:firstLine="{measures.TWO_CHARACTERS}"/></w:pPr></w:lvl>'
        for at, (form, shown) in enumerate(_FORMS)
    )
    kind = '<w:multiLevelType w:val="multilevel"/>'
    return root(
        "numbering",
        f'<w:abstractNum w:abstractNumId="0">{kind}{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
    )


def footer(*, odd: bool) -> str:
    """Give the page number between dashes: of odd pages right, of even ones left, one character in."""
    side = "right" if odd else "left"
    characters = look(SONG, measures.NUMBER_SIZE)

    def piece(inside: str) -> str:
        return f"<w:r><w:rPr>{characters}</w:rPr>{inside}</w:r>"

    number = "".join(
        piece(inside)
        for inside in (
            '<w:fldChar w:fldCharType="begin"/>',
            '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>1</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
        )
    )
    before, after = (piece(f'<w:t xml:space="preserve">{dash}</w:t>') for dash in ("— ", " —"))
    return root(
        "ftr",
        f'<w:p><w:pPr><w:pStyle w:val="Footer"/><w:ind w:{side}="{measures.ONE_NUMBER}" w:firstLine="0"/>'
        f'<w:jc w:val="{side}"/></w:pPr>{before}{number}{after}</w:p>',
    )


def settings() -> str:
    """Give settings.xml: odd and even pages differ, footnotes are counted anew on every page."""
    return root(
        "settings",
        '<w:zoom w:percent="100"/><w:evenAndOddHeaders/><w:drawingGridVerticalSpacing w:val="312"/>'
        '<w:characterSpacingControl w:val="compressPunctuation"/>'
        f'<w:footnotePr>{FOOTNOTES}<w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
        '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word"'
        ' w:val="15"/></w:compat>',
    )


def fonts() -> str:
    """Give fontTable.xml: each font with what may take its place."""
    return root(
        "fonts",
        "".join(
            f"<w:font w:name={attribute(face.name)}>"
            f"<w:altName w:val={attribute(','.join(face.alternatives))}/>"
            '<w:charset w:val="86"/><w:family w:val="auto"/></w:font>'
            for face in ALL
        ),
    )
