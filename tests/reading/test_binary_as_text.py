"""Binary files under the name of a text: one clear error each, and what only looks unusual is read."""

from __future__ import annotations

import math
import random
import struct
import zlib
from pathlib import Path

import pytest
from command import dissensus

from dissensus.model.documents import Document, Problem
from dissensus.reading.decoding import decode
from dissensus.reading.reader import read

TEXT = "Ada Quill, the mayor of Lindau, said that “the dam is unsafe”. Oskar Brand denied it – twice.\n"


def noise(size: int, seed: int = 0, lowest: int = 1) -> bytes:
    """Random bytes, none of them NUL."""
    draw = random.Random(seed)
    return bytes(draw.randrange(lowest, 256) for _ in range(size))


def read_bytes(tmp_path: Path, content: bytes) -> list[Document | Problem]:
    (tmp_path / "a.txt").write_bytes(content)
    return list(read([tmp_path / "a.txt"]))


BINARY = {
    "noise": noise(5_000),
    "short noise": noise(60),
    "noise with a mark of UTF-16": b"\xff\xfe" + noise(4_000),
    "noise after text": TEXT.encode() + noise(2_000),
    "compressed, without NUL": zlib.compress(noise(4_000)).replace(b"\0", b"\1"),
    "sound of 16 bits": struct.pack("<2000h", *(round(20_000 * math.sin(i / 9)) or 1 for i in range(2_000))),
    "numbers": struct.pack("<500d", *(i / 7 for i in range(1, 501))),
    "small whole numbers": bytes(range(1, 9)) * 300,
    "private characters": "".join(map(chr, range(0xE000, 0xE800))).encode(),
    "a program": b"\x7fELF\x02\x01\x01" + bytes(9) + noise(900),
}


@pytest.mark.parametrize("kind", BINARY)
def test_a_binary_file_is_one_error_that_says_so(kind: str, tmp_path: Path) -> None:
    (problem,) = read_bytes(tmp_path, BINARY[kind])
    assert isinstance(problem, Problem)
    assert problem.severity == "error"
    assert problem.code in ("READ003", "READ028")
    assert problem.remedy


@pytest.mark.parametrize("kind", ["noise", "short noise", "noise after text", "compressed, without NUL"])
def test_bytes_that_are_no_text_are_called_binary_and_not_mixed_encodings(kind: str, tmp_path: Path) -> None:
    (problem,) = read_bytes(tmp_path, BINARY[kind])
    assert isinstance(problem, Problem)
    assert (problem.code, problem.found) == ("READ003", "it is binary: its bytes make no words in any encoding")


def test_no_noise_of_some_length_is_taken_for_text(tmp_path: Path) -> None:
    for seed in range(60):
        for size in (8, 40, 100):
            (found,) = read_bytes(tmp_path, noise(size, seed))
            assert isinstance(found, Problem), (seed, size)


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode("utf-16"),
        b"\xff\xfe" + TEXT.encode("utf-16-le"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-32"),
    ],
)
def test_a_text_in_utf_16_or_32_with_its_mark_is_read_without_a_word(content: bytes, tmp_path: Path) -> None:
    (document,) = read_bytes(tmp_path, content)
    assert isinstance(document, Document)
    assert document.text == TEXT


def test_western_text_in_utf_16_without_a_mark_is_read_and_the_guess_is_told(tmp_path: Path) -> None:
    document, warning = read_bytes(tmp_path, TEXT.encode("utf-16-le"))
    assert isinstance(document, Document)
    assert document.text == TEXT
    assert isinstance(warning, Problem)
    assert (warning.code, warning.severity) == ("READ009", "warning")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (TEXT * 3, "cp1252"),
        ("Zoé a nié. " * 9, "cp1252"),
        ("Мэр сказала, что плотина небезопасна. " * 9, "koi8-r"),
        ("ダムは安全ではないと市長が述べた。" * 9, "shift-jis"),
        ("Chapter one\x0c" + TEXT * 3, "cp1252"),
        ("12 %, 13 % – 14,5 % (2031: 9 %) said Orla. " * 9, "cp1252"),
    ],
)
def test_text_in_another_encoding_is_not_taken_for_binary(text: str, encoding: str, tmp_path: Path) -> None:
    found = read_bytes(tmp_path, text.encode(encoding))
    assert isinstance(found[0], Document), found


def test_some_private_characters_of_a_symbol_font_are_no_sign_of_a_binary_file(tmp_path: Path) -> None:
    (document,) = read_bytes(tmp_path, (TEXT + "\uf0b7 first point\n\uf0b7 second point\n").encode())
    assert isinstance(document, Document)


def test_the_other_documents_go_on_and_the_exit_code_tells_of_the_binary_one(tmp_path: Path) -> None:
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "bad.txt").write_bytes(noise(3_000))
    (articles / "good.txt").write_text(TEXT, encoding="utf-8")
    (articles / "wide.txt").write_text(TEXT.replace("Brand", "Lenz"), encoding="utf-16")
    answer = dissensus("read", tmp_path / "p.dissensus", articles, "--quiet")
    assert answer.code == 1
    assert answer.out.startswith("documents   2 (2 new")
    assert answer.err == (
        "error READ003: articles/bad.txt: it is binary: its bytes make no words in any encoding. "
        "Save the file as text, HTML, PDF, DOCX or RTF; binary files are not read.\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        "Zoé: 12 % (-3), 13 % (+4), – , 14 % (-2); \n" * 20,
        "Inhalt ........ 12\nÜbersicht ....... 13\n" * 10 + "Die Stadt hat heute beschlossen, den Hafen zu öffnen.\n",
        "<script>var a={b:[1,2],c:(d)=>{e(f);};};</script>\n" * 6 + "<p>The café said “no” – and closed.</p>\n" * 8,
    ],
)
def test_an_old_encoding_full_of_signs_is_text(text):
    assert decode(text.encode("cp1252")).text.count("\n") == text.count("\n")
