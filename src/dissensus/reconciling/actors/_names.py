"""Names made comparable: spelling, titles, initials, transliteration."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources

from dissensus.model.spans import digest_of
from dissensus.model.states import folded

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*|&")
_ENDING = re.compile(r"(?:iy|ij|ii|yi|yy|y|j|i)\Z")


@dataclass(frozen=True, slots=True)
class Variants:
    """The lists; see the file."""

    spelling: Mapping[str, str]
    heads: Mapping[str, str]
    titles: frozenset[str]
    after: frozenset[str]
    small: frozenset[str]
    owned: frozenset[str]
    determiners: frozenset[str]
    digest: str


@functools.cache
def variants() -> Variants:
    """The lists, read once from the file that comes with the package."""
    source = resources.files("dissensus.reconciling.actors").joinpath("variants.toml").read_text(encoding="utf-8")
    table = tomllib.loads(source)
    lists = {name: frozenset(listed.split()) for name, listed in table["words"].items()}
    return Variants(
        spelling=table["spelling"],
        heads=table["heads"],
        titles=lists["titles"],
        after=lists["after"],
        small=lists["small"],
        owned=lists["owned"],
        determiners=lists["determiners"],
        digest=digest_of(source)[:16],
    )


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name in comparable parts.

    Attributes:
        first: given name or its initial; "" for a lone surname.
        last: surname.
        middle: what stands between.
    """

    first: str
    last: str
    middle: tuple[str, ...] = ()


def words_of(name: str) -> list[str]:
    """Folded words of a name: no case, diacritics, hyphens or full stops; the possessive's "'s" is cut."""
    found = _WORD.findall(folded(name).replace(".", ""))
    cut = [word.removesuffix("'s") for word in found]
    # A name of signs alone is spelt by their numbers, so that two of them stay two.
    return [word for word in cut if word] or ["".join(f"u{ord(sign):x}" for sign in folded(name)) or "u"]


def person_name(name: str) -> PersonName:
    """Parts of a person's name, titles and "Jr" left out."""
    known = variants()
    parts = words_of(name)
    while len(parts) > 1 and parts[0] in known.titles:
        parts = parts[1:]
    while len(parts) > 1 and parts[-1] in known.after:
        parts = parts[:-1]
    while len(parts) > 1 and parts[0] in known.small:
        parts = parts[1:]  # "bin Laden" is a surname
    spelt = [romanised(part) for part in parts]
    if len(spelt) == 1:
        return PersonName("", spelt[0])
    middle = tuple(part for part in spelt[1:-1] if part not in known.small)
    return PersonName(spelt[0], spelt[-1], middle)


def romanised(word: str) -> str:
    """One spelling for the usual transliterations of Slavic names: "Sergey" is "Sergei", "Aleksandr" is "Alexandr"."""
    if len(word) < 4:
        return word
    found = word.replace("x", "ks").replace("kh", "h").replace("tch", "ch").replace("yu", "iu").replace("ya", "ia")
    if found.startswith("ye"):
        found = found[1:]
    return _ENDING.sub("y", found)


def plain_key(name: str) -> tuple[str, ...]:
    """Comparable words of a name that is no person's: spellings as one, no "the"; a republic's without order."""
    known = variants()
    parts = [known.spelling.get(word, word) for word in words_of(name)]
    if len(parts) > 1 and parts[0] == "the":
        parts = parts[1:]
    if "republic" in parts:
        return tuple(sorted(set(parts) - known.small))
    return tuple(parts)


def label_key(words: str, head: str) -> tuple[str, ...]:
    """Comparable words of a nominal label, sorted, without determiners and small words; heads of one class as one."""
    known = variants()
    head_words = words_of(head)
    group = known.heads.get(" ".join(head_words), " ".join(head_words))
    parts = words_of(words)
    kept = [known.spelling.get(part, part) for part in parts if part not in known.determiners | known.small]
    rest = [part for part in kept if part not in head_words]
    return (*sorted(set(rest)), *group.split())
