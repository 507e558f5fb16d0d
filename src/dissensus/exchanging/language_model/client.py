"""Asks a language model: cached, rate-limited, tried again, and refused when its answer cannot be used."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar

from dissensus.exchanging.language_model.answers import AnswerError, Question, Reading
from dissensus.exchanging.language_model.cache import AnswerCache, KeptAnswer
from dissensus.exchanging.language_model.dialect import Dialect
from dissensus.exchanging.language_model.settings import LanguageModelSettings
from dissensus.exchanging.language_model.transport import Answer, Clock, NoAnswerError, TooSlowError, post
from dissensus.model.errors import LanguageModelError
from dissensus.model.spans import digest_of

T = TypeVar("T")

FIRST_WAIT = 1.0
"""Seconds before the first repetition of a request; each further wait is twice as long."""
SLOW_REPEATED = 1
"""How often a request is sent again that was not answered in time, each time with twice the time: a slow server reads a
prompt that was given up to its end, and each further one makes it slower still."""
SLOW_REMEDY = (
    "Give it more seconds (timeout in the table language_model of the configuration) or a smaller model, and run again:"
    " answers that came are kept in the cache"
)
LONGEST_WAIT = 120.0
"""Most seconds that are waited before a repetition, also where the server asks for more."""
_BUSY = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
_REFUSED_WORDING = frozenset({400, 413, 415, 422, 501})
_KEY = re.compile(r"[\x21-\x7e]{1,8192}")
_SHOWN = 200


@dataclass(slots=True)
class Usage:
    """What asking took.

    Attributes:
        requests: requests sent, repetitions included.
        repeated: those of them that were repetitions.
        from_cache: questions answered from the cache.
        tokens_in: tokens sent, as the server counts them (0 where it does not say).
        tokens_out: tokens answered.
        money: their price, or None where no price is given.
    """

    requests: int = 0
    repeated: int = 0
    from_cache: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    money: float | None = None


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question without an answer that can be used.

    Attributes:
        reason: why, in one sentence.
    """

    reason: str


@dataclass(frozen=True, slots=True)
class _Words:
    text: str
    tokens_in: int
    tokens_out: int


class _WordingRefusedError(Exception):
    """The server does not take this request in any form."""


class LanguageModelClient:
    """Asks the model of some settings; one request at a time.

    Nothing that comes back is executed: an answer is parsed as JSON, checked by the question, and dropped otherwise.
    """

    def __init__(
        self, settings: LanguageModelSettings, cache: AnswerCache | None = None, clock: Clock | None = None
    ) -> None:
        """Make a client; nothing is sent yet.

        Args:
            settings: with address and model.
            cache: where answers are kept; None for nowhere.
            clock: time as the client sees it; None for the machine's.

        Raises:
            LanguageModelError: LLM002 no address or model is given, LLM004 the variable with the key is not set.
        """
        if not settings.on:
            raise LanguageModelError("no address or no model is given for the language model", code="LLM002")
        self.settings = settings
        self.usage = Usage(money=settings.money(0, 0))
        self._cache = cache
        self._clock = clock or Clock()
        self._dialect = Dialect()
        self._key = _key_of(settings.key_variable)
        self._next_request = float("-inf")

    @property
    def name(self) -> str:
        """Name of the coder, "llm:" and the model's name."""
        return self.settings.coder

    def digest(self, question: Question[Any]) -> str:
        """What the cache knows the answer by: model, prompt, words and settings that bear on it; not the address."""
        asked = self.settings.answering() | {
            "prompt": question.prompt,
            "messages": question.messages(),
            "schema": question.schema,
        }
        return digest_of(json.dumps(asked, sort_keys=True, ensure_ascii=True))

    def kept(self, question: Question[T]) -> Reading[T] | None:
        """The answer of the cache, or None; one that no longer passes the checks counts as none."""
        if self._cache is None:
            return None
        answer = self._cache.get(self.digest(question))
        if answer is None:
            return None
        try:
            return question.reading(answer.text)
        except AnswerError:
            return None

    def ask(self, question: Question[T]) -> Reading[T] | Unanswered:
        """The answer to a question, from the cache or from the model.

        An answer that cannot be used, or some of whose parts are refused, is asked for again with the reasons, up to
        ``settings.tries`` times in all; of several the one with the most good parts counts, the first of equals.

        Raises:
            LanguageModelError: LLM001 the server is not reached, LLM003 it refuses us or does not know the model,
                LLM005 it sends us elsewhere, LLM006 it answers too much, LLM008 the cache cannot be used.
        """
        kept = self.kept(question)
        if kept is not None:
            self.usage.from_cache += 1
            return kept
        best: tuple[Reading[T], _Words] | None = None
        fault: str | None = None
        for attempt in range(self.settings.tries):
            try:
                words = self._words(question, fault, attempt)
            except _WordingRefusedError as error:
                fault = f"The server refuses the request: {error}."
                break
            except AnswerError as error:
                fault = f"The server's answer cannot be read: {error}"
                continue
            try:
                reading = question.reading(words.text)
            except AnswerError as error:
                fault = f"The answer cannot be used: {error}"
                continue
            if best is None or reading.good > best[0].good:
                best = reading, words
            if not reading.faults:
                break
            fault = " ".join(reading.faults[:5])
        if best is None:
            return Unanswered(fault or "no answer")
        if self._cache is not None:
            answer = KeptAnswer(best[1].text, best[1].tokens_in, best[1].tokens_out)
            self._cache.put(self.digest(question), self.settings.model, question.prompt, answer)
        return best[0]

    def _words(self, question: Question[Any], fault: str | None, attempt: int) -> _Words:
        """One answer's words; the way to write requests is found on the way and remembered when it is taken."""
        dialect: Dialect | None = self._dialect
        self.usage.repeated += attempt > 0
        message = ""
        while dialect is not None:
            body = dialect.body(
                self.settings.model,
                question.messages(fault),
                question.schema_name,
                question.schema,
                self.settings.max_tokens,
                self.settings.seed + attempt,
            )
            answer = self._sent(json.dumps(body, ensure_ascii=True).encode())
            if answer.status == 200:
                self._dialect = dialect
                return self._counted(answer.body)
            message = self._message(answer.body)
            if answer.status not in _REFUSED_WORDING:
                raise LanguageModelError(
                    f"the language model's server answers {answer.status}: {message}", code="LLM003"
                )
            dialect = dialect.after_refusal(message)
            self.usage.repeated += dialect is not None
        raise _WordingRefusedError(message)

    def _sent(self, body: bytes) -> Answer:
        """An answer whose status says that it is final, after waiting and repeating where it helps."""
        headers = {"Content-Type": "application/json", "Accept": "application/json", "User-Agent": "dissensus"}
        if self._key is not None:
            headers["Authorization"] = f"Bearer {self._key}"
        last, slow = "", 0
        for attempt in range(self.settings.retries + 1):
            self._wait_for_turn()
            self.usage.requests += 1
            self.usage.repeated += attempt > 0
            wait = min(FIRST_WAIT * 2.0**attempt, LONGEST_WAIT)
            try:
                answer = post(self.settings.url, body, headers, self.settings.timeout * (1 + slow), self._clock)
            except TooSlowError as error:
                last, slow = self._shown(str(error)), slow + 1
                if slow > SLOW_REPEATED:
                    break
            except NoAnswerError as error:
                last = self._shown(str(error))
            else:
                if answer.status not in _BUSY:
                    return answer
                last = f"it answers {answer.status}: {self._message(answer.body)}"
                asked = self._asked_wait(answer.headers.get("retry-after", ""))
                wait = wait if asked is None else min(max(asked, 0.0), LONGEST_WAIT)
            if attempt < self.settings.retries:
                self._clock.sleep(wait)
        tries = f"{attempt + 1} tries" if attempt else "1 try"
        raise LanguageModelError(
            f"the language model's server does not answer after {tries}: {last}",
            code="LLM001",
            remedy=SLOW_REMEDY if slow else None,
        )

    def _wait_for_turn(self) -> None:
        if self.settings.requests_per_minute:
            now = self._clock.monotonic()
            if now < self._next_request:
                self._clock.sleep(self._next_request - now)
            self._next_request = max(now, self._next_request) + 60.0 / self.settings.requests_per_minute

    def _asked_wait(self, value: str) -> float | None:
        """Seconds that a Retry-After header asks for: a number or a date."""
        if re.fullmatch(r"[0-9]{1,6}", value.strip()):
            return float(value)
        try:
            return parsedate_to_datetime(value).timestamp() - self._clock.now()
        except (ValueError, TypeError, OverflowError):
            return None

    def _counted(self, body: bytes) -> _Words:
        """The words of the server's JSON, with what they took.

        Raises:
            AnswerError: they are not there, or were cut off.
        """
        try:
            values = json.loads(body)
            usage = values.get("usage") or {}
            tokens_in, tokens_out = (_count(usage.get(name)) for name in ("prompt_tokens", "completion_tokens"))
            choice = values["choices"][0]
            text = choice["message"]["content"]
            cut = choice.get("finish_reason") == "length"
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
            raise AnswerError("it is not in the form of a chat completion.") from None
        self.usage.tokens_in += tokens_in
        self.usage.tokens_out += tokens_out
        self.usage.money = self.settings.money(self.usage.tokens_in, self.usage.tokens_out)
        if cut:
            raise AnswerError(f"it was cut off after {self.settings.max_tokens} tokens.")
        if not isinstance(text, str):
            raise AnswerError("it has no words.")
        text = text.encode("utf-8", "replace").decode()  # half a character cannot be stored
        return _Words(text, tokens_in, tokens_out)

    def _message(self, body: bytes) -> str:
        """What a server says about an error, in short and without the key."""
        try:
            values = json.loads(body)
            error = values.get("error", values.get("message", values.get("detail", "")))
            message = error.get("message", "") if isinstance(error, dict) else error
        except (ValueError, AttributeError, RecursionError):
            message = body[: 4 * _SHOWN].decode("utf-8", "replace")
        return self._shown(str(message))

    def _shown(self, text: str) -> str:
        if self._key is not None:
            text = text.replace(self._key, "[key]")
        text = "".join(character if character.isprintable() else " " for character in text[: 4 * _SHOWN])
        return " ".join(text.split())[:_SHOWN] or "nothing said"


def _count(value: object) -> int:
    return value if isinstance(value, int) and 0 <= value < 2**53 else 0


def _key_of(variable: str | None) -> str | None:
    """The key that a variable of the environment holds.

    Raises:
        LanguageModelError: LLM004; the value is not repeated.
    """
    if variable is None:
        return None
    key = os.environ.get(variable, "").strip()
    if not _KEY.fullmatch(key):
        what = "has characters that no key has" if key else "is not set"
        raise LanguageModelError(f"the environment variable {variable} with the key {what}", code="LLM004")
    return key
