"""From what was found to statements: mode, speaker's mention, time, parent, and who it is about."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from dissensus.annotating.statements import _lexicon as lexicon
from dissensus.annotating.statements._forms import verbs
from dissensus.annotating.statements._found import Found
from dissensus.annotating.statements._marks import Quotation
from dissensus.annotating.statements._overlap import length
from dissensus.annotating.statements._view import LONGEST_CLIMB, View
from dissensus.annotating.statements.acts import act_of
from dissensus.model.annotations import Act, ActorKind, Mention, MentionForm, Mode, Statement, TimeExpression
from dissensus.model.spans import Span, Spans, spans_of

UNQUOTED_WORDS = 1
"""Most words of a direct statement that stand outside its quotation marks ("that", "of")."""

_ENTITY_KINDS: dict[str, ActorKind] = {
    "PERSON": "person",
    "ORG": "organisation",
    "GPE": "state",
    "NORP": "group",
    "LOC": "place",
    "FAC": "place",
}
PRONOUNS: dict[str, ActorKind] = {
    "i": "person",
    "you": "person",
    "he": "person",
    "she": "person",
    "who": "person",
    "his": "person",
    "her": "person",
    "him": "person",
    "it": "organisation",
    "its": "organisation",
    "we": "group",
    "they": "group",
    "their": "group",
    "them": "group",
    "our": "group",
}


def _words(text: str) -> int:
    return sum(1 for word in text.split() if any(map(str.isalnum, word)))


class Quoted:
    """Which stretches of a text stand in quotation marks; look-up by bisection."""

    def __init__(self, quotes: Sequence[Quotation]) -> None:
        self._top = sorted((s.start, s.end) for q in quotes if q.depth == 0 for s in q.spans)
        self._starts = [start for start, _ in self._top]
        self._inner = sorted((s.start, s.end) for q in quotes if q.depth == 1 for s in q.spans)
        self._inner_starts = [start for start, _ in self._inner]

    def parts(self, span: Span, *, inside: bool) -> list[tuple[int, int]]:
        """Quoted parts of a span; with ``inside`` those in marks within marks."""
        ranges, starts = (self._inner, self._inner_starts) if inside else (self._top, self._starts)
        found = []
        for k in range(max(0, bisect_right(starts, span.start) - 1), bisect_left(starts, span.end)):
            a, b = max(ranges[k][0], span.start), min(ranges[k][1], span.end)
            if a < b:
                found.append((a, b))
        return found

    def holds(self, position: int) -> bool:
        k = bisect_right(self._starts, position) - 1
        return k >= 0 and self._top[k][0] <= position < self._top[k][1]


def mode_of(text: str, found: Found, quoted: Quoted, cue: str) -> Mode:
    """Direct: (nearly) all in marks; mixed: some words in marks, of which one is enough beside a word of saying.

    Args:
        text: the text.
        found: the attribution.
        quoted: the text's quotations.
        cue: lower-cased word that attributes, "" when there is none.
    """
    if found.own_voice:
        return "own_voice"
    if found.turn:
        return "direct"
    inside = bool(found.cue) and quoted.holds(found.cue[0].start)
    parts = [part for span in found.content for part in quoted.parts(span, inside=inside)]
    if not parts:
        return "indirect"
    total = sum(_words(text[a:b]) for a, b in found.content)
    marked = sum(_words(text[a:b]) for a, b in parts)
    if marked and total - marked <= UNQUOTED_WORDS:
        return "direct"
    if cue in _SAYING:
        return "mixed" if marked else "indirect"
    return "mixed" if any(len(text[a:b].split()) > 1 for a, b in parts) else "indirect"


def words_around(text: str, cue: Sequence[Span]) -> tuple[str, str, str]:
    """The words of a cue, and what stands before and after it."""
    if not cue:
        return "", "", ""
    low, high = cue[0].start, cue[-1].end
    return " ".join(text[a:b] for a, b in cue), text[max(0, low - AROUND) : low], text[high : high + AROUND]


AROUND = 60
"""Characters on each side of a cue that may change its act ("did not", "refused to")."""


_SAYING = lexicon.SPEECH | frozenset(lexicon.NAMING) | frozenset(lexicon.OBJECT) | verbs("speak talk") | {"according"}
"""Cues of saying; what is only thought, wanted or shown quotes nobody with a single word in marks."""


# -- speakers ----------------------------------------------------------------------------------------------------------


def _head(view: View, span: Span) -> tuple[int, list[int]]:
    """Head token of a phrase, and the tokens that name the same thing (its appositions)."""
    first, after = view.token_at(span.start), view.token_at(span.end - 1) + 1
    head = next((i for i in range(first, after) if not first <= view.head[i] < after or view.head[i] == i), first)
    return head, [head, *(c for c in view.children[head] if view.dep[c] == "appos" and first <= c < after)]


class _Mentions:
    """Mentions that overlap a span, by bisection; and the ones that are added for speakers."""

    def __init__(self, view: View, mentions: Sequence[Mention]) -> None:
        self._view = view
        self.given = list(mentions)
        self._starts = [mention.span.start for mention in self.given]
        self._longest = max((m.span.end - m.span.start for m in self.given), default=0)
        self.added: dict[Span, Mention] = {}

    def best(self, span: Span) -> Mention:
        """The mention that best covers a speaker's phrase: it holds the head or an apposition; else a new one."""
        view = self._view
        head, same = _head(view, span)
        anchors = [(view.start[i], view.end[i]) for i in same]
        low = bisect_left(self._starts, span.start - self._longest)
        high = bisect_left(self._starts, span.end)
        best: tuple[tuple[int, int, float], Mention] | None = None
        for mention in self.given[low:high]:
            shared = min(mention.span.end, span.end) - max(mention.span.start, span.start)
            if shared <= 0:
                continue
            holds = [a for a in anchors if mention.span.start <= a[0] and a[1] <= mention.span.end]
            if not holds:
                continue
            union = max(mention.span.end, span.end) - min(mention.span.start, span.start)
            key = (int(mention.span.start <= anchors[0][0] and anchors[0][1] <= mention.span.end), 0, shared / union)
            if best is None or key > best[0]:
                best = (key, mention)
        if best is not None:
            return best[1]
        if span not in self.added:
            self.added[span] = self._new(span, head)
        return self.added[span]

    def _new(self, span: Span, head: int) -> Mention:
        view = self._view
        low = view.low[head]
        entity = view.doc[head].ent_type_
        form: MentionForm = "pronoun" if low in PRONOUNS or view.tag[head][:3] == "PRP" else "nominal"
        kind: ActorKind = "person"
        if low in PRONOUNS:
            kind = PRONOUNS[low]
        elif entity in _ENTITY_KINDS:
            kind = _ENTITY_KINDS[entity]
        elif view.tag[head] in {"NNS", "NNPS"}:
            kind = "group"
        elif view.tag[head] == "NN":
            kind = "organisation"
        start, end = max(view.start[head], span.start), min(view.end[head], span.end)
        return Mention(span, Span(start, end) if start < end else span, kind, form, speaker_only=True)

    def all(self) -> tuple[list[Mention], dict[int, int]]:
        """All mentions sorted, and the new index of each by identity. New entities are numbered after the given."""
        number = max((mention.entity for mention in self.given), default=-1) + 1
        new: list[tuple[Mention, int]] = []
        for offset, (_, mention) in enumerate(sorted(self.added.items())):
            new.append((replace(mention, entity=number + offset) if self.given_numbered() else mention, id(mention)))
        rows = [(mention, id(mention)) for mention in self.given] + new
        rows.sort(key=lambda row: (row[0].span, row[0].speaker_only))
        return [row[0] for row in rows], {row[1]: index for index, row in enumerate(rows)}

    def given_numbered(self) -> bool:
        """Whether the mentions carry numbers of in-document entities (then added ones need numbers, too)."""
        return not self.given or any(mention.entity >= 0 for mention in self.given)


# -- parents, times, about ---------------------------------------------------------------------------------------------


def parents_of(items: Sequence[Found]) -> list[int | None]:
    """For each attribution the smallest one whose content holds its cue and its content; never a cycle.

    A parent's content is strictly longer than that of what is nested in it.
    """
    anchors = [(found.cue[0].start if found.cue else found.content[0].start, n) for n, found in enumerate(items)]
    events = sorted((span.start, -span.end, n) for n, found in enumerate(items) for span in found.content)
    parents: list[int | None] = [None] * len(items)
    lengths = [length(found.content) for found in items]
    open_: list[tuple[int, int]] = []
    reached = 0
    for position, n in sorted(anchors):
        while reached < len(events) and events[reached][0] <= position:
            start, end, m = events[reached]
            while open_ and open_[-1][0] <= start:
                open_.pop()
            open_.append((-end, m))
            reached += 1
        while open_ and open_[-1][0] <= position:
            open_.pop()
        size, best = lengths[n], None
        for end, m in reversed(open_[-_DEEPEST:]):
            if m == n or end <= position or items[m].own_voice or items[n].own_voice:
                continue
            outer = items[m].content
            if lengths[m] <= size:
                continue
            holds = outer[0].start <= items[n].content[0].start and items[n].content[-1].end <= outer[-1].end
            if holds and (best is None or lengths[m] < lengths[best]):
                best = m
        parents[n] = best
    return parents


_DEEPEST = 50
"""Most statements around one that are looked at as its parent."""


_AT = frozenset({"on", "in", "at", "during", "late", "early"})
"""Prepositions that put what the verb tells at a time; "after", "since" and "until" put it elsewhere."""
_STAGES = frozenset({"dobj", "dative", "pobj", "npadvmod"})
"""Places in a clause of a noun that carries the date of the saying: "told the June 18 Courier"."""


def _cue_verbs(view: View, found: Found) -> set[int]:
    """Tokens of the cue, and the verbs that it is joined to: "met on Monday and said"."""
    verbs: set[int] = set()
    for span in found.cue:
        for token in range(view.token_at(span.start), len(view)):
            if view.start[token] >= span.end:
                break
            verbs.add(token)
            climbs = 0
            while view.dep[token] == "conj" and view.head[token] != token and climbs < LONGEST_CLIMB:
                token = view.head[token]
                verbs.add(token)
                climbs += 1
    return verbs


def _dates(view: View, span: Span, verbs: set[int]) -> bool:
    """Whether a time expression hangs on one of the verbs, and not on another verb or an event in between."""
    token = min(view.token_at(span.start), len(view) - 1)
    for _ in range(LONGEST_CLIMB):
        head = view.head[token]
        if head == token:
            return token in verbs
        if not span.start <= view.start[head] < span.end:
            break
        token = head
    noun = False
    for _ in range(LONGEST_CLIMB):
        head = view.head[token]
        if head in verbs:
            return True
        if head == token:
            return False
        if view.tag[head] == "IN":
            if view.low[head] not in _AT:
                return False
        elif view.tag[head].startswith("NN") and not noun and view.dep[head] in _STAGES:
            noun = True
        elif not (view.tag[head] == "VBG" and view.dep[head] == "advcl"):
            return False
        token = head
    return False


def _time(view: View, found: Found, times: Sequence[TimeExpression], starts: list[int], quoted: Quoted) -> int | None:
    """The time expression nearest to the cue among those that the parse hangs on it, outside content and quotations."""
    if not found.cue or not view.bounds:
        return None
    cue = found.cue[0]
    verbs = _cue_verbs(view, found)
    token = min(view.token_at(cue.start), len(view) - 1)
    first, after = view.bounds[view.sentence[token]]
    low, high = view.start[first], view.end[after - 1]
    inside = quoted.holds(cue.start)
    best: tuple[int, int] | None = None
    for k in range(bisect_left(starts, low), bisect_left(starts, high)):
        span = times[k].span
        if times[k].kind not in {"date", "time"} or (quoted.holds(span.start) and not inside):
            continue
        if any(span.start < end and start < span.end for start, end in found.content):
            continue
        if found.speaker is not None and found.speaker.start <= span.start < found.speaker.end:
            continue
        if not _dates(view, span, verbs):
            continue
        distance = max(span.start - cue.end, cue.start - span.end, 0)
        if best is None or distance < best[0]:
            best = (distance, k)
    return best[1] if best is not None else None


def statements_of(
    view: View,
    items: Sequence[Found],
    quotes: Sequence[Quotation],
    times: Sequence[TimeExpression],
    mentions: Sequence[Mention],
) -> tuple[tuple[Statement, ...], tuple[Mention, ...]]:
    """Statements in text order, and the mentions with the speakers that were missing."""
    quoted = Quoted(quotes)
    starts = [time.span.start for time in times]
    parents = parents_of(items)
    table = _Mentions(view, mentions)
    chosen = [table.best(found.speaker) if found.speaker is not None else None for found in items]
    everybody, index = table.all()
    named = [
        (mention.span.start, mention.span.end, k) for k, mention in enumerate(everybody) if not mention.speaker_only
    ]
    named_starts = [start for start, _, _ in named]
    statements = []
    for n, found in enumerate(items):
        speaker: Spans = spans_of(span for span in (found.speaker, found.pronoun) if span is not None)
        about = [
            k
            for a, b in found.content
            for _, end, k in named[bisect_left(named_starts, a) : bisect_left(named_starts, b)]
            if end <= b
        ]
        mention = chosen[n]
        statements.append(
            Statement(
                speaker=speaker,
                cue=spans_of(found.cue),
                content=tuple(found.content),
                mode=mode_of(view.text, found, quoted, view.low[found.cue_token] if found.cue_token >= 0 else ""),
                confidence=found.confidence,
                speaker_mention=index[id(mention)] if mention is not None else None,
                parent=parents[n],
                time=_time(view, found, times, starts, quoted),
                about=tuple(about),
                act=_act(view.text, found),
            )
        )
    return tuple(statements), tuple(everybody)


def _act(text: str, found: Found) -> Act:
    if found.own_voice:
        return "demands" if found.rule == "own-demand" else "says"
    cue, before, after = words_around(text, found.cue)
    return act_of(cue, before=before, after=after)
