"""From what the rules found to one list: borders set by quotation marks, one attribution a cue, nesting."""

from __future__ import annotations

from dissensus.annotating.statements import _lexicon as lexicon
from dissensus.annotating.statements._forms import words
from dissensus.annotating.statements._found import Found
from dissensus.annotating.statements._grammar import FINITE
from dissensus.annotating.statements._marks import Quotation
from dissensus.annotating.statements._once import innermost
from dissensus.annotating.statements._overlap import less
from dissensus.annotating.statements._view import View
from dissensus.model.spans import Span, spans_of, trimmed


def _outermost(quotes: list[Quotation], number: int, around: int) -> int:
    """The quotation around one that stands directly inside another one (-1: outside all)."""
    while number >= 0 and quotes[number].outer != around:
        number = quotes[number].outer
    return number


def fit_to_marks(found: Found, view: View, quotes: list[Quotation], inside: list[int]) -> None:
    """Widen content that cuts a quotation in two, and keep content of a quoted cue inside its quotation."""
    around = inside[found.cue_token] if found.cue_token >= 0 else -1
    fitted: list[Span] = []
    cue = found.cue[0].start if found.cue else -1
    for start, end in found.content:
        if around >= 0 and found.rule not in _BY_MARKS:
            q = quotes[around]
            part = next((s for s in q.spans if s.start <= start < s.end), None)
            if part is None or (found.rule == "clause" and q.closed and end > part.end + 1):
                continue
            inner_end = part.end - q.mark if q.closed else part.end
            start, end = max(start, part.start + q.mark), min(end, inner_end)
            if start >= end:
                continue
        for at, side in ((start, "start"), (end - 1, "end")):
            token = view.token_at(at)
            if token >= len(inside):
                continue
            candidates = [inside[token]]
            if side == "end" and token + 1 < len(inside):
                candidates.append(inside[min(token + 1, len(inside) - 1)])
            for candidate in candidates:
                number = _outermost(quotes, candidate, around)
                if number < 0:
                    continue
                q = quotes[number]
                if q.start <= cue < q.end:
                    continue
                if side == "start" and q.start < start < q.end and not (cue >= 0 and q.start <= cue < start):
                    start = next((s.start for s in q.spans if s.start <= start < s.end), start)
                if side == "end" and q.start < end < q.end and not (end <= cue < q.end):
                    part = next((s for s in q.spans if s.start < end <= s.end), None)
                    if part is not None and start <= part.start + q.mark:
                        end = part.end
                    if part is not None and part is not q.spans[-1]:
                        fitted.extend(s for s in q.spans if s.start > part.start)
        fitted.append(Span(start, end))
    found.content = list(spans_of(fitted)) if fitted else []


_FIRST_AND_SECOND = frozenset({"i", "me", "you"})
_SAID_INSIDE = frozenset({"clause", "clear", "according", "after", "before", "colon"})


def _holds_inside(found: Found, view: View) -> bool:
    """Whether an attribution inside somebody's quoted words is kept.

    What a quoted speaker says about his or her own thinking ("I think …", "I hope …") is the quotation itself, not
    a second speaker: PolNeAR marks hardly any. Kept is who, other than "I" and "you", said what.
    """
    if found.rule not in _SAID_INSIDE or found.speaker is None:
        return False
    if found.rule == "clause" and view.low[found.cue_token] not in lexicon.SPEECH_STRONG:
        return False
    return view.text[found.speaker.start : found.speaker.end].lower() not in _FIRST_AND_SECOND


_BY_MARKS = frozenset({"after", "before", "colon", "speaker-colon", "floating", "signed"})


def merge(clauses: list[Found], linked: list[Found], view: View, quotes: list[Quotation]) -> list[Found]:
    """One list without doubles, in text order: quotations linked by order win over the parse for the same cue."""
    inside = innermost(view, quotes)
    for found in linked:
        if found.rule == "before" and view.low[found.cue_token] in _NAMING_ONLY:
            named = view.child(found.cue_token, "dobj")
            if named is not None and found.cue_token < named and view.end[named] <= found.content[0].start:
                found.content[0] = Span(view.start[view.edges(named)[0]], found.content[0].end)
        spans = [span for number in found.quotes for span in quotes[number].spans]
        found.content = list(spans_of([*found.content, *spans]))
    by_cue = {found.cue_token: found for found in linked if found.cue_token >= 0}
    kept: list[Found] = [
        found for found in linked if found.cue_token < 0 or inside[found.cue_token] < 0 or _holds_inside(found, view)
    ]
    for found in clauses:
        fit_to_marks(found, view, quotes, inside)
        if not found.content or (found.speaker is None and found.rule in _NEEDS_SPEAKER):
            continue
        if found.cue_token >= 0 and inside[found.cue_token] >= 0 and not _holds_inside(found, view):
            continue
        other = by_cue.get(found.cue_token)
        if other is None:
            kept.append(found)
            continue
        # The clause holds words before the quotation too: "said the plan was 'bad'" is mixed.
        governs = found.rule in {"clause", "object"} or (
            found.rule == "naming" and view.low[found.cue_token] not in lexicon.SPEECH_STRONG
        )
        start, first = found.content[0].start, other.content[0].start
        partial = start == first and quotes[other.quotes[0]].inner(view.text)[-1:] not in _SENTENCE_ENDS
        after_cue = other.rule in {"before", "colon"} and view.start[found.cue_token] < start
        if governs and after_cue and (start < first or partial):
            other.content = list(spans_of([*found.content, *other.content]))
        if found.rule == "parenthesis" and other.rule == "before" and start < view.start[found.cue_token]:
            other.content = list(spans_of([*found.content, *other.content]))
        if other.speaker is None:
            other.speaker = found.speaker
    _part_joined(kept, view, inside)
    cut_when_said(kept, linked, view, inside)
    _part_participles(kept, view, inside)
    carry_over(kept, view, quotes)
    return _distinct(kept)


def _part_participles(kept: list[Found], view: View, inside: list[int]) -> None:
    """Such as "said that …, adding that …": the participle has the first verb's speaker, whose content ends before it.

    Parsers often make such a participle hang on the verb of the reported clause.
    """
    ordered = sorted((f for f in kept if f.cue_token >= 0), key=lambda f: f.cue_token)
    for n, found in enumerate(ordered):
        cue = found.cue_token
        before = cue - 1
        while before > 0 and (view.low[before] in _CLOSERS or view.low[before].isspace()):
            before -= 1
        if view.tag[cue] != "VBG" or before <= 0 or not (view.low[before] == "," or view.low[before].endswith(",")):
            continue
        for other in reversed(ordered[max(0, n - _NEAR) : n]):
            if view.sentence[other.cue_token] != view.sentence[cue] or inside[other.cue_token] != inside[cue]:
                continue
            if (
                view.tag[other.cue_token] not in FINITE | {"VBN"}
                or other.rule not in _REPORTING
                or other.speaker is None
            ):
                continue
            end = view.end[before] if view.low[before] != "," else view.start[before]
            mark_end = view.end[cue - 1] if view.low[cue - 1] in _CLOSERS else end
            covers = other.content[-1].end >= found.content[-1].end and other.content[0].start < view.start[cue]
            if not covers and not (view.low[cue] in lexicon.SPEECH and found.cue[0].start >= other.content[-1].end):
                continue
            found.speaker, found.pronoun = other.speaker, other.pronoun
            if covers and other.rule not in _BY_MARKS:
                other.content = less(other.content, [Span(max(end, mark_end), other.content[-1].end)])
            break


def _part_joined(kept: list[Found], view: View, inside: list[int]) -> None:
    """Such as "said the plan is bad and called for a vote": the second verb has the first one's speaker.

    Parsers often join it to the verb of the reported clause. It is the speaker's when it cannot go on that clause: its
    form is that of the first cue and not that of the clause's verb ("said that they see … and asked for …"), or the
    clause is about the speaker ("said he was ill and asked for …").
    """
    by_cue = {found.cue_token: found for found in kept if found.cue_token >= 0}
    for cue, found in sorted(by_cue.items()):
        if view.dep[cue] != "conj" or view.tag[cue] not in FINITE or view.child(cue, "nsubj", "nsubjpass") is not None:
            continue
        top = view.head[cue]
        for _ in range(_NEAR):
            if view.dep[top] != "conj" or view.head[top] == top:
                break
            top = view.head[top]
        other = by_cue.get(view.head[top])
        if other is None or other.speaker is None or view.dep[top] not in {"ccomp", "xcomp"}:
            continue
        said = other.cue_token
        if said > cue or inside[said] != inside[cue] or other.rule not in _REPORTING:
            continue
        subject = view.child(top, "nsubj", "nsubjpass")
        himself = subject is not None and view.low[subject] in _PERSONS
        if view.tag[said] != view.tag[cue] or (_finite_tag(view, view.head[cue]) == view.tag[cue] and not himself):
            continue
        joint = next((c for c in view.children[view.head[cue]] if view.dep[c] == "cc" and c < cue), cue)
        start = view.start[view.edges(joint)[0] if joint < cue else cue]
        found.speaker, found.pronoun = other.speaker, other.pronoun
        other.content = _trimmed(view, less(other.content, [Span(start, max(other.content[-1].end, start + 1))]))


def _trimmed(view: View, content: list[Span]) -> list[Span]:
    """Spans without white space and commas at their ends."""
    kept = []
    for start, end in content:
        while end > start and (view.text[end - 1].isspace() or view.text[end - 1] in ",;—–"):
            end -= 1
        if start < end:
            kept.append(Span(start, end))
    return kept


def _finite_tag(view: View, verb: int) -> str:
    """Tag of the finite word of a verb group: of its first auxiliary, or of the verb itself."""
    first = next((c for c in view.children[verb] if view.dep[c] in {"aux", "auxpass"} and c < verb), verb)
    return view.tag[first]


def cut_when_said(kept: list[Found], linked: list[Found], view: View, inside: list[int]) -> None:
    """Such as "made clear that …, when he said: …": a clause with a quotation of its own is cut off."""
    starts = {}
    for found in linked:
        cue = found.cue_token
        if cue >= 0 and inside[cue] < 0 and view.dep[cue] == "advcl":
            first = view.edges(cue)[0]
            if view.low[first] in _WHEN:
                starts[view.sentence[cue]] = view.start[first]
    for found in kept:
        if found.rule not in _BY_MARKS and found.cue_token >= 0:
            cut = starts.get(view.sentence[found.cue_token])
            if cut is not None and found.content[0].start < cut < found.content[-1].end and found.cue[0].start < cut:
                content = less(found.content, [Span(cut, found.content[-1].end)])
                left = [span for part in content if (span := trimmed(view.text, part)).start < span.end]
                if sum(len(view.text[a:b].split()) for a, b in left) >= LEAST_LEFT:
                    found.content = left


LEAST_LEFT = 3
"""Fewest words that are a clause of their own when the clause after them is cut off ("said it best when …" is none)."""
_PERSONS = words("he she they")
_WHEN = words("when as while after before")
_SENTENCE_ENDS = frozenset(",.?!…—–-")
_NAMING_ONLY = frozenset(lexicon.NAMING) - lexicon.SPEECH_STRONG
_NEEDS_SPEAKER = frozenset({"naming", "naming-passive", "object", "gerund", "noun-to", "preposition"})
"""Rules that without a speaker are right in less than a tenth of the cases on PolNeAR train."""
_CLOSERS = frozenset({"”", '"', "’", "''", "'", "»"})
_NEAR = 6
"""Most cues looked back for the verb that a participle belongs to."""
_REPORTING = frozenset({"clause", "clear", "naming", "infinitive", "object", "after", "before", "colon"})
WORDS_CARRIED_OVER = 5
"""Fewest words of an unattributed quotation that is read as speech of the speaker of the sentence before."""
_CARRIED = 0.60
"""Share of such findings whose content is right on PolNeAR train."""


def carry_over(kept: list[Found], view: View, quotes: list[Quotation]) -> None:
    """A quoted clause without a cue, in the sentence after one that tells who speaks, has the same speaker."""
    covered = [False] * len(view)
    saying: dict[int, Found] = {}
    for found in sorted(kept, key=lambda f: f.cue_token):
        for start, end in found.content:
            first, after = view.token_at(start), min(view.token_at(end - 1) + 1, len(view))
            covered[first:after] = [True] * (after - first)
        if found.cue_token >= 0 and found.speaker is not None and view.low[found.cue_token] in lexicon.SPEECH_STRONG:
            saying[view.sentence[found.cue_token]] = found
    for number, q in enumerate(quotes):
        if q.outer >= 0 or not q.closed or len(q.spans) != 1 or any(covered[q.first : q.after]):
            continue
        inner = q.inner(view.text)
        if len(inner.split()) < WORDS_CARRIED_OVER or inner[-1] not in ".?!":
            continue
        sentence = view.sentence[q.first]
        before = saying.get(sentence - 1)
        first = view.bounds[sentence][0]
        if before is None or "\n" in view.text[before.cue[0].start : q.start]:
            continue
        lead = view.span(first, q.first)
        start = lead.start if lead is not None and not any(covered[first : q.first]) else q.start
        kept.append(Found(-1, [], [Span(start, q.end)], before.speaker, _CARRIED, "carried", before.pronoun, [number]))


def _distinct(kept: list[Found]) -> list[Found]:
    """Without empty ones and, of those with equal content, only the most confident; a cue is no part of its content."""
    best: dict[tuple[Span, ...], Found] = {}
    for found in kept:
        holes = [*found.cue, *([found.speaker] if found.speaker is not None else [])]
        content = less(found.content, found.cue) if found.rule in _BY_MARKS else found.content
        if found.speaker is not None and any(s.start <= found.speaker.start < s.end for s in content) and holes:
            content = less(content, [found.speaker])
        found.content = [span for span in content if span.start < span.end]
        if not found.content:
            continue
        key = tuple(found.content)
        if key not in best or best[key].confidence < found.confidence:
            best[key] = found
    return sorted(best.values(), key=lambda f: (f.content[0], f.content[-1].end, f.cue_token))
