"""Whole sentences in the outlet's own voice: slogans, exclamations, commands, questions that assert, contradictions."""

from __future__ import annotations

from collections.abc import Iterator

from dissensus.annotating.statements._forms import words
from dissensus.annotating.statements._found import Found
from dissensus.annotating.statements._grammar import FINITE
from dissensus.annotating.statements._view import View
from dissensus.model.spans import Span

CONFIDENCE = {
    "demand": 0.7,
    "declaration": 0.7,
    "slogan": 0.6,
    "imperative": 0.55,
    "stance": 0.5,
    "judgement": 0.45,
    "contradiction": 0.45,
    "question": 0.4,
}
"""Set by reading, not by a measure: there is no corpus of own voice."""

SHORTEST = 3
"""Fewest words of a statement in own voice."""
LONGEST_SLOGAN = 14
"""Most words of a line without a verb that is read as a slogan."""
LONGEST_EXCLAMATION = 30
"""Most words of a sentence that is read as an exclamation; a longer one is narration with a mark at its end."""

_PRESENT = words("is are 's ’s")
_LEADS = words("but and so well or yet")
_TAILS = words("and but or")
_FINAL = words(". ! ? …")
_MARKUP = frozenset("*_#>\ufeff")
_BOILERPLATE = words(
    "read click sign follow subscribe see watch share check visit contact email listen download view scroll skip send"
    " register log advertisement note join get buy tap like enter submit search browse please imagine consider think"
    " suppose say take picture call thank thanks meet reach look"
)
"""Imperatives that address a visitor of the page, or that only lead an argument on."""
_ASKING = words("is are do does did was were have has can should could would ca")
_QUESTIONS = (
    ("how", "long", "must"),
    ("how", "long", "will", "we"),
    ("how", "long", "will", "they"),
    ("how", "much", "longer"),
    ("how", "dare"),
    ("who", "can", "believe"),
    ("who", "can", "deny"),
    ("who", "could", "believe"),
    ("who", "would", "believe"),
    ("why", "should"),
    ("what", "right"),
    ("what", "else"),
    ("since", "when"),
    ("is", "it", "any", "wonder"),
    ("is", "this", "not"),
    ("is", "it", "not"),
    ("do", "they", "think"),
    ("are", "we", "to"),
    ("are", "we", "supposed"),
    ("have", "they", "no"),
)
_CALLS = words(
    "open expel seize take bring publish close end stop save keep free release defend build demand resist reject"
    " refuse vote march unite organise organize boycott nationalise nationalize abolish scrap sack fund cut tax"
    " cancel raise lower restore withdraw disarm occupy block break smash support protect"
)
"""Verbs of political commands."""


def sentences_of(view: View) -> Iterator[tuple[int, int]]:
    """Token ranges of sentences: those of the parser, which joins short ones, cut again after each closing mark."""
    for low, high in view.bounds:
        first = low
        for i in range(low, high):
            ends = view.low[i] in _FINAL and i + 1 < high and view.text[view.start[i + 1]].isupper()
            if ends or "\n" in view.low[i] or "\r" in view.low[i]:
                yield from _trimmed(view, first, i + 1)
                first = i + 1
        yield from _trimmed(view, first, high)


def _trimmed(view: View, first: int, after: int) -> Iterator[tuple[int, int]]:
    while first < after and (view.low[first].isspace() or set(view.low[first]) <= _MARKUP):
        first += 1
    while after > first and (view.low[after - 1].isspace() or set(view.low[after - 1]) <= _MARKUP):
        after -= 1
    if first < after:
        yield first, after


def new(view: View, first: int, after: int, kind: str, cue: list[Span]) -> Found | None:
    return joined(view, [(first, after)], kind, cue)


def joined(view: View, parts: list[tuple[int, int]], kind: str, cue: list[Span]) -> Found | None:
    """A statement in own voice of ranges of tokens, each without what only joins it; None when too little is left."""
    content, count = [], 0
    for first, after in parts:
        while first < after and (view.low[first] in _LEADS or view.dep[first] == "punct"):
            first += 1
        while after > first and (view.low[after - 1] in _TAILS or view.low[after - 1] in {",", ";"}):
            after -= 1
        span = view.span(first, after)
        if span is not None:
            content.append(_with_end_marks(view.text, span))
            count += after - first
    if count < SHORTEST:
        return None
    return Found(-1, cue, content, None, CONFIDENCE[kind], f"own-{kind}", own_voice=True)


def _with_end_marks(text: str, span: Span) -> Span:
    """The span with the marks that end its sentence, and those that close a quotation which it opens."""
    start, end = span
    while end < len(text) and (text[end] in ".!?" or _closes(text, start, end)):
        end += 1
    return Span(start, end)


def _closes(text: str, start: int, end: int) -> bool:
    opening = _PAIRS.get(text[end])
    if opening is None:
        return False
    if opening == text[end]:
        return text.count(opening, start, end) % 2 == 1
    return text.rfind(opening, start, end) > text.rfind(text[end], start, end)


_PAIRS = {"”": "“", "’": "‘", "»": "«", '"': '"'}
"""Closing marks with the ones that open."""


def free(first: int, after: int, taken: list[bool]) -> bool:
    return not any(taken[first:after])


def _is_copula(view: View, first: int, after: int) -> tuple[int, bool] | None:
    """The first "is" or "are" among the first words of a sentence that has a noun as predicate, and whether "not"."""
    for i in range(first + 1, min(after, first + 8)):
        if (view.low[i] in _PRESENT and view.tag[i] == "VBZ") or view.low[i] == "are":
            noun = view.child(i, "attr")
            if noun is None or noun < i or view.tag[noun][:2] != "NN":
                return None
            denied = any(view.low[k] in {"not", "n't", "n’t", "no"} for k in range(i + 1, min(i + 3, after)))
            return i, denied
        if view.tag[i] in FINITE:
            return None
    return None


def denies(view: View, first: int, after: int, taken: list[bool]) -> bool:
    found = _is_copula(view, first, after)
    return found is not None and found[1] and free(first, after, taken)


def affirms(view: View, first: int, after: int, taken: list[bool]) -> bool:
    """The second half of "It is not an X. It is a Y.", which contradicts somebody's words."""
    if view.low[first] not in {"it", "they", "this", "that"} or not free(first, after, taken):
        return False
    found = _is_copula(view, first, after)
    return found is not None and not found[1]


def affirms_next(view: View, after: int, taken: list[bool]) -> bool:
    first = after
    while first < len(view) and view.low[first].isspace() and "\n" not in view.low[first]:
        first += 1
    end = next((k + 1 for k in range(first, min(first + 60, len(view))) if view.low[k] in _FINAL), first)
    return end > first and affirms(view, first, end, taken)


def _imperative(view: View, first: int, after: int, taken: list[bool]) -> Found | None:
    """A sentence that tells its readers what to do: "Bring blankets.", "Let the town decide."."""
    if not free(first, after, taken) or view.low[after - 1] not in {".", "!"} or after - first > LONGEST_EXCLAMATION:
        return None
    i = first
    while i < after and (view.low[i] in _LEADS or view.dep[i] == "punct"):
        i += 1
    verb = i
    if verb >= after - 1 or view.child(verb, "nsubj", "nsubjpass", "aux") is not None:
        return None
    taking = any(view.low[c] in {"into", "back", "over"} for c in view.children[verb])
    if view.low[verb] in _BOILERPLATE and not (view.low[verb] == "take" and taking):
        return None
    if view.low[verb] in {"don", "do"} and view.low[verb + 1] in {"not", "n't", "n’t"}:
        return new(view, i, after, "imperative", [])
    if (
        view.low[verb] in _CALLS
        and view.tag[verb + 1] in {"DT", "PRP$", "PRP", "NN", "NNS"}
        and _verbless(view, first, after)
    ):
        return new(view, i, after, "imperative", [])  # parsers take a short command for a noun
    if view.tag[verb] != "VB" or view.dep[verb] not in {"ROOT", "ccomp", "conj"}:
        return None
    if any(view.tag[c] == "TO" for c in view.children[verb] if c < verb):
        return None
    # "Bring soup and you get bread" tells a consequence.
    if any(view.dep[c] == "conj" and view.child(c, "nsubj") is not None for c in view.children[verb]):
        return None
    return new(view, i, after, "imperative", [])


def _verbless(view: View, first: int, after: int) -> bool:
    """Whether no verb of a sentence tells anything but a thing's quality."""
    return not any(
        (view.tag[k] in FINITE or view.tag[k] == "MD") and view.dep[k] not in {"relcl", "acl", "aux"}
        for k in range(first + 1, after)
    )


def _question(view: View, first: int, after: int, taken: list[bool]) -> Found | None:
    """A question that asserts: "Isn't it time to go?", "How long must we wait?", "Who can believe them?"."""
    if view.low[after - 1] != "?" or not free(first, after, taken) or after - first > LONGEST_EXCLAMATION:
        return None
    i = first
    while i < after - 2 and (view.low[i] in _LEADS or view.dep[i] == "punct"):
        i += 1
    low, second = view.low[i], view.low[i + 1]
    denied = second in {"n't", "n’t"} and low in _ASKING
    asserted = any(tuple(view.low[i : i + len(opener)]) == opener for opener in _QUESTIONS)
    asserted = asserted or ((low, second) == ("how", "many") and "must" in view.low[i:after])
    if not denied and not asserted:
        return None
    return new(view, i, after, "question", [])


def _slogan(view: View, first: int, after: int, taken: list[bool]) -> Found | None:
    """A line of its own that demands ("No to the wall", "Stop the cuts"), or an exclamation outside quotation marks."""
    letters = [i for i in range(first, after) if any(map(str.isalpha, view.low[i]))]
    if len(letters) < 2 or not free(first, after, taken) or view.low[after - 1] == "?":
        return None
    if view.low[after - 1] == "!":
        return new(view, first, after, "slogan", []) if len(letters) <= LONGEST_EXCLAMATION else None
    if len(letters) < SHORTEST or after - first > LONGEST_SLOGAN:
        return None
    end = view.end[after - 1]
    line = first == 0 or "\n" in view.low[first - 1] or (first >= 2 and "\n" in view.low[first - 2])
    if not line or (view.text[end : end + 1] not in {"", "\n"}):
        return None
    opener = view.low[letters[0]]
    imperative = view.tag[letters[0]] == "VB" and opener not in _BOILERPLATE
    if any(view.tag[i] in FINITE | {"MD"} for i in letters) and not imperative:
        return None
    if imperative or opener in {"no", "for", "solidarity", "stop"}:
        return new(view, first, after, "slogan", [])
    return None


def whole_sentence(view: View, first: int, after: int, taken: list[bool]) -> Found | None:
    """A sentence that as a whole is a slogan, an exclamation, a command or a question that asserts."""
    return (
        _slogan(view, first, after, taken)
        or _imperative(view, first, after, taken)
        or _question(view, first, after, taken)
    )
