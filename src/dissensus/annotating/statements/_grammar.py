"""Who a verb's subject is, and how far phrases reach."""

from __future__ import annotations

from dissensus.annotating.statements import _lexicon as lexicon
from dissensus.annotating.statements._forms import words
from dissensus.annotating.statements._swallowed import swallowed
from dissensus.annotating.statements._view import View
from dissensus.model.spans import Span

VERB_TAGS = words("VB VBD VBG VBN VBP VBZ")
FINITE = words("VBD VBP VBZ")
_SUBJECT_CONTROL = words("use used uses using take took takes make made hold held")
_CLIMBS = 12
"""Most verbs climbed in search of a subject ("began by going on to say")."""
LONGEST_SPEAKER = 40
"""Longest speaker in tokens; a longer phrase is nearly always a parse gone wrong and is cut to its core."""
_LEADS = words("however but and yet still meanwhile also so then thus or")
_CORE = words("det compound amod poss nmod nummod quantmod case advmod")


def is_passive(view: View, verb: int) -> bool:
    """Whether a verb stands in the passive voice."""
    return view.child(verb, "auxpass", "nsubjpass") is not None


def has_to(view: View, verb: int) -> bool:
    """Whether a verb is a to-infinitive."""
    return any(view.low[c] == "to" and view.tag[c] == "TO" for c in view.children[verb] if c < verb)


def _agent(view: View, verb: int) -> int | None:
    for c in view.children[verb]:
        if view.dep[c] == "agent":
            return view.child(c, "pobj")
    return None


def _antecedent(view: View, subject: int, verb: int) -> int | None:
    """What "who" or "which" stands for, or the subject itself."""
    if view.low[subject] not in lexicon.RELATIVE or view.tag[subject] not in {"WP", "WDT", "IN"}:
        return subject
    for _ in range(_CLIMBS):
        if view.dep[verb] == "relcl":
            return view.head[verb]
        if view.dep[verb] != "conj" or view.head[verb] == verb:
            break
        verb = view.head[verb]
    if view.low[subject] != "who":
        return None
    if subject > 0 and view.low[subject - 1] in {"and", "or", "but"}:  # the second "who" of "those who …, and who …"
        for k in range(subject - 1, view.bounds[view.sentence[subject]][0], -1):
            if view.dep[k] == "relcl" and any(view.low[c] == "who" for c in view.children[k] if c < k):
                return view.head[k]
    return subject


def speaker_of(view: View, verb: int) -> int | None:
    """Head token of the phrase that says what a verb tells, or None where the text names nobody."""
    start = verb
    for _ in range(_CLIMBS):
        if is_passive(view, verb):
            return _passive_speaker(view, verb, raised=verb != start)
        subject = _nearest_subject(view, verb)
        outer = swallowed(view, verb)
        if outer is not None:
            return outer[0]
        if subject is not None:
            if view.dep[subject] == "csubj" or view.low[subject] == "there":
                return None
            return _antecedent(view, subject, verb)
        dep, head = view.dep[verb], view.head[verb]
        if head == verb or (dep == "ccomp" and view.tag[verb] in FINITE):
            break
        if dep == "relcl":
            return None  # "the plan they rejected" has its own subject; "who rejected" was handled above
        if dep == "acl":
            if view.tag[verb] == "VBN":
                return head if _missed_main_verb(view, verb) else _agent(view, verb)
            if not has_to(view, verb):
                return head if view.tag[head][:2] in {"NN", "PR"} else None
        if dep == "xcomp" and has_to(view, verb):
            object_ = view.child(head, "dobj", "dative")
            if object_ is not None and object_ < verb and view.low[head] not in _SUBJECT_CONTROL:
                return object_
        verb = head
    if view.tag[start] in FINITE:
        return _subject_of_participle(view, start) or _noun_before(view, start)
    return None


def _nearest_subject(view: View, verb: int) -> int | None:
    """The subject; of several, which no verb has and a parser sometimes gives, the nearest one before the verb."""
    subjects = [c for c in view.children[verb] if view.dep[c] in {"nsubj", "csubj"}]
    before = [c for c in subjects if c < verb]
    return before[-1] if before else (subjects[0] if subjects else None)


def _subject_of_participle(view: View, verb: int) -> int | None:
    """Of "Brand, speaking in the hall on Monday, said" the subject that the parser gave to the participle."""
    for c in view.children[verb]:
        if c < verb and view.dep[c] == "advcl" and view.tag[c] == "VBG":
            subject = view.child(c, "nsubj")
            if subject is not None and subject < c:
                return subject
    return None


def _missed_main_verb(view: View, verb: int) -> bool:
    """Whether a participle after an apposition is the sentence's verb: "The mayor, Brand, boasted that …"."""
    head = view.head[verb]
    clause = view.child(verb, "ccomp")
    return (
        view.dep[head] == "ROOT"
        and view.low[verb - 1] == ","
        and view.low[verb] not in lexicon.TOLD
        and clause is not None
        and view.child(clause, "mark", "nsubj", "nsubjpass") is not None
    )


def relative_pronoun(view: View, verb: int) -> Span | None:
    """Such as "who", "which" or "that" as the subject of a verb or of the verb that it is joined to."""
    for _ in range(_CLIMBS):
        subject = view.child(verb, "nsubj")
        if subject is not None:
            if view.low[subject] in lexicon.RELATIVE and view.tag[subject] in {"WP", "WDT"}:
                return Span(view.start[subject], view.end[subject])
            return None
        if view.dep[verb] not in {"conj", "xcomp"} or view.head[verb] == verb:
            return None
        verb = view.head[verb]
    return None


def _passive_speaker(view: View, verb: int, *, raised: bool) -> int | None:
    """Of "was quoted as saying" and "is expected to say" the passive subject, of other passives the agent."""
    passive = view.child(verb, "nsubjpass")
    if passive is not None and (raised or view.low[verb] in lexicon.PASSIVE_SPEAKER):
        return _antecedent(view, passive, verb)
    return _agent(view, verb)


def _noun_before(view: View, verb: int) -> int | None:
    """The noun directly before a finite verb whose subject the parser missed (headlines, long appositions)."""
    i = verb - 1
    low = view.bounds[view.sentence[verb]][0]
    while i >= low and verb - i <= 5 and (view.tag[i] in {"RB", "MD", ",", "-RRB-"} or view.dep[i] in {"aux", "punct"}):
        i -= 1
    if i < low or view.tag[i][:2] != "NN" or view.doc[i].ent_type_ in {"DATE", "TIME"}:
        return None
    return i


def phrase(view: View, noun: int, cue: int = -1, low: int = 0, high: int | None = None) -> Span | None:
    """Span of a noun phrase, cut where the cue's own clause or a limit (token numbers) begins."""
    first, after = view.edges(noun)
    if first <= cue < after:
        branch = cue
        for _ in range(200):
            if view.head[branch] in (noun, branch):
                break
            branch = view.head[branch]
        left, right = view.edges(branch)
        if branch > noun:
            after = min(after, left)
        else:
            first = max(first, right)
    after = _before_swallowed(view, noun, cue, *view.edges(noun), after)
    while first < noun and (view.low[first] in _LEADS or view.dep[first] == "punct"):
        first += 1
    first, after = max(first, low), min(after, len(view) if high is None else high)
    first, after = _one_line(view, first, noun, after)
    if after - first > LONGEST_SPEAKER:
        first, after = core(view, noun)
    if not first <= noun < after:
        return None
    if view.low[after - 1] in {"'s", "’s", "'", "’"} and view.tag[after - 1] == "POS":
        after -= 1
    return view.span(first, after)


def _one_line(view: View, first: int, noun: int, after: int) -> tuple[int, int]:
    """The tokens of a phrase that stand in its noun's line: a line break is never part of a name."""
    high = next((i for i in range(noun, after) if "\n" in view.low[i]), after)
    low = next((i + 1 for i in range(noun - 1, first - 1, -1) if "\n" in view.low[i]), first)
    return low, high


def _before_swallowed(view: View, noun: int, cue: int, first: int, last: int, after: int) -> int:
    """Where a phrase ends that the parser lets run on over its own verb, which may be the cue; else ``after``."""
    for verb in range(max(first, noun + 1), last):
        if verb == cue or verb < after:
            outer = swallowed(view, verb)
            if outer is not None and outer[0] == noun:
                return outer[1]
    return after


def core(view: View, noun: int) -> tuple[int, int]:
    """First token and token after the last of a noun with what stands directly before it."""
    first = noun
    for c in view.children[noun]:
        if c < noun and view.dep[c] in _CORE and noun - c < LONGEST_SPEAKER:
            first = min(first, view.edges(c)[0] if noun - view.edges(c)[0] < LONGEST_SPEAKER else c)
    return first, noun + 1


def cue_span(view: View, verb: int, *more: int) -> list[Span]:
    """A verb with its auxiliaries, negation and particle, and further tokens; split where other words stand between."""
    tokens = {verb, *more}
    lefts = [c for c in view.children[verb] if c < verb and view.dep[c] in {"aux", "auxpass", "neg"}]
    if lefts:
        first = min(lefts)
        blocked = {
            c for c in view.children[verb] if view.dep[c] in {"nsubj", "nsubjpass", "expl", "punct"} and c > first
        }
        if blocked:
            tokens.update(lefts)
        else:
            tokens.update(range(max(first, verb - 8), verb))
    for c in view.children[verb]:
        if (
            view.dep[c] in {"prt", "acomp"}
            and verb < c <= verb + 2
            and (view.dep[c] == "prt" or view.low[c] == "clear")
        ):
            tokens.update(range(verb, c + 1))
    spans: list[Span] = []
    run: list[int] = []
    for i in sorted(tokens):
        if run and i != run[-1] + 1:
            spans.append(Span(view.start[run[0]], view.end[run[-1]]))
            run = []
        run.append(i)
    spans.append(Span(view.start[run[0]], view.end[run[-1]]))
    return spans


def pieces(view: View, first: int, after: int, cue: int) -> list[tuple[int, int]]:
    """Token ranges of a content without the cue's clause, over which it may reach ("the plan, he said, will fail")."""
    if not first <= cue < after:
        return [(first, after)]
    left, right = cue, cue + 1
    for c in view.children[cue]:
        if view.dep[c] in {
            "nsubj",
            "aux",
            "auxpass",
            "neg",
            "advmod",
            "dobj",
            "dative",
            "npadvmod",
            "nsubjpass",
            "prep",
            "prt",
        }:
            a, b = view.edges(c)
            if b - a <= LONGEST_SPEAKER:
                left, right = min(left, a), max(right, b)
    return [(a, b) for a, b in ((first, max(first, left)), (min(after, right), after)) if a < b]


def speaker_with_span(view: View, verb: int) -> tuple[int | None, Span | None]:
    """Head token and span of who says what a verb tells."""
    noun = speaker_of(view, verb)
    return noun, None if noun is None else phrase(view, noun, verb)


def spans_at(view: View, ranges: list[tuple[int, int]]) -> list[Span]:
    """Spans of ranges of tokens, without the empty ones."""
    return [span for a, b in ranges if (span := view.span(a, b)) is not None]
