"""Keys of names: two mentions of one document with one key refer to one actor."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Sequence

from dissensus.model.annotations import Mention
from dissensus.model.states import StateFacts, folded

_ACRONYM = re.compile(r"\((\w[\w.&-]{1,11})\)\Z")
_REFLEXIVE = re.compile(r" (?:himself|herself|itself|themselves)\Z")
_SMALL = frozenset(
    {"of", "for", "and", "the", "in", "on", "to", "&", "de", "la", "del", "von", "van", "bin", "al", "el", "der"}
)


class Names:
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
            plain = plain_name(mention.name)
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
                    self._long.setdefault(plain_name(acronym.group(1)), plain)
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
        """Number of the name that a speaker's phrase is or ends with, or None.

        "One of the leaders, Anna Orlova", and "Orlova herself".
        """
        words = plain_name(self._text[speaker.span.start : speaker.span.end])
        same = self._by_words.get(_REFLEXIVE.sub("", words))
        if same is not None:
            return same
        found = self._people_by_end.get(speaker.span.end)
        return found if found is not None and self._mentions[found].span.start >= speaker.span.start else None

    def in_small_letters(self, phrase: Mention) -> int | None:
        """Number of a name of the same words as a phrase ("the Varnish navy", "Varnish Navy"), or None."""
        words = plain_name(self._text[phrase.span.start : phrase.span.end])
        return self._by_words.get(words) if " " in words else None

    def key(self, i: int) -> Hashable:
        """The key of a mention that has a name."""
        mention = self._mentions[i]
        plain = plain_name(mention.name or "")
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


def plain_name(name: str) -> str:
    """A name made comparable: folded, without article, possessive and hyphens."""
    key = folded(name)
    key = key.removeprefix("the ")
    key = key.removesuffix("'s").replace("-", " ").replace(".", " " if " " in key else "")
    return " ".join(key.split()) or folded(name)
