"""Whatever a well-formed file of DNA holds comes out of a project as it went in."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from pathlib import Path

import pytest
from dna_file import ROWS, make_dna, tables_of
from hypothesis import given, settings
from hypothesis import strategies as st

from dissensus.exchanging.dna_files.reading import read_coded
from dissensus.projects import Project
from dissensus.tasks.coded import coded_from
from dissensus.tasks.dna import import_dna
from dissensus.tasks.dna_export import export_dna

ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
TEXT = st.text(st.sampled_from("ab \n\r\t🚢é\u0301\u202e\x00\"';"), min_size=1, max_size=60)
CELL = st.one_of(st.none(), st.integers(-(2**63), 2**63 - 1), st.floats(allow_nan=False), ANY, st.binary(max_size=20))


@pytest.fixture(scope="session")
def empty(tmp_path_factory):
    path = tmp_path_factory.mktemp("empty") / "empty.dissensus"
    Project.create(path).close()
    return path


@settings(max_examples=25)
@given(data=st.data())
def test_a_file_comes_out_as_it_went_in(empty, data):
    told = data.draw(st.lists(TEXT, min_size=1, max_size=4))
    documents, statements = [], []
    for number, text in enumerate(told, start=1):
        seconds = data.draw(st.integers(-62_135_596_800, 253_402_300_799))
        documents.append((number, data.draw(ANY), text, 1, *(data.draw(ANY) for _ in range(5)), seconds))
        units = len(text.encode("utf-16-le")) // 2
        for _ in range(data.draw(st.integers(0, 3))):
            start = data.draw(st.integers(0, units - 1))
            stop = data.draw(st.integers(start + 1, units))
            statements.append((len(statements) + 1, 1, number, start, stop, data.draw(st.sampled_from([1, 2]))))
    names = data.draw(st.lists(ANY.filter(bool), min_size=1, max_size=5, unique=True))
    entities = [(1, 1, "", 0, 0, 0, None), (2, 2, "", 0, 0, 0, None), (3, 3, "", 0, 0, 0, None)]
    entities += [(4 + k, 1 + k % 3, name, 1, 2, 3, None) for k, name in enumerate(names)]
    short, booleans = [], []
    for number, *_ in statements:
        for variable in (1, 2, 3):
            own = [each[0] for each in entities if each[1] == variable]
            short.append((len(short) + 1, number, variable, data.draw(st.sampled_from(own))))
        booleans.append((number, number, 4, data.draw(st.integers(0, 1))))
    with tempfile.TemporaryDirectory() as folder:
        file = make_dna(
            Path(folder) / "f.dna",
            "CREATE TABLE More (a, b)",
            DOCUMENTS=documents, STATEMENTS=statements, ENTITIES=entities, DATASHORTTEXT=short, DATABOOLEAN=booleans,
            DATAINTEGER=[], DATALONGTEXT=[], ATTRIBUTEVALUES=[], CODERS=ROWS["CODERS"],
        )  # fmt: skip
        with sqlite3.connect(file) as connection:
            connection.executemany(
                "INSERT INTO More VALUES (?, ?)", data.draw(st.lists(st.tuples(CELL, CELL), max_size=4))
            )
        connection.close()
        path = Path(shutil.copyfile(empty, Path(folder) / "p.dissensus"))
        made = import_dna(file, path)
        with Project.open(path) as project:
            assert project.verify() == ()
            export_dna(project, Path(folder) / "out.dna")
        assert tables_of(Path(folder) / "out.dna") == tables_of(file)
        assert made.statements == len(statements)
        ours, theirs = (
            coded_from(path, "DNA Statement", passages=True),
            read_coded(file, "DNA Statement", passages=True),
        )
        assert (ours.ids.tolist(), list(ours.passages)) == (theirs.ids.tolist(), list(theirs.passages))
