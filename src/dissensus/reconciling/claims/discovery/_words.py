"""The word lists of composing, and the few forms of verbs it needs."""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass
from importlib import resources
from typing import Any

_VOWELS = "aeiou"
_DOUBLING = re.compile(r"[^aeiou]*[aeiou][bdgklmnprt]\Z")
"""Verbs of one syllable that double their last letter: stop, stopped. Anchored and without nested repeats."""


@dataclass(frozen=True, slots=True)
class Words:
    """The lists, in lower case.

    Attributes:
        plain: loaded noun to a plain one.
        heat: words that are left out.
        judging: modifiers that say a claim about their noun.
        labels: noun that judges to one that both sides can use.
        demanding: base forms of verbs that tell what should be done.
        refusing: base forms of verbs of not doing.
        siding: base forms of verbs that take a side.
        deeds: noun to verb.
        irregular: base form to past and participle.
    """

    plain: dict[str, str]
    heat: frozenset[str]
    judging: frozenset[str]
    labels: dict[str, str]
    demanding: frozenset[str]
    refusing: frozenset[str]
    siding: frozenset[str]
    deeds: dict[str, str]
    irregular: dict[str, tuple[str, str]]


@functools.cache
def words() -> Words:
    """The lists that come with the package."""
    table: dict[str, Any] = tomllib.loads(resources.files(__package__).joinpath("words.toml").read_text("utf-8"))
    return Words(
        plain=table["plain"],
        heat=frozenset(table["heat"]["words"]),
        judging=frozenset(table["judging"]["words"]),
        labels=table["labels"],
        demanding=frozenset(table["demanding"]["words"]),
        refusing=frozenset(table["refusing"]["words"]),
        siding=frozenset(table["siding"]["words"]),
        deeds=table["deeds"],
        irregular={base: (forms.split()[0], forms.split()[1]) for base, forms in table["irregular"].items()},
    )


def is_form_of(form: str, bases: frozenset[str]) -> bool:
    """Whether a form (walks, walked, walking, sought) belongs to one of some verbs."""
    form = form.lower()
    return form in bases or form in _forms(bases)


@functools.cache
def _forms(bases: frozenset[str]) -> frozenset[str]:
    found = set()
    for base in bases:
        found |= {third_person(base), past(base), participle(base), gerund(base)}
    return frozenset(found)


def third_person(base: str) -> str:
    """He, she or it with a verb: "go" gives "goes"; of "shut down" the first word changes."""
    verb, space, rest = base.partition(" ")
    if verb in ("be", "have"):
        form = {"be": "is", "have": "has"}[verb]
    elif verb.endswith(("s", "sh", "ch", "x", "z", "o")):
        form = verb + "es"
    elif verb.endswith("y") and verb[-2:-1] not in (*_VOWELS, ""):
        form = verb[:-1] + "ies"
    else:
        form = verb + "s"
    return form + space + rest


def past(base: str) -> str:
    """The past of a verb: "go" gives "went"."""
    return _past(base, 0)


def participle(base: str) -> str:
    """The past participle of a verb: "go" gives "gone"."""
    return _past(base, 1)


def gerund(base: str) -> str:
    """The -ing form of a verb."""
    verb, space, rest = base.partition(" ")
    if verb.endswith("e") and not verb.endswith(("ee", "ye", "oe")) and verb != "be":
        form = verb[:-1] + "ing"
    elif _DOUBLING.match(verb):
        form = verb + verb[-1] + "ing"
    else:
        form = verb + "ing"
    return form + space + rest


def _past(base: str, which: int) -> str:
    verb, space, rest = base.partition(" ")
    irregular = words().irregular.get(verb)
    if irregular is not None:
        form = irregular[which]
    elif verb.endswith("e"):
        form = verb + "d"
    elif verb.endswith("y") and verb[-2:-1] not in (*_VOWELS, ""):
        form = verb[:-1] + "ied"
    elif _DOUBLING.match(verb) or verb in ("expel", "compel", "admit", "commit", "refer", "prefer", "permit"):
        form = verb + verb[-1] + "ed"
    else:
        form = verb + "ed"
    return form + space + rest


def singular(word: str) -> str:
    """A noun without its plural ending, roughly: what the lists of nouns are looked up by."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ses", "shes", "ches", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word


def plural(word: str) -> str:
    """A noun with its plural ending."""
    if word.endswith("man"):
        return word[:-3] + "men"
    if word.endswith("y") and word[-2:-1] not in (*_VOWELS, ""):
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "sh", "ch", "x")) else "s")
