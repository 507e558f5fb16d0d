"""Statements of DNA files as columns."""

from __future__ import annotations

import pytest
from dna_file import DOCUMENTS, RAIN, ROWS, SAY, STATEMENTS, make_dna, make_loose

from dissensus.exchanging.dna_files.reading import read_coded, statement_types
from dissensus.model.errors import DnaFileError


@pytest.fixture
def file(tmp_path):
    return make_dna(tmp_path / "gulls.dna")


def values_of(column):
    return [column.values[code] if code >= 0 else None for code in column.codes]


def test_statement_types_come_with_variables_and_counts(file):
    first, second = statement_types(file)
    assert (first.label, first.colour, first.statements) == ("DNA Statement", "#efd033", 5)
    assert first.kinds == {
        "person": "short text", "organization": "short text", "concept": "short text", "agreement": "boolean",
    }  # fmt: skip
    assert (second.label, list(second.kinds.values())) == ("Weather", ["short text", "integer", "long text"])


def test_statements_are_in_order_of_time_document_and_place(file):
    coded = read_coded(file)
    assert coded.ids.tolist() == [6, 3, 4, 1, 2]
    assert coded.time.tolist() == [1_899_913_600] * 3 + [1_900_000_000] * 2
    assert coded.document.tolist() == [2, 2, 2, 1, 1]


def test_statements_of_one_moment_are_in_order_of_document_start_stop_and_number(tmp_path):
    rows = [(9, 1, 2, 0, 5, 1), (8, 1, 1, 3, 9, 1), (7, 1, 1, 3, 5, 1), (6, 1, 1, 0, 9, 1), (5, 1, 1, 3, 5, 1)]
    documents = [(*each[:-1], 0) for each in DOCUMENTS]
    file = make_dna(tmp_path / "f.dna", STATEMENTS=rows, DOCUMENTS=documents)
    assert read_coded(file, "DNA Statement").ids.tolist() == [6, 5, 7, 8, 9]


def test_each_statement_has_its_values(file):
    coded = read_coded(file)
    assert values_of(coded.variables["person"]) == ["", "Ada Orn", "", "Ada Orn", "Bo Lind"]
    assert values_of(coded.variables["organization"]) == ["", "Boat Union", "Boat Union", "", "Boat Union"]
    assert values_of(coded.variables["agreement"]) == [1, 1, 0, 1, 0]
    assert coded.variables["agreement"].values == (0, 1)


def test_values_that_nobody_coded_are_values_of_the_variable(file):
    assert read_coded(file).variables["concept"].values == ("", "The harbour should be closed.", "Unused")


def test_integers_and_long_texts_are_values(file):
    coded = read_coded(file, "Weather")
    assert (values_of(coded.variables["strength"]), values_of(coded.variables["remark"])) == ([-3], ["a long remark"])


def test_a_statement_without_a_value_has_none(tmp_path):
    file = make_dna(
        tmp_path / "f.dna", "DELETE FROM DATASHORTTEXT WHERE ID = 4", "DELETE FROM DATABOOLEAN WHERE ID = 1"
    )
    coded = read_coded(file)
    assert values_of(coded.variables["person"])[-1] is None
    assert values_of(coded.variables["agreement"])[3] is None


def test_a_statement_has_what_is_told_of_its_document(file):
    told = read_coded(file).document_variables
    assert list(told) == ["author", "source", "section", "type", "id", "title"]
    assert {name: values_of(column)[-1] for name, column in told.items()} == {
        "author": "Ina Kolt; Per Ask", "source": "Vell Daily", "section": "Local", "type": "news", "id": "1",
        "title": "Ships",
    }  # fmt: skip


def test_documents_keep_their_variables_when_the_file_has_an_index_of_its_own(tmp_path):
    rows = [DOCUMENTS[2], DOCUMENTS[0], DOCUMENTS[1]]
    file = make_loose(tmp_path / "f.dna", "CREATE INDEX i ON DOCUMENTS (Title)", DOCUMENTS=rows)
    assert values_of(read_coded(file).document_variables["title"]) == ["Rain"] * 3 + ["Ships"] * 2


def test_statements_have_their_coder_and_are_decided(file):
    coded = read_coded(file)
    assert values_of(coded.coder) == ["Ina", "Bo", "Bo", "Ina", "Bo"]
    assert (set(coded.confidence), set(values_of(coded.status))) == ({1.0}, {"decided"})


def test_the_range_of_time_is_that_of_all_documents(file):
    coded = read_coded(file)
    assert (coded.first_time, coded.last_time) == (1_899_913_600, 1_950_000_000)


def test_offsets_of_java_become_code_points(file):
    coded = read_coded(file, passages=True)
    assert coded.passages[-1] == "Bo Lind wants it open"
    assert coded.start[-1] == SAY.index("Bo Lind")
    assert coded.passages[1] == RAIN[coded.start[1] : coded.stop[1]] == "Ada Orn wants the harbour closed"


def test_on_request_texts_are_cut_as_dna_cuts_them(file):
    coded = read_coded(file, offsets="code points", passages=True)
    assert (coded.start[-1], coded.passages[-1]) == (STATEMENTS[1][3], "o Lind wants it open.")


def test_an_offset_inside_a_character_takes_the_whole_of_it(tmp_path):
    wide = SAY.index("🚢")
    file = make_dna(tmp_path / "f.dna", STATEMENTS=[(1, 1, 1, wide + 1, wide + 3, 1), (2, 1, 1, wide - 1, wide + 1, 1)])
    assert read_coded(file, passages=True).passages == [" 🚢", "🚢 "]


def test_entities_have_colours_and_all_attributes_of_their_variable(file):
    known = read_coded(file).entities["person"]["Ada Orn"]
    assert (known.id, known.colour, dict(known.attributes)) == (4, "#ff0010", {"Type": "mayor", "Notes": ""})
    assert read_coded(file).entities["organization"]["Boat Union, north"].colour == "#000000"


def test_a_type_that_is_not_there_is_refused_with_those_that_are(file):
    with pytest.raises(DnaFileError, match="'DNA Statement', 'Weather'") as refused:
        read_coded(file, "Story")
    assert refused.value.code == "DNA005"


def test_the_case_of_a_type_does_not_matter(file):
    assert read_coded(file, "weather").statement_type == "Weather"


def test_without_a_name_the_only_type_with_statements_is_taken(tmp_path):
    file = make_dna(tmp_path / "f.dna", STATEMENTS=STATEMENTS[4:5])
    assert read_coded(file).statement_type == "Weather"


def test_without_a_name_several_used_types_are_refused(tmp_path):
    types = [(1, "Story", 0, 0, 0), (2, "Weather", 0, 0, 0)]
    with pytest.raises(DnaFileError) as refused:
        read_coded(make_dna(tmp_path / "f.dna", STATEMENTTYPES=types))
    assert refused.value.code == "DNA005"


def test_a_file_without_statements_is_empty(tmp_path):
    file = make_dna(tmp_path / "f.dna", STATEMENTS=[], DOCUMENTS=[], DATASHORTTEXT=[], DATABOOLEAN=[])
    coded = read_coded(file)
    assert (len(coded), coded.first_time, coded.variables["person"].codes.tolist()) == (0, None, [])


def test_tables_that_only_the_program_needs_may_be_missing(tmp_path):
    drops = [f"DROP TABLE {name}" for name in ("SETTINGS", "REGEXES", "CODERRELATIONS", "ATTRIBUTEVALUES")]
    assert len(read_coded(make_dna(tmp_path / "f.dna", *drops))) == 5


def test_a_link_to_a_file_is_followed(file, tmp_path):
    link = tmp_path / "link.dna"
    link.symlink_to(file)
    assert len(read_coded(link)) == 5


def test_reading_writes_nothing_beside_the_file(file, tmp_path):
    before = file.read_bytes()
    read_coded(file, passages=True)
    assert (file.read_bytes(), [each.name for each in tmp_path.iterdir()]) == (before, ["gulls.dna"])


def test_a_file_with_a_closed_write_ahead_log_is_read_and_nothing_made(tmp_path):
    file = make_dna(tmp_path / "f.dna")
    import sqlite3

    connection = sqlite3.connect(file)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.close()
    assert len(read_coded(file)) == 5
    assert [each.name for each in tmp_path.iterdir()] == ["f.dna"]


def test_an_older_file_without_a_column_of_a_coder_is_read(tmp_path):
    file = make_dna(tmp_path / "f.dna", "ALTER TABLE CODERS DROP COLUMN PopupAutoComplete")
    assert len(read_coded(file)) == len(ROWS["DATABOOLEAN"])
