"""Documents and resolutions of invented actors, built by hand for tests of who is who."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from dissensus.model.annotations import Mention
from dissensus.model.documents import PartialDate
from dissensus.model.findings import Actor, DocumentMentions, Resolution
from dissensus.model.spans import Span

Called = tuple[str | None, Sequence[str]]
"""An entity: the actor that the machine takes it for, and what the document calls it. "the ..." is no name, "he" a
pronoun."""


def document(name: str, *entities: Called, published: str | None = None) -> DocumentMentions:
    """A document whose text is all mentions in a row, entity after entity."""
    mentions, words, at = [], [], 0
    for number, (actor_id, called) in enumerate(entities):
        kind = "organisation" if (actor_id or "").startswith("name:") else "person"
        for each in called:
            form = "pronoun" if each == "he" else "nominal" if each.startswith("the ") else "name"
            span = Span(at, at + len(each))
            mentions.append(
                Mention(span, span, kind, form, each if form == "name" else None, None, number)  # type: ignore[arg-type]
            )
            words.append(each)
            at += len(each) + 1
    when = None if published is None else PartialDate(published)
    return DocumentMentions(name, tuple(mentions), tuple(words), tuple(words), frozenset(), when)


def resolved(*documents: tuple[str, Sequence[Called]]) -> tuple[Resolution, list[DocumentMentions]]:
    """A resolution in which each entity is the actor that it says, and the documents that it was made of."""
    names: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for _, entities in documents:
        for actor_id, called in entities:
            if actor_id is not None:
                names[actor_id] += Counter(each for each in called if each != "he")
    actors = tuple(
        Actor(
            actor_id,
            min(names[actor_id] or [actor_id], key=lambda name: (name.startswith("the "), -len(name), name)),
            "organisation" if actor_id.startswith("name:") else "person",
            tuple(sorted(names[actor_id])),
        )
        for actor_id in sorted(names)
    )
    links = {name: tuple(actor_id for actor_id, _ in entities) for name, entities in sorted(documents)}
    return Resolution(actors, links), [document(name, *entities) for name, entities in documents]


def seen(resolution: Resolution) -> list[tuple[str, str, str, tuple[str, ...]]]:
    """Id, name, kind and aliases of the actors."""
    return [(actor.id, actor.name, actor.kind, actor.aliases) for actor in resolution.actors]


def ids(resolution: Resolution) -> list[str]:
    """Ids of the actors."""
    return [actor.id for actor in resolution.actors]


def named(resolution: Resolution, actor_id: str) -> Actor:
    """The actor of an id."""
    return next(actor for actor in resolution.actors if actor.id == actor_id)


def shuffled(documents: Iterable[DocumentMentions]) -> list[DocumentMentions]:
    """The documents in another order."""
    return list(documents)[::-1]
