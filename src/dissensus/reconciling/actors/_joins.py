"""Which key went into which other, and by which rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from dissensus.reconciling.actors._records import Key, Record
from dissensus.reconciling.actors._rules import Rule


class Joins:
    """The records by the key that they have come to, and why.

    Args:
        records: key to its records, in order of their documents' ids.
    """

    def __init__(self, records: dict[Key, list[Record]]) -> None:
        self.records = records
        self._into: dict[Key, tuple[Key, Rule | None]] = {}

    def join(self, key: Key, into: Key, rule: Rule | None) -> None:
        """Let a key with all that joined it go into another one; no rule where it was the same name all along."""
        into = self.end(into)
        if key != into and key not in self._into:
            self.records.setdefault(into, []).extend(self.records.pop(key))
            self._into[key] = (into, rule)

    def move(self, key: Key, records: list[Record], into: Key, rule: Rule | None) -> None:
        """Let some records of a key go into another one; no rule where that joins them with nobody new."""
        moved = {id(record) for record in records}
        kept = [record for record in self.records[key] if id(record) not in moved]
        if kept:
            self.records[key] = kept
        else:
            del self.records[key]
        for record in records:
            record.moved = (into, rule or self.rule_of(record))
        self.records.setdefault(into, []).extend(records)

    def end(self, key: Key) -> Key:
        """The key that a key went into in the end."""
        while key in self._into:
            key = self._into[key][0]
        return key

    def end_of(self, record: Record) -> Key | None:
        """The key that a record has come to."""
        if record.moved is not None:
            return self.end(record.moved[0])
        return None if record.key is None else self.end(record.key)

    def rule_of(self, record: Record) -> Rule | None:
        """Why a record's key is another one now: the first rule, with the least confidence on the way."""
        found: Rule | None = None
        least = 1.0
        key = record.key
        if record.moved is not None:
            key, found = record.moved
            least = 1.0 if found is None else found.confidence
        while key is not None and key in self._into:
            key, rule = self._into[key]
            if rule is not None:
                found, least = found or rule, min(least, rule.confidence)
        return None if found is None else Rule(found.words, least)

    def live(self, group: str) -> list[Key]:
        """Keys of a class that have not joined another one, sorted."""
        return sorted(key for key in self.records if key[0] == group)


def kinds_of(records: Iterable[Record]) -> Counter[str]:
    """How many entities are of each kind."""
    return Counter(record.kind for record in records)
