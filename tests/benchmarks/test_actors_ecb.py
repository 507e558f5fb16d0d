"""ECB+: texts from tokens, gold ids across documents, and the comparison."""

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


@pytest.mark.parametrize(
    ("tokens", "cut", "text"),
    [
        ("Mayor Quill , 40 , left .", False, "Mayor Quill, 40, left."),
        ("She did n't see Teral 's port .", False, "She didn't see Teral's port."),
        ("`` Stay , '' she said .", False, "“Stay,” she said."),
        ('"The port , " he said , " is open . "', False, '"The port," he said, "is open."'),
        ("the miners ' union ( MU ) won", False, "the miners' union (MU) won"),
        ("Quill ’ s 40 - year - old port", True, "Quill’s 40-year-old port"),
        ("they came - late", False, "they came - late"),
        ("it rose 1 . 5 % to $ 2 , 000 at 8 : 41 p . m .", True, "it rose 1.5% to $2,000 at 8:41 p.m."),
        ("from http : / / www . teral . com / news", True, "from http://www.teral.com/news"),
        ("on Sept . 8 , 10 people", True, "on Sept. 8, 10 people"),
    ],
)
def test_tokens_become_running_text(tokens: str, cut: bool, text: str, part: Any) -> None:
    assert part("detokenise").text_of([tokens.split()], cut=cut)[0] == text


def test_each_token_has_its_place(part: Any) -> None:
    text, places = part("detokenise").text_of([["``", "Stay", "''"], ["Go", "."], ["End"]], cut=False)
    assert [[text[a:b] for a, b in row] for row in places] == [["“", "Stay", "”"], ["Go", "."], ["End"]]


def test_headlines_stay_apart_and_sentences_follow_each_other(part: Any) -> None:
    text, _ = part("detokenise").text_of([["Port", "opens"], ["It", "did", "."], ["Boats", "came", "."]], cut=False)
    assert text == "Port opens\nIt did. Boats came."


XML = """<Document doc_name="{name}.xml" doc_id="D">
<token t_id="1" sentence="0" number="0">Quill</token>
<token t_id="2" sentence="0" number="1">,</token>
<token t_id="3" sentence="0" number="2">mayor</token>
<token t_id="4" sentence="0" number="3">of</token>
<token t_id="5" sentence="0" number="4">Teral</token>
<token t_id="6" sentence="0" number="5">,</token>
<token t_id="7" sentence="0" number="6">left</token>
<token t_id="8" sentence="0" number="7">.</token>
<token t_id="9" sentence="1" number="0">She</token>
<token t_id="10" sentence="1" number="1">slept</token>
<token t_id="11" sentence="1" number="2">.</token>
<Markables>
<HUMAN_PART_PER m_id="1"><token_anchor t_id="1"/></HUMAN_PART_PER>
<HUMAN_PART_PER m_id="2"><token_anchor t_id="3"/><token_anchor t_id="4"/><token_anchor t_id="5"/></HUMAN_PART_PER>
<LOC_GEO m_id="3"><token_anchor t_id="5"/></LOC_GEO>
<HUMAN_PART_PER m_id="4"><token_anchor t_id="9"/></HUMAN_PART_PER>
<HUMAN_PART_PER m_id="9" RELATED_TO="" TAG_DESCRIPTOR="quill" instance_id="HUM1"/>
</Markables>
<Relations>
<CROSS_DOC_COREF r_id="7" note="HUM1"><source m_id="1"/><source m_id="4"/><target m_id="9"/></CROSS_DOC_COREF>
<INTRA_DOC_COREF r_id="8"><source m_id="2"/><target m_id="9"/></INTRA_DOC_COREF>
</Relations>
</Document>
"""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    (tmp_path / "3").mkdir()
    for name in ("3_1ecb", "3_2ecb", "3_3ecb"):
        (tmp_path / "3" / f"{name}.xml").write_text(XML.format(name=name), encoding="utf-8")
    rows = "Topic,File,Sentence Number\n3,1ecb,0\n3,2ecb,0\n3,2ecb,1\n"
    (tmp_path / "ECBplus_coreference_sentences.csv").write_text(rows, encoding="utf-8")
    return tmp_path


def test_only_selected_sentences_have_gold_but_the_text_is_whole(part: Any, corpus: Path) -> None:
    one, two = part("ecb").read_ecb(corpus, (3,))
    assert one.text == two.text == "Quill, mayor of Teral, left. She slept."
    words = [[d.text[m.start : m.end] for m in d.mentions] for d in (one, two)]
    assert words == [["Quill", "mayor of Teral"], ["Quill", "mayor of Teral", "She"]]
    assert (one.holds(29, 32), two.holds(29, 32)) == (False, True)


def test_an_entity_is_one_across_documents_only_by_a_relation_across_them(part: Any, corpus: Path) -> None:
    one, two = part("ecb").read_ecb(corpus, (3,))
    assert [m.entity for m in two.mentions] == ["HUM1", "3_2ecb/r8", "HUM1"]
    assert one.mentions[0].entity == two.mentions[0].entity
    assert one.mentions[1].entity != two.mentions[1].entity


def test_the_head_ends_before_the_first_preposition(part: Any, corpus: Path) -> None:
    document = part("ecb").read_ecb(corpus, (3,))[0]
    assert [document.text[m.head_start : m.head_end] for m in document.mentions] == ["Quill", "mayor"]


def test_a_mark_without_its_token_is_refused(part: Any, corpus: Path) -> None:
    path = corpus / "3" / "3_1ecb.xml"
    path.write_text(XML.format(name="3_1ecb").replace('anchor t_id="9"', 'anchor t_id="99"'), encoding="utf-8")
    with pytest.raises(ValueError, match="not there"):
        part("ecb").read_ecb(corpus, (3,))


def read(part: Any, document: Any, *rows: tuple[str, str, str, object]) -> Any:
    """Mentions of a document: words, form, kind, and the actor or entity."""
    made = []
    for words, form, kind, entity in rows:
        start = document.text.index(words)
        made.append((part("reading").Found(start, start + len(words), start, start + len(words), form, kind), entity))
    return part("ecb_scores").Read(tuple(made))


def test_all_documents_are_one_corpus_for_ours_and_for_the_baselines(part: Any, corpus: Path) -> None:
    one, two = part("ecb").read_ecb(corpus, (3,))
    # Ours has the name across documents and the pronoun; mayor is apart in each. By head the mayors are joined.
    first = read(part, one, ("Quill", "name", "person", "a1"), ("mayor", "nominal", "person", ("d1", 1)))
    second = read(
        part,
        two,
        ("Quill", "name", "person", "a1"),
        ("mayor", "nominal", "person", ("d2", 1)),
        ("She", "pronoun", "person", "a1"),
    )
    compared = part("ecb_scores").compare([one, two], [first, second])
    by_head = compared.b3["by head"]
    assert (by_head["ours"].recall, by_head["ours"].precision) == (1, 1)
    # The pronoun is alone: (2 + 2) / 3 + 1 / 3 of recall with the mayors' 2; two mayors of half precision each.
    assert by_head["whole head"].recall == pytest.approx((4 / 3 + 1 / 3 + 2) / 5)
    assert by_head["whole head"].precision == pytest.approx((2 + 1 + 1) / 5)
    # By span "mayor" is not "mayor of Teral".
    assert compared.detected["by head"].recall == 1
    assert compared.detected["by span"].recall == pytest.approx(3 / 5)
    assert part("ecb_scores").over_baseline(by_head) > 0


def test_gold_mentions_that_we_lack_are_alone_and_ours_that_gold_lacks_are_left_out(part: Any, corpus: Path) -> None:
    document = part("ecb").read_ecb(corpus, (3,))[1]
    some = read(part, document, ("Quill", "name", "person", "a1"), ("left", "nominal", "person", "a2"))
    compared = part("ecb_scores").compare([document], [some])
    on_gold = compared.b3["on gold mentions"]["ours"]
    assert (on_gold.system, on_gold.precision) == (3, 1)
    assert on_gold.recall == pytest.approx((1 / 2 + 1 / 2 + 1) / 3)
    assert compared.b3["by head"]["ours"].system == 2


def test_places_and_other_sentences_do_not_count(part: Any, corpus: Path) -> None:
    document = part("ecb").read_ecb(corpus, (3,))[0]
    some = read(part, document, ("Teral", "name", "place", "a1"), ("She", "pronoun", "person", "a2"))
    assert part("ecb_scores").compare([document], [some]).b3["by head"]["ours"].system == 0


def test_pronouns_of_two_documents_are_one_in_the_plain_baseline_only(part: Any, corpus: Path) -> None:
    one, two = part("ecb").read_ecb(corpus, (3,))
    both = [read(part, document, ("Quill", "pronoun", "person", document.name)) for document in (one, two)]
    table = part("ecb_scores").compare([one, two], both).b3["by head"]
    assert table["whole head"].right_of_gold == pytest.approx((2 * 2) / 3)
    assert table["whole head, pronouns by document"].right_of_gold == pytest.approx((1 + 1) / 3)


def test_texts_are_read_and_resolved_as_one_corpus(part: Any) -> None:
    ecb = part("ecb")
    documents = [
        ecb.EcbDocument("1_1ecb", 1, "Ada Quill left Teral. Quill is the mayor.", (), ()),
        ecb.EcbDocument("1_2ecb", 1, "The crowd greeted Ada Quill.", (), ()),
    ]
    named = [
        {entity for mention, entity in each.mentions if mention.form == "name" and mention.kind == "person"}
        for each in part("ecb_scores").resolve(documents)
    ]
    assert len(named[0]) == 1
    assert named[0] == named[1]
