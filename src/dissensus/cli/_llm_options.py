"""Options of the optional language model, and the question before anything is sent."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dissensus.cli import printable

if TYPE_CHECKING:
    from dissensus.exchanging.language_model.estimating import Estimate
    from dissensus.exchanging.language_model.settings import LanguageModelSettings

LlmAddress = Annotated[
    str | None,
    typer.Option(
        "--llm-address",
        help="Ask a language model, too, at this OpenAI-compatible address, such as http://localhost:11434/v1. The "
        "words of the articles are sent there.",
    ),
]
LlmModel = Annotated[str | None, typer.Option("--llm-model", help="The language model's name, as its server knows it.")]
LlmKeyVariable = Annotated[
    str | None,
    typer.Option("--llm-key-variable", help="Name of the environment variable that holds the key; not the key."),
]
LlmRate = Annotated[
    float | None, typer.Option("--llm-rate", help="Most requests to the language model a minute; 0 for no limit.")
]
LlmPriceIn = Annotated[
    float | None, typer.Option("--llm-price-in", help="Price of a million tokens sent, to tell the cost before.")
]
LlmPriceOut = Annotated[
    float | None, typer.Option("--llm-price-out", help="Price of a million tokens answered, to tell the cost before.")
]
LlmCache = Annotated[
    Path | None, typer.Option("--llm-cache", help="File of the language model's answers; asked once, kept there.")
]
Yes = Annotated[bool, typer.Option("--yes", help="Ask the language model without asking you first.")]


def language_model_settings(
    address: str | None,
    model: str | None,
    key_variable: str | None,
    rate: float | None,
    price_in: float | None,
    price_out: float | None,
    cache: Path | None,
    config: Mapping[str, Mapping[str, Any]],
) -> LanguageModelSettings | None:
    """The settings of the table ``language_model`` and the command line; None when no language model is asked for.

    Raises:
        UsageError: an option is wrong.
        LanguageModelError: LLM002 the address is wrong, or only one of address and model is given.
    """
    from dissensus.exchanging.language_model.settings import LanguageModelSettings
    from dissensus.model.errors import LanguageModelError

    given = {
        "address": address,
        "model": model,
        "key_variable": key_variable,
        "requests_per_minute": rate,
        "price_in": price_in,
        "price_out": price_out,
        "cache": None if cache is None else str(cache),
    }
    values = dict(config.get("language_model", {})) | {name: each for name, each in given.items() if each is not None}
    settings = LanguageModelSettings.of(values)
    if bool(settings.address) != bool(settings.model):
        missing = "--llm-model" if settings.address else "--llm-address"
        raise LanguageModelError(
            f"{missing} is not given", code="LLM002", remedy="Give both --llm-address and --llm-model, or neither"
        )
    return settings if settings.on else None


def confirming(yes: bool) -> Callable[[Estimate], bool]:
    """What shows the estimate on standard error and asks; without a terminal only ``--yes`` is a yes."""

    def confirm(estimate: Estimate) -> bool:
        for line in estimate.lines():
            sys.stderr.write(printable(line) + "\n")
        return yes or (sys.stdin.isatty() and typer.confirm("Send them?", err=True))

    return confirm
