"""The report as a file: bounded, deterministic, whole or not at all, and true to the words."""

from __future__ import annotations

import re

import pytest

from dissensus.model.errors import EvidenceError


def test_the_same_input_gives_the_same_bytes(factory, report_of, tmp_path):
    first = report_of(factory.dam_dispute(), tmp_path / "a.html")
    assert first == report_of(factory.dam_dispute(), tmp_path / "b.html")


def test_the_policy_allows_nothing_but_the_pages_own_style_and_script(factory, report_of, tmp_path):
    html = report_of(factory.dam_dispute(), tmp_path / "a.html")
    [policy] = re.findall(r'Content-Security-Policy" content="([^"]*)"', html)
    assert policy.startswith("default-src &#39;none&#39;")
    assert "unsafe" not in policy
    assert not re.search(r"(src|href)=\"?(https?:)?//", html)


def test_texts_beyond_the_bound_are_left_out_and_it_is_said(factory, report_of, tmp_path):
    html = report_of(factory.dam_dispute(), tmp_path / "a.html", max_documents=1)
    assert html.count('<article class="doc"') == 1
    assert "The full text of 5 articles is not in this file" in html
    assert "“the wall leaks already”" in html


def test_rows_beyond_the_bound_are_left_out_and_it_is_said(factory, report_of, tmp_path):
    html = report_of(factory.dam_dispute(), tmp_path / "a.html", max_rows=2)
    assert "3 more speakers are not shown here" in html
    assert "3 more actors are not shown here" in html


def test_evidence_beyond_the_bound_is_left_out_and_the_count_stays_true(factory, report_of, tmp_path):
    html = report_of(factory.dam_dispute(), tmp_path / "a.html", max_evidence=1)
    assert "2 statements, 1 shown" in html


def test_a_missing_date_or_outlet_is_shown_as_missing(factory, report_of, tmp_path):
    html = report_of(factory.dam_dispute(), tmp_path / "a.html")
    assert "1 article has no date; none was made up." in html
    assert "(outlet not known)" in html


def test_an_inferred_date_and_a_reprint_are_marked(factory, report_of, tmp_path):
    html = report_of(factory.dam_dispute(), tmp_path / "a.html")
    assert "The date of 1 article was inferred, not stated by the outlet" in html
    assert "reprint of <bdi>Harbour Post</bdi>, not counted" in html


def test_words_that_do_not_stand_in_the_document_are_refused_and_no_file_is_left(factory, report_of, tmp_path):
    from dataclasses import replace

    dam = factory.dam_dispute()
    dam.documents["hp-1"] = replace(dam.documents["hp-1"], text=dam.documents["hp-1"].text.replace("river", "brook"))
    with pytest.raises(EvidenceError, match="do not stand at"):
        report_of(dam, tmp_path / "a.html")
    assert list(tmp_path.iterdir()) == []


def test_an_empty_corpus_gives_a_report_that_says_so(factory, report_of, tmp_path):
    html = report_of(factory.Corpus(), tmp_path / "a.html")
    assert "No attributed statement was found." in html


def test_a_character_that_no_html_can_hold_is_shown_as_its_code(factory, report_of, tmp_path):
    corpus = factory.Corpus()
    corpus.add("before \x00 and \ud800 after")
    html = report_of(corpus, tmp_path / "a.html")
    assert 'data-code="U+0000"' in html
    assert 'data-code="U+D800"' in html


def test_articles_without_an_outlet_are_no_outlet(factory, report_of, tmp_path):
    html = report_of(factory.dam_dispute(), tmp_path / "a.html")
    assert "A comparison of 5 articles by 4 outlets, and 1 article whose outlet is not known" in html
    assert "<dt>outlets</dt><dd>4</dd>" in html
    assert "The outlet of 1 article is not known." in html


def test_no_id_stands_twice_even_where_passages_begin_at_one_place(factory, report_of, tmp_path):
    corpus = factory.Corpus()
    kell, court = corpus.actor("k", "Ruta Kell"), corpus.actor("c", "Court", "organisation")
    corpus.add(
        "The Kell court met.", mentions=[factory.M("The Kell", kell), factory.M("The Kell court", court, "nominal")]
    )
    ids = re.findall(r' id="([^"]*)"', report_of(corpus, tmp_path / "a.html"))
    assert len(ids) == len(set(ids))


def test_places_are_named_after_those_who_act(factory, report_of, tmp_path):
    corpus = factory.Corpus()
    corpus.add(
        "Velle, Velle and Kell.",
        mentions=[
            factory.M("Velle", corpus.actor("v", "Velle", "place")),
            factory.M("Velle", "v", nth=1),
            factory.M("Kell", corpus.actor("k", "Kell")),
        ],
    )
    html = report_of(corpus, tmp_path / "a.html")
    naming = html[html.index('id="naming"') : html.index('id="times"')]
    assert naming.index(">Kell<") < naming.index(">Velle<")


def test_statements_without_a_date_are_told_of_once(factory, report_of, tmp_path):
    corpus = factory.Corpus()
    corpus.add("He said no.", published=None, statements=[factory.S("no", "indirect")])
    html = report_of(corpus, tmp_path / "a.html")
    assert "1 statement of articles without a date has no place here." in html
    assert "not shown here" not in html


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (
            "1",
            "1 article could not be annotated and takes no part in any number or table; see Method and limits for why.",
        ),
        (
            "2",
            "2 articles could not be annotated and take no part in any number or table; see Method and limits for why.",
        ),
    ],
)
def test_articles_that_could_not_be_annotated_are_told_of(factory, report_of, tmp_path, number, sentence):
    html = report_of(factory.dam_dispute(), tmp_path / "a.html", about={"documents without annotation": number})
    assert sentence in html
    assert "no annotation, because a step failed" in html[html.index('id="method"') :]


def test_where_everything_is_annotated_nothing_is_said_of_it(factory, report_of, tmp_path):
    assert "annotated and take" not in report_of(factory.dam_dispute(), tmp_path / "a.html")


def test_what_began_in_a_year_is_shown_with_the_year_alone(factory, report_of, tmp_path):
    corpus = factory.Corpus()
    corpus.add("It has leaked since 2029.", times=[factory.T("since 2029", "2029", "2029-01-01", None)])
    html = report_of(corpus, tmp_path / "a.html")
    assert "from 2029</b>" in html
    assert "2029-01" not in html[html.index('id="times"') : html.index('id="silences"')]
