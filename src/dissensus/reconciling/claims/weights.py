"""The shipped models of claims: their files, checked against their digests, in ONNX Runtime."""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any, ClassVar, Protocol

import numpy as np
from numpy.typing import NDArray

from dissensus.model.errors import ModelError
from dissensus.models.pieces import BEGIN, END, Pieces, pieces_of_file
from dissensus.models.shipped import FULL, read_checked, session_of, told_bits

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

FOLDER = "claims"
MANIFEST = "model.json"
VOCABULARY = "../statements/vocabulary.txt"
PAIRS, EMBEDDER = "pairs.onnx", "embedder.onnx"
LONGEST_CLAIM, LONGEST = 60, 128
"""Word pieces of a claim, and of claim and text with the marks between them; what is longer is cut."""
LONGEST_READ = 4_000
"""Characters of a text that are looked at: far more than fit, and a bound for hostile ones."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What ``model.json`` says.

    Attributes:
        name: versioned name, such as "claims.v2".
        files: file name to SHA-256.
        calibration: what is done to the logits of pairs: "temperature", and added before it "opposes" and "neither";
            slopes and intercepts of "point" and "weakens".
        bits: of the networks' weights.
    """

    name: str
    files: Mapping[str, str]
    calibration: Mapping[str, float]
    bits: int = FULL

    @property
    def digest(self) -> str:
        """Digest of everything that the models are."""
        return hashlib.sha256(json.dumps(self.plain(), sort_keys=True).encode()).hexdigest()[:16]

    def plain(self) -> dict[str, Any]:
        """The manifest as its file has it."""
        plain = {"name": self.name, "files": dict(self.files), "calibration": dict(self.calibration)}
        return plain | told_bits(self.bits)


CALIBRATED = (
    "temperature", "opposes", "neither", "point_slope", "point_intercept", "weakens_slope", "weakens_intercept",
)  # fmt: skip


class PairReader(Protocol):
    """A network that reads pieces of a claim and a text together."""

    def __call__(self, piece: Ints, part: Ints) -> Floats:
        """Logits of supports, opposes, neither, the same point, weakens (5) of one pair (P pieces and their parts)."""


class TextReader(Protocol):
    """A network that reads the pieces of one text."""

    def __call__(self, piece: Ints) -> Floats:
        """The vector (D) of one text of P pieces."""


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
            calibration={name: float(plain["calibration"][name]) for name in CALIBRATED},
            bits=int(plain.get("bits", FULL)),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(f"the model of claims cannot be read: {type(error).__name__}") from error


@dataclass(frozen=True, slots=True)
class Loaded:
    """What one of the models needs: the manifest, the vocabulary, and the bytes of its graph."""

    manifest: Manifest
    pieces: Pieces
    graph: bytes


@functools.cache
def shipped(name: str) -> Loaded:
    """A shipped model, read once a process."""
    return read_model(name, models_folder())


def read_model(name: str, root: Traversable) -> Loaded:
    """A model of a folder.

    Raises:
        ModelError: a file is missing, or its digest is not the manifest's.
    """
    manifest = read_manifest(root)
    wanted = (name, VOCABULARY)
    if missing := [each for each in wanted if each not in manifest.files]:
        raise ModelError(f"the manifest of the model of claims names no {missing[0]!r}")
    contents = read_checked(root, FOLDER, {each: manifest.files[each] for each in wanted}, "model of claims")
    return Loaded(manifest, pieces_of_file(contents[VOCABULARY]), contents[name])


class Tokens:
    """Texts as numbers of word pieces.

    Args:
        pieces: the vocabulary.
    """

    def __init__(self, pieces: Pieces) -> None:
        self._pieces = pieces

    def of_text(self, text: str, most: int = LONGEST) -> list[int]:
        """Numbers of the first pieces of a text."""
        found: list[int] = []
        for word in self._pieces.words.finditer(text[:LONGEST_READ]):
            found += self._pieces.of_word(word.group())
            if len(found) >= most:
                break
        return found[:most]

    def of_pair(self, claim: Sequence[int], text: Sequence[int]) -> tuple[Ints, Ints]:
        """Pieces and parts of a pair whose texts are numbers already: begin, claim, end, text, end."""
        a = claim[:LONGEST_CLAIM]
        b = text[: LONGEST - 3 - len(a)]
        piece = np.array([BEGIN, *a, END, *b, END], dtype=np.int64)
        part = np.zeros(len(piece), dtype=np.int64)
        part[1 : 1 + len(a)] = 1
        part[2 + len(a) : -1] = 2
        return piece, part

    def of_one(self, text: str) -> Ints:
        """Pieces of one text with the marks around."""
        return np.array([BEGIN, *self.of_text(text, LONGEST - 2), END], dtype=np.int64)


class ShippedModel:
    """What both models of claims are: named and digested by one manifest, and read on some threads.

    Args:
        manifest: names it.
        tokens: texts as numbers.
        jobs: threads; no result depends on it.
    """

    part: ClassVar[str]

    def __init__(self, manifest: Manifest, tokens: Tokens, jobs: int) -> None:
        self._manifest = manifest
        self._tokens = tokens
        self.jobs = jobs

    @property
    def name(self) -> str:
        """Versioned name."""
        return f"{self._manifest.name}-{self.part}"

    @property
    def digest(self) -> str:
        """Digest of the weights and the calibration."""
        return self._manifest.digest


def onnx_pair_reader(graph: bytes, bits: int = FULL) -> PairReader:
    """A pair reader of a graph; one pair at a time, since int8 ranges are taken from a whole batch."""
    session = session_of(graph, bits=bits)

    def read(piece: Ints, part: Ints) -> Floats:
        found: Floats = session.run(None, {"piece": piece, "part": part})[0]
        return found

    return read


def onnx_text_reader(graph: bytes, bits: int = FULL) -> TextReader:
    """A text reader of a graph."""
    session = session_of(graph, bits=bits)

    def read(piece: Ints) -> Floats:
        found: Floats = session.run(None, {"piece": piece})[0]
        return found

    return read


def mapped(read: Callable[[int], Floats], count: int, width: int, jobs: int) -> Floats:
    """Rows of a table, each from its number; the same for any number of jobs, since each is computed by itself.

    Args:
        read: from a row's number to the row; lets other threads run while it computes.
        count: number of rows.
        width: of a row.
        jobs: threads.
    """
    table = np.zeros((count, width), dtype=np.float32)

    def fill(numbers: range) -> None:
        for number in numbers:
            table[number] = read(number)

    if jobs <= 1 or count < jobs:
        fill(range(count))
        return table
    with ThreadPoolExecutor(jobs) as pool:
        for _ in pool.map(fill, [range(first, count, jobs) for first in range(jobs)]):
            pass
    return table
