"""A network as a DL file, the language of UCINET (Borgatti, Everett & Freeman 2002), as a full matrix."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from dissensus.exchanging.networks._numbers import exact, java_decimals
from dissensus.exchanging.networks.nodes import as_dna, rows_of
from dissensus.exchanging.networks.targets import text_target
from dissensus.model.errors import ExportError
from dissensus.networks.network import Network

_TYPOGRAPHIC = str.maketrans({'"': "\u201d", "\r": " ", "\n": " ", "\0": "\ufffd"})
_GONE = str.maketrans({'"': "", "'": ""})


def write_dl(network: Network, target: Path | TextIO) -> None:
    """Write the whole matrix, zeros too, row by row.

    The format knows no way to write a straight quotation mark or a line end within a name: they become a typographic
    mark and a space. Under ``compatible == DNA`` the file is the one of DNA 3.1: both kinds of straight marks are taken
    out of names, weights that are not whole have six decimals, and there is no line end after the last row.

    Args:
        network: R rows, C columns.
        target: a path, or an open text stream.

    Raises:
        ExportError: EXP002 the file cannot be written; EXP004 two names become the same (never under compatible DNA).
    """
    dna = as_dna(network)
    number = java_decimals if dna else exact
    rows, columns = _names(network.rows, dna=dna), _names(network.columns, dna=dna)
    with text_target(target) as file:
        if network.one_mode:
            file.write(f"dl n = {len(rows)}, format = fullmatrix\nlabels:")
            file.writelines(f'\n"{name}"' for name in rows)
        else:
            file.write(f"dl nr = {len(rows)}, nc = {len(columns)}, format = fullmatrix\nrow labels:")
            file.writelines(f'\n"{name}"' for name in rows)
            file.write("\ncol labels:")
            file.writelines(f'\n"{name}"' for name in columns)
        file.write("\ndata:")
        for row in rows_of(network):
            file.write("\n " + " ".join(number(weight, integer=network.integer) for weight in row.tolist()))
        if not dna:
            file.write("\n")


def _names(names: Sequence[str], *, dna: bool) -> list[str]:
    written = [name.translate(_GONE if dna else _TYPOGRAPHIC) for name in names]
    if not dna and len(set(written)) < len(written):
        twice = next(name for k, name in enumerate(written) if name in written[:k])
        raise ExportError(f"DL cannot tell two names apart that both become {twice!r}", code="EXP004")
    return written
