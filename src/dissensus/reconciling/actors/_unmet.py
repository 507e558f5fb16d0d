"""What in a file of names does not apply: entries that nobody is, and documents, outlets and ids that are unknown."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from dissensus.reconciling.actors._aliases import AliasEntry

MOST_NOTICES = 20
"""Lines about one file; a file may serve several projects, and then most of it applies to others."""

MOST_OUTLETS = 8
"""Outlets that a line about an unknown one lists."""


def unmet(
    entries: Sequence[AliasEntry],
    met: Collection[int],
    documents: Collection[str],
    outlets: Mapping[str, str | None],
    actor_ids: Collection[str],
) -> tuple[str, ...]:
    """A line for each entry that does not apply, or not wholly; in the order of the file.

    Args:
        entries: of the file.
        met: numbers of the entries that something in the texts belongs to.
        documents: ids of the documents whose mentions were read.
        outlets: the outlet of each document by its id; empty where they are not known, and then no outlet is unknown.
        actor_ids: ids of the actors that the machine makes.
    """
    known_documents = {*documents, *outlets}
    known = sorted({outlet for outlet in outlets.values() if outlet is not None})
    lines = []
    for number, entry in enumerate(entries):
        told = [
            *(f"there is no document {document[:80]!r}" for document in _named(entry, "documents", known_documents)),
            *(
                f"there is no outlet {outlet[:80]!r} ({listed_outlets(known)})"
                for outlet in (_named(entry, "outlets", known) if outlets else ())
            ),
            *(f"the machine makes no actor {each[:80]!r}" for each in entry.ids if each not in actor_ids),
        ]
        # A state that only a word for its people names, in somebody's office, has no words of its own.
        if number not in met and entry.actor_id not in actor_ids:
            how = "so or as it says" if entry.aliases else "so"
            told.insert(0, f"nobody in the articles is called {how} without another name")
        if told:
            place = f" ({entry.place})" if entry.place else ""
            lines.append(f"the alias file has {entry.name[:80]!r}{place}: {'; '.join(told)}")
    if len(lines) > MOST_NOTICES:
        rest = len(lines) - MOST_NOTICES
        lines[MOST_NOTICES:] = [f"the alias file has {rest} more entries that do not apply wholly"]
    return tuple(lines)


def listed_outlets(known: Sequence[str]) -> str:
    """Which outlets there are, in words."""
    if not known:
        return "no document tells its outlet"
    shown = ", ".join(repr(outlet[:80]) for outlet in known[:MOST_OUTLETS])
    return f"there are {shown}" + (f" and {len(known) - MOST_OUTLETS} more" if len(known) > MOST_OUTLETS else "")


def _named(entry: AliasEntry, scope: str, known: Collection[str]) -> tuple[str, ...]:
    """Documents or outlets of an entry's aliases that are not known, each once."""
    found = (each for alias in entry.aliases for each in (alias.documents if scope == "documents" else alias.outlets))
    return tuple(each for each in dict.fromkeys(found) if each not in known)
