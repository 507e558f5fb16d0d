"""Camps that made the statements are found; the whole measurement is benchmarks/dna/planted.py."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest


@pytest.fixture
def bench(root: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(root / "benchmarks"))
    return importlib.import_module("dna.planted")


MUST = ("polarization, exact or greedy", "polarization, genetic", "communities, best")


def quiet(line: str) -> None:
    del line


@pytest.mark.parametrize("place", [2, 3], ids=["two camps", "three camps"])
def test_small_debates_without_noise_fall_into_their_camps(bench: Any, place: int) -> None:
    rand = bench.measured(bench.PLANS[place], 0.0, 5, quiet)
    assert {method: min(rand[method]) for method in MUST} == dict.fromkeys(MUST, 1.0)


@pytest.mark.parametrize("place", [0, 1], ids=["two camps", "three camps"])
def test_debates_of_forty_actors_fall_into_their_camps(bench: Any, place: int) -> None:
    rand = bench.measured(bench.PLANS[place], 0.0, 2, quiet)
    assert {method: min(rand[method]) for method in MUST} == dict.fromkeys(MUST, 1.0)


@pytest.mark.parametrize("place", [0, 1], ids=["two camps", "three camps"])
def test_a_tenth_of_flipped_statements_hides_few_actors(bench: Any, place: int) -> None:
    rand = bench.measured(bench.PLANS[place], 0.1, 2, quiet)
    assert min(np.mean(rand[method]) for method in MUST) >= 0.9


def test_noise_is_what_it_says(bench: Any) -> None:
    plan = bench.PLANS[0]
    clean, _ = bench.planted(plan, 0.0, 1)
    noisy, camp_of = bench.planted(plan, 0.1, 1)
    who, claim = noisy.variables["organization"], noisy.variables["concept"]
    said = np.array(noisy.variables["agreement"].values)[noisy.variables["agreement"].codes]
    true = [
        int(str(claim.values[c])[-2:]) % plan.camps == camp_of[str(who.values[w])]
        for w, c in zip(who.codes, claim.codes, strict=True)
    ]
    assert len(clean) == len(noisy) == 480
    assert 0.05 < np.mean(said != np.array(true)) < 0.15
