"""What rules add to what a model read, with a parse and without.

Lines of interviews and block quotations, quotations that the model passed over or gave to another's cue.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from dissensus.annotating.statements._beside import beside
from dissensus.annotating.statements._forms import words
from dissensus.annotating.statements._found import Found
from dissensus.annotating.statements._grammar import VERB_TAGS
from dissensus.annotating.statements._marks import Quotation
from dissensus.annotating.statements._merge import carry_over, cut_when_said
from dissensus.annotating.statements._once import innermost, linked
from dissensus.annotating.statements._overlap import Covered, Near, length, less, same, shared, touch
from dissensus.annotating.statements._parentheses import mend_parentheses
from dissensus.annotating.statements._turns import blocks_of, turns_in, turns_of
from dissensus.annotating.statements._unparsed import complete_by_words
from dissensus.annotating.statements._verbs import figure
from dissensus.annotating.statements._view import View
from dissensus.model.options import DEFAULT_MIN_CONFIDENCE
from dissensus.model.spans import Span, spans_of

LEAST_WORDS = 3
"""Fewest words of a quotation that rules attribute where the model does not: shorter ones are mostly terms."""
LEAST_JOINED = 6
"""Fewest words of a quotation that joins what was read at its cue: on “Valley News Today,” the mayor said …"""
SHOWN = DEFAULT_MIN_CONFIDENCE
"""Readings that are less sure give way to what a rule finds."""
COVERED = 0.5
"""Share of what a rule found, from which the model is taken to have read it."""


def add_by_rules(view: View, items: Sequence[Found], quotes: list[Quotation]) -> list[Found]:
    """The items, and what rules alone find: turns and block quotations whole, quotations where nothing is read.

    Args:
        view: the text.
        items: what the model read.
        quotes: the text's quotations.
    """
    inside = innermost(view, quotes)
    quoted = [number >= 0 for number in inside]
    quotations = linked(view, quotes)
    items = in_one_breath(view.text, items)
    items = part_by_cues(view, mend_parentheses(view, items), quotations, quotes)
    cut_when_said(items, [found for found in quotations if found.rule == "colon"], view, inside)
    turns = [*turns_of(view, quotes), *blocks_of(view, quoted)]
    items = with_one_holder(view.text, with_turns(items, turns), quotations, quotes)
    kept = with_quotations(view.text, items, quotations, quotes)
    everything = [*kept, *_figures(view, kept)]
    carry_over(everything, view, quotes)
    return everything


def add_by_words(text: str, items: Sequence[Found], quotes: Sequence[Quotation]) -> list[Found]:
    """The same without a parse: turns, and quotations that the words right beside them attribute.

    Args:
        text: the text.
        items: what the model read.
        quotes: the text's quotations.
    """
    quotations = beside(text, quotes)
    items = complete_by_words(text, in_one_breath(text, items))
    items = part_by_cues(None, items, quotations, quotes)
    items = with_one_holder(text, with_turns(items, turns_in(text, quotes)), quotations, quotes)
    return with_quotations(text, items, quotations, quotes)


def with_quotations(
    text: str, kept: Sequence[Found], quotations: Sequence[Found], quotes: Sequence[Quotation]
) -> list[Found]:
    """The items, and the quotations that rules attribute where nothing is read, or nothing that is sure enough."""
    read = Covered([span for found in kept if found.confidence >= SHOWN for span in found.content], len(text))
    index = Near(kept)
    dropped: set[int] = set()
    added = []
    for found in quotations:
        count = sum(len(text[a:b].split()) for a, b in found.content)
        if found.speaker is None or count < LEAST_WORDS:
            continue
        alike = [item for item in index.to(found.content) if same(item, found)]
        if found.rule == "signed":  # the line's end tells the whole name
            found.confidence = max([found.confidence, *(item.confidence for item in alike)])
            dropped.update(map(id, alike))
            added.append(found)
            continue
        if read.share(found.content) >= COVERED:
            continue
        own = next((i for i in index.to(found.cue) if touch(i.cue, found.cue) and i.confidence >= SHOWN), None)
        if own is not None:
            if count >= LEAST_JOINED:
                own.content = list(spans_of([*own.content, *_marked(found, quotes)]))
                index.add(own)
            continue
        dropped.update(map(id, alike))
        added.append(found)
    return [*(item for item in kept if id(item) not in dropped), *added]


def _figures(view: View, items: Sequence[Found]) -> list[Found]:
    """Numbers that somebody puts a thing at, where nothing is read; where it is, rule and model are both as sure."""
    index = Near(items)
    added = []
    for i, low in enumerate(view.low):
        found = figure(view, i) if low in _PUTTING and view.tag[i] in VERB_TAGS else None
        if found is None or found.speaker is None:
            continue
        at_cue = [item for item in index.to(found.cue) if touch(item.cue, found.cue)]
        for item in at_cue:
            if same(item, found):
                item.confidence = max(item.confidence, found.confidence)
        if not at_cue:
            added.append(found)
    return added


_PUTTING = words("put puts")
"""PolNeAR train holds four such numbers; three are attributions."""


def with_turns(items: Sequence[Found], turns: Sequence[Found]) -> list[Found]:
    """The items and the turns of an interview, whole: no item takes a turn's label for its speaker, or its words."""
    labels = Near(replace(turn, content=[turn.speaker]) for turn in turns if turn.rule == "turn" and turn.speaker)
    starts = sorted((turn.content[0].start, n) for n, turn in enumerate(turns))
    kept = []
    for found in items:
        at = bisect_right(starts, (found.content[0].start, len(turns))) - 1
        near = [turns[starts[k][1]] for k in (at, at + 1) if 0 <= k < len(starts)]
        who = [found.speaker] if found.speaker is not None else []
        label = any(touch(who, turn.content) for turn in labels.to(who))
        inside = any(touch(who, turn.content) for turn in near)
        if not label and (inside or not any(same(found, turn) for turn in near)):
            kept.append(found)
    return [*kept, *turns]


def with_one_holder(
    text: str, items: Sequence[Found], quotations: Sequence[Found], quotes: Sequence[Quotation]
) -> list[Found]:
    """The items, of which no two that do not stand in one another hold the same quotation for different speakers.

    It is left to the one at whose cue the rules find it; else, if it ends its sentence, to one whose cue stands before
    it; else to the one whose cue is nearest.
    """
    index = Near(item for item in items if item.confidence >= SHOWN)
    linked_at = {number: found for found in quotations for number in found.quotes}
    for number, quotation in enumerate(quotes):
        spans = list(quotation.spans)
        if quotation.depth:
            continue
        holders = [
            item
            for item in index.to(spans)
            if item.cue and not touch(item.cue, spans) and shared(item.content, spans) >= HELD * length(spans)
        ]
        holders = [item for item in holders if not any(touch(item.cue, other.content) for other in holders)]
        if len(holders) < 2 or all(_same_speaker(holders[0], other) for other in holders[1:]):
            continue
        at = linked_at.get(number)
        ranks = [_rank(text, item, spans, at) for item in holders]
        owner = holders[ranks.index(min(ranks))]
        for other in holders:
            if other is not owner and not _same_speaker(owner, other):
                other.content = less(other.content, spans)
    return [item for item in items if item.content]


_FULL_STOP = re.compile(r"[.…]['\"’”]{1,2}$")
HELD = 0.9
"""Share of a quotation from which an item holds it whole."""


def _same_speaker(one: Found, other: Found) -> bool:
    if one.speaker is None or other.speaker is None:
        return one.speaker is other.speaker
    return touch([one.speaker], [other.speaker])


def _rank(text: str, item: Found, spans: Sequence[Span], at: Found | None) -> tuple[bool, bool, int]:
    """How little a quotation is an item's, where the rules find it at the cue of ``at``."""
    elsewhere = at is None or not touch(item.cue, at.cue)
    whole = _FULL_STOP.search(text, max(spans[-1].start, spans[-1].end - 3), spans[-1].end) is not None
    distance = max(spans[0].start - item.cue[-1].end, item.cue[0].start - spans[-1].end)
    return elsewhere, whole and item.cue[0].start > spans[-1].start, distance


def in_one_breath(text: str, items: Sequence[Found]) -> Sequence[Found]:
    """The items without content from which another sentence parts what stands between it and the cue.

    Of “We stay.” The mayor agreed. “We go,” said Quill. only the second quotation is Quill's. In PolNeAR train 3,149
    attributions have content of several parts and a cue; in one of them words with the end of a sentence stand between
    two parts before the cue; in none does a line end between content before the cue and a cue that has more after it.
    """
    for found in items:
        before = [span for span in found.content if found.cue and span.end <= found.cue[0].start]
        for one, after in zip(before[-2::-1], before[:0:-1], strict=True):
            gap = text[one.end : after.start]
            if _SENTENCE_END.search(gap) and any(map(str.isalnum, gap)):
                found.content = found.content[found.content.index(after) :]
                break
        after_cue = [span for span in found.content if found.cue and span.start >= found.cue[-1].end]
        if before and after_cue and not found.turn:
            first = min(found.cue[0].start, found.speaker.start if found.speaker else found.cue[0].start)
            last = max(span.end for span in before)
            if "\n" in text[last:first]:
                found.content = after_cue
    return items


_SENTENCE_END = re.compile(r"[.?!]['\"’” ]")


def part_by_cues(
    view: View | None, items: Sequence[Found], quotations: Sequence[Found], quotes: Sequence[Quotation]
) -> list[Found]:
    """The items, of which none holds the quotations of two cues.

    Of “We go,” said Quill, asking Orla, “Will you stay?” the network may give both quotations to the first cue. Where
    the rules find a cue of its own for a quotation, and the item's cue at another quotation of the item, it is parted.

    Args:
        view: the text.
        items: what the model read.
        quotations: the quotations' cues by rules.
        quotes: the text's quotations.
    """
    kept = list(items)
    index, cues = Near(items), Near(quotations)
    for found in quotations:
        if not found.cue or any(quotes[number].depth for number in found.quotes):
            continue
        spans = _marked(found, quotes)
        if found.rule not in _OWN_CUE and not _held_at(index, found, spans):
            continue
        for other in index.to(spans):
            if touch(other.cue, found.cue) or shared(other.content, spans) < COVERED * length(spans):
                continue
            if touch(other.content, found.cue):
                continue
            beside = [at for at in cues.to(other.cue) if touch(other.cue, at.cue)]
            if found.rule != "bare" and not any(touch(other.content, _marked(at, quotes)) for at in beside):
                continue
            said = [c for c in other.content if c.start >= found.cue[-1].end and touch([c], spans)] or spans
            other.content = less(other.content, said)
            own = next((item for item in index.to(found.cue) if touch(item.cue, found.cue)), None)
            if own is None:
                goes_on = found.speaker is None or (view is not None and _participle(view, found))
                speaker = other.speaker if goes_on else found.speaker
                own = replace(found, content=list(spans_of([*found.content, *said])), speaker=speaker)
                kept.append(own)
                index.add(own)
            elif shared(own.content, said) < COVERED * length(said):
                own.content = list(spans_of([*own.content, *said]))
                index.add(own)
    return [item for item in kept if item.content]


def _held_at(index: Near, found: Found, spans: Sequence[Span]) -> bool:
    """Whether what was read at a cue holds the quotation that rules give to the cue, too."""
    return found.rule == "after" and any(
        touch(item.cue, found.cue) and shared(item.content, spans) >= COVERED * length(spans)
        for item in index.to(found.cue)
    )


_OWN_CUE = words("before colon signed bare")
"""Patterns by which a quotation's own cue is certain enough to part what the model joined: on PolNeAR dev and the
held-back articles the gold parted all but one such pair."""


def _participle(view: View, found: Found) -> bool:
    """Whether the cue goes on another one: said …, asking …"""
    return found.cue_token >= 0 and view.tag[found.cue_token] == "VBG"


def _marked(found: Found, quotes: Sequence[Quotation]) -> list[Span]:
    return [span for number in found.quotes for span in quotes[number].spans]
