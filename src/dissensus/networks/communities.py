"""Communities: camps of actors by many methods side by side, each with its modularity, and the best of them.

Two views of the same actors are taken, as in DNA's rDNA: (a) profiles of what each agrees and disagrees with, compared
by Jaccard's distance; (b) a one-mode network, in DNA "subtract" with "average", whose negative ties count as none
except for the methods "signed modularity" and "spinglass".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from dissensus.model.coded_statements import text_order
from dissensus.model.errors import NetworkError
from dissensus.networks._communities_graphs import PATHS
from dissensus.networks._communities_labels import (
    CLOSE,
    Labels,
    Matrix,
    canonical,
    checked,
    modularity,
    structural_order,
)
from dissensus.networks._communities_methods import FREE_METHODS, signed_camps
from dissensus.networks._cut_methods import CUT_METHODS, concor_of_columns
from dissensus.networks._polarization_objectives import signed_modularity
from dissensus.networks.map_equation import codelength
from dissensus.networks.network import Network
from dissensus.networks.spin_glass import spin_glass

Judge = Literal["modularity", "signed modularity"]
JUDGES: tuple[Judge, ...] = get_args(Judge)

PROFILE_METHODS = ("single", "average", "complete", "ward", "k-means", "pam", "concor of profiles")
"""Methods that compare profiles."""

CUT_TIES = (
    "structural equivalence",
    "concor",
    "spectral",
    "fast greedy",
    "walktrap",
    "leading eigenvector",
    "edge betweenness",
)
"""Methods that follow positive ties and are cut at a number of camps."""

SIGNED = "signed modularity"
SPINGLASS = "spinglass"
FREE_NUMBER: tuple[str, ...] = (*FREE_METHODS, SPINGLASS)
"""Methods that find their own number of camps and cannot be told one."""
METHODS: tuple[str, ...] = (SIGNED, *FREE_METHODS, SPINGLASS, *CUT_TIES, *PROFILE_METHODS)
"""Every method; of equally good ones the first in this order is the best."""


@dataclass(frozen=True, slots=True)
class CommunityOptions:
    """How camps are looked for.

    Attributes:
        camps: how many; 0 if each method is to choose.
        most: how many camps a method may choose, from 2.
        methods: which of `METHODS` to try.
        judge: by what a method chooses the number of camps and the best method is chosen: modularity of the positive
            ties, as in DNA, or signed modularity of all ties.
        runs: random runs of each method that has them; the best is kept.
        seed: of all that is random.
    """

    camps: int = 0
    most: int = 5
    methods: tuple[str, ...] = METHODS
    judge: Judge = "modularity"
    runs: int = 10
    seed: int = 0

    def __post_init__(self) -> None:
        if self.camps < 0 or self.camps == 1 or self.most < 2 or self.runs < 1:
            found = f"camps {self.camps}, at most {self.most}, with {self.runs} runs are not possible"
            raise NetworkError(found, code="NET002")
        if self.judge not in JUDGES or not set(self.methods) <= set(METHODS) or not self.methods:
            raise NetworkError(f"methods are {', '.join(METHODS)}; judges {', '.join(JUDGES)}", code="NET002")


@dataclass(frozen=True, slots=True, eq=False)
class Division:
    """Camps by one method.

    Attributes:
        method: its name.
        memberships: n camps, numbered from 0 by the first actor in order of names; -1 for an actor whom the method
            cannot see, for want of ties or of statements.
        camps: how many.
        modularity: of the positive ties (M. Newman and M. Girvan 2004).
        signed_modularity: of all ties (S. Gomez, P. Jensen and A. Arenas 2009).
        codelength: bits a step of a walk along positive ties, the fewer the better (M. Rosvall and C. Bergstrom
            2008); what Infomap makes least.
    """

    method: str
    memberships: Labels
    camps: int
    modularity: float
    signed_modularity: float
    codelength: float


@dataclass(frozen=True, slots=True)
class Failure:
    """A method that gave no camps, and why."""

    method: str
    reason: str


@dataclass(frozen=True, slots=True, eq=False)
class Communities:
    """Camps by every method.

    Attributes:
        names: n actors.
        divisions: what each method found, in the order of `METHODS`.
        failures: what each other method failed at.
        judge: by what the best was chosen.
        start, middle, stop: times that it stands for, in seconds since 1970 (UTC).
    """

    names: tuple[str, ...]
    divisions: tuple[Division, ...]
    failures: tuple[Failure, ...]
    judge: Judge
    start: int
    middle: int
    stop: int

    @property
    def best(self) -> Division | None:
        """The division of highest modularity (signed, if that is the judge); None if every method failed."""
        if not self.divisions:
            return None
        values = np.array([_judged(each, self.judge) for each in self.divisions])
        return self.divisions[int(np.argmax(values >= values.max() - CLOSE))]

    def division(self, method: str) -> Division:
        """What one method found.

        Raises:
            NetworkError: it found nothing, with its reason.
        """
        for each in self.divisions:
            if each.method == method:
                return each
        reason = next((each.reason for each in self.failures if each.method == method), "it was not tried")
        raise NetworkError(f"no camps by {method}: {reason}", code="NET006")


def agreement_profiles(network: Network) -> NDArray[np.float64]:
    """What each row agrees and disagrees with: R x 2C of 0 and 1, agreement left and disagreement right.

    From a two-mode network of "combine" with a boolean qualifier, whose codes tell both apart (1 agrees, 2 disagrees,
    3 both); from any other by the sign of its weights, so that somebody whose statements cancel out has neither.

    Raises:
        NetworkError: it is a one-mode network.
    """
    if network.one_mode:
        raise NetworkError("profiles are of two-mode networks", code="NET002")
    weights = network.dense()
    if network.options.aggregation == "combine":
        if network.options.normalization != "no" or ((weights < 0) | (weights > 3) | (weights % 1 > 0)).any():
            raise NetworkError("profiles need “combine” of a yes-or-no qualifier, not normalised", code="NET002")
        codes = weights.astype(np.int64)
        return np.hstack([codes & 1, codes >> 1]).astype(np.float64)
    return np.hstack([weights > 0, weights < 0]).astype(np.float64)


def jaccard_similarity(profiles: NDArray[np.floating]) -> NDArray[np.float64]:
    """Shared ones divided by the ones of either, n x n, for profiles n x m of 0 and 1; 1 on the diagonal."""
    ones = np.asarray(profiles, dtype=np.float64)
    shared = ones @ ones.T
    size = ones.sum(axis=1)
    either = size[:, None] + size[None, :] - shared
    similar = np.where(either > 0, shared / np.where(either > 0, either, 1.0), 0.0)
    np.fill_diagonal(similar, 1.0)
    return np.asarray(similar)


def communities(
    network: Network, profiles: Network | None = None, options: CommunityOptions | None = None
) -> Communities:
    """Camps of the actors of a one-mode network by every method.

    With ``options.camps`` 0 each method that must be told takes the number from 2 to ``options.most`` with the highest
    modularity. With a number only methods that can be cut at it are tried; the others are among the failures.

    Args:
        network: one-mode, positive and negative ties; n actors.
        profiles: two-mode with the same actors as rows, for `PROFILE_METHODS`; without it these are failures.
        options: which methods, how many camps, seed.

    Raises:
        NetworkError: the network is not one-mode or not symmetric, or profiles have other rows.
    """
    options = options or CommunityOptions()
    if not network.one_mode:
        raise NetworkError("communities are of one-mode networks; give the two-mode one as profiles", code="NET002")
    if profiles is not None and profiles.rows != network.rows:
        raise NetworkError("the profiles are of other actors than the network", code="NET002")
    weights = network.dense()
    np.fill_diagonal(weights, 0.0)
    for side in (np.maximum(weights, 0.0), np.maximum(-weights, 0.0)):
        if len(side):
            checked(side, 1)
    views = _Views(network.rows, weights, None if profiles is None else agreement_profiles(profiles), options)
    divisions, failures = [], []
    for method in METHODS:
        if method not in options.methods:
            continue
        try:
            divisions.append(views.division(method))
        except NetworkError as error:
            failures.append(Failure(method, error.found))
        except (np.linalg.LinAlgError, ArithmeticError) as error:
            failures.append(Failure(method, f"its arithmetic failed: {error}"))
    return Communities(
        network.rows, tuple(divisions), tuple(failures), options.judge, network.start, network.middle, network.stop
    )


def communities_series(
    networks: Iterable[Network], profiles: Iterable[Network] | None = None, options: CommunityOptions | None = None
) -> tuple[Communities, ...]:
    """Camps in each window or slice.

    Args:
        networks: one-mode networks in order of time.
        profiles: two-mode networks of the same windows, as many.
        options: the same for all.

    Raises:
        NetworkError: as `communities`, or the two series differ in length.
    """
    if profiles is None:
        return tuple(communities(each, None, options) for each in networks)
    one, two = tuple(networks), tuple(profiles)
    if len(one) != len(two):
        raise NetworkError(f"{len(one)} networks and {len(two)} of profiles are not the same windows", code="NET002")
    return tuple(communities(each, own, options) for each, own in zip(one, two, strict=True))


class _Views:
    """The same actors by ties and by profiles, each in an order that names do not decide."""

    def __init__(
        self, names: tuple[str, ...], weights: Matrix, profiles: Matrix | None, options: CommunityOptions
    ) -> None:
        self.names, self.weights, self.options = names, weights, options
        self.positive, self.negative = np.maximum(weights, 0.0), np.maximum(-weights, 0.0)
        self.by_name = np.array(sorted(range(len(names)), key=lambda i: text_order(names[i])), dtype=np.int64)
        self.tied = self._ordered(self.positive, self.positive)
        self.signed = self._ordered(weights, self.positive, self.negative)
        self.profiles = profiles
        if profiles is not None:
            self.similar = jaccard_similarity(profiles)
            self.spoken = self._ordered(profiles, self.similar)

    def division(self, method: str) -> Division:
        """Camps by one method, the number of camps chosen if nobody gave it."""
        if not len(self.signed):
            raise NetworkError("no two actors are tied", code="NET006")
        if method in PROFILE_METHODS and self.profiles is None:
            raise NetworkError("it needs profiles: a two-mode network of the same actors", code="NET006")
        nodes = (
            self.spoken if method in PROFILE_METHODS else self.signed if method in (SIGNED, SPINGLASS) else self.tied
        )
        if len(nodes) < 2:
            raise NetworkError("there are no two actors whom it could compare", code="NET006")
        if method in FREE_NUMBER or (method == SIGNED and not self.options.camps):
            if self.options.camps:
                raise NetworkError("it finds its own number of camps; ask it without a number", code="NET006")
            return self._judged(method, nodes, self._free(method, nodes))
        if self.options.camps:
            return self._judged(method, nodes, self._cut(method, nodes, self.options.camps))
        found: list[Division] = []
        reasons: list[str] = []
        most = min(self.options.most, len(nodes))
        if method in PATHS:
            path = PATHS[method](self.positive[np.ix_(nodes, nodes)], 2, most)
            found = [self._judged(method, nodes, path[k]) for k in sorted(path)]
        for k in range(2, most + 1) if method not in PATHS else ():
            try:
                found.append(self._judged(method, nodes, self._cut(method, nodes, k)))
            except NetworkError as error:
                reasons.append(error.found)
        if not found:
            raise NetworkError(reasons[0], code="NET006")
        values = np.array([_judged(each, self.options.judge) for each in found])
        return found[int(np.argmax(values >= values.max() - CLOSE))]

    def _free(self, method: str, nodes: Labels) -> Labels:
        if method == SIGNED:
            return signed_camps(
                self.weights[np.ix_(nodes, nodes)], self.options.most, self.options.runs, self.options.seed
            )
        if method == SPINGLASS:
            return spin_glass(self.weights[np.ix_(nodes, nodes)], runs=self.options.runs, seed=self.options.seed)
        return FREE_METHODS[method](self.positive[np.ix_(nodes, nodes)], self.options.runs, self.options.seed)

    def _cut(self, method: str, nodes: Labels, k: int) -> Labels:
        if k > len(nodes):
            raise NetworkError(f"{len(nodes)} actors cannot be cut into {k} camps", code="NET006")
        if method == SIGNED:
            return signed_camps(self.weights[np.ix_(nodes, nodes)], k, self.options.runs, self.options.seed)
        if method == "concor of profiles":
            assert self.profiles is not None
            return concor_of_columns(self.profiles[nodes].T, k)
        matrix = self.similar if method in PROFILE_METHODS else self.positive
        return CUT_METHODS[method](matrix[np.ix_(nodes, nodes)], k, self.options.seed)

    def _judged(self, method: str, nodes: Labels, labels: Labels) -> Division:
        memberships = np.full(len(self.names), -1, dtype=np.int64)
        memberships[nodes] = labels
        seen = self.by_name[memberships[self.by_name] >= 0]
        memberships[seen] = canonical(memberships[seen])
        return Division(
            method,
            memberships,
            int(memberships.max()) + 1,
            modularity(self.positive, memberships),
            signed_modularity(self.positive, self.negative, memberships),
            codelength(self.positive, memberships),
        )

    def _ordered(self, seen_by: Matrix, *matrices: Matrix) -> Labels:
        """Rows that have anything in the first matrix, in the order that the others give."""
        nodes = np.unique(np.nonzero(seen_by)[0]).astype(np.int64)
        if not len(nodes):
            return nodes
        blocks = [each[np.ix_(nodes, nodes)] for each in matrices]
        return np.asarray(nodes[structural_order([self.names[i] for i in nodes.tolist()], *blocks)])


def _judged(division: Division, judge: Judge) -> float:
    return division.modularity if judge == "modularity" else division.signed_modularity
