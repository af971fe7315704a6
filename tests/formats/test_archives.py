"""Zip archives of files, and files whose names say what they are not."""

import io
import zipfile

import pytest

from luoshi.errors import ReadingError
from luoshi.model.document import Document
from luoshi.reading import read, read_each
from luoshi.reading.limits import MIB, Limits

TEXT = "各区要加快建设三个公园，年底前建成。\n"
PAGE = f"<!DOCTYPE html><html><body><p>{TEXT.strip()}</p></body></html>"


def zipped(members) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def given(tmp_path, raw, limits=Limits()):  # noqa: B008 - frozen
    """Each member's name with its text, or its error's code; and what was passed over."""
    path = tmp_path / "包.zip"
    path.write_bytes(raw)
    skipped = {}
    found = {}
    for one in read_each(
        path, source="包.zip", limits=limits, skipped=lambda s: skipped.update({str(s.path): s.reason})
    ):
        found[one.source] = one.text if isinstance(one, Document) else one.code
    return found, skipped


def test_each_member_is_a_file_of_its_own(tmp_path):
    inner = zipped({"丙.txt": TEXT, "坏.md": b"\x00\x01" * 50})
    raw = zipped(
        {
            "乙/甲.txt": TEXT,
            "乙/页.html": PAGE,
            "乙/空.txt": "",
            "乙/内.zip": inner,
            "__MACOSX/乙/._甲.txt": "x",
            ".DS_Store": "x",
            "乙/.隐.txt": "x",
            "README.txt": "x",
            "乙/图.xyz": "x",
        }
    )
    found, skipped = given(tmp_path, raw)
    assert found == {
        "包.zip/乙/内.zip/丙.txt": TEXT,
        "包.zip/乙/内.zip/坏.md": "binary",
        "包.zip/乙/甲.txt": TEXT,
        "包.zip/乙/空.txt": "empty",
        "包.zip/乙/页.html": TEXT.strip(),
    }
    assert skipped == {
        "包.zip/.DS_Store": "hidden",
        "包.zip/__MACOSX/乙/._甲.txt": "hidden",
        "包.zip/README.txt": "about",
        "包.zip/乙/.隐.txt": "hidden",
        "包.zip/乙/图.xyz": "ending",
    }


def test_names_packed_by_chinese_windows(tmp_path):
    name = "工作/报告.txt".encode("gb18030")
    raw = zipped({"N" * len(name): TEXT}).replace(b"N" * len(name), name)
    assert given(tmp_path, raw)[0] == {"包.zip/工作/报告.txt": TEXT}


def test_archives_in_archives_have_an_end(tmp_path):
    raw = zipped({"甲.txt": TEXT})
    for depth in range(4):
        raw = zipped({f"{depth}.zip": raw, "乙.txt": TEXT})
    found, _ = given(tmp_path, raw)
    assert found == {
        "包.zip/乙.txt": TEXT,
        "包.zip/3.zip/乙.txt": TEXT,
        "包.zip/3.zip/2.zip/乙.txt": TEXT,
        "包.zip/3.zip/2.zip/1.zip": "too_deep",
    }


def test_archives_share_one_budget(tmp_path):
    limits = Limits(bytes_out=3 * MIB, members=9)
    part = zipped({f"{n}.txt": "建" * (MIB // 3) for n in range(2)})
    found, _ = given(tmp_path, zipped({"a.zip": part, "b.zip": part}), limits)
    assert [text if len(text) < 9 else "read" for text in found.values()] == ["read", "read", "bomb"]
    many = zipped({f"{n}.txt": TEXT for n in range(5)})
    found, _ = given(tmp_path, zipped({"a.zip": many, "b.zip": many}), limits)
    assert list(found.values()) == [TEXT] * 5 + ["too_many_members"]


def test_a_member_that_cannot_be_had_costs_itself(tmp_path):
    raw = zipped({"甲.txt": TEXT, "大.txt": bytes(2 * MIB), "../上.txt": TEXT})
    found, _ = given(tmp_path, raw, Limits(bytes_in=MIB))
    assert found == {"包.zip/甲.txt": TEXT, "包.zip/大.txt": "too_large", "包.zip/../上.txt": "damaged"}


def test_names_cannot_order_a_terminal_about(tmp_path):
    found, _ = given(tmp_path, zipped({"\x1b[31m红.txt": TEXT}))
    assert list(found) == ["包.zip/\ufffd[31m红.txt"]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (zipped({}), "no_members"),
        (zipped({"a.exe": "x"}), "no_members"),
        (b"PK\x03\x04 junk", "damaged"),
        (b"", "empty"),
    ],
)
def test_archives_that_give_nothing(tmp_path, raw, code):
    assert given(tmp_path, raw)[0] == {"包.zip": code}


def test_one_document_is_no_archive():
    with pytest.raises(ReadingError) as caught:
        read(zipped({"a.txt": TEXT}), source="a.zip")
    assert caught.value.code == "archive"


# ---- names that say what a file is not


@pytest.mark.parametrize(
    ("name", "raw", "as_format"),
    [
        ("a.doc", PAGE.encode("gb18030"), "html"),
        ("a.xls", b"\xef\xbb\xbf" + PAGE.encode(), "html"),
        ("a.docx", PAGE.encode("utf-16"), "html"),
        ("a.csv", PAGE.encode(), "html"),
        ("a.doc", b"MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n" + PAGE.encode(), "mht"),
        ("a.doc", (TEXT * 20).encode("gb18030"), "txt"),
        ("a.wps", (TEXT * 20).encode(), "txt"),
    ],
)
def test_content_wins_over_the_name(name, raw, as_format):
    document = read(raw, source=name)
    assert document.format == as_format
    assert "加快建设" in document.text
    assert [(one.code, one.details["found"]) for one in document.remarks] == [("renamed", as_format)]


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "<bytes>", "page?id=3"])
def test_a_right_name_needs_no_remark(name):
    assert read(PAGE.encode(), source=name).remarks == ()


def test_a_text_about_pages_stays_a_text():
    assert read(PAGE.encode(), source="a.txt").text == PAGE


def test_a_path_without_a_telling_name_is_read_by_its_content(tmp_path):
    (tmp_path / "page.aspx").write_text(PAGE, "utf-8")
    document = read(tmp_path / "page.aspx")
    assert (document.format, document.remarks[0].details["named"]) == ("html", ".aspx")


@pytest.mark.parametrize(
    ("name", "raw", "code", "said"),
    [
        ("a.docx", b"Rar!\x1a\x07\x00" + bytes(50), "binary", "RAR"),
        ("a.xlsx", b"GIF89a" + bytes(50), "binary", "GIF"),
        (
            "a.doc",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "encrypted",
            "password",
        ),
        ("a.docx", b"", "empty", "empty"),
    ],
)
def test_what_a_file_looks_like_is_said(name, raw, code, said):
    with pytest.raises(ReadingError, match=said) as caught:
        read(raw, source=name)
    assert caught.value.code == code
