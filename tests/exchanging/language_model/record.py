"""Record a real exchange with a language model's server, to be replayed by ``test_llm_recorded.py``.

    python tests/exchanging/language_model/record.py ADDRESS MODEL

Needed again whenever a prompt changes. The texts are the invented ones of ``tests/helpers/fake_language_model.py``.
State the model and its licence in ``recorded/README.md``.
"""

from __future__ import annotations

import hashlib
import json
import sys
import urllib.error
import urllib.request
from dataclasses import replace
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
RECORDED = HERE / "recorded"
sys.path.insert(0, str(HERE.parents[1] / "helpers"))

from fake_language_model import CODEBOOK, NAMES, Reply, bridge_utterances, serving  # noqa: E402

from dissensus.exchanging.language_model.client import LanguageModelClient  # noqa: E402
from dissensus.exchanging.language_model.coder import Proposed, propose_positions  # noqa: E402
from dissensus.exchanging.language_model.settings import LanguageModelSettings  # noqa: E402
from dissensus.exchanging.language_model.wording import propose_wording  # noqa: E402


def digest(request: dict[str, Any]) -> str:
    """What a recorded exchange is known by."""
    return hashlib.sha256(json.dumps(request, sort_keys=True).encode()).hexdigest()[:16]


def exchange(address: str, model: str) -> tuple[Proposed, str | None]:
    """The questions that are recorded and replayed."""
    settings = LanguageModelSettings(address=address, model=model, max_tokens=200, timeout=600, requests_per_minute=0)
    client = LanguageModelClient(settings)
    # One utterance and one claim a question: more is too much for a model that is small enough for any machine.
    said = [replace(each, document_id=f"d{number}") for number, each in enumerate(bridge_utterances())]
    proposed = propose_positions(said, CODEBOOK, client, names=NAMES, applies=lambda _, claim: claim.id == "C1")
    return proposed, propose_wording([each.words for each in said[:1]], client)


def main(address: str, model: str) -> None:
    """Stand between the client and the real server, and write down what passes."""
    for old in RECORDED.glob("*.json"):
        old.unlink()

    def passing(request: dict[str, Any]) -> Reply:
        body = json.dumps(request).encode()
        headers = {"Content-Type": "application/json"}
        asked = urllib.request.Request(f"{address}/chat/completions", body, headers)
        try:
            with urllib.request.urlopen(asked, timeout=600) as answer:
                reply = Reply(answer.status, answer.read())
        except urllib.error.HTTPError as error:
            reply = Reply(error.code, error.read())
        values = {"request": request, "status": reply.status, "response": json.loads(reply.body)}
        path = RECORDED / f"{digest(request)}.json"
        path.write_text(json.dumps(values, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        return reply

    with serving(passing) as server:
        proposed, wording = exchange(server.address, model)
    print(proposed, wording, sep="\n")  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"), sys.argv[2])
