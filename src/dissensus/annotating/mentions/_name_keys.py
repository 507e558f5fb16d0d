"""Keys of names: two mentions of one document with one key refer to one actor."""

from __future__ import annotations

import functools
import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence

from dissensus.model.annotations import Mention
from dissensus.model.states import StateFacts, folded

_ACRONYM = re.compile(r"\((\w[\w.&-]{1,11})\)\Z")
_REFLEXIVE = re.compile(r" (?:himself|herself|itself|themselves)\Z")
_SMALL = frozenset(
    {"of", "for", "and", "the", "in", "on", "to", "&", "de", "la", "del", "von", "van", "bin", "al", "el", "der"}
)

_DASHES = str.maketrans("-–—", "   ")
_BEFORE = re.compile(r"(?:[^\W\d_][\w.’'-]* )?([^\W\d_][\w.’'-]*)(?= $)")
_LONGEST_STATE = 40
"""Characters before a name in which the state is looked for whose institution it may be."""
_FULL = 2
"""Words of a full name, at least."""
_INSTITUTIONS = frozenset(
    {"senate", "house", "congress", "parliament", "assembly", "legislature", "cabinet", "government", "treasury"}
    | {"army", "navy", "military", "police", "embassy", "court", "ministry"}
)
"""What a state has one of, so that its word alone may mean it; "Columbia", "Airlines" and "NATO" are no such words."""
_NAMED_AFTER = frozenset(
    {
        "act",
        "bill",
        "law",
        "justice",
        "prize",
        "award",
        "foundation",
        "institute",
        "school",
        "library",
        "museum",
        "fund",
    }
)
"""Things that bear somebody's name."""


class Names:
    """Keys of names; two mentions with one key refer to one actor."""

    def __init__(self, text: str, mentions: Sequence[Mention], facts: StateFacts) -> None:
        self._text = text
        self._mentions = mentions
        self._facts = facts
        self._by_part: defaultdict[str, dict[str, None]] = defaultdict(dict)
        self._bearers: dict[tuple[str, str | None], str] = {}
        self._full: Counter[str] = Counter()
        self._genders: defaultdict[str, set[str | None]] = defaultdict(set)
        self._told_of: defaultdict[str, set[str]] = defaultdict(set)
        self._of_states: defaultdict[str, set[str]] = defaultdict(set)
        self._long: dict[str, str] = {}
        self._people_by_end: dict[int, int] = {}
        self._by_words: dict[str, int] = {}
        self._by_first: defaultdict[str, set[str]] = defaultdict(set)
        self._by_end: defaultdict[str, set[str]] = defaultdict(set)
        people = (_without_particles(plain_name(m.name)) for m in mentions if m.name is not None and m.kind == "person")
        self._two = {" ".join(parts) for parts in people if len(parts) == _FULL}
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
                    key = self._full_key(parts, mention.name)
                    self._full[key] += 1
                    self._genders[key].add(mention.gender)
                    for part in key.split():
                        self._by_part[part][key] = None
                else:
                    self._genders[parts[-1]].add(mention.gender)
            else:
                acronym = _ACRONYM.search(text[mention.span.start : mention.span.end])
                if acronym:
                    self._long.setdefault(plain_name(acronym.group(1)), plain)
                if " " in plain and mention.kind == "organisation":
                    self._by_first[plain.split()[0]].add(plain)
                parts = plain.split()
                for cut in range(1, len(parts) - 1):
                    self._by_end[" ".join(parts[cut:])].add(plain)
                if len(parts) > _FULL and parts[1] == "of":
                    self._told_of[parts[0]].add(plain)
                if institution := self._institution(mention):
                    self._of_states[institution.split()[-1]].add(institution)
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
                return "person", self._full_key(parts, mention.name or "")
            asked = parts[-1], mention.gender
            if asked not in self._bearers:
                self._bearers[asked] = self._bearer(*asked)
            return "person", self._bearers[asked]
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
        if " " not in plain and mention.kind == "organisation" and len(full := self._by_part.get(plain, {})) == 1:
            return "person", min(full)  # the parse took a surname for an organisation's name
        if " " in plain and len(ending := self._by_end.get(plain, ())) == 1:
            plain = min(ending)  # "the Red Terns" after "Varnholm Red Terns"
        if institution := self._institution(mention):
            return "name", institution
        # "The Senate" is short for "U.S. Senate", and "the House" for "House of Deputies".
        for more in (self._of_states.get(plain, ()), self._told_of.get(plain, ())):
            if len(more) == 1:
                return "name", _reordered(min(more))
        longer = self._by_first.get(plain, set())
        # "The Harbour" is not short for "Harbour Union"; "Meridian" is for "Meridian Port".
        if mention.kind in {"organisation", "group"} and len(longer) == 1 and mention.span == mention.head:
            plain = min(longer)
        return "name", _reordered(plain)

    def _full_key(self, parts: Sequence[str], name: str) -> str:
        """First and last word of a person's full name, or the first two before what is no surname.

        The parse takes "the Ada Quill Act", "Ada Quill MP" and "Ada Quill image" for people. "Martin Luther King" is
        not Martin Luther.

        Args:
            parts: the name's words, made comparable.
            name: as the text has it.
        """
        two, last = " ".join(parts[:_FULL]), name.rsplit(maxsplit=1)[-1]
        no_surname = parts[-1] in _NAMED_AFTER or last.islower() or (last.isupper() and not name.isupper())
        return two if no_surname and len(parts) > _FULL and two in self._two else f"{parts[0]} {parts[-1]}"

    def _bearer(self, part: str, gender: str | None) -> str:
        """The full name that a lone part of one stands for; the part itself where nobody, or no one of several, has it.

        Of several people it is one whose gender no title contradicts ("Mr Quill"), rather by surname than by given
        name, and who is named more often than the others together.
        """
        full = list(self._by_part.get(part, ()))
        if len(full) == 1:
            return full[0]
        if gender is not None:
            full = [name for name in full if not self._told(name) or gender in self._told(name)] or full
        full = [name for name in full if name.endswith(f" {part}")] or full
        most = max(full, key=lambda name: self._full[name], default="")
        if 2 * self._full[most] > sum(self._full[name] for name in full):
            return most
        # "Mr Quill" and "Mrs Quill" are two.
        return f"{part} {gender}" if len(self._told(part)) > 1 and gender is not None else part

    def _told(self, name: str) -> set[str | None]:
        return self._genders[name] - {None}

    def _institution(self, mention: Mention) -> str:
        """A state's code and the word after it in the name of one of its institutions, "U.S. Senate"; "" for others.

        Also where the state stands before the name: "the Mexican Senate" may be told as the Mexican and the Senate.
        """
        before, _, last = (mention.name or "").removeprefix("the ").removeprefix("The ").rpartition(" ")
        if last.lower() not in _INSTITUTIONS:
            return ""
        start = mention.head.start
        outside = _BEFORE.search(self._text, max(0, start - _LONGEST_STATE), start)
        for told in [before] if before else [outside.group(), outside.group(1)] if outside else []:
            fact = self._facts.of(told)
            if fact is not None and fact.how in {"name", "people"}:
                return f"{fact.code} {plain_name(last)}"
        return ""


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
    return _remembered(name) if len(name) <= _SHORT_NAME else _plain(name)


def _plain(name: str) -> str:
    key = folded(name)
    key = key.removeprefix("the ")
    key = key.removesuffix("'s").translate(_DASHES).replace(".", " " if " " in key else "")
    return " ".join(key.split()) or folded(name)


_SHORT_NAME = 80
"""Letters; longer ones are rare, and would take memory for nothing."""
_remembered = functools.lru_cache(maxsize=10_000)(_plain)
