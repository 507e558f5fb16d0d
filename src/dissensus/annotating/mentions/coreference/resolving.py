"""The trained resolution of one document: find what may refer, rank what it may refer to, keep what matters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from dissensus.annotating.mentions._entities import numbered_by_rules
from dissensus.annotating.mentions._found import Found
from dissensus.annotating.mentions._moving import moved
from dissensus.annotating.mentions._nominals import phrase_at
from dissensus.annotating.mentions._segments import is_initials, small_words, words_between
from dissensus.annotating.mentions._tokens import Tokens
from dissensus.annotating.mentions._traits import told
from dissensus.annotating.mentions._words import Words
from dissensus.annotating.mentions.coreference.binding import not_meant
from dissensus.annotating.mentions.coreference.candidates import in_order, nouns_of, pronouns_of, quantified
from dissensus.annotating.mentions.coreference.hints import hints_of
from dissensus.annotating.mentions.coreference.linking import link
from dissensus.annotating.mentions.coreference.name_kinds import with_kinds
from dissensus.annotating.mentions.coreference.network import KINDS, Manifest, Model, Network
from dissensus.annotating.mentions.coreference.pairs import MENTIONS_AT_ONCE, Candidates, blocks_of
from dissensus.annotating.mentions.coreference.predicates import phrases_for_names
from dissensus.annotating.mentions.coreference.rows import KINDS as KIND_NUMBERS
from dissensus.annotating.mentions.coreference.rows import Rows, rows_of
from dissensus.annotating.mentions.coreference.voices import by_voice
from dissensus.annotating.statements.engine.reader import pieces_of
from dissensus.annotating.statements.engine.tokens import Tokens as Pieced
from dissensus.annotating.statements.engine.tokens import tokens_of_text
from dissensus.annotating.statements.engine.windows import Window, windows_of
from dissensus.model.annotations import ActorKind, Mention, Statement
from dissensus.model.states import StateFacts, folded

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
_SHARED = 16
"""Word pieces that two neighbouring windows share at least, most some more; all are the earlier one's."""
_SLACK = 48
"""Word pieces by which a window's border may move to the beginning of a sentence."""
_PLURALS = frozenset({"NNS", "NNPS"})
_LONGEST_NAME = 4
"""Tokens before a proper noun that are taken for its name."""
KNOWN = 0.75
"""How much less phrases such as "the minister" and "the town" are rather new. On 27 train documents of GUM, with
networks that had not learned them, it adds 0.25 points; 1.0 adds 0.05 more, and takes 0.1 on topics of ECB+."""
_DROPPED = frozenset({6, 7, 9, 10})
"""Forms of pronouns that are no mentions where nobody is known whom they mean: it, they, we, you."""


def resolve(
    text: str,
    tokens: Tokens,
    mentions: Sequence[Mention],
    statements: Sequence[Statement],
    model: Model,
    words: Words,
    facts: StateFacts,
) -> tuple[list[Mention], list[Statement]]:
    """Mentions in text order with their entities, numbered by first mention, and the statements with new numbers.

    Args:
        text: the document's text.
        tokens: its parse.
        mentions: names, phrases and speakers found before.
        statements: with their speakers' numbers in ``mentions``.
        model: the network.
        words: the lists.
        facts: facts about states.
    """
    pieces = tokens_of_text(text, model.pieces)
    if not len(pieces):
        numbered, _ = numbered_by_rules(text, tokens, mentions, statements, words, facts)
        return in_order(numbered, statements)
    states, kinds = _encoded(pieces, model)
    mentions = _with_kinds(mentions, pieces, kinds, facts)
    mentions, statements = _without_others(mentions, statements, pieces, kinds, model.manifest.name_none, facts)
    mentions = phrases_for_names(tokens, mentions)
    every = [*mentions, *(found.mention(tokens) for found in pronouns_of(tokens, mentions))]
    every += _nouns(tokens, every, pieces, kinds, model.manifest.noun, words)
    ordered, said = in_order(every, statements)
    if not ordered:
        return ordered, said
    by_rules, sure = numbered_by_rules(text, tokens, ordered, said, words, facts)
    rows = rows_of(text, tokens, by_rules, said, [mention.entity for mention in by_rules], words)
    head = _tokens(pieces, rows.head)
    first = np.minimum(_tokens(pieces, rows.first), head)
    # Systems that texts treat as actors ("imperialism") are rare where the network learned.
    fixed = [
        mention.name is not None or certain or (mention.kind == "movement" and mention.form == "nominal")
        for mention, certain in zip(by_rules, sure, strict=True)
    ]
    # A fixed name may still be joined with another one; a fixed phrase goes nowhere, whatever its pairs' scores.
    asked = (rows.form == 0) | ~np.array(fixed)
    pairs, scores, nothing = scored_in_blocks(model.network, states, head, first, rows, asked)
    scores = scores + hints_of(tokens, rows, pairs)
    apart = not_meant(tokens, rows)
    entities = link(rows, pairs, scores, nothing + _least(rows, model.manifest), fixed, apart)
    entities = by_voice(text, rows, (pieces.quotation[head] >= 0).tolist(), entities)
    return _kept(text, by_rules, said, rows, entities, words)


def _least(rows: Rows, manifest: Manifest) -> Floats:
    """What is added to "refers to nothing before" of each mention (M): phrases are rather new than somebody's."""
    phrase = (rows.form >= 1) & (rows.form <= 3)
    known = (rows.form == 1) & ((rows.kind == KIND_NUMBERS["person"]) | (rows.kind == KIND_NUMBERS["place"]))
    least = np.where(phrase, manifest.none_phrase, manifest.none) - np.where(known, KNOWN, 0.0)
    return least.astype(np.float32)


def windows_for_coreference(pieces: Pieced) -> list[Window]:
    """Windows of which each sees what stands right before its own words: whom a word means depends on that."""
    return windows_of(pieces, overlap=_SHARED, slack=_SLACK, by_paragraph=False, middle=False)


def _encoded(pieces: Pieced, model: Model) -> tuple[Floats, Floats]:
    """States and kinds of all tokens, each from the window that owns it; windows one by one, as with statements."""
    states = kinds = np.zeros((0, 0), dtype=np.float32)
    for window in windows_for_coreference(pieces):
        of_window, kinds_of_window = model.network.encode(*pieces_of(pieces, window))
        if not len(states):
            # One array that is filled, since parts and their whole together are twice the memory.
            states = np.empty((len(pieces), of_window.shape[1]), dtype=np.float32)
            kinds = np.empty((len(pieces), kinds_of_window.shape[1]), dtype=np.float32)
        own = slice(window.own_start - window.start, window.own_end - window.start)
        states[window.own_start : window.own_end] = of_window[own]
        kinds[window.own_start : window.own_end] = kinds_of_window[own]
    return states, kinds


def scored_in_blocks(
    network: Network,
    states: Floats,
    head: Ints,
    first: Ints,
    rows: Rows,
    asked: Bools | None = None,
    *,
    mentions: int = MENTIONS_AT_ONCE,
) -> tuple[Candidates, Floats, Floats]:
    """All pairs (P), their scores (P) and those of "refers to nothing before" (M).

    The pairs of a whole document at once would take half a megabyte for each mention.

    Args:
        network: what scores.
        states: of the document's tokens, N x width.
        head: token of each mention's head, M.
        first: its first token, M.
        rows: what is known of the mentions, M.
        asked: M, of which mentions the pairs are wanted; None for all.
        mentions: how many are scored at once; changes no number.
    """
    later, earlier, scores, nothing = [], [], [], []
    number = np.zeros(len(rows), dtype=np.int64)
    for low, high, block in blocks_of(rows, mentions, asked):
        others = np.unique(block.earlier)
        others = others[(others < low) | (others >= high)]
        # The block's own mentions come first, so that their scores of "nothing" do.
        places = np.concatenate([np.arange(low, high), others])
        number[places] = np.arange(len(places))
        of_pairs, of_mentions = network.score(
            states[head[places]],
            states[first[places]],
            rows.form[places],
            number[block.later],
            number[block.earlier],
            block.classes,
        )
        later.append(block.later)
        earlier.append(block.earlier)
        scores.append(of_pairs)
        nothing.append(of_mentions[: high - low])
    pairs = Candidates(np.concatenate(later), np.concatenate(earlier))
    return pairs, np.concatenate(scores), np.concatenate(nothing)


def _tokens(pieces: Pieced, positions: Sequence[int] | Ints) -> Ints:
    """Numbers of the tokens that stand at some positions of the text, or next after them."""
    found: Ints = np.minimum(np.searchsorted(pieces.end, positions, "right"), len(pieces) - 1)
    return found


def _likely(kinds: Floats, tokens: Ints) -> NDArray[np.float64]:
    """Probabilities of the kinds of some tokens."""
    scores = kinds[tokens].astype(np.float64)
    likely = np.exp(scores - scores.max(1, keepdims=True))
    summed: NDArray[np.float64] = likely / likely.sum(1, keepdims=True)
    return summed


def _with_kinds(mentions: Sequence[Mention], pieces: Pieced, kinds: Floats, facts: StateFacts) -> list[Mention]:
    named = [i for i, mention in enumerate(mentions) if mention.name is not None]
    if not named:
        return list(mentions)
    likely = _likely(kinds, _tokens(pieces, [mentions[i].head.start for i in named]))
    return with_kinds(mentions, dict(zip(named, likely, strict=True)), facts)


def _without_others(
    mentions: Sequence[Mention],
    statements: Sequence[Statement],
    pieces: Pieced,
    kinds: Floats,
    most: float,
    facts: StateFacts,
) -> tuple[list[Mention], list[Statement]]:
    """The mentions without names of works, products, events and the like; speakers and names of states stay.

    The mentions of one name are judged together, by their mean.
    """
    speaking = {statement.speaker_mention for statement in statements}
    doubtful = [
        i
        for i, mention in enumerate(mentions)
        if mention.name is not None and i not in speaking and facts.of(mention.name) is None
    ]
    if not doubtful:
        return list(mentions), list(statements)
    likely = _likely(kinds, _tokens(pieces, [mentions[i].head.start for i in doubtful]))
    by_name: dict[str, list[float]] = {}
    for i, row in zip(doubtful, likely.tolist(), strict=True):
        by_name.setdefault(folded(mentions[i].name or ""), []).append(row[0])
    others = {name for name, found in by_name.items() if sum(found) > most * len(found)}
    dropped = {i for i in doubtful if folded(mentions[i].name or "") in others}
    kept = [i for i in range(len(mentions)) if i not in dropped]
    place = {old: new for new, old in enumerate(kept)}
    return [mentions[i] for i in kept], [moved(statement, place) for statement in statements]


def _nouns(
    tokens: Tokens, mentions: Sequence[Mention], pieces: Pieced, kinds: Floats, least: float, words: Words
) -> list[Mention]:
    """Phrases of head nouns that stand in no list, where the network takes them for an actor's."""
    nouns = nouns_of(tokens, mentions)
    if not nouns:
        return []
    likely = _likely(kinds, _tokens(pieces, [tokens.start[i] for i in nouns]))
    taken = {mention.span for mention in mentions}
    small = small_words(tokens)
    found = []
    for i, row in zip(nouns, likely.tolist(), strict=True):
        word = tokens.low[i]
        if 1.0 - row[0] <= least or (word in words.never and tokens.text[i][0].isupper()):
            continue
        kind: ActorKind = KINDS[1 + int(np.argmax(row[1:]))]  # type: ignore[assignment]  # "none" is left out
        known = word in small or word in words.singular or word in words.titles
        many = tokens.tag[i] == "NNPS" and tokens.text[i][:1].isupper() and word not in words.plural
        if (tokens.tag[i] == "NNP" or many) and not known:
            mention = _name_at(tokens, i, "group" if kind == "person" and tokens.tag[i] in _PLURALS else kind)
        else:
            mention = phrase_at(tokens, words, i, "group" if kind == "person" and tokens.tag[i] in _PLURALS else kind)
        made = mention.mention(tokens)
        if made.span not in taken:
            taken.add(made.span)
            found.append(made)
    return found


def _name_at(tokens: Tokens, i: int, kind: ActorKind) -> Found:
    """A proper noun that the rules doubted, with those right before it: a dateline's town, an acronym."""
    first = i
    while first > 0 and tokens.tag[first - 1] == "NNP" and tokens.head[first - 1] == i and i - first < _LONGEST_NAME:
        first -= 1
    if kind == "person" and first == i and is_initials(tokens, i):
        kind = "organisation"
    the = first > 0 and tokens.low[first - 1] == "the" and tokens.head[first - 1] == i
    return Found(first - the, i + 1, first, i + 1, kind, "name", name=words_between(tokens, first, i + 1))


def _kept(
    text: str,
    mentions: Sequence[Mention],
    statements: Sequence[Statement],
    rows: Rows,
    entities: Sequence[int],
    words: Words,
) -> tuple[list[Mention], list[Statement]]:
    """The mentions that are somebody's, with kinds of pronouns, numbers and genders.

    Unless they speak, pronouns of whom nobody knows whom they mean are left out, and so are "nobody" and "every miner"
    with the pronouns that mean no more than they do.
    """
    counts = Counter(entities)
    speaking = {statement.speaker_mention for statement in statements}
    nobody = {i for i, mention in enumerate(mentions) if i not in speaking and quantified(text, mention)}
    if nobody:
        alone = {entities[i] for i in nobody}
        alone -= {entities[i] for i, mention in enumerate(mentions) if mention.form != "pronoun" and i not in nobody}
        counts.subtract({entity: counts[entity] - 1 for entity in alone})
    kinds: dict[int, ActorKind] = {}
    for mention, entity in zip(mentions, entities, strict=True):
        if mention.form != "pronoun" and (entity not in kinds or mention.name is not None):
            kinds.setdefault(entity, mention.kind)
    kept: list[Mention] = []
    place: dict[int, int] = {}
    numbers: dict[int, int] = {}
    forms, numbers_shown, genders_shown = rows.form.tolist(), rows.number.tolist(), rows.gender.tolist()
    for i, (mention, entity) in enumerate(zip(mentions, entities, strict=True)):
        if counts[entity] == 1 and forms[i] in _DROPPED and mention.form == "pronoun" and i not in speaking:
            continue
        if i in nobody:
            continue
        place[i] = len(kept)
        kind = kinds.get(entity, mention.kind) if mention.form == "pronoun" else mention.kind
        entity_number = numbers.setdefault(entity, len(numbers))
        number, gender = told(mention, numbers_shown[i], genders_shown[i], text, words)
        kept.append(replace(mention, kind=kind, entity=entity_number, number=number, gender=gender))
    return kept, [moved(statement, place) for statement in statements]
