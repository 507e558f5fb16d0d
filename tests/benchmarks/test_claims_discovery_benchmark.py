"""The benchmark that looks for counterparts of a codebook's claims."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest
from discovery_fakes import WordEmbedder, WordScorer

from dissensus.model.claims import Claim, Codebook

CODEBOOK = Codebook((Claim("A", "The old mine should close."), Claim("B", "The harbour should open.")))


@pytest.fixture(scope="module")
def benchmark(root: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("claims_discovery", root / "benchmarks" / "claims" / "discovery.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_the_contrary_of_a_claim_is_its_counterpart(benchmark: ModuleType) -> None:
    proposed = [["Rain should fall."], ["The old mine must never close."]]
    first = benchmark.counterparts(CODEBOOK, proposed, WordEmbedder(), WordScorer())["A"][0]
    assert (first.rank, first.counts) == (2, True)
    assert first.contrary > first.same


def test_a_further_wording_of_a_proposed_claim_is_looked_at_too(benchmark: ModuleType) -> None:
    proposed = [["Rain should fall.", "The harbour should open."]]
    assert benchmark.counterparts(CODEBOOK, proposed, WordEmbedder(), WordScorer())["B"][0].counts


def test_what_is_unlike_is_no_counterpart(benchmark: ModuleType) -> None:
    found = benchmark.counterparts(CODEBOOK, [["Rain should fall."]], WordEmbedder(), WordScorer())
    assert benchmark.summary(found, ["A"]) == {
        "claims": 2,
        "with_counterpart": 0,
        "contested": 1,
        "contested_with_counterpart": 0,
    }


def test_nothing_proposed_gives_no_counterpart(benchmark: ModuleType) -> None:
    assert benchmark.counterparts(CODEBOOK, [], WordEmbedder(), WordScorer()) == {"A": [], "B": []}
