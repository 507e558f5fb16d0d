"""Hostile text as markup: escaped, with invisible and direction-changing characters made visible."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup, escape

from dissensus.model.annotations import Statement

_VISIBLE_CODES = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
"""Characters that a reader cannot see, or that turn the text around them; joiners (U+200C, U+200D) belong to
scripts."""

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
"""Characters that an HTML file cannot hold as they are; only their code is shown."""

MOST_LAYERS = 8
"""Most statements that one stretch of text is linked to, the innermost ones."""


def shown(text: object) -> Markup:
    """Text as markup. Its text content in a browser is the text itself, save for characters that HTML cannot hold."""
    if isinstance(text, Markup):
        return text
    words = str(text)
    if not _VISIBLE_CODES.search(words):
        return escape(words)
    parts: list[Markup] = []
    at = 0
    for match in _VISIBLE_CODES.finditer(words):
        character = match.group()
        kept = "" if _UNWRITABLE.match(character) else character
        # A bdi of its own closes whatever the character opens.
        code = Markup('<bdi class="inv" data-code="U+{:04X}">{}</bdi>').format(ord(character), kept)
        parts += [escape(words[at : match.start()]), code]
        at = match.end()
    return Markup("").join([*parts, escape(words[at:])])


def plain(text: object, longest: int = 160) -> str:
    """Text for an attribute: without characters that cannot be seen, cut to a length."""
    words = " ".join(_VISIBLE_CODES.sub("", str(text)).split())
    return words if len(words) <= longest else words[: longest - 1] + "…"


def two_digits(confidence: float) -> str:
    """A confidence as the page shows it; what is below 1 never reads as 1, nor what is above 0 as 0."""
    rounded = round(confidence, 2)
    if 0 < confidence < 1:
        rounded = min(max(rounded, 0.01), 0.99)
    return f"{rounded:.2f}"


@dataclass(frozen=True, slots=True)
class Mark:
    """One stretch to be marked.

    Attributes:
        start: code points.
        end: code points.
        role: "speaker", "cue", "content" or "hit".
        mode: mode of the statement, "" for a hit.
        statement: number of the statement in its document; -1 for a hit.
        depth: 0 for an outer statement, 1 for one nested in it, ...
    """

    start: int
    end: int
    role: str
    mode: str = ""
    statement: int = -1
    depth: int = 0


_CLASS = {"speaker": "sp", "cue": "cu", "content": "ct", "hit": "hit"}


def marks_of(statements: Sequence[Statement], chosen: Sequence[int]) -> list[Mark]:
    """Marks of the chosen statements of a document."""
    marks = []
    for number in chosen:
        statement = statements[number]
        depth = depth_of(statements, number)
        for role, spans in (("speaker", statement.speaker), ("cue", statement.cue), ("content", statement.content)):
            marks += [Mark(start, end, role, statement.mode, number, depth) for start, end in spans]
    return marks


def depth_of(statements: Sequence[Statement], number: int) -> int:
    """In how many statements a statement is nested."""
    depth, seen, parent = 0, {number}, statements[number].parent
    while parent is not None and parent not in seen and 0 <= parent < len(statements):
        seen.add(parent)
        depth += 1
        parent = statements[parent].parent
    return depth


def marked(
    text: str, start: int, end: int, marks: Sequence[Mark], anchors: Sequence[tuple[int, Markup]] = ()
) -> Markup:
    """A stretch of text with its marks, which may nest and overlap: cut into segments, each with all its roles.

    Args:
        text: the whole text.
        start: where the stretch begins.
        end: where it ends.
        marks: what to mark; parts outside the stretch are cut off.
        anchors: (position, markup) to put in front of the character at that position.
    """
    inside = [mark for mark in marks if mark.start < end and mark.end > start]
    places = sorted((position, i) for i, (position, _) in enumerate(anchors) if start <= position < end)
    edges = {start, end, *(position for position, _ in places)}
    for mark in inside:
        edges |= {max(mark.start, start), min(mark.end, end)}
    cuts = sorted(edges)
    opening = sorted(range(len(inside)), key=lambda i: inside[i].start)
    parts: list[Markup] = []
    active: list[Mark] = []
    next_mark = next_place = 0
    for left, right in pairwise(cuts):
        while next_place < len(places) and places[next_place][0] == left:
            parts.append(anchors[places[next_place][1]][1])
            next_place += 1
        while next_mark < len(opening) and inside[opening[next_mark]].start <= left:
            active.append(inside[opening[next_mark]])
            next_mark += 1
        active = [mark for mark in active if mark.end > left]
        words = shown(text[left:right])
        parts.append(_segment(words, active) if active else words)
    return Markup("").join(parts)


def _segment(words: Markup, active: Sequence[Mark]) -> Markup:
    layers = sorted(active, key=lambda mark: (mark.depth, mark.statement))[-MOST_LAYERS:]
    classes = list(dict.fromkeys(_CLASS[mark.role] for mark in layers))
    contents = [mark for mark in layers if mark.role == "content"]
    if contents:
        classes += [f"m-{contents[-1].mode}", f"depth{min(len(contents), 3)}"]
    numbers = list(dict.fromkeys(mark.statement for mark in layers if mark.statement >= 0))
    data = Markup(' data-s="{}"').format(" ".join(map(str, numbers))) if numbers else Markup("")
    # A mark element tells assistive software that this is the place; a span tells nothing.
    if "hit" in classes:
        return Markup('<mark class="{}"{}>{}</mark>').format(" ".join(classes), data, words)
    return Markup('<span class="{}"{}>{}</span>').format(" ".join(classes), data, words)
