"""The report in a real browser: from a cell to the words, to the article, with filters, and nothing runs or loads."""

from __future__ import annotations

import pytest

HOSTILE = [
    "<script>window.hacked=1</script>",
    "</script><script>window.hacked=2</script>",
    '"><img src=x onerror=window.hacked=3>',
    "' onmouseover='window.hacked=4",
    "javascript:window.hacked=5",
    "{{ 7*7 }}{% raw %}",
    "<!--",
    "]]>&lt;b&gt;",
    "a\u2028b\u2029c",
    "\u202egnp.exe\u202c",
    "</style><style>*{display:none}",
    "</title></textarea><svg onload=window.hacked=6>",
]


@pytest.fixture(scope="module")
def dam_file(factory, report_of, tmp_path_factory):
    path = tmp_path_factory.mktemp("dam") / "report.html"
    report_of(factory.dam_dispute(), path, title="The Marrow Dam")
    return path


@pytest.fixture(scope="module")
def hostile_file(factory, report_of, tmp_path_factory):
    """Every field of a corpus is hostile: text, title, outlet, actor names, ids, labels."""
    corpus = factory.Corpus()
    for number, words in enumerate(HOSTILE):
        actor = corpus.actor(f"a{number}{words}", f"Name {words}")
        corpus.add(
            f"Lead in. {words} said: “content {words} end”. Since May.",
            identifier=f"id{number}{words}",
            title=f"Title {words}",
            outlet=f"Outlet {words}",
            mentions=[factory.M(words, actor)],
            statements=[factory.S(f"“content {words} end”", "direct", words, actor, "said")],
            times=[factory.T("Since May", words, "2031-05-01", None)],
        )
    path = tmp_path_factory.mktemp("hostile") / "report.html"
    report_of(corpus, path, title=HOSTILE[1])
    return path


def test_a_cell_opens_onto_the_exact_words_and_leads_to_the_place_in_the_article(dam_file, open_page):
    page = open_page(dam_file)
    page.get_by_role("link", name="Ruta Kell in Harbour Post").click()
    panel = page.get_by_role("dialog")
    assert panel.locator(".ct").all_text_contents() == [
        "“The river is not for sale,”",
        "“and nobody asked the people who fish it.”",
    ]
    panel.get_by_role("link", name="See it in the article").click()
    assert not panel.is_visible()
    assert page.locator("#d1 .text .now").all_text_contents()[0].startswith("Kell")
    assert "“The river is not for sale,”" in page.locator("#d1 .text .now").all_text_contents()
    assert page.locator("#d1s0").evaluate("node => document.activeElement === node")
    assert page.url.endswith("#d1s0")


def test_the_panel_opens_and_closes_by_keyboard_and_gives_the_focus_back(dam_file, open_page):
    page = open_page(dam_file)
    cell = page.locator("#matrix .open").first
    cell.focus()
    page.keyboard.press("Enter")
    assert page.locator("#panel").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#panel").is_visible()
    assert cell.evaluate("node => document.activeElement === node")


def test_the_filter_by_actor_hides_rows_and_stands_in_the_address(dam_file, open_page):
    page = open_page(dam_file)
    page.locator("#filters summary").click()
    page.get_by_label("Actor or label contains").fill("kell")
    assert page.locator("#matrix tbody tr:visible .who").all_text_contents() == ["Ruta Kell"]
    assert page.url.endswith("#actor=kell")


def test_the_filter_by_mode_counts_anew(dam_file, open_page):
    page = open_page(dam_file, "#mode=direct")
    cells = page.locator("#matrix tbody tr:visible")
    assert sorted(cells.locator(".who").all_text_contents()) == ["Ivo Orsen", "Ruta Kell", "an engineer"]
    orsen = cells.filter(has_text="Ivo Orsen")
    assert orsen.locator("td.sum").text_content() == "1"


def test_the_filter_by_outlet_is_read_from_the_address(dam_file, open_page):
    page = open_page(dam_file, "#outlet=Harbour%20Post,Tarn%20Daily")
    heads = page.locator("#matrix thead th:visible").all_text_contents()
    assert heads == ["Speaker", "Harbour Post", "Tarn Daily", "All"]
    assert "2 of 4 outlets" in page.locator("#filter-state").text_content()


def test_an_article_shows_its_text_unchanged(dam_file, open_page, factory):
    page = open_page(dam_file)
    dam = factory.dam_dispute()
    for number, document in enumerate(dam.documents.values(), 1):
        assert page.locator(f"#d{number} .text").text_content() == document.text


def test_without_scripts_every_cell_still_leads_to_its_words(dam_file, open_page):
    page = open_page(dam_file, java_script_enabled=False)
    link = page.get_by_role("link", name="Ruta Kell in Ridge Courier")
    words = page.locator(link.get_attribute("href"))
    assert words.is_visible()
    assert words.locator(".ct").text_content() == "a court would decide"


def test_nothing_is_loaded_and_no_error_is_raised(dam_file, open_page):
    page = open_page(dam_file)
    page.locator("#matrix .open").first.click()
    assert page.seen == [dam_file.as_uri()]


@pytest.mark.parametrize("width", [390, 820, 1400])
def test_the_page_is_never_wider_than_the_window(dam_file, open_page, width):
    page = open_page(dam_file, viewport={"width": width, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_hostile_words_stay_text_in_every_field(hostile_file, open_page):
    page = open_page(hostile_file)
    for number in range(page.locator("[data-open]").count()):
        page.evaluate("n => document.querySelectorAll('[data-open]')[n].click()", number)
        page.evaluate("document.getElementById('panel').close()")
    page.locator("#filters summary").click()
    page.get_by_label("Actor or label contains").fill("<script>")
    assert page.evaluate("window.hacked") is None
    assert page.seen == [hostile_file.as_uri()]
    assert page.locator("img, main script, iframe, main style, [onerror], [onload], [onmouseover]").count() == 0
    assert page.locator("a:not([href^='#'])").count() == 0


def test_hostile_articles_keep_their_exact_text(hostile_file, open_page):
    page = open_page(hostile_file)
    for number, words in enumerate(HOSTILE, 1):
        text = page.locator(f"#d{number} .text").text_content()
        assert text == f"Lead in. {words} said: “content {words} end”. Since May."


def test_text_is_readable_against_its_ground_in_light_and_dark(dam_file, open_page):
    """Every shown text has a contrast of at least 4.5 with its ground (WCAG 2.2, 1.4.3)."""
    for scheme in ("light", "dark"):
        page = open_page(dam_file, color_scheme=scheme)
        assert page.evaluate(_CONTRAST) == []


_CONTRAST = """() => {
  const parse = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (c) => {
    const [r, g, b] = c.slice(0, 3)
      .map((v) => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const ground = (node) => {
    for (; node; node = node.parentElement) {
      const c = parse(getComputedStyle(node).backgroundColor);
      if (c.length < 4 || c[3] === 1) return c;
    }
    return [255, 255, 255];
  };
  const poor = new Set();
  for (const node of document.querySelectorAll("main *, nav *")) {
    if (node.closest("svg") || !node.checkVisibility()) continue;
    const words = [...node.childNodes].filter((child) => child.nodeType === 3).map((child) => child.textContent.trim());
    if (!words.some((text) => text && text !== "·")) continue;
    const [a, b] = [light(parse(getComputedStyle(node).color)), light(ground(node))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) poor.add(node.tagName + "." + node.className + " " + ratio.toFixed(2));
  }
  return [...poor];
}"""
