"""Fonts to draw with: the face for simplified Chinese, and what is said of a file that is none."""

from __future__ import annotations

import pytest

from luoshi.charting import png
from luoshi.charting.scene import Scene, Words
from luoshi.errors import LuoshiError
from luoshi.reading.pages.fonts import chinese_font, face_of, simplified

COLLECTION = chinese_font()


@pytest.mark.skipif(
    COLLECTION is None or not COLLECTION.match("NotoS*.ttc"),
    reason="no collection of Noto fonts is installed",
)
def test_of_a_collection_the_face_for_simplified_chinese():
    face = face_of(COLLECTION, 20)
    assert face.getname()[0].split()[-1] in {"SC", "CN"}
    assert face.size == 20


@pytest.mark.parametrize("name", ["a.ttf", "a.ttc"])
def test_a_file_that_is_no_font_is_named(tmp_path, monkeypatch, name):
    path = tmp_path / name
    path.write_bytes(b"no font")
    assert simplified(path) == 0
    with pytest.raises(LuoshiError, match=name) as caught:
        face_of(path, 12)
    assert caught.value.code == "bad_font"
    monkeypatch.setattr(png, "first_font", lambda _: path)
    with pytest.raises(LuoshiError, match=name) as caught:
        png.to_png(Scene(10, 10, "", "", (Words(1, 9, "字", 8, "#000000"),)))
    assert caught.value.code == "bad_font"
