"""Every kind of bad input gives its own code; nothing raises."""

from __future__ import annotations

import io
import json
import os
import socket
import time
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dissensus.model.errors import REMEDIES, UsageError
from dissensus.model.options import ReadingOptions
from dissensus.reading import read
from dissensus.reading.delimited import read_delimited


def zip_of(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def test_an_empty_file(put, outcome):
    put("a.txt", b"")
    assert outcome().errors == ["READ002"]


def test_white_space_only(put, outcome):
    put("a.txt", " \r\n\t\u00a0\u2003\n")
    assert outcome().errors == ["READ002"]


def test_a_byte_order_mark_only(put, outcome):
    put("a.txt", b"\xef\xbb\xbf")
    assert outcome().errors == ["READ002"]


def test_nul_bytes_in_text(put, outcome, article):
    put("a.txt", article.encode() + b"\x00" + article.encode())
    assert outcome().errors == ["READ003"]


def test_binary_bytes_named_txt(put, outcome):
    put("a.txt", bytes(range(1, 32)) * 50)
    assert outcome().errors == ["READ003"]


def test_an_image_named_txt(put, outcome):
    put("a.txt", b"\x89PNG\r\n\x1a\n" + b"\x00" * 50)
    result = outcome()
    assert result.errors == ["READ003"]
    assert "PNG" in result.problem.found


def test_an_unknown_ending_is_an_error(put, outcome):
    put("a.odt", zip_of(mimetype=b"application/vnd.oasis.opendocument.text"))
    assert outcome().errors == ["READ003"]


def test_a_name_without_ending_is_an_error(put, outcome):
    put("LICENSE")
    assert outcome().errors == ["READ003"]


def test_a_picture_beside_the_articles_is_a_warning(put, outcome):
    put("a.txt")
    put("photo.jpg", b"\xff\xd8\xff")
    result = outcome()
    assert (result.codes, result.errors) == (["READ003"], [])


def test_an_old_word_file_named_docx(put, outcome):
    put("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600)
    assert outcome().errors == ["READ003"]


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.docx", "a.csv"])
def test_a_pdf_under_another_ending(put, outcome, pdf_of, name):
    put(name, pdf_of("Words."))
    result = outcome()
    assert result.errors == ["READ004"]
    assert "PDF" in result.problem.found


def test_a_web_page_named_txt(put, outcome, page_of):
    put("a.txt", page_of())
    assert outcome().errors == ["READ004"]


def test_text_named_pdf(put, outcome):
    put("a.pdf")
    assert outcome().errors == ["READ004"]


def test_text_named_html(put, outcome):
    put("a.html")
    assert outcome().errors == ["READ004"]


def test_a_workbook_named_docx(put, outcome, xlsx_of):
    put("a.docx", xlsx_of([["text"], ["words"]]))
    assert outcome().errors == ["READ004"]


def test_an_archive_named_docx(put, outcome):
    put("a.docx", zip_of(**{"notes.txt": b"words"}))
    result = outcome()
    assert result.errors == ["READ003"]
    assert "ZIP" in result.problem.found


def test_a_truncated_pdf(put, outcome, pdf_of, article):
    whole = pdf_of(article)
    put("a.pdf", whole[: len(whole) * 2 // 3])
    assert outcome().errors == ["READ005"]


def test_a_pdf_of_rubbish(put, outcome):
    put("a.pdf", b"%PDF-1.7\n" + b"<< /Type >> endobj " * 50 + b"\n%%EOF")
    assert outcome().errors == ["READ005"]


@pytest.mark.parametrize("ending", [".pdf", ".xlsx"])
def test_rubbish_under_the_ending_of_a_format_is_told_in_plain_words(put, outcome, ending):
    put(f"a{ending}", b"\x00\x01junk" * 200)
    problem = outcome().problem
    assert (problem.code, problem.found) == ("READ005", f"the file ends in {ending} but is no {ending} file inside")


def test_many_columns_of_one_name_are_told_apart_in_time():
    """A search from the first number for each of 2,000 names takes ten seconds; a counter for each name takes none."""
    began = time.process_time()
    names = read_delimited(io.StringIO("text," + ",".join(["x"] * 1_999) + "\n")).names
    assert (names[:4], names[-1], len(set(names))) == (("text", "x", "x 2", "x 3"), "x 1999", 2_000)
    assert time.process_time() - began < 1


def test_a_column_that_is_named_like_a_counted_one_keeps_its_name():
    assert read_delimited(io.StringIO("text,x,x 2,x,x,x 2\n")).names == ("text", "x", "x 2", "x 3", "x 4", "x 2 2")


def test_a_truncated_docx(put, outcome, docx_of, article):
    whole = docx_of(article)
    put("a.docx", whole[: len(whole) // 2])
    assert outcome().errors == ["READ005"]


def test_a_truncated_xlsx(put, outcome, xlsx_of):
    whole = xlsx_of([["text"], ["words"]])
    put("a.xlsx", whole[: len(whole) // 2])
    assert outcome().errors == ["READ005"]


def test_a_truncated_parquet(put, outcome, folder):
    pq.write_table(pa.table({"text": ["words"] * 50}), folder / "a.parquet")
    whole = (folder / "a.parquet").read_bytes()
    put("a.parquet", whole[: len(whole) // 2])
    assert outcome().errors == ["READ005"]


def test_a_truncated_rtf(put, outcome):
    put("a.rtf", rb"{\rtf1\ansi {\b The harbour stays")
    assert outcome().errors == ["READ005"]


def test_a_docx_whose_xml_is_broken(put, outcome):
    put("a.docx", zip_of(**{"[Content_Types].xml": b"<Types", "word/document.xml": b"<w:document"}))
    assert outcome().errors == ["READ005"]


def test_a_zip_bomb_named_docx(put, outcome):
    put("a.docx", zip_of(**{"word/document.xml": b" " * 50_000_000}))
    assert outcome().errors == ["READ006"]


def test_a_zip_bomb_named_xlsx(put, outcome):
    put("a.xlsx", zip_of(**{"xl/workbook.xml": b"<a/>", "xl/sharedStrings.xml": b"a" * 50_000_000}))
    assert outcome().errors == ["READ006"]


@pytest.mark.parametrize(("name", "part"), [("a.docx", "word/document.xml"), ("a.xlsx", "xl/workbook.xml")])
def test_an_entity_bomb(put, outcome, name, part):
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "cccc"><!ENTITY d "&b;&b;&b;&b;">]><a>&d;</a>'
    put(name, zip_of(**{part: bomb}))
    assert outcome().errors == ["READ006"]


def test_a_file_of_200_megabytes_is_not_read_into_memory(folder, outcome, monkeypatch):
    with (folder / "a.txt").open("wb") as file:
        file.truncate(200_000_000)  # a hole: it takes no room on the disk

    def refuse(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(os, "fdopen", refuse)
    result = outcome()
    assert result.errors == ["READ007"]
    assert "200,000,000" in result.problem.found


def test_an_endless_line(put, outcome):
    put("a.txt", "word " * 200_000)
    assert outcome().errors == ["READ008"]


def test_an_endless_line_of_json(put, outcome):
    put("a.jsonl", json.dumps({"text": "w" * 5_000_000}) + "\n" + json.dumps({"text": "Short words."}))
    result = outcome(max_characters=100_000)
    assert result.errors == ["READ008"]
    assert result.document.text == "Short words."


def test_an_encoding_other_than_utf8_is_reported(put, outcome):
    put("a.txt", "“We stay,” said Zoë Müller of the café. ".encode("cp1252") + b"The rest is plain. " * 30)
    result = outcome()
    assert (result.codes, result.errors) == (["READ009"], [])
    assert "cp1252" in result.problem.found


def test_control_characters_are_reported_and_kept(put, outcome, article):
    put("a.txt", article + "\x07")
    result = outcome()
    assert (result.codes, result.errors) == (["READ010"], [])
    assert result.document.text.endswith("\x07")


def refusing(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Let the system refuse to open files of that name, as it does for lack of permission, even for root."""
    really = os.open

    def refuse(path: object, *arguments: object, **more: object) -> int:
        if str(path).endswith(name):
            raise PermissionError(13, "Permission denied")
        return really(path, *arguments, **more)

    monkeypatch.setattr(os, "open", refuse)


def test_an_unreadable_file(put, outcome, monkeypatch):
    put("a.txt")
    refusing(monkeypatch, "a.txt")
    assert outcome().errors == ["READ011"]


def test_an_unreadable_folder(put, folder, outcome, monkeypatch):
    put("a.txt")
    put("locked/b.txt", "Other words.")
    really = os.listdir

    def refuse(path: Path) -> list[str]:
        if str(path).endswith("locked"):
            raise PermissionError(13, "Permission denied")
        return really(path)

    monkeypatch.setattr(os, "listdir", refuse)
    result = outcome()
    assert (result.errors, len(result.documents)) == (["READ011"], 1)


def test_an_unreadable_metadata_file(put, outcome, monkeypatch):
    put("a.txt")
    put("metadata.csv", "file,title\na.txt,T\n")
    refusing(monkeypatch, "metadata.csv")
    result = outcome()
    assert (result.errors, result.document.title) == (["READ011"], None)


def test_a_link_to_nowhere(put, folder, outcome):
    put("a.txt")
    (folder / "b.txt").symlink_to(folder / "gone.txt")
    assert outcome().errors == ["READ012"]


def test_a_link_to_itself(put, folder, outcome):
    put("a.txt")
    (folder / "b.txt").symlink_to(folder / "b.txt")
    assert outcome().errors == ["READ012"]


def test_a_loop_of_folders(put, folder, outcome):
    put("inner/a.txt")
    (folder / "inner" / "again").symlink_to(folder)
    result = outcome()
    assert (result.errors, len(result.documents)) == (["READ012"], 1)


def test_a_table_without_text_column_names_its_columns(put, outcome):
    put("a.csv", "number,colour\n1,red\n")
    result = outcome()
    assert result.errors == ["READ013"]
    assert "number, colour" in result.problem.found


def test_a_column_asked_for_that_is_missing_is_a_warning(put, outcome):
    put("a.csv", "text,paper\nSome words.,Gazette\n")
    result = outcome(columns={"outlet": "journal"})
    assert (result.codes, result.errors, len(result.documents)) == (["READ013"], [], 1)


def test_duplicate_ids(put, outcome):
    put("a.csv", "id,text\n1,One thing was said.\n1,Another thing was said.\n")
    result = outcome()
    assert result.errors == ["READ014"]
    assert result.document.text == "One thing was said."


def test_an_impossible_date(put, outcome):
    put("a.csv", "text,date\nWords.,2014-02-31\n")
    result = outcome()
    assert (result.codes, result.errors, result.document.published) == (["READ015"], [], None)


def test_an_ambiguous_date(put, outcome):
    put("a.csv", "text,date\nWords.,03/04/2024\n")
    result = outcome()
    assert (result.codes, result.errors, result.document.published) == (["READ015"], [], None)


def test_a_scan_without_text(put, outcome):
    from PIL import Image
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    canvas.drawImage(ImageReader(Image.new("L", (60, 80), 128)), 0, 0, 500, 700)
    canvas.save()
    put("a.pdf", buffer.getvalue())
    result = outcome()
    assert result.errors == ["READ016"]
    assert "scan" in result.problem.found


def test_a_pdf_without_anything(put, outcome):
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    canvas.showPage()
    canvas.save()
    put("a.pdf", buffer.getvalue())
    assert outcome().errors == ["READ002"]


def test_a_page_without_article(put, outcome):
    put("a.html", "<html><head><script>var a = 1;</script></head><body><img src='a.png'></body></html>")
    assert outcome().errors == ["READ017"]


def test_a_pdf_with_password(put, outcome, pdf_of):
    put("a.pdf", pdf_of("Words.", password="secret"))
    assert outcome().errors == ["READ018"]


def test_an_office_file_with_password(put, outcome):
    name = "EncryptedPackage".encode("utf-16-le")
    put("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + name + b"\x00" * 100)
    assert outcome().errors == ["READ018"]


def test_a_bad_row_of_csv_and_the_others_go_on(put, outcome):
    put("a.csv", 'id,text\na,Good words.\nb,"bad" quote"\nc,Other words.\nd,Words,too many\n')
    result = outcome()
    assert result.errors == ["READ019", "READ019"]
    assert [problem.origin for problem in result.problems] == ["articles/a.csv#row 2", "articles/a.csv#row 4"]
    assert [document.id for document in result.documents] == ["a", "c"]


def test_a_quotation_mark_that_is_never_closed(put, outcome):
    put("a.csv", 'id,text\na,Good words.\nb,"never closed\nc,Swallowed words.\n')
    result = outcome()
    assert result.errors == ["READ019"]
    assert [document.id for document in result.documents] == ["a"]


def test_a_row_without_text(put, outcome):
    put("a.csv", "id,text\na,\nb,Words.\n")
    result = outcome()
    assert (result.errors, result.document.id) == (["READ002"], "b")


def test_a_bad_line_of_json(put, outcome):
    deep = "[" * 100_000
    put("a.jsonl", f'{{"text": "One."}}\n{{"text": \n[1]\n{deep}\n{{"body": 3}}\n{{"text": "Two."}}\n')
    result = outcome()
    assert result.errors == ["READ019"] * 4
    assert [document.text for document in result.documents] == ["One.", "Two."]


def test_half_a_character_in_json(put, outcome):
    put("a.jsonl", '{"text": "A broken \\ud83d face."}\n')
    assert outcome().errors == ["READ027"]


def test_a_table_without_rows(put, outcome):
    put("a.csv", "id,text\n")
    assert outcome().errors == ["READ002"]


def test_metadata_about_a_file_that_is_not_there(put, outcome):
    put("a.txt")
    put("metadata.csv", "file,title\na.txt,Open\nb.txt,Closed\n")
    result = outcome()
    assert result.errors == ["READ020"]
    assert "b.txt" in result.problem.found


def test_metadata_that_tell_of_a_file_twice(put, outcome):
    put("a.txt")
    put("metadata.csv", "file,title\na.txt,First\na.txt,Second\n")
    result = outcome()
    assert (result.codes, result.document.title) == (["READ020"], "First")


def test_metadata_without_file_and_id(put, outcome):
    put("a.txt")
    put("metadata.csv", "title,outlet\nOpen,Gazette\n")
    result = outcome()
    assert (result.errors, result.document.title) == (["READ020"], None)


def test_metadata_without_file_and_id_tell_which_columns_are_there_and_which_are_needed(put, outcome):
    put("a.txt")
    put("metadata.csv", "title,outlet\nOpen,Gazette\n")
    problem = outcome().problem
    assert "its columns are: title, outlet" in problem.found
    assert "'file'" in problem.remedy
    assert "'id'" in problem.remedy


def test_metadata_about_an_id_that_no_document_has(put, outcome):
    put("a.txt")
    put("metadata.csv", "id,title\na,Open\nz,Closed\n")
    result = outcome()
    assert (result.errors, result.document.title) == (["READ020"], "Open")


def test_metadata_that_lead_out_of_the_folder(put, folder, outcome):
    put("a.txt")
    (folder.parent / "secret.txt").write_text("Hidden words.")
    put("metadata.csv", "file,title\n../secret.txt,Out\n/etc/hostname,Out\n")
    result = outcome()
    assert (result.errors, len(result.documents)) == (["READ020", "READ020"], 1)


def test_a_text_that_is_too_long(put, outcome):
    put("a.txt", "A line of words.\n" * 1_000)
    assert outcome(max_characters=10_000).errors == ["READ021"]


def test_another_language_is_told_and_read(put, outcome):
    put(
        "a.txt",
        "Der Rat der Stadt hat am Montag beschlossen, dass der Hafen im Winter offen bleibt. Die Fischer waren damit"
        " nicht einverstanden und verlangten, dass die Arbeiten ruhen, bis der Streit um den neuen Steg beigelegt ist."
        " Niemand weiß, wann das sein wird, sagte die Vorsitzende des Rates am Abend vor der Versammlung.",
    )
    result = outcome()
    assert (result.codes, result.errors, result.document.language) == (["READ022"], [], "de")


@pytest.mark.parametrize("character", ["\u200b", "\u202e", "\u2066", "\u200f", "\ufeff", "\u2060"])
def test_invisible_and_turning_characters_are_told_and_kept(put, outcome, article, character):
    put("a.txt", article + character + "end")
    result = outcome()
    assert (result.codes, result.errors) == (["READ023"], [])
    assert result.document.text == article + character + "end"


def test_an_identical_document_is_read_once(put, outcome):
    put("a.txt")
    put("b.txt")
    result = outcome()
    assert (result.codes, result.errors, result.document.id) == (["READ024"], [], "a")
    assert "articles/a.txt" in result.problem.found


def test_a_file_name_that_does_not_fit(put, outcome):
    put("a.txt")
    result = outcome(name_pattern="{published}_{outlet}")
    assert (result.codes, result.errors) == (["READ025"], [])


@pytest.mark.parametrize("pattern", ["", "plain", "{", "{a}{b}", "{a}_{a}", "{1}", "{text}", "{_}", "a}{b}"])
def test_a_bad_pattern_is_wrong_use(put, outcome, pattern):
    put("a.txt")
    with pytest.raises(UsageError) as caught:
        outcome(name_pattern=pattern)
    assert caught.value.code == "USE005"


def test_a_pipe_never_blocks(put, folder, outcome):
    put("a.txt")
    os.mkfifo(folder / "b.txt")
    assert outcome().errors == ["READ026"]


def test_a_pipe_that_takes_the_place_of_a_file_never_blocks(put, folder, outcome, monkeypatch):
    from dissensus.reading import walking

    put("a.txt")
    os.mkfifo(folder / "b.txt")
    monkeypatch.setattr(walking, "_fault_of", lambda _: None)
    assert outcome().errors == ["READ026"]


def test_a_socket(put, tmp_path, folder, outcome, monkeypatch):
    put("a.txt")
    monkeypatch.chdir(folder)  # the system allows only short names for sockets
    with socket.socket(socket.AF_UNIX) as made:
        made.bind("b.txt")
        assert outcome().errors == ["READ026"]


def test_a_device(outcome):
    assert outcome(Path("/dev/zero")).errors == ["READ026"]


def test_replacement_characters_are_told(put, outcome, article):
    put("a.txt", article + "caf\ufffd")
    result = outcome()
    assert (result.codes, result.errors) == (["READ027"], [])


def test_mixed_encodings_are_refused(put, outcome, article):
    put("a.txt", "Zoë stays.\n".encode() + article.encode() + "Zoë leaves.\n".encode("cp1252"))
    result = outcome()
    assert result.errors == ["READ028"]
    assert "line 5" in result.problem.found


def test_utf16_that_ends_in_the_midst_of_a_character(put, outcome):
    put("a.txt", "Words of an article.".encode("utf-16") + b"\x41")
    assert outcome().errors == ["READ028"]


def test_a_workbook_without_text_column(put, outcome, xlsx_of):
    put("a.xlsx", xlsx_of([["number"], [1]]))
    assert outcome().errors == ["READ013"]


def test_a_path_that_does_not_exist(folder):
    with pytest.raises(UsageError) as caught:
        read([folder / "gone"])
    assert caught.value.code == "USE002"


@pytest.mark.parametrize("name", [None, "photo.jpg", "metadata.csv", ".DS_Store"])
def test_a_folder_with_nothing_to_read(put, folder, name):
    if name:
        put(name, b"x")
    with pytest.raises(UsageError) as caught:
        read([folder])
    assert caught.value.code == "USE003"


@pytest.mark.parametrize("options", [{"columns": {"colour": "a"}}, {"max_bytes": 0}, {"max_line": -1}])
def test_a_bad_option_is_wrong_use(put, folder, options):
    put("a.txt")
    with pytest.raises(UsageError) as caught:
        read([folder], ReadingOptions.of(options))
    assert caught.value.code == "USE005"


def test_every_problem_says_what_to_do(put, outcome):
    put("a.txt", b"")
    put("b.odt", b"x")
    assert [problem.remedy for problem in outcome().problems] == [REMEDIES["READ002"], REMEDIES["READ003"]]
