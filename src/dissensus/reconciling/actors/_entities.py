"""What one in-document entity tells about its actor: a key that is the same in every document, and its labels."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from dissensus.model.annotations import ActorKind, Mention
from dissensus.model.findings import DocumentMentions
from dissensus.model.states import StateFacts
from dissensus.reconciling.actors import _rules as rules
from dissensus.reconciling.actors._names import label_key, person_name, plain_key, story_key, variants, words_of
from dissensus.reconciling.actors._offices import offices_of
from dissensus.reconciling.actors._phrases import owners, phrases_of
from dissensus.reconciling.actors._records import Key, Record, Shown, Told
from dissensus.reconciling.actors._rules import Rule

_ACRONYM = re.compile(r"\(((?=[^)]*[A-Z][^)]*[A-Z])\w[\w.&-]{1,11})\)\Z")
_TOKEN = re.compile(r"\w+(?:['’-]\w+)*")
_POSSESSIVE = re.compile(r"['’]s\Z")
_CLAUSE = frozenset({"who", "that", "which", "whose"})
_LONGEST_LABEL = 120
"""Characters; longer phrases are descriptions, not labels."""
_LONGEST_STORY = 6
"""Words; longer phrases without a name are seldom repeated by another outlet."""


def describe_document(document: DocumentMentions, facts: StateFacts) -> list[Record]:
    """The record of each entity of a document, by its number."""
    groups: dict[int, list[Shown]] = {}
    owned: dict[int, list[int | None]] = {}
    found = zip(document.mentions, document.words, document.head_words, owners(document), strict=True)
    for mention, words, head, owner in found:
        groups.setdefault(mention.entity, []).append((mention, words, head))
        owned.setdefault(mention.entity, []).append(owner)
    records = []
    for number in range(max(groups, default=-1) + 1):
        if number not in groups:
            records.append(Record(document.document_id, number, "group"))
            continue
        mentions = groups[number]
        record = describe(document.document_id, number, mentions, facts, speaks=number in document.speaking)
        if record.kind != "place":
            record.phrases = phrases_of(list(zip(mentions, owned[number], strict=True)))
        records.append(record)
    return records


def describe(
    document_id: str, number: int, mentions: Sequence[Shown], facts: StateFacts, *, speaks: bool = False
) -> Record:
    """The key and labels of one entity.

    Args:
        document_id: the document.
        number: the entity's number in it.
        mentions: each with the words of its span and of its head.
        facts: facts about states.
        speaks: whether a statement names it as its speaker.
    """
    kinds = Counter(mention.kind for mention, _, _ in mentions if mention.form != "pronoun")
    if not kinds:
        return Record(document_id, number, mentions[0][0].kind)
    record = Record(document_id, number, min(kinds, key=lambda k: (-kinds[k], k)))
    names = Counter(_spaced(m.name) for m, _, _ in mentions if m.name and m.name.strip())
    nominal = [shown for shown in mentions if shown[0].form == "nominal"]
    identifying = [shown for shown in nominal if _identifies(*shown[1:], shown[0].kind, facts)]
    if names:
        people = [
            _spaced(mention.name)
            for mention, words, _ in mentions
            if mention.kind == "person" and mention.name and mention.name.strip() and not _has_article(mention, words)
        ]
        if len(people) * 2 > names.total() or _are_of_one(names, people):
            ruled = _as_person(record, people)
            record.offices, record.countries = offices_of(mentions, facts)
        else:
            ruled = _as_named(record, names, mentions, facts)
        record.told = (
            *_told_names(mentions, lambda name: ruled.get(name, rules.IN_DOCUMENT)),
            *_told_labels(identifying, rules.IN_DOCUMENT),
        )
        return record
    record.key, rule = _nominal_key(identifying, facts)
    if record.kind == "person" and record.key is not None:
        record.offices, record.countries = offices_of(nominal, facts)
    if record.key is not None:
        told = nominal if record.key[0] == "government" else identifying
        key = record.key
        # A label whose own words are another key's is the actor's because of its document, not of its words.
        record.told = tuple(
            each._replace(rule=rule if _nominal_key([shown], facts)[0] == key else rules.IN_DOCUMENT)
            for each, shown in _labels_with_places(told, rule)
        )
        return record
    if not nominal:
        return record
    speaks = speaks or any(mention.speaker_only for mention, _, _ in mentions)
    if record.kind == "place" and not speaks:
        return record  # "the street" is where something happens, not who acts
    phrase = _spaced(nominal[0][1])
    _as_story(record, nominal)
    if len(nominal) > 1 or speaks:
        cut = _spaced(nominal[0][1][:_LONGEST_LABEL])
        record.key = ("local", (document_id, str(nominal[0][0].span.start), *words_of(cut)))
        record.told = (_place(nominal[0], cut, 1, rules.IN_DOCUMENT),)
    else:
        record.phrase = _place(nominal[0], phrase, 1, rules.STORY)
    return record


def _are_of_one(names: Iterable[str], people: Iterable[str]) -> bool:
    """Whether all names are a full name of a person or its surname, whatever kind the parse gave the surname."""
    full = {tuple(words_of(name)) for name in people if " " in name}
    return bool(full) and all(
        (words := tuple(words_of(name))) in full or (len(words) == 1 and all(words[0] == each[-1] for each in full))
        for name in names
    )


def _has_article(mention: Mention, words: str) -> bool:
    """Whether "the" stands right before a name, as before a team's and never before a person's."""
    name = _spaced(mention.name)
    return mention.role is None and " " in name and _spaced(words).casefold() == f"the {name.casefold()}"


def _as_person(record: Record, people: Sequence[str]) -> dict[str, Rule]:
    """Give a person's key; returns why each name is the person's."""
    record.kind = "person"
    parsed = {name: person_name(name) for name in people}
    best = max(parsed.values(), key=lambda p: (bool(p.first), len(p.first) > 1, len(p.middle), p.first, p.last))
    if not best.first:
        record.key = ("surname", (best.last,))
        return {name: rules.SPELLING for name, told in parsed.items() if told.last == best.last}
    record.key = ("person", (best.first, best.last, *best.middle))
    ruled = {}
    for name, told in parsed.items():
        if told == best:
            ruled[name] = rules.SPELLING
        elif not told.first and told.last == best.last:
            ruled[name] = rules.IN_DOCUMENT_SURNAME
        elif (told.first, told.last) == (best.first, best.last):
            ruled[name] = rules.MIDDLE
    return ruled


_STATE_RULES = {
    "name": rules.STATE_NAME,
    "people": rules.STATE_PEOPLE,
    "capital": rules.STATE_CAPITAL,
    "seat": rules.STATE_SEAT,
}


def _as_named(record: Record, names: Counter[str], mentions: Sequence[Shown], facts: StateFacts) -> dict[str, Rule]:
    """Give the key of a state, a people or another name; returns why each name is the actor's."""
    known = {name: fact for name in sorted(names) if (fact := facts.of(name)) is not None}
    kinds = {_spaced(mention.name): mention.kind for mention, _, _ in mentions if mention.name}
    for name, fact in known.items():
        if fact.how == "people" or (fact.how != "name" and kinds.get(name) != "state"):
            if fact.how == "people":
                record.key = ("people", (fact.code,))
                break
            continue
        record.key, record.kind = ("state", (fact.code,)), "state"
        break
    if record.key is not None:
        code = record.key[1][0]
        return {name: _STATE_RULES[fact.how] for name, fact in known.items() if fact.code == code}
    for _, words, _ in mentions:
        acronym = _ACRONYM.search(words)
        if acronym:
            record.acronym = plain_key(acronym.group(1))[0]
    long = [name for name in names if not is_short(name)]
    short = [name for name in names if is_short(name)]
    if long and short:
        record.acronym = record.acronym or min(plain_key(name)[0] for name in short)
    chosen = min(long or short, key=lambda name: (-names[name], -len(name), name))
    key, _ = name_key(chosen)
    record.key = ("name", key)
    if record.kind == "person":
        record.kind = "organisation"
    ruled = {}
    for name in names:
        other, rule = name_key(name)
        if other == key:
            ruled[name] = rule
        elif is_short(name) and long:
            ruled[name] = rules.ACRONYM
    return ruled


def name_key(name: str) -> tuple[tuple[str, ...], Rule]:
    """Comparable words of a name that is no person's, an institution's by its canonical name."""
    key = plain_key(name)
    known = variants().institutions
    # "who" and "fed" are words; as an institution's they have capitals.
    if key in known and (len(key) > 1 or is_short(name) or name[:1].isupper()):
        return known[key], rules.SPELLING if known[key] == key else rules.INSTITUTION
    return key, rules.SPELLING


def is_short(name: str) -> bool:
    """An acronym: one word of capitals ("OSCE", "U.N.")."""
    bare = name.replace(".", "")
    return " " not in bare and 1 < len(bare) <= 12 and bare.upper() == bare and bare.lower() != bare


def _identifies(words: str, head: str, kind: ActorKind, facts: StateFacts) -> bool:
    """A label tells whom it means when a name or a word for a people stands in it, or when it names a system."""
    known = variants()
    found = _unowned(words)
    if len(words) > _LONGEST_LABEL or not found or found[0].lower() in known.owned or _CLAUSE & set(found):
        return False
    if found[0].lower() in {"a", "an"} and kind in {"person", "organisation", "group"}:
        return False
    if words == head and words.lower().endswith("ism"):
        return True
    head_words = set(_TOKEN.findall(head))
    for position, word in enumerate(found):
        if word in head_words or word.lower() in known.determiners:
            continue
        if facts.of(word) is not None and word[0].isupper():
            return True
        if position > 0 and word[0].isupper() and not words.isupper():
            return True
    return False


def _nominal_key(identifying: Sequence[Shown], facts: StateFacts) -> tuple[Key | None, Rule]:
    """The key of an entity without a name, or None where its labels do not identify it."""
    counts: Counter[Key] = Counter()
    for _, words, head in identifying:
        codes = codes_in(words, head, facts)
        last = words_of(head)[-1]
        if len(codes) == 1:
            code = min(codes)
            if last in facts.government:
                counts["government", (code,)] += 1
                continue
            kept = set(words_of(words)) - variants().determiners - variants().small - {last}
            if last in facts.people and len(kept) == 1:
                counts["people", (code,)] += 1
                continue
        counts["group", label_key(words, head)] += 1
    if not counts:
        return None, rules.LABEL
    key = min(counts, key=lambda key: (key[0] == "group", -counts[key], key))
    return key, {"government": rules.GOVERNMENT, "people": rules.STATE_PEOPLE}.get(key[0], rules.LABEL)


def _as_story(record: Record, nominal: Sequence[Shown]) -> None:
    """Keep the first phrase that another document of the same story may repeat; not what somebody owns."""
    known = variants()
    for _, words, head in nominal:
        found = [word.lower() for word in _TOKEN.findall(words)]
        key = story_key(words)
        if found and found[0] not in known.owned and not _CLAUSE & set(found) and len(key) <= _LONGEST_STORY:
            record.story = key
            record.head = words_of(head)[-1]
            return


def _spaced(words: str | None) -> str:
    return " ".join((words or "").split())


def _place(shown: Shown, words: str, count: int, rule: Rule) -> Told:
    mention, exact, head = shown
    span, exact = (mention.head, head) if mention.name and mention.form == "name" else (mention.span, exact)
    return Told(words, count, mention.form != "name", rule, span.start, span.end, exact)


def _told_names(mentions: Sequence[Shown], rule_of: Callable[[str], Rule]) -> Iterable[Told]:
    first: dict[str, Shown] = {}
    counts: Counter[str] = Counter()
    for shown in mentions:
        name = _spaced(shown[0].name)
        if name:
            first.setdefault(name, shown)
            counts[name] += 1
    for name, shown in first.items():
        yield _place(shown, name, counts[name], rule_of(name))._replace(label=False)


def _told_labels(nominal: Sequence[Shown], rule: Rule) -> Iterable[Told]:
    return (told for told, _ in _labels_with_places(nominal, rule))


def _labels_with_places(nominal: Sequence[Shown], rule: Rule) -> Iterable[tuple[Told, Shown]]:
    """Each label once, with the mention where it stands first."""
    first: dict[str, Shown] = {}
    counts: Counter[str] = Counter()
    for shown in nominal:
        if len(shown[1]) <= _LONGEST_LABEL:
            words = _spaced(shown[1])
            first.setdefault(words, shown)
            counts[words] += 1
    for words, shown in first.items():
        yield _place(shown, words, counts[words], rule), shown


def _unowned(words: str) -> list[str]:
    """The words of a phrase without the possessive ending: "Denmark’s government" names Denmark."""
    return [_POSSESSIVE.sub("", word) for word in _TOKEN.findall(words)]


def codes_in(words: str, head: str, facts: StateFacts) -> dict[str, str]:
    """Codes of the states that a phrase names beside its head, each with the first words for it."""
    codes: dict[str, str] = {}
    if words.isascii() and words == words.lower():
        return codes
    found = [word for word in _unowned(words) if word not in head]
    position = 0
    while position < len(found):
        for size in (3, 2, 1) if found[position][0].isupper() else ():
            phrase = found[position : position + size]
            fact = facts.of(" ".join(phrase)) if len(phrase) == size else None
            if fact is not None:
                codes.setdefault(fact.code, " ".join(phrase))
                position += size - 1
                break
        position += 1
    return codes
