"""The annotating steps as spaCy components, for pipelines that take one of them without the rest.

Registered through the entry points ``dissensus.Times.v1``, ``dissensus.Mentions.v1`` and ``dissensus.Statements.v1``.
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
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from dissensus.annotating.steps import Draft, Step
from dissensus.model.annotations import Mention, Statement, TimeExpression
from dissensus.model.documents import Document, PartialDate
from dissensus.model.errors import PipelineError, UsageError
from dissensus.model.spans import Span

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_EXTENSIONS: tuple[tuple[str, Any], ...] = (
    ("dissensus_published", None),
    ("dissensus_times", ()),
    ("dissensus_mentions", ()),
    ("dissensus_statements", ()),
)


def declare_extensions() -> None:
    """Declare the ``doc._`` extensions, once; an extension of that name which is there already is kept."""
    from spacy.tokens import Doc

    for name, default in _EXTENSIONS:
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=default)


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


class _Component:
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
            parse=doc,
            times=doc._.dissensus_times,
            mentions=doc._.dissensus_mentions,
        )
        self.write(doc, self.step(draft))
        return doc

    def write(self, doc: Doc, draft: Draft) -> None:
        raise PipelineError(f"component {self.name!r} writes nothing")  # each kind of component has its own


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
    """Who says what. Reads times and mentions where components before it gave them; adds speakers to the mentions."""

    needs = (("DEP", "parser"), ("TAG", "tagger"))

    def write(self, doc: Doc, draft: Draft) -> None:
        statements: tuple[Statement, ...] = draft.statements
        doc._.dissensus_statements = statements
        for part in ("content", "speaker", "cue"):
            _set_spans(
                doc,
                f"dissensus_statements_{part}",
                part.upper(),
                ((i, span) for i, statement in enumerate(statements) for span in getattr(statement, part)),
            )
        _write_mentions(doc, draft.mentions)


def make_times(nlp: Language, name: str) -> TimesComponent:
    """Factory of ``dissensus.Times.v1``."""
    from dissensus.annotating.times import TimesStep

    return TimesComponent(TimesStep(), name)


def make_mentions(nlp: Language, name: str) -> MentionsComponent:
    """Factory of ``dissensus.Mentions.v1``."""
    from dissensus.annotating.mentions import MentionsStep

    return MentionsComponent(MentionsStep(), name)


def make_statements(nlp: Language, name: str, own_voice: bool = True) -> StatementsComponent:
    """Factory of ``dissensus.Statements.v1``.

    Args:
        nlp: the pipeline it is made for.
        name: the component's name in that pipeline.
        own_voice: whether the outlet's own assertions and demands are read as statements.
    """
    from dissensus.annotating.statements import StatementsStep

    return StatementsComponent(StatementsStep(own_voice=own_voice), name)
