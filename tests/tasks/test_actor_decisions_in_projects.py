"""Decisions about actors in a project: kept in the log, applied in every later run, taken back by later ones."""

from __future__ import annotations

import pytest
from project_of_actors import annotate

from dissensus.exchanging.alias_files import read_alias_file, write_alias_file
from dissensus.model.errors import ProjectError, ReconcilingError
from dissensus.model.options import ReconcilingOptions
from dissensus.projects import Project
from dissensus.reconciling.actors._aliases import Alias, AliasEntry
from dissensus.tasks import actors as task
from dissensus.tasks.actor_export import export_actors
from dissensus.tasks.comparing import reconcile_project


@pytest.fixture
def project(actors_file):
    with Project.open(actors_file) as opened:
        yield opened


def names(project):
    return {actor.name for actor in project.actors()}


def merged(project, by="Ina", **more):
    return task.decide(project, by, task.merge_of(project, ["Ada Vell", "Bo Brask"]), **more)


def test_the_machine_alone_finds_four_actors(project):
    assert names(project) == {"Ada Vell", "Bo Brask", "<b>Ivo</b> Kell", "Dam Board"}


def test_a_merge_is_applied_at_once(project):
    made = merged(project)
    assert made.applied
    assert names(project) == {"Ada Vell", "<b>Ivo</b> Kell", "Dam Board"}


def test_decisions_survive_a_later_annotation_and_comparison(project):
    merged(project)
    before = project.actors(), project.actor_links()
    annotate(project, "p2")
    assert project.actor_links() == {}
    assert reconcile_project(project) == ()
    assert (project.actors(), project.actor_links()) == before


def test_a_decision_is_in_the_log_with_who_what_and_why(project):
    made = merged(project, note="she married")
    (logged,) = task.actor_decisions(project)
    assert logged.id == made.number
    assert (logged.decision.coder.name, logged.decision.coder.kind) == ("Ina", "person")
    assert (logged.decision.kind, logged.decision.note, logged.standing) == ("actor", "she married", True)
    assert task.told_decision(logged) == "merge 'Bo Brask' into 'Ada Vell'"


def test_ones_own_decision_is_undone_and_the_machine_is_back(project):
    before = project.actors(), project.actor_links()
    made = merged(project)
    task.take_back(project, "Ina", made.number)
    assert (project.actors(), project.actor_links()) == before
    assert [logged.decision.verdict for logged in task.actor_decisions(project)] == ["correct", "undo"]


def test_somebody_elses_decision_is_rejected_and_stands_again_when_that_is_undone(project):
    made = merged(project)
    rejected = task.take_back(project, "Tom", made.number)
    assert "Bo Brask" in names(project)
    assert task.actor_decisions(project)[-1].decision.verdict == "reject"
    task.take_back(project, "Tom", rejected.number)
    assert "Bo Brask" not in names(project)


def test_the_same_decision_can_be_made_again_after_it_was_undone(project):
    task.take_back(project, "Ina", merged(project).number)
    merged(project)
    assert "Bo Brask" not in names(project)


@pytest.mark.parametrize("number", [0, 7])
def test_a_number_that_is_no_standing_decision_cannot_be_taken_back(project, number):
    with pytest.raises(ReconcilingError) as caught:
        task.take_back(project, "Ina", number)
    assert caught.value.code == "REC011"


def test_an_undone_decision_cannot_be_undone_twice(project):
    made = merged(project)
    task.take_back(project, "Ina", made.number)
    with pytest.raises(ReconcilingError, match=f"no decision {made.number}"):
        task.take_back(project, "Ina", made.number)


def test_to_forbid_what_was_merged_is_refused_and_names_the_decision(project):
    made = merged(project)
    with pytest.raises(ReconcilingError) as caught:
        task.decide(project, "Tom", task.forbid_of(project, "Ada Vell", "Bo Brask"))
    assert caught.value.code == "REC009"
    assert f"decision {made.number} by Ina says the opposite" in caught.value.found


def test_to_merge_what_is_forbidden_is_refused(project):
    task.decide(project, "Ina", task.forbid_of(project, "Ada Vell", "Bo Brask"))
    with pytest.raises(ReconcilingError, match="says the opposite"):
        merged(project, "Tom")


def test_the_same_decision_twice_is_refused(project):
    task.decide(project, "Ina", task.forbid_of(project, "Ada Vell", "Bo Brask"))
    with pytest.raises(ReconcilingError, match="says so already"):
        task.decide(project, "Tom", task.forbid_of(project, "Ada Vell", "Bo Brask"))


def test_a_split_by_document_makes_another_actor_there(project):
    task.decide(project, "Ina", task.split_of(project, "Ada Vell", (), ("d3",), "Ada Vell of Norrick"))
    new = task.find_actor(project.actors(), "Ada Vell of Norrick")
    assert [document for actor_id, document, _ in project.actor_uses() if actor_id == new.id] == ["d3"]


@pytest.mark.parametrize(
    ("given", "code"),
    [((("Nobody",), ()), "REC010"), (((), ("d2",)), "REC010"), (((), ("d1", "d3")), "REC010")],
    ids=["no such name", "no such words", "nothing left"],
)
def test_a_split_that_would_change_nothing_or_everything_is_refused(project, given, code):
    with pytest.raises(ReconcilingError) as caught:
        task.split_of(project, "Ada Vell", *given, None)
    assert caught.value.code == code


def test_a_split_in_a_document_that_is_not_there_is_refused(project):
    with pytest.raises(ProjectError, match="no document 'd9'"):
        task.split_of(project, "Ada Vell", (), ("d9",), None)


def test_a_rename_changes_name_and_kind(project):
    task.decide(project, "Ina", task.rename_of(project, "Dam Board", "Dam Authority", "state"))
    found = task.find_actor(project.actors(), "Dam Board")
    assert (found.name, found.kind) == ("Dam Authority", "state")


def test_while_another_run_is_under_way_a_decision_is_kept_for_the_next_comparison(project, monkeypatch):
    def busy(*_):
        raise ProjectError("a run is under way", code="PRO004")

    with monkeypatch.context() as patched:
        patched.setattr(project, "start_run", busy)
        made = merged(project)
    assert not made.applied
    assert "Bo Brask" in names(project)
    reconcile_project(project)
    assert "Bo Brask" not in names(project)


def test_a_decision_whose_actor_left_with_its_document_is_told_in_one_line(project):
    task.decide(project, "Ina", task.rename_of(project, "<b>Ivo</b> Kell", "Ivo Kell", None))
    project.remove_documents(["d3"])
    (notice,) = reconcile_project(project)
    assert "does not apply: no actor is called '<b>Ivo</b> Kell' any more" in notice
    assert task.notices_of(project) == (notice,)


# whom a user means


def test_an_actor_is_found_by_id_name_and_alias_whatever_its_case_and_article(project):
    actors = project.actors()
    ada = task.find_actor(actors, "Ada Vell")
    assert {task.find_actor(actors, name).id for name in (ada.id, "ADA VELL", "vell", "the Ada Vell")} == {ada.id}


def test_a_name_of_nobody_is_refused(project):
    with pytest.raises(ReconcilingError) as caught:
        task.find_actor(project.actors(), "Nobody")
    assert caught.value.code == "REC007"


def test_an_ambiguous_name_lists_the_candidates_with_their_ids(project):
    actors = [*project.actors(), *(a for a in project.actors() if a.name == "Ada Vell")]
    with pytest.raises(ReconcilingError) as caught:
        task.find_actor(actors, "Vell")
    assert caught.value.code == "REC008"
    assert caught.value.found.count(task.find_actor(project.actors(), "Vell").id) == 2


# the alias file


@pytest.fixture
def who(tmp_path):
    path = tmp_path / "who.toml"
    write_alias_file([AliasEntry("The Dam People", None, None, (Alias("Ada Vell"), Alias("Bo Brask")))], path, "toml")
    return path


def test_an_alias_file_is_applied_remembered_and_forgotten(project, who):
    reconcile_project(project, ReconcilingOptions(aliases=str(who)))
    assert "The Dam People" in names(project)
    reconcile_project(project)
    assert "The Dam People" in names(project)
    reconcile_project(project, ReconcilingOptions())
    reconcile_project(project)
    assert "The Dam People" not in names(project)


def test_the_remembered_path_is_told_from_the_project_so_that_both_can_move(project, who, tmp_path):
    reconcile_project(project, ReconcilingOptions(aliases=str(who)))
    assert project.settings()["reconciling"]["aliases"] == "who.toml"
    assert task.remembered_reconciling(project)["aliases"] == str(tmp_path / "who.toml")


def test_no_path_of_this_machine_is_recorded_with_the_run(project, who, tmp_path):
    reconcile_project(project, ReconcilingOptions(aliases=str(who)))
    assert all(str(tmp_path) not in str((run.options, run.versions)) for run in project.runs())


def test_an_alias_file_that_is_gone_is_an_error_and_changes_nothing(project, who):
    reconcile_project(project, ReconcilingOptions(aliases=str(who)))
    before = project.content_digest()
    who.unlink()
    with pytest.raises(ReconcilingError) as caught:
        reconcile_project(project)
    assert caught.value.code == "REC001"
    assert project.content_digest() == before


def test_a_decision_against_the_alias_file_is_refused(project, who):
    write_alias_file([AliasEntry("Ada Vell", apart=("Bo Brask",))], who, "toml")
    reconcile_project(project, ReconcilingOptions(aliases=str(who)))
    with pytest.raises(ReconcilingError, match="the alias file keeps 'Ada Vell' and 'Bo Brask' apart"):
        merged(project)


@pytest.mark.parametrize("form", ["toml", "csv"])
def test_an_exported_file_gives_the_same_actors_to_a_project_without_decisions(
    project, compared_actors, tmp_path, form
):
    merged(project)
    task.decide(project, "Ina", task.rename_of(project, "Dam Board", "Dam Authority", "state"))
    task.decide(project, "Ina", task.split_of(project, "Dam Board", (), ("d2",), "The Other Board"))
    path = tmp_path / f"who.{form}"
    count, left_out = export_actors(project, path, form)
    assert (count, left_out) == (4, ())
    other = tmp_path / "other.dissensus"
    other.write_bytes(compared_actors.read_bytes())
    with Project.open(other) as fresh:
        reconcile_project(fresh, ReconcilingOptions(aliases=str(path)))
        told = [(a.id, a.name, a.kind, a.aliases) for a in fresh.actors()]
        assert told == [(a.id, a.name, a.kind, a.aliases) for a in project.actors()]
        assert fresh.actor_links() == project.actor_links()


def test_an_export_can_be_bounded_by_kind_and_mentions(project, tmp_path):
    export_actors(project, tmp_path / "who.csv", "csv", kinds=["person"], min_mentions=2)
    assert {entry.name for entry in read_alias_file(tmp_path / "who.csv")} == {"Ada Vell", "Bo Brask"}


# looking


def test_the_list_counts_mentions_documents_and_outlets(project):
    lines = {line.actor.name: (line.mentions, line.documents, line.outlets) for line in task.list_actors(project)}
    assert lines["Ada Vell"] == (3, 2, ("Bugle", "Post"))


def test_the_list_of_an_outlet_counts_what_stands_in_it(project):
    lines = {line.actor.name: line.mentions for line in task.list_actors(project, outlets=["Bugle"])}
    assert lines == {"Ada Vell": 2, "Dam Board": 1}


def test_an_explanation_tells_reasons_decisions_and_who_is_near(project):
    merged(project)
    found = task.explain_actor(project, "Brask")
    merge = next(merge for merge in found.line.actor.merges if merge.rule == "decision")
    assert (merge.name, [place.document_id for place in merge.evidence]) == ("Bo Brask", ["d2", "d3"])
    assert [logged.id for logged in found.decisions] == [1]
    assert found.in_documents == {"d1": 2, "d2": 2, "d3": 2}


def test_an_explanation_tells_which_decision_keeps_two_of_a_like_name_apart(project):
    task.decide(project, "Ina", task.rename_of(project, "Bo Brask", "Bo Vell", None))
    made = task.decide(project, "Ina", task.forbid_of(project, "Ada Vell", "Bo Vell"))
    (near,) = task.explain_actor(project, "Ada Vell").near
    assert (near.actor.name, near.shared, near.why) == (
        "Bo Vell",
        "vell",
        f"decision {made.number} by Ina keeps them apart",
    )
