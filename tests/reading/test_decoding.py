"""Bytes to text: strict, nothing lost, guesses reported."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dissensus.model.errors import ReadingError
from dissensus.reading.decoding import decode

ENGLISH = "The council said that the harbour stays open. “We will not close it,” said Zoë Quill – twice. " * 5
GREEK = "Ο δήμος ανακοίνωσε τη Δευτέρα ότι το λιμάνι θα μείνει ανοιχτό τον χειμώνα, αν και οι ψαράδες δεν ήθελαν. " * 5
KOREAN = "시의회는 월요일 항구가 겨울에도 열려 있을 것이라고 발표했지만 어부들은 공사를 중단하라고 요구했다. " * 5
RUSSIAN = (
    "Совет города объявил в понедельник, что гавань останется открытой зимой, хотя рыбаки требовали прервать. " * 5
)
CHINESE = "市议会星期一宣布港口冬季继续开放尽管渔民要求停止疏浚直到码头的争端得到解决为止。" * 8
JAPANESE = "市議会は月曜日に港は冬の間も開いたままだと発表しました。漁師たちは工事をやめるように求めています。" * 8


def test_utf8_is_read_without_a_warning():
    assert decode(ENGLISH.encode()) == (ENGLISH, "utf-8", ())


@pytest.mark.parametrize(
    ("mark", "codec"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_byte_order_mark_tells_the_encoding_and_is_no_part_of_the_text(mark, codec):
    decoded = decode(mark + ENGLISH.encode(codec))
    assert (decoded.text, decoded.warnings) == (ENGLISH, ())


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf16_without_mark_is_read_and_told(codec):
    decoded = decode(ENGLISH.encode(codec))
    assert (decoded.text, decoded.encoding, len(decoded.warnings)) == (ENGLISH, codec, 1)


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        (ENGLISH, "cp1252"),
        (ENGLISH, "mac-roman"),
        (GREEK, "cp1253"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (CHINESE, "gb18030"),
        (CHINESE, "big5"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc-jp"),
        (KOREAN, "euc-kr"),
    ],
)
def test_other_encodings_are_guessed_right_and_told(text, codec):
    data = text.encode(codec, "ignore")
    decoded = decode(data)
    assert decoded.text == data.decode(codec)
    assert [warning.code for warning in decoded.warnings] == ["READ009"]


def test_a_single_accent_in_an_english_text_is_read_as_in_windows():
    text = "The café stays open. " + "Nobody had anything to say against that in the town. " * 10
    assert decode(text.encode("latin-1")).text == text


def test_a_declared_encoding_comes_after_utf8():
    assert decode("Zoë".encode(), declared="cp1251").text == "Zoë"
    assert decode(RUSSIAN.encode("cp1251"), declared="cp1251") == (RUSSIAN, "cp1251", ())


@pytest.mark.parametrize("other", ["cp1252", "latin-1"])
def test_utf8_and_other_bytes_in_one_text_are_refused(other):
    with pytest.raises(ReadingError) as caught:
        decode("Zoë’s café\n".encode() + "naïve Zoë\n".encode(other))
    assert caught.value.code == "READ028"
    assert "line 2" in caught.value.found


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_decoded_wholly_or_refused(data):
    code = ""
    try:
        decoded = decode(data)
    except ReadingError as error:
        code = error.code
    if code:
        assert code in {"READ003", "READ028"}
    else:
        assert len(data) <= 3 or decoded.text
        assert decoded.text.encode(decoded.encoding).decode(decoded.encoding) == decoded.text


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1))
def test_every_text_comes_back_from_utf8(text):
    assert decode(text.encode()).text == text.removeprefix("\ufeff")
