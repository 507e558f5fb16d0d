"""Judgements that stand before a noun or beside it made sentences: "the unlawful order", "The order is unlawful"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dissensus.reconciling.claims.discovery._phrases import Phrase, is_plural, noun_phrase, put_together, sentence
from dissensus.reconciling.claims.discovery._words import words
from dissensus.reconciling.claims.discovery.values import Reading

if TYPE_CHECKING:
    from spacy.tokens import Token

_RULERS = frozenset(
    {
        "government",
        "governments",
        "regime",
        "regimes",
        "junta",
        "leader",
        "leaders",
        "rulers",
        "authorities",
        "leadership",
    }
)
_INDEFINITE = frozenset({"a", "an", "any", "no", "some"})
_OTHER = frozenset({"other", "others", "more", "most", "such", "all", "same", "another"})
_NAMED = frozenset({"compound", "amod", "poss", "nmod"})


def judgements_of(noun: Token, reading: Reading) -> Iterator[Phrase]:
    """Sentences of the judging words that stand at a noun.

    A bare noun ("illegal groups") is judged by its kind, which nobody can hold or deny of one thing; it is passed over
    unless "the", a name or a place tells which one is meant.
    """
    if noun.pos_ not in ("NOUN", "PROPN"):
        return
    judging = words().judging
    yield from _labelled(noun, reading)
    for child in noun.children:
        modifies = child.dep_ in ("amod", "compound", "nmod") and child.i < noun.i
        if modifies and child.lower_ in judging and "-" not in (child.nbor(1).text, _before(child)[-1:]):
            yield from _judged(noun, child, reading)
        if child.dep_ == "acl" and child.tag_ == "VBN" and child.i > noun.i:
            yield from _done(noun, child, reading)


def _before(token: Token) -> str:
    return token.nbor(-1).text if token.i else ""


def _labelled(noun: Token, reading: Reading) -> Iterator[Phrase]:
    """“The Halmir coup”: the Halmir change of power was a coup; “the coup government”: it came to power by one."""
    labels = words().labels
    coups = [c for c in noun.children if c.dep_ in ("compound", "amod") and labels.get(c.lower_) == "change of power"]
    kept = [t for t in noun_phrase(noun) if not _after_acl(t, noun)]
    if coups and noun.lower_ in _RULERS:
        joined = {t.i for c in noun.children if c.dep_ in ("conj", "cc") for t in c.subtree}
        phrase = put_together([t for t in kept if t.i != coups[0].i and t.i not in joined], reading)
        text = sentence(_the(phrase.text, noun), "came to power by a", coups[0].lower_)
        yield Phrase(text, [f"the label “{coups[0].text}” made a sentence", *phrase.changes], is_plural(noun))
    plain = labels.get(noun.lower_)
    if plain is None or noun.tag_ != "NN" or not any(_points(c) for c in noun.children):
        return
    kept = [t for t in kept if not (t.dep_ == "amod" and (t.lower_ in words().judging or t.lower_ in reading.loaded))]
    kept = [t for t in kept if t.i not in {c.i for c in noun.children if _points(c) and c.lower_ in _INDEFINITE}]
    phrase = put_together(kept, reading, {noun.i: plain})
    text = sentence(_the(phrase.text, noun), "was a", noun.lower_)
    yield Phrase(text, [f"the label “{noun.text}” made a sentence", *phrase.changes])


def _points(child: Token) -> bool:
    """Whether a word at a noun tells which one is meant: "the", an owner, a name."""
    if child.dep_ == "det":
        return child.lower_ not in _INDEFINITE
    return child.dep_ in ("poss", "nummod") or (child.dep_ in ("compound", "amod", "nmod") and child.pos_ == "PROPN")


def _judged(noun: Token, judging: Token, reading: Reading) -> Iterator[Phrase]:
    below = {t.i for t in judging.subtree}
    others = {c.i for c in noun.children if c.dep_ == "amod" and c.lower_ in words().judging}
    kept = [t for t in noun_phrase(noun) if t.i not in below | others and t.dep_ != "acl"]
    kept = [t for t in kept if not (t.i > noun.i and _after_acl(t, noun))]
    told = any(c.dep_ in _NAMED and c.i in {t.i for t in kept} and c.pos_ in ("PROPN", "ADJ") for c in noun.children)
    told = told or any(c.dep_ == "prep" for c in noun.children)
    pointed = any(c.dep_ in ("det", "poss") and c.lower_ not in ("a", "an", "any", "no") for c in noun.children)
    if not (told or pointed) or any(t.lower_ in _OTHER for t in kept):
        return
    phrase = put_together(kept, reading)
    verb = "are" if is_plural(noun) else "is"
    text = sentence(_the(phrase.text, noun), verb, judging.text if judging.pos_ == "PROPN" else judging.lower_)
    yield Phrase(text, [f"the judgement “{judging.text}” made a sentence", *phrase.changes], is_plural(noun))


def _after_acl(token: Token, noun: Token) -> bool:
    """Whether a token hangs on a participle or clause behind the noun."""
    for _ in range(12):
        if token.i == noun.i:
            return False
        if token.dep_ in ("acl", "relcl"):
            return True
        token = token.head
    return False


def _done(noun: Token, verb: Token, reading: Reading) -> Iterator[Phrase]:
    """“A council appointed by the company”: the council was appointed by the company."""
    if not any(child.dep_ == "agent" for child in verb.subtree):
        return
    kept = [t for t in noun_phrase(noun) if t.i < verb.i and not _after_acl(t, noun)]
    phrase = put_together(kept, reading)
    done = put_together([t for t in verb.subtree if t.dep_ not in ("relcl", "advcl", "appos")], reading)
    text = sentence(_the(phrase.text, noun), "were" if is_plural(noun) else "was", done.text)
    yield Phrase(text, ["a participle made a sentence", *phrase.changes, *done.changes], is_plural(noun))


def _the(text: str, noun: Token) -> str:
    """A noun phrase that points at something: with "the" for "a", and where it has neither article nor owner."""
    first, _, rest = text.partition(" ")
    if first.lower() in ("a", "an", "some") and rest:
        return f"the {rest}"
    owned = any(child.dep_ in ("det", "poss", "nummod") for child in noun.children)
    return text if owned or noun.pos_ == "PROPN" else f"the {text}"
