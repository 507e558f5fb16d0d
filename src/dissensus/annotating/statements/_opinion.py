"""What rules add to a model's readings in opinion pieces: refusals, support, wants and other attitudes."""

from __future__ import annotations

from collections.abc import Sequence

from dissensus.annotating.statements import _lexicon as lexicon
from dissensus.annotating.statements._found import Found
from dissensus.annotating.statements._gaps import fill_gap, gaps_of
from dissensus.annotating.statements._marks import Quotation
from dissensus.annotating.statements._once import innermost
from dissensus.annotating.statements._overlap import Near, length, same, shared, touch
from dissensus.annotating.statements._rules import found_by_rules, with_own_voice
from dissensus.annotating.statements._speakers import only_appears, to_whom
from dissensus.annotating.statements._view import View
from dissensus.model.options import DEFAULT_MIN_CONFIDENCE


def add_in_opinion(view: View, items: Sequence[Found], quotes: list[Quotation]) -> list[Found]:
    """The items and, in an opinion piece, what rules find beyond them.

    The models learned from news. In pieces that argue, people and groups refuse, support, denounce and want; the rules
    read that, too, and in news they would err there more often than not.
    """
    quoted = [number >= 0 for number in innermost(view, quotes)]
    sentences = sum(1 for first, after in view.bounds if after - first >= WORDS_OF_A_SENTENCE)
    own = sum(found.own_voice for found in with_own_voice(view, list(items), quoted))
    if own < OPINION * sentences:
        return list(items)
    # How things appear to nobody in particular is what the outlet thinks.
    kept = [item for item in items if item.speaker is not None or not only_appears(view, item)]
    for item in kept:
        fill_gap(view, item)
    index = Near(kept)
    dropped: set[int] = set()
    for found in (*found_by_rules(view, quotes), *gaps_of(view)):
        if found.speaker is None and only_appears(view, found):
            found.speaker = to_whom(view, found)
            if found.speaker is None:
                continue
        if _not_even_appears(view, found.cue_token):
            continue
        fill_gap(view, found)
        at_cue = [item for item in index.to(found.cue) if touch(item.cue, found.cue)]
        alike = [item for item in at_cue if same(found, item)]
        for item in alike:  # two readers who find the same are as sure as the surer one
            item.confidence = max(item.confidence, found.confidence)
            item.speaker = item.speaker or found.speaker
            if found.rule == "styled" and length(item.content) < length(found.content):
                item.content = found.content  # what is named belongs to its name
        if alike or any(
            same(found, item) for item in index.to(found.content) if item.confidence >= SHOWN and not _own(view, item)
        ):
            continue
        if any(shared(item.content, found.content) >= WHOLE * length(found.content) for item in at_cue):
            continue
        dropped.update(id(item) for item in at_cue if _begins_alike(item, found))
        kept.append(found)
    return [item for item in kept if id(item) not in dropped]


OPINION = 0.1
"""Share of sentences in the outlet's own voice from which a text is an opinion piece: few articles of PolNeAR train
reach it."""
WORDS_OF_A_SENTENCE = 5
"""Fewest tokens of what is counted as a sentence: headings and bylines have less."""


SHOWN = DEFAULT_MIN_CONFIDENCE
"""A reading that is surer than this keeps a rule's finding of the same words under another cue away."""
WHOLE = 0.9
"""Share of a finding's content that a reading at the same cue holds, from which it adds nothing."""


def _not_even_appears(view: View, cue: int) -> bool:
    """Whether somebody does not appear to do what a cue tells: "did not seem to oppose it" is no opposing."""
    if cue < 0 or view.dep[cue] != "xcomp" or view.low[view.head[cue]] not in lexicon.IMPERSONAL:
        return False
    return view.child(view.head[cue], "neg") is not None


def _own(view: View, found: Found) -> bool:
    """Whether "we" speaks: the outlet itself, whose own words hold what others say."""
    return found.speaker is not None and view.text[slice(*found.speaker)].lower() == "we"


def _begins_alike(a: Found, b: Found) -> bool:
    """Whether the contents begin at one place, and the second is the longer one."""
    return a.content[0].start == b.content[0].start and length(a.content) < length(b.content)
