"""Claims proposed from the articles of a project or of files, as a draft of a codebook to edit."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dissensus.annotating.language import LanguageStep
from dissensus.comparing.loaded import load_lexicon
from dissensus.exchanging.codebook_files import write_codebook
from dissensus.model.annotations import Annotation
from dissensus.model.claims import Claim, Codebook, Utterance
from dissensus.model.documents import Problem
from dissensus.model.errors import DiscoveryError, UsageError
from dissensus.model.options import DEFAULT_MIN_CONFIDENCE, AnnotatingOptions, ReadingOptions
from dissensus.projects import Project
from dissensus.reconciling.claims.discovery.composing import candidates
from dissensus.reconciling.claims.discovery.discovering import discover
from dissensus.reconciling.claims.discovery.ranking import holder_of
from dissensus.reconciling.claims.discovery.values import (
    Candidate,
    DiscoveredClaim,
    DiscoveryOptions,
    Member,
    Reading,
)
from dissensus.tasks._common import Watcher, unwatched
from dissensus.tasks.comparing import reconcile_project
from dissensus.tasks.positions import Models, shipped_models
from dissensus.tasks.working import working_project

if TYPE_CHECKING:
    from dissensus.exchanging.language_model.settings import LanguageModelSettings
    from dissensus.tasks.language_model import Confirm

SHOWN_MEMBERS = 12
"""Utterances that the draft shows of a claim; the surest of each side."""
SHOWN_WORDS = 180
"""Characters of an utterance that the draft shows."""
SHOWN_HOLDERS = 8
SHOWN_WORDINGS = 4
DRAFT_TITLE = "Draft: claims proposed from the articles"
HEAD = (
    "Proposed by `dissensus claims discover`; nothing here is decided. Edit this file:",
    "accept a claim by leaving it, reject it by deleting it, reword it by changing its text,",
    "merge two by deleting one and listing its text under supporting or opposing of the other,",
    "split one by copying it under another id. Then check it: `dissensus claims check FILE`.",
    "Above each claim: who seems to be on which side, and the words that this rests on.",
    "+ supports and - opposes the claim as worded, with the machine's confidence.",
)


@dataclass(frozen=True, slots=True)
class Discovery:
    """What was discovered.

    Attributes:
        claims: proposed, the most contested first.
        outlets: outlet by document id.
        names: actor's name by id.
        utterances: how many were looked at.
        candidates: how many wordings were made of them.
        suggested: wordings of the claims by another coder, each None where it gave none; empty where none was asked.
        suggested_by: that coder's name.
    """

    claims: tuple[DiscoveredClaim, ...]
    outlets: dict[str, str | None]
    names: dict[str, str]
    utterances: int
    candidates: int
    suggested: tuple[str | None, ...] = ()
    suggested_by: str = ""

    def named(self, holder: str) -> str:
        """A holder's name for people."""
        return self.names.get(holder, holder)


def discover_project(
    project: Project,
    options: DiscoveryOptions | None = None,
    *,
    min_confidence: float = DEFAULT_MIN_CONFIDENCE,
    jobs: int = 1,
    models: Models | None = None,
    watch: Watcher = unwatched,
) -> Discovery:
    """Propose claims from a project's articles. Reprints take no part: a point is not made twice by being reprinted.

    Args:
        project: annotated, with its actors resolved.
        options: see `DiscoveryOptions`; None for the defaults.
        min_confidence: statements below are left out.
        jobs: threads of the models; the result does not depend on it.
        models: embedder and pair model; None for the shipped ones.
        watch: told about progress.

    Raises:
        DiscoveryError: REC031, nothing is said that claims could be made of.
    """
    from dissensus.tasks.utterances import utterances_by_document

    names = {actor.id: actor.name for actor in project.actors()}
    links = project.actor_links()
    reprints = {reprint.document_id for reprint in project.reprints()}
    loaded = frozenset(load_lexicon().entries)
    language = LanguageStep(project.settings().get("annotating", {}).get("language_model"))
    outlets: dict[str, str | None] = {}
    said: list[Utterance] = []
    wordings: list[Candidate] = []
    total = project.count_annotated()
    watch("reading utterances", 0, total)
    for done, (document, told) in enumerate(utterances_by_document(project, min_confidence), 1):
        watch("reading utterances", done, total)
        if document.id in reprints:
            continue
        outlets[document.id] = document.outlet
        annotation = project.annotation(document.id)
        pronouns = {} if annotation is None else _pronouns(annotation, links.get(document.id, ()), names)
        parse = language.parse(document.text)
        reading = Reading(pronouns, loaded)
        said += told
        for utterance in told:
            wordings += candidates(utterance, parse, reading)
    if not said or not wordings:
        raise DiscoveryError("the articles say nothing that a claim could be made of", code="REC031")
    models = models or shipped_models(jobs)
    watch("discovering claims", 0, None)
    found = discover(said, wordings, models.embedder, models.scorer, outlets, options or DiscoveryOptions())
    return Discovery(found, outlets, names, len(said), len(wordings))


def _pronouns(annotation: Annotation, links: Sequence[str | None], names: dict[str, str]) -> dict[int, str]:
    """Where pronouns start, to the name of whom they refer to."""
    found = {}
    for mention in annotation.mentions:
        actor = links[mention.entity] if 0 <= mention.entity < len(links) else None
        if mention.form == "pronoun" and actor is not None and actor in names:
            found[mention.span.start] = names[actor]
    return found


@contextlib.contextmanager
def project_of(
    paths: Sequence[Path],
    reading: ReadingOptions | None = None,
    annotating: AnnotatingOptions | None = None,
    *,
    watch: Watcher = unwatched,
) -> Iterator[tuple[Project, list[Problem]]]:
    """The project file that is given, or a working one of articles that is removed at the end.

    Args:
        paths: one project file (``.dissensus``), or files and folders with articles.
        reading: how files become documents.
        annotating: language model, number of processes.
        watch: told about progress.

    Yields:
        The project, its actors resolved, and what was found wrong with articles read now.

    Raises:
        UsageError: a path does not exist or holds nothing readable.
        ProjectError: the project cannot be used.
    """
    if len(paths) == 1 and paths[0].suffix == ".dissensus":
        with Project.open(paths[0]) as project:
            if not project.count_annotated():
                raise DiscoveryError(f"no document of {paths[0]} is annotated", code="REC031")
            reconcile_project(project, watch=watch)
            yield project, []
        return
    with working_project(paths, reading, annotating, watch=watch) as project:
        yield project, list(project.problems())


def suggest_wordings(
    discovery: Discovery, settings: LanguageModelSettings, *, confirm: Confirm, watch: Watcher = unwatched
) -> Discovery:
    """Let a language model word the claims, too. Its wordings stand beside the machine's, for a person to choose.

    Args:
        discovery: what was discovered.
        settings: where the model is.
        confirm: shown what it will take; nothing is sent without a yes.
        watch: told about progress.

    Raises:
        LanguageModelError: nobody said yes, or the model cannot be asked.
    """
    from dissensus.tasks.language_model import language_model_wordings

    groups = [[member.utterance.words for member in _shown_members(claim)] for claim in discovery.claims]
    wordings = language_model_wordings(groups, settings, confirm=confirm, watch=watch)
    return replace(discovery, suggested=tuple(wordings), suggested_by=settings.coder)


def claim_ids(discovery: Discovery) -> tuple[str, ...]:
    """Ids of the proposed claims: D01, D02, ..."""
    width = max(2, len(str(len(discovery.claims))))
    return tuple(f"D{number:0{width}d}" for number in range(1, len(discovery.claims) + 1))


def draft_codebook(discovery: Discovery) -> tuple[Codebook, dict[str, list[str]]]:
    """The proposed claims as a codebook, and by id the lines that stand above each; by "" those of the head."""
    ids = claim_ids(discovery)
    claims = tuple(Claim(id_, each.wording.text) for id_, each in zip(ids, discovery.claims, strict=True))
    notes = {id_: _notes(each, discovery) for id_, each in zip(ids, discovery.claims, strict=True)}
    for id_, wording in zip(ids, discovery.suggested, strict=False):
        if wording:
            notes[id_].append(f"wording by {discovery.suggested_by}: {wording}")
    return Codebook(claims, DRAFT_TITLE), {"": list(HEAD), **notes}


def write_draft(discovery: Discovery, path: Path, *, force: bool = False) -> Codebook:
    """Write the draft; a file that is there, and may have been edited, is kept unless forced.

    Args:
        discovery: what was discovered.
        path: ends in .toml.
        force: write over a file that is there.

    Raises:
        DiscoveryError: REC031 no claim was found; REC032 the file is there.
        UsageError: USE006 the name ends otherwise, or the file cannot be written.
    """
    check_draft(path, force=force)
    if not discovery.claims:
        raise DiscoveryError("no claim was found that two or more utterances bear on", code="REC031")
    codebook, notes = draft_codebook(discovery)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_codebook(codebook, path, notes=notes)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}", code="USE006") from error
    return codebook


def check_draft(path: Path, *, force: bool) -> None:
    """Refuse a draft that cannot be written, before any work.

    Raises:
        DiscoveryError: REC032 the file is there and may not be written over.
        UsageError: USE006 its name does not end in .toml.
    """
    if path.suffix.lower() != ".toml":
        raise UsageError(f"{path} does not end in .toml", code="USE006", remedy="Give a name that ends in .toml")
    if path.exists() and not force:
        raise DiscoveryError(f"{path} is there already", code="REC032")


def _notes(claim: DiscoveredClaim, discovery: Discovery) -> list[str]:
    wording = claim.wording
    counts = (
        (claim.supporters, "supporter"),
        (claim.opposers, "opposer"),
        (claim.outlets, "outlet"),
        (claim.members, "utterance"),
    )
    lines = [
        f"contested {claim.contested:.2f}; {', '.join(_counted(len(each), word) for each, word in counts)}",
        f"{wording.origin} from {_where(wording.utterance)}: “{_shown(wording.utterance.words)}”",
    ]
    if wording.changes:
        lines.append(f"  {'; '.join(wording.changes)}")
    if wording.loaded:
        lines.append(f"  loaded: {', '.join(wording.loaded)}")
    for label, holders in (("supports", claim.supporters), ("opposes", claim.opposers)):
        if holders:
            told = [_shown(discovery.named(each), 60) for each in holders[:SHOWN_HOLDERS]]
            more = f" and {len(holders) - len(told)} more" if len(holders) > len(told) else ""
            lines.append(f"{label}: {'; '.join(told)}{more}")
    if claim.others:
        others = [_shown(other.text) for other in claim.others[:SHOWN_WORDINGS]]
        lines.append(f"also: {' / '.join(others)}")
    lines += [_member_line(member, discovery) for member in _shown_members(claim)]
    if len(claim.members) > SHOWN_MEMBERS:
        lines.append(f"and {len(claim.members) - SHOWN_MEMBERS} more")
    return lines


def _shown_members(claim: DiscoveredClaim) -> list[Member]:
    """The surest of both sides: half of what is shown is kept for each, as far as it has so many."""
    sides = [[m for m in claim.members if m.side == side] for side in ("supports", "opposes")]
    half = SHOWN_MEMBERS // 2
    first = min(len(sides[0]), SHOWN_MEMBERS - min(half, len(sides[1])))
    return sides[0][:first] + sides[1][: SHOWN_MEMBERS - first]


def _member_line(member: Member, discovery: Discovery) -> str:
    utterance = member.utterance
    outlet = discovery.outlets.get(utterance.document_id) or "no outlet"
    holder = holder_of(utterance, discovery.outlets)
    who = "speaker not known" if holder is None else discovery.named(holder)
    who = "own voice" if utterance.own_voice and utterance.holder is None else _shown(who, 60)
    sign = "+" if member.side == "supports" else "-"
    said = _shown(utterance.words)
    return f"{sign} {member.confidence:.2f} {_shown(outlet, 60)}, {who}: “{said}” ({_where(utterance)})"


def _where(utterance: Utterance) -> str:
    spans = " ".join(f"{start}-{end}" for start, end in utterance.spans[:3])
    return f"{_shown(utterance.document_id, 60)} {spans}"


def _shown(text: str, longest: int = SHOWN_WORDS) -> str:
    """Words in one line, cut where they are long."""
    line = " ".join(text[: 4 * longest].split())
    return line if len(line) <= longest and len(text) <= 4 * longest else line[: longest - 1].rstrip() + "…"


def _counted(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def claim_object(id_: str, claim: DiscoveredClaim, discovery: Discovery) -> dict[str, Any]:
    """A proposed claim as a plain object."""
    wording = claim.wording
    return {
        "id": id_,
        "claim": wording.text,
        "origin": wording.origin,
        "changes": list(wording.changes),
        "loaded": list(wording.loaded),
        "from": _evidence(wording.utterance),
        "others": [other.text for other in claim.others],
        "contested": claim.contested,
        "score": claim.score,
        "supporters": [discovery.named(each) for each in claim.supporters],
        "opposers": [discovery.named(each) for each in claim.opposers],
        "outlets": list(claim.outlets),
        "members": [
            _evidence(member.utterance)
            | {
                "outlet": discovery.outlets.get(member.utterance.document_id),
                "holder": None if member.utterance.holder is None else discovery.named(member.utterance.holder),
                "own_voice": member.utterance.own_voice,
                "side": member.side,
                "confidence": member.confidence,
            }
            for member in claim.members
        ],
    }


def _evidence(utterance: Utterance) -> dict[str, Any]:
    return {
        "document": utterance.document_id,
        "spans": [list(span) for span in utterance.spans],
        "words": utterance.words,
    }
