"""Whether a claim is one full sentence that states something, and whether its wording takes sides."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from dissensus.reconciling.claims._checking_issue import ClaimIssue, Severity, listed, shortened

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    Parse = Callable[[str], Doc]

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_ASKED = re.compile(r"\?[\"'”’»)\]]*\Z")
_BREAK = re.compile(r"([^\s.!?…]{0,12})[.!?…]+[\"'”’»)\]]*\s+(?=[\"'“‘«(]?[A-Z])")
_NOT_ENDS = listed(
    "mr mrs ms dr prof gen col sgt rev hon gov sen rep st mt no nos vs art para sec ca approx dept inc ltd co corp "
    "jan feb mar apr jun jul aug sep sept oct nov dec jr sr"
)
_FIRST_OF_QUESTIONS = listed(
    "is are was were do does did has have had can could will would shall should may might must"
)
_ALSO_NAMES = frozenset({"will", "may"})
_ASKING = listed("who whom whose what which when where why how")

_BOOSTERS = (
    "obviously|clearly|evidently|undoubtedly|undeniably|unquestionably|indisputably|self-evidently|plainly|blatantly|"
    "patently|of course|needless to say|no doubt|without doubt|everyone knows|everybody knows|as we all know|"
    "it is clear|it is obvious|so-called|self-styled|self-proclaimed|supposedly|in truth|the truth is"
)
_JUDGING = (
    "shameful|shamefully|shameless|outrageous|outrageously|disgraceful|disgracefully|disgusting|scandalous|scandalously|"
    "appalling|heinous|monstrous|barbaric|barbarous|evil|vile|wicked|despicable|ridiculous|ridiculously|absurd|absurdly|"
    "idiotic|stupid|insane|pathetic|cowardly|heroic|heroically|glorious|noble|brutal|brutally|vicious|viciously|rotten|"
    "sinister|cynical|cynically|reckless|recklessly|ruthless|ruthlessly"
)
_LABELS = (
    "junta|puppets?|puppet government|stooges?|lackeys?|henchm[ae]n|cron(?:y|ies)|thugs?|butchers?|traitors?|"
    "hirelings?|mouthpieces?|mob|rabble|scum|vermin|bandits?|crooks?|gangsters?|warmongers?|fat cats?|robber barons?|"
    "elites?|apologists?|bootlickers?|flunkeys?|minions?|cabal|clique"
)
_TAKES_SIDES = re.compile(rf"\b(?:{_BOOSTERS}|{_JUDGING}|{_LABELS})\b", re.IGNORECASE)
_REGIME = re.compile(r"(?:\b(?:[Tt]he|[Tt]his|[Tt]hat|present|current|ruling|[A-Z][\w’'-]*|[\w-]+['’]s) )(regime)\b")
"""Not an "austerity regime", which is a set of rules."""

_ALWAYS = re.compile(rf"(?:{_BOOSTERS})\Z", re.IGNORECASE)
_PREDICATE = re.compile(r"\b(?:is|are|was|were|be|been|being|as|remains?|became|becomes?) (?:[\w'’-]+ ){0,2}\Z")
_DISTANCING = re.compile(r"[\"“‘«]([a-z][\w-]*(?: [a-z][\w-]*){0,2})[\"”’»]")
_PERSONS = re.compile(r"\b(?:[Ww]e|us|[Oo]urs?|[Yy]ou|[Yy]our|[Mm]y)\b")

_STOPS = frozenset(".!?…\"”’'»)")
_TELLING, _TOLD_FROM = "They say that", 3
_TOLD = frozenset({"ccomp", "conj", "parataxis", "ROOT"})
_FINITE = frozenset({"VBD", "VBP", "VBZ", "MD"})
_VERBAL = frozenset({"VERB", "AUX"})
_HELPING = frozenset({"aux", "auxpass", "cop"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"})
_BELOW = frozenset({"relcl", "acl", "advcl", "ccomp", "csubj", "csubjpass", "pcomp", "parataxis"})


def sentence_issues(claim_id: str, text: str, parse: Parse | None) -> Iterator[ClaimIssue]:
    """What is not a single full sentence in a claim's wording; the first reason only, but for joined propositions.

    Args:
        claim_id: the claim.
        text: its wording.
        parse: of a text; without it, fragments, commands and joined propositions are not found.
    """
    words = _WORD.findall(text)
    shape = _shape(text, words)
    # Without a full stop, parsers take the verb of a short sentence for a noun.
    doc = parse(text if text[-1:] in _STOPS else f"{text}.") if parse is not None and shape is None else None
    if parse is not None and doc is not None:
        shape = _shape_of_parse(doc, text, parse)
    if shape is not None:
        code, what, remedy = shape
        severity: Severity = "hint" if doc is not None and code == "fragment" and _may_hide_verb(doc) else "warning"
        yield ClaimIssue((claim_id,), code, severity, f"{shortened(text)} {what}", remedy)
    elif doc is not None and (joined := _joined(doc)):
        yield ClaimIssue(
            (claim_id,),
            "double-barrelled",
            "hint",
            f"{shortened(text)} joins two propositions ({joined})",
            "Make two claims of it if somebody could support the one and oppose the other",
        )


def neutrality_issues(claim_id: str, text: str) -> Iterator[ClaimIssue]:
    """Words of a claim that take sides, apart from what the claim itself says of somebody ("was a coup")."""
    loaded = [
        match.group()
        for match in _TAKES_SIDES.finditer(text)
        if _ALWAYS.match(match.group()) or not _PREDICATE.search(text[max(0, match.start() - 80) : match.start()])
    ]
    loaded += _REGIME.findall(text)
    found: list[tuple[Severity, str]] = []
    if loaded:
        found.append(("warning", ", ".join(dict.fromkeys(map(shortened, loaded))) + " takes sides"))
    if "!" in text:
        found.append(("warning", "it ends or goes on with an exclamation mark"))
    found += [
        ("hint", f"{shortened(words)} stands in distancing quotation marks") for words in _DISTANCING.findall(text)
    ]
    if person := _PERSONS.search(text):
        found.append(("hint", f"{person.group()!r} leaves open who that is"))
    for severity, what in found:
        yield ClaimIssue(
            (claim_id,),
            "not-neutral",
            severity,
            f"{shortened(text)}: {what}",
            "Word it so that those who support it and those who oppose it would both call it their question",
        )


def _shape(text: str, words: list[str]) -> tuple[str, str, str] | None:
    lower = [word.lower() for word in words[:2]]
    if not words:
        return "fragment", "has no words", "Write the claim as a full sentence"
    if _ASKED.search(text) or _is_asked(words, lower):
        return "question", "is a question", "Write what those who say yes hold, such as “The bridge should be built.”"
    if lower[0] in {"whether", "how"} and (lower[0] == "whether" or lower[1:] == ["to"]):
        return "heading", "names a question and answers none", "Write the answer of one side as a full sentence"
    if any(_ends(match.group(1)) for match in _BREAK.finditer(text)):
        return "several-sentences", "is more than one sentence", "Make a claim of each; put explanations in definition"
    if text.rstrip().endswith((":", "...", "…")) or (len(words) > 1 and text.isupper()) or _is_title(words):
        return "heading", "is written as a heading", "Write it as a full sentence, with a verb and ordinary capitals"
    return None


def _is_asked(words: list[str], lower: list[str]) -> bool:
    if len(words) < 2:
        return False
    if lower[0].replace("’", "'").removesuffix("n't") in _FIRST_OF_QUESTIONS:
        named = lower[0] in _ALSO_NAMES and words[1][0].isupper() and lower[0] != words[0]
        return not named and lower[1] != "not"
    return lower[0] in _ASKING - {"what", "which"} and lower[1] in _FIRST_OF_QUESTIONS


def _ends(before: str) -> bool:
    last = before.strip("\"'“‘«(").lower()
    return last not in _NOT_ENDS and not (len(last) == 1 and last.isalpha())


def _is_title(words: list[str]) -> bool:
    long = [word for word in words if len(word) > 3]
    return len(long) > 4 and all(word[0].isupper() for word in long)


def _shape_of_parse(doc: Doc, text: str, parse: Parse) -> tuple[str, str, str] | None:
    heads = [token for token in doc if token.dep_ == "ROOT" and not token.is_punct] or list(doc)[:1]
    if any(_states(head) for head in heads) or any(_states(token) for token in doc if token.dep_ == "conj"):
        return None
    root = heads[0]
    first = next((token for token in doc if token.is_alpha), root)
    hyphened = first.i + 1 < len(doc) and doc[first.i + 1].text == "-"
    if root.tag_ == "VB" and not hyphened and (first.i == root.i or first.lower_ in {"do", "let", "never", "please"}):
        return "command", "is a demand and states nothing", "Write that it should be so: “The council should ...”"
    remedy = "Write a full sentence with a subject and a verb, such as “The bridge should be built.”"
    if any(token.tag_ in _FINITE and _own_clause(token) for token in doc):
        return None
    if _states_when_told(text if first.tag_ == "NNP" else text[:1].lower() + text[1:], parse):
        return None
    return "fragment", "has no verb that states something", remedy


def _states(head: Token) -> bool:
    """Whether a clause says something: a finite verb, by itself or through its auxiliaries, with a subject."""
    own = [head, *(child for child in head.children if child.dep_ in _HELPING)]
    finite = any(token.tag_ in _FINITE for token in own)
    return finite and any(child.dep_ in _SUBJECTS or child.dep_ == "attr" for child in head.children)


def _states_when_told(text: str, parse: Parse) -> bool:
    """Whether the parse has a clause of its own after "They say that"; it makes verbs that look like nouns seen."""
    doc = parse(f"{_TELLING} {text}")
    return any(token.i >= _TOLD_FROM and token.dep_ in _TOLD and _may_state(token) for token in doc)


def _may_state(head: Token) -> bool:
    """Whether a clause below "say" may say something; its base forms are finite with a subject ("fats help")."""
    children = list(head.children)
    finite = any(token.tag_ in _FINITE for token in (head, *(each for each in children if each.dep_ in _HELPING)))
    based = head.tag_ == "VB" and not any(each.tag_ == "TO" for each in children)
    return finite or (based and any(each.dep_ in _SUBJECTS for each in children))


def _may_hide_verb(doc: Doc) -> bool:
    """Whether the noun that a parse hangs all on may be a verb: "society benefits from trade"."""
    return any(
        token.dep_ == "ROOT"
        and token.tag_ == "NNS"
        and token.lower_.endswith("s")
        and any(each.dep_ == "compound" and each.i == token.i - 1 for each in token.lefts)
        and not any(each.dep_ in {"det", "poss"} for each in token.lefts)
        for token in doc
    )


def _own_clause(token: Token) -> bool:
    """Whether a finite verb, as tagged, stands in no clause below a noun; then the parse may well be at fault."""
    return not any(each.dep_ in _BELOW for each in (token, *token.ancestors))


def _joined(doc: Doc) -> str:
    """The two verbs of two joined propositions, or nothing."""
    for head in doc:
        if head.dep_ != "ROOT":
            continue
        joints = [child.i for child in head.children if child.dep_ == "cc"]
        for child in head.children:
            joined = any(head.i < joint < child.i for joint in joints)
            if joined and child.dep_ == "conj" and child.pos_ in _VERBAL and head.pos_ in _VERBAL:
                return f"{head.text} ... {child.text}"
    return ""
