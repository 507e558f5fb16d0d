"""Who spoke last and whom a paragraph is about, as a feature of tokens: a try, which does not ship.

A speaker is taken to be the run of capitalised words nearest to a verb of speech outside of quotations, at most
``REACH`` tokens away. The feature is packed into the class of case, so that windows and batches carry it.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np

from dissensus.annotating.statements._lexicon import SPEECH
from dissensus.annotating.statements.engine.tokens import CASES, Tokens

CONTEXTS = 3
"""Classes: neither, a word of whoever spoke last before the paragraph, a word of the paragraph's first name."""
LAST_SPEAKER, FIRST_NAME = 1, 2
REACH = 6
"""Most tokens between a verb of speech and the name of its speaker."""
_CAPITALISED, _CAPITALS, _MIXED = 2, 3, 4


def with_context(tokens: Tokens, text: str) -> Tokens:
    """The same tokens, their class of case raised by ``CASES`` times the class of context."""
    words = [text[start:end] for start, end in zip(tokens.start.tolist(), tokens.end.tolist(), strict=True)]
    runs = _names(tokens, words)
    context = np.zeros(len(tokens), dtype=np.int64)
    spoke: set[str] = set()
    edges = [0, *(np.flatnonzero(np.diff(tokens.paragraph)) + 1).tolist(), len(tokens)]
    for start, end in pairwise(edges):
        inside = [run for run in runs if start <= run[0] < end]
        if inside:
            context[inside[0][0] : inside[0][1]] = FIRST_NAME
        for first, after in inside:
            if spoke & set(words[first:after]):
                context[first:after] = LAST_SPEAKER
        cues = [k for k in range(start, end) if words[k] in SPEECH and tokens.quotation[k] < 0]
        for cue in cues:
            near = [(min(abs(a - cue), abs(cue - b + 1)), a, b) for a, b in inside if tokens.quotation[a] < 0]
            if near and min(near)[0] <= REACH:
                _, first, after = min(near)
                spoke = set(words[first:after])
    return replace(tokens, case=tokens.case + CASES * context)


def _names(tokens: Tokens, words: list[str]) -> list[tuple[int, int]]:
    """Runs [first, after) of capitalised words; one word at the beginning of a sentence is none."""
    runs: list[tuple[int, int]] = []
    for k, case in enumerate(tokens.case.tolist()):
        if case not in (_CAPITALISED, _CAPITALS, _MIXED) or not words[k][0].isupper():
            continue
        if runs and runs[-1][1] == k and tokens.layout[k] == 0:
            runs[-1] = (runs[-1][0], k + 1)
        else:
            runs.append((k, k + 1))
    return [(a, b) for a, b in runs if b - a > 1 or tokens.layout[a] == 0]
