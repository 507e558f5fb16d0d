"""Who agrees with what, as a table of answers: what ideological scaling is made of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from dissensus.model.coded_statements import CodedStatements
from dissensus.model.errors import NetworkError
from dissensus.networks.building import settled
from dissensus.networks.counting import frame
from dissensus.networks.filtering import select
from dissensus.networks.options import NetworkOptions

ScalingKind = Literal["binary", "ordinal"]
Unmentioned = Literal["missing", "answer"]
CATEGORIES: dict[ScalingKind, tuple[str, ...]] = {
    "binary": ("opposes", "supports"),
    "ordinal": ("opposes", "mixed", "supports"),
}
MISSING = -1


@dataclass(frozen=True, slots=True, eq=False)
class ScalingData:
    """Answers of n actors to m claims.

    Attributes:
        actors: n names, in the network's order.
        claims: m names, in the network's order.
        categories: what the numbers mean: ("opposes", "supports") or ("opposes", "mixed", "supports").
        values: n x m positions in ``categories``; -1 where there is no answer.
        dropped_actors, dropped_claims: what had too few answers, or the same from everybody.
        warnings: what was replaced and why, a sentence each.
    """

    actors: tuple[str, ...]
    claims: tuple[str, ...]
    categories: tuple[str, ...]
    values: NDArray[np.int8]
    dropped_actors: tuple[str, ...] = ()
    dropped_claims: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def scaling_data(
    coded: CodedStatements,
    options: NetworkOptions,
    *,
    kind: ScalingKind = "binary",
    threshold: float = 0.0,
    unmentioned: Unmentioned = "missing",
    drop_constant: bool = True,
    least_claims: int = 2,
    least_actors: int = 2,
) -> ScalingData:
    """Answers from the two-mode network of all statements that pass the filters.

    A cell with supporting statements only is "supports", with opposing ones only "opposes"; with both it has no answer
    (binary) or is "mixed" (ordinal). With a threshold t, a share of supporting statements up to t counts as none and
    from 1 - t as all; a share of exactly one half is always both.

    Args:
        coded: the statements; the qualifier may be any boolean variable.
        options: filters, duplicates, variables; mode, aggregation and normalization are not looked at.
        kind: "binary" or "ordinal".
        threshold: t, from 0 to 0.5.
        unmentioned: what an actor that never names a claim gives: "missing", or an "answer": "opposes" (binary) or
            "mixed" (ordinal), where silence is held to tell something.
        drop_constant: drop claims to which all give the same answer; they tell nobody apart.
        least_claims: drop actors with answers to fewer claims.
        least_actors: drop claims with answers of fewer actors. Dropping goes on until nothing more is to drop.

    Raises:
        NetworkError: the qualifier is no boolean, or an option has no such value (NET002); unknown variables (NET001);
            fewer than two actors or claims are left (NET004).
    """
    if kind not in CATEGORIES:
        raise NetworkError(f"{kind!r} is no kind of scaling; there are {', '.join(CATEGORIES)}", code="NET002")
    if unmentioned not in ("missing", "answer"):
        raise NetworkError(
            f"claims that are not named are “missing” or an “answer”, not {unmentioned!r}", code="NET002"
        )
    if not 0.0 <= threshold <= 0.5:
        raise NetworkError(f"the threshold lies between 0 and 0.5, not at {threshold}", code="NET002")
    options, warnings = settled(coded, options_of_answers(options))
    selection = select(coded, options)
    counts = frame(coded, selection.loaded, selection.kept, options).counts(selection.kept)
    if not len(selection.kept):
        raise NetworkError("there are no statements to scale", code="NET004", remedy="Leave out fewer statements")
    if counts.kind != "boolean":
        told = "there is no qualifier" if options.qualifier is None else f"{options.qualifier!r} is {counts.kind}"
        raise NetworkError(f"scaling needs a boolean qualifier, such as agreement; {told}", code="NET002")
    sides = np.zeros((2, len(counts.rows), len(counts.columns)))
    np.add.at(sides, (counts.k, counts.i, counts.j), counts.n)
    values = _answers(sides[0], sides[1], kind, threshold, fill=unmentioned == "answer")
    actors, claims = _lasting(values, drop_constant, least_claims, least_actors)
    if actors.sum() < 2 or claims.sum() < 2:
        raise NetworkError(
            f"{int(actors.sum())} actors and {int(claims.sum())} claims have enough answers, and scaling needs two of"
            f" each; of {len(actors)} actors and {len(claims)} claims the others were dropped"
            + (_unanimous(values, least_actors) if drop_constant else ""),
            code="NET004",
        )
    return ScalingData(
        _chosen(counts.rows, actors),
        _chosen(counts.columns, claims),
        CATEGORIES[kind],
        values[np.ix_(actors, claims)],
        _chosen(counts.rows, ~actors),
        _chosen(counts.columns, ~claims),
        warnings,
    )


def options_of_answers(options: NetworkOptions) -> NetworkOptions:
    """The same filters and variables for the two-mode network that answers are read from."""
    return replace(options, mode="two-mode", aggregation="combine", normalization="no", kernel="no")


def _answers(
    against: NDArray[np.float64], support: NDArray[np.float64], kind: ScalingKind, threshold: float, *, fill: bool
) -> NDArray[np.int8]:
    total = against + support
    share = np.divide(support, total, out=np.full(total.shape, 0.5), where=total > 0)
    highest = len(CATEGORIES[kind]) - 1
    values = np.full(total.shape, MISSING if kind == "binary" else 1, dtype=np.int8)
    values[(share <= threshold) & (share < 0.5)] = 0
    values[(share >= 1.0 - threshold) & (share > 0.5)] = highest
    values[total == 0] = (0 if kind == "binary" else 1) if fill else MISSING
    return values


def _lasting(
    values: NDArray[np.int8], drop_constant: bool, least_claims: int, least_actors: int
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which actors and which claims stay, when dropping one may leave too little of another."""
    actors, claims = np.ones(values.shape[0], dtype=bool), np.ones(values.shape[1], dtype=bool)
    while True:
        there = (values >= 0) & actors[:, None] & claims[None, :]
        staying = claims & (there.sum(axis=0) >= least_actors)
        if drop_constant:
            lowest = np.where(there, values, 127).min(axis=0, initial=127)
            highest = np.where(there, values, MISSING).max(axis=0, initial=MISSING)
            staying &= lowest < highest
        kept = actors & ((there & staying[None, :]).sum(axis=1) >= least_claims)
        if (staying == claims).all() and (kept == actors).all():
            return actors, claims
        actors, claims = kept, staying


def _unanimous(values: NDArray[np.int8], least_actors: int) -> str:
    """What to say of claims with enough answers that are all the same."""
    there = values >= 0
    lowest = np.where(there, values, 127).min(axis=0, initial=127)
    same = (there.sum(axis=0) >= least_actors) & (values.max(axis=0, initial=MISSING) == lowest)
    if not same.any():
        return ""
    return f"; on {int(same.sum())} claims all agree, and unanimous claims tell nothing about positions"


def _chosen(names: tuple[str, ...], which: NDArray[np.bool_]) -> tuple[str, ...]:
    return tuple(name for name, here in zip(names, which.tolist(), strict=True) if here)
