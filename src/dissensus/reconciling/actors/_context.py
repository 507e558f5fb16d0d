"""What stands around a name: who else is named in its documents, which offices and states are told of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from dissensus.model.documents import PartialDate
from dissensus.reconciling.actors._joins import Joins
from dissensus.reconciling.actors._records import Key, Record

_NAMED = frozenset({"person", "homonym", "name", "state", "government", "group"})
_MOST_KEYS = 200
"""Names of one document that are compared; bounds the work on very long ones."""
_MOST_DOCUMENTS = 40
"""Documents of one actor that are looked at, the first by id."""
SHARED = 2
"""Other names that two documents must share before an uncertain name joins; set on the train topics of ECB+."""


class Context:
    """Names around names.

    Args:
        joins: what has joined so far; later joins count as soon as they are made.
        documents: document id to its records.
    """

    def __init__(self, joins: Joins, documents: Mapping[str, Sequence[Record]]) -> None:
        self._joins = joins
        self._documents = documents

    def named(self, document: str) -> set[Key]:
        """Keys of all names in a document, without those of ambiguous surnames."""
        found: set[Key] = set()
        for record in self._documents[document]:
            key = self._joins.end_of(record)
            if key is not None and key[0] in _NAMED:
                found.add(key)
                if len(found) >= _MOST_KEYS:
                    break
        return found

    def around(self, records: Iterable[Record]) -> set[Key]:
        """Keys of all names in the documents of records."""
        found: set[Key] = set()
        seen: set[str] = set()
        for record in records:
            if record.document not in seen:
                if len(seen) == _MOST_DOCUMENTS:
                    break
                seen.add(record.document)
                found |= self.named(record.document)
        return found

    def share(self, one: Sequence[Record], other: Sequence[Record], besides: Iterable[Key]) -> int:
        """How many names, besides the given ones, stand in documents of both."""
        return len((self.around(one) & self.around(other)) - set(besides))


def documents_of(records: Iterable[Record]) -> set[str]:
    """Ids of the records' documents."""
    return {record.document for record in records}


def countries_of(records: Iterable[Record]) -> frozenset[str]:
    """States told in the offices of all records."""
    return frozenset().union(*(record.countries for record in records))


def contradict(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two sets of states have nothing in common; an empty one contradicts nothing."""
    return bool(one) and bool(other) and not one & other


def near(one: PartialDate | None, other: PartialDate | None, days: int) -> bool:
    """Whether two dates may lie within so many days; an unknown one may."""
    if one is None or other is None:
        return True
    apart = dt.timedelta(days=days)
    return one.first_day - apart <= other.last_day and other.first_day - apart <= one.last_day
