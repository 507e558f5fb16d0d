"""Ask an optional language model as one more coder; what it takes is shown, and nothing is sent before a yes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from dissensus.exchanging.language_model.batching import Applies, batches
from dissensus.exchanging.language_model.cache import AnswerCache
from dissensus.exchanging.language_model.client import LanguageModelClient
from dissensus.exchanging.language_model.coder import Proposed, propose_positions
from dissensus.exchanging.language_model.estimating import Estimate, estimate_questions
from dissensus.exchanging.language_model.settings import LanguageModelSettings
from dissensus.exchanging.language_model.transport import Clock
from dissensus.exchanging.language_model.wording import propose_wording, wording_question
from dissensus.model.claims import Codebook, Utterance
from dissensus.model.errors import LanguageModelError
from dissensus.tasks._common import Watcher, unnoticed, unwatched

Confirm = Callable[[Estimate], bool]
"""Shown the estimate; whether the run shall go on."""


def default_cache(project: Path) -> Path:
    """Where the answers are kept when nobody says: beside the project file."""
    return project.with_name(project.name + ".llm-cache")


def language_model_positions(
    utterances: Sequence[Utterance],
    codebook: Codebook,
    settings: LanguageModelSettings,
    *,
    confirm: Confirm,
    names: Mapping[str, str] | None = None,
    applies: Applies | None = None,
    cache: Path | None = None,
    watch: Watcher = unwatched,
    notice: Callable[[str], None] = unnoticed,
    clock: Clock | None = None,
) -> Proposed:
    """Positions that a language model proposes; they are apart from the machine's own and from people's.

    Args:
        utterances: of any documents.
        codebook: the claims.
        settings: with address and model.
        confirm: shown what it will take; not asked where every answer is kept already.
        names: name of an actor by id, as the model shall see it.
        applies: whether a document is coded for a claim; None for always.
        cache: file of the answers; None for the one of the settings, or none.
        watch: told about progress.
        notice: takes a line about what was refused and what it took.
        clock: time as the client sees it; None for the machine's.

    Raises:
        LanguageModelError: LLM007 nobody said yes; and as `LanguageModelClient.ask`.
    """
    with _client(settings, cache, clock) as client:
        asked, _ = batches(utterances, codebook, names or {}, applies)
        _agree(estimate_questions((batch.question for batch in asked), client), confirm)
        stage = f"asking {settings.model}"
        proposed = propose_positions(
            utterances,
            codebook,
            client,
            names=names,
            applies=applies,
            watch=lambda done, total: watch(stage, done, total),
        )
    for line in told(proposed):
        notice(line)
    return proposed


def language_model_wordings(
    groups: Sequence[Sequence[str]],
    settings: LanguageModelSettings,
    *,
    confirm: Confirm,
    cache: Path | None = None,
    watch: Watcher = unwatched,
    clock: Clock | None = None,
) -> list[str | None]:
    """A wording of the claim of each group of statements, or None where the model gives none that passes the checks.

    Args:
        groups: words of the statements of each group.
        settings: with address and model.
        confirm: shown what it will take.
        cache: file of the answers; None for the one of the settings, or none.
        watch: told about progress.
        clock: time as the client sees it; None for the machine's.

    Raises:
        LanguageModelError: LLM007 nobody said yes; and as `LanguageModelClient.ask`.
    """
    with _client(settings, cache, clock) as client:
        _agree(estimate_questions((wording_question(group) for group in groups if group), client), confirm)
        wordings = []
        for done, group in enumerate(groups):
            watch(f"asking {settings.model}", done, len(groups))
            wordings.append(propose_wording(group, client))
        watch(f"asking {settings.model}", len(groups), len(groups))
    return wordings


def told(proposed: Proposed) -> list[str]:
    """What a run gave and took, for people to read."""
    usage = proposed.usage
    money = "" if usage.money is None else f", cost {usage.money:.4f}"
    sent = f"{usage.requests} requests ({usage.repeated} repeated), {usage.from_cache} answers from the cache"
    tokens = f"{usage.tokens_in:,} tokens sent, {usage.tokens_out:,} answered"
    lines = [f"{proposed.coder}: {len(proposed.positions)} positions; {sent}, {tokens}{money}"]
    if proposed.refused:
        reasons = ", ".join(f"{count} {reason}" for reason, count in proposed.reasons().items())
        lines.append(f"{proposed.coder}: refused or left out: {reasons}")
    return lines


@contextmanager
def _client(settings: LanguageModelSettings, cache: Path | None, clock: Clock | None) -> Iterator[LanguageModelClient]:
    path = cache if cache is not None else settings.cache
    if path is None:
        yield LanguageModelClient(settings, None, clock)
        return
    with AnswerCache(path) as kept:
        yield LanguageModelClient(settings, kept, clock)


def _agree(estimate: Estimate, confirm: Confirm) -> None:
    if estimate.requests and not confirm(estimate):
        raise LanguageModelError("nobody agreed to ask the language model; nothing was sent", code="LLM007")
