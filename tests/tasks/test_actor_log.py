"""Who decided what about actors, what of it stands, and what of it applies."""

from __future__ import annotations

import json
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from project_of_actors import annotate

from dissensus.model.documents import Document
from dissensus.model.errors import ProjectError, ReconcilingError
from dissensus.projects import Project
from dissensus.tasks import actors as task
from dissensus.tasks.comparing import reconcile_project


@pytest.fixture
def project(actors_file):
    with Project.open(actors_file) as opened:
        yield opened


def names(project):
    return {actor.name for actor in project.actors()}


def merged(project, by, *who):
    return task.decide(project, by, task.merge_of(project, who or ["Ada Vell", "Bo Brask"])).number


def split(project, by):
    return task.decide(project, by, task.split_of(project, "Ada Vell", (), ("d3",), "The Other Vell")).number


def renamed(project, by):
    return task.decide(project, by, task.rename_of(project, "Ada Vell", "A. V.", None)).number


def stands(project):
    return [decided.number for decided in task.standing_decisions(project)]


def state(project):
    return project.actors(), project.actor_links()


# what stands


@pytest.mark.parametrize("by", ["Ina", "Bo"])
def test_what_somebody_rejected_can_be_decided_again(project, by):
    task.take_back(project, "Bo", merged(project, "Ina"))
    again = merged(project, by)
    assert stands(project) == [again]
    assert "Bo Brask" not in names(project)


def test_a_rejection_of_the_second_decision_leaves_none(project):
    task.take_back(project, "Bo", merged(project, "Ina"))
    task.take_back(project, "Tom", merged(project, "Ina"))
    assert stands(project) == []
    assert "Bo Brask" in names(project)


def test_what_was_decided_again_is_undone_as_the_last_one(project):
    task.take_back(project, "Bo", merged(project, "Ina"))
    task.take_back(project, "Ina", merged(project, "Ina"))
    assert stands(project) == []


def test_an_undo_never_takes_back_another_decision_than_the_one_named(project):
    """Bo rejected the merge and then made it himself; the log's undo would take the later one back."""
    rejection = task.take_back(project, "Bo", merged(project, "Ina")).number
    later = merged(project, "Bo")
    with pytest.raises(ReconcilingError, match=f"decision {later} by Bo is about the same and later") as caught:
        task.take_back(project, "Bo", rejection)
    assert caught.value.code == "REC011"
    assert stands(project) == [later]


def test_a_decision_that_stands_twice_is_applied_once(project):
    first = merged(project, "Ina")
    rejection = task.take_back(project, "Bo", first).number
    second = merged(project, "Ina")
    before = state(project)
    assert task.take_back(project, "Bo", rejection).notices == ()
    assert stands(project) == [first, second]
    assert state(project) == before


@pytest.mark.parametrize("decide", [merged, split, renamed])
@pytest.mark.parametrize("other", ["Ina", "Bo"])
def test_to_take_a_decision_back_and_make_it_again_changes_nothing(project, decide, other):
    machine = state(project)
    number = decide(project, "Ina")
    after = state(project)
    assert after != machine
    task.take_back(project, other, number)
    assert state(project) == machine
    decide(project, "Ina")
    assert state(project) == after


def test_a_merge_by_way_of_a_third_actor_is_refused_and_names_both_decisions(project):
    apart = task.decide(project, "Ina", task.forbid_of(project, "Ada Vell", "Bo Brask")).number
    first = merged(project, "Tom", "<b>Ivo</b> Kell", "Ada Vell")
    with pytest.raises(ReconcilingError) as caught:
        merged(project, "Tom", "<b>Ivo</b> Kell", "Bo Brask")
    assert caught.value.code == "REC009"
    assert f"decision {apart} by Ina says the opposite" in caught.value.found
    assert f"given decision {first} by Tom" in caught.value.found
    assert stands(project) == [apart, first]


# what applies


def test_a_decision_that_applies_says_so(project):
    merged(project, "Ina")
    (found,) = task.actor_decisions(project)
    assert (found.applies, found.why_not) == (True, "")


def test_a_decision_whose_actor_left_says_why_it_does_not_apply_and_applies_when_they_are_back(project):
    text = project.document("d3")
    task.decide(project, "Ina", task.rename_of(project, "<b>Ivo</b> Kell", "Ivo Kell", None))
    project.remove_documents(["d3"])
    reconcile_project(project)
    (found,) = task.actor_decisions(project)
    assert (found.applies, found.why_not) == (False, "no actor is called '<b>Ivo</b> Kell' any more")
    project.add_document(text)
    annotate(project)
    reconcile_project(project)
    assert [each.applies for each in task.actor_decisions(project)] == [True]
    assert "Ivo Kell" in names(project)


def test_a_decision_that_was_taken_back_does_not_apply(project):
    task.take_back(project, "Ina", merged(project, "Ina"))
    assert [(each.applies, each.why_not) for each in task.actor_decisions(project)] == [(False, ""), (True, "")]


def test_a_decision_made_during_another_run_applies_after_the_next_comparison(project, monkeypatch):
    merged(project, "Ina")

    def busy(*_):
        raise ProjectError("a run is under way", code="PRO004")

    with monkeypatch.context() as patched:
        patched.setattr(project, "start_run", busy)
        renamed(project, "Ina")
    assert [each.applies for each in task.actor_decisions(project)] == [True, False]
    assert "next comparison" in task.actor_decisions(project)[1].why_not
    reconcile_project(project)
    assert [each.applies for each in task.actor_decisions(project)] == [True, True]


# what is kept


def test_a_decision_keeps_places_of_its_actors_and_their_words(project):
    merged(project, "Ina")
    kept = json.loads(task.actor_decisions(project)[0].decision.new_value)["actors"]
    words = [{place["words"] for place in each["anchors"]} for each in kept]
    assert words == [{"Ada Vell", "Vell"}, {"Bo Brask", "Brask"}]


def test_a_decision_holds_when_its_article_changes_around_the_words(project):
    number = renamed(project, "Ina")
    for name in ("d1", "d3"):
        before = project.document(name)
        project.add_document(Document(name, f"At noon it rained. {before.text}", outlet=before.outlet))
    annotate(project, "p2")
    assert reconcile_project(project) == ()
    assert "A. V." in names(project)
    assert stands(project) == [number]


def test_a_decision_of_an_older_version_without_places_holds(project):
    """Its value has the actors' ids and names alone."""
    number = merged(project, "Ina")
    (logged,) = task.actor_decisions(project)
    value = json.loads(logged.decision.new_value)
    for each in value["actors"]:
        del each["anchors"]
    task.take_back(project, "Ina", number)
    project.decide(replace(logged.decision, new_value=json.dumps(value)))
    assert reconcile_project(project) == ()
    assert "Bo Brask" not in names(project)


# why two are not one


def near(project, name):
    return {near.actor.name: near.why for near in task.explain_actor(project, name).near}


def test_who_split_two_of_a_like_name_is_told(project):
    number = split(project, "Ina")
    assert near(project, "Ada Vell") == {"The Other Vell": f"decision {number} by Ina split one off from the other"}


def test_what_was_missing_to_join_two_of_a_like_name_is_told(project):
    task.decide(project, "Ina", task.rename_of(project, "Bo Brask", "Bo Vell", None))
    assert near(project, "Ada Vell") == {
        "Bo Vell": "no rule joined them: only 'Ada Vell' has 'ada' and 'Bo Vell' has 'bo'"
    }


def test_an_explanation_lists_the_decisions_about_the_actor_whatever_its_name_is_now(project):
    numbers = [renamed(project, "Ina"), merged(project, "Tom", "<b>Ivo</b> Kell", "A. V.")]
    task.decide(project, "Tom", task.rename_of(project, "Dam Board", "Board", None))
    assert [logged.id for logged in task.explain_actor(project, "<b>Ivo</b> Kell").decisions] == numbers


@pytest.fixture
def lone_surname(project):
    """A project with an article that calls her Vell alone."""
    project.add_document(Document("d4", "Vell spoke again.", outlet="Bugle"))
    annotate(project, "p2")
    reconcile_project(project)
    return project


def test_who_forbade_a_name_is_told_and_the_two_are_not_merged_again(lone_surname):
    project = lone_surname
    made = task.decide(project, "Ina", task.forbid_of(project, "Ada Vell", "Vell"))
    assert made.notices == ()
    assert near(project, "Ada Vell") == {"Vell": f"decision {made.number} by Ina keeps them apart"}
    other = next(actor for actor in project.actors() if actor.name == "Vell")
    with pytest.raises(ReconcilingError, match=f"decision {made.number} by Ina says the opposite"):
        merged(project, "Tom", "Ada Vell", other.id)


def test_a_forbidden_name_taken_back_and_forbidden_again_changes_nothing(lone_surname):
    project = lone_surname
    machine = state(project)
    change = task.forbid_of(project, "Ada Vell", "Vell")
    number = task.decide(project, "Ina", change).number
    after = state(project)
    task.take_back(project, "Bo", number)
    assert state(project) == machine != after
    task.decide(project, "Ina", task.forbid_of(project, "Ada Vell", "Vell"))
    assert state(project) == after


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["Ina", "Bo"]), st.booleans()), max_size=6))
def test_who_spoke_last_has_the_last_word(compared_actors, steps):
    """Whoever makes the merge and takes it back, in whatever order: the last of these holds."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "work.dissensus"
        path.write_bytes(compared_actors.read_bytes())
        with Project.open(path) as project:
            machine, now = state(project), 0
            for by, make_it in steps:
                if make_it and not now:
                    now = merged(project, by)
                elif not make_it and now:
                    task.take_back(project, by, now)
                    now = 0
                assert stands(project) == ([now] if now else [])
                assert (state(project) == machine) == (not now)
