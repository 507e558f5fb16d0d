"""Which earlier mentions a pronoun or a phrase may refer to, and what is known of each pair, as classes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dissensus.annotating.mentions.coreference.rows import FORMS, ROLES, Rows

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

NEAR = 48
"""Mentions before one that are looked at."""
AFTER = 6
"""Mentions after "he" or "she" of which the names in its sentence or the next are looked at: When she came, Orlova …"""
BEFORE_NAMES = 8
"""Mentions before the first one by a name of which the phrases are looked at: the mayor, a former miner, Ada Quill."""
FURTHER = 4
"""Further back, the last mentions with the same head word that are looked at."""
MENTIONS_AT_ONCE = 64
"""Mentions of which the pairs are ranked together: bounds memory (some 3,500 pairs), and changes no number."""
_DISTANCES = np.array([0, 1, 2, 3, 4, 5, 7, 10, 15, 25, 50])
_COUNTS = np.array([1, 2, 3, 5, 9])

SIZES = {
    "forms": FORMS * FORMS,
    "sentences": len(_DISTANCES) + 3,
    "mentions": len(_DISTANCES) + 3,
    "words": 7,
    "kinds": 49,
    "numbers": 9,
    "genders": 16,
    "roles": ROLES * ROLES,
    "nested": 7,
    "quotes": 8,
    "rules": 3,
    "count": len(_COUNTS) + 1,
    "agreeing": 5,
    "subject": 4,
    "speaks": 4,
    "reflexive": 6,
    "turns": 21,
}
"""Number of classes of each thing that is told of a pair."""
OFFSETS = dict(zip(SIZES, np.cumsum([0, *SIZES.values()])[:-1].tolist(), strict=True))
CLASSES = sum(SIZES.values())
_NONE = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Candidates:
    """Who may refer to whom (P), grouped by the later mention.

    Attributes:
        later: row of the mention that refers, not falling.
        earlier: row of the one that it may refer to.
    """

    later: Ints
    earlier: Ints


@dataclass(frozen=True, slots=True)
class Pairs(Candidates):
    """The pairs that are ranked (P), with what is known of them.

    Attributes:
        classes: P x F, numbers of classes, each with its own offset.
    """

    classes: Ints


def pairs_of(rows: Rows) -> Pairs:
    """The pairs of a document: what each mention may refer to; of names the first mention alone."""
    blocks = [block for _, _, block in blocks_of(rows)]
    if not blocks:
        return Pairs(_NONE, _NONE, _NONE.reshape(0, len(SIZES)))
    later, earlier, classes = zip(*((b.later, b.earlier, b.classes) for b in blocks), strict=True)
    return Pairs(np.concatenate(later), np.concatenate(earlier), np.concatenate(classes))


def blocks_of(
    rows: Rows, mentions: int = MENTIONS_AT_ONCE, asked: Bools | None = None
) -> Iterator[tuple[int, int, Pairs]]:
    """The same in blocks: the first row, the one after the last, and all pairs whose later mention is between.

    Args:
        rows: the mentions (M).
        mentions: how many a block has at most.
        asked: M, of which later mentions the pairs are wanted; None for all.
    """
    asked = np.ones(len(rows), dtype=np.bool_) if asked is None else asked
    farther = [
        (later[asked[later]], earlier[asked[later]])
        for later, earlier in (_with_same_head(rows), _names_after(rows), _of_names(rows))
    ]
    counts = _named_so_far(rows)
    for low in range(0, len(rows), mentions):
        high = min(low + mentions, len(rows))
        referring = low + np.flatnonzero((rows.form[low:high] != 0) & asked[low:high])
        later = [np.repeat(referring, NEAR)]
        earlier = [(referring[:, None] - np.arange(1, NEAR + 1)[None, :]).reshape(-1)]
        for all_later, all_earlier in farther:
            part = slice(*np.searchsorted(all_later, [low, high]).tolist())
            later.append(all_later[part])
            earlier.append(all_earlier[part])
        yield low, high, _ordered(rows, np.concatenate(later), np.concatenate(earlier), counts)


def _ordered(rows: Rows, later: Ints, earlier: Ints, counts: Ints) -> Pairs:
    kept = (earlier >= 0) & (earlier < len(rows))
    later, earlier = later[kept], earlier[kept]
    kept = _possible(rows, later, earlier)
    later, earlier = later[kept], earlier[kept]
    order = np.lexsort((-earlier, later))
    later, earlier = later[order], earlier[order]
    return Pairs(later, earlier, _classes(rows, later, earlier, counts))


def _names_after(rows: Rows) -> tuple[Ints, Ints]:
    """Names that follow a personal pronoun closely."""
    count = len(rows)
    pronouns = np.flatnonzero((rows.form == 4) | (rows.form == 5))
    later = np.repeat(pronouns, AFTER)
    earlier = (pronouns[:, None] + np.arange(1, AFTER + 1)[None, :]).reshape(-1)
    kept = earlier < count
    later, earlier = later[kept], earlier[kept]
    kept = (rows.form[earlier] == 0) & (rows.sentence[earlier] - rows.sentence[later] <= 1)
    return later[kept], earlier[kept]


def _of_names(rows: Rows) -> tuple[Ints, Ints]:
    """For the first mention of each name: phrases close before it, and names that begin or end with the same word."""
    names = np.flatnonzero(rows.form == 0)
    _, first = np.unique(rows.given[names], return_index=True)
    firsts = np.sort(names[first])
    later = np.repeat(firsts, NEAR)
    earlier = (firsts[:, None] - np.arange(1, NEAR + 1)[None, :]).reshape(-1)
    kept = earlier >= 0
    later, earlier = later[kept], earlier[kept]
    phrase = (rows.form[earlier] >= 1) & (rows.form[earlier] <= 3) & (later - earlier <= BEFORE_NAMES)
    same = (rows.last[later] == rows.last[earlier]) | (rows.begins[later] == rows.begins[earlier])
    alike = (rows.form[earlier] == 0) & same
    kept = phrase | (alike & (rows.given[later] != rows.given[earlier]))
    return later[kept], earlier[kept]


def _with_same_head(rows: Rows) -> tuple[Ints, Ints]:
    seen: defaultdict[int, list[int]] = defaultdict(list)
    later: list[int] = []
    earlier: list[int] = []
    forms, nouns = rows.form.tolist(), rows.noun.tolist()
    for j, (form, noun) in enumerate(zip(forms, nouns, strict=True)):
        if form >= 4:
            continue
        if form:
            found = [i for i in seen[noun] if j - i > NEAR][-FURTHER:]
            later += [j] * len(found)
            earlier += found
        seen[noun].append(j)
        del seen[noun][: -2 * NEAR]
    return np.array(later, dtype=np.int64), np.array(earlier, dtype=np.int64)


def _possible(rows: Rows, later: Ints, earlier: Ints) -> Bools:
    """No mention inside of another refers to it, but for a role told with a name; he is not she, nor it."""
    inside = _inside(rows, later, earlier) & ~role_of(rows, later, earlier)
    gender = (rows.gender[later] * rows.gender[earlier] == 2) & (rows.form[later] != 7)
    both = (rows.form[later] >= 4) & (rows.form[earlier] >= 4) & (rows.form[later] < 8) & (rows.form[earlier] < 8)
    clash = both & (rows.form[later] != rows.form[earlier])
    possible: Bools = ~(inside | gender | clash)
    return possible


def _inside(rows: Rows, j: Ints, i: Ints) -> Bools:
    inside: Bools = (rows.low[j] >= rows.low[i]) & (rows.high[j] <= rows.high[i])
    return inside


def role_of(rows: Rows, j: Ints, i: Ints) -> Bools:
    """Whether a phrase stands in a name's phrase beside the name: [the mayor, Ada Quill], [Ada Quill, a miner]."""
    beside = (rows.head[j] < rows.head[i]) | (rows.token[j] > rows.token[i])
    role: Bools = _inside(rows, j, i) & beside & (rows.form[i] == 0) & (rows.form[j] >= 1) & (rows.form[j] <= 3)
    return role


def _classes(rows: Rows, j: Ints, i: Ints, counts: Ints) -> Ints:
    form_j, form_i = rows.form[j], rows.form[i]
    sentences = rows.sentence[j] - rows.sentence[i]
    same_verb = (rows.verb[j] == rows.verb[i]) & (rows.verb[j] >= 0)
    holds = (rows.low[i] >= rows.low[j]) & (rows.high[i] <= rows.high[j])
    nested = np.select(
        [role_of(rows, j, i), holds, same_verb & (rows.role[i] == 0), same_verb, rows.role[j] == 4, rows.role[j] == 5],
        [6, 1, 2, 3, 4, 5],
        0,
    )
    quote_j, quote_i = rows.quote[j], rows.quote[i]
    says = (rows.speaker[j] == i) | ((rows.speaker[j] >= 0) & (_given(rows, rows.speaker[j]) == rows.given[i]))
    quotes = np.select(
        [
            says & (quote_j >= 0),
            (quote_j < 0) & (quote_i < 0),
            (quote_j >= 0) & (quote_j == quote_i),
            (quote_j >= 0) & (quote_i < 0),
            quote_j < 0,
        ],
        [1, 0, 2, 3, 4],
        5,
    )
    same_speaker = (
        (rows.speaker[j] >= 0)
        & (rows.speaker[i] >= 0)
        & (_given(rows, rows.speaker[j]) == _given(rows, rows.speaker[i]))
    )
    quotes = np.where((quotes == 5) & same_speaker, 6, quotes)
    given = np.where(rows.given[j] < 0, 0, np.where(rows.given[j] == rows.given[i], 1, 2))
    reflexive = np.where(rows.reflexive[j] == 1, 1 + np.where(same_verb, 1, 0) + 2 * (rows.role[i] == 0), 0)
    last = len(_DISTANCES) + 1
    parts = {
        "forms": form_j * FORMS + form_i,
        "sentences": np.where(i > j, last - sentences, np.searchsorted(_DISTANCES, sentences, "right")),
        "mentions": np.where(i > j, last + (i - j > 2), np.searchsorted(_DISTANCES, j - i, "right")),
        "words": _words(rows, j, i),
        "kinds": rows.kind[j] * 7 + rows.kind[i],
        "numbers": rows.number[j] * 3 + rows.number[i],
        "genders": rows.gender[j] * 4 + rows.gender[i],
        "roles": rows.role[j] * ROLES + rows.role[i],
        "nested": nested,
        "quotes": quotes,
        "rules": given,
        "count": np.searchsorted(_COUNTS, counts[i], "right"),
        "agreeing": _agreeing_before(rows, j, i),
        "subject": 2 * (rows.role[j] == 0) + (rows.role[i] == 0),
        "speaks": 2 * rows.says[j] + rows.says[i],
        "reflexive": reflexive,
        "turns": _turns(rows, j, i),
    }
    return np.stack([parts[name] + offset for name, offset in OFFSETS.items()], axis=1)


def _turns(rows: Rows, j: Ints, i: Ints) -> Ints:
    """Lines of a conversation: the same, of one label, of two, or question and answer; and how far apart."""
    away = np.abs(rows.paragraph[j] - rows.paragraph[i])
    labelled = (rows.label[j] >= 0) & (rows.label[i] >= 0)
    asked = 3 + 2 * rows.asks[j] + rows.asks[i]
    told = np.select([away == 0, labelled & (rows.label[j] == rows.label[i]), labelled], [0, 1, 2], asked)
    turns: Ints = told * 3 + np.clip(away - 1, 0, 2)
    return turns


def _given(rows: Rows, row: Ints) -> Ints:
    return np.where(row >= 0, rows.given[np.maximum(row, 0)], -2)


def _words(rows: Rows, j: Ints, i: Ints) -> Ints:
    """How alike the words are: the same, the head alone, the head in a name's words, none."""
    mask_j, mask_i = rows.words[j], rows.words[i]
    nominal = (rows.form[j] < 4) & (rows.form[i] < 4)
    head = rows.noun[j] == rows.noun[i]
    fits = (mask_j & mask_i) == mask_j
    less = (mask_j & mask_i) == mask_i
    return np.select(
        [~nominal, rows.whole[j] == rows.whole[i], head & fits, head & less, head, fits],
        [0, 1, 2, 3, 4, 5],
        6,
    )


def _named_so_far(rows: Rows) -> Ints:
    """For each mention, how often the rules' entity was mentioned up to it."""
    seen: defaultdict[int, int] = defaultdict(int)
    found = []
    for entity in rows.given.tolist():
        if entity < 0:
            found.append(0)
            continue
        seen[entity] += 1
        found.append(seen[entity])
    return np.array(found, dtype=np.int64)


def _agreeing_before(rows: Rows, j: Ints, i: Ints) -> Ints:
    """How many mentions stand between that agree in number and gender, of another entity: 0, 1, 2, 3, more."""
    agree = _agree(rows, j, i)
    found = np.zeros(len(j), dtype=np.int64)
    if not len(j):
        return found
    total = np.cumsum(agree)
    begins = np.concatenate([[0], np.flatnonzero(np.diff(j)) + 1])
    before = np.zeros(len(j), dtype=np.int64)
    before[begins] = 1
    start = begins[np.cumsum(before) - 1]
    base = np.where(start > 0, total[np.maximum(start - 1, 0)], 0)
    between: Ints = np.minimum(total - agree - base, 4)
    return between


def _agree(rows: Rows, j: Ints, i: Ints) -> Ints:
    number = (rows.number[j] == 0) | (rows.number[i] == 0) | (rows.number[j] == rows.number[i])
    gender = (rows.gender[j] == 0) | (rows.gender[i] == 0) | (rows.gender[j] == rows.gender[i])
    person = (rows.form[j] != 4) & (rows.form[j] != 5) | (rows.kind[i] == 0) | (rows.kind[i] == 6)
    agree: Ints = (number & gender & person & (rows.form[i] < 8)).astype(np.int64)
    return agree
