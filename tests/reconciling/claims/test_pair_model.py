"""The shipped pair model and embedder, and the seams they are loaded through."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dissensus.model.errors import ModelError
from dissensus.reconciling.claims.embedding import load_embedder
from dissensus.reconciling.claims.pairs import load_pair_scorer, stance_probabilities, stated
from dissensus.reconciling.claims.weights import CALIBRATED, MANIFEST, Manifest, models_folder, read_manifest

CLAIM = "The old bridge should be pulled down."
TEXTS = ("Pull down the old bridge!", "The old bridge must never be pulled down.", "It rained on Sunday.")


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("Should we ban whaling?", "We should ban whaling."),
        ("Should the death penalty be abolished", "The death penalty should be abolished."),
        ("Is it right?", "It is right."),
        ("Should there be a curfew?", "There should be a curfew."),
        ("We should ban whaling.", "We should ban whaling."),
        ("", ""),
    ],
)
def test_a_question_is_read_as_the_statement_it_asks_about(asked, told):
    assert stated(asked) == told


def test_probabilities_sum_to_one():
    found = load_pair_scorer()([(CLAIM, text) for text in TEXTS])
    assert found.shape == (3, 3)
    assert np.allclose(found.sum(axis=1), 1, atol=1e-5)


def test_a_pair_is_judged_the_same_whatever_comes_with_it():
    scorer = load_pair_scorer()
    pairs = [(CLAIM, text) for text in TEXTS]
    together = scorer(pairs)
    assert all((scorer([pair])[0] == row).all() for pair, row in zip(pairs, together, strict=True))
    assert (scorer(pairs[::-1])[::-1] == together).all()


def test_the_number_of_threads_changes_nothing():
    pairs = [(CLAIM, f"{text} {number}") for number in range(4) for text in TEXTS]
    assert (load_pair_scorer(jobs=1)(pairs) == load_pair_scorer(jobs=3)(pairs)).all()


def test_equal_pairs_are_read_once():
    scorer = load_pair_scorer()
    assert (scorer([(CLAIM, TEXTS[0])] * 3) == scorer([(CLAIM, TEXTS[0])])).all()


def test_nothing_is_judged_where_nothing_is_given():
    assert load_pair_scorer()([]).shape == (0, 3)
    assert load_embedder()([]).shape == (0, 384)


def test_vectors_have_length_one_and_what_means_the_same_lies_closer():
    one, same, other = load_embedder()(["Close the dam.", "The dam should be shut.", "Onions were cheap."])
    assert np.isclose(np.linalg.norm(one), 1, atol=1e-4)
    assert one @ same > one @ other


def test_the_same_point_is_likelier_than_another():
    scorer = load_pair_scorer()
    point = "School uniforms are too expensive."
    same, other = scorer.same_point([(point, "Many parents cannot pay for them."), (point, "They look smart.")])
    assert same > other


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=300), st.text(max_size=300))
def test_any_text_can_be_judged(claim, text):
    found = load_pair_scorer()([(claim, text)])
    assert np.isfinite(found).all()


def test_a_very_long_text_is_cut():
    assert np.isfinite(load_pair_scorer()([(CLAIM * 1000, "and so on " * 100_000)])).all()


def test_a_higher_temperature_makes_answers_less_sure():
    plain = dict.fromkeys(CALIBRATED, 0.0) | {"temperature": 1.0}
    logits = np.array([[3.0, 0.0, 0.0]])
    sure = stance_probabilities(logits, Manifest("m", {}, plain))
    unsure = stance_probabilities(logits, Manifest("m", {}, plain | {"temperature": 3.0}))
    assert sure[0, 0] > unsure[0, 0] > 1 / 3


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    for name in ("claims", "statements"):
        (tmp_path / name).mkdir()
    for name in ("claims/pairs.onnx", "claims/embedder.onnx", "claims/model.json", "statements/vocabulary.txt"):
        shutil.copyfile(str(models_folder() / name), tmp_path / name)
    return tmp_path


def test_a_damaged_file_is_refused(copied):
    path = copied / "claims" / "pairs.onnx"
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(ModelError, match="damaged"):
        load_pair_scorer(copied)


def test_a_missing_file_is_refused(copied):
    (copied / "claims" / "embedder.onnx").unlink()
    with pytest.raises(ModelError, match="missing"):
        load_embedder(copied)


def test_a_manifest_without_calibration_is_refused(copied):
    path = copied / "claims" / MANIFEST
    plain = json.loads(path.read_text(encoding="utf-8"))
    del plain["calibration"]["temperature"]
    path.write_text(json.dumps(plain), encoding="utf-8")
    with pytest.raises(ModelError):
        load_pair_scorer(copied)


def test_the_digest_tells_of_weights_and_calibration(copied):
    before = read_manifest(copied).digest
    path = copied / "claims" / MANIFEST
    plain = json.loads(path.read_text(encoding="utf-8"))
    plain["calibration"]["temperature"] += 0.1
    path.write_text(json.dumps(plain), encoding="utf-8")
    assert read_manifest(copied).digest != before
