"""What several steps ask about the same text, worked out once: the quotation around each token, and whose each is."""

from __future__ import annotations

from dataclasses import replace

from dissensus.annotating.statements._found import Found
from dissensus.annotating.statements._marks import Quotation
from dissensus.annotating.statements._quotes import QuoteLinker
from dissensus.annotating.statements._view import View


def innermost(view: View, quotes: list[Quotation]) -> list[int]:
    """For each token the number of the innermost quotation that it stands in, or -1; not to be changed."""
    if view.inside is None or view.inside[0] is not quotes:
        inside = [-1] * len(view)
        for number, q in enumerate(quotes):  # outer ones come first, so inner ones overwrite
            for start, end in q.spans:
                first, after = view.token_at(start), min(view.token_at(end - 1) + 1, len(view))
                inside[first:after] = [number] * (after - first)
        view.inside = (quotes, inside)
    return view.inside[1]


def linked(view: View, quotes: list[Quotation]) -> list[Found]:
    """All quotations that are speech, with cue and speaker (``QuoteLinker``); each call gives findings of its own."""
    if view.linked is None or view.linked[0] is not quotes:
        view.linked = (quotes, QuoteLinker(view, quotes).link())
    return [
        replace(found, cue=list(found.cue), content=list(found.content), quotes=list(found.quotes))
        for found in view.linked[1]
    ]
