"""Settings of the language model."""

from __future__ import annotations

import pytest

from dissensus.exchanging.language_model.settings import LanguageModelSettings
from dissensus.model.errors import LanguageModelError, UsageError


def test_nothing_is_on_unless_address_and_model_are_given() -> None:
    assert not LanguageModelSettings().on
    assert not LanguageModelSettings(address="http://localhost/v1").on
    assert LanguageModelSettings(address="http://localhost/v1", model="m").on


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "ftp://example.org/v1",
        "localhost:8000",
        "http://",
        "http://user:secret@example.org/v1",
        "http://example.org/v1?key=secret",
        "http://example.org/v1#part",
        "http://example.org/ v1",
        "http://example.org:0/v1",
        "http://example.org:x/v1",
        "http://exa\nmple.org/v1",
        "http://example.org/v1/chat/completions",
    ],
)
def test_an_address_that_is_not_plain_http_is_refused_and_not_repeated(address: str) -> None:
    with pytest.raises(LanguageModelError) as caught:
        LanguageModelSettings(address=address, model="m")
    assert caught.value.code == "LLM002"
    assert "secret" not in str(caught.value)


def test_a_key_given_as_the_variables_name_is_refused_and_not_repeated() -> None:
    with pytest.raises(UsageError) as caught:
        LanguageModelSettings(key_variable="sk-secret-value")
    assert "secret" not in str(caught.value)


def test_a_key_cannot_be_a_setting() -> None:
    with pytest.raises(UsageError, match="unknown option"):
        LanguageModelSettings.of({"api_key": "x"})


def test_money_is_not_known_without_prices_and_counted_by_the_million_with_them() -> None:
    assert LanguageModelSettings().money(10, 10) is None
    assert LanguageModelSettings(price_in=2, price_out=10.0).money(500_000, 100_000) == pytest.approx(2.0)
