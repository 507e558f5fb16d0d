"""Slogans and short demands, ``slogans.toml``: the pair model alone, and the whole coding of positions.

Topics and constructions are divided by the digest of their names. What is of a development topic and in a development
construction may be looked at; everything else is held: a new topic, a new construction, or both.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dissensus.model.claims import PairScorer, TextEmbedder

DATA = Path(__file__).parent / "slogans.toml"
DEVELOPMENT = 7
"""Of ten names so many are for development."""
SIDES = {"+": 1, "-": -1, "0": 0}
SIGN = {"supports": 1, "opposes": -1}
HALVES = ("development", "held")


@dataclass(frozen=True)
class Case:
    """A slogan and a claim of its topic.

    Attributes:
        topic: the topic.
        construction: as in the file.
        claim: the claim.
        number: of the claim among those of its topic.
        text: the slogan.
        gold: 1 supports, -1 opposes, 0 neither.
    """

    topic: str
    construction: str
    claim: str
    number: int
    text: str
    gold: int

    @property
    def half(self) -> str:
        """Whether it may be looked at."""
        return HALVES[not (is_development(self.topic) and is_development(self.construction))]


def is_development(name: str) -> bool:
    """Whether a topic or a construction is for development."""
    return hashlib.sha256(name.encode()).digest()[0] % 10 < DEVELOPMENT


def topics() -> list[dict[str, Any]]:
    """The topics of the file."""
    found: list[dict[str, Any]] = tomllib.loads(DATA.read_text(encoding="utf-8"))["topic"]
    return found


def taken(half: str) -> float:
    """Share of the plain sentences that are taken for slogans."""
    from dissensus.reconciling.claims._slogans import slogans_in

    some: list[str] = tomllib.loads(DATA.read_text(encoding="utf-8"))["plain"][half]
    return sum(bool(slogans_in(text)) for text in some) / len(some)


def cases() -> Iterator[Case]:
    """All slogans with all claims of their topics."""
    for topic in topics():
        claims = [(text, 1) for text in topic["wanted"]] + [(text, -1) for text in topic["unwanted"]]
        for construction, sign, text in topic["slogans"]:
            for number, (claim, way) in enumerate(claims):
                yield Case(topic["id"], construction, claim, number, text, SIDES[sign] * way)


def told_by_pairs(asked: Sequence[Case], scorer: PairScorer) -> list[int]:
    """What the pair model alone says."""
    scores = scorer([(case.claim, case.text) for case in asked])
    return [(1, -1, 0)[int(row.argmax())] for row in scores]


def told_by_coding(
    asked: Sequence[Case], embedder: TextEmbedder, scorer: PairScorer, statement: int | None = 0
) -> tuple[list[int], int]:
    """What the coder says, each with the claims of all topics before it; and bearings on claims of other topics."""
    from dissensus.model.claims import Claim, Codebook, Utterance
    from dissensus.model.spans import Span
    from dissensus.reconciling.claims.coding import ClaimCoder

    told = [0] * len(asked)
    astray = 0
    listed = [(topic["id"], [*topic["wanted"], *topic["unwanted"]]) for topic in topics()]
    for number in range(max(len(claims) for _, claims in listed)):
        book = Codebook(tuple(Claim(name, claims[number % len(claims)]) for name, claims in listed))
        here = [k for k, case in enumerate(asked) if case.number == number]
        read = [
            Utterance(str(k), statement, None, True, "says", "own_voice", (Span(0, len(text)),), text, text)
            for k in here
            for text in (asked[k].text,)
        ]
        for bearing in ClaimCoder(book, embedder, scorer).bearings(read):
            k = int(bearing.utterance.document_id)
            if bearing.claim_id == asked[k].topic:
                told[k] = SIGN[bearing.side]
            else:
                astray += 1
    return told, astray


def summary(asked: Sequence[Case], told: Sequence[int]) -> dict[str, float]:
    """Shares: of those with a side the right, the wrong and the missed; of the others those left alone."""
    sided = [(case.gold, sign) for case, sign in zip(asked, told, strict=True) if case.gold]
    others = [sign for case, sign in zip(asked, told, strict=True) if not case.gold]
    return {
        "right": sum(gold == sign for gold, sign in sided) / len(sided),
        "wrong": sum(gold == -sign for gold, sign in sided) / len(sided),
        "missed": sum(sign == 0 for _, sign in sided) / len(sided),
        "left_alone": sum(sign == 0 for sign in others) / len(others),
    }


def run(halves: Sequence[str] = HALVES) -> dict[str, float]:
    """Print the table, return the measures that floors are of."""
    from dissensus.reconciling.claims.embedding import load_embedder
    from dissensus.reconciling.claims.pairs import load_pair_scorer

    embedder, scorer = load_embedder(), load_pair_scorer()
    measured: dict[str, float] = {}
    print(f"{'slogans':30} {'right':>6} {'wrong':>6} {'missed':>6} {'left alone':>11} {'astray':>7} {'pairs':>6}")
    for half in halves:
        asked = [case for case in cases() if case.half == half]
        rows: list[tuple[str, list[int], int | None]] = [("pair model alone", told_by_pairs(asked, scorer), None)]
        rows.append(("coded as statements", *told_by_coding(asked, embedder, scorer)))
        rows.append(("coded as sentences", *told_by_coding(asked, embedder, scorer, None)))
        for name, told, astray in rows:
            found = summary(asked, told)
            shown = " ".join(f"{100 * found[each]:6.1f}" for each in ("right", "wrong", "missed"))
            lost = "" if astray is None else str(astray)
            print(f"{half + ', ' + name:30.30} {shown} {100 * found['left_alone']:11.1f} {lost:>7} {len(asked):6}")
        found = summary(asked, rows[1][1])
        measured[f"{half}_right"] = found["right"]
        measured[f"{half}_left_alone"] = found["left_alone"]
        measured[f"{half}_not_wrong"] = 1 - found["wrong"]
        measured[f"{half}_plain_left"] = 1 - taken(half)
    return measured
