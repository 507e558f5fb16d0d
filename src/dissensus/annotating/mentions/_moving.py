"""Statements whose mentions have new numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dissensus.model.annotations import Statement


def moved(statement: Statement, place: Mapping[int, int]) -> Statement:
    """The statement with new numbers of mentions, old number to new; those that have none are left out."""
    speaker = statement.speaker_mention
    return replace(
        statement,
        speaker_mention=None if speaker is None else place.get(speaker),
        about=tuple(sorted(place[i] for i in statement.about if i in place)),
    )
