"""A sentence with its expressions in brackets is the shortest way to write a gold annotation."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dissensus.annotating.times import find_times
from dissensus.model.documents import PartialDate

WEDNESDAY = "2019-05-15"

Check = Callable[..., None]


def _unmarked(marked: str) -> tuple[str, list[tuple[int, int]]]:
    text, spans, start = "", [], -1
    for character in marked:
        if character == "[":
            start = len(text)
        elif character == "]":
            spans.append((start, len(text)))
        else:
            text += character
    return text, spans


@pytest.fixture
def check() -> Check:
    """Compare all expressions found in a marked sentence with the marks and the values, in order."""

    def compare(marked: str, *values: str | None, published: str | None = WEDNESDAY) -> None:
        text, spans = _unmarked(marked)
        found = find_times(text, None if published is None else PartialDate(published))
        assert [(text[slice(*time.span)], time.value) for time in found] == [
            (text[start:end], value) for (start, end), value in zip(spans, values, strict=True)
        ]
        assert [tuple(time.span) for time in found] == spans

    return compare
