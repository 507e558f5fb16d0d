"""An object is not its verb's subject: which mentions grammar bars, and what the linking makes of it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from dissensus.annotating.mentions import MentionsStep
from dissensus.annotating.mentions._tokens import tokens_of
from dissensus.annotating.mentions._words import words
from dissensus.annotating.mentions.coreference.binding import not_meant
from dissensus.annotating.mentions.coreference.candidates import in_order, pronouns_of
from dissensus.annotating.mentions.coreference.linking import link
from dissensus.annotating.mentions.coreference.pairs import Candidates
from dissensus.annotating.mentions.coreference.rows import Rows, rows_of
from dissensus.annotating.steps import Draft

Parsed = Callable[[str], Draft]


def read(draft: Draft) -> tuple[list[str], Rows, dict[int, list[int]]]:
    """Words of the mentions, what is known of them, and what each does not mean."""
    text, tokens = draft.document.text, tokens_of(draft.parse)  # type: ignore[arg-type]
    found = MentionsStep()(draft).mentions
    every, _ = in_order([*found, *(each.mention(tokens) for each in pronouns_of(tokens, found))], ())
    rows = rows_of(text, tokens, every, (), list(range(len(every))), words())
    return [text[slice(*mention.span)] for mention in every], rows, not_meant(tokens, rows)


@pytest.mark.parametrize(
    ("text", "pronoun", "expected"),
    [
        ("Ada Quill praised her.", "her", {"Ada Quill"}),
        ("Ada Quill rose and praised her.", "her", {"Ada Quill"}),
        ("Ada Quill asked Mia Ross to praise her.", "her", {"Mia Ross"}),
        ("Ada Quill wanted to praise her.", "her", {"Ada Quill"}),
        ("Ada Quill and Mia Ross praised them.", "them", {"Ada Quill", "Mia Ross"}),
        ("He spoke to Ada Quill, who praised her.", "her", {"Ada Quill"}),
        ("Ada Quill voted against her.", "her", {"Ada Quill"}),
        ("Ada Quill gave it to her.", "her", {"Ada Quill"}),
        ("Ada Quill gave her a pen.", "her", {"Ada Quill"}),
        ("Ada Quill was praised by her.", "her", {"Ada Quill"}),
        ("Ada Quill won by praising her.", "her", {"Ada Quill"}),
        ("Ada Quill accused Mia Ross of misquoting her.", "her", {"Mia Ross"}),
        ("Ada Quill promised Mia Ross to help her.", "her", {"Ada Quill"}),
        ("Jane Doe, Mia Ross and Ada Quill praised her.", "her", {"Jane Doe", "Mia Ross", "Ada Quill"}),
        ("The union of miners praised it.", "it", {"The union of miners"}),
        # None of these is barred.
        ("Ada Quill praised herself.", "herself", set()),
        ("Ada Quill praised her party.", "her", set()),
        ("Ada Quill looked behind her.", "her", set()),
        ("Ada Quill said that Tom Brand had praised her.", "her", {"Tom Brand"}),
        ("Ada Quill saw a picture of her.", "her", set()),
        ("Ada Quill pulled the boy to her.", "her", set()),
        ("Ada Quill walked with her.", "her", set()),
    ],
)
def test_an_object_is_not_its_verbs_subject(parsed: Parsed, text: str, pronoun: str, expected: set[str]) -> None:
    names, _, apart = read(parsed(text))
    assert {names[m] for m in apart.get(names.index(pronoun), [])} == expected


def linked(parsed: Parsed, text: str, pronoun: str, scores: dict[str, float], none: float) -> str:
    """Whose entity the pronoun joins, for a network that scores its candidates so; "" for nobody's."""
    names, rows, apart = read(parsed(text))
    k = names.index(pronoun)
    earlier = [names.index(name) for name in scores]
    pairs = Candidates(np.full(len(earlier), k), np.array(earlier))
    values = np.array(list(scores.values()), dtype=np.float32)
    nothing = np.full(len(names), none, dtype=np.float32)
    entities = link(rows, pairs, values, nothing, [name != pronoun for name in names], apart)
    return next((name for n, name in enumerate(names) if n != k and entities[n] == entities[k]), "")


def test_who_is_barred_leaves_the_best_of_the_others(parsed: Parsed) -> None:
    text = "Mia Ross left. Ada Quill praised her."
    assert linked(parsed, text, "her", {"Ada Quill": 3.0, "Mia Ross": 1.0}, 2.0) == "Mia Ross"


def test_only_one_person_is_taken_instead_of_who_is_barred(parsed: Parsed) -> None:
    for text, other in (
        ("Berlin is old. Ada Quill praised her.", "Berlin"),
        ("The miners left. Ada Quill praised her.", "The miners"),
    ):
        assert linked(parsed, text, "her", {"Ada Quill": 3.0, other: 1.0}, 2.0) == ""
        assert linked(parsed, text, "her", {"Ada Quill": 3.0, other: 2.5}, 2.0) == ""
        assert linked(parsed, text, "her", {"Ada Quill": 1.0, other: 3.0}, 2.0) == other


def test_somebody_next_to_impossible_is_not_taken(parsed: Parsed) -> None:
    text = "Mia Ross left. Ada Quill praised her."
    assert linked(parsed, text, "her", {"Ada Quill": 9.0, "Mia Ross": 1.0}, 2.0) == ""


def test_what_refers_to_nothing_before_still_does(parsed: Parsed) -> None:
    text = "Mia Ross left. Ada Quill praised her."
    assert linked(parsed, text, "her", {"Ada Quill": 3.0, "Mia Ross": 1.0}, 4.0) == ""
    assert linked(parsed, "Ada Quill praised her.", "her", {"Ada Quill": 3.0}, 2.0) == ""


def test_a_text_without_pronouns_bars_nothing(parsed: Parsed) -> None:
    assert read(parsed("Ada Quill praised Mia Ross."))[2] == {}
