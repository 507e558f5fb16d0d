"""The step that reads statements with a trained model."""

from __future__ import annotations

from collections.abc import Sequence

from dissensus.annotating.statements._alone import complete_below
from dissensus.annotating.statements._apposed import with_appositions
from dissensus.annotating.statements._combined import add_by_rules, add_by_words
from dissensus.annotating.statements._found import Found
from dissensus.annotating.statements._inverted import with_speakers_after
from dissensus.annotating.statements._lexicon import all_words
from dissensus.annotating.statements._links import statements_of
from dissensus.annotating.statements._marks import quotations_of
from dissensus.annotating.statements._nested import nested_in
from dissensus.annotating.statements._once import innermost
from dissensus.annotating.statements._opinion import add_in_opinion
from dissensus.annotating.statements._plain import plain_statements_of
from dissensus.annotating.statements._rules import with_own_voice
from dissensus.annotating.statements._speakers import complete
from dissensus.annotating.statements._tidy import tidy
from dissensus.annotating.statements._view import View
from dissensus.annotating.statements.acts import words_of_acts
from dissensus.annotating.statements.engine.borders import mended
from dissensus.annotating.statements.engine.confidence import confidence_of
from dissensus.annotating.statements.engine.reader import Reading, read_tokens, spans_of_runs
from dissensus.annotating.statements.engine.tokens import Tokens, tokens_of_text
from dissensus.annotating.statements.engine.weights import SIZES, Model, load_model, read_manifest
from dissensus.annotating.steps import Draft
from dissensus.model.errors import UsageError
from dissensus.model.spans import digest_of


class StatementsStep:
    """Statements by a trained model, with quotations' borders, nesting and the own voice by rules.

    Needs no part of the draft but the document's text. Where ``draft.parse`` is filled it also tells who the speaker
    is by the phrase's head, when something was said, and what the outlet says in its own voice. Gives the statements
    in text order and the mentions, to which the phrases of speakers that no mention covers are added
    (``speaker_only``).

    Args:
        model: "accurate", or "fast" (less accurate, in less time); the models' cards tell how much.
        own_voice: whether the outlet's own assertions and demands are read as statements; needs the parse.
        nested: whether statements inside of statements are read; None for what the model does by default: "accurate"
            does, "fast" does not.

    Raises:
        UsageError: there is no model of that name.
        ModelError: the model's manifest cannot be read.
    """

    requires: frozenset[str] = frozenset()
    assigns: frozenset[str] = frozenset({"statements", "mentions"})

    def __init__(self, model: str = SIZES[0], *, own_voice: bool = True, nested: bool | None = None) -> None:
        if model not in SIZES:
            raise UsageError(
                f"there is no model of statements {model!r}",
                code="USE005",
                remedy=f"Give one of {', '.join(map(repr, SIZES))}, or take RuleStatementsStep, which needs no model",
            )
        manifest = read_manifest(model)
        self.model = model
        self.own_voice = own_voice
        self.nested = model == SIZES[0] if nested is None else nested
        self.name = manifest.name
        settings = f"{manifest.digest}\n{words_of_acts()}\nown voice {own_voice}, nested {self.nested}\n{all_words()}"
        self.digest = digest_of(settings)[:16]

    def __call__(self, draft: Draft, /) -> Draft:
        text = draft.document.text
        quotes = quotations_of(text)
        model = load_model(self.model)
        view = None if draft.parse is None else View(draft.parse)
        items = read_attributions(text, model, view, nested=self.nested)
        if view is None:
            items = in_order(tidy(text, add_by_words(text, items, quotes)))
            statements, mentions = plain_statements_of(text, items, quotes, draft.mentions)
            return draft.with_parts(statements=statements, mentions=mentions)
        items = in_order(tidy(text, add_in_opinion(view, add_by_rules(view, items, quotes), quotes)))
        if self.own_voice:
            quoted = [number >= 0 for number in innermost(view, quotes)]
            items = with_own_voice(view, items, quoted)
        statements, mentions = statements_of(view, items, quotes, draft.times, draft.mentions)
        return draft.with_parts(statements=statements, mentions=mentions)


def read_attributions(text: str, model: Model, view: View | None, *, nested: bool) -> list[Found]:
    """What a model reads in a text, in text order.

    Args:
        text: the text.
        model: the model.
        view: the parse, or None.
        nested: whether statements inside of statements are read.
    """
    tokens = tokens_of_text(text, model.pieces)
    readings = mended(tokens, read_tokens(tokens, model.network, threshold=model.manifest.threshold))
    items = [_found(tokens, reading, model) for reading in readings]
    complete_below(text, items, model)
    items = with_speakers_after(text, with_appositions(text, items))
    if nested:
        items += list(nested_in(text, items, model))
    if view is not None:
        for found in items:
            complete(view, found)
    return in_order(items)


def in_order(items: Sequence[Found]) -> list[Found]:
    """The items in text order."""
    return sorted(items, key=lambda f: (f.content[0], f.content[-1].end, f.cue[:1], f.confidence))


def _found(tokens: Tokens, reading: Reading, model: Model) -> Found:
    speaker = spans_of_runs(tokens, reading.speaker)
    return Found(
        cue_token=-1,
        cue=list(spans_of_runs(tokens, reading.cue)),
        content=list(spans_of_runs(tokens, reading.content)),
        speaker=min(speaker, key=lambda s: abs(s.start - int(tokens.start[reading.anchor])), default=None),
        confidence=confidence_of(reading, tokens, model.calibration),
        rule="read",
    )
