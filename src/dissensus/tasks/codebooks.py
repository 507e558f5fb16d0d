"""Codebooks: check one with what the package has, and convert one from another form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dissensus.exchanging.codebook_files import read_codebook, write_codebook
from dissensus.model.claims import Codebook, PairScorer, TextEmbedder
from dissensus.model.errors import UsageError
from dissensus.reconciling.claims.checking import ClaimIssue, check_codebook

if TYPE_CHECKING:
    from spacy.tokens import Doc


@dataclass(frozen=True, slots=True)
class CheckedCodebook:
    """A codebook and what was found about it.

    Attributes:
        codebook: as read.
        issues: the findings, in the order of the codebook.
    """

    codebook: Codebook
    issues: tuple[ClaimIssue, ...]

    @property
    def usable(self) -> bool:
        """Whether a corpus can be coded for it: no finding is an error."""
        return all(issue.severity != "error" for issue in self.issues)


def check_codebook_file(
    path: Path,
    *,
    models: bool = True,
    language_model: str | None = None,
    parse: Callable[[str], Doc] | None = None,
    embedder: TextEmbedder | None = None,
    scorer: PairScorer | None = None,
) -> CheckedCodebook:
    """Read a codebook and look for what should be mended before a corpus is coded for it.

    Args:
        path: TOML, CSV, or a DNA project.
        models: whether the package's embedder and pair model are read for those not given; without them, claims are
            compared by their words, and wordings under supporting and opposing are not read.
        language_model: installed spaCy pipeline; None for the default.
        parse: of a text; by default that of the pipeline.
        embedder: likeness of claims.
        scorer: how a text bears on a claim.

    Raises:
        CodebookError: the file cannot be used.
        UsageError: the pipeline is not installed.
        ModelError: a model is missing or damaged.
    """
    codebook = read_codebook(path)
    if models and embedder is None:
        from dissensus.reconciling.claims.embedding import load_embedder

        embedder = load_embedder()
    if models and scorer is None:
        from dissensus.reconciling.claims.pairs import load_pair_scorer

        scorer = load_pair_scorer()
    if parse is None:
        from dissensus.annotating.language import load_language_model

        parse = load_language_model(language_model)
    return CheckedCodebook(codebook, check_codebook(codebook, parse=parse, embedder=embedder, scorer=scorer))


def convert_codebook(given: Path, out: Path, *, variable: str | None = None, replace: bool = False) -> Codebook:
    """Write a codebook in another form: TOML or CSV, from these or from the concepts of a DNA project.

    From a DNA project, TOML has a comment above each claim that says how often the concept is coded. CSV has no place
    for a title.

    Args:
        given: ends in .toml, .csv or .dna.
        out: ends in .toml or .csv; its folder is made.
        variable: of a DNA project the short-text variable whose values become claims; None for "concept".
        replace: whether a file that is there is replaced; it may have been written by hand.

    Raises:
        CodebookError: the file cannot be used.
        UsageError: the form is unknown, `out` is there, or a variable is named and `given` is no DNA project.
    """
    from_dna = given.suffix.lower() == ".dna"
    if variable is not None and not from_dna:
        raise UsageError(f"--variable is given, but {given.name} is no DNA project", code="USE005")
    if out.exists() and not replace:
        raise UsageError(
            f"{out} is there already", code="USE006", remedy="Give another name, or --force to replace the file"
        )
    notes = None
    if from_dna:
        from dissensus.exchanging.dna_concepts import DEFAULT_VARIABLE, read_dna_concepts

        concepts = read_dna_concepts(given, variable or DEFAULT_VARIABLE)
        codebook, notes = concepts.codebook, concepts.notes
    else:
        codebook = read_codebook(given)
    if out.parent != Path():
        out.parent.mkdir(parents=True, exist_ok=True)
    write_codebook(codebook, out, notes=notes)
    return codebook


def issue_object(issue: ClaimIssue) -> dict[str, Any]:
    """A finding as a plain object."""
    return {
        "claims": list(issue.claims),
        "code": issue.code,
        "severity": issue.severity,
        "found": issue.found,
        "remedy": issue.remedy,
    }
