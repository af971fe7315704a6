"""Damaged files of every format, the same on every run: cut, changed, misnamed, nested, senseless inside."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable, Iterator
from functools import cache

from PIL import Image, ImageDraw, ImageFont
from pypdf import PdfReader, PdfWriter

from tests.formats.ofds import as_ofd
from tests.formats.pages import as_html
from tests.formats.pdfs import as_pdf
from tests.formats.sheets import as_table, as_xlsx, with_shared_strings
from tests.formats.writing import numbering, paragraph, word_file, zipped
from tests.shared import CORPORA

Random = random.Random
Damage = Callable[[bytes, Random], bytes]

TEXT = "\n".join(
    [
        "云川市2026年重点任务",
        "一、总体要求",
        "全年地区生产总值增长5.6%左右，城镇新增就业3.2万人。",
        "（一）市发展改革委牵头，年底前开工建设云川东站等项目36个，完成投资480亿元。",
        "（二）各区要加快建设三个公园，2026年6月底前建成。",
    ]
)
LEDGER = [
    ["云川市重点任务台账", None, None, None],
    ["序号", "重点任务", "牵头单位", "完成时限"],
    [1, "建成云川东站", "市交通局", "2026年6月底前"],
    [2, "新建学校12所", "市教育局", "年底前"],
]
_PAGES = ("reportlab", "packed", "locked")
_IN_ZIPS = frozenset(("docx", "xlsx", "ofd", "zip"))
_ODD = (
    b"",
    b"-1",
    b"0",
    b"999999999",
    b"9" * 40,
    b"1e308",
    b"nan",
    b"../../a",
    b"\xef\xbc\x91",
    b"\xff\xfe",
    b"a" * 5000,
)
FORMATS = (
    "docx",
    "pdf",
    "ofd",
    "xlsx",
    "html",
    "png",
    "jpg",
    "tiff",
    "csv",
    "zip",
    "txt",
    "md",
    "mht",
    "rtf",
)


@cache
def samples(kind: str) -> tuple[bytes, ...]:
    """Give whole files of a format: written for the tests, and small real ones where ../shared is."""
    real = sorted((CORPORA / "formats" / kind).glob(f"*.{kind}"))[:12]
    return (*_written(kind), *(path.read_bytes() for path in real if path.stat().st_size < 80_000))


def _written(kind: str) -> Iterator[bytes]:
    if kind == "docx":
        yield _word()
    elif kind == "pdf":
        yield from map(_pdf, _PAGES)
    elif kind == "ofd":
        yield as_ofd(TEXT)
    elif kind == "xlsx":
        yield with_shared_strings(as_xlsx(TEXT.splitlines()))
        yield as_table(LEDGER, ["A1:D1"])
    elif kind == "html":
        yield as_html(TEXT, "portal")
        yield as_html(TEXT, "framed").decode().encode("gb18030")
    elif kind in ("png", "jpg", "tiff"):
        yield _picture(kind)
    elif kind == "csv":
        rows = "\r\n".join(",".join(f'"{"" if cell is None else cell}"' for cell in row) for row in LEDGER)
        yield rows.encode("utf-8-sig")
        yield rows.encode("gb18030")
    elif kind == "zip":
        inner = zipped({"丙.txt": TEXT, "丁.docx": _word()})
        yield zipped(
            {"甲.txt": TEXT, "乙/页.html": as_html(TEXT), "乙/内.zip": inner, "表.csv": "任务\n建园\n"}
        )
    elif kind in ("txt", "md"):
        yield from (TEXT.encode(encoding) for encoding in ("utf-8-sig", "utf-8", "gb18030", "utf-16"))
    elif kind == "mht":
        body = "".join(f"={byte:02X}" for byte in as_html(TEXT))
        head = "MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n"
        yield f"{head}Content-Transfer-Encoding: quoted-printable\r\n\r\n{body}".encode()
    elif kind == "rtf":
        signs = "".join(f"\\u{ord(sign) if ord(sign) < 0x8000 else ord(sign) - 0x10000}?" for sign in TEXT)
        yield ("{\\rtf1\\ansi\\deff0 " + signs.replace("\\u10?", "\\par ") + "}").encode()


def _word() -> bytes:
    lists = {1: [{"format": "chineseCountingThousand", "text": "%1、"}, {"format": "decimal", "text": "%2."}]}
    note = '<w:p><w:r><w:t>增长5%</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    table = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>市交通局</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    body = "".join(paragraph(line, num=1, level=at % 2) for at, line in enumerate(TEXT.splitlines()))
    foot = '<w:footnote w:id="2"><w:p><w:r><w:t>按可比价计算。</w:t></w:r></w:p></w:footnote>'
    return word_file(body + note + table, {"numbering": numbering(lists), "footnotes": foot}, title="任务")


def _pdf(how: str) -> bytes:
    raw = as_pdf(TEXT, columns=2 if how == "packed" else 1)
    if how == "reportlab":
        return raw
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(raw)))
    if how == "locked":
        writer.encrypt("", "owner", algorithm="RC4-128")  # opens without a password
    for page in writer.pages:
        page.mediabox.lower_left = (0, 500)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _picture(kind: str) -> bytes:
    sheet = Image.new("L", (360, 60), 255)
    ImageDraw.Draw(sheet).text((20, 15), "2026 GDP 5.2%", fill=0, font=ImageFont.load_default(28))
    out = io.BytesIO()
    how = {"compression": "tiff_lzw"} if kind == "tiff" else {}
    sheet.save(out, {"jpg": "JPEG"}.get(kind, kind.upper()), dpi=(150, 150), **how)
    return out.getvalue()


def hostile_file(kind: str, number: int) -> tuple[str, bytes]:
    """Give the name and the bytes of the damaged file of a format with this number."""
    rng = Random(f"{kind} {number}")
    raw = rng.choice(samples(kind))
    ways: list[Damage] = [*_ON_BYTES]
    if kind in _IN_ZIPS:
        ways += [_senseless, _senseless, _member_damaged, _member_lost, _nested, _entities]
    elif kind == "pdf":
        ways += [_odd_number, _odd_number, _odd_number]
    elif kind in ("html", "mht", "rtf"):
        ways += [_deep, _odd_number]
    if rng.random() < 0.08:
        other = rng.choice([one for one in FORMATS if one != kind])
        return f"坏{number}.{kind}", rng.choice(samples(other))
    for _ in range(rng.choice((1, 1, 2))):
        raw = rng.choice(ways)(raw, rng)
    return f"坏{number}.{kind}", raw


def _cut(raw: bytes, rng: Random) -> bytes:
    return raw[: rng.randrange(len(raw) + 1)]


def _beheaded(raw: bytes, rng: Random) -> bytes:
    return raw[rng.randrange(len(raw) + 1) :]


def _flipped(raw: bytes, rng: Random) -> bytes:
    changed = bytearray(raw)
    for _ in range(rng.choice((1, 3, 30)) if raw else 0):
        changed[rng.randrange(len(raw))] = rng.randrange(256)
    return bytes(changed)


def _blanked(raw: bytes, rng: Random) -> bytes:
    start, end = _stretch(raw, rng)
    filling = rng.choice((b"\x00", b"\xff", b" ", None))
    return raw[:start] + (filling * (end - start) if filling else rng.randbytes(end - start)) + raw[end:]


def _deleted(raw: bytes, rng: Random) -> bytes:
    start, end = _stretch(raw, rng)
    return raw[:start] + raw[end:]


def _repeated(raw: bytes, rng: Random) -> bytes:
    start, end = _stretch(raw, rng)
    return raw[:end] + raw[start:end] * rng.choice((1, 1, 50)) + raw[end:]


def _moved(raw: bytes, rng: Random) -> bytes:
    start, end = _stretch(raw, rng)
    to = rng.randrange(len(raw) + 1)
    return raw[:to] + raw[start:end] + raw[to:]


def _stretch(raw: bytes, rng: Random) -> tuple[int, int]:
    start = rng.randrange(len(raw) + 1)
    return start, min(len(raw), start + rng.choice((1, 16, 200, 2000)))


_ON_BYTES: tuple[Damage, ...] = (_cut, _beheaded, _flipped, _flipped, _blanked, _deleted, _repeated, _moved)


def _odd_number(raw: bytes, rng: Random) -> bytes:
    """Change numbers: lengths, offsets and sizes that make no sense."""
    for _ in range(rng.choice((1, 2, 8))):
        found = list(re.finditer(rb"-?\d+(\.\d+)?", raw))
        if found:
            at = rng.choice(found)
            raw = raw[: at.start()] + rng.choice(_ODD) + raw[at.end() :]
    return raw


def _odd_value(raw: bytes, rng: Random) -> bytes:
    """Change what an attribute or an element says."""
    found = list(re.finditer(rb'(?<=")[^"<>]*(?=")|(?<=>)[^<>]+(?=<)', raw))
    if not found:
        return raw
    at = rng.choice(found)
    return raw[: at.start()] + rng.choice((*_ODD, rng.choice(found)[0])) + raw[at.end() :]


def _odd_element(raw: bytes, rng: Random) -> bytes:
    """Put one element of an XML text, or its opening alone, where another stands."""
    found = list(re.finditer(rb"<[A-Za-z][^<>]*>", raw))
    if not found:
        return raw
    at, other = rng.choice(found), rng.choice(found)
    return raw[: at.start()] + other[0] + raw[rng.choice((at.start(), at.end())) :]


def _deep(raw: bytes, rng: Random) -> bytes:
    """Nest an element, or a group, in itself a thousand times."""
    found = list(re.finditer(rb"<([A-Za-z][\w:]*)[^<>]*>|\{", raw)) or [None]
    at = rng.choice(found)
    if at is None:
        return raw
    count = rng.choice((100, 3000, 60_000))
    closing = b"</" + at[1] + b">" if at[1] else b"}"
    closed = closing * count if rng.random() < 0.5 else b""
    return raw[: at.start()] + at[0] * count + closed + raw[at.start() :]


def _entities(raw: bytes, rng: Random) -> bytes:
    """Declare entities in a member: one that grows, or one that asks for another file."""
    levels = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    growing = f'<!DOCTYPE a [<!ENTITY a0 "aaaaaaaaaa">{levels}]>'
    asking = '<!DOCTYPE a [<!ENTITY a9 SYSTEM "file:///etc/hostname">]>'
    said = rng.choice((growing, asking)).encode()

    def change(member: bytes, _: Random) -> bytes:
        opened = re.sub(rb"^(<\?xml[^>]*\?>)?", lambda found: found[0] + said, member, count=1)
        return re.sub(rb"(?<=>)[^<>]+(?=<)", b"&a9;", opened, count=3)

    return _with_member(raw, rng, change)


def _senseless(raw: bytes, rng: Random) -> bytes:
    """Give a whole container in which a member's XML makes no sense."""

    def change(member: bytes, rng: Random) -> bytes:
        for _ in range(rng.choice((1, 3, 10))):
            member = rng.choice((_odd_value, _odd_value, _odd_value, _odd_number, _odd_element))(member, rng)
        return _deep(member, rng) if rng.random() < 0.1 else member

    return _with_member(raw, rng, change)


def _member_damaged(raw: bytes, rng: Random) -> bytes:
    return _with_member(raw, rng, rng.choice(_ON_BYTES))


def _member_lost(raw: bytes, rng: Random) -> bytes:
    return _with_member(raw, rng, lambda member, rng: None)


def _with_member(raw: bytes, rng: Random, change: Callable[[bytes, Random], bytes | None]) -> bytes:
    """Change one member of a container, the packing staying whole; what is no container stays."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            members = {name: packed.read(name) for name in packed.namelist() if not name.endswith("/")}
    except Exception:  # an earlier damage
        return raw
    if not members:
        return raw
    name = rng.choice(sorted(members))
    changed = change(members[name], rng)
    rest = {one: held for one, held in members.items() if one != name}
    return zipped(rest if changed is None else {**rest, name: changed})


def _nested(raw: bytes, rng: Random) -> bytes:
    """Pack a container into containers, or into the folder of its own kind."""
    inside = rng.choice(
        ("a.zip", "a.docx", "word/document.xml", "xl/workbook.xml", "OFD.xml", "[Content_Types].xml")
    )
    for _ in range(rng.choice((1, 2, 5, 40))):
        raw = zipped({inside: raw})
    return raw
