"""``dissensus network`` on a table, with every way of asking."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from command import dissensus

TABLE = """time,document_id,document_source,coder,organization,concept,agreement
2031-01-01,d1,North,Ann,Union,Build the dam.,0
2031-01-01,d1,North,Ann,Union,Raise the levy.,1
2031-02-03,d2,South,Bo,Board,Build the dam.,1
2031-02-03,d2,South,Bo,Board,Build the dam.,1
2031-03-05,d3,South,Ann,Anglers,Build the dam.,0
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "debate.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def asked(*words: str | Path) -> dict[str, object]:
    answer = dissensus("network", *words, "--json")
    assert answer.code == 0, answer.err
    return json.loads(answer.out)


def test_json_holds_rows_columns_and_matrix(table: Path) -> None:
    result = asked(table, "--mode", "two-mode", "--aggregation", "subtract")
    assert result["rows"] == ["Anglers", "Board", "Union"]
    assert result["columns"] == ["Build the dam.", "Raise the levy."]
    assert result["matrix"] == [[-1, 0], [2, 0], [-1, 1]]


def test_one_mode_with_all_names_of_dnas_settings(table: Path) -> None:
    words = ["--variable1", "organization", "--variable2", "concept", "--qualifier", "agreement", "--mode", "one-mode"]
    words += ["--aggregation", "subtract", "--normalization", "average", "--duplicates", "document", "--isolates"]
    result = asked(table, *words, "--compatible", "dna")
    assert result["matrix"] == [[0, -1, 1 / 1.5], [-1, 0, -1 / 1.5], [1 / 1.5, -1 / 1.5, 0]]


def test_filters_of_the_command_line_reach_the_network(table: Path) -> None:
    words = ["--mode", "two-mode"]
    assert asked(table, *words, "--stop", "2031-02-03")["rows"] == ["Board", "Union"]
    assert asked(table, *words, "--start", "2031-02-03T00:00:01")["rows"] == ["Anglers"]
    assert asked(table, *words, "--exclude-outlet", "South")["rows"] == ["Union"]
    assert asked(table, *words, "--exclude-outlet", "South", "--only-outlets")["rows"] == ["Anglers", "Board"]
    assert asked(table, *words, "--exclude", "concept=Build the dam.")["rows"] == ["Union"]
    assert asked(table, *words, "--coder", "Ann", "--document", "d3")["rows"] == ["Anglers"]
    by_outlet = asked(table, *words, "--variable1", "source", "--variable1-document", "--qualifier", "none")
    assert by_outlet["matrix"] == [[1, 1], [3, 0]]


def test_a_configuration_holds_the_same_options_and_the_command_line_wins(table: Path, tmp_path: Path) -> None:
    config = tmp_path / "settings.toml"
    config.write_text('[network]\nmode = "two-mode"\naggregation = "subtract"\nexclude_sources = ["South"]\n')
    assert asked(table, "--config", config)["matrix"] == [[-1, 1]]
    assert asked(table, "--config", config, "--aggregation", "ignore")["matrix"] == [[1, 1]]


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ('modes = "two-mode"', "modes"),
        ("mode = 3", "mode in the table network of the configuration is the number 3; it takes a text"),
        ('isolates = "yes"', "isolates in the table network of the configuration is the text 'yes'; it takes true or"),
        ("coders = [1]", "coders in the table network of the configuration takes a list of texts, and one of them is"),
        (
            "window_size = true",
            "window_size in the table network of the configuration is true; it takes a whole number",
        ),
        ("least_confidence = [1]", "is a list; it takes a number"),
        ("start = 2031-01-01", "is the date or time 2031-01-01; it takes a text"),
        ("mode = { a = 1 }", "is a table; it takes a text"),
        ("least_confidence = nan", "is nan, and must be from 0 to 1"),
        ("least_confidence = 5", "is 5, and must be from 0 to 1"),
    ],
)
def test_a_wrong_configuration_is_told(table: Path, tmp_path: Path, setting: str, told: str) -> None:
    config = tmp_path / "settings.toml"
    config.write_text(f"[network]\n{setting}\n")
    answer = dissensus("network", table, "--config", config)
    assert answer.code == 2
    assert told in answer.err


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\xff\xfe", "cannot be read: it is not UTF-8"),
        (b"a = " + b"[" * 5000, "cannot be read: it is nested too deep"),
        (b"network = 3", "network in the configuration must be a table: write [network]"),
    ],
)
def test_a_configuration_that_is_none_is_told_in_words(table: Path, tmp_path: Path, content: bytes, told: str) -> None:
    config = tmp_path / "settings.toml"
    config.write_bytes(content)
    answer = dissensus("network", table, "--config", config)
    assert (answer.code, told in answer.err) == (2, True)


@pytest.mark.parametrize("time", ["0001-01-01T00:00:00+23:00", "9999-12-31T23:59:59-23:00"])
def test_a_time_outside_all_years_is_told(table: Path, time: str) -> None:
    answer = dissensus("network", table, "--start", time)
    assert (answer.code, answer.err.startswith("error USE005: --start is")) == (2, True)


def test_a_coder_is_told_to_be_unknown_where_no_statement_tells_its_coder(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("organization,concept,agreement\nA,x,1\nB,x,0\n")
    answer = dissensus("network", path, "--coder", "Ann")
    assert (answer.code, "no statement tells its coder, so none is of 'Ann'" in answer.err) == (2, True)


@pytest.mark.parametrize("command", ["centrality", "sensitivity", "bars"])
def test_a_list_for_the_mode_is_told_by_analyses_too(table: Path, tmp_path: Path, command: str) -> None:
    config = tmp_path / "settings.toml"
    config.write_text('[network]\nmode = ["two-mode"]\n')
    answer = dissensus(command, table, "--config", config)
    assert answer.code == 2
    assert "mode in the table network of the configuration is a list; it takes a text" in answer.err


def test_windows_give_slices(table: Path) -> None:
    result = asked(table, "--time-window", "months", "--window-size", "2", "--mode", "two-mode")
    assert {"rows", "columns", "matrix", "start", "stop"} <= set(result["slices"][0])


def test_an_event_list_gives_statements_with_all_variables(table: Path) -> None:
    result = asked(table, "--mode", "event-list", "--duplicates", "document")
    first = result["statements"][0]
    assert len(result["statements"]) == 4
    assert (first["organization"], first["agreement"], first["coder"]) == ("Union", 0, "Ann")
    assert first["document_source"] == "North"


def test_lines_for_people_name_the_strongest_ties(table: Path) -> None:
    answer = dissensus("network", table, "--aggregation", "subtract")
    assert "Anglers with Board" in answer.out
    assert "statements  5" in answer.out


def test_variables_are_listed(table: Path) -> None:
    answer = dissensus("network", table, "--variables")
    assert "agreement: boolean, 2 values" in answer.out


def test_what_is_replaced_is_told_on_standard_error(table: Path) -> None:
    answer = dissensus("network", table, "--mode", "two-mode", "--aggregation", "congruence")
    assert "“ignore” is used instead" in answer.err


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--variable1", "nobody"], "NET001"),
        (["--mode", "three-mode"], "NET002"),
        (["--start", "yesterday"], "USE005"),
        (["--exclude", "concept"], "USE005"),
        (["--compatible", "rdna"], "USE005"),
        (["--start", "2031-03-01", "--stop", "2031-02-01"], "NET002"),
    ],
)
def test_wrong_options_are_one_clear_error(table: Path, words: list[str], code: str) -> None:
    answer = dissensus("network", table, *words)
    assert answer.code == 2
    assert answer.err.startswith(f"error {code}: ")
    assert len(answer.err.splitlines()) == 1


def test_a_path_at_which_nothing_stands_is_one_clear_error(tmp_path: Path) -> None:
    answer = dissensus("network", tmp_path / "none.dna")
    assert answer.code == 2
    assert answer.err.startswith("error USE002")


@pytest.mark.parametrize("ending", ["csv", "dl", "graphml", "gexf", "tsv", "parquet", "json", "svg", "png"])
def test_a_network_is_written_in_the_format_of_its_name(ending: str, table: Path, tmp_path: Path) -> None:
    target = tmp_path / "new" / f"ties.{ending}"
    result = asked(table, "--aggregation", "subtract", "--out", target)
    assert result["files"] == [str(target)]
    assert target.stat().st_size > 50


def test_a_series_is_written_with_a_file_for_each_window(table: Path, tmp_path: Path) -> None:
    words = ("--time-window", "months", "--window-size", "1", "--out", tmp_path / "ties.csv")
    result = asked(table, *words)
    assert len(result["files"]) == len(result["slices"]) > 1
    assert all(Path(path).is_file() for path in result["files"])


def test_an_unknown_ending_is_one_clear_error(table: Path, tmp_path: Path) -> None:
    answer = dissensus("network", table, "--out", tmp_path / "ties.xyz")
    assert answer.code == 2
    assert answer.err.startswith("error EXP001")


def test_the_flat_table_holds_what_the_filters_leave_with_all_variables(table: Path, tmp_path: Path) -> None:
    target = tmp_path / "statements.csv"
    asked(table, "--exclude-outlet", "North", "--duplicates", "document", "--flat", target)
    head, *rows = target.read_text(encoding="utf-8-sig").splitlines()
    assert {"organization", "concept", "agreement", "document_source", "coder"} <= set(head.split(","))
    assert len(rows) == 2


def test_what_is_read_is_never_written_over(table: Path, tmp_path: Path) -> None:
    for words in (("--out", table), ("--flat", table), ("--out", tmp_path / "a.csv", "--flat", tmp_path / "a.csv")):
        answer = dissensus("network", table, *words)
        assert answer.code == 2
        assert answer.err.startswith("error USE006"), answer.err
    assert table.read_text(encoding="utf-8") == TABLE
    project = tmp_path / "p.dissensus"
    assert dissensus("init", project).code == 0
    before = project.read_bytes()
    for words in (("network", table, "--out", project), ("polarization", table, "--out", project)):
        assert dissensus(*words).code == 2
    assert dissensus("export", project, "--format", "dna", "--out", project).code == 2
    assert dissensus("report", project, "--out", project).code == 2
    assert project.read_bytes() == before


def test_another_programs_database_is_not_changed_by_asking(tmp_path: Path) -> None:
    import sqlite3

    other = tmp_path / "other.dna"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE notes (text)")
    connection.close()
    before = other.read_bytes()
    for words in (("coding", "log", other), ("compare", other), ("actors", "list", other), ("annotate", other)):
        answer = dissensus(*words)
        assert answer.code == 2, words
    assert other.read_bytes() == before
    assert list(tmp_path.iterdir()) == [other]


def test_a_result_tells_what_it_was_computed_with(table: Path) -> None:
    options = asked(table, "--aggregation", "subtract", "--exclude", "concept=Raise the levy.")["options"]
    assert (options["aggregation"], options["normalization"], options["compatible"]) == ("subtract", "no", [])
    assert options["exclude_values"] == {"concept": ["Raise the levy."]}
    assert options["version"]
    answer = dissensus("network", table, "--normalization", "average")
    assert "computed    organization by concept, ignore, average, all statements" in answer.out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--exclude", "concept=Fly to the moon."), "no statement has 'Fly to the moon.' among concept"),
        (("--exclude-outlet", "Nobody"), "no statement has 'Nobody' among sources"),
        (("--only-excluded",), "none are named"),
        (("--window-size", "5"), "--window-size has no effect here"),
        (("--time-window", "years", "--window-size", "9"), "no window fits"),
    ],
)
def test_options_without_effect_are_noticed(table: Path, words: tuple[str, ...], told: str) -> None:
    answer = dissensus("network", table, *words)
    assert answer.code == 0, answer.err
    assert told in answer.err


def test_intervals_stand_in_a_json_file(table: Path, tmp_path: Path) -> None:
    target = tmp_path / "ties.json"
    answer = dissensus("network", table, "--bootstrap", "20", "--out", target)
    assert answer.code == 0, answer.err
    assert {"rows", "low", "high", "options"} <= set(json.loads(target.read_text(encoding="utf-8")))
    assert "few to draw from" in answer.err


def test_all_windows_go_into_one_table_with_their_times(table: Path, tmp_path: Path) -> None:
    words = ("--time-window", "months", "--window-size", "1", "--out", tmp_path / "ties.long.csv")
    result = asked(table, *words)
    assert result["files"] == [str(tmp_path / "ties.long.csv")]
    with (tmp_path / "ties.long.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    expected = [
        (number, slice_["start"], row, column, weight)
        for number, slice_ in enumerate(result["slices"], 1)
        for i, row in enumerate(slice_["rows"])
        for j, (column, weight) in enumerate(zip(slice_["columns"], slice_["matrix"][i], strict=True))
        if weight and (i < j or slice_["rows"] != slice_["columns"])
    ]
    found = [(int(r["Window"]), r["Start"], r["Source"], r["Target"], float(r["Weight"])) for r in rows]
    assert sorted(found) == sorted(expected)


def test_options_of_figures_are_noticed_where_none_is_drawn(table: Path, tmp_path: Path) -> None:
    answer = dissensus("network", table, "--layout", "circle", "--tied-only", "--out", tmp_path / "ties.csv")
    assert "--layout has no effect" in answer.err
    assert "--tied-only has no effect" in answer.err


@pytest.mark.parametrize("layout", ["stress", "columns", "circle"])
def test_a_network_is_drawn_in_all_layouts(layout: str, table: Path, tmp_path: Path) -> None:
    words = ("--mode", "two-mode", "--layout", layout, "--title", "All", "--out", tmp_path / "net.svg")
    assert dissensus("network", table, *words).code == 0
    assert "<title>All</title>" in (tmp_path / "net.svg").read_text(encoding="utf-8")


def test_nodes_are_written_beside_the_network(table: Path, tmp_path: Path) -> None:
    result = asked(table, "--nodes", tmp_path / "nodes.csv", "--out", tmp_path / "ties.csv")
    with (tmp_path / "nodes.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["name"]: row for row in csv.DictReader(file)}
    assert list(rows) == result["rows"]
    assert {name: row["statements"] for name, row in rows.items()} == {"Anglers": "1", "Board": "2", "Union": "2"}


@pytest.mark.parametrize(
    ("words", "code"),
    [(("--nodes", "nodes.txt"), "EXP001"), (("--mode", "event-list", "--nodes", "nodes.csv"), "USE005")],
)
def test_nodes_that_cannot_be_written_are_one_clear_error(
    words: tuple[str, ...], code: str, table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    answer = dissensus("network", table, *words)
    assert answer.code == 2
    assert answer.err.startswith(f"error {code}")
    assert [path.name for path in tmp_path.iterdir()] == ["debate.csv"]
