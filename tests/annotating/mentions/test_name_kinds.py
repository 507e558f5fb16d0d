"""Kinds of names as the network sees them."""

from __future__ import annotations

import numpy as np
import pytest

from dissensus.annotating.mentions.coreference.name_kinds import with_kinds
from dissensus.annotating.mentions.coreference.network import KINDS
from dissensus.model.annotations import Mention
from dissensus.model.spans import Span
from dissensus.model.states import state_facts


def named(name: str, kind: str = "organisation", start: int = 0) -> Mention:
    span = Span(start, start + len(name))
    return Mention(span, span, kind, "name", name, None, 0)  # type: ignore[arg-type]


def likely(**shares: float) -> np.ndarray:
    return np.array([shares.get(kind, 0.0) for kind in KINDS])


def kind_of(mention: Mention, **shares: float) -> str:
    return with_kinds([mention], {0: likely(**shares)}, state_facts())[0].kind


@pytest.mark.parametrize("kind", ["person", "place"])
def test_a_name_of_one_word_becomes_what_the_network_is_sure_of(kind):
    assert kind_of(named("Brask"), none=0.1, **{kind: 0.8, "organisation": 0.1}) == kind


def test_a_network_that_is_not_sure_changes_nothing():
    assert kind_of(named("Brask"), none=0.1, person=0.5, organisation=0.4) == "organisation"


def test_a_name_that_is_hardly_an_actors_keeps_its_kind():
    assert kind_of(named("Brask"), none=0.6, person=0.4) == "organisation"


def test_a_longer_name_becomes_a_persons_only():
    assert kind_of(named("Sorrel Brask"), person=1.0) == "person"
    assert kind_of(named("Orrin Bank"), place=1.0) == "organisation"


@pytest.mark.parametrize("name", ["OHDU", "Norway", "Mama"])
def test_acronyms_names_of_states_and_words_of_address_keep_their_kind(name):
    assert kind_of(named(name), person=1.0) == "organisation"


def test_a_group_or_a_movement_keeps_its_kind():
    assert kind_of(named("Orrinites", "group"), person=1.0) == "group"


def test_mentions_of_one_name_are_judged_by_their_mean():
    found = with_kinds(
        [named("Brask"), named("Brask", start=20)],
        {0: likely(person=0.95, organisation=0.05), 1: likely(person=0.6, organisation=0.4)},
        state_facts(),
    )
    assert [mention.kind for mention in found] == ["person", "person"]
