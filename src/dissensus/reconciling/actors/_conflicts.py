"""Decisions about actors that contradict one another: merges that make one of two that must stay apart.

Merges join on: who merges A with B and B with C has merged A with C. So a merge is held against what is forbidden
together with all merges that stand (union-find over what identifies an actor).
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Sequence

from dissensus.reconciling.actors._aliases import compared
from dissensus.reconciling.actors._changes import ActorChange, ActorRef, Decided, ForbidMerge, MergeActors

_Sign = tuple[str, object]
"""Something that identifies an actor in a decision: its id, its name or a place."""

_OF_ONE_NAME = ("local:", "surname:", "homonym:", "split:")
"""Beginnings of ids of actors beside whom others bear the same name: there the name does not tell who is meant."""


def conflict(change: ActorChange, standing: Sequence[Decided]) -> tuple[Decided, ...]:
    """The standing decisions that a change contradicts: a merge of what is kept apart, or the other way round.

    Returns:
        The decision that says the opposite first, then those by which it does; empty where nothing contradicts.
    """
    merges = [decided for decided in standing if isinstance(decided.change, MergeActors)]
    if isinstance(change, ForbidMerge):
        return tuple(_path(merges, change) or ())
    if isinstance(change, MergeActors):
        new = Decided(-1, change)
        for decided in standing:
            if isinstance(decided.change, ForbidMerge):
                path = _path([*merges, new], decided.change)
                if path is not None and new in path:
                    return (decided, *(each for each in path if each is not new))
    return ()


def joins(merges: Iterable[MergeActors], forbid: ForbidMerge) -> bool:
    """Whether merges together make one of two that must stay apart."""
    return _path([Decided(number, merge) for number, merge in enumerate(merges)], forbid) is not None


def _path(merges: Sequence[Decided], forbid: ForbidMerge) -> list[Decided] | None:
    """The fewest merges that make one of two that must stay apart; of equally many, the first ones."""
    first, second = _ends(forbid)
    about: defaultdict[_Sign, list[int]] = defaultdict(list)
    signs: list[list[_Sign]] = []
    for number, merge in enumerate(merges):
        assert isinstance(merge.change, MergeActors)
        signs.append(sorted({sign for ref in merge.change.actors for sign in _signs(ref)}, key=repr))
        for sign in signs[-1]:
            about[sign].append(number)
    before: dict[int, int | None] = {}
    waiting: deque[int] = deque()
    for number in sorted({number for sign in first for number in about[sign]}):
        before[number] = None
        waiting.append(number)
    while waiting:
        number = waiting.popleft()
        if not second.isdisjoint(signs[number]):
            path: list[Decided] = []
            step: int | None = number
            while step is not None:
                path.append(merges[step])
                step = before[step]
            return path[::-1]
        for near in sorted({each for sign in signs[number] for each in about[sign]} - before.keys()):
            before[near] = number
            waiting.append(near)
    return None


def _signs(ref: ActorRef) -> frozenset[_Sign]:
    found: set[_Sign] = set()
    if ref.id:
        found.add(("id", ref.id))
    if not ref.id.startswith(_OF_ONE_NAME):
        found.add(("name", compared(ref.name)))
    if not ref.id or ref.id.startswith(("local:", "split:")):
        found |= {("place", (place.document_id, *place.span)) for place in ref.anchors}
    return frozenset(found)


def _ends(forbid: ForbidMerge) -> tuple[frozenset[_Sign], frozenset[_Sign]]:
    first, second = _signs(forbid.first), _signs(forbid.second)
    return first - second, second - first


class Joined:
    """Merges as they are made one after the other, none of which may join what must stay apart.

    Args:
        forbids: who must stay apart.
    """

    def __init__(self, forbids: Iterable[ForbidMerge]) -> None:
        self._forbids = [(forbid, *_ends(forbid)) for forbid in forbids]
        self._above: dict[_Sign, _Sign] = {}

    def enter(self, merge: MergeActors) -> ForbidMerge | None:
        """Make a merge, or give what forbids it."""
        roots = sorted({self._root(sign) for ref in merge.actors for sign in _signs(ref)}, key=repr)
        for forbid, first, second in self._forbids:
            if {self._root(sign) for sign in first} & {*roots} and {self._root(sign) for sign in second} & {*roots}:
                return forbid
        for root in roots[1:]:
            self._above[root] = roots[0]
        return None

    def _root(self, sign: _Sign) -> _Sign:
        while sign in self._above:
            above = self._above[sign]
            self._above[sign] = self._above.get(above, above)
            sign = above
        return sign
