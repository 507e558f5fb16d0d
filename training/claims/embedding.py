"""Training of the embedder: a claim and what is said on it lie closer together than what is said on others.

Contrastive, with the other texts of a batch as negatives (Henderson et al. 2017, arXiv 1705.00652), held near the
pretrained encoder, which knows more words than the sets do.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
from torch.nn import functional

from dissensus.models.pieces import BEGIN, END
from training.claims.batches import LONGEST, Tokens, padded
from training.claims.data import NEITHER, Pair
from training.claims.model import Embedder
from training.statements.half import half_precision
from training.statements.learning import Average
from training.statements.model import Shape, load_pretrained

BATCH, RATE, HEAT, NEAR = 48, 4e-5, 0.05, 4.0
"""Pairs of a batch, highest learning rate, temperature of the likeness, weight of what holds it near."""
EPOCHS, WARM_UP = 1, 50


def related(pairs: Sequence[Pair]) -> list[tuple[str, str, str]]:
    """Claim, text and topic of pairs that are about the same question."""
    return [
        (pair.claim, pair.text, pair.topic)
        for pair in pairs
        if (pair.task == "stance" and pair.label != NEITHER) or (pair.task == "point" and pair.label == 1)
    ]


def epoch(pairs: Sequence[tuple[str, str, str]], drawn: random.Random) -> Iterator[list[tuple[str, str, str]]]:
    """Batches in which no two pairs have one topic."""
    mixed = list(pairs)
    drawn.shuffle(mixed)
    waiting: list[tuple[str, str, str]] = []
    while mixed or waiting:
        batch, seen, later = [], set(), []
        for pair in waiting:
            if pair[2] not in seen and len(batch) < BATCH:
                batch.append(pair)
                seen.add(pair[2])
            else:
                later.append(pair)
        while mixed and len(batch) < BATCH:
            pair = mixed.pop()
            if pair[2] in seen:
                later.append(pair)
            else:
                batch.append(pair)
                seen.add(pair[2])
        waiting = later
        if len(batch) < BATCH // 4:
            return
        yield batch


def encode(network: Embedder, texts: Sequence[str], tokens: Tokens) -> torch.Tensor:
    """Vectors of texts."""
    piece = padded([[BEGIN, *tokens(text)[: LONGEST - 2], END] for text in texts])
    with half_precision():
        found: torch.Tensor = network(piece, piece > 0)
    return found.float()


def fit(pairs: Sequence[Pair], encoder: Path, tokens: Tokens, out: Path, seed: int = 0) -> Embedder:
    """Train, or read what was trained before."""
    torch.manual_seed(seed)
    network, plain = Embedder(Shape()), Embedder(Shape())
    load_pretrained(network, encoder)
    if (out / "embedder.pt").is_file():
        network.load_state_dict(torch.load(out / "embedder.pt", weights_only=True))
        return network.eval()
    load_pretrained(plain, encoder)
    plain.eval()
    network.encoder.word.weight.requires_grad_(False)
    learned = [parameter for parameter in network.parameters() if parameter.requires_grad]
    optimizer = torch.optim.AdamW(learned, lr=RATE, weight_decay=0.01)
    average = Average(network, 0.99)
    told = related(pairs)
    total = EPOCHS * sum(1 for _ in epoch(told, random.Random(seed)))
    step, began = 0, time.time()
    losses: list[float] = []
    network.train()
    for number in range(EPOCHS):
        for batch in epoch(told, random.Random(seed + number)):
            for group in optimizer.param_groups:
                group["lr"] = RATE * min(1.0, (step + 1) / WARM_UP) * max(0.02, 1 - step / total)
            texts = [each[0] for each in batch] + [each[1] for each in batch]
            vectors = encode(network, texts, tokens)
            with torch.no_grad():
                before = encode(plain, texts, tokens)
            likeness = vectors[: len(batch)] @ vectors[len(batch) :].T / HEAT
            right = torch.arange(len(batch))
            loss = (functional.cross_entropy(likeness, right) + functional.cross_entropy(likeness.T, right)) / 2
            loss = loss + NEAR * (1 - (vectors * before).sum(1)).mean()
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(learned, 1.0)
            optimizer.step()
            average.update()
            step += 1
            losses.append(float(loss))
            if step % 50 == 0:
                print(
                    f"embedder {step}/{total} loss {sum(losses[-50:]) / 50:.3f} {time.time() - began:.0f} s", flush=True
                )
    with average.in_place():
        out.mkdir(parents=True, exist_ok=True)
        torch.save(network.state_dict(), out / "embedder.pt")
        network.eval()
        kept = {name: value.clone() for name, value in network.state_dict().items()}
    network.load_state_dict(kept)
    (out / "embedder.json").write_text(json.dumps({"loss": sum(losses[-50:]) / 50, "steps": step}) + "\n")
    return network.eval()
