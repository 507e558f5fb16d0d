"""The steps as components of somebody else's spaCy pipeline."""

from __future__ import annotations

from dataclasses import replace

import pytest
import spacy

from dissensus.annotating.components import declare_extensions
from dissensus.annotating.language import DEFAULT_LANGUAGE_MODEL
from dissensus.model.annotations import Statement
from dissensus.model.errors import PipelineError, UsageError
from dissensus.model.spans import Span

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
