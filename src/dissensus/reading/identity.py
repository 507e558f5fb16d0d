"""Ids for documents that nobody named, and which documents were read already."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import PurePosixPath

from dissensus.model.documents import Document
from dissensus.reading.walking import Found


def _stem(one: Found) -> str:
    return PurePosixPath(one.relative).stem


def _path(one: Found) -> str:
    return str(PurePosixPath(one.relative).with_suffix(""))


_LEVELS: tuple[Callable[[Found], str], ...] = (
    _stem,
    _path,
    lambda one: one.relative,
    lambda one: str(PurePosixPath(one.origin).with_suffix("")),
    lambda one: one.origin,
)


def default_ids(files: Sequence[Found]) -> dict[Found, str]:
    """An id for each file: its name without ending; where several share it, as much of the path as tells them apart."""
    ids: dict[Found, str] = {}
    left = list(files)
    for level in _LEVELS:
        counts = Counter(map(level, left))
        taken = set(ids.values())
        ids |= {one: level(one) for one in left if counts[level(one)] == 1 and level(one) not in taken}
        left = [one for one in left if one not in ids]
    return ids | {one: one.origin for one in left}


class Seen:
    """The ids and texts read so far; 100 bytes or so a document."""

    def __init__(self) -> None:
        self._ids: dict[str, str] = {}
        self._texts: dict[tuple[bytes, str | None], str] = {}

    def same_text(self, document: Document) -> str | None:
        """Origin of the first document with this text by this outlet, or None.

        The same text in another outlet is a reprint, a finding of its own, and stays.
        """
        return self._texts.get(self._key(document))

    def same_id(self, document: Document) -> str | None:
        """Origin of the first document with this id, or None."""
        return self._ids.get(document.id)

    def add(self, document: Document) -> None:
        """Remember a document."""
        self._ids[document.id] = document.origin
        self._texts[self._key(document)] = document.origin

    @staticmethod
    def _key(document: Document) -> tuple[bytes, str | None]:
        return bytes.fromhex(document.text_digest), document.outlet
