"""The annotating steps as spaCy components, for pipelines that take one of them without the rest.

Registered as ``dissensus_times_v1``, ``dissensus_mentions_v1``, ``dissensus_statements_v1`` and
``dissensus_entities_v1`` (spaCy allows no dots in the names of factories); spaCy finds them through the package's entry
points, so nothing needs to be imported:
``nlp.add_pipe("dissensus_statements_v1")``.

Results stand in ``doc.spans`` (widened to whole tokens) and, exact to the character, in ``doc._`` extensions:

``doc._.dissensus_published``
    read: publication date as "YYYY-MM-DD", "YYYY-MM" or "YYYY", or None; set it before the pipeline runs
    (``nlp.pipe`` keeps it for documents that are passed in as ``Doc``).
``doc._.dissensus_times``, ``doc._.dissensus_mentions``, ``doc._.dissensus_statements``
    given: tuples of ``TimeExpression``, ``Mention`` and ``Statement``.
``doc.spans["dissensus_times"]``, ``doc.spans["dissensus_mentions"]``
    given: one span an expression; ``span.id`` is its number in the tuple.
``doc.spans["dissensus_entities"]``
    given: one span a mention; ``span.id`` is the number of its entity: spans of one number refer to one actor.
``doc.spans["dissensus_statements_content"]`` and the same with ``_speaker`` and ``_cue``
    given: one span a part; ``span.id`` is the number of the statement.

The extensions keep plain values in ``doc.user_data``, so a Doc can be stored and sent to other processes.

Times and mentions stand before statements, whose numbers refer to them, and entities stand last, as they number the
mentions; in another order the components refuse to work (PIP001). All of them read English (PIP002).
"""

from __future__ import annotations

import dataclasses
import math
import warnings
import weakref
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from spacy.language import Language

from dissensus.annotating.components_values import declare_extensions, published, set_spans
from dissensus.annotating.steps import Draft, Step
from dissensus.model.annotations import Mention, Statement, TimeExpression
from dissensus.model.documents import Document
from dissensus.model.errors import PipelineError, UsageError
from dissensus.model.keeping import kept_statements
from dissensus.model.options import DEFAULT_MIN_CONFIDENCE, STATEMENT_READERS

if TYPE_CHECKING:
    from spacy.tokens import Doc

ENTITY_READERS = ("trained", "rules")
"""What numbers entities; the first is the default."""


class _Component(ABC):
    """One annotating step as a spaCy component: a callable from Doc to the same Doc."""

    needs: tuple[tuple[str, str], ...] = ()
    order: int
    """Place among the components of ours: each stands before those of a higher one."""

    def __init__(self, step: Step, name: str, nlp: Language | None = None) -> None:
        self.step = step
        self.name = name
        # The pipeline holds its components: they do not hold it.
        self._pipeline: Callable[[], Language | None] | None = None if nlp is None else weakref.ref(nlp)
        self._misplaced: str | None = None
        declare_extensions()

    def __getstate__(self) -> dict[str, Any]:
        # Another process has no pipeline to look at; it is told what was found here.
        return self.__dict__ | {"_pipeline": None, "_misplaced": self.misplaced()}

    def misplaced(self) -> str | None:
        """The name of a component that stands before this one and would have needed what it finds, or None."""
        before = self._others()[0]
        later = (name for name, each in before if isinstance(each, _Component) and each.order > self.order)
        return next(later, self._misplaced)

    def _others(self) -> tuple[list[tuple[str, Any]], list[tuple[str, Any]]]:
        """The components before and after this one in its pipeline, by name; none where it stands in no pipeline."""
        nlp = None if self._pipeline is None else self._pipeline()
        pipeline = [] if nlp is None else list(nlp.pipeline)
        place = next((i for i, (_, each) in enumerate(pipeline) if each is self), None)
        return ([], []) if place is None else (pipeline[:place], pipeline[place + 1 :])

    def __call__(self, doc: Doc) -> Doc:
        if (later := self.misplaced()) is not None:
            raise PipelineError(
                f"component {self.name!r} stands after {later!r}, whose results refer to what it finds",
                remedy="Put times and mentions before statements and entities last, with "
                f"nlp.add_pipe(..., name={self.name!r}, before={later!r})",
            )
        for annotation, component in self.needs:
            # A Doc without words has no annotation and needs none.
            if len(doc) and not doc.has_annotation(annotation):
                raise PipelineError(
                    f"component {self.name!r} found no {annotation} annotation in the Doc",
                    remedy=f"Add a trained {component} before it, for instance with spacy.load",
                )
        draft = self.read(doc)
        before = set(doc.user_data)
        draft = self.step(draft)
        # What steps keep with the parse for one another is not plain, and a Doc that holds it cannot be stored.
        for key in set(doc.user_data) - before:
            del doc.user_data[key]
        self.write(doc, draft)
        return doc

    def read(self, doc: Doc) -> Draft:
        """What the components before gave, as the step reads it."""
        return Draft(
            Document(id="", text=doc.text, published=published(doc)),
            parse=doc if doc.has_annotation("DEP") and doc.has_annotation("TAG") else None,
            times=doc._.dissensus_times,
            mentions=doc._.dissensus_mentions,
        )

    @abstractmethod
    def write(self, doc: Doc, draft: Draft) -> None:
        """Put the step's part of the draft into the Doc."""


def _write_mentions(doc: Doc, mentions: tuple[Mention, ...]) -> None:
    doc._.dissensus_mentions = mentions
    set_spans(doc, "dissensus_mentions", "MENTION", ((i, mention.span) for i, mention in enumerate(mentions)))


class TimesComponent(_Component):
    """Temporal expressions, resolved against ``doc._.dissensus_published``."""

    order = 0

    def write(self, doc: Doc, draft: Draft) -> None:
        times: tuple[TimeExpression, ...] = draft.times
        doc._.dissensus_times = times
        set_spans(doc, "dissensus_times", "TIME", ((i, time.span) for i, time in enumerate(times)))


class MentionsComponent(_Component):
    """Words that refer to actors."""

    order = 0
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
        nlp: the pipeline it is made for.

    Raises:
        UsageError: USE005 the least confidence is no number from 0 to 1.
    """

    order = 1

    def __init__(
        self, step: Step, name: str, min_confidence: float = DEFAULT_MIN_CONFIDENCE, nlp: Language | None = None
    ) -> None:
        super().__init__(step, name, nlp)
        self.min_confidence = _checked_confidence(min_confidence)
        self._warned = False

    def __getstate__(self) -> dict[str, Any]:
        self._warn_of_order()
        return super().__getstate__()

    def __call__(self, doc: Doc) -> Doc:
        self._warn_of_order()
        return super().__call__(doc)

    def _warn_of_order(self) -> None:
        """Say once that a parser comes too late."""
        if not self._warned and (parser := self._later_parser()) is not None:
            self._warned = True
            warnings.warn(
                f"component {self.name!r} stands before {parser!r}, so it reads neither the outlet's own voice nor when"
                f" something was said; put it after, with nlp.add_pipe(..., after={parser!r})",
                stacklevel=3,
            )

    def _later_parser(self) -> str | None:
        nlp = None if self._pipeline is None else self._pipeline()
        if nlp is None:
            return None
        after = [name for name, _ in self._others()[1]]
        return next((name for name in after if "token.dep" in nlp.get_pipe_meta(name).assigns), None)

    def write(self, doc: Doc, draft: Draft) -> None:
        kept = kept_statements(draft.statements, self.min_confidence)
        number = {old: new for new, old in enumerate(kept)}
        statements: tuple[Statement, ...] = tuple(
            statement if statement.parent is None else dataclasses.replace(statement, parent=number[statement.parent])
            for statement in kept.values()
        )
        doc._.dissensus_statements = statements
        for part in ("content", "speaker", "cue"):
            set_spans(
                doc,
                f"dissensus_statements_{part}",
                part.upper(),
                ((i, span) for i, statement in enumerate(statements) for span in getattr(statement, part)),
            )
        _write_mentions(doc, draft.mentions)


class StatementsByRulesComponent(StatementsComponent):
    """The same by rules, which need a parse."""

    needs = (("DEP", "parser"), ("TAG", "tagger"))


class EntitiesComponent(_Component):
    """Which mentions refer to the same actor.

    Numbers the entities of the mentions that components before it gave. With the trained model, pronouns and phrases
    that stand in no list become mentions too, and the statements' numbers of mentions follow.
    """

    order = 2
    needs = (("DEP", "parser"), ("TAG", "tagger"))

    def read(self, doc: Doc) -> Draft:
        """What the components before gave, with the statements.

        Raises:
            PipelineError: PIP001 no component of mentions or statements ran before.
        """
        if len(doc) and "dissensus_mentions" not in doc.user_data:
            raise PipelineError(
                f"component {self.name!r} found no mentions in the Doc",
                remedy="Add dissensus_mentions_v1 before it, and for speakers dissensus_statements_v1",
            )
        # Empty text has no parse, and needs none.
        draft = super().read(doc).with_parts(statements=doc._.dissensus_statements)
        return draft if len(doc) else dataclasses.replace(draft, parse=doc)

    def write(self, doc: Doc, draft: Draft) -> None:
        doc._.dissensus_statements = draft.statements
        _write_mentions(doc, draft.mentions)
        set_spans(doc, "dissensus_entities", "ENTITY", ((mention.entity, mention.span) for mention in draft.mentions))


def _checked_confidence(value: object) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1 and not math.isnan(value):
        return float(value)
    raise UsageError(
        f"min_confidence is {value!r}; it must be a number from 0 (every statement) to 1",
        code="USE005",
        remedy=f"Leave it out for {DEFAULT_MIN_CONFIDENCE}; lower finds more statements, higher makes fewer errors",
    )


def _check_language(nlp: Language, name: str) -> None:
    """Refuse a pipeline of another language; warn of one for many languages.

    Raises:
        PipelineError: PIP002 the pipeline is made for another language than English.
    """
    if nlp.lang == "xx":
        warnings.warn(f"component {name!r} reads English; give this pipeline no other texts", stacklevel=3)
    elif nlp.lang != "en":
        raise PipelineError(
            f"component {name!r} reads English, and the pipeline is made for {nlp.lang!r}", code="PIP002"
        )


@Language.factory("dissensus_times_v1", assigns=["doc._.dissensus_times", "doc.spans"])
def make_times(nlp: Language, name: str) -> TimesComponent:
    """Factory of ``dissensus_times_v1``."""
    from dissensus.annotating.times import TimesStep

    _check_language(nlp, name)
    return TimesComponent(TimesStep(), name, nlp)


@Language.factory("dissensus_mentions_v1", assigns=["doc._.dissensus_mentions", "doc.spans"])
def make_mentions(nlp: Language, name: str) -> MentionsComponent:
    """Factory of ``dissensus_mentions_v1``."""
    from dissensus.annotating.mentions import MentionsStep

    _check_language(nlp, name)
    return MentionsComponent(MentionsStep(), name, nlp)


@Language.factory(
    "dissensus_entities_v1",
    default_config={"model": ENTITY_READERS[0]},
    assigns=["doc._.dissensus_mentions", "doc._.dissensus_statements", "doc.spans"],
)
def make_entities(nlp: Language, name: str, model: object) -> EntitiesComponent:
    """Factory of ``dissensus_entities_v1``.

    Args:
        nlp: the pipeline it is made for.
        name: the component's name in that pipeline.
        model: "trained", or "rules" alone.

    Raises:
        UsageError: USE005 there is no such model.
        PipelineError: PIP002 the pipeline is made for another language than English.
    """
    from dissensus.annotating.mentions import EntitiesStep

    _check_language(nlp, name)
    model = _checked_reader(model, "entities", ENTITY_READERS)
    return EntitiesComponent(EntitiesStep(trained=model == "trained"), name, nlp)


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
    nlp: Language, name: str, model: object, own_voice: object, nested: object, min_confidence: object
) -> StatementsComponent:
    """Factory of ``dissensus_statements_v1``.

    Values are checked here and not by spaCy, which would turn some words into numbers and say nothing of ranges.

    Args:
        nlp: the pipeline it is made for.
        name: the component's name in that pipeline.
        model: "accurate", "fast", or "rules", which needs a parser and a tagger before it.
        own_voice: whether the outlet's own assertions and demands are read as statements, where there is a parse.
        nested: whether statements inside of statements are read; None: by "accurate" they are, by "fast" not; "rules"
            reads them always.
        min_confidence: statements found with less confidence are left out; a number from 0 to 1.

    Raises:
        UsageError: USE005 a value is not among those allowed.
        PipelineError: PIP002 the pipeline is made for another language than English.
    """
    from dissensus.annotating.statements import RuleStatementsStep, StatementsStep

    _check_language(nlp, name)
    model = _checked_reader(model, "statements", STATEMENT_READERS)
    for option, value, allowed in (("own_voice", own_voice, (True, False)), ("nested", nested, (True, False, None))):
        if not any(value is each for each in allowed):
            raise UsageError(
                f"{option} is {value!r}", code="USE005", remedy=f"Give one of {', '.join(map(repr, allowed))}"
            )
    least = _checked_confidence(min_confidence)
    if model == "rules" and nested is not None:
        raise UsageError(
            f"nested is {nested!r}, and the rules always read statements inside of statements",
            code="USE005",
            remedy="Leave nested out, or give 'accurate' or 'fast' as model",
        )
    if model == "rules":
        return StatementsByRulesComponent(RuleStatementsStep(own_voice=own_voice is True), name, least, nlp)
    step = StatementsStep(model, own_voice=own_voice is True, nested=None if nested is None else nested is True)
    return StatementsComponent(step, name, least, nlp)


def _checked_reader(model: object, what: str, known: tuple[str, ...]) -> str:
    if not isinstance(model, str) or model not in known:
        raise UsageError(
            f"there is no reader of {what} {model!r}",
            code="USE005",
            remedy=f"Give as model one of {', '.join(map(repr, known))}",
        )
    return model
