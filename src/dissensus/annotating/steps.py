"""The seam between annotating steps: a step is a typed callable from draft to draft."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from dissensus.model.annotations import Annotation, Mention, Statement, TimeExpression
from dissensus.model.documents import Document
from dissensus.model.errors import PipelineError
from dissensus.model.spans import digest_of

if TYPE_CHECKING:
    from spacy.tokens import Doc


@dataclass(frozen=True, slots=True)
class Draft:
    """A document on its way through the steps; each step returns a new draft with its part filled in.

    Attributes:
        document: the document; its text equals ``parse.text``.
        parse: tokens, sentences, tags, dependencies and entities, given by the language step.
        times: given by the times step.
        mentions: given by the mentions step; the statements step may add speakers.
        statements: given by the statements step.
    """

    document: Document
    parse: Doc | None = None
    times: tuple[TimeExpression, ...] = ()
    mentions: tuple[Mention, ...] = ()
    statements: tuple[Statement, ...] = ()

    @property
    def parsed(self) -> Doc:
        """The parse.

        Raises:
            PipelineError: no language step ran before.
        """
        if self.parse is None:
            raise PipelineError("the document has not been parsed")
        return self.parse

    def with_parts(
        self,
        *,
        times: tuple[TimeExpression, ...] | None = None,
        mentions: tuple[Mention, ...] | None = None,
        statements: tuple[Statement, ...] | None = None,
    ) -> Draft:
        """The draft with the given parts in place of its own."""
        return replace(
            self,
            times=self.times if times is None else times,
            mentions=self.mentions if mentions is None else mentions,
            statements=self.statements if statements is None else statements,
        )


class Step(Protocol):
    """One annotating step.

    Attributes:
        name: the step's versioned name, such as "times.v1"; recorded with every run.
        requires: parts of the draft it reads: "parse", "times", "mentions", "statements".
        assigns: parts of the draft it gives.
        digest: digest of whatever the result depends on besides the code's version (model, word lists); "" for nothing.
    """

    @property
    def name(self) -> str: ...
    @property
    def requires(self) -> frozenset[str]: ...
    @property
    def assigns(self) -> frozenset[str]: ...
    @property
    def digest(self) -> str: ...

    def __call__(self, draft: Draft, /) -> Draft: ...


@dataclass(frozen=True, slots=True)
class FunctionStep:
    """A step made of a plain function."""

    name: str
    function: Callable[[Draft], Draft]
    requires: frozenset[str]
    assigns: frozenset[str]
    digest: str = ""

    def __call__(self, draft: Draft, /) -> Draft:
        return self.function(draft)


@functools.cache
def code_digest() -> str:
    """Digest of the rules and word lists that come with the package: no change of them goes unnoticed by a project."""
    total = hashlib.sha256()
    for package in ("dissensus.annotating", "dissensus.model", "dissensus.models"):
        folder = Path(str(resources.files(package)))
        for path in sorted(p for p in folder.rglob("*") if p.suffix in {".py", ".toml"}):
            total.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return total.hexdigest()[:16]


class Pipeline:
    """Steps in order, checked when put together.

    Args:
        steps: the steps; each must find what it requires among what the ones before assign.

    Raises:
        PipelineError: a step requires what no step before it gives.
    """

    def __init__(self, steps: Sequence[Step]) -> None:
        given: set[str] = set()
        for step in steps:
            missing = sorted(step.requires - given)
            if missing:
                raise PipelineError(f"step {step.name!r} needs {', '.join(missing)}, which no step before it gives")
            given |= step.assigns
        self.steps = tuple(steps)

    @property
    def digest(self) -> str:
        """Digest of the steps and of the code they run; annotations made under another one are made again."""
        return digest_of("\n".join(f"{name} {digest}" for name, digest in self.describe().items()))[:16]

    def describe(self) -> dict[str, str]:
        """Step name to digest, in order, then the digest of the code of all steps of ours; recorded with every run."""
        return {step.name: step.digest for step in self.steps} | {"annotating.code": code_digest()}

    def __call__(self, document: Document) -> Annotation:
        """Annotate one document. The result depends on this document and the steps alone."""
        draft = Draft(document)
        for step in self.steps:
            draft = step(draft)
        return Annotation(
            document_id=document.id,
            times=draft.times,
            mentions=draft.mentions,
            statements=draft.statements,
            words=0
            if draft.parse is None
            else sum(1 for token in draft.parse if not (token.is_punct or token.is_space)),
        )
