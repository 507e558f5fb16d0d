"""Whether a bare day or month lies before or after the publication.

The rule: the nearest cue in the same sentence decides. Words to the right count three further away than they are, a
comma or conjunction between counts two, a quotation mark, colon or dash four, and a relative clause to the right six
for as long as it lasts. Some cues are frames of several words ("hoped for", "asked to ... by", "before a meeting on"),
for in them a past verb leads to a day to come. Without a cue, a day of the week is the last one up to the publication
day (the habit of news), and a day or month is the one nearest to the publication.
"""

from __future__ import annotations

from dissensus.annotating.times._lexicon import CLASSES, words
from dissensus.annotating.times._tokens import Tokens

REACH = 14
"""Words looked at on each side. Set on invented sentences, read over US news (training part of PolNeAR)."""

_FUTURE = words(
    "will would ll shall should could may might must can tomorrow upcoming forthcoming looming slated scheduled expects"
    " expect awaits await intends intend poised deadline begins starts opens meets faces meet hold face plans planned"
    " planning hopes hope hoping aims promises vows pledges schedules invites prepares prepare preparing wants"
    " preparations invited ready due expected set going next ahead convenes resumes until if"
)
_PAST = words(
    "was were had did said told ago went came took began made gave held won lost met spoke wrote saw found left"
    " sent knew got led fell rose broke ran became brought thought put read paid heard kept stood fought last"
    " yesterday since earlier recently has have been previously shot struck hit killed died dead drew chose rejects"
    " says tweeted"
)
# Words in -ed that are no past tense.
_NOT_PAST = words("united indeed need needed hundred embed speed feed bleed seed weed wed red bed led so-called")

_ALSO_NOUNS = words(
    "plans promises pledges aims starts vows face faces hold meet schedules invites opens set can will might may must"
)
_BEFORE_NOUN = words(
    "the a an its their his her our your my of at on over with for about against by 's ’s no any these those such new"
    " in from some all"
)
_MODALS = words("would could should might may must")
# "hoped for", "was scheduled to": the verb is past, and what it leads to need not be.
_LEADING = words("hoped planned scheduled expected slated due hoping hopes hope plans planning poised set billed")
_LED_BY = words("for to")
# "told to leave by Friday": what was asked is still to come when it is to be done by, before or until then.
_ASKED = words(
    "asked told ordered urged demanded required given wanted obliged called invited warned agreed vowed pledged"
    " promised decided threatened offered gave set promising"
)
_TO_COME = words("be hold take meet vote speak decide start begin")
_LASTING = words("was were had did served worked lived stayed remained ran led kept lasted stood fought ruled")
_OWNERS = words("his her their its our your my 's ’s")
_AUXILIARY = words("will would to could may might can should not")
_AFTER_LASTING = words("through until till into for as at")
_SAYING = words("said says told argued added warned claimed announced noted insisted")
_HELD = words(
    "meeting meetings vote votes election elections summit talks hearing hearings session debate debates rally march"
    " deadline conference convention referendum primary primaries caucus caucuses trial launch ballot runoff"
    " inauguration speech visit match game strike opening"
)
_MODIFIERS = words("the end beginning start middle close of early late mid - – at least around about possibly perhaps")
_LIMITS = words("by until till before")

_WALLS = CLASSES["stop"] + CLASSES["break"]
_JOINTS = words("and but while that who which")
_SUBORDINATE = words("that who which when where")
_ASIDE_MARKS = frozenset('“”"«»:—–‘')


def _is_name(tokens: Tokens, index: int) -> bool:
    """A capital and another capital after it: "Will Harker", "Theresa May" are no verbs."""
    capital = tokens.text[tokens.starts[index]].isupper()
    if not capital or tokens.text[tokens.starts[index] : tokens.ends[index]].isupper():
        return False
    return CLASSES["upper"] in {tokens.code(index + 1), tokens.code(index - 1)}


def _cue(tokens: Tokens, index: int, step: int) -> str:
    """What the word says of the words that lie in the direction of ``-step``: "past", "future", "nearest" or ""."""
    word, following, before = tokens.word(index), tokens.word(index + 1), tokens.word(index - 1)
    leads = word in _LEADING and following in _LED_BY
    if leads and before in {"was", "were", "been"}:
        return "nearest"
    if word in _FUTURE:
        noun = word in _ALSO_NOUNS and before in _BEFORE_NOUN and not (leads and step < 0)
        if noun or _is_name(tokens, index):
            return ""
        if word == "set":
            return "future" if leads else "past"
        if word == "going":
            return "future" if following in {"to", "into"} else ""
        if word in _MODALS and following == "have":
            return "past"
        return "past" if before in {"was", "were", "been"} else "future"  # "was due"
    if leads:
        return "future"
    if word == "last" and (before in _AUXILIARY or following in _AFTER_LASTING):
        return ""  # "will last through the winter"
    regular = len(word) > 4 and word.endswith("ed") and word not in _NOT_PAST
    if word in _PAST or (regular and not _is_name(tokens, index)):
        return "future" if before == "be" else "past"  # "will be held"
    if word == "be" or (word == "to" and following in _TO_COME):
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


def preposition(tokens: Tokens, first: int) -> int:
    """Where the preposition of an expression stands: "until" of "until at least the end of August"."""
    index = first - 1
    for _ in range(6):
        if tokens.word(index) not in _MODIFIERS or tokens.word(index - 1) == "":
            break
        index -= 1
    return index if tokens.word(index) in _LIMITS or tokens.word(index) in {"since", "for"} else first - 1


def direction(tokens: Tokens, first: int, after: int, reach: int = REACH) -> str:
    """Which way the expression of the tokens ``first`` to ``after`` (exclusive) points.

    Returns:
        "past", "future", "" where nothing tells, and "nearest" where a past verb leads to what may be still to come
        ("was scheduled for Friday").
    """
    place = preposition(tokens, first)
    behind = after + 1 if tokens.code(after) == CLASSES["part"] else after  # "Thursday night’s"
    possessive = tokens.code(behind) == CLASSES["possessive"]
    before = tokens.word(place)
    if before == "since":
        return "past"
    if before == "of" and tokens.word(place - 1) == "ahead":
        return "future"
    if before == "for" and place == first - 1 and not possessive:
        return "future"  # "called a strike for Monday"
    left, left_cue, cue_at = _nearest(tokens, place if before not in _LIMITS else place - 1, -1, 0)
    if before in _LIMITS and left_cue == "past" and _is_asked(tokens, cue_at, place):
        return "nearest"
    if before in {"until", "till"}:
        return "past" if left_cue == "past" and tokens.word(cue_at) in _LASTING else "future"
    if before == "by":
        return "past" if "past" in {left_cue, "" if left_cue else _nearest(tokens, after, 1, 3)[1]} else "future"
    if before == "in" and tokens.word(place - 1) == "back" and left_cue != "future":
        return "past"
    if tokens.word(cue_at) == "if" and (possessive or before in _OWNERS):
        left, left_cue = 1000, ""  # "if Monday's vote fails": the condition says nothing of the day
    if tokens.word(after) == "deadline":
        return "future"
    if _is_before_event(tokens, first, cue_at):
        return "future"
    right, right_cue, _ = _nearest(tokens, after, 1, 3)
    if possessive and tokens.word(cue_at) in _SAYING and right <= reach and left < 3:
        return "past" if right_cue == "past" else "nearest"  # "said Thursday's summit would fail"
    if min(left, right) > reach:
        return ""
    return left_cue if left <= right else right_cue


def _is_asked(tokens: Tokens, cue_at: int, place: int) -> bool:
    """The past verb asks or promises what is to be done by then: "asked for a vote before", "told to leave by"."""
    if tokens.word(cue_at) not in _ASKED:
        return False
    return any(tokens.word(index) in _LED_BY for index in range(cue_at + 1, place))


def _is_before_event(tokens: Tokens, first: int, cue_at: int) -> bool:
    """The expression dates an event to come: "declined to comment before a members' meeting on Thursday"."""
    held = False
    for index in range(first - 1, max(first - 10, cue_at, -1), -1):
        word = tokens.word(index)
        if tokens.codes[index] == CLASSES["comma"] or _is_wall(tokens, index):
            return False
        held = held or word in _HELD
        if word == "before" or (word == "ahead" and tokens.word(index + 1) == "of"):
            return held
    return False


def _nearest(tokens: Tokens, index: int, step: int, penalty: int) -> tuple[int, str, int]:
    """Distance, direction and place of the nearest cue on one side."""
    distance, aside = penalty, 0
    for _ in range(REACH):
        if not 0 <= index < len(tokens) or _is_wall(tokens, index):
            break
        distance += 1
        word = tokens.word(index)
        if tokens.codes[index] == CLASSES["comma"]:
            distance, aside = distance + 2, 0
        elif word in _JOINTS:
            distance += 2
        elif word in _ASIDE_MARKS:
            if step > 0 and tokens.codes[index - 1] == CLASSES["comma"]:
                break  # “... in July,” he said: the tense of the saying is not that of the said
            distance += 4
        if step > 0 and word in _SUBORDINATE:
            aside = 6  # a clause about something else
        cue = _cue(tokens, index, step)
        if cue:
            return distance + aside, cue, index
        index += step
    return 1000, "", -1
