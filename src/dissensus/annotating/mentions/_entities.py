"""Which mentions of one document refer to the same actor: rules in order of trust.

After Lee et al. (2013), "Deterministic coreference resolution based on entity-centric, precision-ranked rules".
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field, replace

from dissensus.annotating.mentions._name_keys import Names, plain_name
from dissensus.annotating.mentions._pronouns import Candidate, Resolved, referent
from dissensus.annotating.mentions._speakers import speaker_kind
from dissensus.annotating.mentions._states import StatesSoFar
from dissensus.annotating.mentions._tokens import Tokens
from dissensus.annotating.mentions._traits import gender_of
from dissensus.annotating.mentions._words import Words
from dissensus.model.annotations import Mention, Statement
from dissensus.model.spans import Span
from dissensus.model.states import StateFacts, folded

_WORD = re.compile(r"\w+(?:['’-]\w+)*")
_POSSESSIVE = re.compile(r"['’]s\Z")
_DEFINITE = frozenset({"the", "this", "these", "that", "those", "such", "both", "all"})
_INDEFINITE = frozenset({"a", "an", "some", "many", "several", "one", "another", "more", "most", "few", "two", "three"})
_OWNED = frozenset({"his", "her", "its", "their", "our", "my", "your"})
_EMPTY = frozenset(
    {"of", "in", "from", "the", "a", "an", "s", "and", "own", "former", "said", "whole", "entire", "same"}
)
_RESTRICTS = re.compile(r"\s(?:who|whom|whose|which|that)\b")
_REMEMBERED = 200
"""Phrases with one head noun that a later one is compared with; bounds the work on endless texts."""
_LIGHT = frozenset(
    {"those", "people", "ones", "many", "some", "all", "others", "man", "woman", "men", "women", "person"}
)


@dataclass(frozen=True, slots=True)
class _Known:
    """A nominal phrase met before, and its entity's number while the rules run."""

    phrase: _Phrase
    entity: int


@dataclass(slots=True)
class _Book:
    """What is known about the entities while the mentions are visited in text order."""

    states: StatesSoFar
    keys: dict[Hashable, int] = field(default_factory=dict)
    nominals: defaultdict[str, list[_Known]] = field(default_factory=lambda: defaultdict(list))
    roles: dict[str, int] = field(default_factory=dict)
    nouns: dict[str, int] = field(default_factory=dict)
    count: int = 0

    def new(self) -> int:
        self.count += 1
        return self.count - 1

    def at(self, key: Hashable) -> int:
        if key not in self.keys:
            self.keys[key] = self.new()
        return self.keys[key]


def number_entities(
    text: str,
    tokens: Tokens,
    mentions: Sequence[Mention],
    statements: Sequence[Statement],
    words: Words,
    facts: StateFacts,
) -> tuple[Mention, ...]:
    """The mentions in the order given, each with its entity; numbers follow the first mention in the text."""
    return numbered_by_rules(text, tokens, mentions, statements, words, facts)[0]


def numbered_by_rules(
    text: str,
    tokens: Tokens,
    mentions: Sequence[Mention],
    statements: Sequence[Statement],
    words: Words,
    facts: StateFacts,
) -> tuple[tuple[Mention, ...], tuple[bool, ...]]:
    """The same, and for each mention whether the rules are sure: names, and phrases that name a state's government."""
    mentions = [
        mention if (kind := speaker_kind(text, mention, words)) == mention.kind else replace(mention, kind=kind)
        for mention in mentions
    ]
    order = sorted(range(len(mentions)), key=lambda i: (mentions[i].span.start, -mentions[i].span.end, i))
    names = Names(text, mentions, facts)
    book = _Book(StatesSoFar(tokens))
    given: dict[int, int] = {}
    seen: list[Candidate] = []
    resolved = Resolved(tokens, statements, given)
    genders: dict[int, str] = {}
    sure = [mention.name is not None for mention in mentions]
    beside = _beside(text, mentions, order)
    for i in order:
        mention = mentions[i]
        if mention.form == "pronoun":
            entity = referent(text, mention, i, seen, resolved, genders)
            given[i] = book.new() if entity is None else entity
            continue
        if mention.speaker_only and mention.name is None:
            inside = names.told_in(mention)
            key = None if inside is None else names.key(inside)
            if key is not None:
                entity, sure[i] = book.at(key), True
            else:
                entity, sure[i] = _nominal(text, mention, book, words, facts, None)
        elif mention.name is not None:
            key = names.key(i)
            entity = book.at(key)
            _note(mention, entity, book, words)
            if isinstance(key, tuple) and key[0] == "state":
                fact = facts.of(mention.name)
                itself = fact is None or fact.how == "name"
                book.states.named(entity, key[1], resolved.token_at(mention.head.end - 1), itself=itself)
        elif (named := beside.get(i, names.in_small_letters(mention))) is not None:
            entity, sure[i] = book.at(names.key(named)), True
        else:
            at = resolved.token_at(mention.head.end - 1)
            entity, sure[i] = _nominal(text, mention, book, words, facts, at)
        given[i] = entity
        gender = gender_of(mention, text, words)
        if gender:
            genders.setdefault(entity, gender)
        sentence = resolved.sentence_at(mention.span.start)
        seen.append(Candidate(mention.span, mention.kind, entity, mention.name is not None, sentence))
    numbers: dict[int, int] = {}
    for i in order:
        numbers.setdefault(given[i], len(numbers))
    return tuple(replace(mention, entity=numbers[given[i]]) for i, mention in enumerate(mentions)), tuple(sure)


def _beside(text: str, mentions: Sequence[Mention], order: Sequence[int]) -> dict[int, int]:
    """Phrases that tell what a person is, right before or after the name, each with the name's number.

    "Her father Ada Brand", "Ada Brand, a miner". On the train documents of GUM 10 of 11 pairs of the first form are one
    person, and 12 of 13 of the second.
    """
    found: dict[int, int] = {}
    by_start: dict[int, int] = {}
    by_end: dict[int, int] = {}
    for i in order:
        mention = mentions[i]
        if mention.name is not None and mention.kind == "person" and mention.form == "name":
            by_start.setdefault(mention.span.start, i)
            by_end.setdefault(mention.span.end, i)
    for i in order:
        mention = mentions[i]
        if mention.name is not None or mention.form != "nominal" or mention.kind != "person":
            continue
        start, end = mention.span
        if mention.head.end == end and text[end : end + 1] == " " and end + 1 in by_start:
            found[i] = by_start[end + 1]
        elif text[max(0, start - 2) : start] == ", " and start - 2 in by_end:
            found[i] = by_end[start - 2]
    return found


def _note(mention: Mention, entity: int, book: _Book, words: Words) -> None:
    """Keep what later phrases may refer to: roles of people, nouns in organisations' names ("Church of Orlova")."""
    if mention.kind == "person":
        for word in _WORD.findall(folded(mention.role or "")):
            if word in words.person_nouns or word in words.titles:
                book.roles[word] = entity
    elif mention.kind in {"organisation", "movement"}:
        parts = plain_name(mention.name or "").split()
        if len(parts) > 1:
            book.nouns[parts[-1]] = entity
            if parts[1] == "of":
                book.nouns[parts[0]] = entity


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A nominal phrase taken apart.

    Attributes:
        head: the head noun, folded.
        group: the word that stands for its synonyms.
        plural: number of the head.
        first: the first word, such as a determiner; "" when the head begins the phrase.
        before: all words before the head.
        after: all words after it.
        modifiers: the words that distinguish it.
        capitals: those that are names or words for a people.
        codes: the states they name.
        restricted: whether a clause that tells which ones follows the phrase ("the rulers who came").
    """

    head: str
    group: str
    plural: bool
    first: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    modifiers: frozenset[str]
    capitals: frozenset[str]
    codes: frozenset[str]
    restricted: bool = False

    @property
    def definite(self) -> bool:
        return self.first in _DEFINITE


def _phrase(text: str, mention: Mention, words: Words, facts: StateFacts) -> _Phrase:
    span, where = mention.span, mention.head
    head = "-".join(_WORD.findall(folded(text[where.start : where.end]))) or "?"
    before = tuple(_WORD.findall(folded(text[span.start : where.start])))
    after = tuple(_WORD.findall(folded(text[where.end : span.end])))
    group = words.synonyms.get(head, head)
    return _Phrase(
        head=head,
        group=group,
        plural=head in words.plural or head in words.light or group != head,
        first=before[0] if before else "",
        before=before,
        after=after,
        modifiers=frozenset({*before, *after} - _EMPTY - _DEFINITE - _INDEFINITE),
        capitals=_capitals(text, mention),
        codes=frozenset(_codes(text, span, where, facts)),
        restricted=_RESTRICTS.match(text, span.end) is not None,
    )


def _nominal(
    text: str, mention: Mention, book: _Book, words: Words, facts: StateFacts, token: int | None
) -> tuple[int, bool]:
    """Entity of a nominal phrase, a new one where no rule finds it; and whether it is sure, since a state is named.

    The token is its head's number, None for a phrase that only the statements step saw.
    """
    phrase = _phrase(text, mention, words, facts)
    book.states.told(_codes(text, mention.span, mention.head, facts, only_people=True))
    if token is not None and mention.kind == "state" and phrase.definite and not phrase.modifiers:
        state = book.states.meant_by(phrase.head, token)
        if state is not None:
            return state, True
    known = book.nominals[phrase.group]
    if len(phrase.codes) == 1:
        code = min(phrase.codes)
        if phrase.head in facts.government:
            entity = book.at(("government", code))
            known.append(_Known(phrase, entity))
            return entity, True
        if phrase.head in facts.people and len(phrase.modifiers) == 1:
            return book.at(("people", code)), True
    if phrase.head in _LIGHT and phrase.after:
        return book.at(("clause", phrase.before, phrase.after)), False
    near = known[: -_REMEMBERED - 1 : -1]
    if phrase.head in facts.government and not phrase.codes:
        near = [k for k in near if not k.phrase.codes or _same_rulers(phrase, k.phrase)]
    found = _same_words(phrase, near)
    if found is None and phrase.definite and not phrase.modifiers:
        found = _role_or_name(phrase, book)
    if found is None:
        found = _less_words(phrase, mention, near)
    if found is None:
        found = book.new()
        known.append(_Known(phrase, found))
    return found, False


def _same_rulers(phrase: _Phrase, named: _Phrase) -> bool:
    """Whether a phrase that names no state may mean the government of one named before.

    Never where a clause tells which rulers are meant, nor where many ("rulers") stand for one ("government").
    """
    return not phrase.restricted and (phrase.head.endswith("s") == named.head.endswith("s"))


def _same_words(phrase: _Phrase, near: Sequence[_Known]) -> int | None:
    """An earlier phrase with the same modifiers: "the miners" after "miners"; never after "a" or "some"."""
    if phrase.first in _INDEFINITE or not (phrase.definite or phrase.first in _OWNED or phrase.plural):
        return None
    same = (k for k in near if k.phrase.modifiers == phrase.modifiers and k.phrase.plural == phrase.plural)
    return next((k.entity for k in same), None)


def _role_or_name(phrase: _Phrase, book: _Book) -> int | None:
    """Such as "the minister" after "foreign minister Orlova", or "the union" after "Miners Union"."""
    if not phrase.plural and phrase.head in book.roles:
        return book.roles[phrase.head]
    return book.nouns.get(phrase.head)


def _less_words(phrase: _Phrase, mention: Mention, near: Sequence[_Known]) -> int | None:
    """An earlier phrase that says more, or that has the same names: "the regime" after "the illegal regime"."""
    fitting = [k for k in near if k.phrase.plural == phrase.plural]
    if phrase.definite and phrase.capitals:
        for earlier in fitting:
            if earlier.phrase.capitals == phrase.capitals:
                return earlier.entity
    if phrase.definite or (mention.kind == "movement" and not phrase.before):
        return next((k.entity for k in fitting if phrase.modifiers <= k.phrase.modifiers), None)
    return None


def _capitals(text: str, mention: Mention) -> frozenset[str]:
    """Capitalised words around the head, folded; determiners that begin a sentence do not count."""
    span, head = mention.span, mention.head
    found = [m for a, b in ((span.start, head.start), (head.end, span.end)) for m in _WORD.finditer(text, a, b)]
    return frozenset(
        folded(m.group()) for m in found if m.group()[0].isupper() and folded(m.group()) not in _DEFINITE | _INDEFINITE
    )


def _codes(text: str, span: Span, head: Span, facts: StateFacts, *, only_people: bool = False) -> set[str]:
    """States that the words around the head name: "the Kiev regime", "the government of Ukraine".

    With ``only_people``, names and capitals are left out, which are mentions of their own.
    """
    codes = set()
    for start, end in ((span.start, head.start), (head.end, span.end)):
        stretch = text[start:end]
        if stretch.isascii() and stretch == stretch.lower():
            continue
        found = [_POSSESSIVE.sub("", match.group()) for match in _WORD.finditer(stretch)]
        position = 0
        while position < len(found):
            for size in (3, 2, 1):
                fact = facts.of(" ".join(found[position : position + size])) if found[position][0].isupper() else None
                if fact is not None:
                    if fact.how == "people" or not only_people:
                        codes.add(fact.code)
                    position += size - 1
                    break
            position += 1
    return codes
