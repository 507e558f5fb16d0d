"""The outlet's own voice: what the article itself demands, declares or judges, outside of what it attributes.

Plain narration is not a statement. A clause counts only when words of its main clause show one of four things: a demand
(must, should, need to; a slogan), a declaration in the first person plural, a stance marker ("of course"), or a
judgement ("is a disgrace"). The kinds follow the stance literature (Biber and Finegan, Text 1989): obligation modals,
stance adverbials, evaluative predicates.
"""

from __future__ import annotations

from collections.abc import Iterator

from dissensus.annotating.statements import _lexicon as lexicon
from dissensus.annotating.statements._forms import words
from dissensus.annotating.statements._found import Found
from dissensus.annotating.statements._grammar import FINITE, VERB_TAGS
from dissensus.annotating.statements._view import View
from dissensus.model.spans import Span

CONFIDENCE = {"demand": 0.7, "declaration": 0.7, "slogan": 0.6, "stance": 0.5, "judgement": 0.45}
"""Set by reading, not by a measure: there is no corpus of own voice; two gold articles hold 16 of them."""

SHORTEST = 3
"""Fewest words of a statement in own voice."""
LONGEST_SLOGAN = 14
"""Most words of a line without a verb that is read as a slogan."""

_MODAL = words("must should ought")
_NEED = words("need needs")
_STANCE = words(
    "obviously clearly certainly undoubtedly surely plainly indeed unfortunately sadly rightly"
    " wrongly shamefully evidently"
    " tragically ironically inevitably"
)
_STANCE_OPENERS = (("of", "course"), ("in", "truth"), ("in", "reality"), ("no", "doubt"), ("make", "no", "mistake"))
_JUDGING = words(
    "disgrace scandal outrage betrayal retreat crime victory defeat farce sham lie disaster catastrophe travesty threat"
    " mistake insult failure triumph shame tragedy hypocrisy provocation aggression injustice absurd"
    " absurdity indication"
    " illegal unacceptable outrageous shameful hypocritical reactionary progressive heroic"
    " courageous brave brutal criminal"
    " murderous barbaric cowardly disgraceful wrong right unjust just false true vital essential"
    " crucial necessary urgent"
    " impossible inevitable indispensable unforgivable deplorable dangerous reckless cynical"
    " bankrupt rotten key way task"
    " requirement prospect proof evidence"
)
_COPULAS = words("is are was were remains remain represents represent constitutes constitute amounts means marks")
_SLOGAN_STARTS = words("no for against solidarity long down hands victory stop end free defend back out")
_SLOGAN_ENDS = words("out now together forever")
_LEADS = words("but and so well or yet")
_TAILS = words("and but or")


def own_voice_of(view: View, taken: list[bool]) -> Iterator[Found]:
    """Statements in own voice, in text order.

    Args:
        view: the text.
        taken: for each token, whether it stands in attributed content or in quotation marks.
    """
    for first, after in view.bounds:
        while first < after and view.low[first].isspace():
            first += 1
        while after > first and view.low[after - 1].isspace():
            after -= 1
        if after - first < SHORTEST:
            continue
        slogan = _slogan(view, first, after, taken)
        if slogan is not None:
            yield slogan
            continue
        yield from _clauses(view, first, after, taken)


def _new(view: View, first: int, after: int, kind: str, cue: list[Span]) -> Found | None:
    while first < after and (view.low[first] in _LEADS or view.dep[first] == "punct"):
        first += 1
    while after > first and (view.low[after - 1] in _TAILS or view.low[after - 1] in {",", ";"}):
        after -= 1
    span = view.span(first, after)
    if span is None or after - first < SHORTEST:
        return None
    end = span.end
    while end < len(view.text) and view.text[end] in ".!?":
        end += 1
    return Found(-1, cue, [Span(span.start, end)], None, CONFIDENCE[kind], f"own-{kind}", own_voice=True)


def _clauses(view: View, first: int, after: int, taken: list[bool]) -> Iterator[Found]:
    reached = first
    for i in range(first, after):
        if taken[i] or i < reached:
            continue
        sign = _sign(view, i, first, after)
        if sign is None:
            continue
        kind, verb, cue_first, cue_after = sign
        if view.dep[verb] in {"relcl", "acl"} or taken[verb]:
            continue
        low, high = _clause_of(view, verb, first, after)
        if high <= reached:
            continue
        free = [k for k in range(max(low, reached), high) if not taken[k]]
        if not free or (high - low) > 2 * len(free):
            continue
        cue = view.span(cue_first, cue_after)
        found = _new(view, max(low, reached), high, kind, [cue] if cue is not None else [])
        if found is not None:
            yield found
            reached = high


def _clause_of(view: View, verb: int, first: int, after: int) -> tuple[int, int]:
    """The clause of a verb: the sentence for its main verb, without a clause that is only joined to it."""
    low, high = view.edges(verb)
    for c in view.children[verb]:
        if view.dep[c] == "conj" and c > verb and view.child(c, "nsubj", "nsubjpass") is not None:
            high = min(high, view.edges(c)[0])
        elif view.dep[c] == "ccomp" and c < verb and view.low[max(verb - 1, 0)] != "that":
            left = view.edges(c)[1]
            if left <= verb:
                low = max(low, left)
    return max(low, first), min(high, after)


def _sign(view: View, i: int, first: int, after: int) -> tuple[str, int, int, int] | None:
    """What a token shows: kind, verb of its clause, first token of the marker and the token after it."""
    low, head = view.low[i], view.head[i]
    if low in _MODAL and view.tag[i] == "MD" and view.tag[head] in VERB_TAGS:
        return "demand", head, i, i + 1
    if low in _NEED and view.tag[i] in FINITE and i + 1 < after and view.low[i + 1] == "to":
        return "demand", i, i, i + 2
    if low == "let" and i + 1 < after and view.low[i + 1] in {"us", "'s", "’s"}:
        return "demand", i, i, i + 2
    if low in {"we", "our"} and view.tag[i].startswith("PRP"):
        verb = head if low == "we" else view.head[head]
        subject = i if low == "we" else head
        if view.dep[subject] in {"nsubj", "nsubjpass"} and view.tag[verb] in VERB_TAGS and subject < verb:
            return "declaration", verb, i, verb + 1 if verb - i <= 4 else i + 1
    if low in _STANCE and view.dep[i] == "advmod" and view.tag[head] in VERB_TAGS:
        return "stance", head, i, i + 1
    if i == first:
        for opener in _STANCE_OPENERS:
            if tuple(view.low[i : i + len(opener)]) == opener:
                root = next((k for k in range(first, after) if view.dep[k] == "ROOT"), None)
                return ("stance", root, i, i + len(opener)) if root is not None else None
    if low in _COPULAS and view.tag[i] in FINITE and view.dep[i] in {"ROOT", "conj"}:
        for c in view.children[i]:
            if c > i and view.dep[c] in {"attr", "acomp", "dobj"} and _judges(view, c):
                return "judgement", i, i, i + 1
    return None


def _judges(view: View, noun: int) -> bool:
    if view.low[noun] in _JUDGING:
        return True
    return any(view.low[c] in _JUDGING and view.dep[c] in {"amod", "conj"} for c in view.children[noun])


def _slogan(view: View, first: int, after: int, taken: list[bool]) -> Found | None:
    """A line of its own that demands: "No to the wall!", "Stop the cuts", "Troops out now!"."""
    if after - first > LONGEST_SLOGAN + 2 or any(taken[first:after]):
        return None
    start, end = view.start[first], view.end[after - 1]
    line_starts = first == 0 or "\n" in view.low[first - 1] or view.low[first - 1] in {":", "!"} or start == 0
    line_ends = end >= len(view.text) or view.text[end : end + 1] == "\n" or view.low[after - 1] == "!"
    if not (line_starts and line_ends):
        return None
    words = [i for i in range(first, after) if any(map(str.isalpha, view.low[i]))]
    if len(words) < SHORTEST or view.low[after - 1] == "?":
        return None
    finite = any(view.tag[i] in FINITE | {"MD"} for i in words)
    shout = view.low[after - 1] == "!"
    opener, closer = view.low[words[0]], view.low[words[-1]]
    colon = next((i for i in words[:6] if i + 1 < after and view.low[i + 1] == ":"), None)
    imperative = view.tag[words[0]] == "VB" or (
        colon is not None
        and colon + 2 < after
        and view.tag[colon + 2] == "VB"
        and view.low[colon + 2] not in lexicon.CLAUSE
    )
    if finite and not imperative:
        return None
    if (
        imperative
        or (opener in _SLOGAN_STARTS and (shout or opener in {"no", "for", "solidarity", "stop"}))
        or (shout and (closer in _SLOGAN_ENDS or opener in _SLOGAN_STARTS))
    ):
        return _new(view, first, after, "slogan", [])
    return None
