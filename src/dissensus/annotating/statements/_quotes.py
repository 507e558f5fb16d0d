"""Whose quotation it is: the cue beside a quotation, or the speaker carried over from the one before.

The order of the text decides, not the parse, because a parser trained on single sentences goes wrong on quotations of
several sentences. The parse only tells the subject of the verb that was found. The patterns are those of the field
(O'Keefe et al., EMNLP 2012; Muzny et al., EACL 2017): cue after, cue before, colon, continuation.
"""

from __future__ import annotations

from dataclasses import dataclass

from dissensus.annotating.statements import _lexicon as lexicon
from dissensus.annotating.statements._bare import bare_cue
from dissensus.annotating.statements._found import Found
from dissensus.annotating.statements._grammar import FINITE, VERB_TAGS, cue_span, phrase, relative_pronoun, speaker_of
from dissensus.annotating.statements._labels import LONGEST_COLON_ROLE, LONGEST_COLON_SPEAKER, before_colon, signed
from dissensus.annotating.statements._marks import Quotation
from dissensus.annotating.statements._view import View
from dissensus.model.spans import Span

REACH_AFTER = 30
"""Most tokens between a quotation and the cue after it (PolNeAR train: 99% of such cues stand nearer)."""
REACH_BEFORE = 40
"""Most tokens between a cue and the quotation after it."""
REACH_COMMA = 20
"""The same where only a comma stands between ("told the Valley Post on Monday, …")."""
SHORTEST_FLOATING = 3
"""Fewest words of a quotation without a cue that is read as speech of the speaker before."""

CONFIDENCE = {
    "after": 0.95, "bare": 0.95, "before": 0.79, "colon": 0.93, "speaker-colon": 0.76, "floating": 0.55, "signed": 0.7,
}  # fmt: skip
"""Share of findings whose content is right on PolNeAR train; too few are signed, and "bare" is taken for "after"."""

_ENDS = frozenset({".", "?", "!", ";", "...", "…"})
_COMMAS = frozenset({",", "—", "–", "--", "-", "…", "..."})


@dataclass(slots=True)
class _Place:
    """One quotation among its neighbours, in token numbers."""

    number: int
    first: int
    after: int
    low: int
    high: int
    sentence: int = 0
    gap_ends: int = 0
    found: Found | None = None


class QuoteLinker:
    """Finds the cue and the speaker of each quotation of one text; time linear in tokens and marks."""

    def __init__(self, view: View, quotes: list[Quotation]) -> None:
        self.view = view
        self.quotes = quotes
        self.found: list[Found] = []
        self._last: Found | None = None
        self._last_place: _Place | None = None
        for q in quotes:
            q.first = view.token_at(q.start)
            q.after = min(view.token_at(q.end - 1) + 1, len(view))

    def link(self) -> list[Found]:
        """All quotations that are speech, with cue and speaker."""
        view, quotes = self.view, self.quotes
        groups: dict[tuple[int, int], list[_Place]] = {}
        breaks = [0]
        for i, low in enumerate(view.low):
            if "\n" in low:
                breaks.append(i + 1)
        breaks.append(len(view))
        paragraph = 0
        for number, q in enumerate(quotes):
            while paragraph + 1 < len(breaks) and breaks[paragraph + 1] <= q.first:
                paragraph += 1
            if q.outer >= 0:
                outer = quotes[q.outer]
                first, high = outer.first + 1, outer.after
                key = (1, q.outer)
            else:
                last = paragraph
                while last + 2 < len(breaks) and breaks[last + 1] < q.after:
                    last += 1
                first, high = breaks[paragraph], breaks[min(last + 1, len(breaks) - 1)]
                key = (0, paragraph)
            groups.setdefault(key, []).append(_Place(number, q.first, q.after, first, high))
        previous_end = -1
        for key, places in groups.items():
            nested = key[0] == 1
            apart = not nested and previous_end >= 0 and places[0].low - previous_end > 1
            if apart and self._words_between(previous_end, places[0].low):
                self._last = None
            saved = (self._last, self._last_place)
            if nested:
                self._last = self._last_place = None
            self._group(places, nested)
            if nested:
                self._last, self._last_place = saved
            else:
                previous_end = places[-1].high
        return self.found

    def _words_between(self, first: int, after: int) -> bool:
        return not all(low.isspace() for low in self.view.low[first : min(after, first + 50)])

    def _group(self, places: list[_Place], nested: bool) -> None:
        before: _Place | None = None
        for index, place in enumerate(places):
            following = places[index + 1].first if index + 1 < len(places) else place.high
            self._one(place, before, following, nested)
            before = place

    # -- one quotation ---------------------------------------------------------------------------------------------

    def _one(self, place: _Place, before: _Place | None, following: int, nested: bool) -> None:
        view, quotation = self.view, self.quotes[place.number]
        gap = before.after if before is not None else place.low
        start = max(gap, place.first - 400)
        terminators = [i for i in range(start, place.first) if view.low[i] in _ENDS]
        place.gap_ends = len(terminators)
        if terminators:
            place.sentence = terminators[-1] + 1
        elif before is not None:
            place.sentence = before.after if self._ended(before) and gap == place.first else before.sentence
        else:
            place.sentence = place.low
        nearest = max(place.sentence, place.first - REACH_BEFORE)
        bracket = next((i for i in range(place.first - 1, nearest - 1, -1) if view.low[i] in {"(", ")"}), -1)
        if bracket >= 0 and view.low[bracket] == "(":
            place.sentence = bracket + 1
        inner = quotation.inner(view.text)
        colon = self._previous(place.first, place.low) == ":"
        if not colon and (found := self._cue_after(place, inner, following)):
            self._keep(place, found)
            return
        if (found := self._cue_before(place, before, gap if not terminators else terminators[-1] + 1)) is not None:
            self._keep(place, found)
            return
        if not nested and (signature := signed(view, place.low, place.first, place.after)) is not None:
            dash = signature[0]
            mark = [Span(view.start[dash], view.end[dash])]
            self._keep(place, self._new(dash, mark, signature[1], place, "signed"))
            return
        self._floating(place, before, inner, nested)

    def _keep(self, place: _Place, found: Found) -> None:
        place.found = found
        if found.quotes[0] == place.number:
            self.found.append(found)
        else:
            found.quotes.append(place.number)
        self._last, self._last_place = found, place

    def _ended(self, place: _Place) -> bool:
        inner = self.quotes[place.number].inner(self.view.text)
        return inner[-1:] in ".?!…" if inner else False

    def _previous(self, i: int, low: int) -> str:
        return next((low for low in reversed(self.view.low[max(low, i - 50) : i]) if not low.isspace()), "")

    # -- cue after: "…," she said -----------------------------------------------------------------------------------

    def _cue_after(self, place: _Place, inner: str, following: int) -> Found | None:
        view = self.view
        after = place.after
        while after < place.high and view.low[after].isspace():
            after += 1
        if after >= min(following, place.high):
            return None
        comma_after = view.low[after] in _COMMAS
        if not comma_after and inner[-1:] not in ",?!—–-…":
            if not self.quotes[place.number].closed or len(inner.split()) < SHORTEST_FLOATING:
                return None
            bare = bare_cue(view, range(place.sentence, place.first), after, min(following, place.high))
            return None if bare is None else self._new(bare[0], cue_span(view, bare[0]), bare[1], place, "bare")
        if comma_after:
            after += 1
        stop = min(following, place.high, after + REACH_AFTER)
        for i in range(after, stop):
            if view.low[i] in _ENDS:
                stop = i
                break
        verb = self._verb_after(after, stop)
        if verb is None:
            if view.low[after : after + 2] == ["according", "to"]:
                noun = view.child(after + 1, "pobj")
                speaker = phrase(view, noun, -1, after + 2, stop) if noun is not None else view.span(after + 2, stop)
                return self._new(after, [Span(view.start[after], view.end[after + 1])], speaker, place, "after")
            return None
        speaker = self._subject_between(verb, after, stop)
        if speaker is None:
            return None
        return self._new(verb, cue_span(view, verb), speaker, place, "after", sentence=True)

    def _verb_after(self, first: int, stop: int) -> int | None:
        """The first reporting verb of a stretch that is not inside a relative clause."""
        view = self.view
        for i in range(first, stop):
            if view.low[i] in lexicon.SPEECH and view.tag[i] in VERB_TAGS and view.tag[i] != "VBG":
                if (view.dep[i] == "relcl" and view.head[i] >= first) or (
                    i > first and view.low[i - 1] in lexicon.RELATIVE
                ):
                    continue
                if i > first and view.low[i - 1] == "to":
                    continue
                return i
        return None

    def _subject_between(self, verb: int, first: int, stop: int) -> Span | None:
        """The verb's subject, which must stand beside it; by the words where the parse lacks it."""
        view = self.view
        subject = view.child(verb, "nsubj", "nsubjpass")
        if subject is not None and first <= subject < stop and view.low[subject] not in lexicon.RELATIVE:
            return phrase(view, subject, verb, first, stop)
        if verb > first:
            a, b = first, verb
            while b > a and view.tag[b - 1] in {"RB", "MD", "VBZ", "VBD", "VBP", "VBN"}:
                b -= 1
            while a < b and view.tag[a] in {"CC", ","}:
                a += 1
            if a < b and any(view.tag[i][:2] in {"NN", "PR", "WP", "DT"} for i in range(a, b)) and b - a <= 15:
                return view.span(a, b)
            inherited = speaker_of(view, verb)
            if inherited is not None and first <= inherited < stop:
                return phrase(view, inherited, verb, first, stop)
            return None
        a = b = verb + 1
        while b < stop and (view.tag[b][:2] in {"NN", "PR", "DT", "JJ", "CD"} or view.tag[b] in {"HYPH", "POS"}):
            b += 1
        return view.span(a, b) if a < b else None

    # -- cue before: she said: "…" ----------------------------------------------------------------------------------

    def _cue_before(self, place: _Place, before: _Place | None, low: int) -> Found | None:
        view = self.view
        i = place.first
        while i > place.low and view.low[i - 1].isspace():
            i -= 1
        if i <= place.low:
            return self._cue_in_paragraph_before(place)
        if i <= low:
            return None
        last = view.low[i - 1]
        colon = last == ":"
        comma = last in _COMMAS
        verb: int | None = None
        limit = max(low, place.low, i - (REACH_COMMA if comma else REACH_BEFORE))
        if colon or comma:
            verb = self._verb_before(i - 1, limit)
        elif last in lexicon.SPEECH and view.tag[i - 1] in VERB_TAGS and view.dep[i - 1] != "amod":
            verb = i - 1
            if last in lexicon.NAMING and last not in lexicon.SPEECH_STRONG and speaker_of(view, verb) is None:
                return None  # "a group called ‘…’" names
        elif (
            last in {"that", "as"}
            and i - 2 >= limit
            and view.low[i - 2] in lexicon.SPEECH
            and view.tag[i - 2] in VERB_TAGS
        ):
            verb = i - 2
        else:
            return None
        if comma and verb is None:
            return None
        if verb is not None:
            if before is not None and before.found is not None and before.found.cue_token == verb:
                return before.found
            noun = speaker_of(view, verb)
            speaker = phrase(view, noun, verb) if noun is not None else None
            if speaker is None and view.tag[verb] == "VBG" and before is not None and before.found is not None:
                speaker = before.found.speaker
            return self._new(verb, cue_span(view, verb), speaker, place, "before" if not colon else "colon")
        return self._bare_colon(place, limit, i - 1)

    def _verb_before(self, last: int, limit: int) -> int | None:
        view = self.view
        second: int | None = None
        for i in range(last - 1, limit - 1, -1):
            if view.low[i] in lexicon.SPEECH and view.tag[i] in VERB_TAGS and view.child(i, "neg") is None:
                if not self._in_relative(i):
                    return i
                second = i if second is None and view.low[last] == ":" else second
        return second

    def _in_relative(self, verb: int) -> bool:
        """Whether a verb, or the one that governs its infinitive or participle, is that of a relative clause."""
        view = self.view
        for _ in range(3):
            if view.dep[verb] == "relcl":
                return True
            if view.dep[verb] not in {"xcomp", "conj"}:
                return False
            verb = view.head[verb]
        return False

    def _bare_colon(self, place: _Place, low: int, colon: int) -> Found | None:
        """Such as "Mayor Ada Quill: …", or a colon after a sentence that announces words without a reporting verb."""
        view = self.view
        verbs = [i for i in range(low, colon) if view.tag[i] in VERB_TAGS]
        mark = [Span(view.start[colon], view.end[colon])]
        if not verbs:
            if colon - low <= LONGEST_COLON_SPEAKER and any(
                view.tag[i].startswith(("NNP", "PRP")) for i in range(low, colon)
            ):
                return self._new(colon, mark, before_colon(view, low, colon), place, "speaker-colon")
            named = any(view.tag[i].startswith("NN") for i in range(low, colon))
            headline = (
                low == place.low
                and colon - low <= LONGEST_COLON_ROLE
                and all(view.low[i].isspace() for i in range(place.after, place.high))
            )
            if named and (headline or any(view.low[i] in lexicon.MEDIA for i in range(low, colon))):
                return self._new(colon, mark, before_colon(view, low, colon), place, "speaker-colon")
            return None
        noun = speaker_of(view, verbs[0])
        speaker = phrase(view, noun, verbs[0], low, colon) if noun is not None else None
        if speaker is None:
            return None
        return self._new(verbs[0], [Span(view.start[verbs[0]], view.end[verbs[0]])], speaker, place, "speaker-colon")

    def _cue_in_paragraph_before(self, place: _Place) -> Found | None:
        """A paragraph that ends in a colon announces the quotation that the next one begins with."""
        view = self.view
        if self.quotes[place.number].outer >= 0:
            return None
        i = place.low
        while i > 0 and view.low[i - 1].isspace():
            i -= 1
        if i == 0 or view.low[i - 1] != ":":
            return None
        low = i - 1
        while low > 0 and i - low < REACH_BEFORE and view.low[low - 1] not in _ENDS and "\n" not in view.low[low - 1]:
            low -= 1
        verb = self._verb_before(i - 1, low)
        if verb is None:
            return self._bare_colon(place, low, i - 1)
        noun = speaker_of(view, verb)
        speaker = phrase(view, noun, verb) if noun is not None else None
        return self._new(verb, cue_span(view, verb), speaker, place, "colon")

    # -- no cue of its own ------------------------------------------------------------------------------------------

    def _floating(self, place: _Place, before: _Place | None, inner: str, nested: bool) -> None:
        view = self.view
        alone = place.sentence == place.first or all(view.low[i].isspace() for i in range(place.sentence, place.first))
        whole = inner[-1:] in ".?!…—–," or not self.quotes[place.number].closed
        continues = before is not None and before.found is not None and before.found.rule == "after"
        if not alone or not whole or (len(inner.split()) < SHORTEST_FLOATING and not continues):
            if before is not None and before.found is not None:
                joined = (
                    before.found.rule == "after"
                    and place.gap_ends == 0
                    and inner[-1:] in ".?!"
                    and inner
                    and not self._another_cue(before.found.cue_token + 1, place.first)
                )
                if before.after == place.first or (joined and before.found.cue_token >= before.after):
                    self._keep(place, before.found)
            return
        if before is not None and before.found is not None:
            if place.gap_ends <= 1 and before.found.rule == "after" and before.found.cue_token >= before.after:
                self._keep(place, before.found)
                return
            if place.gap_ends == 0:
                self._keep(place, before.found)
                return
        if len(inner.split()) < SHORTEST_FLOATING:
            return
        if nested or self._last is None or self._last.speaker is None or self._last_place is None:
            return
        if before is None and (
            self._last_place.high != place.low and self._words_between(self._last_place.high, place.low)
        ):
            return
        self._keep(place, self._new(-1, [], self._last.speaker, place, "floating"))

    def _another_cue(self, first: int, after: int) -> bool:
        """Whether a second reporting verb stands between ("…," he said, and added that they “…”)."""
        view = self.view
        first = max(first, after - REACH_BEFORE, 0)
        return any(view.low[i] in lexicon.SPEECH and view.tag[i] in FINITE for i in range(first, after))

    def _new(
        self, token: int, cue: list[Span], speaker: Span | None, place: _Place, rule: str, *, sentence: bool = False
    ) -> Found:
        quotation = self.quotes[place.number]
        content = list(quotation.spans)
        if sentence and place.sentence < place.first:
            lead = self.view.span(place.sentence, place.first)
            if (lead is not None and any(map(str.isalnum, self.view.text[lead.start : lead.end]))) and not (
                self._last is not None and any(lead.start < c.end and c.start < lead.end for c in self._last.cue)
            ):
                content[0] = Span(lead.start, content[0].end)
        pronoun = relative_pronoun(self.view, token) if token >= 0 and speaker is not None and rule != "after" else None
        return Found(token, cue, content, speaker, CONFIDENCE[rule], rule, pronoun, [place.number])
