"""What in a file of names does not apply is told, one line an entry."""

from __future__ import annotations

import pytest

from dissensus.reconciling.actors._unmet import unmet
from dissensus.reconciling.actors.correcting import Alias, AliasEntry

DOCUMENTS = ("d1", "d2")
OUTLETS = {"d1": "Bugle", "d2": None}


def told(*entries, met=(0,), outlets=OUTLETS):
    return unmet(entries, met, DOCUMENTS, outlets, {"person:ada-vell"})


def test_an_entry_that_applies_wholly_is_not_told():
    alias = Alias("Vell", ("d1",), ("Bugle",))
    assert told(AliasEntry("Ada Vell", aliases=(alias,), apart=("Tom Vell",), ids=("person:ada-vell",))) == ()


def test_an_entry_that_nobody_is_is_told_with_its_place():
    (line,) = told(AliasEntry("Ivo Orsen", place="who.toml, line 3"), met=())
    assert line.startswith(
        "the alias file has 'Ivo Orsen' (who.toml, line 3): nobody in the articles is called so without another name"
    )


def test_an_entry_of_an_actor_without_words_of_its_own_is_not_told():
    assert told(AliasEntry("Ada Vell", id="person:ada-vell"), met=()) == ()


def test_an_unknown_document_is_told_once_for_all_aliases():
    aliases = (Alias("Vell", ("d9", "d1")), Alias("Ada", ("d9",)))
    assert told(AliasEntry("Ada Vell", aliases=aliases)) == (
        "the alias file has 'Ada Vell': there is no document 'd9'",
    )


def test_an_unknown_outlet_is_told_with_those_that_there_are():
    (line,) = told(AliasEntry("Ada Vell", aliases=(Alias("Vell", (), ("Bugel",)),)))
    assert line.endswith("there is no outlet 'Bugel' (there are 'Bugle')")


def test_outlets_that_are_not_known_are_not_unknown():
    assert told(AliasEntry("Ada Vell", aliases=(Alias("Vell", (), ("Bugel",)),)), outlets={}) == ()


def test_an_unknown_id_is_told():
    (line,) = told(AliasEntry("Ada Vell", ids=("person:gone",)))
    assert line.endswith("the machine makes no actor 'person:gone'")


def test_all_that_does_not_apply_of_one_entry_is_one_line():
    (line,) = told(AliasEntry("Ivo", aliases=(Alias("I", ("d9",)),), ids=("gone",)), met=())
    assert line.count("; ") == 2


@pytest.mark.parametrize(("count", "lines"), [(20, 20), (21, 21), (500, 21)])
def test_a_file_made_for_another_project_does_not_flood(count, lines):
    found = told(*(AliasEntry(f"Ivo {number}") for number in range(count)), met=())
    assert len(found) == lines


def test_the_last_line_counts_the_rest():
    found = told(*(AliasEntry(f"Ivo {number}") for number in range(23)), met=())
    assert found[-1] == "the alias file has 3 more entries that do not apply wholly"
