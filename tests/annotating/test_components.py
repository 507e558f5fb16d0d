"""The steps as components of somebody else's spaCy pipeline."""

from __future__ import annotations

import pickle
import warnings
from dataclasses import replace

import pytest
import spacy

from dissensus.annotating.components import StatementsComponent, declare_extensions
from dissensus.annotating.language import DEFAULT_LANGUAGE_MODEL
from dissensus.annotating.statements import RuleStatementsStep
from dissensus.model.annotations import Statement
from dissensus.model.errors import PipelineError, UsageError
from dissensus.model.spans import Span

NAMES = ["dissensus_times_v1", "dissensus_mentions_v1", "dissensus_statements_v1", "dissensus_entities_v1"]
TEXT = "“The dam is unsafe,” Ada Quill said on Tuesday. Oskar Brand told reporters that it would hold."


@pytest.fixture(scope="module")
def nlp():
    pipeline = spacy.load(DEFAULT_LANGUAGE_MODEL)
    pipeline.add_pipe("dissensus_statements_v1")
    return pipeline


def parts(doc, part):
    return [(span.text, span.id) for span in doc.spans[f"dissensus_statements_{part}"]]


def test_statements_stand_in_span_groups_linked_by_number(nlp):
    doc = nlp(TEXT)
    assert parts(doc, "content") == [("“The dam is unsafe,”", 0), ("that it would hold", 1)]
    assert parts(doc, "speaker") == [("Ada Quill", 0), ("Oskar Brand", 1)]
    assert parts(doc, "cue") == [("said", 0), ("told", 1)]


def test_the_extension_holds_our_own_frozen_types(nlp):
    statements = nlp(TEXT)._.dissensus_statements
    assert all(isinstance(statement, Statement) for statement in statements)
    assert [statement.mode for statement in statements] == ["direct", "indirect"]


def test_speakers_are_added_to_the_mentions(nlp):
    doc = nlp(TEXT)
    indexes = [statement.speaker_mention for statement in doc._.dissensus_statements]
    assert [doc.spans["dissensus_mentions"][i].text for i in indexes] == ["Ada Quill", "Oskar Brand"]


def test_a_pipeline_that_was_stored_gives_the_same_after_loading(nlp, tmp_path):
    nlp.to_disk(tmp_path / "pipeline")
    loaded = spacy.load(tmp_path / "pipeline")
    assert loaded(TEXT)._.dissensus_statements == nlp(TEXT)._.dissensus_statements


def test_own_voice_is_an_option_of_the_configuration():
    pipeline = spacy.load(DEFAULT_LANGUAGE_MODEL)
    pipeline.add_pipe("dissensus_statements_v1", config={"own_voice": False})
    assert pipeline("The ministers must close the dam.")._.dissensus_statements == ()


def test_a_document_keeps_its_statements_when_stored(nlp):
    doc = nlp(TEXT)
    again = spacy.tokens.Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert again._.dissensus_statements == doc._.dissensus_statements


SAID = Statement((Span(21, 31),), (Span(32, 36),), (Span(0, 20),), "direct", 0.5, 0, None, None, (0,), "denies")


def test_the_act_of_a_statement_comes_back_from_a_stored_document():
    doc = spacy.blank("en")(TEXT)
    declare_extensions()
    doc._.dissensus_statements = (SAID,)
    again = spacy.tokens.Doc(doc.vocab).from_bytes(doc.to_bytes())
    assert again._.dissensus_statements == (SAID,)


def test_a_document_stored_before_statements_told_their_act_is_read_as_saying():
    doc = spacy.blank("en")(TEXT)
    declare_extensions()
    doc._.dissensus_statements = (SAID,)
    doc.user_data["dissensus_statements"] = [row[:9] for row in doc.user_data["dissensus_statements"]]
    assert doc._.dissensus_statements == (replace(SAID, act="says"),)


def test_several_processes_give_what_one_gives(nlp):
    texts = [TEXT, "It rained.", "Lenz refuses to leave the valley."]
    one = [doc._.dissensus_statements for doc in nlp.pipe(texts)]
    two = [doc._.dissensus_statements for doc in nlp.pipe(texts, n_process=2, batch_size=1)]
    assert one == two


@pytest.fixture(scope="module")
def complete():
    pipeline = spacy.load(DEFAULT_LANGUAGE_MODEL)
    for name in NAMES:
        pipeline.add_pipe(name)
    return pipeline


def everything(doc):
    return doc._.dissensus_times, doc._.dissensus_mentions, doc._.dissensus_statements


def entities(doc):
    return [(span.text, span.id) for span in doc.spans["dissensus_entities"]]


def test_a_document_with_times_and_mentions_can_be_stored(complete):
    doc = complete(TEXT)
    again = spacy.tokens.Doc(complete.vocab).from_bytes(doc.to_bytes())
    assert everything(again) == everything(doc)
    assert all(everything(again))


def test_all_in_several_processes_give_what_one_gives(complete):
    one = [everything(doc) for doc in complete.pipe([TEXT, "It rained."])]
    two = [everything(doc) for doc in complete.pipe([TEXT, "It rained."], n_process=2, batch_size=1)]
    assert one == two


def test_spans_of_one_entity_have_one_number(complete):
    found = entities(complete("Ada Quill left Lindau. She said that the dam was unsafe."))
    numbers = dict(found)
    assert numbers["Ada Quill"] == numbers["She"] != numbers["Lindau"]


def test_the_mentions_carry_the_numbers_of_their_entities(complete):
    doc = complete(TEXT)
    assert [mention.entity for mention in doc._.dissensus_mentions] == [number for _, number in entities(doc)]


def test_the_statements_follow_when_entities_add_mentions(complete):
    doc = complete("When she came to Lindau, Ada Quill said that the dam was unsafe.")
    (statement,) = doc._.dissensus_statements
    assert doc._.dissensus_mentions[statement.speaker_mention].name == "Ada Quill"
    assert statement.speaker_mention > 0


def test_numbered_once_more_a_document_has_the_same_entities(complete):
    doc = complete(TEXT)
    once = entities(doc)
    assert entities(complete(doc)) == once


def test_entities_by_rules_give_what_the_step_by_rules_gives():
    pipeline = spacy.load(DEFAULT_LANGUAGE_MODEL)
    pipeline.add_pipe("dissensus_mentions_v1")
    pipeline.add_pipe("dissensus_entities_v1", config={"model": "rules"})
    text = "Ada Quill left. The tech giant met a passer-by. She wept."
    assert [words for words, _ in entities(pipeline(text))] == ["Ada Quill", "She"]


@pytest.mark.parametrize("value", ["best", None, True])
def test_an_unknown_reader_of_entities_is_refused_with_those_there_are(value):
    with pytest.raises(UsageError, match=r"USE005.*'trained', 'rules'"):
        spacy.blank("en").add_pipe("dissensus_entities_v1", config={"model": value})


def test_entities_without_mentions_tell_what_to_add():
    pipeline = spacy.load(DEFAULT_LANGUAGE_MODEL)
    pipeline.add_pipe("dissensus_entities_v1")
    with pytest.raises(PipelineError, match=r"found no mentions in the Doc.*Add dissensus_mentions_v1"):
        pipeline(TEXT)


def test_entities_without_a_parser_tell_what_to_add():
    pipeline = spacy.blank("en")
    pipeline.add_pipe("dissensus_statements_v1")
    pipeline.add_pipe("dissensus_entities_v1")
    with pytest.raises(PipelineError, match="'dissensus_entities_v1' found no DEP"):
        pipeline(TEXT)


def test_an_empty_text_has_no_entities(complete):
    assert entities(complete("")) == []


@pytest.mark.parametrize("name", NAMES[:3])
def test_what_stands_after_the_entities_is_refused_with_the_right_order(name):
    pipeline = spacy.load(DEFAULT_LANGUAGE_MODEL)
    pipeline.add_pipe("dissensus_mentions_v1")
    pipeline.add_pipe("dissensus_entities_v1", name="who")
    pipeline.add_pipe(name, name="late")
    with pytest.raises(PipelineError, match=r"component 'late' stands after 'who'.* before='who'"):
        pipeline(TEXT)


def test_a_document_stored_before_mentions_told_number_and_gender_is_read_without_them(complete):
    doc = complete(TEXT)
    told = doc._.dissensus_mentions
    doc.user_data["dissensus_mentions"] = [row[:8] for row in doc.user_data["dissensus_mentions"]]
    assert doc._.dissensus_mentions == tuple(replace(mention, number=None, gender=None) for mention in told)


def test_without_a_parser_the_error_of_the_rules_tells_what_to_add():
    pipeline = spacy.blank("en")
    pipeline.add_pipe("dissensus_statements_v1", config={"model": "rules"})
    with pytest.raises(PipelineError, match="'dissensus_statements_v1' found no DEP"):
        pipeline(TEXT)


@pytest.mark.parametrize("model", ["accurate", "fast"])
def test_a_blank_pipeline_is_enough_for_the_trained_models(model):
    pipeline = spacy.blank("en")
    pipeline.add_pipe("dissensus_statements_v1", config={"model": model})
    doc = pipeline(TEXT)
    assert parts(doc, "content") == [("“The dam is unsafe,”", 0), ("that it would hold", 1)]
    assert parts(doc, "speaker") == [("Ada Quill", 0), ("Oskar Brand", 1)]


def test_the_size_of_a_batch_changes_nothing():
    pipeline = spacy.blank("en")
    pipeline.add_pipe("dissensus_statements_v1", config={"model": "fast"})
    texts = [TEXT, "Orla asked why.", TEXT * 30, "", "“No,” he said.\n" * 9]
    found = [[doc._.dissensus_statements for doc in pipeline.pipe(texts, batch_size=size)] for size in (1, 2, 50)]
    assert found[0] == found[1] == found[2]


@pytest.mark.parametrize("value", [7, -0.1, "0.5", "high", True, None])
def test_a_least_confidence_that_is_no_number_from_0_to_1_is_refused(value):
    pipeline = spacy.blank("en")
    with pytest.raises(UsageError, match=r"USE005: min_confidence is .* from 0 \(every statement\) to 1"):
        pipeline.add_pipe("dissensus_statements_v1", config={"min_confidence": value})
    assert pipeline.pipe_names == []


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_least_confidence_that_no_configuration_can_hold_is_refused_by_the_class_too(value):
    with pytest.raises(UsageError, match="USE005: min_confidence"):
        StatementsComponent(RuleStatementsStep(), "who", value)


@pytest.mark.parametrize("value", [0, 1, 0.35])
def test_the_ends_of_the_range_of_confidence_are_allowed(value):
    pipeline = spacy.blank("en")
    component = pipeline.add_pipe("dissensus_statements_v1", config={"min_confidence": value})
    assert component.min_confidence == value


@pytest.mark.parametrize("value", ["best", 3, None, ["fast"]])
def test_an_unknown_reader_is_refused_with_all_that_can_be_chosen(value):
    with pytest.raises(UsageError, match="'accurate', 'fast', 'rules'"):
        spacy.blank("en").add_pipe("dissensus_statements_v1", config={"model": value})


@pytest.mark.parametrize(("option", "value"), [("own_voice", "no"), ("own_voice", None), ("nested", 1)])
def test_a_switch_that_is_no_truth_value_is_refused(option, value):
    with pytest.raises(UsageError, match=f"{option} is {value!r}"):
        spacy.blank("en").add_pipe("dissensus_statements_v1", config={option: value})


def test_the_rules_take_no_choice_of_nested_statements():
    with pytest.raises(UsageError, match="the rules always read"):
        spacy.blank("en").add_pipe("dissensus_statements_v1", config={"model": "rules", "nested": False})


@pytest.mark.parametrize("name", NAMES)
def test_a_pipeline_of_another_language_is_refused(name):
    with pytest.raises(PipelineError, match=r"PIP002: .* reads English, and the pipeline is made for 'de'"):
        spacy.blank("de").add_pipe(name)


@pytest.mark.parametrize("name", NAMES)
def test_a_pipeline_for_many_languages_is_warned_of(name):
    with pytest.warns(UserWarning, match="reads English"):
        spacy.blank("xx").add_pipe(name)


@pytest.fixture
def misplaced():
    pipeline = spacy.load(DEFAULT_LANGUAGE_MODEL)
    pipeline.add_pipe("dissensus_statements_v1", name="who", config={"model": "rules"})
    return pipeline


@pytest.mark.parametrize("name", NAMES[:2])
def test_times_and_mentions_after_statements_are_refused_with_the_right_order(misplaced, name):
    misplaced.add_pipe(name)
    with pytest.raises(PipelineError, match=f"PIP001: component '{name}' stands after 'who'.* before='who'"):
        misplaced(TEXT)


def test_the_wrong_order_is_refused_in_another_process_too(misplaced):
    late = misplaced.add_pipe("dissensus_mentions_v1")
    sent = pickle.loads(pickle.dumps(late))
    with pytest.raises(PipelineError, match="stands after 'who'"):
        sent(misplaced.make_doc(TEXT))


def test_what_is_added_later_may_be_put_before(misplaced):
    for name in NAMES[:2]:
        misplaced.add_pipe(name, before="who")
    doc = misplaced(TEXT)
    named = [doc._.dissensus_mentions[statement.speaker_mention].name for statement in doc._.dissensus_statements]
    assert named == ["Ada Quill", "Oskar Brand"]


def test_a_document_that_went_through_may_go_through_again(misplaced):
    for name in NAMES[:2]:
        misplaced.add_pipe(name, before="who")
    doc = misplaced(TEXT)
    once = doc._.dissensus_statements
    assert misplaced(doc)._.dissensus_statements == once


def test_statements_before_the_parser_say_once_what_they_go_without():
    pipeline = spacy.load(DEFAULT_LANGUAGE_MODEL)
    pipeline.add_pipe("dissensus_statements_v1", config={"model": "fast"}, first=True)
    with pytest.warns(UserWarning, match="stands before 'parser'.* after='parser'"):
        pipeline("Orla asked why.")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        pipeline("Orla asked why.")


def test_statements_below_the_least_confidence_are_left_out():
    pipeline = spacy.blank("en")
    pipeline.add_pipe("dissensus_statements_v1", config={"min_confidence": 1.0})
    assert pipeline(TEXT)._.dissensus_statements == ()


def test_an_empty_text_needs_no_parser_and_has_no_statements():
    pipeline = spacy.blank("en")
    pipeline.add_pipe("dissensus_statements_v1")
    assert pipeline("")._.dissensus_statements == ()


def test_times_are_resolved_against_the_published_extension():
    pipeline = spacy.load(DEFAULT_LANGUAGE_MODEL)
    pipeline.add_pipe("dissensus_times_v1")
    doc = pipeline.make_doc("The wall cracked yesterday.")
    doc._.dissensus_published = "2031-05-04"
    assert [time.value for time in pipeline(doc)._.dissensus_times] == ["2031-05-03"]


def test_a_publication_date_that_is_none_is_refused():
    pipeline = spacy.load(DEFAULT_LANGUAGE_MODEL)
    pipeline.add_pipe("dissensus_times_v1")
    doc = pipeline.make_doc("The wall cracked yesterday.")
    doc._.dissensus_published = "last week"
    with pytest.raises(UsageError, match="dissensus_published"):
        pipeline(doc)


def test_statements_use_the_mentions_found_before_them():
    pipeline = spacy.load(DEFAULT_LANGUAGE_MODEL)
    pipeline.add_pipe("dissensus_mentions_v1")
    pipeline.add_pipe("dissensus_statements_v1")
    doc = pipeline(TEXT)
    first = doc._.dissensus_statements[0]
    assert doc._.dissensus_mentions[first.speaker_mention].name == "Ada Quill"


def test_spacys_own_limit_of_characters_can_be_raised_for_statements_without_a_parser():
    pipeline = spacy.blank("en")
    pipeline.add_pipe("dissensus_statements_v1")
    long = TEXT + "\n" * 1_000_000
    with pytest.raises(ValueError, match="E088"):
        pipeline(long)
    pipeline.max_length = 10_000_000
    assert pipeline(long)._.dissensus_statements == pipeline(TEXT)._.dissensus_statements
