"""The classifier of a project, and what is most worth asking."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dissensus.model.errors import ReconcilingError
from dissensus.reconciling.claims import _learning_fit
from dissensus.reconciling.claims._learning_fit import Design, fit, softmax
from dissensus.reconciling.claims.learning import ANSWERS, Pairs, ProjectModel, learn, pairs_of, rank


def drawn(count, claims=3, width=12, seed=0, prior=None):
    random = np.random.default_rng(seed)
    vectors = random.normal(size=(claims, width))
    texts = random.normal(size=(count, width))
    claim = random.integers(0, claims, count)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    texts /= np.linalg.norm(texts, axis=1, keepdims=True)
    told = random.dirichlet([1, 1, 1], count) if prior is None else np.tile(prior, (count, 1))
    ids = tuple(f"{number:04d}" for number in range(count))
    return Pairs(ids, tuple(f"C{number}" for number in claim), told, vectors[claim], texts)


def answers(pairs, rule):
    return [rule(pairs, row) for row in range(len(pairs))]


def by_first_column(pairs, row):
    return "supports" if pairs.texts[row, 0] > 0 else "opposes"


def objective(design, labels, importance, weights):
    cut = design.shared.shape[1] * 3
    shared, free = weights[:cut].reshape(-1, 3), weights[cut:].reshape(len(design.factor), -1, 3)
    own = np.einsum("kj,jbc->kbc", design.factor, free)
    scores = design.offset + design.shared @ shared + np.einsum("nb,nbc->nc", design.own, own[design.group])
    likelihood = np.log(softmax(scores)[np.arange(len(labels)), labels])
    return -(importance * likelihood).sum() + 0.5 * weights @ weights


# the fit


def test_the_fit_is_where_the_slope_of_the_objective_is_nought_in_every_direction():
    random = np.random.default_rng(1)
    factor = np.linalg.cholesky(0.7 * np.eye(3) + 0.3)
    design = Design(
        random.normal(size=(40, 4)), random.normal(size=(40, 2)), random.integers(0, 3, 40), factor,
        random.normal(size=(40, 3)),
    )  # fmt: skip
    labels, importance = random.integers(0, 3, 40), random.uniform(0.2, 2, 40)
    shared, free = fit(design, labels, importance)
    found = np.concatenate([shared.ravel(), free.ravel()])
    for direction in np.eye(len(found)):
        rise, fall = (objective(design, labels, importance, found + s * 1e-4 * direction) for s in (1, -1))
        assert abs(rise - fall) / 2e-4 < 1e-3


def test_a_row_that_counts_double_is_as_two_rows():
    random = np.random.default_rng(2)
    columns, labels = random.normal(size=(10, 3)), random.integers(0, 3, 10)
    one = np.ones((1, 1))

    def fitted(rows, importance):
        design = Design(columns[rows], np.ones((len(rows), 1)), np.zeros(len(rows), int), one, np.zeros((len(rows), 3)))
        return fit(design, labels[rows], importance)[0]

    rows = list(range(10))
    assert np.allclose(fitted(rows, np.array([2.0] + [1.0] * 9)), fitted([0, *rows], np.ones(11)), atol=1e-4)


# learning


def test_without_labels_the_answer_is_exactly_the_pair_models():
    pairs = drawn(20)
    assert np.array_equal(learn(pairs.take([]), [])(pairs), pairs.prior)
    assert np.array_equal(ProjectModel(0, "")(pairs), pairs.prior)


def test_labels_on_one_claim_teach_what_the_pair_model_does_not_know():
    pairs = drawn(300, claims=1, prior=(0.4, 0.4, 0.2))
    said = answers(pairs, by_first_column)
    model = learn(pairs.take(range(150)), said[:150])
    held = pairs.take(range(150, 300))
    right = np.mean([ANSWERS[k] == a for k, a in zip(model(held).argmax(axis=1), said[150:], strict=True)])
    assert right > 0.85


def test_a_label_outweighs_a_pair_model_that_is_sure_and_wrong_only_with_others():
    pairs = drawn(40, claims=1, prior=(0.999, 0.0005, 0.0005))
    once = learn(pairs.take([0]), ["opposes"])(pairs)
    often = learn(pairs, ["opposes"] * 40)(pairs)
    assert once[1:, 0].min() > 0.5 > often[:, 0].max()


def test_what_is_learned_on_a_claim_hardly_touches_another_of_different_meaning():
    random = np.random.default_rng(5)
    texts = random.normal(size=(60, 12))
    texts /= np.linalg.norm(texts, axis=1, keepdims=True)
    claims = np.eye(12)[[10] * 30 + [11] * 30]
    ids = tuple(f"{k:03d}" for k in range(60))
    pairs = Pairs(ids, ("A",) * 30 + ("B",) * 30, np.tile((0.4, 0.4, 0.2), (60, 1)), claims, texts)
    taught = learn(pairs.take(range(30)), answers(pairs.take(range(30)), by_first_column))(pairs)
    moved = np.abs(taught - pairs.prior).mean(axis=1)
    assert moved[:30].mean() > 2 * moved[30:].mean()


def test_a_claim_without_labels_learns_from_one_that_means_the_same():
    pairs = drawn(80, claims=1, prior=(0.4, 0.4, 0.2))
    other = Pairs(pairs.ids, ("new",) * 80, pairs.prior, pairs.claims, pairs.texts)
    said = answers(pairs, by_first_column)
    found = learn(pairs, said)(other).argmax(axis=1)
    assert np.mean([ANSWERS[k] == a for k, a in zip(found, said, strict=True)]) > 0.9


def test_flags_teach_too():
    plain = drawn(60, claims=1, prior=(0.4, 0.4, 0.2))
    flags = tuple(("act denies",) if row % 2 else () for row in range(60))
    pairs = Pairs(plain.ids, plain.claim_ids, plain.prior, plain.claims, plain.texts, flags)
    model = learn(pairs, ["opposes" if flag else "supports" for flag in flags])
    unlike = Pairs(("x",), ("C0",), plain.prior[:1], plain.claims[:1], np.zeros((1, 12)), (("act denies",),))
    without = Pairs(("x",), ("C0",), plain.prior[:1], plain.claims[:1], np.zeros((1, 12)), ((),))
    assert model(unlike)[0, 1] > 0.6 > 0.4 > model(without)[0, 1]


@settings(max_examples=15, deadline=None)
@given(st.permutations(range(12)))
def test_the_order_of_the_labels_is_without_effect(order):
    pairs = drawn(12)
    said = answers(pairs, by_first_column)
    one, other = learn(pairs, said), learn(pairs.take(order), [said[k] for k in order])
    assert one.digest == other.digest
    assert np.array_equal(one(pairs), other(pairs))


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 30), st.integers(0, 1000))
def test_answers_are_probabilities(labels, seed):
    pairs = drawn(30, seed=seed)
    found = learn(pairs.take(range(labels)), answers(pairs.take(range(labels)), by_first_column))(pairs)
    assert np.allclose(found.sum(axis=1), 1)
    assert ((found >= 0) & (found <= 1)).all()


def test_probabilities_of_zero_are_learned_from_too():
    pairs = drawn(10, claims=1, prior=(1.0, 0.0, 0.0))
    assert np.isfinite(learn(pairs, ["opposes"] * 10)(pairs)).all()


def test_other_answers_give_another_digest():
    pairs = drawn(4)
    assert learn(pairs, ["supports"] * 4).digest != learn(pairs, ["supports"] * 3 + ["neither"]).digest


@pytest.mark.parametrize(
    ("rows", "said", "importance"),
    [
        ([0, 1], ["supports"], None),
        ([0, 0], ["supports", "supports"], None),
        ([0], ["maybe"], None),
        ([0], ["supports"], [0.0]),
        ([0], ["supports"], [float("nan")]),
        ([0], ["supports"], [1.0, 1.0]),
    ],
)
def test_labels_that_do_not_fit_are_refused(rows, said, importance):
    with pytest.raises(ReconcilingError, match="REC040"):
        learn(drawn(3).take(rows), said, importance)


def test_pairs_whose_parts_differ_in_rows_are_refused():
    with pytest.raises(ReconcilingError, match="REC040"):
        Pairs(("a",), ("C1",), np.ones((2, 3)) / 3, np.ones((1, 4)), np.ones((1, 4)))


def test_a_fit_needs_few_passes_over_the_labels(monkeypatch):
    passes = []
    times = _learning_fit._Operator.times
    monkeypatch.setattr(_learning_fit._Operator, "times", lambda self, w: passes.append(1) or times(self, w))
    pairs = drawn(1000, claims=20, width=64)
    learn(pairs, answers(pairs, by_first_column))
    assert 10 < len(passes) < 150


def test_each_text_is_embedded_once():
    asked = []

    class Embedder:
        name, digest = "counting", "c"

        def __call__(self, texts, /):
            asked.extend(texts)
            return np.eye(8, dtype=np.float32)[: len(texts)]

    class Scorer:
        name, digest = "flat", "f"

        def __call__(self, pairs, /):
            return np.full((len(pairs), 3), 1 / 3, dtype=np.float32)

    pairs = pairs_of([("1", "C", "c", "a"), ("2", "C", "c", "b"), ("3", "C", "c", "a")], Scorer(), Embedder())
    assert asked == ["c", "a", "b"]
    assert np.array_equal(pairs.texts[0], pairs.texts[2])


# what to ask


def sure(pairs, *margins):
    return np.array([[(1 + m) / 2, (1 - m) / 2] for m in margins])


def test_what_the_machine_is_least_sure_of_comes_first():
    pairs = drawn(3, claims=1)
    assert rank(sure(pairs, 0.9, 0.1, 0.5), pairs, most=1) == (1,)


def test_what_more_hangs_on_comes_first():
    pairs = drawn(2, claims=1)
    assert rank(sure(pairs, 0.5, 0.5), pairs, [1.0, 3.0])[0] == 1


def test_a_batch_does_not_ask_the_same_twice():
    pairs = drawn(3, claims=1).take([0, 0, 1])
    pairs = Pairs(("a", "b", "c"), pairs.claim_ids, pairs.prior, pairs.claims, pairs.texts)
    assert rank(sure(pairs, 0.1, 0.1, 0.3), pairs) == (0, 2, 1)


def test_equal_words_on_another_claim_are_another_question():
    texts = np.eye(4)[[0, 0, 0, 1]]
    claims = np.eye(4)[[2, 2, 3, 2]]
    pairs = Pairs(("a", "b", "c", "d"), ("A", "A", "B", "A"), np.full((4, 3), 1 / 3), claims, texts)
    assert rank(sure(pairs, 0.1, 0.1, 0.1, 0.9), pairs)[:2] == (0, 2)


@settings(max_examples=15, deadline=None)
@given(st.permutations(range(10)), st.integers(0, 50))
def test_the_order_of_the_rows_is_without_effect_and_ties_go_by_id(order, seed):
    pairs = drawn(10, seed=seed)
    flat = np.full((10, 3), 1 / 3)
    mixed = pairs.take(order)
    assert [pairs.ids[k] for k in rank(flat, pairs)] == [mixed.ids[k] for k in rank(flat, mixed)]
    assert pairs.ids[rank(flat, pairs)[0]] == "0000"


def test_every_row_is_asked_once_beyond_the_compared_ones_too():
    pairs = drawn(230)
    assert sorted(rank(pairs.prior, pairs)) == list(range(230))


def test_nothing_is_asked_of_nobody():
    pairs = drawn(1)
    assert rank(pairs.prior[:0], pairs.take([])) == ()
    assert rank(pairs.prior, pairs, most=0) == ()


def test_weights_for_other_rows_are_refused():
    pairs = drawn(2)
    with pytest.raises(ReconcilingError, match="REC040"):
        rank(pairs.prior, pairs, [1.0])
