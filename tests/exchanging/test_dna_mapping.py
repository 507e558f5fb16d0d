"""Which variables are speaker, organisation, claim and position."""

from __future__ import annotations

import pytest

from dissensus.exchanging.dna_files.mapping import DnaMapping, changed, checked, guessed
from dissensus.exchanging.dna_files.reading import StatementType, Variable
from dissensus.model.errors import DnaFileError


def type_of(**kinds):
    variables = tuple(Variable(k, name.replace("_", " "), kind) for k, (name, kind) in enumerate(kinds.items()))
    return StatementType(1, "T", "#000000", variables, 1)


S, B, I, L = "short text", "boolean", "integer", "long text"  # noqa: E741


@pytest.mark.parametrize(
    ("kinds", "roles"),
    [
        (
            {"person": S, "organization": S, "concept": S, "agreement": B},
            ("person", "organization", "concept", "agreement"),
        ),
        ({"Organisation": S, "Claim": S, "Stance": B, "urgent": B}, (None, "Organisation", "Claim", "Stance")),
        ({"actor": S, "issue": S, "intensity": I}, (None, "actor", "issue", "intensity")),
        ({"who": S, "speaker": S, "what": S}, ("speaker", None, "what", None)),
        ({"narrator": S, "policy_solution": S, "ok": B}, (None, "narrator", "policy solution", "ok")),
        ({"a": S}, (None, None, "a", None)),
    ],
)
def test_names_and_types_suggest_a_mapping(kinds, roles):
    found = guessed(type_of(**kinds))
    assert (found.speaker, found.organisation, found.claim, found.position) == roles


def test_a_type_without_short_texts_has_no_claim():
    with pytest.raises(DnaFileError) as refused:
        guessed(type_of(note=L, agreement=B))
    assert refused.value.code == "DNA006"


def test_what_a_user_says_displaces_a_guess():
    chosen = type_of(person=S, organization=S, concept=S, agreement=B)
    found = changed(guessed(chosen), chosen, claim="ORGANIZATION")
    assert (found.speaker, found.organisation, found.claim) == ("person", None, "organization")


def test_a_variable_called_none_can_be_named():
    chosen = type_of(none=S, concept=S)
    assert changed(guessed(chosen), chosen, speaker="none").speaker == "none"


def test_a_saved_mapping_that_does_not_fit_any_more_is_refused():
    chosen = type_of(person=S, concept=S)
    for bad in (DnaMapping("T", "gone", None, "concept", None), DnaMapping("T", None, None, "concept", None)):
        with pytest.raises(DnaFileError):
            checked(bad, chosen)


def test_one_value_cannot_be_for_and_against():
    chosen = type_of(person=S, concept=S)
    with pytest.raises(DnaFileError):
        changed(guessed(chosen), chosen, supporting=["maybe"], opposing=["Maybe"])


def test_a_mapping_survives_being_plain():
    mapping = DnaMapping("T", "a", None, "b", "c", ("x",), ("y",))
    assert DnaMapping.of(mapping.plain()) == mapping


@pytest.mark.parametrize(
    ("value", "kind", "stance"),
    [(1, B, "supports"), (0, B, "opposes"), (3, I, "supports"), (-1, I, "opposes"), (0, I, None), (None, B, None),
     (" Agree", S, "supports"), ("against", S, "opposes"), ("perhaps", S, None), ("", S, None)],
)  # fmt: skip
def test_what_a_value_says(value, kind, stance):
    assert DnaMapping("T", "a", None, "b", "c").stance(value, kind) == stance
