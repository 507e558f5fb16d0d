"""Windows over a document, with overlap: each token that may anchor a statement is read well inside one of them.

Windows follow from the document's tokens alone, and what is added at its end moves none but the last. A document of no
more pieces than a window has is one window, and reads the same in any larger one. In a longer document a token is read
in the window where half of the tokens that two neighbours share, or one less, stand between it and each border (or the
document ends first): a statement that reaches no further from its anchor is seen whole. Coreference, which looks back,
gives the earlier one all that is shared. Borders go where a paragraph begins if they can, since few statements reach
over one: of PolNeAR's statements, each annotator's, 0.2% are not seen whole (55 of 22,465 in train, 4 of 2,319 in dev;
93 and 8 with borders at sentences that share twice as much). What a network sees around a token depends on the window's
length, so the length belongs to the model, and is no setting.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dissensus.annotating.statements.engine.tokens import PARAGRAPH, Tokens

PIECES_OF_A_WINDOW = 320
"""Most word pieces of a window, its two marks included; the models are trained on windows of up to this length."""
OVERLAP = 32
"""Word pieces that two neighbouring windows share at least; most share a paragraph or more."""
SLACK = 80
"""Word pieces by which a border may move to the beginning of a paragraph, or else of a sentence."""


@dataclass(frozen=True, slots=True)
class Window:
    """Tokens [start, end) that are read together; anchors are taken from [own_start, own_end) alone."""

    start: int
    end: int
    own_start: int
    own_end: int


def windows_of(
    tokens: Tokens,
    *,
    pieces: int = PIECES_OF_A_WINDOW,
    overlap: int = OVERLAP,
    slack: int = SLACK,
    by_paragraph: bool = True,
    middle: bool = True,
    skip: int = 0,
) -> list[Window]:
    """Windows that together own every token once.

    Args:
        tokens: the document's tokens; none give no window.
        pieces: most pieces of a window, its two marks included.
        overlap: least pieces shared by neighbours, where two words are not longer than a window.
        slack: pieces by which a border may move to the beginning of a paragraph, or else of a sentence.
        by_paragraph: whether it rather moves to that of a paragraph than to a sentence that is nearer.
        middle: whether neighbours divide in the middle what they share; else all of it is the earlier one's, which sees
            more of what stands before.
        skip: pieces that the first window is shorter; training moves the borders with it.
    """
    count = len(tokens)
    if count == 0:
        return []
    first = tokens.first.tolist()
    layout = (tokens.layout if by_paragraph else np.minimum(tokens.layout, PARAGRAPH - 1)).tolist()
    edges: list[tuple[int, int]] = []
    start = 0
    room = max(pieces - 2 - skip, 2 * (overlap + slack))
    while True:
        end = start + 1
        while end < count and first[end + 1] - first[start] <= room:
            end += 1
        if end < count:
            end = _moved(layout, first, end, slack, start + 1)
        edges.append((start, end))
        if end >= count:
            break
        back = end
        while back > start + 1 and first[end] - first[back] < overlap:
            back -= 1
        start = max(_moved(layout, first, back, slack, start + 1), start + 1)
        room = pieces - 2
    windows = []
    own = 0
    for number, (start, end) in enumerate(edges):
        after = count
        if number + 1 < len(edges):
            after = max(own, (edges[number + 1][0] + end) // 2) if middle else end
        windows.append(Window(start, end, own, after))
        own = after
    return windows


def _moved(layout: list[int], first: list[int], border: int, slack: int, least: int) -> int:
    """The last beginning of a paragraph at or before a border, if one is near; else of a sentence; else the border."""
    sentence = None
    k = border
    while k > least and first[border] - first[k] <= slack:
        if layout[k] == PARAGRAPH:
            return k
        if layout[k] and sentence is None:
            sentence = k
        k -= 1
    return border if sentence is None else sentence
