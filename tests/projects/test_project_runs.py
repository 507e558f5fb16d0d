"""Runs: one at a time, resumed after an interruption."""

from __future__ import annotations

import subprocess
import sys
import textwrap

import pytest

from dissensus.model.errors import ProjectError
from dissensus.projects import Project


def statuses(project):
    return [(run.id, run.status, run.resumed) for run in project.runs()]


def test_a_run_is_recorded_with_options_and_versions(project):
    with project.start_run("annotate", {"jobs": 2, "own_voice": True}, {"dissensus": "0.1.0"}) as run:
        assert statuses(project) == [(run.id, "running", 0)]
    (record,) = project.runs()
    assert (record.command, record.status) == ("annotate", "finished")
    assert record.options == {"jobs": 2, "own_voice": True}
    assert record.versions == {"dissensus": "0.1.0"}
    assert record.started <= record.finished


def test_a_run_that_raises_has_failed(project):
    with pytest.raises(ZeroDivisionError), project.start_run("annotate", {}, {}):
        raise ZeroDivisionError
    assert statuses(project) == [(1, "failed", 0)]


def test_a_run_broken_off_by_hand_is_interrupted_and_resumed(project):
    with pytest.raises(KeyboardInterrupt), project.start_run("annotate", {}, {}):
        raise KeyboardInterrupt
    assert statuses(project) == [(1, "interrupted", 0)]
    with project.start_run("annotate", {}, {}) as run:
        assert run.resumed
    assert statuses(project) == [(1, "finished", 1)]


def test_an_unfinished_equal_run_is_resumed_after_the_process_died(path):
    dying = textwrap.dedent("""
        import os, sys
        from dissensus.projects import Project
        run = Project.open(sys.argv[1]).start_run("annotate", {"a": 1, "b": 2}, {"v": "1"})
        os._exit(run.id)
    """)
    assert subprocess.run([sys.executable, "-c", dying, str(path)], check=False).returncode == 1
    with Project.open(path) as project:
        assert statuses(project) == [(1, "running", 0)]
        with project.start_run("annotate", {"b": 2, "a": 1}, {"v": "1"}) as run:
            assert (run.id, run.resumed) == (1, True)
        assert statuses(project) == [(1, "finished", 1)]


@pytest.mark.parametrize("other", [("read", {}, {}), ("annotate", {"a": 1}, {}), ("annotate", {}, {"v": "2"})])
def test_an_unfinished_run_that_differs_stays_interrupted(path, other):
    project = Project.open(path)
    project.start_run("annotate", {}, {})
    project.close()
    with Project.open(path) as project:
        with project.start_run(*other) as run:
            assert not run.resumed
        assert statuses(project) == [(1, "interrupted", 0), (2, "finished", 0)]


def test_a_finished_run_is_not_resumed(project):
    project.start_run("annotate", {}, {}).finish()
    assert not project.start_run("annotate", {}, {}).resumed


def test_finishing_twice_keeps_the_first_status(project):
    run = project.start_run("annotate", {}, {})
    run.finish("failed")
    run.finish()
    assert statuses(project) == [(1, "failed", 0)]


def test_one_process_has_one_run_at_a_time(project, path):
    with project.start_run("annotate", {}, {}):
        with pytest.raises(ProjectError) as again:
            project.start_run("read", {}, {})
        with Project.open(path) as other, pytest.raises(ProjectError) as second:
            other.start_run("annotate", {}, {})
    assert (again.value.code, second.value.code) == ("PRO004", "PRO004")


def test_two_processes_have_one_run_between_them(project, path):
    second = textwrap.dedent("""
        import sys
        from dissensus.model.errors import ProjectError
        from dissensus.projects import Project
        with Project.open(sys.argv[1]) as project:
            try:
                project.start_run("annotate", {}, {}).finish()
            except ProjectError as error:
                print(error)
    """)
    command = [sys.executable, "-c", second, str(path)]
    with project.start_run("annotate", {}, {}):
        refused = subprocess.run(command, capture_output=True, text=True, check=True)
    allowed = subprocess.run(command, capture_output=True, text=True, check=True)
    assert refused.stdout.startswith("PRO004")
    assert "annotate" in refused.stdout
    assert allowed.stdout == ""
    assert statuses(project) == [(1, "finished", 0), (2, "finished", 0)]


def test_people_decide_while_a_run_writes(project, path, document):
    from dissensus.model.records import Coder, Decision

    with project.start_run("annotate", {}, {}), Project.open(path) as other:
        project.add_document(document)
        other.decide(Decision(Coder("Ina", "person"), "time", "k", "reject", "{}"))
        assert len(project.decisions()) == 1


def test_nothing_stays_beside_the_file_after_a_run(project, path):
    project.start_run("annotate", {}, {}).finish()
    project.close()
    assert [p.name for p in path.parent.iterdir()] == [path.name]


def test_a_lock_file_without_a_living_holder_does_not_block(project, path):
    path.with_name(path.name + ".lock").write_text("process 1: annotate")
    with project.start_run("annotate", {}, {}) as run:
        assert not run.resumed
    assert not path.with_name(path.name + ".lock").exists()


def test_a_lock_that_cannot_be_written_is_told(project, path):
    path.with_name(path.name + ".lock").mkdir()
    with pytest.raises(ProjectError) as refused:
        project.start_run("annotate", {}, {})
    assert refused.value.code == "PRO006"
    assert project.runs() == ()


def test_a_run_that_cannot_be_recorded_gives_the_lock_back(project, path):
    with pytest.raises(ProjectError):
        project.start_run("\ud800", {}, {})
    project.start_run("annotate", {}, {}).finish()


def test_two_names_of_one_file_are_one_project(project, path):
    link = path.with_name("link.dissensus")
    link.symlink_to(path)
    with project.start_run("annotate", {}, {}), Project.open(link) as other, pytest.raises(ProjectError) as refused:
        other.start_run("annotate", {}, {})
    assert refused.value.code == "PRO004"
