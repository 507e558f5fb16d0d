"""Write the actors of a project as a file of names, or with all that is known of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from itertools import zip_longest
from pathlib import Path
from typing import Any

from dissensus.exchanging.alias_files import check_actor_format, write_actors, write_alias_file
from dissensus.model.findings import ActorResolver, Merge, Resolution
from dissensus.model.options import ReconcilingOptions
from dissensus.projects import Project
from dissensus.reconciling.actors.correcting import apply_decisions, entries_of, kept_apart, waiting
from dissensus.tasks.actors import (
    ActorLine,
    actor_object,
    alias_entries,
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
    notice: Callable[[str], None] | None = None,
) -> tuple[int, tuple[str, ...]]:
    """Write the actors of a project as they stand.

    A file of names that is written without bounds also has the entries of the file in use that nobody is yet, so that
    writing over that file loses none.

    Args:
        project: the project; nothing in it is changed.
        path: the file; its folder is made.
        format_id: "toml" or "csv" for a file of names, "json" or "parquet" for all that is known.
        kinds: kinds of actors; empty for all.
        min_mentions: least number of mentions.
        resolver: what resolved the actors; None for the default.
        notice: takes a line for each pair that must stay apart of which a file of names cannot tell it, and one if
            actors come back otherwise when the file is read.

    Returns:
        How many actors were written, and the ids of those that a file of names cannot tell.

    Raises:
        UsageError: no such format.
        ReconcilingError: the file of names in use cannot be read or is wrong.
    """
    check_actor_format(format_id)
    lines = list_actors(project, kinds=kinds, min_mentions=min_mentions)
    path.parent.mkdir(parents=True, exist_ok=True)
    if format_id in {"json", "parquet"}:
        write_actors([_row(line) for line in lines], path, format_id)
        return len(lines), ()
    options = ReconcilingOptions.of(remembered_reconciling(project))
    kept, decided = alias_entries(options), standing_decisions(project)
    # Only the machine's own result tells which of its actors people made one of.
    machine = default_resolver(resolver)(project.document_mentions()) if decided or kept else None
    actors = project.actors()
    resolution = Resolution(actors, project.actor_links())
    wanted = {line.actor.id for line in lines}
    apart, untold = kept_apart(resolution, project.document_mentions, kept, decided, wanted)
    outlets = {document.id: document.outlet for document in project.documents()} if kept else {}
    entries, left_out = entries_of(
        resolution,
        project.document_mentions(),
        [actor for actor in actors if actor.id in wanted],
        machine,
        apart,
        kept,
        outlets,
    )
    written = (*entries, *(() if len(wanted) < len(actors) else waiting(resolution, kept)))
    # Before the file is written: nobody's file is replaced by one that is refused.
    again = apply_decisions(machine or resolution, written, (), project.document_mentions, lambda: outlets).resolution
    changed = _differing(resolution, again, wanted.difference(left_out))
    write_alias_file(written, path, format_id)
    if notice is not None:
        for line in untold:
            notice(f"not in the file: {line}")
        if changed:
            notice(
                f"{len(changed)} actors are not wholly the same when the file is read, as one document calls several "
                f"by one name; the first: {changed[0]}"
            )
    return len(entries), left_out


def _differing(before: Resolution, after: Resolution, ids: Collection[str]) -> list[str]:
    """Those of some actors that have another name or kind, or other mentions, in another resolution, by id."""
    told = {actor.id: (actor.name, actor.kind) for actor in after.actors}
    changed = {actor.id for actor in before.actors if told.get(actor.id) != (actor.name, actor.kind)}
    for document, links in before.links.items():
        for pair in zip_longest(links, after.links.get(document, ())):
            if pair[0] != pair[1]:
                changed.update(actor_id for actor_id in pair if actor_id is not None)
    return sorted(changed.intersection(ids))


def _row(line: ActorLine) -> dict[str, Any]:
    return actor_object(line) | {"merges": [_merge(merge) for merge in line.actor.merges]}


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
