"""What the name and the nominal rules hand to each other."""

from __future__ import annotations

from dataclasses import dataclass

from dissensus.annotating.mentions._tokens import Tokens
from dissensus.model.annotations import ActorKind, Mention, MentionForm
from dissensus.model.spans import Span


@dataclass(slots=True)
class Found:
    """A mention by token numbers, half open; mutable while the rules still extend it."""

    first: int
    last: int
    head_first: int
    head_last: int
    kind: ActorKind
    form: MentionForm
    name: str | None = None
    role: str | None = None

    def mention(self, tokens: Tokens) -> Mention:
        """The same by positions in the text."""
        return Mention(
            span=Span(tokens.start[self.first], tokens.end[self.last - 1]),
            head=Span(tokens.start[self.head_first], tokens.end[self.head_last - 1]),
            kind=self.kind,
            form=self.form,
            name=self.name,
            role=self.role,
        )
