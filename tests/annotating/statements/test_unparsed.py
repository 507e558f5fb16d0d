"""What a sentence's shape tells of a statement where there is no parse."""

from __future__ import annotations

import pytest

from dissensus.annotating.statements._combined import in_one_breath
from dissensus.annotating.statements._found import Found
from dissensus.annotating.statements._unparsed import complete_by_words
from dissensus.model.spans import Span


def span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def read(text: str, cue: str, *content: str, speaker: str | None = None) -> Found:
    who = None if speaker is None else span(text, speaker)
    return Found(-1, [span(text, cue)], [span(text, part) for part in content], who, 0.9, "read")


def shown(text: str, found: Found) -> tuple[str | None, list[str]]:
    who = None if found.speaker is None else text[slice(*found.speaker)]
    return who, [text[slice(*part)] for part in found.content]


@pytest.mark.parametrize(
    ("text", "cue", "speaker"),
    [
        ("The mine is shut. Mr. Quill walked out of the room, saying that it was over.", "saying", "Mr. Quill"),
        ("In March, she wrote to the board, and, when pressed, asserting that it knew.", "asserting", "she"),
        ("After saying the mine was dead, Quill sold his shares.", "saying", "Quill"),
        ("While telling the miners that nothing would change, he had the pumps removed.", "telling", "he"),
        # no rule tells who speaks: a noun phrase without a name, a beginning that is none
        ("Small groups of miners blocked the road, chanting “Stay!”", "chanting", None),
        ("There was a crowd at the gate, shouting “Stay!”", "shouting", None),
        ("The Quill firm was sold while saying that it was not.", "saying", None),
        ("Quill sold the mine. He has a history of saying that it is dead.", "saying", None),
    ],
)
def test_participles_have_the_subject_of_their_sentence(text: str, cue: str, speaker: str | None) -> None:
    content = text[text.index(cue) + len(cue) + 1 : text.index(cue) + len(cue) + 12]
    (found,) = complete_by_words(text, [read(text, cue, content)])
    assert shown(text, found)[0] == speaker


def test_a_speaker_that_was_read_stays() -> None:
    text = "Orla spoke to Quill, saying that it was over."
    (found,) = complete_by_words(text, [read(text, "saying", "that it was over", speaker="Quill")])
    assert shown(text, found)[0] == "Quill"


@pytest.mark.parametrize(
    ("text", "speaker", "first"),
    [
        ("It ended. If the mine goes, Mr. Quill said, “we are done.”", "Mr. Quill", "If the mine goes"),
        ("An end to the mine, she said, ''would be a relief.''", "she", "An end to the mine"),
    ],
)
def test_a_quotation_goes_on_with_what_its_sentence_begins(text: str, speaker: str, first: str) -> None:
    said = text[text.index("said, ") + 6 :]
    (found,) = complete_by_words(text, [read(text, "said", said, speaker=speaker)])
    assert shown(text, found) == (speaker, [first, said])


@pytest.mark.parametrize(
    "text",
    [
        "The mine was shut, which, Quill said, “was a relief.”",  # the outlet's clause, and one that relates to it
        "If the mine goes, Quill said, “We are done.”",  # a sentence of its own
        "Later, Quill said, “we are done.”",  # one word tells when it was said
    ],
)
def test_what_begins_a_sentence_is_not_always_said(text: str) -> None:
    said = text[text.index("“") :]
    (found,) = complete_by_words(text, [read(text, "said", said, speaker="Quill")])
    assert shown(text, found) == ("Quill", [said])


def test_a_cue_between_commas_begins_a_statement_of_its_own() -> None:
    text = "“We stay,” Mr. Quill said. And perhaps, he said, the town would stay too. It rained."
    joined = read(text, "said", "“We stay,”", "the town would stay too.", speaker="Mr. Quill")
    items = complete_by_words(text, [joined])
    assert [shown(text, found) for found in items] == [
        ("Mr. Quill", ["“We stay,”"]),
        ("he", ["And perhaps", "the town would stay too."]),
    ]


def test_a_cue_between_commas_of_which_nobody_read_a_word_stays_unread() -> None:
    text = "“We stay,” Mr. Quill said. And perhaps, he said, the town would stay too."
    quoted = read(text, "said", "“We stay,”", speaker="Mr. Quill")
    assert complete_by_words(text, [quoted]) == [quoted]


def test_a_cue_with_content_after_it_has_none_of_the_paragraph_before() -> None:
    text = "“Shut it,” it read.\n\nQuill told the board that it was over."
    found = read(text, "told", "Shut it", "that it was over", speaker="Quill")
    (kept,) = in_one_breath(text, [found])
    assert shown(text, kept) == ("Quill", ["that it was over"])


def test_a_quotation_of_two_paragraphs_keeps_both() -> None:
    text = "“Shut it.\n\n“And lock it,” Quill said."
    found = read(text, "said", "“Shut it.", "“And lock it,”", speaker="Quill")
    (kept,) = in_one_breath(text, [found])
    assert shown(text, kept)[1] == ["“Shut it.", "“And lock it,”"]
