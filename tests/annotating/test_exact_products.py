"""The shipped networks multiply integers exactly on every processor.

Processors without dot products of 8-bit integers add two products in 16 bits and cut off what does not fit, unless ONNX
Runtime is told not to. On such a processor the first test fails without that; on others both ways are the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from onnxruntime import InferenceSession, SessionOptions

from dissensus.annotating.mentions.coreference.network import read_manifest as read_coreference
from dissensus.annotating.statements.engine.weights import read_manifest as read_statements
from dissensus.models.shipped import has_dot_products, session_of, told_bits
from dissensus.reconciling.claims.weights import read_manifest as read_claims

GRAPHS = (
    "statements/accurate/encoder.onnx",
    "statements/fast/encoder.onnx",
    "coreference/encoder.onnx",
    "claims/pairs.onnx",
    "claims/embedder.onnx",
)


def graph(name: str) -> bytes:
    return (resources.files("dissensus.models") / name).read_bytes()


def bits(name: str) -> int:
    """Bits of a network's weights, as its manifest tells and its step takes them."""
    if name.startswith("statements/"):
        return read_statements(name.split("/")[1]).bits
    return read_coreference().bits if name.startswith("coreference/") else read_claims().bits


def exact(content: bytes) -> InferenceSession:
    options = SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    options.add_session_config_entry("session.x64quantprecision", "1")
    # As in session_of: the fused form of two nodes rounds otherwise.
    return InferenceSession(
        content, options, providers=["CPUExecutionProvider"], disabled_optimizers=["SkipLayerNormFusion"]
    )


def inputs(session: InferenceSession, size: int) -> dict[str, NDArray[np.int64]]:
    drawn = np.random.default_rng(7)
    given = {each.name: drawn.integers(0, 3, size) for each in session.get_inputs()}
    given["piece"] = drawn.integers(1000, 30_000, size)
    if "first" in given:
        given["first"] = np.arange(1, size - 1)
    return given


@pytest.mark.parametrize("name", GRAPHS)
def test_no_sum_of_products_is_cut_off(name: str) -> None:
    content = graph(name)
    ours, other = session_of(content, bits=bits(name)), exact(content)
    for size in (5, 64, 310):
        given = inputs(ours, size)
        for one, two in zip(ours.run(None, given), other.run(None, given), strict=True):
            assert np.array_equal(one, two)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("flags\t\t: fpu avx2 fma\nbugs\t\t: none\n", False),
        ("flags\t\t: fpu avx2 avx512f avx512_vnni\n", True),
        ("flags\t\t: fpu avx2 avx_vnni fma\n", True),
        ("model name\t: avx512_vnni\nflags\t\t: avx512_vnnix\n", False),
        (None, False),
    ],
)
def test_dot_products_are_known_from_the_processors_flags(
    told: str | None, expected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(path: Path, **_: str) -> str:
        assert path == Path("/proc/cpuinfo")
        if told is None:
            raise FileNotFoundError
        return told

    monkeypatch.setattr(Path, "read_text", read)
    assert has_dot_products.__wrapped__() is expected


@pytest.mark.parametrize(
    "read", [lambda: read_statements("accurate"), lambda: read_statements("fast"), read_coreference, read_claims]
)
def test_bits_of_weights_are_told_and_change_a_digest(read: Callable[[], Any]) -> None:
    manifest = read()
    assert manifest.bits == 7
    assert replace(manifest, bits=8).digest != manifest.digest
    assert told_bits(8) == {}
    assert told_bits(7) == {"bits": 7}
