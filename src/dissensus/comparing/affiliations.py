"""Who holds which office, as the articles tell it: person, organisation or country, role, and from when to when.

The pair of person and organisation is that of Discourse Network Analyzer (P. Leifeld, 2017), where coders enter it;
here it stands in the words beside a name, and is dated by the articles that tell it.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pyarrow as pa

from dissensus.comparing._columns import EVIDENCE, positions_in
from dissensus.comparing._scope import Scope
from dissensus.model.findings import Findings
from dissensus.model.options import ComparingOptions
from dissensus.model.tables import Table

_DESCRIPTION = (
    "One row for each person, organisation or country, and role that articles tell: “Russian foreign minister Sergei"
    " Lavrov”. first and last bound the days on which articles that tell it were published (null where none is dated);"
    " the office itself may have begun earlier and lasted longer. former: the words say that it is over. organisation"
    " is empty where the words name none."
)
_SCHEMA = pa.schema(
    [
        ("person_id", pa.string()),
        ("person", pa.string()),
        ("organisation_id", pa.string()),
        ("organisation", pa.string()),
        ("organisation_kind", pa.string()),
        ("role", pa.string()),
        ("former", pa.bool_()),
        ("first", pa.date32()),
        ("last", pa.date32()),
        ("outlets", pa.list_(pa.string())),
        ("documents", pa.int64()),
        ("count", pa.int64()),
        ("evidence", EVIDENCE),
    ]
)


def compare_affiliations(findings: Findings, options: ComparingOptions | None = None) -> Table:
    """Offices of persons.

    Returns:
        One row a person, organisation, role and whether it is over, by person: person_id, person, organisation_id,
        organisation, organisation_kind (null where none is named), role (the most frequent spelling, or null), former,
        first, last (date32 or null), outlets (list; null for the unknown one), documents, count, evidence.
    """
    return affiliations_of(Scope(findings, options))


def affiliations_of(scope: Scope) -> Table:
    """`compare_affiliations` on prepared findings."""
    table = scope.findings.affiliations
    rows = [] if table is None else _rows(scope, table)
    return Table("affiliations", "Who holds which office", _DESCRIPTION, pa.Table.from_pylist(rows, _SCHEMA))


def _rows(scope: Scope, table: pa.Table) -> list[dict[str, Any]]:
    groups: defaultdict[tuple[int, int, str, bool], list[tuple[int, dict[str, Any]]]] = defaultdict(list)
    document = scope.documents_of(table, "affiliation")
    people = positions_in(table["person_id"], scope.actor_ids)
    organisations = positions_in(table["organisation_id"], scope.actor_ids)
    for row, told in enumerate(table.to_pylist()):
        if people[row] >= 0 and scope.counted[document[row]]:
            role = " ".join((told["role"] or "").split()).casefold()
            key = int(people[row]), int(organisations[row]), role, bool(told["former"])
            groups[key].append((int(document[row]), told))
    first_days = scope.documents["published_first"].to_pylist()
    last_days = scope.documents["published_last"].to_pylist()
    made = []
    for (person, organisation, _, former), found in groups.items():
        documents = sorted({at for at, _ in found})
        outlets = sorted({int(scope.document_outlet[at]) for at in documents})
        spellings = [" ".join(told["role"].split()) for _, told in found if told["role"]]
        found.sort(key=lambda each: (each[0], each[1]["start"]))
        made.append(
            {
                "person_id": scope.actor_ids[person].as_py(),
                "person": scope.actor_names[person],
                "organisation_id": None if organisation < 0 else scope.actor_ids[organisation].as_py(),
                "organisation": None if organisation < 0 else scope.actor_names[organisation],
                "organisation_kind": None if organisation < 0 else scope.actor_kinds[organisation],
                "role": min(spellings, key=lambda role: (-spellings.count(role), role)) if spellings else None,
                "former": former,
                "first": min((first_days[at] for at in documents if first_days[at] is not None), default=None),
                "last": max((last_days[at] for at in documents if last_days[at] is not None), default=None),
                "outlets": [scope.outlets[code] for code in outlets],
                "documents": len(documents),
                "count": len(found),
                "evidence": [
                    {name: told[name] for name in ("document_id", "start", "end", "words")} for _, told in found
                ],
            }
        )
    return sorted(
        made,
        key=lambda row: (
            row["person"],
            row["person_id"],
            row["former"],
            -row["count"],
            row["organisation"] or "",
            row["organisation_id"] or "",
            row["role"] or "",
        ),
    )
