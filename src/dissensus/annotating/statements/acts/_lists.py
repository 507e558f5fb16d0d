"""The word lists of the acts, by form as it stands in a text."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

from dissensus.annotating.statements._forms import noun_forms, verb_forms
from dissensus.model.annotations import ACTS, Act

TOKEN = re.compile(r"n't\b|[^\W\d_]+?(?=n't\b)|\w+(?:-\w+)*|'(?:s|re|ve|d|ll|m)\b|[^\w\s]")
_STRAIGHT = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "“": '"', "”": '"', "‑": "-"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One reading of a word: its act, whether it is a noun, and whether it yields to any stronger word (weak)."""

    act: Act
    noun: bool = False
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Lists:
    """All lists of ``acts.toml``; what each is for stands there."""

    verbs: Mapping[str, Entry]
    nouns: Mapping[str, Entry]
    words: Mapping[str, Entry]
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], Entry], ...]]
    negated: Mapping[Act, Act]
    refused: Mapping[Act, Act]
    withheld: Mapping[Act, Act]
    light: frozenset[str]
    expressing: frozenset[str]
    function: frozenset[str]
    adverbial: frozenset[str]
    mind: frozenset[str]
    be: frozenset[str]
    owners: frozenset[str]
    within: frozenset[str]
    refusing: frozenset[str]
    modals: frozenset[str]
    failing: frozenset[str]
    negating: frozenset[str]
    unless: frozenset[str]
    between: frozenset[str]
    directing: frozenset[str]
    directing_stop: frozenset[str]
    directing_after: frozenset[str]
    proposing: frozenset[str]
    things: frozenset[str]
    evidence: frozenset[str]
    evidence_nouns: frozenset[str]
    naming: frozenset[str]
    naming_as: frozenset[str]
    blame: frozenset[str]
    praise: frozenset[str]


def straight(text: str) -> str:
    """A text with straight quotation marks and apostrophes."""
    return text if text.isascii() else text.translate(_STRAIGHT)


def tokens_of(text: str) -> list[str]:
    """The words and marks of a text in lower case; "n't", "'s" and their kin stand for themselves."""
    text = straight(text).lower()
    if "'" in text or "cannot" in text:
        text = text.replace("cannot", "can not").replace("can't", "can n't").replace("let's", "we")
    return TOKEN.findall(text)


def _acts(table: Mapping[str, str]) -> dict[Act, Act]:
    acts: dict[str, Act] = {act: act for act in ACTS}
    return {acts[one]: acts[other] for one, other in table.items()}


def words_of_acts() -> str:
    """The text of ``acts.toml``, for digests of what depends on it."""
    folder = resources.files("dissensus.annotating.statements.acts")
    return folder.joinpath("acts.toml").read_text(encoding="utf-8")


@functools.cache
def lists() -> Lists:
    """The lists, read once a process."""
    source = words_of_acts()
    table: dict[str, dict[str, Any]] = tomllib.loads(source)
    irregular = {base: [base, *forms.split()] for base, forms in table["forms"].items()}

    def inflected(bases: Iterable[str]) -> Iterator[str]:
        for base in bases:
            yield from irregular.get(base) or verb_forms(base)

    verbs: dict[str, Entry] = {}
    nouns: dict[str, Entry] = {}
    single: dict[str, Entry] = {}
    phrases: dict[str, list[tuple[tuple[str, ...], Entry]]] = {}
    for act in ACTS:
        listed = table[act]
        for form in inflected(listed.get("verbs", "").split()):
            verbs.setdefault(form, Entry(act))
        for noun in listed.get("nouns", "").split():
            for form in noun_forms(noun):
                nouns.setdefault(form, Entry(act, noun=True))
        for word in listed.get("words", "").split():
            single.setdefault(word, Entry(act))
        for phrase in listed.get("phrases", ()):
            first, *rest = tokens_of(phrase)
            for form in inflected([first]):
                phrases.setdefault(form, []).append((tuple(rest), Entry(act)))
        for phrase in listed.get("fixed", ()):
            first, *rest = tokens_of(phrase)
            phrases.setdefault(first, []).append((tuple(rest), Entry(act)))
    for act in ACTS:
        for form in inflected(table[act].get("weak", "").split()):
            verbs.setdefault(form, Entry(act, weak=True))
    refusing, failing, directing, naming = (table[name] for name in ("refusing", "failing", "directing", "naming"))
    sets: dict[str, Iterable[str]] = {
        "light": inflected(table["light"]["verbs"].split()),
        "expressing": inflected(table["light"]["expressing"].split()),
        "function": table["function"]["words"].split(),
        "adverbial": table["function"]["adverbial"].split(),
        "be": table["function"]["be"].split(),
        "owners": table["function"]["owners"].split(),
        "within": table["function"]["within"].split(),
        "mind": table["mind"]["words"].split(),
        "refusing": [*inflected(refusing["verbs"].split()), *refusing["words"].split()],
        "modals": [*refusing["modals"].split(), "wo"],
        "failing": [*inflected(failing["verbs"].split()), *failing["words"].split()],
        "negating": table["negating"]["words"].split(),
        "unless": table["negating"]["unless"].split(),
        "between": [*table["negating"]["between"].split(), "'s", "'re", "'ve", "'m", "'d", "'ll"],
        "directing": inflected(directing["verbs"].split()),
        "directing_stop": directing["stop"].split(),
        "directing_after": directing["after"].split(),
        "proposing": inflected(directing["proposing"].split()),
        "things": directing["things"].split(),
        "evidence": inflected(table["evidence"]["verbs"].split()),
        "evidence_nouns": [form for noun in table["evidence"]["nouns"].split() for form in noun_forms(noun)],
        "naming": inflected(naming["verbs"].split()),
        "naming_as": inflected(naming["verbs_as"].split()),
        "blame": naming["blame"].split(),
        "praise": naming["praise"].split(),
    }
    return Lists(
        verbs=verbs,
        nouns=nouns,
        words=single,
        phrases={first: tuple(rests) for first, rests in phrases.items()},
        negated=_acts(table["negated"]),
        refused=_acts(table["refused"]),
        withheld=_acts(table["withheld"]),
        **{name: frozenset(forms) for name, forms in sets.items()},
    )
