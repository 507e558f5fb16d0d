"""A text as tokens, and the tokens as a string with one character each."""

from __future__ import annotations

import re

from dissensus.annotating.times._lexicon import (
    BLOB,
    BREAK,
    CLOCK,
    CLOCK_12,
    DECADE,
    DECIMAL,
    ISO,
    LOWER,
    MARK,
    NINE_ELEVEN,
    NUMBER,
    NUMERIC,
    ORDINAL_DIGITS,
    POSSESSIVE,
    PUNCTUATION,
    SMALL,
    UPPER,
    WORD_CLASSES,
    YEAR,
)

# Every alternative takes a maximal run and possessive quantifiers never give back: linear in the length of the text.
_TOKEN = re.compile(
    r"""[ ]?(?:
      ( o['’]clock\b | [^\W\d_]++(?!_*+[^\W_]) )                     # 1 word
    | ( \n[^\S\n]*+\n )                                            # 2 empty line
    | ( [0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9:]{4,8}+(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?(?![\w-]) )      # 3 ISO date
    | ( [0-9]{1,4}([/.-])[0-9]{1,2}\5[0-9]{2,4}(?![\w/-]) )        # 4 numeric date, 5 its separator
    | ( [0-9]{1,2}(?:[.:][0-9]{2})?[ \u00a0]?(?:[aApP](?:\.[ ]?[mM]\b\.?|[mM]\b)) )    # 6 clock with a.m.
    | ( [0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?![\w:]) )               # 7 clock
    | ( ['’‘]?[0-9](?:[0-9]{2})?0['’]?s(?!\w) )                     # 8 decade
    | ( [0-9]{1,2}(?:st|nd|rd|th|ST|ND|RD|TH)(?!_*+[^\W_]) )              # 9 ordinal
    | ( 9/11(?![\w/]) )                                            # 10
    | ( [0-9]{1,3}(?:,[0-9]{3})++(?:\.[0-9]++)?(?!\w) | [0-9]++\.[0-9]++(?!\w) )                  # 11 decimal
    | ( [0-9]++(?!_*+[^\W_]) )                                     # 12 whole number
    | ( ['’]s(?!\w) )                                              # 13 possessive
    | ( https?://\S++ | www\.\S++ | [@\#]\w++ )                    # 14 addresses
    | ( [^\W_]\w*+ )                                               # 15 any other word
    | ( _++ | \S ) )                                               # 16 mark
    """,
    re.VERBOSE,
)


def _whole_number(digits: str) -> str:
    if len(digits) <= 2:
        return SMALL if 1 <= int(digits) <= 31 else NUMBER
    if len(digits) == 4 and "1000" <= digits < "2200":
        return YEAR
    return NUMBER if len(digits) <= 6 else BLOB


def _ordinal(digits: str) -> str:
    return ORDINAL_DIGITS if 1 <= int(digits[:-2]) <= 31 else BLOB


_MARKED = frozenset("*_")

_FIXED = {2: BREAK, 3: ISO, 4: NUMERIC, 5: NUMERIC, 6: CLOCK_12, 7: CLOCK, 8: DECADE, 10: NINE_ELEVEN, 11: DECIMAL,
          13: POSSESSIVE, 14: BLOB}  # fmt: skip


class Tokens:
    """The tokens of a text.

    Attributes:
        text: the text.
        starts: start of each token, in code points.
        ends: end of each token.
        codes: one character a token, its class.
    """

    __slots__ = ("codes", "ends", "starts", "text")

    def __init__(self, text: str) -> None:
        starts: list[int] = []
        ends: list[int] = []
        codes: list[str] = []
        word_class, mark_class = WORD_CLASSES.get, PUNCTUATION.get
        for match in _TOKEN.finditer(text):
            group = match.lastindex or 0
            start, end = match.span(group)
            if group in {1, 15}:
                word = text[start:end]
                code = word_class(word) or (LOWER if word[0].islower() else UPPER if word[0].isupper() else BLOB)
            elif group == 16:
                code = mark_class(text[start], MARK)
            elif group == 12:
                code = _whole_number(text[start:end])
            elif group == 9:
                code = _ordinal(text[start:end])
            else:
                code = _FIXED[group]
            starts.append(start)
            ends.append(end)
            codes.append(code)
        self.text = text
        self.starts = starts
        self.ends = ends
        self.codes = "".join(codes)

    def __len__(self) -> int:
        return len(self.starts)

    def word(self, index: int) -> str:
        """The token in lower case; "" outside the text."""
        if 0 <= index < len(self.starts):
            return self.text[self.starts[index] : self.ends[index]].lower()
        return ""

    def code(self, index: int) -> str:
        """The token's class; "" outside the text."""
        return self.codes[index] if 0 <= index < len(self.codes) else ""

    def glued_before(self, index: int) -> str:
        """The character that touches the token on its left, or ""; Markdown's emphasis ("*June 8*") is passed over."""
        start = self.starts[index]
        while start and self.text[start - 1] in _MARKED and self.starts[index] - start < 3:
            start -= 1
        if start and self.text[start - 1].isalnum():
            start = self.starts[index]
        before = self.text[start - 1] if start else ""
        return "" if before.isspace() else before

    def glued_after(self, index: int) -> str:
        """The character that touches the token on its right, or ""; Markdown's emphasis ("_June 8_") is passed over."""
        end = self.ends[index]
        while self.text[end : end + 1] in _MARKED and end - self.ends[index] < 3:
            end += 1
        if self.text[end : end + 1].isalnum():
            end = self.ends[index]
        after = self.text[end : end + 1]
        return "" if after.isspace() else after
