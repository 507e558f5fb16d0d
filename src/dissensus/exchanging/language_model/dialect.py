"""What a server understands of the interface; found out by asking, from the strictest form down.

OpenAI-compatible servers differ: vLLM, llama.cpp and Ollama take a JSON schema, some services one without lengths,
older ones only "a JSON object" or nothing; some services want ``max_completion_tokens``, or refuse a temperature or a
seed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

Form = Literal["bounded", "schema", "object", "text"]
_NEXT: dict[Form, Form] = {"bounded": "schema", "schema": "object", "object": "text"}
_BOUNDS = frozenset({"maxItems", "maxLength"})


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a request is written.

    Attributes:
        form: how a structured answer is asked for: by its schema, by its schema without bounds of length, as any JSON
            object, or in the words only.
        length: the field for the most tokens of the answer.
        temperature: whether a temperature of 0 is sent.
        seed: whether the seed is sent.
    """

    form: Form = "bounded"
    length: Literal["max_tokens", "max_completion_tokens"] = "max_tokens"
    temperature: bool = True
    seed: bool = True

    def body(
        self,
        model: str,
        messages: list[dict[str, str]],
        schema_name: str,
        schema: dict[str, Any],
        tokens: int,
        seed: int,
    ) -> dict[str, Any]:
        """The request as plain values."""
        values: dict[str, Any] = {"model": model, "messages": messages, "stream": False, self.length: tokens}
        if self.temperature:
            values["temperature"] = 0
        if self.seed:
            values["seed"] = seed
        if self.form in {"bounded", "schema"}:
            asked = schema if self.form == "bounded" else _unbounded(schema)
            described = {"name": schema_name, "strict": True, "schema": asked}
            values["response_format"] = {"type": "json_schema", "json_schema": described}
        elif self.form == "object":
            values["response_format"] = {"type": "json_object"}
        return values

    def after_refusal(self, message: str) -> Dialect | None:
        """The next simpler way to write a request that the server refused, or None when there is none.

        Args:
            message: what the server said; a field that it names is changed or left out first.
        """
        if "max_completion_tokens" in message and self.length == "max_tokens":
            return replace(self, length="max_completion_tokens")
        if "temperature" in message and self.temperature:
            return replace(self, temperature=False)
        if "seed" in message and self.seed:
            return replace(self, seed=False)
        return replace(self, form=_NEXT[self.form]) if self.form in _NEXT else None


def _unbounded(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema without its bounds of length, which some services refuse."""
    return {
        name: _unbounded(value) if isinstance(value, dict) else value
        for name, value in schema.items()
        if name not in _BOUNDS
    }
