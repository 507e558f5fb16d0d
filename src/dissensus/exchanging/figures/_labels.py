"""Words in figures: made harmless, shortened, broken into lines. What they say is never interpreted."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Iterable

_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_TURNING = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
MOST_MARKS = 3
"""Most combining marks that stay on one letter; real writing has fewer, and piles of them cover the figure."""

LONGEST = 400
"""Longest label that is looked at, and longest note of an SVG."""

LONGEST_IN_LEGEND = 90
"""Characters of a name in a legend, which is cut before where the sheet is narrower."""

FALLBACK_FONTS = (
    "Noto Sans", "Noto Sans CJK SC", "Noto Sans CJK JP", "Noto Sans CJK KR", "PingFang SC", "Hiragino Sans",
    "Microsoft YaHei", "Yu Gothic", "Malgun Gothic", "WenQuanYi Zen Hei", "Noto Sans Devanagari", "Nirmala UI",
    "Noto Sans Bengali", "Noto Sans Tamil", "Noto Sans Thai", "Leelawadee UI", "Noto Sans Ethiopic", "Arial Unicode MS",
)  # fmt: skip
"""Fonts asked for, if the machine has them, where DejaVu Sans lacks a letter (Chinese, Japanese, Hindi, ...)."""


def plain(text: str, longest: int = LONGEST) -> str:
    """The text on one line, without control characters and marks that turn its direction, cut at ``longest``."""
    text = text[: 4 * longest]
    text = _TURNING.sub("", _UNSEEN.sub("\ufffd", text))
    kept, marks = [], 0
    for character in " ".join(text.split()):
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= MOST_MARKS:
            kept.append(character)
    joined = "".join(kept)
    return joined if len(joined) <= longest else joined[: longest - 1].rstrip() + "…"


def lines_of(text: str, width: int, lines: int) -> str:
    """The text broken at spaces (long words anywhere) into at most ``lines`` lines of ``width`` characters."""
    broken = textwrap.wrap(plain(text) or "(empty)", width, break_on_hyphens=True)
    if len(broken) > lines:
        last = broken[lines - 1]
        broken = [*broken[: lines - 1], (last if len(last) < width else last[: width - 1]).rstrip() + "…"]
    return "\n".join(broken)


def fonts_for(texts: Iterable[str]) -> list[str]:
    """DejaVu Sans, which comes with matplotlib, and behind it fonts of this machine if a letter is missing there."""
    from matplotlib import font_manager

    path = font_manager.findfont("DejaVu Sans")
    known = font_manager.get_font(path).get_charmap()
    if all(ord(character) in known or character == "\n" for text in texts for character in text):
        return ["DejaVu Sans"]
    there = set(font_manager.get_font_names())
    return ["DejaVu Sans", *(name for name in FALLBACK_FONTS if name in there)]
