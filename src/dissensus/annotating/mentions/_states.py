"""Which state "the country" means: the one that the document has spoken of most so far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from dissensus.annotating.mentions._tokens import Tokens

_HEADS = frozenset({"country", "nation", "republic", "state"})
_ROLE = frozenset({"poss", "compound", "nmod"})
_ROLE_WORDS = frozenset({"of", "by", "from", "between"})
_REMEMBERED = 20
"""Mentions of states whose place in a phrase is compared with a later one's; bounds the work on endless sentences."""


class StatesSoFar:
    """The states of one document, counted while its mentions are visited in text order."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._entity: dict[str, int] = {}
        self._count: Counter[str] = Counter()
        self._near: list[tuple[str, int]] = []

    def named(self, entity: int, code: str, token: int, *, itself: bool) -> None:
        """Count a mention by name.

        Args:
            entity: the entity's number.
            code: code of the state.
            token: number of the name's last token.
            itself: whether the name is the state's own; a capital that acts is its government, and counts nothing.
        """
        self._entity.setdefault(code, entity)
        self._count[code] += itself
        self._near.append((code, token))
        del self._near[:-_REMEMBERED]

    def told(self, codes: Iterable[str]) -> None:
        """Count states that a phrase tells by a word for their people ("Norwegian dockers")."""
        self._count.update(sorted(codes))

    def meant_by(self, head: str, token: int) -> int | None:
        """Entity of the state that a bare phrase means, or None.

        Args:
            head: its head noun, folded.
            token: number of that noun's token.
        """
        if head not in _HEADS:
            return None
        other = {code for code, at in self._near if self._plays_other_role(at, token)}
        latest = {code: i for i, (code, _) in enumerate(self._near)}
        fitting = [code for code in self._entity if code not in other]
        best = max(fitting, key=lambda code: (self._count[code], latest.get(code, -1), code), default=None)
        return None if best is None else self._entity[best]

    def _plays_other_role(self, name: int, noun: int) -> bool:
        """Whether a name before stands in the same phrase, or acts on the noun: "Norway's war on the country"."""
        tokens = self._tokens
        if tokens.sentence[name] != tokens.sentence[noun]:
            return False
        dep, head = tokens.dep[name], tokens.head[name]
        if dep == "nsubj":
            return tokens.dep[noun] == "dobj" and tokens.head[noun] == head
        if dep == "pobj" and tokens.low[head] in _ROLE_WORDS and tokens.head[head] < head:
            head = tokens.head[head]
        elif dep not in _ROLE:
            return False
        return tokens.tag[head].startswith("NN") and noun != head and tokens.within(noun, (head,))
