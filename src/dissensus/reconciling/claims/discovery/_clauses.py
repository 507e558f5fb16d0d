"""Clauses that can stand alone: with a subject, a finite verb and no "not"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dissensus.reconciling.claims.discovery._phrases import (
    PEOPLE,
    SUBJECTS,
    Phrase,
    is_plural,
    noun_phrase,
    put_together,
    sentence,
)
from dissensus.reconciling.claims.discovery._words import past, third_person
from dissensus.reconciling.claims.discovery.values import Reading

if TYPE_CHECKING:
    from spacy.tokens import Token

FARTHEST = 3
"""Words from a noun to "who" or "that"; from farther off the parse often takes the wrong noun."""
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
MUST = frozenset({"must", "should", "ought", "shall", "needs", "need"})
NEVER = frozenset({"not", "n't", "n’t", "never"})
MASS = frozenset(
    {
        "money",
        "trade",
        "time",
        "evidence",
        "information",
        "work",
        "compensation",
        "support",
        "help",
        "trust",
        "progress",
        "pressure",
        "violence",
        "justification",
        "hope",
        "reason",
        "room",
        "truth",
        "proof",
        "aid",
        "assistance",
    }
)
_STOPS = frozenset(
    {"if", "unless", "when", "until", "while", "whatever", "whoever", "although", "though", "than", "as"}
)
_ALONE = frozenset({"ROOT", "ccomp", "conj", "parataxis", "pcomp", "advcl", "relcl", "dep", "csubj", "xcomp"})
_ASIDE = frozenset({"preconj", "mark", "intj", "discourse", "parataxis", "dep", "meta"})


def finite_auxiliaries(verb: Token) -> list[Token]:
    """The auxiliaries of a verb that carry tense or mood."""
    return [child for child in verb.children if child.dep_ in ("aux", "auxpass") and child.tag_ in FINITE]


def is_finite(verb: Token) -> bool:
    """Whether the verb, alone or with an auxiliary, carries tense or mood."""
    return verb.tag_ in FINITE or bool(finite_auxiliaries(verb))


def subject_of(verb: Token) -> Token | None:
    """The head of the subject: the verb's own, or that of the verb it is joined to by "and"."""
    for _ in range(8):
        for child in verb.children:
            if child.dep_ in SUBJECTS:
                return child
        if verb.dep_ != "conj":
            return None
        verb = verb.head
    return None


def predicate(verb: Token, *, short: bool) -> list[Token]:
    """The verb and what follows from it, without subject, auxiliaries, "not" and joined clauses.

    Args:
        verb: its head.
        short: leaves out adverbial and relative clauses and what stands before the verb, too.
    """
    found = [verb]
    waiting = [child for child in verb.children if _belongs(child, verb, short)]
    while waiting:
        token = waiting.pop()
        found.append(token)
        listed = any(child.dep_ == "conj" for child in token.children)
        waiting += [
            child
            for child in token.children
            if not (short and child.dep_ in ("relcl", "appos", "parataxis", "advcl"))
            and not (short and child.dep_ == "punct" and child.tag_ != "HYPH" and not listed)
        ]
    return found


def _belongs(child: Token, verb: Token, short: bool) -> bool:
    if child.dep_ == "cc":
        return any(_stays(other, verb) and other.i > child.i for other in verb.children)
    if child.dep_ in SUBJECTS or child.dep_ in _ASIDE or child.dep_ in ("aux", "auxpass", "neg"):
        return False
    if child.dep_ == "conj":
        return _stays(child, verb)
    if child.dep_ == "ccomp" and child.i < verb.i:
        return False
    if child.dep_ == "advcl" and (short or (child.i < verb.i)):
        return False
    if child.dep_ == "punct":
        return child.tag_ == "HYPH" or (not short and child.text == ",")
    return not (child.i < verb.i and short and child.dep_ in ("prep", "npadvmod", "advmod"))


def _stays(child: Token, verb: Token) -> bool:
    """“Arm and train them” stays together, “he came and they left” does not."""
    return child.dep_ == "conj" and subject_is_shared(child) and child.tag_ == verb.tag_ and child.i - verb.i <= 3


def subject_is_shared(verb: Token) -> bool:
    """Whether a joined verb has no subject of its own."""
    return not any(child.dep_ in SUBJECTS for child in verb.children)


def is_denied(verb: Token) -> bool:
    """Whether the clause says "not" or "never" of its verb."""
    return any(child.dep_ == "neg" or child.lower_ in NEVER for child in _with_auxiliaries(verb))


def _with_auxiliaries(verb: Token) -> Iterator[Token]:
    for child in verb.children:
        yield child
        if child.dep_ in ("aux", "auxpass", "advmod"):
            yield from child.children


def clauses_of(verb: Token, reading: Reading, *, told: bool) -> Iterator[Phrase]:
    """Sentences of the clause of a finite verb, whole and shortened.

    Args:
        verb: a verb or a copula.
        reading: what is known about the document.
        told: the words are reported by a cue, so that "would" stands for "will".
    """
    if not is_finite(verb) or verb.dep_ not in _ALONE or _hangs_on_a_condition(verb):
        return
    subject = subject_of(verb)
    if subject is None or asks(verb, subject):
        return
    head, joined = subject, []
    if verb.dep_ == "relcl" or subject.tag_ in ("WDT", "WP"):
        if subject.tag_ not in ("WDT", "WP") or verb.dep_ not in ("relcl", "ccomp"):
            return
        head = verb.head
        if head.pos_ not in ("NOUN", "PROPN") or subject.i - head.i > FARTHEST:
            return
        joined.append("a relative clause made a sentence")
    if head.tag_ in ("WDT", "WP", "WRB", "WP$") or _disagrees(verb, head):
        return
    first = put_together([t for t in noun_phrase(head) if t.i < verb.i or head is not verb.head], reading)
    if head is verb.head:
        first.text = _definite(first.text)
    if not first.text:
        return
    middle, swap, changes = _auxiliaries(verb, told=told)
    for short in (False, True):
        tokens = predicate(verb, short=short)
        opening = [t for t in tokens if t.i < verb.i and t.i < head.i] if not short else []
        told_tokens = [t for t in tokens if t not in opening]
        taken: list[str] = []
        denied = {t.i: _without_no(t, taken) for t in told_tokens if t.dep_ == "det" and t.lower_ == "no"}
        keep = frozenset(t.i for t in told_tokens if t.dep_ in ("attr", "acomp", "oprd"))
        rest = put_together(told_tokens, reading, swap | denied, keep)
        whole = sentence(first.text, middle, rest.text)
        yield Phrase(whole, [*joined, *first.changes, *rest.changes, *changes, *taken], is_plural(head))


def asks(verb: Token, subject: Token | None) -> bool:
    """Whether a question word other than the subject hangs on the verb: "what the reason is", "that it depends on"."""
    waiting = [child for child in verb.children if subject is None or child.i != subject.i]
    while waiting:
        token = waiting.pop()
        if token.tag_ in ("WP", "WDT", "WRB", "WP$"):
            return True
        waiting += [child for child in token.children if child.dep_ in ("pobj", "prep", "det", "poss", "amod")]
    return False


def _disagrees(verb: Token, head: Token) -> bool:
    """Whether verb and subject differ in number: then the parse is wrong about one of them."""
    finite = next(iter(finite_auxiliaries(verb)), verb)
    if head.dep_ == "expl":
        return head.lower_ == "there" and verb.pos_ != "AUX" and verb.lower_ not in ("be", "been", "is", "are", "was")
    if head.pos_ not in ("NOUN", "PROPN"):
        return False
    if finite.tag_ == "VBZ":
        return is_plural(head) and head.tag_ != "NN" and head.lower_ not in PEOPLE
    return finite.tag_ == "VBP" and not is_plural(head) and head.tag_ == "NN"


def _without_no(token: Token, changes: list[str]) -> str:
    if not changes:
        changes.append("made positive: “no” taken away")
    noun = token.head
    return "" if noun.tag_ in ("NNS", "NNPS") or noun.lower_ in MASS else "a"


def _definite(text: str) -> str:
    first, _, rest = text.partition(" ")
    return f"the {rest}" if first.lower() in ("a", "an", "some", "any") and rest else text


def _hangs_on_a_condition(verb: Token) -> bool:
    marks = [c for c in verb.children if c.dep_ in ("mark", "advmod") and c.lower_ in _STOPS]
    if verb.dep_ == "advcl" and (marks or not any(c.dep_ == "mark" for c in verb.children)):
        return True
    if marks:
        return True
    # A question says nothing; an "if" beside a modal verb changes what is said.
    conditional = any(
        c.dep_ == "advcl" and any(g.lower_ in ("if", "unless") for g in c.children) for c in verb.children
    )
    modal = any(c.lower_ in ("would", "could", "might") for c in verb.children if c.dep_ == "aux")
    return conditional and modal


def _auxiliaries(verb: Token, *, told: bool) -> tuple[str, dict[int, str], list[str]]:
    """What stands between subject and verb; forms that change; what was done."""
    changes: list[str] = []
    swap: dict[int, str] = {}
    denied = is_denied(verb)
    said: list[str] = []
    for child in verb.children:
        if child.dep_ not in ("aux", "auxpass") or child.i > verb.i:
            continue
        lower = child.lower_
        if lower in ("do", "does", "did") and denied:
            base = verb.lower_
            swap[verb.i] = {"does": third_person(base), "do": base, "did": past(base)}[lower]
            continue
        if lower in ("must", "ought", "shall") and child.tag_ == "MD":
            changes.append(f"“{child.text}” → “should”")
            said.append("should")
        elif lower == "to" and said and said[-1] == "should":
            continue
        elif told and lower in ("would", "’d", "'d"):
            changes.append(f"“{child.text}” → “will”")
            said.append("will")
        elif lower in ("’d", "'d"):
            said.append("would")
        elif lower in ("’s", "'s"):
            said.append("is" if verb.tag_ == "VBG" or child.dep_ == "auxpass" else "has")
        else:
            said.append({"ca": "can", "wo": "will", "’re": "are", "'re": "are", "’ll": "will", "'ll": "will",
                         "’ve": "have", "'ve": "have"}.get(lower, lower))  # fmt: skip
    if denied:
        changes.append("made positive: “not” taken away")
    return " ".join(said), swap, changes
