"""The measures of coreference, against cases worked by hand and against brute force."""

from __future__ import annotations

import importlib
import itertools
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

Clusters = list[list[str]]


@pytest.fixture
def scoring(root: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(root / "benchmarks"))
    return importlib.import_module("actors.scoring")


def split(written: str) -> Clusters:
    """Clusters of one-letter mentions: "ab c" is {a, b} and {c}."""
    return [list(word) for word in written.split()]


# Each: gold, system, then recall and precision of MUC, B3 and CEAF-e as worked by hand.
CASES = {
    # Pradhan et al. (2014). MUC: 1 + 1 of 2 + 3 links; 1 + 0 + 1 of 1 + 1 + 3. B3: (4 + 1) / 3 + (1 + 4) / 4 of 7;
    # 2 + (1 + 1) / 2 + 4 / 4 of 8. CEAF-e: 4/5 for {a,b} and 4/8 for {f,g,h,i}.
    "the worked example of Pradhan et al.": (
        "abc defg",
        "ab cd fghi",
        (2 / 5, 2 / 5, 35 / 84, 4 / 8, 1.3 / 2, 1.3 / 3),
    ),
    "the same on both sides": ("abc de", "de cab", (1, 1, 1, 1, 1, 1)),
    # Each of three mentions has a third of its cluster; the best pairing is 2 * 1 / (3 + 1).
    "all apart": ("abc", "a b c", (0, 0, 1 / 3, 1, 0.5, 0.5 / 3)),
    # Two of three links are right; each mention has half of its cluster right; 2 * 2 / (2 + 4).
    "all in one": ("ab cd", "abcd", (1, 2 / 3, 1, 1 / 2, (2 / 3) / 2, 2 / 3)),
    "nothing in common": ("ab", "cd", (0, 0, 0, 0, 0, 0)),
    # The added singleton costs precision in B3 and CEAF-e, nothing in MUC.
    "a singleton too many": ("a bc", "a bc d", (1, 1, 1, 3 / 4, 1, 2 / 3)),
    # One of two links; 2 * 2/3 of 3; 2 * 2 / (3 + 2).
    "a mention missed": ("abc", "ab", (1 / 2, 1, 4 / 9, 1, 0.8, 0.8)),
    "a singleton missed": ("ab c", "ab", (1, 1, 2 / 3, 1, 1 / 2, 1)),
    # Luo (2005), system responses (a) and (b): F1 of MUC 0.947 twice, B3 0.865 and 0.737, CEAF-e 0.733 and 0.667.
    "Luo's small and large joined": ("12345 67 89ABC", "12345 6789ABC", (1, 0.9, 1, 64 / 84, 11 / 18, 11 / 12)),
    "Luo's two large joined": ("12345 67 89ABC", "1234589ABC 67", (1, 0.9, 1, 7 / 12, 5 / 9, 5 / 6)),
    # The most similar pair, {a,b,c} and {a,b,d} with 4/6, leaves nothing; the crossed one has 2/4 twice.
    "the best pairing is not the greedy one": ("abc d", "abd c", (1 / 2, 1 / 2, 2 / 3, 2 / 3, 1 / 2, 1 / 2)),
    "no system mention": ("ab c", "", (0, 0, 0, 0, 0, 0)),
}


@pytest.mark.parametrize("name", CASES)
def test_recall_and_precision_are_those_worked_by_hand(name: str, scoring: Any) -> None:
    gold, system, expected = CASES[name]
    counts = scoring.score(split(gold), split(system)).counts
    got = [value for measure in scoring.MEASURES for value in (counts[measure].recall, counts[measure].precision)]
    assert got == pytest.approx(expected)


def test_f1_and_average_of_the_worked_example(scoring: Any) -> None:
    scored = scoring.score(split("abc defg"), split("ab cd fghi"))
    b3 = 2 * (35 / 84) * 0.5 / (35 / 84 + 0.5)
    assert [scored.counts[name].f1 for name in scoring.MEASURES] == pytest.approx([0.4, b3, 0.52])
    assert scored.average == pytest.approx((0.4 + b3 + 0.52) / 3)


def test_documents_are_added_by_their_counts_not_by_their_scores(scoring: Any) -> None:
    # One document of two gold mentions found wholly, one of six not at all: two of eight.
    both = scoring.score(split("ab"), split("ab")) + scoring.score(split("abcdef"), [])
    assert both.counts["b3"].recall == pytest.approx(2 / 8)
    assert both.counts["b3"].precision == 1
    assert both.counts["muc"].recall == pytest.approx(1 / 6)
    assert both.counts["ceafe"].recall == pytest.approx(1 / 2)


def test_a_mention_in_two_clusters_is_refused(scoring: Any) -> None:
    with pytest.raises(ValueError, match="two clusters"):
        scoring.score(split("ab bc"), split("abc"))


def test_an_empty_cluster_is_refused(scoring: Any) -> None:
    with pytest.raises(ValueError, match="empty"):
        scoring.b3([["a"]], [[]])


def test_mentions_of_one_label_are_a_cluster(scoring: Any) -> None:
    assert scoring.clusters_of({"a": 1, "b": 2, "c": 1}) == [["a", "c"], ["b"]]


def clusters(labels: Sequence[int]) -> Clusters:
    """Mentions a, b, ... by their labels; label 0 leaves a mention out."""
    found: dict[int, list[str]] = {}
    for letter, label in zip("abcdef", labels, strict=True):
        if label:
            found.setdefault(label, []).append(letter)
    return list(found.values())


PARTITIONS = st.lists(st.integers(0, 4), min_size=6, max_size=6).map(clusters)


def imported(name: str) -> Any:
    return importlib.import_module(name)


@pytest.mark.usefixtures("scoring")
class TestProperties:
    """The fixture is asked for by the class, since it lasts longer than one example."""

    @given(gold=PARTITIONS, system=PARTITIONS)
    def test_precision_is_recall_the_other_way_round(self, gold: Clusters, system: Clusters) -> None:
        scoring = imported("actors.scoring")
        there, back = scoring.score(gold, system), scoring.score(system, gold)
        for name in scoring.MEASURES:
            assert there.counts[name].precision == pytest.approx(back.counts[name].recall)

    @given(gold=PARTITIONS, system=PARTITIONS)
    def test_ceafe_is_the_best_of_all_pairings(self, gold: Clusters, system: Clusters) -> None:
        few, many = sorted((gold, system), key=len)
        best = max(
            sum(2 * len(set(a) & set(b)) / (len(a) + len(b)) for a, b in zip(few, chosen, strict=True))
            for chosen in itertools.permutations(many, len(few))
        )
        assert imported("actors.scoring").ceafe(gold, system).right_of_gold == pytest.approx(best)

    @given(gold=PARTITIONS, system=PARTITIONS)
    def test_b3_is_the_sum_over_mentions(self, gold: Clusters, system: Clusters) -> None:
        of_gold = {m: set(cluster) for cluster in gold for m in cluster}
        of_system = {m: set(cluster) for cluster in system for m in cluster}
        right = sum(len(of_gold[m] & of_system[m]) / len(of_gold[m]) for m in of_gold.keys() & of_system.keys())
        assert imported("actors.scoring").b3(gold, system).right_of_gold == pytest.approx(right)
