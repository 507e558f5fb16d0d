"""What the pair model is trained on: sets as pairs, and pairs that take no side."""

from __future__ import annotations

import json
import random

from training.claims.data import NEITHER, OPPOSES, SUPPORTS, Pair

from training.claims import data, negatives


def write(folder, name, *rows):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def pair(claim, text, label=SUPPORTS, topic="t"):
    return Pair(claim, text, "stance", label, topic, "set")


def many(count=40):
    return [
        pair(
            f"Town {n % 8} should build a harbour for the {n % 8}th fleet.",
            f"Ships of fleet {n} need room.",
            n % 2,
            str(n % 8),
        )
        for n in range(count)
    ]


def test_stances_become_labels_and_unknown_ones_are_left_out(tmp_path):
    rows = [{"claim": "c", "text": "t", "stance": stance, "topic": "x"} for stance in ("supports", "opposes", "unsure")]
    write(tmp_path, "stance/kpa.train.jsonl", *rows)
    assert [p.label for p in data.stances(tmp_path, "kpa", "train")] == [SUPPORTS, OPPOSES]


def test_a_part_that_is_not_there_is_empty(tmp_path):
    assert data.stances(tmp_path, "ibm", "dev") == []


def test_held_topics_are_held_back_whole(tmp_path):
    rows = [{"claim": "a", "text": "b", "relation": n % 2, "topic": f"story {n // 4}"} for n in range(200)]
    write(tmp_path, "stance/claimdiff_weak.train.jsonl", *rows)
    learned, held = (data.claimdiff(tmp_path, held=held) for held in (False, True))
    assert len(learned) + len(held) == 200
    assert held
    assert not {p.topic for p in learned} & {p.topic for p in held}


def test_entailment_supports_and_contradiction_opposes(tmp_path):
    for name in ("snli.dev", "snli.test", "sick.train", "foolmetwice.dev", "foolmetwice.test"):
        write(tmp_path, f"inference/{name}.jsonl", {"premise": "p", "hypothesis": "h", "label": "contradiction"})
    assert {(p.claim, p.text, p.label) for p in data.inference(tmp_path)} == {("h", "p", OPPOSES)}


def test_texts_of_other_topics_take_no_side():
    found = negatives.unrelated(many(), random.Random(1), 30)
    owner = {p.text: p.topic for p in many()}
    topic = {p.claim: p.topic for p in many()}
    assert found
    assert all(p.label == NEITHER and owner[p.text] != topic[p.claim] for p in found)


def test_news_takes_no_side():
    news = [f"The harbour of town {n} was painted." for n in range(9)]
    found = negatives.from_news(many(), news, random.Random(1), 20)
    assert len(found) == 20
    assert all(p.label == NEITHER and p.text in news for p in found)


def test_a_negated_claim_turns_the_side():
    found = negatives.turned([pair("We should build it.", "Yes!", SUPPORTS)], random.Random(1), 5)
    assert [(p.claim, p.label) for p in found] == [("We should not build it.", OPPOSES)]


def test_a_claim_that_is_negated_already_is_left_alone():
    assert negatives.turned([pair("We should not build it.", "Yes!")], random.Random(1), 5) == []


def test_what_is_drawn_depends_on_the_seed_alone():
    assert negatives.unrelated(many(), random.Random(3), 20) == negatives.unrelated(many(), random.Random(3), 20)
