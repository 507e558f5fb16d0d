"""Project files of older versions open and say what they said."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from dissensus.model.findings import Actor, Affiliation, Merge, Place, Resolution
from dissensus.model.spans import Span
from dissensus.projects import Project, _migrating
from dissensus.projects._database import connect
from dissensus.projects.schema import REVISION


def copied(source: Path, target: Path) -> None:
    """Copy the rows of one project file into another, table by table, those columns that both have."""
    with closing(sqlite3.connect(target)) as raw:
        raw.execute("ATTACH ? AS newer", (str(source),))
        tables = [name for (name,) in raw.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'")]
        for table in set(tables) - {"alembic_version"}:
            columns = ", ".join(f'"{row[1]}"' for row in raw.execute(f"PRAGMA main.table_info({table})"))
            raw.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM newer.{table}")
        raw.commit()


@pytest.fixture
def filled(path, document, annotation) -> Path:
    """A project with one annotated document, each of whose statements says."""
    said = tuple(replace(statement, act="says") for statement in annotation.statements)
    with Project.open(path) as project:
        project.add_document(document)
        run = project.start_run("annotate", {}, {})
        project.store_annotations([replace(annotation, statements=said)], "p1", run.id)
        run.finish("finished")
    return path


@pytest.fixture
def first_revision(filled, tmp_path, monkeypatch) -> Path:
    """The same project as the first version of the schema kept it: made by its migration alone."""
    folder = tmp_path / "migrations"
    (folder / "versions").mkdir(parents=True)
    shutil.copy(_migrating.MIGRATIONS / "versions" / "0001_first.py", folder / "versions")
    old = tmp_path / "old.dissensus"
    with monkeypatch.context() as patched:
        patched.setattr(_migrating, "MIGRATIONS", folder)
        engine = connect(old, create=True)
        with engine.connect().execution_options(writes=True) as connection, connection.begin():
            _migrating.stamp_application(connection)
            _migrating.upgrade_connection(connection)
        engine.dispose()
    copied(filled, old)
    with closing(sqlite3.connect(old)) as raw:
        assert "act" not in {row[1] for row in raw.execute("PRAGMA table_info(statements)")}
    return old


def test_a_file_of_the_first_revision_opens_with_all_it_said(first_revision, filled):
    with Project.open(first_revision) as old, Project.open(filled) as new:
        assert dict(old.annotations()) == dict(new.annotations())
        assert old.content_digest() == new.content_digest()
        assert old.verify() == ()


def test_statements_of_the_first_revision_say(first_revision):
    with Project.open(first_revision) as project:
        found = project.annotation("orrin-1")
        assert [statement.act for statement in found.statements] == ["says", "says"]


def test_a_file_of_the_first_revision_takes_acts_once_it_is_open(first_revision, annotation):
    with Project.open(first_revision) as project:
        run = project.start_run("annotate", {}, {})
        project.store_annotations([annotation], "p2", run.id)
        assert project.annotation("orrin-1") == annotation
        assert project.findings().statements["act"].to_pylist() == ["demands", "says"]


def test_the_file_of_the_first_revision_is_kept_beside(first_revision):
    with Project.open(first_revision):
        pass
    with closing(sqlite3.connect(first_revision)) as raw:
        assert raw.execute("SELECT version_num FROM alembic_version").fetchall() == [(REVISION,)]
    copy = first_revision.with_name("old.dissensus.0001.backup")
    with closing(sqlite3.connect(copy)) as raw:
        assert raw.execute("SELECT version_num FROM alembic_version").fetchall() == [("0001",)]
        assert raw.execute("SELECT count(*) FROM statements").fetchall() == [(2,)]


@pytest.fixture
def second_revision(filled, tmp_path, monkeypatch) -> Path:
    """The same project as the schema's second version kept it: made by the first two migrations alone."""
    folder = tmp_path / "two"
    (folder / "versions").mkdir(parents=True)
    for name in ("0001_first.py", "0002_act.py"):
        shutil.copy(_migrating.MIGRATIONS / "versions" / name, folder / "versions")
    old = tmp_path / "second.dissensus"
    with monkeypatch.context() as patched:
        patched.setattr(_migrating, "MIGRATIONS", folder)
        engine = connect(old, create=True)
        with engine.connect().execution_options(writes=True) as connection, connection.begin():
            _migrating.stamp_application(connection)
            _migrating.upgrade_connection(connection)
        engine.dispose()
    copied(filled, old)
    return old


def test_a_file_of_the_second_revision_opens_with_all_it_said_and_without_reasons(second_revision, filled):
    with Project.open(second_revision) as old, Project.open(filled) as new:
        assert old.content_digest() == new.content_digest()
        assert old.affiliations() == ()
        assert old.verify() == ()
    assert second_revision.with_name("second.dissensus.0002.backup").is_file()


def test_mentions_of_older_files_tell_no_number_and_no_gender(second_revision):
    with Project.open(second_revision) as project:
        told = project.annotation("orrin-1").mentions
    assert {(mention.number, mention.gender) for mention in told} == {(None, None)}


def test_an_older_file_takes_number_and_gender_once_it_is_open(second_revision, annotation):
    mentions = tuple(replace(mention, number="singular", gender="feminine") for mention in annotation.mentions)
    with Project.open(second_revision) as project, project.start_run("annotate", {}, {}) as run:
        project.store_annotations([replace(annotation, mentions=mentions)], "p2", run.id)
        assert project.annotation("orrin-1").mentions == mentions


def test_a_file_of_the_second_revision_takes_merges_and_affiliations_once_it_is_open(second_revision):
    place = Place("orrin-1", Span(0, 14), "Mayor Ada Vell")
    actor = Actor(
        "ada", "Ada Vell", "person", ("Ada Vell",), (), (Merge("Vell", "Ada Vell", "surname", 0.9, (place,)),)
    )
    told = Affiliation("ada", None, "Mayor", place)
    with Project.open(second_revision) as project, project.start_run("reconcile", {}, {}) as run:
        project.store_resolution(Resolution((actor,), {"orrin-1": ("ada",)}, (told,)), run.id)
        assert project.actors() == (actor,)
        assert project.affiliations() == (told,)
