"""The act of one cue, read from its words and the few around it."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass

from dissensus.annotating.statements.acts._lists import TOKEN, Entry, Lists, lists, straight, tokens_of
from dissensus.model.annotations import Act

GAP = 3
"""Other words that may stand between the words of one entry inside a cue; set by reading cues of PolNeAR train."""
LONGEST_CUE, TAIL, HEAD = 60, 5, 12
"""Tokens read of a cue, of the text before it and of the text after it. The longest cue of PolNeAR train has 28."""
_CHARACTERS, _BEFORE, _AFTER = 600, 40, 80
_KEPT = 65_536

_AFTER_NO = frozenset({"to", "and", "but", "or", "again", "when", "because", "on", "in", "at", "for", "after", "twice"})
"""Words after "say no" with which it is a refusal."""
_CONTRACTED = frozenset({"wont", "wouldnt"})
_BREAKS = frozenset('.,;:!?"()[]{}–—…|')


@dataclass(frozen=True, slots=True)
class _Found:
    """A reading at a place of the cue."""

    at: int
    entry: Entry
    single: bool = True


def act_of(cue: str, *, before: str = "", after: str = "") -> Act:
    """The act that a cue names.

    Args:
        cue: the exact words of the cue; pieces that stand apart are joined by a space. Case and the shape of
            apostrophes do not matter.
        before: the text directly before the cue (for "did not", "refused to"); the last 40 characters are read.
        after: the text directly after its last piece (for "for" after "called", "to leave" after "told them"); the
            first 80 characters are read.

    Returns:
        one of :data:`~dissensus.model.annotations.ACTS`; "says" for an empty cue and one without any listed word.

    >>> act_of("called for"), act_of("support", before="The union did not "), act_of("told", after=" them to leave")
    ('demands', 'rejects', 'demands')
    """
    return _read(cue[:_CHARACTERS], before[-_BEFORE:], after[:_AFTER])[0]


def is_listed(cue: str) -> bool:
    """Whether the act of a cue comes from an entry of the list, and not from finding none.

    A cue that consists of words of grammar and marks only ("in", ":") counts as listed; an empty one does not.
    """
    return _read(cue[:_CHARACTERS], "", "")[1]


@functools.lru_cache(maxsize=_KEPT)
def _read(cue: str, before: str, after: str) -> tuple[Act, bool]:
    words = lists()
    tokens = tokens_of(cue)[:LONGEST_CUE]
    if not tokens:
        return "says", False
    tail, head = _tail(before), _head(after)
    found = list(_readings(words, tokens, tail, head))
    if not found:
        return _without_entry(words, tokens, tail, head)
    return _choose(words, tokens, tail, head, found), True


def _without_entry(words: Lists, tokens: list[str], tail: list[str], head: list[str]) -> tuple[Act, bool]:
    if len(tokens) == 1 and tokens[0] in words.mind:
        return "thinks", True
    expressed = _expressed(words, tokens, head)
    if expressed is not None:
        return _turned(words, tokens, tail, len(tokens) - 1, expressed, False), True
    if any(token in words.evidence for token in tokens) and _by_evidence(words, tail):
        return "shows", True
    known = words.function | words.negating | words.light | words.failing
    return "says", all(token in known for token in tokens)


def _by_evidence(words: Lists, tail: list[str]) -> bool:
    return any(word in words.evidence_nouns for word in tail[-4:])


def _tail(before: str) -> list[str]:
    """The last words before a cue, back to the nearest mark."""
    kept: list[str] = []
    for token in reversed(tokens_of(before)[-TAIL:]):
        if token in _BREAKS:
            break
        kept.append(token)
    return kept[::-1]


def _head(after: str) -> list[str]:
    """The first words after a cue, up to the nearest mark; a word with a capital keeps it."""
    kept: list[str] = []
    for match in TOKEN.finditer(straight(after)):
        if match[0] in _BREAKS or len(kept) == HEAD:
            break
        kept.append(match[0])
    return kept


def _readings(words: Lists, tokens: list[str], tail: list[str], head: list[str]) -> Iterator[_Found]:
    at = 0
    whole = tokens + [token.lower() for token in head]
    while at < len(tokens):
        phrase = _phrase_at(words, whole, len(tokens), at)
        if phrase is not None:
            end, entry = phrase
            yield _Found(at, entry, single=False)
            at = end
            continue
        entry_or_none = _single(words, tokens, tail, at)
        if entry_or_none is not None:
            yield _Found(at, entry_or_none)
        at += 1


def _phrase_at(words: Lists, whole: list[str], cue: int, at: int) -> tuple[int, Entry] | None:
    """The longest entry of several words that begins at a place, and the place after it."""
    best: tuple[int, int, Entry] | None = None
    for rest, entry in words.phrases.get(whole[at], ()):
        place = at
        for word in rest:
            gap = GAP if (place + 1 < cue or len(rest) > 1) and whole[at] not in words.be else 0
            window = whole[place + 1 : place + 2 + gap]
            if len(rest) == 1 and place + 1 < cue:
                window = window[: max(cue - place - 1, 1)]
            if word not in window:
                break
            place += 1 + window.index(word)
        else:
            if whole[place] == "no" and place >= cue and not _AFTER_NO.issuperset(whole[place + 1 : place + 2]):
                continue  # "says no danger" says what there is not, "says no to the plan" rejects it
            if best is None or (len(rest), -place) > best[:2]:
                best = (len(rest), -place, entry)
    return None if best is None else (1 - best[1], best[2])


def _single(words: Lists, tokens: list[str], tail: list[str], at: int) -> Entry | None:
    token = tokens[at]
    verb, noun, word = words.verbs.get(token), words.nouns.get(token), words.words.get(token)
    line = [*tail, *tokens[:at]]
    previous = line[-1] if line else ""
    if len(line) > 1 and (previous.endswith("ly") or previous in words.negating):
        previous = line[-2]
    if token in words.adverbial and not all(_is_grammar(words, before) for before in tokens[:at]):
        return None
    if word is not None and (verb is None or previous in words.be):
        return word
    if verb is not None and noun is not None and not token.endswith(("ed", "ing")):
        owners = words.owners | words.light
        return noun if previous in owners or not owners.isdisjoint(tokens[max(0, at - 3) : at]) else verb
    return verb or noun


def _is_grammar(words: Lists, token: str) -> bool:
    return token in words.function or token in words.negating or token in words.mind or token.endswith("ly")


def _choose(words: Lists, tokens: list[str], tail: list[str], head: list[str], found: list[_Found]) -> Act:
    """One act of all that were found in a cue, turned by what negates or refuses it."""
    governed, refused = False, False
    weak: _Found | None = None
    spoken: _Found | None = None
    plain: _Found | None = None
    for number, reading in enumerate(found):
        token, entry = tokens[reading.at], reading.entry
        later = number + 1 < len(found)
        if governed and reading.single and _inside_phrase(words, tokens, reading.at, found[number - 1].at):
            continue
        if later and token in words.refusing and "to" in tokens[reading.at + 1 : found[number + 1].at]:
            refused = True
            continue
        if token in words.refusing:
            refused_act = _refused_after(words, [*tokens[reading.at + 1 :], *head])
            if refused_act is not None:
                return words.refused.get(refused_act, "rejects")
        act = _in_context(words, tokens, tail, head, reading)
        if act == "says":
            said = not entry.noun and token not in words.light
            if said and plain is None and _negation(words, tokens, tail, reading.at, refused):
                return _turned(words, tokens, tail, reading.at, act, refused)
            governed = governed or said
            plain = plain or reading
            if said:
                spoken = spoken or reading
        elif entry.weak:
            weak = weak or reading
        elif not (entry.noun and governed):
            return _turned(words, tokens, tail, reading.at, act, refused)
    expressed = _expressed(words, tokens, head)
    if expressed is not None:
        return _turned(words, tokens, tail, len(tokens) - 1, expressed, refused)
    last = spoken or weak or plain
    if last is None:
        return "rejects" if refused else "says"
    return _turned(words, tokens, tail, last.at, last.entry.act, refused)


def _inside_phrase(words: Lists, tokens: list[str], at: int, last: int) -> bool:
    """Whether a word stands in a phrase that only tells where or how it was said ("said at a heated hearing")."""
    before = tokens[max(last + 1, at - 2) : at]
    return not words.within.isdisjoint(before)


def _in_context(words: Lists, tokens: list[str], tail: list[str], head: list[str], reading: _Found) -> Act:
    """The act of a reading when the words around the cue are seen."""
    token = tokens[reading.at]
    following = tokens[reading.at + 1 :]
    if token in words.directing and _infinitive_follows(words, [*following, *head]):
        return "demands"
    if token in words.proposing:
        word = (following or head or [""])[0]
        if word.endswith("ing") and word not in words.things:
            return "demands"
    if token in words.evidence and _by_evidence(words, tail):
        return "shows"
    if token in words.naming or token in words.naming_as:
        named = [word.lower() for word in (*following, *head)]
        if token in words.naming_as:
            named = named[named.index("as") + 1 :] if "as" in named else []
        for word in named:
            if word in words.blame:
                return "criticises"
            if word in words.praise:
                return "supports"
    return reading.entry.act


def _expressed(words: Lists, tokens: list[str], head: list[str]) -> Act | None:
    """The act of the noun just after a cue that only expresses it ("voiced" + "deep concern")."""
    if tokens[-1] in words.expressing:
        for word in head[:4]:
            noun = words.nouns.get(word.lower())
            if noun is not None and noun.act != "says":
                return noun.act
    return None


def _refused_after(words: Lists, following: list[str]) -> Act | None:
    """The act of an infinitive directly after a refusing word ("refuses" + "to disavow"), or None."""
    if following[:1] != ["to"] or len(following) == 1:
        return None
    entry = words.verbs.get(following[1].lower())
    return None if entry is None else entry.act


def _infinitive_follows(words: Lists, following: list[str]) -> bool:
    """Whether an infinitive follows, directly or behind who is to do it ("asked" + "the board to resign")."""
    for place, word in enumerate(following[:6]):
        if word == "to":
            after = following[place + 1] if place + 1 < len(following) else "…"
            return after.islower() and after not in words.directing_after and not after.endswith("ing")
        if word.lower() in words.directing_stop:
            return False
    return False


def _negation(words: Lists, tokens: list[str], tail: list[str], at: int, refused: bool) -> str:
    """How what stands at a place of the cue is turned: "refused", "not", "would not" or "" (not at all)."""
    if refused:
        return "refused"
    line = [*tail, *tokens[:at]]
    for place in range(len(line) - 1, -1, -1):
        token = line[place]
        if token in words.negating:
            if place + 1 < len(line) and line[place + 1] in words.unless:
                return ""
            if token in {"no", "little"} and len(line) - place > 3:
                return ""
            modal = (place > 0 and line[place - 1] in words.modals) or token in _CONTRACTED
            return "would not" if modal else "not"
        if token in words.refusing:
            return "refused"
        if token in words.failing:
            return "not"
        if place < len(tail) and token not in words.between and not token.endswith("ly"):
            return ""
    return ""


def _turned(words: Lists, tokens: list[str], tail: list[str], at: int, act: Act, refused: bool) -> Act:
    how = _negation(words, tokens, tail, at, refused)
    if how == "refused":
        return words.refused.get(act, "rejects")
    if how == "would not" and act in words.withheld:
        return words.withheld[act]
    return words.negated.get(act, "says") if how else act
