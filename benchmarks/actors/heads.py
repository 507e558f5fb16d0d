"""The baselines that know heads only, and how spans of two sides are compared."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from actors.reading import Found

_POSSESSIVE = re.compile(r"['’][sS]?\Z")
_OPENING = "\"'“‘«([{-–— \t\n"
_CLOSING = "\"'”’»)]}.,;:!?-–—… \t\n"

Span = tuple[int, int]

HEAD_BASELINES = ("whole head", "last word of head")
PRONOUNS_ALONE = "last word of head, pronouns alone"
"""A weaker one, shown beside: a pronoun has no noun that could match."""


def normalised(text: str, start: int, end: int) -> Span:
    """A span without what annotators of corpora treat in different ways; both sides are compared so.

    Cut off at the end, until nothing changes: a possessive 's or apostrophe, and punctuation, brackets and space; in
    front: quotation marks, opening brackets, dashes and space. No word is ever cut off, so a span that lacks a
    determiner or a trailing clause stays different. A span of such signs only stays as it is.
    """
    first, last = start, end
    while True:
        before = last
        while last > first and text[last - 1] in _CLOSING:
            last -= 1
        possessive = _POSSESSIVE.search(text, first, last)
        if possessive and possessive.start() > first:
            last = possessive.start()
        if last == before:
            break
    while first < last and text[first] in _OPENING:
        first += 1
    return (first, last) if first < last else (start, end)


def head_label(text: str, mention: Found, baseline: str) -> str:
    """What makes mentions one entity in a head-match baseline: the lower-cased words of the head, of pronouns too.

    Args:
        text: the document's text.
        mention: the mention.
        baseline: "whole head" (of a name, the whole name) or "last word of head".
    """
    words = text[slice(*normalised(text, mention.head_start, mention.head_end))].lower().split()
    return " ".join(words[-1:] if baseline == "last word of head" else words)


def by_head(text: str, mentions: Sequence[Found], baseline: str) -> list[list[Found]]:
    """The mentions of a text put together by their heads alone."""
    found: dict[object, list[Found]] = {}
    for mention in mentions:
        alone = baseline == PRONOUNS_ALONE and mention.form == "pronoun"
        label = mention if alone else head_label(text, mention, baseline.partition(",")[0])
        found.setdefault(label, []).append(mention)
    return list(found.values())


def matched_by_head(gold: Sequence[tuple[Span, Span]], ours: Mapping[Span, Found]) -> dict[Span, Span]:
    """Span of ours to the gold span it stands for, one to one: of equal spans first, then where the heads overlap.

    Of several that overlap, the one whose span shares most letters (over the union) is taken, then the earlier one.

    Args:
        gold: span and head of each gold mention.
        ours: normalised span to the mention that has it.
    """
    left = dict(ours)
    pairs = {span: span for span, _ in gold if span in left}
    for span in pairs:
        del left[span]
    for span, head in gold:
        if span in pairs:
            continue
        fitting = [(-_shared(span, other), other) for other, found in left.items() if found.heads_meet(*head)]
        if fitting:
            chosen = min(fitting)[1]
            pairs[chosen] = span
            del left[chosen]
    return pairs


def _shared(one: Span, other: Span) -> float:
    common = min(one[1], other[1]) - max(one[0], other[0])
    return common / (max(one[1], other[1]) - min(one[0], other[0]))
