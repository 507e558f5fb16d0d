"""Speakers after their cue that a model took for part of what is said: “We go,” replied Brand. and headlines.

Headlines of British papers put who speaks at the end: Brand to quit after leak, claims aide.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from dissensus.annotating.statements._forms import words
from dissensus.annotating.statements._found import Found
from dissensus.annotating.statements._marks import MARKS
from dissensus.annotating.statements._overlap import Near, touch
from dissensus.annotating.statements._turns import NO_LABELS
from dissensus.model.spans import Span

CONFIDENCE = 0.6
"""Of a headline's statement that the model passed over; set by reading invented headlines."""
_NAME = re.compile(r"(?:[Tt]he |[A-Z][\w’'-]{0,30}\.? ){0,3}[A-Z][\w’'-]{0,30}")
_ENDINGS = "\"”’'"
_TELLS = "says|say|claims|warns|warn|admits|insists|argues|reveals"
_NO_SPEAKER = "that|it|he|she|they|no|not|there|this|we|I|to|will|would|is|are|has|have|had"
_HEADLINE = re.compile(
    rf"^[ \t]*(?P<said>\S[^\n]{{8,140}}), (?P<cue>{_TELLS}) (?P<who>(?!(?:{_NO_SPEAKER})\b)[^\n.,:;?!“”\"]{{2,50}})"
    r"[ \t]*$",
    re.MULTILINE,
)


def with_speakers_after(text: str, items: Sequence[Found]) -> list[Found]:
    """The items with the speakers that stand directly after their cues, and those of headlines.

    Args:
        text: the text.
        items: what the model read; changed in place.
    """
    for found in items:
        if found.speaker is None and found.cue:
            _take_from_content(text, found)
    return [*items, *_of_headlines(text, items)]


def _take_from_content(text: str, found: Found) -> None:
    """Of “You do,” … Brand … “Never!” at the cue replied take Brand, who replied."""
    after = found.cue[-1].end
    for n, span in enumerate(found.content):
        if n and span.start == after + 1 and _NAME.fullmatch(text, span.start, span.end):
            before = found.content[n - 1]
            if text[before.end - 1] in _ENDINGS and before.end <= found.cue[0].start:
                found.speaker = span
                found.content = [other for other in found.content if other is not span]
            return


def _of_headlines(text: str, items: Sequence[Found]) -> list[Found]:
    cued = sorted((found.cue[0].start, n) for n, found in enumerate(items) if found.cue)
    added = []
    for match in _HEADLINE.finditer(text):
        said, cue, who = (Span(*match.span(name)) for name in ("said", "cue", "who"))
        who = Span(who.start, who.end - (len(match["who"]) - len(match["who"].rstrip())))
        at = bisect_left(cued, (cue.start, 0))
        found = items[cued[at][1]] if at < len(cued) and cued[at][0] < cue.end else None
        tells = at > bisect_left(cued, (said.start, 0))  # Ministry admits cracks, says dam is safe
        quotes = any(mark in match["said"] for mark in MARKS)
        if found is None:
            if quotes or not tells:
                added.append(Found(-1, [cue], [said], who, CONFIDENCE, "headline"))
        elif found.speaker is None or (quotes and not tells and found.speaker.start < cue.start):
            found.speaker, found.content, found.cue = who, [said], [cue]
    index = Near(items)
    for match in _LABELLED.finditer(text):
        who, colon, said = (Span(*match.span(name)) for name in ("who", "colon", "said"))
        line = [who, colon, said]
        read = any(touch(line, [*found.cue, *found.content]) for found in index.to(line))
        if not read and _NO_LABELS.isdisjoint(match["who"].split()):
            added.append(Found(-1, [colon], [said], who, CONFIDENCE, "headline"))
    return added


_LABELLED = re.compile(
    r"^[ \t]*(?P<who>[A-Z][\w’'-]{1,20}(?: [A-Z][\w’'-]{1,20}){0,2})(?P<colon>:) "
    r"(?P<said>(?:[Ww]e|I|[Mm]y|[Oo]ur)(?:[’'][a-z]{1,2})? [^\n.:“”\"]{3,80}[^\n.:“”\"\s])[ \t]*$",
    re.MULTILINE,
)
"""A headline in which somebody says "I" or "we" after a name and a colon: Brand: we will not pay."""
_NO_LABELS = NO_LABELS | words(
    "Opinion Editorial Comment Analysis Letters Letter View Column Review Live Watch Video Podcast Exclusive Essay"
)
