"""One label for several actors, and for whom each outlet uses it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from dissensus.comparing._columns import Groups, group_by
from dissensus.comparing._scope import Scope, table_of
from dissensus.comparing.naming import CLASSES, Labels, common_spelling, labels_of, ranks_of
from dissensus.model.findings import Findings
from dissensus.model.options import ComparingOptions
from dissensus.model.tables import Table

if TYPE_CHECKING:
    from dissensus.comparing._columns import Numbers

_SHARED = (
    "One row for each label that stands for several actors: how many, which, in which outlets, and how often. A label"
    " of this kind may mislead a reader, and may also be a wrong resolution of the machine. unresolved: documents in"
    " which a loaded label stands for nobody whom the machine could tell; each may mean somebody else."
)

_USES = (
    "One row for each use of a label that stands for several actors: for whom which outlet uses it, and how often. The"
    " label is loaded where a word of the lexicon stands in it; own_words: how often the outlet says it itself;"
    " attributed: how often it stands in what the outlet attributes to somebody. Without an actor: a loaded label of"
    " nobody whom the machine could tell."
)


def compare_shared_labels(findings: Findings, options: ComparingOptions | None = None) -> Table:
    """Labels that are used for more than one actor.

    Returns:
        One row a label: label, actors (number), actor_names (list), unresolved (documents, for loaded labels),
        outlets (list), loaded, count, evidence (the first piece for each actor and outlet, and for each document where
        nobody is known).
    """
    return shared_labels_of(Scope(findings, options))


def compare_label_uses(findings: Findings, options: ComparingOptions | None = None) -> Table:
    """For whom each outlet uses the labels that stand for several actors.

    Returns:
        One row a label, actor and outlet, in the order of `compare_shared_labels`, then the most frequent first: label,
        loaded, because (list of words), actors (number of actors that the label stands for), actor_id, actor, kind
        (null where nobody is known), outlet (null when not known), count, own_words, attributed, documents, evidence.
    """
    return label_uses_of(Scope(findings, options))


@dataclass(frozen=True, slots=True)
class _Sharing:
    """Mentions of labels that may stand for several actors.

    Attributes:
        groups: by label, those of most actors first; of mentions of nobody known, the ones with a loaded label.
        actors: how many resolved actors each of these labels stands for.
        unresolved: in how many documents each stands for nobody known.
        rows: row numbers of all these mentions.
    """

    groups: Groups
    actors: Numbers
    unresolved: Numbers
    rows: Numbers


def _sharing_of(scope: Scope, labels: Labels) -> _Sharing:
    mentions = scope.mentions
    every = np.sort(np.concatenate([labels.rows, labels.unknown]))
    groups = group_by((labels.label,), every)
    actors = groups.distinct(mentions.actor)
    unresolved = groups.distinct(np.where(mentions.actor < 0, mentions.document, -1))
    several = np.flatnonzero(actors + unresolved > 1)
    code = labels.label[groups.first]
    order = several[np.lexsort((code[several], -groups.sizes[several], -unresolved[several], -actors[several]))]
    groups = groups.take(order)
    return _Sharing(groups, actors[order], unresolved[order], groups.order)


def shared_labels_of(scope: Scope) -> Table:
    """`compare_shared_labels` on prepared findings."""
    labels, mentions = labels_of(scope), scope.mentions
    sharing = _sharing_of(scope, labels)
    groups = sharing.groups
    # Of nobody known, each document may mean somebody else.
    alone = np.where(mentions.actor < 0, mentions.document, -1)
    names, outlets, firsts = [], [], []
    for at in range(len(groups)):
        rows = groups.order[groups.offsets[at] : groups.offsets[at + 1]]
        pairs = group_by((ranks_of(scope, mentions.actor[rows]), mentions.outlet[rows], alone[rows]))
        firsts.append(rows[pairs.first])
        known = dict.fromkeys(i for i in mentions.actor[firsts[-1]].tolist() if i >= 0)
        names.append([scope.actor_names[i] for i in known])
        outlets.append([scope.outlets[i] for i in np.unique(mentions.outlet[rows]).tolist()])
    chosen = Groups(
        np.concatenate([*firsts, np.zeros(0, dtype=np.int64)]), np.cumsum([0, *(len(rows) for rows in firsts)])
    )
    arrow = table_of(
        [
            ("label", common_spelling(groups, labels)),
            ("actors", sharing.actors),
            ("actor_names", pa.array(names, pa.list_(pa.string()))),
            ("unresolved", sharing.unresolved),
            ("outlets", pa.array(outlets, pa.list_(pa.string()))),
            ("loaded", groups.total(labels.kind == CLASSES.index("loaded")) > 0),
            ("count", groups.sizes),
            ("evidence", mentions.pieces.evidence(chosen)),
        ]
    )
    return Table("shared_labels", "One label, several actors", _SHARED, arrow)


def label_uses_of(scope: Scope) -> Table:
    """`compare_label_uses` on prepared findings."""
    labels, mentions = labels_of(scope), scope.mentions
    sharing = _sharing_of(scope, labels)
    place = np.full(len(labels.normal), -1)
    place[labels.label[sharing.groups.first]] = np.arange(len(sharing.groups))
    groups = group_by((labels.label, ranks_of(scope, mentions.actor), mentions.outlet), np.sort(sharing.rows))
    first = groups.first
    at, who = place[labels.label[first]], mentions.actor[first]
    order = np.lexsort((mentions.outlet[first], ranks_of(scope, who), -groups.sizes, who < 0, at))
    groups, first, at = groups.take(order), first[order], at[order]
    spelled = common_spelling(sharing.groups, labels)
    ids, names, kinds = scope.actor_columns(mentions.actor[first])
    because = [list(labels.reasons[i][0]) for i in labels.reason[first].tolist()]
    arrow = table_of(
        [
            ("label", spelled.take(pa.array(at))),
            ("loaded", labels.kind[first] == CLASSES.index("loaded")),
            ("because", pa.array(because, pa.list_(pa.string()))),
            ("actors", sharing.actors[at]),
            ("actor_id", ids),
            ("actor", names),
            ("kind", kinds),
            ("outlet", scope.outlet_column(mentions.outlet[first])),
            ("count", groups.sizes),
            ("own_words", groups.total(labels.own)),
            ("attributed", groups.total(~labels.own)),
            ("documents", groups.distinct(mentions.document)),
            ("evidence", mentions.pieces.evidence(groups)),
        ]
    )
    return Table("label_uses", "One label, for whom by whom", _USES, arrow)
