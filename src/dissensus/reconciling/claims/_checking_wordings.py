"""Whether the wordings of a codebook say on which side they count without contradiction."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dissensus.model.claims import Claim, PairScorer, Side
from dissensus.reconciling.claims._checking_issue import ClaimIssue, shortened

OTHER_SIDE = 0.8
"""Least probability, by the pair model, of the other side at which a wording is told."""

_SIGNS = re.compile(r"[^\w]+")


def wording_issues(claims: Sequence[Claim], scorer: PairScorer | None = None) -> Iterator[ClaimIssue]:
    """Wordings that stand on both sides, under several claims, or that the pair model reads on the other side.

    Args:
        claims: of one codebook.
        scorer: how a wording bears on its claim.
    """
    listed: dict[str, list[tuple[int, Side, str]]] = {}
    for number, claim in enumerate(claims):
        for side, wording in _of(claim):
            listed.setdefault(_plain(wording), []).append((number, side, wording))
        own = _plain(claim.text)
        for wording in claim.opposing:
            if _plain(wording) == own:
                yield ClaimIssue(
                    (claim.id,),
                    "wording-on-both-sides",
                    "error",
                    f"the claim itself stands under opposing: {shortened(wording)}",
                    "Take it out; the claim's own words count as support",
                )
    for places in listed.values():
        yield from _doubled(claims, places)
    if scorer is not None:
        yield from _misread(claims, scorer)


def _of(claim: Claim) -> Iterator[tuple[Side, str]]:
    for wording in claim.supporting:
        yield "supports", wording
    for wording in claim.opposing:
        yield "opposes", wording


def _plain(text: str) -> str:
    return _SIGNS.sub(" ", text.casefold()).strip() or text


def _doubled(claims: Sequence[Claim], places: Sequence[tuple[int, Side, str]]) -> Iterator[ClaimIssue]:
    sides: dict[int, set[Side]] = {}
    for number, side, _ in places:
        sides.setdefault(number, set()).add(side)
    wording = shortened(places[0][2])
    for number, found in sides.items():
        if len(found) > 1:
            yield ClaimIssue(
                (claims[number].id,),
                "wording-on-both-sides",
                "error",
                f"{wording} stands under supporting and under opposing",
                "Decide which side it is on, or take it out if that depends on who says it",
            )
    if len(sides) > 1:
        numbers = list(sides)
        ids = tuple(claims[number].id for number in numbers)
        yield ClaimIssue(
            ids[:20],
            "wording-repeated",
            "hint",
            f"{wording} stands under {len(ids)} claims: {', '.join(ids[:20])}",
            "Leave it where it is meant so; a statement may bear on several claims",
        )


def _misread(claims: Sequence[Claim], scorer: PairScorer) -> Iterator[ClaimIssue]:
    asked = [(claim, side, wording) for claim in claims for side, wording in _of(claim)]
    if not asked:
        return
    answers = scorer([(claim.text, wording) for claim, _, wording in asked])
    for (claim, side, wording), answer in zip(asked, answers, strict=True):
        probability = float(answer[1 if side == "supports" else 0])
        if probability >= OTHER_SIDE:
            stated, read = ("supporting", "opposing") if side == "supports" else ("opposing", "supporting")
            yield ClaimIssue(
                (claim.id,),
                "wording-misread",
                "warning",
                f"{shortened(wording)} stands under {stated}; the pair model reads it as {read} ({probability:.2f})",
                "See whether it is on the right side; if so, leave it, and check what the machine codes for this claim",
            )
