"""What discovery takes and gives: candidates for wordings, options, and the claims proposed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from dissensus.model.claims import Side, Utterance
from dissensus.model.errors import DiscoveryError

Origin = Literal["verbatim", "composed"]


@dataclass(frozen=True, slots=True)
class Reading:
    """What is known about a document besides its parse; all may be left out.

    Attributes:
        names: position where a pronoun starts, in code points, to the name of whom it refers to.
        loaded: words that praise or blame, in lower case, singular; none of them stands in a neutral wording but as
            what a claim says of somebody.
    """

    names: Mapping[int, str] = field(default_factory=dict)
    loaded: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may word a claim.

    Attributes:
        text: a full sentence.
        utterance: whose words it is made of.
        origin: "verbatim" where the sentence stands so in the words, but for its first letter and full stop.
        changes: what was done to the words, in words; empty for a verbatim one.
        loaded: loaded words that are left in it.
    """

    text: str
    utterance: Utterance
    origin: Origin
    changes: tuple[str, ...] = ()
    loaded: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Member:
    """An utterance that bears on a proposed claim.

    Attributes:
        utterance: the words and whose they are.
        side: which side of the claim it is on.
        confidence: probability that it bears on the claim on this side, 0 to 1.
    """

    utterance: Utterance
    side: Side
    confidence: float


@dataclass(frozen=True, slots=True)
class DiscoveredClaim:
    """A claim proposed from what is said.

    Attributes:
        wording: the claim as a full sentence, and which words it comes from.
        others: further wordings of the same claim or of its contrary, the best first.
        members: the utterances that bear on it, the surest first.
        supporters: who supports it: ids of actors, and ``OUTLET (own voice)``; sorted.
        opposers: who opposes it; sorted.
        outlets: outlets with a member, sorted.
        contested: the weaker side's number of holders, each counted as much as its words are sure; 0 when all agree.
        score: what the claims are ranked by, see `ranking.score_of`.
    """

    wording: Candidate
    others: tuple[Candidate, ...]
    members: tuple[Member, ...]
    supporters: tuple[str, ...]
    opposers: tuple[str, ...]
    outlets: tuple[str, ...]
    contested: float
    score: float


@dataclass(frozen=True, kw_only=True, slots=True)
class DiscoveryOptions:
    """How claims are discovered.

    Attributes:
        most: most claims that are proposed.
        min_outlets: only claims with members in at least so many outlets.
        neighbours: utterances that each candidate is compared with by the pair model, the most alike.
        likeness: dot product of the vectors below which two texts are not compared at all, -1 to 1.
        confidence: probability of bearing on a wording, and on that side, from which an utterance is a member.
        pairs: most pairs that the pair model reads; bounds the time. Candidates with the densest surroundings go first.

    Raises:
        DiscoveryError: REC030, a value is outside its bounds.
    """

    most: int = 40
    min_outlets: int = 1
    neighbours: int = 40
    likeness: float = 0.3
    confidence: float = 0.3
    pairs: int = 60_000

    def __post_init__(self) -> None:
        for name in ("most", "min_outlets", "neighbours", "pairs"):
            if getattr(self, name) < 1:
                raise DiscoveryError(f"the option {name} is {getattr(self, name)}; it must be at least 1")
        for name, low in (("likeness", -1.0), ("confidence", 0.0)):
            if not low <= getattr(self, name) <= 1:
                raise DiscoveryError(f"the option {name} is {getattr(self, name)}; it must be from {low:g} to 1")
