"""Statements as DNA's event list and as one flat table; networks as Parquet; endings of files."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
import pyarrow.parquet as pq
import pytest
from small_networks import DAY, MONDAY, actors_and_claims, coded, network, three_actors

from dissensus.exchanging.coded_csv import read_coded_csv
from dissensus.exchanging.networks.event_list_csv import write_event_list_csv
from dissensus.exchanging.networks.flat_table import write_flat_csv, write_flat_parquet
from dissensus.exchanging.networks.node_table import write_nodes
from dissensus.exchanging.networks.parquet import read_parquet, write_parquet
from dissensus.exchanging.networks.writing import NETWORK_ENDINGS, ending_of, write_network, write_statements
from dissensus.model.coded_statements import CodedStatements
from dissensus.model.errors import ExportError, NetworkError
from dissensus.networks.building import build, event_list
from dissensus.networks.network import EventList
from dissensus.networks.options import DNA, NetworkOptions


def dna_list() -> str:
    held = io.StringIO()
    write_event_list_csv(event_list(coded(), NetworkOptions(mode="event-list", compatible=DNA)), held)
    return held.getvalue()


def test_an_event_list_compatible_with_dna_has_its_heading():
    assert dna_list().split("\n")[0] == (
        '"statement_id";"time";"organization";"concept";"agreement";"strength";"memo";"start_position";"stop_position";'
        '"text";"coder";"document_id";"document_title";"document_author";"document_source";"document_section";'
        '"document_type"'
    )


def test_an_event_list_compatible_with_dna_quotes_texts_only_and_names_coders_by_number():
    assert dna_list().split("\n")[2] == (
        '1;2021-03-01 00:01:00;"Bob";"Build it.";0;-2;"says \'no\'";20;31;"No, \'never\'";2;'
        '10;"One";"Zoe";"Gazette";"";"news"'
    )
    assert '"Cy, Co"' in dna_list()
    assert not dna_list().endswith("\n")


def test_an_event_list_is_read_back_by_pandas(tmp_path: Path):
    write_event_list_csv(EventList(coded(), NetworkOptions()), tmp_path / "list.csv")
    frame = pd.read_csv(tmp_path / "list.csv", keep_default_na=False)
    assert list(frame["statement_id"]) == [3, 1, 2, 4]
    assert list(frame["memo"]) == ["", 'says "no"', "two\nlines", "'=1+1"]
    assert list(frame["coder"]) == ["Mia", "Mia", "Noa", "Noa"]
    assert list(frame["time"])[1] == "2021-03-01 00:01:00"


def untold(tmp_path: Path) -> CodedStatements:
    """Two statements of a table with neither times nor documents."""
    (tmp_path / "bare.csv").write_text("organization,concept,agreement\nA,x,1\nB,x,0\n", encoding="utf-8")
    return read_coded_csv(tmp_path / "bare.csv")


def test_a_table_without_times_and_documents_is_written_without_them(tmp_path: Path):
    statements = untold(tmp_path)
    write_event_list_csv(EventList(statements, NetworkOptions()), tmp_path / "list.csv")
    write_flat_csv(statements, tmp_path / "flat.csv")
    write_flat_parquet(statements, tmp_path / "flat.parquet")
    for name in ("list.csv", "flat.csv"):
        frame = pd.read_csv(tmp_path / name, keep_default_na=False)
        assert (list(frame["time"]), list(frame["document_id"])) == (["", ""], ["", ""])
        assert not read_coded_csv(tmp_path / name).timed
    assert pl.read_parquet(tmp_path / "flat.parquet")["time"].to_list() == [None, None]


def test_an_event_list_names_documents_by_their_own_ids(tmp_path: Path):
    (tmp_path / "told.csv").write_text("document_id,organization\nd1,A\nd7,B\n", encoding="utf-8")
    write_event_list_csv(EventList(read_coded_csv(tmp_path / "told.csv"), NetworkOptions()), tmp_path / "list.csv")
    assert list(pd.read_csv(tmp_path / "list.csv")["document_id"]) == ["d1", "d7"]


@pytest.mark.parametrize("name", ["a.long.csv", "a.LONG.CSV", "LONG.CSV", "long.csv"])
def test_a_table_of_ties_is_known_in_capitals(name: str):
    assert ending_of(Path(name)) == ".long.csv"


def test_a_variable_that_is_too_long_for_nodes_is_told_with_the_limit_and_the_row(tmp_path: Path):
    (tmp_path / "long.csv").write_text(f"organization,concept\nA,x\n{'B' * 191},x\n", encoding="utf-8")
    with pytest.raises(NetworkError, match="of at most 190 characters; statement 2 has 191: 'BBB") as refused:
        build(read_coded_csv(tmp_path / "long.csv"), NetworkOptions(qualifier=None))
    assert refused.value.code == "NET001"


COLUMNS = [
    "statement_id", "statement_type", "time", "organization", "organization: Alias", "organization: Type", "concept",
    "agreement", "strength", "memo", "document_id", "document_author", "document_source", "document_section",
    "document_type", "document_title", "coder", "confidence", "status", "start", "stop", "text",
]  # fmt: skip


def test_the_flat_table_as_csv_has_everything_of_a_statement(tmp_path: Path):
    write_flat_csv(coded(), tmp_path / "flat.csv")
    frame = pd.read_csv(tmp_path / "flat.csv", keep_default_na=False)
    assert list(frame.columns) == COLUMNS
    assert frame.iloc[0].to_dict() == {
        "statement_id": 3, "statement_type": "Opinion", "time": "2021-03-01T00:00:00Z", "organization": "Ann",
        "organization: Alias": "A.", "organization: Type": "party", "concept": "Build it.", "agreement": 1,
        "strength": "5", "memo": "", "document_id": 10, "document_author": "Zoe", "document_source": "Gazette",
        "document_section": "", "document_type": "news", "document_title": "One", "coder": "Mia", "confidence": 1.0,
        "status": "decided", "start": 0, "stop": 12, "text": "We will build",
    }  # fmt: skip


def test_the_flat_table_as_csv_runs_no_formula_and_leaves_what_was_never_coded_empty(tmp_path: Path):
    write_flat_csv(coded(), tmp_path / "flat.csv")
    frame = pd.read_csv(tmp_path / "flat.csv", keep_default_na=False)
    assert list(frame["strength"]) == ["5", "-2", "", "5"]
    assert (frame["memo"][3], frame["text"][3]) == ("'=1+1", "'+ more")


def test_the_flat_table_as_parquet_has_types_and_nulls(tmp_path: Path):
    write_flat_parquet(coded(), tmp_path / "flat.parquet")
    frame = pl.read_parquet(tmp_path / "flat.parquet")
    assert frame.columns == COLUMNS
    assert frame["agreement"].to_list() == [True, False, True, True]
    assert frame["strength"].to_list() == [5, -2, None, 5]
    assert frame["memo"].to_list() == ["", 'says "no"', "two\nlines", "=1+1"]
    assert frame["confidence"][3] == 0.123456789012
    assert frame["time"].dt.epoch("s").to_list() == coded().time.tolist()


def test_a_flat_table_without_statements_has_its_columns(tmp_path: Path):
    empty = coded().take(np.array([], dtype=np.int64))
    write_flat_parquet(empty, tmp_path / "flat.parquet")
    write_flat_csv(empty, tmp_path / "flat.csv")
    assert pq.read_table(tmp_path / "flat.parquet").num_rows == 0
    assert list(pd.read_csv(tmp_path / "flat.csv").columns) == COLUMNS


def test_a_variable_that_has_the_name_of_a_column_gets_another(tmp_path: Path):
    statements = coded()
    column = statements.variables["concept"]
    renamed = type(statements)(
        **{name: getattr(statements, name) for name in statements.__slots__} | {"variables": {"coder": column}}
    )
    write_flat_csv(renamed, tmp_path / "flat.csv")
    heading = next(csv.reader(io.StringIO((tmp_path / "flat.csv").read_text(encoding="utf-8-sig"))))
    assert heading[3] == "coder (variable)"


def same(one, other) -> bool:
    plain = ("rows", "columns", "options", "statements", "integer", "start", "middle", "stop", "warnings")
    return all(getattr(one, name) == getattr(other, name) for name in plain) and bool(
        (one.dense() == other.dense()).all()
    )


def test_networks_come_back_from_parquet_as_they_were(tmp_path: Path):
    options = {"exclude_values": {"concept": ("x",)}, "compatible": DNA, "coders": ("Mia",)}
    series = [three_actors(), actors_and_claims(**options), network([], None, np.zeros((0, 0)))]
    write_parquet(iter(series), tmp_path / "net.parquet")
    found = read_parquet(tmp_path / "net.parquet")
    assert len(found) == 3
    assert all(same(one, other) for one, other in zip(series, found, strict=True))


def test_polars_reads_ties_from_parquet(tmp_path: Path):
    write_parquet(actors_and_claims(), tmp_path / "net.parquet")
    frame = pl.read_parquet(tmp_path / "net.parquet")
    assert frame.select("network", "row", "column", "weight").rows() == [
        (0, "Ann", "Build it.", 2.0), (0, "Ann", "Tax it.", -1.0), (0, "Bob", "Tax it.", 1.0),
    ]  # fmt: skip


@pytest.mark.parametrize("content", [b"", b"PAR1 no", b"x" * 100])
def test_a_file_that_holds_no_networks_is_told_apart(tmp_path: Path, content: bytes):
    (tmp_path / "bad.parquet").write_bytes(content)
    with pytest.raises(ExportError) as raised:
        read_parquet(tmp_path / "bad.parquet")
    assert raised.value.code == "EXP006"


def test_another_tables_parquet_file_is_told_apart(tmp_path: Path):
    write_flat_parquet(coded(), tmp_path / "flat.parquet")
    with pytest.raises(ExportError) as raised:
        read_parquet(tmp_path / "flat.parquet")
    assert raised.value.code == "EXP006"


@pytest.mark.parametrize("ending", NETWORK_ENDINGS)
def test_every_ending_writes_the_same_bytes_twice(tmp_path: Path, ending: str):
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        written = write_network(three_actors(), tmp_path / folder / f"net{ending}", coded=coded())
        assert written == (tmp_path / folder / f"net{ending}",)
    assert (tmp_path / "one" / f"net{ending}").read_bytes() == (tmp_path / "two" / f"net{ending}").read_bytes()


def test_graphml_compatible_with_dna_is_visones_dialect(tmp_path: Path):
    write_network(three_actors(compatible=DNA), tmp_path / "net.graphml")
    write_network(three_actors(), tmp_path / "plain.graphml")
    assert b"visone" in (tmp_path / "net.graphml").read_bytes()
    assert b"visone" not in (tmp_path / "plain.graphml").read_bytes()


def test_a_series_has_a_file_for_each_network_with_number_and_time(tmp_path: Path):
    series = (three_actors(middle=MONDAY + k * DAY) for k in range(2))
    written = write_network(series, tmp_path / "net.csv")
    assert [path.name for path in written] == ["net-0001-2021-03-01T000000.csv", "net-0002-2021-03-02T000000.csv"]
    assert all(path.is_file() for path in written)


def test_files_of_congruence_and_conflict_in_turns_have_names_of_their_own(tmp_path: Path):
    series = [three_actors(aggregation=each) for each in ("congruence", "conflict")]
    for ending in (".csv", ".svg"):
        written = write_network(series, tmp_path / f"net{ending}")
        assert [path.name for path in written] == [
            f"net-0001-2021-03-01T000000-congruence{ending}", f"net-0002-2021-03-01T000000-conflict{ending}"
        ]  # fmt: skip
    assert "conflict" in written[1].read_text(encoding="utf-8")


def test_an_event_list_renames_a_variable_that_has_the_name_of_another_column():
    one = replace(
        coded(), variables={"document_title": coded().variables["concept"], "coder": coded().variables["memo"]}
    )
    held, as_dna = io.StringIO(), io.StringIO()
    write_event_list_csv(EventList(one, NetworkOptions()), held)
    heading = next(csv.reader(io.StringIO(held.getvalue().removeprefix("\ufeff"))))
    assert heading[2:4] == ["document_title (variable)", "coder (variable)"]
    assert len(set(heading)) == len(heading)
    write_event_list_csv(EventList(one, NetworkOptions(compatible=DNA)), as_dna)
    assert as_dna.getvalue().partition("\n")[0].count('"document_title"') == 2


def test_a_series_is_one_file_where_the_format_has_a_place_for_it(tmp_path: Path):
    for ending in (".gexf", ".parquet", ".json", ".tsv", ".long.csv"):
        series = [three_actors(middle=MONDAY + k * DAY) for k in range(2)]
        assert write_network(series, tmp_path / f"net{ending}") == (tmp_path / f"net{ending}",)


def test_a_table_of_a_series_has_a_row_for_each_tie_of_each_window(tmp_path: Path):
    series = [three_actors(middle=MONDAY + k * DAY) for k in range(2)]
    write_network(series, tmp_path / "net.long.csv")
    frame = pd.read_csv(tmp_path / "net.long.csv")
    assert frame["Window"].tolist() == [1, 1, 1, 2, 2, 2]
    assert frame.loc[3].tolist() == [
        2, "2021-03-01T12:00:00", "2021-03-02T00:00:00", "2021-03-02T12:00:00", "Ann", "Bob", "Undirected", 2,
        "positive",
    ]  # fmt: skip
    with_tabs = write_network(series, tmp_path / "net.tsv")[0]
    pd.testing.assert_frame_equal(pd.read_csv(with_tabs, sep="\t"), frame)


def test_a_name_that_a_spreadsheet_would_run_is_guarded_in_a_table_of_a_series(tmp_path: Path):
    write_network([network(["=1+1", "b"], None, [[0, 1], [1, 0]])], tmp_path / "net.long.csv")
    assert pd.read_csv(tmp_path / "net.long.csv")["Source"].tolist() == ["'=1+1"]


@pytest.mark.parametrize("ending", [".csv", ".dl", ".svg", ".graphml"])
def test_a_series_of_too_many_files_is_refused_before_any_is_written(tmp_path: Path, ending: str):
    made = []

    def endless():
        while True:
            made.append(three_actors(middle=MONDAY + len(made) * DAY))
            yield made[-1]

    with pytest.raises(ExportError) as raised:
        write_network(endless(), tmp_path / f"net{ending}", most_files=3)
    assert raised.value.code == "EXP007"
    assert list(tmp_path.iterdir()) == []
    assert len(made) == 4


@pytest.mark.parametrize("name", ["net.xlsx", "net", ".csv", "net.graphml.zip"])
def test_an_unknown_ending_is_refused_before_anything_is_written(tmp_path: Path, name: str):
    with pytest.raises(ExportError) as raised:
        write_network(three_actors(), tmp_path / name)
    assert raised.value.code == "EXP001"
    assert list(tmp_path.iterdir()) == []


def test_statements_are_written_by_their_ending(tmp_path: Path):
    write_statements(coded(), tmp_path / "all.csv")
    write_statements(coded(), tmp_path / "all.parquet")
    assert pd.read_csv(tmp_path / "all.csv").shape == pd.read_parquet(tmp_path / "all.parquet").shape
    with pytest.raises(ExportError):
        write_statements(coded(), tmp_path / "all.dl")


def test_folders_are_made_and_a_file_in_the_way_is_a_clear_error(tmp_path: Path):
    write_network(three_actors(), tmp_path / "new" / "net.csv")
    assert (tmp_path / "new" / "net.csv").is_file()
    with pytest.raises(ExportError) as raised:
        write_network(three_actors(), tmp_path / "new" / "net.csv" / "net.csv")
    assert raised.value.code == "EXP002"


def test_a_file_stays_as_it_was_when_writing_fails(tmp_path: Path):
    path = tmp_path / "net.dl"
    path.write_text("before")
    with pytest.raises(ExportError):
        write_network([network(["a b", "a\nb"], ["x"], [1, 2])][0], path)
    assert path.read_text() == "before"
    assert list(tmp_path.iterdir()) == [path]


def test_the_flat_table_as_csv_gives_the_same_network_when_it_is_read_again(tmp_path: Path):
    write_flat_csv(coded(), tmp_path / "flat.csv")
    again = read_coded_csv(tmp_path / "flat.csv")
    for options in (
        NetworkOptions(mode="two-mode", aggregation="subtract"),
        NetworkOptions(mode="two-mode", aggregation="subtract", qualifier="strength"),
        NetworkOptions(variable2="author", variable2_document=True, aggregation="congruence"),
    ):
        one, other = build(coded(), options), build(again, options)
        assert (one.rows, one.columns) == (other.rows, other.columns)
        assert (one.dense() == other.dense()).all()
    assert again.entities["organization"]["Ann"].attributes == {"Alias": "A.", "Type": "party"}


def test_a_table_of_nodes_has_attributes_and_statements(tmp_path: Path):
    made = build(coded(), NetworkOptions(mode="two-mode"))
    write_nodes(made, tmp_path / "nodes.csv", coded())
    frame = pd.read_csv(tmp_path / "nodes.csv")
    assert frame["name"].tolist() == [*made.rows, *made.columns]
    assert frame["mode"].tolist() == [1] * len(made.rows) + [2] * len(made.columns)
    ann = frame.set_index("name").loc["Ann"]
    assert ann.tolist() == ["organization", 1, "#ff0000", 2, "A.", "party"]


def test_a_table_of_nodes_of_a_series_has_each_once(tmp_path: Path):
    made = build(coded(), NetworkOptions())
    write_nodes([made, made], tmp_path / "nodes.csv", coded())
    frame = pd.read_csv(tmp_path / "nodes.csv")
    assert frame["name"].tolist() == list(made.rows)
