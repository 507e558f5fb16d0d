"""A name that speaks has the role that stands before it, and no clause."""

from __future__ import annotations

import re

import pytest

from dissensus.annotating.statements._found import Found
from dissensus.annotating.statements._role_before import REACH, with_role
from dissensus.annotating.statements._tidy import tidy
from dissensus.model.spans import Span

NAME = re.compile("Ada Quill|Özlem Türk|Ursula von der Leyen")
CUE = re.compile("has slammed|said")


def speaker(text: str, content: Span | None = None) -> str:
    """Words of the speaker of a statement that was read with the name alone."""
    name = list(NAME.finditer(text))[-1]
    cue = CUE.search(text, name.end())
    assert cue is not None
    said = content or Span(cue.end() + 1, len(text) - 1)
    (found,) = tidy(text, [Found(-1, [Span(*cue.span())], [said], Span(*name.span()), 0.9, "read")])
    assert found.speaker is not None
    return text[slice(*found.speaker)]


@pytest.mark.parametrize(
    "who",
    [
        "The mayor of Lindau, Ada Quill",
        "Brand's successor, Ada Quill",
        "His party’s leader, Özlem Türk",
        "The head of the commission, Ursula von der Leyen",
        "The U.S. envoy to the talks, Ada Quill",
        "Mr. Brand's lawyer, Ada Quill",
        "The mayor of St. Gallen, Ada Quill",
    ],
)
@pytest.mark.parametrize("before", ["", "It rained. ", "Dam row deepens\n\n", "“We stay.” "])
def test_a_name_has_the_role_before_it(who: str, before: str) -> None:
    assert speaker(f"{before}{who}, has slammed the plan.") == who


@pytest.mark.parametrize(
    "before",
    [
        "In the town of Lindau",
        "The mayor, of all people",
        "The move comes after the finance minister",
        "The mayor resigned after his rival",
        "The announcement was made as the chancellor",
        "The trial heard how the accused",
        "The council elected a mayor",
        "A week earlier",
        "One hour later",
        "A day after the vote",
        "The minister said that the mayor",
        "The president believes his rival",
        "Mayors",
    ],
)
def test_no_clause_and_no_time_is_a_role(before: str) -> None:
    assert speaker(f"{before}, Ada Quill, has slammed the plan.") == "Ada Quill"


def test_a_role_stands_between_commas_and_outside_of_what_is_said() -> None:
    assert speaker("The mayor of Lindau, Ada Quill has slammed the plan.") == "Ada Quill"
    text = "The old dam of Lindau, Ada Quill, said."
    assert speaker(text, Span(0, text.index(","))) == "Ada Quill"


def test_a_role_out_of_reach_is_left_alone() -> None:
    text = f"The mayor of {'Great ' * (REACH // 6)}Lindau, Ada Quill, has slammed the plan."
    assert speaker(text) == "Ada Quill"


def test_no_name_gets_no_role() -> None:
    text = "The mayor of Lindau, who wept, has slammed the plan."
    found = Found(-1, [Span(30, 41)], [Span(42, 50)], Span(21, 29), 0.9, "read")
    assert text[slice(*with_role(text, found, Span(21, 29)))] == "who wept"
