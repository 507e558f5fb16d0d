"""Asking: failures of the server, repetitions, limits, the key, the cache."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fake_language_model import FakeTime, Reply, completion, serving

from dissensus.exchanging.language_model import transport
from dissensus.exchanging.language_model.answers import AnswerError, Question, Reading, json_object
from dissensus.exchanging.language_model.cache import AnswerCache
from dissensus.exchanging.language_model.client import LONGEST_WAIT, LanguageModelClient, Unanswered
from dissensus.exchanging.language_model.settings import LanguageModelSettings
from dissensus.exchanging.language_model.transport import Clock
from dissensus.model.errors import LanguageModelError


def read(answer: dict[str, Any]) -> Reading[str]:
    if not isinstance(answer["word"], str):
        raise AnswerError("the word is no text.")
    faults = ("it is bad.",) if answer["word"] == "bad" else ()
    return Reading(answer["word"], good=0 if faults else 1, faults=faults)


QUESTION = Question("test.v1", "Say a word.", "Which?", "word", {"type": "object"}, read, "word")
GOOD = completion('{"word": "yes"}')


def client(address: str, time: FakeTime | None = None, cache: AnswerCache | None = None, **settings: Any):
    values = {"model": "m", "requests_per_minute": 0, **settings}
    return LanguageModelClient(LanguageModelSettings(address=address, **values), cache, (time or FakeTime()).clock())


def answer_of(replies: list[Reply], **settings: Any) -> object:
    with serving(replies) as server:
        reading = client(server.address, **settings).ask(QUESTION)
        return reading.value if isinstance(reading, Reading) else reading


def test_a_good_answer_is_read_and_counted() -> None:
    with serving([GOOD]) as server:
        asking = client(server.address, price_in=1.0, price_out=1.0)
        assert asking.ask(QUESTION) == Reading("yes", 1)
    assert (asking.usage.requests, asking.usage.tokens_in, asking.usage.tokens_out) == (1, 100, 10)
    assert asking.usage.money == pytest.approx(110 / 1e6)


def test_the_request_asks_for_the_same_answer_each_time() -> None:
    with serving([GOOD]) as server:
        client(server.address, seed=3, max_tokens=99).ask(QUESTION)
    request = server.requests[0]
    assert (request["temperature"], request["seed"], request["max_tokens"]) == (0, 3, 99)
    assert request["response_format"]["type"] == "json_schema"


@pytest.mark.parametrize(
    "text",
    [
        'Sure! ```json\n{"word": "yes"}\n``` Anything else?',
        '<think>maybe {"word": "no"}</think>{"word": "yes"}',
        'not {this} but {"other": 1} and {"word": "yes"}',
    ],
)
def test_json_is_taken_out_of_words_around_it(text: str) -> None:
    assert answer_of([completion(text)]) == "yes"


@pytest.mark.parametrize(
    "reply",
    [
        completion("no JSON at all"),
        completion('{"word": 1}'),
        completion('{"word": "yes"'),
        completion('{"word": "yes"}', finish="length"),
        completion(None),
        Reply(body=b"\xff\xfe garbage"),
        Reply(body=b"[]"),
        Reply(body=b'{"choices": []}'),
        Reply(body=b"[" * 100_000),
        completion('{"word":' * 20_000),
        completion('{"word": NaN}'),
    ],
)
def test_an_answer_that_cannot_be_used_is_asked_for_again_and_then_given_up(reply: Reply) -> None:
    assert answer_of([reply, GOOD]) == "yes"
    assert isinstance(answer_of([reply]), Unanswered)


def test_the_second_question_says_what_was_wrong() -> None:
    with serving([completion("nothing"), GOOD]) as server:
        client(server.address).ask(QUESTION)
    assert "no JSON object" in server.requests[1]["messages"][1]["content"]


def test_an_answer_with_faults_is_asked_for_again_and_the_better_one_counts() -> None:
    bad = completion('{"word": "bad"}')
    assert answer_of([bad, GOOD]) == "yes"
    assert answer_of([bad, completion("nothing")]) == "bad"


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_busy_or_failing_server_is_asked_again_after_growing_waits(status: int) -> None:
    time = FakeTime()
    with serving([Reply(status), Reply(status), GOOD]) as server:
        assert client(server.address, time).ask(QUESTION) == Reading("yes", 1)
    assert time.slept == [1.0, 2.0]


@pytest.mark.parametrize(
    ("value", "waited"),
    [
        ("17", 17.0),
        ("999999", LONGEST_WAIT),
        ("Thu, 01 Jan 1970 00:17:10 GMT", 30.0),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0.0),
        ("soon", 1.0),
    ],
)
def test_the_wait_that_a_server_asks_for_is_kept_within_bounds(value: str, waited: float) -> None:
    time = FakeTime()
    with serving([Reply(429, headers={"Retry-After": value}), GOOD]) as server:
        client(server.address, time).ask(QUESTION)
    assert time.slept == [waited]


def test_a_server_that_stays_busy_is_an_error_after_the_last_try() -> None:
    with pytest.raises(LanguageModelError, match="after 3 tries") as caught:
        answer_of([Reply(503)], retries=2)
    assert caught.value.code == "LLM001"


def test_no_server_at_all_is_an_error() -> None:
    with serving([GOOD]) as server:
        gone = server.address
    with pytest.raises(LanguageModelError) as caught:
        client(gone, retries=1).ask(QUESTION)
    assert caught.value.code == "LLM001"


def test_a_server_that_does_not_answer_in_time_is_asked_again() -> None:
    slow = Reply(200, GOOD.body, delay=30)
    with serving([slow, GOOD]) as server:
        settings = LanguageModelSettings(address=server.address, model="m", timeout=1.0)
        asking = LanguageModelClient(settings, clock=Clock(sleep=lambda _: None))
        assert asking.ask(QUESTION) == Reading("yes", 1)
    assert asking.usage.repeated == 1


def test_a_server_that_stays_slow_is_given_up_after_one_more_try_with_twice_the_time(monkeypatch) -> None:
    waited = []

    def slow(url: str, body: bytes, headers: object, timeout: float, clock: Clock) -> transport.Answer:
        waited.append(timeout)
        raise transport.TooSlowError("no answer within some seconds")

    monkeypatch.setattr("dissensus.exchanging.language_model.client.post", slow)
    with pytest.raises(LanguageModelError, match="after 2 tries") as caught:
        client("http://localhost:1/v1", timeout=10.0).ask(QUESTION)
    assert (caught.value.code, waited) == ("LLM001", [10.0, 20.0])
    assert "more seconds" in caught.value.remedy


def test_a_huge_answer_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "MOST_BYTES", 1000)
    with pytest.raises(LanguageModelError) as caught:
        answer_of([Reply(200, b" " * 5000)])
    assert caught.value.code == "LLM006"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed_and_its_secrets_are_not_shown(status: int) -> None:
    with serving([GOOD]) as other:
        location = other.address.replace("//", "//u:secret@") + "?token=secret"
        with pytest.raises(LanguageModelError, match="sends requests on to http://127") as caught:
            answer_of([Reply(status, headers={"Location": location})])
    assert caught.value.code == "LLM005"
    assert "secret" not in str(caught.value)
    assert other.requests == []


def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving([GOOD]) as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.address.removesuffix("/v1"))
        monkeypatch.delenv("no_proxy", raising=False)
        assert answer_of([GOOD]) == "yes"
    assert proxy.requests == []


@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_refusal_is_an_error_at_once_and_never_shows_the_key(status: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MY_KEY", "sk-very-secret")
    body = json.dumps({"error": {"message": "Incorrect key sk-very-secret\u202e\x1b[31m"}}).encode()
    with pytest.raises(LanguageModelError, match="Incorrect key \\[key\\]") as caught:
        answer_of([Reply(status, body)], key_variable="MY_KEY")
    assert caught.value.code == "LLM003"
    assert str(caught.value).isprintable()


def test_the_key_is_sent_and_nowhere_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MY_KEY", "sk-very-secret")
    with serving([GOOD]) as server, AnswerCache(tmp_path / "c") as cache:
        asking = client(server.address, cache=cache, key_variable="MY_KEY")
        asking.ask(QUESTION)
    assert server.headers[0]["Authorization"] == "Bearer sk-very-secret"
    assert b"sk-very-secret" not in (tmp_path / "c").read_bytes()
    assert "sk-very-secret" not in repr(asking.settings) + json.dumps(asking.settings.as_dict())


@pytest.mark.parametrize("value", ["", "two\nlines", "späce"])
def test_a_key_that_is_missing_or_broken_is_an_error_before_anything_is_sent(
    value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MY_KEY", value)
    with pytest.raises(LanguageModelError) as caught:
        client("http://localhost:9/v1", key_variable="MY_KEY")
    assert caught.value.code == "LLM004"
    assert not value or value not in str(caught.value)


def test_requests_keep_the_rate() -> None:
    time = FakeTime()
    with serving([completion("nothing")]) as server:
        client(server.address, time, requests_per_minute=30, tries=3).ask(QUESTION)
    assert time.slept == [2.0, 2.0]


def test_a_server_without_schemas_is_asked_more_simply_and_this_is_remembered() -> None:
    def answer(request: dict[str, Any]) -> Reply:
        return Reply(400, b'{"error": "response_format unknown"}') if "response_format" in request else GOOD

    with serving(answer) as server:
        asking = client(server.address)
        asking.ask(QUESTION)
        asking.ask(QUESTION)
    assert [r.get("response_format", {}).get("type") for r in server.requests] == [
        "json_schema",
        "json_schema",
        "json_object",
        None,
        None,
    ]


def test_a_server_that_refuses_lengths_in_a_schema_is_asked_with_the_schema_without_them() -> None:
    def answer(request: dict[str, Any]) -> Reply:
        return Reply(400, b'{"error": "maxLength is not permitted"}') if b"maxLength" in str(request).encode() else GOOD

    word = {"type": "string", "maxLength": 9}
    items = {"type": "array", "maxItems": 3, "items": word}
    schema = {"type": "object", "properties": {"word": word, "more": items}, "required": ["word"]}
    with serving(answer) as server:
        client(server.address).ask(replace(QUESTION, schema=schema))
    sent = [request["response_format"]["json_schema"]["schema"] for request in server.requests]
    plain = {"word": {"type": "string"}, "more": {"type": "array", "items": {"type": "string"}}}
    assert sent == [schema, {"type": "object", "properties": plain, "required": ["word"]}]


def test_a_field_that_the_server_names_is_changed_or_left_out() -> None:
    def answer(request: dict[str, Any]) -> Reply:
        if "max_tokens" in request:
            return Reply(400, b'{"error": {"message": "use max_completion_tokens instead"}}')
        return Reply(400, b'{"error": {"message": "temperature: only 1"}}') if "temperature" in request else GOOD

    with serving(answer) as server:
        assert client(server.address).ask(QUESTION) == Reading("yes", 1)
    assert server.requests[-1]["response_format"]["type"] == "json_schema"


def test_a_request_that_is_refused_in_every_form_is_passed_over() -> None:
    outcome = answer_of([Reply(400, b'{"error": {"message": "context too long"}}')])
    assert isinstance(outcome, Unanswered)
    assert "context too long" in outcome.reason


def test_an_answer_is_asked_for_once_at_whatever_address(tmp_path: Path) -> None:
    with AnswerCache(tmp_path / "deep" / "c") as cache:
        for _ in range(2):
            with serving([GOOD]) as server:
                asking = client(server.address, cache=cache)
                assert asking.ask(QUESTION) == Reading("yes", 1)
        assert server.requests == []
        assert asking.usage.from_cache == 1


def test_another_model_seed_or_prompt_is_another_question() -> None:
    base = client("http://a/v1")
    others = [
        client("http://a/v1", model="n").digest(QUESTION),
        client("http://a/v1", seed=8).digest(QUESTION),
        base.digest(Question("test.v2", "Say a word.", "Which?", "word", {"type": "object"}, read, "word")),
    ]
    assert len({base.digest(QUESTION), *others}) == 4
    assert client("http://b/v1").digest(QUESTION) == base.digest(QUESTION)


def test_what_could_not_be_used_is_not_kept(tmp_path: Path) -> None:
    with AnswerCache(tmp_path / "c") as cache:
        for reply, good in ((completion("x"), False), (GOOD, True)):
            with serving([reply]) as server:
                assert isinstance(client(server.address, cache=cache).ask(QUESTION), Reading) is good


@pytest.mark.parametrize("content", [b"not a database at all, but long enough to be read as one" * 20, None])
def test_a_file_of_something_else_is_not_used_as_cache(content: bytes | None, tmp_path: Path) -> None:
    import sqlite3

    path = tmp_path / "c"
    if content is None:
        with sqlite3.connect(path) as connection:
            connection.execute("CREATE TABLE mine (x)")
        connection.close()
    else:
        path.write_bytes(content)
    before = path.read_bytes()
    with pytest.raises(LanguageModelError) as caught:
        AnswerCache(path)
    assert caught.value.code == "LLM008"
    assert path.read_bytes() == before


def test_an_answer_of_many_openings_is_given_up_soon() -> None:
    with pytest.raises(AnswerError):
        json_object('{"a":[' * 200_000, "word")
