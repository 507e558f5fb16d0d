"""Loaded words in the labels that outlets give to actors.

Loaded is a mark for the reader's attention, not a verdict: the lexicon knows words, not meanings. "Terrorist" may be a
court's finding and "regime" a term of political science. The reader sees each word in its sentence and judges.

The method is that of a dictionary approach to connotation (R. Rashkin, S. Singh and Y. Choi, "Connotation Frames",
ACL 2016, survey the field); the lexicon is our own, from general English, and holds blaming and praising words alike.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from dissensus.model.spans import digest_of

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_OPENING = re.compile(r"[\"“”„‟«»‘'‚‹]\s*\w")
LONGEST_LABEL = 300
"""Characters of a label that are looked at; a longer one is no label but a sentence."""


@dataclass(frozen=True, slots=True)
class LoadedWord:
    """One entry of the lexicon.

    Attributes:
        word: the word or phrase, in lower case.
        category: the category that it stands in ("illegitimacy").
        tone: "blaming", "praising" or "distancing".
    """

    word: str
    category: str
    tone: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The loaded words.

    Attributes:
        entries: by word or phrase, as tokens joined by a space.
        longest: number of tokens of the longest phrase.
        digest: digest of the file.
    """

    entries: dict[str, LoadedWord]
    longest: int
    digest: str

    def find(self, label: str) -> tuple[LoadedWord, ...]:
        """Entries that stand in a label, in the order of the text, each once; longer phrases come before their
        parts.
        """
        tokens = [token.casefold().replace("’", "'") for token in _WORD.findall(label[:LONGEST_LABEL])]
        found: dict[str, LoadedWord] = {}
        at = 0
        while at < len(tokens):
            for length in range(min(self.longest, len(tokens) - at), 0, -1):
                entry = self._entry(tokens[at : at + length])
                if entry:
                    found.setdefault(entry.word, entry)
                    at += length
                    break
            else:
                for part in tokens[at].split("-") if "-" in tokens[at] else ():
                    if entry := self._entry([part]):
                        found.setdefault(entry.word, entry)
                at += 1
        return tuple(found.values())

    def _entry(self, tokens: list[str]) -> LoadedWord | None:
        *before, last = tokens
        for form in _base_forms(last):
            if entry := self.entries.get(" ".join([*before, form])):
                return entry
        return None


def _base_forms(token: str) -> tuple[str, ...]:
    forms = [token]
    if token.endswith("'s"):
        token = token[:-2]
        forms.append(token)
    if token.endswith("s'"):
        token = token[:-1]
        forms.append(token)
    if token.endswith("ies") and len(token) > 4:
        forms.append(token[:-3] + "y")
    if token.endswith("es") and len(token) > 4:
        forms.append(token[:-2])
    if token.endswith("s") and not token.endswith("ss") and len(token) > 3:
        forms.append(token[:-1])
    return tuple(forms)


@cache
def load_lexicon() -> Lexicon:
    """The lexicon that comes with the package."""
    text = resources.files("dissensus.comparing").joinpath("lexicon/loaded.toml").read_text(encoding="utf-8")
    entries = {
        word: LoadedWord(word, category, table["tone"])
        for category, table in tomllib.loads(text).items()
        for word in table["words"]
    }
    return Lexicon(entries, max(len(word.split()) for word in entries), digest_of(text)[:16])


def holds_at_distance(label: str) -> bool:
    """Whether quotation marks stand around words of a label: ``the “government” of Ostrel``.

    An apostrophe (``workers' council``) is no quotation mark: single marks count only as a pair around words.
    """
    label = label[:LONGEST_LABEL]
    if re.search(r"[\"“”„‟«»]", label):
        return _OPENING.search(label) is not None
    return re.search(r"(?:^|\s)[‘'‚‹]\w[^‘’'‚‹›]{0,80}[’'›](?=\s|$|[.,;:])", label) is not None
