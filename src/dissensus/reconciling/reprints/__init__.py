"""Reprints: documents that are nearly the same, found by MinHash and locality-sensitive hashing and checked exactly."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from dissensus.model.documents import PartialDate
from dissensus.model.errors import UsageError
from dissensus.model.findings import Reprint
from dissensus.model.options import ReconcilingOptions
from dissensus.reconciling.reprints._shingles import ROWS, Shingler, Signer, containment, jaccard

if TYPE_CHECKING:
    import numpy as np

__all__ = ["MinHashReprintFinder"]

CONTAINED = 0.9
"""Share of the shorter text's shingles that stand in the longer one of a cut reprint; a choice, not fitted to data."""
CUT_LENGTH = 0.5
"""A cut reprint keeps at least this share of the longer text's shingles: shorter ones are quotations or summaries."""
CUT_SHINGLES = 40
"""A cut reprint has at least so many shingles: below, a shared paragraph of agency text would do."""
MOST_COMPARED = 64
"""Groups in one bucket that a document is compared with; bounds the work when thousands share boilerplate."""


class MinHashReprintFinder:
    """Find documents that repeat another one.

    Word 5-shingles of the casefolded words; MinHash signatures of 126 values in 42 bands of 3 (Broder 1997; Leskovec,
    Rajaraman and Ullman, "Mining of Massive Datasets", chapter 3) give the candidates; each candidate pair is then
    checked on its shingles exactly. A pair is a reprint when the Jaccard similarity reaches the threshold, or, for a
    cut reprint, when 0.9 of the shorter text stands in the longer one and it is at least half as long. Pairs join to
    groups; the original is the one whose date is earliest for certain, then the first by id. Texts too short for one
    shingle are reprints of each other only when their words are the same; texts without words never.

    Memory is about 4 bytes a word and half a kilobyte a document.

    Args:
        similarity: Jaccard similarity from which a document is a reprint, above 0 and at most 1.

    Raises:
        UsageError: the similarity is out of range.
    """

    name = "reprints.v1"

    def __init__(self, similarity: float = ReconcilingOptions().reprint_similarity) -> None:
        if not 0 < similarity <= 1:
            raise UsageError(f"a similarity of {similarity} is not above 0 and at most 1", code="USE005")
        self.similarity = similarity
        self.digest = f"5-shingles 42x3 {similarity} {CONTAINED} {CUT_LENGTH} {CUT_SHINGLES}"

    def __call__(self, documents: Iterable[tuple[str, str, PartialDate | None]], /) -> tuple[Reprint, ...]:
        """Read each document once, in any order; the result is sorted by document and the same for every order."""
        shingler, signer = Shingler(), Signer()
        read: list[tuple[str, dt.date, np.ndarray, np.ndarray]] = []
        for document_id, text, published in documents:
            shingles = shingler(text)
            if len(shingles):
                read.append((document_id, _certain(published), shingles, signer(shingles)))
        read.sort(key=lambda entry: entry[0])
        parent = list(range(len(read)))
        shingles_of = [entry[2] for entry in read]
        for bucket in _buckets([entry[3] for entry in read]):
            self._join(bucket, parent, shingles_of)
        groups: defaultdict[int, list[int]] = defaultdict(list)
        for i in range(len(read)):
            groups[_root(parent, i)].append(i)
        found: list[Reprint] = []
        for group in groups.values():
            original = min(group, key=lambda i: (read[i][1], read[i][0]))
            found.extend(
                Reprint(read[i][0], read[original][0], round(jaccard(read[i][2], read[original][2]), 4))
                for i in group
                if i != original
            )
        return tuple(sorted(found, key=lambda reprint: reprint.document_id))

    def _join(self, bucket: Sequence[int], parent: list[int], shingles: Sequence[np.ndarray]) -> None:
        """Join the documents of one bucket that repeat each other; each is compared with one of every group so far."""
        met: list[int] = []
        for i in bucket:
            joined = False
            for j in met:
                a, b = _root(parent, i), _root(parent, j)
                if a == b:
                    joined = True
                elif self._repeats(shingles[i], shingles[j]):
                    parent[max(a, b)] = min(a, b)
                    joined = True
            if not joined and len(met) < MOST_COMPARED:
                met.append(i)

    def _repeats(self, a: np.ndarray, b: np.ndarray) -> bool:
        if jaccard(a, b) >= self.similarity:
            return True
        shorter, longer = sorted((len(a), len(b)))
        return shorter >= CUT_SHINGLES and shorter >= CUT_LENGTH * longer and containment(a, b) >= CONTAINED


def _certain(published: PartialDate | None) -> dt.date:
    """The day by which a document was certainly published; a date known to the year counts as the year's last day."""
    return dt.date.max if published is None else published.last_day


def _root(parent: list[int], i: int) -> int:
    while parent[i] != i:
        parent[i] = parent[parent[i]]
        i = parent[i]
    return i


def _buckets(signatures: Sequence[np.ndarray]) -> Iterable[list[int]]:
    """Documents that agree in one band, for each band; in order of their numbers."""
    if len(signatures) < 2:
        return
    for band in range(0, len(signatures[0]), ROWS):
        same: defaultdict[bytes, list[int]] = defaultdict(list)
        for i, signature in enumerate(signatures):
            same[signature[band : band + ROWS].tobytes()].append(i)
        yield from (bucket for bucket in same.values() if len(bucket) > 1)
