"""The pipeline's assembly, and annotating a stream in one process or several."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from marking_pipeline import make, make_and_die, mark

from dissensus.annotating.steps import FunctionStep, Pipeline
from dissensus.annotating.stream import annotate_document, annotate_stream
from dissensus.model.annotations import Annotation
from dissensus.model.documents import Document, Problem
from dissensus.model.errors import AnnotatingError, PipelineError, UsageError
from dissensus.model.options import AnnotatingOptions


def _documents(*texts: str) -> list[Document]:
    return [Document(id=f"d{number}", text=text, origin=f"d{number}.txt") for number, text in enumerate(texts)]


def _outcomes(documents: list[Document], **options: object) -> list[str]:
    found = []
    for document, outcome in annotate_stream(documents, AnnotatingOptions.of(options), make_pipeline=make):
        if isinstance(outcome, Problem):
            found.append(f"{document.id} {outcome.code}")
        else:
            found.append(f"{document.id} {outcome.times[0].value}")
    return found


def test_a_step_that_misses_what_it_needs_is_found_at_assembly() -> None:
    needy = FunctionStep("needy.v1", mark, frozenset({"parse"}), frozenset({"times"}))
    with pytest.raises(PipelineError, match=r"needy\.v1.*parse"):
        Pipeline([needy])


def test_the_digest_changes_with_a_step() -> None:
    first = make(AnnotatingOptions())
    other = Pipeline([FunctionStep("mark.v2", mark, frozenset(), frozenset({"times"}))])
    assert first.digest != other.digest
    assert first.digest == make(AnnotatingOptions()).digest


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_come_in_the_order_of_the_documents_for_any_number_of_processes(jobs: int) -> None:
    documents = _documents(*(f"text {number}" for number in range(30)))
    assert _outcomes(documents, jobs=jobs) == [f"d{number} text {number}" for number in range(30)]


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_step_that_raises_makes_a_problem_and_the_rest_goes_on(jobs: int) -> None:
    assert _outcomes(_documents("a", "raise", "b"), jobs=jobs) == ["d0 a", "d1 ANN001", "d2 b"]


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_document_that_takes_too_long_is_given_up(jobs: int) -> None:
    assert _outcomes(_documents("a", "sleep", "b"), jobs=jobs, document_seconds=0.3) == ["d0 a", "d1 ANN002", "d2 b"]


def test_a_document_that_kills_its_process_is_named_and_the_rest_goes_on() -> None:
    documents = _documents("a", "b", "die", "c", "d", "e", "f", "g", "h", "i", "j", "k")
    expected = [f"{d.id} {d.text}" if d.text != "die" else "d2 ANN003" for d in documents]
    assert _outcomes(documents, jobs=2) == expected


def test_a_loaded_pipeline_is_refused_for_several_processes() -> None:
    with pytest.raises(UsageError, match="make_pipeline"):
        next(annotate_stream(_documents("a"), AnnotatingOptions(jobs=2), pipeline=make(AnnotatingOptions())))


def test_processes_that_cannot_start_are_one_clear_error() -> None:
    with pytest.raises(AnnotatingError) as caught:
        list(annotate_stream(_documents("a", "b", "c"), AnnotatingOptions(jobs=2), make_pipeline=make_and_die))
    assert caught.value.code == "ANN005"


def test_a_document_in_another_language_is_not_annotated() -> None:
    document = Document(id="d", text="ein Satz", language="de")
    outcome = annotate_document(make(AnnotatingOptions()), document)
    assert isinstance(outcome, Problem)
    assert outcome.code == "ANN004"


def test_a_document_whose_language_is_a_variant_of_english_is_annotated() -> None:
    outcome = annotate_document(make(AnnotatingOptions()), Document(id="d", text="a", language="en-GB"))
    assert isinstance(outcome, Annotation)


def test_no_more_than_a_few_documents_are_taken_ahead() -> None:
    taken = 0

    def documents() -> Iterator[Document]:
        nonlocal taken
        for document in _documents(*("x" * 200)):
            taken += 1
            yield document

    stream = annotate_stream(documents(), AnnotatingOptions(jobs=2), make_pipeline=make)
    next(stream)
    assert taken <= 2 * 4 + 1
    stream.close()  # type: ignore[attr-defined]
