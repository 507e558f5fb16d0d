"""Demands, refusals and praise made sentences: "X should ...", "There should be ...", "X deserves support"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dissensus.reconciling.claims.discovery._clauses import asks, predicate, subject_of
from dissensus.reconciling.claims.discovery._phrases import Phrase, is_plural, noun_phrase, put_together, sentence
from dissensus.reconciling.claims.discovery._words import is_form_of, participle, singular, words
from dissensus.reconciling.claims.discovery.values import Reading

if TYPE_CHECKING:
    from spacy.tokens import Token

_WANTING = frozenset({"want", "seek", "plan", "intend", "prepare", "try", "promise", "vow", "pledge", "agree"})
_RIGHT = frozenset({"right", "wrong", "entitled", "ready", "willing", "free", "obliged", "duty"})
_PRESS = frozenset({"comment", "elaborate", "answer", "respond", "reply"})
"""What somebody declines to do before reporters; it says nothing about the matter."""
_HAVING = frozenset({"have", "has", "had", "need", "needs"})
_VERBALS = ("isation", "ization")


def demands_of(verb: Token, reading: Reading) -> Iterator[Phrase]:
    """Sentences with "should" of an infinitive, a subjunctive or an imperative."""
    if verb.tag_ != "VB":
        return
    if any(child.dep_ == "aux" and child.tag_ == "MD" for child in verb.children):
        return
    if _reaches_back(verb):
        return
    infinitive = any(child.dep_ == "aux" and child.tag_ == "TO" for child in verb.children)
    if infinitive:
        head, change = _who_should(verb)
        if head is not None:
            yield from _should(head, verb, reading, change)
    elif (subject := subject_of(verb)) is not None:
        if verb.dep_ in ("ccomp", "conj") and subject.tag_ not in ("WDT", "WP"):
            yield from _should(subject, verb, reading, "a demand made a sentence with “should”")
    elif verb.dep_ in ("ROOT", "conj", "ccomp"):
        yield from _imperative(verb, reading)


def _reaches_back(verb: Token) -> bool:
    """Whether a question or relative word is what the verb acts on: "the state that he refused to recognise"."""
    for _ in range(5):
        subject = subject_of(verb)
        if asks(verb, subject):
            return True
        if verb.dep_ == "relcl" and (subject is None or subject.tag_ not in ("WDT", "WP")):
            return True
        if verb.dep_ not in ("xcomp", "ccomp", "conj"):
            return False
        verb = verb.head
    return False


def _should(head: Token, verb: Token, reading: Reading, change: str) -> Iterator[Phrase]:
    who = put_together([t for t in noun_phrase(head) if t.i < verb.i], reading)
    if not who.text:
        return
    for short in (False, True):
        what = put_together(predicate(verb, short=short), reading)
        yield Phrase(sentence(who.text, "should", what.text), [change, *who.changes, *what.changes])


def _who_should(verb: Token) -> tuple[Token | None, str]:
    """Who is to do what an infinitive says, and in words why."""
    own = next((child for child in verb.children if child.dep_ in ("nsubj", "nsubjpass")), None)
    head = verb.head
    if verb.dep_ == "conj" and head.tag_ == "VB":
        head = head.head
    if head.pos_ == "ADJ" or head.lower_ in _RIGHT:
        found = subject_of(head) or subject_of(head.head)
        return (found, "a judgement of what somebody does made a sentence with “should”") if found else (None, "")
    if is_form_of(head.lower_, words().demanding):
        objects = [c for c in head.children if c.dep_ in ("dobj", "iobj", "dative", "nsubjpass") and c.i < verb.i]
        for preposition in head.children:
            if preposition.dep_ in ("prep", "dative") and preposition.lower_ in ("on", "upon", "to"):
                objects += [c for c in preposition.children if c.dep_ == "pobj" and c.i < verb.i]
        return own or (objects[0] if objects else None), "a demand made a sentence with “should”"
    if own is not None:
        return None, ""
    if is_form_of(head.lower_, words().refusing) and verb.lower_ in _PRESS:
        return None, ""
    if is_form_of(head.lower_, words().refusing) or is_form_of(head.lower_, _WANTING) or head.lower_ in _HAVING:
        change = "what somebody wants, has to do or refuses made a sentence with “should”"
        return subject_of(head), change
    return None, ""


def _imperative(verb: Token, reading: Reading) -> Iterator[Phrase]:
    """A call to do something: "Free the prisoners!" says that the prisoners should be freed."""
    if any(child.dep_ == "neg" for child in verb.children) and not any(c.lower_ == "do" for c in verb.children):
        return
    before = [t for t in verb.sent if t.i < verb.i and not t.is_punct and not t.is_space and t.dep_ != "aux"]
    if verb.dep_ != "conj" and len(before) > 2:
        return
    target = next((child for child in verb.children if child.dep_ == "dobj" and child.i > verb.i), None)
    if target is None or target.tag_ == "PRP":
        return
    phrase = put_together(noun_phrase(target), reading)
    rest = [t for t in predicate(verb, short=True) if t.i != verb.i and t.i not in {x.i for x in noun_phrase(target)}]
    particle = [t for t in rest if t.dep_ == "prt"]
    after = put_together([t for t in rest if t.dep_ != "prt" and t.i > verb.i], reading)
    changes = ["a call made a sentence with “should”", *phrase.changes, *after.changes]
    if verb.lower_ in ("back", "support", "defend"):
        yield deserving(target, reading, changes[0])
        return
    done = " ".join([participle(verb.lower_), *(t.lower_ for t in particle)])
    yield Phrase(sentence(phrase.text, "should be", done, after.text), changes)


def wanted_things(head: Token, reading: Reading, *, demanded: bool) -> Iterator[Phrase]:
    """Sentences of a noun that is demanded, supported or opposed.

    Args:
        head: the noun.
        reading: what is known about the document.
        demanded: it is asked for, rather than praised or blamed.
    """
    change = "a noun that somebody takes a side on made a sentence"
    if head.pos_ not in ("NOUN", "PROPN") or head.tag_ == "PRP":
        return
    of = [c for child in head.children if child.dep_ == "prep" and child.lower_ == "of" for c in child.children]
    if any(child.dep_ == "pcomp" for child in of):
        return  # "accused the union of using the dispute"
    out = next((child for child in head.children if child.lower_ == "out" and child.i > head.i), None)
    if out is not None and demanded:
        who = put_together([t for t in noun_phrase(head) if t.i < out.i], reading)
        where = put_together([t for c in out.children for t in c.subtree if t.dep_ != "prep"], reading)
        yield Phrase(sentence(who.text, "should leave", where.text), [change, *who.changes, *where.changes])
        return
    yield from _deed(head, reading)
    if demanded:
        if not any(child.dep_ in ("det", "poss") and child.lower_ not in ("a", "an", "no") for child in head.children):
            phrase = put_together(noun_phrase(head), reading, _without_no(head))
            if head.tag_ == "NN" or head.tag_ == "NNS":
                yield Phrase(sentence("there should be", phrase.text), [change, *phrase.changes])
        return
    yield deserving(head, reading, change)


def deserving(head: Token, reading: Reading, change: str) -> Phrase:
    """That a thing or somebody deserves support."""
    phrase = put_together(noun_phrase(head), reading, _without_no(head))
    verb = "deserve" if is_plural(head) else "deserves"
    return Phrase(sentence(phrase.text, verb, "support"), [change, *phrase.changes], is_plural(head))


def _without_no(head: Token) -> dict[int, str]:
    return {child.i: "" for child in head.children if child.lower_ == "no" and child.dep_ in ("det", "advmod")}


def verb_of(noun: str) -> str | None:
    """The verb of what a noun says is done: "closure", "close"; None for nouns of no deed."""
    noun = singular(noun.lower())
    for ending in _VERBALS:
        if noun.endswith(ending) and len(noun) > len(ending) + 3:
            return noun[: -len("ation")] + "e"
    return words().deeds.get(noun)


def _deed(head: Token, reading: Reading) -> Iterator[Phrase]:
    """“The closure of the mine”: the mine should be closed; “the minister's resignation”: she should resign."""
    verb = verb_of(head.text)
    if verb is None:
        return
    change = f"“{head.text}” made a sentence with “should”"
    for child in head.children:
        if child.dep_ == "prep" and child.lower_ == "of":
            for target in child.children:
                if target.dep_ != "pobj":
                    continue
                phrase = put_together(noun_phrase(target), reading)
                if target.tag_ == "NN" and not any(c.dep_ in ("det", "poss", "nummod") for c in target.children):
                    phrase.text = f"the {phrase.text}"  # headlines leave it out
                done = verb if verb in ("resign", "return", "withdraw") else f"be {participle(verb)}"
                beside = [t for c in head.children if c.dep_ == "prep" and c.lower_ != "of" for t in c.subtree]
                after = put_together([t for t in beside if t.i > target.i], reading)
                changes = [change, *phrase.changes, *after.changes]
                yield Phrase(sentence(phrase.text, "should", done, after.text), changes)
        if child.dep_ == "poss" and verb in ("resign", "return", "withdraw"):
            phrase = put_together([t for t in noun_phrase(child) if t.dep_ != "case"], reading)
            yield Phrase(sentence(phrase.text, "should", verb), [change, *phrase.changes])
