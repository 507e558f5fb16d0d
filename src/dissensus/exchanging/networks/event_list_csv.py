"""The statements that are left after all filters as DNA's event list in CSV, one row a statement."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TextIO

from dissensus.exchanging.networks._numbers import moment
from dissensus.exchanging.networks.csv_matrix import free_name, guarded
from dissensus.exchanging.networks.nodes import Entities, as_dna
from dissensus.exchanging.networks.targets import text_target
from dissensus.model.coded_statements import CodedStatements, Column
from dissensus.networks.network import EventList

DOCUMENT_COLUMNS = ("title", "author", "source", "section", "type")
"""Variables of the document that come after its number, in DNA's order."""


def write_event_list_csv(events: EventList, target: Path | TextIO, entities: Entities | None = None) -> None:
    """Write statement_id, time, the variables in their order, positions, text, coder and the document's variables.

    The usual way is UTF-8 with a mark, commas, and cells guarded against formulas, the coder's name, documents by
    their own ids, and no time where none is known; a variable with one of the other names gets " (variable)" behind its
    own. Under
    ``compatible == DNA`` the file is the one of DNA 3.1: semicolons, all texts in quotation marks, in which
    quotation marks become apostrophes and semicolons commas; the coder's number, if ``entities["coder"]`` has it; and
    no line end after the last row.

    Args:
        events: N statements; without passages the column "text" is empty.
        target: a path, or an open text stream.
        entities: under "coder", by name, the coders with their numbers; None for those of the statements.

    Raises:
        ExportError: EXP002 the file cannot be written.
    """
    coded = events.statements
    dna = as_dna(events)
    show: Callable[[str], str] = _dna_text if dna else guarded
    known = coded.entities if entities is None else entities
    coders = known.get("coder", {}) if dna and "coder" not in coded.variables else {}
    variables = [(name, _shown(column, show)) for name, column in coded.variables.items()]
    documents = [
        (name, _shown(coded.document_variables[name], show) if name in coded.document_variables else None)
        for name in DOCUMENT_COLUMNS
    ]
    coder = [str(coders[name].id) if name in coders else show(name) for name in map(str, coded.coder.values)]
    before = ["statement_id", "time"]
    after = ["start_position", "stop_position", "text", "coder", "document_id"]
    after += [f"document_{name}" for name in DOCUMENT_COLUMNS]
    taken = set() if dna else {*before, *after}
    heading = [*before, *(free_name(name, "variable", taken) for name in coded.variables), *after]
    with text_target(target, "utf-8" if dna else "utf-8-sig") as file:
        put = _dna_rows(file) if dna else _usual_rows(file)
        put([show(name) for name in heading])
        times = coded.time.tolist()
        timed = dna or coded.timed
        numbered = _document_ids(coded, None if dna else coded.document_variables.get("id"), show)
        for k in range(len(coded)):
            code = int(coded.coder.codes[k])
            put(
                [
                    str(int(coded.ids[k])),
                    moment(times[k], " ") if timed else "",
                    *(cells[int(coded.variables[name].codes[k])] for name, cells in variables),
                    str(int(coded.start[k])),
                    str(int(coded.stop[k])),
                    show(coded.passages[k]) if len(coded.passages) else show(""),
                    coder[code] if code >= 0 else show(""),
                    numbered[k],
                    *(
                        show("") if cells is None else cells[int(coded.document_variables[name].codes[k])]
                        for name, cells in documents
                    ),
                ]
            )


def _document_ids(coded: CodedStatements, own: Column | None, show: Callable[[str], str]) -> list[str]:
    """The document of each statement: its own id, or its number where ids are not asked for."""
    if own is None:
        return [str(number) for number in coded.document.tolist()]
    shown = _shown(own, show)
    return [shown[code] for code in own.codes.tolist()]


def _shown(column: Column, show: Callable[[str], str]) -> list[str]:
    """Each value as its cell; the last one is that of a statement without a value (code -1)."""
    if column.kind.endswith("text"):
        return [*(show(str(value)) for value in column.values), show("")]
    return [*(str(value) for value in column.values), ""]


def _dna_text(text: str) -> str:
    return '"' + text.replace('"', "'").replace(";", ",") + '"'


def _dna_rows(file: TextIO) -> Callable[[Sequence[str]], None]:
    between = ""

    def put(cells: Sequence[str]) -> None:
        nonlocal between
        file.write(between + ";".join(cells))
        between = "\n"

    return put


def _usual_rows(file: TextIO) -> Callable[[Sequence[str]], None]:
    writer = csv.writer(file, lineterminator="\n")

    def put(cells: Sequence[str]) -> None:
        writer.writerow(cells)

    return put
