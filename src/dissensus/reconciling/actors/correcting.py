"""What people say about who is who: entries of a file of names, decisions, and both laid over a resolution.

The public names of this package beside its resolver; tasks, formats and the command line take them from here.
"""

from __future__ import annotations

from dissensus.reconciling.actors._aliases import (
    KINDS,
    MAX_NAME,
    Alias,
    AliasEntry,
    AliasIndex,
    compared,
    is_spelled,
    spelled,
)
from dissensus.reconciling.actors._anchors import anchored
from dissensus.reconciling.actors._apart import kept_apart, waiting
from dissensus.reconciling.actors._changes import (
    ActorChange,
    ActorRef,
    Decided,
    ForbidMerge,
    MergeActors,
    RenameActor,
    SplitActor,
    bare,
    change_of,
    check_name,
    checked,
    plain_change,
    refs_of,
    told,
)
from dissensus.reconciling.actors._conflicts import conflict, joins
from dissensus.reconciling.actors._decisions import Applied, apply_decisions
from dissensus.reconciling.actors._entries import entries_of
from dissensus.reconciling.actors._parts import split_id
from dissensus.reconciling.actors._unmet import listed_outlets

__all__ = [
    "KINDS",
    "MAX_NAME",
    "ActorChange",
    "ActorRef",
    "Alias",
    "AliasEntry",
    "AliasIndex",
    "Applied",
    "Decided",
    "ForbidMerge",
    "MergeActors",
    "RenameActor",
    "SplitActor",
    "anchored",
    "apply_decisions",
    "bare",
    "change_of",
    "check_name",
    "checked",
    "compared",
    "conflict",
    "entries_of",
    "is_spelled",
    "joins",
    "kept_apart",
    "listed_outlets",
    "plain_change",
    "refs_of",
    "spelled",
    "split_id",
    "told",
    "waiting",
]
