"""Pronouns: only where the antecedent is clear, by recency, number, gender and the speakers around."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dissensus.annotating.mentions._tokens import Tokens
from dissensus.model.annotations import ActorKind, Mention, Statement
from dissensus.model.spans import Span

_PERSON = {"he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f"}
_PLURAL = frozenset({"they", "them", "their", "theirs"})
_THING = frozenset({"it", "its"})
_FIRST = frozenset({"i", "me", "my", "we", "us", "our"})
REACH = 3
"""Sentences that a pronoun looks back; set by eye on PolNeAR dev articles."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A mention that a pronoun may refer to."""

    span: Span
    kind: ActorKind
    entity: int
    named: bool
    sentence: int


class Resolved:
    """Where sentences and statements stand, and whom the speakers so far were.

    Args:
        given: number of the mention to its entity, filled while the mentions are visited.
    """

    def __init__(self, tokens: Tokens, statements: Sequence[Statement], given: Mapping[int, int]) -> None:
        self._tokens = tokens
        self._given = given
        self._said = [s for s in statements if s.speaker and s.mode != "own_voice"]
        self._said.sort(key=lambda s: s.speaker[0].start)
        self.speakers = {s.speaker_mention for s in statements}
        self._starts = [s.speaker[0].start for s in self._said]
        spans = sorted(
            (start, end, i)
            for i, statement in enumerate(statements)
            if statement.mode in {"direct", "mixed"}
            for start, end in statement.content
        )
        self._statements = statements
        self._quoted = spans
        self._quoted_starts = [start for start, _, _ in spans]

    def token_at(self, position: int) -> int:
        return max(0, bisect_right(self._tokens.start, position) - 1)

    def sentence_at(self, position: int) -> int:
        return self._tokens.sentence[self.token_at(position)] if self._tokens.sentence else 0

    def is_subject(self, span: Span) -> bool:
        """Whether the head of a span is the subject of a verb."""
        first, last = self.token_at(span.start), self.token_at(max(span.start, span.end - 1))
        return any(
            self._tokens.dep[i] in {"nsubj", "nsubjpass"} and not first <= self._tokens.head[i] <= last
            for i in range(first, last + 1)
        )

    def content_of(self, position: int) -> Statement | None:
        """The direct or mixed statement that a position is said in; of nested ones the innermost."""
        at = bisect_right(self._quoted_starts, position)
        for start, end, i in reversed(self._quoted[max(0, at - 3) : at]):
            if start <= position < end:
                return self._statements[i]
        return None

    def speaker(self, statement: Statement) -> int | None:
        if statement.speaker_mention is None:
            return None
        return self._given.get(statement.speaker_mention)

    def last_speaker(self, position: int, mention: int) -> tuple[int | None, int]:
        """Entity of the last statement's speaker, where within reach, and the position where that statement ends."""
        sentence = self.sentence_at(position)
        at = bisect_left(self._starts, position)
        for statement in reversed(self._said[max(0, at - 3) : at]):
            if statement.speaker_mention not in {None, mention}:
                near = sentence - self.sentence_at(statement.speaker[0].start) <= REACH
                ends = [end for part in (statement.speaker, statement.content) for _, end in part if end <= position]
                return (self.speaker(statement) if near else None), max(ends, default=0)
        return None, 0


def referent(
    text: str,
    mention: Mention,
    number: int,
    seen: Sequence[Candidate],
    resolved: Resolved,
    genders: dict[int, str],
) -> int | None:
    """Entity that a pronoun refers to, or None where it is not clear."""
    word = text[mention.span.start : mention.span.end].lower()
    said_in = resolved.content_of(mention.span.start)
    if word in _FIRST:
        return resolved.speaker(said_in) if said_in is not None else None
    not_speaker = resolved.speaker(said_in) if said_in is not None else None
    wanted = _PERSON.get(word)
    if wanted is None and word not in _PLURAL | _THING:
        return None
    here = resolved.sentence_at(mention.span.start)
    near = []
    for candidate in reversed(seen):
        away = here - candidate.sentence
        if away > REACH:
            break
        if candidate.span.end > mention.span.start or candidate.entity == not_speaker:
            continue
        if _fits(candidate, word, wanted, genders):
            near.append((away, candidate))
    speaker, said_until = resolved.last_speaker(mention.span.start, number)
    fitting = {candidate.entity for _, candidate in near}
    between = {candidate.entity for _, candidate in near if candidate.span.start >= said_until}
    if number in resolved.speakers and speaker in fitting and between <= {speaker}:
        chosen: int | None = speaker
    else:
        chosen = _nearest_subject(near, resolved, only_subjects=not wanted)
    if chosen is not None and wanted:
        genders.setdefault(chosen, wanted)
    return chosen


def _fits(candidate: Candidate, word: str, wanted: str | None, genders: Mapping[int, str]) -> bool:
    if wanted is not None:
        return candidate.kind == "person" and genders.get(candidate.entity, wanted) == wanted
    if word in _PLURAL:
        return candidate.kind == "group"
    return candidate.kind in {"organisation", "state", "movement"}


def _nearest_subject(near: Sequence[tuple[int, Candidate]], resolved: Resolved, *, only_subjects: bool) -> int | None:
    """The subject nearest by sentence; else the nearest of all, unless only subjects count."""
    best: tuple[tuple[int, int, int], int] | None = None
    for away, candidate in near:
        subject = resolved.is_subject(candidate.span)
        if only_subjects and not subject:
            continue
        # Within one sentence the first subject leads, across sentences the last one.
        order = candidate.span.start if away == 0 else -candidate.span.start
        rank = (away if subject else away + 1, 0 if subject else 1, order if subject else -candidate.span.start)
        if best is None or rank < best[0]:
            best = rank, candidate.entity
    return best[1] if best else None
