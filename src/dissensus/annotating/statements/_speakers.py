"""What the parse adds to a reading: the cue's main word, who speaks where nobody was read, and whom a pronoun means."""

from __future__ import annotations

from dissensus.annotating.statements import _lexicon as lexicon
from dissensus.annotating.statements._forms import words
from dissensus.annotating.statements._found import Found
from dissensus.annotating.statements._grammar import FINITE, phrase, relative_pronoun, speaker_with_span
from dissensus.annotating.statements._overlap import less, touch
from dissensus.annotating.statements._view import View
from dissensus.model.spans import Span, trimmed


def complete(view: View, found: Found) -> None:
    """Fill in a reading's cue token, and its speaker: the verb's subject where none was read, the noun phrase before
    "who", "which" or "that" where that is the speaker, and nobody where only who was asked is named.
    """
    if not found.cue:
        return
    found.cue_token = main_word(view, found.cue[0])
    _keep_to_clause(view, found)
    _without_purpose(view, found)
    if only_appears(view, found):
        _not_who_appears(view, found)
        return
    if found.speaker is not None:
        found.speaker = _whole(view, found, found.speaker)
    speaker = found.speaker
    if _was_asked(view, found.cue_token):
        if speaker is None or view.low[max(view.token_at(speaker.start) - 1, 0)] != "by":
            found.speaker = _asker(view, found.cue_token)
        return
    if speaker is None:
        found.speaker = _subject(view, found)
        return
    if view.text[speaker.start : speaker.end].lower() not in lexicon.RELATIVE:
        return
    verb = found.cue_token
    for _ in range(_CLIMBS):
        whole = speaker_with_span(view, verb)[1]
        if whole is not None and whole.end <= speaker.start:
            found.speaker, found.pronoun = whole, speaker
            return
        if view.head[verb] == verb or view.dep[verb] not in {"xcomp", "conj", "aux", "auxpass", "acomp", "prep"}:
            return
        verb = view.head[verb]


def _keep_to_clause(view: View, found: Found) -> None:
    """Of "The men who praised it never came" take "never came", which is no part of what they praised."""
    cue, content = found.cue_token, found.content[0]
    if view.dep[cue] != "relcl" or len(found.content) > 1:
        return
    first = min(view.token_at(content.start), len(view) - 1)
    if view.low[first] not in _OBJECTS or view.dep[first] != "dobj" or view.head[first] != cue:
        return
    after = view.edges(cue)[1]
    if first < after and view.start[after - 1] < content.end:
        found.content = [Span(content.start, min(content.end, view.end[after - 1]))]


_OBJECTS = words("it them this him her")


def _without_purpose(view: View, found: Found) -> None:
    """Of "used the excuse of the storm to close the hall" only the storm is what is claimed, not what that was for."""
    last = view.token_at(found.cue[-1].end - 1)
    first = view.token_at(found.content[0].start)
    if not 0 < last < first < len(view) or view.low[last] != "of" or view.low[last - 1] not in _PRETEXTS:
        return
    for to in range(first + 1, min(first + LONGEST_PRETEXT, len(view) - 1)):
        if view.start[to] >= found.content[0].end:
            return
        above = view.head[view.head[to]]
        if view.tag[to] == "TO" and (view.head[view.head[above]] if view.low[above] == "order" else above) < last:
            after = to
            while after > first + 1 and view.low[after - 1] in _BEFORE_PURPOSE:
                after -= 1
            found.content[0] = Span(found.content[0].start, view.end[after - 1])
            return


_PRETEXTS = words("excuse pretext guise pretence pretense")
_BEFORE_PURPOSE = words("in order so as , –")
LONGEST_PRETEXT = 20
"""Most tokens of a pretext before what it was for."""


def only_appears(view: View, found: Found) -> bool:
    """Whether the cue is "appears" or "seemed to" alone, and not "appeared to suggest" or "seemed surprised"."""
    verb = found.cue_token
    if verb < 0 or view.low[verb] not in lexicon.IMPERSONAL:
        return False
    if not any(view.dep[c] in _WHAT_APPEARS or view.low[c] == "like" for c in view.children[verb]):
        return False  # "appeared before the committee"
    does = view.child(verb, "xcomp")
    if does is not None and view.low[does] in lexicon.CLAUSE and view.child(does, "ccomp") is not None:
        return False  # who "seems to think that the mill will close" does think so
    cue = (i for span in found.cue for i in range(view.token_at(span.start), view.token_at(span.end - 1) + 1))
    return all(view.low[i] in _AROUND_APPEARING or view.tag[i] == "RB" for i in cue if i != verb)


_WHAT_APPEARS = words("xcomp ccomp acomp oprd attr dobj")
_AROUND_APPEARING = words("to does do did has have had would will may might could can must n't n’t")


def to_whom(view: View, found: Found) -> Span | None:
    """Such as "it seems to the mayor": to whom something appears so."""
    for preposition in view.children[found.cue_token]:
        if view.low[preposition] == "to" and view.dep[preposition] in {"prep", "dative"}:
            noun = view.child(preposition, "pobj")
            return None if noun is None else view.span(*view.edges(noun))
    return None


def _not_who_appears(view: View, found: Found) -> None:
    """Of "Brand appears to agree" put Brand, who says nothing, to the content; to whom it appears so is the speaker.

    PolNeAR train has 175 attributions whose cue is such a verb alone; in three its subject is the source.
    """
    verb = found.cue_token
    whom = to_whom(view, found)
    if whom is not None:
        before = view.start[max(view.token_at(whom.start) - 1, 0)]
        left = less(found.content, [Span(before, whom.end)]) or found.content
        found.content = [trimmed(view.text, span) for span in left]
        found.speaker = None if touch([whom], [*found.cue, *found.content]) else whom
    noun, whole = speaker_with_span(view, verb)
    if noun is None or whole is None:
        return
    subject = relative_pronoun(view, verb) or whole
    if subject.end > found.cue[0].start:
        return
    if found.speaker is not None and touch([found.speaker], [subject, whole]):
        found.speaker = found.pronoun = None
    beside = [*found.content, *([] if found.speaker is None else [found.speaker])]
    if view.low[noun] not in _EXPLETIVES and not touch([subject], beside):
        found.content = sorted([subject, *found.content])


_EXPLETIVES = words("it there")


def _whole(view: View, found: Found, speaker: Span) -> Span:
    """A speaker's phrase without the cue at its end; of a name that breaks off all, with the title before it."""
    first, after = view.token_at(speaker.start), min(view.token_at(speaker.end - 1) + 1, len(view))
    cut = after
    while cut - 1 > first and view.low[cut - 1] in lexicon.SPEECH_STRONG and view.tag[cut - 1] in FINITE:
        cut -= 1
    if cut < after:
        return view.span(first, cut) or speaker
    low, high = first, view.head[after - 1] + 1
    if view.dep[after - 1] != "compound" or not after < high <= after + LONGEST_NAME:
        return speaker
    if not all(view.tag[k] in _NAME and view.low[k] not in _SPEAKING for k in range(after - 1, high)):
        return speaker
    while low > max(0, first - LONGEST_NAME) and view.dep[low - 1] == "compound" and view.head[low - 1] < high:
        low -= 1
    whole = Span(view.start[low], view.end[high - 1])
    return speaker if any(whole.start < s.end and s.start < whole.end for s in (*found.cue, *found.content)) else whole


LONGEST_NAME = 6
"""Most tokens of a name or a title before it that are put to a part of it."""
_NAME = words("NNP NNPS HYPH")
_CLIMBS = 4
"""Most steps from a cue's word to the verb that has the subject."""


def _asker(view: View, cue: int) -> Span | None:
    by = view.child(cue, "agent")
    noun = None if by is None else view.child(by, "pobj")
    return None if noun is None else phrase(view, noun, cue)


def _was_asked(view: View, cue: int) -> bool:
    """Whether a participle tells that somebody was asked: "Asked why he went, Brand said …"."""
    if view.low[cue] not in _ASKED or any(view.low[c] in _HAVING for c in view.children[cue] if c < cue):
        return view.low[cue] in _ASKED and view.child(cue, "auxpass") is not None
    first = view.bounds[view.sentence[cue]][0]
    return view.tag[cue] == "VBN" or (cue == first and view.dep[cue] == "advcl")


_ASKED = words("asked questioned pressed quizzed grilled")
_HAVING = words("has have had having 've ’ve 'd ’d")


def _subject(view: View, found: Found) -> Span | None:
    """Subject of a cue that is a finite verb or a participle, where no part of the reading stands in it."""
    cue = found.cue_token
    quoted = view.tag[cue] == "VBN" and view.low[cue] in lexicon.PASSIVE_SPEAKER
    if quoted:
        _take_out(view, found)
    elif view.tag[cue] not in _TELLING or view.dep[cue] == "xcomp" or view.low[cue] not in _SPEAKING:
        return None
    noun, whole = speaker_with_span(view, cue)
    if noun is None or whole is None or view.low[noun] in _NOBODY:
        return None
    return None if any(whole.start < s.end and s.start < whole.end for s in (*found.cue, *found.content)) else whole


def _take_out(view: View, found: Found) -> None:
    """Of "Brand was quoted as saying …" take Brand, who speaks, out of the content."""
    whole = speaker_with_span(view, found.cue_token)[1]
    if whole is not None and len(found.content) > 1:
        found.content = [span for span in found.content if not (whole.start <= span.start and span.end <= whole.end)]


_TELLING = words("VBG VBD VBP VBZ")
"""Tags of cues whose subject speaks; that of "asked whether …, he said" is asked."""
_SPEAKING = lexicon.SPEECH | frozenset((*lexicon.CLAUSE, *lexicon.NAMING, *lexicon.OBJECT))
_NOBODY = words("it this that there what few")


def main_word(view: View, span: Span) -> int:
    """Number of the token of a span that the others hang on; the first of several."""
    first = min(view.token_at(span.start), len(view) - 1)
    after = max(view.token_at(span.end - 1) + 1, first + 1)
    inside = range(first, min(after, len(view)))
    return next((i for i in inside if view.head[i] == i or view.head[i] not in inside), first)
