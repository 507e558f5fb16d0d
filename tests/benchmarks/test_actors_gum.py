"""Reading GUM: raw text, brackets and split; and what is counted of mentions and entities."""

from __future__ import annotations

import importlib
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest


@pytest.fixture
def part(root: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(root / "benchmarks"))

    def imported(name: str) -> ModuleType:
        return importlib.import_module(f"actors.{name}")

    return imported


HEADER = "# newdoc id = x\n# global.Entity = GRP-etype-infstat-salience-centering-minspan-link-identity\n"


def row(number: str, form: str, tag: str = "NOUN", head: int = 0, relation: str = "dep", misc: str = "_") -> str:
    return "\t".join([number, form, "_", tag, "_", "_", str(head), relation, "_", misc])


def sentence(*rows: str, paragraph: bool = False) -> str:
    return ("# newpar\n" if paragraph else "") + "\n".join(rows) + "\n\n"


QUILL = sentence(
    row("1", "Mayor", head=4, misc="Entity=(1-person-new-sssss-cf1-1,2,3-coref-Ada_Quill"),
    row("2", "Ada", "PROPN", 1),
    row("3", "Quill", "PROPN", 1, misc="Entity=1)"),
    row("4", "left", "VERB"),
    row("5-6", "Teral's", misc="_"),
    row("5", "Teral", "PROPN", 8, misc="Entity=(2-abstract-new-nnnnn-cf2-4-sgl(3-place-new-nnnnn-cf3-1-sgl-Teral"),
    row("6", "'s", "PART", 5, misc="Entity=3)"),
    row("7", "old", "ADJ", 8),
    row("8", "plan", head=4, misc="Entity=2)|SpaceAfter=No"),
    row("9", ".", "PUNCT", 4),
    paragraph=True,
)
SHE = sentence(
    row("1", "She", "PRON", 2, misc="Entity=(1-person-giv:act-sssss-cf1-1-ana)"),
    row("2", "slept", "VERB", misc="SpaceAfter=No"),
    row("3", ".", "PUNCT", 2),
)


def words(document: Any) -> list[tuple[str, str, str, str]]:
    text = document.text
    return [(text[m.start : m.end], text[m.head_start : m.head_end], m.form, m.cluster) for m in document.mentions]


def test_the_text_follows_spaces_multiword_tokens_and_paragraphs(part: Any) -> None:
    again = SHE.replace("# newpar\n", "")
    document = part("gum").parse("x", HEADER + QUILL + SHE + "# newpar\n" + again)
    assert document.text == "Mayor Ada Quill left Teral's old plan. She slept.\nShe slept."


def test_mentions_nest_and_have_heads_forms_and_entities(part: Any) -> None:
    document = part("gum").parse("x", HEADER + QUILL + SHE, None)
    assert words(document) == [
        ("Mayor Ada Quill", "Mayor Ada Quill", "name", "1"),
        ("Teral's old plan", "plan", "nominal", "2"),
        ("Teral's", "Teral", "name", "3"),
        ("She", "She", "pronoun", "1"),
    ]
    assert [m.identity for m in document.mentions] == ["Ada_Quill", "", "Teral", ""]
    assert [m.status for m in document.mentions][-1] == "giv:act"


def test_only_the_kinds_asked_for_are_kept_and_singletons_stay(part: Any) -> None:
    document = part("gum").parse("x", HEADER + QUILL + SHE)
    assert [[document.text[m.start : m.end] for m in cluster] for cluster in document.clusters()] == [
        ["Mayor Ada Quill", "She"],
        ["Teral's"],
    ]


def test_a_discontinuous_mention_reaches_from_its_first_part_to_its_last(part: Any) -> None:
    cut = sentence(
        row("1", "Women", head=3, misc="Entity=(4[1/2]-person-new-nnnnn-cf1-1-sgl)"),
        row("2", "often", "ADV", 3),
        row("3", "came", "VERB"),
        row("4", "from", "ADP", 5, misc="Entity=(4[2/2]-person-new-nnnnn-cf1-1-sgl"),
        row("5", "Teral", "PROPN", 1, misc="Entity=4[2/2])"),
    )
    assert words(part("gum").parse("x", HEADER + cut)) == [("Women often came from Teral", "Women", "nominal", "4")]


def test_a_bracket_may_close_in_another_sentence(part: Any) -> None:
    first = sentence(row("1", "Friends", misc="Entity=(7-person-new-nnnnn-cf1-1-sgl"))
    last = sentence(row("1", "everywhere", "ADV", misc="Entity=7)"))
    assert words(part("gum").parse("x", HEADER + first + last))[0][0] == "Friends everywhere"


@pytest.mark.parametrize("misc", ["Entity=(7-person-new-nnnnn-cf1-1-sgl", "Entity=7)"])
def test_a_bracket_without_its_other_half_is_refused(misc: str, part: Any) -> None:
    with pytest.raises(ValueError, match="close"):
        part("gum").parse("x", HEADER + sentence(row("1", "Friends", misc=misc)))


def test_every_third_document_by_name_is_test_and_the_rest_train(part: Any, tmp_path: Path) -> None:
    for name in ("g", "a", "b", "f", "c", "e", "d"):
        (tmp_path / f"{name}.conllu").write_text(HEADER + SHE, encoding="utf-8")
    read = part("gum").read_gum
    assert [document.name for document in read(tmp_path, "test")] == ["c", "f"]
    assert [document.name for document in read(tmp_path, "train")] == ["a", "b", "d", "e", "g"]
    assert len(read(tmp_path, "all")) == 7
    with pytest.raises(ValueError, match="no part"):
        read(tmp_path, "dev")


@pytest.mark.parametrize(
    ("span", "plain"),
    [
        ("Teral's", "Teral"),
        ("the miners’", "the miners"),
        ("“Red Lantern,”", "Red Lantern"),
        ("U.S.", "U.S"),
        ("The Harbour Union (HU)", "The Harbour Union (HU"),
        ("the men who stayed", "the men who stayed"),
        ("'s", "s"),
        ("...", "..."),
    ],
)
def test_spans_are_compared_without_marks_and_possessives_but_with_all_their_words(
    span: str, plain: str, part: Any
) -> None:
    text = f"See {span} there"
    start, end = part("heads").normalised(text, 4, 4 + len(span))
    assert text[start:end] == plain


def found(part: Any, text: str, words: str, head: str, form: str = "name", nth: int = 0, kind: str = "person") -> Any:
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    inside = start + words.index(head)
    return part("reading").Found(start, start + len(words), inside, inside + len(head), form, kind)


def test_head_baselines_join_equal_heads_and_pronouns_by_their_word(part: Any) -> None:
    text = "Ada Quill met Quill. She saw Bo Quill; she left."
    mentions = [
        found(part, text, "Ada Quill", "Ada Quill"),
        found(part, text, "Quill", "Quill", nth=1),
        found(part, text, "She", "She", "pronoun"),
        found(part, text, "she", "she", "pronoun"),
    ]
    by_head = part("heads").by_head
    assert list(map(len, by_head(text, mentions, "whole head"))) == [1, 1, 2]
    assert list(map(len, by_head(text, mentions, "last word of head"))) == [2, 2]
    assert list(map(len, by_head(text, mentions, part("heads").PRONOUNS_ALONE))) == [2, 1, 1]


def test_mentions_match_by_span_first_then_by_head_one_to_one(part: Any) -> None:
    text = "the old mayor of Teral spoke"
    mayor, wide = found(part, text, "mayor", "mayor", "nominal"), found(part, text, "old mayor of Teral", "mayor")
    ours = {(m.start, m.end): m for m in (mayor, wide)}
    gold = [((0, 22), (8, 13))]
    assert part("heads").matched_by_head(gold, ours) == {(4, 22): (0, 22)}
    assert part("heads").matched_by_head([((8, 13), (8, 13))], ours) == {(8, 13): (8, 13)}
    assert part("heads").matched_by_head([((17, 22), (17, 22))], ours) == {}


def test_the_table_counts_detection_missed_forms_and_borders(part: Any) -> None:
    gum, scores = part("gum"), part("gum_scores")
    document = gum.parse("x", HEADER + QUILL + SHE)
    everything = gum.parse("x", HEADER + QUILL + SHE, None)
    text = document.text
    ada = found(part, text, "Ada Quill", "Ada Quill")
    teral = found(part, text, "Teral", "Teral", kind="place")
    plan = found(part, text, "Teral's old plan", "plan", "nominal")
    table = scores.measure([document], [everything], [[[ada], [teral], [plan]]])
    assert (table.detected["exact"].recall, table.detected["head overlap"].recall) == (1 / 3, 2 / 3)
    assert (table.missed["exact", "name"], table.missed["head overlap", "name"]) == (1, 0)
    assert table.words["head overlap", "pronoun"] == {"she": 1}
    assert table.spurious == {("name", "other span of it"): 1, ("nominal", "gold's abstract"): 1}
    assert table.borders == {"ours begins later": 1}
    assert table.exact["ours"].counts["b3"].recall == pytest.approx(1 / 3)
    # By head: half of Quill's entity and all of Teral's.
    assert table.heads["ours"].counts["b3"].recall == pytest.approx((1 / 2 + 1) / 3)
    assert table.exact["ours"].counts["b3"].precision == pytest.approx(1 / 3)


def test_ours_and_the_baselines_are_scored_on_the_same_mentions(part: Any) -> None:
    gum, scores = part("gum"), part("gum_scores")
    document = gum.parse("x", HEADER + QUILL + SHE)
    text = document.text
    ada, she = found(part, text, "Mayor Ada Quill", "Ada Quill"), found(part, text, "She", "She", "pronoun")
    table = scores.measure([document], [document], [[[ada, she]]])
    assert table.exact["ours"].counts["muc"].f1 == 1
    assert table.exact["whole head"].counts["muc"].f1 == 0
    assert {row: score.counts["b3"].system for row, score in table.exact.items()} == dict.fromkeys(table.exact, 2)
    assert scores.over_baseline(table.exact) > 0
    assert any("difference" in line for line in scores.lines_of(table))


def test_the_default_pipeline_is_read_as_clusters_of_spans_and_heads(part: Any) -> None:
    text = "Ada Quill is the mayor of Teral. “I will stay,” Quill said."
    (clusters,) = part("reading").read_entities([text])
    quill = next(cluster for cluster in clusters if text[cluster[0].head_start : cluster[0].head_end] == "Ada Quill")
    assert [text[m.start : m.end] for m in quill if m.form == "name"][-1] == "Quill"
