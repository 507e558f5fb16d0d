"""A speaker who speaks for several organisations in one document, from a file of DNA and back."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path

import numpy as np
import pytest
from dna_file import RAIN, ROWS, STATEMENTS, make_dna, tables_of, utf16
from hypothesis import given, settings
from hypothesis import strategies as st

from dissensus.exchanging.dna_files.reading import read_coded
from dissensus.networks.building import build
from dissensus.networks.options import NetworkOptions
from dissensus.projects import Project
from dissensus.tasks.coded import coded_from
from dissensus.tasks.dna import import_dna
from dissensus.tasks.dna_export import export_dna
from dissensus.tasks.position_coding import decide_position


def made(path, side=1, coder=2):
    """A file in which Ada Orn, in the second document, speaks for the Boat Union and for its northern branch."""
    return make_dna(
        path,
        STATEMENTS=[*STATEMENTS, (7, 1, 2, *utf16(RAIN, "The Boat Union"), coder)],
        DATASHORTTEXT=[*ROWS["DATASHORTTEXT"], (17, 7, 1, 4), (18, 7, 2, 7), (19, 7, 3, 8)],
        DATABOOLEAN=[*ROWS["DATABOOLEAN"], (6, 7, 4, side)],
    )


def by_organisation(coded, document):
    """Organisation, agreement and coder of the statements of Ada Orn in one document."""
    names = [coded.variables[n].values for n in ("person", "organization")]
    rows = zip(
        *(coded.variables[n].codes.tolist() for n in ("person", "organization", "agreement")),
        coded.coder.codes.tolist(),
        coded.document.tolist(),
        strict=True,
    )
    return [
        (names[1][o], side, coded.coder.values[who])
        for p, o, side, who, d in rows
        if names[0][p] == "Ada Orn" and d == document
    ]


@pytest.mark.parametrize(
    ("side", "coder", "told"),
    [
        (1, 2, [("Boat Union, north", 1, "Bo"), ("Boat Union", 1, "Bo")]),
        (0, 2, [("Boat Union, north", 0, "Bo"), ("Boat Union", 1, "Bo")]),
        (1, 1, [("Boat Union, north", 1, "Ina"), ("Boat Union", 1, "Bo")]),
    ],
)
def test_both_organisations_count_each_with_its_own_side(tmp_path, side, coder, told):
    import_dna(made(tmp_path / "f.dna", side, coder), tmp_path / "p.dissensus")
    assert sorted(by_organisation(coded_from(tmp_path / "p.dissensus"), 2)) == sorted(told)


def test_it_is_one_position_whose_evidence_tells_the_organisation(tmp_path):
    import_dna(made(tmp_path / "f.dna", 0), tmp_path / "p.dissensus")
    with Project.open(tmp_path / "p.dissensus") as project:
        values = [json.loads(each.decision.new_value) for each in project.decisions()]
        affiliations = {(each.person_id, each.organisation_id) for each in project.affiliations()}
    value = next(each for each in values if each["stance"] == "ambivalent")
    told = [value["named"]["organisation"], *(each.get("named", {}).get("organisation") for each in value["evidence"])]
    assert told == ["Boat Union", None, "Boat Union, north"]
    ada = "dna:person:ada-orn-4"
    assert {o for p, o in affiliations if p == ada} == {
        "dna:organisation:boat-union-6",
        "dna:organisation:boat-union,-north-7",
    }


def test_the_file_comes_out_with_both_statements(tmp_path):
    file = made(tmp_path / "f.dna", 0)
    import_dna(file, tmp_path / "p.dissensus")
    with Project.open(tmp_path / "p.dissensus") as project:
        export_dna(project, tmp_path / "out.dna")
    assert tables_of(tmp_path / "out.dna") == tables_of(file)


def test_another_persons_decision_is_written_for_both_organisations(tmp_path):
    import_dna(made(tmp_path / "f.dna"), tmp_path / "p.dissensus")
    with Project.open(tmp_path / "p.dissensus") as project:
        key = next(e.decision.key for e in project.decisions() if '"Boat Union, north"' in e.decision.new_value)
        decide_position(project, "Eva", key, "opposes")
        export_dna(project, tmp_path / "out.dna")
    told = by_organisation(read_coded(tmp_path / "out.dna", "DNA Statement"), 2)
    evas = {("Boat Union, north", 0, "Eva"), ("Boat Union", 0, "Eva")}
    assert {each for each in told if each[2] == "Eva"} == evas
    again = by_organisation(coded_from(tmp_path / "p.dissensus", each_coder=True), 2)
    assert sorted(again) == sorted(told)


def test_an_import_of_the_same_file_again_changes_nothing(tmp_path):
    file = made(tmp_path / "f.dna", 0)
    import_dna(file, tmp_path / "p.dissensus")
    again = import_dna(file, tmp_path / "p.dissensus")
    assert (again.added, again.changed, again.taken_back) == (0, 0, 0)


@pytest.fixture(scope="session")
def empty(tmp_path_factory):
    path = tmp_path_factory.mktemp("empty") / "empty.dissensus"
    Project.create(path).close()
    return path


ROWS_OF_STATEMENTS = st.lists(
    st.tuples(
        st.sampled_from([1, 2]),  # document
        st.sampled_from([1, 4, 5]),  # speaker
        st.sampled_from([2, 6, 7]),  # organisation
        st.sampled_from([8, 10]),  # claim
        st.integers(0, 1),
        st.sampled_from([1, 2]),  # coder
        st.integers(0, 20),
    ),
    max_size=8,
)


@settings(max_examples=20, deadline=None)
@given(rows=ROWS_OF_STATEMENTS)
def test_networks_of_positions_are_those_of_the_file(empty, rows):
    """Both count what a document says once. In the file nobody is a node of no name; here such statements are none."""
    rows = [row for row in rows if (row[1], row[2]) != (1, 2)]
    statements = [(n, 1, row[0], row[6], row[6] + 5, row[5]) for n, row in enumerate(rows, 1)]
    values = [(n, v, e) for n, row in enumerate(rows, 1) for v, e in zip((1, 2, 3), row[1:4], strict=True)]
    with tempfile.TemporaryDirectory() as folder:
        file = make_dna(
            Path(folder) / "f.dna",
            STATEMENTS=statements,
            DATASHORTTEXT=[(k, *each) for k, each in enumerate(values, 1)],
            DATABOOLEAN=[(n, n, 4, row[4]) for n, row in enumerate(rows, 1)],
            DATAINTEGER=[],
            DATALONGTEXT=[],
        )
        path = Path(shutil.copyfile(empty, Path(folder) / "p.dissensus"))
        import_dna(file, path)
        theirs = read_coded(file, "DNA Statement")
        for each_coder in (False, True):
            ours = coded_from(path, each_coder=each_coder)
            for variable in ("organization", "person"):
                for mode in ("two-mode", "one-mode"):
                    options = NetworkOptions(
                        variable1=variable,
                        mode=mode,
                        aggregation="subtract" if mode == "two-mode" else "congruence",
                        duplicates="document",
                    )
                    if not len(theirs):
                        continue
                    assert ties(build(ours, options)) == ties(build(theirs, options))


def ties(network):
    dense = network.dense()
    return {
        (network.rows[i], network.columns[j]): float(dense[i, j])
        for i, j in zip(*np.nonzero(dense), strict=True)
        if network.rows[i] and network.columns[j]
    }
