"""Scores on a part of the corpus, as the benchmark counts them: match F1 with its parts, and recall by mode."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import torch
from torch import Tensor

from dissensus.annotating.statements.engine.reader import Encoded, read_tokens
from training.statements.calibration import as_prediction
from training.statements.data import Article
from training.statements.model import Network


def load_scorer(path: Path) -> ModuleType:
    """The scorer as a module."""
    spec = importlib.util.spec_from_file_location("attribution_score", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"no scorer at {path}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class TorchNetwork:
    """A network in training, behind the interface of the engine."""

    def __init__(self, network: Network) -> None:
        self.network = network.eval()
        transitions, start = network.reader.scores()
        self.transitions = transitions.detach().numpy()
        self.start = start.detach().numpy()

    @torch.no_grad()
    def encode(self, piece: Any, case: Any, quote: Any, layout: Any, first: Any) -> Encoded:
        inputs = (torch.from_numpy(np.ascontiguousarray(x))[None] for x in (piece, case, quote, layout))
        x = self.network.encoder(*inputs)
        parts = self.network.encoder.heads(x[0, torch.from_numpy(first)])
        return Encoded(*(part.numpy() for part in parts))

    @torch.no_grad()
    def read(self, token: Any, anchor: Any, flat: Any, distance: Any, relation: Any) -> Any:
        t: list[Tensor] = [torch.from_numpy(x) for x in (token, anchor, flat, distance, relation)]
        live = torch.ones(t[3].shape)
        return self.network.reader(t[0][None], t[1], t[2][None], t[3], t[4], live).numpy()


def evaluate(
    network: Any, articles: list[Article], scorer: ModuleType, folder: Path, *, thresholds: tuple[float, ...]
) -> dict[float, dict[str, Any]]:
    """Scores of a network on articles, by threshold."""
    gold = scorer.read_gold(str(folder))
    gold = {article.name: gold[article.name] for article in articles}
    out = {}
    low = min(thresholds)
    readings = {article.name: read_tokens(article.tokens, network, threshold=low) for article in articles}
    for threshold in thresholds:
        predictions = {
            article.name: [as_prediction(article.tokens, r) for r in readings[article.name] if r.likely >= threshold]
            for article in articles
        }
        out[threshold] = scorer.evaluate(gold, predictions)
    return out


def short(result: dict[str, Any]) -> str:
    """One line of a result: match P/R/F1, recall by mode, exact content F1, content-only F1."""
    m = {k: 100 * v["value"] for k, v in result["metrics"].items()}
    modes = "/".join(f"{m[f'match_recall_{c}']:.1f}" for c in ("direct", "mixed", "indirect"))
    return (
        f"{m['match_p']:.1f}/{m['match_r']:.1f}/{m['match_f1']:.1f} modes {modes} exact {m['exact_content_f1']:.1f} "
        f"content-only {m['content_only_f1']:.1f}"
    )
