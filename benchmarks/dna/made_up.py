"""Debates that are made up, so that what is to be expected of them is known."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import cast

import numpy as np
from numpy.typing import NDArray

from dissensus.model.coded_statements import CodedStatements, Column

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]
Table = dict[str, Codes]


@dataclass(frozen=True, slots=True, eq=False)
class Debate:
    """Documents with a few statements, each document by two actors of two or more camps.

    Attributes:
        name: of the debate.
        actors: share of each actor in all statements.
        claims: share of each claim.
        camp: camp of each actor.
        sides: camps x claims, the side that a camp takes.
        loyal: share of statements in line with the camp.
        dwelling: share of statements that are on the document's own claim; the other claims are drawn alone.
        coherent: share of statements whose side is the one that this actor takes in this document throughout.
        own_claims: actors x claims, how much more than others each speaks on each; None for alike.
        own_sides: actors x claims, the chance that each supports each, in place of camps; None for camps.
    """

    name: str
    actors: Floats
    claims: Floats
    camp: Codes
    sides: Codes
    loyal: float
    dwelling: float = 0.0
    coherent: float = 0.0
    own_claims: Floats | None = None
    own_sides: Floats | None = None

    @property
    def cells(self) -> Floats:
        """Actors x claims, the share of each cell in all statements."""
        claims = np.tile(self.claims, (len(self.actors), 1))
        if self.own_claims is not None:
            claims = claims * self.own_claims
            claims /= claims.sum(axis=1, keepdims=True)
        return self.actors[:, None] * claims

    @property
    def actor_names(self) -> tuple[str, ...]:
        return tuple(f"Actor {k:02d}" for k in range(len(self.actors)))

    @property
    def claim_names(self) -> tuple[str, ...]:
        return tuple(f"Claim {k:02d}" for k in range(len(self.claims)))

    def drawn(self, rng: np.random.Generator, documents: int) -> Table:
        """Actor, claim, side and document of each statement; one to about seven statements a document."""
        size = 1 + rng.poisson(2.0, documents)
        document = np.repeat(np.arange(documents), size)
        count = len(document)
        first, second = (rng.choice(len(self.actors), documents, p=self.actors) for _ in range(2))
        actor = np.where(rng.random(count) < 0.5, first[document], second[document])
        claim = rng.choice(len(self.claims), count, p=self.claims)
        if self.own_claims is not None:
            claim = (rng.random(count)[:, None] > np.cumsum(self.cells / self.actors[:, None], axis=1)[actor]).sum(
                axis=1
            )
            claim = np.minimum(claim, len(self.claims) - 1)
        if self.dwelling:
            own = rng.choice(len(self.claims), documents, p=self.claims)
            claim = np.where(rng.random(count) < self.dwelling, own[document], claim)
        chance = rng.random(count)
        if self.coherent:
            same = rng.random((documents, len(self.actors)))[document, actor]
            chance = np.where(rng.random(count) < self.coherent, same, chance)
        side = self.sides[self.camp[actor], claim]
        side = np.where(chance < self.loyal, side, 1 - side).astype(np.int64)
        if self.own_sides is not None:
            side = (chance < self.own_sides[actor, claim]).astype(np.int64)
        return {"actor": actor, "claim": claim, "side": side, "document": document}

    def coded(self, table: Table, coder: str = "machine", confidence: Floats | None = None) -> CodedStatements:
        """The same as coded statements; documents are a day apart."""
        count = len(table["actor"])
        zeros = np.zeros(count, dtype=np.int32)
        return CodedStatements(
            "statement",
            np.arange(1, count + 1),
            table["document"] * 86_400,
            table["document"],
            np.arange(count, dtype=np.int64),
            np.arange(count, dtype=np.int64) + 1,
            {
                "organization": Column("organization", "short text", table["actor"].astype(np.int32), self.actor_names),
                "concept": Column("concept", "short text", table["claim"].astype(np.int32), self.claim_names),
                "agreement": Column("agreement", "boolean", table["side"].astype(np.int32), (0, 1)),
            },
            {},
            Column("coder", "short text", zeros, (coder,)),
            np.ones(count) if confidence is None else confidence,
            Column("status", "short text", zeros, ("proposed",)),
        )


def falling(size: int) -> Floats:
    """Shares of which the first is 2 / 0.3 times the last."""
    shares = np.linspace(2.0, 0.3, size)
    return cast("Floats", shares / shares.sum())


def _zipf(size: int, power: float) -> Floats:
    shares = np.arange(1.0, size + 1.0) ** -power
    return cast("Floats", shares / shares.sum())


def two_camps(loyal: float = 0.85) -> Debate:
    """Twelve actors, eight claims, two camps that differ on every claim."""
    sides = np.stack([np.arange(8) % 2 == 0, np.arange(8) % 2 == 1]).astype(np.int64)
    return Debate("two camps", falling(12), falling(8), np.arange(12) % 2, sides, loyal)


def three_camps() -> Debate:
    """Fourteen actors, ten claims: few actors and claims have most statements, three camps differ on some claims only,
    are less loyal, and documents dwell on one claim, on which an actor mostly keeps to one side."""
    sides = np.array([[1, 1, 0, 0, 1, 1, 0, 1, 0, 1], [0, 1, 1, 0, 0, 1, 1, 0, 0, 1], [0, 0, 0, 1, 1, 0, 1, 1, 1, 1]])
    camp = np.array([0, 1, 2, 1, 0, 0, 2, 1, 0, 2, 1, 0, 2, 0])
    return Debate("three camps", _zipf(14, 0.9), _zipf(10, 0.6), camp, sides, 0.75, dwelling=0.6, coherent=0.7)


def own_minds() -> Debate:
    """The debate of two camps, but each actor has claims and sides of its own: how much it speaks on a claim is a gamma
    variable of shape 1, and how much it supports it a beta variable of 3 statements around its camp's 85 %."""
    rng, usual = np.random.default_rng(20310506), two_camps()
    lean = np.where(usual.sides[usual.camp] == 1, usual.loyal, 1.0 - usual.loyal)
    return replace(
        usual,
        name="own minds",
        own_claims=rng.gamma(1.0, size=lean.shape),
        own_sides=rng.beta(3 * lean, 3 * (1 - lean)),
    )


def misread(
    rng: np.random.Generator, debate: Debate, table: Table, *, evenly: bool, sure: bool
) -> tuple[Table, NDArray[np.int64], Floats]:
    """What a machine makes of it: 30 % missed of support and 45 % of opposition, 6 and 10 % on the wrong side, and 12 %
    of all that it says is not there. Returns its codings, counts as in a file of reliability, and confidences."""
    side, count = table["side"], len(table["side"])
    found = rng.random(count) >= np.where(side == 1, 0.30, 0.45)
    wrong = rng.random(count) < np.where(side == 1, 0.06, 0.10)
    said = np.where(wrong, 1 - side, side)
    extra = rng.poisson(0.12 / 0.88 * found.sum())
    actor, claim = (
        rng.integers(0, len(share), extra) if evenly else rng.choice(len(share), extra, p=share)
        for share in (debate.actors, debate.claims)
    )
    invented = rng.choice(2, extra)
    document = rng.choice(table["document"], extra)
    counts = np.zeros((3, 3), dtype=np.int64)
    np.add.at(counts, (side[found], said[found]), 1)
    np.add.at(counts, (np.full(extra, 2), invented), 1)
    np.add.at(counts, (side[~found], np.full(int((~found).sum()), 2)), 1)
    result = {
        "actor": np.concatenate([table["actor"][found], actor]),
        "claim": np.concatenate([table["claim"][found], claim]),
        "side": np.concatenate([said[found], invented]),
        "document": np.concatenate([table["document"][found], document]),
    }
    right = np.concatenate([~wrong[found], np.zeros(extra, dtype=bool)])
    # Right codings tend to be surer; the measure itself is too sure of itself.
    confidence = (
        np.where(right, rng.beta(9, 1.5, len(right)), rng.beta(5, 2.5, len(right)))
        if sure
        else np.full(len(right), 0.9)
    )
    order = np.argsort(result["document"], kind="stable")
    return {name: values[order] for name, values in result.items()}, counts, confidence[order]
