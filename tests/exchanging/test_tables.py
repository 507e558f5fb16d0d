"""Tables as files."""

import csv
import datetime as dt
import io
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dissensus.exchanging.tables import TABLE_FORMATS, write_table
from dissensus.model.errors import UsageError

EVIDENCE = [{"document_id": "d1", "start": 0, "end": 3, "words": "“no”"}]
TABLE = pa.table(
    {
        "actor": ["Mara Velden", "=cmd()", None],
        "count": [3, 1, 0],
        "first": [dt.date(2020, 1, 2), None, None],
        "evidence": [EVIDENCE, [], []],
    }
)


def test_csv_is_read_by_spreadsheets_and_keeps_every_row(tmp_path: Path) -> None:
    write_table(TABLE, tmp_path / "t.csv", "csv")
    raw = (tmp_path / "t.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert [row["actor"] for row in rows] == ["Mara Velden", "'=cmd()", ""]
    assert json.loads(rows[0]["evidence"]) == EVIDENCE
    assert rows[0]["first"] == "2020-01-02"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t"])
def test_no_cell_of_a_csv_is_run_by_a_spreadsheet(tmp_path: Path, start: str) -> None:
    write_table(pa.table({"label": [f"{start}1+1"]}), tmp_path / "t.csv", "csv")
    written = (tmp_path / "t.csv").read_bytes().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(written, newline="")))
    assert rows[1][0] == f"'{start}1+1"


def test_parquet_gives_the_same_table_back(tmp_path: Path) -> None:
    write_table(TABLE, tmp_path / "t.parquet", "parquet")
    assert pq.read_table(tmp_path / "t.parquet").to_pylist() == TABLE.to_pylist()


def test_json_lines_has_one_object_a_row_in_ascii(tmp_path: Path) -> None:
    write_table(TABLE, tmp_path / "t.jsonl", "jsonl")
    lines = (tmp_path / "t.jsonl").read_text(encoding="ascii").splitlines()
    assert [json.loads(line)["count"] for line in lines] == [3, 1, 0]
    assert json.loads(lines[0])["evidence"] == EVIDENCE


def test_an_unknown_format_names_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="csv, jsonl, parquet"):
        write_table(TABLE, tmp_path / "t.xls", "xls")
    assert sorted(TABLE_FORMATS) == ["csv", "jsonl", "parquet"]
