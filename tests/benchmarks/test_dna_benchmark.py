"""The comparison with reference records can fail, and every floor of discourse networks is judged by `make bench`."""

from __future__ import annotations

import gzip
import importlib
import importlib.util
import json
import subprocess
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

DAY = "2020-03-0{}T00:00:00"


@pytest.fixture
def bench(root: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(root / "benchmarks"))
    return lambda name: importlib.import_module(f"dna.{name}")


def statement(number: int, who: str, what: str, agrees: int) -> dict[str, Any]:
    values = {"organization": who, "concept": what, "agreement": agrees}
    return {"id": number, "statement_type": "DNA Statement", "document_id": number, "start": 0, "stop": 4,
            "coder": 1, "values": values}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two documents in which two actors agree on one claim, as JSON."""
    documents = [
        {"id": n, "date": DAY.format(n), "author": "Quill", "source": "Teral Post", "section": "", "type": "",
         "title": f"Teral {n}"}
        for n in (1, 2)
    ]  # fmt: skip
    given = {
        "statement_types": {
            "DNA Statement": {"organization": "short text", "concept": "short text", "agreement": "boolean"}
        },
        "documents": documents,
        "statements": [statement(2, "B", "dam", 1), statement(1, "A", "dam", 1)],
        "entities": [{"variable": "organization", "value": "A", "color": "#00FF00"}],
    }
    (tmp_path / "sample_input.json").write_text(json.dumps(given), encoding="utf-8")
    return tmp_path


RIGHT_ONE: dict[str, Any] = {
    "settings": {
        "network_type": "onemode", "variable1": "organization", "variable2": "concept", "qualifier": "agreement",
        "aggregation": "congruence", "normalization": "no",
    },
    "rows": ["A", "B"], "cols": ["A", "B"], "matrix": [0, 1, 1, 0], "integer": True,
    "start": DAY.format(1), "mid": "2020-03-01T12:00:00", "stop": DAY.format(2),
    "n_statements": 2, "statement_ids": [1, 2],
}  # fmt: skip


def tallied(bench: Any, folder: Path, *written: dict[str, Any]) -> Any:
    with gzip.open(folder / "sample_networks.jsonl.gz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(each) + "\n" for each in written)
    return bench("records").tally(folder, "sample_networks")


def test_a_record_of_the_same_numbers_is_reproduced(bench: Any, folder: Path) -> None:
    found = tallied(bench, folder, RIGHT_ONE)
    assert (found.records, found.reproduced, found.refused, found.wrong) == (1, 1, {}, [])


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"matrix": [0, 1 + 1e-6, 1, 0]}, "matrix"),
        ({"rows": ["A", "C"]}, "names"),
        ({"integer": False}, "integer"),
        ({"mid": DAY.format(1)}, "mid"),
        ({"n_statements": 3}, "n_statements"),
        ({"statement_ids": [2, 1]}, "statement_ids"),
        ({"settings": RIGHT_ONE["settings"] | {"aggregation": "conflict"}}, "matrix"),
    ],
)
def test_a_record_that_differs_is_wrong_and_tells_in_what(
    bench: Any, folder: Path, changed: dict[str, Any], told: str
) -> None:
    found = tallied(bench, folder, RIGHT_ONE, RIGHT_ONE | changed)
    assert (found.records, found.reproduced, found.wrong) == (2, 1, [(1, told)])


def test_an_error_of_dna_is_either_refused_here_or_wrong(bench: Any, folder: Path) -> None:
    failed = {"settings": RIGHT_ONE["settings"], "error": "out of bounds"}
    refused = {
        "network_type": "twomode", "aggregation": "combine", "normalization": "prominence",
        "variable1": "organization", "variable2": "concept", "qualifier": "agreement",
    }  # fmt: skip
    found = tallied(bench, folder, failed, failed | {"settings": refused}, RIGHT_ONE | {"settings": refused})
    assert found.wrong[0] == (0, "DNA fails with out of bounds, and we do not")
    assert list(found.refused.values()) == [[1]]
    assert [number for number, _ in found.wrong] == [0, 2]
    assert found.reproduced == 0


def test_numbers_are_the_same_to_the_ninth_digit_and_in_shape(bench: Any) -> None:
    same = bench("records")._same
    assert same([1.0, np.nan], [1.0 + 1e-10, np.nan])
    assert not same([1.0], [1.0 + 1e-8])
    assert not same([1.0], [1.0, 1.0])
    assert not same([0.0], [np.nan])


def test_inputs_that_differ_are_told_by_column(bench: Any, folder: Path) -> None:
    inputs = bench("inputs")
    first = inputs.coded_from_json(folder / "sample_input.json", "DNA Statement")
    assert first.ids.tolist() == [1, 2]
    given = json.loads((folder / "sample_input.json").read_text(encoding="utf-8"))
    assert inputs.differences(first, first) == []
    given["statements"][0]["values"]["agreement"] = 0
    given["statements"][1]["stop"] = 5
    given["entities"][0]["color"] = "#000000"
    (folder / "other_input.json").write_text(json.dumps(given), encoding="utf-8")
    second = inputs.coded_from_json(folder / "other_input.json", "DNA Statement")
    assert inputs.differences(first, second) == ["stop", "agreement", "colours"]


def test_settings_of_a_record_become_options_in_the_way_of_dna(bench: Any) -> None:
    inputs = bench("inputs")
    options = inputs.options_of({"network_type": "twomode", "exclude_authors": ["Quill"], "start": DAY.format(1)})
    assert (options.mode, options.qualifier, options.exclude_authors) == ("two-mode", None, ("Quill",))
    assert options.start == inputs.seconds("2020-03-01")
    assert options.compatible.sums_in_order


def test_files_differ_by_one_byte_but_not_by_the_places_of_nodes(bench: Any, tmp_path: Path) -> None:
    difference = bench("exported")._difference
    theirs, ours = tmp_path / "a.graphml", tmp_path / "b.graphml"
    assert difference(theirs, ours) == "not written"
    theirs.write_text('<y x="1.5" y="2"/><n>A</n>', encoding="utf-8")
    ours.write_text('<y x="7" y="8"/><n>A</n>', encoding="utf-8")
    assert difference(theirs, ours) == ""
    ours.write_text('<y x="7" y="8"/><n>B</n>', encoding="utf-8")
    assert difference(theirs, ours).startswith("differs from byte ")


def script(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("all_benchmarks", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_floor_is_judged_by_a_script_that_all_benchmarks_run(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[list[str]] = []

    def record(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        ran.append(command)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr("sys.argv", ["run.py", "--shared", str(tmp_path)])
    monkeypatch.setattr(subprocess, "run", record)
    assert script(root / "benchmarks" / "run.py").main() == 0
    scripts = {Path(each[1]).stem for each in ran if Path(each[1]).parent.name == "dna"}
    floors = json.loads((root / "benchmarks" / "dna" / "floors.json").read_text(encoding="utf-8"))
    own = {"uncertainty", "scaling"}
    assert scripts == {"run", "planted"} | own
    assert set(floors) == own | set(script(root / "benchmarks" / "dna" / "run.py").PARTS)


@pytest.mark.parametrize(
    ("genetic", "noise", "told"),
    [
        ([1.0, 1.0], 0.0, []),
        ([1.0, 0.95], 0.0, ["polarization, genetic"]),
        ([1.0, 0.95], 0.1, []),
        ([0.9, 0.7], 0.1, ["polarization, genetic"]),
    ],
)
def test_a_search_that_misses_planted_camps_is_under_its_floor(
    bench: Any, genetic: list[float], noise: float, told: list[str]
) -> None:
    found = {name: [1.0, 1.0] for name in ("who knows the sides", "polarization, exact or greedy", "communities, best")}
    assert bench("planted").missed(found | {"polarization, genetic": genetic}, noise) == told
