"""Whether a text speaks of what a claim is about, by the words that set the claim apart.

A pair model that was trained on arguments about a known topic takes a side too easily where the topic is another one.
So a text must first hold the words that carry the claim, or words that mean about the same. Each word of a claim weighs
the more the rarer it is in English and in the codebook; a text covers a word as far as its nearest word is like it
(soft word matching as in BERTScore, Zhang et al., ICLR 2020, here between words without context).
"""

from __future__ import annotations

import functools
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence, Sized
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from dissensus.model.claims import Codebook, TextEmbedder
from dissensus.model.states import folded, state_facts
from dissensus.models.pieces import Pieces, pieces_of_file
from dissensus.reconciling.claims.weights import models_folder

Kind = Literal["holds", "wants"]
"""Whether a claim says that something is so ("was a coup"), or what should be or is right."""

LEAST_LIKE = 0.6
"""Cosine from which two words are taken for about the same; set on the example articles."""
CARRYING = 4
"""So many of a claim's weightiest words make a full cover."""
STEM = 5
"""Letters in common at the beginning from which two words are forms of one."""
STATE_WEIGHT = 0.5
"""What the weight of a state's name is multiplied by: in articles on a conflict it stands everywhere."""
NEAR = 4
"""Words that carry meaning between what something is called and a word of the claim's subject, at most."""
LEAST_WEIGHT = 1.0
"""Weight of a word of the subject, or of what it is, from which it counts as one: "year" and "part" do not."""
NAMED = 0.7
"""Share of the words of what a slogan is about from which a claim may be about it, too."""
SAME = 0.85
"""Likeness from which two words name the same thing."""
CALLED_FOR = 0.45
"""Cover of a claim on just that thing by a slogan: "Stop the war!" says which war only by where it stands. This and
the two above were set on the development half of the slogans in ``benchmarks/claims``."""
MOST_WORDS = 200
"""Words of a text that are looked at."""
MOST_KEPT = 50_000_000
"""Likenesses of words to the claims' words that are remembered."""
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*|\d{4}")
_BEHIND = re.compile(r"(?<=\w) (?:of|at|in|for|on|from|against|to|with|near|over|between|by|under) ", re.IGNORECASE)
_OWNING = re.compile(r"[’']s$")
_WANTS = re.compile(r"\b(?:should|must|ought|needs?|deserves?|has to|have to|shall)\b", re.IGNORECASE)
_IS = re.compile(r"\b(?:is|are|was|were|has been|have been|had|brought|led|caused|did)\b", re.IGNORECASE)
_COPULA = re.compile(r"\b(?:is|are|was|were|has been|have been)\b", re.IGNORECASE)
_OR = re.compile(r"(?<![\w’'-])([^\W\d_][\w’'-]*)(?=,? or (?:the )?([^\W\d_][\w’'-]*))")
_JUDGES = re.compile(
    r"^\W*(?:not )?(?:right|wrong|justified|unjustified|good|bad|just|unjust|necessary|acceptable|unacceptable|better|"
    r"worse|fair|unfair|a mistake|a crime|needed|welcome)\b",
    re.IGNORECASE,
)
_NOTHING: Mapping[int, Sequence[str]] = MappingProxyType({})
COMMON = frozenset(
    {
        "the", "and", "for", "that", "should", "not", "from", "with", "are", "was", "were", "been", "has", "have",
        "had", "will", "would", "into", "its", "their", "our", "his", "her", "they", "them", "who", "which", "this",
        "these", "those", "what", "when", "where", "more", "than", "but", "all", "any", "can", "may", "must", "does",
        "did", "about", "out", "came", "come", "there", "be", "is", "of", "to", "in", "an", "or", "on", "by", "as",
        "at", "it", "we", "so", "if", "no", "up", "own", "set", "part", "keep", "make", "made", "take", "most",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ground:
    """How far a text covers a claim.

    Attributes:
        cover: sum of the weights of the words covered, as a share of the weight of the claim's weightiest words.
        first: whether the claim's weightiest word is covered.
        called: words of the text that cover what the claim says its subject is, near a word that covers the subject,
            in the text's order; none where the claim does not say what something is.
    """

    cover: float
    first: bool
    called: tuple[str, ...]


NO_GROUND = Ground(0.0, False, ())


def kind_of(text: str) -> Kind:
    """Whether a claim holds that something is so, or wants or judges something."""
    wants, states = _WANTS.search(text), _IS.search(text)
    if wants is not None and (states is None or wants.start() < states.start()):
        return "wants"
    if states is None:
        return "holds"
    return "wants" if _JUDGES.match(text[states.end() :]) else "holds"


def content_words(text: str) -> list[str]:
    """The words of a text that carry meaning, in small letters, without the ending of the genitive."""
    found = (_OWNING.sub("", match.group().lower()) for match in _WORD.finditer(text))
    return [word for word in found if len(word) > 1 and word not in COMMON][:MOST_WORDS]


class Grounding:
    """The words that carry each claim of a codebook, and how far texts cover them.

    Args:
        codebook: the claims; their own wordings of support and opposition carry them, too.
        embedder: single words as vectors.
    """

    def __init__(self, codebook: Codebook, embedder: TextEmbedder) -> None:
        self._embedder = embedder
        texts = [(claim.text, *claim.supporting, *claim.opposing) for claim in codebook.claims]
        own = [list(dict.fromkeys(content_words(each[0]))) for each in texts]
        often = Counter(word for words in own for word in words)
        self._listed = list(dict.fromkeys(word for words in own for word in words))
        place = {word: number for number, word in enumerate(self._listed)}
        self._claims: list[_Carried] = []
        for claim, words in zip(codebook.claims, own, strict=True):
            weight = {word: rarity(word) * math.log(1 + len(own) / often[word]) for word in words}
            weight |= {word: weight[word] * STATE_WEIGHT for word in words if _state(word) is not None}
            groups = sorted(_alternatives(claim.text, words), key=lambda g: (-max(weight[w] for w in g), g))
            subject, predicate = _parts(claim.text)
            self._claims.append(
                _Carried(
                    tuple(np.array([place[word] for word in group], dtype=np.int64) for group in groups),
                    np.array([max(weight[word] for word in group) for group in groups]),
                    np.array([place[word] for word in subject if weight[word] >= LEAST_WEIGHT], dtype=np.int64),
                    np.array([place[word] for word in predicate if weight[word] >= LEAST_WEIGHT], dtype=np.int64),
                    np.array([place[word] for word in _wanted_words(claim.text) if word in place], dtype=np.int64),
                )
            )
        self._carried = _Groups(self._claims)
        self._states = [_state(word) is not None for word in self._listed]
        self._ruling = [n for n, word in enumerate(self._listed) if word in state_facts().government]
        self._vectors = embedder(self._listed) if self._listed else np.zeros((0, 1), dtype=np.float32)
        self._wordings = [[frozenset(content_words(text)) for text in each[1:]] for each in texts]
        self._known: dict[str, NDArray[np.float32]] = {}

    def __call__(self, texts: Sequence[str], things: Mapping[int, Sequence[str]] = _NOTHING) -> list[list[Ground]]:
        """For each text how far it covers each claim.

        Args:
            texts: any texts.
            things: by number of a text that is a slogan what it is about, as noun phrases; it covers no claim on
                something else.
        """
        words = [content_words(text) for text in texts]
        self._learn([word for each in words for word in each])
        found = [self._grounds(each) for each in words]
        for number, about in things.items():
            found[number] = self._of_things(found[number], about)
        return found

    def _of_things(self, grounds: Sequence[Ground], things: Sequence[str]) -> list[Ground]:
        named = [self._named(thing) for thing in things]
        kept = []
        for number, ground in enumerate(grounds):
            if any(each[number] == "wanted" for each in named):
                kept.append(replace(ground, cover=max(ground.cover, CALLED_FOR)))
            elif any(each[number] for each in named):
                kept.append(ground)
            else:
                kept.append(NO_GROUND)
        return kept

    def _named(self, thing: str) -> list[Literal["wanted", "held", ""]]:
        """For each claim whether it wants something of a thing, only names it, or does neither."""
        words = content_words(thing)
        self._learn(words)
        if not words or not self._listed:
            return [""] * len(self._claims)
        head = (content_words(_BEHIND.split(thing, maxsplit=1)[0]) or words)[-1]
        weight = np.array([rarity(word) for word in words])
        found: list[Literal["wanted", "held", ""]] = []
        for claim, wordings in zip(self._claims, self._wordings, strict=True):
            own = np.concatenate(claim.groups) if claim.groups else np.zeros(0, dtype=np.int64)
            held = [
                bool((self._known[word][own] >= LEAST_LIKE).any()) or any(word in wording for wording in wordings)
                for word in words
            ]
            share = float(weight[held].sum() / weight.sum())
            if share >= NAMED and (self._known[head][claim.wanted] >= SAME).any():
                found.append("wanted")
            else:
                found.append("held" if share >= NAMED or held[words.index(head)] else "")
        return found

    def _learn(self, words: Sequence[str]) -> None:
        if len(self._known) * len(self._listed) > MOST_KEPT:
            self._known.clear()
        new = [word for word in dict.fromkeys(words) if word not in self._known]
        if not new or not self._listed:
            return
        table = np.round(self._embedder(new) @ self._vectors.T, 4)
        for word, row in zip(new, table, strict=True):
            stem, state = word[:STEM], _state(word)
            special = [n for n, other in enumerate(self._listed) if self._states[n] or state or other[:STEM] == stem]
            special += [n for n in self._ruling if n not in special] if word in state_facts().government else []
            special += [n for n, other in enumerate(self._listed) if word[:5] == "anti-" or other[:5] == "anti-"]
            for number in special:
                other = self._listed[number]
                if word == other:
                    row[number] = 1.0
                elif word.startswith("anti-") != other.startswith("anti-"):
                    row[number] = 0.0
                elif (known := _known_pair(word, other)) is not None:
                    row[number] = known
                elif _one_stem(word, other):
                    row[number] = max(row[number], 0.85)
            self._known[word] = row

    def _grounds(self, words: Sequence[str]) -> list[Ground]:
        if not words or not self._listed:
            return [NO_GROUND] * len(self._claims)
        like = np.stack([self._known[word] for word in words])
        best = like.max(axis=0)
        near = best >= LEAST_LIKE
        shares = np.where(near, np.minimum(1.0, (best - 0.5) / 0.4), 0.0)
        covers, firsts = self._carried.covers(shares)
        held = set(words)
        found = []
        for number, (claim, wordings) in enumerate(zip(self._claims, self._wordings, strict=True)):
            cover = covers[number]
            if any(wording and len(wording & held) * 2 > len(wording) for wording in wordings):
                cover = max(cover, 1.0)
            called: list[str] = []
            if len(claim.predicate) and near[claim.predicate].any() and near[claim.subject].any():
                about = np.flatnonzero((like[:, claim.subject] >= LEAST_LIKE).any(axis=1))
                of = np.flatnonzero((like[:, claim.predicate] >= LEAST_LIKE).any(axis=1))
                called = [words[int(k)] for k in of if any(0 < abs(k - other) <= NEAR for other in about)]
            if cover or called:
                found.append(Ground(round(cover, 4), firsts[number], tuple(dict.fromkeys(called))))
            else:
                found.append(NO_GROUND)
        return found


@dataclass(frozen=True, slots=True)
class _Carried:
    """Groups of words of which one is enough, the weightiest first; weights; words of the subject; of what it is; of
    the thing that a claim wants something of.
    """

    groups: tuple[NDArray[np.int64], ...]
    weights: NDArray[np.float64]
    subject: NDArray[np.int64]
    predicate: NDArray[np.int64]
    wanted: NDArray[np.int64]


class _Groups:
    """The groups of words of all claims in one row, so that a text is compared with all of them at once."""

    def __init__(self, claims: Sequence[_Carried]) -> None:
        groups = [group for claim in claims for group in claim.groups]
        self._words = np.concatenate(groups) if groups else np.zeros(0, dtype=np.int64)
        self._begins = _begins(groups)
        self._carrying = np.array([bool(claim.groups) for claim in claims], dtype=bool)
        self._claims = _begins([claim.groups for claim in claims if claim.groups])
        self._weights = np.concatenate([claim.weights for claim in claims]) if claims else np.zeros(0)
        self._full = np.array([claim.weights[:CARRYING].sum() for claim in claims if claim.groups])

    def covers(self, shares: NDArray[np.floating]) -> tuple[list[float], list[bool]]:
        """For each claim its cover, and whether its weightiest word is covered.

        Args:
            shares: how far each word of the claims is covered.
        """
        cover, first = np.zeros(len(self._carrying)), np.zeros(len(self._carrying), dtype=bool)
        if len(self._words):
            covered = np.maximum.reduceat(shares[self._words], self._begins)
            cover[self._carrying] = np.add.reduceat(self._weights * covered, self._claims) / self._full
            first[self._carrying] = covered[self._claims] > 0
        return cover.tolist(), first.tolist()


def _begins(parts: Sequence[Sized]) -> NDArray[np.int64]:
    """Where each part begins in all of them joined."""
    return np.cumsum([0, *(len(part) for part in parts)])[:-1]


def _alternatives(text: str, words: Sequence[str]) -> list[tuple[str, ...]]:
    """The words of a claim in groups: those joined by "or" stand for each other ("fascist or far-right")."""
    group: dict[str, int] = {word: number for number, word in enumerate(words)}
    for match in _OR.finditer(text.lower()):
        one, other = (_OWNING.sub("", match.group(k)) for k in (1, 2))
        if one in group and other in group:
            number = group[other]
            group |= {word: group[one] for word, each in group.items() if each == number}
    return [tuple(word for word in words if group[word] == number) for number in dict.fromkeys(group.values())]


def _parts(text: str) -> tuple[list[str], list[str]]:
    """Words of the subject of a claim and of what the claim says it is; both empty where it says no such thing."""
    states = _COPULA.search(text)
    if kind_of(text) != "holds" or states is None:
        return [], []
    return content_words(text[: states.start()]), content_words(text[states.end() :])


def _wanted_words(text: str) -> list[str]:
    """Words of the thing of which a claim wants something; none where it wants nothing."""
    wants = _WANTS.search(text)
    if kind_of(text) != "wants" or wants is None:
        return []
    return content_words(text[: wants.start()]) or content_words(text[wants.end() :])


def rarity(word: str) -> float:
    """How rare a word is, from 0.2: the place of its rarest piece in the vocabulary, which is ordered by frequency."""
    numbers = _pieces().of_word(word)
    place = max(numbers, default=0)
    return max(0.2, math.log(max(1, place - 1500) / 400)) if place > 1500 else 0.2


@functools.cache
def _pieces() -> Pieces:
    return pieces_of_file((models_folder() / "statements" / "vocabulary.txt").read_bytes())


def _state(word: str) -> str | None:
    """Code of the state that a word names; "us" in small letters is none."""
    fact = None if word == "us" else state_facts().by_word.get(folded(word))
    return None if fact is None else fact.code


def _known_pair(one: str, other: str) -> float | None:
    """Likeness of two words that are known not to need a guess: names of states, and words for those who rule."""
    states = _state(one), _state(other)
    if any(states):
        return 0.9 if states[0] == states[1] else 0.0
    ruling = state_facts().government
    return 0.9 if one in ruling and other in ruling else None


def _one_stem(one: str, other: str) -> bool:
    """Whether two words begin with the same letters, as "recognise" and "recognition" do."""
    shorter = min(len(one), len(other))
    return shorter >= STEM and one[: max(STEM, round(0.6 * shorter))] == other[: max(STEM, round(0.6 * shorter))]
