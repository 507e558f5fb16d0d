"""Findings: reprints, actors and the Arrow tables."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pyarrow as pa
import pytest

from dissensus.model.annotations import Annotation, Mention
from dissensus.model.documents import PartialDate
from dissensus.model.errors import EvidenceError, ProjectError
from dissensus.model.findings import Actor, Affiliation, Merge, Place, Reprint, Resolution
from dissensus.model.spans import Span
from dissensus.projects import _tables

VELL = Actor("ada-vell", "Ada Vell", "person", ("Ada Vell", "Mayor Vell"), ("surname after full name",))
BRASK = Actor("tom-brask", "Tom Brask", "person", ("Tom Brask",))


@pytest.fixture
def run(project):
    with project.start_run("compare", {}, {}) as run:
        yield run


@pytest.fixture
def filled(project, document, annotation, run):
    project.add_document(document)
    project.add_document(replace(document, id="copy", published=None, outlet=None))
    project.add_document(replace(document, id="bare"))
    project.store_annotations([annotation, replace(annotation, document_id="copy")], "p1", run.id)
    project.store_resolution(Resolution((VELL, BRASK), {"orrin-1": ("ada-vell", None), "copy": ()}), run.id)
    project.store_reprints([Reprint("copy", "orrin-1", 0.95)], run.id)
    return project


def test_actors_and_reprints_come_back_as_they_went_in(filled):
    assert filled.actors() == (VELL, BRASK)
    assert filled.reprints() == (Reprint("copy", "orrin-1", 0.95),)


def test_links_tell_the_actor_of_each_entity_by_number(filled, run):
    assert filled.actor_links() == {"orrin-1": ("ada-vell",)}
    filled.store_resolution(Resolution((VELL, BRASK), {"copy": (None, "tom-brask")}), run.id)
    assert filled.actor_links() == {"copy": (None, "tom-brask")}


def test_storing_again_takes_the_place_of_the_older(filled, run):
    filled.store_resolution(Resolution((BRASK,), {"copy": (None, "tom-brask")}), run.id)
    filled.store_reprints([], run.id)
    assert filled.actors() == (BRASK,)
    assert filled.reprints() == ()
    assert filled.findings().mentions["actor_id"].to_pylist() == [None, None, None, "tom-brask"]


def test_documents_tell_what_is_missing_as_missing(filled):
    table = filled.findings().documents
    assert table.to_pylist()[:2] == [
        {
            "id": "orrin-1",
            "position": 0,
            "title": "The dam",
            "outlet": "Orrin Bugle",
            "published": "2031-05-07",
            "published_first": dt.date(2031, 5, 7),
            "published_last": dt.date(2031, 5, 7),
            "words": 19,
            "original_id": None,
        },
        {
            "id": "copy",
            "position": 1,
            "title": "The dam",
            "outlet": None,
            "published": None,
            "published_first": None,
            "published_last": None,
            "words": 19,
            "original_id": "orrin-1",
        },
    ]
    assert table["words"].to_pylist() == [19, 19]
    assert filled.count_documents() == 3, "the document without annotation is in the project, not in the findings"


def test_mentions_carry_place_words_and_actor(filled):
    rows = filled.findings().mentions.to_pylist()
    assert [(r["document_id"], r["mention"], r["words"], r["actor_id"]) for r in rows] == [
        ("orrin-1", 0, "Mayor Ada Vell", "ada-vell"),
        ("orrin-1", 1, "Tom Brask", None),
        ("copy", 0, "Mayor Ada Vell", None),
        ("copy", 1, "Tom Brask", None),
    ]
    assert (
        rows[0] | {"start": 0, "end": 14, "kind": "person", "form": "name", "name": "Ada Vell", "role": "Mayor"}
        == rows[0]
    )


def test_statements_carry_speaker_spans_words_and_time(filled, annotation):
    first, second = filled.findings().statements.to_pylist()[:2]
    assert first == {
        "document_id": "orrin-1",
        "statement": 0,
        "mode": "indirect",
        "act": "demands",
        "confidence": 0.75,
        "parent": None,
        "speaker_actor_id": "ada-vell",
        "speaker_words": "Mayor Ada Vell",
        "cue_words": "said",
        "content_words": "the dam at Orrin is safe",
        "speaker": [{"start": 0, "end": 14}],
        "cue": [{"start": 15, "end": 19}],
        "content": [dict(zip(("start", "end"), annotation.statements[0].content[0], strict=True))],
        "words": 6,
        "said_value": "2031-05-05",
        "said_first": dt.date(2031, 5, 5),
        "said_last": dt.date(2031, 5, 5),
    }
    assert (second["cue"], second["speaker_actor_id"], second["said_first"]) == ([], None, None)


def test_times_carry_value_and_days(filled):
    row = filled.findings().times.to_pylist()[0]
    assert (row["words"], row["value"], row["first"], row["last"]) == (
        "on Monday", "2031-05-05", dt.date(2031, 5, 5), dt.date(2031, 5, 5),
    )  # fmt: skip


def test_number_and_gender_of_mentions_come_after_their_actors(project, document, annotation):
    mentions = (replace(annotation.mentions[0], number="singular", gender="feminine"), annotation.mentions[1])
    project.add_document(document)
    run = project.start_run("annotate", {}, {})
    project.store_annotations([replace(annotation, mentions=mentions)], "p1", run.id)
    table = project.findings().mentions
    assert table.column_names[-3:] == ["actor_id", "number", "gender"]
    assert table.select(["number", "gender"]).to_pylist() == [
        {"number": "singular", "gender": "feminine"},
        {"number": None, "gender": None},
    ]


def test_repeating_strings_are_dictionary_encoded(filled):
    tables = filled.findings()
    for table, names in [
        (tables.mentions, ("document_id", "words", "kind", "form", "name", "role", "actor_id", "number", "gender")),
        (tables.statements, ("document_id", "mode", "act", "speaker_actor_id", "speaker_words", "cue_words")),
        (tables.times, ("document_id", "words", "value", "kind")),
    ]:
        assert all(pa.types.is_dictionary(table.schema.field(name).type) for name in names)


def test_an_empty_project_gives_empty_tables_with_all_columns(project):
    tables = project.findings()
    assert [len(getattr(tables, n).schema) for n in ("documents", "actors", "mentions", "statements", "times")] == [
        9, 4, 12, 17, 9,
    ]  # fmt: skip
    assert tables.mentions.num_rows == 0


def test_batches_change_nothing_and_rows_stay_in_reading_order(project, document, run, monkeypatch):
    """Documents annotated in another order than they are read, in batches smaller than the project."""
    text = "Ada Vell met Tom Brask."
    for number in range(40):
        project.add_document(replace(document, id=f"{number:02}", text=text))
    mentions = (
        Mention(Span(0, 8), Span(0, 8), "person", "name", "Ada Vell", None, 0),
        Mention(Span(13, 22), Span(13, 22), "person", "name", "Tom Brask", None, 1),
    )
    project.store_annotations([Annotation(f"{n:02}", mentions=mentions) for n in reversed(range(40))], "p1", run.id)
    whole = project.findings().mentions
    monkeypatch.setattr(_tables, "BATCH_ROWS", 7)
    monkeypatch.setattr(_tables, "_KEYS_A_QUERY", 3)
    parts = project.findings().mentions
    assert parts.column(0).num_chunks > 5
    assert parts.to_pylist() == whole.to_pylist()
    assert whole["document_id"].to_pylist() == [f"{n:02}" for n in range(40) for _ in "ab"]


def test_a_changed_document_takes_its_findings_with_it(filled, document):
    filled.add_document(replace(document, text="Another text."))
    assert filled.reprints() == ()
    assert set(filled.findings().mentions["document_id"].to_pylist()) == {"copy"}


@pytest.mark.parametrize(
    ("links", "code"),
    [({"none": ("ada-vell",)}, "PRO009"), ({"bare": ("ada-vell",)}, "PRO009"), ({"copy": ("nobody",)}, "PRO010")],
)
def test_a_resolution_that_does_not_fit_is_refused_and_the_older_stays(filled, run, links, code):
    with pytest.raises(ProjectError) as refused:
        filled.store_resolution(Resolution((VELL,), links), run.id)
    assert refused.value.code == code
    assert filled.actors() == (VELL, BRASK)


@pytest.mark.parametrize(
    ("reprints", "code"),
    [
        ([Reprint("none", "copy", 1.0)], "PRO009"),
        ([Reprint("copy", "copy", 1.0)], "PRO010"),
        ([Reprint("copy", "bare", 1.0), Reprint("copy", "orrin-1", 1.0)], "PRO010"),
    ],
)
def test_reprints_that_do_not_fit_are_refused_and_the_older_stay(filled, run, reprints, code):
    with pytest.raises(ProjectError) as refused:
        filled.store_reprints(reprints, run.id)
    assert refused.value.code == code
    assert len(filled.reprints()) == 1


def test_texts_come_as_the_reprint_finder_reads_them(filled, document):
    assert list(filled.texts())[:2] == [("orrin-1", document.text, document.published), ("copy", document.text, None)]


def test_document_mentions_tell_which_entities_speak(filled):
    """The actor resolution learns from the statements who speaks."""
    (first, *_) = filled.document_mentions()
    annotation = filled.annotation(first.document_id)
    expected = {
        annotation.mentions[s.speaker_mention].entity for s in annotation.statements if s.speaker_mention is not None
    }
    assert expected
    assert first.speaking == expected


OF_VELL = Merge(
    "Mayor Vell", "Ada Vell", "surname after full name", 0.97, (Place("orrin-1", Span(0, 14), "Mayor Ada Vell"),)
)
MAYOR = Affiliation(
    "ada-vell",
    "tom-brask",
    "Mayor",
    Place("orrin-1", Span(0, 14), "Mayor Ada Vell"),
    PartialDate("2031-05", True),
    True,
)


def explained(*affiliations):
    actors = (replace(VELL, merges=(OF_VELL,)), BRASK)
    return Resolution(actors, {"orrin-1": ("ada-vell", "tom-brask")}, affiliations)


def test_merges_and_affiliations_come_back_as_they_went_in(filled, run):
    filled.store_resolution(explained(MAYOR, replace(MAYOR, organisation_id=None, role=None, published=None)), run.id)
    assert filled.actors()[0].merges == (OF_VELL,)
    assert set(filled.affiliations()) == {MAYOR, replace(MAYOR, organisation_id=None, role=None, published=None)}


def test_a_later_resolution_leaves_no_merge_and_no_affiliation_of_the_earlier(filled, run):
    filled.store_resolution(explained(MAYOR), run.id)
    filled.store_resolution(Resolution((VELL, BRASK), {"orrin-1": ("ada-vell",)}), run.id)
    assert filled.affiliations() == ()
    assert filled.actors() == (VELL, BRASK)


@pytest.mark.parametrize("span", [Span(1, 14), Span(0, 900)])
def test_a_merge_or_an_affiliation_whose_words_do_not_stand_there_is_refused(filled, run, span):
    place = Place("orrin-1", span, "Mayor Ada Vell")
    for wrong in (
        replace(explained(), affiliations=(replace(MAYOR, evidence=place),)),
        Resolution((replace(VELL, merges=(replace(OF_VELL, evidence=(place,)),)),), {}),
    ):
        with pytest.raises(EvidenceError):
            filled.store_resolution(wrong, run.id)
    assert filled.actors() == (VELL, BRASK)


def test_an_affiliation_with_an_actor_that_is_not_there_is_refused(filled, run):
    with pytest.raises(ProjectError, match="lacks the actor 'nobody'"):
        filled.store_resolution(explained(replace(MAYOR, organisation_id="nobody")), run.id)


def test_affiliations_are_in_the_findings_and_leave_with_their_document(filled, run, document):
    filled.store_resolution(explained(MAYOR), run.id)
    (row,) = filled.findings().affiliations.to_pylist()
    assert (row["person_id"], row["organisation_id"], row["role"], row["words"]) == (
        "ada-vell", "tom-brask", "Mayor", "Mayor Ada Vell",
    )  # fmt: skip
    filled.add_document(replace(document, text="Another text."))
    assert filled.affiliations() == ()


def test_the_content_digest_tells_merges_and_affiliations_apart(filled, run):
    digests = set()
    for resolution in (explained(), explained(MAYOR), explained(replace(MAYOR, role="Major"))):
        filled.store_resolution(resolution, run.id)
        digests.add(filled.content_digest())
    assert len(digests) == 3


def test_mentions_are_counted_for_each_actor_and_document(filled, run):
    filled.store_resolution(explained(), run.id)
    assert list(filled.actor_uses()) == [("ada-vell", "orrin-1", 1), ("tom-brask", "orrin-1", 1)]


def test_the_resolver_reads_when_a_document_was_published(filled, document):
    dates = {found.document_id: found.published for found in filled.document_mentions()}
    assert dates == {"orrin-1": document.published, "copy": None}
