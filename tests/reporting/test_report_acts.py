"""What speakers do with their words, and what is left out for want of confidence."""

from __future__ import annotations

import pytest

from dissensus.model.options import ComparingOptions


def quarrel(factory):
    """Two speakers who deny, ask, demand and say things, and an outlet that demands."""
    corpus = factory.Corpus()
    kell, orsen = corpus.actor("kell", "Ruta Kell"), corpus.actor("orsen", "Ivo Orsen")
    corpus.add(
        "Kell denied the leak. “Never,” Kell denied. Kell said it rained. Orsen asked why they met. The dam must go.",
        mentions=[factory.M("Kell", kell, name="Ruta Kell"), factory.M("Orsen", orsen, name="Ivo Orsen")],
        statements=[
            factory.S("the leak", "indirect", "Kell", kell, "denied", act="denies"),
            factory.S("“Never,”", "direct", "Kell", kell, "denied", act="denies"),
            factory.S("it rained", "indirect", "Kell", kell, "said"),
            factory.S("why they met", "indirect", "Orsen", orsen, "asked", act="asks"),
            factory.S("The dam must go.", "own_voice", act="demands"),
        ],
    )
    return corpus


@pytest.fixture(scope="module")
def quarrel_file(factory, report_of, tmp_path_factory):
    path = tmp_path_factory.mktemp("quarrel") / "report.html"
    report_of(quarrel(factory), path)
    return path


def test_the_act_stands_with_the_mode_where_it_is_more_than_saying(quarrel_file, open_page):
    page = open_page(quarrel_file)
    found = page.locator("#d1 .said li").evaluate_all(
        "nodes => nodes.map((n) => [n.querySelector('.mode').textContent, n.querySelector('.act')?.textContent ?? ''])"
    )
    assert found == [
        ["indirect", "denies"], ["direct", "denies"], ["indirect", ""], ["indirect", "asks"], ["own voice", "demands"],
    ]  # fmt: skip


def test_the_words_behind_a_cell_tell_the_act(quarrel_file, open_page):
    page = open_page(quarrel_file)
    page.get_by_role("link", name="Ivo Orsen in Harbour Post").click()
    assert page.locator("#panel .meta").inner_text() == "indirect asks"


def test_what_the_outlet_demands_is_told(quarrel_file, open_page):
    assert open_page(quarrel_file).locator("#own-voice li .act").text_content() == "demands"


def test_the_filter_by_act_counts_anew_and_stands_in_the_address(quarrel_file, open_page):
    page = open_page(quarrel_file)
    page.locator("#filters summary").click()
    choice = page.get_by_label("Act of statements")
    assert choice.locator("option").all_text_contents() == ["any", "says", "asks", "demands", "denies"]
    choice.select_option("denies")
    visible = page.locator("#matrix tbody tr:visible")
    assert visible.locator(".who").all_text_contents() == ["Ruta Kell"]
    assert visible.locator("td.sum").text_content() == "2"
    assert page.locator("#d1 .said li:visible").count() == 2
    assert page.url.endswith("#act=denies")
    assert page.locator("#filter-state").text_content().startswith("denies: ")
    page.get_by_role("button", name="Clear the filter").click()
    assert page.locator("#d1 .said li:visible").count() == 5


def test_acts_and_modes_are_filtered_together(quarrel_file, open_page):
    page = open_page(quarrel_file, "#mode=indirect&act=denies")
    assert page.locator("#matrix tbody tr:visible td.sum").all_text_contents() == ["1"]
    assert page.locator("#d1 .said li:visible").count() == 1


def test_what_is_only_said_can_be_chosen(quarrel_file, open_page):
    page = open_page(quarrel_file, "#act=says")
    assert page.locator("#matrix tbody tr:visible .who").all_text_contents() == ["Ruta Kell"]
    assert page.locator("#matrix tbody tr:visible td.sum").all_text_contents() == ["1"]


def test_an_act_in_the_address_that_is_none_filters_nothing(quarrel_file, open_page):
    page = open_page(quarrel_file, "#act=mutters")
    assert page.locator("#filter-state").text_content() == "everything is shown"
    assert page.seen == [quarrel_file.as_uri()]


def test_a_report_in_which_everybody_says_offers_no_choice_of_acts(factory, report_of, tmp_path, open_page):
    report_of(factory.dam_dispute(), tmp_path / "report.html")
    page = open_page(tmp_path / "report.html", "#mode=direct")
    assert page.locator("#f-act, .act").count() == 0
    assert page.locator("#filter-state").text_content().startswith("direct: ")


@pytest.fixture
def doubtful(factory):
    """A statement of little confidence with one nested in it, and one that begins where the nested one does."""
    corpus = factory.Corpus()
    corpus.add(
        "Kell said Orsen promised a dam.",
        statements=[
            factory.S("Orsen promised a dam", "indirect", "Kell", None, "said", confidence=0.3),
            factory.S("a dam", "indirect", "Orsen", None, "promised", parent=0, act="promises"),
        ],
    )
    return corpus


def test_a_statement_below_the_least_confidence_is_nowhere_in_the_report(doubtful, report_of, tmp_path):
    html = report_of(doubtful, tmp_path / "r.html", comparing=ComparingOptions(min_confidence=0.5))
    assert "Statements found with a confidence below 0.5 are left out." in html
    assert 'data-s="0"' not in html
    assert 'id="d1s0"' not in html


def test_a_statement_whose_outer_one_is_left_out_is_shown_as_an_outer_one(doubtful, report_of, tmp_path):
    html = report_of(doubtful, tmp_path / "r.html", comparing=ComparingOptions(min_confidence=0.5))
    assert 'value="2" class="in0"' in html
    assert "depth2" not in html.partition("<body>")[2].partition('<p class="legend"')[0]
    full = report_of(doubtful, tmp_path / "full.html", comparing=ComparingOptions(min_confidence=0.0))
    assert 'value="2" class="in1"' in full
