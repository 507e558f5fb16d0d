"""Who stands where on which claim: code the positions of a project, or of files with no project."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dissensus.model.claims import OWN_VOICE, Codebook, PairScorer, Position, TextEmbedder, Utterance
from dissensus.model.documents import Problem
from dissensus.model.errors import CodebookError
from dissensus.model.options import AnnotatingOptions, CodingOptions, ReadingOptions
from dissensus.projects import Project
from dissensus.projects.records import MACHINE
from dissensus.tasks._common import Watcher, recorded_versions, unnoticed, unwatched
from dissensus.tasks.utterances import utterances_by_document
from dissensus.tasks.working import working_project

if TYPE_CHECKING:
    from dissensus.exchanging.language_model.settings import LanguageModelSettings
    from dissensus.tasks.language_model import Confirm

DOCUMENTS_PER_WRITE = 50


@dataclass(frozen=True, slots=True)
class CodingSummary:
    """What coding did.

    Attributes:
        coded: documents coded now.
        unchanged: documents that were coded before, from the same words, codebook and models.
        positions: positions of all documents together.
    """

    coded: int
    unchanged: int
    positions: int


@dataclass(frozen=True, slots=True)
class Models:
    """The models that code: given ones, or those that come with the package."""

    embedder: TextEmbedder
    scorer: PairScorer


def shipped_models(jobs: int = 1) -> Models:
    """The models that come with the package; read once a process."""
    from dissensus.reconciling.claims.embedding import load_embedder
    from dissensus.reconciling.claims.pairs import load_pair_scorer

    jobs = jobs or os.cpu_count() or 1
    return Models(load_embedder(jobs=jobs), load_pair_scorer(jobs=jobs))


def code_project(
    project: Project,
    codebook: Codebook | None = None,
    options: CodingOptions | None = None,
    *,
    models: Models | None = None,
    watch: Watcher = unwatched,
) -> CodingSummary:
    """Code the positions of all annotated documents; those coded before from the same words are left.

    The actors must be resolved. People's decisions are never touched.

    Args:
        project: the project.
        codebook: the claims, which the project keeps; None takes those that it has.
        options: see `CodingOptions`; None takes what the project remembers.
        models: embedder and pair model; None for the shipped ones.
        watch: told about progress.

    Raises:
        CodebookError: REC029, the project has no codebook and none is given.
    """
    from dissensus.reconciling.claims.coding import ClaimCoder

    options = options or remembered_coding(project)
    known = project.codebook()
    codebook = _needed(known if codebook is None else codebook)
    models = models or shipped_models(options.jobs)
    coder = ClaimCoder(codebook, models.embedder, models.scorer, min_position=options.min_position)
    remembered = _remembered(options)
    steps = {"claims.code": code_digest(), models.scorer.name: models.scorer.digest}
    steps |= {models.embedder.name: models.embedder.digest, "claims.codebook": codebook.digest}
    version = _digest([remembered, steps])
    total, done, unchanged, count = project.count_annotated(), 0, 0, 0
    with project.start_run("positions", remembered, recorded_versions() | steps) as run:
        if known is None or codebook.claims != known.claims:
            project.store_codebook(codebook)
        remember_coding(project, options)
        before = project.coded_digests()
        kept = {document_id: len(held) for document_id, held in project.positions()}
        waiting: dict[str, tuple[str, Sequence[Position]]] = {}
        for document, told in utterances_by_document(project, options.min_confidence):
            digest = _digest(
                [version, document.published and document.published.value, [asdict(each) for each in told]]
            )
            done += 1
            if before.get(document.id) == digest:
                unchanged += 1
                count += kept.get(document.id, 0)
                continue
            found = coder(told, document.published)
            count += len(found)
            waiting[document.id] = (digest, found)
            if len(waiting) >= DOCUMENTS_PER_WRITE:
                project.store_positions(waiting, version, run.id)
                waiting = {}
            watch("coding positions", done, total)
        project.store_positions(waiting, version, run.id)
    return CodingSummary(done - unchanged, unchanged, count)


def ask_language_model(
    project: Project,
    settings: LanguageModelSettings,
    *,
    confirm: Confirm,
    watch: Watcher = unwatched,
    notice: Callable[[str], None] = unnoticed,
) -> str:
    """Let a language model propose positions, too: one more coder, kept apart from the machine's own.

    Args:
        project: with a codebook.
        settings: where the model is.
        confirm: shown what it will take; nothing is sent without a yes.
        watch: told about progress.
        notice: takes a line about what was refused and what it took.

    Returns:
        The coder's name.

    Raises:
        LanguageModelError: nobody said yes, or the model cannot be asked.
    """
    from dissensus.reconciling.claims.coding import is_valid
    from dissensus.tasks.language_model import default_cache, language_model_positions

    codebook = _needed(project.codebook())
    options = remembered_coding(project)
    told: list[Utterance] = []
    published = {}
    for document, utterances in utterances_by_document(project, options.min_confidence):
        published[document.id] = document.published
        # What an outlet asserts in passing is much text for little: statements alone are sent.
        told += [utterance for utterance in utterances if utterance.statement is not None]
    proposed = language_model_positions(
        told,
        codebook,
        settings,
        confirm=confirm,
        names={actor.id: actor.name for actor in project.actors()},
        applies=lambda document_id, claim: is_valid(claim, published[document_id]),
        cache=Path(settings.cache) if settings.cache else default_cache(project.path),
        watch=watch,
        notice=notice,
    )
    found: dict[str, list[Position]] = {document_id: [] for document_id in published}
    for position in proposed.positions:
        found[position.document_id].append(position)
    version = _digest([codebook.digest, proposed.version])
    with project.start_run("language model", settings.as_dict(), recorded_versions()) as run:
        stored = {document_id: (version, held) for document_id, held in found.items()}
        project.store_positions(stored, version, run.id, coder=proposed.coder)
    return proposed.coder


def _needed(codebook: Codebook | None) -> Codebook:
    if codebook is None or not codebook.claims:
        raise CodebookError("there is no codebook, or no claim in it", code="REC029")
    return codebook


def remembered_coding(project: Project) -> CodingOptions:
    """The options of coding that a project remembers."""
    return CodingOptions.of(project.settings().get("coding", {}))


def remember_coding(project: Project, options: CodingOptions) -> None:
    """Remember how positions are coded."""
    project.set_setting("coding", _remembered(options))


def _remembered(options: CodingOptions) -> dict[str, Any]:
    # The codebook itself is kept, not its path; the number of threads changes nothing.
    return {name: value for name, value in options.as_dict().items() if name not in {"jobs", "codebook"}}


def position_objects(project: Project, coders: Sequence[str] = (MACHINE,)) -> Iterator[dict[str, Any]]:
    """All positions of a project as plain objects of the public schema, coder by coder, in reading order.

    What people decided counts: rejected positions are left out, corrected ones have the person's stance.

    Args:
        project: the project.
        coders: names of machine coders.
    """
    for coder in coders:
        yield from _objects_of(project, coder)


def _objects_of(project: Project, coder: str) -> Iterator[dict[str, Any]]:
    names = {actor.id: actor.name for actor in project.actors()}
    table = project.position_table(coder=coder)
    if table is None:
        return
    for batch in table.to_batches():
        for row in batch.to_pylist():
            if row["decided"] != "rejected":
                yield position_object(row, names, coder)


def position_object(row: dict[str, Any], names: dict[str, str], coder: str = MACHINE) -> dict[str, Any]:
    """One row of the findings' positions as a plain object of the public schema.

    Args:
        row: the row.
        names: canonical name by actor id.
        coder: who proposes it.
    """
    evidence = row["evidence"]
    pairs = {(start, end) for each in evidence for start, end in zip(each["start"], each["end"], strict=True)}
    return {
        "document": row["document_id"],
        "holder": OWN_VOICE if row["own_voice"] else names[row["holder_actor_id"]],
        "holder_actor": row["holder_actor_id"],
        "claim": row["claim_id"],
        "stance": row["stance"],
        "confidence": round(row["confidence"], 4),
        "decided": row["decided"],
        "coder": coder,
        "evidence": [list(pair) for pair in sorted(pairs)],
        "statements": [
            {
                "statement": each["statement"],
                "side": each["side"],
                "confidence": round(each["confidence"], 4),
                "spans": [list(pair) for pair in zip(each["start"], each["end"], strict=True)],
                "words": each["words"],
                "rules": each["rules"],
            }
            for each in evidence
        ],
    }


@contextlib.contextmanager
def positions_without_project(
    articles: Sequence[Path],
    codebook: Codebook,
    reading: ReadingOptions | None = None,
    annotating: AnnotatingOptions | None = None,
    coding: CodingOptions | None = None,
    *,
    models: Models | None = None,
    ask: Callable[[Project], str] | None = None,
    watch: Watcher = unwatched,
) -> Iterator[tuple[Iterator[dict[str, Any]], list[Problem]]]:
    """Code files with no project to keep: the working file lies in a temporary folder and is removed.

    Args:
        articles: files and folders.
        codebook: the claims.
        reading: how files become documents.
        annotating: language model, number of processes.
        coding: how positions are coded.
        models: embedder and pair model; None for the shipped ones.
        ask: lets another coder propose positions in the working project, and gives its name; None for nobody.
        watch: told about progress.

    Yields:
        The positions as plain objects of the public schema, in reading order, and all problems.

    Raises:
        UsageError: a path does not exist or holds nothing readable, or an option is wrong.
    """
    with working_project(articles, reading, annotating, watch=watch) as project:
        if project.count_annotated():
            code_project(project, codebook, coding or CodingOptions(), models=models, watch=watch)
        others = [ask(project)] if ask is not None and project.count_annotated() else []
        yield position_objects(project, [MACHINE, *others]), list(project.problems())


@functools.cache
def code_digest() -> str:
    """Digest of the rules that code positions: no change of them goes unnoticed by a project."""
    total = hashlib.sha256()
    folder = Path(str(resources.files("dissensus.reconciling.claims")))
    files = sorted(folder / f"{name}.py" for name in CODING_MODULES)
    for package in ("dissensus.model", "dissensus.models"):
        shared = Path(str(resources.files(package)))
        files += sorted(path for path in shared.iterdir() if path.suffix in {".py", ".toml"})
    for path in files:
        total.update(path.name.encode() + b"\0" + path.read_bytes())
    return total.hexdigest()[:16]


CODING_MODULES = (
    "_polarity", "_sentences", "_slogans", "coding", "embedding", "grounding", "pairs", "retrieval", "utterances",
    "weights",
)  # fmt: skip


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:16]
