"""Interviews and transcripts: lines that begin with the name of who speaks ("Lenz: …", "Q: …")."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from dissensus.annotating.statements import _lexicon as lexicon
from dissensus.annotating.statements._forms import words
from dissensus.annotating.statements._found import Found
from dissensus.annotating.statements._grammar import VERB_TAGS, cue_span, speaker_with_span
from dissensus.annotating.statements._marks import Quotation
from dissensus.annotating.statements._view import View
from dissensus.model.spans import Span, trimmed

FEWEST_TURNS = 3
"""Fewest lines with a speaker's label in a text that is read as an interview (set on invented texts)."""
CONFIDENCE = 0.6
"""Set by reading: PolNeAR train holds too few interviews to measure."""

_TURN = re.compile(
    r"^[ \t]*[\"“]?(?:\*\*|__)?([A-Z][\w.’'-]{0,30}(?: [A-Z][\w.’'-]{0,30}){0,4})"
    r"(?:(?:\*\*|__)?:|:(?:\*\*|__))[ \t]+(?=\S)(.+)$",
    re.MULTILINE,
)
_BLOCK = re.compile(r"^[ \t]{0,3}>[ \t]?[^\n]*(?:\n[ \t]{0,3}>[ \t]?[^\n]*)*", re.MULTILINE)
_BLOCK_LINE = re.compile(r"^[ \t]{0,3}>[ \t]?([^\n]*)", re.MULTILINE)
NO_LABELS = words("Note Correction Update Updated Photo Image Source Sources Credit Read Related Warning Tags Topics")
"""Words before a colon that begin a line and name nobody."""


def turns_in(text: str, quotes: Sequence[Quotation]) -> list[Found]:
    """One direct statement a labelled line; nothing unless the text has several and a label returns, or one asks and
    the next line answers.

    Args:
        text: the text.
        quotes: its quotations; what one of them holds is no line of an interview, but each line may begin with a mark.
    """
    lines = [match for match in _TURN.finditer(text) if match.group(1) not in NO_LABELS]
    labels = Counter(match.group(1).casefold() for match in lines)
    if len(lines) < FEWEST_TURNS or len(labels) < 2 or max(labels.values()) < 2:
        lines = list(_asked_and_answered(text, lines))
    inside = sorted(span for quotation in quotes if quotation.depth == 0 for span in quotation.spans)
    found = []
    for match in lines:
        content = trimmed(text, Span(*match.span(2)))
        colon = match.end(1)
        at = bisect_right(inside, (content.start, len(text))) - 1
        held = at >= 0 and content.start < inside[at].end and inside[at].start + 1 < match.start(1)
        if content.start >= content.end or held:
            continue
        found.append(
            Found(-1, [Span(colon, colon + 1)], [content], Span(*match.span(1)), CONFIDENCE, "turn", turn=True)
        )
    return found


def _asked_and_answered(text: str, lines: Sequence[re.Match[str]]) -> Iterator[re.Match[str]]:
    """Lines that end in a question mark, and those right below them with another label."""
    last = -1
    for n, (one, after) in enumerate(pairwise(lines)):
        asks = one.group(2).rstrip(_AFTER_A_QUESTION).endswith("?")
        if asks and one.group(1).casefold() != after.group(1).casefold() and text[one.end() : after.start()].isspace():
            if last < n:
                yield one
            yield after
            last = n + 1


_AFTER_A_QUESTION = "\"”’'*_ \t\u00a0"


def turns_of(view: View, quotes: Sequence[Quotation]) -> list[Found]:
    """The same, with the number of the colon's token."""
    found = turns_in(view.text, quotes)
    for turn in found:
        turn.cue_token = min(view.token_at(turn.cue[0].start), len(view) - 1)
    return found


REACH_BEFORE = 40
"""Most tokens looked back from a block quotation for the verb that announces it."""


def blocks_of(view: View, covered: list[bool]) -> list[Found]:
    """Block quotations (lines that begin with ">", as in Markdown and mail), each with the verb of the line before.

    Args:
        view: the text.
        covered: for each token, whether it stands in a quotation; the tokens of each block are added to it.
    """
    found = []
    for block in _BLOCK.finditer(view.text):
        lines = [Span(*m.span(1)) for m in _BLOCK_LINE.finditer(view.text, block.start(), block.end())]
        content = [span for line in lines if (span := trimmed(view.text, line)).start < span.end]
        first, after = view.token_at(block.start()), min(view.token_at(block.end() - 1) + 1, len(view))
        if not content or any(covered[first:after]):
            continue
        covered[first:after] = [True] * (after - first)
        colon = first - 1
        while colon > 0 and view.low[colon].isspace():
            colon -= 1
        if colon < 0 or view.low[colon] != ":":
            continue
        verb = next(
            (
                i
                for i in range(colon - 1, max(colon - REACH_BEFORE, -1), -1)
                if view.low[i] in lexicon.SPEECH and view.tag[i] in VERB_TAGS
            ),
            None,
        )
        if verb is None:
            continue
        speaker = speaker_with_span(view, verb)[1]
        found.append(Found(verb, cue_span(view, verb), content, speaker, CONFIDENCE, "turn", turn=True))
    return found
