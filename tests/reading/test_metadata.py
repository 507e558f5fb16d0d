"""What is told about a document beside its file, and which teller counts."""

from __future__ import annotations

import pytest

from dissensus.model.documents import PartialDate
from dissensus.reading import dates
from dissensus.reading.dates import DateError, parse_date
from dissensus.reading.naming import NamePattern

HEADER = "id,file,title,outlet,author,published,date_precision,language\n"


def test_metadata_beside_the_files(put, outcome):
    put("001.txt")
    put("metadata.csv", HEADER.strip() + ",page\nx1,001.txt,Open,Gazette,Ada Quill; Bo Reed,2014-04-21,day,en,3\n")
    document = outcome().document
    assert (document.id, document.title, document.outlet) == ("x1", "Open", "Gazette")
    assert document.authors == ("Ada Quill", "Bo Reed")
    assert (document.published, document.language, dict(document.columns)) == (
        PartialDate("2014-04-21"),
        "en",
        {"page": "3"},
    )


@pytest.mark.parametrize(
    ("precision", "expected"),
    [
        ("inferred day", PartialDate("2014-04-21", inferred=True)),
        ("inferred month", PartialDate("2014-04", inferred=True)),
        ("year", PartialDate("2014")),
        ("", PartialDate("2014-04-21")),
        ("inferred", PartialDate("2014-04-21", inferred=True)),
    ],
)
def test_the_precision_of_a_date_is_kept(put, outcome, precision, expected):
    put("001.txt")
    put("metadata.csv", f"{HEADER},001.txt,,,,2014-04-21,{precision},\n")
    assert outcome().document.published == expected


def test_an_unknown_precision_is_told(put, outcome):
    put("001.txt")
    put("metadata.csv", f"{HEADER},001.txt,,,,2014-04-21,roughly,\n")
    result = outcome()
    assert (result.codes, result.document.published) == (["READ015"], None)


def test_empty_cells_stay_missing(put, outcome):
    put("001.txt")
    put("metadata.csv", f"{HEADER},001.txt,,,,,,\n")
    document = outcome().document
    assert (document.id, document.title, document.outlet, document.authors) == ("001", None, None, ())
    assert document.published is None


def test_metadata_may_be_tab_separated_and_lie_above_the_file(put, outcome):
    put("north/a.txt")
    put("metadata.tsv", "file\toutlet\nnorth\\a.txt\tGazette\n")
    assert outcome().document.outlet == "Gazette"


def test_the_nearest_metadata_count(put, outcome):
    put("north/a.txt")
    put("metadata.csv", "file,outlet\nnorth/a.txt,Far\n")
    put("north/metadata.csv", "file,outlet\na.txt,Near\n")
    assert outcome().document.outlet == "Near"


def test_metadata_may_leave_out_the_ending_or_the_file(put, outcome):
    put("a.txt", "One thing was said.")
    put("b.txt", "Another thing was said.")
    put("metadata.csv", "file,id,title\na,,One\n,b,Two\n")
    assert [document.title for document in outcome().documents] == ["One", "Two"]


def test_metadata_count_for_a_file_given_alone_without_complaint_about_others(put, outcome):
    path = put("a.txt")
    put("metadata.csv", "file,title\na.txt,Open\nb.txt,Closed\n")
    result = outcome(path)
    assert (result.document.title, result.codes, result.document.origin) == ("Open", [], "articles/a.txt")


def test_metadata_for_a_row_are_found_by_its_id(put, outcome):
    put("a.csv", "id,text,outlet\nn1,One thing.,Row\n")
    put("metadata.csv", "id,outlet\nn1,Told\n")
    assert outcome().document.outlet == "Told"


def test_metadata_come_before_the_file_name_and_that_before_the_page(put, outcome, page_of):
    head = "<meta property='og:site_name' content='Page'><meta name='author' content='Page Author'>"
    put("2014-04-21_Name_x.html", page_of(head))
    put("metadata.csv", "file,published\n2014-04-21_Name_x.html,2014-05\n")
    document = outcome(name_pattern="{published}_{outlet}_{title}").document
    assert (document.published, document.outlet, document.authors) == (PartialDate("2014-05"), "Name", ("Page Author",))


def test_other_fields_of_a_file_name_become_columns(put, outcome):
    put("2014_04_Gazette_front.txt")
    document = outcome(name_pattern="{year}_{month}_{outlet}_{part}").document
    assert (document.published, document.outlet) == (PartialDate("2014-04"), "Gazette")
    assert dict(document.columns) == {"part": "front"}


def test_a_pattern_may_take_in_folders(put, outcome):
    put("The Gazette/2014-04-21.txt")
    document = outcome(name_pattern="{outlet}/{published}").document
    assert (document.outlet, document.published) == ("The Gazette", PartialDate("2014-04-21"))


def test_a_field_ends_where_the_next_words_first_come():
    assert NamePattern.of("{a}_{b}").match("one_two_three") == {"a": "one", "b": "two_three"}
    assert NamePattern.of("{a}_{_}_x").match("one_two_x") == {"a": "one"}


@pytest.mark.parametrize("name", ["one", "_two", "one_", "two_three_y"])
def test_a_name_that_lacks_a_part_does_not_fit(name):
    assert NamePattern.of("{a}_{b}x").match(name) is None


def test_a_long_name_against_many_fields_takes_no_time():
    fields = "_".join(f"{{f{number}}}" for number in range(60)) + "-end"
    assert NamePattern.of(fields).match("_".join("ab" for _ in range(5_000))) is None


def test_metadata_of_a_hostile_kind_are_put_on_one_line(put, outcome):
    put("a.jsonl", '{"text": "Words.", "title": "One\\ntwo\\u202e \\u0000three", "outlet": "' + "x" * 5_000 + '"}')
    document = outcome().document
    assert document.title == "One two three"
    assert len(document.outlet or "") == 2_000


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("2014", "2014"),
        ("2014-04", "2014-04"),
        ("2014-04-21", "2014-04-21"),
        ("2014/4/1", "2014-04-01"),
        ("20140421", "2014-04-21"),
        ("2014-04-21T23:59:59-11:00", "2014-04-21"),
        ("2014-04-21 10:00", "2014-04-21"),
        ("21 April 2014", "2014-04-21"),
        ("21st of April, 2014", "2014-04-21"),
        ("April 21, 2014", "2014-04-21"),
        ("Apr. 21, 2014 10:30 am", "2014-04-21"),
        ("Mon, 21 Apr 2014 10:00:00 +0000", "2014-04-21"),
        ("Monday, April 21, 2014", "2014-04-21"),
        ("21-Apr-2014", "2014-04-21"),
        ("April 2014", "2014-04"),
        ("25/04/2024", "2024-04-25"),
        ("04/25/2024", "2024-04-25"),
        ("05/05/2024", "2024-05-05"),
        ("21 avril 2014", "2014-04-21"),
        ("21. Februar 2014", "2014-02-21"),
    ],
)
def test_dates_keep_their_precision(words, value):
    assert parse_date(words) == PartialDate(value)


@pytest.mark.parametrize(
    "words",
    [
        "2014-02-31", "2014-13", "0000", "0012-01-01", "03/04/2024", "03.04.24", "yesterday", "last May", "May",
        "21 April", "April 31, 2014", "31/13/2024", "n/a", "-", "1398038400", "two weeks ago in 2014", "x" * 5_000,
        "2014-04-31T10:00", "3 days before 2014", "2014-04-21-22",
    ],
)  # fmt: skip
def test_dates_that_do_not_exist_or_can_be_read_in_two_ways_are_refused(words):
    with pytest.raises(DateError):
        parse_date(words)


def test_the_order_of_day_and_month_is_an_option():
    assert parse_date("03/04/2024", day_first=True) == PartialDate("2024-04-03")
    assert parse_date("03/04/2024", day_first=False) == PartialDate("2024-03-04")
    with pytest.raises(DateError):
        parse_date("25/04/2024", day_first=False)


def test_a_date_that_was_refused_is_not_worked_out_again(monkeypatch):
    """Refusing takes dateparser tens of milliseconds, and the rows of a table often repeat one wording."""
    asked: list[str] = []
    other_language = dates._other_language
    monkeypatch.setattr(dates, "_other_language", lambda words: asked.append(words) or other_language(words))
    messages = set()
    for _ in range(300):
        with pytest.raises(DateError) as error:
            parse_date("Spring of the year 2014")
        messages.add(str(error.value))
    assert asked == ["Spring of the year 2014"]
    assert messages == {"'Spring of the year 2014' is not understood as a date"}
