"""A network as a matrix in CSV: names in the first row and column, weights in the cells."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TextIO

from dissensus.exchanging.networks._numbers import exact, java_decimals
from dissensus.exchanging.networks.nodes import as_dna, rows_of
from dissensus.exchanging.networks.targets import text_target
from dissensus.exchanging.tables import CSV_FORMULA_STARTS
from dissensus.networks.network import Network


def write_csv_matrix(network: Network, target: Path | TextIO) -> None:
    """Write the whole matrix, zeros too, row by row.

    The usual way is UTF-8 with a mark, commas, and numbers that read back exactly; a name that a spreadsheet would run
    as a formula gets an apostrophe before it. Under ``compatible == DNA`` the file is the one of DNA 3.1: semicolons,
    all names in quotation marks, quotation marks within names as apostrophes, six decimals unless weights are whole,
    no guard against formulas and no line end after the last row.

    Args:
        network: R rows, C columns.
        target: a path, or an open text stream.

    Raises:
        ExportError: EXP002 the file cannot be written.
    """
    if as_dna(network):
        with text_target(target) as file:
            file.write(";".join(['""', *map(_dna_name, network.columns)]))
            for name, row in zip(network.rows, rows_of(network), strict=True):
                cells = (java_decimals(weight, integer=network.integer) for weight in row.tolist())
                file.write("\n" + ";".join([_dna_name(name), *cells]))
        return
    with text_target(target, "utf-8-sig") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["", *map(guarded, network.columns)])
        for name, row in zip(network.rows, rows_of(network), strict=True):
            cells = (exact(weight, integer=network.integer) for weight in row.tolist())
            writer.writerow([guarded(name), *cells])


def free_name(name: str, kind: str, taken: set[str]) -> str:
    """A column's name, with what it is behind it ("coder (variable)") while that is taken; it then is taken, too."""
    while name in taken:
        name = f"{name} ({kind})"
    taken.add(name)
    return name


def guarded(text: str) -> str:
    """Text that no spreadsheet runs: an apostrophe before what would begin a formula, as in all our CSV files."""
    return f"'{text}" if text.startswith(CSV_FORMULA_STARTS) else text


def _dna_name(name: str) -> str:
    return '"' + name.replace('"', "'") + '"'
