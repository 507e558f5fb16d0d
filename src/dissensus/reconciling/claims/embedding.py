"""Texts as vectors: what means about the same lies close together."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from importlib.resources.abc import Traversable

from dissensus.reconciling.claims.weights import (
    EMBEDDER,
    Floats,
    Manifest,
    ShippedModel,
    TextReader,
    Tokens,
    mapped,
    onnx_text_reader,
    read_model,
    shipped,
)

WIDTH = 384


class Embedder(ShippedModel):
    """The embedder of texts.

    Args:
        manifest: names it.
        tokens: texts as numbers.
        reader: the network.
        jobs: threads; the vectors do not depend on it.
    """

    part = "embedder"

    def __init__(self, manifest: Manifest, tokens: Tokens, reader: TextReader, jobs: int = 1) -> None:
        super().__init__(manifest, tokens, jobs)
        self._reader = reader

    def __call__(self, texts: Sequence[str]) -> Floats:
        """Vectors of length 1, N x 384, of texts; equal texts are read once."""
        distinct = {text: number for number, text in enumerate(dict.fromkeys(texts))}
        listed = list(distinct)
        table = mapped(lambda k: self._reader(self._tokens.of_one(listed[k])), len(listed), WIDTH, self.jobs)
        return table[[distinct[text] for text in texts]] if texts else table


def load_embedder(root: Traversable | None = None, *, jobs: int = 1) -> Embedder:
    """The embedder; the shipped one is read once a process.

    Args:
        root: folder of models; the package's by default.
        jobs: threads.

    Raises:
        ModelError: a file is missing, or its digest is not the manifest's.
    """
    if root is None:
        return _shipped(jobs)
    loaded = read_model(EMBEDDER, root)
    return Embedder(loaded.manifest, Tokens(loaded.pieces), onnx_text_reader(loaded.graph, loaded.manifest.bits), jobs)


@functools.cache
def _shipped(jobs: int) -> Embedder:
    loaded = shipped(EMBEDDER)
    return Embedder(loaded.manifest, Tokens(loaded.pieces), onnx_text_reader(loaded.graph, loaded.manifest.bits), jobs)
