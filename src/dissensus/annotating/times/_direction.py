"""Whether a bare day or month lies before or after the publication.

The rule: the nearest cue in the same sentence decides. Words to the right count three further away than they are, a
comma or conjunction between counts two, and a relative clause to the right six. Without a cue, a day of the week is the
last one up to the publication day (the habit of news), and a day or month is the one nearest to the publication.
"""

from __future__ import annotations

from dissensus.annotating.times._lexicon import CLASSES, words
from dissensus.annotating.times._tokens import Tokens

REACH = 14
"""Words looked at on each side. Set on invented sentences, read over US news (training part of PolNeAR)."""

_FUTURE = words(
    "will would ll shall should could may might can going plans planned planning scheduled schedules due"
    " upcoming expected expects expect set slated ahead forthcoming looming await awaits hopes hoping hope"
    " intends intend aims promises vows pledges begins starts opens kicks meet meets face faces deadline"
    " must tomorrow prepares prepare preparing preparations poised wants invited invites ready hold next"
    " until"
)
_PAST = words(
    "was were had did said told ago went came took began made gave held won lost met spoke wrote saw"
    " found left sent knew got led fell rose broke ran became brought thought put read paid heard kept"
    " stood fought last yesterday since earlier recently has have been previously shot struck hit killed"
    " dead drew chose rejects says tweeted"
)
# Words in -ed that are no past tense.
_NOT_PAST = words("united indeed need needed hundred embed speed feed bleed seed weed wed red bed led")

_WALLS = CLASSES["stop"] + CLASSES["break"]


def _cue(word: str, following: str) -> str:
    if word in _FUTURE:
        return "future"
    if word in _PAST:
        return "past"
    if len(word) > 4 and word.endswith("ed") and word not in _NOT_PAST:
        return "past"
    if word == "be" or (
        word == "to" and following in {"be", "hold", "take", "meet", "vote", "speak", "decide", "start", "begin"}
    ):
        return "future"
    return ""


def _is_wall(tokens: Tokens, index: int) -> bool:
    """The sentence ends at this token."""
    code = tokens.codes[index]
    if code in _WALLS:
        return True
    if code != CLASSES["dot"] or index == 0 or index + 1 >= len(tokens):
        return False
    # "Sept. 26", "Mr. Smith", "U.S. troops": no end.
    before = tokens.word(index - 1)
    after = tokens.text[tokens.starts[index + 1]]
    abbreviated = tokens.glued_before(index) != "" and (len(before) <= 2 or before in _ABBREVIATED)
    return not abbreviated and (after.isupper() or after in "“\"‘'(")


_ABBREVIATED = words(
    "jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun gov sen"
    " rep gen col mrs prof rev hon capt sgt ind pres"
)


def direction(tokens: Tokens, first: int, after: int, reach: int = REACH) -> str:
    """Give "past", "future" or "" for the expression of the tokens ``first`` to ``after`` (exclusive)."""
    before = tokens.word(first - 1)
    if before in {"by", "until", "till"}:
        return "future" if _nearest(tokens, first - 2, -1, 0)[1] != "past" or before != "by" else "past"
    if before == "of" and tokens.word(first - 2) == "ahead":
        return "future"
    if before == "since":
        return "past"
    left, left_cue = _nearest(tokens, first - 1, -1, 0)
    right, right_cue = _nearest(tokens, after, 1, 3)
    if min(left, right) > reach:
        return ""
    return left_cue if left <= right else right_cue


def _nearest(tokens: Tokens, index: int, step: int, penalty: int) -> tuple[int, str]:
    distance = penalty
    for _ in range(REACH):
        if not 0 <= index < len(tokens) or _is_wall(tokens, index):
            break
        distance += 1
        word = tokens.word(index)
        if tokens.codes[index] == CLASSES["comma"] or word in {"and", "but", "while", "that", "who", "which"}:
            distance += 2
        if step > 0 and word in {"that", "who", "which", "when", "where"}:
            distance += 6  # a clause about something else
        cue = _cue(word, tokens.word(index + 1))
        before = tokens.word(index - 1) if cue else ""
        if cue == "past" and before == "be":
            cue = "future"  # "will be held"
        elif cue == "future" and before in {"was", "were", "been"}:
            cue = "past"  # "was due"
        if cue:
            return distance, cue
        index += step
    return 1000, ""
