"""Statements without a parse: mode from quotation marks, speaker's mention from overlapping words."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from dissensus.annotating.statements._found import Found
from dissensus.annotating.statements._links import PRONOUNS, Quoted, mode_of, parents_of, words_around
from dissensus.annotating.statements._marks import Quotation
from dissensus.annotating.statements.acts import act_of
from dissensus.model.annotations import Mention, Statement
from dissensus.model.spans import Span, spans_of

_WORD = re.compile(r"\w+")


def plain_statements_of(
    text: str, items: Sequence[Found], quotes: Sequence[Quotation], mentions: Sequence[Mention]
) -> tuple[tuple[Statement, ...], tuple[Mention, ...]]:
    """Statements in text order, and the mentions with the speakers that were missing.

    Without a parse nobody knows when something was said; kinds of new mentions are known of pronouns alone.
    """
    quoted = Quoted(quotes)
    parents = parents_of(items)
    starts = [mention.span.start for mention in mentions]
    longest = max((m.span.end - m.span.start for m in mentions), default=0)
    number = max((mention.entity for mention in mentions), default=-1) + 1
    added: dict[Span, Mention] = {}

    def mention_of(span: Span) -> Mention:
        near = mentions[bisect_left(starts, span.start - longest) : bisect_left(starts, span.end)]
        shared = [(min(m.span.end, span.end) - max(m.span.start, span.start), m) for m in near]
        best = max((pair for pair in shared if pair[0] > 0), key=lambda p: (p[0], -p[1].span.start), default=None)
        if best is not None:
            return best[1]
        if span not in added:
            added[span] = _new(text, span)
        return added[span]

    chosen = [mention_of(found.speaker) if found.speaker is not None else None for found in items]
    numbered = not mentions or any(mention.entity >= 0 for mention in mentions)
    rows = [(mention, id(mention)) for mention in mentions]
    for offset, (_, mention) in enumerate(sorted(added.items())):
        rows.append((replace(mention, entity=number + offset) if numbered else mention, id(mention)))
    rows.sort(key=lambda row: (row[0].span, row[0].speaker_only))
    index = {row[1]: k for k, row in enumerate(rows)}
    statements = []
    for n, found in enumerate(items):
        speaking = chosen[n]
        cue, before, after = words_around(text, found.cue)
        first = _WORD.search(cue.lower())
        statements.append(
            Statement(
                speaker=spans_of([found.speaker] if found.speaker is not None else []),
                cue=spans_of(found.cue),
                content=tuple(found.content),
                mode=mode_of(text, found, quoted, first.group() if first else ""),
                confidence=found.confidence,
                speaker_mention=index[id(speaking)] if speaking is not None else None,
                parent=parents[n],
                act=act_of(cue, before=before, after=after),
            )
        )
    return tuple(statements), tuple(mention for mention, _ in rows)


def _new(text: str, span: Span) -> Mention:
    words = _WORD.findall(text[span.start : span.end].lower())
    if len(words) == 1 and words[0] in PRONOUNS:
        return Mention(span, span, PRONOUNS[words[0]], "pronoun", speaker_only=True)
    return Mention(span, span, "person", "nominal", speaker_only=True)
