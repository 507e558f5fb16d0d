"""Who rejects what was just said: "… accused the firm of a cover-up, a charge Brand denies", "…, which it disputes".

What is rejected is what was said, not the words "a charge" or "which" that stand for it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from dissensus.annotating.statements._forms import verbs
from dissensus.annotating.statements._found import Found
from dissensus.annotating.statements._marks import MARKS
from dissensus.annotating.statements._overlap import less
from dissensus.model.spans import Span, spans_of

CONFIDENCE = 0.5
"""Of what the model passed over; set by reading: PolNeAR train holds two appositions of the kind and two clauses with
"which", all four attributions."""
REACH = 400
"""Characters before the apposition in which what it stands for is looked for."""

_NOUN = (
    "charge|claim|allegation|accusation|suggestion|description|characterisation|characterization|assertion|notion"
    "|contention|criticism|complaint|argument|assessment|verdict"
)
_REJECTS = "|".join(sorted(verbs("reject deny dismiss dispute refute contest rebut disavow")))
_WORD = rf"(?:[^\s,;:.?!{MARKS}]{{1,30}}(?:[’'][a-z]{{0,2}})?|[A-Z][a-z]{{0,3}}\.)"
_APPOSED = re.compile(
    rf",[\"”’]? (?P<what>(?:an?|the) (?:[a-z]{{1,20}} ){{0,2}}(?:{_NOUN})|(?:[a-z]{{1,20}} )?(?:{_NOUN})s|which)"
    rf" (?:(?:that|which) )?"
    rf"(?P<who>(?:{_WORD} ){{1,10}}?)"
    rf"(?P<cue>(?:(?:has|have|had|also|always|long) ){{0,3}}(?:[a-z]{{2,16}}ly )?(?:{_REJECTS}))\b(?P<rest>.)?"
)
_SENTENCE = re.compile(r"(?:[.?!…]['\"”’]{0,2}\s+|\n\s*|^)(?=\S)")
_NOBODY = frozenset(
    {
        "to",
        "would",
        "will",
        "could",
        "should",
        "may",
        "might",
        "must",
        "was",
        "were",
        "is",
        "are",
        "be",
        "has",
        "have",
        "had",
    }
)


def with_appositions(text: str, items: Sequence[Found]) -> list[Found]:
    """The items, of which those that reject what stands before them have it for their content, and the missing ones.

    Args:
        text: the text.
        items: what the model read; changed in place.
    """
    cued = sorted((found.cue[0].start, n) for n, found in enumerate(items) if found.cue)
    added = []
    for match in _APPOSED.finditer(text):
        who, cue = match["who"].strip(), Span(*match.span("cue"))
        if not _NOBODY.isdisjoint(who.lower().split()):
            continue
        here = Span(match.start("what"), cue.end)
        first = _beginning(text, match.start())
        before = [items[n] for at, n in cued[bisect_left(cued, (first, 0)) : bisect_left(cued, (here.start, 0))]]
        said = _said_before(before, match.start())
        relative = match["what"] == "which"
        if not said and (relative or first == match.start()):
            continue
        if relative and (match["rest"] or ".") not in ".,;)":
            continue
        for found in before:
            found.content = less(found.content, [Span(match.start(), here.end)])
        inside = range(bisect_left(cued, (here.start, 0)), bisect_left(cued, (here.end, 0)))
        content = said or [Span(first, match.start())]
        speaker = Span(match.start("who"), match.start("who") + len(who))
        reading = [items[cued[k][1]] for k in inside]
        for found in reading:
            after = [span for span in found.content if span.start >= cue.end]
            found.speaker, found.content, found.cue = speaker, list(spans_of([*content, *after])), [cue]
            found.confidence = max(found.confidence, CONFIDENCE)
        if not reading:
            added.append(Found(-1, [cue], content, speaker, CONFIDENCE, "apposed"))
    return [found for found in (*items, *added) if found.content]


def _said_before(items: Sequence[Found], end: int) -> list[Span]:
    """What the last statement of a sentence says before a position."""
    for found in reversed(items):
        said = [Span(a, min(b, end)) for a, b in found.content if a < end]
        if said and said[-1].end >= end - 1:
            return said
    return []


def _beginning(text: str, at: int) -> int:
    """Where the sentence begins that ends at a position, or the position where it is out of reach."""
    low = max(0, at - REACH)
    starts = [match.end() for match in _SENTENCE.finditer(text, low, at)]
    return starts[-1] if starts and starts[-1] < at else at
