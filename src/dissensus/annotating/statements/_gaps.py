"""Relative clauses whose pronoun stands for what is said: "the council that he refused to recognise".

The words of the content stand before the speaker there: the noun phrase that the pronoun stands for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dissensus.annotating.statements import _lexicon as lexicon
from dissensus.annotating.statements._forms import words
from dissensus.annotating.statements._found import Found
from dissensus.annotating.statements._grammar import core, cue_span, phrase
from dissensus.annotating.statements._view import View
from dissensus.model.spans import Span

CONFIDENCE = 0.4
"""Share of attitudes with an object that are right on PolNeAR train, as in the word lists; of those with a gap there
are too few."""
REACH = 12
"""Most tokens from the pronoun to the verb."""
_PRONOUNS = words("that which whom")
_TOLD = frozenset(lexicon.NOUN_THAT) | words("fact news")
_ATTITUDES = frozenset(lexicon.OBJECT)


def antecedent_before(view: View, pronoun: int) -> Span | None:
    """The noun phrase directly before a relative pronoun that is not its clause's subject, or None.

    The order of the words decides: parsers take "the council, that he refused to recognise, …" for many things.
    """
    if pronoun < 1 or view.low[pronoun] not in _PRONOUNS or view.tag[pronoun] not in {"WDT", "WP", "IN"}:
        return None
    noun = pronoun - 1 - (view.low[pronoun - 1] == ",")
    after = pronoun + 1
    if noun < 0 or after >= len(view) or view.tag[noun][:2] != "NN" or view.sentence[noun] != view.sentence[pronoun]:
        return None
    if (view.tag[pronoun] == "IN" or view.low[noun] in _TOLD) and view.low[pronoun - 1] != ",":
        return None  # "the news that he refused to go" has no gap
    if view.tag[after][:2] not in {"PR", "DT", "NN", "JJ"}:
        return None
    return view.span(*core(view, noun))


def fill_gap(view: View, found: Found) -> None:
    """Put the noun phrase before a relative pronoun to a content that begins with the pronoun alone."""
    if not found.content:
        return
    first = found.content[0]
    token = view.token_at(first.start)
    if token >= len(view) or view.end[token] != first.end or view.start[token] != first.start:
        return
    whole = antecedent_before(view, token)
    if whole is None or any(whole.start < s.end and s.start < whole.end for s in _others(found)):
        return
    found.content[0] = Span(whole.start, first.end)


def gaps_of(view: View) -> Iterator[Found]:
    """Attitudes to what a relative clause hangs on: "the owners whom the union denounces"."""
    for verb in range(len(view)):
        if view.low[verb] not in _ATTITUDES or view.dep[verb] not in {"relcl", "acl"}:
            continue
        subject = view.child(verb, "nsubj")
        pronoun = view.child(verb, "dobj")
        if subject is None or pronoun is None or not verb - REACH <= pronoun < subject < verb:
            continue
        whole = antecedent_before(view, pronoun)
        who = phrase(view, subject, verb)
        if whole is not None and who is not None and view.low[subject] not in lexicon.WEAK_SUBJECTS:
            yield Found(verb, cue_span(view, verb), [whole], who, CONFIDENCE, "gap")


def _others(found: Found) -> Sequence[Span]:
    return [*found.cue, *([found.speaker] if found.speaker is not None else [])]
