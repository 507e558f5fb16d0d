"""Wrong uses of the commands: what was found and what to do, before any work, by one rule."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import dissensus

ARTICLE = "“The dam will hold,” said Mara Velden, the mayor of Ostrava Bay, on Wednesday.\n"


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "one.txt").write_text(ARTICLE, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with nothing but a project in it."""
    folder = tmp_path_factory.mktemp("results")
    assert dissensus("init", folder / "project.dissensus").code == 0
    return folder


def refused(*words: object) -> str:
    """What a command that is refused says; it has done nothing before."""
    answer = dissensus(*words)
    assert answer.code == 2, answer.err
    assert answer.out == ""
    (line,) = answer.err.splitlines()
    return line


def test_a_project_given_where_articles_are_annotated_is_told_of_export(results: Path, tmp_path: Path) -> None:
    project = results / "project.dissensus"
    told = refused("annotate", project, "--jsonl", tmp_path / "a.jsonl")
    assert told.startswith(f"error USE001: {project} is a project")
    assert f"`dissensus export {project} --out FOLDER`" in told
    assert not (tmp_path / "a.jsonl").exists()


def test_a_folder_of_results_given_where_articles_are_annotated_is_named_as_such(results: Path, tmp_path: Path) -> None:
    told = refused("annotate", results, "--jsonl", tmp_path / "a.jsonl")
    assert "holds the results of a run and no articles" in told
    assert str(results / "project.dissensus") in told
    assert not (tmp_path / "a.jsonl").exists()


def test_a_folder_given_where_a_project_is_annotated_names_the_project_in_it(results: Path) -> None:
    assert f"Give the project in it: {results / 'project.dissensus'}" in refused("annotate", results)


@pytest.mark.parametrize("inside", ["", "one.txt"])
def test_articles_given_where_a_project_is_annotated_name_the_two_commands_for_them(
    articles: Path, inside: str
) -> None:
    given = articles / inside
    told = refused("annotate", given)
    assert "without --jsonl one project is annotated" in told
    assert f"`dissensus annotate {given} --jsonl FILE`" in told
    assert f"`dissensus run {given} --out FOLDER`" in told


def test_several_paths_without_a_target_are_counted(articles: Path) -> None:
    assert "2 paths are given without --jsonl" in refused("annotate", articles, articles / "one.txt")


def test_a_project_among_articles_is_no_article(articles: Path, results: Path, tmp_path: Path) -> None:
    answer = dissensus("read", tmp_path / "p.dissensus", articles, results / "project.dissensus", "--quiet")
    assert answer.code == 1
    assert "READ003: " in answer.err
    assert "it is a project, not an article" in answer.err
    assert answer.out.startswith("documents   1 ")


WRITERS = {
    "run": lambda articles, project, target: ("run", articles, "--out", target),
    "init": lambda articles, project, target: ("init", target / "p.dissensus"),
    "read": lambda articles, project, target: ("read", target / "p.dissensus", articles),
    "annotate": lambda articles, project, target: ("annotate", articles, "--jsonl", target / "a.jsonl"),
    "report": lambda articles, project, target: ("report", project, "--out", target / "r.html"),
    "export": lambda articles, project, target: ("export", project, "--out", target),
}
"""By command, how it is told to write into a folder."""


@pytest.mark.parametrize("command", WRITERS)
def test_a_file_in_the_way_of_a_folder_is_refused_by_every_command_alike(
    command: str, articles: Path, results: Path
) -> None:
    way = articles / "one.txt"
    words = WRITERS[command](articles, results / "project.dissensus", way / "new")
    assert refused(*words) == (
        f"error USE006: {way} is no folder. Give a path that you may write to; folders that are missing are made."
    )


@pytest.mark.parametrize("command", ["init", "read", "annotate"])
def test_missing_folders_are_made_by_every_command_alike(command: str, articles: Path, tmp_path: Path) -> None:
    target = tmp_path / "new" / "newer"
    answer = dissensus(*WRITERS[command](articles, None, target))
    assert answer.code == 0, answer.err
    assert {".dissensus", ".jsonl"} & {path.suffix for path in target.iterdir()}


@pytest.mark.parametrize("command", ["annotate", "report"])
def test_a_folder_where_a_file_is_to_be_written_is_refused(command: str, articles: Path, results: Path) -> None:
    option = "--jsonl" if command == "annotate" else "--out"
    given = articles if command == "annotate" else results / "project.dissensus"
    told = refused(command, given, option, articles, "--quiet")
    assert told == f"error USE006: {articles} is a folder. Give the name of a file with {option}."


def test_a_run_on_articles_that_are_not_there_makes_no_folder(tmp_path: Path) -> None:
    assert "nowhere" in refused("run", tmp_path / "nowhere", "--out", tmp_path / "results")
    assert list(tmp_path.iterdir()) == []


def test_a_file_keeps_what_it_holds_where_writing_it_anew_breaks_off(tmp_path: Path) -> None:
    from dissensus.cli._targets import written_whole

    target = tmp_path / "positions.jsonl"
    target.write_text("before", encoding="utf-8")

    def break_off() -> None:
        with written_whole(target) as file:
            file.write("half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        break_off()
    assert target.read_text(encoding="utf-8") == "before"
    assert list(tmp_path.iterdir()) == [target]
