"""Files of DNA 2, which are read only."""

from __future__ import annotations

import datetime as dt
import sqlite3
from contextlib import closing

import pytest
from dna_file import RAIN, tables_of

from dissensus.exchanging.dna_files.aside import copied
from dissensus.exchanging.dna_files.passwords import fits
from dissensus.exchanging.dna_files.reading import read_coded, statement_types
from dissensus.model.documents import Document
from dissensus.model.errors import DnaFileError
from dissensus.projects import Project
from dissensus.tasks.dna import import_dna
from dissensus.tasks.dna_export import export_dna
from dissensus.tasks.dna_listing import list_dna
from dissensus.tasks.position_coding import decide_position

TABLES = {
    "SETTINGS": ("Property, Value", [("version", "2.0 beta 25")]),
    "CODERS": (
        "ID, Name, Red, Green, Blue, Password",
        [(1, "Ina", 1, 2, 3, "plain"), (2, None, None, None, None, None)],
    ),
    "CODERPERMISSIONS": ("ID, Coder, Type, Permission", [(1, 1, "addDocuments", 0), (2, 1, "viewOthersStatements", 0)]),
    "CODERRELATIONS": (
        "ID, Coder, OtherCoder, viewStatements, editStatements, viewDocuments, editDocuments",
        [(1, 1, 2, 1, 1, 0, 1)],
    ),
    "DOCUMENTS": (
        "ID, Title, Text, Coder, Author, Source, Section, Notes, Type, Date",
        [(1, "Rain", RAIN, 1, None, "Gull Post", None, None, None, 1_900_000_000_999)],
    ),
    "STATEMENTTYPES": ("ID, Label, Red, Green, Blue", [(1, "DNA Statement", 1, 2, 3)]),
    "VARIABLES": (
        "ID, Variable, DataType, StatementTypeId",
        [
            (1, "person", "short text", 1), (2, "organization", "short text", 1),
            (3, "concept", "short text", 1), (4, "agreement", "boolean", 1),
        ],
    ),
    "REGEXES": ("Label, Red, Green, Blue", [("gull", 1, 2, 3)]),
    "STATEMENTS": ("ID, StatementTypeId, DocumentId, Start, Stop, Coder", [(1, 1, 1, 0, 9, 1), (2, 1, 1, 5, 9, 1)]),
    "STATEMENTLINKS": ("ID, SourceId, TargetId", [(1, 1, 2)]),
    "DATABOOLEAN": ("ID, StatementId, VariableId, StatementTypeId, Value", [(1, 1, 4, 1, 1), (2, 2, 4, 1, 0)]),
    "DATAINTEGER": ("ID, StatementId, VariableId, StatementTypeId, Value", []),
    "DATASHORTTEXT": (
        "ID, StatementId, VariableId, StatementTypeId, Value",
        [
            (1, 1, 1, 1, "Ada Orn"), (2, 1, 2, 1, None), (3, 1, 3, 1, "Close the harbour"),
            (4, 2, 1, 1, "Not listed"), (5, 2, 2, 1, "Boat Union"), (6, 2, 3, 1, "Close the harbour"),
        ],
    ),
    "DATALONGTEXT": ("ID, StatementId, VariableId, StatementTypeId, Value", []),
    "ATTRIBUTES": (
        "ID, VariableId, Value, Red, Green, Blue, Type, Alias, Notes, ChildOf",
        [
            (1, 1, "Ada Orn", 9, 8, 7, "mayor", "", None, ""),
            (2, 3, "Close the harbour", 0, 0, 0, "", "", "All of it.", ""),
            (5, 2, "Boat Union", 0, 0, 0, "union", "BU", "", "Unions"),
            (6, 2, "Unions", 0, 0, 0, "", "", "", ""),
        ],
    ),
}  # fmt: skip


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "old.dna"
    with closing(sqlite3.connect(path)) as connection:
        for name, (columns, rows) in TABLES.items():
            connection.execute(f"CREATE TABLE {name} ({columns})")
            for row in rows:
                connection.execute(f"INSERT INTO {name} VALUES ({', '.join('?' * len(row))})", row)
        connection.commit()
    return path


def values_of(coded, name):
    column = coded.variables[name]
    return [column.values[code] for code in column.codes]


def test_statements_have_their_values(file):
    coded = read_coded(file, passages=True)
    assert values_of(coded, "person") == ["Ada Orn", "Not listed"]
    assert values_of(coded, "organization") == ["", "Boat Union"]
    assert values_of(coded, "agreement") == [1, 0]
    assert coded.passages == [RAIN[:9], RAIN[5:9]]
    assert statement_types(file)[0].statements == 2


def test_milliseconds_become_seconds(file):
    assert read_coded(file).time.tolist() == [1_900_000_000] * 2


def test_what_is_known_of_a_value_becomes_an_entity_with_attributes(file):
    known = read_coded(file).entities
    assert known["person"]["Ada Orn"].colour == "#090807"
    assert dict(known["organization"]["Boat Union"].attributes) == {"Type": "union", "Alias": "BU", "Notes": ""}
    with copied(file) as copy:
        parents = dict(copy.rows("ENTITIES", ("Value", "ChildOf")))
    assert parents["Boat Union"] == 6


def test_every_value_has_a_row_for_each_attribute_as_dna_3_changes_only_rows_that_are_there(file):
    with copied(file) as copy:
        variables = {own: variable for own, variable, _ in copy.rows("ATTRIBUTEVARIABLES")}
        wanted = {
            (entity, attribute)
            for entity, of_entity in copy.rows("ENTITIES", ("ID", "VariableId"))
            for attribute, of_attribute in variables.items()
            if of_entity == of_attribute
        }
        assert {(entity, attribute) for _, entity, attribute, _ in copy.rows("ATTRIBUTEVALUES")} == wanted
        assert sorted(variables.values()) == [1, 1, 1, 2, 2, 2, 3, 3, 3]


def add_documents(file, *days):
    """Make the documents those of some days and times of 2012, in UTC."""
    with closing(sqlite3.connect(file)) as connection:
        moments = [int(dt.datetime(2012, *day, tzinfo=dt.UTC).timestamp() * 1000) for day in days]
        connection.execute("UPDATE DOCUMENTS SET Date = ?", (moments[0],))
        for number, moment in enumerate(moments[1:], start=2):
            connection.execute("INSERT INTO DOCUMENTS (ID, Text, Date) VALUES (?, 'x', ?)", (number, moment))
        connection.commit()


@pytest.mark.parametrize(
    ("days", "told"),
    [
        ([(2, 29, 23), (6, 30, 22), (12, 31, 23)], ["2012-03-01", "2012-07-01", "2013-01-01"]),
        ([(3, 1, 0), (6, 30, 23), (12, 31, 0)], ["2012-03-01", "2012-07-01", "2012-12-31"]),
        ([(3, 1, 18, 30), (4, 1, 18, 30), (5, 1, 18, 30)], ["2012-03-02", "2012-04-02", "2012-05-02"]),
    ],
)
def test_midnights_east_of_greenwich_are_the_days_that_began_there(file, days, told):
    add_documents(file, *days)
    with copied(file) as copy:
        dates = [date for (date,) in copy.rows("DOCUMENTS", ("Date",))]
        assert [dt.datetime.fromtimestamp(date, dt.UTC).isoformat() for date in dates] == [
            f"{day}T00:00:00+00:00" for day in told
        ]
    assert any("time zone" in line for line in read_coded(file).notices)


@pytest.mark.parametrize(
    "days",
    [
        [(2, 29, 23), (6, 30, 23)],
        [(2, 29, 23), (6, 30, 22), (7, 1, 21)],
        [(2, 29, 23), (6, 30, 22), (7, 1, 9)],
        [(3, 1, 0), (4, 1, 0), (5, 1, 0)],
        [(3, 1, 5), (4, 1, 4), (5, 1, 4)],
        [(3, 1, 12), (4, 1, 12), (5, 1, 12)],
        [(3, 1, 20, 7), (4, 1, 20, 7), (5, 1, 20, 7)],
    ],
)
def test_other_moments_of_dna_2_stay_as_they_are(file, days):
    add_documents(file, *days)
    wanted = [dt.datetime(2012, *day, tzinfo=dt.UTC).timestamp() for day in days]
    with copied(file) as copy:
        assert [date for (date,) in copy.rows("DOCUMENTS", ("Date",))] == wanted
    assert not read_coded(file).notices


def test_a_parent_of_thousands_of_digits_is_nobody(file):
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE ATTRIBUTES SET ChildOf = ?", ("9" * 5000,))
        connection.commit()
    with copied(file) as copy:
        assert set(copy.rows("ENTITIES", ("ChildOf",))) == {(None,)}


def test_permissions_become_columns_and_links_stay_a_table(file):
    with copied(file) as copy:
        rows = dict(copy.rows("CODERS", ("ID", "PermissionAddDocuments")))
        assert rows == {1: 0, 2: 1}
        assert list(copy.rows("STATEMENTLINKS")) == [(1, 1, 2)]


def test_passwords_are_left_out(file):
    with copied(file) as copy:
        assert set(copy.rows("CODERS", ("Password",))) == {("",)}


def test_an_imported_file_is_written_as_one_of_dna_3(file, tmp_path):
    import_dna(file, tmp_path / "p.dissensus")
    with Project.open(tmp_path / "p.dissensus") as project:
        assert [claim.definition for claim in project.codebook().claims] == ["All of it."]
        assert project.foreign_files("dna")[0].version == "2.0 beta 25"
        made = export_dna(project, tmp_path / "new.dna")
    tables = tables_of(tmp_path / "new.dna")
    assert dict(tables["SETTINGS"][1])["version"].startswith("3.")
    columns, rows = tables["CODERS"]
    assert all(fits("dissensus", row[columns.index("Password")]) for row in rows)
    assert any("dissensus" in line for line in made.notices)
    columns, rows = tables["CODERRELATIONS"]
    assert [row[1:] for row in rows] == [(1, 2, 1, 1, 0, 1), (2, 1, 1, 1, 1, 1)]
    ours, theirs = read_coded(tmp_path / "new.dna"), read_coded(file)
    assert values_of(ours, "person") == values_of(theirs, "person")


def test_documents_read_since_are_of_a_coder_who_is_there(file, tmp_path):
    with closing(sqlite3.connect(file)) as connection:
        for table, column in (("CODERS", "ID"), ("DOCUMENTS", "Coder"), ("STATEMENTS", "Coder")):
            connection.execute(f"UPDATE {table} SET {column} = 7 WHERE {column} = 1")
        connection.execute("DELETE FROM CODERRELATIONS")
        connection.commit()
    import_dna(file, tmp_path / "p.dissensus")
    with Project.open(tmp_path / "p.dissensus") as project:
        project.add_document(Document("new", "Read since."))
        export_dna(project, tmp_path / "new.dna")
    columns, rows = tables_of(tmp_path / "new.dna")["DOCUMENTS"]
    assert [row[columns.index("Coder")] for row in rows] == [7, 2]


def test_long_values_of_dna_2_are_cut_on_writing_and_stay_apart(file, tmp_path):
    with closing(sqlite3.connect(file)) as connection:
        for number, end in ((1, "a"), (4, "b")):
            connection.execute("UPDATE DATASHORTTEXT SET Value = ? WHERE ID = ?", ("x" * 300 + end, number))
        connection.commit()
    import_dna(file, tmp_path / "p.dissensus")
    with Project.open(tmp_path / "p.dissensus") as project:
        made = export_dna(project, tmp_path / "new.dna")
    shown = values_of(read_coded(tmp_path / "new.dna"), "person")
    assert [len(each) for each in shown] == [190, 190]
    assert len(set(shown)) == 2
    assert any("2 values of more than 190 characters" in line for line in made.notices)


def test_what_is_coded_since_about_a_long_value_names_the_same_entity(file, tmp_path):
    with closing(sqlite3.connect(file)) as connection:
        for table in ("DATASHORTTEXT", "ATTRIBUTES"):
            connection.execute(f"UPDATE {table} SET Value = ? WHERE Value = 'Close the harbour'", ("x" * 300,))
        connection.commit()
    import_dna(file, tmp_path / "p.dissensus")
    with Project.open(tmp_path / "p.dissensus") as project:
        decide_position(project, "Eva", next(iter(project.position_verdicts())), "opposes")
        made = export_dna(project, tmp_path / "new.dna")
    coded = read_coded(tmp_path / "new.dna")
    assert (made.since, len(coded), len(set(values_of(coded, "concept")))) == (1, 3, 1)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE DOCUMENTS SET Date = 'yesterday'", "UPDATE STATEMENTS SET Start = 50",
        "UPDATE DOCUMENTS SET Text = x'00'",
        "UPDATE ATTRIBUTES SET ID = 'one'", "UPDATE DATASHORTTEXT SET Value = x'05' WHERE ID = 1",
    ],
)  # fmt: skip
def test_records_that_cannot_be_are_refused(file, statement):
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(statement)
        connection.commit()
    with pytest.raises(DnaFileError) as refused, copied(file):
        pass
    assert refused.value.code == "DNA004"


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        (
            "UPDATE ATTRIBUTES SET ID = 'one'",
            "old.dna has the text 'one' in ATTRIBUTES.ID, where a whole number must be",
        ),
        ("UPDATE ATTRIBUTES SET VariableId = NULL", "old.dna has nothing in ATTRIBUTES.VariableId"),
        ("UPDATE DATASHORTTEXT SET Value = x'05'", "old.dna has raw bytes (1 of them) in DATASHORTTEXT.Value"),
        ("UPDATE DATASHORTTEXT SET VariableId = 'one'", "old.dna has the text 'one' in DATASHORTTEXT.VariableId"),
        ("UPDATE DOCUMENTS SET Date = 'noon'", "old.dna has the text 'noon' in DOCUMENTS.Date"),
        ("UPDATE ATTRIBUTES SET ChildOf = 'Boat Union' WHERE ID = 6", "is, over others, a child of itself"),
        ("UPDATE CODERS SET ID = 1", "old.dna has a row that cannot be: two rows have the same ID"),
    ],
)
def test_what_cannot_be_is_told_in_words_to_whoever_reads(file, statement, told):
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(statement)
        connection.commit()
    for read in (read_coded, list_dna):
        with pytest.raises(DnaFileError) as refused:
            read(file)
        assert refused.value.code == "DNA004"
        assert told in refused.value.found


@pytest.mark.parametrize("table", ["ATTRIBUTES", "CODERPERMISSIONS", "REGEXES"])
def test_a_view_in_place_of_a_table_is_refused(file, table):
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(f"ALTER TABLE {table} RENAME TO Moved")
        connection.execute(f"CREATE VIEW {table} AS SELECT * FROM Moved")
        connection.commit()
    with pytest.raises(DnaFileError, match=f"{table} of old.dna is a view where a table must be") as refused:
        read_coded(file)
    assert refused.value.code == "DNA001"


def test_a_file_without_the_tables_is_refused(file):
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("DROP TABLE VARIABLES")
    with pytest.raises(DnaFileError) as refused:
        read_coded(file)
    assert refused.value.code == "DNA001"
