"""Pairs of a claim with a text on another topic: neither supports nor opposes."""

from __future__ import annotations

import collections
import math
import random
import re
from collections.abc import Sequence

from training.claims.data import NEITHER, Pair

ALIKE = 0.6
"""Share of the drawn texts that have rare words in common with the claim."""
BEST = 8
"""The drawn one is among so many that have most in common."""
_WORD = re.compile(r"\w+")
_LONG = re.compile(r"[^\W\d_]{5,}")
_NOT = re.compile(r"\b(should|must|is|are|was|were|can|ought|will)\b(?! not)", re.IGNORECASE)


def unrelated(pairs: Sequence[Pair], drawn: random.Random, count: int) -> list[Pair]:
    """Claims with texts of other topics of the same set, most of them alike in words.

    Args:
        pairs: pairs of one set of stances.
        drawn: where chance comes from.
        count: how many are wanted, about.
    """
    words = [frozenset(_WORD.findall(pair.text.lower())) for pair in pairs]
    often = collections.Counter(word for each in words for word in each)
    holders = collections.defaultdict(list)
    for number, each in enumerate(words):
        for word in sorted(each):
            if often[word] < len(pairs) / 30:
                holders[word].append(number)
    found = []
    for pair in drawn.sample(list(pairs), min(len(pairs), count)):
        scores: collections.Counter[int] = collections.Counter()
        for word in sorted(set(_WORD.findall(pair.claim.lower()))):
            for number in holders.get(word, [])[:400]:
                if pairs[number].topic != pair.topic:
                    scores[number] += int(1000 * math.log(len(pairs) / often[word]))
        best = [number for number, _ in scores.most_common(BEST)]
        other = pairs[drawn.choice(best) if best and drawn.random() < ALIKE else drawn.randrange(len(pairs))]
        if other.topic != pair.topic:
            found.append(Pair(pair.claim, other.text, "stance", NEITHER, "", "unrelated"))
    return found


def from_news(pairs: Sequence[Pair], news: Sequence[str], drawn: random.Random, count: int) -> list[Pair]:
    """Claims with sentences of news articles, half of them with a word of the claim in common."""
    holders = collections.defaultdict(list)
    for number, text in enumerate(news):
        for word in sorted(set(_LONG.findall(text.lower()))):
            holders[word].append(number)
    found = []
    for pair in drawn.sample(list(pairs), count):
        words = [word for word in sorted(set(_LONG.findall(pair.claim.lower()))) if 0 < len(holders[word]) < 300]
        if words and drawn.random() < 0.5:
            number = drawn.choice(holders[drawn.choice(words)])
        else:
            number = drawn.randrange(len(news))
        found.append(Pair(pair.claim, news[number], "stance", NEITHER, "", "news"))
    return found


def turned(pairs: Sequence[Pair], drawn: random.Random, count: int) -> list[Pair]:
    """Pairs whose claim is negated: who supported it opposes it now."""
    found = []
    for pair in drawn.sample(list(pairs), len(pairs)):
        claim, done = _NOT.subn(r"\1 not", pair.claim, count=1)
        if done and pair.label != NEITHER and " not " not in pair.claim:
            found.append(Pair(claim, pair.text, "stance", 1 - pair.label, pair.topic, "turned"))
            if len(found) == count:
                break
    return found
