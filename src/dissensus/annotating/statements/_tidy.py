"""What holds for every statement: speakers that can speak, content with words, and no layout in either."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dissensus.annotating.statements import _lexicon as lexicon
from dissensus.annotating.statements._forms import verbs, words
from dissensus.annotating.statements._found import Found
from dissensus.annotating.statements._marks import MARKS
from dissensus.annotating.statements._overlap import Near, length, shared, touch
from dissensus.annotating.statements._role_before import with_role
from dissensus.annotating.statements.acts import act_of
from dissensus.model.spans import Span

_EDGE = ",;:–—―-•*_"
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

    A speaker is one line's words, that nearest the cue, without punctuation around them, and neither a number nor a
    day: a parse takes bylines and captions for parts of the sentence below them.
    """
    kept = []
    for found in items:
        if found.speaker is not None:
            found.speaker = _speaker(text, found)
        found.content = [part for span in found.content for part in _lines(text, span)]
        if found.content and not any(is_none(text, found) for is_none in _NONE):
            kept.append(found)
    return without_echoes(kept)


def without_echoes(items: Sequence[Found]) -> list[Found]:
    """The items; of those of one speaker that say the same at one cue, or nearly in the same words, the surest alone.

    Of two that are as sure the longer one is kept.
    """
    index = Near(items)
    order = sorted(range(len(items)), key=lambda n: (-items[n].confidence, -length(items[n].content), n))
    rank = {id(items[n]): place for place, n in enumerate(order)}
    dropped: set[int] = set()
    for n in order:
        item = items[n]
        if id(item) in dropped:
            continue
        for other in index.to(item.content):
            if rank[id(other)] > rank[id(item)] and not other.turn and other.rule != "signed" and _echoes(item, other):
                dropped.add(id(other))
    return [item for item in items if id(item) not in dropped]


def _echoes(item: Found, other: Found) -> bool:
    if not touch(_who(item), _who(other)) and (item.speaker is not None or other.speaker is not None):
        return False
    both, sizes = shared(item.content, other.content), (length(item.content), length(other.content))
    if touch(item.cue, other.cue):
        return both >= ECHO_AT_ONE_CUE * min(sizes)
    return both >= ECHO * max(sizes)


def _who(found: Found) -> list[Span]:
    return [] if found.speaker is None else [found.speaker]


ECHO_AT_ONE_CUE = 0.9
"""Share of the shorter content from which two readings of one speaker at one cue are the same statement."""
ECHO = 0.8
"""Share of the longer content from which two readings of one speaker are the same statement."""


def _is_silence(text: str, found: Found) -> bool:
    """Whether nothing is said: "said nothing", "never said a word", "neither of them said anything about it"."""
    cue = [word for a, b in found.cue for word in _WORD.findall(text[a:b].lower())]
    if found.turn or any(text[a] in MARKS for a, _ in found.content) or _UTTERING.isdisjoint(cue):
        return False
    said = [word for a, b in found.content for word in _WORD.findall(text[a:b].lower())]
    if _NOTHING.issuperset(said):
        return True
    who = [] if found.speaker is None else _WORD.findall(text[slice(*found.speaker)].lower())
    about = "anything" in cue or said == ["anything"] or said[:2] in (["anything", "about"], ["anything", "on"])
    return about and (who[:2] == ["no", "one"] or not _NOBODY.isdisjoint(who[:1]))


_UTTERING = verbs("say tell speak utter reveal disclose")
_NOTHING = words("anything nothing a word much little else")
"""Words of which a content alone tells that something was said or not, and not what."""
_NOBODY = words("neither nobody none")


def _is_grammar(text: str, found: Found) -> bool:
    """Whether the content is nothing but articles and prepositions: what is left of a phrase that broke off."""
    return _GRAMMAR.issuperset(word for a, b in found.content for word in _WORD.findall(text[a:b].lower()))


_GRAMMAR = words("a an the of to in on at for from by with as and or but than into over about")


def _is_deed(text: str, found: Found) -> bool:
    """Whether words were only written or told: "the men who wrote it" says nothing of what it is."""
    if found.pronoun is None or len(found.content) != 1 or text[slice(*found.content[0])] not in _OBJECTS:
        return False
    return act_of(" ".join(text[a:b] for a, b in found.cue)) == "says"


_OBJECTS = words("it them this that")


def _is_question(text: str, found: Found) -> bool:
    """Whether it is asked who says so: "Who speaks for the valley?"."""
    return found.pronoun is None and found.speaker is not None and text[slice(*found.speaker)] in _WHO


_WHO = words("Who What Which Whoever")


def _is_credit(text: str, found: Found) -> bool:
    """Whether a label of the page's own stands before a colon: "Photo: Mia Ross"."""
    who = "" if found.speaker is None else text[slice(*found.speaker)].lower()
    return who in _PAGE and text[slice(*found.cue[0])].strip() == ":" if found.cue else False


_PAGE = words("photo photos photograph image images picture pictures graphic credit credits caption video editing tags")


def _is_term(text: str, found: Found) -> bool:
    """Whether the content is only a term in marks and the cue no word of saying: recognised the ‘reform’ in May."""
    if len(found.content) != 1 or not found.cue or found.turn:
        return False
    term = _TERM.fullmatch(text[slice(*found.content[0])])
    if term is None or len(term["term"].split()) > LONGEST_TERM or len(term["rest"].split()) > LONGEST_REST:
        return False
    if term["rest"] and not term["kept_off"]:
        return False
    return _QUOTING.isdisjoint(word for a, b in found.cue for word in _WORD.findall(text[a:b].lower()))


LONGEST_TERM = 3
"""Most words of what is read as a term that the outlet keeps at a distance, where nothing says that it was said."""
LONGEST_REST = 5
"""Most words after such a term that tell where or when, and nothing about it."""
_TERM = re.compile(
    rf"(?P<kept_off>(?i:(?:the|a|an|its|his|her|their|this|that|so-called) ){{0,2}})"
    rf"[{MARKS}]{{1,2}}(?P<term>(?:[^{MARKS}\n]|\b[’']\b){{0,80}}[^{MARKS}\n,.?!…])[{MARKS}]{{1,2}}"
    rf"(?P<rest>(?: (?:in|of|on|off|at|until|for|from|to|with|by|last|this|next|again|away|back|up|down)\b"
    rf"[^{MARKS}\n]{{0,80}})?)"
)
_QUOTING = (
    (lexicon.SPEECH - verbs("put"))
    | frozenset((*lexicon.NAMING, *lexicon.OBJECT))
    | verbs("dub label issue sound signal deliver offer raise speak sign use voice type")
    | words("according named titled entitled")
    | words("phrase phrases word words term terms expression slogan slogans motto hashtag label title")
)
"""Words of a cue that tell that the very words are somebody's: said, called, used the phrase."""


_NONE = (_is_term, _is_silence, _is_question, _is_deed, _is_credit, _is_grammar)


def _speaker(text: str, found: Found) -> Span | None:
    if found.speaker is None:
        return None
    start, end = found.speaker
    lines = [line.span() for line in _LINE.finditer(text, start, end) if _WORD.search(line.group())]
    if lines:
        at = found.cue[0].start if found.cue else found.content[0].start
        start, end = min(lines, key=lambda line: max(line[0] - at, at - line[1]))
    if found.cue and not found.turn and _is_above(text, end, found.cue[0].start):
        return None
    while start < end and (text[start] in _EDGE or text[start].isspace()):
        start += 1
    while end > start and (text[end - 1] in _EDGE or text[end - 1].isspace()):
        end -= 1
    end += _is_half(text[start:end], text[end : end + 1])
    said = _WORD.findall(text[start:end].lower())
    if not said or all(word.isdigit() for word in said):
        return None
    if not _DAYS.isdisjoint(said) and all(word in _DAYS or word in _AROUND_DAYS or word.isdigit() for word in said):
        return None
    return with_role(text, found, Span(start, end))


def _is_half(phrase: str, after: str) -> bool:
    """Whether the sign after a phrase closes what was opened in it: the 'experts' who …"""
    opened = [m.end() for m in re.finditer(rf"(?<!\S){_PARTNERS[after]}", phrase)] if after in _PARTNERS else []
    return bool(opened) and after not in phrase[opened[-1] :]


_PARTNERS = {"'": "'", "’": "‘", "”": "“", '"': '"'}


def _is_above(text: str, end: int, cue: int) -> bool:
    """Whether a speaker ends in a line above the cue's, which does not go on with it: a byline, a heading."""
    gap = text[end:cue] if end <= cue else ""
    lines = gap.count("\n")
    return lines > 0 and (lines > 1 or text[text.rindex("\n", end, cue) + 1 : cue].lstrip()[:1].isupper())


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
