"""The benchmarks of networks that are run by hand: a file that can be imported, and how others are set beside ours."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from scipy.sparse.csgraph import connected_components

FOLDER = Path(__file__).resolve().parents[2] / "benchmarks" / "dna"


def test_an_import_and_two_networks_are_measured() -> None:
    command = [sys.executable, str(FOLDER / "importing.py"), "--statements", "50"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert ran.returncode == 0, ran.stderr
    lines = ran.stdout.splitlines()
    assert lines[0].startswith("50 statements, 5 documents")
    costs = {line[:24].strip(): float(line[24:].split()[0]) for line in lines[1:]}
    assert list(costs) == ["import", "network of the file", "network of the project"]
    assert min(costs.values()) > 0


def test_networks_of_peers_are_connected_and_made_again_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(FOLDER))
    import peers  # type: ignore[import-not-found,unused-ignore]

    for signed in (False, True):
        made, again = (peers.networks(5, signed=signed) for _ in range(2))
        for one, other in zip(made, again, strict=True):
            assert np.array_equal(one, other)
            assert np.array_equal(one, one.T)
            assert connected_components(one != 0)[0] == 1
            assert (one < 0).any() == signed


def test_lower_and_higher_are_told_apart(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.syspath_prepend(str(FOLDER))
    import peers  # type: ignore[import-not-found,unused-ignore]

    peers.told("energy", [-2.0, -1.0, -1.0, -0.5], [-1.0, -1.0, -1.0, -1.0])
    assert "lower   1  same   2  higher   1" in capsys.readouterr().out
    assert peers.peer("no_such_program_of_anybody") is None
