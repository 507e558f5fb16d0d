"""Facts about states: which names, words for people, capitals and seats belong to which state.

Both the mentions of one document and the actors across documents need them, and neither may import the other.
"""

from __future__ import annotations

import functools
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Literal

from dissensus.model.spans import digest_of

StateWord = Literal["name", "people", "capital", "seat"]

_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ`´ʹ′", "'"))


_REMEMBERED, _SHORT = 10_000, 80
"""So many folded words are kept, of no more letters: those of a document come again and again."""


def folded(words: str) -> str:
    """Words made comparable: case, diacritics, kinds of apostrophe and white space no longer count."""
    return _remembered(words) if len(words) <= _SHORT else _folded(words)


def _folded(words: str) -> str:
    if words.isascii():
        # The same in a fraction of the time: no diacritics, and one kind of apostrophe beside the plain one.
        return " ".join(words.replace("`", "'").lower().split())
    plain = unicodedata.normalize("NFKD", words.translate(_APOSTROPHES))
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).casefold().split())


_remembered = functools.lru_cache(maxsize=_REMEMBERED)(_folded)


@dataclass(frozen=True, slots=True)
class StateFact:
    """What a word tells about a state.

    Attributes:
        code: ISO 3166 code of two letters (SU, YU, CS and DD for states that are no more, XK for Kosovo, EU).
        how: the state's name, a word for its people, its capital, or a seat of its government.
    """

    code: str
    how: StateWord


@dataclass(frozen=True, slots=True)
class StateFacts:
    """All facts.

    Attributes:
        by_word: folded word or words to the fact; "us" and "swiss" alike.
        names: code to canonical name.
        organisations: codes that are no state's but an organisation's of states.
        government: folded head words of phrases for those who rule.
        people: folded head words of phrases for all who live there.
        digest: digest of the list.
    """

    by_word: Mapping[str, StateFact]
    names: Mapping[str, str]
    organisations: frozenset[str]
    government: frozenset[str]
    people: frozenset[str]
    digest: str

    def of(self, words: str) -> StateFact | None:
        """The fact that a name tells, with or without "the" before it; None for no state's.

        "US" counts only in capitals: "us" is a pronoun.
        """
        key = folded(words)
        if key == "us" and words.upper() != words:
            return None
        found = self.by_word.get(key)
        if found is None and key.startswith("the "):
            found = self.by_word.get(key[4:])
        return found


@functools.cache
def state_facts() -> StateFacts:
    """The facts, read once from the list that comes with the package."""
    source = resources.files("dissensus.model").joinpath("states.toml").read_text(encoding="utf-8")
    table = tomllib.loads(source)
    by_word: dict[str, StateFact] = {}
    parts: tuple[tuple[str, StateWord], ...] = (
        ("names", "name"),
        ("people", "people"),
        ("capital", "capital"),
        ("seats", "seat"),
    )
    for code, state in table["states"].items():
        for part, how in parts:
            for words in state.get(part, ()):
                by_word.setdefault(folded(words), StateFact(code, how))
    return StateFacts(
        by_word=by_word,
        names={code: state["names"][0] for code, state in table["states"].items()},
        organisations=frozenset(code for code, state in table["states"].items() if state.get("organisation")),
        government=frozenset(table["words"]["government"]),
        people=frozenset(table["words"]["people"]),
        digest=digest_of(source)[:16],
    )
