"""Candidates for wordings: full sentences out of the words of an utterance."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dissensus.model.claims import Utterance
from dissensus.model.spans import Span
from dissensus.reconciling.claims.discovery._clauses import clauses_of
from dissensus.reconciling.claims.discovery._demands import demands_of, wanted_things
from dissensus.reconciling.claims.discovery._judgements import judgements_of
from dissensus.reconciling.claims.discovery._phrases import QUOTES, Phrase, inside
from dissensus.reconciling.claims.discovery._slogans import slogans_of
from dissensus.reconciling.claims.discovery._words import is_form_of, words
from dissensus.reconciling.claims.discovery.neutral import faults, loaded_left, words_of
from dissensus.reconciling.claims.discovery.values import Candidate, Reading

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as SpacySpan

MOST_CHARACTERS = 2_000
"""Of an utterance only so many characters are looked at; the rest of a longer one makes no candidates."""
LONGEST_SENTENCE = 120
"""Tokens; a longer sentence is a list or no prose, and its parse is not to be trusted."""
MOST_CANDIDATES = 8
"""Of one utterance."""

_TAKING_SIDES = frozenset({"supports", "rejects", "criticises", "demands", "wants", "denies", "doubts", "accuses"})
_STANDING = frozenset({"am", "are", "is", "’m", "'m", "be", "stand"})
NO_READING = Reading()


def candidates(utterance: Utterance, parse: Doc, reading: Reading = NO_READING) -> tuple[Candidate, ...]:
    """Sentences that may word a claim, made of the words of an utterance.

    Whole sentences and clauses stand as they are or shortened; demands, calls and slogans become "X should ...";
    judgements inside a noun phrase become sentences of their own, as open information extraction does with
    relations (Etzioni et al., CACM 2008); "not" is taken away, as a claim is worded positively.

    Args:
        utterance: its spans stand in the document that was parsed.
        parse: of the whole document, with tags and dependencies.
        reading: names of pronouns, and loaded words.

    Returns:
        At most `MOST_CANDIDATES`, verbatim ones first, all without `faults`; each text once.
    """
    spans = _looked_at(utterance)
    found: dict[str, Candidate] = {}
    for phrase in _phrases(utterance, parse, spans, reading):
        if phrase.text in found or faults(phrase.text):
            continue
        verbatim = _stands_in(phrase.text, utterance.words)
        found[phrase.text] = Candidate(
            phrase.text,
            utterance,
            "verbatim" if verbatim else "composed",
            () if verbatim else tuple(dict.fromkeys(phrase.changes)) or ("shortened",),
            loaded_left(phrase.text, reading.loaded),
        )
    ordered = sorted(found.values(), key=lambda each: each.origin == "composed")
    return tuple(ordered[:MOST_CANDIDATES])


def _looked_at(utterance: Utterance) -> list[Span]:
    left, found = MOST_CHARACTERS, []
    for start, end in utterance.spans:
        if left <= 0:
            break
        found.append(Span(start, min(end, start + left)))
        left -= end - start
    return found


def _stands_in(text: str, spoken: str) -> bool:
    """Whether the words of a sentence stand in what was said, one after the other."""
    said, looked_for = f" {' '.join(words_of(spoken[:MOST_CHARACTERS]))} ", f" {' '.join(words_of(text))} "
    return looked_for in said


def _phrases(utterance: Utterance, parse: Doc, spans: list[Span], reading: Reading) -> Iterator[Phrase]:
    told = utterance.mode in ("indirect", "mixed")
    for span in spans:
        words_ = parse.char_span(span.start, span.end, alignment_mode="expand")
        if words_ is None:
            continue
        for sent in _sentences(parse, words_):
            if len(sent) > LONGEST_SENTENCE:
                continue
            start, end = max(sent.start_char, span.start), min(sent.end_char, span.end)
            yield from slogans_of(parse, start, end, reading)
            asked = parse.text[start:end].rstrip("".join(QUOTES) + " ").endswith("?")
            for token in sent:
                if inside(token, spans) and not (asked and token.dep_ in ("ROOT", "conj")):
                    yield from _of_token(token, reading, told=told)
            if utterance.act in _TAKING_SIDES:
                yield from _of_noun_alone([t for t in sent if inside(t, spans)], utterance, reading)


def _sentences(parse: Doc, words_: SpacySpan) -> Iterator[SpacySpan]:
    """The sentences that some words stand in, whole."""
    at = words_.start
    while at < words_.end:
        sent = parse[at].sent
        yield sent
        at = sent.end


def _of_token(token: Token, reading: Reading, *, told: bool) -> Iterator[Phrase]:
    if token.pos_ in ("VERB", "AUX"):
        yield from demands_of(token, reading)
        yield from clauses_of(token, reading, told=told)
    elif token.pos_ in ("NOUN", "PROPN"):
        yield from judgements_of(token, reading)
        verb, what = token.head, token.dep_
        if what == "pobj":
            verb, what = verb.head, f"{verb.lower_} pobj"
        asked_of = any(child.dep_ in ("xcomp", "ccomp") for child in verb.children)
        if what in ("dobj", "for pobj") and is_form_of(verb.lower_, words().demanding) and not asked_of:
            yield from wanted_things(token, reading, demanded=True)
        sided = what in ("dobj", "against pobj", "to pobj") and is_form_of(verb.lower_, words().siding)
        stood = what in ("for pobj", "against pobj") and verb.lower_ in _STANDING
        if sided or stood:
            yield from wanted_things(token, reading, demanded=False)


def _of_noun_alone(tokens: list[Token], utterance: Utterance, reading: Reading) -> Iterator[Phrase]:
    """Content that is but a noun: the cue says what is thought of it."""
    if not tokens or any(token.pos_ == "AUX" or token.tag_ in ("VBD", "VBZ", "VBP", "VB") for token in tokens[:12]):
        return
    indices = {token.i for token in tokens}
    heads = [t for t in tokens if t.pos_ in ("NOUN", "PROPN") and (t.head.i not in indices or t.head.i == t.i)]
    for head in heads[:1]:
        yield from wanted_things(head, reading, demanded=utterance.act in ("demands", "wants"))
