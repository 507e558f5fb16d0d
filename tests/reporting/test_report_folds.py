"""Folds of the report in a real browser: what matters comes first, and whatever leads into a closed part opens it."""

from __future__ import annotations

import re

import pytest

from dissensus.reporting._folding import FIRST_ROWS

OUTLETS = ("Coast and Country", "Harbour Post", "Lantern", "Metropolitan Chronicle", "Northern Messenger", "Notes")
OUTLETS += ("Radio Orm", "Ridge Courier", "Sentinel of Tarn", "The People", "Vale Daily", "Weekly Review")
SPEAKERS = 45


@pytest.fixture(scope="module")
def wide_file(factory, report_of, tmp_path_factory):
    """Twelve outlets, 45 speakers, 60 articles of two months."""
    corpus = factory.Corpus()
    names = [f"Person{n:02d}x" for n in range(SPEAKERS)]
    for name in names:
        corpus.actor(name, name)
    for n in range(60):
        name = names[n % SPEAKERS]
        corpus.add(
            f"{name} said that matter {n} was settled. The plan stands.",
            outlet=OUTLETS[n % 12],
            title=f"Article {n}",
            published=f"2031-0{1 + n % 2}-{1 + n % 25:02d}",
            mentions=[factory.M(name, name, name=name)],
            statements=[
                factory.S(f"that matter {n} was settled", "indirect", name, name, "said"),
                factory.S("The plan stands.", "own_voice"),
            ],
        )
    path = tmp_path_factory.mktemp("wide") / "report.html"
    report_of(corpus, path)
    return path


def closed(page):
    return page.locator("details.fold:not([open])")


def test_the_first_rows_stand_open_and_the_others_are_one_click_away(wide_file, open_page):
    page = open_page(wide_file)
    assert page.locator("#matrix tbody tr").count() == FIRST_ROWS["speakers"]
    page.get_by_text("15 more speakers").click()
    assert page.locator("#quotations .matrix tbody tr:visible").count() == SPEAKERS


def test_folds_open_without_scripts(wide_file, open_page):
    page = open_page(wide_file, java_script_enabled=False)
    fold = page.locator("#quotations details.fold")
    assert not fold.locator("tbody tr").first.is_visible()
    fold.locator("summary").click()
    assert fold.locator("tbody tr").first.is_visible()


def test_a_filter_opens_the_fold_in_which_it_finds_something_and_closes_it_again(wide_file, open_page):
    page = open_page(wide_file)
    folded = page.locator("#quotations details.fold .who").first.text_content()
    page.locator("#filters summary").click()
    page.get_by_label("Actor or label contains").fill(folded)
    assert page.locator("#quotations tr:visible .who").all_text_contents() == [folded]
    assert page.locator("#quotations details.fold > summary").inner_text().strip() == "1 more speaker"
    page.get_by_role("button", name="Clear the filter").click()
    assert page.locator("#quotations details.fold").get_attribute("open") is None


def test_a_filter_by_outlet_opens_a_fold_where_nothing_would_be_left_to_see(wide_file, open_page):
    page = open_page(wide_file, "#outlet=Weekly%20Review")
    assert page.locator("#silences tbody tr:visible").count() > 0


def test_what_the_reader_opened_stays_open_when_a_filter_is_lifted(wide_file, open_page):
    page = open_page(wide_file)
    page.get_by_text("15 more speakers").click()
    page.locator("#filters summary").click()
    page.get_by_label("Actor or label contains").fill("Person44x")
    page.get_by_role("button", name="Clear the filter").click()
    assert page.locator("#quotations details.fold").get_attribute("open") is not None


def test_a_link_from_the_words_opens_the_closed_article(wide_file, open_page):
    page = open_page(wide_file)
    page.locator("#matrix .open").last.click()
    page.get_by_role("link", name="See it in the article").last.click()
    place = re.search(r"#(d\d+)s", page.url).group(1)
    assert page.locator(f"#{place} .text").is_visible()
    assert page.evaluate("(r => r.top >= 0 && r.bottom <= innerHeight)(document.activeElement.getBoundingClientRect())")


def test_an_address_that_leads_into_a_closed_article_opens_it(wide_file, open_page):
    page = open_page(wide_file, "#d40s0")
    assert page.locator("#d40 .text .now").first.is_visible()


def test_an_address_into_a_closed_article_opens_it_without_scripts(wide_file, open_page):
    page = open_page(wide_file, "#d40s0", java_script_enabled=False)
    assert page.locator("#d40 .text").is_visible()


def test_a_symbol_of_the_time_line_opens_its_period(wide_file, open_page):
    page = open_page(wide_file)
    link = page.locator(".chart a").first
    period = link.get_attribute("href")
    link.focus()
    page.keyboard.press("Enter")
    assert page.locator(f"[id='{period[1:]}']").get_attribute("open") is not None


def test_all_parts_open_and_close_together(wide_file, open_page):
    page = open_page(wide_file)
    page.locator("#filters summary").click()
    page.get_by_role("button", name="Open all parts").click()
    assert page.locator("main section details:not([open])").count() == 0
    page.get_by_role("button", name="Close all parts").click()
    assert page.locator("main section details[open]").count() == 0


def test_with_everything_open_a_link_still_arrives_at_its_place(wide_file, open_page):
    page = open_page(wide_file)
    page.locator("#filters summary").click()
    page.get_by_role("button", name="Open all parts").click()
    page.locator("#matrix .open").first.click()
    page.get_by_role("link", name="See it in the article").last.click()
    assert page.evaluate("(r => r.top >= 0 && r.bottom <= innerHeight)(document.activeElement.getBoundingClientRect())")


@pytest.mark.parametrize("width", [390, 820, 1400])
def test_the_heading_of_the_matrix_stays_in_view_in_the_middle_of_its_rows(wide_file, open_page, width):
    page = open_page(wide_file, viewport={"width": width, "height": 700})
    page.locator("#matrix tbody tr").nth(15).evaluate("node => node.scrollIntoView()")
    page.wait_for_function(
        """() => {
          const place = document.querySelector('#matrix thead th').getBoundingClientRect();
          return place.top >= 0 && place.bottom < innerHeight / 2; }""",
        timeout=3000,
    )


def test_on_a_phone_the_speakers_stay_while_the_outlets_move(wide_file, open_page):
    page = open_page(wide_file, viewport={"width": 390, "height": 800})
    page.locator("#quotations .scroll").first.evaluate("node => { node.scrollLeft = 300; }")
    left = page.locator("#matrix tbody th").first.evaluate("node => node.getBoundingClientRect().left")
    assert 0 <= left < 40
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.locator("#quotations .hint").first.is_visible()


def test_no_table_has_an_inner_vertical_scroll(wide_file, open_page):
    page = open_page(wide_file)
    assert page.evaluate("[...document.querySelectorAll('.scroll')].every((n) => n.scrollHeight <= n.clientHeight + 2)")


def test_on_paper_closed_parts_are_named_and_it_is_said(wide_file, open_page):
    page = open_page(wide_file)
    page.emulate_media(media="print")
    assert page.get_by_text("On paper stands what was open on the screen.").is_visible()
    assert page.get_by_text("15 more speakers").is_visible()
    assert not page.locator("#quotations details.fold tbody tr").first.is_visible()
    assert not page.locator("#filters").is_visible()
