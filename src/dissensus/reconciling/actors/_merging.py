"""Joining the keys of names: variants of a full name, acronyms, names of another kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from dissensus.reconciling.actors import _rules as rules
from dissensus.reconciling.actors._context import SHARED, Context, documents_of
from dissensus.reconciling.actors._entities import is_short
from dissensus.reconciling.actors._joins import Joins, kinds_of
from dissensus.reconciling.actors._names import person_name, romanised, same_given, variants
from dissensus.reconciling.actors._records import Key, Record

_MOST_MIDDLES = 12
"""More different middle names under one name are several people; bounds the comparison."""
_MOST_FORMS = 40
"""Given names of one surname among which short forms are looked for; bounds the comparison."""
_MOST_LONGER = 8
"""More longer names than this around a short one are no evidence; bounds the comparison."""
_LONGEST = 4
"""Words of a name of which a part may stand for all."""
_SIDES = frozenset({"north", "south", "east", "west", "northern", "southern", "eastern", "western", "central", "new"})
"""Words that make another name of a name: "North Varnholm" is not "Varnholm"."""
_LONGEST_INITIALS = 8
_FEWEST_INITIALS = 3
"""Words of a name, letters of an acronym that is read as their initials; two letters are too often somebody else's."""
_MOST_IN_BLOCK = 5000
"""Full names of one surname or one given name among which misspelt ones are looked for; bounds the memory."""
_MOST_NEAR = 20
"""Names that one spelling with a letter left out may stand for; bounds the comparison."""
_FEWEST_BEFORE = 3
"""Words of a name that ends with a person's full name."""
_SHORTEST = 5
"""Letters of a given name or surname that may differ by one; set by eye on the train topics of ECB+."""


def merge_names(joins: Joins, context: Context) -> dict[str, list[Key]]:
    """Join full names; returns surname to the full names that are left. Blocks are surnames and given names."""
    _join_mistaken(joins)
    by_surname = _join_middles(joins)
    for keys in by_surname.values():
        _join_leading_initials(keys, joins)
        _join_forms(keys, joins, context)
        _join_initials(keys, joins)
    _join_one_letter(by_surname, joins, context)
    _join_noun_before(joins, context)
    return {last: left for last, keys in by_surname.items() if (left := _left(keys, joins))}


def merge_acronyms(joins: Joins) -> None:
    """Join each acronym with the one long name that texts give for it."""
    acronyms: defaultdict[str, set[Key]] = defaultdict(set)
    for key, records in joins.records.items():
        for record in records:
            if record.acronym is not None:
                acronyms[record.acronym].add(key)
    for acronym, keys in sorted(acronyms.items()):
        short: Key = ("name", (acronym,))
        long = {end for key in keys if (end := joins.end(key))[0] == "name"} - {short}
        if len(long) == 1 and short in joins.records:
            joins.join(short, min(long), rules.ACRONYM)


def merge_small_letters(joins: Joins) -> None:
    """Join a phrase in small letters with the name that has the same words: "the Varnish navy", "Varnish Navy"."""
    small = variants().small
    names: defaultdict[tuple[str, ...], set[Key]] = defaultdict(set)
    for key in joins.live("name"):
        if 1 < len(key[1]) <= _LONGEST:
            head = variants().heads.get(key[1][-1], key[1][-1])
            names[*sorted({word for word in key[1][:-1] if word not in small}), head].add(key)
    for key in joins.live("group"):
        if len(found := names.get(key[1], ())) == 1:
            joins.join(key, min(found), rules.SMALL_LETTERS)


def merge_parts(joins: Joins, context: Context) -> None:
    """Join "the Terns" with "Varnholm Terns", and a surname that was taken for no person's with the person.

    One longer name must end so, stand beside it in its document or share other names with it.
    "Meridian" goes to "Meridian Port Holdings" by a rule of its own.
    """
    longer: defaultdict[tuple[str, ...], set[Key]] = defaultdict(set)
    first: defaultdict[str, set[Key]] = defaultdict(set)
    for key in joins.live("name"):
        for cut in range(1, len(key[1]) if len(key[1]) <= _LONGEST else 1):
            if key[1][cut - 1] in _SIDES:
                continue
            longer[tuple(romanised(word) for word in key[1][cut:])].add(key)
        if len(key[1]) > 1 and key[1][-1] in variants().business:
            first[romanised(key[1][0])].add(key)
    for key in joins.live("person"):
        longer[key[1][1:2]].add(key)
        if key[1][1] in variants().business:
            first[key[1][0]].add(key)  # "Meridian Port Holdings" where some documents took it for a person's name
    for key in joins.live("name"):
        if len(key[1]) == 1 and (begun := first.get(romanised(key[1][0]))) is not None:
            _join_beginning(key, {joins.end(each) for each in begun}, joins, context)
        if key not in joins.records:
            continue
        candidates = {
            end
            for long in longer.get(tuple(romanised(word) for word in key[1]), ())
            if (end := joins.end(long)) != key and end in joins.records
        }
        if not 0 < len(candidates) <= _MOST_LONGER or short_only(joins.records[key]):
            continue
        mine = joins.records[key]
        fitting = [
            other
            for other in sorted(candidates)
            if _places_alike(mine, joins.records[other])
            and context.share(mine, joins.records[other], {key, other}) >= SHARED
        ]
        if len(fitting) == 1:
            joins.join(key, fitting[0], rules.PART_OF_NAME)


def _join_beginning(key: Key, longer: set[Key], joins: Joins, context: Context) -> None:
    """Join "Meridian" with "Meridian Port Holdings", where it is the one organisation that begins so."""
    mine = joins.records[key]
    kinds = kinds_of(mine)
    if len(longer) != 1 or key in longer or kinds["place"] * 2 >= len(mine) or short_only(mine):
        return
    into = min(longer)
    if into in joins.records and context.share(mine, joins.records[into], {key, into}) >= SHARED:
        joins.join(key, into, rules.BEGINNING)


def merge_initials(joins: Joins, context: Context) -> None:
    """Join an acronym that no text defines with the one name of which its letters are the initials."""
    long: defaultdict[str, set[Key]] = defaultdict(set)
    for key in joins.live("name"):
        words = key[1]
        if 2 <= len(words) <= _LONGEST_INITIALS:
            long["".join(word[0] for word in words)].add(key)
            long["".join(word[0] for word in words if word not in variants().small)].add(key)
            long["t" + "".join(word[0] for word in words)].add(key)
    for key in joins.live("name"):
        letters = key[1][0]
        if len(key[1]) > 1 or len(letters) < _FEWEST_INITIALS or not short_only(joins.records[key]):
            continue
        candidates = {end for other in long.get(letters, ()) if (end := joins.end(other)) != key}
        if not 0 < len(candidates) <= _MOST_LONGER:
            continue
        mine = joins.records[key]
        fitting = [
            other for other in sorted(candidates) if context.share(mine, joins.records[other], {key, other}) >= SHARED
        ]
        if len(fitting) == 1:
            joins.join(key, fitting[0], rules.ACRONYM_INITIALS)


def lone_words(joins: Joins) -> dict[str, list[Key]]:
    """Names of one word that some documents took for no person's, by the spelling of surnames; no acronyms."""
    found: defaultdict[str, list[Key]] = defaultdict(list)
    for key in joins.live("name"):
        if len(key[1]) == 1 and not short_only(joins.records[key]):
            found[romanised(key[1][0])].append(key)
    return dict(found)


def short_only(records: Iterable[Record]) -> bool:
    """Whether all names are acronyms."""
    return all(is_short(told.words) for record in records for told in record.told if not told.label)


def _places_alike(one: Iterable[Record], other: Iterable[Record]) -> bool:
    """Places join places only."""
    kinds = [kinds_of(one), kinds_of(other)]
    return not any(kind["place"] for kind in kinds) or all(kind["place"] for kind in kinds)


def _join_mistaken(joins: Joins) -> None:
    """Join a full name that some documents took for a person's and some for an organisation's."""
    for key in joins.live("name"):
        if len(key[1]) > 1:
            first, *middle, last = (romanised(part) for part in key[1])
            person: Key = ("person", (first, last, *middle))
            if person in joins.records:
                joins.join(key, person, rules.OTHER_KIND_FULL)


def _join_middles(joins: Joins) -> dict[str, list[Key]]:
    """Join names that differ by middle names which agree; surname to the keys that are left."""
    blocks: defaultdict[tuple[str, str], list[Key]] = defaultdict(list)
    for key in joins.live("person"):
        blocks[key[1][0], key[1][1]].append(key)
    by_surname: defaultdict[str, list[Key]] = defaultdict(list)
    for (first, last), keys in blocks.items():
        if _one_person([key[1][2:] for key in keys]):
            into: Key = ("person", (first, last))
            for key in keys:
                joins.join(key, into, rules.MIDDLE if len(keys) > 1 else None)
            by_surname[last].append(into)
        else:
            by_surname[last].extend(keys)
    return dict(by_surname)


def _left(keys: Iterable[Key], joins: Joins) -> list[Key]:
    return [key for key in keys if key in joins.records]


def _full(keys: Iterable[Key], joins: Joins) -> list[Key]:
    return [key for key in _left(keys, joins) if len(key[1][0]) > 1]


def _join_leading_initials(keys: list[Key], joins: Joins) -> None:
    """Join "J. Anna Lund" with "Anna Lund"."""
    full = {key[1][0]: key for key in _full(keys, joins)}
    for key in _left(keys, joins):
        if len(key[1][0]) == 1:
            # The middle names are told by the keys that have joined this one.
            given = {middle for record in joins.records[key] if record.key for middle in record.key[1][2:3]}
            if len(given) == 1 and (name := min(given)) in full:
                joins.join(key, full[name], rules.LEADING_INITIAL)


def _join_initials(keys: list[Key], joins: Joins) -> None:
    """Join "A. Lund" with the one full name that fits."""
    fitting: defaultdict[str, list[Key]] = defaultdict(list)
    for key in _full(keys, joins):
        fitting[key[1][0][0]].append(key)
    for key in _left(keys, joins):
        if len(key[1][0]) == 1 and len(fitting[key[1][0]]) == 1:
            joins.join(key, fitting[key[1][0]][0], rules.GIVEN_INITIAL)


def _join_forms(keys: list[Key], joins: Joins, context: Context) -> None:
    """Join "Bill Lund" with "William Lund" where all forms agree; two forms in one document are two people."""
    full = _full(keys, joins)
    if not 1 < len(full) <= _MOST_FORMS:
        return
    left = sorted(full, key=lambda k: (-len(k[1][0]), k))
    while left:
        into, left = left[0], left[1:]
        forms = [into]
        for form in forms:
            forms += [key for key in left if key not in forms and _forms_agree(key, form)]
        left = [key for key in left if key not in forms]
        documents = [document_id for form in forms for document_id in documents_of(joins.records[form])]
        apart = len(documents) == len(set(documents))
        if all(_forms_agree(a, b) for a in forms for b in forms if a != b):
            for form in forms[1:]:
                if apart or _one_story(into, form, joins, context):
                    joins.join(form, into, rules.GIVEN_FORM)


def _one_story(one: Key, other: Key, joins: Joins, context: Context) -> bool:
    """Whether documents with one name and documents with the other alone share names, more than have both."""
    mine, theirs = joins.records[one], joins.records[other]
    both = documents_of(mine) & documents_of(theirs)
    mine, theirs = ([r for r in records if r.document not in both] for records in (mine, theirs))
    if len(both) > min(len(documents_of(mine)), len(documents_of(theirs))):
        return False
    return context.share(mine, theirs, {one, other}) >= SHARED


def _forms_agree(one: Key, other: Key) -> bool:
    return one[1][0] != other[1][0] and same_given(one[1][0], other[1][0])


def _join_noun_before(joins: Joins, context: Context) -> None:
    """Join a full name with another word or name before it: "Harbour FC striker Pete Lund", "William Mark Felt"."""
    for key in [*joins.live("name"), *joins.live("person")]:
        if key[0] == "person":
            # The middle names are told by the keys that have joined this one.
            told = {record.key[1][2:] for record in joins.records[key] if record.key and record.key[0] == "person"}
            given, last = max(told, key=lambda middle: (len(middle), middle), default=()), key[1][1]
        else:
            found = person_name(" ".join(key[1]))
            given, last = found.middle, found.last
            if len(key[1]) < _FEWEST_BEFORE or variants().small & set(key[1]):
                continue
        if not given or len(given[-1]) < 2:
            continue
        person: Key = ("person", (given[-1], last))
        if person not in joins.records or person == key:
            continue
        mine, theirs = joins.records[key], joins.records[person]
        if context.share(mine, theirs, {key, person}) >= SHARED:
            joins.join(key, person, rules.NOUN_BEFORE)


def _join_one_letter(by_surname: dict[str, list[Key]], joins: Joins, context: Context) -> None:
    """Join full names of which given name or surname differs by one letter, where the documents share other names."""
    near: defaultdict[Key, set[Key]] = defaultdict(set)
    by_given: defaultdict[str, list[Key]] = defaultdict(list)
    for keys in by_surname.values():
        full = [key for key in _full(keys, joins) if len(key[1]) == 2]
        _find_near(full, 0, near)
        for key in full:
            by_given[key[1][0]].append(key)
    for keys in by_given.values():
        _find_near(keys, 1, near)
    for key in sorted(near):
        fitting = {end for other in near[key] if (end := joins.end(other)) != key}
        if key not in joins.records or len(fitting) != 1:
            continue
        mine, theirs = joins.records[key], joins.records[min(fitting)]
        apart = not documents_of(mine) & documents_of(theirs)
        if apart and context.share(mine, theirs, {key, *fitting}) >= SHARED:
            joins.join(key, min(fitting), rules.ONE_LETTER)


def _find_near(keys: list[Key], part: int, near: defaultdict[Key, set[Key]]) -> None:
    """Note the keys of a block of which one part differs by one letter: they share what is left without a letter."""
    if not 1 < len(keys) <= _MOST_IN_BLOCK:
        return
    blocks: defaultdict[str, list[Key]] = defaultdict(list)
    for key in keys:
        for left in _deletions(key[1][part]):
            blocks[left].append(key)
    for block in blocks.values():
        if 1 < len(block) <= _MOST_NEAR:
            for key in block:
                near[key].update(other for other in block if other != key and _one_letter(key, other))


def _deletions(word: str) -> list[str]:
    """The word, and what is left of it without one letter; two words share one of these if a letter parts them."""
    if len(word) < _SHORTEST:
        return []
    return [word, *sorted({word[:i] + word[i + 1 :] for i in range(1, len(word))})]


def _one_letter(one: Key, other: Key) -> bool:
    """Whether given names or surnames differ by one letter that is left out, put in, changed or swapped."""
    for a, b in zip(one[1][:2], other[1][:2], strict=True):
        if a == b:
            continue
        if min(len(a), len(b)) < _SHORTEST or abs(len(a) - len(b)) > 1:
            return False
        same = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
        rest_a, rest_b = a[same:], b[same:]
        changed = rest_a[1:] == rest_b[1:] or rest_a[1:] == rest_b or rest_a == rest_b[1:]
        swapped = rest_a[:2] == rest_b[1::-1] and rest_a[2:] == rest_b[2:]
        if not (changed or swapped):
            return False
    return True


def _one_person(middles: list[tuple[str, ...]]) -> bool:
    """Whether no two middle names contradict each other; "F." agrees with "Fitzgerald", "W." and "H." do not agree."""
    told = sorted({middle for middle in middles if middle}, key=lambda m: (len(m), m))
    if len(told) > _MOST_MIDDLES:
        return False
    return all(_agree(a, b) for i, a in enumerate(told) for b in told[i + 1 :])


def _agree(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    return any(x == y or (min(len(x), len(y)) == 1 and x[0] == y[0]) for x in a for y in b)
