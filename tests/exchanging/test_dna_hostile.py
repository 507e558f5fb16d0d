"""Damaged, locked, huge and malicious files of DNA: one clear error, nothing run, an end to it."""

from __future__ import annotations

import random
import shutil
import sqlite3
from contextlib import closing, suppress

import pytest
from dna_file import ROWS, SAY, changed, joined, make_dna, make_loose

from dissensus.exchanging.dna_files import _documents, _parents, aside, opening
from dissensus.exchanging.dna_files.aside import copied
from dissensus.exchanging.dna_files.layout import LAYOUTS
from dissensus.exchanging.dna_files.reading import read_coded, statement_types
from dissensus.model.errors import DnaFileError


def take(path, statement_type=None):
    with copied(path):
        pass
    read_coded(path, statement_type, passages=True)


def code_of(path, statement_type="DNA Statement"):
    """The code with which a file is refused, copied or read."""
    with pytest.raises(DnaFileError) as refused:
        take(path, statement_type)
    assert refused.value.remedy
    assert path.name in refused.value.found or "table" in refused.value.found
    return refused.value.code


# no file of DNA


@pytest.mark.parametrize(
    "content", [b"", b"no database", b"SQLite format 3\x00", b"SQLite format 3\x00" + b"\x00" * 200]
)
def test_what_is_no_database_is_refused(tmp_path, content):
    file = tmp_path / "f.dna"
    file.write_bytes(content)
    assert code_of(file) in {"DNA001", "DNA002"}


def test_a_missing_file_a_folder_and_a_dead_link_are_refused(tmp_path):
    (tmp_path / "folder.dna").mkdir()
    (tmp_path / "link.dna").symlink_to(tmp_path / "nowhere")
    (tmp_path / "loop.dna").symlink_to(tmp_path / "loop.dna")
    assert {code_of(tmp_path / n) for n in ("f.dna", "folder.dna", "link.dna", "loop.dna")} == {"DNA001"}


def test_a_database_of_another_program_is_refused(tmp_path):
    file = tmp_path / "f.dna"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE DOCUMENTS (ID INTEGER)")
    assert code_of(file) == "DNA001"


@pytest.mark.parametrize("table", ["STATEMENTS", "ENTITIES", "DATABOOLEAN"])
def test_a_file_without_a_needed_table_is_refused(tmp_path, table):
    assert code_of(make_dna(tmp_path / "f.dna", f"DROP TABLE {table}")) == "DNA001"


def test_a_file_without_a_needed_column_is_refused(tmp_path):
    file = make_loose(tmp_path / "f.dna", "ALTER TABLE STATEMENTS DROP COLUMN Start")
    with pytest.raises(DnaFileError) as refused:
        read_coded(file)
    assert refused.value.code == "DNA001"


# damaged


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_truncated_file_is_refused(tmp_path, share):
    file = make_dna(tmp_path / "f.dna")
    content = file.read_bytes()
    file.write_bytes(content[: int(len(content) * share)])
    assert code_of(file) == "DNA002"


def test_no_damage_to_bytes_gives_anything_but_our_own_error(tmp_path):
    content = make_dna(tmp_path / "f.dna").read_bytes()
    damaged = tmp_path / "damaged.dna"
    draw = random.Random(7)
    refused = 0
    for _ in range(60):
        broken = bytearray(content)
        for _ in range(draw.choice([1, 8, 200])):
            broken[draw.randrange(len(broken))] = draw.randrange(256)
        damaged.write_bytes(broken)
        with suppress(DnaFileError):
            take(damaged)
            refused -= 1
        refused += 1
    assert refused > 10


def test_text_that_is_no_utf8_is_refused(tmp_path):
    file = make_dna(tmp_path / "f.dna", "UPDATE DOCUMENTS SET Title = CAST(x'ff41' AS TEXT) WHERE ID = 1")
    assert code_of(file) == "DNA002"


# open elsewhere


def test_a_file_that_another_program_writes_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(opening, "WAIT_SECONDS", 0.05)
    file = make_dna(tmp_path / "f.dna")
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert code_of(file) == "DNA003"


def test_a_file_that_another_program_keeps_open_with_changes_beside_it_is_refused(tmp_path):
    file = make_dna(tmp_path / "f.dna")
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode = WAL").fetchall()
        other.execute("UPDATE CODERS SET Name = 'x'")
        assert code_of(file) == "DNA003"


def test_a_file_that_was_not_closed_is_refused_and_not_mended(tmp_path):
    file = make_dna(tmp_path / "f.dna")
    broken = tmp_path / "broken.dna"
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("PRAGMA cache_size = 1").fetchall()
        other.execute("BEGIN")
        other.execute("UPDATE DOCUMENTS SET Text = Text || hex(zeroblob(20000))")
        journal = file.with_name(file.name + "-journal")
        assert journal.stat().st_size
        shutil.copy(file, broken)
        shutil.copy(journal, tmp_path / "broken.dna-journal")
        other.execute("ROLLBACK")
    before = broken.read_bytes()
    assert code_of(broken) in {"DNA002", "DNA003"}
    assert broken.read_bytes() == before


# what cannot be


@pytest.mark.parametrize(
    "place",
    [
        (-1, 5),
        (5, 5),
        (9, 5),
        (0, 10**6),
        (0, 2**31),
        (0, 2**62),
        (2**40, 2**41),
        ("0", 5),
        (None, 5),
        (0.5, 5),
        (b"0", 5),
    ],
)
def test_absurd_offsets_are_refused(tmp_path, place):
    rows = [(1, 1, 1, *place, 1)]
    file = make_loose(tmp_path / "f.dna", STATEMENTS=rows)
    with pytest.raises(DnaFileError) as refused:
        read_coded(file)
    assert refused.value.code == "DNA004"


@pytest.mark.parametrize(
    ("table", "row", "column", "value"),
    [
        ("CODERS", 0, 2, 300), ("CODERS", 0, 2, "red"), ("CODERS", 0, 1, None), ("CODERS", 0, 0, "1"),
        ("DOCUMENTS", 0, 2, b"text"), ("DOCUMENTS", 0, 2, 5), ("DOCUMENTS", 0, 9, "2020-01-01"),
        ("DOCUMENTS", 0, 9, 2**60), ("DOCUMENTS", 0, 9, -(2**60)), ("DOCUMENTS", 0, 9, 1.5), ("DOCUMENTS", 0, 0, None),
        ("VARIABLES", 0, 2, "number"), ("VARIABLES", 1, 1, "person"),
        ("STATEMENTS", 0, 0, 2), ("STATEMENTS", 0, 3, -4), ("STATEMENTS", 0, 4, 0),
        ("DATABOOLEAN", 0, 1, "one"), ("DATABOOLEAN", 0, 3, None), ("DATABOOLEAN", 1, 1, 1),
        ("DATAINTEGER", 0, 3, 2**40), ("DATAINTEGER", 0, 3, "-3"),
        ("DATASHORTTEXT", 0, 3, None), ("DATASHORTTEXT", 0, 3, b"4"),
        ("ENTITIES", 3, 2, 7), ("ENTITIES", 4, 2, "Ada Orn"), ("ENTITIES", 3, 0, 1), ("ENTITIES", 3, 6, -1),
        ("ATTRIBUTEVALUES", 0, 3, None), ("CODERRELATIONS", 0, 2, 1), ("VARIABLELINKS", 0, 2, 1),
    ],
)  # fmt: skip
def test_a_cell_that_cannot_be_is_refused(tmp_path, table, row, column, value):
    file = make_loose(tmp_path / "f.dna", **changed(table, row, column, value))
    assert code_of(file) == "DNA004"


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("red", "f.dna has the text 'red' in CODERS.Red, where a whole number must be"),
        ("r" * 50, f"f.dna has the text '{'r' * 40}'… in CODERS.Red"),
        (b"\x00" * 7, "f.dna has raw bytes (7 of them) in CODERS.Red"),
        (0.5, "f.dna has the number 0.5 in CODERS.Red"),
        (None, "f.dna has nothing in CODERS.Red"),
        (300, "f.dna has the number 300 in CODERS.Red, where it must be from 0 to 255"),
    ],
)
def test_what_stands_in_a_cell_is_told_in_words(tmp_path, value, told):
    with pytest.raises(DnaFileError) as refused:
        take(make_loose(tmp_path / "f.dna", **changed("CODERS", 0, 2, value)))
    assert refused.value.found.startswith(told)


@pytest.mark.parametrize("date", [2**63 - 1, -(2**40)])
def test_a_date_that_cannot_be_is_told_alike_where_a_file_is_copied_and_where_it_is_read(tmp_path, date):
    file = make_loose(tmp_path / "f.dna", **changed("DOCUMENTS", 0, 9, date))
    for way in (take, read_coded):
        with pytest.raises(DnaFileError) as refused:
            way(file)
        assert refused.value.found == (
            f"f.dna has the number {date} in DOCUMENTS.Date, where it must be from -62135596800 to 253402300799"
        )


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (
            changed("STATEMENTS", 0, 0, 2),
            "the table STATEMENTS of f.dna has a row that cannot be: two rows have the same ID",
        ),
        (
            changed("ENTITIES", 4, 2, "Ada Orn"),
            "the table ENTITIES of f.dna has a row that cannot be: two rows have the same VariableId and Value",
        ),
        (
            changed("STATEMENTS", 0, 4, 0),
            "the table STATEMENTS of f.dna has a row that cannot be: Start is not before Stop",
        ),
        (
            changed("CODERRELATIONS", 0, 2, 1),
            "the table CODERRELATIONS of f.dna has a row that cannot be: Coder and OtherCoder are one",
        ),
        (
            changed("VARIABLES", 6, 2, "number"),
            "the table VARIABLES of f.dna has a row that cannot be: what stands in DataType is none of what may",
        ),
    ],
)
def test_a_broken_rule_of_the_tables_is_told_in_words(tmp_path, rows, told):
    with pytest.raises(DnaFileError) as refused, copied(make_loose(tmp_path / "f.dna", **rows)):
        pass
    assert refused.value.found == told


def test_statements_of_a_type_that_is_not_there_are_refused_wherever_the_file_is_read(tmp_path):
    rows = [(*row[:1], 9, *row[2:]) if row[0] in {2, 5} else row for row in ROWS["STATEMENTS"]]
    file = make_loose(tmp_path / "f.dna", STATEMENTS=rows)
    for read in (read_coded, statement_types):
        with pytest.raises(DnaFileError, match="has 2 statements of the type 9, which is not there") as refused:
            read(file)
        assert refused.value.code == "DNA004"
    assert code_of(file) == "DNA004"


@pytest.mark.parametrize("count", [1, 2])
def test_statements_without_a_type_are_told(tmp_path, count):
    rows = [(*row[:1], None, *row[2:]) if row[0] <= count else row for row in ROWS["STATEMENTS"]]
    coded = read_coded(make_dna(tmp_path / "f.dna", STATEMENTS=rows), "DNA Statement")
    assert len(coded) == 5 - count
    what = "1 statement has no type and counts" if count == 1 else "2 statements have no type and count"
    assert [line.partition(":")[0] for line in coded.notices] == [f"{what} nowhere"]


@pytest.mark.parametrize(
    ("table", "row", "column", "value"),
    [
        ("STATEMENTS", 0, 2, 99), ("STATEMENTS", 0, 5, 99), ("DATASHORTTEXT", 0, 3, 99), ("DATASHORTTEXT", 0, 3, 8),
        ("DATABOOLEAN", 0, 3, 2),
    ],
)  # fmt: skip
def test_a_statement_that_names_what_is_not_there_is_refused(tmp_path, table, row, column, value):
    file = make_loose(tmp_path / "f.dna", **changed(table, row, column, value))
    with pytest.raises(DnaFileError) as refused:
        read_coded(file)
    assert refused.value.code == "DNA004"


@pytest.mark.parametrize(
    ("table", "row", "column", "named"),
    [
        ("DATASHORTTEXT", 12, 3, "row 13 of DATASHORTTEXT in f.dna points with Entity at a row of ENTITIES"),
        ("DATALONGTEXT", 0, 2, "row 1 of DATALONGTEXT in f.dna points with VariableId at a row of VARIABLES"),
        ("DATAINTEGER", 0, 1, "row 1 of DATAINTEGER in f.dna points with StatementId at a row of STATEMENTS"),
        ("STATEMENTS", 4, 1, "row 5 of STATEMENTS in f.dna points with StatementTypeId at a row of STATEMENTTYPES"),
        ("ATTRIBUTEVALUES", 1, 1, "row 2 of ATTRIBUTEVALUES in f.dna points with EntityId at a row of ENTITIES"),
    ],
)
def test_a_copy_has_no_row_that_points_at_nothing_whatever_its_statement_type(tmp_path, table, row, column, named):
    file = make_loose(tmp_path / "f.dna", **changed(table, row, column, 999))
    with pytest.raises(DnaFileError, match=named) as refused, copied(file):
        pass
    assert refused.value.code == "DNA004"


def test_looking_for_what_points_at_nothing_comes_to_an_end(tmp_path, monkeypatch):
    entities = [(k, 1, f"v{k}", 0, 0, 0, None) for k in range(1, 800)]
    file = make_dna(tmp_path / "f.dna", ENTITIES=entities, DATASHORTTEXT=[], ATTRIBUTEVALUES=[])
    with closing(sqlite3.connect(file)) as connection:
        monkeypatch.setattr(opening, "MAX_INSTRUCTIONS", 1_000)
        monkeypatch.setattr(opening, "_STEP", 100)
        with pytest.raises(DnaFileError) as refused:
            aside._check_references(connection, "f.dna")
    assert refused.value.code == "DNA007"


@pytest.mark.parametrize("parents", [{5: 5}, {4: 5, 5: 4}, {4: 5, 5: 6, 6: 4}])
def test_entities_that_are_children_of_themselves_are_refused(tmp_path, parents):
    rows = [(*row[:6], parents.get(row[0])) for row in ROWS["ENTITIES"]]
    file = make_dna(tmp_path / "f.dna", ENTITIES=rows)
    assert code_of(file) == "DNA004"
    with pytest.raises(DnaFileError, match="over others, a child of itself"):
        read_coded(file, "DNA Statement")


def test_a_long_chain_of_parents_is_refused_and_a_tree_is_not(tmp_path, monkeypatch):
    monkeypatch.setattr(_parents, "MAX_PARENTS", 3)
    tree = [(k, 1, f"v{k}", 0, 0, 0, k // 2 or None) for k in range(1, 8)]
    chain = [(k, 1, f"v{k}", 0, 0, 0, k + 1 if k < 5 else None) for k in range(1, 6)]
    with copied(make_dna(tmp_path / "tree.dna", **joined(ENTITIES=tree))):
        pass
    assert code_of(make_dna(tmp_path / "chain.dna", **joined(ENTITIES=chain))) == "DNA004"


# nothing in the file is run


NAMES = ['x"; DROP TABLE CODERS; --', "x'); DROP TABLE CODERS; --", "[x]", "`x`", "x y\n", "%s", "🚢"]


@pytest.mark.parametrize("name", NAMES)
def test_sql_in_names_is_a_name(tmp_path, name):
    quoted = '"' + name.replace('"', '""') + '"'
    variables = [(1, name, "short text", 1), *ROWS["VARIABLES"][1:]]
    types = [(1, name, 0, 0, 0), *ROWS["STATEMENTTYPES"][1:]]
    more = (f"CREATE TABLE {quoted} ({quoted} TEXT)", f"ALTER TABLE DOCUMENTS ADD COLUMN {quoted} TEXT")
    file = make_dna(tmp_path / "f.dna", *more, VARIABLES=variables, STATEMENTTYPES=types)
    assert name in read_coded(file, name).variables
    with copied(file) as copy:
        assert name in {shape.name for shape in copy.tables.values()}
        assert copy.has("DOCUMENTS", name)
        assert len(list(copy.rows("CODERS"))) == 2


def test_a_view_in_place_of_a_table_is_refused(tmp_path):
    view = (
        "CREATE VIEW STATEMENTS AS WITH RECURSIVE n(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM n) SELECT k ID FROM n"
    )
    file = make_dna(tmp_path / "f.dna", "DROP TABLE STATEMENTS", view)
    assert code_of(file) == "DNA001"


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda each: each.name)
def test_a_view_or_virtual_table_in_place_of_any_table_that_is_read_is_refused(tmp_path, layout):
    moved = f"ALTER TABLE {layout.name} RENAME TO Moved"
    columns = ", ".join(f'"{name}"' for name in layout.names)
    view = make_dna(tmp_path / "view.dna", moved, f"CREATE VIEW {layout.name.lower()} AS SELECT * FROM Moved")
    virtual = make_dna(tmp_path / "virtual.dna", moved, f"CREATE VIRTUAL TABLE {layout.name} USING fts5({columns})")
    for file, kind in ((view, "view"), (virtual, "virtual table")):
        for read in (read_coded, take):
            with pytest.raises(DnaFileError, match=f"of {file.name} is a {kind} where a table must be") as refused:
                read(file)
            assert refused.value.code == "DNA001"


def test_computed_columns_are_refused(tmp_path):
    table = "CREATE TABLE REGEXES (Label TEXT, Red AS (length(zeroblob(1000000000))), Green, Blue)"
    file = make_dna(tmp_path / "f.dna", "DROP TABLE REGEXES", table)
    assert code_of(file) == "DNA001"


def test_views_triggers_and_virtual_tables_are_left_behind(tmp_path):
    file = make_dna(
        tmp_path / "f.dna",
        "CREATE VIEW v AS SELECT * FROM CODERS",
        "CREATE TRIGGER t AFTER INSERT ON DOCUMENTS BEGIN DELETE FROM CODERS; END",
        "CREATE VIRTUAL TABLE words USING fts5(word)",
        "CREATE INDEX i ON CODERS (Name)",
    )
    with copied(file) as copy:
        assert set(copy.others) == {"view v", "trigger t", "virtual table words", "index i"}
        assert len(list(copy.rows("CODERS"))) == 2


def test_the_database_refuses_all_but_reading(tmp_path):
    with opening.opened(make_dna(tmp_path / "f.dna")) as database:
        connection = database._connection  # what a hole would use
        for query in (
            "DELETE FROM CODERS", "ATTACH ':memory:' AS m", "PRAGMA journal_mode = WAL", "SELECT load_extension('x')",
            "SELECT upper('x')", "CREATE TEMP TABLE x (y)", "VACUUM",
        ):  # fmt: skip
            with pytest.raises(sqlite3.Error):
                connection.execute(query).fetchall()


# an end to it


def test_a_query_without_end_is_given_up(tmp_path, monkeypatch):
    rows = [(k, f"p{k}", 0, 0, 0) for k in range(3000)]
    file = make_dna(
        tmp_path / "f.dna",
        STATEMENTTYPES=[(1, "DNA Statement", 0, 0, 0), *((k + 9, *r[1:]) for k, r in enumerate(rows))],
    )
    monkeypatch.setattr(opening, "MAX_INSTRUCTIONS", 2_000)
    monkeypatch.setattr(opening, "_STEP", 1_000)
    assert code_of(file) == "DNA007"


@pytest.mark.parametrize(
    ("module", "bound", "value"),
    [
        (opening, "MAX_BYTES", 1000), (opening, "MAX_VALUE_BYTES", 50), (opening, "MAX_TOTAL_BYTES", 100),
        (opening, "MAX_ROWS", 3), (opening, "MAX_TABLES", 5), (opening, "MAX_COLUMNS", 4), (aside, "MAX_SHORT", 3),
        (_documents, "MAX_PASSAGES", 10),
    ],
)  # fmt: skip
def test_what_is_larger_than_is_read_is_refused(tmp_path, monkeypatch, module, bound, value):
    file = make_dna(tmp_path / "f.dna")
    monkeypatch.setattr(module, bound, value)
    assert code_of(file) in {"DNA007", "DNA002"} if bound == "MAX_VALUE_BYTES" else code_of(file) == "DNA007"


def test_overlapping_statements_do_not_fill_the_memory(tmp_path, monkeypatch):
    monkeypatch.setattr(_documents, "MAX_PASSAGES", 50 * len(SAY))
    rows = [(k, 1, 1, 0, len(SAY), 1) for k in range(1, 60)]
    file = make_dna(tmp_path / "f.dna", STATEMENTS=rows)
    assert len(read_coded(file, "DNA Statement")) == 59
    assert code_of(file) == "DNA007"


def test_the_list_of_types_of_a_hostile_file_is_refused_alike(tmp_path):
    with pytest.raises(DnaFileError) as refused:
        statement_types(make_loose(tmp_path / "f.dna", **changed("STATEMENTTYPES", 0, 1, 5)))
    assert refused.value.code == "DNA004"


def test_a_huge_value_where_a_number_must_be_is_not_taken_into_memory(tmp_path):
    file = make_loose(tmp_path / "f.dna", **changed("DATABOOLEAN", 0, 3, b"\x00" * 200_000))
    with pytest.raises(DnaFileError) as refused:
        read_coded(file)
    assert refused.value.code == "DNA007"
