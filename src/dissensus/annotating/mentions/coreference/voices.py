"""Who "I", "we" and "you" are in interviews and speeches: all words of one voice are one entity.

A network that ranks earlier mentions sees one word at a time, and takes the "I" of a long answer for whoever was named
last. Who speaks does not change within such a text: the one who answers says "I" and is "you" in the questions.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from dissensus.annotating.mentions.coreference.rows import LINE, Rows

_I, _WE, _YOU = 8, 9, 10
_ASKS = re.compile(r"\?[\s\"'”’)]*\Z")
_ADDRESSES = re.compile(r"\byou(?:r|rs|rself|rselves)?\b", re.IGNORECASE)
_LONGEST_QUESTION = 600
"""Letters of a line that ends with a question mark and is a question; longer ones are answers that end with one."""
_LEAST_QUESTIONS = 2
"""Questions to "you" that make a text an interview; the first stands in its first half, else they are headings."""
_SPEECH = 0.5
"""Share of the lines with "I" or "we" outside quotations from which a text is one speaker's. Set like the others on the
train documents of GUM, with networks that had not learned them: the average of MUC, B3 and CEAF-e over the baseline is
8.8 with the voices and 8.0 without on 27 documents; 0.33 gives as much."""
_ALONE = 3
"""Where the answers have one "I" for at most so many "we", "you" in the questions is the one; else all whom "we" is."""
_ASKED, _ANSWERED = 0, 1
_OTHERS = frozenset({0, 4, 5})
"""Names, he, she."""
_Key = tuple[int, int]


def by_voice(text: str, rows: Rows, quoted: Sequence[bool], entities: Sequence[int]) -> list[int]:
    """The entities, with one for all "I", "we" or "you" of a voice outside quotations.

    In an interview without labels the "I" of the answers and the "you" of the questions are one person, the one of
    whom most is said before the first question; the "I" of the questions is another, and so is the "you" of the
    answers. In a speech, "I" is one person and "we" are one group. In any other text "I" is the writer, and so nobody
    of whom the text tells.

    Args:
        text: the document's text.
        rows: the mentions (M).
        quoted: M; whether each stands inside quotation marks.
        entities: M; as they are linked.
    """
    own = [
        k
        for k, form in enumerate(rows.form.tolist())
        if form >= _I and not quoted[k] and rows.quote[k] < 0 and rows.label[k] < 0
    ]
    lines = [(line.start(), line.group()) for line in LINE.finditer(text)]
    sides = _sides([line for _, line in lines])
    told = _told_after_colons([line for _, line in lines])
    writing = [k for k in own if not told[int(rows.paragraph[k])]]
    groups = _of_interview(rows, writing, sides) if sides else _of_speech(rows, writing, len(lines))
    found = list(entities) if groups else _apart_from_others(rows, writing, entities)
    guest = _guest(rows, own, entities, lines[sides.index(_ASKED)][0]) if sides else -1
    new = max(entities, default=-1) + 1
    for key, group in sorted(groups.items()):
        if len(group) < 2:
            continue
        meant = guest if key == (_I, _ANSWERED) else -1
        for k in group:
            found[k] = new if meant < 0 else meant
        new += 1
    return found


def _sides(lines: Sequence[str]) -> list[int]:
    """For each line whether it asks or answers, -1 before the first question; nothing for a text that is no interview.

    Of two lines with a question mark, one after the other, the second answers.
    """
    found: list[int] = []
    questions, side, asked = 0, -1, False
    for line in lines:
        asked = not asked and len(line) <= _LONGEST_QUESTION and _ASKS.search(line) is not None
        if asked:
            side = _ANSWERED
            questions += _ADDRESSES.search(line) is not None
        found.append(_ASKED if asked else side)
    interview = questions >= _LEAST_QUESTIONS and 2 * found.index(_ASKED) <= len(lines)
    return found if interview else []


def _of_interview(rows: Rows, own: Sequence[int], sides: Sequence[int]) -> dict[_Key, list[int]]:
    """Rows by form and side; "you" of the questions go to the "I", or the "we", of the answers."""
    groups: defaultdict[_Key, list[int]] = defaultdict(list)
    for k in own:
        key = int(rows.form[k]), sides[int(rows.paragraph[k])]
        if key[1] >= 0 and key != (_WE, _ASKED):
            groups[key].append(k)
    alone = _ALONE * len(groups[_I, _ANSWERED]) >= len(groups[_WE, _ANSWERED])
    groups[(_I if alone else _WE), _ANSWERED] += groups.pop((_YOU, _ASKED), [])
    return groups


def _of_speech(rows: Rows, own: Sequence[int], lines: int) -> dict[_Key, list[int]]:
    """All "I" and all "we", where many lines have them."""
    groups: defaultdict[_Key, list[int]] = defaultdict(list)
    for k in own:
        if rows.form[k] != _YOU:
            groups[int(rows.form[k]), 0].append(k)
    told = {int(rows.paragraph[k]) for group in groups.values() for k in group}
    return groups if len(told) >= _SPEECH * lines else {}


def _told_after_colons(lines: Sequence[str]) -> list[bool]:
    """For each line whether it is somebody's words that a colon at the end of the line before announces.

    They go on after a semicolon: the articles of a decree.
    """
    found = []
    told, before = False, ""
    for line in lines:
        told = before == ":" or (told and before == ";")
        found.append(told)
        before = line.rstrip()[-1:]
    return found


def _apart_from_others(rows: Rows, own: Sequence[int], entities: Sequence[int]) -> list[int]:
    """The entities, and one of its own for all "I" that were taken for somebody called he, she or by a name.

    In opinion pieces and letters the network took the writer for the politician written about: of 33 such "I" in
    PolNeAR dev 30 are a writer's, one stands in a title, two are a speaker's whom the network had taken for somebody
    else. In biographies that quote without marks it is the other way round (GUM's training documents: 19 of 29).
    """
    others = {e for e, form in zip(entities, rows.form.tolist(), strict=True) if form in _OTHERS}
    found = list(entities)
    new = max(entities, default=-1) + 1
    for k in own:
        if rows.form[k] == _I and entities[k] in others:
            found[k] = new
    return found


def _guest(rows: Rows, own: Sequence[int], entities: Sequence[int], first: int) -> int:
    """The person with a name who is mentioned most before a position, -1 where there is none."""
    people = {
        e for e, form, kind in zip(entities, rows.form.tolist(), rows.kind.tolist(), strict=True) if form == kind == 0
    }
    inside = set(own)
    counts = Counter(e for k, e in enumerate(entities) if k not in inside and rows.head[k] < first and e in people)
    return min(counts, key=lambda e: (-counts[e], e), default=-1)
