"""Documents of mentions whose spans are those of a text, to test the resolution of actors."""

from __future__ import annotations

from dataclasses import dataclass

from dissensus.model.annotations import ActorKind, Mention, MentionForm
from dissensus.model.documents import PartialDate
from dissensus.model.findings import Actor, DocumentMentions, Resolution
from dissensus.model.spans import Span
from dissensus.reconciling.actors import RuleActorResolver


@dataclass(frozen=True)
class Words:
    """Words that refer to an actor: the phrase, the name in it, the role told with it."""

    phrase: str
    kind: ActorKind = "person"
    form: MentionForm = "name"
    name: str | None = None
    role: str | None = None
    entity: int | None = None


def person(name: str, role: str | None = None, phrase: str | None = None, entity: int | None = None) -> Words:
    """A person's name, with a role before it if there is one."""
    return Words(phrase or (f"{role} {name}" if role else name), "person", "name", name, role, entity)


def named(name: str, kind: ActorKind = "organisation", phrase: str | None = None, entity: int | None = None) -> Words:
    """A name that is no person's."""
    return Words(phrase or name, kind, "name", name, None, entity)


def phrase(words: str, kind: ActorKind = "group", entity: int | None = None) -> Words:
    """A phrase without a name; its head is its last word."""
    return Words(words, kind, "nominal", None, None, entity)


def told(document_id: str, *words: Words, published: str | None = None) -> DocumentMentions:
    """A document whose text is the phrases, one after another; each is an entity of its own unless it says whose it is.

    A phrase that stands in an earlier one's gets its place there.
    """
    text = ""
    mentions: list[Mention] = []
    phrases: list[str] = []
    heads: list[str] = []
    free = max((w.entity for w in words if w.entity is not None), default=-1) + 1
    for w in words:
        start = text.find(w.phrase)
        if start < 0:
            start = len(text)
            text += f"{w.phrase}. "
        head = w.name or w.phrase.split()[-1]
        place = start + w.phrase.rindex(head)
        if w.entity is None:
            entity, free = free, free + 1
        else:
            entity = w.entity
        span = Span(start, start + len(w.phrase))
        mentions.append(Mention(span, Span(place, place + len(head)), w.kind, w.form, w.name, w.role, entity))
        phrases.append(w.phrase)
        heads.append(head)
    return DocumentMentions(
        document_id,
        tuple(mentions),
        tuple(phrases),
        tuple(heads),
        published=None if published is None else PartialDate(published),
    )


def resolve(*documents: DocumentMentions) -> Resolution:
    """The resolution by the default rules."""
    return RuleActorResolver()(documents)


def actor_of(resolution: Resolution, document_id: str, entity: int = 0) -> Actor:
    """The actor that an entity is."""
    found = resolution.links[document_id][entity]
    return next(actor for actor in resolution.actors if actor.id == found)


def same(resolution: Resolution, *entities: tuple[str, int]) -> bool:
    """Whether entities, each by document id and number, are one actor."""
    found = {resolution.links[document_id][number] for document_id, number in entities}
    return len(found) == 1 and None not in found
