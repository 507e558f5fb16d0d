"""The word lists of the rules, read once from the file that comes with the package."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources

from dissensus.model.annotations import ActorKind
from dissensus.model.spans import digest_of

_IRREGULAR = {
    "man": "men",
    "woman": "women",
    "child": "children",
    "person": "persons",
    "wife": "wives",
    "thief": "thieves",
}


@dataclass(frozen=True, slots=True)
class Words:
    """The lists, lower case.

    Attributes:
        singular: head noun to the kind of actor it refers to.
        plural: the same for plurals.
        person_nouns: nouns for a person, singular and plural: they can be the role told with a name.
        synonyms: head word to the word that stands for its group.
        female_plurals: plurals of the titles and nouns of women; male_plurals: of those of men.
    """

    singular: Mapping[str, ActorKind]
    plural: Mapping[str, ActorKind]
    system: frozenset[str]
    system_acting: frozenset[str]
    direction: frozenset[str]
    light: frozenset[str]
    any_actor: frozenset[str]
    great: frozenset[str]
    people_endings: tuple[str, ...]
    not_people: frozenset[str]
    person_nouns: frozenset[str]
    titles: frozenset[str]
    office_first: frozenset[str]
    female_titles: frozenset[str]
    male_titles: frozenset[str]
    female_plurals: frozenset[str]
    male_plurals: frozenset[str]
    organisation_last: frozenset[str]
    movement_last: frozenset[str]
    place_first: frozenset[str]
    place_last: frozenset[str]
    state_last: frozenset[str]
    open_heads: frozenset[str]
    never: frozenset[str]
    male: frozenset[str]
    female: frozenset[str]
    synonyms: Mapping[str, str]
    digest: str


def plural_of(noun: str) -> str:
    """The regular plural of an English noun ("party": "parties"), and of nouns in -man and -woman."""
    for ending, plural in _IRREGULAR.items():
        if noun == ending or (ending in {"man", "woman"} and noun.endswith(ending) and noun != "german"):
            return noun[: -len(ending)] + plural
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    if noun.endswith(("s", "x", "ch", "sh", "z")):
        return noun + "es"
    return noun + "s"


@functools.cache
def words() -> Words:
    """The lists."""
    source = resources.files("dissensus.annotating.mentions").joinpath("words.toml").read_text(encoding="utf-8")
    table = tomllib.loads(source)
    nouns = {name: listed.split() for name, listed in table["nouns"].items()}
    more, roles, names = table["nouns_more"], table["roles"], table["names"]
    only_singular = set(more["only_singular"].split())
    singular: dict[str, ActorKind] = {}
    plural: dict[str, ActorKind] = {}
    kinds: tuple[ActorKind, ...] = ("person", "group", "organisation", "state", "movement", "place")
    for kind in kinds:
        for noun in nouns[kind]:
            singular.setdefault(noun, kind)
            if noun not in only_singular:
                plural.setdefault(plural_of(noun), "group" if kind == "person" else kind)
    for noun in nouns["group_plural"]:
        plural[noun] = "group"
    person = set(nouns["person"])
    return Words(
        singular=singular,
        plural=plural,
        system=frozenset(nouns["system"]),
        system_acting=frozenset(nouns["system_acting"]),
        direction=frozenset(nouns["direction"]),
        light=frozenset(more["light"].split()),
        any_actor=frozenset(more["any_actor"].split()),
        great=frozenset(more["great"].split()),
        people_endings=tuple(more["people_endings"].split()),
        not_people=frozenset(more["not_people"].split()),
        person_nouns=frozenset(person | {plural_of(noun) for noun in person}),
        titles=frozenset(roles["titles"].split()),
        office_first=frozenset(roles["office_first"].split()),
        female_titles=frozenset(roles["female_titles"].split()),
        male_titles=frozenset(roles["male_titles"].split()),
        female_plurals=frozenset(map(plural_of, roles["female_titles"].split())),
        male_plurals=frozenset(map(plural_of, roles["male_titles"].split()))
        - frozenset(roles["female_titles"].split()),
        organisation_last=frozenset(names["organisation_last"].split()),
        movement_last=frozenset(names["movement_last"].split()),
        place_first=frozenset(names["place_first"].split()),
        place_last=frozenset(names["place_last"].split()),
        state_last=frozenset(names["state_last"].split()),
        open_heads=frozenset(names["open_heads"].split()),
        never=frozenset(names["never"].split()),
        male=frozenset(names["male"].split()),
        female=frozenset(names["female"].split()),
        synonyms={word: group for group, listed in table["synonyms"].items() for word in listed.split()},
        digest=digest_of(source)[:16],
    )
