"""The report for those who read it by keyboard or by ear."""

from __future__ import annotations

import itertools

import pytest


@pytest.fixture(scope="module")
def dam_file(factory, report_of, tmp_path_factory):
    path = tmp_path_factory.mktemp("dam") / "report.html"
    report_of(factory.dam_dispute(), path, title="The Marrow Dam")
    return path


def test_headings_begin_with_one_first_and_skip_no_level(dam_file, open_page):
    page = open_page(dam_file)
    levels = page.evaluate(
        "[...document.querySelectorAll('main h1, main h2, main h3, main h4')].map((n) => +n.tagName[1])"
    )
    assert (levels[0], levels.count(1)) == (1, 1)
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_every_heading_of_a_table_says_what_it_heads(dam_file, open_page):
    page = open_page(dam_file)
    assert page.locator("th").count() > 20
    assert page.locator("th:not([scope='col']):not([scope='row'])").count() == 0


def test_everything_that_can_be_pressed_has_a_name(dam_file, open_page):
    page = open_page(dam_file)
    nameless = """[...document.querySelectorAll('a, button, summary, input')].filter((n) =>
        !(n.textContent.trim() || n.getAttribute('aria-label') || (n.labels && n.labels.length))).length"""
    assert page.evaluate(nameless) == 0


def test_every_region_has_a_name_and_every_part_is_labelled_by_its_heading(dam_file, open_page):
    page = open_page(dam_file)
    assert page.locator("[role='region']:not([aria-label])").count() == 0
    assert page.evaluate(
        """[...document.querySelectorAll('[aria-labelledby]')]
          .every((n) => document.getElementById(n.getAttribute('aria-labelledby')))"""
    )


def test_the_panel_keeps_the_focus_within(dam_file, open_page):
    page = open_page(dam_file)
    page.locator("#matrix .open").first.press("Enter")
    for _ in range(12):
        page.keyboard.press("Tab")
        # The browser's own controls come between the last and the first; the page behind never does.
        assert page.evaluate(
            """() => { const now = document.activeElement;
              return now === document.body || document.getElementById('panel').contains(now); }"""
        )


@pytest.mark.parametrize("how", ["Escape", "button"])
def test_closing_the_panel_gives_the_focus_back_to_the_cell(dam_file, open_page, how):
    page = open_page(dam_file)
    cell = page.locator("#matrix .open").nth(1)
    cell.click()
    if how == "Escape":
        page.keyboard.press("Escape")
    else:
        page.get_by_role("button", name="Close", exact=True).click()
    assert not page.locator("#panel").is_visible()
    assert cell.evaluate("node => document.activeElement === node")


def test_a_cell_tells_whether_its_panel_is_open(dam_file, open_page):
    page = open_page(dam_file)
    cell = page.locator("#matrix .open").first
    cell.click()
    assert cell.get_attribute("aria-expanded") == "true"
    page.keyboard.press("Escape")
    page.wait_for_function("document.querySelector('#matrix .open').getAttribute('aria-expanded') === 'false'")


def test_the_panel_is_named_after_what_was_opened(dam_file, open_page):
    page = open_page(dam_file)
    page.get_by_role("link", name="Ruta Kell in Harbour Post").click()
    assert page.get_by_role("dialog", name="Ruta Kell · Harbour Post").is_visible()


def test_every_count_of_statements_of_an_outlet_opens_onto_words(dam_file, open_page):
    page = open_page(dam_file)
    page.get_by_role("link", name="Tarn Daily: 3 statements").click()
    assert page.get_by_role("dialog").locator("blockquote").count() == 3
