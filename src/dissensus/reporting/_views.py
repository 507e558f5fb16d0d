"""Tables as the page shows them: which rows and columns, and what each cell opens onto."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from dissensus.comparing.comparison import Comparison
from dissensus.model.options import ReportingOptions
from dissensus.model.tables import Table
from dissensus.reporting._pending import NO_OUTLET, Pending, new_group, outlet_name, plain_rows
from dissensus.reporting._positions import PositionsView, positions_view
from dissensus.reporting._quotes import Group, Piece, Quote, StatementIndex, fair_share, pieces_of

if TYPE_CHECKING:
    import pyarrow as pa

MOST_OUTLETS = 20
"""Most outlets with a column of their own in the report; the others are in the exported tables."""

MOST_LABELS = 12
"""Most labels in one cell of the naming table."""

FIRST_LABELS = 4
"""Labels of one cell that stand open; the others are behind a fold."""

MOST_USES = 12
"""Most uses (an actor and an outlet) that stand with one label; the others are in the exported table."""

HEAT_STEPS = 6
"""Steps of shade of the quotation matrix."""


@dataclass(frozen=True, slots=True)
class OutletView:
    """An outlet of the report: its number, name, and whether it is known."""

    number: int
    name: str
    known: bool
    row: Mapping[str, Any]


@dataclass(slots=True)
class Cell:
    """One cell of a matrix.

    Attributes:
        counts: direct, indirect, mixed.
        acts: by an act other than "says", how many of these counts are of it.
        words: number of words.
        group: what it opens onto.
        heat: 1 to `HEAT_STEPS`.
    """

    counts: tuple[int, int, int]
    words: int
    share: float
    group: Group
    heat: int = 1
    acts: Mapping[str, tuple[int, int, int]] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """All statements."""
        return sum(self.counts)


@dataclass(slots=True)
class Row:
    """One row of a matrix: a heading with a note, and cells by outlet number."""

    name: str
    kind: str
    basis: str
    total: int
    cells: dict[int, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Label:
    """One label of the naming table."""

    label: str
    sort: str
    because: tuple[str, ...]
    count: int
    attributed: int
    group: Group


@dataclass(slots=True)
class Labels:
    """All labels of one actor in one outlet: those that stand open, those behind a fold, and how many are missing."""

    shown: list[Label]
    folded: list[Label]
    left_out: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a list: its fields and its quote or group."""

    fields: Mapping[str, Any]
    outlet: int
    quote: Quote | None = None
    group: Group | None = None


@dataclass(slots=True)
class View:
    """Everything the page shows besides the documents.

    Attributes:
        outlets: those with a column, the unknown one last.
        outlets_left_out: number of outlets without a column.
        summaries: outlet number to what its count of statements opens onto.
        matrix: rows of the quotation matrix.
        naming: rows of the naming table, places last.
        shared: labels that stand for several actors, with whom each outlet means.
        affiliations: offices of persons, by person.
        times: the time line.
        silences: what outlets leave out.
        own_voice: what outlets assert themselves.
        positions: outlets and actors by claims; None without a codebook.
        groups: what the cells open onto, in the order of the page.
        quotes: every quote of the page.
        shares: most pieces a cell opens onto.
        left_out: section to the number of rows that are not shown.
    """

    outlets: list[OutletView]
    outlets_left_out: int
    summaries: dict[int, Group] = field(default_factory=dict)
    matrix: list[Row] = field(default_factory=list)
    naming: list[Row] = field(default_factory=list)
    shared: list[Entry] = field(default_factory=list)
    affiliations: list[Entry] = field(default_factory=list)
    times: list[Entry] = field(default_factory=list)
    silences: list[Entry] = field(default_factory=list)
    own_voice: list[Entry] = field(default_factory=list)
    positions: PositionsView | None = None
    groups: list[Group] = field(default_factory=list)
    quotes: list[Quote] = field(default_factory=list)
    share: int = 0
    left_out: dict[str, int] = field(default_factory=dict)


def view_of(comparison: Comparison, statements: pa.Table, options: ReportingOptions) -> View:
    """Choose what the page shows.

    Args:
        comparison: all tables.
        statements: the statements of the findings that count (Arrow table).
        options: most rows, most evidence.
    """
    rows = plain_rows(comparison.outlets)
    # The unknown outlet is kept among the columns: nothing that was read goes missing unseen.
    chosen = rows if len(rows) <= MOST_OUTLETS else [*rows[: MOST_OUTLETS - 1], *rows[-1:]]
    view = View(
        [
            OutletView(number, NO_OUTLET if row["outlet"] is None else row["outlet"], row["outlet"] is not None, row)
            for number, row in enumerate(chosen)
        ],
        outlets_left_out=len(rows) - len(chosen),
    )
    number_of: dict[str | None, int] = {outlet.row["outlet"]: outlet.number for outlet in view.outlets}
    outlet_of = {
        row["document_id"]: number_of.get(row["outlet"], -1)
        for row in comparison.documents.arrow.select(["document_id", "outlet"]).to_pylist()
    }
    pending: list[Pending] = []
    for number, row in enumerate(chosen):
        if row["statements"]:
            title = (outlet_name(row["outlet"]), "statements")
            view.summaries[number] = new_group(
                pending, title, row["statements"], "statement", comparison.outlets, row["row"]
            )
    _matrix(view, comparison.quotations, number_of, options, pending)
    _naming(view, comparison.naming, number_of, options, pending)
    _shared(view, comparison.shared_labels, comparison.label_uses, options, pending)
    _affiliations(view, comparison.affiliations, options, pending)
    _silences(view, comparison.silences, number_of, options, pending)
    view.positions = positions_view(comparison, number_of, options, pending)
    lists = {
        "times": _chosen_times(comparison.times, number_of, options.max_rows),
        "own_voice": _chosen_rows(comparison.own_voice, number_of, options.max_rows),
    }
    view.left_out |= {name: len(comparison[name]) - len(rows) for name, rows in lists.items()}
    # What has no date has no place on the time line; that is told beside the drawing.
    view.left_out["times"] -= comparison.times.arrow["precision"].to_pylist().count("unknown")
    view.share = fair_share([one.group.total for one in pending], options.max_evidence)
    taken: list[list[Piece]] = [
        pieces_of(one.table.arrow["evidence"][one.row].as_py()[: view.share + 20]) for one in pending
    ]
    import pyarrow as pa

    listed = {name: comparison[name].arrow.take(pa.array(rows, pa.int64())).to_pylist() for name, rows in lists.items()}
    documents = {piece[0] for pieces in taken for piece in pieces}
    documents |= {row["document_id"] for rows in listed.values() for row in rows}
    index = StatementIndex.of(statements, documents)
    for one, pieces in zip(pending, taken, strict=True):
        if "bearings" in one.table.column_names:
            quotes = index.told(one.table.arrow["bearings"][one.row].as_py(), pieces, outlet_of)
        else:
            quotes = index.quotes(pieces, outlet_of, one.speaker)
        one.group.quotes = quotes[: view.share]
        view.groups.append(one.group)
        view.quotes += one.group.quotes
    for name, table_rows in listed.items():
        entries: list[Entry] = getattr(view, name)
        for row in table_rows:
            quote = index.quotes(pieces_of(row["evidence"]), outlet_of, row.get("speaker_id"))[0]
            if name == "times" and row["basis"] in ("content", "narrative"):
                # The date's own words are the evidence, even where a whole statement happens to be a date.
                quote.statement = None
            if row.get("mode"):
                quote.mode, quote.act = row["mode"], row["act"]
            entries.append(Entry(row, quote.outlet, quote=quote))
            view.quotes.append(quote)
    return view


def _matrix(
    view: View, table: Table, number_of: Mapping[str | None, int], options: ReportingOptions, pending: list[Pending]
) -> None:
    by_speaker: dict[tuple[Any, ...], list[dict[str, Any]]] = defaultdict(list)
    for row in plain_rows(table):
        by_speaker[
            row["speaker_basis"], row["speaker_id"], None if row["speaker_id"] else row["speaker"].lower()
        ].append(row)
    totals = {key: sum(row["statements"] for row in rows) for key, rows in by_speaker.items()}
    ordered = sorted(by_speaker, key=lambda key: (-totals[key], by_speaker[key][0]["speaker"], str(key)))
    unnamed = [key for key in ordered if key[0] == "none"]
    kept = [key for key in ordered if key[0] != "none"][: options.max_rows] + unnamed
    view.left_out["quotations"] = len(ordered) - len(kept)
    most = max((row["statements"] for key in kept for row in by_speaker[key]), default=1)
    for key in kept:
        rows = by_speaker[key]
        line = Row(rows[0]["speaker"], rows[0]["speaker_kind"] or "", key[0], totals[key])
        for row in rows:
            number = number_of.get(row["outlet"], -1)
            if number < 0:
                continue
            title = (row["speaker"], outlet_name(row["outlet"]))
            group = new_group(pending, title, row["statements"], "statement", table, row["row"], row["speaker_id"])
            counts = (row["direct"], row["indirect"], row["mixed"])
            acts = {
                each["act"]: (each["direct"], each["indirect"], each["mixed"])
                for each in row["acts"]
                if each["act"] != "says"
            }
            heat = heat_of(row["statements"], most)
            line.cells[number] = Cell(counts, row["words"], row["share"], group, heat, acts)
        view.matrix.append(line)


def heat_of(count: int, most: int) -> int:
    """Step of shade of a count, on a logarithmic scale."""
    if most <= 1:
        return 1
    return 1 + min(HEAT_STEPS - 1, int((HEAT_STEPS - 1) * math.log(count) / math.log(most) + 1e-9))


def _naming(
    view: View, table: Table, number_of: Mapping[str | None, int], options: ReportingOptions, pending: list[Pending]
) -> None:
    by_actor: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in plain_rows(table):
        by_actor[row["actor_id"]].append(row)
    # A place is named, but does not act: those who do come first.
    kept = sorted(by_actor, key=lambda actor: by_actor[actor][0]["kind"] == "place")[: options.max_rows]
    view.left_out["naming"] = len(by_actor) - len(kept)
    for actor in kept:
        rows = by_actor[actor]
        line = Row(rows[0]["actor"], rows[0]["kind"], "actor", sum(row["count"] for row in rows))
        by_outlet: dict[int, list[dict[str, Any]]] = defaultdict(list)
        for row in rows:
            by_outlet[number_of.get(row["outlet"], -1)].append(row)
        for number in sorted(by_outlet):
            if number < 0:
                continue
            # Loaded labels come first where not all fit: they are what the table is looked at for.
            labels = sorted(by_outlet[number], key=lambda row: (not row["loaded"], -row["count"]))[:MOST_LABELS]
            labels.sort(key=lambda row: -row["count"])
            shown = [
                Label(
                    row["label"],
                    row["class"],
                    tuple(row["because"]),
                    row["count"],
                    row["attributed"],
                    new_group(
                        pending,
                        (row["label"], row["actor"], outlet_name(row["outlet"])),
                        row["count"],
                        "mention",
                        table,
                        row["row"],
                    ),
                )
                for row in labels
            ]
            line.cells[number] = Labels(shown[:FIRST_LABELS], shown[FIRST_LABELS:], len(by_outlet[number]) - len(shown))
        view.naming.append(line)


def _shared(view: View, table: Table, uses: Table, options: ReportingOptions, pending: list[Pending]) -> None:
    rows = plain_rows(table)
    most = max(1, options.max_rows // 3)
    of_label: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for use in plain_rows(uses):
        of_label[use["label"]].append(use | {"outlet": outlet_name(use["outlet"])})
    view.left_out["shared_labels"] = max(0, len(rows) - most)
    for row in rows[:most]:
        row["outlets"] = [outlet_name(outlet) for outlet in row["outlets"]]
        # Actors without a name of their own are called by nothing but the label.
        row["named"] = [name for name in row["actor_names"] if name.casefold() != row["label"].casefold()]
        row["only"] = len(row["actor_names"]) - len(row["named"])
        row["uses"] = of_label[row["label"]][:MOST_USES]
        row["more_uses"] = len(of_label[row["label"]]) - len(row["uses"])
        pieces = len(table.arrow["evidence"][row["row"]])
        title = (row["label"], "stands for several actors")
        view.shared.append(Entry(row, -1, group=new_group(pending, title, pieces, "mention", table, row["row"])))


def _affiliations(view: View, table: Table, options: ReportingOptions, pending: list[Pending]) -> None:
    rows = plain_rows(table)
    view.left_out["affiliations"] = max(0, len(rows) - options.max_rows)
    for row in rows[: options.max_rows]:
        row["outlets"] = [outlet_name(outlet) for outlet in row["outlets"]]
        title = (row["person"], row["role"] or "office")
        group = new_group(pending, title, row["count"], "passage", table, row["row"], row["person_id"])
        view.affiliations.append(Entry(row, -1, group=group))


def _silences(
    view: View, table: Table, number_of: Mapping[str | None, int], options: ReportingOptions, pending: list[Pending]
) -> None:
    rows = [row for row in plain_rows(table) if row["outlet"] in number_of]
    kept = rows[: options.max_rows]
    view.left_out["silences"] = len(table) - len(kept)
    for row in kept:
        pieces = len(table.arrow["evidence"][row["row"]])
        title = (row["actor"], "in other outlets than", row["outlet"])
        group = new_group(pending, title, pieces, "passage", table, row["row"], row["actor_id"])
        view.silences.append(Entry(row, number_of[row["outlet"]], group=group))


def _chosen_rows(table: Table, number_of: Mapping[str | None, int], most: int) -> list[int]:
    outlets = table.arrow["outlet"].to_pylist()
    return [row for row, outlet in enumerate(outlets) if outlet in number_of][:most]


def _chosen_times(table: Table, number_of: Mapping[str | None, int], most: int) -> list[int]:
    """Rows of the time line: dates that the texts tell come before those of publication."""
    worth = {"said": 0, "content": 1, "narrative": 2, "publication": 3}
    columns = (table.arrow[name].to_pylist() for name in ("outlet", "basis", "precision"))
    rows = [
        (worth[basis], row)
        for row, (outlet, basis, precision) in enumerate(zip(*columns, strict=True))
        if outlet in number_of and precision != "unknown"
    ]
    return sorted(row for _, row in sorted(rows)[:most])
