"""What a written file of names cannot tell is said when it is written."""

from __future__ import annotations

import pytest
from invented_actors import resolved
from project_of_actors import make

from dissensus.model.options import ReconcilingOptions
from dissensus.projects import Project
from dissensus.tasks import actors as task
from dissensus.tasks.actor_export import _differing, export_actors
from dissensus.tasks.comparing import reconcile_project


@pytest.fixture
def project(tmp_path):
    with Project.open(make(tmp_path / "work.dissensus")) as opened:
        reconcile_project(opened)
        yield opened


def test_two_of_one_name_that_stay_apart_are_told_as_not_in_the_file(project, tmp_path):
    task.decide(project, "Ina", task.split_of(project, "Bo Brask", (), ("d3",), "Bo Brask"))
    one, other = (actor.id for actor in project.actors() if actor.name == "Bo Brask")
    task.decide(project, "Ina", task.forbid_of(project, one, other))
    told = []
    export_actors(project, tmp_path / "who.toml", notice=told.append)
    assert told == ["not in the file: decision 2 (never merge 'Bo Brask' with 'Bo Brask'): no name tells the two apart"]


def test_nothing_is_told_where_the_file_tells_all(project, tmp_path):
    task.decide(project, "Ina", task.forbid_of(project, "Ada Vell", "Bo Brask"))
    told = []
    export_actors(project, tmp_path / "who.toml", notice=told.append)
    assert told == []


def test_a_bounded_file_has_no_entries_that_nobody_is_yet(project, tmp_path):
    path = tmp_path / "who.toml"
    path.write_text('[[actor]]\nname = "Una Orrin"\n', encoding="utf-8")
    reconcile_project(project, ReconcilingOptions(aliases=str(path)))
    export_actors(project, path, kinds=["person"])
    assert "Una Orrin" not in path.read_text(encoding="utf-8")


def test_actors_that_come_back_with_other_mentions_or_another_name_are_told_by_id():
    before, _ = resolved(("d1", [("a", ["Ada"]), ("b", ["Bo"]), ("c", ["Cy"])]))
    after, _ = resolved(("d1", [("a", ["Ada"]), ("x", ["Bo"]), ("c", ["Cyr"])]))
    assert _differing(before, after, {"a", "b", "c"}) == ["b", "c"]
