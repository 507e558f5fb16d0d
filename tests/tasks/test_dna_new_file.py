"""Projects that never were DNA's, written as files that DNA opens."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from itertools import permutations

import pytest
from dna_file import make_dna, tables_of
from project_of_positions import DAM, make

from dissensus.exchanging.dna_files.layout import LAYOUTS
from dissensus.exchanging.dna_files.passwords import fits, hashed_password, salt_of
from dissensus.exchanging.dna_files.reading import read_coded, statement_types
from dissensus.exchanging.dna_files.writing import DnaWriter, writing
from dissensus.model.annotations import Annotation
from dissensus.model.claims import Bearing, Claim, Codebook, Position, Utterance
from dissensus.model.documents import Document
from dissensus.model.errors import DnaFileError, ExportError
from dissensus.model.findings import Actor, Affiliation, Place, Resolution
from dissensus.model.spans import Span, words_at
from dissensus.projects import Project
from dissensus.tasks.coded import coded_from
from dissensus.tasks.dna_export import PASSWORD, export_dna
from dissensus.tasks.position_coding import add_position, decide_position, known_positions

TEXT = "🌊 Lund said the dam, once built, would drown us. The dam must rise, Lund said later."


@pytest.fixture(scope="session")
def machine_coded(tmp_path_factory):
    return make(tmp_path_factory.mktemp("new") / "work.dissensus")


@pytest.fixture
def project(machine_coded, tmp_path):
    path = tmp_path / "work.dissensus"
    path.write_bytes(machine_coded.read_bytes())
    with Project.open(path) as opened:
        yield opened


@pytest.fixture
def lund(project):
    """The project with a document more: a person of a guild who is ambivalent, once in words that are apart."""
    project.add_document(Document("lund", TEXT, title="Lund", outlet="Wave", authors=("A B", "C")))
    first = (Span(TEXT.index("the dam"), TEXT.index(",")), Span(TEXT.index("would"), TEXT.index(".")))
    second = (Span(TEXT.index("The dam"), TEXT.index(", Lund")),)
    bearings = tuple(
        Bearing(
            Utterance("lund", 0, "p1", False, "says", "indirect", spans, words_at(TEXT, spans), "x"), "C1", side, 0.9
        )
        for spans, side in ((first, "opposes"), (second, "supports"))
    )
    actors = (Actor("o1", "Guild", "organisation"), Actor("p1", "Lund", "person"))
    evidence = Place("lund", Span(2, 6), "Lund")
    with project.start_run("annotate", {}, {}) as run:
        project.store_annotations([Annotation("lund", words=3)], "p1", run.id)
        project.store_resolution(Resolution(actors, {}, (Affiliation("p1", "o1", "head", evidence),)), run.id)
        project.store_positions(
            {"lund": ("c", [Position("lund", "p1", False, "C1", "ambivalent", 0.9, bearings)])}, "v", run.id
        )
    return project


def values_of(coded, name):
    column = coded.variables[name]
    return [column.values[code] for code in column.codes]


def test_a_new_file_is_sound_and_has_all_tables_of_dna(project, tmp_path):
    export_dna(project, tmp_path / "out.dna")
    with closing(sqlite3.connect(tmp_path / "out.dna")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    tables = tables_of(tmp_path / "out.dna")
    assert {name: columns for name, (columns, _) in tables.items()} == {each.name: list(each.names) for each in LAYOUTS}
    assert dict(tables["SETTINGS"][1])["version"].startswith("3.0")


def test_a_new_file_has_the_usual_statement_type_with_empty_values_and_attributes(project, tmp_path):
    export_dna(project, tmp_path / "out.dna")
    (found,) = statement_types(tmp_path / "out.dna")
    assert found.label == "DNA Statement"
    assert list(found.kinds) == ["person", "organization", "concept", "agreement"]
    entities = read_coded(tmp_path / "out.dna").entities
    assert all("" in entities[name] for name in ("person", "organization", "concept"))
    assert list(entities["concept"][""].attributes) == ["Type", "Alias", "Notes"]


def test_documents_and_machine_positions_are_written(project, tmp_path):
    export_dna(project, tmp_path / "out.dna")
    coded = read_coded(tmp_path / "out.dna", passages=True)
    assert (len(coded), coded.passages[0], coded.coder.values) == (8, DAM, ("dissensus (machine)",))
    assert values_of(coded, "organization") == [f"Paper {k}" for k in range(8)]
    assert values_of(coded, "person") == [""] * 8
    assert set(values_of(coded, "concept")) == {"The dam should be built."}


def test_who_decided_is_the_coder_and_the_machine_is_silent_there(project, tmp_path):
    first, second = list(known_positions(project))[:2]
    decide_position(project, "Ina", first, "opposes")
    decide_position(project, "Bo", first)
    decide_position(project, "Bo", second, "none")
    export_dna(project, tmp_path / "out.dna")
    coded = read_coded(tmp_path / "out.dna")
    told = [
        (coded.document[k], coded.coder.values[coded.coder.codes[k]], values_of(coded, "agreement")[k])
        for k in range(3)
    ]
    assert told == [(1, "Ina", 0), (1, "Bo", 1), (3, "dissensus (machine)", 1)]


def test_every_two_coders_are_related_as_dna_shows_no_text_to_others(project, tmp_path):
    keys = list(known_positions(project))
    decide_position(project, "Ina", keys[0], "opposes")
    decide_position(project, "Bo", keys[1], "opposes")
    export_dna(project, tmp_path / "out.dna")
    tables = tables_of(tmp_path / "out.dna")
    numbers = [row[0] for row in tables["CODERS"][1]]
    assert len(numbers) == 4
    told = sorted((coder, other) for _, coder, other, *_ in tables["CODERRELATIONS"][1])
    assert told == sorted(permutations(numbers, 2))
    assert all(row[3:] == (1, 1, 1, 1) for row in tables["CODERRELATIONS"][1])


def test_ends_of_lines_are_one_character_as_in_the_window_of_dna(project, tmp_path):
    text = "🌊 One.\r\nTwo: the dam must rise.\r\nThree\rfour: no dam.\r\n"
    project.add_document(Document("win", text, title="Windows"))
    add_position(project, "Ina", "win", "C1", "own voice", "opposes", "no dam")
    export_dna(project, tmp_path / "out.dna")
    columns, rows = tables_of(tmp_path / "out.dna")["DOCUMENTS"]
    written = next(row for row in rows if row[columns.index("Title")] == "Windows")[columns.index("Text")]
    assert written == "🌊 One.\nTwo: the dam must rise.\nThree\nfour: no dam.\n"
    coded = read_coded(tmp_path / "out.dna", passages=True)
    assert [words for words, document in zip(coded.passages, coded.document, strict=True) if document == 9] == [
        "no dam"
    ]


def test_a_person_stands_with_the_organisation(lund, tmp_path):
    export_dna(lund, tmp_path / "out.dna")
    coded = read_coded(tmp_path / "out.dna")
    assert (values_of(coded, "person")[-1], values_of(coded, "organization")[-1]) == ("Lund", "Guild")
    assert dict(coded.entities["person"]["Lund"].attributes)["Type"] == "person"


def test_ambivalent_evidence_stands_on_its_own_side_and_gaps_are_filled_and_told(lund, tmp_path):
    made = export_dna(lund, tmp_path / "out.dna")
    coded = read_coded(tmp_path / "out.dna", passages=True)
    assert list(zip(coded.passages[-2:], values_of(coded, "agreement")[-2:], strict=True)) == [
        ("the dam, once built, would drown us", 0), ("The dam must rise", 1),
    ]  # fmt: skip
    assert any("1 pieces of evidence with gaps" in line for line in made.notices)


def test_ambivalence_that_shows_one_side_only_is_written_for_both(project, tmp_path):
    decide_position(project, "Ina", next(iter(known_positions(project))), "ambivalent")
    made = export_dna(project, tmp_path / "out.dna")
    coded = read_coded(tmp_path / "out.dna")
    assert values_of(coded, "agreement")[:2] == [1, 0]
    assert coded.document[:2].tolist() == [1, 1]
    assert any("twice, for and against" in line for line in made.notices)


def test_a_document_without_a_date_has_the_earliest_and_that_is_told(lund, tmp_path):
    made = export_dna(lund, tmp_path / "out.dna")
    assert len(set(read_coded(tmp_path / "out.dna").time.tolist())) == 1
    assert any("1 documents without a date" in line for line in made.notices)


def test_values_of_more_than_190_characters_are_cut_differ_and_are_told(project, tmp_path):
    words = "The dam " + "and the dam " * 20
    project.store_codebook(Codebook((Claim("C1", words + "A."), Claim("C2", words + "B."))))
    add_position(project, "Ina", "d0", "C2", "own voice", "supports", DAM)
    made = export_dna(project, tmp_path / "out.dna")
    shown = sorted(set(values_of(read_coded(tmp_path / "out.dna"), "concept")))
    assert [len(each) for each in shown] == [190, 190]
    assert any(each.endswith("… (2)") for each in shown)
    assert any("more than 190 characters" in line for line in made.notices)


def test_coders_have_a_password_that_dna_takes(project, tmp_path):
    made = export_dna(project, tmp_path / "out.dna", password="tide")
    columns, rows = tables_of(tmp_path / "out.dna")["CODERS"]
    kept = [row[columns.index("Password")] for row in rows]
    assert all(fits("tide", each) and not fits("Tide", each) for each in kept)
    assert len(set(kept)) == 2
    assert any("'tide'" in line for line in made.notices)
    assert PASSWORD == "dissensus"


def test_a_password_is_kept_as_salt_and_digest_of_100000_rounds():
    # Made by hand from the scheme: base64 of salt and SHA-256, taken 100,000 times.
    import base64
    import hashlib

    salt = bytes(range(16))
    digest = salt + b"x"
    for _ in range(100_000):
        digest = hashlib.sha256(digest).digest()
    assert hashed_password("x", salt) == base64.b64encode(salt + digest).decode()
    assert not fits("x", "no base64")
    assert not fits("x", "")
    assert salt_of("a", "b") != salt_of("ab", "") != salt_of("a")


def test_the_same_project_gives_the_same_bytes_wherever_it_is(machine_coded, tmp_path):
    for name in ("one", "two"):
        (tmp_path / f"{name}.dissensus").write_bytes(machine_coded.read_bytes())
        with Project.open(tmp_path / f"{name}.dissensus") as opened:
            export_dna(opened, tmp_path / f"{name}.dna")
    assert (tmp_path / "one.dna").read_bytes() == (tmp_path / "two.dna").read_bytes()


def test_a_network_of_the_file_counts_what_the_project_does(project, lund, tmp_path):
    export_dna(lund, tmp_path / "out.dna")
    ours, theirs = coded_from(lund.path), read_coded(tmp_path / "out.dna")

    def told(coded, name):
        actors = zip(values_of(coded, name), coded.document.tolist(), values_of(coded, "agreement"), strict=True)
        return sorted(actors)

    own = [row for row, name in zip(told(ours, "actor"), values_of(ours, "person"), strict=True) if not name]
    assert told(ours, "organization")[-2:] == told(theirs, "organization")[:2]
    assert len(own) == 8


def test_a_file_that_cannot_be_written_leaves_the_old_one(project, tmp_path, monkeypatch):
    out = make_dna(tmp_path / "out.dna")
    before = out.read_bytes()

    def fail(*_):
        raise ExportError("it does not fit")

    monkeypatch.setattr(DnaWriter, "statement", fail)
    with pytest.raises(ExportError):
        export_dna(project, out)
    assert out.read_bytes() == before
    assert not [each for each in tmp_path.iterdir() if each.name.startswith(".")]


def test_a_folder_is_no_place_for_a_file(project, tmp_path):
    with pytest.raises(DnaFileError) as refused:
        export_dna(project, tmp_path)
    assert refused.value.code == "DNA003"


def test_a_row_that_dna_refuses_is_told(tmp_path):
    def write():
        with writing(tmp_path / "f.dna", password="x", secret="y") as writer:
            writer.new()
            writer.statement("DNA Statement", 1, 1, 5, 5, {})

    with pytest.raises(ExportError):
        write()
    assert not list(tmp_path.iterdir())
