"""Who is quoted by whom, and how much.

Counts of attributed statements a speaker and outlet are the classic measure of source diversity and access (H. Gans,
"Deciding What's News", 1979; the Gender Gap Tracker of F. Torabi Asr and others, PLoS ONE 16(1), 2021, counts the
same by machine).
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dissensus.comparing._columns import Groups, codes_of, group_by, one_array
from dissensus.comparing._scope import Scope, table_of
from dissensus.model.annotations import ACTS, MODES
from dissensus.model.findings import Findings
from dissensus.model.options import ComparingOptions
from dissensus.model.tables import Table

NOT_NAMED = "speaker not named"
"""What stands for the speaker where the text names none."""

_QUOTING = MODES[:3]
_ACTS = pa.list_(pa.struct([("act", pa.string()), *((mode, pa.int64()) for mode in _QUOTING)]))

_DESCRIPTION = (
    "One row for each outlet and speaker. statements: how many statements the outlet attributes to the speaker, in all"
    " and by mode; acts: how many by what the speaker does with the words (says, denies, demands, ...), the most"
    " frequent first, each by mode; nested: how many of them stand inside another statement; words: words in their"
    " contents; direct_words: those in direct quotation; share: words as a share of all words that the outlet"
    " attributes to anybody (a nested statement counts for its own speaker and within the outer one); documents: in"
    " how many articles. speaker_basis: actor (resolved), words (the text names somebody who was not resolved; the"
    " exact words stand in their stead and are not joined across meanings) or none."
)


def compare_quotations(findings: Findings, options: ComparingOptions | None = None) -> Table:
    """Who is quoted by whom and how much.

    Args:
        findings: what was found.
        options: what is counted.

    Returns:
        One row an outlet and speaker, most statements first: outlet (null when not known), speaker_id (null unless
        resolved), speaker, speaker_kind, speaker_basis, statements, direct, indirect, mixed, acts (list of struct act,
        direct, indirect, mixed), nested, words, direct_words, share (0 to 1), documents, evidence (the contents).
    """
    return quotations_of(Scope(findings, options))


def quotations_of(scope: Scope) -> Table:
    """`compare_quotations` on prepared findings."""
    statements = scope.statements
    actors = len(scope.actor_ids)
    spoken = pc.fill_null(one_array(statements.table["speaker_words"]), "")
    unresolved = np.flatnonzero(statements.actor < 0)
    plain = pc.utf8_trim_whitespace(pc.replace_substring_regex(spoken.take(pa.array(unresolved)), r"\s+", " "))
    codes, words = codes_of(pc.utf8_lower(plain))
    speaker = statements.actor.copy()
    empty = words.index("") if "" in words else -1
    speaker[unresolved] = np.where(codes == empty, actors + len(words), actors + codes)

    rows = np.flatnonzero(scope.counted[statements.document] & (statements.mode != MODES.index("own_voice")))
    groups = group_by((statements.outlet, speaker), rows)
    keys, outlets = speaker[groups.first], statements.outlet[groups.first]
    word_counts = groups.total(statements.words)
    shown = [scope.actor_names[key] if key < actors else NOT_NAMED for key in keys.tolist()]
    surface = dict(zip(unresolved.tolist(), plain.to_pylist(), strict=True))
    for at, (key, row) in enumerate(zip(keys.tolist(), groups.first.tolist(), strict=True)):
        if key >= actors and surface[row]:
            shown[at] = surface[row]
    by_outlet = np.bincount(outlets, weights=word_counts, minlength=len(scope.outlets)) if len(groups) else np.zeros(1)
    sizes = groups.sizes.tolist()
    order = sorted(range(len(groups)), key=lambda i: (-sizes[i], shown[i], int(keys[i]), int(outlets[i])))
    chosen = np.asarray(order, dtype=np.int64)
    groups, keys, outlets, word_counts = groups.take(chosen), keys[chosen], outlets[chosen], word_counts[chosen]
    ids, _, kinds = scope.actor_columns(np.where(keys < actors, keys, -1))
    basis = np.where(keys < actors, "actor", np.where(keys == actors + len(words), "none", "words"))
    direct = statements.mode == MODES.index("direct")
    parents = one_array(statements.table["parent"])
    nested = pc.is_valid(parents).to_numpy(zero_copy_only=False)
    arrow = table_of(
        [
            ("outlet", scope.outlet_column(outlets)),
            ("speaker_id", ids),
            ("speaker", pa.array([shown[i] for i in order], pa.string())),
            ("speaker_kind", kinds),
            ("speaker_basis", pa.array(basis.tolist(), pa.string())),
            ("statements", groups.sizes),
            *((mode, groups.total(statements.mode == code)) for code, mode in enumerate(_QUOTING)),
            ("acts", _acts(scope, groups)),
            ("nested", groups.total(nested)),
            ("words", word_counts),
            ("direct_words", groups.total(statements.words * direct)),
            ("share", word_counts / np.maximum(by_outlet[outlets], 1)),
            ("documents", groups.distinct(statements.document)),
            ("evidence", statements.pieces.evidence(groups)),
        ]
    )
    return Table("quotations", "Who is quoted by whom", _DESCRIPTION, arrow)


def _acts(scope: Scope, groups: Groups) -> pa.ListArray:
    """Number of statements of each group by act and mode, the most frequent act first, then in the order of `ACTS`."""
    group = np.repeat(np.arange(len(groups), dtype=np.int64), groups.sizes)
    act, mode = scope.statements.act[groups.order], scope.statements.mode[groups.order]
    # Few of all acts occur in a group, so only those that do are counted.
    found, place = np.unique(group * len(ACTS) + act, return_inverse=True)
    size = len(_QUOTING)
    counts = np.bincount(place * size + mode, minlength=len(found) * size).reshape(len(found), size)
    owner, kind = found // len(ACTS), found % len(ACTS)
    order = np.lexsort((kind, -counts.sum(axis=1), owner))
    items = pa.StructArray.from_arrays(
        [pa.array(ACTS, pa.string()).take(pa.array(kind[order])), *(pa.array(counts[order, at]) for at in range(size))],
        fields=list(_ACTS.value_type),
    )
    offsets = np.searchsorted(owner[order], np.arange(len(groups) + 1))
    return pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), items, type=_ACTS)
