"""What a sentence's shape tells of a statement where there is no parse.

Quill closed the mine, saying … After saying …, Quill closed the mine. If the mine goes, Quill said, “we are done.”
“We stay,” Quill said. And perhaps, he said, the town would stay. The parse finds the same by its own rules.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from dissensus.annotating.statements import _lexicon as lexicon
from dissensus.annotating.statements._found import Found
from dissensus.annotating.statements._overlap import Near, less, touch
from dissensus.model.spans import Span, spans_of

REACH = 400
"""Characters before and after a cue in which its sentence's beginning and end are looked for."""
SHORTEST_WORDS = 2
"""Fewest words before a cue that are taken for the beginning of what is said."""

_WORD = r"[A-Z][\w.’'-]{0,30}"
_NAME = rf"{_WORD}(?: (?:{_WORD}|de|van|von|al|bin|of)){{0,4}}"
_ABBREVIATED = r"(?<!\b[A-Z])(?<!\b(?:Mr|Ms|Dr|St|Lt))(?<!\b(?:Mrs|Gov|Sen|Rep|Gen|Col|Sgt))"
_BEGINNING = re.compile(rf"(?:{_ABBREVIATED}[.?!…]['\"”’]{{0,2}}|\n|^)[ \t\u00a0]*(?P<first>[^\s.?!…]|$)")
_DID = r"(?:[a-z]{2,20}ed|has|had|is|was|went|took|made|gave|spoke|wrote|left|met|sought|held|began|came|hit)\b"
"""A verb after one capital word that begins a sentence: Small groups … is nobody's name."""
_SUBJECT = re.compile(
    rf"(?:[A-Z][a-z]{{1,12}} [^,.?!]{{1,40}}, )?(?P<who>{_NAME}(?: {_WORD})(?= [a-z])|[Hh]e|[Ss]he|[Tt]hey"
    rf"|{_WORD}(?= {_DID})) "
)
_AFTERWARDS = re.compile(rf"[^.?!\n]{{1,{REACH}}}?,[\"”’']{{0,2}} (?P<who>he|she|they|{_NAME}) [a-z]")
_INTRODUCES = re.compile(r"(?:After|Before|While|By|In|Despite|Besides|Without|When|Since) \Z")
_NOT_NAMES = re.compile(
    r"(?:The|A|An|This|That|These|Those|It|There|We|I|You|In|On|At|For|By|As|But|And|So|If|When|While|After|Before)\b"
)
_RELATES = re.compile(r"(?:.*, )?(?:and|which|who|that|where|or|but)\b[^,]*\Z", re.DOTALL)


def complete_by_words(text: str, items: Sequence[Found]) -> list[Found]:
    """The items with subjects of their participles, and with what stands before a cue in the same sentence.

    Args:
        text: the text.
        items: what a model read; changed in place.
    """
    for found in items:
        if found.cue and found.speaker is None and not found.own_voice:
            found.speaker = _subject_of_participle(text, found.cue[0])
    index = Near(items)
    for found in items:
        before = _clause_before(text, found)
        if before is not None:
            found.content = list(spans_of([before, *found.content]))
            index.add(found)
    return _with_parentheses(text, items, index)


def _beginning(text: str, at: int) -> int:
    """Where the sentence begins that holds a position, as far as marks and lines tell."""
    low = max(0, at - REACH)
    starts = [match.start("first") for match in _BEGINNING.finditer(text, low, at)]
    return starts[-1] if starts and starts[-1] < at else (low if low == 0 else at)


def _subject_of_participle(text: str, cue: Span) -> Span | None:
    word = text[cue.start : cue.end].split()[:1]
    if not word or not word[0].endswith("ing") or word[0] not in lexicon.SPEECH | lexicon.SPEECH_STRONG:
        return None
    first = _beginning(text, cue.start)
    if _INTRODUCES.fullmatch(text, first, cue.start):
        match = _AFTERWARDS.match(text, cue.end)
    elif text[first : cue.start].rstrip().endswith((",", ", and", ", but")):
        match = _SUBJECT.match(text, first, cue.start)
    else:
        return None
    if match is None or _NOT_NAMES.match(match["who"]):
        return None
    return Span(*match.span("who"))


def _clause_before(text: str, found: Found) -> Span | None:
    """The words of the sentence before , Quill said, “we are done.”: the quotation goes on with what they begin."""
    if not found.cue or found.speaker is None or not found.content or found.own_voice or len(found.cue) > 1:
        return None
    (cue,) = found.cue
    who, said = found.speaker, found.content[0]
    if text[cue.start : cue.end] not in lexicon.SPEECH_STRONG or not who.end < cue.start < said.start:
        return None
    if not re.fullmatch(r" (?:also )?", text[who.end : cue.start]) or text[cue.end : said.start] != ", ":
        return None
    if not re.match(r"(?:[\"“‘]|'')[a-z]", text[said.start : said.start + 3]):
        return None
    first = _beginning(text, who.start)
    clause = text[first : who.start]
    if not clause.endswith(", ") or len(clause.split()) < SHORTEST_WORDS or _RELATES.fullmatch(clause[:-2]):
        return None
    return Span(first, who.start - 2)


_PARENTHESIS = re.compile(
    rf"(?P<left>[A-Z][\w’'-]{{0,20}}(?: [\w’'-]{{1,20}}){{0,3}}), (?P<who>he|she|they|{_NAME}) "
    rf"(?P<cue>{'|'.join(sorted(form for form in lexicon.SPEECH_STRONG if not form.endswith('ing')))}), "
    rf"(?P<right>[^.?!\n]{{5,{REACH}}}[.?!][\"”’']{{0,2}})"
)


def _with_parentheses(text: str, items: Sequence[Found], index: Near) -> list[Found]:
    """The items, and those of And perhaps, he said, the town would stay. where another one took what is said.

    On PolNeAR train both sides of the cue belong to what is said in 88 of 112 such sentences.
    """
    added = []
    for match in _PARENTHESIS.finditer(text):
        cue, left, right = (Span(*match.span(name)) for name in ("cue", "left", "right"))
        near = index.to([cue, left, right])
        if _beginning(text, left.start + 1) != left.start or any(touch(item.cue, [cue]) for item in near):
            continue
        for item in near:
            if item.cue and item.cue[0].end < left.start and touch(item.content, [right]):
                item.content = less(item.content, [Span(left.start, right.end)])
                new = replace(item, cue=[cue], content=[left, right], speaker=Span(*match.span("who")), quotes=[])
                added.append(new)
                break
    return [item for item in (*items, *added) if item.content]
