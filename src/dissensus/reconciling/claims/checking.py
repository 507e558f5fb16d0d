"""What should be looked at in a codebook before a corpus is coded for it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain
from typing import TYPE_CHECKING

from dissensus.model.claims import Codebook, PairScorer, TextEmbedder
from dissensus.reconciling.claims._checking_issue import ClaimIssue, Severity
from dissensus.reconciling.claims._checking_pairs import pair_issues
from dissensus.reconciling.claims._checking_sentences import neutrality_issues, sentence_issues
from dissensus.reconciling.claims._checking_wordings import wording_issues

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["ISSUE_CODES", "ClaimIssue", "Severity", "check_codebook"]

ISSUE_CODES = (
    "question",
    "heading",
    "several-sentences",
    "command",
    "fragment",
    "double-barrelled",
    "not-neutral",
    "near-identical",
    "contrary",
    "wording-on-both-sides",
    "wording-repeated",
    "wording-misread",
)
"""Codes of findings, in the order in which those of one claim are told."""


def check_codebook(
    codebook: Codebook,
    *,
    parse: Callable[[str], Doc] | None = None,
    embedder: TextEmbedder | None = None,
    scorer: PairScorer | None = None,
) -> tuple[ClaimIssue, ...]:
    """What should be looked at in a codebook; nothing is changed.

    A claim should be one full sentence that states one thing in words that both sides would take for their question
    (the rules for wording attitude items of Edwards, 1957, and for survey questions: no two questions in one, no loaded
    words). Two claims should not say the same or the contrary, as each statement would be coded twice. A wording should
    stand on one side.

    Args:
        codebook: the claims.
        parse: of a text by an English spaCy pipeline; without it, fragments, commands and joined propositions are
            not told.
        embedder: likeness of claims; without it, claims are compared by their words only.
        scorer: how a text bears on a claim; without it, wordings are not read, and like claims are hinted at only.

    Returns:
        The findings in the order of the codebook, of each claim in the order of `ISSUE_CODES`.
    """
    claims = codebook.claims
    single = chain.from_iterable(
        chain(sentence_issues(claim.id, claim.text, parse), neutrality_issues(claim.id, claim.text)) for claim in claims
    )
    found = [*single, *pair_issues(claims, embedder, scorer), *wording_issues(claims, scorer)]
    place = {claim.id: number for number, claim in enumerate(claims)}
    found.sort(key=lambda issue: ([place[each] for each in issue.claims], ISSUE_CODES.index(issue.code)))
    return tuple(found)
