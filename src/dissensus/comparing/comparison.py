"""All comparisons of one set of findings."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dissensus.comparing._scope import Scope
from dissensus.comparing.affiliations import affiliations_of
from dissensus.comparing.claims import claim_silences_of, claims_of
from dissensus.comparing.naming import naming_balance_of, naming_of
from dissensus.comparing.outlets import documents_of, outlets_of, own_voice_of
from dissensus.comparing.position_agreement import position_agreement_of
from dissensus.comparing.position_changes import divergent_ascriptions_of, position_changes_of
from dissensus.comparing.positions import claim_matrix_of, positions_of
from dissensus.comparing.quotations import quotations_of
from dissensus.comparing.shared_labels import label_uses_of, shared_labels_of
from dissensus.comparing.silences import silences_of
from dissensus.comparing.times import times_of
from dissensus.model.errors import UsageError
from dissensus.model.findings import Findings
from dissensus.model.options import ComparingOptions
from dissensus.model.tables import Table


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """Every table of one comparison.

    Attributes:
        options: what was counted.
        outlets: `dissensus.comparing.outlets.compare_outlets`.
        documents: `dissensus.comparing.outlets.compare_documents`.
        quotations: `dissensus.comparing.quotations.compare_quotations`.
        naming: `dissensus.comparing.naming.compare_naming`.
        naming_balance: `dissensus.comparing.naming.compare_naming_balance`.
        shared_labels: `dissensus.comparing.shared_labels.compare_shared_labels`.
        label_uses: `dissensus.comparing.shared_labels.compare_label_uses`.
        affiliations: `dissensus.comparing.affiliations.compare_affiliations`.
        times: `dissensus.comparing.times.compare_times`.
        silences: `dissensus.comparing.silences.compare_silences`.
        own_voice: `dissensus.comparing.outlets.compare_own_voice`.
        claims: `dissensus.comparing.claims.compare_claims`; empty without a codebook, as are those that follow.
        positions: `dissensus.comparing.positions.compare_positions`.
        claim_matrix: `dissensus.comparing.positions.compare_claim_matrix`.
        position_agreement: `dissensus.comparing.position_agreement.compare_position_agreement`.
        position_changes: `dissensus.comparing.position_changes.compare_position_changes`.
        divergent_ascriptions: `dissensus.comparing.position_changes.compare_divergent_ascriptions`.
        claim_silences: `dissensus.comparing.claims.compare_claim_silences`.
    """

    options: ComparingOptions
    outlets: Table
    documents: Table
    quotations: Table
    naming: Table
    naming_balance: Table
    shared_labels: Table
    label_uses: Table
    affiliations: Table
    times: Table
    silences: Table
    own_voice: Table
    claims: Table
    positions: Table
    claim_matrix: Table
    position_agreement: Table
    position_changes: Table
    divergent_ascriptions: Table
    claim_silences: Table

    @property
    def tables(self) -> Mapping[str, Table]:
        """The tables by name, in the order above."""
        fields = (getattr(self, f.name) for f in dataclasses.fields(self))
        return {value.name: value for value in fields if isinstance(value, Table)}

    def __getitem__(self, name: str) -> Table:
        """The table of a name.

        Raises:
            UsageError: there is no such table.
        """
        try:
            return self.tables[name]
        except KeyError:
            raise UsageError(f"there is no table {name!r}; there are {', '.join(self.tables)}", code="USE005") from None

    def __repr__(self) -> str:
        return f"Comparison({', '.join(f'{name}: {len(table)} rows' for name, table in self.tables.items())})"


def compare(findings: Findings, options: ComparingOptions | None = None) -> Comparison:
    """Make all comparisons.

    Args:
        findings: what was found (see `dissensus.model.findings.Findings` for its columns).
        options: what is counted; None for the defaults.

    Returns:
        All tables; the same findings and options give the same tables.

    Raises:
        EvidenceError: a row belongs to a document that is not there, or its words do not fit its spans.
    """
    import pyarrow as pa

    scope = Scope(findings, options)
    made: dict[str, Table] = {}
    for name, function in _FUNCTIONS.items():
        made[name] = function(scope)
        if name == "label_uses":
            scope.kept.clear()
        # What a step needed only for itself goes back to the system before the next one starts.
        pa.default_memory_pool().release_unused()
    return Comparison(options=scope.options, **made)


_FUNCTIONS: Mapping[str, Callable[[Scope], Table]] = {
    "naming": naming_of,
    "naming_balance": naming_balance_of,
    "shared_labels": shared_labels_of,
    "label_uses": label_uses_of,
    "affiliations": affiliations_of,
    "times": times_of,
    "silences": silences_of,
    "outlets": outlets_of,
    "documents": documents_of,
    "quotations": quotations_of,
    "own_voice": own_voice_of,
    "claims": claims_of,
    "positions": positions_of,
    "claim_matrix": claim_matrix_of,
    "position_agreement": position_agreement_of,
    "position_changes": position_changes_of,
    "divergent_ascriptions": divergent_ascriptions_of,
    "claim_silences": claim_silences_of,
}
"""The comparisons by name; those that need most memory come first."""
