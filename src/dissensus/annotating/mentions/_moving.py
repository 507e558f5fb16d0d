"""Statements whose mentions have new numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dissensus.model.annotations import Statement


def moved(statement: Statement, place: Mapping[int, int]) -> Statement:
    """The statement with new numbers of mentions, old number to new; those that have none are left out."""
    speaker = None if statement.speaker_mention is None else place.get(statement.speaker_mention)
    about = tuple(sorted(place[i] for i in statement.about if i in place))
    if (speaker, about) == (statement.speaker_mention, statement.about):
        return statement
    return replace(statement, speaker_mention=speaker, about=about)
