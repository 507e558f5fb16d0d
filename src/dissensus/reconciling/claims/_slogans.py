"""Slogans and short demands as plain sentences: "No to the dam!", "Troops out of Sel!", "Bring them home!".

They are a closed class of English constructions without a subject or a finite verb, which a network that was trained on
arguments reads by their words more than by their sense. Only a text that is a slogan as a whole is one here: names of
things are told from running text by closed classes of words, no parse is at hand. A slogan is read by sentences that
say the same and by others that say the contrary, whose sides change places; what a network mistakes in one of them it
seldom mistakes in all. Claims that are worded against something are turned for it, too.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dissensus.model.claims import PairScorer

LONGEST = 160
"""Characters of a text that is looked at."""
MOST_WORDS = 10
"""Words of what a slogan is about."""
MOST_SET = 4
"""Words of each of two things that are set against each other ("Schools, not prisons!")."""
MOST_PARTS = 4
"""Slogans of one text, one after the other."""
MOST_BEFORE_COLON = 3
"""Words of a slogan before a colon that stands for itself ("No war: …"); longer ones say what is meant only with
the next one ("Enough of the money pit: …"). Chosen on the development half of ``benchmarks/claims/slogans.toml``."""
READ_SO = "a slogan read as a plain sentence"

FOR = ("Yes to {what}!", "{What} is right.")
AGAINST = ("We must put an end to {what}.", "{What} should be stopped.")
"""Sentences that are for something and against it; these and those of the single constructions were chosen on the
development half of ``benchmarks/claims/slogans.toml``."""


@dataclass(frozen=True, slots=True)
class Slogan:
    """What one slogan says.

    Attributes:
        about: the words of what it is about.
        sentence: the slogan as a plain sentence.
        says: sentences that say the same to a network.
        denies: sentences that say the contrary.
    """

    about: str
    sentence: str
    says: tuple[str, ...]
    denies: tuple[str, ...]


_QUOTES = " \t\n\"'“”‘’«»„*_"
_FINITE = re.compile(
    r"\b(?:is|are|am|was|were|be|been|has|have|had|do|does|did|will|would|shall|should|can|could|may|might|must|said|"
    r"says|told|came|went|got|gave|took|made|won|lost|stood|sat|ran|fell|became|began|found|met|led|saw|knew|thought|"
    r"felt|wrote|spoke|rose|grew|put|seems?|remains?|he|she|i|who|which|that|if|because|when|while|although|"
    r"(?:\w|-){2,}ed (?:the|a|an|his|her|their|its|to|that|with|for|from|on|about|after|into|over)|"
    r"(?:it|that|he|she|there|who|what|here|i|you|we|they)[’'](?:s|m|re|ll|ve|d)|\w+n[’']t|"
    r"(?:they|it|we|you|there)(?= \w+))\b",
    re.IGNORECASE,
)
_NO_OBJECT = re.compile(
    r"(?:in|on|at|up|out|off|down|away|for|from|with|to|of|by|as|into|about|calm|going|doing|being|not|and|or|"
    r"so)\b|(?:it|that|this|me|us|him|even|everyone|everything|anyone|anything|nobody)$",
    re.IGNORECASE,
)
_NOT_NO = re.compile(
    r"(?:one|doubt|longer|matter|wonder|idea|problem|comment|less|sooner|fewer|way|thanks?|surprise|need|sign|evidence|"
    r"other|reason|word|news|such|kidding|chance|entry|parking|smoking|end)\b",
    re.IGNORECASE,
)
_CRIED = re.compile(
    r"(?:demand|chant|shout|cry|cri|yell|call|scream|sang|sing|urg)[a-z]{0,4}(?: out)?[:,]? (?=[\"'“‘«„])",
    re.IGNORECASE,
)
_NOW = re.compile(r"(?:,? (?:right )?now|,? at once|,? at last|,? immediately|,? today|,? for good)$", re.IGNORECASE)


def _sentence(frame: str, what: str, where: str = "") -> str:
    return frame.format(what=what, What=what[:1].upper() + what[1:], where=where)


def _made(what: str, plain: str, says: tuple[str, ...], denies: tuple[str, ...], where: str = "") -> Slogan:
    def put(frames: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(_sentence(frame, what, where) for frame in frames)

    about = f"{what} {where}".strip()
    return Slogan(about, _sentence(plain, what, where), put(says), put(denies))


def _against(match: re.Match[str]) -> tuple[Slogan, ...]:
    return (_made(match["what"], "{What} should be ended.", AGAINST, FOR),)


def _rid(match: re.Match[str]) -> tuple[Slogan, ...]:
    says = ("{What} should be removed.", "We must get rid of {what}.")
    return (_made(match["what"], "{What} should be removed.", says, FOR),)


def _for(match: re.Match[str]) -> tuple[Slogan, ...]:
    return (_made(match["what"], "{What} should be supported.", FOR, AGAINST),)


def _keep(match: re.Match[str]) -> tuple[Slogan, ...]:
    return (_made(match["what"], "{What} should be kept.", FOR, AGAINST),)


def _back(match: re.Match[str]) -> tuple[Slogan, ...]:
    return (_made(match["what"], "{What} should be supported.", FOR, AGAINST),)


def _freed(match: re.Match[str]) -> tuple[Slogan, ...]:
    says, denies = ("{What} should be freed.",), ("{What} should stay under arrest.",)
    return (_made(match["what"], "{What} should be freed.", says, denies),)


def _just(match: re.Match[str]) -> tuple[Slogan, ...]:
    # What would be just is not said, so little is concluded from it.
    says, denies = ("We want justice for {what}.",), ("{What} got a fair deal.",)
    return (_made(match["what"], "{What} should get justice.", says, denies),)


def _leave(match: re.Match[str]) -> tuple[Slogan, ...]:
    where = match["where"]
    if not where:
        says = ("{What} should leave.", "{What} should be withdrawn.")
        return (_made(match["what"], "{What} should leave.", says, ("{What} should stay.",)),)
    says = ("{What} should leave {where}.", "{What} should be withdrawn from {where}.")
    return (_made(match["what"], "{What} should leave {where}.", says, ("{What} should stay in {where}.",), where),)


def _stay(match: re.Match[str]) -> tuple[Slogan, ...]:
    return (_made(match["what"], "{What} should stay.", FOR, AGAINST),)


def _not(match: re.Match[str]) -> tuple[Slogan, ...]:
    wanted = _made(match["what"], "{What} should be supported.", FOR, AGAINST)
    return (_made(match["not"], "{What} should be ended.", AGAINST, FOR), wanted)


def _done(match: re.Match[str]) -> tuple[Slogan, ...]:
    done = DONE[" ".join(match["verb"].lower().split())]
    same, contrary = f"{{What}} should be {done}.", f"{{What}} should not be {done}."
    return (_made(match["what"], same, (same,), (contrary,)),)


def _without(match: re.Match[str]) -> tuple[Slogan, ...]:
    frame = "There should be {what}."
    return (_made(match["what"], frame, ("There should be {what}.", "Yes to {what}!"), ("We do not need {what}.",)),)


DONE = {
    "build": "built", "rebuild": "rebuilt", "open": "opened", "reopen": "reopened", "raise": "raised", "cut": "cut",
    "lower": "lowered", "tax": "taxed", "legalise": "legalised", "legalize": "legalised", "fund": "funded",
    "nationalise": "nationalised", "nationalize": "nationalised", "privatise": "privatised", "arm": "armed",
    "privatize": "privatised", "recognise": "recognised", "recognize": "recognised", "ratify": "ratified",
    "sign": "signed", "reject": "rejected", "disarm": "disarmed", "sack": "sacked", "dismiss": "dismissed",
    "fire": "dismissed", "impeach": "impeached", "deport": "deported", "expel": "expelled", "withdraw": "withdrawn",
    "freeze": "frozen", "double": "doubled", "restore": "restored", "extend": "extended", "give back": "given back",
    "return": "returned", "introduce": "introduced", "unite": "united", "liberate": "liberated",
}  # fmt: skip
"""Verbs of demands and the form that goes with "should be"."""

_ENDING = "end|scrap|abolish|dissolve|disband|repeal|cancel|call off|tear down|pull down|outlaw|dismantle"
_CLOSING = (
    "close|close down|shut|shut down|lift|drop|ban|boycott|halt|axe|ditch|bin|give up|phase out|switch off|take down"
)
"""The former are seldom names or adjectives."""
_W = r"(?P<what>[^\n,;:!?]{2,100}?)"
_Y = r"(?P<where>[^\n,;:!?]{2,60}?)"
_OTHER = r"(?:not|instead of|rather than) (?P<not>[^\n,;:!?]{2,60}?)"
_Maker = Callable[[re.Match[str]], tuple[Slogan, ...]]
_SURE: tuple[tuple[str, _Maker], ...] = (
    (rf"no [^\n,;:!?]{{2,60}}? without {_W}", _without),
    (rf"(?:no to|down with|away with|out with|enough of|never again|not (?:one|a single) more) {_W}", _against),
    (rf"(?:yes to|long live|victory (?:to|for)) {_W}", _back),
    (rf"hands off {_W}", _keep),
    (rf"solidarity with {_W}", _back),
    (rf"{_W} must go", _rid),
    (rf"let {_W} (?:stay|remain)", _stay),
    (rf"bring {_W} (?:back )?home(?: from (?P<where>[^\n,;:!?]{{2,60}}?))?", _leave),
)
"""Constructions that stand for themselves, with any mark at the end."""
_CALLED: tuple[tuple[str, _Maker], ...] = (
    (rf"(?:no more|no(?! more)|stop|against|{_ENDING}) {_W}", _against),
    (rf"(?:keep|save|defend|protect) {_W}(?: (?:open|running|public|alive|going|in place|in force))?", _keep),
    (rf"(?:for|freedom of|forward to) {_W}", _for),
    (rf"(?:free|freedom for) {_W}", _freed),
    (rf"justice for {_W}", _just),
    (rf"{_W} out of {_Y}", _leave),
    (rf"{_W} (?:out|go home|get out)(?P<where>)", _leave),
    (rf"{_W} (?:stays|must stay|must remain)", _stay),
    (rf"{_W}(?:,| [–—-])? {_OTHER}(?:,? (?:for|in) [^\n,;:!?]{{2,40}})?", _not),
    (rf"{_W} welcome", _stay),
    (rf"(?P<verb>{_CLOSING}) {_W}", _against),
    (rf"(?P<verb>support|back) {_W}", _back),
    (rf"(?P<verb>release) {_W}", _freed),
    (rf"(?P<verb>{'|'.join(DONE)}) {_W}", _done),
)
"""Constructions that running text has, too; they need an exclamation mark, or none at all."""
_ASKED: tuple[tuple[str, _Maker], ...] = (
    (rf"{_W}\? no,? thanks?(?: you)?", _against),
    (rf"{_W}[:?] yes,? please", _for),
)
_AND = re.compile(
    rf"\b(?:and|but|or) (?=(?:{_ENDING}|{_CLOSING}|{'|'.join(DONE)}|"
    r"stop|keep|save|defend|let|free|bring|hands off|no|yes|for|against|down)\b)",
    re.IGNORECASE,
)
_DASH = re.compile(" [–—-] ")
_PARTS = re.compile(rf"(?<=[!.]) |[;,] |{_DASH.pattern}| {_AND.pattern}", re.IGNORECASE)
_SURE_RULES = tuple((re.compile(rule, re.IGNORECASE), made) for rule, made in _SURE)
_CALLED_RULES = tuple((re.compile(rule, re.IGNORECASE), made) for rule, made in (*_ASKED, *_CALLED))
_NOW_RULE = re.compile(_W)
_DETERMINER = re.compile(r"(?:the|our|all|this|these|those|their|your|every|any|a|an)\b", re.IGNORECASE)
_SMALL = frozenset({"the", "of", "for", "and", "our", "a", "an", "in", "to", "on", "at", "with", "from", "all"})


@functools.lru_cache(maxsize=4096)
def slogans_in(text: str) -> tuple[Slogan, ...]:
    """The slogans that a text consists of; none where any part of it is something else.

    Args:
        text: a sentence, a line or a quotation, with or without its quotation marks.
    """
    if len(text) > LONGEST:
        return ()
    text = _CRIED.sub("", text.strip(), count=1) if _CRIED.match(text.strip()) else text
    whole = _one(text)
    if whole:
        return whole
    head, colon, rest = text.strip(_QUOTES).partition(": ")
    pieces = [head, rest] if colon and len(head.split()) <= MOST_BEFORE_COLON else [head + colon + rest]
    parts = [part for piece in pieces for part in _PARTS.split(piece) if part.strip(_QUOTES)]
    if not 2 <= len(parts) <= MOST_PARTS:
        return ()
    read = [_one(part) for part in parts]
    return tuple(slogan for each in read for slogan in each) if all(read) else ()


def called_for(text: str) -> bool:
    """Whether a text is a slogan with an exclamation mark, so that it is no name or heading."""
    return "!" in text and bool(slogans_in(text))


def _one(text: str) -> tuple[Slogan, ...]:
    words = text.strip(_QUOTES)
    bare = words.rstrip("!., " + _QUOTES)
    called = "!" in words[len(bare) :]
    ended = "." in words[len(bare) :]
    at_once = _NOW.search(bare)
    core = bare[: at_once.start()] if at_once else bare
    if not core or "\n" in core:
        return ()
    # A fragment of a longer sentence begins in small letters, and has no mark.
    free = called or not (ended or core[0].islower())
    for number, (rule, made) in enumerate((*_SURE_RULES, *(_CALLED_RULES if free else ()))):
        match = rule.fullmatch(core)
        if match is not None:
            return made(match) if _fits(match, core, called, number < len(_SURE_RULES)) else ()
    if at_once and called and (match := _NOW_RULE.fullmatch(core)) is not None and _fits(match, core, called):
        return _for(match)
    return ()


def _fits(match: re.Match[str], core: str, called: bool, sure: bool = False) -> bool:
    """Whether the words of the slots are names of things, as far as closed classes of words can tell."""
    slots = [value for value in match.groupdict().values() if value]
    if any(
        _FINITE.search(slot)
        or _AND.search(slot)
        or _DASH.search(slot)
        or _NO_OBJECT.match(slot)
        or len(slot.split()) > MOST_WORDS
        for slot in slots
    ):
        return False
    if "not" in match.groupdict() and any(len(slot.split()) > MOST_SET for slot in slots):
        return False
    first, _, rest = core.partition(" ")
    if first.lower() == "no" and _NOT_NO.match(rest):
        return False
    if called:
        # "Free Anna Lorm!", "Free the prisoners!", but not "Free buses for all!".
        return first.lower() != "free" or rest[:1].isupper() or _DETERMINER.match(rest) is not None
    if first.lower() == "free" or ("verb" in match.groupdict() and not _DETERMINER.match(match["what"])):
        return False  # "Close allies", "Tax havens"
    if sure or core.isupper() or not match.start("what"):
        return True
    return not all(word[0].isupper() or word in _SMALL for word in core.split())  # "Stop the War Coalition"


_ENDED = (
    "abolished|ended|closed|closed down|shut|shut down|lifted|dropped|stopped|halted|removed|dissolved|disbanded|"
    "scrapped|cancelled|canceled|called off|given up|abandoned|withdrawn|repealed|revoked|taken down|torn down|"
    "pulled down|demolished|phased out|suspended|eliminated|dismantled|discontinued|terminated|broken up|"
    "done away with|put an end to"
)
_CLAIM_RULES = tuple(
    (re.compile(rule, re.IGNORECASE), contrary)
    for rule, contrary in (
        (r"There should be no (?P<what>.{2,200}?)\.?", "There should be {what}."),
        (r"No (?P<what>.{2,80}?) should (?P<rest>.{2,200}?)\.?", "{What} should {rest}."),
        (r"(?P<what>.{2,120}?) should not (?P<rest>.{2,200}?)\.?", "{What} should {rest}."),
        (rf"(?P<what>.{{2,120}}?) should be (?:{_ENDED})(?P<rest>)\.?", "{What} should be kept."),
        (r"(?P<what>.{2,120}?) should (?:end|stop|cease)(?P<rest>)\.?", "{What} should be kept."),
        (
            r"(?P<what>.{2,120}?) should (?:resign|step down|be (?:dismissed|sacked|removed from office))(?P<rest>)\.?",
            "{What} should remain in office.",
        ),
        (r"(?P<what>.{2,120}?) should be (?:deported|expelled)(?P<rest>)\.?", "{What} should be allowed to stay."),
    )
)


@functools.lru_cache(maxsize=4096)
def turned(claim: str) -> str | None:
    """The contrary of a claim that is worded against something ("... should be closed"); None for all others."""
    if len(claim) > 2 * LONGEST:
        return None
    for rule, contrary in _CLAIM_RULES:
        match = rule.fullmatch(claim.strip())
        if match is not None:
            what, rest = match["what"], match.groupdict().get("rest", "")
            return contrary.format(what=what, What=what[:1].upper() + what[1:], rest=rest)
    return None


def plain(slogans: Sequence[Slogan]) -> str:
    """The sentences that slogans stand for, as they are searched for claims."""
    return " ".join(slogan.sentence for slogan in slogans)


class PlainPairs:
    """Pairs of a wording and a text for a pair model, slogans among the texts read by all their plain sentences."""

    def __init__(self) -> None:
        self._pairs: list[tuple[str, str]] = []
        self._turned: list[bool] = []
        self._owner: list[int] = []
        self._count = 0

    def add(self, wording: str, text: str) -> None:
        """Add a pair."""
        read = [(wording, text, False)]
        slogans = _on(wording, slogans_in(text))
        if slogans:
            wished = plain(slogans_in(wording)) or wording
            contrary = turned(wished)
            claim, back = (wished, False) if contrary is None else (contrary, True)
            # Two slogans are compared as they are, too: the same words say the same.
            read = read if wished != wording else []
            read += [(claim, each, back) for slogan in slogans for each in slogan.says]
            read += [(claim, each, not back) for slogan in slogans for each in slogan.denies]
        for claim, each, back in read:
            self._pairs.append((claim, each))
            self._turned.append(back)
            self._owner.append(self._count)
        self._count += 1

    def scores(self, scorer: PairScorer) -> NDArray[np.float64]:
        """Probabilities of supports, opposes and neither, N x 3, of the pairs as added; slogans by the mean."""
        scores = scorer(self._pairs).astype(np.float64)
        back = np.array(self._turned, dtype=bool)
        scores[back] = scores[back][:, [1, 0, 2]]
        owner = np.array(self._owner, dtype=np.int64)
        total = np.zeros((self._count, 3))
        np.add.at(total, owner, scores)
        return total / np.bincount(owner, minlength=self._count)[:, None] if self._count else total


def _on(wording: str, slogans: tuple[Slogan, ...]) -> tuple[Slogan, ...]:
    """Those of several slogans that share most words with a wording; all where none shares any."""
    if len(slogans) < 2:
        return slogans
    held = _stems(wording)
    shared = [len(_stems(slogan.about) & held) for slogan in slogans]
    return tuple(slogan for slogan, count in zip(slogans, shared, strict=True) if count == max(shared))


def _stems(text: str) -> set[str]:
    return {word[:5].rstrip("s") for word in re.findall(r"\w{3,}", text.lower())} - {"the", "for", "our", "and"}
