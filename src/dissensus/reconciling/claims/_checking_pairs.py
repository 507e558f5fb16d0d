"""Which claims of a codebook say the same, and which say the contrary: by their words, and by models where given."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from dissensus.model.claims import Claim, PairScorer, TextEmbedder
from dissensus.reconciling.claims._checking_issue import ClaimIssue, Severity, listed, shortened

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LIKELY = 0.72
"""Least likeness of two claims whose bearing on each other the pair model is asked for. Set on 34 invented pairs."""

SAME_LIKENESS, SAME_SUPPORT = 0.84, 0.6
"""Least likeness, and least probability of support in both directions, at which two claims count as nearly the same."""

CONTRARY, PERHAPS_CONTRARY = 0.65, 0.5
"""Least probability of opposition in both directions at which two claims count as contraries, and at which it is hinted
that they may be. Set on the same pairs with the shipped models: 7 of 13 contraries are told, and no two claims of a
codebook of 24 that a person made reach the first."""

NEIGHBOURS = 10
"""Most claims that a claim is judged against by the pair model: those most like it."""

MOST_JUDGED = 2_000
"""Most pairs of claims that the pair model is asked for, those most alike; about a minute."""

LONGEST_COMPARED = 60
"""Content words beyond which a claim is compared as a whole only, not with one word changed."""

SHOWN_IDS = 20
"""Most ids that one finding about several claims names."""

_BLOCK = 1_000
_WORD = re.compile(r"\w+(?:['’]\w+)*")
_DROPPED = listed(
    "a an the of in on at by to that this these those it its their there is are was were be been being am do does did "
    "has have had and or"
)
_NEGATORS = listed("not no never neither nor none nobody nothing cannot nowhere hardly")
_NEGATED = re.compile(r"(\w+)n['’]t\Z")
_ALIKE = {"must": "should", "ought": "should", "shall": "will"}
_OPPOSITES = """
accept reject refuse|accept decline|allow ban forbid prohibit|allow prevent|permit forbid prohibit ban|legalise
criminalise ban|keep abolish abandon scrap end close|retain abolish abandon|continue stop end|start stop end|begin end|
stay leave withdraw|remain leave|enter leave|join leave quit|open close|opened closed|increase reduce decrease cut
lower|raise lower cut reduce|expand shrink reduce|strengthen weaken|support oppose reject|back oppose|approve reject|
recognise reject|welcome reject|help harm hinder|benefit harm|improve worsen damage|protect harm destroy|build demolish|
publish conceal withhold|win lose|succeed fail|success failure|victory defeat|right wrong|good bad harmful|true false|
guilty innocent|safe dangerous unsafe|more less fewer|better worse|most least|high low|higher lower|large small|for
against|with without|before after|above below|over under|public private|friend enemy|ally enemy|voluntary compulsory
mandatory|optional compulsory mandatory|always never|all no|fair unfair biased|justified wrong|strong weak|cheap
expensive|rich poor|first last|early late|old new|attack defend|condemn praise support|blame praise|free
imprison|independent dependent|nationalise privatise|alive dead|possible impossible|buy sell
"""
_PREFIXES = ("un", "in", "im", "il", "ir", "dis", "non", "non-", "anti")


class Wording(NamedTuple):
    """A claim's wording for comparing: stems of its content words in order, and whether it is negated."""

    stems: tuple[str, ...]
    negated: bool


def wording_of(text: str) -> Wording:
    """A text without articles, forms of "be" and negators; how many negators there were tells whether it is negated."""
    stems: list[str] = []
    negations = 0
    for word in _WORD.findall(text.lower().replace("’", "'")):
        if match := _NEGATED.match(word):
            negations += 1
            word = {"ca": "can", "wo": "will", "sha": "will"}.get(match.group(1), match.group(1))
        if word == "cannot":
            stems.append("can")
        if word in _NEGATORS:
            negations += 1
        elif word not in _DROPPED:
            stems.append(_stem(_ALIKE.get(word, word)))
    return Wording(tuple(stems), negations % 2 == 1)


def _stem(word: str) -> str:
    word = word.removesuffix("'s").removesuffix("'")
    for ending in ("ing", "ed", "es", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            left = word[: -len(ending)]
            # Of "banned" and "stopping" the ending leaves a doubled letter.
            doubled = len(left) > 3 and left[-1] == left[-2] and left[-1] not in "lsaeiou" and left[-1].isalpha()
            return left[:-1] if doubled else left
    return word


def _opposites() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for line in " ".join(_OPPOSITES.split()).split("|"):
        first, *others = map(_stem, line.split())
        for other in others:
            found.setdefault(first, set()).add(other)
            found.setdefault(other, set()).add(first)
    return {word: frozenset(others) for word, others in found.items()}


OPPOSITES = _opposites()
"""Stem to stems that mean the contrary."""


def opposites_of(stem: str) -> Iterator[str]:
    """Stems that mean the contrary of one: of the list, and those with or without a denying prefix."""
    yield from sorted(OPPOSITES.get(stem, ()))
    for prefix in _PREFIXES:
        if len(stem) >= 4:
            yield prefix + stem
        if stem.startswith(prefix) and len(stem) - len(prefix) >= 4:
            yield stem[len(prefix) :]


Relation = Literal["same", "reordered", "contrary"]


class _Judged(NamedTuple):
    first: int
    second: int
    relation: Relation
    severity: Severity | None
    evidence: str


def pair_issues(
    claims: Sequence[Claim], embedder: TextEmbedder | None = None, scorer: PairScorer | None = None
) -> Iterator[ClaimIssue]:
    """Claims that say the same or the contrary.

    By their words: the same content words, one of them at most put into its contrary, negated or not; found through
    what is left when a word is taken out, so that the time grows with the number of claims (Garbe's symmetric
    deletion). With an embedder: claims that are much alike; with a scorer as well, how each bears on the other, as in
    natural logic the relation of two sentences is read from both directions (MacCartney and Manning, 2009).

    Args:
        claims: of one codebook.
        embedder: likeness of two claims.
        scorer: how one claim bears on another.
    """
    wordings = [wording_of(claim.text) for claim in claims]
    told: set[tuple[int, int]] = set()
    doubled: set[int] = set()
    for relation, members in _by_words(wordings):
        same_text = len({claims[member].text.casefold().rstrip(" .!") for member in members}) == 1
        yield _issue(relation, [claims[member] for member in members], "error" if same_text else None)
        told |= {(members[0], other) for other in members[1:]}
        doubled |= set(members[1:]) if relation == "same" else set()
    if embedder is None:
        return
    # Of claims that are told to be the same, the first stands for all.
    kept = [number for number in range(len(claims)) if number not in doubled]
    for judged in _by_models([claims[number].text for number in kept], embedder, scorer):
        first, second = kept[judged.first], kept[judged.second]
        if (first, second) not in told:
            yield _issue(judged.relation, [claims[first], claims[second]], judged.severity, judged.evidence)


def _issue(
    relation: Relation, claims: Sequence[Claim], severity: Severity | None = None, evidence: str = ""
) -> ClaimIssue:
    ids = tuple(claim.id for claim in claims[:SHOWN_IDS])
    named = " and ".join(f"{claim.id} {shortened(claim.text)}" for claim in claims[:2])
    more = f" (and {len(claims) - 2} more)" if len(claims) > 2 else ""
    added = f" ({evidence})" if evidence else ""
    if relation == "contrary":
        return ClaimIssue(
            ids,
            "contrary",
            severity or "warning",
            f"{named}{more} {'may ' if severity == 'hint' else ''}deny each other{added}",
            "Keep one: who opposes it supports the other, so each statement would be coded twice",
        )
    what = "use the same words in another order" if relation == "reordered" else "say nearly the same"
    what = "are the same" if severity == "error" else what
    remedy = "Keep one, and list the other wording under supporting"
    return ClaimIssue(
        ids,
        "near-identical",
        severity or ("hint" if relation == "reordered" else "warning"),
        f"{named}{more} {what}{added}",
        remedy,
    )


def _by_words(wordings: Sequence[Wording]) -> Iterator[tuple[Relation, list[int]]]:
    """Groups of claims of one relation, found by their words."""
    whole: dict[tuple[str, ...], list[int]] = {}
    for number, wording in enumerate(wordings):
        whole.setdefault(wording.stems, []).append(number)
    bags: dict[tuple[str, ...], list[int]] = {}
    for members in whole.values():
        plain, negated = _parted(members, wordings)
        for group in (plain, negated):
            if len(group) > 1:
                yield "same", group
        if plain and negated:
            yield "contrary", sorted([plain[0], negated[0]])
        bags.setdefault(tuple(sorted(wordings[members[0]].stems)), []).append(members[0])
    for members in bags.values():
        if len(members) > 1 and len({wordings[member].negated for member in members}) == 1:
            yield "reordered", members
    yield from _by_one_word([members[0] for members in whole.values()], wordings)


def _parted(members: Iterable[int], wordings: Sequence[Wording]) -> tuple[list[int], list[int]]:
    plain: list[int] = []
    negated: list[int] = []
    for member in members:
        (negated if wordings[member].negated else plain).append(member)
    return plain, negated


def _by_one_word(members: Iterable[int], wordings: Sequence[Wording]) -> Iterator[tuple[Relation, list[int]]]:
    """Pairs whose wordings differ in one word, in the same place, that is the contrary of the other's."""
    left: dict[tuple[int, tuple[str, ...]], dict[str, int]] = {}
    for member in members:
        stems = wordings[member].stems
        if 2 <= len(stems) <= LONGEST_COMPARED:
            for place, stem in enumerate(stems):
                left.setdefault((place, stems[:place] + stems[place + 1 :]), {}).setdefault(stem, member)
    seen: set[tuple[int, int]] = set()
    for found in left.values():
        for stem, member in found.items() if len(found) > 1 else ():
            for opposite in opposites_of(stem):
                other = found.get(opposite, member)
                pair = (min(member, other), max(member, other))
                if other != member and pair not in seen:
                    seen.add(pair)
                    yield "contrary" if wordings[member].negated == wordings[other].negated else "same", list(pair)


def _by_models(texts: Sequence[str], embedder: TextEmbedder, scorer: PairScorer | None) -> Iterator[_Judged]:
    if len(texts) < 2:
        return
    near = _neighbours(embedder(texts), LIKELY if scorer is not None else SAME_LIKENESS)
    there = scorer([(texts[first], texts[second]) for first, second in near]) if scorer is not None and near else None
    back = scorer([(texts[second], texts[first]) for first, second in near]) if scorer is not None and near else None
    for number, ((first, second), likeness) in enumerate(near.items()):
        denying = _denying(texts[first], texts[second]) if likeness >= SAME_LIKENESS else ""
        if denying:
            yield _Judged(first, second, "contrary", None, f"much alike but for {denying}")
        elif there is None or back is None:
            yield _Judged(first, second, "same", "hint", f"likeness {likeness:.2f}; one may also deny the other")
        else:
            supports = float(min(there[number, 0], back[number, 0]))
            opposes = float(min(there[number, 1], back[number, 1]))
            if opposes >= PERHAPS_CONTRARY:
                severity: Severity | None = None if opposes >= CONTRARY else "hint"
                yield _Judged(first, second, "contrary", severity, f"by the pair model, {opposes:.2f}")
            elif likeness >= SAME_LIKENESS and supports >= SAME_SUPPORT:
                yield _Judged(first, second, "same", None, f"by the pair model, {supports:.2f}")


def _denying(first: str, second: str) -> str:
    """What makes two much alike texts deny each other: a negator, or a word and its contrary; empty for nothing."""
    ours, theirs = wording_of(first), wording_of(second)
    left = [stem for stem in ours.stems if stem not in theirs.stems]
    right = frozenset(theirs.stems) - frozenset(ours.stems)
    opposed = next(((stem, each) for stem in left for each in opposites_of(stem) if each in right), None)
    if (opposed is None) == (ours.negated == theirs.negated):
        return ""
    if opposed is None:
        return "a word that negates"
    return f"{_with_stem(opposed[0], first)!r} and {_with_stem(opposed[1], second)!r}"


def _with_stem(stem: str, text: str) -> str:
    return next((word for word in _WORD.findall(text) if _stem(word.lower()) == stem), stem)


def _neighbours(vectors: NDArray[np.float32], least: float) -> dict[tuple[int, int], float]:
    """Pairs of numbers with their likeness: of each claim those most like it; in order of the numbers."""
    import numpy as np

    found: dict[tuple[int, int], float] = {}
    for start in range(0, len(vectors), _BLOCK):
        block = vectors[start : start + _BLOCK] @ vectors.T
        for row, likeness in enumerate(block):
            member = start + row
            likeness[member] = -1.0
            # Stable, so that of equally like ones the first of the codebook are taken.
            for other in np.argsort(-likeness, kind="stable")[:NEIGHBOURS].tolist():
                if likeness[other] < least:
                    break
                found[min(member, other), max(member, other)] = float(likeness[other])
    most = sorted(found.items(), key=lambda item: (-item[1], item[0]))[:MOST_JUDGED]
    return dict(sorted(most))
