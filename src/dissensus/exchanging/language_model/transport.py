"""One request to the one address: no redirects, no proxies, no other schemes, bounded in size and time."""

from __future__ import annotations

import http.client
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import IO

from dissensus.model.errors import LanguageModelError

MOST_BYTES = 4_000_000
"""Most bytes of an answer that are read: an answer of 100,000 tokens with room to spare."""
_PIECE = 65_536
_LONGEST_PLACE = 200


@dataclass(frozen=True, slots=True)
class Clock:
    """Time as the client sees it; tests give their own.

    Attributes:
        monotonic: seconds that only grow.
        sleep: waits so many seconds.
        now: seconds since 1970, for dates that a server names.
    """

    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], float] = time.time


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back.

    Attributes:
        status: HTTP status.
        headers: with names in small letters.
        body: at most `MOST_BYTES`.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes


class NoAnswerError(Exception):
    """The server was not reached or did not answer in time; it may be tried again."""


class TooSlowError(NoAnswerError):
    """The server was reached and did not answer in time; tried again, it needs more time."""


def post(url: str, body: bytes, headers: Mapping[str, str], timeout: float, clock: Clock) -> Answer:
    """Send a request and read the answer, whatever its status.

    Proxies named in the environment are not used: the words go to the address given or nowhere.

    Args:
        url: http or https.
        body: what is sent.
        headers: all headers but length and host.
        timeout: seconds for the whole exchange; a server that sends nothing is given up after as many.
        clock: for the time that reading takes.

    Raises:
        NoAnswerError: not reached; `TooSlowError`, no whole answer in time.
        LanguageModelError: LLM005 a redirect, LLM006 the answer is larger than `MOST_BYTES`.
    """
    request = urllib.request.Request(url, data=body, headers=dict(headers), method="POST")  # noqa: S310 - checked
    started = clock.monotonic()
    try:
        with _opener().open(request, timeout=timeout) as response:
            return _read(response, response.status, response.headers.items(), started + timeout, clock)
    except urllib.error.HTTPError as error:
        with error:
            if 300 <= error.code < 400:
                place = _place(error.headers.get("Location", ""))
                raise LanguageModelError(
                    f"the address of the language model sends requests on to {place}; nothing was sent there",
                    code="LLM005",
                ) from None
            return _read(error, error.code, error.headers.items(), started + timeout, clock)
    except (TimeoutError, urllib.error.URLError, http.client.HTTPException, OSError) as error:
        reason = error.reason if isinstance(error, urllib.error.URLError) else error
        if isinstance(reason, TimeoutError):
            raise TooSlowError(f"no answer within {timeout:g} seconds") from None
        raise NoAnswerError(str(getattr(reason, "strerror", None) or reason or type(reason).__name__)) from None


def _opener() -> urllib.request.OpenerDirector:
    """Opens http and https only; without a handler for redirects they come back as errors."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPErrorProcessor(),
        urllib.request.HTTPDefaultErrorHandler(),
    ):
        opener.add_handler(handler)
    return opener


def _place(location: str) -> str:
    """Where a redirect leads, without what may be secret or does not print."""
    try:
        parts = urllib.parse.urlsplit(location)
        place = f"{parts.scheme}://{parts.hostname}{f':{parts.port}' if parts.port else ''}{parts.path}"
    except ValueError:
        return "an address that cannot be understood"
    return place[:_LONGEST_PLACE] if place.isprintable() and parts.hostname else "another address"


def _read(response: IO[bytes], status: int, headers: object, deadline: float, clock: Clock) -> Answer:
    pieces: list[bytes] = []
    size = 0
    read = getattr(response, "read1", None) or response.read
    while piece := read(_PIECE):
        size += len(piece)
        if size > MOST_BYTES:
            raise LanguageModelError(f"the language model's answer is larger than {MOST_BYTES:,} bytes", code="LLM006")
        if clock.monotonic() > deadline:
            raise TimeoutError
        pieces.append(piece)
    return Answer(status, {str(name).lower(): str(value) for name, value in headers}, b"".join(pieces))  # type: ignore[attr-defined]
