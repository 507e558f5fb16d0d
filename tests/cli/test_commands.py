"""The commands as users type them: exit codes, output, errors, incremental work."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from command import Answer, dissensus, start

ARTICLE = (
    "Dam vote postponed\n\n“We will not move an inch,” said Mara Velden, the mayor of Ostrava Bay, on Wednesday. "
    "The company denied that the valley would be flooded.\n"
)


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory, example_articles: Path) -> tuple[Path, Answer]:
    """The example articles after ``run``, and what it answered."""
    folder = tmp_path_factory.mktemp("finished")
    return folder / "out", dissensus("run", example_articles, "--out", folder / "out", "--json")


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "one.txt").write_text(ARTICLE, encoding="utf-8")
    (folder / "metadata.csv").write_text("file,outlet,published\none.txt,Bay Post,2019-06-20\n", encoding="utf-8")
    return folder


def test_run_gives_the_project_the_report_and_the_tables(finished: tuple[Path, Answer]) -> None:
    folder, answer = finished
    result = json.loads(answer.out)
    assert result["documents"] >= 12
    assert result["failed"] == 0
    assert answer.code == 0
    assert (folder / "project.dissensus").is_file()
    assert (folder / "report.html").read_text(encoding="utf-8").lower().startswith("<!doctype html>")
    names = {path.stem for path in (folder / "tables").iterdir()}
    assert {"quotations", "naming", "times", "silences", "own_voice", "outlets", "documents"} <= names


def test_run_again_annotates_nothing_and_changes_nothing(finished: tuple[Path, Answer], example_articles: Path) -> None:
    folder, first = finished
    report = (folder / "report.html").read_bytes()
    again = json.loads(dissensus("run", example_articles, "--out", folder, "--json").out)
    assert (again["annotated"], again["unchanged"]) == (0, json.loads(first.out)["documents"])
    assert (folder / "report.html").read_bytes() == report


def test_two_jobs_give_the_same_report_and_tables_as_one(
    finished: tuple[Path, Answer], example_articles: Path, tmp_path: Path
) -> None:
    folder, _ = finished
    dissensus("run", example_articles, "--out", tmp_path, "--jobs", "2", "--quiet")
    for path in [folder / "report.html", *sorted((folder / "tables").iterdir())]:
        assert (tmp_path / path.relative_to(folder)).read_bytes() == path.read_bytes(), path.name


def test_a_changed_article_alone_is_annotated_again(articles: Path, tmp_path: Path) -> None:
    (articles / "two.txt").write_text(ARTICLE.replace("inch", "metre") + "More was not said.\n", encoding="utf-8")
    out = tmp_path / "out"
    dissensus("run", articles, "--out", out, "--quiet")
    (articles / "two.txt").write_text(ARTICLE.replace("Wednesday", "Friday") + "No more.\n", encoding="utf-8")
    answer = json.loads(dissensus("run", articles, "--out", out, "--json").out)
    assert (answer["annotated"], answer["unchanged"], answer["changed"]) == (1, 1, 1)


def test_an_article_whose_file_is_gone_leaves_the_comparison(articles: Path, tmp_path: Path) -> None:
    (articles / "two.txt").write_text(ARTICLE.replace("inch", "metre") + "More was not said.\n", encoding="utf-8")
    out = tmp_path / "out"
    dissensus("run", articles, "--out", out, "--quiet")
    (articles / "two.txt").unlink()
    answer = json.loads(dissensus("run", articles, "--out", out, "--json").out)
    assert (answer["documents"], answer["removed"]) == (1, 1)
    assert "two" not in (out / "tables" / "documents.csv").read_text(encoding="utf-8-sig")


def test_the_steps_one_by_one_give_the_same_content_as_run(articles: Path, tmp_path: Path) -> None:
    from dissensus.projects import Project

    project = tmp_path / "dam.dissensus"
    for words in (
        ("init", project),
        ("read", project, articles),
        ("annotate", project),
        ("compare", project),
        ("report", project, "--out", tmp_path / "report.html"),
    ):
        answer = dissensus(*words)
        assert answer.code == 0, answer.err
    dissensus("run", articles, "--out", tmp_path / "out", "--quiet")
    with Project.open(project) as one, Project.open(tmp_path / "out" / "project.dissensus") as other:
        assert one.content_digest() == other.content_digest()


def test_annotate_without_a_project_writes_the_public_schema(articles: Path, tmp_path: Path) -> None:
    out = tmp_path / "annotations.jsonl"
    answer = dissensus("annotate", articles, "--jsonl", out)
    assert answer.code == 0, answer.err
    (line,) = out.read_text(encoding="ascii").splitlines()
    item = json.loads(line)
    text = ARTICLE
    assert item["id"] == "one"
    assert item["schema"] == "dissensus.annotation/1"
    direct = next(s for s in item["statements"] if s["mode"] == "direct")
    assert set(direct) >= {
        "speaker", "cue", "content", "mode", "speaker_name", "speaker_actor", "confidence", "parent",
    }  # fmt: skip
    assert list(direct).index("act") == list(direct).index("mode") + 1
    assert "Mara Velden" in "".join(text[s:e] for s, e in direct["speaker"])
    assert "We will not move an inch" in "".join(text[s:e] for s, e in direct["content"])
    assert direct["speaker_name"] == "Mara Velden"
    actors = {m["actor"] for m in item["mentions"] if m["name"] == "Mara Velden"}
    assert actors == {direct["speaker_actor"]}
    assert any(time["value"] == "2019-06-19" for time in item["times"])


def test_annotate_never_writes_over_an_article(articles: Path) -> None:
    path = next(path for path in sorted(articles.iterdir()) if path.suffix == ".txt")
    before = path.read_bytes()
    for given in (articles, path):
        answer = dissensus("annotate", given, "--jsonl", path)
        assert (answer.code, "USE006" in answer.err) == (2, True), answer.err
    assert path.read_bytes() == before


def test_annotate_refuses_a_folder_as_its_target_before_it_works(articles: Path) -> None:
    answer = dissensus("annotate", articles, "--jsonl", articles)
    assert (answer.code, "is a folder" in answer.err) == (2, True)


def numbers(lines: str) -> list[tuple[str, int, float]]:
    """Document, number and confidence of every statement of an annotations file."""
    items = [json.loads(line) for line in lines.splitlines()]
    return [(item["id"], s["statement"], s["confidence"]) for item in items for s in item["statements"]]


def test_annotate_leaves_out_what_is_below_the_least_confidence(articles: Path) -> None:
    everything = numbers(dissensus("annotate", articles, "--jsonl", "-", "--quiet").out)
    told = sorted({confidence for _, _, confidence in everything})
    least = (told[0] + told[-1]) / 2 if len(told) > 1 else told[0] + 0.001
    answer = dissensus("annotate", articles, "--jsonl", "-", "--min-confidence", str(least), "--quiet")
    assert answer.code == 0, answer.err
    kept = numbers(answer.out)
    assert kept == [one for one in everything if one[2] >= least]
    assert len(kept) < len(everything)


def test_export_leaves_out_what_is_below_and_the_project_keeps_it(
    finished: tuple[Path, Answer], tmp_path: Path
) -> None:
    from dissensus.projects import Project

    project = tmp_path / "copy.dissensus"
    shutil.copy(finished[0] / "project.dissensus", project)
    with Project.open(project) as opened:
        before = opened.content_digest()
        told = [s.confidence for _, found in opened.annotations() for s in found.statements]
    least = (min(told) + max(told)) / 2
    answer = dissensus("export", project, "--out", tmp_path / "t", "--min-confidence", str(least), "--quiet")
    assert answer.code == 0, answer.err
    written = numbers((tmp_path / "t" / "annotations.jsonl").read_text(encoding="ascii"))
    assert len(written) == sum(confidence >= least for confidence in told)
    counted = sum(int(row["statements"]) for row in table_of(tmp_path / "t" / "documents.csv"))
    assert counted == len(written)
    with Project.open(project) as opened:
        assert opened.content_digest() == before


def table_of(path: Path) -> list[dict[str, str]]:
    """Rows of a table written as CSV."""
    import csv

    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("command", ["annotate", "compare", "export", "report", "run"])
@pytest.mark.parametrize("value", ["7", "-0.1", "nan", "inf", "often", ""])
def test_a_least_confidence_that_is_none_is_wrong_use(
    command: str, value: str, finished: tuple[Path, Answer], articles: Path, tmp_path: Path
) -> None:
    project = finished[0] / "project.dissensus"
    words = {
        "annotate": (articles, "--jsonl", tmp_path / "a.jsonl"),
        "compare": (project,),
        "export": (project, "--out", tmp_path / "t"),
        "report": (project, "--out", tmp_path / "r.html"),
        "run": (articles, "--out", tmp_path / "out"),
    }[command]
    answer = dissensus(command, *words, "--min-confidence", value)
    assert answer.code == 2
    assert f"error USE005: --min-confidence is {value!r}; it must be a number from 0 to 1" in answer.err
    assert not list(tmp_path.glob("[art]*.*"))


def test_a_project_is_annotated_whole_whatever_the_confidence(finished: tuple[Path, Answer]) -> None:
    answer = dissensus("annotate", finished[0] / "project.dissensus", "--min-confidence", "0.5")
    assert (answer.code, "a project keeps every statement" in answer.err) == (2, True)


def test_annotations_on_standard_output_are_nothing_but_json_lines(articles: Path) -> None:
    answer = dissensus("annotate", articles, "--jsonl", "-", "--quiet")
    assert [json.loads(line)["id"] for line in answer.out.splitlines()] == ["one"]


def test_a_bad_file_is_named_with_what_to_do_and_the_rest_goes_on(articles: Path, tmp_path: Path) -> None:
    (articles / "bad.txt").write_bytes(b"")
    answer = dissensus("run", articles, "--out", tmp_path / "out")
    assert answer.code == 1
    assert "READ002" in answer.err
    assert "bad.txt" in answer.err
    assert "Traceback" not in answer.err
    assert "documents   1" in answer.out


def test_when_every_file_is_bad_the_reason_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "bad.txt").write_bytes(b"")
    answer = dissensus("run", folder, "--out", tmp_path / "out", "--quiet")
    assert answer.code == 1
    assert answer.err.startswith("error PRO013: ")
    assert "bad.txt: READ002" in answer.err


def test_control_characters_in_file_names_do_not_reach_the_terminal(articles: Path, tmp_path: Path) -> None:
    (articles / "a\x1b[31m.txt").write_bytes(b"")
    answer = dissensus("run", articles, "--out", tmp_path / "out")
    assert "\x1b" not in answer.err + answer.out


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("run", "no-such-folder", "--out", "o"), "USE002"),
        (("annotate", "no-such-folder", "--jsonl", "x"), "USE002"),
        (("annotate", "no-such.dissensus"), "PRO001"),
        (("compare", "no-such.dissensus"), "PRO001"),
        (("run", "articles", "--out", "o", "--columns", "text"), "USE005"),
        (("run", "articles", "--out", "o", "--config", "no-such.toml"), "USE005"),
        (("run", "articles", "--out", "o", "--format", "xls"), "USE005"),
        (("run", "articles", "--out", "o", "--language-model", "en_no_such"), "USE004"),
        (("run", "articles", "--out", "o", "--name-pattern", "{nothing"), "USE005"),
    ],
)
def test_wrong_use_is_exit_code_2_with_one_clear_message(
    words: tuple[str, ...], code: str, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(articles.parent)
    answer = dissensus(*words)
    assert answer.code == 2, answer.out + answer.err
    assert answer.err.strip().startswith(f"error {code}: ")
    assert len(answer.err.strip().splitlines()) == 1
    again = dissensus(*words, "--json")
    assert json.loads(again.out)["error"]["code"] == code


def test_an_unknown_option_is_exit_code_2() -> None:
    assert dissensus("run", "--no-such-option").code == 2


def test_comparing_before_annotating_says_what_to_do(tmp_path: Path) -> None:
    dissensus("init", tmp_path / "p.dissensus")
    answer = dissensus("compare", tmp_path / "p.dissensus")
    assert (answer.code, "PRO007" in answer.err) == (2, True)


def test_init_never_replaces_a_project(tmp_path: Path) -> None:
    dissensus("init", tmp_path / "p.dissensus")
    answer = dissensus("init", tmp_path / "p.dissensus")
    assert (answer.code, "PRO002" in answer.err) == (2, True)


def test_a_project_remembers_how_its_articles_are_read(tmp_path: Path) -> None:
    table = tmp_path / "articles.csv"
    table.write_text("body,paper\n" + '"' + ARTICLE.replace("\n", " ") + '",Bay Post\n', encoding="utf-8")
    project = tmp_path / "p.dissensus"
    dissensus("init", project, "--columns", "text=body,outlet=paper")
    answer = dissensus("read", project, table, "--json")
    assert json.loads(answer.out)["documents"] == 1, answer.err


def test_a_project_remembers_the_options_of_a_run(tmp_path: Path) -> None:
    table = tmp_path / "articles.csv"
    table.write_text("body,paper\n" + '"' + ARTICLE.replace("\n", " ") + '",Bay Post\n', encoding="utf-8")
    out = tmp_path / "out"
    dissensus("run", table, "--out", out, "--columns", "text=body,outlet=paper", "--quiet")
    answer = json.loads(dissensus("run", table, "--out", out, "--json").out)
    assert (answer["documents"], answer["failed"], answer["removed"]) == (1, 0, 0)


def test_reading_another_folder_keeps_the_documents_and_problems_of_the_first(articles: Path, tmp_path: Path) -> None:
    (articles / "bad.txt").write_bytes(b"")
    other = tmp_path / "other"
    other.mkdir()
    (other / "one.txt").write_text("Another article under the same name, by another paper.", encoding="utf-8")
    (other / "two.txt").write_text("A second article, by another paper of the bay.", encoding="utf-8")
    project = tmp_path / "p.dissensus"
    dissensus("read", project, articles)
    answer = json.loads(dissensus("read", project, other, "--json").out)
    codes = {(problem["code"], problem["origin"]) for problem in answer["problems"]}
    assert codes >= {("READ002", "articles/bad.txt"), ("READ014", "other/one.txt")}
    assert answer["added"] == 1


def test_a_document_whose_file_cannot_be_read_this_time_stays(articles: Path, tmp_path: Path) -> None:
    (articles / "two.txt").write_text(ARTICLE.replace("inch", "metre") + "More was not said.\n", encoding="utf-8")
    out = tmp_path / "out"
    dissensus("run", articles, "--out", out, "--quiet")
    (articles / "two.txt").write_bytes(b"")
    answer = json.loads(dissensus("run", articles, "--out", out, "--json").out)
    assert (answer["removed"], answer["failed"]) == (0, 1)
    assert "two" in (out / "tables" / "documents.csv").read_text(encoding="utf-8-sig")


def test_a_document_that_was_not_annotated_is_not_called_silent(articles: Path, tmp_path: Path) -> None:
    german = "Der Stausee wird gebaut, sagte die Bürgermeisterin am Mittwoch vor dem Rathaus der kleinen Stadt. " * 6
    (articles / "drei.txt").write_text(german, encoding="utf-8")
    (articles / "metadata.csv").write_text(
        "file,outlet,published\none.txt,Bay Post,2019-06-20\ndrei.txt,Stausee Bote,2019-06-20\n", encoding="utf-8"
    )
    out = tmp_path / "out"
    answer = dissensus("run", articles, "--out", out)
    assert (answer.code, "ANN004" in answer.err) == (1, True)
    for path in (out / "tables").iterdir():
        assert "Stausee Bote" not in path.read_text(encoding="utf-8-sig"), path.name
    assert "-1" not in (out / "tables" / "documents.csv").read_text(encoding="utf-8-sig")


def test_a_report_says_that_documents_have_no_annotation(articles: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    dissensus("run", articles, "--out", out, "--quiet")
    (articles / "two.txt").write_text(ARTICLE.replace("inch", "metre") + "More was not said.\n", encoding="utf-8")
    dissensus("read", out / "project.dissensus", articles, "--quiet")
    answer = dissensus("report", out / "project.dissensus", "--out", tmp_path / "r.html")
    assert "1 documents have no annotation" in answer.err


@pytest.mark.parametrize(
    "words",
    [
        ("run", "articles", "--out", "file/x"),
        ("run", "articles", "--out", "file"),
        ("report", "made/project.dissensus", "--out", "."),
        ("export", "made/project.dissensus", "--out", "file"),
        ("annotate", "articles", "--jsonl", "file/x"),
        ("init", "file/x.dissensus"),
    ],
)
def test_a_place_that_cannot_be_written_is_wrong_use(
    words: tuple[str, ...], articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(articles.parent)
    Path("file").write_text("a file", encoding="utf-8")
    if "made/project.dissensus" in words:
        dissensus("run", "articles", "--out", "made", "--quiet")
    answer = dissensus(*words, "--quiet") if words[0] != "init" else dissensus(*words)
    assert answer.code == 2, answer.err
    assert "DIS000" not in answer.err


def test_control_characters_in_messages_do_not_reach_the_terminal(tmp_path: Path) -> None:
    answer = dissensus("run", tmp_path, "--out", tmp_path / "o", "--config", tmp_path / "\x1b[31mno.toml")
    assert answer.code == 2
    assert "\x1b" not in answer.err


def test_ctrl_c_says_that_what_was_done_is_kept(articles: Path, tmp_path: Path) -> None:
    import signal
    import time

    # So many that the work cannot be done before the signal comes, however busy the machine is.
    many = tmp_path / "many"
    many.mkdir()
    text = next(iter(sorted(articles.glob("*.txt")))).read_text(encoding="utf-8")
    for number in range(200):
        (many / f"{number}.txt").write_text(f"{text}\n\nCopy {number}.\n", encoding="utf-8")
    process = start("run", many, "--out", tmp_path / "out")
    while not (tmp_path / "out" / "project.dissensus").exists():
        time.sleep(0.05)
    # An interruption that comes while a library finalises something is swallowed by Python; people press again.
    for _ in range(5):
        process.send_signal(signal.SIGINT)
        try:
            _, errors = process.communicate(timeout=12)
            break
        except subprocess.TimeoutExpired:
            continue
    assert process.returncode == 130
    assert "what a project has saved is kept" in errors


def test_a_fault_of_the_program_has_an_exit_code_of_its_own(
    articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("dissensus.tasks.running.run", fail)
    answer = dissensus("run", articles, "--out", tmp_path / "out")
    assert (answer.code, "DIS000" in answer.err, "Traceback" in answer.err) == (3, True, False)


def test_the_names_of_tables_are_those_of_a_comparison(finished: tuple[Path, Answer]) -> None:
    from dissensus.cli.commands.compare import TABLES

    assert {path.stem for path in (finished[0] / "tables").iterdir()} == set(TABLES)


def test_a_configuration_file_sets_options_and_the_command_line_wins(articles: Path, tmp_path: Path) -> None:
    config = tmp_path / "study.toml"
    config.write_text('[reporting]\ntitle = "From the file"\n[comparing]\nmin_confidence = 1.0\n', encoding="utf-8")
    out = tmp_path / "out"
    dissensus("run", articles, "--out", out, "--config", config, "--title", "From the line", "--quiet")
    report = (out / "report.html").read_text(encoding="utf-8")
    assert "From the line" in report
    assert "From the file" not in report
    assert len((out / "tables" / "quotations.csv").read_text(encoding="utf-8-sig").splitlines()) == 1


def test_doctor_finds_a_sound_installation_and_a_sound_project(finished: tuple[Path, Answer]) -> None:
    folder, _ = finished
    answer = dissensus("doctor", folder / "project.dissensus")
    assert answer.code == 0, answer.out
    assert "all words stand where they should" in answer.out


def test_doctor_finds_words_that_another_program_changed(finished: tuple[Path, Answer], tmp_path: Path) -> None:
    import sqlite3

    folder, _ = finished
    copy = tmp_path / "copy.dissensus"
    shutil.copy(folder / "project.dissensus", copy)
    with sqlite3.connect(copy) as connection:
        connection.execute("update mentions set words = 'other words'")
    connection.close()
    answer = dissensus("doctor", copy)
    assert (answer.code, "EVI001" in answer.out) == (1, True)


def test_compare_shows_a_table_with_its_evidence_as_json(finished: tuple[Path, Answer]) -> None:
    folder, _ = finished
    answer = dissensus("compare", folder / "project.dissensus", "--table", "quotations", "--json")
    rows = json.loads(answer.out)["rows"]
    assert rows
    assert all(row["evidence"] for row in rows)


def test_help_needs_none_of_the_heavy_libraries() -> None:
    code = (
        "import sys; sys.argv = ['dissensus', '--help']\n"
        "from dissensus.cli import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        "heavy = {'spacy', 'pyarrow', 'sqlalchemy', 'numpy', 'trafilatura', 'rich', 'jinja2'} & set(sys.modules)\n"
        "sys.exit(', '.join(sorted(heavy)) or 0)"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
