"""Matrices of networks as CSV, DL and JSON."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from small_networks import actors_and_claims, network, three_actors

from dissensus.exchanging.networks.csv_matrix import write_csv_matrix
from dissensus.exchanging.networks.dl import write_dl
from dissensus.exchanging.networks.json_matrix import write_json
from dissensus.model.errors import ExportError
from dissensus.networks.options import DNA, RIGHT


def text_of(write, made) -> str:
    held = io.StringIO()
    write(made, held)
    return held.getvalue()


def read_dl(text: str) -> tuple[list[str], list[str], np.ndarray]:
    """A strict reader of full matrices: counts of the heading must agree with what follows."""
    lines = iter(text.rstrip("\n").split("\n"))
    heading = next(lines).removeprefix("dl ").split(", ")
    counts = {key: value for key, _, value in (part.partition(" = ") for part in heading)}
    assert counts.pop("format") == "fullmatrix"
    names = []
    for key, count in counts.items():
        assert next(lines) == {"n": "labels:", "nr": "row labels:", "nc": "col labels:"}[key]
        found = [next(lines) for _ in range(int(count))]
        assert all(label[0] == label[-1] == '"' and '"' not in label[1:-1] for label in found)
        names.append([label[1:-1] for label in found])
    assert next(lines) == "data:"
    rows = [line.split() for line in lines]
    assert [len(row) for row in rows] == [len(names[-1])] * len(names[0])
    return names[0], names[-1], np.array(rows, dtype=float)


def test_a_csv_matrix_is_read_back_by_pandas(tmp_path: Path):
    made = actors_and_claims()
    write_csv_matrix(made, tmp_path / "net.csv")
    frame = pd.read_csv(tmp_path / "net.csv", index_col=0)
    assert tuple(frame.index) == made.rows
    assert tuple(frame.columns) == made.columns
    assert (frame.to_numpy() == made.dense()).all()


def test_weights_in_csv_read_back_to_the_last_bit():
    made = network(["A", "B"], ["x"], [[1 / 3], [0.1 + 0.2]], integer=False)
    rows = list(csv.reader(io.StringIO(text_of(write_csv_matrix, made))))
    assert [float(row[1]) for row in rows[1:]] == [1 / 3, 0.1 + 0.2]


def test_names_with_separators_and_quotation_marks_come_back_from_csv():
    names = ['a "b", c', "d;e", "f\ng"]
    rows = list(csv.reader(io.StringIO(text_of(write_csv_matrix, network(names, ["x"], [1, 2, 3])))))
    assert [row[0] for row in rows[1:]] == names


@pytest.mark.parametrize("name", ["=1+1", "+x", "-x", "@x"])
def test_no_name_in_csv_runs_as_a_formula(name: str):
    rows = list(csv.reader(io.StringIO(text_of(write_csv_matrix, network([name], [name], [1])))))
    assert rows == [["", f"'{name}"], [f"'{name}", "1"]]


def test_csv_compatible_with_dna_has_semicolons_marks_as_apostrophes_and_no_last_line_end():
    made = network(['The "Q" Club', "=x"], ["a;b"], [1, -2], compatible=DNA)
    assert text_of(write_csv_matrix, made) == '"";"a;b"\n"The \'Q\' Club";1\n"=x";-2'


def test_csv_compatible_with_dna_rounds_halves_away_from_zero():
    made = network(["A", "B"], ["x"], [1 / 128, -1 / 128], integer=False, compatible=DNA)
    assert text_of(write_csv_matrix, made) == '"";"x"\n"A";0.007813\n"B";-0.007813'


def test_dl_of_one_mode_is_read_back():
    made = three_actors()
    rows, columns, cells = read_dl(text_of(write_dl, made))
    assert rows == columns == list(made.rows)
    assert (cells == made.dense()).all()


def test_dl_of_two_modes_is_read_back():
    made = actors_and_claims()
    rows, columns, cells = read_dl(text_of(write_dl, made))
    assert (tuple(rows), tuple(columns)) == (made.rows, made.columns)
    assert (cells == made.dense()).all()


def test_dl_keeps_apostrophes_and_writes_what_it_cannot_say_otherwise():
    rows, _, _ = read_dl(text_of(write_dl, network(["O'Hara", 'a "b"', "c\nd"], ["x"], [1, 2, 3])))
    assert rows == ["O'Hara", "a \u201db\u201d", "c d"]


def test_dl_refuses_names_that_would_become_the_same():
    with pytest.raises(ExportError) as raised:
        text_of(write_dl, network(["a b", "a\nb"], ["x"], [1, 2]))
    assert raised.value.code == "EXP004"


def test_dl_compatible_with_dna_takes_both_marks_out():
    made = network(["O'Hara", 'a "b"'], None, [[0, 0.5], [0.5, 0]], integer=False, compatible=DNA)
    assert text_of(write_dl, made) == (
        'dl n = 2, format = fullmatrix\nlabels:\n"OHara"\n"a b"\ndata:\n 0.000000 0.500000\n 0.500000 0.000000'
    )


def test_json_has_rows_columns_and_matrix():
    told = json.loads(text_of(write_json, actors_and_claims()))
    assert told == {
        "rows": ["Ann", "Bob", "Cy"],
        "columns": ["Build it.", "Tax it."],
        "matrix": [[2, -1], [0, 1], [0, 0]],
    }


def test_json_of_a_series_has_a_slice_for_each_network():
    series = [actors_and_claims(), actors_and_claims(middle=0)]
    told = json.loads(text_of(write_json, iter(series)))
    assert [each["middle"] for each in told["slices"]] == ["2021-03-01T00:00:00Z", "1970-01-01T00:00:00Z"]
    assert told["slices"][0]["matrix"] == [[2, -1], [0, 1], [0, 0]]


def test_json_of_a_series_tells_congruence_from_conflict():
    series = [actors_and_claims(aggregation=each) for each in ("congruence", "conflict")]
    told = json.loads(text_of(write_json, iter(series)))
    assert [each["aggregation"] for each in told["slices"]] == ["congruence", "conflict"]


def test_what_is_no_number_is_null_in_json():
    made = network(["A"], ["x", "y"], [[float("nan"), float("inf")]], integer=False)
    assert json.loads(text_of(write_json, made))["matrix"] == [[None, None]]


def test_a_network_without_nodes_is_written_as_an_empty_matrix():
    made = network([], None, np.zeros((0, 0)))
    assert json.loads(text_of(write_json, made)) == {"rows": [], "columns": [], "matrix": []}
    assert text_of(write_csv_matrix, made) == '""\n'
    assert read_dl(text_of(write_dl, made))[0] == []


@pytest.mark.parametrize("compatible", [RIGHT, DNA])
@pytest.mark.parametrize("integer", [True, False])
def test_what_is_no_finite_number_is_written_in_words(compatible, integer: bool):
    made = network(["A"], ["x", "y"], [[float("nan"), float("-inf")]], integer=integer, compatible=compatible)
    assert text_of(write_csv_matrix, made).splitlines()[1].replace(",", ";").endswith(";NaN;-Infinity")
    assert text_of(write_dl, made).rstrip().endswith(" NaN -Infinity")
