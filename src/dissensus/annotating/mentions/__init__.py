"""Mentions of actors in one document, and which of them refer to the same one.

Two steps. `MentionsStep` finds the words that refer to people, organisations, states, groups, movements and places.
`EntitiesStep` runs after the statements step, which may add speakers, and numbers the entities.
"""

from __future__ import annotations

from dissensus.annotating.mentions._entities import number_entities
from dissensus.annotating.mentions._found import Found
from dissensus.annotating.mentions._moving import moved
from dissensus.annotating.mentions._names import find_names
from dissensus.annotating.mentions._nominals import find_nominals
from dissensus.annotating.mentions._tokens import Tokens, tokens_of
from dissensus.annotating.mentions._traits import with_traits
from dissensus.annotating.mentions._words import words
from dissensus.annotating.mentions.coreference.network import load_model, read_manifest
from dissensus.annotating.mentions.coreference.resolving import resolve
from dissensus.annotating.steps import Draft
from dissensus.model.states import state_facts

__all__ = ["EntitiesStep", "MentionsStep"]

_PRONOUNS = frozenset({"he", "she", "him"})


class MentionsStep:
    """Find names, nominal phrases, and the pronouns "he", "she" and "him" after a person was named.

    Mentions may nest ("the government in Orlovka" holds "Orlovka"); two never have the same span. Their entities are
    not numbered yet; grammatical number and gender are told where the words show them.
    """

    name = "mentions-rules.v1"
    requires: frozenset[str] = frozenset({"parse"})
    assigns: frozenset[str] = frozenset({"mentions"})

    def __init__(self) -> None:
        self._words = words()
        self._facts = state_facts()
        self.digest = f"{self._words.digest}{self._facts.digest}"

    def __call__(self, draft: Draft, /) -> Draft:
        tokens = tokens_of(draft.parsed)
        names = find_names(tokens, self._words, self._facts)
        nominals = find_nominals(tokens, self._words, names)
        found = [*names, *nominals, *_pronouns(tokens, names)]
        kept: dict[tuple[int, int], Found] = {}
        for each in sorted(found, key=lambda f: (f.first, -f.last, f.name is None, f.head_first)):
            kept.setdefault((each.first, each.last), each)
        text = draft.document.text
        made = (each.mention(tokens) for each in kept.values())
        return draft.with_parts(mentions=tuple(with_traits(mention, text, tokens, self._words) for mention in made))


class EntitiesStep:
    """Number the entities of a document: mentions with one number refer to one actor.

    Every mention gets a number, 0 to n-1 in order of first mention. Speakers that the statements step added are
    resolved first of all by the statements around them. Mentions are put into text order; the statements' references
    to them follow.

    With the trained model, which is the default, pronouns of all persons and phrases that stand in no list become
    mentions, and a small network ranks whom a pronoun or a phrase refers to; names, and phrases that name a state's
    government, stay with the rules.

    Args:
        trained: whether the trained model resolves; else rules alone.

    Raises:
        ModelError: the model's manifest cannot be read.
    """

    requires: frozenset[str] = frozenset({"parse", "mentions"})
    assigns: frozenset[str] = frozenset({"mentions", "statements"})

    def __init__(self, *, trained: bool = True) -> None:
        self._words = words()
        self._facts = state_facts()
        self.trained = trained
        self.name = "entities-rules.v1"
        self.digest = f"{self._words.digest}{self._facts.digest}"
        if trained:
            manifest = read_manifest()
            self.name = manifest.name
            self.digest += manifest.digest

    def __call__(self, draft: Draft, /) -> Draft:
        text = draft.document.text
        if self.trained and len(draft.parsed):
            mentions, statements = resolve(
                text, tokens_of(draft.parsed), draft.mentions, draft.statements, load_model(), self._words, self._facts
            )
            return draft.with_parts(mentions=tuple(mentions), statements=tuple(statements))
        tokens = tokens_of(draft.parsed)
        numbered = tuple(
            mention if mention.number or mention.gender else with_traits(mention, text, tokens, self._words)
            for mention in number_entities(text, tokens, draft.mentions, draft.statements, self._words, self._facts)
        )
        order = sorted(range(len(numbered)), key=lambda i: (numbered[i].span.start, -numbered[i].span.end, i))
        if order == list(range(len(numbered))):
            return draft.with_parts(mentions=numbered)
        place = {old: new for new, old in enumerate(order)}
        return draft.with_parts(
            mentions=tuple(numbered[i] for i in order),
            statements=tuple(moved(statement, place) for statement in draft.statements),
        )


def _pronouns(tokens: Tokens, names: list[Found]) -> list[Found]:
    """Personal pronouns after the first person was named; before, nobody is there to refer to."""
    first = min((name.head_last for name in names if name.kind == "person"), default=len(tokens))
    return [
        Found(i, i + 1, i, i + 1, "person", "pronoun")
        for i in range(first, len(tokens))
        if tokens.low[i] in _PRONOUNS and tokens.tag[i] == "PRP"
    ]
