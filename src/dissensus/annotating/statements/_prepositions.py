"""The frames of prepositions: "called for …", "spoke of …", also where the tagger takes "talks" for a noun."""

from __future__ import annotations

from dissensus.annotating.statements import _lexicon as lexicon
from dissensus.annotating.statements._attributed import attributed
from dissensus.annotating.statements._forms import words
from dissensus.annotating.statements._found import Found
from dissensus.annotating.statements._grammar import cue_span, has_to, spans_at
from dissensus.annotating.statements._view import View
from dissensus.model.spans import Span


def with_deadline(view: View, i: int, after: int) -> int:
    """Until when something is asked for, where it follows at once: "a vote before the end of May"."""
    for c in view.children[i]:
        if c == after and view.dep[c] == "prep" and view.low[c] in {"before", "by", "within", "until"}:
            end = view.edges(c)[1]
            if any(view.doc[k].ent_type_ in {"DATE", "TIME"} for k in range(c, end)):
                return end
    return after


def about(view: View, i: int) -> Found | None:
    """Such as "called for a vote", "spoke of the storm"."""
    low = view.low[i]
    for c in view.children[i]:
        if c < i or view.dep[c] not in {"prep", "dative"}:
            continue
        entry = lexicon.ABOUT.get(view.low[c])
        if entry is None or low not in entry[0]:
            continue
        inner = view.child(c, "pobj", "pcomp")
        if inner is None or (low == "agree" and failing(view, i)):
            continue
        if view.low[c] in {"for", "of", "as"} and view.child(i, "dobj") is not None and low not in {"call", "called"}:
            continue
        first, after = view.edges(inner)
        if first <= c:
            first = c + 1
        if view.low[c] in {"of", "about"}:
            after = _with_participle(view, i, after)
        after = with_deadline(view, i, after)
        return attributed(view, i, [(first, after)], entry[1], "preposition", cue_span(view, i, c))
    return None


def _with_participle(view: View, i: int, after: int) -> int:
    """What follows the noun at once and tells what it does: "speaks of the mayor holding a vote"."""
    for c in view.children[i]:
        if c == after and view.tag[c] == "VBG" and view.dep[c] in {"acl", "advcl"}:
            return view.edges(c)[1]
    return after


def failing(view: View, i: int) -> bool:
    """Such as "failed to agree", "could not agree", where nobody said what follows."""
    if view.child(i, "neg") is not None:
        return True
    return view.dep[i] == "xcomp" and has_to(view, i) and view.low[view.head[i]] in _FAILED


_FAILED = words("fail fails failed failing unable struggle struggles struggled try tries tried trying refuse refused")


def talks(view: View, i: int) -> Found | None:
    """Such as "The treaty vaguely talks of a vote", where the tagger takes the verb for a noun: no noun phrase has an
    adverb right before its noun.
    """
    noun = i - 1
    low, high = view.bounds[view.sentence[i]]
    while noun >= low and view.tag[noun] == "RB":
        noun -= 1
    if noun == i - 1 or noun < low or view.tag[noun][:2] != "NN" or i + 2 >= high:
        return None
    entry = lexicon.ABOUT.get(view.low[i + 1])
    if entry is None or view.low[i + 1] not in {"of", "about"} or view.head[i + 1] != i:
        return None
    first = noun
    while first > low and view.tag[first - 1] in _IN_A_NAME:
        first -= 1
    after = max(view.edges(c)[1] for c in view.children[i] if c > i and view.dep[c] in {"prep", "acl", "advcl"})
    content, speaker = spans_at(view, [(i + 2, after)]), view.span(first, noun + 1)
    if not content or speaker is None:
        return None
    return Found(i, [Span(view.start[i], view.end[i + 1])], content, speaker, entry[1], "preposition")


_IN_A_NAME = words("DT PRP$ JJ NN NNS NNP NNPS CD HYPH")
