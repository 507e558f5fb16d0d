"""Who says a quotation, by the words right beside it: what can be told without a parse.

“We stay,” Ada Quill said. Quill added: “We stay.” …, asking her, “Who stays?” “We stay.” — Ada Quill
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dissensus.annotating.statements import _lexicon as lexicon
from dissensus.annotating.statements._found import Found
from dissensus.annotating.statements._marks import Quotation
from dissensus.model.spans import Span

CONFIDENCE = {"after": 0.97, "before": 0.95, "signed": 0.9}
"""About the share of each pattern's findings on PolNeAR train that stand in the content of an attribution with that
speaker (after 0.98 of 2,581, before 0.96 of 298 with a speaker); for signed ones, of which it has none, a judgement."""
REACH = 160
"""Characters beside a quotation that are looked at."""

_WORD = r"[A-Z][\w.’'-]{0,30}"
_NAME = rf"(?:{_WORD}(?: (?:{_WORD}|de|van|von|al|bin|of)){{0,4}})"
_WHO = rf"(?:{_NAME}|[Hh]e|[Ss]he|[Tt]hey)"
_BETWEEN = (
    r"(?: (?:on|in|at|to|this|last|later|then|again|her|him|them|me|us|reporters|journalists|"
    r"[A-Z][\w.’'-]{0,30}|[a-z]{1,20}ly)){0,4}"
)


def _one_of(forms: frozenset[str], *, going_on: bool) -> str:
    return "(?:" + "|".join(sorted(form for form in forms if form.endswith("ing") == going_on)) + ")"


_SAID = _one_of(lexicon.SPEECH_STRONG, going_on=False)
_SAID_AFTER, _SAYING = (_one_of(lexicon.SPEECH, going_on=going_on) for going_on in (False, True))
_AFTER = re.compile(
    rf"[ \u00a0]{{0,2}}(?:(?P<who>{_WHO}) (?P<cue>{_SAID_AFTER})|"
    rf"(?P<verb>{_SAID_AFTER}) (?P<name>{_NAME}|he|she|they))\b"
)
_BEFORE = re.compile(rf"(?:^|[\s—–-])(?P<who>{_WHO}) (?:also |then )?(?P<cue>{_SAID}){_BETWEEN}[,:] ?\Z")
_GOING_ON = re.compile(
    rf"(?:[,;]|\b(?:and|but|before|after|while|then)) (?:\w{{1,20}}ly )?(?P<cue>{_SAYING})"
    r"(?:,? [\w.’'-]{1,30}){0,6}[,:]? ?\Z"
)
_SIGNED = re.compile(
    rf"[ \t\u00a0]{{0,2}}\n?[ \t\u00a0]{{0,4}}(?P<cue>―|—|–|--|-)[ \t\u00a0]{{0,2}}"
    rf"(?P<who>{_WORD}(?:,? [^\s.?!]{{1,30}}|[. ]{{1,2}}{_WORD}){{0,12}}?)"
    r"[ \t\u00a0]{0,4}\.?[ \t\u00a0]{0,4}(?=\n|\Z)"
)
_GOING = frozenset(",?!—–-…'")
"""What stands before the closing mark where the sentence goes on after it; "'" for marks of two characters."""
_BEGINS = frozenset({"", *"\n.?!…:\"“”’'*>-•"})
"""What stands before a quotation that begins its sentence: in on “Valley News Today,” she said none of these does."""


def beside(text: str, quotes: Sequence[Quotation]) -> list[Found]:
    """Quotations with the cue and the speaker beside them, in text order; a speaker is None in …, asking her, “…”

    Args:
        text: the text.
        quotes: its quotations; those inside others are left out.
    """
    return [found for number, quotation in enumerate(quotes) for found in _beside(text, number, quotation)]


def _beside(text: str, number: int, quotation: Quotation) -> Iterator[Found]:
    if quotation.depth or not quotation.closed:
        return
    start, end = quotation.spans[0].start, quotation.spans[-1].end
    before, after = text[max(0, start - REACH) : start], text[end : end + REACH]

    def found(rule: str, cue: Span, speaker: Span | None) -> Found:
        return Found(-1, [cue], list(quotation.spans), speaker, CONFIDENCE[rule], rule, quotes=[number])

    line = before.rpartition("\n")[2] if "\n" in before or start <= REACH else None
    if line is not None and len(line) <= LONGEST_BULLET and not any(map(str.isalnum, line)):
        match = _SIGNED.match(after)
        if match is not None:
            yield found("signed", _moved(match, "cue", end), _moved(match, "who", end))
            return
    match = _AFTER.match(after)
    if match is not None and text[end - 2 : end - 1] in _GOING and before.rstrip(" \u00a0")[-1:] in _BEGINS:
        cue, who = ("cue", "who") if match["cue"] else ("verb", "name")
        yield found("after", _moved(match, cue, end), _moved(match, who, end))
        return
    low = max(0, start - REACH)
    if (match := _GOING_ON.search(before)) is not None:
        yield found("before", _moved(match, "cue", low), None)
    elif (match := _BEFORE.search(before)) is not None:
        yield found("before", _moved(match, "cue", low), _moved(match, "who", low))


LONGEST_BULLET = 3
"""Most characters before a signed quotation on its line."""


def _moved(match: re.Match[str], group: str, by: int) -> Span:
    first, after = match.span(group)
    return Span(first + by, after + by)
