"""Which mentions of one document refer to the same actor: rules in order of trust.

After Lee et al. (2013), "Deterministic coreference resolution based on entity-centric, precision-ranked rules".
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field, replace

from dissensus.annotating.mentions._pronouns import Candidate, Resolved, gender_of, referent
from dissensus.annotating.mentions._speakers import speaker_kind
from dissensus.annotating.mentions._states import StatesSoFar
from dissensus.annotating.mentions._tokens import Tokens
from dissensus.annotating.mentions._words import Words
from dissensus.model.annotations import Mention, Statement
from dissensus.model.spans import Span
from dissensus.model.states import StateFacts, folded

_WORD = re.compile(r"\w+(?:['’-]\w+)*")
_POSSESSIVE = re.compile(r"['’]s\Z")
_ACRONYM = re.compile(r"\((\w[\w.&-]{1,11})\)\Z")
_DEFINITE = frozenset({"the", "this", "these", "that", "those", "such", "both", "all"})
_INDEFINITE = frozenset({"a", "an", "some", "many", "several", "one", "another", "more", "most", "few", "two", "three"})
_OWNED = frozenset({"his", "her", "its", "their", "our", "my", "your"})
_EMPTY = frozenset(
    {"of", "in", "from", "the", "a", "an", "s", "and", "own", "former", "said", "whole", "entire", "same"}
)
_SMALL = frozenset(
    {"of", "for", "and", "the", "in", "on", "to", "&", "de", "la", "del", "von", "van", "bin", "al", "el", "der"}
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
    last_words: dict[str, int] = field(default_factory=dict)
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
    mentions = [replace(mention, kind=speaker_kind(text, mention, words)) for mention in mentions]
    order = sorted(range(len(mentions)), key=lambda i: (mentions[i].span.start, -mentions[i].span.end, i))
    names = _Names(text, mentions, facts)
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
        seen.append(Candidate(mention.span, mention.kind, entity, mention.name is not None))
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


class _Names:
    """Keys of names; two mentions with one key refer to one actor."""

    def __init__(self, text: str, mentions: Sequence[Mention], facts: StateFacts) -> None:
        self._text = text
        self._mentions = mentions
        self._facts = facts
        self._by_part: defaultdict[str, list[str]] = defaultdict(list)
        self._long: dict[str, str] = {}
        self._people_by_end: dict[int, int] = {}
        self._by_words: dict[str, int] = {}
        self._by_first: defaultdict[str, set[str]] = defaultdict(set)
        self._by_end: defaultdict[str, set[str]] = defaultdict(set)
        for i, mention in enumerate(mentions):
            if mention.name is None:
                continue
            plain = _plain(mention.name)
            self._by_words.setdefault(plain, i)
            if mention.kind == "person":
                self._by_words.setdefault(plain.rsplit(" ", 1)[-1], i)
                self._people_by_end.setdefault(mention.span.end, i)
                parts = _without_particles(plain)
                if len(parts) > 1:
                    key = f"{parts[0]} {parts[-1]}"
                    for part in {parts[0], parts[-1]}:
                        if key not in self._by_part[part]:
                            self._by_part[part].append(key)
            else:
                acronym = _ACRONYM.search(text[mention.span.start : mention.span.end])
                if acronym:
                    self._long.setdefault(_plain(acronym.group(1)), plain)
                if " " in plain and mention.kind == "organisation":
                    self._by_first[plain.split()[0]].add(plain)
                parts = plain.split()
                for cut in range(1, len(parts) - 1):
                    self._by_end[" ".join(parts[cut:])].add(plain)
                if mention.kind == "organisation":
                    # The second part of "Co-operation" may give a letter or not.
                    for spelt in (plain, folded(mention.name).removeprefix("the ")):
                        initials = "".join(word[0] for word in spelt.split() if word not in _SMALL)
                        if len(initials) > 1:
                            self._long.setdefault(initials, plain)

    def told_in(self, speaker: Mention) -> int | None:
        """Number of the name that a speaker's phrase is or ends with ("one of the leaders, Anna Orlova"), or None."""
        same = self._by_words.get(_plain(self._text[speaker.span.start : speaker.span.end]))
        if same is not None:
            return same
        found = self._people_by_end.get(speaker.span.end)
        return found if found is not None and self._mentions[found].span.start >= speaker.span.start else None

    def in_small_letters(self, phrase: Mention) -> int | None:
        """Number of a name of the same words as a phrase ("the Varnish navy", "Varnish Navy"), or None."""
        words = _plain(self._text[phrase.span.start : phrase.span.end])
        return self._by_words.get(words) if " " in words else None

    def key(self, i: int) -> Hashable:
        """The key of a mention that has a name."""
        mention = self._mentions[i]
        plain = _plain(mention.name or "")
        if mention.kind == "person":
            parts = _without_particles(plain)
            if len(parts) > 1:
                return "person", f"{parts[0]} {parts[-1]}"
            full = self._by_part.get(parts[-1], [])
            return "person", full[0] if len(full) == 1 else parts[-1]
        fact = self._facts.of(mention.name or "")
        if fact is not None:
            if fact.how == "name":
                return "state", fact.code
            if fact.how == "people":
                return "people", fact.code
            if mention.kind == "state":
                return "state", fact.code
        if mention.kind != "place" and (mention.name or "").replace(".", "").isupper():
            plain = self._long.get(plain.replace(".", ""), plain)
        if " " not in plain and mention.kind == "organisation" and len(full := self._by_part.get(plain, [])) == 1:
            return "person", full[0]  # the parse took a surname for an organisation's name
        if " " in plain and len(ending := self._by_end.get(plain, ())) == 1:
            plain = min(ending)  # "the Red Terns" after "Varnholm Red Terns"
        longer = self._by_first.get(plain, set())
        # "The Harbour" is not short for "Harbour Union"; "Meridian" is for "Meridian Port".
        if mention.kind in {"organisation", "group"} and len(longer) == 1 and mention.span == mention.head:
            plain = min(longer)
        return "name", _reordered(plain)


def _without_particles(plain: str) -> list[str]:
    """Words of a person's name; "van", "bin" and the like before a lone surname do not count."""
    parts = plain.split()
    while len(parts) > 1 and parts[0] in _SMALL:
        parts = parts[1:]
    return parts


def _reordered(plain: str) -> str:
    """A republic's name without the order of its words: "Republic of Orlova" is "Orlova Republic"."""
    parts = plain.split()
    return " ".join(sorted(set(parts) - _SMALL)) if "republic" in parts else plain


def _plain(name: str) -> str:
    key = folded(name)
    key = key.removeprefix("the ")
    key = key.removesuffix("'s").replace("-", " ").replace(".", " " if " " in key else "")
    return " ".join(key.split()) or folded(name)


def _note(mention: Mention, entity: int, book: _Book, words: Words) -> None:
    """Keep what later nominal phrases may refer to: roles of people, last words of organisations."""
    if mention.kind == "person":
        for word in _WORD.findall(folded(mention.role or "")):
            if word in words.person_nouns or word in words.titles:
                book.roles[word] = entity
    elif mention.kind in {"organisation", "movement"}:
        last = _plain(mention.name or "").split()[-1:]
        if last and " " in (mention.name or ""):
            book.last_words[last[0]] = entity


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
    return book.last_words.get(phrase.head)


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
        found = [_POSSESSIVE.sub("", match.group()) for match in _WORD.finditer(text[start:end])]
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
