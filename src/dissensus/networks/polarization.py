"""Polarization: how far a debate falls into camps that agree inside and disagree with each other.

The default is signed modularity (S. Gomez, P. Jensen and A. Arenas 2009; V. Traag and J. Bruggeman 2009) of the best
division, divided by the most that its camps could reach: 0 where no division does better than one camp of all, 1 where
camps of equal weight share all congruence inside and all conflict lies between them. Debates in which agreement is mere
chance stand above 0, the more so the fewer statements they have; see `polarization_chance`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from dissensus.model.coded_statements import text_order
from dissensus.model.errors import NetworkError
from dissensus.networks._communities_labels import CLOSE, Labels, Matrix, canonical, checked, structural_order
from dissensus.networks._polarization_objectives import (
    ideal_distance,
    ideal_matrix,
    misfit,
    most_modularity,
    signed_modularity,
    signed_modularity_matrix,
    sizes_of,
    without_diagonal,
)
from dissensus.networks._polarization_search import (
    MOST_EXACT,
    Found,
    bred,
    exact,
    genetic,
    greedy,
    matched,
    number_of_divisions,
    random_start,
    swapped_up,
)
from dissensus.networks.network import Network, check_cells
from dissensus.networks.options import RIGHT, Compatibility

__all__ = [
    "Objective",
    "Polarization",
    "PolarizationOptions",
    "Search",
    "polarization",
    "polarization_series",
    "polarize",
    "score",
    "signed_modularity",
]

Objective = Literal["signed modularity", "ideal"]
Search = Literal["auto", "exact", "greedy", "genetic"]
OBJECTIVES: tuple[Objective, ...] = get_args(Objective)
SEARCHES: tuple[Search, ...] = get_args(Search)


@dataclass(frozen=True, slots=True)
class PolarizationOptions:
    """How camps are looked for.

    Attributes:
        camps: how many camps at most, 2 or more. The score counts those that are found.
        objective: see `score`; the "ideal" knows camps of equal size only.
        search: "exact" tries every division, "greedy" improves a spectral start and random ones, "genetic" breeds;
            "auto" is exact where there are at most 100,000 divisions, else greedy.
        balanced: camps whose sizes differ by at most one.
        restarts: random starts of the greedy search.
        seed: of all that is random.
        normalized: of DNA's misfit, which of its two scores.
        compatible: with ``misfit_polarization``, what DNA does: camps of equal size with the largest misfit.
    """

    camps: int = 2
    objective: Objective = "signed modularity"
    search: Search = "auto"
    balanced: bool = False
    restarts: int = 20
    seed: int = 0
    normalized: bool = True
    compatible: Compatibility = RIGHT

    def __post_init__(self) -> None:
        if self.camps < 2 or self.restarts < 0:
            found = f"camps are two or more and restarts at least 0, not {self.camps} and {self.restarts}"
            raise NetworkError(found, code="NET002")
        if self.objective not in OBJECTIVES or self.search not in SEARCHES:
            raise NetworkError(f"there is no objective {self.objective!r} with search {self.search!r}", code="NET002")


SEPARATE_CAMPS = PolarizationOptions()
"""Two camps by signed modularity."""


@dataclass(frozen=True, slots=True, eq=False)
class Polarization:
    """The best division into camps that was found, and what it is worth.

    Attributes:
        names: n actors.
        memberships: n camps, numbered from 0 by the first actor in order of names; -1 for an actor without any tie.
        camps: how many camps were asked for; a debate that nothing divides has one.
        score: 0 to 1 (with DNA's misfit: its score).
        objective: "signed modularity", "ideal", or "misfit".
        algorithm: how it was searched: "exact", "greedy", "genetic".
        starts: how many searches were made.
        reached: how many of them ended at this score; all by an exact search.
        congruence_inside: share of congruence within camps; 0 without congruence.
        conflict_across: share of conflict between camps; 0 without conflict.
        start, middle, stop: times it stands for, in seconds since 1970 (UTC); None for bare matrices.
    """

    names: tuple[str, ...]
    memberships: Labels
    camps: int
    score: float
    objective: str
    algorithm: str
    starts: int
    reached: int
    congruence_inside: float
    conflict_across: float
    start: int | None = None
    middle: int | None = None
    stop: int | None = None

    def members(self) -> tuple[tuple[str, ...], ...]:
        """Names by camp."""
        return tuple(
            tuple(name for name, own in zip(self.names, self.memberships.tolist(), strict=True) if own == camp)
            for camp in range(int(self.memberships.max(initial=-1)) + 1)
        )


def score(
    congruence: NDArray[np.floating],
    conflict: NDArray[np.floating],
    memberships: Sequence[int] | NDArray[np.integer],
    *,
    normalized: bool = True,
    objective: Objective = "signed modularity",
    compatible: Compatibility = RIGHT,
) -> float:
    """What a given division into camps is worth.

    Args:
        congruence: n x n, symmetric, at least 0; the diagonal is left out. DNA takes it with "average" normalization,
            and in its time windows the "subtract" network for this and for conflict.
        conflict: the same for conflict.
        memberships: n camps; negative for actors without one, who are left out.
        normalized: for signed modularity divided by the most that these camps could reach (`most_modularity`: 1/2 for
            two camps); for DNA's misfit its normalised score. The ideal is a share in any case.
        objective: "signed modularity", or "ideal": 1 less the share of congruence and conflict that lies elsewhere than
            in the ideal network.
        compatible: with ``misfit_polarization``, DNA's score, whatever the objective.

    Raises:
        NetworkError: shapes or numbers do not fit.
    """
    g, f, labels = _matrices(congruence, conflict, memberships, signed=compatible.misfit_polarization)
    if compatible.misfit_polarization:
        return misfit(g, f, labels, normalized=normalized)
    if objective == "ideal":
        return 1.0 - ideal_distance(g, f, labels, int(labels.max(initial=-1)) + 1)
    worth = signed_modularity(g, f, labels)
    return worth / most_modularity(g, f, labels) if normalized else worth


def polarize(
    congruence: NDArray[np.floating],
    conflict: NDArray[np.floating],
    names: Sequence[str],
    options: PolarizationOptions = SEPARATE_CAMPS,
) -> Polarization:
    """The best division of n actors into at most k camps.

    Args:
        congruence: n x n, symmetric, at least 0; the diagonal is left out.
        conflict: the same for conflict.
        names: n names, all different. They decide only between actors whose ties are the same.
        options: how to look for it.

    Raises:
        NetworkError: shapes or numbers do not fit, or an exact search would have too many divisions.
    """
    misfitting = options.compatible.misfit_polarization
    g, f, _ = _matrices(congruence, conflict, np.zeros(len(names), dtype=np.int64), signed=misfitting)
    tied = np.flatnonzero((np.abs(g) + np.abs(f)).sum(axis=1) > 0) if not misfitting else np.arange(len(names))
    memberships = np.full(len(names), -1, dtype=np.int64)
    if len(tied) < 2:
        memberships[tied] = 0
        return _result(names, memberships, g, f, options, 0.0, Found(memberships, 0.0, "exact", 1, 1))
    block = np.ix_(tied, tied)
    order = tied[structural_order([names[i] for i in tied.tolist()], g[block], f[block])]
    block = np.ix_(order, order)
    worth, found = _best(g[block], f[block], options)
    memberships[order] = found.labels
    return _result(names, memberships, g, f, options, worth, found)


def polarization(
    congruence: Network,
    conflict: Network,
    options: PolarizationOptions = SEPARATE_CAMPS,
) -> Polarization:
    """The best division of the actors of two one-mode networks, one of congruence and one of conflict; see `polarize`.

    Actors that only one of them has count as actors without ties in the other.
    """
    names = tuple(sorted({*congruence.rows, *conflict.rows}, key=text_order))
    found = polarize(_spread(congruence, names), _spread(conflict, names), names, options)
    return replace(found, start=congruence.start, middle=congruence.middle, stop=congruence.stop)


def polarization_series(
    pairs: Iterable[tuple[Network, Network]],
    options: PolarizationOptions = SEPARATE_CAMPS,
) -> tuple[Polarization, ...]:
    """Polarization of each window or slice, given as pairs of its networks of congruence and conflict.

    Camps keep their numbers over time as far as members stay: each window's camps are numbered so that as many actors
    as possible have the number that they had when they were last seen.
    """
    last: dict[str, int] = {}
    series = []
    for congruence, conflict in pairs:
        found = polarization(congruence, conflict, options)
        before = np.array([last.get(name, -1) for name in found.names], dtype=np.int64)
        found = replace(found, memberships=matched(found.memberships, before, options.camps)) if last else found
        last |= {n: c for n, c in zip(found.names, found.memberships.tolist(), strict=True) if c >= 0}
        series.append(found)
    return tuple(series)


def _best(g: Matrix, f: Matrix, options: PolarizationOptions) -> tuple[float, Found]:
    """Score and division of actors who all have ties, in an order that their names do not decide."""
    k = min(options.camps, len(g))
    if options.compatible.misfit_polarization:
        found = _most_misfit(g, f, k, options)
        return found.gain, found
    if options.objective == "ideal":
        found = _search(ideal_matrix(g, f, sizes_of(len(g), k)), k, options, balanced=True)
        return score(g, f, found.labels, objective="ideal"), found
    found = _search(signed_modularity_matrix(g, f), k, options, balanced=options.balanced)
    share = score(g, f, found.labels)
    # Nothing and the bound, which cannot be passed, are met but for arithmetic.
    return (0.0 if share <= CLOSE else 1.0 if share >= 1.0 - CLOSE else share), found


def _search(gain: Matrix, k: int, options: PolarizationOptions, *, balanced: bool) -> Found:
    few = number_of_divisions(len(gain), k) <= MOST_EXACT
    if options.search == "exact" and not few:
        found = f"{len(gain)} actors have too many divisions into {k} camps to try them all; search greedily"
        raise NetworkError(found, code="NET005")
    if few and options.search in ("exact", "auto"):
        return exact(gain, k, balanced=balanced)
    if options.search == "genetic":
        return genetic(gain, k, balanced=balanced, seed=options.seed)
    return greedy(gain, k, balanced=balanced, restarts=options.restarts, seed=options.seed)


def _most_misfit(g: Matrix, f: Matrix, k: int, options: PolarizationOptions) -> Found:
    def fitness(labels: Labels) -> float:
        return misfit(g, f, labels, normalized=options.normalized)

    random = np.random.Generator(np.random.PCG64(options.seed))
    if options.search == "genetic":
        ends, algorithm = [np.asarray(bred(fitness, len(g), k, random, balanced=True)[0])], "genetic"
    else:
        starts = [random_start(len(g), k, random) for _ in range(max(options.restarts, 1))]
        ends, algorithm = [swapped_up(fitness, labels) for labels in starts], "greedy"
    values = np.array([fitness(labels) for labels in ends])
    best = int(np.argmax(values))
    reached = int((values >= values[best] * (1 - CLOSE)).sum())
    return Found(ends[best], float(values[best]), algorithm, len(ends), reached)


def _matrices(
    congruence: NDArray[np.floating],
    conflict: NDArray[np.floating],
    memberships: Sequence[int] | NDArray[np.integer],
    *,
    signed: bool,
) -> tuple[Matrix, Matrix, Labels]:
    """Both matrices without diagonals, of the actors who have a camp, and their camps from 0.

    Negative cells, which DNA's time windows bring, pass if they are asked for.
    """
    labels = np.asarray(memberships, dtype=np.int64)
    kept = np.flatnonzero(labels >= 0)
    g, f = np.asarray(congruence, dtype=np.float64), np.asarray(conflict, dtype=np.float64)
    if g.shape != f.shape or g.shape != (len(labels), len(labels)):
        raise NetworkError(
            f"congruence {g.shape}, conflict {f.shape} and {len(labels)} memberships do not fit", code="NET002"
        )
    if not len(kept):
        return np.zeros((0, 0)), np.zeros((0, 0)), np.zeros(0, dtype=np.int64)
    block = np.ix_(kept, kept)
    g, f = without_diagonal(g[block]), without_diagonal(f[block])
    if not signed:
        g, f = checked(g, 1), checked(f, 1)
    return g, f, canonical(labels[kept])


def _result(
    names: Sequence[str],
    memberships: Labels,
    g: Matrix,
    f: Matrix,
    options: PolarizationOptions,
    worth: float,
    found: Found,
) -> Polarization:
    by_name = np.array(sorted(range(len(names)), key=lambda i: text_order(names[i])), dtype=np.int64)
    tied = by_name[memberships[by_name] >= 0]
    numbered = memberships.copy()
    if len(tied):
        numbered[tied] = canonical(memberships[tied])
    same = numbered[:, None] == numbered[None, :]
    inside, across = float(g[same].sum()), float(f[~same].sum())
    return Polarization(
        tuple(names),
        numbered,
        options.camps,
        worth,
        "misfit" if options.compatible.misfit_polarization else options.objective,
        found.algorithm,
        found.starts,
        found.reached,
        inside / float(g.sum()) if g.sum() else 0.0,
        across / float(f.sum()) if f.sum() else 0.0,
    )


def _spread(network: Network, names: tuple[str, ...]) -> Matrix:
    """The network's matrix on these names."""
    if not network.one_mode:
        raise NetworkError("polarization is of one-mode networks", code="NET002")
    if network.rows == names:
        return network.dense()
    check_cells(len(names), len(names))
    place = {name: k for k, name in enumerate(names)}
    where = [place[name] for name in network.rows]
    spread = np.zeros((len(names), len(names)))
    spread[np.ix_(where, where)] = network.dense()
    return spread
