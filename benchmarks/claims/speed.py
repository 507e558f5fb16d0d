"""What coding costs: statements by claims with the shortlist, and the ratio to reading every pair."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator

LIMIT = 600.0
"""Seconds that 100,000 statements by 50 claims may take."""
THINGS = (
    "the dam at Orrin", "night trains to Pelm", "the museum of Tolm", "the customs gate", "rents in the old town",
    "the airport of Vard", "the school in Hask", "the wind park", "the tram to Melk", "the hospital of Sund",
    "the council of Brae", "the harbour tax", "the police of Tolm", "fishing in the bay", "the mine at Karst",
    "the bridge over the Ilm", "the festival", "the library", "the market hall", "the prison of Dorn",
    "the water board", "the stadium", "the forest of Elk", "the radio station", "the power plant",
)  # fmt: skip
VERBS = ("should be closed", "should stay open")
SAYINGS = (
    "{thing} {verb}", "we will never accept that {thing} {verb}", "nobody who lives here doubts that {thing} {verb}",
    "a report on {thing} will be read in the committee on {day}", "the price of bread rose by {number} per cent",
    "the meeting on {day} began an hour late and ended without a vote on {thing}",
    "{number} people came to {thing} on {day} although it rained all morning",
    "the mayor thanked the {number} helpers who had come from all parts of the country",
    "our children will ask us on some {day} why we did not act when there was still time",
    "the minister met the heads of {number} companies on {day} and spoke about wages",
    "the team lost its {number}th match in a row in front of few people",
)  # fmt: skip
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def claims() -> Iterator[tuple[str, str]]:
    """Ids and texts of 50 claims."""
    for number, thing in enumerate(THINGS):
        for other, verb in enumerate(VERBS):
            yield f"C{2 * number + other:02}", f"{thing[0].upper()}{thing[1:]} {verb}."


def sayings(count: int, seed: int = 0) -> Iterator[str]:
    """Contents of statements, about one in four on one of the claims, no two alike."""
    draw = random.Random(seed)
    for number in range(count):
        text = draw.choice(SAYINGS).format(
            thing=draw.choice(THINGS), verb=draw.choice(VERBS), day=draw.choice(DAYS), number=number
        )
        yield text if str(number) in text else f"{text}, said speaker {number}"


def run(statements: int = 2_000, every: int = 400) -> dict[str, float]:
    """Print seconds and ratios, return the measures that floors are of.

    Args:
        statements: how many are coded for the rate; 100,000 for the whole measurement.
        every: how many are read with every claim for the ratio.
    """
    from dissensus.model.claims import Claim, Codebook, Utterance
    from dissensus.model.spans import Span
    from dissensus.reconciling.claims.coding import ClaimCoder
    from dissensus.reconciling.claims.embedding import load_embedder
    from dissensus.reconciling.claims.pairs import load_pair_scorer

    codebook = Codebook(tuple(Claim(*each) for each in claims()))
    scorer = load_pair_scorer(jobs=2)
    coder = ClaimCoder(codebook, load_embedder(jobs=2), scorer)

    def timed(count: int, seed: int) -> tuple[float, int]:
        began, found = time.perf_counter(), 0
        batch: list[Utterance] = []
        for number, words in enumerate(sayings(count, seed)):
            spans = (Span(0, len(words)),)
            batch.append(Utterance("d", number, "a", False, "says", "indirect", spans, words, words))
            if len(batch) == 1_000 or number == count - 1:
                found += len(coder.bearings(batch))
                batch = []
        return time.perf_counter() - began, found

    timed(50, 9)
    half, _ = timed(statements // 2, 1)
    seconds, bearings = timed(statements, 2)
    whole = seconds * 100_000 / statements
    words = list(sayings(every, 3))
    began = time.perf_counter()
    scorer([(claim.text, text) for text in words for claim in codebook.claims])
    all_pairs = (time.perf_counter() - began) * 100_000 / every
    print(f"{statements} statements x {len(codebook.claims)} claims: {seconds:.1f} s, {bearings} bearings")
    print(f"100,000 statements at this rate: {whole:.0f} s (limit {LIMIT:.0f} s)")
    print(f"every pair at this rate: {all_pairs:.0f} s, {all_pairs / whole:.1f} times as long")
    print(f"twice as many statements: {seconds / half:.2f} times as long")
    return {
        "limit_to_seconds": LIMIT / whole,
        "all_pairs_to_shortlist": all_pairs / whole,
        "double_to_growth": 2 * half / seconds,
    }
