"""Running text from the tokens of ECB+, with the place of each token in it."""

from __future__ import annotations

import re
from collections.abc import Sequence

_LEFT = frozenset({".", ",", ":", ";", "!", "?", "...", ")", "]", "}", "''", "'", "’", "”", "%"})
_RIGHT = frozenset({"(", "[", "{", "``", "‘", "“", "$", "#"})
_SHORT = re.compile(r"(?:n['’]t|['’](?:s|re|ve|ll|d|m|t))\Z", re.IGNORECASE)
_AFTER_APOSTROPHE = frozenset({"s", "t", "re", "ve", "ll", "d", "m"})
_ADDRESS = frozenset({"com", "org", "net", "co", "uk", "gov", "edu", "tv", "html", "htm", "php", "aspx"})
_END = re.compile(r"[.!?…][\"'’”)\]]*\Z")
_SHOWN = {"``": "“", "''": "”"}


def _joins(left: str, right: str) -> bool:
    """Whether a mark between two words or numbers, cut apart by the tokens, is written without spaces."""
    return left[-1:].isalnum() and right[:1].isalnum()


def _cut(tokens: Sequence[str], i: int) -> bool:
    """Whether token i, the mark before it and the word before that were one: "1.5", "p.m", "1,000", "8:41", "x.com"."""
    if i < 2 or not _joins(tokens[i - 2], tokens[i]):
        return False
    before, mark, after = tokens[i - 2 : i + 1]
    numbers = before[-1].isdigit() and after[0].isdigit()
    if mark == ".":
        letters = len(before) == 1 and len(after) == 1 and before.isalpha() and before.islower() == after.islower()
        return numbers or letters or after.lower() in _ADDRESS or before.lower() == "www"
    if mark == ",":
        return numbers and len(after) == 3
    return mark == ":" and numbers


def _spaced(tokens: Sequence[str], i: int, *, cut: bool, quoted: bool) -> bool:
    """Whether a space comes before token i of a sentence, i > 0."""
    before, token = tokens[i - 1], tokens[i]
    after = tokens[i + 1] if i + 1 < len(tokens) else ""
    if token in _LEFT or _SHORT.match(token) or before in _RIGHT or "/" in (token, before):
        return False
    if before in {"'", "’"} and token in _AFTER_APOSTROPHE:
        return False
    if '"' in (token, before):
        # A lone mark closes what is open, else it opens.
        return quoted if before == '"' else not quoted
    if cut and ((token == "-" and _joins(before, after)) or (before == "-" and i > 1 and _joins(tokens[i - 2], token))):
        return False
    return not (cut and _cut(tokens, i))


def text_of(sentences: Sequence[Sequence[str]], *, cut: bool) -> tuple[str, list[list[tuple[int, int]]]]:
    """The running text of a document's sentences, and start and end of each token in it.

    A sentence is followed by a space where it ends as sentences do, else (headlines, addresses) by a newline.

    Args:
        sentences: the tokens of each.
        cut: whether the tokens cut words and numbers at hyphens, points and colons ("40", "-", "year", "-", "old").
    """
    text = ""
    places: list[list[tuple[int, int]]] = []
    opened = False
    for tokens in sentences:
        if text:
            text += " " if _END.search(text) else "\n"
            opened = opened and text.endswith(" ")
        row = []
        for i, token in enumerate(tokens):
            # Before a lone mark it matters whether one is open; after it, whether it has just closed one.
            quoted = opened if token == '"' else not opened
            if i and _spaced(tokens, i, cut=cut, quoted=quoted):
                text += " "
            shown = _SHOWN.get(token, token)
            row.append((len(text), len(text) + len(shown)))
            text += shown
            if token.count('"') == 1:
                opened = not opened if token == '"' else token.startswith('"')
        places.append(row)
    return text, places
