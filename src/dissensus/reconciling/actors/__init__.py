"""Which in-document entities are the same actor: rules over names, one pass, memory that grows with the names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from dissensus.model.findings import Actor, DocumentMentions, Resolution
from dissensus.model.states import state_facts
from dissensus.reconciling.actors._entities import Described, Key, describe
from dissensus.reconciling.actors._merging import Gathered, canonical_name, identity, kind_of, merge
from dissensus.reconciling.actors._names import variants

__all__ = ["RuleActorResolver"]


class RuleActorResolver:
    """Resolve actors by rules that never merge on weak evidence.

    Names join when they are equal after folding case, diacritics, apostrophes, hyphens, "the", titles and known
    spellings. A lone surname, an initial or an acronym joins a full name only where one candidate exists. A capital
    that acts and a seat name the state; words such as "regime" name its government. Labels without a name join across
    documents when they are identical and hold a name or a word for a people ("Ukrainian workers"); bare ones
    ("the miners") stay in their document, and become an actor there when they are used twice or speak.

    The work is grouped by key (blocking), so that time and memory grow with entities and distinct names.

    Args:
        governments_apart: whether a government is an actor beside its state ("the Kiev regime" beside "Ukraine").
    """

    name = "actors-rules.v1"

    def __init__(self, *, governments_apart: bool = True) -> None:
        self._facts = state_facts()
        self._apart = governments_apart
        self.digest = f"{self._facts.digest}{variants().digest}{'' if governments_apart else '-joined'}"

    def __call__(self, documents: Iterable[DocumentMentions], /) -> Resolution:
        """Read the documents once; their order does not matter."""
        gathered: dict[Key, Gathered] = {}
        acronyms: defaultdict[str, set[Key]] = defaultdict(set)
        links: dict[str, tuple[Key | None, ...]] = {}
        kept: dict[Key, Key] = {}
        for document in documents:
            keys: list[Key | None] = []
            for described in self._described(document):
                key = described.key
                if key is not None:
                    if key[0] == "government" and not self._apart:
                        key = ("state", key[1])
                    key = kept.setdefault(key, key)
                    if key not in gathered:
                        gathered[key] = Gathered()
                    gathered[key].add(described)
                    if described.acronym:
                        acronyms[described.acronym].add(key)
                keys.append(key)
            links[document.document_id] = tuple(keys)
        target = merge(gathered, acronyms)
        actors = {key: self._actor(key, found) for key, found in gathered.items() if key not in target}
        ids = {key: actors[target.get(key, key)].id for key in gathered}
        return Resolution(
            actors=tuple(sorted(actors.values(), key=lambda actor: actor.id)),
            links={
                document_id: tuple(None if key is None else ids[key] for key in keys)
                for document_id, keys in sorted(links.items())
            },
        )

    def _described(self, document: DocumentMentions) -> list[Described]:
        groups: defaultdict[int, list[int]] = defaultdict(list)
        for i, mention in enumerate(document.mentions):
            groups[mention.entity].append(i)
        count = max(groups, default=-1) + 1
        return [
            describe(
                document.document_id,
                number,
                [(document.mentions[i], document.words[i], document.head_words[i]) for i in groups[number]],
                self._facts,
                speaks=number in document.speaking,
            )
            if number in groups
            else Described(None, "group")
            for number in range(count)
        ]

    def _actor(self, key: Key, found: Gathered) -> Actor:
        return Actor(
            id=identity(key, self._facts),
            name=canonical_name(key, found, self._facts),
            kind=kind_of(key, found),
            aliases=tuple(sorted({*found.names, *found.labels})),
            rules=tuple(sorted(found.rules)),
        )
