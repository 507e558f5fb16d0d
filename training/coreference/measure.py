"""How good a network is on held-back documents, by the benchmark's own measures and the product's own resolution."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from actors.gap import Example, evaluate
from actors.reading import Found, found_of
from actors.scoring import Score, score
from dissensus.annotating.mentions._words import words
from dissensus.annotating.mentions.coreference.network import Manifest, Model
from dissensus.annotating.mentions.coreference.resolving import resolve
from dissensus.model.annotations import Mention
from dissensus.model.states import state_facts
from dissensus.models.pieces import Pieces
from training.coreference.corpora import Read
from training.coreference.model import Network

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


class TorchNetwork:
    """A network in training behind the interface of the shipped one."""

    def __init__(self, network: Network) -> None:
        self.network = network.eval()

    @torch.no_grad()
    def encode(self, piece: Ints, case: Ints, quote: Ints, layout: Ints, first: Ints) -> tuple[Floats, Floats]:
        """States and kinds of the tokens of one window."""
        wide = [torch.from_numpy(column)[None] for column in (piece, case, quote, layout)]
        states = self.network.encoder(*wide)[0, torch.from_numpy(first)]
        return states.numpy(), self.network.kinds(states).numpy()

    @torch.no_grad()
    def score(
        self, head: Floats, first: Floats, form: Ints, later: Ints, earlier: Ints, classes: Ints
    ) -> tuple[Floats, Floats]:
        """Scores of pairs and of "nothing before"."""
        mention = torch.from_numpy(np.concatenate([head, first], 1))
        rest = (torch.from_numpy(each) for each in (form, later, earlier, classes))
        scores, nothing = self.network.score(mention, *rest)
        return scores.numpy(), nothing.numpy()


def model_of(network: Any, pieces: Pieces, *, noun: float, name_none: float, none: float) -> Model:
    """A model with thresholds, as the product runs it."""
    return Model(Manifest("training", {}, noun, name_none, none, none), pieces, network)


def clusters_of(read: Read, model: Model) -> list[list[Mention]]:
    """The mentions of a document by entity."""
    mentions, _ = resolve(read.text, read.tokens, read.mentions, read.statements, model, words(), state_facts())
    found: defaultdict[int, list[Mention]] = defaultdict(list)
    for mention in mentions:
        found[mention.entity].append(mention)
    return [found[entity] for entity in sorted(found)]


def gum_scores(reads: Iterable[Read], model: Model) -> tuple[Score, Score]:
    """MUC, B3 and CEAF-e of ours, and of one entity for each head word, on GUM; mentions compared by their heads."""
    ours, base = Score(), Score()
    for read in reads:
        gold: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        for mention in read.gold:
            gold[mention.entity].append((mention.start, mention.end))
        clusters = clusters_of(read, model)
        place = _matched(read, [mention for cluster in clusters for mention in cluster])
        by_head: defaultdict[str, list[tuple[object, ...]]] = defaultdict(list)
        mapped = []
        for cluster in clusters:
            mapped.append([place[id(mention)] for mention in cluster])
            for mention in cluster:
                by_head[read.text[slice(*mention.head)].lower().split()[-1]].append(place[id(mention)])
        golden = list(gold.values())
        ours, base = ours + score(golden, mapped), base + score(golden, list(by_head.values()))
    return ours, base


def _matched(read: Read, mentions: Sequence[Mention]) -> dict[int, tuple[object, ...]]:
    """For each mention of ours the span of the gold mention that it is, else a key of its own."""
    spans = {(gold.start, gold.end) for gold in read.gold}
    taken: set[tuple[int, int]] = set()
    found: dict[int, tuple[object, ...]] = {}
    for mention in mentions:
        if (mention.span.start, mention.span.end) in spans - taken:
            found[id(mention)] = (mention.span.start, mention.span.end)
            taken.add((mention.span.start, mention.span.end))
    for mention in mentions:
        if id(mention) in found:
            continue
        alike = [
            (min(mention.span.end, gold.end) - max(mention.span.start, gold.start), -gold.start, gold.end)
            for gold in read.gold
            if (gold.start, gold.end) not in taken and mention.head.start <= gold.root < mention.head.end
        ]
        if alike:
            _, start, end = max(alike)
            taken.add((-start, end))
            found[id(mention)] = (-start, end)
        else:
            found[id(mention)] = ("ours", mention.span.start, mention.span.end)
    return found


def gap_score(reads: Sequence[Read], model: Model) -> tuple[float, float]:
    """F1 over all pronouns of GAP, and feminine over masculine F1."""
    examples: list[Example] = [read.example for read in reads if read.example is not None]
    found: list[list[list[Found]]] = [
        [[found_of(mention) for mention in cluster] for cluster in clusters_of(read, model)] for read in reads
    ]
    result = evaluate(examples, found)
    return result.f1("ours"), result.ratio("ours")


def judge_on(
    gum: Sequence[Read], gap: Sequence[Read], pieces: Pieces
) -> Callable[[Network], tuple[float, dict[str, Any]]]:
    """What chooses the best epoch: the mean of the average on GUM and F1 on GAP, on held-back documents."""

    def judge(network: Network) -> tuple[float, dict[str, Any]]:
        model = model_of(TorchNetwork(network), pieces, noun=0.5, name_none=1.0, none=0.0)
        ours, base = gum_scores(gum, model)
        f1, ratio = gap_score(gap, model)
        entry = {"gum": ours.average, "head": base.average, "gap": f1, "ratio": ratio}
        return (ours.average + f1) / 2, {name: round(value, 4) for name, value in entry.items()}

    return judge
