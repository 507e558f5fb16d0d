"""Words of a parse put together anew: plain words for loaded ones, names for pronouns, no quotes, no emphasis."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dissensus.reconciling.claims.discovery._words import plural, singular, words
from dissensus.reconciling.claims.discovery.values import Reading

if TYPE_CHECKING:
    from spacy.tokens import Token

QUOTES = frozenset("\"“”„‟«»‘’‚‹›'`*#_")
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"})
PEOPLE = frozenset({"people", "police", "men", "women", "children", "data", "media"})
_FULL = {"n't": "not", "n’t": "not", "'re": "are", "’re": "are", "'m": "am", "’m": "am", "'ll": "will", "’ll": "will"}
_FULL |= {"'ve": "have", "’ve": "have", "ca": "can", "wo": "will", "sha": "shall"}
_OWN = frozenset({"my", "our", "your"})
_POINTING = frozenset({"this", "these", "that", "those"})
_THIRD = frozenset({"he", "she", "it", "they", "him", "her", "them", "his", "its", "their"})
_BEFORE = re.compile(r"\s+([,.;:!?%)\]’]|['’]s\b)")
_LEFT_OVER = re.compile(r"\(\s*\)|\bat all(?= (?:in|on|by|for|to|and|or)\b| ?$)")
"""Brackets that lost their words, and what only goes with "not"."""
_A = re.compile(r"\b([Aa])n? (?=([a-zA-Z]))")
_AN = re.compile(r"[aeioAEIO]|[uU](?!ni|s[ae]|kr)|hour|honest|heir")


@dataclass(slots=True)
class Phrase:
    """Words put together, and what was done to them.

    Attributes:
        text: without a full stop.
        changes: what was done, in words.
        plural: whether the phrase, taken as a subject, is plural.
    """

    text: str
    changes: list[str] = field(default_factory=list)
    plural: bool = False


def inside(token: Token, spans: Iterable[tuple[int, int]]) -> bool:
    """Whether a token stands in one of some spans."""
    return any(start <= token.idx < end for start, end in spans)


def put_together(
    tokens: Iterable[Token],
    reading: Reading,
    swap: Mapping[int, str] | None = None,
    keep: frozenset[int] = frozenset(),
) -> Phrase:
    """The words of some tokens in text order, made plain.

    Args:
        tokens: in any order; a token given twice counts once.
        reading: names of pronouns, and loaded words.
        swap: token index to what stands in its place; "" leaves it out.
        keep: indices of tokens that stay as they are, loaded or not.
    """
    swap = swap or {}
    pieces: list[str] = []
    changes: list[str] = []
    before: Token | None = None
    for token in sorted({token.i: token for token in tokens}.values(), key=lambda t: t.i):
        text = (
            swap[token.i]
            if token.i in swap
            else _plain(token, reading, changes, keep=token.i in keep, first=not pieces)
        )
        if not text:
            continue
        close = before is not None and before.i + 1 == token.i and not before.whitespace_
        full = text != token.text and token.text.lower() in _FULL
        pieces.append(text if not pieces or (close and not full) else " " + text)
        before = token
    return Phrase(tidy("".join(pieces)), changes)


def tidy(text: str) -> str:
    """A phrase with single spaces, articles that fit, and no marks at its ends."""
    text = _BEFORE.sub(r"\1", " ".join(_LEFT_OVER.sub("", " ".join(text.split())).split())).strip(" ,;:.!?-–—…")
    return _A.sub(lambda m: m[1] + ("n " if _AN.match(text, m.end()) else " "), text)


def sentence(*parts: str) -> str:
    """A full sentence of some phrases."""
    text = tidy(" ".join(part for part in parts if part))
    return text[:1].upper() + text[1:] + "." if text else ""


def _plain(token: Token, reading: Reading, changes: list[str], *, keep: bool, first: bool) -> str:
    text, lower = token.text, token.lower_.replace("’", "'")
    if text in QUOTES and token.dep_ != "case" and token.tag_ != "POS":
        return ""
    if keep:
        return text
    if lower in _FULL or text in _FULL:
        return _FULL.get(text, _FULL.get(lower, text))
    if token.tag_ == "VBZ" and lower == "'s":
        return "has" if token.head.tag_ == "VBN" and token.dep_ == "aux" else "is"
    name = reading.names.get(token.idx)
    if name is not None and lower in _THIRD:
        # Elsewhere than as a subject the name often stands before it already: "the owners would sell the owners".
        if token.tag_ != "PRP$" and token.dep_ in SUBJECTS:
            changes.append(f"“{text}” → “{name}”")
            return name
        if first and token.tag_ == "PRP$":
            owner = f"{name}’" if name.endswith("s") else f"{name}’s"
            changes.append(f"“{text}” → “{owner}”")
            return owner
    if lower in _OWN and token.tag_ == "PRP$":
        changes.append(f"“{text}” → “the”")
        return "the"
    if lower in _POINTING and token.dep_ == "det":
        changes.append(f"“{text}” → “the”")
        return "the"
    return _calm(token, reading, changes)


def _calm(token: Token, reading: Reading, changes: list[str]) -> str:
    """A word without heat: left out where it only colours, replaced where a plain one says the same."""
    lower, lists = token.lower_, words()
    one = singular(lower)
    colours = token.dep_ in ("amod", "advmod", "compound", "intj", "discourse") and not list(token.children)
    if colours and lower in lists.heat and not _counts(token):
        changes.append(f"left out: “{token.text}”")
        return ""
    if token.pos_ in ("NOUN", "PROPN") and one in lists.plain:
        plain = lists.plain[one]
        if plain != one:
            told = plural(plain) if lower != one and token.tag_ in ("NNS", "NNPS") else plain
            changes.append(f"“{token.text}” → “{told}”")
            return told
    if colours and token.dep_ in ("amod", "compound") and (lower in reading.loaded or one in reading.loaded):
        changes.append(f"left out: “{token.text}”")
        return ""
    # Capitals that only shout, or only begin a sentence, say nothing in the middle of one.
    if token.pos_ not in ("PROPN", "NOUN") and (token.is_sent_start or token.text.isupper()) and lower != "i":
        return lower if token.ent_type_ == "" else token.text
    return token.text


def _counts(token: Token) -> bool:
    """Whether leaving the word out would change who or how many: "the only way", "the first round"."""
    return token.dep_ in ("amod", "compound") and token.lower_ in ("only", "first", "own")


def noun_phrase(head: Token, short: bool = True) -> list[Token]:
    """The tokens of a noun and what belongs to it, without apposition; short, without a relative clause too."""
    left_out = {"appos", "punct", "relcl", "parataxis", "dep", "mark"} if short else {"appos", "parataxis"}
    found = [head]
    waiting = [child for child in head.children if child.dep_ not in left_out]
    while waiting:
        token = waiting.pop()
        found.append(token)
        waiting += [child for child in token.children if child.dep_ not in left_out or child.tag_ in ("HYPH", "POS")]
    return found


def is_plural(head: Token) -> bool:
    """Whether a verb after the noun takes its plural form."""
    if any(child.dep_ == "conj" for child in head.children) and any(c.lower_ == "and" for c in head.children):
        return True
    return head.tag_ in ("NNS", "NNPS") or head.lower_ in PEOPLE or head.lower_ in ("they", "we", "you", "these")
