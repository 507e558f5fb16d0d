"""Who says a quotation, by the words right beside it."""

import pytest

from dissensus.annotating.statements._beside import REACH, beside
from dissensus.annotating.statements._combined import add_by_words, in_one_breath
from dissensus.annotating.statements._found import Found
from dissensus.annotating.statements._marks import quotations_of
from dissensus.model.spans import Span


def found_in(text: str) -> list[tuple[str, str | None, str, str]]:
    def words(spans: list[Span]) -> str:
        return " … ".join(text[a:b] for a, b in spans)

    return [
        (found.rule, None if found.speaker is None else words([found.speaker]), words(found.cue), words(found.content))
        for found in beside(text, quotations_of(text))
    ]


def span(text: str, words: str) -> Span:
    return Span(text.index(words), text.index(words) + len(words))


@pytest.mark.parametrize(
    ("text", "rule", "speaker", "cue"),
    [
        ("“We stay,” Ada Quill said on Monday.", "after", "Ada Quill", "said"),
        ("“We stay,” said Ada Quill, the mayor.", "after", "Ada Quill", "said"),
        ("“Do we stay?” she asked.", "after", "she", "asked"),
        ("''We stay,'' Mr. Quill said.", "after", "Mr. Quill", "said"),
        ("Quill added on Monday: “We stay.”", "before", "Quill", "added"),
        ("On Monday he said, “We stay.”", "before", "he", "said"),
        ("She left before asking him, “Do we stay?”", "before", None, "asking"),
        ("They went home, adding later, “We stay.”", "before", None, "adding"),
        ("“We stay.” — Ada Quill, Lindau\nMore.", "signed", "Ada Quill, Lindau", "—"),
        ("• “We stay.” ― Ada Quill.", "signed", "Ada Quill", "―"),
        ("“We stay.”\n– Ada Quill", "signed", "Ada Quill", "–"),
        ("“We stay.”―\u00a0Ada Quill\u00a0\nMore.", "signed", "Ada Quill", "―"),
        ("“We stay in what he calls “the pit” and dig.” ― Ada Quill", "signed", "Ada Quill", "―"),
    ],
)
def test_the_words_beside_a_quotation_tell_who_says_it(text, rule, speaker, cue):
    (found,) = found_in(text)
    assert found[:3] == (rule, speaker, cue)


@pytest.mark.parametrize(
    "text",
    [
        "On “Valley News Today,” Quill said that they stay.",
        "They called him “a great fool,” Quill said.",
        "“We stay.” Quill went home.",
        "“We stay,” Quill heard.",
        "The film “We Stay” is good.",
        "She wrote a book, “We Stay” — Quill liked it.",
        "“We stay.” - they said it again and again, and nobody went.",
        "",
    ],
)
def test_other_words_beside_a_quotation_tell_nothing(text):
    assert found_in(text) == []


def test_a_quotation_inside_another_one_is_left_alone():
    assert [found[3] for found in found_in("“He said, ‘We stay,’ and left,” Quill said.")] == [
        "“He said, ‘We stay,’ and left,”"
    ]


def test_only_the_near_words_count():
    assert found_in("“We stay,”" + " " * (REACH + 1) + "Quill said.") == []


def test_a_signed_quotation_where_nothing_sure_is_read_is_added():
    text = "“The harbour must stay open for all of us.” — Ada Quill\n"
    (added,) = add_by_words(text, [], quotations_of(text))
    assert text[slice(*added.content[0])] == "“The harbour must stay open for all of us.”"


def test_quotations_of_two_cues_that_were_read_as_one_are_parted():
    text = "“We are staying in town,” Quill said, adding later, “The harbour is ours.”"
    first, second = span(text, "“We are staying in town,”"), span(text, "“The harbour is ours.”")
    speaker, cue = span(text, "Quill"), span(text, "said")
    joined = Found(-1, [cue], [first, second], speaker, 0.9, "read")
    parted = sorted(add_by_words(text, [joined], quotations_of(text)), key=lambda found: found.content[0])
    assert [found.content for found in parted] == [[first], [second]]
    assert [found.speaker for found in parted] == [speaker, speaker]
    assert text[slice(*parted[1].cue[0])] == "adding"


def test_what_is_read_surely_stays_as_it_is():
    text = "“We are staying in town,” Quill said."
    read = Found(-1, [span(text, "said")], [span(text, "“We are staying in town,”")], span(text, "Quill"), 0.9, "read")
    assert add_by_words(text, [read], quotations_of(text)) == [read]


def test_what_another_sentence_parts_from_the_cue_is_not_its_content():
    text = "“The town is ours,” or so it went. The mayor agreed. “The harbour is ours,” said Quill."
    spans = [span(text, "“The town is ours,”"), span(text, "“The harbour is ours,”")]
    read = Found(-1, [span(text, "said")], spans, span(text, "Quill"), 0.9, "read")
    (kept,) = in_one_breath(text, [read])
    assert kept.content == spans[1:]


def test_content_on_both_sides_of_the_cue_or_of_one_sentence_stays_whole():
    text = "“We stay,” said Quill. “We never left. We sing,” not “we go.”"
    spans = [span(text, "“We stay,”"), span(text, "“We never left. We sing,”"), span(text, "“we go.”")]
    read = Found(-1, [span(text, "said")], list(spans), span(text, "Quill"), 0.9, "read")
    (kept,) = in_one_breath(text, [read])
    assert kept.content == spans


def test_one_quotation_is_held_by_one_speaker_alone():
    text = "“We lost,” said Maeve Dunn. “We were wrong to go.” Tom Hoare replied, “She voted for it.”"
    lost, wrong, voted = (
        span(text, words) for words in ("“We lost,”", "“We were wrong to go.”", "“She voted for it.”")
    )
    dunn = Found(-1, [span(text, "said")], [lost, wrong], span(text, "Maeve Dunn"), 0.98, "read")
    hoare = Found(-1, [span(text, "replied")], [wrong, voted], span(text, "Tom Hoare"), 0.97, "read")
    assert [found.content for found in add_by_words(text, [dunn, hoare], quotations_of(text))] == [
        [lost, wrong],
        [voted],
    ]


def test_a_quotation_of_a_statement_in_a_statement_stays_in_both():
    text = "“Tom told me, ‘We lost,’ and left,” said Maeve Dunn."
    whole, inner = span(text, "“Tom told me, ‘We lost,’ and left,”"), span(text, "‘We lost,’")
    outer = Found(-1, [span(text, "said")], [whole], span(text, "Maeve Dunn"), 0.98, "read")
    nested = Found(-1, [span(text, "told")], [inner], span(text, "Tom"), 0.97, "read")
    assert [found.content for found in add_by_words(text, [outer, nested], quotations_of(text))] == [[whole], [inner]]
