"""The benchmark of attributions: what it writes for the models' cards, and what it counts."""

from __future__ import annotations

import importlib
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest


@pytest.fixture
def part(root: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Imports a module of the benchmark, which runs with the folder of all benchmarks in its path."""
    monkeypatch.syspath_prepend(str(root / "benchmarks"))

    def imported(name: str) -> ModuleType:
        return importlib.import_module(f"attribution.{name}")

    return imported


@pytest.fixture
def timed(part: Any) -> Any:
    """Two rounds over a hundred words; the whole pipeline takes twice as long as plain spaCy."""
    seconds = {"pipeline": [0.2, 0.2], "accurate": [0.05, 0.05], "fast": [0.02, 0.03], "spacy": [0.1, 0.1]}
    return part("timing").Timed({}, seconds, 100)


def rows(part: Any, timed: Any, name: str, *, nested: bool = True, used: Any = None) -> dict[str, str]:
    found = part("cards").rows_of(name, timed, used or {}, nested=nested, articles=84, split="dev", by="one core")
    assert all(row.keys() == {"what", "value"} for row in found)
    return {row["what"]: row["value"] for row in found}


def test_the_rows_tell_speed_alone_and_beside_the_plain_pipeline(part: Any, timed: Any) -> None:
    told = rows(part, timed, "accurate")
    inside = "words a second, from raw text to statements, statements inside of statements included"
    assert told[inside] == "2,000"
    assert told["times plain en_core_web_sm"] == "2.00"
    assert told["measured on"] == (
        "one core, in turn with plain en_core_web_sm in the same run, on 84 articles of dev, median of 2 rounds"
    )


def test_the_default_models_rows_tell_the_whole_pipelines_speed(part: Any, timed: Any) -> None:
    whole = "the same two with parse and all other steps, as `dissensus annotate` runs it"
    assert rows(part, timed, "accurate")[whole] == "500 and 0.50"
    assert whole not in rows(part, timed, "fast", nested=False)


def test_memory_has_rows_where_it_was_measured(part: Any, timed: Any) -> None:
    used = {"fast": part("memory").Used(load=100 * 2**20, read=2**20, seconds=0.5)}
    told = rows(part, timed, "fast", nested=False, used=used)
    assert told["memory: loading, and reading 10 long articles"] == "100 MiB and 1 MiB"
    assert told["loading, processor time"] == "0.50 s"
    assert not any("memory" in what for what in rows(part, timed, "accurate", used=used))


def test_the_rows_stand_where_training_looks_for_them(part: Any, timed: Any, tmp_path: Path) -> None:
    cards = part("cards")
    written = cards.rows_of("fast", timed, {}, nested=False, articles=84, split="dev", by=cards.machine())
    path = cards.write_rows(tmp_path / "out", "fast", written)
    assert path == tmp_path / "out" / "speed-fast.json"
    assert json.loads(path.read_text(encoding="utf-8")) == written


def test_the_products_scores_stand_where_training_looks_for_them(part: Any, tmp_path: Path) -> None:
    cards = part("cards")
    values = {who: dict.fromkeys(cards.SCORES, share) for who, share in (("accurate", 0.5), ("pipeline", 0.25))}
    written = cards.product_of("accurate", values, nested=True)
    assert [row["match_f1"] for row in written] == [0.5, 0.25]
    assert [len(cards.product_of("fast", {"fast": values["accurate"]}, nested=False)), len(written[0])] == [1, 6]
    path = cards.write_product(tmp_path / "out", "accurate", written)
    assert path == tmp_path / "out" / "product-accurate.json"
    assert json.loads(path.read_text(encoding="utf-8")) == written


def test_every_floor_is_of_a_part_and_a_reader_that_the_benchmark_has(part: Any, root: Path) -> None:
    floors = json.loads((root / "benchmarks" / "attribution" / "floors.json").read_text(encoding="utf-8"))
    assert set(floors) == {"dev", "train", "seeds"}
    assert {name for readers in floors.values() for name in readers} == set(part("readers").SCORED)


@pytest.mark.parametrize("name", ["pipeline", "accurate", "fast", "rules"])
def test_a_reader_of_ours_gives_spans_and_a_confidence(name: str, part: Any) -> None:
    text = "“We will stay,” said Ada Quill. The council must resign."
    (found,) = part("readers").make(name).read(text)
    assert [text[a:b] for a, b in found["content"]] == ["“We will stay,”"]
    assert [text[a:b] for a, b in found["source"]] == ["Ada Quill"]
    assert 0 < found["confidence"] < 1


def test_what_fell_under_its_floor_is_named_and_what_was_not_measured_is_not(part: Any) -> None:
    floors = {"match_f1": 0.7, "to_spacy": 1.0, "colour": 0.5}
    broken = part("scoring").below_floor({"match_f1": 0.69}, floors, "dev fast", {"to_spacy"})
    assert broken == [
        "dev fast: match_f1 0.6900 is under its floor 0.7",
        "dev fast: the floor colour is of nothing that is measured",
    ]
    assert part("scoring").below_floor({"match_f1": 0.7, "to_spacy": 0.9}, {"to_spacy": 1.0}, "dev fast", set())
