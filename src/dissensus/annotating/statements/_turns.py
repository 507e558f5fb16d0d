"""Interviews and transcripts: lines that begin with the name of who speaks ("Lenz: …", "Q: …")."""

from __future__ import annotations

import re
from collections import Counter

from dissensus.annotating.statements._forms import words
from dissensus.annotating.statements._found import Found
from dissensus.annotating.statements._view import View
from dissensus.model.spans import Span, trimmed

FEWEST_TURNS = 3
"""Fewest lines with a speaker's label in a text that is read as an interview (set on invented texts)."""
CONFIDENCE = 0.6
"""Set by reading: PolNeAR train holds too few interviews to measure."""

_TURN = re.compile(r"^[ \t]*([A-Z][\w.’'-]{0,30}(?: [A-Z][\w.’'-]{0,30}){0,4}):[ \t]+(?=\S)(.+)$", re.MULTILINE)
_NO_LABELS = words("Note Correction Update Updated Photo Image Source Sources Credit Read Related Warning Tags Topics")


def turns_of(view: View, covered: list[bool]) -> list[Found]:
    """One direct statement a labelled line; nothing unless the text has several and a label returns.

    Args:
        view: the text.
        covered: for each token, whether it stands in a quotation.
    """
    lines = [match for match in _TURN.finditer(view.text) if match.group(1) not in _NO_LABELS]
    labels = Counter(match.group(1) for match in lines)
    if len(lines) < FEWEST_TURNS or len(labels) < 2 or max(labels.values()) < 2:
        return []
    found = []
    for match in lines:
        content = trimmed(view.text, Span(*match.span(2)))
        colon = match.end(1)
        token = view.token_at(colon)
        first = view.token_at(content.start)
        if content.start >= content.end or token >= len(view) or (first < len(view) and covered[first]):
            continue
        found.append(
            Found(token, [Span(colon, colon + 1)], [content], Span(*match.span(1)), CONFIDENCE, "turn", turn=True)
        )
    return found
