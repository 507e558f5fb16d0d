"""What a run will take, told before anything is sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dissensus.exchanging.language_model.answers import Question
from dissensus.exchanging.language_model.batching import Applies, batches
from dissensus.exchanging.language_model.cache import AnswerCache
from dissensus.exchanging.language_model.client import LanguageModelClient
from dissensus.exchanging.language_model.settings import LanguageModelSettings
from dissensus.model.claims import Codebook, Utterance

CHARACTERS_A_TOKEN = 4
"""Characters of English that a token has about; the rule of thumb of the services, rough on purpose."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a run will take if no request has to be repeated.

    Attributes:
        model: the model's name.
        address: where the words are sent.
        requests: questions that are sent.
        from_cache: questions whose answer is kept already.
        tokens_in: tokens sent, by `CHARACTERS_A_TOKEN`.
        tokens_out: most tokens answered: the limit of one answer for every request.
        money: most that these cost at the given prices, or None where none is given.
        most_requests: requests when every question has to be put as often as is allowed.
        minutes: least time that the limit of requests leaves, or 0 without one.
    """

    model: str
    address: str
    requests: int
    from_cache: int
    tokens_in: int
    tokens_out: int
    money: float | None
    most_requests: int
    minutes: float

    def lines(self) -> list[str]:
        """The estimate for people to read."""
        answers = "1 answer is" if self.from_cache == 1 else f"{self.from_cache} answers are"
        tokens = f"about {self.tokens_in:,} tokens sent, at most {self.tokens_out:,} answered"
        again = f"up to {self.most_requests} requests where answers have to be refused"
        told = [
            f"{self.requests} requests to {self.model} at {self.address} ({answers} kept already)",
            f"{tokens}; {again}",
            "cost not known: no prices are given" if self.money is None else f"cost at most about {self.money:.4f}",
        ]
        return told if self.minutes < 1 else [*told, f"at least {self.minutes:.0f} minutes at this rate"]


def estimate(
    utterances: Sequence[Utterance],
    codebook: Codebook,
    settings: LanguageModelSettings,
    *,
    names: Mapping[str, str] | None = None,
    applies: Applies | None = None,
    cache: AnswerCache | None = None,
) -> Estimate:
    """What it takes to ask for the positions of some utterances; nothing is sent.

    Raises:
        LanguageModelError: LLM002, LLM004 the settings do not allow to ask; LLM008 the cache cannot be used.
    """
    made, _ = batches(utterances, codebook, names or {}, applies)
    return estimate_questions((batch.question for batch in made), LanguageModelClient(settings, cache))


def estimate_questions(questions: Iterable[Question[Any]], client: LanguageModelClient) -> Estimate:
    """What it takes to ask some questions; nothing is sent."""
    settings = client.settings
    requests = kept = characters = 0
    for question in questions:
        if client.kept(question) is not None:
            kept += 1
            continue
        requests += 1
        characters += len(question.system) + len(question.user)
    tokens_in, tokens_out = -(-characters // CHARACTERS_A_TOKEN), requests * settings.max_tokens
    rate = settings.requests_per_minute
    return Estimate(
        model=settings.model,
        address=settings.address,
        requests=requests,
        from_cache=kept,
        tokens_in=tokens_in,
        tokens_out=tokens_out,
        money=settings.money(tokens_in, tokens_out),
        most_requests=requests * settings.tries,
        minutes=max(requests - 1, 0) / rate if rate else 0.0,
    )
