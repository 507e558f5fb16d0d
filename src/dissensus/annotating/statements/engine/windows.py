"""Windows over a document, with overlap: each token that may anchor a statement is read well inside one of them.

Windows follow from the document's tokens alone, and what is added at its end moves none but the last. A document of no
more pieces than a window has is one window, and reads the same in any larger one. In a longer document a token is read
in the window where half of the tokens that two neighbours share, or one less, stand between it and each border (or the
document ends first): a statement that reaches no further from its anchor is seen whole. Of PolNeAR's statements 0.4%
are not (81 of 19,832 in train, 8 of 2,192 in dev). What a network sees around a token depends on the window's length,
so the length belongs to the model, and is no setting.
"""

from __future__ import annotations

from dataclasses import dataclass

from dissensus.annotating.statements.engine.tokens import Tokens

PIECES_OF_A_WINDOW = 320
"""Most word pieces of a window, its two marks included; the models are trained on windows of up to this length."""
OVERLAP = 64
"""Word pieces that two neighbouring windows share at least; nine of ten statements of PolNeAR train are shorter."""
SLACK = 48
"""Word pieces by which a border may move to the beginning of a sentence."""


@dataclass(frozen=True, slots=True)
class Window:
    """Tokens [start, end) that are read together; anchors are taken from [own_start, own_end) alone."""

    start: int
    end: int
    own_start: int
    own_end: int


def windows_of(
    tokens: Tokens, *, pieces: int = PIECES_OF_A_WINDOW, overlap: int = OVERLAP, slack: int = SLACK, skip: int = 0
) -> list[Window]:
    """Windows that together own every token once.

    Args:
        tokens: the document's tokens; none give no window.
        pieces: most pieces of a window, its two marks included.
        overlap: least pieces shared by neighbours.
        slack: pieces by which a border may move to the beginning of a sentence.
        skip: pieces that the first window is shorter; training moves the borders with it.
    """
    count = len(tokens)
    if count == 0:
        return []
    first = tokens.first.tolist()
    opens = (tokens.layout > 0).tolist()
    edges: list[tuple[int, int]] = []
    start = 0
    room = max(pieces - 2 - skip, 2 * (overlap + slack))
    while True:
        end = start + 1
        while end < count and first[end + 1] - first[start] <= room:
            end += 1
        if end < count:
            end = _moved(opens, first, end, slack, start + 1)
        edges.append((start, end))
        if end >= count:
            break
        back = end
        while back > start + 1 and first[end] - first[back] < overlap:
            back -= 1
        start = max(_moved(opens, first, back, slack, start + 1), start + 1)
        room = pieces - 2
    windows = []
    own = 0
    for number, (start, end) in enumerate(edges):
        after = count if number + 1 == len(edges) else max(own, (edges[number + 1][0] + end) // 2)
        windows.append(Window(start, end, own, after))
        own = after
    return windows


def _moved(opens: list[bool], first: list[int], border: int, slack: int, least: int) -> int:
    """The last beginning of a sentence at or before a border, if it is near; else the border itself."""
    k = border
    while k > least and first[border] - first[k] <= slack:
        if opens[k]:
            return k
        k -= 1
    return border
