"""Number and gender of a mention, as far as its words show them; classes for the network, words for the record."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace

from dissensus.annotating.mentions._tokens import Tokens
from dissensus.annotating.mentions._words import Words
from dissensus.model.annotations import Gender, Mention, Number
from dissensus.model.states import folded

PRONOUNS = {
    "he": 4, "him": 4, "his": 4, "himself": 4, "she": 5, "her": 5, "hers": 5, "herself": 5, "it": 6, "its": 6,
    "itself": 6, "they": 7, "them": 7, "their": 7, "theirs": 7, "themselves": 7, "i": 8, "me": 8, "my": 8, "mine": 8,
    "myself": 8, "we": 9, "us": 9, "our": 9, "ours": 9, "ourselves": 9, "you": 10, "your": 10, "yours": 10,
    "yourself": 10, "yourselves": 10,
}  # fmt: skip
"""Form class of each pronoun; 0 is a name, 1 to 3 are definite, indefinite and bare phrases."""
DEFINITE = frozenset(
    {"the", "this", "that", "these", "those", "his", "her", "its", "their", "our", "my", "your", "both"}
)
INDEFINITE = frozenset(
    {"a", "an", "some", "many", "several", "one", "another", "more", "most", "few", "two", "three", "any"}
)
_NUMBERS: dict[int, Number] = {1: "singular", 2: "plural"}
_GENDERS: dict[int, Gender] = {1: "masculine", 2: "feminine"}
_OTHER_HEADS = {
    "those": 2, "these": 2, "both": 2, "others": 2, "many": 2, "several": 2, "few": 2, "one": 1,
    "someone": 1, "somebody": 1, "anyone": 1, "anybody": 1, "everyone": 1, "everybody": 1, "nobody": 1, "each": 1,
}  # fmt: skip
"""Number of head words that the parse takes for no nouns."""
_AFTER = re.compile(r"\s(?:of|for|in)\s")
_TOLD_BEFORE = {"female": 2, "woman": 2, "women": 2, "male": 1}


def form_class(mention: Mention, plain: str) -> int:
    """Class of form of a mention whose folded words are given."""
    if mention.form == "pronoun":
        return PRONOUNS.get(plain, 6)
    if mention.form == "name":
        return 0
    first = plain.split(" ", 1)[0]
    return 1 if first in DEFINITE else 2 if first in INDEFINITE else 3


def number_class(mention: Mention, form: int, tokens: Tokens, token: int, head: str, words: Words) -> int:
    """0 unknown, 1 singular, 2 plural; the token is the head's, the head's words are folded."""
    if form in {4, 5, 6, 8}:
        return 1
    if form in {7, 9}:
        return 2
    if form == 10:
        return 0
    if mention.kind == "person" and mention.name is not None:
        return 1
    if not len(tokens):
        return 0
    tag = tokens.tag[token]
    if tag in {"NNS", "NNPS"} or head in words.plural:
        return 2
    return 1 if tag in {"NN", "NNP"} else 0


def gender_class(mention: Mention, form: int, text: str, words: Words) -> int:
    """0 unknown, 1 male, 2 female, 3 neither."""
    if form in {4, 5, 6}:
        return form - 3
    if form > 3:
        return 0
    if mention.kind in {"organisation", "state", "place", "movement"}:
        return 3
    return {"m": 1, "f": 2}.get(gender_of(mention, text, words), 0)


def gender_of(mention: Mention, text: str, words: Words) -> str:
    """Gender ("m", "f") by title, kinship noun or given name of a person, "" where nothing tells."""
    if mention.kind != "person":
        return ""
    if mention.form == "nominal":
        told = folded(text[mention.head.start : mention.head.end]).split()
    else:
        # What a person is stands last before "of": "Queen Anna's brother", "the widow of Colonel Brand".
        told = folded(mention.role or "").replace(".", "").split(" of ", 1)[0].split()[::-1]
    for word in told:
        if word in words.female_titles:
            return "f"
        if word in words.male_titles:
            return "m"
    first = folded(mention.name or "").split()[:1]
    if not first or (first[0] in words.female and first[0] in words.male):
        return ""
    return "f" if first[0] in words.female else "m" if first[0] in words.male else ""


def told(mention: Mention, number: int, gender: int, text: str, words: Words) -> tuple[Number | None, Gender | None]:
    """Number and gender as a mention has them, from their classes.

    Wider than the classes, which stay what the network was trained with: names of states and places are singular
    ("the United States"), words such as "those" have a number, and groups may have a gender ("the miners' wives").
    """
    if mention.form == "pronoun":
        known = text[mention.span.start : mention.span.end].lower() in PRONOUNS
        return (_NUMBERS.get(number), _GENDERS.get(gender)) if known else (None, None)
    head = text[mention.head.start : mention.head.end].lower()
    if mention.form == "name":
        # "Federation of Northern Miners": the noun before "of" counts; the parse's label is the last word's.
        of = _AFTER.split(mention.name or "", maxsplit=1)
        owned = len(of) > 1 and not of[0].endswith("s")
        number = 1 if mention.kind in {"state", "place"} or (number and owned) else number
    else:
        number = _OTHER_HEADS.get(head, number)
        if mention.speaker_only and head not in words.plural and text[mention.head.start].isupper():
            number = number % 2  # a surname in "s" that only the statements step saw has the tag of a plural
        if not gender and mention.kind in {"person", "group"}:
            gender = 2 if head in words.female_plurals else 1 if head in words.male_plurals else 0
            before = text[mention.span.start : mention.head.start].lower().split()[-1:]
            gender = gender or _TOLD_BEFORE.get("".join(before), 0)
    return _NUMBERS.get(number), _GENDERS.get(gender)


def with_traits(mention: Mention, text: str, tokens: Tokens, words: Words) -> Mention:
    """The mention with number and gender."""
    form = form_class(mention, folded(text[mention.span.start : mention.span.end]))
    token = max(0, bisect_right(tokens.start, mention.head.end - 1) - 1)
    head = folded(text[mention.head.start : mention.head.end])
    classes = (
        number_class(mention, form, tokens, token, head, words),
        gender_class(mention, form, text, words),
    )
    number, gender = told(mention, *classes, text, words)
    return replace(mention, number=number, gender=gender)
