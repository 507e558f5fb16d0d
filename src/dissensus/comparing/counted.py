"""The statements of findings that count under the options: `dissensus.model.keeping` for whole tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dissensus.comparing._columns import codes_of, numbers, one_array

if TYPE_CHECKING:
    from dissensus.model.findings import Findings
    from dissensus.model.options import ComparingOptions


def counted_statements(findings: Findings, options: ComparingOptions) -> pa.Table:
    """The statements that the options keep, those in reprints too.

    Returns:
        The rows of ``findings.statements`` that stay, in their order and with their numbers. A statement that is nested
        in one that was left out has no parent.
    """
    table = findings.statements
    keep = pc.greater_equal(table["confidence"], options.min_confidence)
    if not options.own_voice:
        keep = pc.and_(keep, pc.not_equal(one_array(table["mode"]), "own_voice"))
    if pc.all(keep, min_count=0).as_py():
        return table
    table = table.filter(keep)
    document = codes_of(table["document_id"])[0].astype(np.int64) << 32
    parent = numbers(table["parent"])
    gone = (parent < 0) | ~np.isin(document + parent, document + numbers(table["statement"]))
    at = table.schema.get_field_index("parent")
    return table.set_column(at, table.schema.field(at), pa.array(parent, table.schema.field(at).type, mask=gone))
