"""Slogans without a verb made sentences: "Troops out!", "No to the tax!", "For a general strike!"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from dissensus.reconciling.claims.discovery._demands import wanted_things
from dissensus.reconciling.claims.discovery._phrases import Phrase, is_plural, noun_phrase, put_together, sentence
from dissensus.reconciling.claims.discovery.values import Reading

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

LONGEST_SLOGAN = 160
CALL = 3
"""Characters behind "no ..." among which a call has its "!"; without it the words are a phrase of a longer sentence."""
_PIECE = re.compile(r"[^\n.!?;:–—,]+")
_WORDS = "(?P<what>[^\n]{2,140})"
_OUT = re.compile(r"(?P<what>[^\n]{2,100}) out(?: of (?P<where>[^\n]{2,60}?))?(?: now)?\Z", re.IGNORECASE)
_TAKING = re.compile(
    r"(?P<how>for|no to|no more|no|down with|away with|solidarity with|solidarity between|support for|victory to|"
    r"hands off|long live|forward to|against|freedom for|justice for|we are for|we are against|back|support|defend|"
    r"protest against)"
    rf"(?: the)? {_WORDS}\Z",
    re.IGNORECASE,
)
_CHANGE = "a slogan made a sentence"


def slogans_of(parse: Doc, start: int, end: int, reading: Reading) -> Iterator[Phrase]:
    """Sentences of the slogans between two positions of a text; none where the words are too long for one."""
    text = parse.text[start:end]
    span = parse.char_span(start, end, alignment_mode="contract")
    if len(text) > LONGEST_SLOGAN or span is None or any(_is_verb(token) for token in span):
        return
    for piece in _PIECE.finditer(text):
        words = piece.group().strip(" *#_\"“”'‘’")
        at = start + piece.start() + piece.group().find(words)
        match = _OUT.match(words)
        if match:
            yield from _out(parse, at, match, reading)
            continue
        match = _TAKING.match(words)
        if match:
            yield from _taking(parse, at, match, reading)


def _is_verb(token: Token) -> bool:
    """Whether the token makes a sentence of the words around it; "’s" is often taken for a verb where it owns."""
    return token.tag_ in ("VBD", "VBZ", "VBP", "MD") and token.text not in ("’s", "'s")


def _head(parse: Doc, start: int, end: int) -> tuple[Token | None, list[Token]]:
    """The head of the words between two positions, and their tokens."""
    span = parse.char_span(start, end, alignment_mode="contract")
    if span is None or not len(span):
        return None, []
    heads = [t for t in span if t.head.i < span.start or t.head.i >= span.end or t.head.i == t.i]
    nouns = [t for t in heads if t.pos_ in ("NOUN", "PROPN")] or [t for t in span if t.pos_ in ("NOUN", "PROPN")]
    return (nouns[0] if nouns else None), list(span)


def _out(parse: Doc, at: int, match: re.Match[str], reading: Reading) -> Iterator[Phrase]:
    head, tokens = _head(parse, at + match.start("what"), at + match.end("what"))
    if head is None:
        return
    who = put_together(tokens, reading)
    where = Phrase("")
    if match["where"]:
        where = put_together(_head(parse, at + match.start("where"), at + match.end("where"))[1], reading)
    yield Phrase(sentence(who.text, "should leave", where.text), [_CHANGE, *who.changes, *where.changes])


def _taking(parse: Doc, at: int, match: re.Match[str], reading: Reading) -> Iterator[Phrase]:
    how = match["how"].lower()
    head, tokens = _head(parse, at + match.start("what"), at + match.end("what"))
    if head is None or any(token.pos_ == "AUX" for token in tokens):
        return
    after = at + match.end()
    if how == "no" and "!" not in parse.text[after : after + CALL]:
        return
    if any(token.tag_ == "VBG" for token in tokens):
        yield from _doing(head, tokens, reading)
        return
    if how in ("down with", "away with"):
        phrase = put_together(noun_phrase(head), reading)
        yield Phrase(sentence(phrase.text, "should fall"), [_CHANGE, *phrase.changes])
    elif how == "hands off":
        phrase = put_together(noun_phrase(head), reading)
        yield Phrase(sentence(phrase.text, "should be left alone"), [_CHANGE, *phrase.changes])
    elif how in ("no", "no more", "forward to"):
        yield from wanted_things(head, reading, demanded=True)
    else:
        yield from wanted_things(head, reading, demanded=head.tag_ == "NN" and _indefinite(head))


def _indefinite(head: Token) -> bool:
    return any(child.lower_ in ("a", "an") for child in head.children)


def _doing(head: Token, tokens: list[Token], reading: Reading) -> Iterator[Phrase]:
    """“For workers leaving the party”: that the workers leave the party deserves support."""
    doing = next(token for token in tokens if token.tag_ == "VBG")
    before = [t for t in tokens if t.i < doing.i]
    if not before or head.i > doing.i:
        return
    phrase = put_together(tokens, reading)
    text = sentence(phrase.text, "would be right")
    yield Phrase(text, [_CHANGE, *phrase.changes], is_plural(head))
