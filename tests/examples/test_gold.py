"""The gold of the example articles holds in the articles, is whole, and shows what examples/README.md says."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


def _spans(value: Any) -> Iterator[dict[str, Any]]:
    """Every span anywhere in a piece of gold."""
    if isinstance(value, dict):
        if {"start", "end", "words"} <= value.keys():
            yield value
        for inner in value.values():
            yield from _spans(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _spans(inner)


def test_every_article_that_is_read_has_gold_and_the_other_way_round(documents, gold):
    assert set(documents) == set(gold.articles)


def test_no_gold_source_lacks_its_article(gold):
    assert {path.stem for path in (EXAMPLES / "gold" / "source").glob("*.gold")} == set(gold.articles)


def test_every_gold_span_has_the_exact_words_of_the_text(documents, gold):
    for name, article in gold.articles.items():
        spans = list(_spans(article))
        assert len(spans) > 30, name
        for span in spans:
            assert span["words"], (name, span)
            assert documents[name].text[span["start"] : span["end"]] == span["words"], name


def test_gold_spans_neither_begin_nor_end_with_white_space(gold):
    assert all(s["words"] == s["words"].strip() for a in gold.articles.values() for s in _spans(a))


def test_the_written_gold_is_what_the_source_resolves_to(build_gold, documents, gold):
    for name, article in gold.articles.items():
        source = (EXAMPLES / "gold" / "source" / f"{name}.gold").read_text(encoding="utf-8")
        assert build_gold.resolve(name, documents[name].text, source) == article


def test_words_that_do_not_stand_in_the_article_are_refused(build_gold):
    with pytest.raises(build_gold.GoldError, match="Something"):
        build_gold.resolve("a", "Nothing was said.", "S 1 direct - | - | - | “Something”")


def test_a_nested_statement_names_another_statement_of_its_article_and_stands_inside_it(gold):
    nested = 0
    for name, article in gold.articles.items():
        by_id = {s["id"]: s for s in article["statements"]}
        assert len(by_id) == len(article["statements"]), name
        for statement in article["statements"]:
            if statement["parent"] is None:
                continue
            nested += 1
            outer = by_id[statement["parent"]]["content"]
            for part in statement["content"]:
                assert any(o["start"] <= part["start"] and part["end"] <= o["end"] for o in outer), (name, statement)
    assert nested >= 8


def test_every_actor_of_the_gold_is_listed_and_every_listed_actor_is_used(gold):
    used = {s["actor"] for a in gold.articles.values() for s in a["statements"]} - {None}
    used |= {m["actor"] for a in gold.articles.values() for m in a["mentions"]}
    assert used == set(gold.actors)


def test_contents_are_never_empty_and_modes_are_known(gold):
    for article in gold.articles.values():
        for statement in article["statements"]:
            assert statement["content"]
            assert statement["mode"] in {"direct", "indirect", "mixed"}


def test_a_direct_or_mixed_statement_holds_quotation_marks_or_stands_in_a_quotation(gold):
    for name, article in gold.articles.items():
        for statement in article["statements"]:
            if statement["mode"] != "indirect" and statement["parent"] is None:
                words = " ".join(part["words"] for part in statement["content"])
                assert re.search(r"[\"“‘']", words), (name, words)


def test_each_kind_of_statement_is_there(gold):
    statements = [s for a in gold.articles.values() for s in a["statements"]]
    for mode in ("direct", "indirect", "mixed"):
        assert sum(s["mode"] == mode for s in statements) >= 30, mode
    assert sum(len(s["content"]) > 1 for s in statements) >= 20, "split around the cue"
    assert sum(not s["speaker"] for s in statements) >= 3, "without a speaker"
    words = [s["speaker"][0]["words"].lower() for s in statements if s["speaker"]]
    assert sum(w in {"he", "she", "it", "they", "we", "i", "you"} for w in words) >= 25, "pronouns"
    kinds = {o["kind"] for a in gold.articles.values() for o in a["own_voice"]}
    assert kinds == {"demand", "slogan", "promise", "evaluation", "assertion"}


def test_one_quotation_runs_over_two_paragraphs(documents, gold):
    over = [
        (name, s["id"])
        for name, article in gold.articles.items()
        for s in article["statements"]
        if any(
            "\n\n" in documents[name].text[a["end"] : b["start"]]
            for a, b in zip(s["content"], s["content"][1:], strict=False)
        )
    ]
    assert ("lantern-occupation", "6") in over


def test_metadata_is_read_as_the_corpus_tells_it(documents, gold):
    for name, document in documents.items():
        assert (document.outlet or "") == gold.outlet_of[name]
        assert (document.published.value if document.published else None) == gold.corpus["published"][name]


def test_one_article_has_no_date_one_no_outlet_one_a_month_and_two_an_inferred_day(documents):
    assert [n for n, d in documents.items() if d.published is None] == ["voices-questions"]
    assert [n for n, d in documents.items() if d.outlet is None] == ["leaflet-lanterns"]
    assert [n for n, d in documents.items() if d.published and d.published.precision == "month"] == ["lantern-bribe"]
    inferred = {n for n, d in documents.items() if d.published and d.published.inferred}
    assert inferred == {"voices-customs-gate", "leaflet-lanterns"}


def test_the_saved_page_is_read_without_its_menus_and_scripts(documents):
    text = documents["ledger-talks"].text
    assert "dataLayer" not in text
    assert "Subscribe from" not in text
    assert "morning briefing" not in text


def test_the_reprint_repeats_its_original_but_for_headline_quotation_marks_and_end(documents, gold):
    (pair,) = gold.corpus["reprints"]

    def words(name: str) -> list[str]:
        return re.findall(r"\w+", documents[name].text.split("\n\n", 1)[1])

    original, reprint = words(pair["original"]), words(pair["document"])
    assert original[: len(reprint)] == reprint
    assert 0.85 < len(reprint) / len(original) < 0.95


def test_the_expected_silences_are_silences_in_the_gold(gold):
    for silence in gold.corpus["silences"]:
        for actor in silence["actors"]:
            outlets = set()
            for name, article in gold.articles.items():
                if silence["what"] == "speaker":
                    present = any(s["actor"] == actor for s in article["statements"])
                else:
                    present = any(m["actor"] == actor for m in article["mentions"])
                if present:
                    outlets.add(gold.outlet_of[name])
            assert silence["outlet"] not in outlets, (silence["outlet"], actor)
    groups = [s["actors"] for s in gold.corpus["silences"]]
    spoken = {s["actor"] for a in gold.articles.values() for s in a["statements"]}
    assert {"hdwu", "velden", "lunt"} <= spoken & set(groups[0])


def test_ledger_and_trade_has_no_word_about_the_injured(documents, gold):
    for name in gold.corpus["outlets"]["Ledger & Trade"]:
        assert not re.search(r"injur|hurt|wound", documents[name].text, re.IGNORECASE), name


def test_contradicting_numbers_stand_in_their_articles_and_do_contradict(documents, gold):
    for subject in gold.corpus["contradictions"]:
        assert len({value["value"] for value in subject["values"]}) >= 2, subject["subject"]
        for value in subject["values"]:
            assert value["words"] in documents[value["document"]].text, value
            assert value["by"] is None or value["by"] in gold.actors


def test_articles_are_as_long_as_articles_are(documents):
    lengths = {name: len(document.text.split()) for name, document in documents.items()}
    assert all(220 <= length <= 600 for length in lengths.values()), lengths


def test_metadata_and_table_have_the_columns_that_the_documentation_names():
    with (EXAMPLES / "articles" / "metadata.csv").open(encoding="utf-8", newline="") as file:
        assert next(csv.reader(file))[:3] == ["id", "file", "title"]
    with (EXAMPLES / "articles" / "october.csv").open(encoding="utf-8", newline="") as file:
        assert next(csv.reader(file)) == ["id", "title", "outlet", "author", "published", "language", "text"]


def test_the_gold_files_are_written_in_one_way():
    for path in sorted((EXAMPLES / "gold").glob("*.json")):
        text = path.read_text(encoding="utf-8")
        assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=1) + "\n", path.name
