"""A network of few numbers, drawn by a seed: it knows nothing and shows every seam of the engine."""

from __future__ import annotations

import numpy as np

from dissensus.annotating.statements.engine.decode import FORBIDDEN, LABELS, allowed
from dissensus.annotating.statements.engine.reader import Encoded
from dissensus.models.pieces import Pieces

WIDTH = 8
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789.,;:!?'\"“”‘’-()"


def tiny_pieces() -> Pieces:
    """A vocabulary of single characters."""
    filler = [f"[unused{n}]" for n in range(100)]
    return Pieces([*filler, "[UNK]", "[CLS]", "[SEP]", *LETTERS, *(f"##{c}" for c in LETTERS)])


class TinyNetwork:
    """Scores from drawn tables: of a token's own pieces, so that the place of a window changes nothing."""

    def __init__(self, seed: int = 0) -> None:
        draw = np.random.default_rng(seed)
        table = allowed()
        size = len(LABELS)
        self.transitions = np.where(table[:-1], draw.normal(size=(size, size)), FORBIDDEN).astype(np.float32)
        self.start = np.where(table[-1], draw.normal(size=size), FORBIDDEN).astype(np.float32)
        self._words = draw.normal(size=(1000, WIDTH)).astype(np.float32)
        self._anchor = draw.normal(size=(WIDTH, 3)).astype(np.float32)
        self._flat = draw.normal(size=(WIDTH, size)).astype(np.float32)
        self._distance = draw.normal(size=(64, size)).astype(np.float32)

    def encode(self, piece, case, quote, layout, first) -> Encoded:
        x = self._words[(piece + 7 * case + 13 * quote + 29 * layout) % 1000][first]
        return Encoded(x @ self._anchor, x @ self._flat, x, x)

    def read(self, token, anchor, flat, distance, relation):
        del relation
        near = self._distance[distance]
        return (flat[None] + near + (anchor @ token.T)[:, :, None] * 0.1).astype(np.float32)
