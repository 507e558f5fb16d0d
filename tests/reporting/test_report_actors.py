"""Who means whom by one label, and who holds which office, on the page."""

from __future__ import annotations

from dataclasses import replace

import pyarrow as pa
import pytest

HOSTILE = "<script>window.hacked=1</script>"


class _Told:
    """A corpus with offices."""

    def __init__(self, corpus, rows):
        self._corpus, self._rows = corpus, rows
        self.documents, self.annotations = corpus.documents, corpus.annotations

    def findings(self):
        found = self._corpus.findings()
        return replace(found, affiliations=pa.Table.from_pylist(self._rows))


@pytest.fixture(scope="module")
def page(factory, report_of, tmp_path_factory):
    """Two outlets that mean different people by one word, and twelve offices of a person with a hostile name."""
    corpus = factory.Corpus()
    corpus.actor("reds", HOSTILE)
    corpus.actor("blues", "Blue League")
    for outlet, actor in (("Bugle", "reds"), (HOSTILE + "2", "blues")):
        corpus.add("The fascists marched.", outlet=outlet, mentions=[factory.M("The fascists", actor, "nominal")])
    rows = [
        {
            "person_id": "reds",
            "organisation_id": None if number else "blues",
            "role": f"chair {number} {HOSTILE}",
            "former": number == 1,
            "document_id": "d0",
            "start": 0,
            "end": 12,
            "words": "The fascists",
        }
        for number in range(14)
    ]
    return report_of(_Told(corpus, rows), tmp_path_factory.mktemp("actors") / "report.html")


def test_each_use_of_a_shared_label_names_outlet_and_actor(page):
    uses = page[page.index('<ul class="uses">') :].partition("</ul>")[0]
    assert uses.count("<li>") == 2
    assert "Bugle" in uses
    assert "Blue League" in uses


def test_offices_have_a_table_the_longer_part_of_which_is_folded(page):
    part = page[page.index("<h3>Who holds which office</h3>") :].partition("</section>")[0]
    assert part.count('<table class="plain offices">') == 2
    assert part.count("<tr data-row>") == 14
    assert part.index("<details") < part.rindex('<table class="plain offices">')
    assert '<span class="tag">former</span>' in part


def test_hostile_names_roles_and_outlets_are_escaped(page):
    assert HOSTILE not in page
    assert page.count("window.hacked") > 10


def test_a_report_without_offices_has_no_section_for_them(factory, report_of, tmp_path):
    corpus = factory.Corpus()
    corpus.add("Nothing.")
    assert "<h3>Who holds which office</h3>" not in report_of(corpus, tmp_path / "report.html")
