"""What a rule found, before it becomes a statement."""

from __future__ import annotations

from dataclasses import dataclass, field

from dissensus.model.spans import Span


@dataclass(slots=True)
class Found:
    """One attribution as a rule found it.

    Attributes:
        cue_token: number of the token that attributes; -1 when there is none.
        cue: its words.
        content: what is said.
        speaker: who says it, or None.
        pronoun: "who" or "which", where it stands for the speaker.
        confidence: measured precision of the rule.
        rule: the rule's name.
        quotes: numbers of the quotations that are content.
        own_voice: the outlet itself speaks.
        turn: a line of an interview: direct without quotation marks.
    """

    cue_token: int
    cue: list[Span]
    content: list[Span]
    speaker: Span | None
    confidence: float
    rule: str
    pronoun: Span | None = None
    quotes: list[int] = field(default_factory=list)
    own_voice: bool = False
    turn: bool = False
