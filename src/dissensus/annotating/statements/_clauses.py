"""Attributions that grammar shows: verbs, nouns and adjectives that govern what is said.

The method follows the rule systems of the field: a list of reporting words with their frames and the clause that they
govern (Krestel, Bergler and Witte, LREC 2008; Pareti et al., EMNLP 2013; the Gender Gap Tracker of Asr et al., PLOS ONE
2021), here with more frames (objects, infinitives, prepositions, nouns, adjectives), because two thirds of the
attributions of news are indirect.
"""

from __future__ import annotations

from collections.abc import Iterator

from dissensus.annotating.statements import _lexicon as lexicon
from dissensus.annotating.statements._forms import words
from dissensus.annotating.statements._found import Found
from dissensus.annotating.statements._grammar import VERB_TAGS
from dissensus.annotating.statements._nouns import according, adjective, noun
from dissensus.annotating.statements._prepositions import talks
from dissensus.annotating.statements._verbs import VERB_RULES
from dissensus.annotating.statements._view import View


def _obliged(view: View, i: int) -> bool:
    """Whether the verb, or the one it is joined to, stands under "must" or "should"."""
    for _ in range(4):
        if any(view.low[c] in lexicon.OBLIGED for c in view.children[i] if c < i):
            return True
        if view.dep[i] != "conj" or view.head[i] == i:
            return False
        i = view.head[i]
    return False


def _words() -> frozenset[str]:
    about = frozenset().union(*(entry[0] for entry in lexicon.ABOUT.values()))
    return (
        frozenset(lexicon.CLAUSE)
        | frozenset(lexicon.CLAUSE_WEAK)
        | frozenset(lexicon.TO_DO)
        | frozenset(lexicon.NAMING)
        | frozenset(lexicon.OBJECT)
        | about
        | words("like make makes made making styled billed presented put puts")
    )


_VERBS = _words()
_NOUNS = frozenset(lexicon.NOUN_THAT) | frozenset(lexicon.NOUN_TO).union(*(e[0] for e in lexicon.NOUN_OF.values()))
_ADJECTIVES = frozenset(lexicon.FEELING) | lexicon.FEELING_TO.union(*lexicon.FEELING_OF.values())


def clauses_of(view: View) -> Iterator[Found]:
    """Every attribution that a word's frame shows, in order of the word; at most one a word."""
    for i, low in enumerate(view.low):
        tag = view.tag[i]
        found: Found | None = None
        if low in _VERBS and tag in VERB_TAGS and not _obliged(view, i):
            for rule in VERB_RULES:
                found = rule(view, i)
                if found is not None:
                    break
        elif low in _NOUNS and tag[:2] == "NN":
            found = noun(view, i)
        elif low in _ADJECTIVES and tag[:2] in {"JJ", "VB"}:
            found = adjective(view, i)
        elif low == "talks" and tag == "NNS":
            found = talks(view, i)
        elif low == "according":
            found = according(view, i)
        if found is not None:
            yield found
