"""Words of a PDF with their places to lines, and lines to paragraphs in reading order."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

SAME_LINE = 0.5
"""Part of a word's height by which words of one line may stand apart. Set on invented pages made with ReportLab."""

NEW_PARAGRAPH_LEADING = 1.3
"""Times the usual distance between lines from which a gap parts paragraphs. Set on invented pages."""

SHORT_LINE = 0.85
"""Part of the column's width below which a line that ends a sentence ends its paragraph. Set on invented pages."""

REPEATED_PAGES = 3
"""Pages on which a first or last line must return, digits apart, to count as running head. Set on invented pages."""

_ENDS = re.compile(r"[.!?:…][\"'”’»)\]]*\Z")
_HYPHENATED = re.compile(r"[^\W\d_]{2,}[-\u00ad\u2010]\Z")
_KEEPS_HYPHEN = frozenset((
    "all", "anti", "co", "cross", "ex", "half", "high", "long", "low", "mid", "multi", "near", "non", "off",
    "one", "post", "pre", "pro", "re", "self", "semi", "short", "so", "two", "three", "four", "five", "six",
    "seven", "eight", "nine", "ten", "twenty", "thirty", "forty", "fifty", "vice", "well",
))  # fmt: skip
_NUMBER = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"(?:page\s+)?[-–—|]?\s*\d{1,4}\s*(?:[-–—|]|(?:/|of)\s*\d{1,4})?\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Word:
    """One word with its box; positions in points from the page's upper left corner."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Line:
    """Words beside each other."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    page: int

    @property
    def height(self) -> float:
        return self.bottom - self.top


def lines_of(words: Iterable[Word], page: int) -> list[Line]:
    """The lines of one page, in the order of the words."""
    lines: list[Line] = []
    current: list[Word] = []
    for word in words:
        if current:
            last = current[-1]
            height = max(last.bottom - last.top, word.bottom - word.top)
            middle = abs((last.top + last.bottom) - (word.top + word.bottom)) / 2
            # A jump far to the right on the same height is the next column or table cell, not the next word.
            beside = last.x1 - height <= word.x0 <= last.x1 + 3 * height
            if middle > SAME_LINE * height or not beside:
                lines.append(_line(current, page))
                current = []
        current.append(word)
    if current:
        lines.append(_line(current, page))
    return lines


def _line(words: Sequence[Word], page: int) -> Line:
    return Line(
        " ".join(word.text for word in words),
        min(word.x0 for word in words),
        max(word.x1 for word in words),
        min(word.top for word in words),
        max(word.bottom for word in words),
        page,
    )


def without_running_heads(pages: Sequence[Sequence[Line]]) -> list[Line]:
    """All lines but page numbers and heads that return on half of the pages; the first is kept, it may be the title."""
    edges: Counter[str] = Counter()
    for lines in pages:
        edges.update({_shape(line) for line in _edge_lines(lines)})
    needed = max(REPEATED_PAGES, len(pages) / 2)
    kept: list[Line] = []
    seen: set[str] = set()
    for lines in pages:
        at_edge = {id(line) for line in _edge_lines(lines)}
        for line in lines:
            if id(line) in at_edge:
                if len(pages) > 1 and _PAGE_NUMBER.fullmatch(line.text.strip()):
                    continue
                if edges[_shape(line)] >= needed:
                    if _shape(line) in seen:
                        continue
                    seen.add(_shape(line))
            kept.append(line)
    return kept


def _edge_lines(lines: Sequence[Line]) -> list[Line]:
    """The two uppermost and two lowest lines of a page."""
    ordered = sorted(lines, key=lambda line: (line.top, line.x0))
    return ordered if len(ordered) <= 4 else ordered[:2] + ordered[-2:]


def _shape(line: Line) -> str:
    return _NUMBER.sub("0", line.text.casefold())


def paragraphs_of(lines: Sequence[Line]) -> list[str]:
    """The paragraphs that the lines make up; words parted at a line's end are put together."""
    if not lines:
        return []
    leading = _usual_leading(lines)
    rights: dict[tuple[int, int], float] = {}
    for line in lines:
        rights[_column(line)] = max(rights.get(_column(line), 0.0), line.x1)
    vocabulary = {word.casefold() for line in lines for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", line.text)}
    paragraphs = [lines[0].text]
    for before, line in itertools.pairwise(lines):
        if _parts(before, line, leading, rights):
            paragraphs.append(line.text)
        else:
            paragraphs[-1] = _joined(paragraphs[-1], line.text, vocabulary)
    return paragraphs


def _usual_leading(lines: Sequence[Line]) -> float:
    """Distance from line to line inside paragraphs, in heights of a line: short paragraphs make larger ones common."""
    steps = sorted(
        (line.top - before.top) / line.height
        for before, line in itertools.pairwise(lines)
        if line.height > 0 and line.height <= line.top - before.top < 4 * line.height and line.page == before.page
    )
    return steps[len(steps) // 10] if steps else 1.2


def _column(line: Line) -> tuple[int, int]:
    # Indented first lines fall into the column of the others: 40 points are more than an indent, less than a column.
    return line.page, round(line.x0 / 40)


def _parts(before: Line, line: Line, leading: float, rights: dict[tuple[int, int], float]) -> bool:
    """Whether a new paragraph begins with the line."""
    ends = bool(_ENDS.search(before.text))
    size = max(before.height, line.height, 1.0)
    if abs(before.height - line.height) > 0.15 * size:
        return True
    if line.page != before.page or line.top < before.top:
        return ends
    if (line.top - before.top) / size > NEW_PARAGRAPH_LEADING * leading:
        return True
    right = max(rights[_column(before)], before.x1)
    if ends and before.x1 - before.x0 < SHORT_LINE * (right - before.x0):
        return True
    return ends and line.x0 - before.x0 > 0.8 * size


def _joined(before: str, line: str, vocabulary: set[str]) -> str:
    match = _HYPHENATED.search(before)
    if match is None or not line[:1].islower():
        return f"{before} {line}"
    first = match.group()[:-1]
    rest = re.match(r"[^\W\d_]*", line)
    whole = (first + (rest.group() if rest else "")).casefold()
    hyphenated = f"{first}-{rest.group() if rest else ''}".casefold()
    if whole not in vocabulary and (hyphenated in vocabulary or first.casefold() in _KEEPS_HYPHEN):
        return before[:-1] + "-" + line
    return before[:-1] + line
