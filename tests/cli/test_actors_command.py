"""``dissensus actors`` as users type it."""

from __future__ import annotations

import json

import pytest
from command import dissensus

from dissensus.projects import Project
from dissensus.tasks.comparing import reconcile_project


@pytest.fixture
def project(actors_file):
    return actors_file


def listed(project):
    return {each["name"]: each for each in json.loads(dissensus("actors", "list", project, "--json").out)["actors"]}


def test_the_list_has_one_line_an_actor_the_most_mentioned_first(project):
    answer = dissensus("actors", "list", project)
    assert answer.code == 0
    assert len(answer.out.splitlines()) == 4
    assert "Ada Vell  [person]" in answer.out.splitlines()[0] or "Bo Brask  [person]" in answer.out.splitlines()[0]


@pytest.mark.parametrize(
    ("options", "names"),
    [
        (("--kind", "organisation"), {"Dam Board"}),
        (("--min-mentions", "3"), {"Ada Vell", "Bo Brask"}),
        (("--outlet", "Bugle"), {"Ada Vell", "Dam Board"}),
    ],
)
def test_the_list_can_be_bounded(project, options, names):
    found = json.loads(dissensus("actors", "list", project, "--json", *options).out)["actors"]
    assert {each["name"] for each in found} == names


def test_an_unknown_outlet_is_told_with_those_that_there_are(project):
    answer = dissensus("actors", "list", project, "--outlet", "Bugle", "--outlet", "Nope")
    assert "there is no outlet 'Nope' in the project; there are 'Bugle', 'Post'" in answer.err


def test_all_mentions_of_an_actor_are_listed_as_many_as_the_list_counts(project):
    found = json.loads(dissensus("actors", "mentions", project, "Ada Vell", "--json").out)["mentions"]
    assert len(found) == listed(project)["Ada Vell"]["mentions"] > 1
    with Project.open(project) as opened:
        texts = {document.id: document.text for document in opened.documents()}
    assert all(texts[each["document_id"]][each["start"] : each["end"]] == each["words"] for each in found)


def test_a_mention_is_shown_in_brackets_among_the_words_around_it(project):
    lines = dissensus("actors", "mentions", project, "Ada Vell").out.splitlines()
    assert all("[" in line and "]" in line for line in lines)
    assert "[Ada Vell]" in lines[0]


def test_mentions_of_nobody_are_an_error_that_names_what_was_asked(project):
    answer = dissensus("actors", "mentions", project, "Nobody Known")
    assert (answer.code, "Nobody Known" in answer.err) == (2, True)


def test_a_decision_says_that_reports_are_as_before(project):
    answer = dissensus("actors", "merge", project, "Ada Vell", "Brask", "--by", "Ina")
    assert answer.err.splitlines() == [
        "reports and exported tables are as before; `dissensus report` and `dissensus export` make them anew"
    ]


def test_a_merge_a_rename_and_an_undo_are_seen_in_the_list_and_the_log(project):
    assert dissensus("actors", "merge", project, "Ada Vell", "Brask", "--by", "Ina", "--note", "one person").code == 0
    assert dissensus("actors", "rename", project, "Ada Vell", "A. Vell", "--by", "Tom").code == 0
    assert {"A. Vell"} <= set(listed(project))
    assert dissensus("actors", "undo", project, "1", "--by", "Ina").code == 0
    assert {"A. Vell", "Bo Brask"} <= set(listed(project))
    log = json.loads(dissensus("actors", "decisions", project, "--json").out)["decisions"]
    assert [(each["by"], each["verdict"], each["stands"]) for each in log] == [
        ("Ina", "correct", False),
        ("Tom", "correct", True),
        ("Ina", "undo", True),
    ]
    assert "(one person)  [taken back]" in dissensus("actors", "decisions", project).out


def test_a_decision_that_does_not_apply_is_marked_with_the_reason(project):
    dissensus("actors", "rename", project, "<b>Ivo</b> Kell", "Ivo Kell", "--by", "Ina")
    with Project.open(project) as opened:
        opened.remove_documents(["d3"])
        reconcile_project(opened)
    assert "[does not apply: no actor is called" in dissensus("actors", "decisions", project).out
    (made,) = json.loads(dissensus("actors", "decisions", project, "--json").out)["decisions"]
    assert (made["stands"], made["applies"]) == (True, False)


def test_a_decision_that_applies_has_no_mark(project):
    dissensus("actors", "rename", project, "Ada Vell", "A. Vell", "--by", "Ina")
    assert "[" not in dissensus("actors", "decisions", project).out
    (made,) = json.loads(dissensus("actors", "decisions", project, "--json").out)["decisions"]
    assert (made["applies"], made["why_not"]) == (True, "")


def test_an_explanation_tells_whether_its_decisions_apply(project):
    dissensus("actors", "rename", project, "Ada Vell", "A. Vell", "--by", "Ina")
    (made,) = json.loads(dissensus("actors", "explain", project, "A. Vell", "--json").out)["decisions"]
    assert made["applies"] is True


def test_decisions_are_in_what_compare_makes(project, tmp_path):
    dissensus("actors", "merge", project, "Ada Vell", "Bo Brask", "--by", "Ina")
    answer = json.loads(dissensus("compare", project, "--table", "naming", "--json").out)
    assert {row["actor"] for row in answer["rows"] if row["label"] == "Bo Brask"} == {"Ada Vell"}


def test_forbid_and_split_part_what_one_name_covers(project):
    assert dissensus("actors", "forbid", project, "Ada Vell", "Bo Brask", "--by", "Ina").code == 0
    refused = dissensus("actors", "merge", project, "Ada Vell", "Bo Brask", "--by", "Tom")
    assert refused.code == 2
    assert refused.err.startswith("error REC009: decision 1 by Ina says the opposite")
    assert dissensus("actors", "split", project, "Brask", "--document", "d3", "--as", "Bo II", "--by", "Ina").code == 0
    assert "Bo II" in listed(project)


def test_an_explanation_shows_rules_and_words_in_their_context(project):
    dissensus("actors", "merge", project, "Ada Vell", "Bo Brask", "--by", "Ina")
    out = dissensus("actors", "explain", project, "Ada Vell").out
    assert "Bo Brask -> Ada Vell: decision, confidence 1.00" in out
    assert "d2: [Bo Brask] opened the dam." in out
    found = json.loads(dissensus("actors", "explain", project, "Ada Vell", "--json").out)
    merge = next(each for each in found["merges"] if each["rule"] == "decision")
    assert merge["evidence"][0]["words"] == "Bo Brask"


def test_hostile_names_reach_the_terminal_without_control_characters(project):
    dissensus("actors", "rename", project, "Ada Vell", "Ada\x1b[31m\nVell", "--by", "Ina\x1b")
    for words in (("list",), ("decisions",)):
        out = dissensus("actors", *words, project).out
        assert "\x1b" not in out
        assert "Ada\\x1b[31m Vell" in out or "Ada\\x1b" in out


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("explain", "Nobody"), "REC007"),
        (("merge", "Ada Vell"), "USE001"),
        (("merge", "Ada Vell", "Vell"), "REC010"),
        (("split", "Ada Vell"), "USE001"),
        (("split", "Ada Vell", "--name", "Kell"), "REC010"),
        (("split", "Ada Vell", "--document", "d9"), "PRO009"),
        (("rename", "Ada Vell", " "), "REC003"),
        (("rename", "Ada Vell", "x" * 2000), "REC003"),
        (("rename", "Ada Vell", "Ada", "--kind", "ship"), "USE005"),
        (("rename", "Ada Vell", "Ada Vell"), "REC010"),
        (("forbid", "Ada Vell", "the ada vell"), "REC010"),
        (("undo", "9"), "REC011"),
        (("list", "--kind", "ship"), "USE005"),
        (("list", "--outlet", "Nope"), "USE005"),
        (("export", "--out", "who.xyz", "--format", "xyz"), "USE005"),
    ],
)
def test_a_wrong_use_is_one_clear_line_and_exit_code_2(project, tmp_path, monkeypatch, words, code):
    monkeypatch.chdir(tmp_path)
    action, *rest = words
    answer = dissensus("actors", action, project, *rest)
    assert answer.code == 2
    assert answer.err.startswith(f"error {code}: ")
    assert len(answer.err.splitlines()) == 1
    assert len(answer.err) < 500


@pytest.mark.parametrize("form", ["toml", "csv", "json", "parquet"])
def test_actors_are_written_in_each_form(project, tmp_path, form):
    path = tmp_path / f"who.{form}"
    answer = json.loads(dissensus("actors", "export", project, "--out", path, "--format", form, "--json").out)
    assert answer == {"actors": 4, "file": str(path)}
    if form == "parquet":
        import pyarrow.parquet as pq

        assert min(pq.read_table(path)["name"].to_pylist()) == "<b>Ivo</b> Kell"
    else:
        assert "Ada Vell" in path.read_text(encoding="utf-8-sig")


def test_a_written_file_given_with_aliases_changes_nothing_and_is_remembered(project, tmp_path):
    before = listed(project)
    dissensus("actors", "export", project, "--out", tmp_path / "who.toml")
    assert dissensus("compare", project, "--aliases", tmp_path / "who.toml", "--quiet").code == 0
    assert listed(project) == before
    with Project.open(project) as opened:
        assert opened.settings()["reconciling"]["aliases"] == "who.toml"
    assert dissensus("compare", project, "--no-aliases", "--quiet").code == 0
    with Project.open(project) as opened:
        assert opened.settings()["reconciling"]["aliases"] is None


def test_what_a_decision_keeps_apart_is_in_the_written_file(project, tmp_path):
    dissensus("actors", "forbid", project, "Ada Vell", "Bo Brask", "--by", "Ina")
    dissensus("actors", "export", project, "--out", tmp_path / "who.toml")
    assert 'not = ["Bo Brask"]' in (tmp_path / "who.toml").read_text(encoding="utf-8")


def test_a_file_written_over_the_one_in_use_keeps_its_lines_about_others(project, tmp_path):
    path = tmp_path / "who.toml"
    path.write_text(
        '[[actor]]\nname = "Ada Vell"\nnot = ["Tom Vell"]\n\n[[actor]]\nname = "Una Orrin"\nnot = ["Orrin"]\n',
        encoding="utf-8",
    )
    dissensus("compare", project, "--aliases", path, "--quiet")
    dissensus("actors", "export", project, "--out", path)
    written = path.read_text(encoding="utf-8")
    assert 'not = ["Tom Vell"]' in written
    assert 'name = "Una Orrin"\nnot = ["Orrin"]' in written


def test_a_wrong_alias_file_is_refused_before_any_work(project, tmp_path):
    (tmp_path / "who.toml").write_text('[[actor]]\nname = ""\n', encoding="utf-8")
    answer = dissensus("compare", project, "--aliases", tmp_path / "who.toml")
    assert answer.code == 2
    assert "error REC003: who.toml, line 1: name has an empty text" in answer.err


def test_run_applies_an_alias_file_and_decisions_made_between_two_runs(tmp_path):
    articles, out = tmp_path / "articles", tmp_path / "out"
    articles.mkdir()
    text = "“We will not move an inch,” said Mara Velden on Wednesday. Tobias Renn denied that the valley was safe.\n"
    (articles / "one.txt").write_text(text, encoding="utf-8")
    (tmp_path / "who.toml").write_text('[[actor]]\nname = "The Mayor"\naliases = ["Mara Velden"]\n', encoding="utf-8")
    words = ("run", articles, "--out", out, "--statements", "rules", "--quiet")
    assert dissensus(*words, "--aliases", tmp_path / "who.toml").code == 0
    project = out / "project.dissensus"
    assert "The Mayor" in listed(project)
    assert dissensus("actors", "merge", project, "The Mayor", "Tobias Renn", "--by", "Ina").code == 0
    (articles / "one.txt").write_text(text + "Renn said no more.\n", encoding="utf-8")
    assert dissensus(*words).code == 0
    assert "Tobias Renn" in listed(project)["The Mayor"]["aliases"]
    assert "Tobias Renn" not in listed(project)


def test_the_help_of_each_subcommand_has_an_example():
    for name in ("list", "explain", "merge", "split", "rename", "forbid", "undo", "decisions", "export"):
        out = " ".join(dissensus("actors", name, "--help").out.split())
        assert f"Example: dissensus actors {name}" in out
