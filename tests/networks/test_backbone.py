"""Backbones: which claims carry a network."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from coded_by_hand import coded
from hypothesis import given, settings
from hypothesis import strategies as st

from dissensus.model.coded_statements import CodedStatements
from dissensus.model.errors import NetworkError
from dissensus.networks._backbone_annealing import annealed
from dissensus.networks._backbone_sums import ClaimSums
from dissensus.networks.backbone import evaluate_backbone, fixed_backbone, nested_backbone, penalty_backbone
from dissensus.networks.building import build
from dissensus.networks.counting import frame
from dissensus.networks.filtering import select
from dissensus.networks.options import RIGHT, NetworkOptions
from dissensus.networks.spectra import normalized_spectrum, spectral_distance

DAY = "2020-01-01"
ASK = NetworkOptions(aggregation="congruence")
KINDS = {"boolean": st.integers(0, 1), "integer": st.integers(-2, 3), "short text": st.sampled_from("xyz")}


def statements(kind: str) -> st.SearchStrategy[CodedStatements]:
    one = st.tuples(st.sampled_from("ABCDE"), st.sampled_from("stuvw"), KINDS[kind], st.just(DAY), st.integers(1, 3))
    return st.lists(one, min_size=1, max_size=30).map(lambda said: coded(*said, qualifier=kind))


def drawn(seed: int, claims: int = 6, count: int = 60) -> CodedStatements:
    random = np.random.Generator(np.random.PCG64(seed))
    return coded(*(
        ("ABCDEFGH"[random.integers(8)], f"claim {random.integers(claims)}", int(random.integers(2)), DAY, 1)
        for _ in range(count)
    ))  # fmt: skip


def loss_by_building(said: CodedStatements, options: NetworkOptions, kept: tuple[str, ...]) -> float:
    """Loss from two networks made from the statements themselves, with all actors in both."""
    whole = build(said, options)
    part = build(said, replace(options, exclude_values={"concept": kept}, invert_values=True))
    return spectral_distance(normalized_spectrum(whole.dense()), normalized_spectrum(part.dense()))


class TestSums:
    @settings(max_examples=60)
    @given(st.data())
    def test_the_network_of_some_claims_is_that_of_their_statements(self, data: st.DataObject) -> None:
        kind = data.draw(st.sampled_from(sorted(KINDS)))
        said = data.draw(statements(kind))
        options = NetworkOptions(
            aggregation=data.draw(st.sampled_from(["ignore", "congruence", "conflict", "subtract"])),
            normalization=data.draw(st.sampled_from(["no", "average", "jaccard", "cosine", "true jaccard"])),
            isolates=True,
            compatible=replace(RIGHT, activity_product_cosine=data.draw(st.booleans())),
        )
        chosen = select(said, options)
        sums = ClaimSums(frame(said, chosen.loaded, chosen.kept, options).counts(chosen.kept), options)
        picked = np.array(data.draw(st.lists(st.booleans(), min_size=len(sums.claims), max_size=len(sums.claims))))
        kept = tuple(itertools.compress(sums.claims, picked))
        # Levels are those of all statements, as they are loaded before filters of values.
        alone = build(said, replace(options, exclude_values={"concept": kept}, invert_values=True))
        assert sums.weights(picked.astype(bool)) == pytest.approx(alone.dense())
        # After many additions and subtractions too: a tie that should be gone would weigh all, being the only one.
        for chosen_ones in (~picked.astype(bool), picked.astype(bool)):
            sums.loss(chosen_ones)
        assert sums.loss(picked.astype(bool)) == pytest.approx(loss_by_building(said, options, kept), abs=1e-9)

    def test_losses_after_taking_one_claim_are_those_of_the_rest(self) -> None:
        said = drawn(1)
        chosen = select(said, ASK)
        sums = ClaimSums(frame(said, chosen.loaded, chosen.kept, ASK).counts(chosen.kept), ASK)
        every = np.ones(len(sums.claims), dtype=bool)
        for claim, loss in sums.losses_without(every).items():
            rest = every.copy()
            rest[claim] = False
            assert loss == pytest.approx(sums.loss(rest))


class TestNested:
    def test_every_claim_is_given_up_once_and_the_last_leaves_nothing(self) -> None:
        steps = nested_backbone(drawn(2), ASK)
        assert sorted(each.claim for each in steps) == [f"claim {n}" for n in range(6)]
        assert [each.iteration for each in steps] == [1, 2, 3, 4, 5, 6]
        assert (steps[-1].redundant_loss, steps[-1].statements) == (0, 0)
        assert steps[-1].backbone_loss == pytest.approx(1)

    def test_each_step_gives_up_the_claim_whose_loss_is_least(self) -> None:
        said = drawn(3)
        left = {f"claim {n}" for n in range(6)}
        for step in nested_backbone(said, ASK)[:-1]:
            losses = {each: loss_by_building(said, replace(ASK, isolates=True), tuple(left - {each})) for each in left}
            assert step.backbone_loss == pytest.approx(min(losses.values()))
            assert losses[step.claim] == pytest.approx(step.backbone_loss)
            left -= {step.claim}

    def test_a_claim_of_one_actor_alone_is_given_up_first(self) -> None:
        said = coded(
            ("A", "s", 1, DAY, 1), ("B", "s", 1, DAY, 1), ("B", "t", 1, DAY, 1), ("C", "t", 1, DAY, 1),
            ("D", "u", 1, DAY, 1),
        )  # fmt: skip
        first = nested_backbone(said, ASK)[0]
        assert (first.claim, first.backbone_loss) == ("u", 0)

    def test_of_equal_claims_one_is_given_up_and_for_dna_both(self) -> None:
        # Each of s and t can be spared as long as the other stays.
        said = coded(*((actor, claim, 1, DAY, 1) for actor in "AB" for claim in "st"))
        right = nested_backbone(said, ASK)
        together = nested_backbone(said, replace(ASK, compatible=replace(RIGHT, backbone_ties_together=True)))
        assert [(each.claim, each.backbone_loss, each.statements) for each in right] == [("s", 0, 2), ("t", 1, 0)]
        assert [(each.claim, each.backbone_loss, each.statements) for each in together] == [("t", 0, 2), ("s", 0, 2)]

    def test_the_order_of_statements_does_not_matter(self) -> None:
        said = drawn(4)
        rows = np.random.Generator(np.random.PCG64(0)).permutation(len(said))
        assert nested_backbone(said, ASK) == nested_backbone(said.take(rows), ASK)


class TestEvaluate:
    def test_losses_of_a_set_and_of_the_rest(self) -> None:
        said = drawn(5)
        kept, rest = ("claim 0", "claim 3"), ("claim 1", "claim 2", "claim 4", "claim 5")
        whole = replace(ASK, isolates=True)
        expected = [loss_by_building(said, whole, each) for each in (kept, rest)]
        assert evaluate_backbone(said, ASK, kept) == pytest.approx(expected)

    def test_a_penalty_makes_small_sets_cheaper(self) -> None:
        said = drawn(5)
        plain, cheap = (
            evaluate_backbone(said, ASK, ["claim 0", "claim 3"]),
            evaluate_backbone(said, ASK, ["claim 0", "claim 3"], penalty=3.0),
        )
        assert cheap == pytest.approx((plain[0] * np.exp(-3 * 4 / 6), plain[1] * np.exp(-3 * 2 / 6)))

    def test_an_unknown_claim_is_refused(self) -> None:
        with pytest.raises(NetworkError, match="no statements on 'elsewhere'"):
            evaluate_backbone(drawn(5), ASK, ["elsewhere"])


class TestAnnealing:
    @pytest.mark.parametrize("size", [1, 3, 5])
    def test_the_best_of_few_sets_is_found(self, size: int) -> None:
        said = drawn(6)
        found = fixed_backbone(said, ASK, size, iterations=400)
        names = [f"claim {n}" for n in range(6)]
        least = min(evaluate_backbone(said, ASK, each)[0] for each in itertools.combinations(names, size))
        assert found.loss == pytest.approx(least)
        assert len(found.claims) == size
        assert sorted((*found.claims, *found.redundant)) == names

    def test_a_penalty_leaves_fewer_claims(self) -> None:
        said = drawn(7)
        sizes = [len(penalty_backbone(said, ASK, each, iterations=600).claims) for each in (0.0, 2.0, 20.0)]
        assert sizes[0] >= sizes[1] >= sizes[2] == 1
        assert sizes[0] > 1

    def test_the_loss_told_is_that_of_the_set_told(self) -> None:
        said = drawn(8)
        found = penalty_backbone(said, ASK, 4.0, iterations=200, seed=3)
        assert evaluate_backbone(said, ASK, found.claims) == pytest.approx((found.loss, found.redundant_loss))
        assert found.penalized_loss == pytest.approx(found.annealing.best_loss[-1])
        assert found.penalized_loss == pytest.approx(evaluate_backbone(said, ASK, found.claims, 4.0)[0])

    def test_same_seed_same_backbone(self) -> None:
        said = drawn(9)
        first, second = (penalty_backbone(said, ASK, 3.0, iterations=150, seed=11) for _ in range(2))
        assert first.claims == second.claims
        assert np.array_equal(first.annealing.loss, second.annealing.loss)

    def test_it_cools_and_accepts_worse_sets_less_and_less(self) -> None:
        said = drawn(10)
        log = penalty_backbone(said, ASK, 3.0, iterations=2_000).annealing
        assert (np.diff(log.temperature) < 0).all()
        assert log.temperature[0] > 0.99
        assert log.temperature[-1] < 0.002
        assert (np.diff(log.best_loss) <= 0).all()
        worse = np.flatnonzero(log.probability < 1)
        early, late = worse[worse < 500], worse[worse >= 1_500]
        assert log.accepted[early].mean() > 0.5 > 0.1 > log.accepted[late].mean()

    def test_every_set_has_between_one_and_all_but_one_claims(self) -> None:
        seen: list[int] = []

        def loss_of(chosen: np.ndarray) -> float:
            seen.append(int(chosen.sum()))
            return 0.0

        annealed(loss_of, 4, None, 300, np.random.Generator(np.random.PCG64(1)))
        assert set(seen) == {1, 2, 3}

    def test_all_claims_may_be_tried_in_any_number(self) -> None:
        best, _ = annealed(lambda chosen: float(abs(chosen.sum() - 2)) + float(chosen[0]), 5, None, 400,
                           np.random.Generator(np.random.PCG64(2)))  # fmt: skip
        assert best.sum() == 2
        assert not best[0]


@pytest.mark.parametrize(
    ("call", "found"),
    [
        (lambda: nested_backbone(drawn(1), replace(ASK, mode="two-mode", aggregation="ignore")), "one-mode"),
        (lambda: nested_backbone(coded(), ASK), "no statements"),
        (lambda: fixed_backbone(drawn(1), ASK, 6), "6 of 6"),
        (lambda: fixed_backbone(drawn(1), ASK, 2, iterations=0), "0 steps"),
        (lambda: penalty_backbone(drawn(1), ASK, -1.0), "at least 0"),
        (lambda: penalty_backbone(drawn(1, claims=1), ASK), "two claims"),
    ],
)
def test_what_cannot_be_is_refused(call: object, found: str) -> None:
    with pytest.raises(NetworkError, match=found):
        call()  # type: ignore[operator]
