"""From scores of pairs to entities: each mention goes to the entity that its candidates speak for together."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from dissensus.annotating.mentions.coreference.pairs import Candidates
from dissensus.annotating.mentions.coreference.rows import Rows

Floats = NDArray[np.float32]
_GENDERED = frozenset({4, 5})
_ONE_PERSON = frozenset({4, 5, 8})
"""He, she, I."""
_PERSON, _ORGANISATION = 0, 1
_PLURAL = 2
LEAST_LEFT = 0.01
"""Least share of the probability of all candidates that is left for somebody whom grammar does not bar: of 0.05, 0.01
and none, the largest that costs nothing on 600 development texts of GAP."""


def link(
    rows: Rows,
    pairs: Candidates,
    scores: Floats,
    nothing: Floats,
    fixed: Sequence[bool],
    apart: Mapping[int, Sequence[int]] = MappingProxyType({}),
) -> list[int]:
    """The entity of each mention.

    Probabilities of the candidates of one entity are added, as in entity-centric ranking; the best entity is taken
    unless "refers to nothing before" is more probable, and the best of the others where grammar bars it; a speaker then
    goes where the rules have it. Mentions that are fixed stay where the rules have them. No entity is both he and she,
    nor has two given names before one surname.

    Args:
        rows: the mentions (M).
        pairs: their candidates (P).
        scores: P.
        nothing: M.
        fixed: M; names, and phrases of which the rules are sure.
        apart: number of a mention to those before it of whose entities it is not.
    """
    entity = [given if sure else -1 for given, sure in zip(rows.given.tolist(), fixed, strict=True)]
    new = max(rows.given.tolist(), default=-1) + 1
    forms = rows.form.tolist()
    bounds = np.searchsorted(pairs.later, np.arange(len(rows) + 1)).tolist()
    none = nothing.tolist()
    gender: dict[int, int] = {}
    joined: dict[int, int] = {}
    named: set[int] = set()
    given, says = rows.given.tolist(), rows.says.tolist()
    called: dict[int, dict[int, int]] = {}
    columns = (forms, rows.kind.tolist(), rows.begins.tolist(), rows.last.tolist(), rows.words.tolist())
    full = [
        {last: words} if form == 0 and kind == _PERSON and first != last else {}
        for form, kind, first, last, words in zip(*columns, strict=True)
    ]
    one_person = _people(rows)
    by_rules: dict[int, int] = {}
    for k, form in enumerate(forms):
        if k:
            by_rules[given[k - 1]] = entity[k - 1]
        summed: dict[int, float] = {}
        alike: set[int] = set()
        people: set[int] = set()
        low, high = bounds[k], bounds[k + 1]
        candidates, values = pairs.earlier[low:high].tolist(), scores[low:high].tolist()
        most = max(*values, none[k]) if values else 0.0
        for candidate, value in zip(candidates, values, strict=True):
            found = entity[candidate]
            if found >= 0:
                found = joined.get(found, found)
                summed[found] = summed.get(found, 0.0) + math.exp(value - most)
                if forms[candidate] == 0:
                    alike.add(found)
                if one_person[candidate]:
                    people.add(found)
        if entity[k] >= 0:
            own = joined.get(entity[k], entity[k])
            if own not in named and form == 0:
                # Two names are one actor only where the network saw the two names, not a phrase between them.
                fitting = {
                    e: value
                    for e, value in summed.items()
                    if e != own and (e not in named or e in alike) and not _namesakes(full[k], called.get(e, {}))
                }
                into = _likely(fitting, math.exp(none[k] - most) if high > low else 0.0)
                if into >= 0:
                    joined[own] = into
                    own = into
            entity[k] = own
            named.add(own)
            for last, words in full[k].items():
                called.setdefault(own, {}).setdefault(last, words)
            continue
        if form in _GENDERED:
            summed = {e: value for e, value in summed.items() if gender.get(e, form) == form}
        weight = math.exp(none[k] - most) if high > low else 0.0
        barred = {joined.get(entity[other], entity[other]) for other in apart.get(k, ())}
        best = (
            _likeliest_left(summed, weight, barred, people if form in _GENDERED else ())
            if barred
            else _likely(summed, weight)
        )
        if best < 0 and (says[k] or 1 <= form <= 3):
            told = by_rules.get(given[k], -1)
            best = told if form not in _GENDERED or gender.get(told, form) == form else -1
        if best < 0:
            best, new = new, new + 1
        entity[k] = best
        if form in _GENDERED:
            gender.setdefault(best, form)
    return [_end(each, joined) for each in entity]


def _people(rows: Rows) -> list[bool]:
    """Of each mention whether it may be one person."""
    columns = (rows.form, rows.kind, rows.number, rows.begins, rows.last)
    # The parse takes many a surname that stands alone for an organisation.
    return [
        form in _ONE_PERSON
        or (number != _PLURAL and (kind == _PERSON or (form == 0 and kind == _ORGANISATION and first == last)))
        for form, kind, number, first, last in zip(*(column.tolist() for column in columns), strict=True)
    ]


def _likeliest_left(summed: Mapping[int, float], none: float, barred: Collection[int], people: Collection[int]) -> int:
    """The likeliest entity that grammar does not bar, -1 for nobody.

    That "he" refers to somebody is told by all candidates, whom by the people that are left.
    """
    left = {e: value for e, value in summed.items() if e not in barred}
    if _likely(summed, none) not in barred:
        return _likely(left, none)
    somebody = {e: value for e, value in left.items() if e in people}
    return _likely(somebody, LEAST_LEFT * (sum(summed.values()) + none))


def _namesakes(one: Mapping[int, int], other: Mapping[int, int]) -> bool:
    """Whether one surname stands after two given names: Jane Smith is not John Smith, nor John Ray Smith.

    Args:
        one: surname to the words of the name that ends so, as a mask; empty for no full name of a person.
        other: the same of an entity.
    """
    return any(words & other.get(last, words) not in (words, other.get(last)) for last, words in one.items())


def _likely(summed: Mapping[int, float], none: float) -> int:
    """The likeliest entity, -1 where none is likelier than nothing."""
    if not summed:
        return -1
    best = min(summed, key=lambda e: (-summed[e], e))
    return best if summed[best] > none else -1


def _end(entity: int, joined: Mapping[int, int]) -> int:
    while entity in joined:
        entity = joined[entity]
    return entity
