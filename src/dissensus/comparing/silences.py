"""What an outlet leaves out: actors that others mention, and speakers that others quote.

How notable a silence is, is told by its surprise: were the outlet to use the actor in as large a part of its articles
as the
other outlets do, how improbable would it be that none of its n articles has it? With p the others' (smoothed) part,
that
probability is (1 - p)^n; the surprise is its negative natural logarithm, n * -ln(1 - p). It is 0 for an actor that
nobody
would miss and grows with the others' use and with the number of articles looked at. It orders the rows and proves
nothing: an
outlet may be silent because nothing of it was read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from dissensus.comparing._columns import EVIDENCE, Groups, Pieces, group_by, ramps
from dissensus.comparing._scope import Scope, table_of
from dissensus.model.annotations import MODES
from dissensus.model.findings import Findings
from dissensus.model.options import ComparingOptions
from dissensus.model.tables import Table

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dissensus.comparing._columns import Numbers

SILENCES = ("never mentioned", "never mentioned, though quoted elsewhere", "mentioned, never quoted")
"""The three sorts of silence."""

MOST_ROWS = 1_000
"""Most rows an outlet: the most notable ones. Bounds the table where thousands of actors stand in one outlet only."""

MOST_OUTLETS = 12
"""Most other outlets whose first words are given as a silence's evidence; the counts stay true."""

_DESCRIPTION = (
    "One row for each outlet and actor that other outlets have and this one lacks. silence: never mentioned; never"
    " mentioned,"
    " though quoted elsewhere; or mentioned, never quoted. others: how many other outlets mention (or quote) the actor;"
    " mentions_elsewhere, statements_elsewhere, documents_elsewhere: how often; expected: in how many of this"
    " outlet's articles"
    " the actor would stand at the others' rate; surprise: n * -ln(1 - p), how improbable the silence is at that"
    " rate (natural"
    " logarithm). evidence: the others' first words, one piece an outlet. A reprint counts once with its original"
    " for the"
    " others, but an outlet that printed it is not silent about what stands in it. Articles without an outlet are in"
    " neither"
    f" part. Places are left out. At most {MOST_ROWS} rows an outlet, the most notable ones."
)


@dataclass(frozen=True, slots=True)
class _Presence:
    """Who stands where: counts an actor and outlet.

    Attributes:
        here: by outlet, whether each actor stands in any of its documents, reprints too.
        outlets: number of outlets that have each actor in a counted document.
        counts: by outlet, occurrences an actor in counted documents.
        documents: by outlet, counted documents with the actor.
        firsts: by outlet, the first row (mention or statement) of each actor; -1 for none.
    """

    here: list[NDArray[np.bool_]]
    outlets: Numbers
    counts: list[Numbers]
    documents: list[Numbers]
    firsts: list[Numbers]


def compare_silences(findings: Findings, options: ComparingOptions | None = None) -> Table:
    """Actors and quoted speakers that other outlets have and this one lacks.

    Returns:
        One row an outlet and actor, most notable first: outlet, actor_id, actor, kind, silence (see `SILENCES`),
        others,
        other_outlets (list), mentions_elsewhere, statements_elsewhere, documents_elsewhere, mentions_here,
        documents_here
        (number of the outlet's articles), expected, surprise, evidence (the others' words).
    """
    return silences_of(Scope(findings, options))


def silences_of(scope: Scope) -> Table:
    """`compare_silences` on prepared findings."""
    mentions, statements = scope.mentions, scope.statements
    known = [code for code, name in enumerate(scope.outlets) if name is not None]
    quoting = np.flatnonzero(statements.mode != MODES.index("own_voice"))
    mentioned = _presence(scope, mentions.document, mentions.actor, np.arange(len(mentions.actor)), known)
    quoted = _presence(scope, statements.document, statements.actor, quoting, known)
    is_actor = np.asarray([kind != "place" for kind in scope.actor_kinds], dtype=bool)
    size = np.bincount(scope.document_outlet[scope.counted], minlength=len(scope.outlets))
    printed = np.bincount(scope.document_outlet, minlength=len(scope.outlets))
    parts: list[dict[str, Any]] = []
    for code in known:
        others_mention = mentioned.outlets - (mentioned.counts[code] > 0)
        others_quote = quoted.outlets - (quoted.counts[code] > 0)
        has, speaks = mentioned.here[code] | quoted.here[code], quoted.here[code]
        # A statement's speaker counts as mentioned even where no mention of it was kept.
        elsewhere = np.maximum(others_mention, others_quote)
        enough = max(scope.options.silence_outlets, 1)
        absent = is_actor & ~has & (elsewhere >= enough)
        unquoted = is_actor & has & ~speaks & (others_quote >= enough)
        actors = np.flatnonzero(absent | unquoted)
        kind = np.where(unquoted[actors], 2, np.where(others_quote[actors] >= 1, 1, 0))
        by_mention = mentioned.documents[-1] - mentioned.documents[code]
        by_quote = quoted.documents[-1] - quoted.documents[code]
        documents = np.where(kind == 2, by_quote[actors], np.maximum(by_mention, by_quote)[actors])
        rest = int(size[known].sum() - size[code])
        part = (documents + 0.5) / (rest + 1)
        surprise = printed[code] * -np.log1p(-np.minimum(part, 1 - 1e-9))
        others = np.where(kind == 2, others_quote[actors], elsewhere[actors])
        order = np.lexsort((scope.actor_rank[actors], -others, -surprise.round(9)))[:MOST_ROWS]
        parts.append(
            {
                "code": np.full(len(order), code),
                "actor": actors[order],
                "kind": kind[order],
                "others": others[order],
                "documents": documents[order],
                "mentions": (mentioned.counts[-1] - mentioned.counts[code])[actors[order]],
                "statements": (quoted.counts[-1] - quoted.counts[code])[actors[order]],
                "here": _count_here(scope, code, actors[order]),
                "expected": (printed[code] * part)[order],
                "surprise": surprise[order],
            }
        )
    merged = {key: np.concatenate([part[key] for part in parts]) if parts else np.zeros(0, np.int64) for key in _KEYS}
    order = np.lexsort(
        (merged["code"], scope.actor_rank[merged["actor"]], -merged["others"], -merged["surprise"].round(9))
    )
    merged = {key: values[order] for key, values in merged.items()}
    return Table(
        "silences", "What an outlet leaves out", _DESCRIPTION, _table(scope, merged, mentioned, quoted, known, printed)
    )


_KEYS = ("code", "actor", "kind", "others", "documents", "mentions", "statements", "here", "expected", "surprise")


def _presence(scope: Scope, document: Numbers, actor: Numbers, rows: Numbers, known: list[int]) -> _Presence:
    size = len(scope.actor_ids)
    rows = rows[actor[rows] >= 0]
    outlet = scope.document_outlet[document]
    here, counts, documents, firsts = [], [], [], []
    total, total_documents, outlets = np.zeros(size, np.int64), np.zeros(size, np.int64), np.zeros(size, np.int64)
    none = np.zeros(size, np.int64)
    for code in range(len(scope.outlets)):
        mine = rows[outlet[rows] == code]
        counted = mine[scope.counted[document[mine]]]
        here.append(np.bincount(actor[mine], minlength=size) > 0)
        groups = group_by((actor, document), counted)
        first = np.full(size, -1, dtype=np.int64)
        by_actor = group_by((actor,), counted)
        first[actor[by_actor.first]] = by_actor.first
        firsts.append(first)
        counts.append(np.bincount(actor[counted], minlength=size).astype(np.int64))
        documents.append(np.bincount(actor[groups.first], minlength=size).astype(np.int64))
        if code in known:
            total, total_documents = total + counts[-1], total_documents + documents[-1]
            outlets += counts[-1] > 0
        else:
            counts[-1], documents[-1] = none, none
    return _Presence(here, outlets, [*counts, total], [*documents, total_documents], firsts)


def _count_here(scope: Scope, code: int, actors: Numbers) -> Numbers:
    mentions = scope.mentions
    rows = np.flatnonzero((mentions.outlet == code) & (mentions.actor >= 0))
    return np.bincount(mentions.actor[rows], minlength=len(scope.actor_ids))[actors].astype(np.int64)


def _table(
    scope: Scope, rows: dict[str, Numbers], mentioned: _Presence, quoted: _Presence, known: list[int], printed: Numbers
) -> pa.Table:
    ids, names, kinds = scope.actor_columns(rows["actor"])
    other_names: list[list[str | None]] = []
    # Rows of mentions are numbered from 0, rows of statements after them, so that one list holds both.
    shift = len(scope.mentions.actor)
    picked: list[int] = []
    offsets = [0]
    for code, actor, kind in zip(rows["code"].tolist(), rows["actor"].tolist(), rows["kind"].tolist(), strict=True):
        outlets: list[str | None] = []
        taken = 0
        for other in known:
            if other == code:
                continue
            statement, mention = quoted.firsts[other][actor], mentioned.firsts[other][actor]
            if statement < 0 and (kind == 2 or mention < 0):
                continue
            outlets.append(scope.outlets[other])
            if taken < MOST_OUTLETS:
                picked.append(int(statement) + shift if statement >= 0 else int(mention))
                taken += 1
        other_names.append(outlets)
        offsets.append(len(picked))
    return table_of(
        [
            ("outlet", scope.outlet_column(rows["code"])),
            ("actor_id", ids),
            ("actor", names),
            ("kind", kinds),
            ("silence", pa.array(SILENCES).take(pa.array(rows["kind"]))),
            ("others", rows["others"]),
            ("other_outlets", pa.array(other_names, pa.list_(pa.string()))),
            ("mentions_elsewhere", rows["mentions"]),
            ("statements_elsewhere", rows["statements"]),
            ("documents_elsewhere", rows["documents"]),
            ("mentions_here", rows["here"]),
            ("documents_here", printed[rows["code"]]),
            ("expected", rows["expected"]),
            ("surprise", rows["surprise"]),
            ("evidence", _evidence(scope.mentions.pieces, scope.statements.pieces, picked, offsets)),
        ]
    )


def _evidence(mentions: Pieces, statements: Pieces, picked: list[int], offsets: list[int]) -> pa.Array:
    """Evidence that takes from mentions and statements in turn."""
    rows, shift = np.asarray(picked, dtype=np.int64), len(mentions.offsets) - 1
    spoken = rows >= shift
    sizes, starts = np.ones(len(rows), dtype=np.int64), np.zeros(len(rows), dtype=np.int64)
    sizes[spoken] = np.diff(statements.offsets)[rows[spoken] - shift]
    parts, before = [], 0
    for pieces, chosen, base in ((mentions, ~spoken, 0), (statements, spoken, shift)):
        at = np.flatnonzero(chosen)
        part = pieces.evidence(Groups(rows[at] - base, np.arange(len(at) + 1)))
        starts[at] = before + np.asarray(part.offsets)[:-1]
        parts.append(part.flatten())
        before += len(parts[-1])
    ends = np.concatenate([[0], np.cumsum(sizes)])[np.asarray(offsets, dtype=np.int64)]
    items = pa.concat_arrays(parts).take(pa.array(ramps(starts, sizes)))
    return pa.ListArray.from_arrays(pa.array(ends, pa.int32()), items, type=EVIDENCE)
