"""Files of names: what they may say, and what is refused with a clear message."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dissensus.exchanging import _alias_reading
from dissensus.exchanging.alias_files import csv_of, parse_aliases, read_alias_file, toml_of, write_alias_file
from dissensus.model.errors import ReconcilingError
from dissensus.reconciling.actors._aliases import KINDS, Alias, AliasEntry, AliasIndex, compared, spelled

TOML = """
[[actor]]
name = "Ada Vell"
kind = "person"
id = "person:ada-vell"
aliases = ["Vell", { name = "the mayor", documents = ["orrin-1"], outlets = ["Orrin Bugle"] }]
not = ["Tom Vell"]
ids = ["person:ada-bell"]
"""
CSV = (
    "name,kind,id,alias,document,outlet,not,ids\r\n"
    "Ada Vell,person,person:ada-vell,Vell,,,,\r\n"
    "Ada Vell,,person:ada-vell,the mayor,orrin-1,,,\r\n"
    "Ada Vell,,person:ada-vell,the mayor,,Orrin Bugle,,\r\n"
    "Ada Vell,,person:ada-vell,,,,Tom Vell,person:ada-bell\r\n"
)
VELL = AliasEntry(
    "Ada Vell",
    "person",
    "person:ada-vell",
    (Alias("Vell"), Alias("the mayor", ("orrin-1",), ("Orrin Bugle",))),
    ("Tom Vell",),
    ("person:ada-bell",),
)


@pytest.mark.parametrize(("text", "form"), [(TOML, "toml"), (CSV, "csv")])
def test_both_forms_tell_name_kind_id_aliases_scopes_and_names_to_keep_apart(text, form):
    assert parse_aliases(text, form) == (VELL,)


def test_a_name_alone_is_an_entry_in_both_forms():
    assert parse_aliases('[[actor]]\nname = "Ada Vell"', "toml") == parse_aliases("name\nAda Vell\n", "csv")


def test_an_entry_without_an_id_has_one_that_its_name_alone_decides():
    assert AliasEntry("the Dam  Board").actor_id == AliasEntry("Dam Board").actor_id == "alias:dam-board"


@pytest.mark.parametrize(
    ("text", "form", "code", "told"),
    [
        ("[[actor]\n", "toml", "REC001", "line 1"),
        ("x = 1\n", "toml", "REC002", "'x'"),
        ("actor = 1\n", "toml", "REC002", "[[actor]]"),
        ('[[actor]]\nname = "A"\n\n[[actor]]\nnmae = "B"', "toml", "REC002", "line 4: 'nmae'"),
        ('[[actor]]\nname = "A"\naliases = "B"', "toml", "REC002", "aliases must be a list"),
        ('[[actor]]\nname = "A"\naliases = [{ name = "B", where = [] }]', "toml", "REC002", "'where'"),
        ('[[actor]]\nname = "A"\naliases = [{ name = "B", documents = [] }]', "toml", "REC003", "nowhere"),
        ("[[actor]]\nname = '  '", "toml", "REC003", "name has an empty text"),
        ('[[actor]]\nkind = "person"', "toml", "REC003", "name is missing"),
        ('[[actor]]\nname = "A"\naliases = [7]', "toml", "REC003", "aliases has the number 7 where a text in quotes"),
        ('[[actor]]\nname = "A"\nnot = [true]', "toml", "REC003", "not has true where"),
        ('[[actor]]\nname = "A"\nids = [["B"]]', "toml", "REC003", "ids has a list where"),
        ('[[actor]]\nname = { of = "A" }', "toml", "REC003", "name has a table where"),
        ("[[actor]]\nname = 2031-05-07", "toml", "REC003", "name has the date or time 2031-05-07 where"),
        ('[[actor]]\nname = "A"\nkind = "ship"', "toml", "REC004", "'ship'"),
        ('[[actor]]\nname = "A"\nnot = ["a"]', "toml", "REC006", "stay apart"),
        ("name,colour\nA,red\n", "csv", "REC002", "line 1: 'colour'"),
        ("alias\nA\n", "csv", "REC002", "line 1"),
        ("name,alias\nA,B,C\n", "csv", "REC002", "line 2"),
        ("name,alias\n,B\n", "csv", "REC003", "line 2"),
        ("name,document\nA,d1\n", "csv", "REC003", "without an alias"),
        ("name,kind\nA,person\nA,group\n", "csv", "REC004", "line 3"),
        ('name,alias\nA,"B\n', "csv", "REC001", "line"),
    ],
)
def test_a_wrong_file_is_refused_with_code_and_place(text, form, code, told):
    with pytest.raises(ReconcilingError) as caught:
        parse_aliases(text, form)
    assert caught.value.code == code
    assert told in caught.value.found


@pytest.mark.parametrize(
    "second",
    ['name = "vell"', 'name = "Tom"\naliases = ["The Vell"]', 'name = "Tom"\nid = "alias:vell"'],
    ids=["name", "alias", "id"],
)
def test_a_name_or_an_id_given_to_two_actors_is_refused(second):
    with pytest.raises(ReconcilingError, match="is given to 'Vell'") as caught:
        parse_aliases(f'[[actor]]\nname = "Vell"\n\n[[actor]]\n{second}', "toml")
    assert caught.value.code == "REC005"


def test_a_name_of_two_actors_in_different_documents_is_taken_and_in_the_same_refused():
    entries = '[[actor]]\nname = "A"\naliases = [{{ name = "M", documents = ["d1"] }}]\n[[actor]]\nname = "B"\n'
    taken = parse_aliases((entries + 'aliases = [{{ name = "M", documents = ["{}"] }}]').format("d2"), "toml")
    assert len(taken) == 2
    with pytest.raises(ReconcilingError, match="in the document 'd1'"):
        parse_aliases((entries + 'aliases = [{{ name = "M", documents = ["{}"] }}]').format("d1"), "toml")


def test_a_document_goes_before_its_outlet_and_that_before_everywhere():
    index = AliasIndex(
        (
            AliasEntry("A", aliases=(Alias("M"),)),
            AliasEntry("B", aliases=(Alias("M", (), ("Bugle",)),)),
            AliasEntry("C", aliases=(Alias("M", ("d1",)),)),
        )
    )
    assert [index.find("m", *where) for where in (("d1", "Bugle"), ("d2", "Bugle"), ("d2", None))] == [2, 1, 0]


def test_a_name_with_a_scope_among_the_aliases_holds_nowhere_else():
    index = AliasIndex((AliasEntry("Mole", aliases=(Alias("Mole", ("d1",)),)),))
    assert (index.find("mole", "d1", None), index.find("mole", "d2", None)) == (0, None)


def test_two_entries_of_one_name_are_taken_when_each_has_an_id_and_the_name_alone_means_neither():
    index = AliasIndex((AliasEntry("Mole", id="a"), AliasEntry("Mole", id="b", aliases=(Alias("Mole", ("d1",)),))))
    assert (index.find("mole", "d1", None), index.find("mole", "d2", None)) == (1, None)
    with pytest.raises(ReconcilingError):
        AliasIndex((AliasEntry("Mole", id="a"), AliasEntry("Mole")))


def test_an_overlong_name_is_refused_without_being_repeated_at_length():
    with pytest.raises(ReconcilingError) as caught:
        parse_aliases(f'[[actor]]\nname = "{"x" * 5000}"', "toml")
    assert caught.value.code == "REC003"
    assert len(caught.value.found) < 200


def test_a_file_that_is_too_large_is_not_opened(tmp_path, monkeypatch):
    monkeypatch.setattr(_alias_reading, "MAX_BYTES", 10)
    path = tmp_path / "who.csv"
    path.write_text("name\nAda Vell\n", encoding="utf-8")
    with pytest.raises(ReconcilingError, match="larger than 10 bytes"):
        read_alias_file(path)


@pytest.mark.parametrize("name", ["who.txt", "gone.toml", "folder.toml", "latin.csv"])
def test_what_is_no_file_of_names_is_refused_as_unreadable(tmp_path, name):
    (tmp_path / "who.txt").write_text("", encoding="utf-8")
    (tmp_path / "folder.toml").mkdir()
    (tmp_path / "latin.csv").write_bytes("name\nJosé\n".encode("latin-1"))
    with pytest.raises(ReconcilingError) as caught:
        read_alias_file(tmp_path / name)
    assert caught.value.code == "REC001"


def test_deep_nesting_is_refused_and_no_fault():
    with pytest.raises(ReconcilingError):
        parse_aliases("x = " + "[" * 100_000, "toml")


HOSTILE = (
    '<script>alert("1")</script>',
    "=SUM(A1)",
    "'=x",
    "a\x07\x1b[31mb",
    "\\U0041\\",
    'q"uo,te;',
    "\u202eevil",
    "é\x00",
)


@pytest.mark.parametrize("form", ["toml", "csv"])
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_comes_back_as_it_was(tmp_path, form, name):
    entry = AliasEntry(name, None, None, (Alias(name + " x", (name,)),), (name + " y",))
    path = tmp_path / f"who.{form}"
    write_alias_file([entry], path, form)
    assert read_alias_file(path) == (entry,)


def test_control_characters_never_stand_in_the_toml_itself():
    assert "\x1b" not in toml_of([AliasEntry(HOSTILE[3])])
    assert tomllib.loads(toml_of([AliasEntry(HOSTILE[3])]))["actor"][0]["name"] == HOSTILE[3]


def test_a_cell_that_a_spreadsheet_would_run_is_guarded_in_csv():
    assert "\n'=SUM(A1)," in csv_of([AliasEntry("=SUM(A1)")])


_texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20).map(spelled).filter(bool)


@st.composite
def _entries(draw):
    """Entries whose names are all different."""
    names = draw(st.lists(_texts, min_size=1, max_size=8, unique_by=compared))
    entries = []
    while names:
        name = names.pop()
        count = draw(st.integers(0, min(2, len(names))))
        aliases = tuple(
            Alias(names.pop(), *(tuple(draw(st.lists(_texts, max_size=2, unique=True))) for _ in range(2)))
            for _ in range(count)
        )
        own = {compared(each) for each in (name, *(alias.name for alias in aliases))}
        apart = draw(st.lists(_texts.filter(lambda text, own=own: compared(text) not in own), max_size=2, unique=True))
        kind = draw(st.sampled_from([None, *KINDS]))
        entries.append(AliasEntry(name, kind, f"id-{len(entries)}", aliases, tuple(apart), (f"was-{len(entries)}",)))
    return tuple(entries)


@given(_entries())
def test_any_entries_come_back_from_toml_and_csv_as_they_were(entries):
    assert parse_aliases(toml_of(entries), "toml") == entries
    assert parse_aliases(csv_of(entries), "csv") == entries
