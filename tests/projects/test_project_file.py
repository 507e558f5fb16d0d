"""The file itself: made, opened, refused, migrated."""

from __future__ import annotations

import shutil
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, event, text

from dissensus.model.errors import ProjectError
from dissensus.projects import Project, _migrating
from dissensus.projects.schema import ADDED_ONLY, REVISION, metadata


def test_creating_makes_folders_and_one_file(tmp_path):
    Project.create(tmp_path / "a" / "b" / "dam.dissensus").close()
    assert [p.name for p in (tmp_path / "a" / "b").iterdir()] == ["dam.dissensus"]


def test_creating_over_something_is_refused(path):
    with pytest.raises(ProjectError) as refused:
        Project.create(path)
    assert refused.value.code == "PRO002"


def test_creating_in_a_folder_that_is_a_file_is_refused(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(ProjectError) as refused:
        Project.create(tmp_path / "file" / "dam.dissensus")
    assert refused.value.code == "PRO006"


def test_a_leftover_of_an_interrupted_creation_does_no_harm(tmp_path):
    (tmp_path / ".dam.dissensus.new").write_bytes(b"half a file")
    Project.create(tmp_path / "dam.dissensus").close()
    assert [p.name for p in tmp_path.iterdir()] == ["dam.dissensus"]


def test_open_or_create_does_what_is_needed(tmp_path, document):
    with Project.open_or_create(tmp_path / "dam.dissensus") as project:
        project.add_document(document)
    with Project.open_or_create(tmp_path / "dam.dissensus") as project:
        assert project.count_documents() == 1


def test_nothing_at_the_path_is_no_project(tmp_path):
    with pytest.raises(ProjectError) as refused:
        Project.open(tmp_path / "none.dissensus")
    assert refused.value.code == "PRO001"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"An article about a dam.\n", b"SQLite format 3\x00", b"\x00" * 5000])
def test_another_file_under_our_name_is_no_project(tmp_path, content):
    path = tmp_path / "dam.dissensus"
    path.write_bytes(content)
    with pytest.raises(ProjectError) as refused:
        Project.open(path)
    assert refused.value.code in {"PRO001", "PRO005"}
    assert path.read_bytes() == content


def test_a_folder_is_no_project(tmp_path):
    with pytest.raises(ProjectError) as refused:
        Project.open(tmp_path)
    assert refused.value.code == "PRO001"


def test_a_database_of_another_program_is_no_project(tmp_path):
    path = tmp_path / "dam.dissensus"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE documents (id TEXT)")
        other.commit()
    with pytest.raises(ProjectError) as refused:
        Project.open(path)
    assert refused.value.code == "PRO001"


def test_a_truncated_file_is_damaged(path, document):
    with Project.open(path) as project:
        project.add_document(document)
    path.write_bytes(path.read_bytes()[:9000])
    with pytest.raises(ProjectError) as refused, Project.open(path) as project:
        list(project.documents())
    assert refused.value.code == "PRO005"


def test_overwritten_pages_are_damage_and_not_a_crash(path, document):
    with Project.open(path) as project:
        project.add_document(document)
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xa5" * (len(content) - 4096)
    path.write_bytes(bytes(content))
    with pytest.raises(ProjectError) as refused, Project.open(path) as project:
        list(project.documents())
    assert refused.value.code == "PRO005"


def test_a_row_that_holds_no_document_is_damage(path, project, document):
    project.add_document(document)
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("UPDATE documents SET authors = 'not JSON'")
        raw.commit()
    with pytest.raises(ProjectError) as refused:
        project.document("orrin-1")
    assert refused.value.code == "PRO005"


def test_a_full_disk_is_told_and_what_was_there_stays(project, document):
    project.add_document(document)

    @event.listens_for(project._engine, "checkout")
    def limit(raw, *_):
        raw.execute("PRAGMA max_page_count = 1").fetchall()

    from dataclasses import replace

    with pytest.raises(ProjectError) as refused:
        project.add_document(replace(document, id="big", text="dam " * 100_000))
    assert refused.value.code == "PRO006"
    assert project.document_ids() == ["orrin-1"]


def test_a_file_that_may_not_be_read_is_told(path, monkeypatch):
    def refuse(*_, **__):
        raise PermissionError(13, "denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(ProjectError) as refused:
        Project.open(path)
    assert refused.value.code == "PRO006"


def test_an_interrupted_reader_or_writer_leaves_the_log_that_the_next_opening_takes_up(tmp_path, path, document):
    """The write-ahead log of a process that died is part of the project."""
    with Project.open(path) as project:
        project.add_document(document)
        for name in ("work.dissensus", "work.dissensus-wal"):
            shutil.copyfile(path.with_name(name), tmp_path / name.replace("work", "copy"))
    with Project.open(tmp_path / "copy.dissensus") as copy:
        assert copy.document("orrin-1") == document


def test_the_migrated_schema_equals_the_declared_one(path):
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()


def parts(sql: str) -> list[str]:
    """What stands between the commas of a CREATE statement, those inside brackets of their own apart."""
    head, _, rest = sql.partition("(")
    body, _, tail = rest.rpartition(")")
    found, depth = [""], 0
    for character in " ".join(body.split()):
        depth += (character == "(") - (character == ")")
        if character == "," and not depth:
            found.append("")
        else:
            found[-1] += character
    return [head.strip(), tail.strip(), *(part.strip() for part in found)]


def test_the_migrated_tables_are_the_declared_ones_to_the_letter(path):
    def tables(engine):
        query = text("SELECT name, sql FROM sqlite_master WHERE type IN ('table', 'index') AND sql IS NOT NULL")
        with engine.connect() as connection:
            # Part by part: Alembic writes the constraints of a table in an order of its own, and SQLite puts a column
            # that was added at the end.
            found = {name: sorted(parts(sql)) for name, sql in connection.execute(query)}
        engine.dispose()
        return found

    declared = create_engine(f"sqlite:///{path.with_name('declared.db')}")
    metadata.create_all(declared)
    migrated = tables(create_engine(f"sqlite:///{path}"))
    del migrated["alembic_version"]
    assert migrated == tables(declared)


def test_the_newest_revision_is_the_head_of_the_migrations():
    assert ScriptDirectory(str(_migrating.MIGRATIONS)).get_heads() == [REVISION]


def test_each_table_that_is_only_added_to_has_its_triggers(path):
    with closing(sqlite3.connect(path)) as raw:
        found = {name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
    assert found >= {f"{table}_no_{verb}" for table in ADDED_ONLY for verb in ("update", "delete", "replace")}


def set_revision(path: Path, revision: str) -> None:
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("UPDATE alembic_version SET version_num = ?", (revision,))
        raw.commit()


def test_a_file_of_a_newer_version_is_refused_and_left_alone(path):
    set_revision(path, "9999")
    with pytest.raises(ProjectError) as refused:
        Project.open(path)
    assert refused.value.code == "PRO003"
    assert [p.name for p in path.parent.iterdir() if "backup" in p.name] == []


@pytest.fixture
def next_migration(tmp_path, monkeypatch):
    """A later version of this program, with one more migration."""

    def declare(body: str) -> None:
        folder = tmp_path / "migrations"
        shutil.copytree(_migrating.MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
        (folder / "versions" / "9998_next.py").write_text(
            "from alembic import op\nimport sqlalchemy as sa\n\n"
            f"revision = '9998'\ndown_revision = '{REVISION}'\n\n\n"
            f"def upgrade():\n    {body}\n"
        )
        monkeypatch.setattr(_migrating, "MIGRATIONS", folder)
        monkeypatch.setattr(_migrating, "REVISION", "9998")

    return declare


def test_an_older_file_is_copied_and_brought_up_to_date(path, document, annotation, next_migration):
    with Project.open(path) as project:
        project.add_document(document)
        digest = project.content_digest()
    next_migration("op.add_column('settings', sa.Column('since', sa.Text()))")
    with Project.open(path) as project:
        assert project.content_digest() == digest
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("SELECT version_num FROM alembic_version").fetchall() == [("9998",)]
        raw.execute("SELECT since FROM settings")
    with closing(sqlite3.connect(path.with_name(f"work.dissensus.{REVISION}.backup"))) as copy:
        assert copy.execute("SELECT version_num FROM alembic_version").fetchall() == [(REVISION,)]
        assert copy.execute("SELECT id FROM documents").fetchall() == [("orrin-1",)]


def test_without_migrating_an_older_file_is_refused(path, next_migration):
    next_migration("op.add_column('settings', sa.Column('since', sa.Text()))")
    with pytest.raises(ProjectError) as refused:
        Project.open(path, migrate=False)
    assert refused.value.code == "PRO012"


def test_a_migration_that_fails_changes_nothing(path, next_migration):
    next_migration("op.drop_table('settings'); op.execute('SELECT * FROM nowhere')")
    with pytest.raises(ProjectError):
        Project.open(path)
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("SELECT version_num FROM alembic_version").fetchall() == [(REVISION,)]
        assert raw.execute("SELECT * FROM settings").fetchall() == []


def test_an_older_copy_is_not_overwritten_by_the_next(path):
    first, second = _migrating.back_up(path, REVISION), _migrating.back_up(path, REVISION)
    assert first != second
    assert first.read_bytes()[:15] == second.read_bytes()[:15] == b"SQLite format 3"


def test_importing_the_package_loads_no_storage_library():
    code = (
        "import sys, dissensus.projects; print([m for m in ('sqlalchemy', 'alembic', 'pyarrow') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_opening_loads_neither_alembic_nor_arrow(path):
    code = (
        "import sys; from dissensus.projects import Project; Project.open(sys.argv[1]).close();"
        "print([m for m in ('alembic', 'pyarrow') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_name_that_the_package_lacks_is_an_ordinary_error():
    import dissensus.projects

    with pytest.raises(AttributeError):
        dissensus.projects.nothing  # noqa: B018


def test_closing_twice_is_harmless(path):
    project = Project.open(path)
    project.close()
    project.close()


def test_paths_with_marks_of_addresses_are_paths(tmp_path, document):
    odd = tmp_path / "what? 100% #1 é.dissensus"
    with Project.create(odd) as project:
        project.add_document(document)
    assert stat.S_ISREG(odd.stat().st_mode)
    assert [p.name for p in tmp_path.iterdir()] == [odd.name]


def test_settings_are_remembered_as_json(path):
    with Project.open(path) as project:
        project.set_setting("columns", {"text": "body", "outlet": None})
        project.set_setting("reading", [1, 2.5, "é"])
        project.set_setting("reading", None)
    with Project.open(path) as project:
        assert dict(project.settings()) == {"columns": {"text": "body", "outlet": None}}


def test_a_setting_that_is_not_json_is_refused(project):
    with pytest.raises(ProjectError) as refused:
        project.set_setting("x", object())
    assert refused.value.code == "PRO010"
