"""Measures of coreference: MUC, B3 and CEAF-e, as in Pradhan et al. (2014), and the average of the three.

Pradhan, Luo, Recasens, Hovy, Ng and Strube (2014), "Scoring coreference partitions of predicted mentions: a reference
implementation". Mentions are compared as they are given (any hashable value, such as a span); those that only one side
has stay where they are and cost recall or precision. Singletons count, save in MUC, which counts links only.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

Clusters = Sequence[Collection[Hashable]]
"""Clusters of mentions; no mention is in two of them."""

MEASURES = ("muc", "b3", "ceafe")


@dataclass(frozen=True, slots=True)
class Counts:
    """Numerators and denominators of recall and precision; those of several documents are added."""

    right_of_gold: float = 0.0
    gold: float = 0.0
    right_of_system: float = 0.0
    system: float = 0.0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.right_of_gold + other.right_of_gold,
            self.gold + other.gold,
            self.right_of_system + other.right_of_system,
            self.system + other.system,
        )

    @property
    def recall(self) -> float:
        return self.right_of_gold / self.gold if self.gold else 0.0

    @property
    def precision(self) -> float:
        return self.right_of_system / self.system if self.system else 0.0

    @property
    def f1(self) -> float:
        both = self.recall + self.precision
        return 2 * self.recall * self.precision / both if both else 0.0


def _places(clusters: Clusters) -> dict[Hashable, int]:
    """Mention to the number of its cluster.

    Raises:
        ValueError: a mention is in two clusters, or a cluster is empty.
    """
    places: dict[Hashable, int] = {}
    for number, cluster in enumerate(clusters):
        if not cluster:
            raise ValueError(f"cluster {number} is empty")
        for mention in cluster:
            if places.setdefault(mention, number) != number:
                raise ValueError(f"mention {mention!r} is in two clusters")
    return places


def _links(clusters: Clusters, others: Mapping[Hashable, int]) -> tuple[int, int]:
    """Links of the clusters that hold in the other partition, and how many there are."""
    right = total = 0
    for cluster in clusters:
        parts = len({others[m] for m in cluster if m in others}) + sum(m not in others for m in cluster)
        right += len(cluster) - parts
        total += len(cluster) - 1
    return right, total


def muc(gold: Clusters, system: Clusters) -> Counts:
    """Links between mentions that both sides have (Vilain et al., 1995)."""
    recalled, of_gold = _links(gold, _places(system))
    precise, of_system = _links(system, _places(gold))
    return Counts(recalled, of_gold, precise, of_system)


def _shared(clusters: Clusters, others: Mapping[Hashable, int]) -> float:
    """Sum over mentions of the share of their cluster that is in one cluster with them on the other side."""
    total = 0.0
    for cluster in clusters:
        parts = Counter(others[m] for m in cluster if m in others)
        total += sum(size * size for size in parts.values()) / len(cluster)
    return total


def b3(gold: Clusters, system: Clusters) -> Counts:
    """B-cubed (Bagga and Baldwin, 1998): of each mention, how much of its cluster is right."""
    in_gold, in_system = _places(gold), _places(system)
    return Counts(_shared(gold, in_system), len(in_gold), _shared(system, in_gold), len(in_system))


def ceafe(gold: Clusters, system: Clusters) -> Counts:
    """CEAF-e (Luo, 2005): the best one-to-one pairing of clusters by their similarity phi4."""
    in_gold = _places(gold)
    _places(system)
    common: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for number, cluster in enumerate(system):
        for mention in cluster:
            if mention in in_gold:
                common[in_gold[mention]][number] += 1
    similar = {
        (row, column): 2 * size / (len(gold[row]) + len(system[column]))
        for row, columns in common.items()
        for column, size in columns.items()
    }
    best = _best_pairing(similar)
    return Counts(best, len(gold), best, len(system))


def _best_pairing(similar: Mapping[tuple[int, int], float]) -> float:
    """The largest sum of a one-to-one choice of the pairs; each connected block is solved on its own."""
    from scipy.optimize import linear_sum_assignment

    total = 0.0
    for block in _blocks(similar):
        if len(block) == 1:
            total += similar[block[0]]
            continue
        rows = {row: i for i, row in enumerate(sorted({row for row, _ in block}))}
        columns = {column: i for i, column in enumerate(sorted({column for _, column in block}))}
        table = [[0.0] * len(columns) for _ in rows]
        for row, column in block:
            table[rows[row]][columns[column]] = similar[row, column]
        chosen = linear_sum_assignment(table, maximize=True)
        total += sum(table[row][column] for row, column in zip(*chosen, strict=True))
    return total


def _blocks(pairs: Iterable[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Pairs that hang together by a row or a column."""
    above: dict[tuple[str, int], tuple[str, int]] = {}

    def root(node: tuple[str, int]) -> tuple[str, int]:
        above.setdefault(node, node)
        while above[node] != node:
            above[node] = above[above[node]]
            node = above[node]
        return node

    ordered = sorted(pairs)
    for row, column in ordered:
        above[root(("row", row))] = root(("column", column))
    blocks: defaultdict[tuple[str, int], list[tuple[int, int]]] = defaultdict(list)
    for row, column in ordered:
        blocks[root(("row", row))].append((row, column))
    return list(blocks.values())


@dataclass(frozen=True, slots=True)
class Score:
    """The three measures over any number of documents; ``Score() + score(...) + ...`` adds them up."""

    counts: Mapping[str, Counts] = field(default_factory=lambda: dict.fromkeys(MEASURES, Counts()))

    def __add__(self, other: Score) -> Score:
        return Score({name: self.counts[name] + other.counts[name] for name in MEASURES})

    @property
    def average(self) -> float:
        """The mean of the three F1, known as the CoNLL average."""
        return sum(counts.f1 for counts in self.counts.values()) / len(MEASURES)


def score(gold: Clusters, system: Clusters) -> Score:
    """All three measures of one document.

    Raises:
        ValueError: a mention is in two clusters of one side, or a cluster is empty.
    """
    return Score({"muc": muc(gold, system), "b3": b3(gold, system), "ceafe": ceafe(gold, system)})


def clusters_of(labels: Mapping[Hashable, Hashable]) -> list[list[Hashable]]:
    """Clusters of the mentions that have one label, in order of their first mention."""
    found: defaultdict[Hashable, list[Hashable]] = defaultdict(list)
    for mention, label in labels.items():
        found[label].append(mention)
    return list(found.values())
