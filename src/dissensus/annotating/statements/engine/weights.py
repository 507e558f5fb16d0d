"""Shipped models: their files, checked against their digests, and the network that they make in ONNX Runtime."""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dissensus.annotating.statements.engine.confidence import Calibration
from dissensus.annotating.statements.engine.reader import Encoded
from dissensus.model.errors import ModelError
from dissensus.models.pieces import Pieces, pieces_of_file
from dissensus.models.shipped import FULL, read_checked, session_of, told_bits

SIZES = ("accurate", "fast")
"""Names of the models of statements that the package ships; the first one is the default."""
MANIFEST = "model.json"
_FOLDER = "statements"
VOCABULARY = "vocabulary.txt"

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What ``model.json`` of a model says.

    Attributes:
        name: versioned name, such as "statements-accurate.v2".
        files: file name to SHA-256, "../vocabulary.txt" for the vocabulary.
        threshold: least probability of an anchor, chosen on held-back articles.
        calibration: coefficients of the confidence.
        transitions: scores of the label sequence, L rows of L.
        start: scores of the first label, L.
        bits: of the encoder's weights.
    """

    name: str
    files: Mapping[str, str]
    threshold: float
    calibration: Mapping[str, float]
    transitions: tuple[tuple[float, ...], ...]
    start: tuple[float, ...]
    bits: int = FULL

    @property
    def digest(self) -> str:
        """Digest of everything that the model is."""
        return hashlib.sha256(json.dumps(_plain(self), sort_keys=True).encode()).hexdigest()[:16]


def _plain(manifest: Manifest) -> dict[str, Any]:
    return {
        "name": manifest.name,
        "files": dict(manifest.files),
        "threshold": manifest.threshold,
        "calibration": dict(manifest.calibration),
        "transitions": [list(row) for row in manifest.transitions],
        "start": list(manifest.start),
        **told_bits(manifest.bits),
    }


def manifest_text(manifest: Manifest) -> str:
    """The manifest as the text of its file."""
    return json.dumps(_plain(manifest), indent=1) + "\n"


def models_folder() -> Traversable:
    """Folder of the shipped models of statements."""
    return resources.files("dissensus.models") / _FOLDER


def read_manifest(size: str, folder: Traversable | None = None) -> Manifest:
    """The manifest of a model.

    Args:
        size: "accurate" or "fast".
        folder: folder with a folder for each size; the shipped ones by default.

    Raises:
        ModelError: there is no such model, or its manifest cannot be read.
    """
    path = (folder or models_folder()) / size / MANIFEST
    try:
        plain = json.loads(path.read_text(encoding="utf-8"))
        return Manifest(
            name=str(plain["name"]),
            files={str(k): str(v) for k, v in plain["files"].items()},
            threshold=float(plain["threshold"]),
            calibration={str(k): float(v) for k, v in plain["calibration"].items()},
            transitions=tuple(tuple(float(x) for x in row) for row in plain["transitions"]),
            start=tuple(float(x) for x in plain["start"]),
            bits=int(plain.get("bits", FULL)),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(f"the model of statements {size!r} cannot be read: {type(error).__name__}") from error


class OnnxNetwork:
    """A shipped network in ONNX Runtime, on one thread, so that its numbers are the same at each run.

    Args:
        encoder: bytes of the encoder's graph.
        reader: bytes of the reader's graph.
        manifest: the model's manifest.
    """

    def __init__(self, encoder: bytes, reader: bytes, manifest: Manifest) -> None:
        self.transitions: Floats = np.array(manifest.transitions, dtype=np.float32)
        self.start: Floats = np.array(manifest.start, dtype=np.float32)
        self._encoder = session_of(encoder, bits=manifest.bits)
        self._reader = session_of(reader)

    def encode(self, piece: Ints, case: Ints, quote: Ints, layout: Ints, first: Ints) -> Encoded:
        """See ``reader.Network``.

        Windows go through one by one: int8 ranges are taken from a whole batch, and a window's numbers must not depend
        on its neighbours.
        """
        inputs = {"piece": piece, "case": case, "quote": quote, "layout": layout, "first": first}
        outputs: list[Any] = self._encoder.run(None, inputs)
        return Encoded(*outputs)

    def read(self, token: Floats, anchor: Floats, flat: Floats, distance: Ints, relation: Ints) -> Floats:
        """See ``reader.Network``."""
        inputs = {"token": token, "anchor": anchor, "flat": flat, "distance": distance, "relation": relation}
        outputs: list[Any] = self._reader.run(None, inputs)
        scores: Floats = outputs[0]
        return scores


@dataclass(frozen=True, slots=True)
class Model:
    """A loaded model: its manifest, its vocabulary, its network and what makes its confidence."""

    manifest: Manifest
    pieces: Pieces
    network: OnnxNetwork
    calibration: Calibration


def load_model(size: str, folder: Traversable | None = None) -> Model:
    """Load a model; the shipped ones once per process.

    Args:
        size: "accurate" or "fast".
        folder: as for :func:`read_manifest`.

    Raises:
        ModelError: a file is missing, or its digest is not the manifest's.
    """
    return _shipped(size) if folder is None else _load(size, folder)


@functools.cache
def _shipped(size: str) -> Model:
    return _load(size, models_folder())


def _load(size: str, folder: Traversable) -> Model:
    manifest = read_manifest(size, folder)
    contents = read_checked(folder, size, manifest.files, f"model of statements {size!r}")
    missing = {"encoder.onnx", "reader.onnx", f"../{VOCABULARY}"} - set(contents)
    if missing:
        raise ModelError(f"the manifest of the model of statements {size!r} names no {min(missing)!r}")
    pieces = pieces_of_file(contents[f"../{VOCABULARY}"])
    try:
        calibration = Calibration.from_dict(manifest.calibration)
    except ValueError as error:
        raise ModelError(f"the manifest of the model of statements {size!r} is damaged: {error}") from error
    network = OnnxNetwork(contents["encoder.onnx"], contents["reader.onnx"], manifest)
    return Model(manifest, pieces, network, calibration)
