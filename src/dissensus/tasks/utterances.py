"""The utterances of a project: what its documents say, and whose words they are."""

from __future__ import annotations

from collections.abc import Iterator

from dissensus.model.claims import Utterance
from dissensus.model.documents import Document
from dissensus.model.options import DEFAULT_MIN_CONFIDENCE
from dissensus.projects import Project


def utterances_by_document(
    project: Project, min_confidence: float = DEFAULT_MIN_CONFIDENCE
) -> Iterator[tuple[Document, tuple[Utterance, ...]]]:
    """Each annotated document with its utterances, in reading order.

    Args:
        project: the project; its actors must be resolved, or nobody is known to hold anything.
        min_confidence: statements below are left out (0 to 1).
    """
    from dissensus.reconciling.claims.utterances import utterances_of as of_document

    names = {actor.id: actor.name for actor in project.actors()}
    links = project.actor_links()
    for document_id, annotation in project.annotations():
        document = project.document(document_id)
        told = of_document(document_id, document.text, annotation, links.get(document_id, ()), names, min_confidence)
        yield document, tuple(told)


def utterances_of(project: Project, min_confidence: float = DEFAULT_MIN_CONFIDENCE) -> Iterator[Utterance]:
    """All utterances of a project, in reading order; see :func:`utterances_by_document`."""
    for _, told in utterances_by_document(project, min_confidence):
        yield from told
