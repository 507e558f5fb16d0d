"""Word shingles as sorted arrays of 32-bit hashes, their signatures, and how alike two of them are."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

SIZE = 5
"""Words in a shingle; usual for news text of some hundred words."""
ROWS = 3
BANDS = 42
"""A pair with Jaccard similarity s is a candidate with probability 1 - (1 - s**3)**42: 0.98 at 0.45, 0.04 at 0.1."""
SEED = 1
_CHUNK = 4096
_MOST_WORDS = 1_000_000
_MULTIPLIERS = (
    0x9E3779B97F4A7C15,
    0xC2B2AE3D27D4EB4F,
    0x165667B19E3779F9,
    0xD6E8FEB86659FD93,
    0xA0761D6478BD642F,
)
_WORD = re.compile(r"\w+")


class Shingler:
    """Text to its set of shingles: a sorted array of distinct 32-bit hashes, empty for a text without words."""

    def __init__(self) -> None:
        self._known: dict[str, int] = {}

    def __call__(self, text: str) -> np.ndarray:
        import numpy as np

        words = _WORD.findall(text.casefold())
        if len(self._known) > _MOST_WORDS:
            self._known.clear()
        hashes = np.array([self._hash(word) for word in words], dtype=np.uint64)
        count = len(hashes) - SIZE + 1
        if count < 1:
            # A text shorter than one shingle is four hashes of all its words: one of 32 bits would let strangers agree.
            whole = hashlib.blake2b(" ".join(words).encode("utf-8", "surrogatepass"), digest_size=16).digest()
            return np.unique(np.frombuffer(whole, dtype="<u4").astype(np.uint32)) if words else np.empty(0, np.uint32)
        mixed = np.zeros(count, dtype=np.uint64)
        with np.errstate(over="ignore"):
            for offset, multiplier in enumerate(_MULTIPLIERS):
                mixed += hashes[offset : offset + count] * np.uint64(multiplier)
                mixed ^= mixed >> np.uint64(29)
            mixed *= np.uint64(_MULTIPLIERS[0])
        return np.unique((mixed >> np.uint64(32)).astype(np.uint32))

    def _hash(self, word: str) -> int:
        found = self._known.get(word)
        if found is None:
            found = int.from_bytes(
                hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little"
            )
            self._known[word] = found
        return found


class Signer:
    """Shingles to their MinHash signature: an array of BANDS times ROWS 32-bit values."""

    def __init__(self) -> None:
        from datasketch import MinHash

        self._empty = MinHash(num_perm=BANDS * ROWS, seed=SEED, scheme="affine32", hashfunc=int)

    def __call__(self, shingles: np.ndarray) -> np.ndarray:
        import numpy as np

        signature = self._empty.copy()
        for begin in range(0, len(shingles), _CHUNK):
            signature.update_batch(shingles[begin : begin + _CHUNK].tolist())
        return np.asarray(signature.hashvalues, dtype=np.uint32)


def _shared(a: np.ndarray, b: np.ndarray) -> int:
    import numpy as np

    return int(np.intersect1d(a, b, assume_unique=True).size)


def jaccard(a: np.ndarray, b: np.ndarray) -> float:
    """Shared shingles over all shingles of both; 0 when both are empty."""
    shared = _shared(a, b)
    return shared / (len(a) + len(b) - shared) if len(a) or len(b) else 0.0


def containment(a: np.ndarray, b: np.ndarray) -> float:
    """Shared shingles over those of the shorter; 0 when it is empty."""
    shorter = min(len(a), len(b))
    return _shared(a, b) / shorter if shorter else 0.0
