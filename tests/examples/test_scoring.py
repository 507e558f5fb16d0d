"""The scorer of the example articles counts what it says it counts."""

from __future__ import annotations

import pytest

TEXT = "“We stay,” said Ana. The mayor denied that he had left."


def _at(words: str) -> dict[str, object]:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words), "words": words}


def _pair(words: str) -> list[int]:
    start = TEXT.index(words)
    return [start, start + len(words)]


def _gold(**changes):
    statement = {"debatable": False, "parent": None, "actor": None}
    gold = {
        "id": "a",
        "statements": [
            statement
            | {"id": "1", "mode": "direct", "actor": "ana", "speaker": [_at("Ana")], "content": [_at("“We stay,”")]},
            statement
            | {
                "id": "2",
                "mode": "indirect",
                "actor": "mayor",
                "speaker": [_at("The mayor")],
                "content": [_at("he had left")],
            },
        ],
        "own_voice": [],
        "quoted_terms": [],
        "times": [],
        "mentions": [],
    }
    return gold | changes


def _said(speaker: str, content: str, mode: str = "direct", **more):
    return {
        "speaker": [_pair(speaker)] if speaker else [],
        "cue": [],
        "content": [_pair(content)],
        "mode": mode,
        "parent": None,
        **more,
    }


def _predicted(**changes):
    return {"id": "a", "statements": [], "times": [], "mentions": []} | changes


@pytest.fixture
def measure(scoring):
    def run(gold, predicted):
        tally = scoring.Tally()
        tally.add(TEXT, gold, predicted)
        return tally.measures()

    return run


def test_a_found_statement_counts_for_recall_and_precision(measure):
    got = measure(_gold(), _predicted(statements=[_said("Ana", "We stay")]))
    assert got["statement_precision"] == 1.0
    assert got["statement_recall"] == 0.5
    assert got["statement_f1"] == 0.6667


def test_the_right_words_with_a_wrong_speaker_are_no_match(measure):
    got = measure(_gold(), _predicted(statements=[_said("The mayor", "We stay")]))
    assert got["statement_recall"] == 0.0
    assert got["statement_precision"] == 0.0


def test_less_than_half_of_the_content_is_no_match(measure):
    assert measure(_gold(), _predicted(statements=[_said("The mayor", "left", "indirect")]))["statement_recall"] == 0.0


def test_two_predictions_of_one_statement_count_once(measure):
    got = measure(_gold(), _predicted(statements=[_said("Ana", "We stay"), _said("Ana", "“We stay,”")]))
    assert got["statement_recall"] == 0.5
    assert got["statement_precision"] == 0.5


def test_a_debatable_statement_neither_helps_nor_harms(measure):
    gold = _gold()
    gold["statements"][0]["debatable"] = True
    with_it = measure(gold, _predicted(statements=[_said("Ana", "We stay")]))
    assert with_it["statement_recall"] == 0.0
    assert with_it["statement_precision"] == 0.0
    both = [_said("Ana", "We stay"), _said("The mayor", "he had left", "indirect")]
    got = measure(gold, _predicted(statements=both))
    assert got["statement_precision"] == 1.0
    assert got["statement_recall"] == 1.0


def test_own_voice_is_measured_apart(measure):
    gold = _gold(own_voice=[{"id": "9", "kind": "assertion", "content": [_at("The mayor denied that he had left.")]}])
    own = _said("", "The mayor denied that he had left.", "own_voice")
    got = measure(gold, _predicted(statements=[own]))
    assert got["own_voice_recall"] == 1.0
    assert got["statement_precision"] == 0.0


def test_a_predicted_actor_stands_for_the_actor_of_most_of_its_mentions(measure):
    mentions = [{"actor": "ana", "form": "name", "span": _at("Ana")}]
    mentions.append({"actor": "mayor", "form": "nominal", "span": _at("The mayor")})
    predicted = _predicted(
        statements=[_said("Ana", "We stay", speaker_actor="x")],
        mentions=[{"span": _pair("Ana"), "actor": "x"}, {"span": _pair("The mayor"), "actor": "y"}],
    )
    got = measure(_gold(mentions=mentions), predicted)
    assert got["speaker_actor_right"] == 1.0
    assert got["mention_name_recall"] == got["mention_nominal_recall"] == 1.0
    predicted["statements"][0]["speaker_actor"] = "y"
    assert measure(_gold(mentions=mentions), predicted)["speaker_actor_right"] == 0.0


def test_a_nested_statement_is_right_when_its_parent_is(measure):
    gold = _gold()
    gold["statements"][1]["parent"] = "1"
    found = [_said("Ana", "We stay"), _said("The mayor", "he had left", "indirect")]
    assert measure(gold, _predicted(statements=found))["nested_parent_right"] == 0.0
    found[1]["parent"] = 0
    assert measure(gold, _predicted(statements=found))["nested_parent_right"] == 1.0


def test_a_quoted_term_taken_for_speech_is_counted(measure):
    gold = _gold(statements=[], quoted_terms=[{"function": "distancing", "span": _at("“We stay,”")}])
    assert measure(gold, _predicted())["quoted_terms_left_alone"] == 1.0
    assert measure(gold, _predicted(statements=[_said("Ana", "We stay")]))["quoted_terms_left_alone"] == 0.0


@pytest.mark.parametrize(("value", "right"), [("2023-06-15", 1.0), ("P2D", 1.0), ("2023", 0.0), (None, 0.0)])
def test_a_time_is_right_with_its_value_or_another_right_one(measure, value, right):
    time = {"value": "2023-06-15", "also": ["P2D"], "optional": False, "span": _at("he had left")}
    got = measure(_gold(times=[time]), _predicted(times=[{"span": _pair("had left"), "value": value}]))
    assert got["time_recall"] == 1.0
    assert got["time_value_right"] == right


def test_an_optional_time_is_not_asked_for(measure):
    time = {"value": "PRESENT_REF", "also": [], "optional": True, "span": _at("left")}
    assert measure(_gold(times=[time]), _predicted())["time_recall"] == 0.0


def test_a_time_that_the_gold_does_not_know_costs_precision(measure):
    time = {"value": "2023", "also": [], "optional": True, "span": _at("he had left")}
    found = [{"span": _pair("had left"), "value": "2023"}, {"span": _pair("Ana"), "value": "2023"}]
    assert measure(_gold(times=[time]), _predicted(times=found))["time_precision"] == 0.5
