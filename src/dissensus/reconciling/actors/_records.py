"""The records that the resolution keeps of each in-document entity: small, as there may be a million."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from dissensus.model.annotations import ActorKind, Mention
from dissensus.model.documents import PartialDate
from dissensus.model.spans import Span
from dissensus.reconciling.actors._rules import Rule

KeyClass = Literal["person", "homonym", "surname", "state", "government", "people", "name", "group", "local"]
Key = tuple[KeyClass, tuple[str, ...]]
Shown = tuple[Mention, str, str]
"""A mention with the words of its span and of its head."""


class Told(NamedTuple):
    """A name or label of one entity in one document.

    Attributes:
        words: with single spaces.
        times: how often.
        label: it is no name but a phrase that identifies.
        rule: why it is the record's key.
        start, end: the span where it stands first.
        shown: the exact words of that span.
    """

    words: str
    times: int
    label: bool
    rule: Rule
    start: int
    end: int
    shown: str


class Phrase(NamedTuple):
    """A phrase without a name, or the role told with a name.

    Attributes:
        head: its noun in the singular, words of one meaning as one.
        plural: it stands for several.
        words: the other comparable words, sorted; no articles.
        owner: number of the entity whose it is in its document ("her lawyer", "Lund's lawyer"), or None.
        definite: it may be somebody who is known already: not "a guard" or "the third guard".
    """

    head: str
    plural: bool
    words: tuple[str, ...]
    owner: int | None
    definite: bool


@dataclass(slots=True)
class Record:
    """One in-document entity as the resolution across documents sees it.

    Attributes:
        document: its document's id.
        number: its number there.
        kind: kind of most of its mentions.
        key: the same in every document for one actor's name; None where nothing identifies it.
        told: its names, then its identifying labels.
        acronym: an acronym that the document defines for it, comparable.
        offices: comparable words of the offices that the document tells of a person.
        countries: codes of the states in these offices.
        story: comparable words of a phrase without a name, for documents that tell the same story.
        head: the last word of that phrase's head.
        phrase: that phrase as it stands there.
        phrases: what its phrases and roles tell, for documents that tell the same story.
        moved: the key that it was given alone, without the others of its key, and why.
    """

    document: str
    number: int
    kind: ActorKind
    key: Key | None = None
    told: tuple[Told, ...] = ()
    acronym: str | None = None
    offices: tuple[tuple[str, ...], ...] = ()
    countries: frozenset[str] = frozenset()
    story: tuple[str, ...] | None = None
    head: str = ""
    phrase: Told | None = None
    phrases: tuple[Phrase, ...] = ()
    moved: tuple[Key, Rule | None] | None = None


class Office(NamedTuple):
    """What one document tells of a person's office, before its actors are known.

    Attributes:
        document: the document.
        person: number of the person's entity.
        organisation: number of the entity that the words name, or None.
        state: code of a state that a word for its people names, or None.
        state_words: that word.
        role: the office.
        former: it is over.
        span, words: where it is told.
        published: the document's date.
    """

    document: str
    person: int
    organisation: int | None
    state: str | None
    state_words: str | None
    role: str | None
    former: bool
    span: Span
    words: str
    published: PartialDate | None
