"""How each outlet names whom: all labels for one actor.

Naming as a trace of stance is an old subject of discourse analysis (R. Fowler, "Language in the News", 1991; T. van
Leeuwen,
"The representation of social actors", 1996, whose nomination and categorisation are our names and roles).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dissensus.comparing._columns import Groups, codes_of, group_by, innermost, numbers, one_array
from dissensus.comparing._scope import Scope, table_of
from dissensus.comparing.loaded import holds_at_distance, load_lexicon
from dissensus.model.annotations import MODES
from dissensus.model.findings import Findings
from dissensus.model.options import ComparingOptions
from dissensus.model.tables import Table

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dissensus.comparing._columns import Numbers

CLASSES = ("name", "role", "loaded")
"""What sort of label: a name without loaded words, another phrase without loaded words, a loaded one."""

BALANCE_EVIDENCE = 50
"""Most mentions in the evidence of one row of the balance; the table of labels holds them all."""

DISTANCE = "quotation marks"
"""Reason given where a label is loaded by the quotation marks around its words."""

_NAMING = (
    "One row for each actor, outlet and label. label: the exact phrase; two phrases are one label when they differ"
    " only in upper and lower case, white space and a leading article, and the most common spelling stands for them"
    " (one all in capitals only where there is no other). class: name, role (a neutral description) or loaded; a label"
    " that was read both as a name and as a description is a name. loaded marks a label for the reader's attention and"
    " is no verdict: because lists the words of the lexicon that stand in it, or quotation marks that hold words at a"
    " distance. Words inside the actor's own name never make a label loaded. own_words: how often the outlet says it"
    " itself; attributed: how often it stands in what the outlet attributes to somebody. Pronouns are left out."
)
_BALANCE = (
    "One row for each actor and outlet: how often the actor is called by name, by a neutral role and by a loaded"
    " label, and"
    " the share of loaded ones. loaded_own_words: loaded labels that stand in the outlet's own words, not in"
    " somebody's statement."
)


@dataclass(frozen=True, slots=True)
class Labels:
    """Labelled mentions of resolved actors in counted documents.

    Attributes:
        rows: row numbers of the mentions.
        unknown: those of mentions of nobody known, whose labels are loaded.
        label: code of the normalised label, a mention of the whole table (-1 elsewhere).
        kind: code in `CLASSES`, a mention of the whole table.
        normal: the normalised labels.
        spellings: the different spellings, without the article (Arrow array).
        spelling: row of each mention in ``spellings`` (whole table).
        reasons: by (label, name) code, why it is loaded.
        reason: code into ``reasons``, a mention of the whole table.
        own: whether each mention stands in the outlet's own words, not in what it attributes to somebody.
    """

    rows: Numbers
    unknown: Numbers
    label: Numbers
    kind: Numbers
    normal: list[str]
    spellings: Any
    spelling: Numbers
    reasons: list[tuple[tuple[str, ...], tuple[str, ...]]]
    reason: Numbers
    own: Any


def compare_naming(findings: Findings, options: ComparingOptions | None = None) -> Table:
    """All labels that each outlet uses for each actor.

    Returns:
        One row an actor, outlet and label, most often named actor first: actor_id, actor, kind, outlet (null when not
        known), label, normal (the label as compared), class (see `CLASSES`), loaded, because (list of words), tones
        (list),
        count, own_words, attributed, documents, evidence.
    """
    return naming_of(Scope(findings, options))


def compare_naming_balance(findings: Findings, options: ComparingOptions | None = None) -> Table:
    """Names, neutral roles and loaded labels an actor and outlet.

    Returns:
        One row an actor and outlet: actor_id, actor, kind, outlet, mentions, name, role, loaded, loaded_share (0 to 1),
        loaded_own_words, labels (distinct), documents, evidence.
    """
    return naming_balance_of(Scope(findings, options))


def naming_of(scope: Scope) -> Table:
    """`compare_naming` on prepared findings."""
    labels = labels_of(scope)
    mentions = scope.mentions
    rank = ranks_of(scope, mentions.actor)
    groups = group_by((rank, mentions.outlet, labels.label, labels.kind, labels.reason), labels.rows)
    actor, first = mentions.actor[groups.first], groups.first
    per_actor = np.bincount(mentions.actor[labels.rows], minlength=len(scope.actor_ids))
    order = np.lexsort((labels.label[first], -groups.sizes, mentions.outlet[first], rank[first], -per_actor[actor]))
    groups, actor, first = groups.take(order), actor[order], first[order]
    ids, names, kinds = scope.actor_columns(actor)
    kind = labels.kind[first]
    because = [labels.reasons[i] for i in labels.reason[first].tolist()]
    arrow = table_of(
        [
            ("actor_id", ids),
            ("actor", names),
            ("kind", kinds),
            ("outlet", scope.outlet_column(mentions.outlet[first])),
            ("label", common_spelling(groups, labels)),
            ("normal", pa.array(labels.normal, pa.string()).take(pa.array(labels.label[first]))),
            ("class", pa.array(CLASSES).take(pa.array(kind))),
            ("loaded", kind == CLASSES.index("loaded")),
            ("because", pa.array([list(words) for words, _ in because], pa.list_(pa.string()))),
            ("tones", pa.array([list(tones) for _, tones in because], pa.list_(pa.string()))),
            ("count", groups.sizes),
            ("own_words", groups.total(labels.own)),
            ("attributed", groups.total(~labels.own)),
            ("documents", groups.distinct(mentions.document)),
            ("evidence", mentions.pieces.evidence(groups)),
        ]
    )
    return Table("naming", "How each outlet names whom", _NAMING, arrow)


def naming_balance_of(scope: Scope) -> Table:
    """`compare_naming_balance` on prepared findings."""
    labels = labels_of(scope)
    mentions = scope.mentions
    rank = ranks_of(scope, mentions.actor)
    groups = group_by((rank, mentions.outlet), labels.rows)
    per_actor = np.bincount(mentions.actor[labels.rows], minlength=len(scope.actor_ids))
    first = groups.first
    groups = groups.take(np.lexsort((mentions.outlet[first], rank[first], -per_actor[mentions.actor[first]])))
    first = groups.first
    ids, names, kinds = scope.actor_columns(mentions.actor[first])
    counts = [(name, groups.total(labels.kind == code)) for code, name in enumerate(CLASSES)]
    arrow = table_of(
        [
            ("actor_id", ids),
            ("actor", names),
            ("kind", kinds),
            ("outlet", scope.outlet_column(mentions.outlet[first])),
            ("mentions", groups.sizes),
            *counts,
            ("loaded_share", counts[2][1] / np.maximum(groups.sizes, 1)),
            ("loaded_own_words", groups.total((labels.kind == CLASSES.index("loaded")) & labels.own)),
            ("labels", groups.distinct(labels.label)),
            ("documents", groups.distinct(mentions.document)),
            ("evidence", mentions.pieces.evidence(groups.head(BALANCE_EVIDENCE))),
        ]
    )
    return Table("naming_balance", "Names, roles and loaded labels", _BALANCE, arrow)


def ranks_of(scope: Scope, actors: Numbers) -> Numbers:
    """Place of each mention's actor by name; -1 where not resolved."""
    return np.append(scope.actor_rank, np.int32(-1))[actors]


def labels_of(scope: Scope) -> Labels:
    """The labels of prepared findings, made once."""
    kept: Labels | None = scope.kept.get("labels")
    if kept is not None:
        return kept
    mentions = scope.mentions
    table = mentions.table
    named = pc.not_equal(one_array(table["form"]), "pronoun").to_numpy(zero_copy_only=False)
    every = np.flatnonzero(named & scope.counted[mentions.document])
    rows = every[mentions.actor[every] >= 0]
    size = table.num_rows

    encoded = one_array(table["words"]).dictionary_encode()
    spelled = pc.utf8_trim_whitespace(pc.replace_substring_regex(encoded.dictionary, r"\s+", " "))
    bare = pc.replace_substring_regex(spelled, r"^(?i:the|an|a) ", "")
    normal_codes, normal = codes_of(pc.utf8_lower(bare))
    spelling = numbers(encoded.indices)

    # A label is judged once for each spelling and own name, not once a mention.
    is_name = pc.equal(one_array(table["form"]), "name").to_numpy(zero_copy_only=False).astype(np.int8)
    name_codes, names = codes_of(table["name"])
    judged = group_by((spelling, name_codes, is_name), every)
    spellings = bare.to_pylist()
    lexicon = load_lexicon()
    reasons: dict[tuple[tuple[str, ...], tuple[str, ...]], int] = {((), ()): 0}
    per_group = np.zeros(len(judged), dtype=np.int64)
    for at, row in enumerate(judged.first.tolist()):
        label = spellings[spelling[row]]
        own = names[name_codes[row]] if name_codes[row] >= 0 else (label if is_name[row] else "")
        found = lexicon.find(label.replace(own, " ") if own else label)
        words, tones = tuple(entry.word for entry in found), tuple(dict.fromkeys(entry.tone for entry in found))
        if holds_at_distance(label):
            words, tones = (*words, DISTANCE), tuple(dict.fromkeys((*tones, "distancing")))
        per_group[at] = reasons.setdefault((words, tones), len(reasons))
    reason = np.zeros(size, dtype=np.int32)
    reason[judged.order] = np.repeat(per_group, judged.sizes)
    label_of = np.full(size, -1, dtype=np.int32)
    label_of[every] = normal_codes[spelling[every]]
    unknown = every[(mentions.actor[every] < 0) & (reason[every] > 0)]
    kind = np.where(reason > 0, CLASSES.index("loaded"), np.where(is_name == 1, 0, 1)).astype(np.int8)
    reason, kind = _one_reading((mentions.actor, label_of), is_name == 1, reason, kind, rows)
    inside = innermost(scope.statements.pieces, mentions.pieces)
    attributed = np.append(scope.statements.mode != MODES.index("own_voice"), False)[inside]
    made = Labels(rows, unknown, label_of, kind, normal, bare, spelling, list(reasons), reason, ~attributed)
    scope.kept["labels"] = made
    return made


def _one_reading(
    keys: tuple[Numbers, Numbers], is_name: NDArray[np.bool_], reason: Numbers, kind: Numbers, rows: Numbers
) -> tuple[Numbers, Numbers]:
    """One class and one reason for each actor's label, by mention, however each mention of it was read.

    A reading as a name goes before one as a description (which knows no own name, and may find a loaded word inside
    one); of readings alike, a loaded one goes first, and then the one that comes first.
    """
    groups = group_by(keys, rows)
    named, loaded = is_name[groups.order], reason[groups.order] > 0
    group = np.repeat(np.arange(len(groups)), groups.sizes)
    best = np.lexsort((groups.order, ~loaded, ~named, group))
    chosen = groups.order[best[groups.offsets[:-1]]]
    reason[groups.order] = np.repeat(reason[chosen], groups.sizes)
    kind[groups.order] = np.repeat(kind[chosen], groups.sizes)
    return reason, kind


def common_spelling(groups: Groups, labels: Labels) -> pa.Array:
    """The most common spelling of each group.

    Spellings all in capitals, as in headlines, come after others; of equals, the first in the sorting of texts.
    """
    codes, texts = codes_of(labels.spellings)
    capitals = np.asarray([text.isupper() for text in texts], dtype=bool)
    group = np.empty(len(labels.spelling), dtype=np.int32)
    group[groups.order] = np.repeat(np.arange(len(groups)), groups.sizes)
    code = codes[labels.spelling]
    by_spelling = group_by((group, code), groups.order)
    first = by_spelling.first
    best = np.lexsort((code[first], -by_spelling.sizes, capitals[code[first]], group[first]))
    chosen = group[first][best]
    new = np.ones(len(best), dtype=bool)
    new[1:] = chosen[1:] != chosen[:-1]
    return pa.array(texts, pa.string()).take(pa.array(code[first[best[new]]]))
