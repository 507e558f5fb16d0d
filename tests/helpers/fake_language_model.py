"""A server on this machine that answers as a language model's would, or fails as one may; and texts to ask about."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from dissensus.exchanging.language_model.transport import Clock
from dissensus.model.claims import Claim, Codebook, Utterance
from dissensus.model.spans import Span, words_at


@dataclass
class Reply:
    """What the server sends."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0


@dataclass
class Server:
    """A running server: its address, the requests that came, and their headers."""

    address: str
    requests: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)


def completion(text: str | None, finish: str = "stop", tokens: tuple[int, int] = (100, 10)) -> Reply:
    """A chat completion with these words."""
    values = {
        "choices": [{"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": finish}],
        "usage": {"prompt_tokens": tokens[0], "completion_tokens": tokens[1]},
    }
    return Reply(body=json.dumps(values).encode())


def positions(*items: tuple[str, str, str, str]) -> Reply:
    """A completion that proposes (holder, claim, stance, quote)."""
    names = ("holder", "claim", "stance", "quote")
    return completion(json.dumps({"positions": [dict(zip(names, item, strict=True)) for item in items]}))


@contextmanager
def serving(answer: Callable[[dict[str, Any]], Reply] | list[Reply]) -> Iterator[Server]:
    """A server that answers by a function, or with a list of replies of which the last is repeated."""
    replies = list(answer) if isinstance(answer, list) else None
    server = Server("")
    stopped = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            server.requests.append(request)
            server.headers.append(dict(self.headers))
            reply = answer(request) if replies is None else replies.pop(0) if len(replies) > 1 else replies[0]
            stopped.wait(reply.delay)
            try:
                self.send_response(reply.status)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(reply.body)))
                self.end_headers()
                self.wfile.write(reply.body)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            return

    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=running.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    server.address = f"http://127.0.0.1:{running.server_port}/v1"
    try:
        yield server
    finally:
        stopped.set()
        running.shutdown()
        running.server_close()
        thread.join()


class FakeTime:
    """Time that passes only when somebody sleeps."""

    def __init__(self) -> None:
        self.at = 1000.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.at += seconds

    def clock(self) -> Clock:
        return Clock(monotonic=lambda: self.at, sleep=self.sleep, now=lambda: self.at)


TEXT = (
    "“The new bridge must be built this year,” said Ada Vell, the mayor. Boris Tarn, a ferryman, said the bridge would "
    "ruin the river and that nobody needs it. The bridge is a plain waste of money."
)
CODEBOOK = Codebook(
    (
        Claim("C1", "The bridge over the river should be built.", supporting=("Build the bridge!",)),
        Claim("C2", "The ferries should be paid for by the town."),
    ),
    "The bridge",
)
NAMES = {"a1": "Ada Vell", "a2": "Boris Tarn"}


def utterance(*words: str, holder: str | None = "a1", text: str = TEXT, document: str = "d1", own: bool = False):
    """An utterance of these words, each piece where it first stands in the text."""
    spans = tuple(Span(text.index(each), text.index(each) + len(each)) for each in words)
    exact = words_at(text, spans)
    return Utterance(
        document, 0, None if own else holder, own, "says", "own_voice" if own else "direct", spans, exact, exact
    )


def bridge_utterances() -> list[Utterance]:
    """The three voices of the text."""
    return [
        utterance("The new bridge must be built this year"),
        utterance("the bridge would ruin the river and that nobody needs it", holder="a2"),
        utterance("The bridge is a plain waste of money.", own=True),
    ]
