"""What holds for every statement: speakers that can speak, content with words, and no layout in either."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dissensus.annotating.statements import _lexicon as lexicon
from dissensus.annotating.statements._forms import words
from dissensus.annotating.statements._found import Found
from dissensus.annotating.statements._marks import MARKS
from dissensus.model.spans import Span

_EDGE = " \t\r\f\v\u00a0,;:–—―-•*_"
_START = re.compile(r"[ \t\u00a0]*(?:[>•*·–—-]{1,3}[ \t\u00a0]+|\*\*[ \t\u00a0]*)?")
_LINE = re.compile(r"[^\n\r]+")
_WORD = re.compile(r"\w+")
_DAYS = words(
    "monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow tonight"
    " january february september october november december"
)
_AROUND_DAYS = words("on last next this the in of night morning afternoon evening")


def tidy(text: str, items: Sequence[Found]) -> list[Found]:
    """The items with content by line, without bullets and block marks; without those that say nothing.

    A speaker is one line's words without punctuation around them, and neither a number nor a day.
    """
    kept = []
    for found in items:
        if found.speaker is not None:
            found.speaker = _speaker(text, found.speaker)
        found.content = [part for span in found.content for part in _lines(text, span)]
        if found.content and not _is_term(text, found):
            kept.append(found)
    return kept


def _is_term(text: str, found: Found) -> bool:
    """Whether the content is only a term in marks and the cue no word of saying: recognised the ‘reform’."""
    if len(found.content) != 1 or not found.cue or found.turn:
        return False
    said = text[slice(*found.content[0])]
    said = said.removeprefix("the ")
    inner = said.strip(MARKS)
    if said[:1] not in MARKS or said[-1:] not in MARKS or not inner or inner[-1] in ",.?!…":
        return False
    if len(inner.split()) > LONGEST_TERM:
        return False
    return _QUOTING.isdisjoint(word for a, b in found.cue for word in _WORD.findall(text[a:b].lower()))


LONGEST_TERM = 3
"""Most words of what is read as a term that the outlet keeps at a distance, where nothing says that it was said."""
_QUOTING = lexicon.SPEECH | frozenset((*lexicon.NAMING, *lexicon.OBJECT)) | words("according named titled entitled")


def _speaker(text: str, span: Span) -> Span | None:
    start, end = span
    for line in _LINE.finditer(text, start, end):
        if _WORD.search(line.group()):
            start, end = line.span()
            break
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    said = _WORD.findall(text[start:end].lower())
    if not said or all(word.isdigit() for word in said):
        return None
    if not _DAYS.isdisjoint(said) and all(word in _DAYS or word in _AROUND_DAYS or word.isdigit() for word in said):
        return None
    return Span(start, end)


def _lines(text: str, span: Span) -> Iterator[Span]:
    """The lines of a span that have words, without white space at both ends."""
    for line in _LINE.finditer(text, span.start, span.end):
        start, end = line.span()
        lead = _START.match(text, start, end)
        start = lead.end() if lead is not None else start
        while end > start and text[end - 1].isspace():
            end -= 1
        while start < end and text[start].isspace():
            start += 1
        if _WORD.search(text, start, end):
            yield Span(start, end)
