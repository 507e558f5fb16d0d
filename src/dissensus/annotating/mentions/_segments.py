"""Runs of tokens that may be a name: entities of the parse, and proper nouns that it left out."""

from __future__ import annotations

from dissensus.annotating.mentions._tokens import Tokens
from dissensus.annotating.mentions._words import Words

KEPT = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "NORP"})
"""Labels of entities that are actors or places."""
_MISTAKEN = frozenset({"PRODUCT", "WORK_OF_ART"})
"""Labels that the parse gives to teams."""
_PROPER = frozenset({"NNP", "NNPS"})
_NOUNS = _PROPER | {"NN", "NNS"}
_CONNECTS = frozenset({"of", "for", "and", "&", "in", "on", "the", "-", "to"})
_SHORT = 3
_INITIALS = 3
"""Capitals; "AJ" may be a person."""
LONGEST_NAME = 14
"""Tokens; longer runs of capitals are headlines, not names."""


def segments(tokens: Tokens, words: Words) -> list[tuple[int, int, str]]:
    """Runs of tokens that may be a name, with the label of the entity they come from ("" for none)."""
    found: list[tuple[int, int, str]] = []
    count, i = len(tokens), 0
    text, low, tag, ent = tokens.text, tokens.low, tokens.tag, tokens.ent
    elsewhere = _labels(tokens, words)
    while i < count:
        label = ent[i]
        if label not in KEPT and low[i] in elsewhere and _taken_for_another(tokens, i):
            found.append((i, i + 1, elsewhere[low[i]]))
            i += 1
            continue
        if label in KEPT:
            j = i + 1
            while j < count and ent[j] == label and not tokens.ent_first[j] and "\n" not in text[j]:
                j += 1
            found.append((i, j, label))
            i = j
        elif not label and tag[i] in _PROPER and capital(text[i]) and low[i] not in words.never:
            j = i + 1
            while (
                j < count
                and not ent[j]
                and ((tag[j] in _PROPER and capital(text[j]) and low[j] not in words.never) or _joins(tokens, i, j))
            ):
                j += 1
            found.append((i, j, ""))
            i = j
        else:
            i += 1
    return [part for segment in _joined(tokens, words, found) for part in _split(tokens, words, segment)]


def _labels(tokens: Tokens, words: Words) -> dict[str, str]:
    """Label of each word that stands alone or last in an organisation's name, or in one that tells several, like "the
    Orlovka Chargers"; some of these have no label.
    """
    labels: dict[str, str] = {}
    for i, (word, label) in enumerate(zip(tokens.low, tokens.ent, strict=True)):
        if not capital(tokens.text[i]) or tokens.tag[i] not in _PROPER:
            continue
        named = label == "ORG" and _ends_entity(tokens, i)
        if named or (not label and tokens.tag[i] == "NNPS" and i and tokens.tag[i - 1] == "NNP"):
            known = (words.singular, words.plural, words.titles, words.organisation_last, words.never)
            if not any(word in some for some in known):
                labels.setdefault(word, label)
    return labels


def _ends_entity(tokens: Tokens, i: int) -> bool:
    return i + 1 == len(tokens) or tokens.ent[i + 1] != tokens.ent[i] or tokens.ent_first[i + 1]


def _taken_for_another(tokens: Tokens, i: int) -> bool:
    """Whether a capitalised noun stands alone and the parse takes it for a product, a work or an ordinary noun."""
    if not tokens.text[i][:1].isupper() or tokens.tag[i] not in _NOUNS:
        return False
    if tokens.ent[i] and tokens.ent[i] not in _MISTAKEN:
        return False
    if tokens.ent[i]:
        begins = tokens.ent_first[i] or (tokens.low[i - 1] == "the" and tokens.ent_first[i - 1])
        return begins and _ends_entity(tokens, i)
    alone = not (i and tokens.tag[i - 1] in _PROPER) and not (i + 1 < len(tokens) and tokens.tag[i + 1] in _PROPER)
    return alone and tokens.tag[i] not in _PROPER and i > 0 and tokens.sentence[i - 1] == tokens.sentence[i]


def _joined(tokens: Tokens, words: Words, segments: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Segments that touch and that a last word such as "Party" or an initial shows to be one name, as one."""
    found: list[tuple[int, int, str]] = []
    for first, last, label in segments:
        if found and found[-1][1] == first:
            before, _, label_before = found[-1]
            last_word = tokens.low[last - 1]
            kind_tells = last_word in words.organisation_last or last_word in words.place_last
            person = label_before == "PERSON" or (label == "PERSON" and _given_name(tokens, words, before, first, last))
            if not (label and label_before) and (kind_tells or person):
                found[-1] = (before, last, label_before if label_before not in {"NORP", ""} else label)
                continue
        elif found and _one_organisation(tokens, words, found[-1], (first, last, label)):
            found[-1] = (found[-1][0], last, label or "ORG")
            continue
        found.append((first, last, label))
    return found


def _one_organisation(tokens: Tokens, words: Words, one: tuple[int, int, str], other: tuple[int, int, str]) -> bool:
    """Whether one token between two segments joins them: "Dock Workers' Union", "the Harbour and Rail Union"."""
    between = one[1]
    if other[0] != between + 1 or other[1] - one[0] > LONGEST_NAME:
        return False
    if tokens.text[between] in {"'", "’"}:
        ends = tokens.low[other[1] - 1] in words.organisation_last or tokens.low[other[0]] in words.organisation_last
        return ends and tokens.low[between - 1] in words.plural and one[2] != "PERSON"
    if between - one[0] > _SHORT or tokens.low[between] not in {"and", "&"} or one[2] in {"PERSON", "GPE"}:
        return False
    # What follows "and" must go on to "... Union", and the article must belong to that word.
    end = min(len(tokens), other[1] + _SHORT)
    union = any(tokens.low[i] in words.organisation_last for i in range(other[0], end) if tokens.text[i][0].isupper())
    the = one[0] if tokens.low[one[0]] == "the" else max(0, one[0] - 1)
    return union and tokens.low[the] == "the" and tokens.head[the] >= other[0]


def _given_name(tokens: Tokens, words: Words, before: int, first: int, last: int) -> bool:
    """Whether a proper noun left of a surname is the given name that the parse left out."""
    if first - before != 1 or last - first != 1 or tokens.head[before] != first:
        return False
    return tokens.low[before].rstrip(".") not in words.titles and tokens.low[before] not in words.person_nouns


def _split(tokens: Tokens, words: Words, segment: tuple[int, int, str]) -> list[tuple[int, int, str]]:
    """A run cut at possessives, opening quotation marks and people in apposition; "People's Republic" stays one."""
    first, last, label = segment
    parts = []
    begin = first
    for i in range(first, last):
        owner = tokens.tag[i] == "POS" and i > begin and tokens.low[i - 1] not in words.plural
        owner = owner and not (label == "ORG" and _of_many(tokens, words, i, last))
        person = label and tokens.text[i] == "," and i > begin and _given_and_surname(tokens, words, i + 1, last)
        if owner or person or tokens.tag[i] == "``":
            if i > begin:
                parts.append((begin, i, "GPE" if person and tokens.low[max(0, begin - 1)] in {"of", "in"} else label))
            begin = i + 1
            if person:
                parts.append((begin, last, "PERSON"))
                return parts
    if begin < last:
        parts.append((begin, last, label if begin == first else ""))
    return parts


def _of_many(tokens: Tokens, words: Words, i: int, last: int) -> bool:
    """Whether a bare apostrophe is inside of an organisation's name: "Stokers' League"."""
    return (
        i + 1 < last
        and tokens.text[i] in {"'", "’"}
        and tokens.low[i - 1].endswith("s")
        and tokens.low[last - 1] in words.organisation_last
    )


def _given_and_surname(tokens: Tokens, words: Words, first: int, last: int) -> bool:
    """Whether a full name is all that follows a comma: "the mayor of Orlovka, Ada Brand"."""
    known = first < last and (tokens.low[first] in words.male or tokens.low[first] in words.female)
    return known and 1 < last - first <= _SHORT and tokens.low[last - 1] not in words.organisation_last


def _joins(tokens: Tokens, first: int, i: int) -> bool:
    """A hyphen inside a name, between two capitalised words without white space."""
    return (
        tokens.text[i] in {"-", "&"}
        and i > first
        and i + 1 < len(tokens)
        and tokens.tag[i + 1] in _PROPER
        and capital(tokens.text[i + 1])
        and (tokens.text[i] == "&" or tokens.end[i] == tokens.start[i + 1])
    )


def capital(word: str) -> bool:
    first = word[:1]
    return first.isupper() or (first.isalpha() and first.upper() == first.lower())


def opened(tokens: Tokens, words: Words, first: int, last: int) -> int:
    """End of a name that goes on after its head: "Ministry of Foreign Affairs", "... for Security and Co-operation"."""
    limit = min(len(tokens), first + LONGEST_NAME)
    told = bool({"of", "for"} & set(tokens.low[first:last]))
    if told and last < limit and capital(tokens.text[last]) and tokens.head[last] in range(first, last):
        last += 1  # the parse gave the last word another label
    if last >= limit or tokens.low[last] not in {"of", "for", "on", "in"}:
        return last
    if tokens.low[last] == "in" and not told:
        return last
    end, i, steps = last, last, 0
    while i < limit and tokens.sentence[i] == tokens.sentence[first]:
        proper = tokens.text[i][:1].isupper() and tokens.low[i] not in words.never
        if proper:
            end, steps = i + 1, 0
        elif tokens.low[i] in _CONNECTS or (tokens.text[i - 1] == "-" and tokens.text[i].isalpha()):
            if tokens.low[i] == "and" and (i + 1 >= limit or not _goes_on(tokens, i + 1)):
                break
            steps += 1
            if tokens.text[i - 1] == "-" and end == i - 1:
                end = i + 1
            if steps > 2:
                break
        else:
            break
        i += 1
    return end


def _goes_on(tokens: Tokens, i: int) -> bool:
    """Whether "and X" still belongs to the name: X is capitalised and no entity of its own."""
    return tokens.text[i][:1].isupper() and tokens.ent[i] not in {"PERSON", "GPE"}


def words_between(tokens: Tokens, first: int, last: int) -> str:
    parts = [tokens.text[first]]
    for i in range(first + 1, last):
        if tokens.end[i - 1] < tokens.start[i]:
            parts.append(" ")
        parts.append(tokens.text[i])
    return " ".join("".join(parts).split())


def is_initials(tokens: Tokens, i: int) -> bool:
    """Whether a token is an acronym of three or more capitals, which no person goes by; "ORLOVA" beside "Orlova" is."""
    word = tokens.text[i]
    if not is_acronym(word) or sum(character.isupper() for character in word) < _INITIALS:
        return False
    return word.capitalize() not in tokens.text


def is_acronym(word: str) -> bool:
    """Two to twelve characters, at least two capitals and more capitals than small letters: "OSCE", "DfE"."""
    capitals = sum(character.isupper() for character in word)
    return 2 <= len(word) <= 12 and capitals >= 2 and capitals * 2 > len(word)


def small_words(tokens: Tokens) -> set[str]:
    """The words that stand in small letters somewhere: with a capital elsewhere, they are no names for that."""
    return {word for word in tokens.text if word.islower()}
