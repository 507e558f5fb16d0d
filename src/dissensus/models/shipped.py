"""Files of the models that the package ships: read, and checked against the digests that their manifests name."""

from __future__ import annotations

import functools
import hashlib
import posixpath
import re
from collections.abc import Mapping
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING

from dissensus.model.errors import ModelError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

SMALL_ENOUGH = 7
"""Bits of weights, with their sign, of which two products with 8-bit values fit into 16 bits."""
FULL = 8
"""Bits of weights where a manifest tells none."""
_VNNI = re.compile(r"^flags\s*:.*\bavx(512)?_vnni\b", re.MULTILINE)


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


@functools.cache
def has_dot_products() -> bool:
    """Whether the processor is known to have dot products of 8-bit integers (VNNI); only time depends on it."""
    try:
        told = Path("/proc/cpuinfo").read_text(encoding="ascii", errors="replace")
    except OSError:
        return False
    return bool(_VNNI.search(told))


def told_bits(bits: int) -> dict[str, int]:
    """What a manifest tells of the bits of weights; nothing where they are full, so that older digests stay."""
    return {} if bits == FULL else {"bits": bits}


def session_of(graph: bytes, *, bits: int = FULL) -> InferenceSession:
    """A graph in ONNX Runtime, on one thread and with exact products, so that its numbers are the same at each run.

    Processors without dot products of 8-bit integers add two products in 16 bits and cut off what does not fit, unless
    told otherwise. Then networks take a sixth more time there; elsewhere it would be more than half, for nothing. Two
    products with weights of 7 bits always fit.

    Args:
        graph: bytes of the graph.
        bits: of its largest weights in int8, with their sign.
    """
    from onnxruntime import InferenceSession, SessionOptions

    options = SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.enable_cpu_mem_arena = True
    if bits > SMALL_ENOUGH and not has_dot_products():
        options.add_session_config_entry("session.x64quantprecision", "1")
    # The fused form of an addition and a layer norm takes several times as long as both do one by one.
    return InferenceSession(
        graph, options, providers=["CPUExecutionProvider"], disabled_optimizers=["SkipLayerNormFusion"]
    )
