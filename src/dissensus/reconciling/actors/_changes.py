"""What people decide about actors: merge, split, rename, forbid. Plain values that the project's log can keep."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, get_args

from dissensus.model.annotations import ActorKind
from dissensus.model.errors import ReconcilingError
from dissensus.model.findings import Actor, Place
from dissensus.model.spans import Span
from dissensus.reconciling.actors._aliases import MAX_NAME, compared, spelled

MOST_NAMES = 50
"""Most names of an actor that a decision keeps, to find the actor again when its id is gone."""


@dataclass(frozen=True, slots=True)
class ActorRef:
    """An actor as it was when somebody decided about it.

    Attributes:
        id: its id; "" where only a name was given.
        name: its name.
        names: its names then, to know its words again in the texts.
        anchors: places where it was mentioned then: the actor that these words are now is meant, whatever its id.
    """

    id: str
    name: str
    names: tuple[str, ...] = ()
    anchors: tuple[Place, ...] = ()

    @classmethod
    def of(cls, actor: Actor) -> ActorRef:
        """The reference to an actor as it is now."""
        names = [name for name in actor.aliases if len(name) <= MAX_NAME]
        return cls(actor.id, actor.name, tuple(names[:MOST_NAMES]))

    @property
    def keys(self) -> frozenset[str]:
        """Its names as they are compared."""
        return frozenset(compared(name) for name in (self.name, *self.names))

    def is_of(self, actor: Actor) -> bool:
        """Whether it means this actor, or one whose names the actor has taken over."""
        return self.id == actor.id or compared(self.name) in {compared(n) for n in (actor.name, *actor.aliases)}


@dataclass(frozen=True, slots=True)
class MergeActors:
    """All of these are the first one."""

    actors: tuple[ActorRef, ...]


@dataclass(frozen=True, slots=True)
class SplitActor:
    """What bears these names in these documents is another actor.

    Attributes:
        actor: the actor that they leave.
        names: names that leave; empty for all.
        documents: documents in which they leave; empty for all.
        called: the name of the new actor, or None to take its most frequent one.
    """

    actor: ActorRef
    names: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    called: str | None = None


@dataclass(frozen=True, slots=True)
class RenameActor:
    """The actor is shown under this name, and is of this kind (None leaves it)."""

    actor: ActorRef
    name: str
    kind: ActorKind | None = None


@dataclass(frozen=True, slots=True)
class ForbidMerge:
    """These two must not be one actor."""

    first: ActorRef
    second: ActorRef


ActorChange = MergeActors | SplitActor | RenameActor | ForbidMerge


@dataclass(frozen=True, slots=True)
class Decided:
    """A change that stands.

    Attributes:
        number: its number in the log of decisions; changes are made in this order.
        change: what was decided.
    """

    number: int
    change: ActorChange


def refs_of(change: ActorChange) -> tuple[ActorRef, ...]:
    """The actors that a change is about."""
    if isinstance(change, MergeActors):
        return change.actors
    if isinstance(change, ForbidMerge):
        return change.first, change.second
    return (change.actor,)


def told(change: ActorChange) -> str:
    """The change in words."""
    names = [repr(ref.name) for ref in refs_of(change)]
    if isinstance(change, MergeActors):
        return f"merge {', '.join(names[1:])} into {names[0]}"
    if isinstance(change, ForbidMerge):
        return f"never merge {names[0]} with {names[1]}"
    if isinstance(change, RenameActor):
        return f"call {names[0]} {change.name!r}" + (f", a {change.kind}" if change.kind else "")
    what = f"names {', '.join(map(repr, change.names))}" if change.names else "words"
    where = f" in {', '.join(map(repr, change.documents))}" if change.documents else ""
    called = f" as {change.called!r}" if change.called else ""
    return f"split the {what}{where} from {names[0]}{called}"


def with_refs(change: ActorChange, refs: Sequence[ActorRef]) -> ActorChange:
    """The change with other references to the same actors, in the order of `refs_of`."""
    if isinstance(change, MergeActors):
        return MergeActors(tuple(refs))
    if isinstance(change, ForbidMerge):
        return ForbidMerge(refs[0], refs[1])
    return replace(change, actor=refs[0])


def bare(change: ActorChange) -> ActorChange:
    """What is decided, without what helps to find the actors again: equal for equal decisions."""
    return with_refs(change, [ActorRef(ref.id, ref.name) for ref in refs_of(change)])


def plain_change(change: ActorChange) -> dict[str, Any]:
    """The change as plain values for JSON; places have the form in which a project checks that their words stand."""
    if isinstance(change, MergeActors):
        return {"action": "merge", "actors": [_plain(ref) for ref in change.actors]}
    if isinstance(change, ForbidMerge):
        return {"action": "forbid", "actors": [_plain(change.first), _plain(change.second)]}
    if isinstance(change, RenameActor):
        return {"action": "rename", "actor": _plain(change.actor), "name": change.name, "kind": change.kind}
    return {
        "action": "split",
        "actor": _plain(change.actor),
        "names": list(change.names),
        "documents": list(change.documents),
        "called": change.called,
    }


def _plain(ref: ActorRef) -> dict[str, Any]:
    plain: dict[str, Any] = {"id": ref.id, "name": ref.name, "names": list(ref.names)}
    if ref.anchors:
        plain["anchors"] = [
            {"document": place.document_id, "spans": [list(place.span)], "words": place.words} for place in ref.anchors
        ]
    return plain


def change_of(value: object) -> ActorChange | None:
    """The change of plain values; None where they are no change of ours.

    Raises:
        ReconcilingError: REC003, a change without the names that it needs.
    """
    if not isinstance(value, Mapping):
        return None
    try:
        match value.get("action"):
            case "merge":
                refs = tuple(_ref(each) for each in value["actors"])
                return checked(MergeActors(refs))
            case "forbid":
                first, second = (_ref(each) for each in value["actors"])
                return checked(ForbidMerge(first, second))
            case "rename":
                kind = value.get("kind")
                known = next((k for k in get_args(ActorKind) if k == kind), None)
                return checked(RenameActor(_ref(value["actor"]), str(value["name"]), known))
            case "split":
                called = value.get("called")
                return checked(
                    SplitActor(
                        _ref(value["actor"]),
                        tuple(map(str, value["names"])),
                        tuple(map(str, value["documents"])),
                        None if called is None else str(called),
                    )
                )
    except (KeyError, TypeError, ValueError) as error:
        raise ReconcilingError(f"a decision about actors lacks a part ({error})", code="REC003") from error
    return None


def _ref(value: Mapping[str, Any]) -> ActorRef:
    anchors = tuple(_place(each) for each in value.get("anchors", ()))
    return ActorRef(str(value["id"]), str(value["name"]), tuple(map(str, value.get("names", ()))), anchors)


def _place(value: Mapping[str, Any]) -> Place:
    ((start, end),) = value["spans"]
    return Place(str(value["document"]), Span(int(start), int(end)), str(value["words"]))


def checked(change: ActorChange) -> ActorChange:
    """The change, if all names in it are names.

    Raises:
        ReconcilingError: REC003, an empty or overlong name; REC010, nothing is said that changes anything.
    """
    names = [ref.name for ref in refs_of(change)]
    if isinstance(change, RenameActor):
        names.append(change.name)
    if isinstance(change, SplitActor):
        names += [*change.names, *([] if change.called is None else [change.called])]
        if not change.names and not change.documents:
            raise ReconcilingError("a split needs names or documents that leave the actor", code="REC010")
    if isinstance(change, MergeActors) and len({ref.id or ref.name for ref in change.actors}) < 2:
        raise ReconcilingError("a merge needs two different actors", code="REC010")
    for name in names:
        check_name(name)
    return change


def check_name(name: str) -> str:
    """The name with single spaces.

    Raises:
        ReconcilingError: REC003, it is empty or overlong.
    """
    found = spelled(name)
    if not found or len(found) > MAX_NAME:
        raise ReconcilingError(f"the name {name[:40]!r} is empty or longer than {MAX_NAME} characters", code="REC003")
    return found
