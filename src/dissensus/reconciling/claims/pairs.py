"""Pairs of a claim and a text: supports, opposes or neither, the same point or not, weakened or not."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from importlib.resources.abc import Traversable

import numpy as np
from numpy.typing import NDArray

from dissensus.reconciling.claims.weights import (
    LONGEST_READ,
    PAIRS,
    Floats,
    Manifest,
    PairReader,
    ShippedModel,
    Tokens,
    mapped,
    onnx_pair_reader,
    read_model,
    shipped,
)

OUTPUTS = 5
_ASKED = re.compile(
    r"(?P<verb>should|must|can|will|would|is|are) "
    r"(?P<who>(?:we|you|i|they|it|there)\b|.{1,80}? (?=be\b))(?P<rest>.*?)\s*\?*",
    re.IGNORECASE,
)


def stated(claim: str) -> str:
    """A claim given as a question, as the statement that it asks about: "Should we ban it?", "We should ban it."."""
    match = _ASKED.fullmatch(claim.strip()[:LONGEST_READ])
    if match is None:
        return claim
    who = match["who"].strip()
    return f"{who[0].upper()}{who[1:]} {match['verb'].lower()} {match['rest'].strip()}."


class PairModel(ShippedModel):
    """The pair model: a network and the calibration of its answers.

    Args:
        manifest: names and calibrates it.
        tokens: texts as numbers.
        reader: the network.
        jobs: threads; the answers do not depend on it.
    """

    part = "pairs"

    def __init__(self, manifest: Manifest, tokens: Tokens, reader: PairReader, jobs: int = 1) -> None:
        super().__init__(manifest, tokens, jobs)
        self._reader = reader

    def __call__(self, pairs: Sequence[tuple[str, str]]) -> Floats:
        """Calibrated probabilities of supports, opposes and neither, N x 3, of (claim, text)."""
        return stance_probabilities(self.logits(pairs), self._manifest)

    def same_point(self, pairs: Sequence[tuple[str, str]]) -> Floats:
        """Calibrated probabilities (N) that a text makes the point that the first of the pair states."""
        calibration = self._manifest.calibration
        return _logistic(calibration["point_slope"] * self.logits(pairs)[:, 3] + calibration["point_intercept"])

    def weakens(self, pairs: Sequence[tuple[str, str]]) -> Floats:
        """Calibrated probabilities (N) that the second of a pair of claims weakens the first."""
        calibration = self._manifest.calibration
        return _logistic(calibration["weakens_slope"] * self.logits(pairs)[:, 4] + calibration["weakens_intercept"])

    def logits(self, pairs: Sequence[tuple[str, str]]) -> Floats:
        """The network's answers, N x 5: supports, opposes, neither, same point, weakens; equal pairs are read once."""
        pairs = [(stated(claim), text) for claim, text in pairs]
        distinct = {pair: number for number, pair in enumerate(dict.fromkeys(pairs))}
        numbers: dict[str, list[int]] = {}
        for pair in distinct:
            for text in pair:
                if text not in numbers:
                    numbers[text] = self._tokens.of_text(text)
        listed = list(distinct)

        def read(number: int) -> Floats:
            claim, text = listed[number]
            return self._reader(*self._tokens.of_pair(numbers[claim], numbers[text]))

        table = mapped(read, len(listed), OUTPUTS, self.jobs)
        return table[[distinct[pair] for pair in pairs]] if pairs else table


def stance_probabilities(logits: NDArray[np.floating], manifest: Manifest) -> Floats:
    """Probabilities N x 3 of logits N x 5: shifted, then divided by a temperature (Guo et al., ICML 2017)."""
    calibration = manifest.calibration
    shift = np.array([0.0, calibration["opposes"], calibration["neither"]])
    scores = (logits[:, :3].astype(np.float64) + shift) / calibration["temperature"]
    scores = np.exp(scores - scores.max(axis=1, keepdims=True)) if len(scores) else scores
    probabilities: Floats = (scores / scores.sum(axis=1, keepdims=True)).astype(np.float32)
    return probabilities


def _logistic(scores: NDArray[np.floating]) -> Floats:
    return (1.0 / (1.0 + np.exp(-scores.astype(np.float64)))).astype(np.float32)


def load_pair_scorer(root: Traversable | None = None, *, jobs: int = 1) -> PairModel:
    """The pair model; the shipped one is read once a process.

    Args:
        root: folder of models; the package's by default.
        jobs: threads.

    Raises:
        ModelError: a file is missing, or its digest is not the manifest's.
    """
    if root is None:
        return _shipped(jobs)
    loaded = read_model(PAIRS, root)
    return PairModel(loaded.manifest, Tokens(loaded.pieces), onnx_pair_reader(loaded.graph, loaded.manifest.bits), jobs)


@functools.cache
def _shipped(jobs: int) -> PairModel:
    loaded = shipped(PAIRS)
    return PairModel(loaded.manifest, Tokens(loaded.pieces), onnx_pair_reader(loaded.graph, loaded.manifest.bits), jobs)
