"""From a cue and the reach of its content to a finding."""

from __future__ import annotations

from dissensus.annotating.statements import _lexicon as lexicon
from dissensus.annotating.statements._found import Found
from dissensus.annotating.statements._grammar import cue_span, relative_pronoun, spans_at, speaker_with_span
from dissensus.annotating.statements._view import View
from dissensus.model.spans import Span


def attributed(
    view: View,
    cue: int,
    ranges: list[tuple[int, int]],
    confidence: float,
    rule: str,
    cue_words: list[Span] | None = None,
) -> Found | None:
    """A finding with the speaker that grammar gives; None when no word is left in the content.

    Args:
        view: the text.
        cue: number of the cue's token.
        ranges: token ranges of the content, in order.
        confidence: of the rule.
        rule: its name.
        cue_words: the cue's words, where they are more than the verb group.
    """
    content = spans_at(view, ranges)
    if not content:
        return None
    if rule in {"infinitive", "clause"}:
        content = [*_gapped(view, cue), *content]
    speaker = None if view.low[cue] in lexicon.IMPERSONAL else speaker_with_span(view, cue)[1]
    pronoun = relative_pronoun(view, cue) if speaker is not None else None
    return Found(cue, cue_words or cue_span(view, cue), content, speaker, confidence, rule, pronoun)


def _gapped(view: View, verb: int) -> list[Span]:
    """Of "the treaty that he refused to sign" the noun phrase that the reported infinitive lacks."""
    if view.dep[verb] != "relcl" or view.child(verb, "nsubj") is None:
        return []
    noun = view.head[verb]
    first = view.edges(verb)[0]
    if noun >= first or not any(
        view.low[i] in lexicon.RELATIVE and view.dep[i] in {"dobj", "pobj"} for i in range(first, min(first + 2, verb))
    ):
        return []
    return spans_at(view, [(view.edges(noun)[0], first)])
