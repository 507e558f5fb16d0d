"""Hostile files of DNA through the command line: one clear message, and every project as it was."""

from __future__ import annotations

import random
import re
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

import pytest
from command import dissensus
from dna_file import LAYOUTS, UNKNOWN, make_dna, make_loose

PROGRAMMERS_WORDS = re.compile(
    r"Traceback|DIS000|NoneType|\bdict\b|codec|unhashable|argument must|not supported between|Python|constraint failed"
)
HUGE = "x" * 1_000_000
ENDLESS = "WITH RECURSIVE n(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM n)"
RUNS = "CREATE TABLE ENTITIES (ID DEFAULT (load_extension(''x'')) oops"
REFUSED = {
    "a text for an offset": ("UPDATE STATEMENTS SET Start = 'x' WHERE ID = 1",),
    "raw bytes for a document": ("UPDATE DOCUMENTS SET Text = x'00ff' WHERE ID = 1",),
    "raw bytes for a name": ("UPDATE ENTITIES SET Value = zeroblob(300000) WHERE ID = 4",),
    "a number of 19 digits for an entity": ("UPDATE DATASHORTTEXT SET Entity = 9223372036854775807 WHERE ID = 1",),
    "an infinite date": ("UPDATE DOCUMENTS SET Date = 9e999 WHERE ID = 1",),
    "an absurd offset": ("UPDATE STATEMENTS SET Stop = 4611686018427387904 WHERE ID = 1",),
    "a negative offset": ("UPDATE STATEMENTS SET Start = -5 WHERE ID = 2",),
    "nothing for a value": ("UPDATE DATABOOLEAN SET Value = NULL WHERE ID = 1",),
    "text that is not UTF-8": ("UPDATE DOCUMENTS SET Text = CAST(x'ff41' AS TEXT) WHERE ID = 1",),
    "half a character": ("UPDATE ENTITIES SET Value = CAST(x'eda080' AS TEXT) WHERE ID = 4",),
    "a name of a million characters": (f"UPDATE ENTITIES SET Value = '{HUGE}' WHERE ID = 4",),
    "one number twice": ("INSERT INTO STATEMENTS SELECT * FROM STATEMENTS",),
    "entities in a circle": ("UPDATE ENTITIES SET ChildOf = CASE ID WHEN 4 THEN 5 ELSE 4 END WHERE ID IN (4, 5)",),
    "a type that is not there": ("UPDATE STATEMENTS SET StatementTypeId = 7 WHERE ID = 1",),
    "an endless view": (
        "DROP TABLE CODERS",
        f"CREATE VIEW CODERS AS {ENDLESS} SELECT k AS ID, k AS Name FROM n",
    ),
    "a virtual table": ("DROP TABLE SETTINGS", "CREATE VIRTUAL TABLE SETTINGS USING fts5(Property, Value)"),
    "a computed column": ("ALTER TABLE ENTITIES ADD COLUMN More AS (hex(zeroblob(1000000)))",),
    "a renamed column": ('ALTER TABLE ENTITIES RENAME COLUMN "Value" TO "x""; DROP TABLE CODERS; --"',),
    "a schema that runs a function": (
        "PRAGMA writable_schema = ON",
        f"UPDATE sqlite_master SET sql = '{RUNS}' WHERE name = 'ENTITIES'",
    ),
}
TAKEN = {
    "SQL and HTML in a name": ("UPDATE ENTITIES SET Value = '\"''; DROP TABLE CODERS; -- <script>' WHERE ID = 4",),
    "a zero character in a name": ("UPDATE ENTITIES SET Value = 'Ada' || char(0) || 'Orn' WHERE ID = 4",),
    "a trigger": ("CREATE TRIGGER t AFTER INSERT ON DOCUMENTS BEGIN DELETE FROM CODERS; END",),
    "tables and columns with SQL in their names": (
        'CREATE TABLE "a""b; -- <b>" ("c""d" BLOB, e)',
        'INSERT INTO "a""b; -- <b>" VALUES (x\'00\', 9e999)',
    ),
    "another program's number": ("PRAGMA application_id = 1", "PRAGMA user_version = -1"),
    "a table without row numbers": (
        "ALTER TABLE REGEXES RENAME TO Moved",
        "CREATE TABLE REGEXES (Label PRIMARY KEY, Red, Green, Blue) WITHOUT ROWID",
        "INSERT INTO REGEXES SELECT * FROM Moved",
    ),
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with an imported file, closed."""
    folder = tmp_path_factory.mktemp("project")
    answer = dissensus("import-dna", make_dna(folder / "gulls.dna"), "-p", folder / "p.dissensus", "-q")
    assert answer.code == 0
    with closing(sqlite3.connect(folder / "p.dissensus")) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    return folder / "p.dissensus"


def clean(told: str) -> bool:
    """Whether a message is one of ours: short, and without words that only programmers know."""
    return len(told) < 1_000 and not PROGRAMMERS_WORDS.search(told)


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_file_is_refused_in_one_message_and_leaves_every_project_as_it_was(
    name: str, project: Path, tmp_path: Path
) -> None:
    file = make_loose(tmp_path / "gulls.dna", *REFUSED[name])
    before, theirs = project.read_bytes(), file.read_bytes()
    for words in (
        ("network", file, "--statement-type", "DNA Statement"),
        ("import-dna", file, "-p", project),
        ("import-dna", file, "-p", tmp_path / "new.dissensus"),
    ):
        answer = dissensus(*words, "-q")
        assert answer.code == 2, words
        assert answer.err.count("error DNA0") == 1
        assert clean(answer.err), answer.err
    assert (project.read_bytes(), file.read_bytes()) == (before, theirs)
    assert [each.name for each in tmp_path.iterdir()] == ["gulls.dna"]


@pytest.mark.parametrize("name", TAKEN)
def test_what_is_only_strange_is_taken_as_it_is(name: str, tmp_path: Path) -> None:
    file = make_loose(tmp_path / "gulls.dna", *TAKEN[name])
    for words in (
        ("network", file, "--statement-type", "DNA Statement"),
        ("import-dna", file, "-p", tmp_path / "p.dissensus"),
        ("export", tmp_path / "p.dissensus", "--format", "dna", "--out", tmp_path / "out.dna"),
    ):
        answer = dissensus(*words, "-q")
        assert answer.code == 0, answer.err
    with closing(sqlite3.connect(tmp_path / "out.dna")) as connection:
        assert connection.execute("SELECT count(*) FROM CODERS").fetchone() == (2,)


def test_damage_and_nonsense_in_cells_drawn_at_random_end_in_a_result_or_one_message(
    project: Path, tmp_path: Path
) -> None:
    draw = random.Random(11)
    content = make_dna(tmp_path / "base.dna", *UNKNOWN).read_bytes()
    cells = [None, -1, 0, 5, 2**31, -(2**63), 1.5, "", "x", "1", b"", b"\xff", "a\x00b", "'; DROP TABLE CODERS; --"]
    before, codes = project.read_bytes(), []
    for number in range(14):
        file = tmp_path / f"{number}.dna"
        if number % 2:
            damaged = bytearray(content[: draw.choice([len(content), draw.randrange(len(content))])])
            for _ in range(draw.choice([1, 8, 200])):
                damaged[draw.randrange(len(damaged))] = draw.randrange(256)
            file.write_bytes(damaged)
        else:
            layout = draw.choice(LAYOUTS)
            with suppress(sqlite3.Error), closing(sqlite3.connect(make_loose(file))) as connection:
                column = draw.choice(layout.names)
                connection.execute(f'UPDATE {layout.name} SET "{column}" = ? WHERE rowid = 1', (draw.choice(cells),))
                connection.commit()
        answers = [
            dissensus("network", file, "--statement-type", "DNA Statement", "-q"),
            dissensus("import-dna", file, "-p", tmp_path / f"{number}.dissensus", "-q"),
        ]
        for answer in answers:
            assert answer.code in {0, 2}, answer.err
            assert clean(answer.err), answer.err
            codes.append(answer.code)
        if answers[1].code:
            assert not list(tmp_path.glob(f"{number}.dissensus*"))
            assert dissensus("import-dna", file, "-p", project, "-q").code == 2
            assert project.read_bytes() == before
    assert set(codes) == {0, 2}


def test_statements_without_a_type_are_told_by_every_command_that_reads_them(tmp_path: Path) -> None:
    file = make_dna(tmp_path / "f.dna", "UPDATE STATEMENTS SET StatementTypeId = NULL WHERE ID = 1")
    for words in (("network", file), ("bars", file), ("import-dna", file, "-p", tmp_path / "p.dissensus")):
        answer = dissensus(*words, *(() if words[0] == "import-dna" else ("--statement-type", "DNA Statement")))
        assert answer.code == 0
        assert answer.err.count("1 statement has no type and counts nowhere") == 1


def test_what_is_wrong_in_a_record_is_not_told_as_an_import_to_who_makes_a_network(tmp_path: Path) -> None:
    file = make_loose(tmp_path / "gulls.dna", "UPDATE STATEMENTS SET Start = 'x' WHERE ID = 1")
    answer = dissensus("network", file)
    assert answer.code != 0
    assert "DNA004" in answer.err
    assert "imported" not in answer.err
    assert "nothing of it was used" in answer.err
