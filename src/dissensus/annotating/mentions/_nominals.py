"""Nominal phrases that refer to actors: an actor noun with the words that belong to it."""

from __future__ import annotations

from dissensus.annotating.mentions._found import Found
from dissensus.annotating.mentions._tokens import Tokens
from dissensus.annotating.mentions._words import Words
from dissensus.model.annotations import ActorKind

_NOUN = frozenset({"NN", "NNS", "NNP", "NNPS"})
_PLURAL = frozenset({"NNS", "NNPS"})
_LEFT = frozenset(
    {"JJ", "JJR", "JJS", "VBN", "VBG", "NN", "NNS", "NNP", "NNPS", "CD", "HYPH", "POS", "``", "''", "AFX", "RBS", "SYM"}
)
_DETERMINERS = frozenset({"DT", "PRP$", "PDT", "WDT"})
_QUOTES = frozenset("'\"‘’“”„«»")
_MODIFIES = frozenset({"compound", "nmod", "amod", "poss", "npadvmod"})
_CLAUSE = frozenset({"relcl", "acl"})
_FOR_ONE = frozenset({"a", "an", "this", "that", "each", "every", "another", "one"})
_NAMED_AFTER = frozenset({"in", "from", "of"})
_AGENT_ENDINGS = ("ers", "ors", "ants", "ees", "ents")
_SHORTEST = 5
"""Characters; shorter nouns with an ending of people are others ("lists")."""
_LONGEST_LEFT = 14
_LONGEST_RIGHT = 10
_LONGEST_CLAUSE = 45
"""Tokens; bounds the work on endless sentences and the length of labels."""


def find_nominals(tokens: Tokens, words: Words, names: list[Found]) -> list[Found]:
    """Nominal mentions in text order; heads are never inside a name or in a role told with a name."""
    inside: set[int] = set()
    name_end: dict[int, int] = {}
    for name in names:
        for i in range(name.head_first, name.last):
            name_end[i] = name.last
        inside.update(range(name.head_first, name.head_last))
        if name.role is not None:
            inside.update(range(name.first, name.last))
        elif name.last > name.head_last:
            inside.update(range(name.head_first, name.last))
    found = []
    for i in range(len(tokens)):
        if i in inside:
            continue
        kind, head_first = _actor_noun(tokens, words, i)
        if kind is None:
            continue
        nominal = _phrase(tokens, words, i, head_first, kind)
        if nominal is not None and nominal.last - 1 in name_end:
            nominal.last = max(nominal.last, name_end[nominal.last - 1])
        if nominal is not None:
            found.append(nominal)
    return found


def _actor_noun(tokens: Tokens, words: Words, i: int) -> tuple[ActorKind | None, int]:
    """Kind of actor that a token refers to as a head noun, and where the head begins; (None, i) for no actor."""
    low, tag = tokens.low[i], tokens.tag[i]
    if tag not in _NOUN:
        light = low in words.light and tag in {"DT", "JJ"} and _clause_end(tokens, i)
        return ("group" if light else None), i
    compound = _compound_noun(tokens, words, i)
    if compound is not None:
        return _checked(tokens, words, i, *compound)
    if tag in _PLURAL or (low in words.plural and low not in words.singular):
        return _checked(tokens, words, i, _plural_noun(tokens, words, i), i)
    if low in words.system or (low in words.system_acting and _acts(tokens, i)):
        return (None if _modifies_noun(tokens, i) else "movement"), i
    if low in words.direction:
        stands = i > 0 and tokens.low[i - 1] == "the" and not _modifies_noun(tokens, i)
        return ("place" if stands else None), i
    if low == "state" and i + 1 < len(tokens) and tokens.low[i + 1] == "of":
        return None, i  # "a state of emergency"
    if low in words.singular:
        return _checked(tokens, words, i, words.singular[low], i)
    if low.endswith("ist") and len(low) > _SHORTEST and tokens.dep[i] == "nsubj":
        return _checked(tokens, words, i, "person", i)
    return None, i


def _compound_noun(tokens: Tokens, words: Words, i: int) -> tuple[ActorKind, int] | None:
    """A listed noun of two words ("working class") or with a hyphen, and where it begins."""
    if i == 0:
        return None
    pair = f"{tokens.low[i - 1]}-{tokens.low[i]}"
    for listed in (words.singular, words.plural):
        if pair in listed:
            return listed[pair], i - 1
    if i > 1 and tokens.text[i - 1] == "-":
        triple = f"{tokens.low[i - 2]}-{tokens.low[i]}"
        if triple in words.system:
            return "movement", i - 2
        if triple in words.singular:
            return words.singular[triple], i - 2
    return None


def _plural_noun(tokens: Tokens, words: Words, i: int) -> ActorKind | None:
    """Kind of a plural: listed, or with an ending that only words for people have."""
    low = tokens.low[i]
    if low == "powers" and not _great(tokens, words, i):
        return None
    kind = words.plural.get(low)
    if kind is None and low.endswith("s"):
        kind = words.singular.get(low)
    if kind is not None:
        return kind
    if low in words.light:
        return "group" if _clause_end(tokens, i) else None
    if len(low) > _SHORTEST and low not in words.not_people and low.endswith(words.people_endings):
        return "group"
    return "group" if low.endswith(_AGENT_ENDINGS) and _who_follows(tokens, i) else None


def _checked(
    tokens: Tokens, words: Words, i: int, kind: ActorKind | None, head_first: int
) -> tuple[ActorKind | None, int]:
    """The kind, unless the noun only modifies another word; "our enemy" may be anybody."""
    if _modifies_noun(tokens, i):
        return None, i
    if i + 1 < len(tokens) and tokens.text[i + 1] == "-" and tokens.end[i] == tokens.start[i + 1]:
        return None, i
    return ("group" if kind == "person" and tokens.low[i] in words.any_actor else kind), head_first


def _modifies_noun(tokens: Tokens, i: int) -> bool:
    """Whether a noun only modifies the next one ("workers rights", "company car")."""
    after = i + 1
    while after < len(tokens) and tokens.text[after] in _QUOTES and tokens.dep[after] == "punct":
        after += 1
    if after >= len(tokens) or tokens.tag[after] not in _NOUN or tokens.dep[i] not in _MODIFIES - {"poss"}:
        return False
    # The parser often takes a participle after a noun for a noun: "the class fighting to ...".
    return not tokens.low[after].endswith("ing") and tokens.head[i] > i


def _great(tokens: Tokens, words: Words, i: int) -> bool:
    """Powers that are states ("the great powers", "European powers"), not what somebody may do."""
    before = tokens.low[i - 1] if i else ""
    begins = i < 2 or tokens.sentence[i - 2] != tokens.sentence[i - 1]
    return before in words.great or (not begins and tokens.text[i - 1][:1].isupper())


def _who_follows(tokens: Tokens, i: int) -> bool:
    return i + 1 < len(tokens) and tokens.low[i + 1] == "who"


def _acts(tokens: Tokens, i: int) -> bool:
    if tokens.dep[i] == "nsubj":
        verb = tokens.low[tokens.head[i]]
        return tokens.tag[tokens.head[i]].startswith("VB") and verb not in {"is", "was", "are", "were", "be", "been"}
    return tokens.dep[i] == "pobj" and tokens.dep[tokens.head[i]] == "agent"


def _phrase(tokens: Tokens, words: Words, i: int, head_first: int, kind: ActorKind) -> Found | None:
    first = _left_edge(tokens, i, head_first)
    last = i + 1
    low = tokens.low[i]
    singular = tokens.tag[i] in {"NN", "NNP"} and kind != "movement" and low not in words.plural
    bare = first == head_first
    if low in words.light:
        last = _clause_end(tokens, i) or last
        if bare and last == i + 1:
            return None
    elif (singular and bare and tokens.tag[i] == "NN" and head_first == i) or (
        singular and not _determined(tokens, first, i) and tokens.tag[i] == "NN" and kind != "person"
    ):
        return None
    if tokens.low[first] in {"no", "any", "every", "each", "what", "which", "another"}:
        return None
    if low not in words.light:
        last = _right_edge(tokens, words, i, last)
    if last == i + 1 and last < len(tokens) and _open_quote(tokens, first, i) and tokens.text[last] in _QUOTES:
        last += 1
    return Found(first, last, head_first, i + 1, kind, "nominal")


def _determined(tokens: Tokens, first: int, head: int) -> bool:
    return (
        any(
            tokens.tag[j] in _DETERMINERS
            or tokens.tag[j] == "POS"
            or tokens.tag[j] in {"NNP", "NNPS"}
            or tokens.tag[j] == "CD"
            for j in range(first, head)
        )
        or tokens.text[first][:1].isupper()
        or (first > 0 and tokens.text[first - 1] in _QUOTES)
    )


def _open_quote(tokens: Tokens, first: int, last: int) -> bool:
    marks = (j for j in range(first, last) if tokens.tag[j] != "POS")
    return sum(tokens.text[j] in {"‘", "“", "'", '"'} for j in marks) % 2 == 1


def _left_edge(tokens: Tokens, i: int, head_first: int) -> int:
    """First token of the phrase: determiner and modifiers that the parse attaches to the head."""
    anchors: tuple[int, ...] = (i,) if tokens.dep[i] not in _MODIFIES else (i, tokens.head[i])
    first = head_first
    j = head_first - 1
    limit = max(0, head_first - _LONGEST_LEFT)
    while j >= limit:
        tag, text = tokens.tag[j], tokens.text[j]
        if "\n" in text:
            break
        if text in _QUOTES or tag in {"``", "''"}:
            if tokens.within(j, anchors):
                j -= 1
                continue
            break
        if tag in _DETERMINERS:
            if tokens.within(j, anchors, 5):
                first = j
                if tag == "DT" and j > 0 and tokens.tag[j - 1] in {"PDT", "DT"} and tokens.within(j - 1, anchors):
                    first = j - 1
            break
        if text in {"-", "–"} and _hyphenated(tokens, j) and tokens.within(j, anchors, 5):
            first = j - 1  # whatever the first part is: "so-called"
            j -= 1
        elif tag in _LEFT or text in {"-", "/", "–"}:
            if not tokens.within(j, anchors, 5):
                break
            if tag != "POS":
                first = j
        elif (text == "," or tag in {"CC", "RB", "RBR", "RBS", "IN", "JJR"}) and _inside(tokens, j, anchors):
            pass
        else:
            break
        j -= 1
    while first < head_first and (tokens.tag[first] in {"CC", ",", "HYPH", "POS"} or tokens.text[first] in {"-", ","}):
        first += 1
    return _of_owners(tokens, i, first, head_first)


def _hyphenated(tokens: Tokens, j: int) -> bool:
    """Whether a hyphen stands between two words without white space."""
    return 0 < j < len(tokens) - 1 and tokens.end[j - 1] == tokens.start[j] and tokens.end[j] == tokens.start[j + 1]


def _of_owners(tokens: Tokens, i: int, first: int, head_first: int) -> int:
    """Begin of the phrase of those who own something: what belongs to the owned is cut from it.

    "A new workers' party" is a party, though the parse gives "a" and "new" to the workers; and so is the rest before
    a quotation mark in 'a so-called "workers' state"'.
    """
    if first == head_first or i + 1 >= len(tokens) or tokens.tag[i + 1] != "POS":
        return first
    if _open_quote(tokens, first, i):
        return next((j + 1 for j in range(head_first - 1, first - 1, -1) if tokens.text[j] in _QUOTES), first)
    if tokens.tag[i] not in _PLURAL or tokens.low[first] not in _FOR_ONE:
        return first
    return next(j for j in range(head_first, first, -1) if j == first + 1 or tokens.tag[j - 1] not in _NOUN)


def _inside(tokens: Tokens, j: int, anchors: tuple[int, ...]) -> bool:
    """A comma, conjunction or adverb between adjectives of the same head, or "more than" before a number."""
    if j == 0 or j + 1 >= len(tokens):
        return False
    before, after = j - 1, j + 1
    if tokens.text[after] in _QUOTES:
        after += 1
    adjectives = {"JJ", "VBN", "VBG", "NNP", "JJR", "JJS"}
    if tokens.text[j] == "," or tokens.tag[j] == "CC":
        return (
            (tokens.tag[before] in adjectives or (before > 0 and tokens.text[before - 1] == "-"))
            and tokens.tag[after] in adjectives | {"NN"}
            and tokens.dep[before] in _MODIFIES | {"conj"}
            and tokens.within(before, anchors, 4)
            and tokens.within(after, anchors, 4)
        )
    if tokens.tag[after] == "CD":
        return tokens.within(j, anchors, 4)
    return (
        tokens.tag[j] in {"RB", "RBR", "RBS"}
        and tokens.tag[after] in adjectives | {"RB"}
        and tokens.within(j, anchors, 5)
    )


def _right_edge(tokens: Tokens, words: Words, i: int, last: int) -> int:
    """End of the phrase: "of" and what follows it; "in" or "from" and a name or direction."""
    count = len(tokens)
    for _ in range(2):
        at = last
        while at < count and tokens.text[at] in _QUOTES and tokens.dep[at] == "punct" and tokens.head[at] == i:
            at += 1
        if at + 1 >= count or tokens.tag[at] != "IN" or tokens.low[at] not in _NAMED_AFTER or tokens.head[at] > at:
            return last
        if tokens.head[at] < i - _LONGEST_LEFT or not tokens.within(at, (i, last - 1), 3):
            return last
        end = at + 1
        limit = min(count, at + _LONGEST_RIGHT)
        proper = False
        while end < limit and (
            tokens.tag[end] in _LEFT | _DETERMINERS or (tokens.text[end] in _QUOTES and end + 1 < limit)
        ):
            proper = proper or tokens.tag[end] in {"NNP", "NNPS"} or tokens.low[end] in words.direction
            end += 1
            if tokens.tag[end - 1] in _NOUN and (end >= count or tokens.tag[end] not in _NOUN | {"HYPH", "POS"}):
                break
        while end > at + 1 and tokens.tag[end - 1] not in _NOUN:
            end -= 1
        if end == at + 1 or not (proper or tokens.low[at] == "of"):
            return last
        last = end
    return last


def _clause_end(tokens: Tokens, i: int) -> int:
    """End of the relative or participle clause after a light head ("those who ..."), or 0 where none follows."""
    after = i + 1
    if after >= len(tokens) or (
        tokens.low[after] not in {"who", "that", "whose"} and tokens.tag[after] not in {"VBG", "VBN"}
    ):
        if after + 2 < len(tokens) and tokens.low[after] == "of" and tokens.low[after + 1] in {"those", "these"}:
            return _clause_end(tokens, after + 1)
        return 0
    limit = min(len(tokens), i + _LONGEST_CLAUSE)
    sentence = tokens.sentence[i]
    end = after
    for j in range(after, limit):
        if tokens.sentence[j] != sentence or "\n" in tokens.text[j]:
            break
        if not tokens.within(j, (i,), 12):
            if tokens.dep[j] == "punct" and j + 1 < limit:
                continue
            break
        end = j + 1
    while end > after and tokens.dep[end - 1] == "punct":
        end -= 1
    return end if end > after + (tokens.tag[after] == "WP") else 0


def phrase_at(tokens: Tokens, words: Words, i: int, kind: ActorKind) -> Found:
    """The phrase of any head noun, however bare: what a network takes for an actor has no list to be in."""
    return Found(_left_edge(tokens, i, i), _right_edge(tokens, words, i, i + 1), i, i + 1, kind, "nominal")
