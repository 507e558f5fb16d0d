"""Reading as a whole: order, identity, what goes on after bad input, and the helper process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import psutil
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dissensus.model.documents import Document, Problem
from dissensus.model.options import ReadingOptions
from dissensus.reading import isolation, read
from dissensus.reading.files import InputFile
from dissensus.reading.formats.protocol import RawDocument, RawProblem
from dissensus.reading.isolation import Isolated

OPTIONS = ReadingOptions()


def test_the_order_is_that_of_the_paths_and_inside_a_folder_of_the_relative_paths(put, folder, outcome):
    for name in ("b.txt", "a/z.txt", "a.txt", "a/b/c.txt", "B.txt"):
        put(f"one/{name}", f"Words of {name}.")
    last = put("two/x.txt", "Words of x.")
    result = outcome(last, folder / "one")
    assert [document.origin for document in result.documents] == [
        "two/x.txt", "one/B.txt", "one/a.txt", "one/a/b/c.txt", "one/a/z.txt", "one/b.txt",
    ]  # fmt: skip


def test_reading_twice_gives_the_same(put, outcome, page_of, pdf_of):
    put("a.html", page_of("<meta property='og:site_name' content='Gazette'>"))
    put("b.pdf", pdf_of("Some words of the mayor."))
    put("c.txt", b"\xff\xfe\x00")
    put("d.csv", "text\nOne thing.\n\nOther.\n")
    assert outcome().items == outcome().items


def test_warnings_follow_their_document(put, outcome):
    put("a.txt", "A text with\u200b a hidden space.")
    document, warning = outcome().items
    assert isinstance(document, Document)
    assert isinstance(warning, Problem)
    assert (warning.document_id, warning.origin) == (document.id, document.origin)


def test_documents_come_before_the_next_is_read(put, folder):
    put("a.txt", "One thing.")
    late = put("b.txt", "Another thing.")
    items = read([folder])
    assert next(items).id == "a"
    late.write_text("A third thing.")
    assert next(items).text == "A third thing."


def test_a_path_given_twice_is_read_once(put, folder, outcome):
    path = put("a.txt")
    assert len(outcome(folder, path, folder).items) == 1


def test_files_of_one_name_are_told_apart_by_their_folders(put, outcome):
    for name in ("a.txt", "north/a.txt", "south/a.txt", "south/b.txt", "south/c.md", "south/c.txt"):
        put(name, f"Words of {name}.")
    assert [document.id for document in outcome().documents] == [
        "a", "north/a", "south/a", "b", "south/c.md", "south/c.txt",
    ]  # fmt: skip


def test_folders_of_one_name_are_told_apart_by_their_parents(put, folder, outcome):
    put("x/news/a.txt", "One thing.")
    put("y/news/a.txt", "Another thing.")
    result = outcome(folder / "x" / "news", folder / "y" / "news")
    assert [document.origin for document in result.documents] == ["x/news/a.txt", "y/news/a.txt"]
    assert [document.id for document in result.documents] == ["x/news/a", "y/news/a"]


def test_the_same_text_in_two_outlets_stays_two_documents(put, outcome):
    put("a.csv", "text,outlet\nThe same words.,Gazette\nThe same words.,Echo\nThe same words.,Echo\n")
    result = outcome()
    assert [document.outlet for document in result.documents] == ["Gazette", "Echo"]
    assert result.codes == ["READ024"]


def test_links_to_files_are_read_and_folders_once(put, folder, outcome):
    put("real/a.txt")
    other = folder.parent / "elsewhere.txt"
    other.write_text("Words from elsewhere.")
    (folder / "link.txt").symlink_to(other)
    (folder / "also").symlink_to(folder / "real")
    result = outcome()
    assert [document.origin for document in result.documents] == ["articles/link.txt", "articles/real/a.txt"]
    assert result.codes == []


def test_hidden_files_and_what_programs_leave_behind_are_passed_over(put, outcome):
    put("a.txt")
    for name in (".DS_Store", "Thumbs.db", "~$a.docx", ".hidden.txt", ".git/b.txt", "__MACOSX/c.txt"):
        put(name, b"\x00")
    assert len(outcome().items) == 1


def test_a_file_name_with_control_characters_becomes_printable(folder, outcome):
    (folder / "a\n\x1b[31mb.txt").write_text("Words.")
    document = outcome().document
    assert (document.origin, document.id) == ("articles/a\\x0a\\x1b[31mb.txt", "a\\x0a\\x1b[31mb")


def test_a_file_name_that_is_not_utf8_becomes_text(folder, outcome):
    (folder / os.fsdecode(b"caf\xe9.txt")).write_text("Words.")
    assert outcome().document.id.encode("utf-8") == b"caf\\xe9"


def test_a_short_text_has_no_language_and_a_long_english_one_has(put, outcome, article):
    put("a.txt", "Non.")
    put("b.txt", article)
    assert [document.language for document in outcome().documents] == [None, "en"]


def test_the_language_that_metadata_tell_counts(put, outcome, article):
    put("a.csv", f'text,language\n"{article}",en-GB\n"{article} And more.",Français\n"{article} End.",fr\n')
    result = outcome()
    assert [document.language for document in result.documents] == ["en", "en", "fr"]
    assert result.codes == ["READ022"]


def test_one_problem_for_each_bad_file_and_every_good_document(put, folder, outcome, page_of, pdf_of, docx_of, xlsx_of):
    good = {
        "g1.txt": "The first good article.",
        "g2.md": "# Second\n\nThe second good article.",
        "g3.html": page_of(),
        "g4.pdf": pdf_of("The fourth good article."),
        "g5.docx": docx_of("The fifth good article."),
        "g6.rtf": rb"{\rtf1\ansi The sixth good article.}",
        "g7.csv": "id,text\ng7,The seventh good article.\n",
        "g8.xlsx": xlsx_of([["id", "text"], ["g8", "The eighth good article."]]),
        "g9.jsonl": '{"id": "g9", "text": "The ninth good article."}',
    }
    bomb = folder.parent / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 30_000_000)
    bad = {
        "b01.txt": (b"", "READ002"),
        "b02.txt": (b" \n", "READ002"),
        "b03.txt": (b"a\x00b", "READ003"),
        "b04.odt": (b"x", "READ003"),
        "b05.txt": (pdf_of("x"), "READ004"),
        "b06.pdf": (pdf_of("x")[:400], "READ005"),
        "b07.docx": (docx_of("x")[:4_000], "READ005"),
        "b08.xlsx": (xlsx_of([["text"]])[:2_000], "READ005"),
        "b09.docx": (bomb.read_bytes(), "READ006"),
        "b10.txt": (b"x\n" * 300_000, "READ007"),
        "b11.txt": (b"word " * 50_000, "READ008"),
        "b12.csv": (b"colour\nred\n", "READ013"),
        "b13.jsonl": (b'{"id": "g9", "text": "Another."}', "READ014"),
        "b14.html": (b"<html><body><img></body></html>", "READ017"),
        "b15.pdf": (pdf_of("x", password="p"), "READ018"),
        "b16.txt": ("Zoë\n".encode() + "Zoë".encode("cp1252"), "READ028"),
        "b17.parquet": (b"PAR1\x00\x00", "READ005"),
        "b18.rtf": (rb"{\rtf1 {", "READ005"),
    }
    for name, content in good.items():
        put(name, content)
    for name, (content, _) in bad.items():
        put(("z" if name == "b13.jsonl" else "") + name, content)
    (folder / "b19.txt").symlink_to(folder / "gone.txt")
    os.mkfifo(folder / "b20.txt")
    result = outcome(max_bytes=500_000, max_line=100_000)
    assert [document.id for document in result.documents] == [f"g{number}" for number in range(1, 10)]
    expected = {f"articles/{'z' if name == 'b13.jsonl' else ''}{name}": code for name, (_, code) in bad.items()}
    expected |= {"articles/b19.txt": "READ012", "articles/b20.txt": "READ026"}
    found = {problem.origin.split("#")[0]: problem.code for problem in result.problems}
    assert found == expected
    assert len(result.problems) == len(expected)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300))
def test_no_bytes_in_a_text_file_ever_raise(data):
    with tempfile.TemporaryDirectory() as made:
        path = Path(made) / "a.txt"
        path.write_bytes(data)
        items = list(read([path]))
    assert items
    assert all(isinstance(item, Document | Problem) for item in items)


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from([".html", ".csv", ".jsonl", ".rtf", ".pdf", ".docx", ".xlsx", ".parquet"]), st.binary(max_size=300)
)
def test_no_bytes_in_any_other_file_ever_raise(ending, data):
    heads = {
        ".pdf": b"%PDF-1.4\n",
        ".rtf": rb"{\rtf1 ",
        ".docx": b"PK\x03\x04",
        ".xlsx": b"PK\x03\x04",
        ".parquet": b"PAR1\x00",
    }
    with tempfile.TemporaryDirectory() as made:
        path = Path(made) / f"a{ending}"
        path.write_bytes(heads.get(ending, b"") + data + (b"%%EOF" if ending == ".pdf" else b""))
        items = list(read([path]))
    assert items


def raws(isolated: Isolated, format_id: str, path: Path) -> list[RawDocument | RawProblem]:
    return list(isolated.read(format_id, InputFile(path, 10_000_000), 100, OPTIONS))


def test_a_library_that_hangs_costs_one_file(put, monkeypatch):
    path = put("a.csv", "text\nWords.\n")
    with Isolated(seconds=0.3) as isolated:
        with monkeypatch.context() as changed:
            changed.setattr(isolation, "_START", "import time; time.sleep(60)")
            assert [one.code for one in raws(isolated, "csv.v1", path)] == ["READ029"]
        isolated._seconds = 60
        assert [one.text for one in raws(isolated, "csv.v1", path)] == ["Words."]


def test_a_library_that_crashes_costs_one_file(put, monkeypatch):
    path = put("a.csv", "text\nWords.\n")
    with Isolated() as isolated:
        with monkeypatch.context() as changed:
            changed.setattr(isolation, "_START", "import os, sys; sys.stdin.readline(); os.abort()")
            assert [one.code for one in raws(isolated, "csv.v1", path)] == ["READ005"]
        assert [one.text for one in raws(isolated, "csv.v1", path)] == ["Words."]


def test_a_helper_that_was_ended_between_two_files_is_started_again(put):
    path = put("a.csv", "text\nWords.\n")
    with Isolated() as isolated:
        raws(isolated, "csv.v1", path)
        os.kill(isolated._process.pid, signal.SIGKILL)
        isolated._process.wait()
        assert [one.text for one in raws(isolated, "csv.v1", path)] == ["Words."]


def test_the_helper_is_renewed_after_many_files(put, monkeypatch):
    path = put("a.csv", "text\nWords.\n")
    monkeypatch.setattr(isolation, "FILES_PER_PROCESS", 2)
    with Isolated() as isolated:
        raws(isolated, "csv.v1", path)
        assert isolated._process is not None
        raws(isolated, "csv.v1", path)
        assert isolated._process is None


def test_the_helper_ends_with_the_reading(put, folder):
    put("a.csv", "text\n" + "".join(f"Words {number}.\n" for number in range(500)))
    items = read([folder])
    next(items)
    before = len(psutil.Process().children())
    items.close()
    assert len(psutil.Process().children()) == before - 1


def test_modules_of_the_folder_one_stands_in_are_never_run(put, folder):
    put("a.csv", "text\nWords.\n")
    put("csv.py", "raise SystemExit('run')")
    put("lxml.py", "raise SystemExit('run')")
    code = "from pathlib import Path; from dissensus.reading import read; print([i.id for i in read([Path('a.csv')])])"
    ran = subprocess.run([sys.executable, "-P", "-c", code], cwd=folder, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "['a-1']"


def test_importing_the_reader_imports_no_heavy_library():
    code = (
        "import sys, dissensus.reading; print(sorted({'pdfplumber', 'trafilatura', 'docx', 'openpyxl', 'pyarrow',"
        " 'lxml', 'striprtf', 'charset_normalizer', 'py3langid', 'dateparser', 'numpy'} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
