"""Lone surnames and given names: whose they are, in their document first, then by what is told around them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from dissensus.model.documents import PartialDate
from dissensus.reconciling.actors import _rules as rules
from dissensus.reconciling.actors._context import SHARED, Context, contradict, countries_of, near
from dissensus.reconciling.actors._joins import Joins
from dissensus.reconciling.actors._merging import lone_words
from dissensus.reconciling.actors._names import variants
from dissensus.reconciling.actors._records import Key, Record
from dissensus.reconciling.actors._rules import Rule

_MOST_CANDIDATES = 32
"""People of one surname that are told apart by context; more stay apart, which bounds the work."""
_CLEARLY = 3
"""Times as many names as any other that one candidate for a surname must share; set on the train topics of ECB+."""
_FEWEST_AROUND = 3
"""Names around one that must be told before silence about shared names tells two people apart."""


def join_surnames(joins: Joins, context: Context, by_surname: dict[str, list[Key]]) -> None:
    """Join lone surnames with full names, each in its document first."""
    lone = lone_words(joins)
    for key in joins.live("surname"):
        last = key[1][0]
        candidates = [other for other in by_surname.get(last, ()) if other in joins.records]
        if not candidates:
            if len(lone.get(last, ())) == 1:
                joins.join(key, lone[last][0], rules.OTHER_KIND_LONE)
            continue
        _by_document(joins, key, candidates, rules.SURNAME_BESIDE)
        if key not in joins.records:
            continue
        if len(candidates) == 1:
            theirs = countries_of(joins.records[candidates[0]])
            fitting = [record for record in joins.records[key] if not contradict(record.countries, theirs)]
            _move(joins, key, fitting, candidates[0], rules.SURNAME_ONE)
        elif len(candidates) <= _MOST_CANDIDATES:
            _by_context(joins, context, key, candidates)


def join_given_names(joins: Joins, context: Context) -> None:
    """Join lone given names with the one person who has it, in the document first."""
    by_first: defaultdict[str, list[Key]] = defaultdict(list)
    for key in joins.live("person"):
        told = {record.key[1][0] for record in joins.records[key] if record.key and record.key[0] == "person"}
        for first in sorted({key[1][0], *told}):
            by_first[first].append(key)
    for key in joins.live("surname"):
        candidates = by_first.get(key[1][0], [])
        if not candidates:
            continue
        _by_document(joins, key, candidates, rules.GIVEN_BESIDE)
        if key not in joins.records or len(candidates) > _MOST_CANDIDATES:
            continue
        around = {candidate: context.around(joins.records[candidate]) for candidate in candidates}
        chosen: defaultdict[Key, list[Record]] = defaultdict(list)
        for record in joins.records[key]:
            here = context.named(record.document)
            fitting = [other for other in candidates if len(here & around[other] - {other}) >= SHARED]
            if len(fitting) == 1:
                chosen[fitting[0]].append(record)
        for other, records in sorted(chosen.items()):
            _move(joins, key, records, other, rules.GIVEN_CONTEXT)


def _by_document(joins: Joins, key: Key, candidates: Sequence[Key], rule: Rule) -> None:
    """Move each record to the one candidate that is named in its document."""
    documents = {record.document for record in joins.records[key]}
    beside: defaultdict[str, set[Key]] = defaultdict(set)
    for other in candidates:
        for record in joins.records[other]:
            if record.document in documents:
                beside[record.document].add(other)
    chosen: defaultdict[Key, list[Record]] = defaultdict(list)
    for record in joins.records[key]:
        if len(beside[record.document]) == 1:
            chosen[min(beside[record.document])].append(record)
    for other, records in sorted(chosen.items()):
        _move(joins, key, records, other, rule)


def _by_context(joins: Joins, context: Context, key: Key, candidates: Sequence[Key]) -> None:
    """Move each record to the candidate that has its office, or else to the only one it shares names with."""
    offices = {other: {office for r in joins.records[other] for office in r.offices} for other in candidates}
    countries = {other: countries_of(joins.records[other]) for other in candidates}
    around = {other: context.around(joins.records[other]) - {other} for other in candidates}
    chosen: defaultdict[tuple[Key, Rule], list[Record]] = defaultdict(list)
    for record in joins.records[key]:
        possible = [other for other in candidates if not contradict(record.countries, countries[other])]
        fitting = [other for other in possible if offices[other] & set(record.offices)]
        if len(fitting) == 1:
            chosen[fitting[0], rules.SURNAME_OFFICE].append(record)
            continue
        here = context.named(record.document)
        shared = {other: here & around[other] for other in possible}
        only = {
            other: sum(not any(name in shared[o] for o in possible if o != other) for name in shared[other])
            for other in possible
        }
        fitting = [other for other in possible if only[other] >= SHARED]
        if len(fitting) == 1 and all(
            _CLEARLY * only[other] <= only[fitting[0]] for other in possible if other != fitting[0]
        ):
            chosen[fitting[0], rules.SURNAME_CONTEXT].append(record)
    for (other, rule), records in sorted(chosen.items(), key=lambda item: (item[0][0], item[0][1].words)):
        _move(joins, key, records, other, rule)


def _move(joins: Joins, key: Key, records: Sequence[Record], into: Key, rule: Rule) -> None:
    """Join the whole key where all its records go, so that it is known to have gone."""
    if len(records) == len(joins.records[key]):
        joins.join(key, into, rule)
    elif records:
        joins.move(key, list(records), into, rule)


def join_holders(joins: Joins, context: Context, published: Mapping[str, PartialDate | None]) -> None:
    """Join "the Norwegian fisheries minister" with the one person of whom some document tells that office.

    Only where the document does not name that person, whom it would then call so itself, and where the two documents
    are not known to be more than a year apart.
    """
    holders: defaultdict[_Office, set[Key]] = defaultdict(set)
    for group in ("person", "homonym"):
        for key in joins.live(group):
            for record in joins.records[key]:
                for office in record.offices:
                    holders[office, record.countries].add(key)
    for key in joins.live("group"):
        chosen: defaultdict[Key, list[Record]] = defaultdict(list)
        for record in joins.records[key]:
            if record.kind != "person":
                continue
            found = {holder for office in record.offices for holder in holders.get((office, record.countries), ())}
            if len(found) == 1 and _may_hold(joins, context, record, min(found), published):
                chosen[min(found)].append(record)
        for holder, records in sorted(chosen.items()):
            _move(joins, key, records, holder, rules.HOLDER)


_Office = tuple[tuple[str, ...], frozenset[str]]


def _may_hold(
    joins: Joins, context: Context, record: Record, holder: Key, published: Mapping[str, PartialDate | None]
) -> bool:
    if not any(word in variants().offices for office in record.offices for word in office):
        return False
    if holder in context.named(record.document):
        return False
    return any(
        near(published.get(record.document), published.get(other.document), _DAYS_IN_OFFICE)
        for other in joins.records[holder][:_MOST_COMPARED]
    )


_DAYS_IN_OFFICE = 366
"""Days after which somebody else may hold an office; a judgement."""
_MOST_COMPARED = 40
"""Records of a person whose dates are looked at; bounds the work."""


def part_namesakes(joins: Joins, context: Context) -> None:
    """Keep people of one full name apart whose documents contradict each other.

    They do where the states told in their offices, or the fields of these (a striker, a minister), have nothing in
    common and their documents share no other name. A document that tells neither goes with the people it shares names
    with, if these are of one part only, or else stays with nobody.
    """
    for key in joins.live("person"):
        records = joins.records[key]
        told = [record for record in records if _traits(record)]
        if len({_traits(record) for record in told}) < 2:
            continue
        parts = _parts(told, context, key)
        if len(parts) < 2:
            continue
        around = [context.around(part) - {key} for part in parts]
        for record in [record for record in records if not _traits(record)]:
            here = context.named(record.document) - {key}
            fitting = [i for i, names in enumerate(around) if here & names]
            if len(fitting) == 1:
                parts[fitting[0]].append(record)
        for part in parts:
            traits = sorted(set().union(*(_traits(record) for record in part)))
            into: Key = ("homonym", (*key[1], traits[0]))
            joins.move(key, part, into, None)


def _traits(record: Record) -> frozenset[str]:
    """States and fields told of a person in one document."""
    known = variants().fields
    return record.countries | {known[word] for office in record.offices for word in office if word in known}


def _parts(told: Sequence[Record], context: Context, key: Key) -> list[list[Record]]:
    """Groups of records that agree with one another; one group where there are too many to compare."""
    by_traits: defaultdict[tuple[frozenset[str], frozenset[str]], list[Record]] = defaultdict(list)
    for record in told:
        by_traits[record.countries, _fields(record)].append(record)
    if len(by_traits) > _MOST_TRAITS:
        return [list(told)]
    parts: list[list[Record]] = []
    for _, records in sorted(by_traits.items(), key=lambda item: [sorted(traits) for traits in item[0]]):
        agreeing = [part for part in parts if _agree(records, part, context, key)]
        joined = [*records, *(other for part in agreeing for other in part)]
        parts = [part for part in parts if part not in agreeing] + [joined]
    return [sorted(part, key=lambda record: (record.document, record.number)) for part in parts]


_MOST_TRAITS = 60
"""Different sets of states and fields under one name; more are not told apart, which bounds the work."""


def _agree(one: Sequence[Record], other: Sequence[Record], context: Context, key: Key) -> bool:
    countries, fields = (countries_of(one), countries_of(other)), (fields_of(one), fields_of(other))
    if countries[0] & countries[1] or not (contradict(*countries) or contradict(*fields)):
        return True
    here, there = context.around(one) - {key}, context.around(other) - {key}
    return bool(here & there) or min(len(here), len(there)) < _FEWEST_AROUND


def fields_of(records: Iterable[Record]) -> frozenset[str]:
    """Fields told in the offices of all records."""
    return frozenset().union(*(_fields(record) for record in records))


def _fields(record: Record) -> frozenset[str]:
    known = variants().fields
    return frozenset(known[word] for office in record.offices for word in office if word in known)
