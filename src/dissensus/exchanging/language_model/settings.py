"""How a language model is reached and what asking it costs; one options object as for every task."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from dissensus.model.errors import LanguageModelError, UsageError
from dissensus.model.options import _Options

_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,99}")
_HOST = re.compile(r"[A-Za-z0-9._:-]+")
_LONGEST_MODEL = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class LanguageModelSettings(_Options):
    """How a language model is reached and what asking it costs. Nothing is asked unless address and model are given.

    Attributes:
        address: where the OpenAI-compatible interface stands, up to what comes before "/chat/completions", such as
            "http://localhost:11434/v1"; http or https, without user name, password or "?".
        model: the model's name as the server knows it.
        key_variable: name of the environment variable that holds the key; the key itself is never given here, never
            stored and never shown. None where the server asks for none.
        requests_per_minute: most requests in a minute; 0 for no limit.
        timeout: seconds that one request may take; one that took longer is sent once more, with twice the time.
        max_tokens: most tokens of one answer.
        price_in: price of a million tokens sent, in any currency, for the estimate; None for not known.
        price_out: price of a million tokens answered.
        seed: sent with each request; servers that honour it answer alike again.
        tries: how often one question is put at most when the answer cannot be used or words in it are not in the text.
        retries: how often a request is sent again when the server is busy, fails or is not reached.
        cache: file of the answers; None for none.
    """

    address: str = ""
    model: str = ""
    key_variable: str | None = None
    requests_per_minute: float = field(default=60.0, metadata={"range": (0, 1_000_000)})
    timeout: float = field(default=120.0, metadata={"range": (0.01, 86_400)})
    max_tokens: int = field(default=1024, metadata={"range": (16, 1_000_000)})
    price_in: float | None = field(default=None, metadata={"range": (0, None)})
    price_out: float | None = field(default=None, metadata={"range": (0, None)})
    seed: int = field(default=7, metadata={"range": (0, 2**31 - 1)})
    tries: int = field(default=2, metadata={"range": (1, 10)})
    retries: int = field(default=4, metadata={"range": (0, 20)})
    cache: str | None = None

    def __post_init__(self) -> None:
        """Refuse what is wrong before anything is sent.

        Raises:
            UsageError: an option has a wrong type or value; a name of a variable that is none is not repeated, as it
                may be a key.
            LanguageModelError: LLM002 the address is none that is opened.
        """
        if isinstance(self.key_variable, str) and not _VARIABLE.fullmatch(self.key_variable):
            raise UsageError(
                "key_variable (--llm-key-variable) is no name of an environment variable",
                code="USE005",
                remedy="Put the key into an environment variable and give that variable's name, not the key",
            )
        _Options.__post_init__(self)
        if self.address:
            check_address(self.address)
        if len(self.model) > _LONGEST_MODEL or not self.model.isprintable():
            raise UsageError("the name of the language model is too long or has control characters", code="USE005")

    @property
    def on(self) -> bool:
        """Whether a language model is to be asked at all."""
        return bool(self.address and self.model)

    @property
    def coder(self) -> str:
        """Name of the coder, "llm:" and the model's name."""
        return f"llm:{self.model}"

    def answering(self) -> dict[str, Any]:
        """What bears on the answers: the model and the settings without which they may be others; not the address."""
        return {"model": self.model, "max_tokens": self.max_tokens, "seed": self.seed, "tries": self.tries}

    @property
    def url(self) -> str:
        """The one address that requests go to."""
        return self.address.rstrip("/") + "/chat/completions"

    def money(self, tokens_in: int, tokens_out: int) -> float | None:
        """Price of so many tokens, or None where no price is given."""
        if self.price_in is None and self.price_out is None:
            return None
        return (tokens_in * (self.price_in or 0.0) + tokens_out * (self.price_out or 0.0)) / 1_000_000


def check_address(address: str) -> None:
    """Refuse an address that is not plain http or https to a named host.

    Raises:
        LanguageModelError: LLM002; what was given is not repeated where it may hold a password.
    """
    reason = _wrong_with(address)
    if reason:
        raise LanguageModelError(f"the address of the language model {reason}", code="LLM002")


def _wrong_with(address: str) -> str:
    if not address.isascii() or not address.isprintable() or " " in address:
        return "has characters that no address has"
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return "cannot be understood"
    if parts.scheme not in {"http", "https"}:
        return "is neither http:// nor https://"
    if parts.username is not None or parts.password is not None:
        return "holds a user name or password"
    if parts.query or parts.fragment or "?" in address or "#" in address:
        return "has a part after “?” or “#”"
    if not parts.hostname or not _HOST.fullmatch(parts.hostname) or port == 0:
        return "names no host"
    if parts.path.rstrip("/").endswith("/completions"):
        return "goes too far: it ends before “/chat/completions”"
    return ""
