"""Rules for a day of the week and the week that it belongs to."""

from __future__ import annotations

import re

from dissensus.annotating.times._dates import WEEKDAY_NUMBER, glued, told_before
from dissensus.annotating.times._lexicon import PARTS_OF_DAY
from dissensus.annotating.times._rules import Meaning, Piece, View, rule
from dissensus.annotating.times._senses import UNKNOWN, Sense, at_clock, day, days_later, unit_around


@rule(
    "(?P<w>{weekday})(?P<p>{part}?){comma}?{of}?(?:{the})?(?P<r>[{last}{this}{next}{coming}{past}{that}{previous}{following}])(?P<u>{unit})",
    "(?P<r>[{last}{this}{next}])(?P<u>{unit}){on}(?P<w>{weekday})(?P<p>{part}?)",
)
def _weekday_of_week(view: View, match: re.Match[str]) -> Meaning:
    """The day of an ISO week: "Thursday of next week", "Monday last week", "next week on Tuesday"."""
    relation = view.word(match, "r")
    if view.word(match, "u") != "week" or relation in {"these", "those"} or glued(view.tokens, *match.span()):
        return None
    anchored = True
    if relation in {"that", "previous", "preceding", "following"}:
        base = told_before(view, "W")
        shift = {"previous": -1, "preceding": -1, "following": 1}.get(relation, 0)
        anchored = base is None or view.last is None or view.last.anchored
    else:
        base = view.today
        shift = {"last": -1, "past": -1, "next": 1, "coming": 1, "upcoming": 1}.get(relation, 0)
    monday = unit_around("W", base, shift).start if base else None
    found = day(days_later(monday, WEEKDAY_NUMBER[view.word(match, "w")] - 1)) if monday else UNKNOWN
    sense = Sense(found.value, "date", found.start, found.end, anchored, "day")
    if match["p"]:
        part = PARTS_OF_DAY[view.word(match, "p")]
        sense = at_clock(sense, part) if sense.value else Sense(None, "time", anchored=anchored)
    return [Piece(*match.span(), sense)]
