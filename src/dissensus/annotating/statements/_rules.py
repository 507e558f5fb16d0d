"""Statements by rules over a parse: the baseline of the trained engine, and what it takes over from rules.

The way through the modules: ``_view`` (the parse as lists), ``_marks`` (quotation marks), ``_quotes`` (whose quotation
it is) with ``_labels`` (names beside it), ``_turns`` (interviews, block quotations), ``_clauses`` with ``_verbs``,
``_prepositions`` and ``_nouns`` (what grammar attributes), ``_merge`` (one list), ``_own`` with ``_outcry`` (the
outlet's own voice), ``_links`` (mode, mention, time, parent). Word lists stand in ``_lexicon``.
"""

from __future__ import annotations

from dissensus.annotating.statements._clauses import clauses_of
from dissensus.annotating.statements._found import Found
from dissensus.annotating.statements._lexicon import all_words
from dissensus.annotating.statements._links import statements_of
from dissensus.annotating.statements._marks import Quotation, quotations_of
from dissensus.annotating.statements._merge import merge
from dissensus.annotating.statements._once import innermost, linked
from dissensus.annotating.statements._overlap import Near
from dissensus.annotating.statements._own import is_obligation, own_voice_of
from dissensus.annotating.statements._turns import blocks_of, turns_of
from dissensus.annotating.statements._view import View
from dissensus.annotating.statements.acts import words_of_acts
from dissensus.annotating.steps import Draft
from dissensus.model.spans import digest_of


class RuleStatementsStep:
    """Statements by rules over a dependency parse.

    Reads ``draft.parsed`` and, where filled, ``draft.times`` and ``draft.mentions``. Gives the statements in text order
    and the mentions, to which the phrases of speakers that no mention covers are added (``speaker_only``).

    Confidence is the share of the same rule's findings on the train part of PolNeAR whose content is that of an
    attribution in the gold; for own voice, where no corpus exists, it is a judgement.

    Args:
        own_voice: whether the outlet's own assertions and demands are read as statements.
    """

    requires: frozenset[str] = frozenset({"parse"})
    assigns: frozenset[str] = frozenset({"statements", "mentions"})

    def __init__(self, *, own_voice: bool = True) -> None:
        self.name = "statements-rules.v1"
        self.own_voice = own_voice
        self.digest = digest_of(f"own voice {own_voice}\n{all_words()}\n{words_of_acts()}")[:16]

    def __call__(self, draft: Draft, /) -> Draft:
        view = View(draft.parsed)
        quotes = quotations_of(view.text)
        items = found_by_rules(view, quotes)
        if self.own_voice:
            quoted = [number >= 0 for number in innermost(view, quotes)]
            items = with_own_voice(view, items, quoted)
        statements, mentions = statements_of(view, items, quotes, draft.times, draft.mentions)
        return draft.with_parts(statements=statements, mentions=mentions)


def found_by_rules(view: View, quotes: list[Quotation]) -> list[Found]:
    """Every attribution that rules find, in text order."""
    quoted = [number >= 0 for number in innermost(view, quotes)]
    said = [*turns_of(view, quotes), *blocks_of(view, quoted)]
    return merge([*clauses_of(view), *said], linked(view, quotes), view, quotes)


def with_own_voice(view: View, items: list[Found], quoted: list[bool]) -> list[Found]:
    """Add what the outlet itself says.

    A cue whose speaker is an unquoted "we" is the outlet's own, too, and so is one that tells what somebody has to do.
    """
    taken = list(quoted)
    blocks_of(view, taken)  # marks what stands in them
    kept: list[Found] = []
    owed: list[Found] = []
    for found in items:
        if is_obligation(view, found):
            owed.append(found)
        elif not _is_outlet(view, found, quoted):
            kept.append(found)
            _take(view, found, taken)
    for found in owed:  # what another one says that somebody has to do is that one's
        if found.cue_token >= 0 and taken[found.cue_token]:
            kept.append(found)
            _take(view, found, taken)
    own = own_voice_of(view, taken)
    demanded = Near(own)
    for found in owed:  # a cue whose demand the own voice has not: it is a law's, or somebody's after all
        if all(found is not other for other in kept) and not demanded.to(found.cue):
            kept.append(found)
    return sorted([*kept, *own], key=lambda f: (f.content[0], f.content[-1].end, f.cue_token))


def _take(view: View, found: Found, taken: list[bool]) -> None:
    for start, end in found.content:
        first, after = view.token_at(start), min(view.token_at(end - 1) + 1, len(view))
        taken[first:after] = [True] * (after - first)


def _is_outlet(view: View, found: Found, quoted: list[bool]) -> bool:
    if found.speaker is None or found.cue_token < 0 or quoted[found.cue_token]:
        return False
    words = view.text[found.speaker.start : found.speaker.end].lower().split()
    return words[0] == "we" and (len(words) == 1 or words[1] in {"as", "at", "in", "of"})
