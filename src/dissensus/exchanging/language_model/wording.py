"""A neutral wording of a claim, proposed by a language model from statements about one point."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dissensus.exchanging.language_model.answers import AnswerError, Question, Reading
from dissensus.exchanging.language_model.client import LanguageModelClient, Unanswered
from dissensus.exchanging.language_model.prompts import WORDING_PROMPT, WORDING_SCHEMA, WORDING_SYSTEM, wording_user

MOST_MEMBERS = 12
"""Most statements that are shown; the first ones count."""
MOST_MEMBER_CHARACTERS = 500
FEWEST_WORDS = 4
MOST_WORDS = 30
LEAST_SHARED = 0.5
"""Least part of a wording's longer words that begin like a word of the statements. Set on no data: half leaves room for
neutral words in place of loaded ones and none for a sentence about something else."""
_STEM = 5
_INSIDE = re.compile(r"[.!?…:;][\"'”’)]*\s")
_WORD = re.compile(r"[^\W\d_]+")
_FIRST_PERSON = frozenset({"i", "we", "my", "our", "us", "me"})
_MARKS = frozenset('"“”„«»<>{}[]|`*#@\\')


def wording_question(members: Sequence[str]) -> Question[str]:
    """The question for a wording of what some statements are about."""
    shown = [member[:MOST_MEMBER_CHARACTERS] for member in members[:MOST_MEMBERS]]

    def read(answer: dict[str, object]) -> Reading[str]:
        wording = answer.get("wording")
        text = " ".join(wording.split()) if isinstance(wording, str) else ""
        wrong = wrong_with(text, shown)
        if wrong:
            raise AnswerError(f"the wording {wrong}.")
        return Reading(text, good=1)

    return Question(WORDING_PROMPT, WORDING_SYSTEM, wording_user(shown), "wording", WORDING_SCHEMA, read, "wording")


def propose_wording(members: Sequence[str], client: LanguageModelClient) -> str | None:
    """Ask a model for a neutral full sentence that says what some statements are for or against.

    Args:
        members: words of the statements; the first `MOST_MEMBERS`, each cut, are shown.
        client: asks the model.

    Returns:
        One full sentence, or None when the model gives none that passes the checks of `wrong_with`.

    Raises:
        LanguageModelError: as `LanguageModelClient.ask`.
    """
    if not members:
        return None
    reading = client.ask(wording_question(members))
    return None if isinstance(reading, Unanswered) else reading.value


def wrong_with(wording: str, members: Sequence[str]) -> str:
    """What is wrong with a wording, to be read after "the wording"; empty when nothing is.

    These are checks of form and of subject; whether it is neutral a person must judge.
    """
    words = _WORD.findall(wording)
    if not FEWEST_WORDS <= len(words) <= MOST_WORDS:
        return f"has {len(words)} words; it must have {FEWEST_WORDS} to {MOST_WORDS}"
    if not wording.isprintable() or _MARKS.intersection(wording) or "://" in wording or "www." in wording:
        return "has marks that no plain sentence has"
    if not wording[0].isupper() or not wording.endswith(".") or wording.endswith(".."):
        return "is no full sentence: it must begin with a capital and end with one full stop"
    if _INSIDE.search(wording):
        return "is more than one sentence"
    if _FIRST_PERSON.intersection(word.lower() for word in words):
        return "speaks in the first person"
    known = {word.lower()[:_STEM] for member in members for word in _WORD.findall(member)}
    long_words = [word.lower()[:_STEM] for word in words if len(word) >= _STEM]
    if not long_words or sum(word in known for word in long_words) < LEAST_SHARED * len(long_words):
        return "is about something else than the statements"
    return ""
