"""What is asked, and how an answer is read: JSON taken out of the words, then checked by whoever asked."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

T = TypeVar("T")

_MOST_OPENINGS = 50
"""How many "{" of an answer are tried as the beginning of its JSON: bounds the time that a hostile answer takes."""
_THOUGHT_END = "</think>"


class AnswerError(Exception):
    """An answer that cannot be used as a whole; the message says why."""


@dataclass(frozen=True, slots=True)
class Reading(Generic[T]):
    """An answer that can be used.

    Attributes:
        value: what it says, checked.
        good: how many of its parts passed the checks.
        faults: why the others did not; asked again with them where there are any.
    """

    value: T
    good: int
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question(Generic[T]):
    """What is put to a model.

    Attributes:
        prompt: versioned name of the prompt; part of what the cache knows an answer by.
        system: the instructions.
        user: the data.
        schema_name: name of the answer's form.
        schema: JSON schema of the answer.
        read: takes the parsed answer and checks it; raises AnswerError where it cannot be used.
        lead: key that the answer's object must have.
    """

    prompt: str
    system: str
    user: str
    schema_name: str
    schema: dict[str, Any]
    read: Callable[[dict[str, Any]], Reading[T]]
    lead: str = field(default="")

    def messages(self, fault: str | None = None) -> list[dict[str, str]]:
        """The messages; with a fault, what was wrong with the answer before."""
        user = self.user if fault is None else f"{self.user}\n\nAn earlier answer was refused: {fault} Answer again."
        return [{"role": "system", "content": self.system}, {"role": "user", "content": user}]

    def reading(self, text: str) -> Reading[T]:
        """The answer as read and checked.

        Raises:
            AnswerError: it holds no JSON object with the key, or the object cannot be used.
        """
        return self.read(json_object(text, self.lead))


def json_object(text: str, key: str) -> dict[str, Any]:
    """The first JSON object with a key in a text, which may stand in a fence or after words.

    Raises:
        AnswerError: there is none.
    """
    text = text.rpartition(_THOUGHT_END)[2]
    decoder = json.JSONDecoder(parse_constant=_refused_constant)
    position = -1
    for _ in range(_MOST_OPENINGS):
        position = text.find("{", position + 1)
        if position < 0:
            break
        try:
            value, _end = decoder.raw_decode(text, position)
        except (ValueError, RecursionError):
            continue
        if isinstance(value, dict) and key in value:
            return value
    raise AnswerError(f"it holds no JSON object with the key {key!r}.")


def _refused_constant(name: str) -> float:
    raise ValueError(name)
