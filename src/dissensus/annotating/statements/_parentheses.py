"""Cues that stand between two commas inside of what is said: "The board, she says, told nobody".

A model may take one side of such a cue for all that is said, or the words before it for part of the speaker.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from dissensus.annotating.statements import _lexicon as lexicon
from dissensus.annotating.statements._found import Found
from dissensus.annotating.statements._grammar import FINITE, VERB_TAGS, phrase
from dissensus.annotating.statements._overlap import Near, less, touch
from dissensus.annotating.statements._verbs import parenthesis
from dissensus.annotating.statements._view import View
from dissensus.model.spans import Span, spans_of

LONGEST = 20
"""Most tokens between the two commas."""


def mend_parentheses(view: View, items: Sequence[Found]) -> list[Found]:
    """The items; those at a cue in a parenthesis have what stands on both sides of it, and its own subject speaks.

    Args:
        view: the text.
        items: what a model read; changed in place.
    """
    index = Near(items)
    added: list[Found] = []
    for around in _parentheses(view):
        low, high = around.content[0].end, around.content[1].start
        head = view.head[around.cue_token]
        verb = Span(view.start[head], view.end[head])
        for item in index.to(around.cue):
            if not touch(item.cue, around.cue):
                continue
            if item.speaker is None or (item.speaker.start < low and around.speaker is not None):
                item.speaker = around.speaker
            beyond = [span for span in less(item.cue, [Span(low, high)]) if touch([span], [verb])]
            if beyond:
                said = [span for span in item.content if span.start >= verb.end]
                item.cue = [around.cue[0]]
                if said:
                    added.append(
                        replace(item, cue=beyond, content=said, cue_token=head, speaker=_subject(view, around))
                    )
            if not all(touch(item.content, [part]) for part in (*around.content, verb)):
                item.content = list(spans_of([*less(item.content, [Span(low, high)]), *around.content]))
                index.add(item)
        for item in index.to([verb]):
            who = item.speaker
            if touch(item.cue, [verb]) and who is not None and low <= who.start and who.end <= high:
                item.speaker = _subject(view, around)
        for item in index.to(around.content):
            who = item.speaker
            if who is not None and who.start < low < who.end and not touch(item.cue, around.cue):
                item.speaker = Span(who.start, low)
    return [*items, *added]


def _parentheses(view: View) -> Iterable[Found]:
    """Cues between two commas, with what stands on both sides of them; before them no verb."""
    for i, low in enumerate(view.low):
        if low in lexicon.SPEECH_STRONG and view.tag[i] in VERB_TAGS:
            found = parenthesis(view, i)
            if found is None or len(found.content) != 2 or found.speaker is None:
                continue
            left, right = view.token_at(found.content[0].end), view.token_at(found.content[1].start)
            first = view.token_at(found.content[0].start)
            whole = not any(view.tag[k] in FINITE for k in range(first, left))
            if whole and right - left <= LONGEST and view.low[left] == "," and view.low[right - 1] == ",":
                yield found


def _subject(view: View, around: Found) -> Span | None:
    """The subject of the verb that a parenthesis parts from it; where none is known the words before that."""
    verb = view.head[around.cue_token]
    noun = view.child(verb, "nsubj", "nsubjpass")
    return around.content[0] if noun is None else phrase(view, noun, verb)
