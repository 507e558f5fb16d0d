"""Claims, what bears on them, and positions."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol, get_args

from dissensus.model.annotations import Act, Mode
from dissensus.model.documents import PartialDate
from dissensus.model.spans import Spans

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Side = Literal["supports", "opposes"]
Stance = Literal["supports", "opposes", "ambivalent"]
STANCES: tuple[Stance, ...] = get_args(Stance)
OWN_VOICE = "own voice"
"""The holder of what an outlet asserts itself, in files and on screen."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One contestable proposition of a codebook.

    Attributes:
        id: short and unique in its codebook ("P01").
        text: the claim as a neutral full sentence.
        definition: what counts and what does not, in words; may be empty.
        supporting: wordings that count as support ("Troops out!").
        opposing: wordings that count as opposition.
        topic: a heading to sort by; may be empty.
        valid_from: documents published before it are not coded for this claim; None for all.
    """

    id: str
    text: str
    definition: str = ""
    supporting: tuple[str, ...] = ()
    opposing: tuple[str, ...] = ()
    topic: str = ""
    valid_from: PartialDate | None = None

    def plain(self) -> dict[str, Any]:
        """Plain values, ready for JSON and TOML; what is empty is left out."""
        values = {
            "id": self.id,
            "claim": self.text,
            "definition": self.definition,
            "supporting": list(self.supporting),
            "opposing": list(self.opposing),
            "topic": self.topic,
            "valid_from": self.valid_from.value if self.valid_from else "",
        }
        return {name: value for name, value in values.items() if value}


@dataclass(frozen=True, slots=True)
class Codebook:
    """The claims that a corpus is coded for, in the order they are shown in.

    Attributes:
        claims: with ids that differ.
        title: may be empty.
    """

    claims: tuple[Claim, ...]
    title: str = ""

    @property
    def digest(self) -> str:
        """Digest of its claims; 16 hexadecimal digits. The title changes nothing that is coded."""
        plain = [claim.plain() for claim in self.claims]
        return hashlib.sha256(json.dumps(plain, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Utterance:
    """Words of a document that may bear on a claim, with whose they are.

    Attributes:
        document_id: the document.
        statement: index of the statement in the document's annotation, or None for a sentence of the outlet that is no
            statement by itself ("The illegal regime sent troops.").
        holder: id of the actor who says it, or None in the outlet's own voice and where the speaker is not known.
        own_voice: the outlet says it itself.
        act: what the speaker does with the words.
        mode: how they are reported.
        spans: where the words stand; what is evidence for a position.
        words: the exact words of the spans, joined by " … " where they are apart.
        read: what the pair model reads: the words, with the cue before them where it matters ("denied that ...").
        confidence: of the statement, 0 to 1.
    """

    document_id: str
    statement: int | None
    holder: str | None
    own_voice: bool
    act: Act
    mode: Mode
    spans: Spans
    words: str
    read: str
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Bearing:
    """That an utterance bears on a claim, and on which side.

    Attributes:
        utterance: the words and whose they are.
        claim_id: the claim.
        side: supports or opposes.
        confidence: calibrated probability that they bear on it on this side, 0 to 1.
        rules: what else decided, in words ("the outlet sets these words in distancing quotes"); sorted.
    """

    utterance: Utterance
    claim_id: str
    side: Side
    confidence: float
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Position:
    """Where one holder stands on one claim, by one document.

    Attributes:
        document_id: the document.
        holder: id of the actor, or None in the outlet's own voice.
        own_voice: the outlet's own position; otherwise it is the actor's *as ascribed by* the document's outlet.
        claim_id: the claim.
        stance: supports, opposes, or ambivalent where the document shows both.
        confidence: 0 to 1.
        bearings: the evidence, in text order; never empty.
    """

    document_id: str
    holder: str | None
    own_voice: bool
    claim_id: str
    stance: Stance
    confidence: float
    bearings: tuple[Bearing, ...]


class PairScorer(Protocol):
    """The seam for judging pairs of a claim and a text.

    Attributes:
        name: versioned name, such as "claims-pairs.v1"; recorded with every run.
        digest: digest of all that it is.
    """

    @property
    def name(self) -> str: ...
    @property
    def digest(self) -> str: ...

    def __call__(self, pairs: Sequence[tuple[str, str]], /) -> NDArray[np.float32]:
        """Calibrated probabilities of supports, opposes and neither, N x 3, of (claim, text)."""
        ...


class TextEmbedder(Protocol):
    """The seam for texts as vectors.

    Attributes:
        name: versioned name; recorded with every run.
        digest: digest of all that it is.
    """

    @property
    def name(self) -> str: ...
    @property
    def digest(self) -> str: ...

    def __call__(self, texts: Sequence[str], /) -> NDArray[np.float32]:
        """Vectors of length 1, N x D; the dot product of two is their likeness, -1 to 1."""
        ...
