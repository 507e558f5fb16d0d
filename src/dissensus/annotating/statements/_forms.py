"""Word forms of verbs and nouns, so that lists can be written as base forms and no lemmatizer is needed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


def words(text: str) -> frozenset[str]:
    """The words of a list written with spaces."""
    return frozenset(text.split())


_IRREGULAR = {
    "be": "am is are was were been being",
    "bear": "bears bore borne bearing",
    "bring": "brings brought bringing",
    "cast": "casts casting",
    "draw": "draws drew drawn drawing",
    "drive": "drives drove driven driving",
    "feel": "feels felt feeling",
    "find": "finds found finding",
    "foresee": "foresees foresaw foreseen foreseeing",
    "forget": "forgets forgot forgotten forgetting",
    "foretell": "foretells foretold foretelling",
    "forswear": "forswears forswore forsworn forswearing",
    "give": "gives gave given giving",
    "go": "goes went gone going",
    "hear": "hears heard hearing",
    "hit": "hits hitting",
    "hold": "holds held holding",
    "know": "knows knew known knowing",
    "lay": "lays laid laying",
    "learn": "learns learned learnt learning",
    "leave": "leaves left leaving",
    "make": "makes made making",
    "mean": "means meant meaning",
    "meet": "meets met meeting",
    "overrule": "overrules overruled overruling",
    "put": "puts putting",
    "read": "reads reading",
    "ring": "rings rang rung ringing",
    "say": "says said saying",
    "see": "sees saw seen seeing",
    "seek": "seeks sought seeking",
    "send": "sends sent sending",
    "sing": "sings sang sung singing",
    "sit": "sits sat sitting",
    "speak": "speaks spoke spoken speaking",
    "stand": "stands stood standing",
    "swear": "swears swore sworn swearing",
    "take": "takes took taken taking",
    "tell": "tells told telling",
    "think": "thinks thought thinking",
    "understand": "understands understood understanding",
    "withdraw": "withdraws withdrew withdrawn withdrawing",
    "write": "writes wrote written writing",
}
_DOUBLED = words(
    "admit beg brag chat commit drop infer pin plan plot quip refer regret rip slam stop submit blog bar plug"
)
_VOWELS = frozenset("aeiou")


def verb_forms(base: str) -> Iterator[str]:
    """The base form and all inflected forms of a verb.

    >>> sorted(verb_forms("deny"))
    ['denied', 'denies', 'deny', 'denying']
    """
    yield base
    if base in _IRREGULAR:
        yield from _IRREGULAR[base].split()
    elif base.endswith("e"):
        yield base + "s"
        yield base + "d"
        yield (base if base.endswith(("ee", "oe")) else base[:-1]) + "ing"
    elif base.endswith("y") and base[-2] not in _VOWELS:
        yield base[:-1] + "ies"
        yield base[:-1] + "ied"
        yield base + "ing"
    else:
        stem = base + base[-1] if base in _DOUBLED else base
        yield base + ("es" if base.endswith(("s", "sh", "ch", "x", "z")) else "s")
        yield stem + "ed"
        yield stem + "ing"


def noun_forms(base: str) -> Iterator[str]:
    """Singular and plural of a noun."""
    yield base
    if base.endswith("y") and base[-2] not in _VOWELS:
        yield base[:-1] + "ies"
    else:
        yield base + ("es" if base.endswith(("s", "sh", "ch", "x")) else "s")


def verbs(bases: str) -> frozenset[str]:
    """All forms of the verbs of a list written with spaces."""
    return frozenset(form for base in bases.split() for form in verb_forms(base))


def nouns(bases: str) -> frozenset[str]:
    """All forms of the nouns of a list written with spaces."""
    return frozenset(form for base in bases.split() for form in noun_forms(base))


def by_form(groups: Iterable[tuple[frozenset[str], float]]) -> dict[str, float]:
    """Form to number; where groups share a form the first one counts."""
    found: dict[str, float] = {}
    for forms, number in groups:
        for form in sorted(forms):
            found.setdefault(form, number)
    return found
