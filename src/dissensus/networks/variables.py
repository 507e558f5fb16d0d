"""Columns of coded statements by the names that options use."""

from __future__ import annotations

import numpy as np

from dissensus.model.coded_statements import CodedStatements, Column
from dissensus.model.errors import NetworkError
from dissensus.networks.options import NetworkOptions


def node_column(coded: CodedStatements, name: str, *, of_document: bool) -> Column:
    """The column of a variable that gives nodes.

    Raises:
        NetworkError: the variable is not there (NET001) or is no short text.
    """
    if of_document:
        if name not in coded.document_variables:
            raise NetworkError(f"documents have no variable {name!r}; there are {_told(coded.document_variables)}")
        return coded.document_variables[name]
    column = _variable(coded, name)
    if column.kind == "long text":
        raise NetworkError(_too_long(coded, column), remedy="Shorten what is longer, or name another variable")
    if column.kind != "short text":
        raise NetworkError(f"{name!r} is {column.kind}, and nodes are made of short texts; {_kinds(coded)}")
    return column


def qualifier_column(coded: CodedStatements, options: NetworkOptions) -> Column | None:
    """The column of the qualifier, or None where there is none.

    Raises:
        NetworkError: the variable is not there, or is a long text (NET001).
    """
    if options.qualifier is None:
        return None
    if options.qualifier_document:
        return node_column(coded, options.qualifier, of_document=True)
    column = _variable(coded, options.qualifier)
    if column.kind == "long text":
        raise NetworkError(f"{options.qualifier!r} is long text, which cannot tell agreement; {_kinds(coded)}")
    return column


LONGEST_NAME = 190
"""Characters of a short text, as in DNA; a variable with a longer value is long text."""


def _too_long(coded: CodedStatements, column: Column) -> str:
    """Why a long text gives no nodes, with the longest of its values where only its length makes it one."""
    told = f"{column.name!r} is long text, and nodes are made of short texts, of at most {LONGEST_NAME} characters"
    longest = max((str(value) for value in column.values), key=len, default="")
    if len(longest) <= LONGEST_NAME:
        return f"{told}; {_kinds(coded)}"
    rows = np.flatnonzero(column.codes == column.values.index(longest))
    where = f"statement {int(coded.ids[rows[0]])} has" if len(rows) else "it has"
    return f"{told}; {where} {len(longest):,}: {longest[:40]!r} ..."


def _variable(coded: CodedStatements, name: str) -> Column:
    if name not in coded.variables:
        raise NetworkError(f"{coded.statement_type!r} has no variable {name!r}; there are {_told(coded.variables)}")
    return coded.variables[name]


def _told(names: object) -> str:
    return ", ".join(repr(name) for name in names) or "none"  # type: ignore[attr-defined]


def _kinds(coded: CodedStatements) -> str:
    return ", ".join(f"{name!r} is {column.kind}" for name, column in coded.variables.items())
