"""Statements inside of statements: "The mayor said that Quill had promised to stay".

The corpus that the models learned from has only outermost attributions, so the models pass over what is inside of one.
Read as a text of its own, the inside is outermost.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dissensus.annotating.statements import _lexicon as lexicon
from dissensus.annotating.statements._forms import words
from dissensus.annotating.statements._found import Found
from dissensus.annotating.statements._marks import MARKS, quotations_of
from dissensus.annotating.statements.engine.borders import mended
from dissensus.annotating.statements.engine.confidence import confidence_of
from dissensus.annotating.statements.engine.reader import read_tokens, spans_of_runs
from dissensus.annotating.statements.engine.tokens import tokens_of
from dissensus.annotating.statements.engine.weights import Model
from dissensus.model.spans import Span

LEAST_WORDS = 5
"""Fewest words inside of which a statement is looked for."""
LEAST_LIKELY = 0.8
"""Least probability of a nested statement's anchor: there is no corpus of nested statements to choose it on."""
LEAST_PARENT = 0.4
"""Least confidence of the statement around: a nested one is less sure still."""
LEAST_SAID = 4
"""Fewest words of what is said inside, unless it stands in marks: "told the truth" reports nothing."""
MOST_OF_PARENT = 0.85
"""A nested statement that is more of the words around it than this share says the same as they."""


def nested_in(text: str, items: Sequence[Found], model: Model) -> Iterator[Found]:
    """Statements inside of the given ones, each with a speaker and a cue of its own.

    Args:
        text: the text.
        items: what was read in it.
        model: the model that reads the inside, too.
    """
    seen: set[Span] = set()
    for found in items:
        if found.confidence < LEAST_PARENT:
            continue
        for content in found.content:
            inside = _stripped(text, content)
            part = text[inside.start : inside.end]
            if inside in seen or not _may_report(part):
                continue
            seen.add(inside)
            tokens = tokens_of(part, model.pieces, quotations_of(part))
            for reading in mended(tokens, read_tokens(tokens, model.network, threshold=LEAST_LIKELY)):
                if not reading.speaker or not reading.cue:
                    continue
                speaker, cue, said = (
                    spans_of_runs(tokens, runs) for runs in (reading.speaker, reading.cue, reading.content)
                )
                if part[: speaker[0].start + 5].lower() == "that " and speaker[0].end > 5:
                    speaker = (Span(5, speaker[0].end),)
                if not _reports(part, speaker[0], cue, quoted=text[content.start] in MARKS):
                    continue
                if not _is_said(part, said):
                    continue
                yield Found(
                    cue_token=-1,
                    cue=_moved(cue, inside.start),
                    content=_moved(said, inside.start),
                    speaker=_moved(speaker, inside.start)[0],
                    confidence=round(confidence_of(reading, tokens, model.calibration) * found.confidence, 4),
                    rule="nested",
                )


def _may_report(part: str) -> bool:
    """Whether it is worth reading: a word of saying that follows somebody else than the speaker, and is no wish."""
    here = [word.strip(_EDGES) for word in part.lower().split()]
    return len(here) >= LEAST_WORDS and any(
        word in _SAYING
        and (before not in _NOBODY_ELSE or word == "according")
        and not (word in _NOUNS and before in _NOUN_AFTER)
        for before, word in zip(["", *here], here, strict=False)
    )


def _reports(part: str, speaker: Span, cue: Sequence[Span], *, quoted: bool) -> bool:
    """Whether somebody else is told to have said something.

    What a speaker says about the own saying and thinking ("I told you", or unquoted "he said that he knew") is the
    statement itself; what somebody wants to say, or would, nobody has said.
    """
    who = part[slice(*speaker)].lower()
    if who in _HIMSELF or (not quoted and who in _PERSONS):
        return False
    cues = [word.strip(_EDGES) for a, b in cue for word in part[a:b].lower().split()]
    return not _SAYING.isdisjoint(cues) and _UNREAL.isdisjoint(cues)


def _is_said(part: str, content: Sequence[Span]) -> bool:
    """Whether the content is a quotation, or long enough for a clause, and less than all."""
    length = sum(len(part[a:b].split()) for a, b in content)
    if length > MOST_OF_PARENT * len(part.split()):
        return False
    return length >= LEAST_SAID or any(part[a] in MARKS for a, _ in content)


def _stripped(text: str, span: Span) -> Span:
    """A quotation without its own two marks; marks inside belong to what is inside."""
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end and text[start] in MARKS:
        start += _width(text[start : start + 2])
        if end > start and text[end - 1] in MARKS:
            end -= _width(text[end - 2 : end])
    return Span(start, max(start, end))


def _width(two: str) -> int:
    """2 for a mark of two signs ('' or ``), else 1."""
    return 2 if two in {"''", "``"} else 1


def _moved(spans: Sequence[Span], by: int) -> list[Span]:
    return [Span(start + by, end + by) for start, end in spans]


_EDGES = ".,;:!?()[]—–-" + MARKS
_SAYING = lexicon.SPEECH_STRONG | {form for form in lexicon.CLAUSE if lexicon.CLAUSE[form] >= 0.7} | words("according")
_HIMSELF = words("i me you we us which that")
_PERSONS = words("he she they it")
_UNREAL = words("will would should could can may might must to if d ll")
"""Words of a cue with which nothing has been said yet."""
_NOBODY_ELSE = _UNREAL | words("i you we not n't never be being or and")
"""Words before a word of saying after which it reports nobody else's words."""
_NOUNS = words(
    "answer answers blog blogs boast boasts claim claims counsel counter counters crow crows demand demands detail "
    "details dispute disputes forecast forecasts guess guesses hint hints joke jokes judge judges lament laments "
    "leak leaks mention mentions note notes object objects pledge pledges point points post posts promise promises "
    "protest protests query queries question questions reason reasons remark remarks repeat repeats reply replies "
    "report reports rule rules rumor rumors rumour rumours signal signals state states stress stresses tweet tweets "
    "vow vows whisper whispers wonder wonders"
)
"""Words of saying that are nouns as well."""
_NOUN_AFTER = words(
    "a an the no any my your his its our their of in on at by from with for about into between united other own new"
)
"""Words after which they are nouns: "the state", "in question", "his claim"."""
