"""Zip containers that lie: nothing of them is believed before it is counted."""

import bz2
import io
import struct
import zipfile
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.errors import ReadingError
from luoshi.reading.limits import MIB, Limits
from luoshi.reading.packed import Packed, parse_xml

LIMITS = Limits(bytes_out=40 * MIB, members=20)


def zipped(members, method=zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return out.getvalue()


def named(raw_name: bytes) -> bytes:
    """A zip whose one member has this name, without the flag of UTF-8."""
    return zipped([("N" * len(raw_name), b"a")]).replace(b"N" * len(raw_name), raw_name)


def failure(call, *arguments):
    with pytest.raises(ReadingError) as caught:
        call(*arguments)
    return caught.value


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2])
def test_members_come_back(method):
    packed = Packed(zipped([("a/b.xml", "甲" * 1000), ("a/", "")], method), "a.zip", LIMITS)
    assert packed.names() == ("a/b.xml",)
    assert packed.read("/A/B.XML") == ("甲" * 1000).encode()
    assert "a/c.xml" not in packed
    assert failure(packed.read, "a/c.xml").code == "damaged"


def test_a_method_that_is_not_read_is_said():
    packed = Packed(zipped([("a", b"a" * 100)], zipfile.ZIP_LZMA), "a.zip", LIMITS)
    assert "method 14" in str(failure(packed.read, "a"))


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("目录/文件.txt".encode("gb18030"), "目录/文件.txt"),
        ("目录\\文件.txt".encode("gb18030"), "目录/文件.txt"),
        ("目录/文件.txt".encode(), "目录/文件.txt"),
        (b"./a.txt", "a.txt"),
        (b"caf\x82", "café"),  # code page 437: neither UTF-8 nor GB18030
    ],
)
def test_names(raw, name):
    assert Packed(named(raw), "a.zip", LIMITS).names() == (name,)


def test_a_name_in_its_own_field_wins():
    info = zipfile.ZipInfo("aaa.txt")
    told = "名.txt".encode()
    info.extra = struct.pack("<HHBL", 0x7075, 5 + len(told), 1, zlib.crc32(b"aaa.txt")) + told
    assert Packed(zipped([(info, b"a")]), "a.zip", LIMITS).names() == ("名.txt",)
    info.extra = struct.pack("<HHBL", 0x7075, 5 + len(told), 1, 7) + told
    assert Packed(zipped([(info, b"a")]), "a.zip", LIMITS).names() == ("aaa.txt",)


@pytest.mark.parametrize("raw", [b"../a", b"a/../../b", b"/etc/passwd", b"C:\\a.txt", b"..\\a", b"a\0b"])
def test_names_that_lead_out_are_kept_aside(raw):
    packed = Packed(named(raw), "a.zip", LIMITS)
    assert (packed.names(), len(packed.unsafe)) == ((), 1)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_of_a_name_twice_the_last_is_read():
    packed = Packed(zipped([("a", b"1"), ("b", b"2"), ("a", b"3")]), "a.zip", LIMITS)
    assert (packed.names(), packed.repeated, packed.read("a")) == (("b", "a"), ("a",), b"3")


def test_growth_is_bounded_while_it_is_unpacked():
    bomb = zipped([("a", bytes(50 * MIB)), ("b", b"b")])
    packed = Packed(bomb, "a.zip", LIMITS)
    error = failure(packed.read, "a")
    assert (error.code, error.details) == ("bomb", {"limit": 32})  # the ratio to its 50 KiB
    assert failure(packed.read, "b").code == "bomb"  # nothing is left for others
    assert Packed(bomb, "a.zip", Limits()).read("b") == b"b"


def test_growth_of_all_members_counts_together():
    packed = Packed(zipped([(name, bytes(15 * MIB)) for name in "abc"]), "a.zip", LIMITS)
    assert len(packed.read("a")) == len(packed.read("b")) == len(packed.read("a")) == 15 * MIB
    assert failure(packed.read, "c").code == "bomb"


def test_a_size_that_lies_is_not_believed():
    honest = zipped([("a", bytes(50 * MIB))])
    size = struct.pack("<L", 50 * MIB)
    assert honest.count(size) == 2
    for lie in (10, 0xFFFFFF00):
        assert (
            failure(Packed(honest.replace(size, struct.pack("<L", lie)), "a", LIMITS).read, "a").code
            == "bomb"
        )


def test_members_that_overlap_are_refused():
    """As in the bomb of D. Fifield: many entries of the directory point at one stretch."""
    kernel = zipped([("a", b"x" * 1000)])
    start = kernel.index(b"PK\x01\x02")
    end = kernel.index(b"PK\x05\x06")
    entry = kernel[start:end]
    directory = entry + entry.replace(b"a", b"b")
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 2, 2, len(directory), start, 0)
    assert "overlap" in str(failure(Packed, kernel[:start] + directory + tail, "a.zip", LIMITS))


def test_the_number_of_members_is_bounded():
    raw = zipped([(str(n), b"") for n in range(21)])
    assert failure(Packed, raw, "a.zip", LIMITS).code == "too_many_members"
    assert len(Packed(raw, "a.zip", Limits(members=21)).names()) == 21


def test_a_password_is_said():
    raw = bytearray(zipped([("a", b"a" * 100)]))
    raw[6] |= 1
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    packed = Packed(bytes(raw), "a.zip", LIMITS)
    assert packed.is_encrypted("a")
    assert failure(packed.read, "a").code == "encrypted"


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_changed_bytes_cost_an_error_or_nothing(data):
    raw = bytearray(zipped([("a/b.xml", b"<a>" + b"b" * 300 + b"</a>"), ("c", bytes(2000))]))
    for _ in range(data.draw(st.integers(1, 4))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    cut = bytes(raw[: data.draw(st.integers(0, len(raw)))]) if data.draw(st.booleans()) else bytes(raw)
    try:
        packed = Packed(cut, "a.zip", LIMITS)
    except ReadingError:
        return
    for name in packed.names():
        try:
            content = packed.read(name)
        except ReadingError:
            continue
        assert len(content) < 3000  # its checksum holds


def test_bzip2_is_bounded_too():
    raw = zipped([("a", bytes(50 * MIB))], zipfile.ZIP_BZIP2)
    assert len(raw) < len(bz2.compress(bytes(50 * MIB))) + 500
    assert failure(Packed(raw, "a.zip", LIMITS).read, "a").code == "bomb"


LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("<a>", "damaged"),
        ("", "damaged"),
        ("no xml", "damaged"),
        ("<a>" * 5000 + "</a>" * 5000, "too_deep"),
        ('<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "damaged"),
        ('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', "damaged"),
        ('<!DOCTYPE a [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x"> %x;]><a/>', "damaged"),
        (f'<!DOCTYPE a [<!ENTITY a0 "lol">{LAUGHS}]><a b="&a9;">&a9;</a>', "damaged"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_xml_that_is_refused(text, code, encoding):
    error = failure(parse_xml, text.encode(encoding), "a.xml", LIMITS)
    assert error.code == code
    assert "\n" not in str(error)


def test_xml():
    root = parse_xml(b"<?xml version='1.0'?><!-- c --><a><?pi x?><!-- c --><b/>t</a>", "a.xml", LIMITS)
    assert [element.tag for element in root.iter()] == ["a", "b"]
