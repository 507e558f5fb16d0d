"""Names of actors: runs of tokens that are confirmed as names, with kind, title or role, and acronym."""

from __future__ import annotations

from dissensus.annotating.mentions._found import Found
from dissensus.annotating.mentions._kinds import kind_of, vote
from dissensus.annotating.mentions._roles import add_role
from dissensus.annotating.mentions._segments import (
    KEPT,
    LONGEST_NAME,
    capital,
    is_acronym,
    opened,
    segments,
    small_words,
    words_between,
)
from dissensus.annotating.mentions._tokens import Tokens
from dissensus.annotating.mentions._words import Words
from dissensus.model.annotations import ActorKind
from dissensus.model.states import StateFacts, folded

_NOUN = frozenset({"NN", "NNS", "NNP", "NNPS"})
_MODIFIES = frozenset({"amod", "compound", "nmod", "npadvmod"})
_TITLE_CASE = 0.6
"""Share of capitalised words from which a sentence is a headline; set by eye on PolNeAR dev articles."""


def find_names(tokens: Tokens, words: Words, facts: StateFacts) -> list[Found]:
    """Mentions by name in text order; each token belongs to the name of at most one."""
    found: list[Found] = []
    doubtful: list[bool] = []
    headlines = _headlines(tokens)
    for first, last, label in segments(tokens, words):
        name = _name(tokens, words, facts, first, last, label)
        if name is not None and (not found or name.head_first >= found[-1].head_last):
            found.append(name)
            doubtful.append(_doubtful(tokens, words, name, headlines, label))
    found = _confirmed(tokens, words, facts, found, doubtful, headlines)
    vote(tokens, words, found, facts)
    ends = {i: name.head_last for name in found if name.kind != "person" for i in range(name.first, name.head_last)}
    for name in found:
        if name.kind == "person":
            add_role(tokens, words, name, ends)
    _add_acronyms(tokens, found)
    taken: set[int] = set()
    kept = []
    for name in found:
        if not any(i in taken for i in range(name.head_first, name.head_last)):
            taken.update(range(name.head_first, name.head_last if name.kind == "person" else name.last))
            kept.append(name)
    return kept


def _headlines(tokens: Tokens) -> set[int]:
    """Numbers of the tokens in lines of title case without a full stop, where a capital does not show a name.

    A headline ends with its line, whatever the parse takes for the sentence.
    """
    found: set[int] = set()
    begin = 0
    for i in range(1, len(tokens) + 1):
        if i < len(tokens) and tokens.sentence[i] == tokens.sentence[begin] and "\n" not in tokens.text[i - 1]:
            continue
        every = [word for word in tokens.text[begin:i] if word[:1].isalpha()]
        capitals = sum(word[:1].isupper() for word in every)
        if capitals > _TITLE_CASE * len(every) and len(every) > 1 and "." not in tokens.text[begin:i]:
            found.update(range(begin, i))
        begin = i
    return found


def _doubtful(tokens: Tokens, words: Words, name: Found, headlines: set[int], label: str) -> bool:
    """Only a capital speaks for the name, and it stands where every word, or every first word, has one."""
    first = name.head_first
    if first in headlines:
        return True
    begins = first == 0 or tokens.sentence[first - 1] != tokens.sentence[first]
    alone = begins and name.head_last - first == 1 and not is_acronym(tokens.text[first])
    return alone and (not label or _common(tokens, words, first))


def _common(tokens: Tokens, words: Words, i: int) -> bool:
    """Whether the parse takes a word for an ordinary noun, whatever its label says; "Marxists" are people."""
    return tokens.tag[i] in {"NN", "NNS"} and not tokens.low[i].endswith(words.people_endings)


def _confirmed(
    tokens: Tokens, words: Words, facts: StateFacts, found: list[Found], doubtful: list[bool], headlines: set[int]
) -> list[Found]:
    """The names without the doubtful ones that stand nowhere else; of a headline's run, the part that does."""
    small = small_words(tokens)
    sure: dict[str, ActorKind] = {}
    begins: set[str] = set()
    for name, doubt in zip(found, doubtful, strict=True):
        if not doubt:
            key = folded(name.name or "")
            sure.setdefault(key, name.kind)
            if name.kind == "person":
                sure.setdefault(key.rsplit(" ", 1)[-1], "person")
            elif name.kind == "organisation":
                begins.add(key.split(" ", 1)[0])
    kept = []
    for name, doubt in zip(found, doubtful, strict=True):
        size = name.head_last - name.head_first
        if (
            not doubt
            or folded(name.name or "") in sure
            or folded(name.name or "") in begins
            or facts.of(name.name or "")
        ):
            kept.append(name)
            continue
        parts = [
            (i, i + width)
            for i in range(name.head_first, name.head_last)
            for width in (2, 1)
            if width < size and i + width <= name.head_last
        ]
        part = next((p for p in parts if folded(words_between(tokens, *p)) in sure), None)
        if part is not None:
            kind = sure[folded(words_between(tokens, *part))]
            kept.append(Found(*part, *part, kind, "name", name=words_between(tokens, *part)))
        elif tokens.ent[name.head_first] in KEPT and tokens.low[name.head_last - 1] not in words.plural:
            if size == 1 and _common(tokens, words, name.head_first):
                continue
            if name.head_first in headlines and tokens.low[name.head_last - 1] in small:
                continue  # "Drunk Driver Charged" above "the driver": capitals of a headline
            kept.append(name)
    return kept


def _name(tokens: Tokens, words: Words, facts: StateFacts, first: int, last: int, label: str) -> Found | None:
    """The mention of one segment, or None where the segment is no name of an actor."""
    begin, last = _trimmed(tokens, words, first, last, label)
    if begin >= last or not any(character.isalpha() for character in tokens.text[begin]):
        return None
    if last - begin > LONGEST_NAME or not any(capital(tokens.text[i]) for i in range(begin, last)):
        return None
    if last - begin == 1 and _no_name(tokens, words, begin, label):
        return None
    if _is_office(tokens, words, facts, begin, last):
        return None
    if tokens.low[last - 1] in words.open_heads or tokens.low[begin] in words.open_heads:
        last = opened(tokens, words, begin, last)
    begin = _without_adjective(tokens, facts, begin, last)
    last = _without_government(tokens, facts, begin, last)
    name = words_between(tokens, begin, last)
    fact = facts.of(name)
    modifies = tokens.dep[last - 1] in _MODIFIES and last < len(tokens) and tokens.tag[last] in _NOUN | {"JJ", "HYPH"}
    if fact is not None and fact.how == "people":
        if tokens.tag[last - 1] == "JJ" or modifies or not _stands_alone(tokens, last - 1):
            return None
        kind: ActorKind = "group"
    elif label == "NORP" and (tokens.tag[last - 1] in {"JJ", "NN"} or modifies):
        return None
    else:
        kind = kind_of(tokens, words, facts, begin, last, label)
    if kind == "person" and _in_compound(tokens, last):
        return None
    the = begin > 0 and tokens.low[begin - 1] == "the" and begin <= tokens.head[begin - 1] < last
    return Found(begin - the, last, begin, last, kind, "name", name=name)


def _without_government(tokens: Tokens, facts: StateFacts, first: int, last: int) -> int:
    """End of a state's name or capital before a word for its government ("the Oslo Junta"), which is no name then."""
    if last - first < 2 or tokens.low[last - 1] not in facts.government:
        return last
    return last - 1 if facts.of(words_between(tokens, first, last - 1)) is not None else last


def _without_adjective(tokens: Tokens, facts: StateFacts, first: int, last: int) -> int:
    """Begin of a state's name after an adjective that has its capital from the sentence: "Greedy Norway"."""
    begins = first == 0 or tokens.sentence[first - 1] != tokens.sentence[first]
    if last - first < 2 or not begins or tokens.tag[first] != "JJ" or tokens.low[first].endswith("ern"):
        return first
    if facts.of(words_between(tokens, first, last)) is not None:
        return first
    rest = facts.of(words_between(tokens, first + 1, last))
    return first if rest is None or rest.how != "name" else first + 1


def _trimmed(tokens: Tokens, words: Words, first: int, last: int, label: str) -> tuple[int, int]:
    """A segment without determiners, possessives, signs and titles at its ends."""
    low, text = tokens.low, tokens.text
    while first < last and (tokens.tag[first] in {"DT", "CD", "IN", "PRP$", "SYM"} or not text[first][0].isalnum()):
        first += 1
    if "(" in text[first:last] and ")" not in text[first:last]:
        last = first + text[first:last].index("(")  # its acronym is added when its bracket closes
    while first < last and (low[last - 1] in {"'s", "’s", "'", "’"} or not text[last - 1][-1].isalnum()):
        if text[last - 1].endswith("."):
            break
        last -= 1
    while first < last - 1 and text[last - 1].islower():
        if text[last - 2] == "-" and tokens.end[last - 2] == tokens.start[last - 1] and last - first > 2:
            break  # "... and Co-operation" ends with a small letter
        last -= 1
    while first < last - 1 and text[first].islower():
        first += 1
    if label in {"PERSON", ""}:
        while first < last - 1 and (low[first].rstrip(".") in words.titles or low[first] in words.person_nouns):
            first += 1
    if label == "PERSON" and last - first > 2 and _is_short_title(text[first]) and not text[last - 1].isupper():
        first += 1
    return first, last


def _is_short_title(word: str) -> bool:
    """Whether capitals before a full name are what somebody is: "MP Ada Brand", "CEO Ada Brand"."""
    return 1 < len(word) < 4 and word.isalpha() and word.isupper()


def _no_name(tokens: Tokens, words: Words, i: int, label: str) -> bool:
    """A single token that is no name: one letter, a prefix, a small letter, an ordinary noun."""
    text = tokens.text[i]
    return len(text) == 1 or text.endswith("-") or text[0].islower() or _is_noun(tokens, words, i, label)


def _is_office(tokens: Tokens, words: Words, facts: StateFacts, first: int, last: int) -> bool:
    """Whether a capitalised run names an office, not who holds it ("Surgeon General", "U.S. Foreign Minister")."""
    if last - first < 2 or tokens.low[last - 1] not in words.titles or tokens.low[last - 2] not in words.office_first:
        return False
    return all(tokens.low[i] in words.office_first or facts.of(tokens.text[i]) for i in range(first, last - 2))


def _in_compound(tokens: Tokens, last: int) -> bool:
    """Whether a hyphen joins a name with a word in small letters ("Orlova-backed")."""
    if last + 1 >= len(tokens) or tokens.text[last] != "-" or tokens.end[last - 1] != tokens.start[last]:
        return False
    return tokens.low[last + 1].islower() and tokens.text[last + 1][:1].islower()


def _is_noun(tokens: Tokens, words: Words, i: int, label: str) -> bool:
    """A single capitalised word that is an ordinary noun ("Miners", "the President", "Workers")."""
    word = tokens.low[i]
    if word in words.never or word.rstrip(".") in words.titles or (word.endswith("ism") and len(word) > 4):
        return True
    known = (
        word in words.singular
        or word in words.plural
        or word in words.titles
        or word in words.organisation_last
        or word in words.direction
    )
    if label == "ORG" and words.singular.get(word) == "organisation" and tokens.text[i][0].isupper():
        # "Congress" without "the" is a name, "the Council" refers back to one.
        return i > 0 and tokens.tag[i - 1] in {"DT", "PRP$"}
    return known and label in {"", "NORP", "ORG", "PERSON"} and not tokens.text[i].isupper()


def _stands_alone(tokens: Tokens, i: int) -> bool:
    """A word for a people is a noun here ("the Ukrainians", "Danes"), not an adjective left of something."""
    return tokens.tag[i] in {"NNPS", "NNS"} or (
        tokens.tag[i] in {"NNP", "NN"} and tokens.dep[i] in {"nsubj", "dobj", "pobj", "conj", "poss"}
    )


def _add_acronyms(tokens: Tokens, found: list[Found]) -> None:
    """Take "(OSCE)" after a name into the mention; the acronym itself is then no mention of its own."""
    for name in found:
        opening = name.head_last
        if name.kind == "person" or opening + 2 >= len(tokens) or tokens.text[opening] != "(":
            continue
        if tokens.text[opening + 2] != ")" or not is_acronym(tokens.text[opening + 1]):
            continue
        if name.kind in {"place", "state"} and not _may_shorten(tokens.text[opening + 1], name.name or ""):
            continue
        name.last = opening + 3


def _may_shorten(acronym: str, name: str) -> bool:
    """Whether a place's name of one word may have an acronym: "Norway (NOR)", never "Norway (OFN)"."""
    if " " in name:
        return True
    rest = iter(folded(name))
    letters = [letter for letter in folded(acronym) if letter.isalpha()]
    return letters[:1] == [folded(name)[:1]] and all(letter in rest for letter in letters)
