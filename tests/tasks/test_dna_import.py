"""Files of DNA taken into a project, and written again."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest
from dna_file import (
    DOCUMENTS,
    KIND,
    RAIN,
    ROWS,
    SAY,
    STATEMENTS,
    UNKNOWN,
    changed,
    joined,
    make_dna,
    make_loose,
    tables_of,
)

from dissensus.exchanging.dna_files.reading import read_coded
from dissensus.model.annotations import Annotation
from dissensus.model.errors import DnaFileError, ProjectError
from dissensus.projects import Project
from dissensus.tasks._dna_kept import opened_import
from dissensus.tasks.coded import coded_from
from dissensus.tasks.comparing import findings_of_project
from dissensus.tasks.dna import import_dna
from dissensus.tasks.dna_export import export_dna
from dissensus.tasks.dna_listing import list_dna
from dissensus.tasks.position_coding import decide_position, position_decisions, undo_position


@pytest.fixture
def file(tmp_path):
    return make_dna(tmp_path / "gulls.dna", *UNKNOWN)


@pytest.fixture(scope="session")
def imported(tmp_path_factory):
    folder = tmp_path_factory.mktemp("imported")
    import_dna(make_dna(folder / "gulls.dna", *UNKNOWN), folder / "gulls.dissensus")
    return folder / "gulls.dissensus"


@pytest.fixture
def path(imported, file, tmp_path):
    """A project with the file in it; the file itself stands beside it."""
    return Path(shutil.copyfile(imported, tmp_path / "gulls.dissensus"))


@pytest.fixture
def project(path):
    with Project.open(path) as opened:
        yield opened


def log_of(project):
    """Coder, document, claim, named, stance and words of what stands."""
    found = []
    for each in project.decisions():
        if each.standing:
            value = json.loads(each.decision.new_value)
            words = [evidence["words"] for evidence in value["evidence"]]
            named = (value["named"]["speaker"], value["named"]["organisation"])
            found.append((each.decision.coder.name, value["document"], value["claim"], named, value["stance"], words))
    return found


def digest_of(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


# looking into a file


def test_a_listing_tells_types_coders_and_what_would_be_taken_for_what(file):
    listing = list_dna(file)
    assert (listing.version, listing.documents, listing.coders) == ("3.0.11", 3, ("Ina", "Bo"))
    mapping = listing.mappings["DNA Statement"]
    roles = (mapping.speaker, mapping.organisation, mapping.claim, mapping.position)
    assert roles == ("person", "organization", "concept", "agreement")


# what becomes of a file


def test_documents_keep_text_time_and_what_is_told_of_them(project):
    document = project.document("gulls-1")
    assert (document.text, document.title, document.outlet) == (SAY, "Ships", "Vell Daily")
    assert document.authors == ("Ina Kolt", "Per Ask")
    assert document.published.value == "2030-03-17"
    assert dict(document.columns) == {
        "section": "Local", "type": "news", "notes": "seen twice", "time": "2030-03-17T17:46:40+00:00",
    }  # fmt: skip


def test_statements_become_decisions_of_their_coders_with_the_exact_words(project):
    assert log_of(project) == [
        ("Bo", "gulls-2", "D8", ("Ada Orn", "Boat Union"), "supports", ["Ada Orn wants the harbour closed"]),
        ("Bo", "gulls-2", "D8", ("", "Boat Union"), "opposes", ["The Boat Union disagrees"]),
        ("Ina", "gulls-1", "D8", ("Ada Orn", ""), "supports", ["The harbour must close"]),
        ("Bo", "gulls-1", "D8", ("Bo Lind", "Boat Union"), "opposes", ["Bo Lind wants it open"]),
    ]


def test_how_many_decisions_are_written_at_once_changes_nothing(file, project, tmp_path, monkeypatch):
    monkeypatch.setattr("dissensus.tasks.dna._AT_ONCE", 1)
    import_dna(file, tmp_path / "other.dissensus")
    with Project.open(tmp_path / "other.dissensus") as other:
        assert other.content_digest() == project.content_digest()
        assert log_of(other) == log_of(project)


def test_the_project_is_sound_after_an_import(project):
    assert project.verify() == ()


def test_claims_come_from_the_claim_variable_with_their_notes(project):
    claims = project.codebook().claims
    assert [(claim.id, claim.text) for claim in claims] == [("D8", "The harbour should be closed."), ("D10", "Unused")]
    assert claims[0].definition == "Closed to all ships."


def test_actors_and_affiliations_come_from_speaker_and_organisation(project):
    assert [(actor.name, actor.kind) for actor in project.actors()] == [
        ("Boat Union", "organisation"), ("Ada Orn", "person"), ("Bo Lind", "person"),
    ]  # fmt: skip
    names = {actor.id: actor.name for actor in project.actors()}
    told = [(names[a.person_id], names[a.organisation_id], a.evidence.words) for a in project.affiliations()]
    assert told == [
        ("Bo Lind", "Boat Union", "Bo Lind wants it open"),
        ("Ada Orn", "Boat Union", "Ada Orn wants the harbour closed"),
    ]


def test_actors_that_people_named_stay_when_actors_are_resolved_anew(project):
    from dissensus.model.findings import Resolution

    with project.start_run("reconcile", {}, {}) as run:
        project.store_resolution(Resolution((), {}), run.id)
    assert [actor.name for actor in project.actors()] == ["Boat Union", "Ada Orn", "Bo Lind"]
    assert len(project.affiliations()) == 2


def test_contrary_statements_of_one_coder_are_ambivalent_and_keep_their_sides(tmp_path):
    rows = [*STATEMENTS, (7, 1, 2, 0, 4, 2)]
    values = {
        "DATASHORTTEXT": [*ROWS["DATASHORTTEXT"], (17, 7, 1, 4), (18, 7, 2, 2), (19, 7, 3, 8)],
        "DATABOOLEAN": [*ROWS["DATABOOLEAN"], (6, 7, 4, 0)],
    }
    import_dna(make_dna(tmp_path / "f.dna", STATEMENTS=rows, **values), tmp_path / "p.dissensus")
    with Project.open(tmp_path / "p.dissensus") as project:
        coded = [each for each in project.decisions() if "Rain" in (each.decision.new_value or "")]
        value = json.loads(coded[0].decision.new_value)
    assert value["stance"] == "ambivalent"
    assert [(each["words"], each["side"]) for each in value["evidence"]] == [
        ("Rain", "opposes"), ("Ada Orn wants the harbour closed", "supports"),
    ]  # fmt: skip


def test_what_names_no_claim_is_counted_and_kept(file, tmp_path):
    made = import_dna(file, tmp_path / "p.dissensus")
    assert dict(made.left_out) == {"name no claim": 1}
    assert (made.statements, made.added, made.claims) == (5, 4, 2)
    assert any("1 of 'Weather'" in line for line in made.notices)


def test_positions_of_the_import_are_coded_statements(path):
    coded = coded_from(path)
    names = [coded.variables["actor"].values[k] for k in coded.variables["actor"].codes]
    assert (coded.statement_type, names) == ("position", ["Ada Orn", "Boat Union", "Ada Orn", "Bo Lind"])
    assert coded.time.tolist() == [1_899_913_600] * 2 + [1_900_000_000] * 2
    assert coded.variables["agreement"].codes.tolist() == [1, 0, 1, 0]


def test_the_imported_types_are_read_from_the_project_as_from_the_file(path, file):
    for name in ("DNA Statement", "Weather"):
        ours, theirs = coded_from(path, name, passages=True), read_coded(file, name, passages=True)
        assert (ours.ids.tolist(), ours.passages) == (theirs.ids.tolist(), theirs.passages)
        assert {n: c.codes.tolist() for n, c in ours.variables.items()} == {
            n: c.codes.tolist() for n, c in theirs.variables.items()
        }


def test_a_type_that_neither_has_is_refused(path):
    with pytest.raises(DnaFileError) as refused:
        coded_from(path, "Story")
    assert refused.value.code == "DNA005"


# the mapping


def test_the_mapping_is_kept_and_taken_again(project, file, path):
    assert project.settings()["dna"]["gulls"]["DNA Statement"]["claim"] == "concept"
    project.close()
    made = import_dna(file, path, speaker="organization", organisation="none")
    assert (made.mapping.speaker, made.mapping.organisation) == ("organization", None)
    assert import_dna(file, path).mapping == made.mapping


@pytest.mark.parametrize(
    "given",
    [
        {"claim": "agreement"},
        {"claim": "plot"},
        {"claim": "person", "speaker": "person"},
        {"position": "concept", "claim": "concept"},
    ],
)
def test_a_mapping_that_cannot_be_is_refused(file, tmp_path, given):
    with pytest.raises(DnaFileError) as refused:
        import_dna(file, tmp_path / "p.dissensus", **given)
    assert refused.value.code == "DNA006"
    assert not (tmp_path / "p.dissensus").exists()


def test_the_sign_of_a_number_is_the_side(file, tmp_path):
    with pytest.raises(DnaFileError, match="neither speaker nor organisation"):
        import_dna(file, tmp_path / "p.dissensus", "Weather")
    types = [(1, "Poll", 0, 0, 0)]
    variables = [
        (1, "actor", "short text", 1),
        (2, "x", "short text", 1),
        (3, "issue", "short text", 1),
        (4, "how much", "integer", 1),
    ]
    numbers = [(1, 1, 4, -2), (2, 2, 4, 3), (3, 3, 4, 0), (4, 4, 4, 1)]
    poll = make_dna(
        tmp_path / "poll.dna",
        **joined(
            STATEMENTTYPES=types,
            VARIABLES=variables,
            DATAINTEGER=numbers,
            STATEMENTS=[row for row in STATEMENTS if row[1] == 1],
        ),
    )
    made = import_dna(poll, tmp_path / "p.dissensus")
    assert made.mapping.position == "how much"
    with Project.open(tmp_path / "p.dissensus") as project:
        assert [stance for *_, stance, _ in log_of(project)] == ["opposes", "supports"]
    assert made.left_out["take no side"] == 1


def test_values_of_a_text_tell_the_side_where_the_user_says_so(file, tmp_path):
    given = {"position": "person", "speaker": "none", "supporting": ["Ada Orn"], "opposing": ["bo lind"]}
    import_dna(file, tmp_path / "p.dissensus", **given)
    with Project.open(tmp_path / "p.dissensus") as project:
        assert [(named, stance) for _, _, _, named, stance, _ in log_of(project)] == [
            (("", "Boat Union"), "supports"), (("", "Boat Union"), "opposes"),
        ]  # fmt: skip


def test_without_a_position_every_statement_is_support_and_that_is_said(file, tmp_path):
    made = import_dna(file, tmp_path / "p.dissensus", position="none")
    assert any("counts as support" in line for line in made.notices)
    with Project.open(tmp_path / "p.dissensus") as project:
        assert {stance for *_, stance, _ in log_of(project)} == {"supports"}


# again


def test_the_same_file_again_changes_nothing(file, path):
    with Project.open(path) as project:
        before = (project.content_digest(), len(project.decisions()), len(project.foreign_files("dna")))
    made = import_dna(file, path)
    assert (made.added, made.changed, made.taken_back, made.unchanged) == (0, 0, 0, 4)
    with Project.open(path) as project:
        assert (project.content_digest(), len(project.decisions()), len(project.foreign_files("dna"))) == before


def test_a_newer_file_of_the_name_brings_codings_up_to_date(path, tmp_path):
    values = [(1, 1, 4, 0), *(row for row in ROWS["DATABOOLEAN"][1:] if row[1] != 4)]
    (tmp_path / "gulls.dna").unlink()
    rows = joined(DATABOOLEAN=values, STATEMENTS=[s for s in STATEMENTS if s[0] != 4])
    newer = make_dna(tmp_path / "gulls.dna", **rows)
    made = import_dna(newer, path)
    assert (made.added, made.changed, made.taken_back, made.unchanged) == (0, 1, 1, 2)
    with Project.open(path) as project:
        stances = [(coder, document, stance) for coder, document, _, _, stance, _ in log_of(project)]
        assert sorted(stances) == sorted(
            [
                ("Bo", "gulls-1", "opposes"),
                ("Bo", "gulls-2", "supports"),
                ("Ina", "gulls-1", "supports"),
                ("Ina", "gulls-1", "opposes"),
            ]
        )
        export_dna(project, tmp_path / "out.dna")
    assert tables_of(tmp_path / "out.dna") == tables_of(newer)


def test_what_a_coder_decided_here_is_not_overwritten_by_the_file(path, file):
    with Project.open(path) as project:
        key = next(e.decision.key for e in project.decisions() if e.decision.coder.name == "Ina")
        decide_position(project, "Ina", key, "opposes")
    made = import_dna(file, path)
    assert (made.added, made.changed) == (0, 0)
    assert any("what they decided here stands" in line for line in made.notices)
    with Project.open(path) as project:
        assert project.position_verdicts()[key].stance == "opposes"


def test_actors_of_the_project_with_the_same_name_are_taken(file, tmp_path):
    from dissensus.model.findings import Actor, Resolution

    path = tmp_path / "p.dissensus"
    with Project.create(path) as project, project.start_run("reconcile", {}, {}) as run:
        project.store_resolution(Resolution((Actor("machine-7", "ADA ORN", "person"),), {}), run.id)
    import_dna(file, path)
    with Project.open(path) as project:
        assert [actor.id for actor in project.actors() if actor.kind == "person"] == [
            "dna:person:bo-lind-5",
            "machine-7",
        ]


def test_two_files_stay_apart(path, tmp_path):
    import_dna(make_dna(tmp_path / "Second File.dna"), path)
    with Project.open(path) as project:
        assert len(project.document_ids()) == 6
        assert project.document("second-file-2").text == RAIN
        assert [each.name for each in project.foreign_files("dna")] == ["gulls", "second-file"]


# a project untouched


@pytest.mark.parametrize(
    "rows",
    [
        changed("STATEMENTS", 0, 3, -1),
        changed("STATEMENTS", 0, 4, 10**6),
        changed("ENTITIES", 6, 6, 7),
        changed("DOCUMENTS", 0, 2, None),
        changed("CODERRELATIONS", 0, 3, 5),
        changed("DATASHORTTEXT", 0, 3, 77),
        changed("DATASHORTTEXT", 12, 3, 77),  # of a type that is not mapped
    ],
)
def test_a_file_that_cannot_be_leaves_a_project_untouched(path, tmp_path, rows):
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    before = digest_of(path)
    with pytest.raises(DnaFileError):
        import_dna(make_loose(tmp_path / "bad.dna", **rows), path)
    assert digest_of(path) == before
    with pytest.raises(DnaFileError):
        import_dna(tmp_path / "bad.dna", tmp_path / "new.dissensus")
    assert not list(tmp_path.glob("new.*"))


def test_an_error_while_writing_takes_everything_back(file, tmp_path, monkeypatch):
    def fail(*_):
        raise ProjectError("no space", code="PRO006")

    path = tmp_path / "p.dissensus"
    Project.create(path).close()
    monkeypatch.setattr(Project, "store_foreign", fail)
    with pytest.raises(ProjectError):
        import_dna(file, path)
    with Project.open(path) as project:
        assert (project.count_documents(), project.decisions(), project.codebook(), project.settings()) == (
            0,
            (),
            None,
            {},
        )
    with pytest.raises(ProjectError):
        import_dna(file, tmp_path / "new.dissensus")
    assert not list(tmp_path.glob("new.*"))


def test_words_too_long_for_the_log_are_left_with_the_file(tmp_path):
    text = "x" * 600_000
    documents = [(1, "Long", text, 1, "", "", "", "", "", 0), *DOCUMENTS[1:]]
    rows = joined(DOCUMENTS=documents, STATEMENTS=[(1, 1, 1, 0, len(text), 1), *STATEMENTS[2:]])
    file = make_dna(tmp_path / "f.dna", **rows)
    made = import_dna(file, tmp_path / "p.dissensus")
    assert made.left_out["are too long, alone or with others of the same coding"] == 1
    assert made.added == 2


def test_a_project_is_no_file_of_dna_and_the_reverse(path, file):
    with pytest.raises(DnaFileError):
        import_dna(path, path)
    with pytest.raises(ProjectError):
        import_dna(file, file)


# written again


def test_every_table_is_written_as_it_was_read_with_what_dna_does_not_know(project, file, tmp_path):
    made = export_dna(project, tmp_path / "out.dna")
    assert tables_of(tmp_path / "out.dna") == tables_of(file)
    assert (made.documents, made.statements, made.since, made.removed, made.notices) == (3, 6, 0, 0, ())


def test_writing_twice_gives_the_same_bytes(project, tmp_path):
    decide_position(project, "Eva", project.decisions()[0].decision.key, "opposes")
    for name in ("a.dna", "b.dna"):
        export_dna(project, tmp_path / name)
    assert (tmp_path / "a.dna").read_bytes() == (tmp_path / "b.dna").read_bytes()


def test_what_others_say_since_is_a_statement_of_theirs(project, file, tmp_path):
    decide_position(project, "Eva", project.decisions()[2].decision.key, "opposes")
    made = export_dna(project, tmp_path / "out.dna")
    before, after = tables_of(file), tables_of(tmp_path / "out.dna")
    changed_tables = {name for name in before if before[name] != after[name]}
    assert changed_tables == {"CODERS", "CODERRELATIONS", "STATEMENTS", "DATABOOLEAN", "DATASHORTTEXT"}
    assert all(set(before[name][1]) <= set(after[name][1]) for name in before)
    assert made.since == 1
    coded = read_coded(tmp_path / "out.dna", "DNA Statement", passages=True)
    row = coded.ids.tolist().index(7)
    assert (coded.passages[row], coded.coder.values[coded.coder.codes[row]]) == ("The harbour must close", "Eva")
    assert coded.variables["agreement"].codes[row] == 0
    assert any("'dissensus'" in line and "Eva" in line for line in made.notices)


def test_a_coders_own_correction_changes_the_coders_statement(project, file, tmp_path):
    decide_position(project, "Ina", project.decisions()[2].decision.key, "opposes")
    export_dna(project, tmp_path / "out.dna")
    before, after = tables_of(file), tables_of(tmp_path / "out.dna")
    assert {name for name in before if before[name] != after[name]} == {"DATABOOLEAN"}
    assert (1, 1, 4, 0) in after["DATABOOLEAN"][1]


def test_a_coders_own_ambivalence_is_a_second_statement(project, tmp_path):
    decide_position(project, "Ina", project.decisions()[2].decision.key, "ambivalent")
    export_dna(project, tmp_path / "out.dna")
    coded = read_coded(tmp_path / "out.dna", "DNA Statement")
    first, second = (coded.ids.tolist().index(number) for number in (1, 7))
    assert coded.start[first] == coded.start[second]
    assert coded.variables["agreement"].codes[[first, second]].tolist() == [1, 0]
    assert coded.variables["person"].codes[first] == coded.variables["person"].codes[second]


@pytest.mark.parametrize("how", ["reject", "undo"])
def test_what_its_coder_takes_back_here_is_left_out(project, tmp_path, how):
    if how == "reject":
        decide_position(project, "Ina", project.decisions()[2].decision.key, "none")
    else:
        undo_position(project, "Ina")
    made = export_dna(project, tmp_path / "out.dna")
    assert made.removed == 1
    assert 1 not in read_coded(tmp_path / "out.dna", "DNA Statement").ids
    assert (1, 1, 4, 1) not in tables_of(tmp_path / "out.dna")["DATABOOLEAN"][1]


def test_what_somebody_else_rejects_stays(project, file, tmp_path):
    decide_position(project, "Eva", project.decisions()[2].decision.key, "none")
    assert export_dna(project, tmp_path / "out.dna").removed == 0
    assert tables_of(tmp_path / "out.dna") == tables_of(file)


def test_documents_read_since_are_written_too(project, tmp_path):
    from dissensus.model.documents import Document, PartialDate

    project.add_document(Document("later", "New text.", title="T" * 300, outlet="O", published=PartialDate("2031-02")))
    made = export_dna(project, tmp_path / "out.dna")
    columns, rows = tables_of(tmp_path / "out.dna")["DOCUMENTS"]
    new = dict(zip(columns, next(row for row in rows if row[0] == 4), strict=True))
    assert (new["Title"], new["Text"], new["Source"], new["Rating"]) == ("T" * 189 + "…", "New text.", "O", None)
    assert new["Date"] == 1_927_670_400
    assert any("1 values of more than 190 characters" in line for line in made.notices)


def test_an_imported_file_can_be_written_by_its_name(path, file, tmp_path):
    import_dna(make_dna(tmp_path / "other.dna"), path)
    with Project.open(path) as project:
        export_dna(project, tmp_path / "out.dna", name="gulls")
        rows = tables_of(tmp_path / "out.dna")["Own Memos"][1]
        assert len(rows) == 2
        with pytest.raises(DnaFileError) as refused:
            export_dna(project, tmp_path / "out.dna", name="nothing")
        assert refused.value.code == "DNA009"


def test_coders_of_the_file_keep_their_passwords(project, tmp_path):
    export_dna(project, tmp_path / "out.dna", password="other")
    columns, rows = tables_of(tmp_path / "out.dna")["CODERS"]
    assert {row[columns.index("Password")] for row in rows} == {KIND}


def test_the_machines_codings_are_not_taken_for_a_persons(file, tmp_path):
    coders = [(*ROWS["CODERS"][0][:1], "dissensus (machine)", *ROWS["CODERS"][0][2:]), ROWS["CODERS"][1]]
    made = import_dna(make_dna(tmp_path / "m.dna", CODERS=coders), tmp_path / "p.dissensus")
    assert made.added == 3
    assert sum(count for reason, count in made.left_out.items() if "machine" in reason) == 2


def test_all_decisions_of_an_import_can_be_listed(project):
    assert [each.stance for each in position_decisions(project)] == ["supports", "opposes", "supports", "opposes"]


def test_a_file_whose_type_is_gone_gets_one_for_what_is_coded_here(path, tmp_path):
    types = [(1, "DNA Statement", 0, 0, 0), (2, "Weather", 0, 0, 0)]
    variables = [(*row[:1], f"{row[1]} 2", *row[2:]) for row in ROWS["VARIABLES"]]
    (tmp_path / "gulls.dna").unlink()
    newer = make_dna(tmp_path / "gulls.dna", STATEMENTTYPES=types, VARIABLES=variables)
    given = {"speaker": "person 2", "organisation": "organization 2", "claim": "concept 2", "position": "agreement 2"}
    with pytest.raises(DnaFileError) as refused:
        import_dna(newer, path)
    assert refused.value.code == "DNA006"
    import_dna(newer, path, **given)
    with Project.open(path) as project:
        project.set_setting(
            "dna", {"gulls": {"DNA Statement": project.settings()["dna"]["gulls"]["DNA Statement"] | {"claim": "x"}}}
        )
        decide_position(project, "Eva", project.decisions()[2].decision.key, "opposes")
        export_dna(project, tmp_path / "out.dna")
    coded = read_coded(tmp_path / "out.dna", "DNA Statement 2")
    assert (len(coded), coded.coder.values) == (1, ("Eva",))


def test_names_that_differ_in_case_only_are_told_apart_beyond_ascii(tmp_path):
    more = (
        'CREATE TABLE "Straße" ("STRASSE" TEXT, "straße" TEXT)',
        "INSERT INTO \"Straße\" VALUES ('a', 'b')",
        'CREATE TABLE "STRASSE" (x)',
    )
    file = make_dna(tmp_path / "f.dna", *more)
    import_dna(file, tmp_path / "p.dissensus")
    with Project.open(tmp_path / "p.dissensus") as project:
        export_dna(project, tmp_path / "out.dna")
    assert tables_of(tmp_path / "out.dna") == tables_of(file)


def test_another_file_of_the_same_name_is_refused_and_taken_under_a_name_of_its_own(path, tmp_path):
    documents = [(*row[:2], f"{row[2]} More.", *row[3:]) for row in DOCUMENTS]
    (tmp_path / "gulls.dna").unlink()
    other = make_dna(tmp_path / "gulls.dna", DOCUMENTS=documents)
    with pytest.raises(DnaFileError) as refused:
        import_dna(other, path)
    assert refused.value.code == "DNA008"
    assert "--name" in refused.value.remedy
    made = import_dna(other, path, name="Bo's gulls")
    assert (made.name, made.taken_back, made.added) == ("bo-s-gulls", 0, 4)


def test_a_copy_under_another_name_is_the_same_file(path, file, tmp_path):
    made = import_dna(file.rename(tmp_path / "copy.dna"), path)
    assert (made.name, made.unchanged, made.documents["same"]) == ("gulls", 4, 3)


def test_a_statement_of_any_type_behind_the_text_is_refused(tmp_path):
    with pytest.raises(DnaFileError) as refused:
        import_dna(make_loose(tmp_path / "f.dna", **changed("STATEMENTS", 4, 4, 500)), tmp_path / "p.dissensus")
    assert refused.value.code == "DNA004"


def test_statements_without_a_type_are_told_and_kept(tmp_path):
    rows = [(*row[:1], None, *row[2:]) if row[0] == 3 else row for row in STATEMENTS]
    file = make_dna(tmp_path / "f.dna", STATEMENTS=rows)
    made = import_dna(file, tmp_path / "p.dissensus")
    assert (made.statements, made.added) == (4, 3)
    told = [line for line in (*made.notices, *list_dna(file).notices) if "no type" in line]
    assert [line.partition(":")[0] for line in told] == ["1 statement has no type and counts nowhere"] * 2
    with Project.open(tmp_path / "p.dissensus") as project:
        export_dna(project, tmp_path / "out.dna")
    assert tables_of(tmp_path / "out.dna") == tables_of(file)
    assert coded_from(tmp_path / "p.dissensus", "DNA Statement").notices == read_coded(file, "DNA Statement").notices


def test_an_imported_file_is_seen_again_in_a_private_file_and_not_in_memory(project):
    with opened_import(project) as database:
        listed = database._connection.execute("PRAGMA database_list").fetchall()
        place = Path(listed[0][2])
        assert place.is_file()
        assert "OWN MEMOS" not in database.tables
    assert not place.parent.exists()


def test_an_imported_project_compares_though_the_machine_found_nothing(path, monkeypatch):
    monkeypatch.setattr("dissensus.tasks.positions.code_project", lambda *_, **__: SimpleNamespace(coded=3))
    with Project.open(path) as project:
        with project.start_run("annotate", {}, {}) as run:
            found = [Annotation(document.id, words=9) for document in project.documents()]
            project.store_annotations(found, "p1", run.id)
        positions = findings_of_project(project).positions.to_pylist()
    assert [(each["document_id"], each["stance"], each["decided"]) for each in positions] == [
        ("gulls-1", "supports", "added"),
        ("gulls-1", "opposes", "added"),
        ("gulls-2", "opposes", "added"),
        ("gulls-2", "supports", "added"),
    ]
