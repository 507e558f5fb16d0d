"""What makes a sentence fit to be a claim: full, positive, nobody's own voice, without loaded words."""

from __future__ import annotations

import re

from dissensus.reconciling.claims.discovery._words import singular

FEWEST_WORDS = 3
MOST_WORDS = 24
"""Longer sentences say several things; the median of the published key points of ArgKP (Bar-Haim et al., ACL 2020)
has 8 words, and their guideline asks for one point each."""

_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
_NOT = frozenset(
    {
        "not",
        "never",
        "no",
        "nobody",
        "nothing",
        "none",
        "neither",
        "nor",
        "nowhere",
        "cannot",
        "cant",
        "don't",
        "doesn't",
        "didn't",
        "isn't",
        "aren't",
        "wasn't",
        "weren't",
        "won't",
        "wouldn't",
        "shouldn't",
        "couldn't",
        "can't",
        "hasn't",
        "haven't",
        "hadn't",
        "n't",
    }
)
_SPEAKING = frozenset(
    {
        "i",
        "we",
        "us",
        "me",
        "my",
        "our",
        "ours",
        "myself",
        "ourselves",
        "you",
        "your",
        "yours",
        "yourself",
        "i'm",
        "we're",
        "you're",
    }
)
_BACKWARD = frozenset(
    {
        "they",
        "he",
        "she",
        "it",
        "them",
        "him",
        "this",
        "that",
        "these",
        "those",
        "which",
        "who",
        "whom",
        "such",
        "here",
        "there's",
        "one",
        "his",
        "her",
        "its",
        "their",
    }
)
_ADVERBIAL = frozenset(
    {
        "but",
        "and",
        "or",
        "so",
        "because",
        "although",
        "though",
        "if",
        "while",
        "when",
        "then",
        "that",
        "as",
        "after",
        "before",
        "since",
    }
)
_HANGING = frozenset(
    {
        "and",
        "or",
        "but",
        "of",
        "to",
        "in",
        "on",
        "at",
        "by",
        "for",
        "with",
        "from",
        "into",
        "than",
        "as",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "has",
        "have",
        "had",
        "will",
        "would",
        "should",
        "the",
        "a",
        "an",
        "that",
        "which",
        "who",
        "what",
        "not",
        "such",
        "it",
        "them",
        "him",
        "so",
        "this",
    }
)
_EXPLETIVE = re.compile(
    r"It (?:is|was|will be|would be|should be) (?:[a-z]+ly )?(?:right|wrong|necessary|possible|impossible|better|time|"
    r"legal|illegal|lawful|unlawful|just|unjust|fair|unfair|important|essential|clear|true|false|good|bad|wise|unwise|"
    r"a mistake|a crime|a duty|in the interest of \w+) (?:that|to|for)\b"
)
_BROKEN = re.compile(
    r"(?:^|\s)[-–’']\w|\w-\s|,,|\b(?:the|an?|of|to|by|for|with|very) (?:and|or|but|of|is|are|was|were|should|will)\b|"
    r"\b(?:who|which) (?!is\b|are\b)(?:part|member|members)\b|\b(?:can|will|should|may|must) (?:how|what|why)\b|"
    r"\bd[’']état\b(?<!coup d[’']état)",
    re.IGNORECASE,
)
_PART_OF_IT = re.compile(r"(?:[\w’'-]+ ){1,3}of (?:it|them|this|that|these|those)\b", re.IGNORECASE)
_VERB_FIRST = frozenset(
    {"happened", "belongs", "belonged", "back", "said", "says", "is", "are", "was", "were", "has", "had"}
)


def words_of(text: str) -> list[str]:
    """The words in lower case, with straight apostrophes."""
    return [word.lower().replace("’", "'") for word in _WORD.findall(text)]


def faults(text: str) -> tuple[str, ...]:
    """Why a sentence cannot word a claim, in words; empty where it can.

    A claim is read without its text around it, by both sides: so it is one full sentence that says something of
    somebody named, positively (what denies it is its contrary, not another claim) and in nobody's own voice.
    """
    words = words_of(text)
    found = []
    if not FEWEST_WORDS <= len(words) <= MOST_WORDS:
        found.append(f"it has {len(words)} words; a claim has {FEWEST_WORDS} to {MOST_WORDS}")
    if not text.endswith(".") or not (text[:1].isupper() or text[:1].isdigit()) or "\n" in text:
        found.append("it does not begin and end as a sentence does")
    if any(mark in text for mark in '?!…[]{}<>|#*@"“”„«»') or text.count("(") != text.count(")"):
        found.append("it has marks that a plain sentence has not")
    if any(word in _NOT or word.endswith("n't") for word in words):
        found.append("it is worded as a denial")
    if any(word in _SPEAKING for word in words):
        found.append("somebody speaks of themselves or to somebody")
    if _BROKEN.search(text) or (words and words[0] in _VERB_FIRST):
        found.append("words are missing in it")
    if words and words[-1] in _HANGING:
        found.append("it breaks off")
    if words and words[0] in _ADVERBIAL:
        found.append("it hangs on what is said before")
    if words and (words[0] in _BACKWARD and not _EXPLETIVE.match(text)):
        found.append("its first word points back to what is said before")
    if _PART_OF_IT.match(text):
        found.append("a pronoun in it points to what is said before")
    if any(word in ("he", "she", "him", "they", "them") for word in words[1:]) and not _named(text):
        found.append("a pronoun in it points to nobody in it")
    return tuple(found)


def _named(text: str) -> bool:
    """Whether somebody is told before the first pronoun: "The mayor says that he ..."."""
    before = re.split(r"\b(?:he|she|him|they|them)\b", text, maxsplit=1)[0]
    return len(words_of(before)) >= 3


def loaded_left(text: str, loaded: frozenset[str]) -> tuple[str, ...]:
    """Loaded words that stand in a sentence, in the order of the text, each once."""
    found = [word for word in words_of(text) if word in loaded or singular(word) in loaded]
    return tuple(dict.fromkeys(found))
