"""The frames of reporting verbs: clause, infinitive, object, preposition, naming."""

from __future__ import annotations

from collections.abc import Callable

from dissensus.annotating.statements import _lexicon as lexicon
from dissensus.annotating.statements._attributed import attributed
from dissensus.annotating.statements._forms import words
from dissensus.annotating.statements._found import Found
from dissensus.annotating.statements._grammar import (
    cue_span,
    has_to,
    is_passive,
    phrase,
    pieces,
    spans_at,
    speaker_of,
    speaker_with_span,
)
from dissensus.annotating.statements._prepositions import about, failing, with_deadline
from dissensus.annotating.statements._view import View
from dissensus.model.spans import Span

_COMPLEMENTS = words("dobj oprd attr ccomp xcomp prep dative acomp advcl")
_WOULD_LIKE, _PARENTHESIS, _CLEAR, _OBJECT_PASSIVE = 0.47, 0.84, 0.49, 0.68
"""Share of such findings whose content is right on PolNeAR train, as in the word lists."""
_PASSIVE, _STYLED, _FIGURE = 0.1, 0.45, 0.6
"""Set by reading: PolNeAR train holds too few of them."""


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
    if first > i and failing(view, i) and view.child(child, "nsubj", "nsubjpass", "expl", "csubj") is None:
        return None  # "which they refused to believe was coming": the frame around it holds all that is said
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
        subjects = [c for c in view.children[i] if view.dep[c] == "nsubj"]
        if len(subjects) == 2 and subjects[0] < i < subjects[1] < first and view.child(child, "nsubj") is None:
            first = view.edges(subjects[1])[0]  # the reported clause's own subject, given to the cue
    return attributed(view, i, [*_set_before(view, i, child), *pieces(view, first, after, i)], confidence, "clause")


def _set_before(view: View, i: int, clause: int) -> list[tuple[int, int]]:
    """Of "The council, she told them, had voted" the subject that the reported clause lacks."""
    if clause < i or view.child(clause, "nsubj", "nsubjpass", "mark", "expl") is not None:
        return []
    c = view.children[i][0]
    first, after = view.edges(c)
    if view.dep[c] not in {"dep", "nsubj"} or view.tag[c][:2] != "NN" or first != view.bounds[view.sentence[i]][0]:
        return []
    subject = speaker_of(view, i)
    return [(first, after)] if subject is not None and after < subject and view.low[after] == "," else []


def parenthesis(view: View, i: int) -> Found | None:
    """Such as "The plan, he said, will fail": the verb hangs on what it reports."""
    low = view.low[i]
    if low not in lexicon.CLAUSE or view.dep[i] not in {"parataxis", "ccomp", "advcl", "dep", "relcl"}:
        return None
    head = view.head[i]
    if view.dep[i] == "relcl":
        if low not in lexicon.SPEECH_STRONG or any(
            view.low[k] in lexicon.RELATIVE or view.tag[k] in {"WDT", "WP", "WRB"} for k in range(view.edges(i)[0], i)
        ):
            return None
        # After a comma no relative clause can lack its pronoun: "…, the clerk confirmed" reports the sentence.
        head = next((k for k in range(*view.bounds[view.sentence[i]]) if view.dep[k] == "ROOT"), i)
    if head == i or view.child(i, "ccomp", "xcomp") is not None or view.child(i, "mark", "advmod") is not None:
        return None
    if view.child(i, "dobj") is not None and low not in lexicon.TOLD:
        return None
    subjects = [c for c in view.children[i] if view.dep[c] == "nsubj"]
    if not subjects:
        return None
    subject = subjects[0]
    left, right = view.edges(i)
    commas = {",", "—", "–", "--", "-"}
    # Of "The board, Quill said, told nobody" parsers may give both subjects to "said".
    if len(subjects) == 2 and subjects[1] < i and view.child(head, "nsubj", "nsubjpass") is None:
        comma = view.edges(subject)[1]
        comma -= view.low[comma - 1] in commas
        if view.low[comma] in commas and view.edges(subjects[1])[0] > comma:
            subject, left = subjects[1], comma
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
    if low in _THREATENING and noun is not None and view.low[noun] in lexicon.STATES:
        return None
    if low in lexicon.WANTING and not passive and (noun is None or view.low[noun] in lexicon.WEAK_SUBJECTS):
        return None
    first, after = view.edges(child)
    if _unnamed(view, child):
        return None
    object_ = view.child(i, "dobj", "dative")
    cue: list[Span] | None = None
    if object_ is None and low in _CALLING_ON:
        preposition = next((c for c in view.children[i] if c > i and view.dep[c] in {"prep", "dative"}), None)
        if preposition is not None and view.low[preposition] in _CALLING_ON[low]:
            object_ = view.child(preposition, "pobj")
            cue = cue_span(view, i, preposition) if object_ is not None else None
    if object_ is not None and i < object_ < first:
        first = view.edges(object_)[0]
    return attributed(view, i, [(max(first, i + 1), after)], confidence, "infinitive", cue)


def _unnamed(view: View, verb: int) -> bool:
    """Such as "not to be named": under which condition somebody spoke, not what was said."""
    if view.low[verb] in _NAMED and view.child(verb, "auxpass") is not None:
        return True
    quality = view.child(verb, "acomp", "oprd", "attr")
    return quality is not None and view.low[quality] in {"anonymous", "unnamed", "nameless", "unidentified"}


_THREATENING = words("threaten threatens threatened threatening")
_NAMED = words("named identified quoted")
_CALLING_ON = {
    **dict.fromkeys(words("call calls called calling"), words("on upon")),
    **dict.fromkeys(words("appeal appeals appealed appealing"), words("to")),
    **dict.fromkeys(words("plead pleads pleaded pleading"), words("with")),
}


def figure(view: View, i: int) -> Found | None:
    """Such as "The police say 4,000" and "put the number at 2,600": a number that somebody gives."""
    low = view.low[i]
    object_ = view.child(i, "dobj")
    if object_ is None or object_ < i or is_passive(view, i):
        return None
    first, after = view.edges(object_)
    if low in _PUTTING:
        at = next((c for c in view.children[i] if c > object_ and view.low[c] == "at" and view.dep[c] == "prep"), None)
        if at is None or not any(view.tag[k] == "CD" for k in range(at, view.edges(at)[1])):
            return None
        after = view.edges(at)[1]
    elif low not in {"say", "says", "said"} or view.tag[object_] != "CD":
        return None
    return attributed(view, i, [(max(first, i + 1), after)], _FIGURE, "figure")


_PUTTING = words("put puts estimate estimates estimated")


def _naming_passive(view: View, i: int, rest: list[int], confidence: float) -> Found | None:
    """Such as "was described by them as a failure"."""
    low = view.low[i]
    if view.child(i, "agent") is None and low in _LABELLING:
        return None  # "a group called …" names and attributes to nobody
    rest = [c for c in rest if view.dep[c] in {"oprd", "attr", "acomp"} or view.low[c] in {"as", "of", "for"}]
    if not rest or (low == "called" and view.dep[rest[0]] == "prep" and view.low[rest[0]] == "for"):
        return None
    first = view.edges(rest[0])[0]
    return attributed(view, i, [(first, max(view.edges(c)[1] for c in rest))], confidence - _PASSIVE, "naming-passive")


def _small_clause(view: View, i: int, confidence: float) -> Found | None:
    """Such as "called the plan illegal", where the parser sees a clause and no object."""
    small = view.child(i, "ccomp", "oprd")
    if view.low[i] not in _LABELLING or small is None or small < i:
        return None
    first = max(view.edges(small)[0], i + 1)
    return attributed(view, i, [(first, _after(view, i, first)[1])], confidence, "naming")


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
    if object_ < i or first <= i or _addressee(view, i, rest):
        return None
    if not (rest or low in lexicon.OBJECT or (low in _ACCUSING and view.child(object_, "prep") is not None)):
        return None
    if low in _SEEING and not any(view.low[c] == "as" for c in rest):
        return None
    if low in _CALLING and {view.dep[c] for c in rest} <= {"prep", "advcl"}:
        return None  # "called her on Friday"
    keep = [c for c in rest if view.dep[c] not in {"prep", "advcl"} or view.low[c] in _NAMED_BY]
    after = max([view.edges(c)[1] for c in keep] + [view.edges(object_)[1]])
    return attributed(view, i, [(first, after)], confidence, "naming")


_NAMED_WITH = words("oprd attr acomp ccomp xcomp prep advcl")
_NAMED_BY = words("as of for about to with against")
_ACCUSING = words("accuse accuses accused accusing")
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
        return attributed(view, i, [view.edges(subject)], _OBJECT_PASSIVE, "object-passive")
    object_ = view.child(i, "dobj")
    if view.low[i] in lexicon.DEEDS and _is_deed(view, i):
        return None
    if view.low[i] == "claim" and any(view.tag[c] == "MD" for c in view.children[i] if c < i):
        return None  # "could claim damages"
    if object_ is None:
        gerund = view.child(i, "xcomp")
        if gerund is None or gerund < i or view.tag[gerund] != "VBG":
            return None
        return attributed(view, i, [view.edges(gerund)], confidence, "gerund")
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
            and (view.low[c] in {"as", "for"} or view.low[view.edges(c)[0] - 1] != ",")
        ):
            after = max(after, view.edges(c)[1])
    return attributed(view, i, [(first, with_deadline(view, i, after))], confidence, "object")


def _is_deed(view: View, i: int) -> bool:
    """Such as "fighting to hold and defend the town", "went into defending it": not told as somebody's words."""
    for _ in range(_JOINED):
        if has_to(view, i) or (view.tag[i] == "VBG" and view.dep[i] in _BARE and view.child(i, "aux") is None):
            return True
        if view.dep[i] != "conj" or view.head[i] == i:
            return False
        i = view.head[i]
    return False


_BARE = words("pcomp xcomp acl")
_JOINED = 4
"""Most verbs joined by "and" that are looked at."""


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
    return attributed(view, i, [(clear + 1, after)], _CLEAR, "clear", cue_span(view, i, *range(i, clear + 1)))


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
    figure,
    _naming,
    _clause,
    parenthesis,
    _to_do,
    about,
    _object,
)
"""In order: the first one that finds something counts."""
