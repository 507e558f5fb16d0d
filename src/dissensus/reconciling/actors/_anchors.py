"""Places that a decision keeps of each actor it is about, so that it finds the same words in every later run."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from dissensus.model.findings import DocumentMentions, Place
from dissensus.model.spans import Span
from dissensus.reconciling.actors._aliases import compared
from dissensus.reconciling.actors._changes import ActorChange, ActorRef, refs_of, with_refs
from dissensus.reconciling.actors._facts import LONGEST_LABEL, Said, keys_of, said_of

MOST_ANCHORS = 5
"""Most places that a decision keeps of one actor: enough that one edited article or a changed parse does not lose it; a
judgement."""

_Ranked = tuple[int, int, str, int, int, str]
"""How well a place serves, which of its kind in its document it is, document, start, end, words; the least serve best.
"""


def anchored(
    change: ActorChange, links: Mapping[str, tuple[str | None, ...]], documents: Iterable[DocumentMentions]
) -> ActorChange:
    """A change with the places at which its actors are mentioned now.

    For each actor up to `MOST_ANCHORS`: those that bear the name by which it is referred to before other names and
    names before phrases, those where no other actor of the change is named before all, and in as many documents as
    there are. An actor given by a name alone is mentioned where one
    of the other actors of the change bears that name.

    Args:
        change: what is decided; references that have places keep theirs.
        links: document id to the actors of its entities, as people saw them when they decided.
        documents: all documents; read once.
    """
    refs = refs_of(change)
    ids = {ref.id for ref in refs if ref.id}
    found: list[list[_Ranked]] = [[] for _ in refs]
    for document in documents:
        held = links.get(document.document_id, ())
        if ids.isdisjoint(held):
            continue
        said = said_of(document)
        for ref, best in zip(refs, found, strict=True):
            wanted = {ref.id} if ref.id else ids
            others = {compared(other.name) for other in refs if other is not ref}
            words = [
                (each, bool(others & keys_of(said[number])))
                for number, actor_id in enumerate(held)
                if actor_id in wanted and number in said
                for each in said[number]
                if compared(ref.name) in each.keys or others.isdisjoint(each.keys)
            ]
            best.extend(_best(ref, document.document_id, words))
    return with_refs(
        change,
        [ref if ref.anchors else replace(ref, anchors=_places(best)) for ref, best in zip(refs, found, strict=True)],
    )


def _best(ref: ActorRef, document_id: str, words: Iterable[tuple[Said, bool]]) -> list[_Ranked]:
    """The best places in one document, of mentions and whether their entity bears another actor's name, too."""
    key = compared(ref.name)
    seen: Counter[int] = Counter()
    ranked: list[_Ranked] = []
    for each, shared in sorted(words, key=lambda each: (each[0].span, each[1])):
        if len(each.words) > LONGEST_LABEL or (not ref.id and key not in each.keys):
            continue
        rank = 4 * shared + 2 * (not each.named) + (key not in each.keys)
        ranked.append((rank, seen[rank], document_id, *each.span, each.words))
        seen[rank] += 1
    return heapq.nsmallest(MOST_ANCHORS, ranked)


def _places(ranked: list[_Ranked]) -> tuple[Place, ...]:
    best = heapq.nsmallest(MOST_ANCHORS, dict.fromkeys(ranked))
    places = (Place(document, Span(start, end), words) for _, _, document, start, end, words in best)
    return tuple(sorted(dict.fromkeys(places), key=lambda place: (place.document_id, place.span)))
