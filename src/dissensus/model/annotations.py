"""What is found in one document: times, mentions and statements, each with spans."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from dissensus.model.spans import Span, Spans

TimeKind = Literal["date", "time", "duration", "set", "reference"]
ActorKind = Literal["person", "organisation", "state", "group", "movement", "place"]
MentionForm = Literal["name", "nominal", "pronoun"]
Number = Literal["singular", "plural"]
Gender = Literal["feminine", "masculine"]
Mode = Literal["direct", "indirect", "mixed", "own_voice"]
MODES: tuple[Mode, ...] = get_args(Mode)
Act = Literal[
    "says", "asks", "thinks", "knows", "shows", "wants", "hopes", "fears", "demands", "promises", "warns", "admits",
    "denies", "doubts", "accuses", "criticises", "supports", "rejects", "decides",
]  # fmt: skip
"""What a speaker does with the words: the act that the cue names. Where no cue names one it is "says"."""
ACTS: tuple[Act, ...] = get_args(Act)


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A temporal expression with its normalised value.

    Attributes:
        span: where it stands.
        value: ISO 8601 date of its own precision ("2014-04-17", "2014-04", "2014", "2020-W24", "194" for a decade),
            duration ("P1W"), TimeML reference ("PRESENT_REF", "PAST_REF", "FUTURE_REF"), or None when it cannot be
            resolved (relative, and the document has no date).
        kind: what sort of expression.
        start: first day it may mean (ISO), or None.
        end: last day it may mean (ISO), or None; open intervals ("since June 6") lack one side.
        anchored: the value depends on the publication date.
    """

    span: Span
    value: str | None
    kind: TimeKind
    start: str | None = None
    end: str | None = None
    anchored: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that refer to an actor.

    Attributes:
        span: the whole phrase ("the Ukraine coupist government").
        head: the head word or, for a name, the name itself ("government"; "Vladimir Putin").
        kind: what sort of actor.
        form: name, nominal or pronoun.
        name: the name inside the phrase that identifies the actor, or None ("Vladimir Putin").
        role: title or role told with it ("Russian president"), or None.
        entity: number of the in-document entity; mentions of one number refer to one actor.
        speaker_only: kept only because a statement's speaker is this pronoun or phrase.
        number: grammatical number as the words show it ("the union" is singular, "the police" plural), or None.
        gender: of people, where a title, a pronoun, a noun ("the widow") or a given name shows it, or None.
    """

    span: Span
    head: Span
    kind: ActorKind
    form: MentionForm
    name: str | None = None
    role: str | None = None
    entity: int = -1
    speaker_only: bool = False
    number: Number | None = None
    gender: Gender | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """An attribution: who (speaker) says (cue) what (content).

    Attributes:
        speaker: spans of the speaker's words; empty when the text names none, or in own voice.
        cue: spans of the words that attribute ("said", "according to"); may be empty.
        content: spans of what is said; never empty. Quotation marks belong to it.
        mode: direct, indirect, mixed, or own_voice (the outlet itself asserts or demands).
        confidence: 0 to 1.
        speaker_mention: index into the document's mentions, or None.
        parent: index of the statement that this one is nested in, or None.
        time: index into the document's times of when it was said, or None.
        about: index into the document's mentions of who the content refers to.
        act: what the speaker does with the words: says, thinks, demands, denies, ...
    """

    speaker: Spans
    cue: Spans
    content: Spans
    mode: Mode
    confidence: float
    speaker_mention: int | None = None
    parent: int | None = None
    time: int | None = None
    about: tuple[int, ...] = ()
    act: Act = "says"


@dataclass(frozen=True, slots=True)
class Annotation:
    """All that the annotating steps found in one document.

    Attributes:
        document_id: the document.
        times: in text order.
        mentions: in text order.
        statements: in text order of their first content span.
        words: number of word tokens in the text.
        text_digest: digest of the text that was annotated; where given, the annotation is stored for no other text.
    """

    document_id: str
    times: tuple[TimeExpression, ...] = ()
    mentions: tuple[Mention, ...] = ()
    statements: tuple[Statement, ...] = ()
    words: int = 0
    text_digest: str = ""
