"""The rule engine: patterns over token classes, each with a function that gives the meaning.

A pattern is a regular expression in verbose form in which ``{month}`` stands for a token of the class "month" and
``{MON}``, in capitals, for one of the pieces below. All patterns are compiled into one alternation that is run once
over the class string; at one position the rule written first wins. A function may refuse: then the rules after it are
tried, and after the last the scan goes on one token later.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

from dissensus.annotating.times._lexicon import CLASSES, NUMBER_WORDS, ORDINALS, SCALES, TENS, words
from dissensus.annotating.times._senses import Sense
from dissensus.annotating.times._tokens import Tokens


@dataclass(frozen=True, slots=True)
class Piece:
    """An expression by its tokens: ``first`` to ``after`` (exclusive), and what it means."""

    first: int
    after: int
    sense: Sense


@dataclass(slots=True)
class View:
    """What a rule's function sees.

    Attributes:
        tokens: the tokens of the text.
        today: the day that relative expressions count from, or None when not known.
        last: the calendar expression before this one in the paragraph, or None.
    """

    tokens: Tokens
    today: dt.date | None
    last: Sense | None = None

    def word(self, match: re.Match[str], group: str) -> str:
        """The first token of a group in lower case, or "" when the group did not take part."""
        start = match.start(group)
        return self.tokens.word(start) if start >= 0 else ""

    def number(self, match: re.Match[str], group: str) -> int | None:
        """The whole number of a group of one or two tokens: digits, ordinals, number words."""
        first, after = match.span(group)
        return None if first < 0 else whole_number(self.tokens, first, after)


Meaning = list[Piece] | None
Rule = Callable[[View, re.Match[str]], Meaning]

_ORDW = "(?:{ordinal_word}|{tens}{hyphen}?{ordinal_word})"
_NUMW = "(?:{number_word}|{tens}(?:{hyphen}?{number_word})?)"
_COUNT = (
    "(?:(?:[{small}{number}{year}{decimal}]|"
    + _NUMW
    + "|{half}?{a}(?={scale}))(?:{scale}(?:{and}?"
    + _NUMW
    + ")?){0,3}(?:{and}{a}{half})?)"
)
_PIECES = {
    "ORDW": _ORDW,
    "NUMW": _NUMW,
    "COUNT": _COUNT,
    "AMOUNT": "(?:" + _COUNT + "|{a}?{vague}|{a}?{couple}{of}?(?:{full})?)",
    "MON": "(?:[{month}{month_name}]|{month_abbr}{dot}?)",
    "WD": "(?:{weekday}|{weekday_abbr}{dot}?)",
    "DAY": "(?:[{small}{ordinal}]|" + _ORDW + ")",
    "UNIT": "[{unit}{year_unit}{century_unit}]",
    "JOIN": "[{hyphen}{to}{and}{or}{until}]",
    "TAIL": "(?:{comma}?{of}?(?P<y>{year})(?!{countnoun})"
    "|{of}?(?P<r>[{last}{this}{next}{that}{previous}{following}]){year_unit})",
    "NONOUN": "(?![{countnoun}{percent}])",
}

_rules: list[tuple[str, Rule]] = []
_NAME = re.compile(r"\{(\w+)\}")
_GROUP = re.compile(r"\(\?P<\w+>")


def _expand(template: str) -> str:
    def put(match: re.Match[str]) -> str:
        name = match.group(1)
        return _expand(_PIECES[name]) if name in _PIECES else CLASSES[name]

    return _NAME.sub(put, "".join(template.split()))


def rule(*templates: str) -> Callable[[Rule], Rule]:
    """Declare a rule by its patterns; the order of declaring is the order of preference."""

    def declare(function: Rule) -> Rule:
        _rules.extend((_expand(template), function) for template in templates)
        return function

    return declare


_NEVER_FIRST = words(
    "lower upper blob break function countnoun comma dot mark stop open close percent money possessive apostrophe"
    " and or to of prep by on from over during about"
)
"""Classes that no pattern begins with; most tokens are of these, and are passed over without trying a rule."""


class Grammar:
    """The rules declared so far, compiled."""

    def __init__(self) -> None:
        self._rules = [(re.compile(pattern), function) for pattern, function in _rules]
        starts = "".join(sorted(set(CLASSES.values()) - {CLASSES[name] for name in _NEVER_FIRST}))
        rules = "|".join(f"(?P<r{n}>{_GROUP.sub('(?:', pattern)})" for n, (pattern, _) in enumerate(_rules))
        self._any = re.compile(f"(?=[{starts}])(?:{rules})")

    def next(self, view: View, position: int) -> tuple[re.Match[str], Rule, list[Piece]] | None:
        """The next expression at or after a token: its match, its rule, and the pieces it means."""
        codes = view.tokens.codes
        while (found := self._any.search(codes, position)) is not None:
            first = int((found.lastgroup or "r0")[1:])
            for pattern, function in self._rules[first:]:
                match = pattern.match(codes, found.start())
                if match is not None:
                    pieces = function(view, match)
                    if pieces:
                        return match, function, pieces
            position = found.start() + 1
        return None


def whole_number(tokens: Tokens, first: int, after: int) -> int | None:
    """The number that one or two tokens say: 16, 16th, sixteen, sixteenth, twenty-five, twenty-fifth."""
    words = [tokens.word(index) for index in range(first, after) if tokens.word(index) not in {"-", "–", "‑", "."}]
    if len(words) == 1:
        word = words[0]
        digits = re.sub("[a-z]+", "", word) if word[:1].isdigit() else ""
        if digits:
            return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 6 else None
        return NUMBER_WORDS.get(word) or ORDINALS.get(word) or TENS.get(word)
    if len(words) == 2 and words[0] in TENS:
        unit = NUMBER_WORDS.get(words[1]) or ORDINALS.get(words[1])
        return TENS[words[0]] + unit if unit and unit < 10 else None
    return None


_VAGUE = words("few several many countless numerous various couple")


def amount_of(tokens: Tokens, first: int, after: int) -> float | None:
    """The number of an amount phrase ("two and a half", "a hundred", "twenty-five", "1.5"); None when it is vague."""
    total, current = 0.0, 0.0
    for index in range(first, after):
        word = tokens.word(index)
        plain = word.replace(",", "")
        if word in _VAGUE:
            return None
        if plain[:1].isdigit():
            try:
                current += float(plain)
            except ValueError:
                return None
        elif word in SCALES:
            current = (current or 1) * SCALES[word]
        elif word == "half":
            if tokens.word(index + 1) in {"a", "an"}:
                current = 0.5
            else:
                total += 0.5
        else:
            current += NUMBER_WORDS.get(word, 0) or TENS.get(word, 0)
    return total + current or 1.0
