"""Files of the models that the package ships: read, and checked against the digests that their manifests name."""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Mapping
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING

from dissensus.model.errors import ModelError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession


def read_checked(root: Traversable, folder: str, files: Mapping[str, str], what: str) -> dict[str, bytes]:
    """The contents of a model's files by their names.

    Args:
        root: folder of models.
        folder: the model's folder in it.
        files: file name, relative to the model's folder, to SHA-256.
        what: the model in words, for errors ("model of statements 'fast'").

    Raises:
        ModelError: a file is missing, or its digest is not the manifest's.
    """
    contents: dict[str, bytes] = {}
    for name, digest in files.items():
        path = root
        for part in posixpath.normpath(posixpath.join(folder, name)).split("/"):
            path = path / part
        try:
            contents[name] = path.read_bytes()
        except OSError as error:
            raise ModelError(f"the file {name!r} of the {what} is missing") from error
        found = hashlib.sha256(contents[name]).hexdigest()
        if found != digest:
            raise ModelError(
                f"the file {name!r} of the {what} is damaged: its digest is {found[:12]}…, not {digest[:12]}…"
            )
    return contents


def session_of(graph: bytes) -> InferenceSession:
    """A graph in ONNX Runtime, on one thread, so that its numbers are the same at each run."""
    from onnxruntime import InferenceSession, SessionOptions

    options = SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.enable_cpu_mem_arena = True
    # The fused form of an addition and a layer norm takes several times as long as both do one by one.
    return InferenceSession(
        graph, options, providers=["CPUExecutionProvider"], disabled_optimizers=["SkipLayerNormFusion"]
    )
