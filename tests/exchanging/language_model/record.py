"""Record a real exchange with a language model's server, to be replayed by ``test_llm_recorded.py``.

    python tests/exchanging/language_model/record.py ADDRESS MODEL

Needed again whenever a prompt or the form of an answer changes. The texts are the invented ones below. State the model,
its licence and the server in ``recorded/README.md`` and in the test.
"""

from __future__ import annotations

import hashlib
import json
import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
RECORDED = HERE / "recorded"
sys.path.insert(0, str(HERE.parents[1] / "helpers"))

from fake_language_model import Reply, serving, utterance  # noqa: E402

from dissensus.exchanging.language_model.client import LanguageModelClient  # noqa: E402
from dissensus.exchanging.language_model.coder import Proposed, propose_positions  # noqa: E402
from dissensus.exchanging.language_model.settings import LanguageModelSettings  # noqa: E402
from dissensus.exchanging.language_model.wording import propose_wording  # noqa: E402
from dissensus.model.claims import Claim, Codebook  # noqa: E402

CODEBOOK = Codebook(
    (
        Claim("bridge", "The bridge over the river should be built."),
        Claim("ferry", "The night ferry should run all winter."),
        Claim("school", "School should begin at nine."),
    ),
    "The town",
)
SAID = (
    ("bridge", "Ada Vell", "The new bridge must be built this year"),
    ("bridge", "Boris Tarn", "the bridge would ruin the river and that nobody needs it"),
    ("bridge", None, "The bridge is a plain waste of money."),
    ("ferry", "Ada Vell", "The night ferry must run all winter, because nurses need it to get home"),
    ("ferry", "Boris Tarn", "We cannot afford a ferry that nobody takes after midnight"),
    ("school", "Ria Holm", "Children sleep too little, so let school begin at nine"),
    ("school", "Sven Aas", "Nine is far too late for parents who have to be at work"),
)
"""The claim that each is asked for, the speaker (None for the outlet itself) and the words."""


def digest(request: dict[str, Any]) -> str:
    """What a recorded exchange is known by."""
    return hashlib.sha256(json.dumps(request, sort_keys=True).encode()).hexdigest()[:16]


def exchange(address: str, model: str) -> tuple[Proposed, str | None]:
    """The questions that are recorded and replayed."""
    settings = LanguageModelSettings(address=address, model=model, max_tokens=200, timeout=600, requests_per_minute=0)
    client = LanguageModelClient(settings)
    # One utterance a question, as more is much for a model that is small enough for any machine; and once several.
    several = [("all on the bridge", *each) for each in SAID if each[0] == "bridge"]
    asked = [(f"{number} {each[0]}", *each) for number, each in enumerate(SAID)] + several
    about = {document: claim for document, claim, _, _ in asked}
    said = [
        utterance(words, holder=speaker, text=words, document=document, own=speaker is None)
        for document, _, speaker, words in asked
    ]
    proposed = propose_positions(said, CODEBOOK, client, applies=lambda document, claim: about[document] == claim.id)
    return proposed, propose_wording([words for claim, _, words in SAID if claim == "ferry"], client)


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
