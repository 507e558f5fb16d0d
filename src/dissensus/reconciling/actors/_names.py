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
_SLAVIC = re.compile(r"(?:enko|enka|ov|ev|ova|eva|sky|skaia|uk|ich|ych|chuk)\Z")
_INNER_Y = re.compile(r"(?<=[bcdfghjklmnpqrstvwxz])y(?=[bcdfghjklmnpqrstvwxz])")


@dataclass(frozen=True, slots=True)
class Variants:
    """The lists; see the file."""

    spelling: Mapping[str, str]
    heads: Mapping[str, str]
    given: Mapping[str, frozenset[int]]
    institutions: Mapping[tuple[str, ...], tuple[str, ...]]
    fields: Mapping[str, str]
    titles: frozenset[str]
    after: frozenset[str]
    small: frozenset[str]
    particles: frozenset[str]
    legal: frozenset[str]
    business: frozenset[str]
    owned: frozenset[str]
    determiners: frozenset[str]
    former: frozenset[str]
    passing: frozenset[str]
    honorifics: frozenset[str]
    kin: frozenset[str]
    offices: frozenset[str]
    numbers: frozenset[str]
    roles: Mapping[str, str]
    digest: str


@functools.cache
def variants() -> Variants:
    """The lists, read once from the file that comes with the package."""
    source = resources.files("dissensus.reconciling.actors").joinpath("variants.toml").read_text(encoding="utf-8")
    table = tomllib.loads(source)
    lists = {name: frozenset(listed.split()) for name, listed in table["words"].items()}
    given: dict[str, frozenset[int]] = {}
    for number, line in enumerate(table["given"]["same"]):
        for name in line.split():
            key = romanised(name)
            given[key] = given.get(key, frozenset()) | {number}
    institutions: dict[tuple[str, ...], tuple[str, ...]] = {}
    for names in table["institutions"]["same"]:
        canonical = _plain(names[0], table["spelling"], lists)
        for name in names:
            institutions[_plain(name, table["spelling"], lists)] = canonical
    return Variants(
        spelling=table["spelling"],
        heads=table["heads"],
        given=given,
        institutions=institutions,
        fields={word: field for field, listed in table["fields"].items() for word in listed.split()},
        titles=lists["titles"],
        after=lists["after"],
        small=lists["small"],
        particles=lists["particles"],
        legal=lists["legal"],
        business=lists["business"],
        owned=lists["owned"],
        determiners=lists["determiners"],
        former=lists["former"],
        passing=lists["passing"],
        honorifics=lists["honorifics"],
        kin=lists["kin"],
        offices=lists["offices"],
        numbers=lists["numbers"],
        roles={word: line.split()[0] for line in table["roles"]["same"] for word in line.split()},
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
    particles = known.small | known.particles
    while len(parts) > 1 and parts[0] in particles:
        parts = parts[1:]  # "bin Laden" is a surname
    spelt = [romanised(known.spelling.get(part, part)) for part in parts]
    if len(spelt) == 1:
        return PersonName("", spelt[0])
    middle = tuple(part for part in spelt[1:-1] if part not in particles)
    return PersonName(spelt[0], spelt[-1], middle)


def romanised(word: str) -> str:
    """One spelling for the usual transliterations of Slavic names: "Sergey" is "Sergei"."""
    if len(word) < 4:
        return word
    found = word.replace("x", "ks").replace("kh", "h").replace("tch", "ch").replace("yu", "iu").replace("ya", "ia")
    if found.startswith("ye"):
        found = found[1:]
    found = _ENDING.sub("y", found)
    if _SLAVIC.search(found):
        found = _INNER_Y.sub("i", found)
        if found.endswith("enka"):
            found = f"{found[:-1]}o"
    return found


def same_given(one: str, other: str) -> bool:
    """Whether two given names are forms of one: "Bill" and "William", "Volodymyr" and "Vladimir"."""
    known = variants().given
    if min(len(one), len(other)) > 3 and _ending(one) == _ending(other):
        return True
    return bool(known.get(one, frozenset()) & known.get(other, frozenset()))


def _ending(given: str) -> str:
    """One spelling for the end of "Betty" and "Bettie"."""
    return re.sub(r"(?:ie|ey|y)\Z", "y", given)


def _plain(name: str, spelling: Mapping[str, str], lists: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    parts = [spelling.get(word, word) for word in words_of(name)]
    if len(parts) > 1 and parts[0] == "the":
        parts = parts[1:]
    if len(parts) > 1 and parts[-1] in lists["legal"]:
        parts = parts[:-1]
    if "republic" in parts:
        return tuple(sorted(set(parts) - lists["small"])) or tuple(parts)
    return tuple(parts)


def plain_key(name: str) -> tuple[str, ...]:
    """Comparable words of a name that is no person's: spellings as one, no "the" or legal form; a republic's sorted."""
    known = variants()
    return _plain(name, known.spelling, {"legal": known.legal, "small": known.small})


def label_key(words: str, head: str) -> tuple[str, ...]:
    """Comparable words of a nominal label, sorted, without determiners and small words; heads of one class as one."""
    known = variants()
    head_words = words_of(head)
    group = known.heads.get(" ".join(head_words), " ".join(head_words))
    parts = words_of(words)
    kept = [known.spelling.get(part, part) for part in parts if part not in known.determiners | known.small]
    rest = [part for part in kept if part not in head_words]
    return (*sorted(set(rest)), *group.split())


def story_key(words: str) -> tuple[str, ...]:
    """Comparable words of any phrase, in order, without articles; "three people" keeps its number."""
    known = variants()
    parts = [known.spelling.get(part, part) for part in words_of(words)]
    while len(parts) > 1 and parts[0] in {"the", "a", "an", "this", "that", "these", "those"}:
        parts = parts[1:]
    return tuple(parts)


def office_key(role: str, states: frozenset[str]) -> tuple[str, ...]:
    """Comparable words of an office, sorted: no articles, courtesy titles, "acting" or words for states.

    Args:
        role: as the text tells it.
        states: folded words in it that name a state or its people.
    """
    known = variants()
    left_out = known.determiners | known.small | known.passing | known.honorifics | states
    return tuple(sorted({word for word in words_of(role) if word not in left_out}))
