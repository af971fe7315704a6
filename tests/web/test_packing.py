"""Pages sent packed: what a browser unpacks is the page, and nothing of a person's is packed with it."""

from __future__ import annotations

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request

from luoshi.serving.packing import answer, joined, pack, takes_packed, unpack

PARTS = st.one_of(st.binary(max_size=300), st.integers(0, 200_000).map(lambda size: b"ab\0" * (size // 3)))


def asked(encodings: str | None) -> Request:
    headers = [] if encodings is None else [(b"accept-encoding", encodings.encode())]
    return Request({"type": "http", "headers": headers})


@given(before=PARTS, middle=PARTS, after=PARTS)
def test_what_is_joined_is_one_whole_gzip_member(before, middle, after):
    packed = pack(middle)
    assert unpack(packed) == middle
    sent = joined(before, packed, after)
    browser = zlib.decompressobj(zlib.MAX_WBITS | 16)  # checks the sum and the size at the end
    assert browser.decompress(sent) == before + middle + after
    assert browser.eof
    assert browser.unused_data == b""
    assert gzip.decompress(sent) == before + middle + after


def test_a_secret_stands_in_what_is_sent_as_it_is():
    sent = joined(b'<input name="csrf" value="c0ffee">', pack("条".encode() * 9000), b"</html>")
    assert b'value="c0ffee"' in sent
    assert sent.count("条".encode()) < 10
    assert len(sent) < 300


@pytest.mark.parametrize(
    ("encodings", "packed"),
    [
        (None, False), ("", False), ("gzip", True), ("br, gzip;q=0.5", True), ("identity", False),
        ("GZIP", True), ("gzip; q=0", False), ("*", True), ("deflate, br", False),
    ],
)  # fmt: skip
def test_it_is_packed_for_who_takes_it(encodings, packed):
    request = asked(encodings)
    assert takes_packed(request) is packed
    response = answer(request, "前", pack("中".encode()), "后", 422)
    assert response.status_code == 422
    assert response.headers["vary"] == "Accept-Encoding"
    assert response.headers.get("content-encoding") == ("gzip" if packed else None)
    body = gzip.decompress(response.body) if packed else response.body
    assert body.decode() == "前中后"
