"""Codebooks as files: what is written is read again, and each mistake is told with its place."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dissensus.exchanging import _codebook_values, codebook_files
from dissensus.exchanging.codebook_files import codebook_text, parse_codebook, read_codebook, write_codebook
from dissensus.model.claims import Claim, Codebook
from dissensus.model.documents import PartialDate
from dissensus.model.errors import CodebookError, UsageError

FULL = Codebook(
    (
        Claim(
            "D1",
            "The dam at Orrin should be built.",
            "Only the dam,\nnot the road.",
            ("Build it!", "a | b \\ c"),
            ("No dam",),
            "Dam",
            PartialDate("2021-04"),
        ),
        Claim("D2", 'The board said "no" \\ twice.'),
    ),
    "The dam",
)

_characters = st.characters(exclude_categories=("Cc", "Cs", "Cf", "Zl", "Zp"), exclude_characters="\ufffd\ufeff")
_lines = st.text(_characters, min_size=1, max_size=30).map(lambda text: " ".join(text.split())).filter(bool)
_wordings = st.lists(_lines, max_size=3, unique=True).map(tuple)
_dates = st.none() | st.dates(dt.date(1000, 1, 1)).flatmap(
    lambda day: st.sampled_from([4, 7, 10]).map(lambda length: PartialDate(day.isoformat()[:length]))
)
_definitions = st.text(_characters | st.just("\n"), max_size=40).map(str.strip)
_claims = st.builds(Claim, _lines, _lines, _definitions, _wordings, _wordings, _lines | st.just(""), _dates)
_codebooks = st.builds(
    Codebook,
    st.lists(_claims, min_size=1, max_size=4, unique_by=lambda claim: claim.id.casefold()).map(tuple),
    _lines | st.just(""),
)


def toml(body: str) -> Codebook:
    return parse_codebook(body, "toml", "c.toml")


def table(body: str) -> Codebook:
    return parse_codebook(body, "csv", "c.csv")


def refused(body: str, form: str = "toml") -> CodebookError:
    with pytest.raises(CodebookError) as caught:
        parse_codebook(body, form, f"c.{form}")
    return caught.value


@given(_codebooks)
def test_a_codebook_written_as_toml_is_read_as_the_same(codebook):
    assert toml(codebook_text(codebook, "toml")) == codebook


@given(_codebooks)
def test_the_claims_of_a_codebook_written_as_csv_are_read_as_the_same(codebook):
    assert table(codebook_text(codebook, "csv")).claims == codebook.claims


@given(_codebooks, st.lists(st.text(), max_size=3))
def test_notes_whatever_stands_in_them_are_comments(codebook, notes):
    text = codebook_text(codebook, "toml", {codebook.claims[0].id: notes, "": notes})
    assert toml(text) == codebook


@pytest.mark.parametrize("name", ["c.toml", "c.csv"])
def test_a_file_is_read_as_it_was_written(tmp_path, name):
    write_codebook(FULL, tmp_path / name)
    assert read_codebook(tmp_path / name).claims == FULL.claims
    assert [each.name for each in tmp_path.iterdir()] == [name]


def test_the_same_codebook_gives_the_same_bytes(tmp_path):
    for name in ("a.toml", "b.toml"):
        write_codebook(FULL, tmp_path / name, notes={"D1": ["one", "two"]})
    assert (tmp_path / "a.toml").read_bytes() == (tmp_path / "b.toml").read_bytes()


def test_toml_is_laid_out_to_be_edited_by_hand():
    codebook = Codebook((Claim("D1", "The dam should be built.", "One,\ntwo.", ("Build it!",)),), "The dam")
    assert codebook_text(codebook, "toml", {"D1": ["said by 3 actors"]}) == (
        'title = "The dam"\n\n# said by 3 actors\n[[claim]]\nid = "D1"\nclaim = "The dam should be built."\n'
        'definition = """\nOne,\ntwo."""\nsupporting = ["Build it!"]\n'
    )


def test_a_cell_that_a_spreadsheet_would_run_is_guarded_in_csv():
    codebook = Codebook((Claim("D1", "=SUM(A1) is wrong."),))
    assert "'=SUM(A1) is wrong." in codebook_text(codebook, "csv")


def test_a_codebook_that_could_not_be_read_again_is_not_written(tmp_path):
    with pytest.raises(CodebookError, match="stands at claim 1, too"):
        write_codebook(Codebook((Claim("D1", "One is so."), Claim("d1", "Two is so."))), tmp_path / "c.toml")
    assert list(tmp_path.iterdir()) == []


def test_another_ending_is_refused_for_writing(tmp_path):
    with pytest.raises(UsageError, match=r"is written as \.toml or \.csv, not as \.xlsx"):
        write_codebook(FULL, tmp_path / "c.xlsx")


def test_a_table_needs_only_ids_and_claims():
    assert table("id,claim\nP1,The dam should be built.\n").claims == (Claim("P1", "The dam should be built."),)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_columns_may_be_parted_by_any_delimiter_that_tables_of_articles_have(delimiter):
    lines = [delimiter.join(row) for row in (("id", "claim", "topic"), ("P1", "So it is.", "Dam"))]
    assert table("\n".join(lines)).claims == (Claim("P1", "So it is.", topic="Dam"),)


def test_wordings_in_a_cell_are_parted_by_bars():
    found = table("id,claim,supporting\nP1,So it is.,yes | of course |\n")
    assert found.claims[0].supporting == ("yes", "of course")


def test_names_of_columns_are_known_in_capitals_and_with_spaces():
    assert table("ID,Claim,Valid from\nP1,So it is.,2021\n").claims[0].valid_from == PartialDate("2021")


def test_empty_rows_and_nameless_empty_columns_of_spreadsheets_do_no_harm():
    assert len(table("id,claim,\nP1,So it is.,\n,,\n").claims) == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_tables_are_read_in_the_encodings_that_spreadsheets_write(tmp_path, encoding):
    path = tmp_path / "c.csv"
    path.write_bytes("id;claim\r\nP1;Größe is so.\r\n".encode(encoding))
    assert read_codebook(path).claims[0].text == "Größe is so."


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ('"2021"', "2021"),
        ('"2021-04"', "2021-04"),
        ('"2021-04-21"', "2021-04-21"),
        ("2021-04-21", "2021-04-21"),
        ("2021", "2021"),
    ],
)
def test_dates_may_be_texts_dates_of_toml_or_years(written, value):
    found = toml(f'[[claim]]\nid = "P1"\nclaim = "So it is."\nvalid_from = {written}\n')
    assert found.claims[0].valid_from == PartialDate(value)


def test_white_space_and_line_ends_within_a_claim_are_single_spaces():
    found = toml('[[claim]]\nid = "P1"\nclaim = """So\r\n  it is."""\n')
    assert found.claims[0].text == "So it is."


HEAD = '[[claim]]\nid = "P1"\n'


@pytest.mark.parametrize(
    ("body", "code", "found"),
    [
        ("", "REC020", "there is no claim in it"),
        ('title = "x"', "REC020", "there is no claim in it"),
        ("[[claim]\n", "REC020", "line 1"),
        ('[[claims]]\nid = "P1"', "REC021", "'claims' is not known; did you mean 'claim'?"),
        ('[claim]\nid = "P1"', "REC022", "claim has a table where tables must stand"),
        (
            HEAD + 'claim = "So."\nsuporting = []',
            "REC021",
            "line 1: 'suporting' is not known; did you mean 'supporting'?",
        ),
        (HEAD + 'claim = "So."\nzzz = 1', "REC021", "known are id, claim, definition"),
        ('[[claim]]\nclaim = "So."', "REC022", "line 1: id is missing"),
        (HEAD, "REC022", "line 1 (claim 'P1'): claim is missing"),
        (HEAD + 'claim = "  "', "REC022", "claim is empty"),
        ('[[claim]]\nid = 7\nclaim = "So."', "REC022", "id has the number 7 where a text in quotes must stand"),
        (HEAD + "claim = true", "REC022", "claim has true where a text"),
        (HEAD + 'claim = "So."\nsupporting = "yes"', "REC022", "supporting has a text where a list must stand"),
        (HEAD + 'claim = "So."\nopposing = ["a", 3]', "REC022", "opposing, wording 2 has the number 3"),
        (HEAD + 'claim = "So."\nopposing = {a = 1}', "REC022", "opposing has a table where a list of texts"),
        (HEAD + f'claim = "So."\n{HEAD}claim = "Not."', "REC023", "line 4: the id 'P1' stands at c.toml, line 1, too"),
        (HEAD + f'claim = "So."\n{HEAD.replace("P", "p")}claim = "Not."', "REC023", "the id 'p1' stands"),
        (HEAD + 'claim = "So."\nvalid_from = "21.4.2021"', "REC024", "valid_from has '21.4.2021', which is no date"),
        (HEAD + 'claim = "So."\nvalid_from = "2021-13"', "REC024", "'2021-13', which is no date"),
        (HEAD + 'claim = "So."\nvalid_from = 2021-04-21T10:00:00', "REC024", "valid_from has a time"),
        (HEAD + 'claim = "So."\nvalid_from = [1]', "REC024", "valid_from has a list"),
        (HEAD + f'claim = "{"x" * 2001}"', "REC025", "claim has 2,001 characters, more than 2,000"),
        (HEAD + 'claim = "a\\u0007b"', "REC026", "claim has a character (U+0007)"),
        (HEAD + 'claim = "a\\u202Eb"', "REC026", "claim has a direction-changing character (U+202E)"),
        (HEAD + 'claim = "a\\uFFFDb"', "REC026", "claim has a lost character (U+FFFD)"),
        ('title = 3\n[[claim]]\nid = "P1"\nclaim = "So."', "REC022", "title has the number 3"),
        ("a = " + "[" * 20_000, "REC020", "cannot be read"),
    ],
)
def test_a_mistake_in_toml_is_told_with_its_place(body, code, found):
    error = refused(body)
    assert error.code == code
    assert found in error.found
    assert error.remedy


@pytest.mark.parametrize(
    ("body", "code", "found"),
    [
        ("id,claim\n", "REC020", "there is no claim in it"),
        ("id,text\nP1,So.\n", "REC021", "'text' is not known"),
        ("id,clam\nP1,So.\n", "REC021", "did you mean 'claim'?"),
        ("id,topic\nP1,So.\n", "REC021", "there is no column 'claim' among id, topic"),
        ("id,claim,Claim\nP1,So.,So.\n", "REC021", "a column stands twice"),
        ("id,claim\nP1,\n", "REC022", "row 1 (claim 'P1'): claim is missing"),
        ("id,claim\nP1,So.\nP1,Not.\n", "REC023", "row 2: the id 'P1' stands at c.csv, row 1, too"),
        ('id,claim\nP1,"So.\n', "REC020", "row 1: a quotation mark"),
        ("id,claim\nP1,So.,more\n", "REC020", "the row has 3 cells, the header 2"),
        ("id,claim,\nP1,So.,more\n", "REC021", "a cell stands in a column without a name"),
        ("id,claim,valid_from\nP1,So.,4/21/2021\n", "REC024", "which is no date"),
    ],
)
def test_a_mistake_in_a_table_is_told_with_its_row(body, code, found):
    error = refused(body, "csv")
    assert error.code == code
    assert found in error.found


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"", "it is empty"),
        (b" \n\n", "it is empty"),
        (b"id,claim\nP1,Gr\xf6\xdfe\n", "it is not UTF-8 (byte F6 in line 2)"),
        ("id,claim\nP1,So.\n".encode("utf-16-le"), "NUL characters stand in it"),
        (b"\xff\xfeabc", "it is not utf-16"),
    ],
)
def test_bytes_that_are_no_text_are_told(tmp_path, data, found):
    path = tmp_path / "c.csv"
    path.write_bytes(data)
    with pytest.raises(CodebookError) as caught:
        read_codebook(path)
    assert caught.value.code == "REC020"
    assert found in caught.value.found


@pytest.mark.parametrize(("name", "found"), [("none.toml", "there is no such file"), (".", "it is no file")])
def test_a_path_that_is_no_file_is_told(tmp_path, name, found):
    with pytest.raises(CodebookError, match=found):
        read_codebook(tmp_path / name)


def test_another_ending_is_told(tmp_path):
    path = tmp_path / "c.xlsx"
    path.write_bytes(b"x")
    with pytest.raises(CodebookError, match=r"ends in neither \.toml nor \.csv nor \.dna"):
        read_codebook(path)


def test_a_file_that_is_too_large_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr(codebook_files, "MAX_BYTES", 10)
    path = tmp_path / "c.toml"
    path.write_bytes(b"# " + b"x" * 20)
    with pytest.raises(CodebookError, match="it is larger than 10 bytes"):
        read_codebook(path)


def test_more_claims_than_the_limit_are_refused(monkeypatch):
    monkeypatch.setattr(_codebook_values, "MAX_CLAIMS", 2)
    body = "".join(f'[[claim]]\nid = "P{n}"\nclaim = "So it is {n}."\n' for n in range(3))
    assert refused(body).code == "REC025"


def test_where_lines_cannot_be_told_the_number_of_the_claim_is():
    error = refused('[[claim]]\nid = "P1"\nclaim = """\n[[claim]]\n"""\n[[claim]]\nid = "P2"\n')
    assert "c.toml, claim 2 (claim 'P2'): claim is missing" in error.found
