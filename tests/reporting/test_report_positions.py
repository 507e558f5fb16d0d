"""The matrix of positions on the page: signs, words on demand, choices, bounds, and nothing that runs."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

HOSTILE = (
    "<script>window.hacked=1</script>",
    '"><img src=x onerror=window.hacked=2>',
    "</style></table><svg onload=window.hacked=3>",
    "{{ 7*7 }}{% raw %}",
    "\u202egnp.exe\u202c",
)


@pytest.fixture(scope="module")
def bridge_file(factory, positions, report_of, tmp_path_factory):
    path = tmp_path_factory.mktemp("bridge") / "report.html"
    report_of(positions.bridge_dispute(factory), path, title="The toll bridge")
    return path


@pytest.fixture(scope="module")
def many_file(factory, positions, report_of, tmp_path_factory):
    """Sixty actors and fifty claims of five topics."""
    coded = positions.Coded(factory.Corpus())
    for number in range(50):
        coded.claim(
            f"P{number:02}", f"The harbour of Velle should be given away for reason {number}.", f"topic {number % 5}"
        )
    for number in range(60):
        coded.corpus.actor(f"a{number:02}", f"Actor {number:02}")
        for step in range(1 + (number < 20)):
            stance = "supports" if (number + step) % 2 else "opposes"
            coded.says(f"P{(number + step * 7) % 50:02}", stance, actor=f"a{number:02}", outlet=f"Outlet {number % 3}")
    for number in range(50):
        coded.says(f"P{number:02}", "supports" if number % 2 else "opposes", outlet=f"Outlet {number % 3}")
    path = tmp_path_factory.mktemp("many") / "report.html"
    report_of(coded, path, max_documents=5)
    return path


@pytest.fixture(scope="module")
def hostile_file(factory, positions, report_of, tmp_path_factory):
    """Claims, topics, definitions, names, outlets, words and rules are hostile."""
    coded = positions.Coded(factory.Corpus())
    for number, words in enumerate(HOSTILE):
        claim = coded.claim(f"{number}{words}", f"Claim {words}", f"Topic {words}", f"Definition {words}")
        actor = coded.corpus.actor(f"a{number}{words}", f"Name {words}")
        for outlet, stance in (("A", "supports"), ("B", "opposes")):
            for holder in (None, actor):
                coded.says(
                    claim,
                    stance,
                    outlet=f"{outlet} {words}",
                    actor=holder,
                    words=f"Words {words} end.",
                    rules=(f"rule {words}",),
                    published=f"2031-0{number + 1}-02",
                )
                coded.says(
                    claim, "opposes", outlet=f"{outlet} {words}", actor=holder, words=f"So {words}.", published="2032"
                )
    path = tmp_path_factory.mktemp("hostile") / "report.html"
    report_of(coded, path)
    return path


def open_cell(page, name):
    page.locator("#pos").get_by_role("link", name=name).click()
    panel = page.get_by_role("dialog")
    # The panel is there before its words are.
    page.wait_for_function("[...document.querySelectorAll('dialog .meta')].some(each => each.innerText.trim())")
    return panel


class TestTheFile:
    def test_without_a_codebook_the_page_has_no_trace_of_positions(self, factory, positions, report_of, tmp_path):
        bridge = positions.bridge_dispute(factory)
        html = report_of(bridge.corpus, tmp_path / "without.html")
        assert not re.search(r'id="(positions|pos|p-choices|claims)"|--claims|posbox|claim_matrix', html)
        assert '<span class="num">2</span> Who is quoted by whom' in html

    def test_with_a_codebook_the_parts_are_numbered_anew(self, bridge_file):
        html = bridge_file.read_text(encoding="utf-8")
        assert re.findall(r'<h2 id="h-(\w+)"><span class="num">(\d)</span>', html) == [
            (name, str(number))
            for number, name in enumerate(
                ("overview", "positions", "quotations", "naming", "times", "silences", "own", "articles", "method"), 1
            )
        ]

    def test_the_same_input_gives_the_same_bytes(self, factory, positions, report_of, bridge_file, tmp_path):
        again = report_of(positions.bridge_dispute(factory), tmp_path / "b.html", title="The toll bridge")
        assert again == bridge_file.read_text(encoding="utf-8")

    def test_claims_without_any_position_are_still_told_of(self, factory, positions, report_of, tmp_path):
        coded = positions.Coded(factory.Corpus())
        coded.claim("C1", "The dam should be built.")
        coded.corpus.add("Nothing.", outlet="Post")
        html = report_of(coded, tmp_path / "a.html")
        assert "No position on a claim of the codebook was found." in html
        assert "The dam should be built." in html

    def test_no_id_stands_twice_and_every_link_leads_somewhere(self, many_file):
        html = many_file.read_text(encoding="utf-8")
        ids = re.findall(r' id="([^"]*)"', html)
        assert len(ids) == len(set(ids))
        assert {target for target in re.findall(r'href="#([^"]*)"', html) if target} <= set(ids)

    def test_actors_beyond_the_bound_are_left_out_and_it_is_said(self, factory, positions, report_of, tmp_path):
        html = report_of(positions.bridge_dispute(factory), tmp_path / "a.html", max_rows=2)
        assert "1 more actor is not shown here" in html
        assert "2 more outlets are not shown here" in html

    def test_an_empty_cell_says_in_how_many_statements_nothing_was_found(self, bridge_file):
        html = bridge_file.read_text(encoding="utf-8")
        row = html[html.index('<span class="who" title="Jon Quist">') :].partition("</tr>")[0]
        assert row.count('title="No position was found in 2 statements"') == 3

    def test_words_of_a_position_that_do_not_stand_in_the_article_are_refused(
        self, factory, positions, report_of, tmp_path
    ):
        from dissensus.model.errors import EvidenceError

        bridge = positions.bridge_dispute(factory)
        leaflet = bridge.documents["leaflet"]
        bridge.documents["leaflet"] = replace(leaflet, text=leaflet.text.replace("now", "not"))
        with pytest.raises(EvidenceError, match="do not stand at"):
            report_of(bridge, tmp_path / "a.html")


class TestTheWords:
    def test_a_cell_opens_onto_the_exact_words_with_outlet_date_and_who_says_so(self, bridge_file, open_page):
        panel = open_cell(
            open_page(bridge_file), "The Oar: supports, confidence 1.00, decided by a person: The ferries"
        )
        assert panel.locator(".hit").all_text_contents() == [
            "The ferries have carried us for a century and must go on."
        ]
        assert panel.locator(".meta").inner_text().split() == ["+", "supports", "accepted", "by", "a", "person"]
        assert "The Oar, 2031-07-04" in panel.locator(".src").inner_text()

    def test_what_the_machine_read_shows_its_confidence_and_its_rules(self, bridge_file, open_page):
        panel = open_cell(open_page(bridge_file), "The Oar: opposes, confidence 0.75: The regional council")
        assert "by the machine" in panel.locator(".meta").inner_text()
        assert "confidence 0.75" in panel.locator(".meta").inner_text()
        assert "the outlet sets these words in distancing quotes" in panel.locator(".meta").inner_text()

    def test_an_actors_cell_tells_which_outlet_ascribes_what(self, bridge_file, open_page):
        panel = open_cell(open_page(bridge_file), "Jon Quist: ambivalent")
        assert panel.get_by_text("Ascribed by Sund Gazette (supports), The Oar (opposes).").is_visible()
        assert panel.locator("blockquote").count() == 3
        assert panel.locator(".ct").all_text_contents()[1:3] == ["“I was wrong,”", "“the bridge will save the island.”"]

    def test_the_words_lead_to_their_place_in_the_article(self, bridge_file, open_page):
        page = open_page(bridge_file)
        open_cell(page, "Island Notes: supports").get_by_role("link", name="See it in the article").click()
        assert page.locator(".text .now").text_content() == "The council was elected by all."

    def test_a_cell_is_opened_and_closed_by_keyboard(self, bridge_file, open_page):
        page = open_page(bridge_file)
        cell = page.locator("#pos .open").first
        cell.focus()
        page.keyboard.press("Enter")
        assert page.locator("#panel").is_visible()
        page.keyboard.press("Escape")
        assert cell.evaluate("node => document.activeElement === node")

    def test_without_scripts_every_cell_still_leads_to_its_words_and_all_actors_are_shown(self, many_file, open_page):
        page = open_page(many_file, java_script_enabled=False)
        link = page.locator("#pos .actors .open").last
        assert page.locator(link.get_attribute("href")).is_visible()
        assert page.locator("#pos .actors tr[data-row]:visible").count() == 60
        assert not page.locator("#p-choices").is_visible()

    def test_a_change_and_differing_accounts_are_listed_with_their_days_and_outlets(self, bridge_file, open_page):
        page = open_page(bridge_file)
        change, account = page.locator("#positions .turns > li").all_inner_texts()
        assert "Jon Quist as Sund Gazette tells − opposes 2031-03-01 → + supports 2031-06-01 to 2031-06-30" in " ".join(
            change.split()
        )
        assert "supports: Sund Gazette" in account
        assert "opposes: The Oar" in account

    def test_agreement_says_on_which_claims_and_why_there_is_no_alpha(self, bridge_file, open_page):
        row = open_page(bridge_file).locator(".agreement tbody tr").first
        assert row.locator("td").all_inner_texts() == ["2", "", "B1 B2", "0 %", "fewer than 5 shared claims"]


class TestChoices:
    def test_outlets_or_actors_alone(self, bridge_file, open_page):
        page = open_page(bridge_file)
        page.get_by_label("outlets", exact=True).check()
        assert page.locator("#pos tr[data-row]:visible .who").count() == 4
        page.get_by_label("actors", exact=True).check()
        assert sorted(page.locator("#pos tr[data-row]:visible .who").all_text_contents()) == [
            "Ferry Guild",
            "Jon Quist",
            "Mira Tolla",
        ]

    def test_claims_of_one_topic(self, bridge_file, open_page):
        page = open_page(bridge_file)
        page.get_by_label("Topic of claims").select_option("the bridge")
        assert sorted(page.locator("#pos thead b:visible").all_text_contents()) == ["B1", "B4"]
        assert page.locator("#claims tbody tr:visible").count() == 2
        cells = page.locator("#pos tr[data-row]").first.locator("td:visible")
        assert cells.count() == 2

    def test_forty_actors_stand_open_and_the_others_on_demand(self, many_file, open_page):
        page = open_page(many_file)
        actors = page.locator("#pos .actors tr[data-row]:visible")
        assert actors.count() == 40
        # Those with two passages are among them.
        assert {f"Actor {number:02}" for number in range(20)} <= set(actors.locator(".who").all_text_contents())
        page.get_by_role("button", name="Show 20 more actors").click()
        assert actors.count() == 60
        page.get_by_role("button", name="Show fewer actors").click()
        assert actors.count() == 40

    def test_the_filter_by_actor_looks_among_all_actors(self, many_file, open_page):
        page = open_page(many_file, "#actor=actor%2059")
        assert page.locator("#pos tr[data-row]:visible .who").all_text_contents() == ["Actor 59"]
        page.locator("#filters summary").click()
        page.get_by_role("button", name="Clear the filter").click()
        assert page.locator("#pos .actors tr[data-row]:visible").count() == 40

    def test_the_filter_by_outlet_hides_the_outlets_row(self, bridge_file, open_page):
        page = open_page(bridge_file, "#outlet=The%20Oar")
        assert page.locator("#pos .outlets tr[data-row]:visible .who").all_text_contents() == ["The Oar"]

    @pytest.mark.parametrize("width", [390, 1400])
    def test_headings_of_rows_and_columns_stay_in_view_inside_the_box(self, many_file, open_page, width):
        page = open_page(many_file, viewport={"width": width, "height": 900})
        box = page.locator(".posbox")
        box.evaluate("node => node.scrollTo(400, 500)")
        corner = """node => { const box = node.closest('.posbox').getBoundingClientRect();
            const own = node.getBoundingClientRect(); return [own.left - box.left, own.top - box.top]; }"""
        assert box.evaluate("node => [node.scrollLeft, node.scrollTop]") == [400, 500]
        left, top = page.locator("#pos .corner").evaluate(corner)
        assert abs(left) < 4
        assert abs(top) < 4
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


class TestEverybody:
    def test_no_colour_is_needed_to_tell_the_sides_apart(self, bridge_file, open_page):
        page = open_page(bridge_file)
        for stance, sign in (("supports", "+"), ("opposes", "−"), ("ambivalent", "±")):
            signs = page.locator(f"#pos td.s-{stance} .open").all_text_contents()
            assert signs
            assert set(signs) == {sign}

    def test_nothing_is_loaded_and_no_error_is_raised(self, many_file, open_page):
        page = open_page(many_file)
        page.locator("#pos .open").first.click()
        assert page.seen == [many_file.as_uri()]

    def test_hostile_words_stay_text_in_every_field(self, hostile_file, open_page):
        page = open_page(hostile_file)
        for number in range(page.locator("#positions [data-open]").count()):
            page.evaluate("n => document.querySelectorAll('#positions [data-open]')[n].click()", number)
            page.evaluate("document.getElementById('panel').close()")
        assert page.evaluate("window.hacked") is None
        assert page.seen == [hostile_file.as_uri()]
        assert page.locator("img, main script, main style, [onerror], [onload]").count() == 0
        assert page.locator("#pos").count() == 1
        assert page.locator("#claims tbody tr").count() == len(HOSTILE)
        for words in HOSTILE[:4]:
            assert page.locator("#claims th", has_text=f"Claim {words}").count() == 1

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_signs_are_readable_against_their_ground(self, bridge_file, open_page, scheme):
        """Every sign has a contrast of at least 4.5 with its ground (WCAG 2.2, 1.4.3), in all four strengths."""
        page = open_page(bridge_file, color_scheme=scheme)
        assert page.evaluate(_CONTRAST) >= 4.5

    def test_every_cell_has_a_name_and_every_heading_says_what_it_heads(self, bridge_file, open_page):
        page = open_page(bridge_file)
        assert page.locator("#pos .open:not([aria-label])").count() == 0
        assert page.locator("#positions th:not([scope='col']):not([scope='row'])").count() == 0


_CONTRAST = """() => {
  const parse = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (c) => {
    const [r, g, b] = c.slice(0, 3).map((v) => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const cell = document.querySelector("#pos td .open").parentElement;
  const ratios = [];
  for (const side of ["supports", "opposes"]) for (const weight of [1, 2, 3, 4]) {
    cell.className = `s-${side} w${weight}`;
    const a = light(parse(getComputedStyle(cell.firstElementChild).color));
    const b = light(parse(getComputedStyle(cell).backgroundColor));
    ratios.push((Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05));
  }
  return Math.min(...ratios);
}"""
