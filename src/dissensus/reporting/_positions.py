"""The positions of outlets and actors as the page shows them: the matrix, the claims, agreement, changes, accounts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from dissensus.model.options import ReportingOptions
from dissensus.reporting._pending import Pending, new_group, outlet_name, plain_rows
from dissensus.reporting._quotes import Group
from dissensus.reporting._text import two_digits

if TYPE_CHECKING:
    from dissensus.comparing.comparison import Comparison

FIRST_ACTORS = 40
"""Actors of the matrix that stand open, those with most passages; the others are shown on demand. About a screen and a
half at 1400 pixels."""

FEW_CLAIMS = 8
"""With so many claims or fewer, the columns have room for their words."""

SYMBOLS = {"supports": "+", "opposes": "−", "ambivalent": "±"}
"""Stances as signs; the second is U+2212, as wide as the first."""

WEIGHTS = (0.5, 0.7, 0.9)
"""Confidences from which a cell is drawn stronger, in four steps; for the eye, not set on data."""

MOST_NAMED = 6
"""Most outlets named in one line; how many more there are is said."""


@dataclass(frozen=True, slots=True)
class ClaimView:
    """One claim: its number on the page (by place in the matrix), its row among the claims, its topic's number."""

    number: int
    row: Mapping[str, Any]
    topic: int


@dataclass(frozen=True, slots=True)
class PositionCell:
    """One cell of the matrix.

    Attributes:
        stance: supports, opposes or ambivalent.
        symbol: its sign; of a change both signs.
        weight: 1 to 4, by the confidence.
        confidence: 0 to 1.
        by_person: a person decided the position of at least one article.
        disputed: people differ on at least one article.
        group: what it opens onto.
    """

    stance: str
    symbol: str
    weight: int
    confidence: float
    by_person: bool
    disputed: bool
    group: Group


@dataclass(slots=True)
class HolderRow:
    """One row of the matrix.

    Attributes:
        name: of the outlet or actor.
        kind: of the actor; "" for an outlet.
        outlet: number of the outlet on the page; None for an actor.
        known: whether the outlet is known.
        looked: how many statements of the holder there are (in own voice, or attributed).
        rest: whether it is shown on demand only.
        cells: by the claim's number.
    """

    name: str
    kind: str
    outlet: int | None
    known: bool
    looked: int
    rest: bool = False
    cells: dict[int, PositionCell] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Listed:
    """One row of a list: its fields and what it opens onto."""

    fields: Mapping[str, Any]
    group: Group


@dataclass(slots=True)
class PositionsView:
    """Everything of the section on positions.

    Attributes:
        claims: in the order of the matrix, those without a position last.
        topics: their topics, in the codebook's order.
        outlets: rows of the matrix.
        actors: rows of the matrix.
        rest: number of actors that are shown on demand.
        agreement: pairs of outlets, those with most shared claims first.
        changes: changes of position, by date.
        divergent: actors to whom outlets ascribe different positions.
        left_out: list to the number of rows that are not shown.
    """

    claims: list[ClaimView]
    topics: list[str]
    outlets: list[HolderRow] = field(default_factory=list)
    actors: list[HolderRow] = field(default_factory=list)
    rest: int = 0
    agreement: list[Listed] = field(default_factory=list)
    changes: list[Listed] = field(default_factory=list)
    divergent: list[Listed] = field(default_factory=list)
    left_out: dict[str, int] = field(default_factory=dict)

    @property
    def few(self) -> bool:
        """Whether the columns have room for the claims' words."""
        return len(self.claims) <= FEW_CLAIMS


def positions_view(
    comparison: Comparison, number_of: Mapping[str | None, int], options: ReportingOptions, pending: list[Pending]
) -> PositionsView | None:
    """Choose what the page shows of positions; None without a codebook."""
    claims = {row["claim_id"]: row for row in plain_rows(comparison.claims)}
    if not claims:
        return None
    matrix = plain_rows(comparison.claim_matrix)
    column = {row["claim_id"]: row["column"] for row in matrix}
    topics = list(dict.fromkeys(row["topic"] for row in claims.values() if row["topic"]))
    ordered = sorted(claims, key=lambda key: column.get(key, len(claims)))
    view = PositionsView(
        [
            ClaimView(number, claims[key], topics.index(claims[key]["topic"]) if claims[key]["topic"] in topics else -1)
            for number, key in enumerate(ordered)
        ],
        topics,
    )
    _matrix(view, comparison, matrix, number_of, options, pending)
    _lists(view, comparison, options, pending)
    return view


_Key = tuple[str, str | None, str | None]
"""Kind of holder, outlet, actor id."""


def _matrix(
    view: PositionsView,
    comparison: Comparison,
    matrix: Sequence[Mapping[str, Any]],
    number_of: Mapping[str | None, int],
    options: ReportingOptions,
    pending: list[Pending],
) -> None:
    place: dict[_Key, int] = {(row["holder"], row["outlet"], row["actor_id"]): row["row"] for row in matrix}
    by_holder: defaultdict[_Key, list[dict[str, Any]]] = defaultdict(list)
    accounts: defaultdict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in plain_rows(comparison.positions):
        by_holder[row["holder"], row["outlet"], row["actor_id"]].append(row)
        if row["holder"] == "ascribed":
            accounts[row["claim_id"], row["actor_id"]].append(row)
    turned = {
        (row["claim_id"], row["holder"], row["outlet"], row["actor_id"]): row
        for row in plain_rows(comparison.position_changes)
    }
    number = {claim.row["claim_id"]: claim.number for claim in view.claims}
    looked = _looked(comparison)
    shown = {key: sum(_passages(row) for row in rows) for key, rows in by_holder.items()}
    outlets = sorted((key for key in by_holder if key[0] == "outlet"), key=place.__getitem__)
    every = sorted((key for key in by_holder if key[0] == "actor"), key=lambda key: (-shown[key], place[key]))
    actors = sorted(every[: options.max_rows], key=place.__getitem__)
    first = set(every[:FIRST_ACTORS])
    view.left_out |= {"actors": len(every) - len(actors), "outlets": max(0, len(outlets) - options.max_rows)}
    for key in [*outlets[: options.max_rows], *actors]:
        rows = by_holder[key]
        is_outlet = key[0] == "outlet"
        line = HolderRow(
            outlet_name(key[1]) if is_outlet else rows[0]["actor"],
            rows[0]["kind"] or "",
            number_of.get(key[1], -1) if is_outlet else None,
            not is_outlet or key[1] is not None,
            looked.get((key[1], key[2]), 0),
            rest=not is_outlet and key not in first,
        )
        for row in rows:
            title = (line.name, row["claim"])
            group = new_group(pending, title, _passages(row), "passage", comparison.positions, row["row"])
            change = turned.get((row["claim_id"], *key))
            told = accounts[row["claim_id"], row["actor_id"]] if row["actor_id"] is not None else []
            group.notes = tuple(_notes(row, change, told))
            symbol = SYMBOLS[row["stance"]]
            line.cells[number[row["claim_id"]]] = PositionCell(
                row["stance"],
                f"{SYMBOLS[change['before']]}→{symbol}" if change else symbol,
                1 + sum(row["confidence"] >= each for each in WEIGHTS),
                row["confidence"],
                row["accepted"] + row["corrected"] + row["added"] > 0,
                row["disputed"] > 0,
                group,
            )
        (view.outlets if is_outlet else view.actors).append(line)
    view.rest = sum(line.rest for line in view.actors)


def _passages(row: Mapping[str, Any]) -> int:
    return int(row["supporting_statements"] + row["opposing_statements"])


def _looked(comparison: Comparison) -> dict[tuple[str | None, str | None], int]:
    """How many statements of each outlet's own voice, and of each actor, there are to look at."""
    looked: dict[tuple[str | None, str | None], int] = {}
    for row in plain_rows(comparison.outlets):
        looked[row["outlet"], None] = row["own_voice"]
    for row in plain_rows(comparison.quotations):
        if row["speaker_id"] is not None:
            looked[None, row["speaker_id"]] = looked.get((None, row["speaker_id"]), 0) + row["statements"]
    return looked


def _notes(
    row: Mapping[str, Any], change: Mapping[str, Any] | None, accounts: Sequence[Mapping[str, Any]]
) -> list[str]:
    """What a cell says above its words."""
    articles = f"{row['documents']} article{'' if row['documents'] == 1 else 's'}"
    days = _days(row["first"], row["last"])
    sure = two_digits(row["confidence"])
    notes = [f"{row['stance'].capitalize()}, confidence {sure}, by {articles}{', ' + days if days else ''}."]
    if change:
        notes.append(
            f"Changed: {change['before']} {_days(change['before_first'], change['before_last'])}, then"
            f" {change['after']} {_days(change['after_first'], change['after_last'])}."
        )
        if change["by_one_outlet"] is False:
            notes.append("No outlet tells both by itself, so the outlets may simply differ.")
    if accounts:
        told = [f"{outlet_name(each['outlet'])} ({each['stance']})" for each in accounts]
        more = f" and {len(told) - MOST_NAMED} more" if len(told) > MOST_NAMED else ""
        notes.append(f"Ascribed by {', '.join(told[:MOST_NAMED])}{more}.")
    return notes


def _days(first: date | None, last: date | None) -> str:
    if first is None or last is None:
        return ""
    return first.isoformat() if first == last else f"{first.isoformat()} to {last.isoformat()}"


def _lists(view: PositionsView, comparison: Comparison, options: ReportingOptions, pending: list[Pending]) -> None:
    number = {claim.row["claim_id"]: claim.number for claim in view.claims}
    rows = sorted(plain_rows(comparison.position_agreement), key=lambda row: (-row["shared"], row["row"]))
    for row in rows[: options.max_rows]:
        title = (row["outlet"], row["other"], "the claims that both take a side on")
        pieces = len(comparison.position_agreement.arrow["evidence"][row["row"]])
        group = new_group(pending, title, pieces, "passage", comparison.position_agreement, row["row"])
        row |= {name: [(number[claim], claim) for claim in row[name]] for name in ("agreed_on", "disagreed_on")}
        view.agreement.append(Listed(row, group))
    view.left_out["agreement"] = len(rows) - len(view.agreement)
    changed = plain_rows(comparison.position_changes)
    over_all = {(row["claim_id"], row["actor_id"]) for row in changed if row["holder"] == "actor"}
    # What one outlet tells of an actor stands within what all tell, unless only that one account changes.
    rows = [row for row in changed if row["holder"] != "ascribed" or (row["claim_id"], row["actor_id"]) not in over_all]
    rows.sort(key=lambda row: (row["after_first"], row["row"]))
    for row in rows[: options.max_rows]:
        name = outlet_name(row["outlet"]) if row["actor"] is None else row["actor"]
        total = len(comparison.position_changes.arrow["bearings"][row["row"]])
        group = new_group(pending, (name, row["claim"]), total, "passage", comparison.position_changes, row["row"])
        days = {side: _days(row[f"{side}_first"], row[f"{side}_last"]) for side in ("before", "after")}
        view.changes.append(Listed(row | {"name": name, "days": days, "number": number[row["claim_id"]]}, group))
    view.left_out["changes"] = len(rows) - len(view.changes)
    table = comparison.divergent_ascriptions
    for row in plain_rows(table)[: options.max_rows]:
        total = len(table.arrow["bearings"][row["row"]])
        group = new_group(pending, (row["actor"], row["claim"]), total, "passage", table, row["row"])
        view.divergent.append(Listed(row | {"number": number[row["claim_id"]]}, group))
    view.left_out["divergent"] = len(table) - len(view.divergent)
