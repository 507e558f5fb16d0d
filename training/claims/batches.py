"""From pairs to batches of numbers."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from dissensus.models.pieces import BEGIN, END, Pieces
from training.claims.data import TASKS, Pair

LONGEST_CLAIM, LONGEST = 60, 128
"""Pieces of a claim, and of both with the marks."""


class Tokens:
    """Pieces of texts, remembered."""

    def __init__(self, pieces: Pieces) -> None:
        self._pieces = pieces
        self._known: dict[str, tuple[int, ...]] = {}

    def __call__(self, text: str) -> tuple[int, ...]:
        """Numbers of the pieces of a text, at most as many as fit."""
        found = self._known.get(text)
        if found is None:
            numbers: list[int] = []
            for word in self._pieces.words.finditer(text[:2000]):
                numbers += self._pieces.of_word(word.group())
                if len(numbers) >= LONGEST:
                    break
            found = self._known[text] = tuple(numbers[:LONGEST])
        return found

    def row(self, claim: str, text: str) -> tuple[list[int], list[int]]:
        """Pieces and parts of a pair."""
        a = self(claim)[:LONGEST_CLAIM]
        b = self(text)[: LONGEST - 3 - len(a)]
        return [BEGIN, *a, END, *b, END], [0, *[1] * len(a), 0, *[2] * len(b), 0]


@dataclass(frozen=True, slots=True)
class Batch:
    """Pieces, parts and mask of pairs (B x P), their tasks and labels (B)."""

    piece: Tensor
    part: Tensor
    mask: Tensor
    task: Tensor
    label: Tensor


def batch_of(pairs: Sequence[Pair], tokens: Tokens) -> Batch:
    """One batch, padded."""
    rows = [tokens.row(pair.claim, pair.text) for pair in pairs]
    piece = padded([row[0] for row in rows])
    part = padded([row[1] for row in rows])
    task = torch.tensor([TASKS.index(pair.task) for pair in pairs])
    return Batch(piece, part, piece > 0, task, torch.tensor([pair.label for pair in pairs]))


def padded(rows: Sequence[Sequence[int]]) -> Tensor:
    """Rows of numbers as a table, zeros behind."""
    table = torch.zeros(len(rows), max(map(len, rows)), dtype=torch.long)
    for number, row in enumerate(rows):
        table[number, : len(row)] = torch.tensor(row)
    return table


def epoch_of(pairs: Sequence[Pair], tokens: Tokens, drawn: random.Random, size: int = 32) -> Iterator[Batch]:
    """Batches of an epoch: of pairs of like length, in drawn order."""
    mixed = list(pairs)
    drawn.shuffle(mixed)
    found = []
    for low in range(0, len(mixed), size * 20):
        like = sorted(mixed[low : low + size * 20], key=lambda p: len(tokens(p.claim)) + len(tokens(p.text)))
        found += [like[k : k + size] for k in range(0, len(like), size)]
    drawn.shuffle(found)
    for each in found:
        yield batch_of(each, tokens)
