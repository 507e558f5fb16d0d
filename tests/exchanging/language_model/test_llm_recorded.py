"""A real exchange with a small model's server, replayed: what a real server says is read, checked and refused."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from fake_language_model import Reply, serving

HERE = Path(__file__).resolve().parent
AGAIN = (
    "a prompt or a request has changed; record again: python tests/exchanging/language_model/record.py ADDRESS MODEL"
)


@pytest.fixture(scope="module")
def record() -> ModuleType:
    spec = importlib.util.spec_from_file_location("llm_record", HERE / "record.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def recorded() -> dict[str, dict[str, Any]]:
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in HERE.glob("recorded/*.json")}


def test_the_recorded_requests_are_those_of_their_digests(record: ModuleType, recorded: dict[str, Any]) -> None:
    assert recorded
    for name, values in recorded.items():
        assert record.digest(values["request"]) == name


def test_a_real_servers_answers_are_read_and_those_that_do_not_hold_are_refused(
    record: ModuleType, recorded: dict[str, Any]
) -> None:
    model = next(iter(recorded.values()))["request"]["model"]
    unknown: list[str] = []

    def replay(request: dict[str, Any]) -> Reply:
        values = recorded.get(record.digest(request))
        if values is None:
            unknown.append(record.digest(request))
            return Reply(404)
        return Reply(values["status"], json.dumps(values["response"]).encode())

    with serving(replay) as server:
        try:
            proposed, _ = record.exchange(server.address, model)
        finally:
            assert unknown == [], AGAIN
    assert len(server.requests) >= len(recorded)
    about_positions = [each for each in server.requests if "CLAIMS" in each["messages"][1]["content"]]
    assert proposed.usage.requests == len(about_positions)
    # None of this model's answers can be used; with a better one recorded, this says so.
    assert (list(proposed.positions), proposed.reasons()) == ([], {"no answer that can be used": 3})
