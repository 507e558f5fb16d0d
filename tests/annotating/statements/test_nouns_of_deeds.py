"""Nouns of deeds attribute nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Read = Callable[..., list[Any]]


@pytest.mark.parametrize(
    "text",
    [
        "Kellaway's attack on Norway lasted a week.",
        "The miners resisted Kellaway's attack on the harbour.",
        "Kellaway's attacks against the islands went on.",
        "Kellaway's assault on the harbour went on.",
        "Kellaway's battle against the miners went on.",
        "Kellaway's strike on the harbour ended.",
        "Kellaway's invasion of the islands ended.",
    ],
)
def test_nouns_of_deeds_are_no_cues(read: Read, text: str) -> None:
    """An attack on a country tells a deed, not what somebody said."""
    assert read(text) == []


def test_nouns_of_words_still_are(read: Read) -> None:
    """Criticism of something is attributed to whoever voices it."""
    assert [row.cue for row in read("Kellaway's criticism of the harbour plan was read out.")] == ["criticism of"]
