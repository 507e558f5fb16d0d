"""The model card and the counts in it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from training.statements.card import CARD, DIAGRAM, NEEDED, card_of, write_card
from training.statements.results import (
    MISSES,
    by_group,
    errors_of,
    groups_of,
    measure_everything,
    measure_readings,
    miss_of,
    read_all,
)

from dissensus.annotating.statements.engine.decode import CONTENT, LABELS
from dissensus.annotating.statements.engine.reader import Encoded


def score(value: float) -> dict[str, Any]:
    return {"value": value, "ci95": [value - 0.02, value + 0.02]}


def dev_metrics() -> dict[str, Any]:
    """As the scorer gives them: every metric has its own value."""
    names = [f"{kind}_{part}" for kind in ("match", "content_only", "exact_content") for part in ("p", "r", "f1")]
    names += [f"{kind}_recall_{mode}" for kind in ("match", "content_only", "exact_content")
              for mode in ("direct", "mixed", "indirect")]  # fmt: skip
    names += [f"{role}_token_{part}" for role in ("source", "cue", "content") for part in ("p", "r", "f1")]
    return {name: score(0.1 + 0.025 * n) for n, name in enumerate(names)}


@pytest.fixture
def measured(corpus: Any, scorer: Any) -> dict[str, Any]:
    """Results of two articles, each with right and wrong readings."""
    labels = corpus.labels
    gold = [labels(range(10), range(50, 52)), labels(range(20, 30))]
    read = [
        (labels(range(10), range(50, 51)), 0.9, 0.8),
        (labels(range(20, 30)), 0.7, 0.9),
        (labels(range(35, 45)), 0.3, 0.4),
        (labels(range(36, 44)), 0.8, 0.7),
    ]
    held = [corpus.article(gold, read, "h")]
    dev = [corpus.article(gold, read, "a"), corpus.article(gold, read[1:], "b")]
    groups = {"outlet": {"a": "Harbour | Post", "b": "The <Quay>"}}
    results = measure_readings(held, dev, scorer=scorer, groups=groups, samples=20)
    results["dev"] = {**results["dev"], "gold_by_class": {"direct": 1, "mixed": 1, "indirect": 2},
                      "metrics": dev_metrics()}  # fmt: skip
    return results


@pytest.fixture
def facts(measured: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": "statements-trial",
        "version": "7",
        "files": [{"name": "encoder.onnx", "bytes": 1234567, "sha256": "ab" * 32}],
        "encoder_sha256": "cd" * 32,
        "shape": {"layers": [0, 1], "pair": 128},
        "recipe": {"seed": 3, "epochs": 8},
        "results": measured,
        "speed": [{"what": "words per second on one core", "value": "2,468"}],
    }


@pytest.mark.parametrize(
    "words",
    [
        "# statements-trial 7",
        "| encoder.onnx | 1,234,567 | `" + "ab" * 32 + "` |",
        "`" + "cd" * 32 + "`",
        "No licence is stated",
        "Apache-2.0",
        "| `seed` | 3 |",
        "| words per second on one core | 2,468 |",
        "| match | 10.0 (8.0 to 12.0) | 12.5 (10.5 to 14.5) | 15.0 (13.0 to 17.0) |",
        "| speaker | 55.0 (53.0 to 57.0) |",
        "English news only",
        "takes no side",
    ],
)
def test_the_card_says_what_was_given(facts: dict[str, Any], words: str) -> None:
    assert words in card_of(facts)


def test_the_card_has_the_products_own_scores_where_they_were_measured(facts: dict[str, Any]) -> None:
    assert "as the product reads" not in card_of(facts)
    row = {"match_recall_direct": 0.9, "match_recall_mixed": 0.8, "match_recall_indirect": 0.7}
    facts["product"] = [{"what": "text alone", "match_f1": 0.6543, "exact_content_f1": 0.5, **row}]
    card = card_of(facts)
    assert "| as the product reads | match F1 |" in card
    assert "| text alone | 65.4 | 90.0 | 80.0 | 70.0 | 50.0 |" in card
    assert "confidence of 0.33 on" in card


def test_the_card_has_a_row_for_each_least_confidence_and_each_bin(facts: dict[str, Any]) -> None:
    lines = card_of(facts).splitlines()
    assert sum(line.startswith("| 0.9 | ") for line in lines) == 1
    assert sum(line.startswith("| 0.9 to 1.0 | ") for line in lines) == 1


def test_names_from_outside_cannot_break_a_table(facts: dict[str, Any]) -> None:
    card = card_of(facts)
    assert "| Harbour \\| Post | 1 | 2 |" in card
    assert "| The &lt;Quay> | 1 | 2 |" in card


@pytest.mark.parametrize("name", NEEDED)
def test_a_missing_fact_is_named(facts: dict[str, Any], name: str) -> None:
    del facts[name]
    with pytest.raises(ValueError, match=f"lacks {name}$"):
        card_of(facts)


def test_a_card_can_be_written_from_results_kept_as_json(facts: dict[str, Any]) -> None:
    assert card_of(json.loads(json.dumps(facts))) == card_of(facts)


def test_the_written_card_refers_to_the_diagram_beside_it(facts: dict[str, Any], tmp_path: Path) -> None:
    write_card(facts, tmp_path)
    assert f"]({DIAGRAM})" in (tmp_path / CARD).read_text(encoding="utf-8")
    assert (tmp_path / DIAGRAM).read_text(encoding="utf-8").startswith("<svg ")


def test_the_same_facts_write_the_same_bytes(facts: dict[str, Any], tmp_path: Path) -> None:
    written = []
    for _ in range(2):
        write_card(facts, tmp_path)
        written.append([(tmp_path / name).read_bytes() for name in (CARD, DIAGRAM)])
    assert written[0] == written[1]


def test_the_confidence_is_judged_on_all_and_on_what_is_kept(measured: dict[str, Any]) -> None:
    confidence = measured["confidence"]
    assert confidence["after"]["readings"] == confidence["before"]["readings"] == 7
    assert confidence["kept"]["readings"] == measured["errors"]["readings"] < 7


def test_a_product_that_keeps_by_the_anchor_is_measured_so(corpus: Any, scorer: Any) -> None:
    labels = corpus.labels
    read = [(labels(GOLD), 0.9, 0.001), (labels(range(40, 50)), 0.45, 0.99), (labels(range(30, 35)), 0.3, 0.9)]
    article = corpus.article([labels(GOLD)], read)
    results = measure_readings([article], [article], scorer=scorer, groups={}, kept_by="anchor", samples=5)
    assert results["thresholds"]["anchor"]["plateau"] == [0.46, 0.6]
    assert (results["dev"]["pred"], results["errors"]["readings"]) == (1, 1)
    assert results["confidence"]["sweep"][0]["kept"] == 1
    assert results["confidence"]["after"]["readings"] == 3


@pytest.mark.parametrize(("kept_by", "words"), [("confidence", "kept is what has a confidence"),
                                                ("anchor", "kept is what has an anchor's probability")])  # fmt: skip
def test_the_card_says_by_what_readings_are_kept(facts: dict[str, Any], kept_by: str, words: str) -> None:
    facts["results"]["kept_by"] = kept_by
    assert words in card_of(facts)


def test_an_article_to_learn_from_is_refused_for_choosing(scorer: Any, tmp_path: Path) -> None:
    articles = [SimpleNamespace(name=f"harbour-{n}") for n in range(200)]
    with pytest.raises(ValueError, match="articles are not held back"):
        measure_everything(None, articles, [], scorer=scorer, data=tmp_path)  # type: ignore[arg-type]


GOLD, NEIGHBOUR, SPEAKER = range(10, 20), range(20, 30), range(2)
CASES = {
    "missed entirely": [(range(40, 50), SPEAKER)],
    "merged with a neighbour": [(range(5, 30), SPEAKER)],
    "speaker missing": [(GOLD, range(0))],
    "wrong speaker": [(GOLD, range(50, 52))],
    "content too long": [(range(32), SPEAKER)],
    "content too short": [(range(10, 13), SPEAKER)],
}


@pytest.mark.parametrize("why", CASES)
def test_a_miss_is_told_by_the_nearest_reading(corpus: Any, why: str) -> None:
    labels = corpus.labels
    neighbours = [labels(NEIGHBOUR, SPEAKER)] if why == "merged with a neighbour" else []
    article = corpus.article(
        [labels(GOLD, SPEAKER), *neighbours], [(labels(content, who), 0.9) for content, who in CASES[why]]
    )
    assert miss_of(article, 0, range(len(article.read))) == why


def test_a_speaker_where_the_gold_has_none_is_a_miss_of_its_own(corpus: Any) -> None:
    article = corpus.article([corpus.labels(GOLD)], [(corpus.labels(GOLD, SPEAKER), 0.9)])
    assert miss_of(article, 0, [0]) == "speaker where the gold has none"


def test_an_attribution_whose_reading_matches_another_is_taken(corpus: Any, scorer: Any) -> None:
    labels = corpus.labels
    article = corpus.article([labels(range(10, 18)), labels(GOLD)], [(labels(GOLD), 0.9)])
    found = errors_of([article], scorer, [[True]])
    assert {row["class"]: row["all"] for row in found["missed"] if row["all"]} == {"taken by another": 1}


def test_one_attribution_inside_another_is_no_neighbour(corpus: Any) -> None:
    labels = corpus.labels
    article = corpus.article([labels(GOLD), labels(range(10, 14))], [(labels(range(31)), 0.9)])
    assert miss_of(article, 0, [0]) == "content too long"


def test_errors_are_counted_by_mode_and_only_of_readings_that_are_kept(corpus: Any, scorer: Any) -> None:
    labels = corpus.labels
    read = [labels(GOLD), labels(range(40, 50)), labels(range(18, 26)), labels(range(52, 58))]
    article = corpus.article([labels(GOLD), labels(range(52, 58))], [(found, 0.9) for found in read])
    found = errors_of([article], scorer, [[False, True, True, True]])
    assert [row["class"] for row in found["missed"]] == list(MISSES)
    assert {row["class"]: row["direct"] for row in found["missed"] if row["all"]} == {"content too short": 1}
    assert found["false"] == {"false alarm": 1, "near a gold attribution": 1}
    assert (found["gold"], found["readings"]) == (2, 3)


class TwoAnchors:
    """A network that finds an anchor of probability 0.3 at token 3 and one of 0.1 at token 20, and one word of each."""

    transitions = np.zeros((len(LABELS), len(LABELS)), dtype=np.float32)
    start = np.zeros(len(LABELS), dtype=np.float32)

    def encode(self, piece: Any, case: Any, quote: Any, layout: Any, first: Any) -> Encoded:
        chances = np.full(len(first), 1e-6)
        chances[[3, 20]] = 0.3, 0.1
        anchor = np.log(np.stack((1 - chances, chances / 2, chances / 2), axis=1)).astype(np.float32)
        flat = np.zeros((len(first), len(LABELS)), dtype=np.float32)
        place = np.arange(len(first), dtype=np.float32)[:, None]
        return Encoded(anchor, flat, place, place)

    def read(self, token: Any, anchor: Any, flat: Any, distance: Any, relation: Any) -> Any:
        scores = np.zeros((len(anchor), *flat.shape), dtype=np.float32)
        scores[:, :, 0] = 9.0
        for row, place in enumerate(anchor[:, 0].astype(int)):
            scores[row, place + 1, CONTENT] = 99.0
        return scores


def test_what_is_read_reaches_the_floor_and_is_mended_as_the_product_mends(corpus: Any) -> None:
    article = SimpleNamespace(name="a", tokens=corpus.tokens())
    seen: list[int] = []

    def mend(tokens: Any, readings: list[Any]) -> list[Any]:
        seen.extend(reading.anchor for reading in readings)
        return [replace(reading, speaker=((0, 1),)) for reading in readings]

    (found,) = read_all(TwoAnchors(), [article], mend)["a"]  # type: ignore[list-item]
    assert seen == [3]
    assert (found.content, found.speaker) == (((4, 5),), ((0, 1),))


def test_groups_are_scored_apart_and_unknown_articles_are_told(corpus: Any, scorer: Any) -> None:
    labels = corpus.labels
    right = corpus.article([labels(GOLD)], [(labels(GOLD), 0.9)], "a")
    wrong = corpus.article([labels(GOLD)], [(labels(range(5)), 0.9)], "b")
    rows = by_group([right, wrong], scorer, {"a": "Quay"}, [[True], [True]], samples=10)
    assert [(row["group"], row["f1"]["value"]) for row in rows] == [("Quay", 1.0), ("not known", 0.0)]


def test_groups_come_from_the_table_of_metadata(tmp_path: Path) -> None:
    path = tmp_path / "metadata.tsv"
    path.write_text(
        'compartment\tfilename\tpublisher\ttitle\twire\ndev\ta\tquay\tThe "quay" opens\tNone\n'
        "dev\tb\tquay\tFog\tGull Wire\ndev\tc\tmole\tRain\tNA\n",
        encoding="utf-8",
    )
    assert groups_of(path) == {
        "outlet": {"a": "quay", "b": "quay", "c": "mole"},
        "text": {"a": "the outlet's own", "b": "an agency's", "c": "not known"},
    }
