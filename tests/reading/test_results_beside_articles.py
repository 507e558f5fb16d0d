"""Our own results in a folder of articles are not read back as articles; everything else there is."""

from __future__ import annotations

import pytest

RESULTS = (
    "report.html",
    "annotations.jsonl",
    "project.dissensus",
    "project.dissensus-wal",
    "project.dissensus-shm",
    "project.dissensus.lock",
    "project.dissensus.0001.backup",
    "project.dissensus.0001.backup2",
    "tables/outlets.csv",
    "tables/claims.jsonl",
)


@pytest.mark.parametrize("place", ["", "below/"])
def test_results_are_passed_over_without_a_word(put, outcome, page_of, place):
    """The report and the tables hold text, so each would be a document or an error if it were read."""
    for name in RESULTS:
        put(place + name, page_of() if name.endswith(".html") else "text\nSome words were said.\n")
    put(f"{place}a.txt")
    result = outcome()
    assert (result.document.origin, result.codes) == (f"articles/{place}a.txt", [])


def test_other_files_beside_a_project_file_are_read(put, outcome, page_of):
    put("project.dissensus", b"SQLite format 3\x00")
    put("reports.html", page_of())
    put("more/report.txt", "The mayor said that the pier stays.")
    put("other.csv", "text\nThe fishermen said that it goes.\n")
    result = outcome()
    assert [document.id for document in result.documents] == ["report", "other-1", "reports"]
    assert result.codes == []


def test_without_a_project_file_a_report_and_tables_are_articles(put, outcome, page_of):
    put("report.html", page_of())
    put("tables/outlets.csv", "text\nThe fishermen said that it goes.\n")
    assert [document.id for document in outcome().documents] == ["report", "outlets-1"]


@pytest.mark.parametrize(
    "name",
    [
        "dam.dissensus", "dam.dissensus-wal", "dam.dissensus-shm", "dam.dissensus.lock", "dam.dissensus.0003.backup",
        "DAM.DISSENSUS", "dam.dissensus.0003.backup2",
    ],
)  # fmt: skip
def test_project_files_of_any_name_are_passed_over(put, outcome, name):
    put("a.txt")
    put(f"below/{name}", b"SQLite format 3\x00")
    result = outcome()
    assert (result.document.id, result.codes) == ("a", [])


@pytest.mark.parametrize("name", ["dam.dissensus.txt", "dissensus.txt", "dissensus.lock.txt"])
def test_articles_whose_names_only_resemble_project_files_are_read(put, outcome, name):
    put(name)
    assert outcome().document.text


def test_a_file_given_by_its_own_name_is_not_passed_over(put, outcome, page_of):
    put("project.dissensus", b"SQLite format 3\x00")
    assert outcome(put("report.html", page_of())).document.id == "report"
