"""Tables as people get them."""

from __future__ import annotations

import sys

import pyarrow as pa
import pytest

from dissensus.model.errors import UsageError
from dissensus.model.tables import SHOWN_ROWS, Table

HOSTILE = "<script>alert(1)</script>\"' onmouseover=x"


@pytest.fixture
def table():
    """One row with hostile words."""
    evidence = [{"document_id": HOSTILE, "start": 0, "end": 3, "words": HOSTILE}]
    return Table("t", HOSTILE, HOSTILE, pa.table({HOSTILE: [HOSTILE], "evidence": [evidence]}))


def test_the_notebook_view_escapes_everything(table):
    html = table._repr_html_()
    assert "<script" not in html
    assert html.count("&lt;script&gt;") >= 5
    assert "\"' onmouseover" not in html


def test_the_notebook_view_shows_a_bounded_number_of_rows_and_the_count():
    html = Table("t", "T", "D", pa.table({"n": list(range(SHOWN_ROWS + 5))}))._repr_html_()
    assert html.count("<tr>") == SHOWN_ROWS + 1
    assert f"{SHOWN_ROWS + 5} rows" in html


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_a_missing_library_is_told_with_what_to_install(table, library, monkeypatch):
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(UsageError, match=rf"dissensus\[{library}\]"):
        getattr(table, f"to_{library}")()


def test_rows_come_alike_to_pandas_polars_and_plain_python():
    table = Table("t", "T", "D", pa.table({"n": [1, 2]}))
    assert table.to_pandas()["n"].tolist() == table.to_polars()["n"].to_list() == [r["n"] for r in table.to_pylist()]


def test_a_table_tells_its_name_rows_and_columns(table):
    assert repr(table).startswith("Table('t', 1 rows, columns: ")
    assert len(table) == 1
