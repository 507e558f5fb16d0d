"""Coded statements from a file of DNA, a project or a table."""

from __future__ import annotations

import pytest
from dna_file import make_dna
from project_of_positions import CODEBOOK, DAM, make

from dissensus.model.claims import Claim, Codebook
from dissensus.model.documents import Document, PartialDate
from dissensus.model.errors import NetworkError, UsageError
from dissensus.model.records import AgreedCoding
from dissensus.projects import Project
from dissensus.tasks.coded import coded_from
from dissensus.tasks.coded_projects import coded_of_project, moment_of, moments
from dissensus.tasks.position_coding import add_position, decide_position, known_positions


@pytest.fixture(scope="session")
def machine_coded(tmp_path_factory):
    return make(tmp_path_factory.mktemp("coded") / "work.dissensus")


@pytest.fixture
def project(machine_coded, tmp_path):
    path = tmp_path / "work.dissensus"
    path.write_bytes(machine_coded.read_bytes())
    with Project.open(path) as opened:
        yield opened


def values_of(column):
    return [column.values[code] for code in column.codes]


def said(coded, document=1):
    """Coder, status, agreement of the statements of one document."""
    return [
        (coder, status, agreement)
        for coder, status, agreement, number in zip(
            values_of(coded.coder),
            values_of(coded.status),
            values_of(coded.variables["agreement"]),
            coded.document,
            strict=True,
        )
        if number == document
    ]


def key_of(project, number=0):
    return list(known_positions(project))[number]


# where from


def test_a_file_of_dna_is_known_by_its_content(tmp_path):
    assert coded_from(make_dna(tmp_path / "file.txt")).statement_type == "DNA Statement"


def test_a_project_is_known_by_its_content(machine_coded, tmp_path):
    (tmp_path / "odd.name").write_bytes(machine_coded.read_bytes())
    assert coded_from(str(tmp_path / "odd.name")).statement_type == "position"


def test_a_table_is_known_by_its_ending(tmp_path):
    (tmp_path / "t.csv").write_text("a,b\n1,x\n")
    assert len(coded_from(tmp_path / "t.csv")) == 1


@pytest.mark.parametrize("name", ["missing.dna", ".", "odd.xyz"])
def test_anything_else_is_refused(tmp_path, name):
    (tmp_path / "odd.xyz").write_text("a,b\n1,x\n")
    with pytest.raises(UsageError) as refused:
        coded_from(tmp_path / name)
    assert refused.value.code == "USE002"


def test_a_project_has_no_other_statement_type(project):
    with pytest.raises(NetworkError) as refused:
        coded_of_project(project, "DNA Statement")
    assert refused.value.code == "NET001"


# a project's positions


def test_machine_positions_are_proposed_with_their_confidence(project):
    coded = coded_of_project(project, passages=True)
    assert said(coded) == [("dissensus", "proposed", 1)]
    assert (coded.confidence[0], coded.passages[0]) == (0.88, DAM)
    assert (coded.start[0], coded.stop[0]) == (0, len(DAM))


def test_variables_of_an_outlets_own_voice(project):
    variables = coded_of_project(project).variables
    assert {name: values_of(column)[0] for name, column in variables.items()} == {
        "person": "", "organization": "", "actor": "Paper 0", "outlet": "Paper 0", "voice": "own",
        "concept": CODEBOOK.claims[0].text, "claim": "C1", "agreement": 1,
    }  # fmt: skip


def test_what_people_decided_takes_the_place_of_the_proposal(project):
    decide_position(project, "Ina", key_of(project), "opposes")
    decide_position(project, "Bo", key_of(project), "opposes")
    assert said(coded_of_project(project)) == [("Ina", "decided", 0)]


def test_people_who_differ_are_both_told(project):
    decide_position(project, "Ina", key_of(project), "opposes")
    decide_position(project, "Bo", key_of(project))
    assert said(coded_of_project(project)) == [("Ina", "decided", 0), ("Bo", "decided", 1)]


def test_what_was_rejected_is_left_out(project):
    decide_position(project, "Ina", key_of(project), "none")
    assert said(coded_of_project(project)) == []


def test_an_ambivalent_position_is_two_statements(project):
    decide_position(project, "Ina", key_of(project), "ambivalent")
    assert said(coded_of_project(project)) == [("Ina", "decided", 1), ("Ina", "decided", 0)]


def test_on_request_each_coder_is_told_beside_the_machine(project):
    decide_position(project, "Ina", key_of(project), "opposes")
    decide_position(project, "Bo", key_of(project), "opposes")
    assert said(coded_of_project(project, each_coder=True)) == [
        ("Ina", "decided", 0), ("Bo", "decided", 0), ("dissensus", "proposed", 1),
    ]  # fmt: skip


def test_what_the_team_agreed_comes_first(project):
    number = decide_position(project, "Ina", key_of(project)).number
    project.agree(AgreedCoding("position", key_of(project), '{"stance":"opposes"}', (number,), "Team"))
    assert said(coded_of_project(project)) == [("Team", "agreed", 0)]
    project.agree(AgreedCoding("position", key_of(project), None, (number,), "Team"))
    assert said(coded_of_project(project)) == []


def test_on_request_what_the_team_agreed_is_told_beside_coders_and_machine(project):
    number = decide_position(project, "Ina", key_of(project)).number
    project.agree(AgreedCoding("position", key_of(project), '{"stance":"opposes"}', (number,), "Team"))
    assert said(coded_of_project(project, each_coder=True)) == [
        ("Team", "agreed", 0), ("Ina", "decided", 1), ("dissensus", "proposed", 1),
    ]  # fmt: skip


def test_what_a_person_added_is_told(project):
    add_position(project, "Ina", "d0", "C2", "own voice", "opposes", DAM)
    coded = coded_of_project(project)
    assert (values_of(coded.variables["claim"])[:2], said(coded)[1]) == (["C1", "C2"], ("Ina", "decided", 0))


def test_a_claim_that_left_the_codebook_or_is_worded_otherwise_does_not_count(project):
    decide_position(project, "Ina", key_of(project), "opposes")
    project.store_codebook(Codebook((Claim("C1", "Another wording."),)))
    assert said(coded_of_project(project)) == [("dissensus", "proposed", 1)]
    project.store_codebook(Codebook((Claim("C2", "The ferry should stop."),)))
    assert len(coded_of_project(project)) == 0


def test_a_project_without_codings_is_empty(tmp_path):
    Project.create(tmp_path / "p.dissensus").close()
    coded = coded_from(tmp_path / "p.dissensus")
    assert (len(coded), coded.first_time) == (0, None)


# moments


@pytest.mark.parametrize(
    ("published", "time", "seconds"),
    [
        ("1970-01-02", "", 86_400),
        ("1970", "", 0),
        ("1970-01-02", "1970-01-02T10:00:00+00:00", 122_400),
        ("1970-01-02", "1970-01-03T10:00:00+00:00", 86_400),
        ("1970-01-02", "1970-01-02T10:00:00", 86_400),
        ("1970-01-02", "noon", 86_400),
    ],
)
def test_the_moment_of_a_document(published, time, seconds):
    columns = {"time": time} if time else {}
    assert moment_of(Document("d", "x", published=PartialDate(published), columns=columns)) == seconds


def test_documents_without_a_date_take_the_earliest():
    found = moments([Document("a", "x"), Document("b", "x", published=PartialDate("1971"))])
    assert dict(found) == {"a": 365 * 86_400, "b": 365 * 86_400}
