"""The frames of nouns and adjectives, and "according to"."""

from __future__ import annotations

from dissensus.annotating.statements import _lexicon as lexicon
from dissensus.annotating.statements._found import Found
from dissensus.annotating.statements._grammar import (
    VERB_TAGS,
    has_to,
    phrase,
    spans_at,
    speaker_with_span,
)
from dissensus.annotating.statements._view import View
from dissensus.model.spans import Span

_ACCORDING, _UNNAMED = 0.81, 0.15
"""Share of "according to" whose content is right on PolNeAR train, and what a noun loses whose speaker is not named."""


def _noun_speaker(view: View, i: int) -> tuple[Span | None, bool]:
    """Who a noun's claim or demand is by: possessive, "by X", "from X", or the subject of "make a claim"."""
    owner = view.child(i, "poss")
    if owner is not None:
        return phrase(view, owner, i), True
    for c in view.children[i]:
        if view.low[c] in {"by", "from", "among"} and view.dep[c] in {"prep", "agent"}:
            inner = view.child(c, "pobj")
            if inner is not None:
                return phrase(view, inner, i), True
    head = view.head[i]
    if view.dep[i] in {"dobj", "attr"} and view.low[head] in lexicon.LIGHT and view.tag[head] in VERB_TAGS:
        return speaker_with_span(view, head)[1], True
    return None, False


def noun(view: View, i: int) -> Found | None:
    low = view.low[i]
    that = lexicon.NOUN_THAT.get(low)
    to = lexicon.NOUN_TO.get(low)
    for c in view.children[i]:
        if c < i:
            continue
        dep = view.dep[c]
        if dep in {"acl", "relcl", "ccomp"}:
            mark = view.child(c, "mark")
            if that is not None and mark is not None and view.low[mark] == "that":
                confidence, rule, first = that, "noun-that", view.edges(c)[0]
            elif to is not None and has_to(view, c):
                confidence, rule, first = to, "noun-to", view.edges(c)[0]
            else:
                continue
        elif dep == "prep":
            entry = lexicon.NOUN_OF.get(view.low[c])
            if entry is None or low not in entry[0]:
                continue
            confidence, rule, first = entry[1], "noun-of", c + 1
        else:
            continue
        speaker, named = _noun_speaker(view, i)
        if rule == "noun-of" and not named:
            continue
        content = spans_at(view, [(first, view.edges(c)[1])])
        if not content:
            continue
        cue = [Span(view.start[i], view.end[i])] if rule != "noun-of" else [Span(view.start[i], view.end[c])]
        return Found(i, cue, content, speaker, confidence if named else confidence - _UNNAMED, rule)
    return None


def adjective(view: View, i: int) -> Found | None:
    low = view.low[i]
    verb = view.head[i]
    subject = view.child(verb, "nsubj") if verb != i else None
    if subject is None:
        subject = view.child(i, "nsubj")
    for c in view.children[i]:
        if c < i:
            continue
        entry: float | None = None
        first, after = view.edges(c)
        if view.dep[c] in {"ccomp", "advcl"} and low in lexicon.FEELING:
            mark = view.child(c, "mark")
            if mark is not None and view.low[mark] != "that":
                continue
            entry = lexicon.FEELING[low]
        elif view.dep[c] == "xcomp" and low in lexicon.FEELING_TO and has_to(view, c):
            entry = lexicon.FEELING_CONFIDENCE
        elif view.dep[c] == "prep" and low in lexicon.FEELING_OF.get(view.low[c], frozenset()):
            entry, first = lexicon.FEELING_CONFIDENCE, c + 1
        if entry is None or first <= i:
            continue
        speaker = None
        if subject is not None:
            speaker = phrase(view, subject, i)
        elif view.dep[i] in {"amod", "relcl", "acl"} and verb < i:
            speaker = phrase(view, verb, i)
        if speaker is None or (subject is not None and view.low[subject] in lexicon.WEAK_SUBJECTS):
            continue
        content = spans_at(view, [(first, after)])
        if content:
            start = view.start[verb] if verb < i and view.tag[verb] in VERB_TAGS and i - verb <= 4 else view.start[i]
            return Found(i, [Span(start, view.end[i])], content, speaker, entry, "adjective")
    return None


def according(view: View, i: int) -> Found | None:
    """Such as "According to X, …" and "…, according to X"."""
    if view.low[i] != "according" or i + 1 >= len(view) or view.low[i + 1] != "to":
        return None
    noun = view.child(i + 1, "pobj") if view.head[i + 1] == i else None
    if noun is None:
        noun = view.child(i, "pobj")
    if noun is None:
        return None
    left, right = i, max(view.edges(noun)[1], view.edges(i)[1])
    head = view.head[i]
    first, after = view.edges(head) if head != i else view.bounds[view.sentence[i]]
    if view.tag[head] not in VERB_TAGS and view.dep[head] != "ROOT":
        top = head
        for _ in range(20):
            if view.tag[top] in VERB_TAGS or view.head[top] == top:
                break
            top = view.head[top]
        first, after = view.edges(top)
    speaker = phrase(view, noun, -1)
    low, high = view.bounds[view.sentence[i]]
    comma = next((k for k in range(right, high) if view.low[k] == ","), high)
    if i == low and after <= comma < high:  # "According to a paper read out there, …": the parser stays in the opener
        left, right, first, after = i, comma + 1, comma + 1, high
        speaker = view.span(i + 2, comma) or speaker
    content = spans_at(view, [(a, b) for a, b in ((first, left), (right, after)) if a < b])
    if not content or speaker is None:
        return None
    return Found(i, [Span(view.start[i], view.end[i + 1])], content, speaker, _ACCORDING, "according")
