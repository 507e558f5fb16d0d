"""What kind of actor a name is: by facts, its last word, the parse, the words around, and its other mentions."""

from __future__ import annotations

from collections import Counter, defaultdict

from dissensus.annotating.mentions._found import Found
from dissensus.annotating.mentions._segments import is_acronym, is_initials, words_between
from dissensus.annotating.mentions._tokens import Tokens
from dissensus.annotating.mentions._words import Words
from dissensus.model.annotations import ActorKind
from dissensus.model.states import StateFacts, folded

_KINDS: dict[str, ActorKind] = {
    "PERSON": "person",
    "ORG": "organisation",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
    "NORP": "group",
}
_ACTS = frozenset({"nsubj", "agent"})
_WHERE = frozenset({"in", "near", "outside", "around"})
_PLACE_OF = frozenset(
    {"city", "town", "village", "port", "district", "region", "province", "suburb", "siege", "mayor", "outskirts"}
)
_IN_COMPOUND = frozenset({"compound", "amod", "nmod"})
_LONGEST_PERSON = 4
_LONGEST_COMPOUND = 3
_NOUN_WEIGHT = 3
"""Votes of a noun that follows a name, against one for each label of the parse."""
_PLACE_WEIGHT = 2
"""Votes of "in", "near" or "the city of" before a name."""


def kind_of(tokens: Tokens, words: Words, facts: StateFacts, first: int, last: int, label: str) -> ActorKind:
    """The kind of one name by itself."""
    name = words_between(tokens, first, last)
    fact = facts.of(name)
    if fact is not None:
        if fact.how == "name":
            return "state"
        if fact.how == "seat":
            return "state"
        if fact.how == "capital":
            return "state" if _acts(tokens, last - 1) else "place"
    given = tokens.low[first] in words.male or tokens.low[first] in words.female
    told = label in {"PERSON", "ORG"} or (label == "GPE" and tokens.dep[last - 1] == "appos")
    people = given and told and 1 < last - first <= _LONGEST_PERSON
    if people and (last - first == 2 or tokens.low[last - 1] not in words.organisation_last):
        return "person"
    last_word = tokens.low[last - 1]
    head_word = tokens.low[first]
    if last - first > 1:
        if last_word in words.movement_last:
            return "movement"
        if head_word in words.place_first and label in {"", "PERSON", "ORG", "GPE"} and last - first == 2:
            return "place"
        if last_word in words.organisation_last:
            return "organisation"
        if last_word in words.place_last:
            return "place"
        if last_word in words.state_last:
            return "state"
        if head_word in words.open_heads or any(
            tokens.low[i] in words.open_heads and tokens.low[i + 1] in {"of", "for"} for i in range(first, last - 1)
        ):
            return "state" if {"republic", "kingdom"} & set(tokens.low[first:last]) else "organisation"
    elif tokens.text[first].isupper() and len(tokens.text[first]) > 1 and label in {"", "PERSON", "ORG", "NORP"}:
        return "organisation"
    if label:
        return _KINDS[label]
    one = tokens.tag[last - 1] != "NNPS"
    return "person" if given or (one and last - first == 2 and tokens.dep[last - 1] == "nsubj") else "organisation"


def _acts(tokens: Tokens, i: int) -> bool:
    """Whether a capital stands for its government here: it acts, or something is owned by it."""
    dep = tokens.dep[i]
    if dep in _ACTS:
        return tokens.tag[tokens.head[i]].startswith("VB") and tokens.low[tokens.head[i]] not in {"is", "was", "lies"}
    if dep == "pobj":
        before = tokens.head[i]
        return tokens.dep[before] == "agent" or tokens.low[before] in {"between", "against", "with", "upon"}
    if dep == "conj":
        first = tokens.head[i]
        return first < i and tokens.dep[first] != "conj" and _acts(tokens, first)
    return dep == "poss"


def vote(tokens: Tokens, words: Words, found: list[Found], facts: StateFacts) -> None:
    """One kind for one name in a document: that of most mentions; a lone part of a person's name follows the full name.

    A noun after the name tells more than the parse's label: "the Orlova mine", "the Orlova movement".
    """
    kinds: defaultdict[str, Counter[ActorKind]] = defaultdict(Counter)
    parts: Counter[str] = Counter()
    for name in found:
        key = folded(name.name or "")
        kinds[key][name.kind] += 1
        after = _noun_after(tokens, name)
        if _has_role(tokens, words, name) or _is_who(tokens, words, name):
            kinds[key]["person"] += _NOUN_WEIGHT
        elif after in words.place_last:
            kinds[key]["place"] += _NOUN_WEIGHT
        elif _before_place(tokens, name) and name.head_last - name.head_first == 1 and not is_acronym(name.name or ""):
            kinds[key]["place"] += _PLACE_WEIGHT
        elif after in words.movement_last:
            kinds[key]["movement"] += _NOUN_WEIGHT
        if name.kind == "person" and " " in key:
            parts[key.rsplit(" ", 1)[-1]] += 1
            parts[key.split(" ", 1)[0]] += 1
    for name in found:
        key = folded(name.name or "")
        if " " in key and max(kinds[key], key=lambda kind: (kinds[key][kind], kind)) == "person":
            parts[key.rsplit(" ", 1)[-1]] += 1
    for name in found:
        key = folded(name.name or "")
        fact = facts.of(name.name or "")
        if fact is not None and (fact.how != "capital" or key not in parts):
            continue
        if key in parts:
            name.kind = "person"
        elif len(kinds[key]) > 1:
            name.kind = max(kinds[key], key=lambda kind: (kinds[key][kind], kind))
        if name.kind == "person" and name.head_last - name.head_first == 1 and is_initials(tokens, name.head_first):
            name.kind = "organisation"


def _noun_after(tokens: Tokens, name: Found) -> str:
    """The word that follows a name, or the noun of its compound: "plant" in "the Orlova chemical plant"."""
    after = name.head_last
    if after >= len(tokens):
        return ""
    last = after
    while (
        tokens.dep[name.head_last - 1] in _IN_COMPOUND
        and last + 1 < min(len(tokens), after + _LONGEST_COMPOUND)
        and tokens.tag[last + 1] in {"NN", "NNS"}
        and tokens.text[last].islower()
        and tokens.text[last + 1].islower()
    ):
        last += 1
    return tokens.low[last]


def _before_place(tokens: Tokens, name: Found) -> bool:
    """Whether "in", "near" or "the city of" stands before a name."""
    before = name.head_first - 1
    if before < 0:
        return False
    if tokens.low[before] in _WHERE:
        return True
    return before > 0 and tokens.low[before] == "of" and tokens.low[before - 1] in _PLACE_OF


def _is_who(tokens: Tokens, words: Words, name: Found) -> bool:
    """Whether "who" follows a name of two or three words that does not end like an organisation's."""
    after = name.head_last
    if not 1 < after - name.head_first <= _LONGEST_PERSON or tokens.low[after - 1] in words.organisation_last:
        return False
    after += after < len(tokens) and tokens.low[after] == ","
    return after < len(tokens) and tokens.low[after] in {"who", "whom"}


def _has_role(tokens: Tokens, words: Words, name: Found) -> bool:
    """Whether a noun for a person stands with a name of two or three words: "fire chief Ada Brand"."""
    if not 1 < name.head_last - name.head_first <= _LONGEST_PERSON or name.name is None:
        return False
    if tokens.low[name.head_last - 1] in words.organisation_last or tokens.low[name.head_last - 1] in words.place_last:
        return False
    before = name.head_first - 1
    head = tokens.head[name.head_last - 1]
    if before >= 0 and tokens.low[before] in words.person_nouns and tokens.tag[before] == "NN":
        return head != before
    return (
        tokens.dep[name.head_last - 1] == "appos"
        and tokens.tag[head] == "NN"
        and tokens.low[head] in words.person_nouns
    )
