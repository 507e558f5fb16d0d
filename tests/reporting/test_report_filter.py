"""What a filter leaves is told of plainly, and nothing is cut off without a word."""

from __future__ import annotations

import pytest

NOTHING = "Nothing matches the filter."
PARTS = ("quotations", "naming", "times", "silences", "own-voice")


@pytest.fixture(scope="module")
def dam_file(factory, report_of, tmp_path_factory):
    path = tmp_path_factory.mktemp("dam") / "report.html"
    report_of(factory.dam_dispute(), path, max_rows=4)
    return path


@pytest.fixture(scope="module")
def long_file(factory, report_of, tmp_path_factory):
    """Outlets with long words in their names, and dates of as many months as are drawn side by side."""
    corpus = factory.Corpus()
    for n in range(14):
        corpus.add(
            f"Matter {n} was settled, they said.",
            outlet=f"Internationalist Correspondence {n % 7}",
            published=f"20{30 + n // 12}-{1 + n % 12:02d}-02",
            statements=[factory.S(f"Matter {n} was settled", "indirect", "they", None, "said")],
        )
    path = tmp_path_factory.mktemp("long") / "report.html"
    report_of(corpus, path)
    return path


def test_a_filter_tells_that_the_numbers_of_the_overview_stay(dam_file, open_page):
    page = open_page(dam_file)
    note = page.get_by_text("These numbers are of everything that was read; the filter does not change them.")
    assert not note.is_visible()
    page.locator("#filters summary").click()
    page.get_by_label("Actor or label contains").fill("kell")
    assert note.is_visible()
    page.get_by_role("button", name="Clear the filter").click()
    assert not note.is_visible()


def test_a_part_without_rows_says_that_nothing_matches(dam_file, open_page):
    page = open_page(dam_file, "#actor=zzz")
    for part in PARTS:
        assert page.locator(f"#{part} > .nothing").inner_text() == NOTHING
        assert page.locator(f"#{part} > .nothing").is_visible()
    assert page.locator("#quotations thead:visible, #naming thead:visible, #silences thead:visible").count() == 0
    assert not page.locator("#times .chart").is_visible()


def test_what_is_not_shown_is_not_told_of_where_nothing_matches(dam_file, open_page):
    page = open_page(dam_file)
    assert page.locator("#quotations .left-out").is_visible()
    page.locator("#filters summary").click()
    page.get_by_label("Actor or label contains").fill("zzz")
    assert not page.locator("#quotations .left-out").is_visible()
    page.get_by_role("button", name="Clear the filter").click()
    assert page.locator("#quotations .left-out").is_visible()
    assert page.locator("#quotations thead").first.is_visible()
    assert page.get_by_text(NOTHING).filter(visible=True).count() == 0


def test_a_part_with_rows_does_not_say_that_nothing_matches(dam_file, open_page):
    page = open_page(dam_file, "#actor=kell")
    assert page.locator("#matrix").is_visible()
    assert not page.locator("#quotations > .nothing").is_visible()


def test_without_any_outlet_no_table_shows_a_bare_heading(dam_file, open_page):
    page = open_page(dam_file, "#outlet=")
    assert page.locator("#overview thead:visible, #articles thead:visible").count() == 0
    assert page.locator("#articles > .nothing").is_visible()


def test_it_is_said_that_the_drawing_does_not_follow_a_filter_by_actor(dam_file, open_page):
    page = open_page(dam_file, "#mode=direct,own_voice")
    assert page.locator("#chart-note").is_visible()
    assert not open_page(dam_file, "#outlet=Harbour%20Post").locator("#chart-note").is_visible()


@pytest.mark.parametrize("width", [1160, 1400])
def test_the_time_line_fits_its_box(long_file, open_page, width):
    page = open_page(long_file, viewport={"width": width, "height": 800})
    assert page.locator(".chart .axis").count() == 14
    assert page.locator(".chartbox").evaluate("node => node.scrollWidth <= node.clientWidth")
    assert not page.locator("#times .hint").is_visible()


def test_on_a_phone_everything_wider_than_the_screen_has_a_hint(long_file, open_page):
    page = open_page(long_file, viewport={"width": 390, "height": 800})
    wide = """[...document.querySelectorAll('.scroll')]
        .filter((n) => n.checkVisibility() && n.scrollWidth > n.clientWidth + 1)
        .map((n) => [n.getAttribute('aria-label'), n.previousElementSibling.matches('.hint')
          && n.previousElementSibling.checkVisibility()])"""
    found = dict(page.evaluate(wide))
    assert {"The outlets", "Time line by outlet", "List of articles"} <= set(found)
    assert all(found.values())


@pytest.mark.parametrize("width", [390, 1400])
def test_no_heading_of_the_matrix_breaks_inside_a_word(long_file, open_page, width):
    page = open_page(long_file, viewport={"width": width, "height": 800})
    broken = """[...document.querySelectorAll('#matrix thead bdi')].filter((node) => {
        const range = document.createRange();
        const [from, text] = [node.firstChild, node.textContent];
        return [...text.matchAll(/[^ ]+/g)].some((word) => {
          range.setStart(from, word.index); range.setEnd(from, word.index + word[0].length);
          return range.getClientRects().length !== 1; }); }).length"""
    assert page.locator("#matrix thead bdi").count() == 7
    assert page.evaluate(broken) == 0


@pytest.mark.parametrize(("width", "position"), [(390, "static"), (1400, "sticky")])
def test_an_open_filter_does_not_cover_a_phone(long_file, open_page, width, position):
    page = open_page(long_file, viewport={"width": width, "height": 800})
    form = page.locator("#filters")
    page.locator("#articles").scroll_into_view_if_needed()
    assert form.evaluate("node => getComputedStyle(node).position") == "sticky"
    page.locator("#filters summary").click()
    assert form.evaluate("node => getComputedStyle(node).position") == position
    page.wait_for_function(
        """() => {
          const top = document.getElementById('f-actor').getBoundingClientRect().top;
          return top > 0 && top < innerHeight; }""",
        timeout=3000,
    )
