"""Pairs that are made from frames: well formed, rightly labelled by construction, repeatable."""

from __future__ import annotations

import random
import re
from collections import Counter

import pytest
from training.claims.data import NEITHER, OPPOSES, SUPPORTS

from training.claims import templates

FRAMES = {frame.id: frame for frame in templates.frames()}
EVERY = pytest.mark.parametrize("name", FRAMES)


def _all_texts(frame):
    yield from (*frame.claims, *frame.contrary, *frame.neither, *frame.plain, *frame.carry, frame.agent)
    for parts in frame.sides.values():
        for texts in parts.values():
            yield from texts


def _pairs(seed=11, count=4000, **options):
    return templates.made(random.Random(seed), count, **options)


def test_there_are_frames_in_number_and_none_twice():
    """At least fifty frames, each with an id of its own."""
    assert len(FRAMES) == len(templates.frames()) >= 50


@EVERY
def test_every_frame_has_all_its_lists(name):
    """A frame has several wordings of the claim, contrary ones, and texts of all three kinds."""
    frame = FRAMES[name]
    assert len(frame.claims) >= 2
    assert len(frame.contrary) >= 2
    assert len(frame.neither) >= 5
    for parts in frame.sides.values():
        assert len(parts["texts"]) >= 4
        assert sum(map(len, parts.values())) >= 8


@EVERY
def test_claims_are_full_sentences(name):
    """Every wording of a claim, contrary or not, ends with a stop and is never a question."""
    frame = FRAMES[name]
    assert all(re.fullmatch(r"[A-Z{“][^?!]*\.", claim) for claim in (*frame.claims, *frame.contrary))


@EVERY
def test_every_slot_resolves(name):
    """Each slot of each text of a frame is known, its own or a common one, and the form asked for is there."""
    frame = FRAMES[name]
    for text in _all_texts(frame):
        filled = templates._Fillers(random.Random(1), frame.slots).fill(text.replace("{np}", ""))
        assert not set("{}|") & set(filled), text


@EVERY
def test_labels_have_a_sentence_to_stand_in(name):
    """A frame has labels exactly if it has sentences for them, and then also labels without a side."""
    frame = FRAMES[name]
    labelled = [bool(parts.get("np")) for parts in frame.sides.values()]
    assert labelled == [bool(frame.carry)] * 2
    assert bool(frame.plain) == bool(frame.carry)
    assert all("{np}" in sentence for sentence in frame.carry)


@EVERY
def test_demands_have_an_agent(name):
    """Where a side asks for something to be done, the frame says by whom."""
    frame = FRAMES[name]
    if any(parts.get("to") for parts in frame.sides.values()):
        assert frame.agent


@EVERY
def test_related_frames_are_there(name):
    """A frame is related only to frames that exist."""
    assert FRAMES[name].related <= FRAMES.keys()


@pytest.mark.parametrize("part", ["says", "to", "act"])
@pytest.mark.parametrize("wrap", ["keep", "flip", "neither"])
def test_every_wrap_holds_its_content(part, wrap):
    """Each cue has a place for the content it is put around."""
    wraps = templates._common()[part][wrap]
    assert wraps
    assert all(re.search(rf"\{{{part}\}}", each, re.IGNORECASE) for each in wraps)


def test_no_wrap_stands_on_two_sides():
    """No cue both keeps and turns a side."""
    for part in ("says", "to", "act"):
        kinds = [set(each) for each in templates._common()[part].values()]
        assert sum(map(len, kinds)) == len(set.union(*kinds))


def test_no_text_stands_on_two_sides():
    """No text of a frame both supports and opposes or both takes a side and none."""
    for frame in FRAMES.values():
        lists = [[text for texts in parts.values() for text in texts] for parts in frame.sides.values()]
        counts = Counter(each for texts in (*lists, frame.neither, frame.plain) for each in set(texts))
        assert [each for each, number in counts.items() if number > 1] == []


def test_the_same_state_of_chance_gives_the_same_pairs():
    """Drawing is repeatable."""
    assert _pairs(count=300) == _pairs(count=300)


def test_another_state_of_chance_gives_other_pairs():
    """Drawing does depend on the state."""
    assert _pairs(3, 50) != _pairs(4, 50)


@pytest.mark.parametrize("held", [False, True])
def test_classes_are_balanced(held):
    """Each class has between 25 and 40 in a hundred."""
    counts = Counter(pair.label for pair in _pairs(held=held))
    assert all(1000 <= counts[label] <= 1600 for label in (SUPPORTS, OPPOSES, NEITHER))


def test_nothing_is_left_unfilled():
    """No braces, no bars of the tables, no doubled articles or blanks, no "a" before a filled vowel."""
    wrong = re.compile(r"[{}|]|\b[Tt]he the\b|  |\.\.")
    assert [pair.text for pair in _pairs() if wrong.search(pair.text + pair.claim)] == []


def test_sentences_begin_with_capitals():
    """Claims and texts begin with a capital, a figure or a mark."""
    assert [p.text for p in _pairs() for text in (p.claim, p.text) if text.lstrip("“")[0].islower()] == []


def test_pairs_name_their_frame():
    """The topic of a pair is the frame of its claim, the task is the stance, the set is our own."""
    pairs = _pairs(count=500)
    assert {(pair.task, pair.name) for pair in pairs} == {("stance", "made")}
    assert {pair.topic for pair in pairs} <= FRAMES.keys()


def test_what_is_held_back_is_never_trained_on():
    """The frames of both halves are apart and together all."""
    trained = {pair.topic for pair in _pairs()}
    held = {pair.topic for pair in _pairs(held=True)}
    assert trained == {name for name in FRAMES if not templates.held_out(name)}
    assert held == {name for name in FRAMES if templates.held_out(name)}


def test_a_share_of_claims_is_contrary():
    """About one claim in eight is worded the other way round."""
    bare = {name: [_pattern(claim) for claim in frame.contrary] for name, frame in FRAMES.items()}
    pairs = _pairs(count=1500)
    share = sum(any(each.fullmatch(pair.claim) for each in bare[pair.topic]) for pair in pairs) / len(pairs)
    assert 0.08 < share < 0.2


def _pattern(template):
    return re.compile(re.sub(r"\\\{[^}]*\\\}", ".+", re.escape(template)), re.IGNORECASE)


def test_a_contrary_claim_changes_the_side(monkeypatch):
    """The same text on the claim and on its contrary gets opposite labels."""
    monkeypatch.setattr(templates, "_neither", lambda *_: "Nothing.")
    for share, expected in (
        (0.0, {SUPPORTS: SUPPORTS, OPPOSES: OPPOSES}),
        (1.0, {SUPPORTS: OPPOSES, OPPOSES: SUPPORTS}),
    ):
        monkeypatch.setattr(templates, "CONTRARY", share)
        monkeypatch.setattr(templates, "_sided", lambda _drawn, _frame, _fillers, side: f"side {side}")
        for pair in _pairs(count=60):
            if pair.text.upper().startswith(("“SIDE", "SIDE")):
                side = int(re.search(r"\d", pair.text)[0])
                assert pair.label == expected[side]


def test_a_turning_cue_is_put_around_the_other_side(monkeypatch):
    """What a turning cue holds is content of the opposite side."""
    monkeypatch.setattr(templates, "TURNED", 1.0)
    monkeypatch.setattr(templates, "_PARTS", ("act",))
    frame = FRAMES["rent-control"]
    other = [re.escape(text) for text in (*frame.sides[OPPOSES]["says"], *frame.contrary, *frame.sides[OPPOSES]["act"])]
    for seed in range(40):
        drawn = random.Random(seed)
        text = templates._sided(drawn, frame, templates._Fillers(drawn, frame.slots), SUPPORTS)
        contents = [*frame.sides[OPPOSES]["act"], *(frame.sides[OPPOSES]["says"])]
        inside = [each for each in contents if each.lower() in text.lower()]
        contrary = [each for each in frame.contrary if _inside(each).search(text)]
        assert inside or contrary, (text, other)


def _inside(template):
    return re.compile(_pattern(template.rstrip(".")).pattern, re.IGNORECASE)


def test_unrelated_frames_are_never_independent_of_themselves():
    """A frame's texts never stand as texts that bear on nothing for its own or a related claim."""
    for one in FRAMES.values():
        assert not templates.independent(one, one)
        assert not any(templates.independent(FRAMES[other], one) for other in one.related)


def test_an_article_fits_what_is_filled_in():
    """ "a" becomes "an" before a vowel that a slot brings."""
    fillers = templates._Fillers(random.Random(0), {"Z": ("Averish",)})
    assert fillers.fill("a {Z} ship, A {Z} ship") == "an Averish ship, A Averish ship".replace("A A", "An A")


def test_nothing_is_drawn_from_the_war_that_the_corpora_are_about():
    """No text names Russia, Ukraine or what belongs to their conflict."""
    named = re.compile(
        r"russia|ukrain|kiev|kyiv|moscow|kremlin|donbas|donetsk|luhansk|lugansk|crimea|minsk|maidan|"
        r"putin|zelens|poroshenko|yanuk|nato\b|azov|bandera|soviet",
        re.IGNORECASE,
    )
    found = [path.name for path in templates.FOLDER.glob("*.toml") if named.search(path.read_text(encoding="utf-8"))]
    assert found == []


def test_what_is_said_of_others_names_others():
    """A text on the same question about other countries names none of those of the claim."""
    frame = FRAMES["troops-out"]
    fillers = templates._Fillers(random.Random(2), frame.slots)
    claim = fillers.fill("{B} should leave {A}.")
    apart = fillers.apart()
    text = apart.fill("{B} out of {A}, say {A.people}!")
    assert apart.names(text, fillers.slots())
    assert not fillers.names(text, fillers.slots())
    assert not set(re.findall(r"\w+", claim)) & set(re.findall(r"[A-Z]\w{4,}", text))


def test_marks_do_not_pile_up():
    """Where a label ends with a comma, the mark that follows takes its place."""
    fillers = templates._Fillers(random.Random(0), {"Z": ("the reactor, a relic,",)})
    assert (
        fillers.fill("They saw {Z}. And {Z}, at last.")
        == "They saw the reactor, a relic. And the reactor, a relic, at last."
    )
