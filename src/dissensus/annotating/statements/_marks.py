"""Quotation marks of all kinds, paired paragraph by paragraph.

Kinds are paired separately (double, guillemets, single), each in one pass, and then nested by containment. A single
mark is a quotation mark only where it cannot be an apostrophe. A mark without its partner is closed at the end of its
paragraph, and an opening mark repeated at the next paragraph continues the quotation.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from dissensus.model.spans import Span

_DOUBLE = re.compile(r"[“”„‟\"″〝〞＂«»‹›「」『』]|``|''(?!')")
_CURLY = re.compile(r"[“”]")
_SINGLE = re.compile(r"[‘‚‛]|’|'")
_PARAGRAPH = re.compile(r"[^\n]+")
_FAMILY = {
    "“": "curly", "”": "curly", "„": "curly", "‟": "curly", "〝": "curly", "〞": "curly",
    '"': "straight", "″": "straight", "＂": "straight", "``": "straight", "''": "straight",
    "«": "angle", "»": "angle", "‹": "angle1", "›": "angle1",
    "「": "corner", "」": "corner", "『": "corner1", "』": "corner1",
}  # fmt: skip
_OPENING = frozenset("“„‟〝«‹「『") | {"``"}
_CLOSING = frozenset("”〞»›」』")
_ENDING = "”’»\"'"
_SENTENCE_ENDS = re.compile(r"[.?!…][’'”\")]{0,2}[ \t\u00a0]{1,2}$")
_ELIDED = re.compile(r"(?i:tis|twas|twere|twill|til|till|em|cause|bout|n)\b")
_STARTS = frozenset("([{—–-/:,;“‘\"'«„")
MARKS = "“”„‟\"«»‘’'`"
"""Every sign that may open or close a quotation."""
WORDS_OF_A_LABEL = 4
"""A quotation in single marks that starts small and may end at a plural's apostrophe is read as a label up to so many
words (set on invented sentences: PolNeAR has hardly any single quotation marks)."""


@dataclass(slots=True)
class Quotation:
    """One quotation.

    Attributes:
        spans: with its marks; one span for each paragraph.
        depth: 0 outside, 1 inside another quotation, and so on.
        outer: number of the quotation around it, or -1.
        closed: whether a closing mark was found.
        family: kind of mark.
    """

    spans: list[Span]
    closed: bool
    family: str
    depth: int = 0
    outer: int = -1
    mark: int = 1
    first: int = field(default=0)
    after: int = field(default=0)

    @property
    def start(self) -> int:
        return self.spans[0].start

    @property
    def end(self) -> int:
        return self.spans[-1].end

    def inner(self, text: str) -> str:
        """The words between the marks of its last paragraph, without further marks that close there."""
        start, end = self.spans[-1]
        return text[start + self.mark : end - self.mark if self.closed else end].strip().rstrip(_ENDING).rstrip()


def _opens(text: str, start: int, end: int, low: int, high: int) -> int:
    """1 when the surroundings speak for an opening mark, -1 for a closing one, 0 for neither."""
    before = text[start - 1] if start > low else " "
    after = text[end] if end < high else " "
    left, right = before.isspace() or before in _STARTS, after.isspace()
    if left and not right:
        return 1 if before.isspace() or after.isalnum() else 0
    if not left and (right or not after.isalnum()):
        return -1
    return 0


def _pair_double(text: str, low: int, high: int) -> list[tuple[int, int, bool, str, int]]:
    """Pairs of double marks between two positions: start, end, closed, family, length of the mark."""
    found: list[tuple[int, int, bool, str, int]] = []
    opened: dict[str, tuple[int, str, int]] = {}
    around: list[tuple[int, str, int]] = []
    inner = _inner_curly(text, low, high)
    seen = False
    for match in _DOUBLE.finditer(text, low, high):
        mark, start, end = match.group(), match.start(), match.end()
        family = _FAMILY[mark]
        hint = _opens(text, start, end, low, high)
        if family == "straight":
            if family not in opened and text[start - 1 : start].isdigit() and hint == -1 and seen is False:
                continue  # inches or seconds
            opening = mark == "``" or (family not in opened if hint == 0 else hint == 1)
        elif mark in _OPENING:
            low_mark = opened.get(family, (0, "", 0))[1]
            opening = not (family in opened and (low_mark == "„" or hint == -1))
        elif mark in _CLOSING:
            opening = family not in opened and hint == 1
        else:
            opening = False
        if opening:
            if family in opened and start in inner:
                around.append(opened.pop(family))
            elif family in opened:  # the one before was never closed: it ends where this one starts
                begin, _, width = opened.pop(family)
                if text[begin + width : start].strip():
                    found.append((begin, start, False, family, width))
            opened[family] = (start, mark, end - start)
        elif family in opened:
            begin, _, width = opened.pop(family)
            if text[begin + width : start].strip():
                found.append((begin, end, True, family, width))
            if family == "curly" and around:
                opened[family] = around.pop()
        seen = True
    for family, (begin, _, width) in opened.items():
        if text[begin + width : high].strip():
            found.append((begin, high, False, family, width))
    return found


def _inner_curly(text: str, low: int, high: int) -> set[int]:
    """Opening curly marks within a quotation of the same marks, where each of the two has a closing mark of its own."""
    if "„" in text[low:high]:
        return set()
    opened: list[int] = []
    outer: dict[int, int] = {}
    closed: set[int] = set()
    for match in _CURLY.finditer(text, low, high):
        at = match.start()
        if match.group() == "“":
            if opened:
                outer[at] = opened[-1]
            opened.append(at)
        elif opened:
            closed.add(opened.pop())
    return {at for at, around in outer.items() if at in closed and around in closed}


def _single_events(text: str, low: int, high: int) -> list[tuple[int, str]]:
    """Positions of single marks with "open", "close" (certain) or "maybe" (could be a plural's apostrophe)."""
    events: list[tuple[int, str]] = []
    for match in _SINGLE.finditer(text, low, high):
        at = match.start()
        mark = match.group()
        before = text[at - 1] if at > low else " "
        after = text[at + 1] if at + 1 < high else " "
        if mark == "'" and (before == "'" or after == "'"):
            continue  # a pair of them is a double mark
        if mark in "‘‚‛":
            if not after.isspace() and not (before.isalnum() and after.isalnum()):
                events.append((at, "open"))
            continue
        if mark == "'" and (before.isspace() or before in _STARTS) and after.isalpha():
            events.append((at, "open"))
            continue
        if before.isspace() or after.isalnum():
            continue
        plural = before in "sS" and (after.isspace() or after in "-–") and text[at + 1 : at + 2] != ""
        events.append((at, "maybe" if plural else "close"))
    return events


def _pair_single(text: str, low: int, high: int, goes_on: bool = False) -> list[tuple[int, int, bool, str, int]]:
    """Pairs of single marks; an opening one without a partner is taken for an apostrophe, if straight.

    ``goes_on`` tells that the next paragraph begins with such a mark, too: then one that begins this paragraph, follows
    a colon or comma, or begins a sentence may stay open. What could be a plural's apostrophe does not close it, unless
    few words before it begin a sentence where nothing was quoted before: there they are as likely a title.
    """
    found: list[tuple[int, int, bool, str, int]] = []
    events = _single_events(text, low, high)
    number = 0
    while number < len(events):
        at, kind = events[number]
        number += 1
        if kind != "open":
            continue
        maybe = certain = -1
        ahead = number
        while ahead < len(events) and events[ahead][1] != "open":
            if events[ahead][1] == "close":
                certain = events[ahead][0]
                break
            if maybe < 0:
                maybe = events[ahead][0]
            ahead += 1
        end = certain
        short = maybe >= 0 and len(text[at:maybe].split()) <= WORDS_OF_A_LABEL
        if maybe >= 0:
            label = text[at + 1 : at + 2].islower() and short
            if certain < 0 or label:
                end = maybe
        leads = at == low or text[max(low, at - 2) : at].strip() in {":", ","}
        resumes = bool(_SENTENCE_ENDS.search(text, max(low, at - 4), at)) and not _ELIDED.match(text, at + 1)
        stays = leads or (resumes and (not short or bool(found)))
        if goes_on and stays and certain < 0 and ahead >= len(events):
            found.append((at, high, False, "single", 1))
            break
        if end >= 0:
            if text[at + 1 : end].strip():
                found.append((at, end + 1, True, "single", 1))
            while number < len(events) and events[number][0] <= end:
                number += 1
        elif text[at] == "‘" and ahead >= len(events) and text[max(low, at - 2) : at].strip() in {":", ","}:
            found.append((at, high, False, "single", 1))
    return found


def quotations_of(text: str) -> list[Quotation]:
    """All quotations of a text, in order of their start; time linear in the text."""
    found: list[Quotation] = []
    pending: Quotation | None = None
    for paragraph in _PARAGRAPH.finditer(text):
        low, high = paragraph.span()
        while high > low and text[high - 1].isspace():
            high -= 1
        while low < high and text[low].isspace():
            low += 1
        if low == high:
            continue
        following = high
        while following < len(text) and text[following].isspace():
            following += 1
        goes_on = following < len(text) and text[following] in "‘'"
        pairs = sorted(
            [*_pair_double(text, low, high), *_pair_single(text, low, high, goes_on)],
            key=lambda pair: (pair[0], -pair[1]),
        )
        stack: list[Quotation] = []
        here: list[Quotation] = []
        for start, end, closed, family, width in pairs:
            while stack and stack[-1].end <= start:
                stack.pop()
            if stack and end > stack[-1].end:
                if stack[-1].closed and not closed and stack[-1].family != family:
                    end = stack[-1].end - stack[-1].mark
                else:
                    continue  # crosses another one: an apostrophe or a stray mark
            if end <= start + width:
                continue
            quotation = Quotation([Span(start, end)], closed, family, depth=len(stack), mark=width)
            here.append(quotation)
            stack.append(quotation)
        leading = here[0] if here and here[0].start == low else None
        if pending is not None and leading is not None and leading.family == pending.family:
            pending.spans.append(leading.spans[0])
            pending.closed = leading.closed
            if pending.closed or leading.end != high:
                pending = None
            here = here[1:]
        else:
            pending = None
        found.extend(here)
        if pending is None:
            pending = next((q for q in here if not q.closed and q.depth == 0 and q.end == high), None)
    found.sort(key=lambda q: (q.start, -q.end))
    _nest(found)
    return found


def _nest(found: list[Quotation]) -> None:
    """Fill in the number of the quotation around each one."""
    stack: list[int] = []
    for number, quotation in enumerate(found):
        while stack and found[stack[-1]].end <= quotation.start:
            stack.pop()
        quotation.outer = stack[-1] if stack else -1
        quotation.depth = len(stack)
        stack.append(number)
