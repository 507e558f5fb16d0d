"""What of a document may bear on a claim: its statements, and what the outlet asserts beside them.

An outlet takes a side not only where it demands. "Since the coup the illegal regime has ..." holds that there was a
coup and that the government is illegal; so each sentence that is not somebody else's words, and each phrase that names
an actor with more than a name, is read too.
"""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence

from dissensus.model.annotations import Annotation, Mention, Statement
from dissensus.model.claims import Utterance
from dissensus.model.keeping import kept_statements
from dissensus.model.options import DEFAULT_MIN_CONFIDENCE
from dissensus.model.spans import Span, Spans, trimmed, words_at
from dissensus.reconciling.claims._sentences import sentences
from dissensus.reconciling.claims._slogans import called_for, slogans_in

LONGEST_WORDS = 1_500
"""Characters of an utterance; what is longer is cut, here and in the evidence."""
LEAST_OWN = 0.6
"""Share of a sentence that must be the outlet's words for it to be read as its assertion; set on the examples."""
MOSTLY = 0.5
"""Share of a content from which it is another speaker's, told inside of it."""
LEAST_WORDS = 3
"""Words of a statement or a sentence that is no slogan; fewer assert nothing."""
PLAIN_ACTS = frozenset({"says", "shows", "knows", "thinks", "admits", "warns"})
"""Acts whose cue does not change what the content says; of the others the cue is read too."""
_WORD = re.compile(r"\w+")
_THAT = re.compile(r"\s*(?:that|how)\s+", re.IGNORECASE)
_LEADING = re.compile(r"(?:the|a|an|this|that|these|those|its|their|his|her|our)\s+", re.IGNORECASE)


def utterances_of(
    document_id: str,
    text: str,
    annotation: Annotation,
    actor_ids: Sequence[str | None],
    names: Mapping[str, str],
    min_confidence: float = 0.0,
) -> Iterator[Utterance]:
    """The utterances of a document: statements first, then sentences and phrases in the outlet's own voice.

    Args:
        document_id: the document.
        text: its text.
        annotation: what was found in it.
        actor_ids: actor id by in-document entity number.
        names: canonical name by actor id.
        min_confidence: statements below are left out.
    """
    kept = kept_statements(annotation.statements, min_confidence)
    for number, statement in kept.items():
        inside = [s for s in annotation.statements if s.parent == number]
        if any(_shared(statement.content, s.content) > MOSTLY for s in inside):
            continue  # what somebody says that another says is the other's
        found = _of_statement(document_id, text, annotation, number, statement, actor_ids)
        if found is not None:
            yield found
    # What others say is not the outlet's assertion, also where it is left out for its confidence.
    sure = kept_statements(annotation.statements, min(min_confidence, DEFAULT_MIN_CONFIDENCE))
    others = [s for s in sure.values() if s.mode != "own_voice"]
    attributed = _joined(span for s in others for span in s.content)
    own = _joined(span for s in kept.values() if s.mode == "own_voice" for span in s.content)
    for span in sentences(text):
        if _covered(span, own) or _covered(span, attributed) > 1 - LEAST_OWN:
            continue
        words = text[span.start : span.end]
        if len(_WORD.findall(words)) >= LEAST_WORDS or called_for(words):
            yield _own(document_id, text, span, words)
    for mention in annotation.mentions:
        told = _phrase(text, mention, actor_ids, names)
        if told is not None and not _covered(mention.span, attributed):
            yield _own(document_id, text, mention.span, told)


def _own(document_id: str, text: str, span: Span, read: str) -> Utterance:
    span = Span(span.start, min(span.end, span.start + LONGEST_WORDS))
    words = text[span.start : span.end]
    return Utterance(document_id, None, None, True, "says", "own_voice", (span,), words, read[:LONGEST_WORDS])


def _of_statement(
    document_id: str,
    text: str,
    annotation: Annotation,
    number: int,
    statement: Statement,
    actor_ids: Sequence[str | None],
) -> Utterance | None:
    own = statement.mode == "own_voice"
    holder = None
    if not own:
        if statement.speaker_mention is None:
            return None
        entity = annotation.mentions[statement.speaker_mention].entity
        holder = actor_ids[entity] if 0 <= entity < len(actor_ids) else None
        if holder is None:
            return None
    spans = _bounded(statement.content)
    parts = spans
    if not own and statement.mode != "direct" and statement.act not in PLAIN_ACTS:
        parts = tuple(sorted({*statement.cue, *spans}))
    read = " ".join(text[start:end].strip() for start, end in parts)
    if parts is spans:
        read = _THAT.sub("", read, count=1) if _THAT.match(read) else read
    if len(_WORD.findall(read)) < LEAST_WORDS and not slogans_in(read):
        return None
    return Utterance(
        document_id,
        number,
        holder,
        own,
        statement.act,
        statement.mode,
        spans,
        words_at(text, spans),
        read[:LONGEST_WORDS],
        statement.confidence,
    )


def _bounded(spans: Spans) -> Spans:
    kept, left = [], LONGEST_WORDS
    for start, end in spans:
        if left <= 0:
            break
        kept.append(Span(start, min(end, start + left)))
        left -= end - start
    return tuple(kept)


def _phrase(text: str, mention: Mention, actor_ids: Sequence[str | None], names: Mapping[str, str]) -> str | None:
    """A phrase as it is read, with the name of its actor where it holds none; None where it is but a name."""
    if mention.form == "pronoun":
        return None
    span = trimmed(text, mention.span)
    words = text[span.start : span.end]
    bare = _LEADING.sub("", words, count=1) if _LEADING.match(words) else words
    if mention.name is not None and len(_WORD.findall(bare)) - len(_WORD.findall(mention.name)) < 1:
        return None
    if len(_WORD.findall(bare)) < 2:
        return None
    actor = actor_ids[mention.entity] if 0 <= mention.entity < len(actor_ids) else None
    name = names.get(actor, "") if actor is not None else ""
    if not name or name.lower() in words.lower() or words.lower() in name.lower():
        return words
    return f"{words} ({name})"


def _joined(spans: Iterator[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(end, joined[-1].end))
        else:
            joined.append(Span(start, end))
    return joined


def _covered(span: Span, others: Sequence[Span]) -> float:
    """Share of a span that others cover, which are sorted and do not overlap."""
    first = max(0, bisect.bisect_right(others, span.start, key=lambda each: each.start) - 1)
    shared = 0
    for start, end in itertools.islice(others, first, None):
        if start >= span.end:
            break
        shared += max(0, min(span.end, end) - max(span.start, start))
    return shared / max(1, span.end - span.start)


def _shared(content: Spans, inside: Spans) -> float:
    """Share of a content that another one covers."""
    others = list(inside)
    size = sum(span.end - span.start for span in content)
    return sum(_covered(span, others) * (span.end - span.start) for span in content) / max(1, size)
