"""The annotating steps as spaCy components, for pipelines that take one of them without the rest.

Registered as ``dissensus_times_v1``, ``dissensus_mentions_v1`` and ``dissensus_statements_v1`` (spaCy allows no dots in
the names of factories); spaCy finds them through the package's entry points, so nothing needs to be imported:
``nlp.add_pipe("dissensus_statements_v1")``.

Results stand in ``doc.spans`` (widened to whole tokens) and, exact to the character, in ``doc._`` extensions:

``doc._.dissensus_published``
    read: publication date as "YYYY-MM-DD", "YYYY-MM" or "YYYY", or None; set it before the pipeline runs
    (``nlp.pipe`` keeps it for documents that are passed in as ``Doc``).
``doc._.dissensus_times``, ``doc._.dissensus_mentions``, ``doc._.dissensus_statements``
    given: tuples of ``TimeExpression``, ``Mention`` and ``Statement``.
``doc.spans["dissensus_times"]``, ``doc.spans["dissensus_mentions"]``
    given: one span an expression; ``span.id`` is its number in the tuple.
``doc.spans["dissensus_statements_content"]`` and the same with ``_speaker`` and ``_cue``
    given: one span a part; ``span.id`` is the number of the statement.

The extensions keep plain values in ``doc.user_data``, so a Doc can be stored and sent to other processes.
"""

from __future__ import annotations

import dataclasses
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from spacy.language import Language

from dissensus.annotating.steps import Draft, Step
from dissensus.model.annotations import Mention, Statement, TimeExpression
from dissensus.model.documents import Document, PartialDate
from dissensus.model.errors import PipelineError, UsageError
from dissensus.model.keeping import kept_statements
from dissensus.model.options import DEFAULT_MIN_CONFIDENCE, STATEMENT_READERS
from dissensus.model.spans import Span, Spans

if TYPE_CHECKING:
    from spacy.tokens import Doc


def _spans(plain: Iterable[Sequence[int]]) -> Spans:
    return tuple(Span(*pair) for pair in plain)


def _time_of(row: Sequence[Any]) -> TimeExpression:
    return TimeExpression(Span(*row[0]), *row[1:])


def _mention_of(row: Sequence[Any]) -> Mention:
    return Mention(Span(*row[0]), Span(*row[1]), *row[2:])


def _statement_of(row: Sequence[Any]) -> Statement:
    # A Doc that was stored before statements told their act has rows of nine values.
    speaker, cue, content, mode, confidence, mention, parent, time, about, *act = row
    return Statement(
        _spans(speaker), _spans(cue), _spans(content), mode, confidence, mention, parent, time, tuple(about), *act
    )


def _read(doc: Doc, key: str, build: Callable[[Sequence[Any]], Any]) -> tuple[Any, ...]:
    return tuple(build(row) for row in doc.user_data.get(key, ()))


def _write(doc: Doc, key: str, records: Iterable[Any]) -> None:
    doc.user_data[key] = [list(dataclasses.astuple(record)) for record in records]


def _get_times(doc: Doc) -> tuple[TimeExpression, ...]:
    return _read(doc, "dissensus_times", _time_of)


def _set_times(doc: Doc, times: Iterable[TimeExpression]) -> None:
    _write(doc, "dissensus_times", times)


def _get_mentions(doc: Doc) -> tuple[Mention, ...]:
    return _read(doc, "dissensus_mentions", _mention_of)


def _set_mentions(doc: Doc, mentions: Iterable[Mention]) -> None:
    _write(doc, "dissensus_mentions", mentions)


def _get_statements(doc: Doc) -> tuple[Statement, ...]:
    return _read(doc, "dissensus_statements", _statement_of)


def _set_statements(doc: Doc, statements: Iterable[Statement]) -> None:
    _write(doc, "dissensus_statements", statements)


def declare_extensions() -> None:
    """Declare the ``doc._`` extensions, once; an extension of that name which is there already is kept."""
    from spacy.tokens import Doc

    if not Doc.has_extension("dissensus_published"):
        Doc.set_extension("dissensus_published", default=None)
    for name, getter, setter in (
        ("dissensus_times", _get_times, _set_times),
        ("dissensus_mentions", _get_mentions, _set_mentions),
        ("dissensus_statements", _get_statements, _set_statements),
    ):
        if not Doc.has_extension(name):
            Doc.set_extension(name, getter=getter, setter=setter)


def _published(doc: Doc) -> PartialDate | None:
    value = doc._.dissensus_published
    if value is None:
        return None
    try:
        return PartialDate(str(value))
    except ValueError as error:
        raise UsageError(f"doc._.dissensus_published: {error}", code="USE005") from error


def _set_spans(doc: Doc, key: str, label: str, spans: Iterable[tuple[int, Span]]) -> None:
    """Fill a span group with the spans widened to whole tokens; ``id`` links each to its record."""
    found = []
    for number, (start, end) in spans:
        span = doc.char_span(start, end, label=label, alignment_mode="expand")
        if span is not None:
            span.id = number
            found.append(span)
    doc.spans[key] = found


class _Component(ABC):
    """One annotating step as a spaCy component: a callable from Doc to the same Doc."""

    needs: tuple[tuple[str, str], ...] = ()

    def __init__(self, step: Step, name: str) -> None:
        self.step = step
        self.name = name
        declare_extensions()

    def __call__(self, doc: Doc) -> Doc:
        for annotation, component in self.needs:
            # A Doc without words has no annotation and needs none.
            if len(doc) and not doc.has_annotation(annotation):
                raise PipelineError(
                    f"component {self.name!r} found no {annotation} annotation in the Doc",
                    remedy=f"Add a trained {component} before it, for instance with spacy.load",
                )
        draft = Draft(
            Document(id="", text=doc.text, published=_published(doc)),
            parse=doc if doc.has_annotation("DEP") and doc.has_annotation("TAG") else None,
            times=doc._.dissensus_times,
            mentions=doc._.dissensus_mentions,
        )
        self.write(doc, self.step(draft))
        return doc

    @abstractmethod
    def write(self, doc: Doc, draft: Draft) -> None:
        """Put the step's part of the draft into the Doc."""


def _write_mentions(doc: Doc, mentions: tuple[Mention, ...]) -> None:
    doc._.dissensus_mentions = mentions
    _set_spans(doc, "dissensus_mentions", "MENTION", ((i, mention.span) for i, mention in enumerate(mentions)))


class TimesComponent(_Component):
    """Temporal expressions, resolved against ``doc._.dissensus_published``."""

    def write(self, doc: Doc, draft: Draft) -> None:
        times: tuple[TimeExpression, ...] = draft.times
        doc._.dissensus_times = times
        _set_spans(doc, "dissensus_times", "TIME", ((i, time.span) for i, time in enumerate(times)))


class MentionsComponent(_Component):
    """Words that refer to actors."""

    needs = (("DEP", "parser"), ("TAG", "tagger"))

    def write(self, doc: Doc, draft: Draft) -> None:
        _write_mentions(doc, draft.mentions)


class StatementsComponent(_Component):
    """Who says what. Needs no other component.

    Reads times and mentions where components before it gave them and adds speakers to the mentions. Where a parser and
    a tagger ran before it, it also reads the outlet's own voice and when something was said.

    Args:
        step: the step.
        name: the component's name.
        min_confidence: statements below are left out.
    """

    def __init__(self, step: Step, name: str, min_confidence: float = DEFAULT_MIN_CONFIDENCE) -> None:
        super().__init__(step, name)
        self.min_confidence = min_confidence

    def write(self, doc: Doc, draft: Draft) -> None:
        kept = kept_statements(draft.statements, self.min_confidence)
        number = {old: new for new, old in enumerate(kept)}
        statements: tuple[Statement, ...] = tuple(
            statement if statement.parent is None else dataclasses.replace(statement, parent=number[statement.parent])
            for statement in kept.values()
        )
        doc._.dissensus_statements = statements
        for part in ("content", "speaker", "cue"):
            _set_spans(
                doc,
                f"dissensus_statements_{part}",
                part.upper(),
                ((i, span) for i, statement in enumerate(statements) for span in getattr(statement, part)),
            )
        _write_mentions(doc, draft.mentions)


class StatementsByRulesComponent(StatementsComponent):
    """The same by rules, which need a parse."""

    needs = (("DEP", "parser"), ("TAG", "tagger"))


@Language.factory("dissensus_times_v1", assigns=["doc._.dissensus_times", "doc.spans"])
def make_times(nlp: Language, name: str) -> TimesComponent:  # noqa: ARG001 - spaCy passes it
    """Factory of ``dissensus_times_v1``."""
    from dissensus.annotating.times import TimesStep

    return TimesComponent(TimesStep(), name)


@Language.factory("dissensus_mentions_v1", assigns=["doc._.dissensus_mentions", "doc.spans"])
def make_mentions(nlp: Language, name: str) -> MentionsComponent:  # noqa: ARG001 - spaCy passes it
    """Factory of ``dissensus_mentions_v1``."""
    from dissensus.annotating.mentions import MentionsStep

    return MentionsComponent(MentionsStep(), name)


@Language.factory(
    "dissensus_statements_v1",
    default_config={
        "model": STATEMENT_READERS[0],
        "own_voice": True,
        "nested": None,
        "min_confidence": DEFAULT_MIN_CONFIDENCE,
    },
    assigns=["doc._.dissensus_statements", "doc._.dissensus_mentions", "doc.spans"],
)
def make_statements(
    nlp: Language,  # noqa: ARG001 - spaCy passes it
    name: str,
    model: str,
    own_voice: bool,
    nested: bool | None,
    min_confidence: float,
) -> StatementsComponent:
    """Factory of ``dissensus_statements_v1``.

    Args:
        nlp: the pipeline it is made for.
        name: the component's name in that pipeline.
        model: "accurate", "fast", or "rules", which needs a parser and a tagger before it.
        own_voice: whether the outlet's own assertions and demands are read as statements, where there is a parse.
        nested: whether statements inside of statements are read; None: by "accurate" they are, by "fast" not.
        min_confidence: statements found with less confidence are left out.
    """
    from dissensus.annotating.statements import RuleStatementsStep, StatementsStep

    if model == "rules":
        return StatementsByRulesComponent(RuleStatementsStep(own_voice=own_voice), name, min_confidence)
    step = StatementsStep(model, own_voice=own_voice, nested=nested)
    return StatementsComponent(step, name, min_confidence)
