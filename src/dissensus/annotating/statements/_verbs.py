"""The frames of reporting verbs: clause, infinitive, object, preposition, naming."""

from __future__ import annotations

from collections.abc import Callable

from dissensus.annotating.statements import _lexicon as lexicon
from dissensus.annotating.statements._forms import words
from dissensus.annotating.statements._found import Found
from dissensus.annotating.statements._grammar import (
    cue_span,
    has_to,
    is_passive,
    phrase,
    pieces,
    relative_pronoun,
    spans_at,
    speaker_of,
    speaker_with_span,
)
from dissensus.annotating.statements._view import View
from dissensus.model.spans import Span

_COMPLEMENTS = words("dobj oprd attr ccomp xcomp prep dative acomp advcl")
_WOULD_LIKE, _PARENTHESIS, _CLEAR, _OBJECT_PASSIVE = 0.47, 0.83, 0.49, 0.68
"""Share of such findings whose content is right on PolNeAR train, as in the word lists."""
_PASSIVE, _STYLED = 0.1, 0.45
"""Set by reading: PolNeAR train holds too few of them."""


def _found(
    view: View,
    cue: int,
    ranges: list[tuple[int, int]],
    confidence: float,
    rule: str,
    cue_words: list[Span] | None = None,
) -> Found | None:
    content = spans_at(view, ranges)
    if not content:
        return None
    if rule in {"infinitive", "clause"}:
        content = [*_gapped(view, cue), *content]
    speaker = None if view.low[cue] in lexicon.IMPERSONAL else speaker_with_span(view, cue)[1]
    pronoun = relative_pronoun(view, cue) if speaker is not None else None
    return Found(cue, cue_words or cue_span(view, cue), content, speaker, confidence, rule, pronoun)


def _gapped(view: View, verb: int) -> list[Span]:
    """Of "the treaty that he refused to sign" the noun phrase that the reported infinitive lacks."""
    if view.dep[verb] != "relcl" or view.child(verb, "nsubj") is None:
        return []
    noun = view.head[verb]
    first = view.edges(verb)[0]
    if noun >= first or not any(
        view.low[i] in lexicon.RELATIVE and view.dep[i] in {"dobj", "pobj"} for i in range(first, min(first + 2, verb))
    ):
        return []
    return spans_at(view, [(view.edges(noun)[0], first)])


def _after(view: View, verb: int, first: int, last_labels: frozenset[str] = _COMPLEMENTS) -> tuple[int, int]:
    """From a token to the end of the verb's last complement."""
    ends = [view.edges(c)[1] for c in view.children[verb] if c >= first and view.dep[c] in last_labels]
    return first, max(ends, default=first)


def _clause(view: View, i: int) -> Found | None:
    low = view.low[i]
    confidence = lexicon.CLAUSE.get(low) or lexicon.CLAUSE_WEAK.get(low)
    if confidence is None:
        return None
    child = view.child(i, "ccomp")
    if child is None:
        return None
    if low in lexicon.CLAUSE_WEAK:
        noun = speaker_of(view, i)
        if noun is None or view.low[noun] in lexicon.WEAK_SUBJECTS:
            return None
    first, after = view.edges(child)
    if first > i:
        # Conjoined clauses of one "said that … and that …" hang on the first one; they are inside its subtree already.
        object_ = view.child(i, "dobj")
        if (
            object_ is not None
            and i < object_ < first
            and view.tag[object_] != "PRP"
            and low in {"said", "says", "say"}
        ):
            first = view.edges(object_)[0]
    return _found(view, i, pieces(view, first, after, i), confidence, "clause")


def _parenthesis(view: View, i: int) -> Found | None:
    """Such as "The plan, he said, will fail": the verb hangs on what it reports."""
    if view.low[i] not in lexicon.CLAUSE or view.dep[i] not in {"parataxis", "ccomp", "advcl", "dep"}:
        return None
    head = view.head[i]
    if head == i or view.child(i, "ccomp", "xcomp", "dobj") is not None or view.child(i, "mark", "advmod") is not None:
        return None
    subject = view.child(i, "nsubj")
    if subject is None:
        return None
    left, right = view.edges(i)
    commas = {",", "—", "–", "--", "-"}
    if view.low[left] not in commas and (left == 0 or view.low[left - 1] not in commas):
        return None
    if right < len(view) and view.low[right] not in commas | {".", "!", "?"} and view.low[right - 1] not in commas:
        return None
    first, after = view.edges(head)
    while after > right and view.low[after - 1] in {".", "!", "?"}:
        after -= 1
    ranges = [(first, left), (right, after)]
    content = spans_at(view, [(a, b) for a, b in ranges if a < b])
    if not content:
        return None
    return Found(i, cue_span(view, i), content, phrase(view, subject, i), _PARENTHESIS, "parenthesis")


def _to_do(view: View, i: int) -> Found | None:
    low = view.low[i]
    confidence = lexicon.TO_DO.get(low)
    if low == "like" and any(view.low[c] in {"would", "'d", "’d"} for c in view.children[i] if c < i):
        confidence = _WOULD_LIKE
    if confidence is None:
        return None
    child = next(
        (c for c in view.children[i] if c > i and view.dep[c] in {"xcomp", "ccomp", "advcl"} and has_to(view, c)), None
    )
    if child is None:
        return None
    passive = is_passive(view, i)
    if passive and low not in lexicon.PASSIVE_TO and low not in {"asked", "urged", "ordered", "advised", "encouraged"}:
        return None
    noun, _ = speaker_with_span(view, i)
    if low in lexicon.WANTING and not passive and (noun is None or view.low[noun] in lexicon.WEAK_SUBJECTS):
        return None
    first, after = view.edges(child)
    object_ = view.child(i, "dobj", "dative")
    if object_ is not None and i < object_ < first:
        first = view.edges(object_)[0]
    return _found(view, i, [(max(first, i + 1), after)], confidence, "infinitive")


def _naming_passive(view: View, i: int, rest: list[int], confidence: float) -> Found | None:
    """Such as "was described by them as a failure"."""
    low = view.low[i]
    if view.child(i, "agent") is None and low in _LABELLING:
        return None  # "a group called …" names and attributes to nobody
    rest = [c for c in rest if view.dep[c] in {"oprd", "attr", "acomp"} or view.low[c] in {"as", "of", "for"}]
    if not rest or (low == "called" and view.dep[rest[0]] == "prep" and view.low[rest[0]] == "for"):
        return None
    first = view.edges(rest[0])[0]
    return _found(view, i, [(first, max(view.edges(c)[1] for c in rest))], confidence - _PASSIVE, "naming-passive")


def _small_clause(view: View, i: int, confidence: float) -> Found | None:
    """Such as "called the plan illegal", where the parser sees a clause and no object."""
    small = view.child(i, "ccomp", "oprd")
    if view.low[i] not in _LABELLING or small is None or small < i:
        return None
    first = max(view.edges(small)[0], i + 1)
    return _found(view, i, [(first, _after(view, i, first)[1])], confidence, "naming")


def _addressee(view: View, i: int, rest: list[int]) -> bool:
    """Whether the object of "told", "asked" and the like only tells to whom it was said."""
    if view.low[i] not in _ADDRESSING:
        return False
    if any(view.dep[c] in {"ccomp", "xcomp"} and not has_to(view, c) for c in rest):
        return True
    return not any(view.dep[c] == "xcomp" or view.low[c] in {"about", "of", "for", "against"} for c in rest)


def _naming(view: View, i: int) -> Found | None:
    low = view.low[i]
    confidence = lexicon.NAMING.get(low)
    if confidence is None:
        return None
    rest = [c for c in view.children[i] if c > i and view.dep[c] in _NAMED_WITH]
    if is_passive(view, i) or (view.dep[i] == "acl" and view.tag[i] == "VBN"):
        return None if low in _SEEING else _naming_passive(view, i, rest, confidence)
    object_ = view.child(i, "dobj")
    if object_ is None:
        return _small_clause(view, i, confidence)
    first = view.edges(object_)[0]
    rest = [c for c in rest if c > object_]
    if object_ < i or first <= i or not (rest or low in lexicon.OBJECT) or _addressee(view, i, rest):
        return None
    if low in _SEEING and not any(view.low[c] == "as" for c in rest):
        return None
    if low in _CALLING and {view.dep[c] for c in rest} <= {"prep", "advcl"}:
        return None  # "called her on Friday"
    keep = [c for c in rest if view.dep[c] not in {"prep", "advcl"} or view.low[c] in _NAMED_BY]
    after = max([view.edges(c)[1] for c in keep] + [view.edges(object_)[1]])
    return _found(view, i, [(first, after)], confidence, "naming")


_NAMED_WITH = words("oprd attr acomp ccomp xcomp prep advcl")
_NAMED_BY = words("as of for about to with against")
_SEEING = words("see sees saw seen seeing regard regards regarded regarding treat")
_CALLING = words("call calls called calling")
_LABELLING = _CALLING | words("label labels labeled labelled dub dubs dubbed")
_ADDRESSING = words(
    "tell tells told telling remind reminds reminded reminding assure assures assured warn warns"
    " warned warning ask asks"
    " asked asking"
)


def _object(view: View, i: int) -> Found | None:
    confidence = lexicon.OBJECT.get(view.low[i])
    if confidence is None:
        return None
    if is_passive(view, i):
        subject = view.child(i, "nsubjpass")
        agent = view.child(i, "agent")
        if subject is None or agent is None or view.low[subject] in lexicon.RELATIVE:
            return None
        return _found(view, i, [view.edges(subject)], _OBJECT_PASSIVE, "object-passive")
    object_ = view.child(i, "dobj")
    if view.low[i] in lexicon.DEEDS and has_to(view, i):
        return None
    if object_ is None:
        gerund = view.child(i, "xcomp")
        if gerund is None or gerund < i or view.tag[gerund] != "VBG":
            return None
        return _found(view, i, [view.edges(gerund)], confidence, "gerund")
    if object_ < i:
        return None
    first, after = view.edges(object_)
    if first <= i or view.low[object_] in {"himself", "herself", "themselves", "itself"}:
        return None
    for c in view.children[i]:
        if (
            c > object_
            and view.dep[c] == "prep"
            and view.low[c] in {"as", "of", "for", "about", "against", "to", "at", "over"}
        ):
            after = max(after, view.edges(c)[1])
    return _found(view, i, [(first, after)], confidence, "object")


def _about(view: View, i: int) -> Found | None:
    low = view.low[i]
    for c in view.children[i]:
        if c < i or view.dep[c] not in {"prep", "dative"}:
            continue
        entry = lexicon.ABOUT.get(view.low[c])
        if entry is None or low not in entry[0]:
            continue
        inner = view.child(c, "pobj", "pcomp")
        if inner is None:
            continue
        if view.low[c] in {"for", "of", "as"} and view.child(i, "dobj") is not None and low not in {"call", "called"}:
            continue
        first, after = view.edges(inner)
        if first <= c:
            first = c + 1
        return _found(view, i, [(first, after)], entry[1], "preposition", cue_span(view, i, c))
    return None


def _made_clear(view: View, i: int) -> Found | None:
    """Such as "made it quite clear that …", "has made clear what …"."""
    if view.low[i] not in {"make", "makes", "made", "making"}:
        return None
    clear = next((k for k in range(i + 1, min(i + 6, len(view))) if view.low[k] in {"clear", "plain"}), None)
    if clear is None:
        return None
    bound = view.bounds[view.sentence[i]][1]
    ends = [
        view.edges(c)[1]
        for k in (i, clear)
        for c in view.children[k]
        if c > clear and view.dep[c] in {"ccomp", "xcomp", "advcl"}
    ]
    top = view.head[clear]
    if not ends and top > clear and view.within(top, i):
        ends = [view.edges(top)[1]]  # "clear they would not …": the parser makes the adjective hang on the clause
    after = min(max(ends, default=clear + 1), bound)
    if after <= clear + 1:
        return None
    return _found(view, i, [(clear + 1, after)], _CLEAR, "clear", cue_span(view, i, *range(i, clear + 1)))


def _styled_as(view: View, i: int) -> Found | None:
    """Such as "the deal, styled as a …": somebody names it, the text does not tell who."""
    if view.low[i] not in {"styled", "billed", "touted", "presented", "portrayed", "described"} or view.dep[i] != "acl":
        return None
    as_ = next((c for c in view.children[i] if view.low[c] == "as"), None)
    if as_ is None or view.child(i, "agent") is not None:
        return None
    noun = view.head[i]
    first = view.edges(noun)[0]
    content = spans_at(view, [(first, min(i, view.edges(i)[0])), (as_ + 1, view.edges(as_)[1])])
    if not content:
        return None
    return Found(i, [Span(view.start[i], view.end[as_])], content, None, _STYLED, "styled")


VERB_RULES: tuple[Callable[[View, int], Found | None], ...] = (
    _made_clear,
    _styled_as,
    _naming,
    _clause,
    _parenthesis,
    _to_do,
    _about,
    _object,
)
"""In order: the first one that finds something counts."""
