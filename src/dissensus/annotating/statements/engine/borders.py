"""Borders of quotations: what stands in marks belongs to one statement, whole.

The network reads borders word by word; the marks say them exactly.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np

from dissensus.annotating.statements.engine.reader import Reading, without_doubles
from dissensus.annotating.statements.engine.tokens import ASKING, COLON, COMMA, DASH, Tokens

Runs = tuple[tuple[int, int], ...]

SHARE_OF_A_QUOTATION = 0.5
"""Share of a quotation's tokens, read as content, from which all of it is; set on articles held back from PolNeAR
train."""


def mended(tokens: Tokens, readings: list[Reading]) -> list[Reading]:
    """Readings with their quotations sorted out, and of those that share their content the likeliest alone."""
    kept = [one for reading in readings if (one := within_paragraph(tokens, reading)) is not None]
    return without_doubles(set_by_marks(tokens, give_to_own_cue(tokens, kept)))


def within_paragraph(tokens: Tokens, reading: Reading) -> Reading | None:
    """The reading without unquoted words of paragraphs other than its anchor's; None when nothing is left.

    Only a quotation that a paragraph begins with goes on from another one. Headings, datelines and bylines are nobody's
    words, and nobody who speaks in a paragraph: of the 2,066 attributions of PolNeAR dev that have a speaker and a cue,
    one has them in two. Without a cue the speaker may stand anywhere.
    """
    here = int(tokens.paragraph[reading.anchor])
    if reading.cue:
        cue = _of_paragraph(tokens, reading.cue, here)
        reading = replace(reading, cue=cue, speaker=_of_paragraph(tokens, reading.speaker, here))
    content = {k for k in _numbers(reading.content) if tokens.paragraph[k] == here or _goes_on(tokens, k)}
    if len(content) == sum(after - first for first, after in reading.content):
        return reading
    return _with_content(reading, content) if content else None


def _goes_on(tokens: Tokens, k: int) -> bool:
    """Whether a token stands in a quotation, in a paragraph that begins with one."""
    first = int(np.searchsorted(tokens.paragraph, tokens.paragraph[k]))
    return bool(tokens.quotation[k] >= 0 and tokens.quotation[first] >= 0)


def _of_paragraph(tokens: Tokens, runs: Runs, paragraph: int) -> Runs:
    """What stands of runs of tokens in a paragraph."""
    kept = []
    for first, after in runs:
        inside = [k for k in range(first, after) if tokens.paragraph[k] == paragraph]
        if inside:
            kept.append((inside[0], inside[-1] + 1))
    return tuple(kept)


def set_by_marks(tokens: Tokens, readings: list[Reading]) -> list[Reading]:
    """Readings whose content holds whole quotations, where no other reading takes part of them.

    A quotation that the reading's own speaker or cue stands in is left as it is: there somebody quoted quotes. Where
    the content goes on to the border of what was read, only the quotation's part within it counts.
    """
    taken: Counter[int] = Counter()
    for reading in readings:
        taken.update(k for runs in (reading.speaker, reading.cue, reading.content) for k in _numbers(runs))
    places = _places(tokens)
    quotation, paragraph = tokens.quotation.tolist(), tokens.paragraph.tolist()
    changed = []
    for reading in readings:
        content = set(_numbers(reading.content))
        own = {*_numbers(reading.speaker), *_numbers(reading.cue)}
        wider = set(content)
        for first, after in sorted({places[quotation[k], paragraph[k]] for k in content if quotation[k] >= 0}):
            low, high = _read_part(reading, content, first, after)
            if SHARE_OF_A_QUOTATION * (high - low) > len(content):
                continue
            inside = set(range(first, after))
            if inside & own or any(taken[k] > (k in content) for k in inside):
                continue
            if len(inside & content) >= SHARE_OF_A_QUOTATION * (high - low):
                wider |= inside
        changed.append(reading if wider == content else _with_content(reading, wider))
    return changed


def _read_part(reading: Reading, content: set[int], first: int, after: int) -> tuple[int, int]:
    """Tokens of a quotation, without those beyond the border to which the content goes on."""
    low, high = reading.seen or (first, after)
    begin = low if first < low < after and low in content else first
    end = high if first < high < after and high - 1 in content else after
    return begin, end


def give_to_own_cue(tokens: Tokens, readings: list[Reading]) -> list[Reading]:
    """Readings of which none keeps a quotation that stands directly at another one's cue or speaker.

    Such as “We go,” said Quill. “We stay,” said Orla: the network sometimes lets the first cue run on over the second
    quotation. It is at its own cue when it ends in a comma, a question or exclamation mark, or a signing dash follows,
    and the words after it are that reading's, or when that reading's cue and a comma or colon stand before it; of two
    such the one with the colon (he said: “We go,” adding that they had to) has it. A quotation over several paragraphs
    goes whole with the one of them that stands at a cue, and who was read for another paragraph alone is dropped.
    """
    at_cues = _Neighbours(tokens, readings)
    contents = [set(_numbers(reading.content)) for reading in readings]
    claims: dict[int, set[int]] = {}
    for n, content in enumerate(contents):
        for k in content:
            claims.setdefault(k, set()).add(n)
    quotations: dict[int, list[tuple[int, int]]] = {}
    for (number, _), place in _places(tokens).items():
        quotations.setdefault(number, []).append(place)
    for places in quotations.values():
        inside = {k for place in places for k in range(*place)}
        holding = set().union(*(claims.get(k, set()) for k in inside))
        announcer = next((n for n in (at_cues.announcer(first) for first, _ in places) if n is not None), None)
        if announcer in holding:
            after = max(after for _, after in places)
            for n in holding - {announcer}:
                if readings[n].cue and readings[n].cue[0][0] >= after and contents[n] - inside:
                    contents[n] -= inside
            contents[announcer] |= inside
            continue
        owner = next((n for n in (at_cues.owner(*place) for place in places) if n is not None), None)
        if owner is None or inside & {*_numbers(readings[owner].speaker), *_numbers(readings[owner].cue)}:
            continue
        rivals = holding - {owner}
        # With a cue of its own at another paragraph somebody else's words may have lost their closing mark.
        if (rivals or (len(places) > 1 and owner in holding)) and all(
            (contents[n] - inside or len(places) > 1)
            and all(
                _apart(tokens, readings[n], *place) and not _leads(tokens, readings[n], contents[n], place[0])
                for place in places
            )
            for n in rivals
        ):
            for n in rivals:
                contents[n] -= inside
            contents[owner] |= inside
    return [
        reading if content == set(_numbers(reading.content)) else _with_content(reading, content)
        for reading, content in zip(readings, contents, strict=True)
        if content
    ]


class _Neighbours:
    """Which reading's cue or speaker stands directly at a quotation."""

    def __init__(self, tokens: Tokens, readings: list[Reading]) -> None:
        self._kind = tokens.kind.tolist()
        self._readings = readings
        self._begin: dict[int, list[int]] = {}
        self._end: dict[int, int] = {}
        for n, reading in enumerate(readings):
            for first, _ in (*reading.speaker, *reading.cue):
                self._begin.setdefault(first, []).append(n)
            for _, after in reading.cue:
                self._end.setdefault(after, n)

    def announcer(self, first: int) -> int | None:
        """Number of the reading whose cue and a colon stand before the quotation that begins at a token, or None."""
        if first < 1 or self._kind[first - 1] != COLON:
            return None
        return self._end.get(first, self._end.get(first - 1))

    def owner(self, first: int, after: int) -> int | None:
        """Number of the reading at the quotation of tokens [first, after), or None."""
        kind, size = self._kind, len(self._kind)
        if after < size and (kind[after - 2] in (COMMA, ASKING) or kind[after] in (DASH, COMMA)):
            at = after + (kind[after] == COMMA)
            for n in self._begin.get(at, ()):
                if any(at <= k <= at + LONGEST_LEAD for k, _ in self._readings[n].cue):
                    return n
        if first > 1 and kind[first - 1] in (COMMA, COLON):
            return self._end.get(first - 1)
        return None


def _apart(tokens: Tokens, reading: Reading, first: int, after: int) -> bool:
    """Whether the cue and the speaker of a reading do not touch a quotation; those of another paragraph never do."""
    here = int(tokens.paragraph[first])
    return all(
        after + 1 < a or b < first - 1 or int(tokens.paragraph[a]) != here for a, b in (*reading.speaker, *reading.cue)
    )


def _leads(tokens: Tokens, reading: Reading, content: set[int], first: int) -> bool:
    """Whether the words that a quotation goes on with are the content's, too: said that it was “late”, adding …"""
    before = first - 1
    if before > 0 and tokens.kind[before] == COMMA:
        before -= 1
    own = content.union(_numbers(reading.cue))
    return before in content and before - 1 in own and bool(tokens.sentence[before] == tokens.sentence[first])


LONGEST_LEAD = 16
"""Most tokens from a quotation to the cue of what stands after it (“…,” the old mayor of the town said)."""


def _places(tokens: Tokens) -> dict[tuple[int, int], tuple[int, int]]:
    """Token ranges of the outermost quotations, by number and paragraph."""
    places: dict[tuple[int, int], tuple[int, int]] = {}
    quotation, paragraph = tokens.quotation.tolist(), tokens.paragraph.tolist()
    for k, number in enumerate(quotation):
        if number >= 0:
            key = (number, paragraph[k])
            places[key] = (places.get(key, (k, k))[0], k + 1)
    return places


def _numbers(runs: Runs) -> list[int]:
    return [k for first, after in runs for k in range(first, after)]


def _with_content(reading: Reading, numbers: set[int]) -> Reading:
    """The reading with other content; runs that touched before and were apart stay apart."""
    begins = {first for first, _ in reading.content}
    ends = {after for _, after in reading.content}
    runs: list[tuple[int, int]] = []
    for k in sorted(numbers):
        if runs and runs[-1][1] == k and not (k in begins and k in ends):
            runs[-1] = (runs[-1][0], k + 1)
        else:
            runs.append((k, k + 1))
    return replace(reading, content=tuple(runs))
