"""What speakers do with their words, and what is left out for want of confidence."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from dissensus.model.options import ComparingOptions
from dissensus.reporting._text import two_digits


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
    assert page.locator("#panel .meta").inner_text() == "indirect asks confidence 0.90"


@pytest.fixture(scope="module")
def unsure_file(factory, report_of, tmp_path_factory):
    """Statements of four degrees of confidence, one of them in own voice."""
    corpus = factory.Corpus()
    kell = corpus.actor("kell", "Ruta Kell")
    corpus.add(
        "Kell said it rained. Kell denied the leak. Kell saw the crack. The dam must go.",
        mentions=[factory.M("Kell", kell, name="Ruta Kell")],
        statements=[
            factory.S("it rained", "indirect", "Kell", kell, "said", confidence=0.9968),
            factory.S("the leak", "indirect", "Kell", kell, "denied", act="denies", confidence=0.7449),
            factory.S("the crack", "indirect", "Kell", kell, "saw", confidence=0.35),
            factory.S("The dam must go.", "own_voice", act="demands", confidence=0.5),
        ],
    )
    path = tmp_path_factory.mktemp("unsure") / "report.html"
    report_of(corpus, path)
    return path


def test_every_quotation_behind_a_cell_tells_its_confidence_in_two_digits(unsure_file, open_page):
    page = open_page(unsure_file)
    page.get_by_role("link", name="Ruta Kell in Harbour Post").click()
    assert page.locator("#panel .sure").all_inner_texts() == ["confidence 0.99", "confidence 0.74", "confidence 0.35"]


def test_every_statement_of_an_article_tells_its_confidence(unsure_file, open_page):
    shown = open_page(unsure_file).locator("#d1 .said li .sure")
    assert shown.all_text_contents() == ["confidence 0.99", "confidence 0.74", "confidence 0.35", "confidence 0.50"]


def test_the_outlets_own_voice_tells_its_confidence(unsure_file, open_page):
    told = open_page(unsure_file).locator("#own-voice li .meta")
    # What is off the screen is not laid out (content-visibility), and has no inner text until the next frame.
    told.scroll_into_view_if_needed()
    expect(told).to_have_text("demands confidence 0.50", use_inner_text=True)


def test_a_confidence_says_what_it_means(unsure_file, open_page):
    titles = open_page(unsure_file).locator(".sure").evaluate_all("nodes => nodes.map((n) => n.title)")
    assert titles
    assert all("How sure the machine is" in title for title in titles)


def test_words_of_a_mention_have_no_confidence(unsure_file, open_page):
    page = open_page(unsure_file)
    page.locator("#naming .chip.open").first.click()
    assert page.locator("#panel li").count() == 1
    assert page.locator("#panel .sure").count() == 0


@pytest.mark.parametrize(
    ("confidence", "text"),
    [(1.0, "1.00"), (0.9999, "0.99"), (0.9868, "0.99"), (0.35, "0.35"), (0.001, "0.01"), (0.0, "0.00")],
)
def test_what_is_not_certain_never_reads_as_certain(confidence, text):
    assert two_digits(confidence) == text


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
