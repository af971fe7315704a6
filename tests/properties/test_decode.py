"""Whatever Chinese text is encoded comes back equal, and damage is named where it stands."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from luoshi.errors import ReadingError
from luoshi.reading import read
from luoshi.reading.decode import decode

FREQUENT = "".join(
    bytes([row, cell]).decode("gb2312", "ignore") for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF)
)
MARKS = "，。、；：“”（）《》％"
ANY = st.characters(exclude_categories=["Cs"], exclude_characters="\x00\ufeff")
CHINESE = st.text(st.sampled_from(FREQUENT + MARKS) | st.sampled_from("0123456789%. \r\n"), min_size=1)
LONGER = st.text(st.sampled_from(FREQUENT + MARKS), min_size=12)
RARE = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=8)


@given(st.text(ANY, min_size=1))
def test_utf8_and_marked_text_of_any_kind(text):
    assume(not text.startswith(("{\\rtf", "%PDF-", "II*", "MM")))
    for encoding in ("utf-8-sig", "utf-16", "utf-32"):
        assert decode(text.encode(encoding), "a.txt")[0] == text
    for mark, encoding in ((b"\xfe\xff", "utf-16-be"), (b"\x00\x00\xfe\xff", "utf-32-be")):
        assert decode(mark + text.encode(encoding), "a.txt") == (text, encoding)


@given(CHINESE)
def test_txt_is_unchanged(text):
    assert read(text.encode("utf-8"), source="a.txt").text == text


@given(CHINESE)
def test_gb18030(text):
    raw = text.encode("gb18030")
    beyond = sum(character > "\x7f" for character in text)
    assume(beyond * 2 > len(text) or not _is_utf8(raw))
    assert decode(raw, "a.txt")[0] == text


@given(RARE)
def test_gb18030_of_rare_characters(text):
    raw = text.encode("gb18030")
    assume(not _is_utf8(raw))
    assert decode(raw, "a.txt") == (text, "gb18030")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@given(text=LONGER)
@settings(max_examples=300)
def test_utf16_without_a_mark(encoding, text):
    raw = text.encode(encoding)
    assume(any(byte > 0x7F for byte in raw))  # nothing tells 么么么 from NHNHNH
    assert decode(raw, "a.txt") == (text, encoding)


@given(LONGER, st.data(), st.sampled_from([0x80, 0xC0, 0xFF]))
def test_a_broken_byte_of_utf8_is_named(text, data, byte):
    raw = text.encode("utf-8")
    place = data.draw(st.integers(0, len(text))) * 3
    assume(all(len(character.encode("utf-8")) == 3 for character in text))
    with pytest.raises(ReadingError) as caught:
        decode(raw[:place] + bytes([byte]) + raw[place:], "a.txt")
    assert caught.value.byte == place
    assert caught.value.details == {"encoding": "UTF-8"}


@given(st.binary(min_size=1))
def test_any_bytes_give_text_or_a_clear_error(raw):
    outcome = _outcome(raw)
    if isinstance(outcome, ReadingError):
        assert outcome.code in ("binary", "undecodable", "empty")
    else:
        text, encoding = outcome
        assert raw.decode(encoding).removeprefix("\ufeff") == text


def _outcome(raw):
    try:
        return decode(raw, "a.txt")
    except ReadingError as error:
        return error


def _is_utf8(raw):
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
