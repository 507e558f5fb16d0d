"""Who must stay apart from whom, as names for a file of names: what decisions forbid, and what the file itself says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from dissensus.model.findings import Actor, DocumentMentions, Resolution
from dissensus.reconciling.actors._aliases import AliasEntry, compared, is_spelled
from dissensus.reconciling.actors._changes import ActorRef, Decided, ForbidMerge, told
from dissensus.reconciling.actors._facts import State
from dissensus.reconciling.actors._finding import Finder


def kept_apart(
    resolution: Resolution,
    documents: Callable[[], Iterable[DocumentMentions]],
    entries: Sequence[AliasEntry],
    decided: Sequence[Decided],
    wanted: Collection[str] | None = None,
) -> tuple[dict[str, tuple[str, ...]], tuple[str, ...]]:
    """Names that must stay apart from actors.

    Args:
        resolution: the actors as they stand, with file and decisions applied.
        documents: gives the documents; not read where nothing is kept apart.
        entries: of the file of names that was applied.
        decided: the decisions that stand.
        wanted: ids of the actors that are written; None for all.

    Returns:
        By actor id the names, the file's first; and a line for each pair of which a file cannot tell that it stays
        apart: neither one has a name of its own beside the other, or nobody is any more who was meant.
    """
    not_yet = waiting(resolution, entries)
    found: list[tuple[str, ActorRef, ActorRef, bool]] = []
    for entry in entries:
        for name in () if entry in not_yet else entry.apart:
            what = f"that {entry.name!r} is not {name!r} ({entry.place})"
            found.append((what, ActorRef(entry.actor_id, entry.name), ActorRef("", name), True))
    for each in sorted(decided, key=lambda each: each.number):
        if isinstance(each.change, ForbidMerge):
            what = f"decision {each.number} ({told(each.change)})"
            found.append((what, each.change.first, each.change.second, False))
    if not found:
        return {}, ()
    pairs = _Pairs(resolution, documents, [ref for _, first, second, _ in found for ref in (first, second)], wanted)
    untold = []
    for what, first, second, as_given in found:
        problem = pairs.add(first, second, as_given=as_given)
        if problem:
            untold.append(f"{what}: {problem}")
    return {actor_id: tuple(names) for actor_id, names in sorted(pairs.names.items())}, tuple(untold)


def waiting(resolution: Resolution, entries: Sequence[AliasEntry]) -> tuple[AliasEntry, ...]:
    """Entries of the file of names in use that nobody is yet: no actor has the id or a name of theirs."""
    ids = {actor.id for actor in resolution.actors}
    names = {compared(name) for actor in resolution.actors for name in (actor.name, *actor.aliases)}
    return tuple(
        entry
        for entry in entries
        if ids.isdisjoint((entry.actor_id, *entry.ids))
        and names.isdisjoint(compared(name) for name in (entry.name, *(alias.name for alias in entry.aliases)))
    )


class _Pairs:
    """Names to keep apart by actor id, in the order in which they came."""

    def __init__(
        self,
        resolution: Resolution,
        documents: Callable[[], Iterable[DocumentMentions]],
        refs: Sequence[ActorRef],
        wanted: Collection[str] | None,
    ) -> None:
        self.names: defaultdict[str, list[str]] = defaultdict(list)
        self._actors = {actor.id: actor for actor in resolution.actors}
        self._wanted = self._actors.keys() if wanted is None else wanted
        self._told: set[tuple[str, str]] = set()
        self._bearers: defaultdict[str, set[str]] = defaultdict(set)
        self._called: defaultdict[str, set[str]] = defaultdict(set)
        for actor in resolution.actors:
            self._called[compared(actor.name)].add(actor.id)
            for name in (actor.name, *actor.aliases):
                self._bearers[compared(name)].add(actor.id)
        state = State(
            resolution,
            documents,
            {key for ref in refs for key in ref.keys},
            {ref.id for ref in refs},
            [place for ref in refs for place in ref.anchors],
        )
        self._holders = Finder(state).holders

    def add(self, first: ActorRef, second: ActorRef, *, as_given: bool = False) -> str:
        """Keep two apart; gives why that cannot be, else nothing.

        Args:
            first: the one.
            second: the other.
            as_given: whether the second one's name is written as it stands, not the name that it has now.
        """
        found = [(self._holders(first), second), (self._holders(second), first)]
        for (holders, ref), (others, _) in (found, found[::-1]):
            # All that are meant, not the first alone.
            put = [self._put(self._actors[i], ref, others, as_given=as_given) for i in holders]
            if any(put):
                return ""
        return "no name tells the two apart" if any(ids for ids, _ in found) else "no actor is one of the two any more"

    def _put(self, actor: Actor, ref: ActorRef, others: Sequence[str], *, as_given: bool) -> bool:
        if actor.id not in self._wanted or list(others) == [actor.id]:
            return False
        if not as_given and others and all((actor.id, other) in self._told for other in others):
            return True
        bearers = self._bearers[compared(actor.name)]
        for name in self._candidates(ref, others, as_given=as_given):
            key = compared(name)
            # Who bears both names would come apart when the file is read.
            if is_spelled(name) and bearers.isdisjoint(self._bearers[key]):
                if key not in map(compared, self.names[actor.id]):
                    self.names[actor.id].append(name)
                self._told |= {pair for other in others for pair in ((actor.id, other), (other, actor.id))}
                return True
        return False

    def _candidates(self, ref: ActorRef, others: Sequence[str], *, as_given: bool) -> Iterator[str]:
        """Names by which the other one is found, the best first."""
        if as_given or not others:
            yield ref.name
        for other in others:
            actor = self._actors[other]
            yield from (name for name in (actor.name, *actor.aliases) if self._meant(compared(name)) == {other})

    def _meant(self, key: str) -> set[str]:
        """Whom a compared name means by itself: those of whom it is the main name before those that bear it, too."""
        return self._called[key] or self._bearers[key]
