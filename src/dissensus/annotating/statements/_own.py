"""The outlet's own voice: what the article itself demands, declares or judges, outside of what it attributes.

Plain narration is not a statement, nor is a question or what holds only if something happens. A clause counts only when
its words show one of five things: a demand (must, should, need to; an imperative; "it is time to"; "there can be no"),
a slogan or another exclamation, a declaration in the first person plural, a stance marker ("of course", "everybody
knows"), or a judgement ("is a disgrace", "is not an X. It is a Y"). The kinds follow the stance literature (Biber and
Finegan, Text 1989): obligation modals, stance adverbials, evaluative predicates.
"""

from __future__ import annotations

from collections.abc import Iterator

from dissensus.annotating.statements._forms import verbs, words
from dissensus.annotating.statements._found import Found
from dissensus.annotating.statements._grammar import FINITE, VERB_TAGS
from dissensus.annotating.statements._outcry import (
    SHORTEST,
    affirms,
    affirms_next,
    denies,
    joined,
    new,
    sentences_of,
    whole_sentence,
)
from dissensus.annotating.statements._view import View

_MODAL = words("must should ought")
_NEED = words("need needs")
_RULES = words(
    "law laws rule rules act regulation regulations constitution statute treaty agreement deal plan proposal"
)
_STANCE = words(
    "obviously clearly certainly undoubtedly surely plainly indeed unfortunately sadly rightly"
    " wrongly shamefully evidently"
    " tragically ironically inevitably"
)
_STANCE_OPENERS = (
    ("of", "course"),
    ("in", "truth"),
    ("in", "reality"),
    ("no", "doubt"),
    ("make", "no", "mistake"),
    ("let", "there", "be", "no", "doubt"),
)
_TIME_TO = (
    ("it", "is", "time"),
    ("it", "is", "high", "time"),
    ("it", "'s", "time"),
    ("it", "’s", "time"),
    ("now", "is", "the", "time"),
    ("the", "time", "has", "come"),
    ("it", "is", "up", "to"),
)
_NO_MORE = words(
    "excuse justification alternative reason place room doubt question choice peace trust deal way compromise"
)
_JUDGING = words(
    "disgrace scandal outrage betrayal retreat crime victory defeat farce sham lie disaster catastrophe travesty threat"
    " mistake insult failure triumph shame tragedy hypocrisy provocation aggression injustice absurd"
    " absurdity indication"
    " illegal unacceptable outrageous shameful hypocritical reactionary progressive heroic"
    " courageous brave brutal criminal"
    " murderous barbaric cowardly disgraceful wrong right unjust just false true vital essential"
    " crucial necessary urgent"
    " impossible inevitable indispensable unforgivable deplorable dangerous reckless cynical"
    " bankrupt rotten key way task"
    " requirement prospect proof evidence nonsense mockery robbery swindle fraud theft"
)
_EPITHETS = words(
    "rotten murderous shameless treacherous cowardly despicable bloodthirsty bloodstained vile wretched corrupt"
    " parasitic heroic courageous rapacious thieving blood-soaked contemptible"
)
"""Adjectives that no sober report uses of anybody in its own voice."""
_CLASSIFYING = words("right wrong true false just key criminal progressive")
"""Judging words that before a noun often only tell which one is meant: the wrong address, a criminal court."""
_OWNERS = words("theirs ours yours")
_EVERYBODY = words("everybody everyone nobody no-one anybody anyone")
_KNOWN = words("knows know believes believe doubts doubt denies deny understands trusts trust")
_COPULAS = words("is are was were remains remain represents represent constitutes constitute amounts means marks")
_DOING = verbs(
    "ask see meet visit phone ring talk speak sit stand walk go arrive leave drive travel hear watch look wait"
    " interview contact reach arrest send receive obtain review examine publish print refer mention"
)
"""Verbs whose past tense after "we" only tells what the writers did."""
_ASKING = words("WP WDT WRB")
"""Tags of the words that begin a question, also one inside of a sentence."""
_IF = words("if unless")
_ASSERTIONS = words("judgement stance")
"""Kinds that say how things are; a demand is one also when it holds in one case only."""
_WANTING = words("demand declaration")
"""Kinds that are the outlet's own also where most of the clause is what somebody else says."""
_ADVERBIAL = words("if while as when unless lest once whether until before after though although since where whenever")


def is_obligation(view: View, found: Found) -> bool:
    """Whether a cue tells what somebody has to say or do: in "Workers must demand that …" nobody has demanded it."""
    said = [word for a, b in found.cue for word in view.text[a:b].lower().split()]
    owed = not _MODAL.isdisjoint(said) or (not _NEED.isdisjoint(said) and "to" in said)
    return owed and "have" not in said


def own_voice_of(view: View, taken: list[bool]) -> list[Found]:
    """Statements in own voice, in text order.

    A contradiction ("It is not an X. It is a Y.") is one only where the outlet also speaks in another way: alone it is
    as likely narration.

    Args:
        view: the text.
        taken: for each token, whether it stands in attributed content or in quotation marks.
    """
    found = list(_own_voice_of(view, taken))
    alone = all(item.rule == "own-contradiction" for item in found)
    return [] if alone else found


def _own_voice_of(view: View, taken: list[bool]) -> Iterator[Found]:
    antithesis = False
    for first, after in sentences_of(view):
        if after - first < SHORTEST:
            antithesis = False
            continue
        whole = whole_sentence(view, first, after, taken)
        denied = denies(view, first, after, taken)
        if whole is None and antithesis and affirms(view, first, after, taken):
            whole = new(view, first, after, "contradiction", [])
        if whole is None and denied and affirms_next(view, after, taken):
            whole = new(view, first, after, "contradiction", [])
        antithesis = denied
        if whole is not None:
            yield whole
        elif view.low[after - 1] != "?":
            yield from _clauses(view, first, after, taken)


def _clauses(view: View, first: int, after: int, taken: list[bool]) -> Iterator[Found]:
    reached = first
    for i in range(first, after):
        if taken[i] or i < reached:
            continue
        sign = _sign(view, i, first, after)
        if sign is None:
            continue
        kind, verb, cue_first, cue_after = sign
        if not first <= verb < after or taken[verb] or _subordinate(view, verb, kind):
            continue
        low, high = _clause_of(view, verb, first, after)
        low = max(low, reached)
        parts = [(low, high)]
        if 2 * sum(taken[low:high]) > max(high - low, 0):
            parts = _without_others(view, verb, low, high, taken) if kind in _WANTING else []
        cue = view.span(cue_first, cue_after)
        found = joined(view, parts, kind, [cue] if cue is not None else [])
        if found is not None:
            yield found
            reached = high


def _without_others(view: View, verb: int, low: int, high: int, taken: list[bool]) -> list[tuple[int, int]]:
    """Of a clause that mostly holds what others say the token ranges outside of the clauses in which they say it."""
    left = list(range(low, high))
    for k in range(low, high):
        if k != verb and view.dep[k] in _INNER and not view.within(verb, k):
            a, b = view.edges(k)
            if any(taken[a : b + 1]):  # what is said may be parsed as a clause beside that of the cue
                left = [n for n in left if not a <= n < b]
    parts: list[tuple[int, int]] = []
    for k in left:
        if parts and parts[-1][1] == k:
            parts[-1] = (parts[-1][0], k + 1)
        else:
            parts.append((k, k + 1))
    return parts if sum(not taken[k] for k in left) >= LEAST_OWN else []


LEAST_OWN = 2
"""Fewest words that nobody else says, of a demand about what somebody says: the deal that …, must go."""
_INNER = words("advcl relcl acl ccomp parataxis")
"""Dependencies of clauses that stand in another one."""


def _subordinate(view: View, verb: int, kind: str) -> bool:
    """Whether a clause only tells a condition, a time, a question or which thing is meant."""
    dep = view.dep[verb]
    if dep in {"relcl", "acl", "csubj", "pcomp"}:
        return True
    inner = [c for c in view.children[verb] if c < verb]
    marks = {view.low[c] for c in inner if view.dep[c] == "mark"}
    if "whether" in marks or any(view.tag[c] in _ASKING for c in inner):
        return True
    if kind in _ASSERTIONS and any(
        view.dep[c] == "advcl" and any(view.low[k] in _IF for k in view.children[c]) for c in inner
    ):
        return True
    if dep == "ccomp" and "that" in marks and not _frame_of_own(view, view.head[verb]):
        return True
    if dep in {"advcl", "ccomp", "xcomp"}:
        if any(view.low[c] in _ADVERBIAL for c in inner):
            return True
        if kind == "declaration" and dep == "advcl":
            return True
    # "should she win": a condition, not a demand.
    modal = next((c for c in inner if view.tag[c] == "MD"), None)
    subject = view.child(verb, "nsubj", "nsubjpass")
    return modal is not None and subject is not None and modal < subject < verb


def _frame_of_own(view: View, verb: int) -> bool:
    """Whether a verb over a that-clause is the outlet's own: "it is clear that …", "we know that …"."""
    subject = view.child(verb, "nsubj", "nsubjpass", "expl")
    return view.low[verb] in _COPULAS or (subject is not None and view.low[subject] in {"we", "it", "there"})


def _clause_of(view: View, verb: int, first: int, after: int) -> tuple[int, int]:
    """The clause of a verb: the sentence for its main verb, without a clause that is only joined to it."""
    low, high = view.edges(verb)
    for c in view.children[verb]:
        if view.dep[c] == "conj" and c > verb and view.child(c, "nsubj", "nsubjpass") is not None:
            high = min(high, view.edges(c)[0])
        elif view.dep[c] == "ccomp" and c < verb and view.low[max(verb - 1, 0)] != "that":
            left = view.edges(c)[1]
            if left <= verb:
                low = max(low, left)
    return max(low, first), min(high, after)


def _sign(view: View, i: int, first: int, after: int) -> tuple[str, int, int, int] | None:
    """What a token shows: kind, verb of its clause, first token of the marker and the token after it."""
    low, head = view.low[i], view.head[i]
    if low in _MODAL and view.tag[i] == "MD" and view.tag[head] in VERB_TAGS:
        if any(view.low[c] in {"i", "have"} for c in view.children[head] if c < head):
            return None  # "I should say", "must have known"
        if view.low[first] == "under" and any(view.low[k] in _RULES for k in range(first, i)):
            return None  # "Under federal law, firms must …" tells a rule
        return "demand", head, i, i + 1
    if low in _NEED and view.tag[i] in FINITE and i + 1 < after and view.low[i + 1] == "to":
        return "demand", i, i, i + 2
    if low == "let" and i + 1 < after and view.low[i + 1] in {"us", "'s", "’s"}:
        return "demand", i, i, i + 2
    if low in {"we", "our"} and view.tag[i].startswith("PRP"):
        return _ours(view, i)
    if low == "there" and (found := _there_is_no(view, i, after)) is not None:
        return found
    if low in _STANCE and view.dep[i] == "advmod" and view.tag[head] in VERB_TAGS:
        if i > first and view.low[i - 1] == "almost":
            return None
        return "stance", head, i, i + 1
    if low in _EVERYBODY and view.dep[i] == "nsubj" and view.low[head] in _KNOWN and view.tag[head] in FINITE:
        return "stance", head, i, head + 1
    if i - first <= 2 and (found := _opener(view, i, first, after)) is not None:
        return found
    return _judgement(view, i)


def _judgement(view: View, i: int) -> tuple[str, int, int, int] | None:
    """A predicate that judges ("is a disgrace"), or an adjective that only a judge would use ("rotten")."""
    low = view.low[i]
    if low in _EPITHETS and view.dep[i] == "amod" and (verb := _governing(view, i)) is not None:
        return "judgement", verb, i, i + 1
    if low in _COPULAS and view.tag[i] in FINITE and view.dep[i] in {"ROOT", "conj", "ccomp"}:
        for c in view.children[i]:
            if c > i and view.dep[c] in {"attr", "acomp", "dobj"} and (_judges(view, c) or view.low[c] in _OWNERS):
                return "judgement", i, i, i + 1
    return None


def _ours(view: View, i: int) -> tuple[str, int, int, int] | None:
    """A clause in the first person plural, unless it only tells what the writers did."""
    head = view.head[i]
    verb, subject = (head, i) if view.low[i] == "we" else (view.head[head], head)
    if view.dep[subject] not in {"nsubj", "nsubjpass"} or view.tag[verb] not in VERB_TAGS or subject > verb:
        return None
    if view.tag[verb] == "VBD" and view.low[verb] in _DOING:
        return None
    if view.low[i] == "our" and (view.dep[verb] not in {"ROOT", "conj"} or view.tag[verb] == "VBD"):
        return None
    return "declaration", verb, i, verb + 1 if verb - i <= 4 else i + 1


def _there_is_no(view: View, i: int, after: int) -> tuple[str, int, int, int] | None:
    """Such as "there can be no deal" and "there is no excuse for this"."""
    verb = view.head[i]
    if not i < verb < after or view.low[verb] not in {"be", "is"} or view.dep[i] != "expl":
        return None
    noun = view.child(verb, "attr", "nsubj", "dobj")
    if noun is None or noun < verb or not any(view.low[c] == "no" for c in view.children[noun]):
        return None
    modal = any(view.low[k] in {"can", "must", "shall"} for k in range(i + 1, verb))
    if not modal and (view.low[verb] != "is" or view.low[noun] not in _NO_MORE):
        return None
    return "demand" if modal else "judgement", verb, i, verb + 1


def _opener(view: View, i: int, first: int, after: int) -> tuple[str, int, int, int] | None:
    root = next((k for k in range(i, after) if view.dep[k] == "ROOT"), None)
    if root is None:
        return None
    for opener in _TIME_TO:
        end = i + len(opener)
        if tuple(view.low[i:end]) == opener and (
            opener[-1] == "to" or (end < after and view.low[end] in {"to", "for", "that"}) or opener[-1] == "come"
        ):
            return "demand", root, i, end
    if i == first:
        for stance in _STANCE_OPENERS:
            if tuple(view.low[i : i + len(stance)]) == stance:
                return "stance", root, i, i + len(stance)
    return None


def _governing(view: View, adjective: int) -> int | None:
    """The finite verb whose subject or predicate an adjective's noun is."""
    noun = view.head[adjective]
    verb = view.head[noun]
    subject = view.child(verb, "nsubj", "nsubjpass")
    if (
        view.dep[noun] not in {"nsubj", "nsubjpass", "attr", "dobj"}
        or view.tag[verb] not in VERB_TAGS
        or subject is None
    ):
        return None
    return verb


def _judges(view: View, noun: int) -> bool:
    if view.low[noun] in _JUDGING:
        return True
    return any(
        view.low[c] in _JUDGING and view.low[c] not in _CLASSIFYING and view.dep[c] in {"amod", "conj"}
        for c in view.children[noun]
    )
