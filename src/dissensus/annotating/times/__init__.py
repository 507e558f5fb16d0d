"""Times: every temporal expression of a text with its normalised value, resolved against the publication date.

A text becomes tokens, the tokens a string with one character a class, and the rules are regular expressions over that
string. Values follow TimeML's TIMEX3 (Pustejovsky et al. 2003; ISO 24617-1); the choice between past and future, and
counting from the date told before, follow the practice of HeidelTime (Strötgen and Gertz 2013) for news. The
explanation page says what is taken, what is not, and how a direction is chosen.
"""

from __future__ import annotations

import datetime as dt

from dissensus.annotating.steps import Draft
from dissensus.annotating.times import _lexicon
from dissensus.annotating.times._engine import read
from dissensus.annotating.times._tokens import Tokens
from dissensus.model.annotations import TimeExpression
from dissensus.model.documents import PartialDate
from dissensus.model.spans import Span, digest_of

__all__ = ["TimesStep", "find_times"]

RULES_VERSION = "2"
"""Raised whenever a rule changes what is found, so that documents are annotated again."""


def find_times(text: str, published: PartialDate | None) -> tuple[TimeExpression, ...]:
    """Find the temporal expressions of a text.

    Args:
        text: any text; positions in the result are code points in it.
        published: when it was published, to its precision. What cannot be resolved with that precision ("last Thursday"
            when only the year is known) has no value, but the first and last day that it may mean where known.

    Returns:
        The expressions in text order; none overlaps another. Spans leave out the preposition ("June 6" of "since
        June 6").
    """
    tokens = Tokens(text)
    today = published.first_day if published else None
    until = published.last_day if published else None
    return tuple(
        TimeExpression(
            span=Span(tokens.starts[piece.first], tokens.ends[piece.after - 1]),
            value=piece.sense.value,
            kind=piece.sense.kind,
            start=_iso(piece.sense.start),
            end=_iso(piece.sense.end),
            anchored=piece.sense.anchored,
        )
        for piece in read(tokens, today, until)
    )


def _iso(date: dt.date | None) -> str | None:
    return None if date is None else date.isoformat()


class TimesStep:
    """The step that gives a draft its times; it needs no parse."""

    name = "times.v1"
    requires: frozenset[str] = frozenset()
    assigns: frozenset[str] = frozenset({"times"})

    def __init__(self) -> None:
        self.digest = digest_of(f"{RULES_VERSION}\n{sorted(_lexicon.WORD_CLASSES.items())}")[:16]

    def __call__(self, draft: Draft, /) -> Draft:
        return draft.with_parts(times=find_times(draft.document.text, draft.document.published))
