"""Each format gives the article's text and what the file says about itself."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import json
import zipfile

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dissensus.model.documents import PartialDate
from dissensus.reading.formats.registry import BY_EXTENSION, FORMATS

PARAGRAPHS = (
    "The council of Brandmoor said on Monday that the harbour would stay open through the winter, and many agreed.",
    "The fishermen of Low Ness demanded that the dredging should stop until the quarrel over the pier is settled.",
    "Nobody knows when that will be. “We will see,” said Ada Quill, who leads the council and owns two boats.",
)


def test_every_format_has_a_versioned_id_and_endings_of_its_own():
    assert len({one.id for one in FORMATS}) == len(FORMATS) == 9
    assert all(one.id.endswith(".v1") for one in FORMATS)
    assert len(BY_EXTENSION) == sum(len(one.extensions) for one in FORMATS)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_text_is_the_file_decoded_with_newlines_untouched(put, outcome, article, newline):
    words = article.replace("\n", newline) + "\x0c 😀 end  "
    path = put("a.txt", words)
    document = outcome().document
    assert document.text == path.read_bytes().decode("utf-8")
    assert (document.encoding, document.reader, document.origin) == ("utf-8", "text.v1", "articles/a.txt")
    assert document.bytes_digest == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_text_file_has_no_title_of_its_own(put, outcome):
    put("a.txt")
    document = outcome().document
    assert (document.id, document.title, document.outlet, document.published) == ("a", None, None, None)


def test_endings_are_read_in_any_case(put, outcome):
    put("A.TXT")
    assert outcome().document.id == "A"


def test_the_first_heading_of_markdown_is_its_title(put, outcome):
    put("a.md", "\n# Harbour stays open #\n\nThe council said so.\n")
    document = outcome().document
    assert document.title == "Harbour stays open"
    assert document.text.startswith("\n# Harbour")


def test_markdown_without_heading_has_no_title(put, outcome):
    put("a.md", "The council said so.\n\n# Later\n")
    assert outcome().document.title is None


def test_a_page_gives_the_article_without_menu_and_footer(put, outcome, page_of):
    put("a.html", page_of())
    document = outcome().document
    assert "the harbour would stay open through the winter" in document.text
    assert "Sport" not in document.text
    assert "Copyright" not in document.text


def test_a_page_gives_what_its_meta_elements_say(put, outcome, page_of):
    put(
        "a.html",
        page_of(
            "<title>Open | Gazette</title><meta property='og:title' content='Harbour stays open'>"
            "<meta property='og:site_name' content='Brandmoor Gazette'><meta name='author' content='Ada Quill'>"
            "<meta property='article:published_time' content='2014-04-21T23:30:00+02:00'>"
            "<link rel='canonical' href='https://gazette.example/harbour'>"
        ),
    )
    document = outcome().document
    assert document.title == "Harbour stays open"
    assert document.outlet == "Brandmoor Gazette"
    assert document.authors == ("Ada Quill",)
    assert document.published == PartialDate("2014-04-21")
    assert document.url == "https://gazette.example/harbour"


def test_a_page_gives_what_its_json_says(put, outcome, page_of):
    said = {
        "@graph": [
            {"@type": "Organization", "name": "Other"},
            {
                "@type": "NewsArticle",
                "headline": "Open it stays",
                "datePublished": "2015-05-06",
                "author": [{"@type": "Person", "name": "Bo Reed"}, {"name": "Ada Quill"}],
                "publisher": {"name": "The Low Ness Echo"},
            },
        ]
    }
    put("a.html", page_of(f"<script type='application/ld+json'>{json.dumps(said)}</script>"))
    document = outcome().document
    assert document.title == "Open it stays"
    assert document.authors == ("Bo Reed", "Ada Quill")
    assert document.outlet == "The Low Ness Echo"
    assert document.published == PartialDate("2015-05-06")


@pytest.mark.parametrize("told", ["2014-04", "2014"])
def test_the_date_of_a_page_is_never_filled_up(put, outcome, page_of, told):
    put("a.html", page_of(f"<meta property='article:published_time' content='{told}'>"))
    assert outcome().document.published == PartialDate(told)


def test_an_impossible_date_of_a_page_is_not_mended(put, outcome, page_of):
    put("a.html", page_of("<meta property='article:published_time' content='2014-02-31'>"))
    result = outcome()
    assert (result.codes, result.document.published) == (["READ015"], None)


def test_a_year_in_the_footer_is_no_date_of_publication(put, outcome, page_of):
    put("a.html", page_of())
    assert outcome().document.published is None


def test_a_marked_time_is_the_date_and_several_different_ones_are_none(put, outcome, page_of):
    put("a.html", page_of(extra="<time datetime='2016-01-02'>2 January</time>"))
    put("b.html", page_of(extra="<p>B.</p><time datetime='2016-01-02'>a</time><time datetime='2016-02-02'>b</time>"))
    assert [document.published for document in outcome().documents] == [PartialDate("2016-01-02"), None]


def test_scripts_of_a_page_never_survive(put, outcome, page_of):
    put(
        "a.html",
        page_of(
            "<script>var secret = 1;</script>",
            "<script>document.write('<p>secret</p>')</script><p onclick='secret()'>The mayor wrote that this is fine,"
            " and nobody in the town of Brandmoor had anything to say against it.</p><style>.secret {}</style>"
            "<noscript>secret</noscript><iframe srcdoc='secret'></iframe>",
        ),
    )
    document = outcome().document
    assert "secret" not in document.text
    assert "The mayor wrote that this is fine" in document.text


def test_markup_that_a_page_shows_as_words_stays_words(put, outcome, page_of):
    shown = "&lt;script&gt;alert(1)&lt;/script&gt; was what the mayor typed, and he said it would do no harm to anyone."
    put("a.html", page_of(extra=f"<p>{shown}</p>"))
    assert "<script>alert(1)</script> was what the mayor typed" in outcome().document.text


def test_a_page_with_ten_megabytes_of_script_is_read(put, outcome, page_of):
    put("a.html", page_of("<script>" + "x=1;" * 2_500_000 + "</script>"))
    assert "the harbour would stay open" in outcome().document.text


def test_a_page_nested_deeper_than_can_be_read_is_refused_and_the_next_is_read(put, outcome, page_of):
    put("a.html", page_of(extra="<div>" * 50_000 + "<p>Deep.</p>"))
    put("b.html", page_of())
    result = outcome()
    assert (result.errors, result.document.id) == (["READ005"], "b")


def test_a_page_nested_300_deep_keeps_its_words(put, outcome, page_of):
    words = "Deep down in the page the mayor of Brandmoor said that the harbour would be closed at Easter after all."
    put("a.html", page_of(extra="<div>" * 300 + f"<p>{words}</p>" + "</div>" * 300))
    assert words in outcome().document.text


def test_the_declared_encoding_of_a_page_is_used(put, outcome, page_of):
    page = page_of("<meta charset='windows-1251'>", "<p>The word Брэндмур stands on the sign by the harbour wall.</p>")
    put("a.html", page.replace("“", '"').replace("”", '"').encode("cp1251"))
    result = outcome()
    assert "Брэндмур" in result.document.text
    assert (result.document.encoding, result.codes) == ("cp1251", [])


def test_xhtml_with_a_declaration_is_read(put, outcome, page_of):
    page = page_of().replace("<!DOCTYPE html>", "<?xml version='1.0' encoding='utf-8'?><!DOCTYPE html>")
    put("a.xhtml", page.replace("<html ", "<html xmlns='http://www.w3.org/1999/xhtml' "))
    document = outcome().document
    assert document.text.count("the harbour would stay open through the winter") == 1
    assert document.title == "Harbour stays open"


def test_a_page_in_utf16_is_read(put, outcome, page_of):
    put("a.html", page_of().encode("utf-16"))
    assert "“We will not close it,” said Ada Quill" in outcome().document.text


def test_a_page_in_several_encodings_is_refused(put, outcome, page_of):
    put("a.html", page_of().encode() + "<p>naïve</p>".encode("cp1252"))
    assert outcome().errors == ["READ028"]


def test_the_folder_that_a_browser_saves_with_a_page_is_passed_over(put, outcome, page_of):
    put("a.html", page_of())
    put("a_files/frame.html", page_of(extra="<p>An advertisement.</p>"))
    put("a_files/style.css", "x")
    result = outcome()
    assert (result.codes, result.document.id) == ([], "a")


def test_lines_of_a_pdf_are_joined_to_paragraphs(put, outcome, pdf_of):
    put("a.pdf", pdf_of(*PARAGRAPHS))
    document = outcome().document
    assert document.text.split("\n") == list(PARAGRAPHS)
    assert document.reader == "pdf.v1"


def test_the_columns_of_a_pdf_are_read_one_after_the_other(put, outcome, pdf_of):
    paragraphs = [f"Number {number}. {PARAGRAPHS[number % 3]}" for number in range(24)]
    put("a.pdf", pdf_of(*paragraphs, columns=2))
    joined = outcome().document.text.replace("\n", " ")
    assert joined == " ".join(paragraphs)


def test_a_word_parted_at_the_end_of_a_line_is_put_together(put, outcome, pdf_of):
    put("a.pdf", pdf_of("The govern-<br/>ment and the self-<br/>governing towns of the North-<br/>East met."))
    assert outcome().document.text == "The government and the self-governing towns of the North- East met."


def test_page_numbers_and_returning_heads_of_a_pdf_are_left_out(put, outcome):
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1)
    for number, words in enumerate(("The harbour stays open", "because the council", "said so on Monday."), 1):
        canvas.drawString(72, 800, "The Brandmoor Gazette")
        for line in range(5):
            canvas.drawString(72, 700 - 14 * line, f"{words} in line {'abcde'[line]}")
        canvas.drawString(290, 40, str(number))
        canvas.showPage()
    canvas.save()
    put("a.pdf", buffer.getvalue())
    text = outcome().document.text
    assert text.count("The Brandmoor Gazette") == 1
    assert text.startswith("The Brandmoor Gazette")
    assert "stays open in line e because the council in line a" in text
    assert text.endswith("said so on Monday. in line e")


def test_a_page_of_a_pdf_that_is_a_scan_is_told(put, outcome):
    from PIL import Image
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1)
    canvas.drawString(72, 700, PARAGRAPHS[0])
    canvas.showPage()
    canvas.drawImage(ImageReader(Image.new("L", (60, 80), 128)), 0, 0, 500, 700)
    canvas.save()
    put("a.pdf", buffer.getvalue())
    result = outcome()
    assert (result.codes, result.errors, result.document.text) == (["READ016"], [], PARAGRAPHS[0])


def test_the_title_of_a_pdf_counts_only_if_it_stands_in_it(put, outcome, pdf_of):
    put("a.pdf", pdf_of("Harbour stays open", PARAGRAPHS[0], title="Harbour stays open", author="printer7"))
    put("b.pdf", pdf_of(PARAGRAPHS[1], title="Microsoft Word - b.doc"))
    assert [(one.title, one.authors) for one in outcome().documents] == [("Harbour stays open", ()), (None, ())]


def test_the_day_a_pdf_was_made_is_no_date_of_publication(put, outcome, pdf_of):
    put("a.pdf", pdf_of(*PARAGRAPHS))
    assert outcome().document.published is None


def test_a_word_file_gives_its_paragraphs_and_title(put, outcome, docx_of):
    put("a.docx", docx_of(*PARAGRAPHS, title="Harbour stays open"))
    document = outcome().document
    assert document.text.split("\n") == ["Harbour stays open", *PARAGRAPHS]
    assert (document.title, document.authors, document.reader) == ("Harbour stays open", (), "docx.v1")


def test_inserted_changes_of_a_word_file_are_read_and_deleted_ones_are_not(put, outcome, docx_of):
    buffer = io.BytesIO(docx_of("The harbour MARK open."))
    changed = io.BytesIO()
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "word/document.xml":
                content = content.replace(
                    b"<w:r><w:t>The harbour MARK open.</w:t></w:r>",
                    b"<w:r><w:t>The harbour </w:t></w:r><w:ins><w:r><w:t>stays</w:t></w:r></w:ins>"
                    b"<w:del><w:r><w:delText>closes</w:delText></w:r></w:del><w:r><w:t> open.</w:t></w:r>",
                )
            new.writestr(name, content)
    put("a.docx", changed.getvalue())
    assert outcome().document.text == "The harbour stays open."


def test_the_tables_of_a_word_file_are_read_in_place(put, outcome):
    import docx

    made = docx.Document()
    made.add_paragraph("Before.")
    made.add_table(1, 2).cell(0, 1).text = "In the cell."
    made.add_paragraph("After.")
    buffer = io.BytesIO()
    made.save(buffer)
    put("a.docx", buffer.getvalue())
    assert outcome().document.text == "Before.\nIn the cell.\nAfter."


def test_rtf_is_read_with_its_code_page(put, outcome):
    put(
        "a.rtf",
        rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}\f0 \'93We stay,\'94 said Zo\'eb \u8212? again.\par Good.}",
    )
    document = outcome().document
    assert document.text.strip() == "“We stay,” said Zoë — again.\nGood."
    assert (document.encoding, document.reader) == ("cp1252", "rtf.v1")


ROWS = [
    {"doc_id": "n1", "Headline": "Open", "Body": PARAGRAPHS[0], "Source": "Gazette", "Date": "2014-04-21", "page": "3"},
    {"doc_id": "n2", "Headline": "", "Body": PARAGRAPHS[1], "Source": "Echo", "Date": "2014-04", "page": ""},
]


def written(dialect: dict[str, str]) -> str:
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, list(ROWS[0]), **dialect)
    writer.writeheader()
    writer.writerows(ROWS)
    return buffer.getvalue()


def check_rows(result) -> None:
    assert result.codes == []
    one, two = result.documents
    assert (one.id, one.title, one.text, one.outlet) == ("n1", "Open", PARAGRAPHS[0], "Gazette")
    assert (one.published, dict(one.columns)) == (PartialDate("2014-04-21"), {"page": "3"})
    assert (two.id, two.title, two.outlet, dict(two.columns)) == ("n2", None, "Echo", {})
    assert two.published == PartialDate("2014-04")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_csv_in_every_dialect(put, outcome, delimiter, mark):
    put("a.csv", mark + written({"delimiter": delimiter}))
    check_rows(outcome())


def test_tsv(put, outcome):
    put("a.tsv", written({"delimiter": "\t"}))
    check_rows(outcome())


def test_csv_in_utf16_as_excel_writes_it(put, outcome):
    put("a.csv", written({"delimiter": "\t"}).encode("utf-16"))
    check_rows(outcome())


def test_csv_with_the_delimiter_named_first(put, outcome):
    put("a.csv", "sep=;\r\n" + written({"delimiter": ";"}))
    check_rows(outcome())


def test_a_cell_may_hold_newlines_and_is_not_changed(put, outcome):
    put("a.csv", 'text\n"First line.\r\nSecond ""line"".\n"\n')
    assert outcome().document.text == 'First line.\r\nSecond "line".\n'


def test_a_huge_cell_costs_only_its_row(put, outcome):
    put("a.csv", "text\n" + "Words and words. " * 200_000 + "\nShort words.\n")
    result = outcome()
    assert (result.errors, result.document.text) == (["READ021"], "Short words.")


def test_rows_are_named_by_their_number(put, outcome):
    put("a.csv", "text\nOne thing.\n\nAnother thing.\n")
    documents = outcome().documents
    assert [document.origin for document in documents] == ["articles/a.csv#row 1", "articles/a.csv#row 2"]
    assert [document.id for document in documents] == ["a-1", "a-2"]


def test_the_digest_of_a_row_is_that_of_its_canonical_json(put, outcome):
    put("a.csv", "text,page\nZoë stays.,3\n")
    expected = hashlib.sha256('{"page":"3","text":"Zoë stays."}'.encode()).hexdigest()
    assert outcome().document.bytes_digest == expected


def test_columns_are_mapped_by_option(put, outcome):
    put("a.csv", "col1,col2,body\nThe text.,The paper,Not the text.\n")
    document = outcome(columns={"text": "col1", "outlet": "COL2"}).document
    assert (document.text, document.outlet, dict(document.columns)) == (
        "The text.",
        "The paper",
        {"body": "Not the text."},
    )


def test_xlsx(put, outcome, xlsx_of):
    cells = [list(row.values()) for row in ROWS]
    cells[0][4] = dt.datetime(2014, 4, 21)  # noqa: DTZ001 - Excel knows no time zones
    cells[0][5] = 3
    put("a.xlsx", xlsx_of([list(ROWS[0]), *cells]))
    check_rows(outcome())


def test_every_sheet_with_text_is_read(put, outcome, xlsx_of):
    put("a.xlsx", xlsx_of([["note"], ["x"]], [["text"], ["One thing."]], [["text"], ["Another thing."]]))
    assert [document.text for document in outcome().documents] == ["One thing.", "Another thing."]


def test_a_text_that_excel_cut_is_told(put, outcome, xlsx_of):
    put("a.xlsx", xlsx_of([["text"], [("Words. " * 5_000)[:32_767]]]))
    result = outcome()
    assert (result.codes, result.errors, len(result.documents)) == (["READ027"], [], 1)


def test_json_lines(put, outcome):
    lines = [json.dumps(row) for row in ROWS]
    put("a.jsonl", "\n\n".join(lines))
    check_rows(outcome())


def test_json_lines_with_other_values_than_words(put, outcome):
    row = {
        "text": "Words.",
        "authors": ["Ada Quill", "Bo Reed"],
        "page": 3.0,
        "front": True,
        "tags": {"a": 1},
        "no": None,
    }
    put("a.jsonl", json.dumps(row))
    document = outcome().document
    assert document.authors == ("Ada Quill", "Bo Reed")
    assert dict(document.columns) == {"page": "3", "front": "true", "tags": '{"a": 1}'}


def test_parquet(folder, outcome):
    rows = [dict(row) for row in ROWS]
    pq.write_table(pa.Table.from_pylist(rows), folder / "a.parquet")
    check_rows(outcome())


def test_parquet_with_typed_dates(folder, outcome):
    pq.write_table(pa.table({"text": ["Words."], "date": [dt.date(2014, 4, 21)]}), folder / "a.parquet")
    assert outcome().document.published == PartialDate("2014-04-21")
