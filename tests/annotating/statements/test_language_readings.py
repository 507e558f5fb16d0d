"""How a model's readings are mended by the parse and the marks, on readings built by hand."""

from __future__ import annotations

import pytest

from dissensus.annotating.statements._combined import add_by_rules
from dissensus.annotating.statements._found import Found
from dissensus.annotating.statements._links import parents_of
from dissensus.annotating.statements._marks import quotations_of
from dissensus.annotating.statements._once import innermost, linked
from dissensus.annotating.statements._speakers import complete
from dissensus.annotating.statements._tidy import tidy
from dissensus.annotating.statements._view import View
from dissensus.model.spans import Span, words_at


def span(text, part):
    return Span(text.index(part), text.index(part) + len(part))


def reading(text, speaker, cue, *content, sure=0.9):
    who = span(text, speaker) if speaker else None
    return Found(-1, [span(text, cue)], [span(text, part) for part in content], who, sure, "read")


def shown(text, items):
    return [
        (words_at(text, [f.speaker] if f.speaker else []), words_at(text, f.cue), words_at(text, f.content))
        for f in sorted(items, key=lambda f: (f.content[0], f.cue))
    ]


@pytest.fixture
def combined(language):
    def put_together(text, *readings):
        view = View(language.parse(text))
        for item in readings:
            complete(view, item)
        return add_by_rules(view, readings, quotations_of(text))

    return put_together


# -- quotations whose cue follows without a comma ----------------------------------------------------------------------


def test_a_quotation_goes_to_the_cue_right_after_it_and_not_to_the_next_speaker(combined):
    text = "‘They spread “lies” about us and nobody believes them’ Ware tweeted. Brand wrote that he would resign."
    quotation = "‘They spread “lies” about us and nobody believes them’"
    items = combined(text, reading(text, "Brand", "wrote", quotation, "that he would resign"))
    assert shown(text, items) == [("Ware", "tweeted", quotation), ("Brand", "wrote", "that he would resign")]


def test_a_whole_sentence_in_marks_goes_to_the_cue_right_after_it(combined):
    text = "‘Nobody believes their “lies” any more.’ Ware tweeted on Monday. ‘The “plan” is dead,’ Brand said."
    first, second = "‘Nobody believes their “lies” any more.’", "‘The “plan” is dead,’"
    items = combined(text, reading(text, "Brand", "said", first, second))
    assert shown(text, items) == [("Ware", "tweeted", first), ("Brand", "said", second)]


def test_a_quotation_stays_where_the_next_sentence_reports_something_else(combined):
    text = "Brand was angry. “The plan is dead and gone.” Ware said that she would resign."
    quotation = "“The plan is dead and gone.”"
    items = combined(
        text, reading(text, "Brand", "angry", quotation), reading(text, "Ware", "said", "that she would resign")
    )
    assert ("Brand", "angry", quotation) in shown(text, items)


def test_a_term_in_marks_before_a_cue_is_not_its_quotation(combined):
    text = "The town calls it a “sell-out” Brand said."
    assert combined(text) == []


def test_a_quotation_that_two_cues_hold_is_that_of_the_cue_beside_it(combined):
    text = "“We go,” Ware tweeted. “We are staying here,” Brand added."
    items = combined(
        text,
        reading(text, "Ware", "tweeted", "“We go,”", "“We are staying here,”"),
        reading(text, "Brand", "added", "“We are staying here,”"),
    )
    assert shown(text, items) == [("Ware", "tweeted", "“We go,”"), ("Brand", "added", "“We are staying here,”")]


# -- speech in a parenthesis -------------------------------------------------------------------------------------------


def test_a_cue_between_commas_has_what_stands_on_both_sides(combined):
    text = "The board, she says, told nobody."
    items = combined(text, reading(text, "she", "says", "The board"))
    assert shown(text, items) == [("she", "says", "The board … told nobody")]


def test_what_stands_before_a_parenthesis_speaks_inside_of_what_is_said(combined):
    text = "The mayor, she adds, promised that the bridge would be mended."
    whole = Span(text.index("adds"), text.index(" that"))
    item = reading(text, "she", "adds", "The mayor", "that the bridge would be mended")
    item.cue = [span(text, "adds"), Span(whole.end - len("promised"), whole.end)]
    items = sorted(combined(text, item), key=lambda f: f.content[0])
    assert shown(text, items) == [
        ("she", "adds", "The mayor … promised that the bridge would be mended"),
        ("The mayor", "promised", "that the bridge would be mended"),
    ]
    assert parents_of(items) == [None, 0]


def test_the_words_before_a_parenthesis_are_no_part_of_its_speaker(combined):
    text = "The ministry, Brand argues, never asked the town what it wanted."
    items = combined(text, reading(text, "The ministry, Brand", "argues", "never asked the town what it wanted"))
    assert shown(text, items) == [("Brand", "argues", "The ministry … never asked the town what it wanted")]


# -- who was asked, and who said nothing -------------------------------------------------------------------------------


def test_who_was_asked_does_not_ask(combined):
    text = "Asked why he had resigned, minister Berg said he had been tired."
    items = combined(
        text,
        reading(text, "minister Berg", "Asked", "why he had resigned"),
        reading(text, "minister Berg", "said", "he had been tired"),
    )
    assert shown(text, items) == [
        ("", "Asked", "why he had resigned"),
        ("minister Berg", "said", "he had been tired"),
    ]


def test_who_asked_is_named_after_by(combined):
    text = "Asked by a reporter if he had resigned, Berg said he had."
    items = combined(text, reading(text, "Berg", "Asked", "if he had resigned"))
    assert shown(text, items)[0][0] == "a reporter"


def test_who_asks_in_the_active_voice_asks(combined):
    text = "Quill asked why he had resigned."
    assert shown(text, combined(text, reading(text, "Quill", "asked", "why he had resigned"))) == [
        ("Quill", "asked", "why he had resigned")
    ]


@pytest.mark.parametrize(
    ("text", "speaker", "cue", "said"),
    [
        ("Neither Ann nor Bob said anything.", "Neither Ann nor Bob", "said", "anything"),
        ("The mayor said nothing.", "The mayor", "said", "nothing"),
        ("Nobody said a word.", "Nobody", "said", "a word"),
        ("Neither of them said anything about the depot.", "Neither of them", "said anything about", "the depot"),
    ],
)
def test_who_says_nothing_makes_no_statement(text, speaker, cue, said):
    assert tidy(text, [reading(text, speaker, cue, said)]) == []


@pytest.mark.parametrize(
    ("text", "speaker", "cue", "said"),
    [
        ("“Nothing,” said Ann.", "Ann", "said", "“Nothing,”"),
        (
            "Neither Ann nor Bob said that the depot would close.",
            "Neither Ann nor Bob",
            "said",
            "that the depot would close",
        ),
        ("Ann said it.", "Ann", "said", "it"),
    ],
)
def test_who_denies_or_answers_makes_a_statement(text, speaker, cue, said):
    assert len(tidy(text, [reading(text, speaker, cue, said)])) == 1


# -- terms at a distance -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "cue", "said"),
    [
        ("They put the so-called ‘reform’ off until May.", "put", "the so-called ‘reform’ off until May"),
        ("They recognised the ‘interim board’ in March.", "recognised", "the ‘interim board’ in March"),
        ("They delayed the “people’s vote” again.", "delayed", "the “people’s vote” again"),
        ("They decided its “question”.", "decided", "its “question”"),
    ],
)
def test_a_term_in_marks_with_when_or_where_is_no_statement(text, cue, said):
    assert tidy(text, [reading(text, "They", cue, said)]) == []


@pytest.mark.parametrize(
    ("text", "cue", "said"),
    [
        ("They have used the phrase “soft closure”.", "have used the phrase", "“soft closure”"),
        ("They praised the “liberation” of the town.", "praised", "the “liberation” of the town"),
        ("They called it the “people’s vote”.", "called", "the “people’s vote”"),
        ("They recognised that the ‘board’ ruled.", "recognised", "that the ‘board’ ruled"),
    ],
)
def test_a_term_that_somebody_uses_or_judges_stays_a_statement(text, cue, said):
    assert len(tidy(text, [reading(text, "They", cue, said)])) == 1


# -- numbers -----------------------------------------------------------------------------------------------------------


def test_a_number_that_somebody_puts_a_thing_at_is_read(combined):
    text = "Police put the number at 900."
    assert shown(text, combined(text)) == [("Police", "put", "the number at 900")]


def test_a_number_that_model_and_rule_read_is_as_sure_as_the_surer_one(combined):
    text = "Police put the number at 900."
    (item,) = combined(text, reading(text, "Police", "put", "the number at 900", sure=0.2))
    assert item.confidence > 0.5


def test_a_thing_that_somebody_puts_at_a_place_is_not(combined):
    assert combined("Police put the chairs at the back of the hall.") == []


# -- worked out once ---------------------------------------------------------------------------------------------------


def test_quotations_are_linked_once_and_changes_to_them_do_not_come_back(language, monkeypatch):
    text = "“We are staying here,” Brand said."
    view, quotes = View(language.parse(text)), quotations_of(text)
    first = linked(view, quotes)
    monkeypatch.setattr("dissensus.annotating.statements._once.QuoteLinker", None)
    first[0].content.clear()
    assert shown(text, linked(view, quotes)) == [("Brand", "said", "“We are staying here,”")]
    assert innermost(view, quotes) is innermost(view, quotes)


def test_other_quotations_are_linked_anew(language):
    text = "“We are staying here,” Brand said."
    view = View(language.parse(text))
    assert (len(linked(view, quotations_of(text))), linked(view, [])) == (1, [])


# -- speakers' borders -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("part", ["Ilse", "Ministry spokeswoman Ilse", "Ministry spokeswoman Ilse Varga said"])
def test_a_speaker_is_the_whole_name_and_title_without_the_cue(combined, part):
    text = "Ministry spokeswoman Ilse Varga said the depot would close."
    items = combined(text, reading(text, part, "said", "the depot would close"))
    assert shown(text, items) == [("Ministry spokeswoman Ilse Varga", "said", "the depot would close")]


def test_a_speaker_that_is_a_whole_phrase_stays_so(combined):
    text = "A spokeswoman for the ministry said the depot would close."
    items = combined(text, reading(text, "A spokeswoman for the ministry", "said", "the depot would close"))
    assert shown(text, items) == [("A spokeswoman for the ministry", "said", "the depot would close")]


# -- one statement once ------------------------------------------------------------------------------------------------


def test_what_one_speaker_says_at_one_cue_is_one_statement():
    text = "Quill says the old depot is unsafe."
    long = reading(text, "Quill", "says", "the old depot is unsafe", sure=0.6)
    short = reading(text, "Quill", "says", "is unsafe", sure=0.5)
    assert tidy(text, [long, short]) == [long]


def test_nearly_the_same_words_of_one_speaker_at_two_cues_are_one_statement():
    text = "Quill wrote and warned that the old depot is unsafe now."
    one = reading(text, "Quill", "wrote", "that the old depot is unsafe now", sure=0.6)
    other = reading(text, "Quill", "warned", "the old depot is unsafe now", sure=0.9)
    assert tidy(text, [one, other]) == [other]


def test_what_two_speakers_say_of_one_thing_are_two_statements():
    text = "Quill says that Brand claims that the old depot is unsafe."
    outer = reading(text, "Quill", "says", "that Brand claims that the old depot is unsafe")
    inner = reading(text, "Brand", "claims", "that the old depot is unsafe")
    assert tidy(text, [outer, inner]) == [outer, inner]


def test_two_things_that_one_cue_tells_are_two_statements():
    text = "Quill said that the depot is unsafe and that the yard must close."
    one = reading(text, "Quill", "said", "that the depot is unsafe")
    other = reading(text, "Quill", "said", "that the yard must close")
    assert tidy(text, [one, other]) == [one, other]


@pytest.mark.parametrize("edge", ["\u2028", "\u2003", "\t", " \u00a0"])
def test_a_speaker_ends_in_no_white_space_of_any_kind(edge):
    text = f"Quill{edge}said: we stay."
    read = reading(text, "Quill" + edge, "said", "we stay")
    (kept,) = tidy(text, [read])
    assert kept.speaker is not None
    assert text[slice(*kept.speaker)] == "Quill"


@pytest.mark.parametrize(
    ("text", "who", "cue", "said"),
    [
        ("The unions demanded more.", "The unions", "demanded", "more"),
        ("The mayor promised nothing.", "The mayor", "promised", "nothing"),
        ("No 10 said anything less would be wrong.", "No 10", "said", "anything less would be wrong"),
        ("He spoke of “grave danger” to the town.", "He", "spoke of", "“grave danger” to the town"),
        ("Ware offered “deep regrets” to the families.", "Ware", "offered", "“deep regrets” to the families"),
    ],
)
def test_little_words_and_quoted_words_that_are_said_stay(text, who, cue, said):
    assert len(tidy(text, [reading(text, who, cue, said)])) == 1


# -- what only appears, and what something was for ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "given", "expected"),
    [
        (
            "Brand appears to back the owners.",
            ("Brand", "appears", "to back the owners"),
            ("", "appears", "Brand … to back the owners"),
        ),
        (
            "They met Brand, who seemed to be the owners' man.",
            ("Brand", "seemed", "to be the owners' man"),
            ("", "seemed", "who … to be the owners' man"),
        ),
        (
            "Brand appeared to suggest that the mill would close.",
            ("Brand", "appeared to suggest", "that the mill would close"),
            ("Brand", "appeared to suggest", "that the mill would close"),
        ),
        (
            "It appears to the mayor that the mill will close.",
            ("", "appears", "that the mill will close"),
            ("the mayor", "appears", "that the mill will close"),
        ),
        (
            "The plan seemed to the mayor a mistake.",
            ("The plan", "seemed", "to the mayor a mistake"),
            ("the mayor", "seemed", "The plan … a mistake"),
        ),
        (
            "The union seems to believe that the owners want war.",
            ("The union", "seems", "to believe that the owners want war"),
            ("The union", "seems", "to believe that the owners want war"),
        ),
        (
            "The mayor appeared before the board and said that the mill would close.",
            ("The mayor", "appeared", "that the mill would close"),
            ("The mayor", "appeared", "that the mill would close"),
        ),
    ],
)
def test_who_appears_to_do_something_says_nothing(language, text, given, expected):
    item = reading(text, *given)
    complete(View(language.parse(text)), item)
    assert shown(text, [item]) == [expected]


@pytest.mark.parametrize(
    ("text", "content", "expected"),
    [
        ("The council used the excuse of the storm to close the hall.", "the storm to close the hall", "the storm"),
        (
            "The council used the excuse of the storm in order to close it.",
            "the storm in order to close it",
            "the storm",
        ),
        ("The council came up with the excuse of a wish to save.", "a wish to save", "a wish to save"),
    ],
)
def test_a_pretext_is_not_what_it_was_for(language, text, content, expected):
    item = reading(text, "The council", text[text.index("council ") + 8 : text.index("excuse of") + 9], content)
    complete(View(language.parse(text)), item)
    assert words_at(text, item.content) == expected
