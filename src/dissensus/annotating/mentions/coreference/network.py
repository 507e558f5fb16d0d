"""The shipped network of coreference: its files, checked against their digests, in ONNX Runtime."""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from dissensus.model.errors import ModelError
from dissensus.models.pieces import Pieces, pieces_of_file
from dissensus.models.shipped import FULL, read_checked, session_of, told_bits

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

FOLDER = "coreference"
MANIFEST = "model.json"
VOCABULARY = "../statements/vocabulary.txt"
_ROWS = 2
KINDS = ("none", "person", "organisation", "place")
"""What the network takes a head noun for."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What ``model.json`` says.

    Attributes:
        name: versioned name, such as "coreference.v2".
        files: file name to SHA-256.
        noun: least probability from which a head noun is taken for an actor's, chosen on training documents.
        name_none: probability of "none of these kinds" from which a name is no actor's, chosen on training documents.
        none: what is added to the score of "refers to nothing before", chosen on training documents.
        none_phrase: the same for phrases, where two actors made one is worse than one actor made two; chosen on the
            example articles.
        bits: of the encoder's weights.
    """

    name: str
    files: Mapping[str, str]
    noun: float
    name_none: float
    none: float
    none_phrase: float
    bits: int = FULL

    @property
    def digest(self) -> str:
        """Digest of everything that the model is."""
        return hashlib.sha256(json.dumps(self.plain(), sort_keys=True).encode()).hexdigest()[:16]

    def plain(self) -> dict[str, Any]:
        """The manifest as its file has it."""
        return {
            "name": self.name,
            "files": dict(self.files),
            "noun": self.noun,
            "name_none": self.name_none,
            "none": self.none,
            "none_phrase": self.none_phrase,
            **told_bits(self.bits),
        }


class Network(Protocol):
    """The two parts of a trained network."""

    def encode(self, piece: Ints, case: Ints, quote: Ints, layout: Ints, first: Ints) -> tuple[Floats, Floats]:
        """States (N x width) and scores of kinds (N x 4) of the tokens of one window."""

    def score(
        self, head: Floats, first: Floats, form: Ints, later: Ints, earlier: Ints, classes: Ints
    ) -> tuple[Floats, Floats]:
        """Scores of pairs (P), and of "refers to nothing before" for each mention (M)."""


class OnnxNetwork:
    """A shipped network in ONNX Runtime.

    Args:
        encoder: bytes of the encoder's graph.
        scorer: bytes of the graph that scores pairs.
        bits: of the encoder's weights.
    """

    def __init__(self, encoder: bytes, scorer: bytes, bits: int = FULL) -> None:
        self._encoder = session_of(encoder, bits=bits)
        self._scorer = session_of(scorer)

    def encode(self, piece: Ints, case: Ints, quote: Ints, layout: Ints, first: Ints) -> tuple[Floats, Floats]:
        """See :class:`Network`."""
        inputs = {"piece": piece, "case": case, "quote": quote, "layout": layout, "first": first}
        outputs: list[Any] = self._encoder.run(None, inputs)
        return outputs[0], outputs[1]

    def score(
        self, head: Floats, first: Floats, form: Ints, later: Ints, earlier: Ints, classes: Ints
    ) -> tuple[Floats, Floats]:
        """See :class:`Network`.

        A row's numbers do not depend on how many there are: ONNX Runtime adds in another order only where a matrix has
        one row, so there are always two at least.
        """
        mentions, pairs = len(head), len(later)
        if mentions < _ROWS:
            head, first, form = np.repeat(head, _ROWS, 0), np.repeat(first, _ROWS, 0), np.repeat(form, _ROWS)
        if pairs < _ROWS:
            more = ((0, _ROWS - pairs),)
            later, earlier, classes = np.pad(later, more), np.pad(earlier, more), np.pad(classes, (*more, (0, 0)))
        inputs = {"head": head, "first": first, "form": form, "later": later, "earlier": earlier, "classes": classes}
        outputs: list[Any] = self._scorer.run(None, inputs)
        return outputs[0][:pairs], outputs[1][:mentions]


@dataclass(frozen=True, slots=True)
class Model:
    """A loaded model."""

    manifest: Manifest
    pieces: Pieces
    network: Network


def models_folder() -> Traversable:
    """Folder of all shipped models."""
    return resources.files("dissensus.models")


def read_manifest(root: Traversable | None = None) -> Manifest:
    """The manifest.

    Args:
        root: folder of models; the package's by default.

    Raises:
        ModelError: it cannot be read.
    """
    path = (root or models_folder()) / FOLDER / MANIFEST
    try:
        plain = json.loads(path.read_text(encoding="utf-8"))
        return Manifest(
            name=str(plain["name"]),
            files={str(k): str(v) for k, v in plain["files"].items()},
            noun=float(plain["noun"]),
            name_none=float(plain["name_none"]),
            none=float(plain["none"]),
            none_phrase=float(plain["none_phrase"]),
            bits=int(plain.get("bits", FULL)),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(f"the model of coreference cannot be read: {type(error).__name__}") from error


def load_model(root: Traversable | None = None) -> Model:
    """Load the model; the shipped one once per process.

    Raises:
        ModelError: a file is missing, or its digest is not the manifest's.
    """
    return _shipped() if root is None else _load(root)


@functools.cache
def _shipped() -> Model:
    return _load(models_folder())


def _load(root: Traversable) -> Model:
    manifest = read_manifest(root)
    contents = read_checked(root, FOLDER, manifest.files, "model of coreference")
    missing = {"encoder.onnx", "scorer.onnx", VOCABULARY} - set(contents)
    if missing:
        raise ModelError(f"the manifest of the model of coreference names no {min(missing)!r}")
    pieces = pieces_of_file(contents[VOCABULARY])
    network = OnnxNetwork(contents["encoder.onnx"], contents["scorer.onnx"], manifest.bits)
    return Model(manifest, pieces, network)
