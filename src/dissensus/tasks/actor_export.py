"""Write the actors of a project as a file of names, or with all that is known of them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from dissensus.exchanging.alias_files import check_actor_format, write_actors, write_alias_file
from dissensus.model.findings import ActorResolver, Merge, Resolution
from dissensus.model.options import ReconcilingOptions
from dissensus.projects import Project
from dissensus.reconciling.actors._entries import entries_of
from dissensus.tasks.actors import (
    ActorLine,
    default_resolver,
    list_actors,
    remembered_reconciling,
    standing_decisions,
)


def export_actors(
    project: Project,
    path: Path,
    format_id: str = "toml",
    *,
    kinds: Iterable[str] = (),
    min_mentions: int = 0,
    resolver: ActorResolver | None = None,
) -> tuple[int, tuple[str, ...]]:
    """Write the actors of a project as they stand.

    Args:
        project: the project; nothing in it is changed.
        path: the file; its folder is made.
        format_id: "toml" or "csv" for a file of names, "json" or "parquet" for all that is known.
        kinds: kinds of actors; empty for all.
        min_mentions: least number of mentions.
        resolver: what resolved the actors; None for the default.

    Returns:
        How many were written, and the ids of those that a file of names cannot tell.

    Raises:
        UsageError: no such format.
    """
    check_actor_format(format_id)
    lines = list_actors(project, kinds=kinds, min_mentions=min_mentions)
    path.parent.mkdir(parents=True, exist_ok=True)
    if format_id in {"json", "parquet"}:
        write_actors([_row(line) for line in lines], path, format_id)
        return len(lines), ()
    options = ReconcilingOptions.of(remembered_reconciling(project))
    changed = bool(standing_decisions(project)) or options.aliases is not None
    # Only the machine's own result tells which of its actors people made one of.
    machine = default_resolver(resolver)(project.document_mentions()) if changed else None
    actors = project.actors()
    wanted = {line.actor.id for line in lines}
    entries, left_out = entries_of(
        Resolution(actors, project.actor_links()),
        project.document_mentions(),
        [actor for actor in actors if actor.id in wanted],
        machine,
    )
    write_alias_file(entries, path, format_id)
    return len(entries), left_out


def _row(line: ActorLine) -> dict[str, Any]:
    actor = line.actor
    return {
        "id": actor.id,
        "name": actor.name,
        "kind": actor.kind,
        "aliases": list(actor.aliases),
        "rules": list(actor.rules),
        "mentions": line.mentions,
        "documents": line.documents,
        "merges": [_merge(merge) for merge in actor.merges],
    }


def _merge(merge: Merge) -> dict[str, Any]:
    return {
        "name": merge.name,
        "into": merge.into,
        "rule": merge.rule,
        "confidence": merge.confidence,
        "evidence": [
            {"document_id": place.document_id, "start": place.span[0], "end": place.span[1], "words": place.words}
            for place in merge.evidence
        ],
    }
