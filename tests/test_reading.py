"""Reading: files, formats, web pages and what is said when something cannot be read."""

import datetime
import os
import pickle
import struct
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from luoshi import reading
from luoshi.errors import ReadingError, UsageError
from luoshi.reading import Skipped, find, read
from luoshi.reading.decode import decode
from luoshi.reading.limits import Limits

HTML_CASES = yaml.safe_load((Path(__file__).parent / "cases" / "html.yaml").read_text("utf-8"))
REPORT = (
    "各位代表：\n现在，我代表市人民政府，向大会报告工作，请予审议。\n"
    "一、2024年工作回顾\n地区生产总值增长5.6%，城镇新增就业3.2万人，“两新”政策带动消费120亿元。\n"
    "二、2025年重点任务\n要坚定不移扩大内需，力争全年固定资产投资增长6%左右，确保粮食产量稳定在100万吨以上。\n"
)


def failure(content, **how):
    with pytest.raises(ReadingError) as caught:
        read(content, **how)
    return caught.value


@pytest.mark.parametrize("case", HTML_CASES, ids=lambda case: case["name"])
def test_html_cases(case):
    document = read(case["html"].encode(), source="page.html")
    assert document.text.split("\n") == case["lines"]
    assert document.title == case["title"]
    assert document.date == case.get("date")
    assert document.format == "html"


@pytest.mark.parametrize("ending", [".txt", ".md", ".TXT"])
def test_text_files_are_unchanged(tmp_path, ending):
    path = tmp_path / f"报告{ending}"
    text = "# 一\r\n二\r三\n\n　四\u200b\ufeff五\t"
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    document = read(path, date="2025-01-02")
    assert (document.text, document.encoding) == (text, "utf-8-sig")
    assert document.source == str(path)
    assert document.date == datetime.date(2025, 1, 2)
    assert document.format == ending[1:].lower()


def test_content_instead_of_a_path():
    assert read("一\r\n二").text == "一\r\n二"
    assert read("一二".encode(), source="a.md").format == "md"
    page = "<!DOCTYPE html><p>年底前建成。</p>".encode()
    assert read(page).format == "html"
    assert read(page, source="a.txt").text == page.decode()
    assert failure("一\n\ud800").code == "undecodable"


def test_dates():
    assert read(b"a", date=datetime.datetime(2025, 1, 2, 3)).date == datetime.date(2025, 1, 2)
    with pytest.raises(UsageError, match="YYYY-MM-DD"):
        read(b"a", date="2025年")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "gb18030"])
def test_encodings_without_a_mark(encoding):
    assert decode(REPORT.encode(encoding), "a.txt") == (REPORT, encoding)
    paragraph = REPORT.split("\n")[1]  # without one ASCII character: UTF-16 shows no zero byte
    if "32" not in encoding:
        assert decode(paragraph.encode(encoding), "a.txt") == (paragraph, encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le"])
def test_one_damaged_byte_is_named(encoding):
    raw = REPORT.encode(encoding)
    place = len(REPORT[:40].encode(encoding))
    damage = b"\x00\xd8" if encoding == "utf-16-le" else b"\xff"
    error = failure(raw[:place] + damage + raw[place:], source="报告.txt")
    assert (error.code, error.byte) == ("undecodable", place)
    assert error.details["encoding"] == encoding.upper()
    assert "报告.txt" in str(error)


def test_surrogates_in_utf8_are_named():
    raw = REPORT.encode()
    assert failure(raw + b"\xed\xa0\x80" + raw).byte == len(raw)
    assert failure(b"\xed\xa0\x80").byte == 0


def test_a_mark_decides():
    error = failure(b"\xef\xbb\xbf" + "一".encode() + b"\xff")
    assert error.byte == 6
    assert failure(b"\xff\xfe" + "一二".encode("utf-16-le") + b"\x00").byte == 6


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "PNG"),
        (b"%PDF-1.7\n", "PDF"),
        (b"PK\x03\x04" + bytes(26) + b"word/document.xml", "docx"),
        (b"PK\x03\x04" + bytes(26) + b"OFD.xml", "OFD"),
        (b"MZ\x90\x00\x03" + bytes(60), "program"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(60), "Office"),
        (struct.pack("<200d", *(1 / n for n in range(1, 201))), "binary data"),
        ("一段\x00文字".encode(), "binary data"),
    ],
)
def test_binary_is_no_text(raw, kind):
    with pytest.raises(ReadingError) as caught:
        decode(raw, "a.txt")
    assert caught.value.code == "binary"
    assert kind in caught.value.details["looks_like"]


def test_empty():
    assert "empty" in str(failure(b"", source="a.txt"))
    assert {failure(raw).code for raw in (b"", b"\xef\xbb\xbf", b"\xff\xfe")} == {"empty"}


def test_what_cannot_be_opened(tmp_path):
    link = tmp_path / "link.txt"
    link.symlink_to(tmp_path / "gone.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "a.xyz").write_text("a")
    codes = {
        name: failure(tmp_path / name).code for name in ("missing.txt", "link.txt", "", "pipe.txt", "a.xyz")
    }
    assert list(codes.values()) == ["missing", "missing", "folder", "special", "unknown_ending"]
    assert "link" in str(failure(link))
    assert failure("a\0.txt").code == "missing"
    assert failure("x" * 5000 + ".txt").code == "unreadable"


def test_no_permission(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("a")
    path.chmod(0)
    user = os.geteuid()
    for folder in (tmp_path, *tmp_path.parents[:2]):
        if user == 0:
            folder.chmod(0o755)
    try:
        if user == 0:
            os.seteuid(65534)
        error = failure(path)
    finally:
        os.seteuid(user)
    assert error.code == "permission"


def test_too_large(tmp_path):
    small = Limits(bytes_in=10)
    (tmp_path / "a.txt").write_bytes(b"a" * 11)
    assert failure(tmp_path / "a.txt", limits=small).code == "too_large"
    assert failure(b"a" * 11, limits=small).code == "too_large"
    assert failure("aaaaa\naaaaa", limits=small).code == "too_large"
    assert read(b"a" * 10, limits=small).text == "a" * 10


def test_errors_survive_pickling():
    error = failure(b"\x89PNG\r\n\x1a\n", source="a.txt")
    again = pickle.loads(pickle.dumps(error))  # noqa: S301
    assert (str(again), again.code, again.details) == (str(error), error.code, error.details)


def test_find_walks_in_order_and_says_what_it_skips(tmp_path):
    for name in ("b/二.txt", "b/a.md", "a.html", ".hidden.txt", ".git/c.txt", "d.exe", "~$e.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("a")
    (tmp_path / "b" / "loop").symlink_to(tmp_path)
    (tmp_path / "c.txt").symlink_to(tmp_path / "nothing")
    skipped: list[Skipped] = []
    found = list(find([tmp_path, tmp_path / "a.html"], skipped=skipped.append))
    assert [str(path.relative_to(tmp_path)) for path in found] == ["a.html", "b/a.md", "b/二.txt"]
    assert {(str(one.path.relative_to(tmp_path)), one.reason) for one in skipped} == {
        (".git", "hidden"),
        (".hidden.txt", "hidden"),
        ("~$e.txt", "hidden"),
        ("d.exe", "ending"),
        ("b/loop", "repeated"),
        ("c.txt", "broken"),
        ("a.html", "repeated"),
    }


def test_find_names_what_is_missing_and_goes_on_where_told(tmp_path):
    (tmp_path / "a.txt").write_text("a")
    (tmp_path / "none").mkdir()
    with pytest.raises(ReadingError, match="no such file"):
        list(find([tmp_path / "gone"]))
    errors: list[ReadingError] = []
    found = list(find([tmp_path / "gone", tmp_path / "none", tmp_path / "a.txt"], failed=errors.append))
    assert found == [tmp_path / "a.txt"]
    assert [error.code for error in errors] == ["missing", "no_files"]


PAGE = "<html><head><meta charset={}><title>题</title></head><body><p>年底前建成3个公园。</p></body></html>"


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("utf-8", "utf-8"),
        ("gb2312", "gb18030"),
        ("gbk", "gb18030"),
        ("gb2312", "utf-8"),
        ("utf-8", "gb18030"),
        ("nonsense", "gb18030"),
        ("utf-16", "utf-16-le"),
    ],
)
def test_html_encodings(declared, encoding):
    document = read(PAGE.format(declared).encode(encoding), source="a.html")
    assert (document.text, document.encoding, document.title) == ("年底前建成3个公园。", encoding, "题")


def test_html_of_other_encodings():
    page = "<meta charset=big5><p>年底前建成三個公園，讓市民滿意。</p>"
    assert read(page.encode("big5"), source="a.htm").text == "年底前建成三個公園，讓市民滿意。"
    short = "<meta charset=gbk><p>模</p>"
    assert read(short.encode("gbk"), source="a.htm").text == "模"


def test_html_without_text():
    for page in (b" ", b"<html></html>", b"<script>a</script>"):
        assert failure(page, source="a.html").code == "html"


def test_html_opens_nothing_outside(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("秘密")
    page = f'<!DOCTYPE html [<!ENTITY x SYSTEM "file://{secret}">]><html><body><p>甲&x;乙。</p></body></html>'
    assert "秘密" not in read(page.encode(), source="a.html").text


@pytest.mark.parametrize("depth", [250, 1500, 10_000, 200_000])
def test_html_nested_deep(depth):
    page = ("<div>" * depth + "年底前建成。" + "</div>" * depth).encode()
    if depth > 2000:
        assert failure(page, source="a.html").code == "html"
    else:
        assert read(page, source="a.html").text == "年底前建成。"


@pytest.mark.slow
def test_large_files_of_one_line(tmp_path):
    text = "建成三个公园，" * 2_500_000  # 52 MB in UTF-8
    path = tmp_path / "a.txt"
    path.write_text(text, "utf-8")
    assert read(path).text == text
    page = f"<p>{text}</p>".encode()
    assert read(page, source="a.html").text == text


def test_formats_can_be_read_on_import_alone():
    """Heavy packages are imported when the first page is read."""
    code = (
        "import sys, luoshi.reading; "
        "print([m for m in ('lxml', 'trafilatura', 'charset_normalizer', 'yaml') if m in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


CORPORA = Path(__file__).parents[2] / "shared" / "corpora"


@pytest.mark.shared
@pytest.mark.parametrize("wrap", ["<p>{}</p>", "{}<br>", "<div>　　{}</div>"])
@pytest.mark.skipif(not CORPORA.is_dir(), reason="../shared/corpora is absent")
def test_real_texts_come_back_whole_from_pages(wrap):
    import html

    for path in sorted(CORPORA.glob("central/*.txt")) + sorted(CORPORA.glob("national/*.txt")):
        text = path.read_text("utf-8-sig")
        lines = [line for line in text.splitlines() if line.strip()]
        body = "".join(wrap.format(html.escape(line)) for line in lines)
        page = f"<html><head><title>{lines[0]}</title></head><body><div>{body}</div></body></html>"
        given = read(page.encode(), source="a.html").text
        assert "".join(given.split()) == "".join(text.split()), path.name


def test_limit_is_offered():
    assert reading.MAX_BYTES == 200 * 1024 * 1024
