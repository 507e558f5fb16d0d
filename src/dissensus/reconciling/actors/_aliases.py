"""What a file of names tells that a user keeps: who is known by which names, and who must not be taken for whom.

Such files are read and written in `dissensus.exchanging.alias_files`.

The idea is that of an authority file in libraries: one entry for each actor, with the name to show and the others that
refer to it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import get_args

from dissensus.model.annotations import ActorKind
from dissensus.model.errors import ReconcilingError
from dissensus.model.states import folded

MAX_NAME = 1_000
"""Longest name in characters; far above any name, and a bound on what a hostile file can do."""

KINDS: tuple[str, ...] = get_args(ActorKind)

_ARTICLE = re.compile(r"\A(?:the|an|a) (?=.)")


@lru_cache(maxsize=100_000)
def compared(name: str) -> str:
    """A name as names are compared: no case, diacritics, kinds of white space, and no article before it."""
    key = _ARTICLE.sub("", folded(name), count=1)
    return key or name


def spelled(name: str) -> str:
    """A name with single spaces."""
    return " ".join(name.split())


def is_spelled(name: str) -> bool:
    """Whether a file of names can hold the name as it is: neither empty nor overlong, with single spaces."""
    return bool(name) and name == spelled(name) and len(name) <= MAX_NAME


@dataclass(frozen=True, slots=True)
class Alias:
    """A name, and where it counts.

    Attributes:
        name: the name.
        documents: ids of the documents in which it counts.
        outlets: outlets in whose documents it counts; with neither it counts everywhere.
    """

    name: str
    documents: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()

    @property
    def everywhere(self) -> bool:
        """No document and no outlet is named."""
        return not self.documents and not self.outlets


@dataclass(frozen=True, slots=True)
class AliasEntry:
    """One actor of a file of names.

    Attributes:
        name: the name to show. It refers to the actor everywhere, unless it stands among the aliases with a scope.
        kind: what sort of actor; None leaves what the texts tell.
        id: the actor's id; None makes one of the name.
        aliases: other names that refer to it.
        apart: names that must not be merged with it.
        ids: ids of other actors that the machine makes and that are wholly this one.
        place: where in the file it stands, for messages.
    """

    name: str
    kind: ActorKind | None = None
    id: str | None = None
    aliases: tuple[Alias, ...] = ()
    apart: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    place: str = field(default="", compare=False)

    @property
    def actor_id(self) -> str:
        """The id of the actor: it depends on this entry alone."""
        return self.id or f"alias:{compared(self.name).replace(' ', '-')}"

    @property
    def names(self) -> tuple[Alias, ...]:
        """The name and the aliases, each with where it counts."""
        own = compared(self.name)
        if any(compared(alias.name) == own for alias in self.aliases):
            return self.aliases
        return (Alias(self.name), *self.aliases)


class AliasIndex:
    """Which entry a name means in a document.

    A document's own rule goes before its outlet's, and that before what holds everywhere. A name to show that several
    entries have, each with an id, means none of them by itself.

    Raises:
        ReconcilingError: REC005 a name or an id is given to two actors; REC006 an entry's own name must stay apart.
    """

    def __init__(self, entries: Sequence[AliasEntry]) -> None:
        self.entries = entries
        self._everywhere: dict[str, int] = {}
        self._documents: defaultdict[str, dict[str, int]] = defaultdict(dict)
        self._outlets: defaultdict[str, dict[str, int]] = defaultdict(dict)
        self.ids: dict[str, int] = {}
        bearers: defaultdict[str, list[AliasEntry]] = defaultdict(list)
        for entry in entries:
            bearers[compared(entry.name)].append(entry)
        self._of_many = {key for key, found in bearers.items() if len(found) > 1 and all(each.id for each in found)}
        for number, entry in enumerate(entries):
            for actor_id in (entry.actor_id, *entry.ids):
                before = self.ids.setdefault(actor_id, number)
                if before != number:
                    raise self._twice(f"the id {actor_id[:80]!r}", before, number)
            for alias in entry.names:
                self._add(alias, number)
            own = {compared(alias.name) for alias in entry.names}
            for name in entry.apart:
                if compared(name) in own:
                    raise ReconcilingError(
                        f"{entry.place}: {name!r} is a name of {entry.name!r} and must stay apart from it",
                        code="REC006",
                    )

    def _add(self, alias: Alias, number: int) -> None:
        key = compared(alias.name)
        main = key == compared(self.entries[number].name)
        if alias.everywhere and not (main and key in self._of_many):
            self._put(self._everywhere, key, alias, number, "")
        for document in alias.documents:
            self._put(self._documents[key], document, alias, number, f" in the document {document!r}")
        for outlet in alias.outlets:
            self._put(self._outlets[key], outlet, alias, number, f" in the outlet {outlet!r}")

    def _put(self, where: dict[str, int], key: str, alias: Alias, number: int, scope: str) -> None:
        before = where.setdefault(key, number)
        if before != number:
            raise self._twice(f"the name {alias.name[:80]!r}", before, number, scope)

    def _twice(self, what: str, before: int, number: int, scope: str = "") -> ReconcilingError:
        first, second = self.entries[before], self.entries[number]
        return ReconcilingError(
            f"{second.place}: {what} is given to {first.name[:80]!r} ({first.place}) and {second.name[:80]!r}{scope}",
            code="REC005",
        )

    @property
    def keys(self) -> set[str]:
        """All names of the file as they are compared."""
        return {*self._everywhere, *self._documents, *self._outlets}

    def find(self, key: str, document: str, outlet: str | None) -> int | None:
        """Number of the entry that a compared name means in a document, or None."""
        number = self._documents[key].get(document) if key in self._documents else None
        if number is None and outlet is not None and key in self._outlets:
            number = self._outlets[key].get(outlet)
        return self._everywhere.get(key) if number is None else number

    def everywhere(self, key: str) -> int | None:
        """Number of the entry that a compared name means wherever nothing else is told, or None."""
        return self._everywhere.get(key)
