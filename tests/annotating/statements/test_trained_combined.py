"""How rules and a model's readings are put together, on readings built by hand."""

from __future__ import annotations

import pytest

from dissensus.annotating.language import LanguageStep
from dissensus.annotating.statements._combined import add_by_rules, part_by_cues, with_turns
from dissensus.annotating.statements._found import Found
from dissensus.annotating.statements._gaps import antecedent_before, fill_gap, gaps_of
from dissensus.annotating.statements._marks import quotations_of
from dissensus.annotating.statements._opinion import add_in_opinion
from dissensus.annotating.statements._quotes import QuoteLinker
from dissensus.annotating.statements._speakers import complete
from dissensus.annotating.statements._tidy import tidy
from dissensus.annotating.statements._turns import turns_in
from dissensus.annotating.statements._view import View
from dissensus.model.spans import Span, words_at


def span(text: str, part: str) -> Span:
    return Span(text.index(part), text.index(part) + len(part))


def found(text: str, speaker: str | None, cue: str, *content: str, sure: float = 0.9) -> Found:
    return Found(
        -1,
        [span(text, cue)] if cue else [],
        [span(text, part) for part in content],
        span(text, speaker) if speaker is not None else None,
        sure,
        "read",
    )


def rows(text: str, items: list[Found]) -> list[tuple[str, str, str]]:
    return [
        (words_at(text, [f.speaker] if f.speaker else []), words_at(text, f.cue), words_at(text, f.content))
        for f in sorted(items, key=lambda f: f.content[0])
    ]


def view_of(language: LanguageStep, text: str) -> View:
    return View(language.parse(text))


# -- quotations of two cues --------------------------------------------------------------------------------------------


def test_a_quotation_with_a_cue_of_its_own_is_parted(language):
    text = "“We will not pay,” Quill said, asking the owners, “Who built the dam?”"
    view, quotes = view_of(language, text), quotations_of(text)
    one = found(text, "Quill", "said", "“We will not pay,”", "“Who built the dam?”")
    parted = part_by_cues(view, [one], QuoteLinker(view, quotes).link(), quotes)
    assert rows(text, parted) == [
        ("Quill", "said", "“We will not pay,”"),
        ("Quill", "asking", "“Who built the dam?”"),
    ]


def test_a_quotation_inside_a_quotation_is_not_parted(language):
    text = "“He said, ‘We will never pay,’ and left,” Quill said."
    view, quotes = view_of(language, text), quotations_of(text)
    one = found(text, "Quill", "Quill said", "“He said, ‘We will never pay,’ and left,”")
    before = list(one.content)
    part_by_cues(view, [one], QuoteLinker(view, quotes).link(), quotes)
    assert one.content == before


# -- what rules add ----------------------------------------------------------------------------------------------------


def test_a_quotation_that_nobody_read_is_added(language):
    text = "“We will stay in the valley,” Quill said."
    assert rows(text, add_by_rules(view_of(language, text), [], quotations_of(text))) == [
        ("Quill", "said", "“We will stay in the valley,”")
    ]


def test_a_rules_quotation_takes_the_place_of_an_unsure_reading_of_it(language):
    text = "“We will stay in the valley.” — Ada Quill"
    unsure = found(text, None, "", "“We will stay in the valley.”", sure=0.1)
    added = add_by_rules(view_of(language, text), [unsure], quotations_of(text))
    assert [(f.rule, text[slice(*f.speaker)]) for f in added if f.speaker] == [("signed", "Ada Quill")]
    assert len(added) == 1


def test_two_quotations_of_one_cue_make_one_statement(language):
    text = "‘The millers’ jobs are gone. It is over.\n\n‘But we will stay,’ she added."
    one = found(text, "she", "added", "‘But we will stay,’")
    items = add_by_rules(view_of(language, text), [one], quotations_of(text))
    assert len(items) == 1


def test_a_part_of_a_turn_gives_way_to_the_turn():
    text = "Quill: We stay.\nBrand: You go.\nQuill: We will see."
    part = found(text, "Brand", ":", "You go")
    assert [row[2] for row in rows(text, with_turns([part], turns_in(text, [])))] == [
        "We stay.",
        "You go.",
        "We will see.",
    ]


def test_what_a_turn_reports_stays():
    text = "Quill: The mayor said that nobody would be moved.\nBrand: You go.\nQuill: We will see."
    inside = found(text, "The mayor", "said", "that nobody would be moved")
    assert ("The mayor", "said", "that nobody would be moved") in rows(text, with_turns([inside], turns_in(text, [])))


def test_the_lines_of_an_interview_may_begin_with_a_mark():
    text = "“QUILL: We stay.\n\n“BRAND: You go.\n\n“QUILL: We will see.”"
    assert [row[0] for row in rows(text, turns_in(text, quotations_of(text)))] == ["QUILL", "BRAND", "QUILL"]


def test_a_label_inside_a_quotation_is_no_turn():
    text = "Quill: We stay.\nBrand: You go.\n“ No. Quill: He said so.”\nQuill: We will see."
    assert len(turns_in(text, quotations_of(text))) == 3


# -- opinion pieces ----------------------------------------------------------------------------------------------------

OPINION = (
    "The owners must be stopped now. We must fight this shameful contract. It represents a betrayal of the valley. "
    "The union is refusing to accept the closing of the mill. The council should resign at once."
)


def test_in_an_opinion_piece_a_rule_makes_an_unsure_reading_surer(language):
    unsure = found(OPINION, "The union", "is refusing", "to accept the closing of the mill", sure=0.1)
    items = add_in_opinion(view_of(language, OPINION), [unsure], quotations_of(OPINION))
    assert len(items) == 1
    assert items[0].confidence > 0.35


def test_in_an_opinion_piece_rules_add_attitudes(language):
    items = add_in_opinion(view_of(language, OPINION), [], quotations_of(OPINION))
    assert ("The union", "is refusing", "to accept the closing of the mill") in rows(OPINION, items)


def test_in_an_opinion_piece_how_things_appear_to_nobody_is_no_statement_of_others(language):
    text = f"{OPINION} The mayor appears to be the owners' man."
    view = view_of(language, text)
    one = found(text, "The mayor", "appears", "to be the owners' man")
    complete(view, one)
    assert "appears" not in [row[1] for row in rows(text, add_in_opinion(view, [one], quotations_of(text)))]


def test_in_an_opinion_piece_to_whom_things_appear_so_is_the_source(language):
    text = f"{OPINION} It seems to the mayor that the mill will close. The plan appears to Brand to be a mistake."
    view = view_of(language, text)
    one = found(text, None, "seems", "that the mill will close")
    complete(view, one)
    items = rows(text, add_in_opinion(view, [one], quotations_of(text)))
    assert ("the mayor", "seems", "that the mill will close") in items
    assert ("Brand", "appears", "to be a mistake") in items


def test_who_does_not_appear_to_oppose_a_plan_does_not_oppose_it(language):
    text = f"{OPINION} The mayor's men do not appear to oppose the plan."
    rules = rows(text, add_in_opinion(view_of(language, text), [], quotations_of(text)))
    assert not [row for row in rules if "oppose" in row[1]]


def test_a_name_that_nobody_is_told_to_give_has_what_it_names_beside_it(language):
    text = f"The contract, styled as a ‘common roadmap’, was signed in May. {OPINION}"
    one = found(text, None, "styled as", "a ‘common roadmap’", sure=0.2)
    items = add_in_opinion(view_of(language, text), [one], quotations_of(text))
    assert ("", "styled as", "The contract … a ‘common roadmap’") in rows(text, items)


def test_in_news_they_do_not(language):
    text = "The hall was closed at noon on Monday. The union is refusing to accept the closing of the mill. It rained."
    assert add_in_opinion(view_of(language, text), [], quotations_of(text)) == []


def test_a_relative_clauses_gap_is_filled(language):
    text = "They met the new council, which the miners refuse to accept."
    one = found(text, "the miners", "refuse", "which", "to accept")
    fill_gap(view_of(language, text), one)
    assert words_at(text, one.content) == "the new council, which … to accept"


def test_an_attitude_in_a_relative_clause_has_its_noun_for_content(language):
    text = "They met the mayor whom the owners support."
    assert rows(text, list(gaps_of(view_of(language, text)))) == [("the owners", "support", "the mayor")]


@pytest.mark.parametrize("text", ["The news that he left was late.", "The men who came left.", "that", ""])
def test_no_gap_where_none_is(text, language):
    view = view_of(language, text)
    assert [antecedent_before(view, i) for i in range(len(view))] == [None] * len(view)


# -- speakers ----------------------------------------------------------------------------------------------------------


def test_a_participle_that_nobody_was_read_for_has_its_verbs_subject(language):
    text = "The owners closed the gate at noon, saying the wall was unsafe."
    one = found(text, None, "saying", "the wall was unsafe")
    complete(view_of(language, text), one)
    assert rows(text, [one])[0][0] == "The owners"


def test_who_is_asked_does_not_speak(language):
    text = "Asked whether the wall was safe, the owners left."
    one = found(text, None, "Asked", "whether the wall was safe")
    complete(view_of(language, text), one)
    assert one.speaker is None


# -- what holds for all ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("speaker", ["Monday", "on Tuesday night", "2014", "12 September", "—"])
def test_days_and_numbers_do_not_speak(speaker):
    text = f"{speaker} said we go home"
    assert tidy(text, [found(text, speaker, "said", "we go home")])[0].speaker is None


@pytest.mark.parametrize("speaker", ["May Friday", "Two of 400", "April Quill", "The Sunday Courier"])
def test_names_with_days_and_numbers_do(speaker):
    text = f"{speaker} said we go home"
    kept = tidy(text, [found(text, speaker, "said", "we go home")])[0].speaker
    assert kept is not None
    assert text[slice(*kept)] == speaker


def test_a_speaker_ends_with_its_line():
    text = "“We go,” said Ada Quill.\n\nPhoto\n"
    one = Found(-1, [span(text, "said")], [span(text, "“We go,”")], Span(text.index("Ada"), len(text)), 0.9, "read")
    assert text[slice(*tidy(text, [one])[0].speaker)] == "Ada Quill."


def test_a_speaker_begins_with_the_line_of_the_cue():
    text = "By Jan Holt\n\nAda Quill said we go home"
    one = Found(-1, [span(text, "said")], [span(text, "we go home")], Span(0, text.index(" said")), 0.9, "read")
    assert text[slice(*tidy(text, [one])[0].speaker)] == "Ada Quill"


def test_a_speaker_in_a_line_of_its_own_above_the_cue_does_not_speak():
    text = "By Jan Holt\n\nIt said we go home"
    assert tidy(text, [found(text, "By Jan Holt", "said", "we go home")])[0].speaker is None


def test_articles_and_prepositions_alone_say_nothing():
    text = "Quill said the of it"
    assert tidy(text, [found(text, "Quill", "said", "the of")]) == []


def test_content_without_words_is_no_statement():
    text = "Quill said … “”"
    assert tidy(text, [found(text, "Quill", "said", "… “”")]) == []


def test_content_is_cut_by_line_and_keeps_all_its_words():
    text = "Quill said > we go\n> home now"
    one = Found(-1, [span(text, "said")], [Span(text.index(">"), len(text))], span(text, "Quill"), 0.9, "read")
    assert words_at(text, tidy(text, [one])[0].content) == "we go … home now"


def test_a_term_at_a_distance_is_no_statement_but_a_name_that_is_given_is():
    text = "They recognised the ‘reform’ and he called it ‘a fraud’"
    kept = tidy(text, [found(text, "They", "recognised", "the ‘reform’"), found(text, "he", "called", "‘a fraud’")])
    assert rows(text, kept) == [("he", "called", "‘a fraud’")]
