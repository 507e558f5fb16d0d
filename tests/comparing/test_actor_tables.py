"""One label for several actors by whom, and who holds which office."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pyarrow as pa
import pytest

from dissensus.comparing.affiliations import compare_affiliations
from dissensus.comparing.shared_labels import compare_label_uses, compare_shared_labels
from dissensus.model.errors import EvidenceError

TOLD = pa.schema(
    [
        ("person_id", pa.string()),
        ("organisation_id", pa.string()),
        ("role", pa.string()),
        ("former", pa.bool_()),
        ("document_id", pa.string()),
        ("start", pa.int32()),
        ("end", pa.int32()),
        ("words", pa.string()),
    ]
)


@pytest.fixture
def quarrel(corpus, factory):
    """Two outlets that call each other's side fascists; a third one quotes it."""
    corpus.actor("reds", "Red League", "movement")
    corpus.actor("blues", "Blue League", "movement")
    corpus.add(
        "The fascists marched. Fascists everywhere.",
        outlet="Bugle",
        mentions=[factory.M("The fascists", "reds", "nominal"), factory.M("Fascists", "reds", "nominal")],
    )
    corpus.add("The fascists ran.", outlet="Post", mentions=[factory.M("The fascists", "blues", "nominal")])
    corpus.add(
        "“The fascists must go,” said Kell. Red League.",
        outlet="Wire",
        mentions=[factory.M("The fascists", "blues", "nominal"), factory.M("Red League", "reds", name="Red League")],
        statements=[factory.S("“The fascists must go,”", speaker="Kell")],
    )
    return corpus


def test_each_use_of_a_shared_label_tells_who_means_whom(quarrel):
    rows = compare_label_uses(quarrel.findings()).to_pylist()
    assert [(row["label"].lower(), row["actor"], row["outlet"], row["count"]) for row in rows] == [
        ("fascists", "Red League", "Bugle", 2),
        ("fascists", "Blue League", "Post", 1),
        ("fascists", "Blue League", "Wire", 1),
    ]
    assert {(row["loaded"], tuple(row["because"]), row["actors"]) for row in rows} == {(True, ("fascist",), 2)}


def test_a_use_tells_own_words_from_those_of_others(quarrel):
    rows = {row["outlet"]: row for row in compare_label_uses(quarrel.findings()).to_pylist()}
    assert [(rows[name]["own_words"], rows[name]["attributed"]) for name in ("Bugle", "Wire")] == [(2, 0), (0, 1)]


def test_the_uses_have_the_labels_of_the_shared_ones_with_the_same_spelling_and_count(quarrel, dam):
    for corpus in (quarrel, dam):
        shared = {row["label"]: row["count"] for row in compare_shared_labels(corpus.findings()).to_pylist()}
        uses = compare_label_uses(corpus.findings()).to_pylist()
        assert {label: sum(row["count"] for row in uses if row["label"] == label) for label in shared} == shared
        assert {row["label"] for row in uses} == set(shared)


def test_uses_open_onto_their_words(quarrel):
    (first, *_) = compare_label_uses(quarrel.findings()).to_pylist()
    assert [piece["words"] for piece in first["evidence"]] == ["The fascists", "Fascists"]


@pytest.fixture
def strangers(corpus, factory):
    """Two outlets call somebody fascists, and nobody can tell whom; both speak of a farmer, too."""
    for outlet in ("Bugle", "Post"):
        corpus.add(
            "The fascists ran. The farmer saw it.",
            outlet=outlet,
            mentions=[factory.M("The fascists", None, "nominal"), factory.M("The farmer", None, "nominal")],
        )
    return corpus


def test_a_loaded_label_of_nobody_known_is_shown_with_its_documents(strangers):
    [row] = compare_shared_labels(strangers.findings()).to_pylist()
    assert (row["label"].lower(), row["actors"], row["actor_names"], row["unresolved"]) == ("fascists", 0, [], 2)
    assert sorted(piece["document_id"] for piece in row["evidence"]) == sorted(
        strangers.findings().documents["id"].to_pylist()
    )


def test_the_uses_of_a_label_of_nobody_known_have_no_actor(strangers):
    rows = compare_label_uses(strangers.findings()).to_pylist()
    assert [(row["actor_id"], row["actor"], row["outlet"], row["count"]) for row in rows] == [
        (None, None, "Bugle", 1),
        (None, None, "Post", 1),
    ]


def test_one_document_with_a_label_of_nobody_known_is_not_several(corpus, factory):
    corpus.add("The fascists ran.", outlet="Post", mentions=[factory.M("The fascists", None, "nominal")])
    assert len(compare_shared_labels(corpus.findings())) == 0


def test_a_known_actor_and_somebody_unknown_may_be_two(quarrel, factory):
    quarrel.add("The fascists sang.", outlet="Gazette", mentions=[factory.M("The fascists", None, "nominal")])
    [row] = compare_shared_labels(quarrel.findings()).to_pylist()
    assert (row["actors"], row["unresolved"], row["count"]) == (2, 1, 5)


def test_a_corpus_without_actors_has_empty_tables(corpus):
    corpus.add("Nothing.")
    assert len(compare_label_uses(corpus.findings())) == 0
    assert len(compare_affiliations(corpus.findings())) == 0


def told(corpus, *rows):
    """The findings with affiliations: person, organisation, role, former, document, words."""
    table = []
    for person, organisation, role, former, key, words in rows:
        start = corpus.documents[key].text.index(words)
        table.append(
            {"person_id": person, "organisation_id": organisation, "role": role, "former": former, "document_id": key,
             "start": start, "end": start + len(words), "words": words}
        )  # fmt: skip
    return replace(corpus.findings(), affiliations=pa.Table.from_pylist(table, TOLD))


def test_an_office_is_one_row_with_first_and_last_day_outlets_and_words(dam):
    findings = told(
        dam,
        ("kell", "council", "Mayor", False, "hp-1", "Mayor Ruta Kell"),
        ("kell", "council", "mayor", False, "rc-1", "Ruta Kell"),
    )
    (row,) = compare_affiliations(findings).to_pylist()
    assert (row["person"], row["organisation"], row["organisation_kind"], row["role"]) == (
        "Ruta Kell", "Velle Council", "organisation", "Mayor",
    )  # fmt: skip
    assert (row["first"], row["last"]) == (date(2031, 5, 1), date(2031, 5, 31))
    assert (row["outlets"], row["documents"], row["count"]) == (["Harbour Post", "Ridge Courier"], 2, 2)
    assert [piece["words"] for piece in row["evidence"]] == ["Mayor Ruta Kell", "Ruta Kell"]


def test_a_former_office_and_one_without_organisation_are_rows_of_their_own(dam):
    findings = told(
        dam,
        ("kell", None, "Mayor", False, "hp-1", "Mayor Ruta Kell"),
        ("kell", None, "Mayor", True, "rc-1", "Ruta Kell"),
        ("kell", "council", "Mayor", False, "rc-1", "Ruta Kell"),
    )
    assert len(compare_affiliations(findings)) == 3


def test_a_reprint_tells_no_office_again_unless_the_options_ask(dam):
    findings = told(
        dam,
        ("kell", None, "Mayor", False, "hp-1", "Mayor Ruta Kell"),
        ("kell", None, "Mayor", False, "rc-2", "Mayor Ruta Kell"),
    )
    (row,) = compare_affiliations(findings).to_pylist()
    assert row["count"] == 1


def test_an_office_in_an_article_without_a_date_has_no_first_and_last_day(dam):
    (row,) = compare_affiliations(told(dam, ("orsen", None, "envoy", False, "letter", "the envoy"))).to_pylist()
    assert (row["first"], row["last"], row["outlets"]) == (None, None, [None])


def test_an_affiliation_of_a_document_that_is_not_there_is_refused(dam):
    findings = told(dam, ("kell", None, "Mayor", False, "hp-1", "Mayor Ruta Kell"))
    lost = findings.affiliations.set_column(4, "document_id", pa.array(["gone"]))
    with pytest.raises(EvidenceError):
        compare_affiliations(replace(findings, affiliations=lost))
