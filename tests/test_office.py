"""Old Office files through LibreOffice: converted files, closed files, broken ones, no LibreOffice at all."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from email.message import EmailMessage
from pathlib import Path

import pytest

from luoshi.errors import ReadingError
from luoshi.reading import mht
from luoshi.reading.docx import read as read_docx
from luoshi.reading.limits import DEFAULT, Limits
from luoshi.reading.office import read
from luoshi.reading.office.finding import program
from luoshi.reading.office.signs import OLE, ending_of, is_encrypted
from tests.formats.writing import numbering, paragraph, word_file, zipped
from tests.programs import libreoffice

LISTS = {1: [{"format": "chineseCountingThousand", "text": "%1、"}, {"format": "decimal", "text": "%2."}]}
NOTE = (
    '<w:p><w:r><w:t>增长5%</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r>'
    "<w:r><w:t>左右。</w:t></w:r></w:p>"
)
TABLE = (
    "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w='4000'/><w:gridCol w:w='4000'/></w:tblGrid>"
    "<w:tr><w:tc><w:tcPr/><w:p><w:r><w:t>新建学校12所</w:t></w:r></w:p></w:tc>"
    "<w:tc><w:tcPr/><w:p><w:r><w:t>区教育局</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
)
LINES = [
    *("一、总体要求", "增长5%左右。", "二、重点任务", "1. 扩大投资", "新建学校12所", "区教育局"),
    *("各单位要压实责任。", "按可比价计算。"),
]


def sample() -> bytes:
    body = (
        paragraph("总体要求", num=1)
        + NOTE
        + paragraph("重点任务", num=1)
        + paragraph("扩大投资", num=1, level=1)
        + TABLE
        + paragraph("各单位要压实责任。")
    )
    notes = (
        '<w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r>'
        "<w:r><w:t>按可比价计算。</w:t></w:r></w:p></w:footnote>"
    )
    return word_file(body, {"numbering": numbering(LISTS), "footnotes": notes})


def failure(raw: bytes, source: str, limits: Limits = DEFAULT) -> ReadingError:
    with pytest.raises(ReadingError) as caught:
        read(raw, source, limits)
    return caught.value


def as_ending(raw: bytes, of: str, ending: str, folder: Path) -> bytes:
    """Have LibreOffice write the file under another ending."""
    (folder / f"a.{of}").write_bytes(raw)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    into = ("--convert-to", ending, "--outdir", str(folder / ending), str(folder / f"a.{of}"))
    subprocess.run(
        [libreoffice(), profile, "--headless", *into], check=True, capture_output=True, timeout=120
    )
    return (folder / ending / f"a.{ending.split(':', 1)[0]}").read_bytes()


def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Put a program in LibreOffice's place."""
    script = tmp_path / "soffice"
    script.write_text(f"#!{sys.executable}\n{code}\n")
    script.chmod(0o755)
    monkeypatch.setenv("LUOSHI_SOFFICE", str(script))


@pytest.mark.parametrize("ending", ["doc", "odt", "wps"])
def test_through_libreoffice(ending, tmp_path):
    raw = as_ending(sample(), "docx", {"wps": "doc"}.get(ending, ending), tmp_path)
    found = read(raw, f"要点.{ending}", DEFAULT)
    assert found.text.split("\n") == LINES == read_docx(sample(), "a.docx", DEFAULT).text.split("\n")
    assert found.parser.startswith("LibreOffice ")
    assert found.parser.endswith(" → docx")
    assert {part.kind for part in found.layout.parts} == {"number", "paragraph", "cell", "footnote"}


def test_rtf_as_word_writes_it():
    """LibreOffice itself would write the list's 、 as “?”, so the file is written by hand."""
    libreoffice()
    lists = (
        r"{\*\listtable{\list\listtemplateid1{\listlevel\levelnfc39\levelfollow2\levelstartat1"
        r"{\leveltext\'02\'00\'a1\'a2;}{\levelnumbers\'01;}\f0}\listid1}}"
        r"{\*\listoverridetable{\listoverride\listid1\listoverridecount0\ls1}}"
    )
    text = "".join(rf"\'{byte:02x}" for byte in "总体要求".encode("gbk"))
    fonts = r"\deff0{\fonttbl{\f0\fnil\fcharset134 SimSun;}}"
    raw = rf"{{\rtf1\ansi\ansicpg936{fonts}{lists}\pard\ls1\ilvl0\f0 {text}\par\pard 2025\u24180?\par}}"
    assert read(raw.encode(), "a.rtf", DEFAULT).text.split("\n") == ["一、总体要求", "2025年"]


@pytest.mark.parametrize("ending", ["xls", "ods", "et"])
def test_sheets_through_libreoffice(ending, tmp_path):
    import openpyxl

    book = openpyxl.Workbook()
    for row in (["重点任务", "牵头单位"], ["新建学校12所", "区教育局"]):
        book.active.append(row)
    book.save(tmp_path / "b.xlsx")
    raw = as_ending((tmp_path / "b.xlsx").read_bytes(), "xlsx", {"et": "xls"}.get(ending, ending), tmp_path)
    found = read(raw, f"台账.{ending}", DEFAULT)
    assert "新建学校12所" in found.text
    assert found.parser.endswith(" → xlsx")


def test_under_a_memory_limit_and_without_leftovers(tmp_path):
    libreoffice()
    resource = pytest.importorskip("resource", reason="this system has no limits of memory for a process")
    (tmp_path / "a.doc").write_bytes(as_ending(sample(), "docx", "doc", tmp_path))
    (tmp_path / "temp").mkdir()
    code = (
        "import resource, sys\n"
        "from luoshi.reading.limits import DEFAULT\n"
        "from luoshi.reading.office import read\n"
        f"resource.setrlimit(resource.RLIMIT_AS, ({DEFAULT.memory}, {DEFAULT.memory}))\n"
        f"print(len(read(open({str(tmp_path / 'a.doc')!r}, 'rb').read(), 'a.doc', DEFAULT).text))"
    )
    assert resource.RLIM_INFINITY
    environment = {**os.environ, "TMPDIR": str(tmp_path / "temp")}
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        env=environment,
        timeout=120,
        check=False,
    )
    assert (done.stdout.strip(), done.stderr) == (str(len("\n".join(LINES))), "")
    assert list((tmp_path / "temp").iterdir()) == []


def test_macros_and_links_lead_nowhere(tmp_path):
    """A picture that an RTF file links to is not fetched: the port it names hears nobody."""
    import socket

    libreoffice()
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        port = server.getsockname()[1]
        link = (
            f'{{\\field{{\\*\\fldinst INCLUDEPICTURE "http://127.0.0.1:{port}/a.png" \\\\d}}{{\\fldrslt x}}}}'
        )
        read(f"{{\\rtf1\\ansi text {link}\\par}}".encode(), "a.rtf", DEFAULT)
        with pytest.raises(TimeoutError):
            server.accept()


def test_a_broken_file_is_named():
    libreoffice()
    broken = failure(OLE + bytes(3000), "a.doc")
    assert (broken.code, "LibreOffice" in broken.details["reason"]) == ("damaged", True)
    assert "\n" not in str(broken)
    assert failure(zipped({"mimetype": "application/vnd.oasis.opendocument.text"}), "a.odt").code == "damaged"


def test_without_libreoffice(monkeypatch, tmp_path):
    monkeypatch.setenv("LUOSHI_SOFFICE", "")
    assert failure(b"{\\rtf1 a}", "a.rtf").code == "needs_office"
    monkeypatch.setenv("LUOSHI_SOFFICE", str(tmp_path / "gone"))
    assert program() is None
    monkeypatch.delenv("LUOSHI_SOFFICE")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("luoshi.reading.office.finding._PLACES", ((str(tmp_path), "office*/soffice"),))
    assert program() is None
    for version in ("office7", "office24"):
        (tmp_path / version).mkdir()
        (tmp_path / version / "soffice").write_text("#!/bin/sh\n")
        (tmp_path / version / "soffice").chmod(0o755)
    assert program() == str(tmp_path / "office24" / "soffice")


HANGS = (
    "import subprocess, sys, time\n"
    "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
    "open({ready!r}, 'w').write(f'{{child.pid}}\\n'); time.sleep(600)"
)


@pytest.mark.skipif(sys.platform == "win32", reason="a script is no program on Windows")
def test_a_program_that_hangs_is_ended_with_its_children(monkeypatch, tmp_path):
    ready = tmp_path / "child"
    fake(tmp_path, monkeypatch, HANGS.format(ready=str(ready)))
    error = failure(b"{\\rtf1 a}", "a.rtf", Limits(seconds=3))
    assert (error.code, error.details["limit"]) == ("too_slow", 2)
    assert _ends(int(ready.read_text()))


@pytest.mark.skipif(sys.platform == "win32", reason="a script is no program on Windows")
def test_a_reader_that_is_killed_leaves_no_program_behind(monkeypatch, tmp_path):
    ready = tmp_path / "child"
    fake(tmp_path, monkeypatch, HANGS.format(ready=str(ready)))
    code = (
        "from luoshi.reading.limits import DEFAULT\n"
        "from luoshi.reading.office import read\n"
        "read(b'{\\\\rtf1 a}', 'a.rtf', DEFAULT)"
    )
    with subprocess.Popen([sys.executable, "-c", code]) as reader:
        while not (ready.exists() and ready.read_text().endswith("\n")):
            assert reader.poll() is None
            time.sleep(0.05)
        reader.kill()
    assert _ends(int(ready.read_text()))


def _ends(pid: int) -> bool:
    for _ in range(200):
        if not _lives(pid):
            return True
        time.sleep(0.05)
    return False


def _lives(pid: int) -> bool:
    """Whether the process runs; one that ended and was not yet collected does not."""
    try:
        return "(zombie)" not in Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return False


@pytest.mark.skipif(sys.platform == "win32", reason="a script is no program on Windows")
def test_a_program_that_gives_nothing(monkeypatch, tmp_path):
    fake(tmp_path, monkeypatch, "print('Error: source file could not be loaded')")
    assert failure(b"{\\rtf1 a}", "a.rtf").code == "damaged"
    (tmp_path / "soffice").write_text("#!/nowhere/python\n")
    assert failure(b"{\\rtf1 a}", "a.rtf").code == "crashed"


@pytest.mark.parametrize(
    ("raw", "name", "ending"),
    [
        (OLE + "WordDocument".encode("utf-16-le") + bytes(2), "a.wps", ".doc"),
        (OLE + "Workbook".encode("utf-16-le") + bytes(2), "a.doc", ".xls"),
        (OLE, "a.et", ".xls"),
        (OLE, "a.doc", ".doc"),
        (b"{\\rtf1", "a.doc", ".rtf"),
        (b"PK\x03\x04..mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "a.odt", ".ods"),
        (b"PK\x03\x04", "a.odt", ".odt"),
        (b"?", "<bytes>", ".doc"),
    ],
)
def test_what_it_is_by_content(raw, name, ending):
    assert ending_of(raw, name) == ending


def test_closed_files():
    word = OLE + bytes(504) + b"\xec\xa5" + bytes(9) + b"\x01" + bytes(8)
    book = OLE + bytes(504) + b"\x09\x08\x10\x00\x00\x06" + bytes(14) + b"\x2f\x00\x02\x00\x00\x00"
    opened = zipped({"META-INF/manifest.xml": "<manifest:manifest/>"})
    closed = zipped({"META-INF/manifest.xml": "<manifest:encryption-data/>"})
    package = OLE + "EncryptedPackage".encode("utf-16-le") + bytes(2)
    for raw in (word, book, closed, package):
        assert is_encrypted(raw, DEFAULT)
        assert failure(raw, "a.doc").code == "encrypted"
    for raw in (word[:-9] + bytes(9), book[:-6] + bytes(6), opened, OLE, b"PK\x03\x04", b"{\\rtf"):
        assert not is_encrypted(raw, DEFAULT)


@pytest.mark.parametrize("charset", ["utf-8", "gb2312", None])
def test_single_file_web_pages(charset):
    text = "<p>一、总体要求</p><p>年底前建成3个公园，新增就业3万人。</p>"
    page = f"<html><body><h1>云川市工作要点</h1>{text}</body></html>"
    message = EmailMessage()
    if charset is None:
        message.set_content(page.encode("utf-8"), "text", "html", cte="base64")
    else:
        message.set_content(page, "html", charset=charset)
    message.add_related(b"\x89PNG", "image", "png")
    found = mht.read(message.as_bytes(), "a.mht", DEFAULT)
    assert found.text.split("\n") == ["云川市工作要点", "一、总体要求", "年底前建成3个公园，新增就业3万人。"]


def test_a_web_archive_without_a_page():
    for raw in (b"", b"MIME-Version: 1.0\n\ntext", b"Content-Type: multipart/related\n\n--x"):
        with pytest.raises(ReadingError) as caught:
            mht.read(raw, "a.mht", DEFAULT)
        assert caught.value.code == "no_text"
