"""Which claims of a codebook have a counterpart among those that discovery proposes without it.

``python benchmarks/claims/discovery.py CODEBOOK PATHS... [--most N] [--contested P01,P02]``: reads the articles (or one
project file), proposes claims, and prints for each claim of the codebook the proposed ones that are nearest to it, with
likeness and with what the pair model says of both, asked both ways. Whether one is the same question is for the reader
to judge: the numbers only say where to look, since the pair model chose the members of the proposed claims, too.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from dissensus.exchanging.codebook_files import read_codebook
from dissensus.model.claims import Codebook, PairScorer, TextEmbedder

SHOWN = 3
LIKE = 0.5
"""Likeness from which a proposed claim is counted as a counterpart, where the pair model takes a side, too."""
SIDED = 0.5
"""Mean probability, asked both ways, of the same side from which it is counted."""


@dataclass(frozen=True, slots=True)
class Counterpart:
    """A proposed claim beside one of the codebook.

    Attributes:
        rank: place among the proposed claims, from 1.
        text: its wording.
        likeness: of the two wordings' vectors, -1 to 1.
        same: mean probability, asked both ways, that one supports the other.
        contrary: the same of opposing.
    """

    rank: int
    text: str
    likeness: float
    same: float
    contrary: float

    @property
    def counts(self) -> bool:
        """Whether it is a counterpart by the numbers."""
        return self.likeness >= LIKE and max(self.same, self.contrary) >= SIDED


def counterparts(
    codebook: Codebook, proposed: Sequence[Sequence[str]], embedder: TextEmbedder, scorer: PairScorer
) -> dict[str, list[Counterpart]]:
    """For each claim of the codebook the nearest proposed ones, the nearest first.

    Args:
        codebook: the claims looked for.
        proposed: the wordings of each proposed claim, the main one first; the nearest of them counts.
        embedder: texts as vectors.
        scorer: judges pairs.
    """
    if not proposed:
        return {claim.id: [] for claim in codebook.claims}
    flat = [(rank, text) for rank, wordings in enumerate(proposed, 1) for text in wordings]
    likeness = embedder([claim.text for claim in codebook.claims]) @ embedder([text for _, text in flat]).T
    found: dict[str, list[Counterpart]] = {}
    for claim, row in zip(codebook.claims, likeness, strict=True):
        best: dict[int, int] = {}
        for index in np.lexsort((np.arange(len(flat)), -np.round(row, 5))):
            best.setdefault(flat[index][0], int(index))
        taken = list(best.values())[:SHOWN]
        pairs = [(claim.text, flat[index][1]) for index in taken] + [(flat[index][1], claim.text) for index in taken]
        scores = scorer(pairs)
        mean = (scores[: len(taken)] + scores[len(taken) :]) / 2
        found[claim.id] = [
            Counterpart(*flat[index], round(float(row[index]), 3), round(float(same), 3), round(float(contrary), 3))
            for index, (same, contrary, _) in zip(taken, mean, strict=True)
        ]
    return found


def summary(found: dict[str, list[Counterpart]], contested: Sequence[str]) -> dict[str, Any]:
    """How many claims, and how many of the contested ones, have a counterpart by the numbers."""
    having = [id_ for id_, nearest in found.items() if any(each.counts for each in nearest)]
    return {
        "claims": len(found),
        "with_counterpart": len(having),
        "contested": len(contested),
        "contested_with_counterpart": sum(id_ in having for id_ in contested),
    }


def main(words: Sequence[str] | None = None) -> int:
    """Print the counterparts; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("codebook", type=Path)
    parser.add_argument("paths", type=Path, nargs="+")
    parser.add_argument("--most", type=int, default=40)
    parser.add_argument("--contested", default="", help="ids of the claims that are contested, with commas")
    parser.add_argument("--draft", type=Path, help="write the draft here, too")
    given = parser.parse_args(words)

    from dissensus.model.errors import DissensusError
    from dissensus.reconciling.claims.discovery.values import DiscoveryOptions
    from dissensus.tasks.discovering import discover_project, project_of, write_draft
    from dissensus.tasks.positions import shipped_models

    try:
        codebook, models = read_codebook(given.codebook), shipped_models()
        with project_of(given.paths) as (project, _):
            discovery = discover_project(project, DiscoveryOptions(most=given.most), models=models)
        if given.draft is not None:
            write_draft(discovery, given.draft, force=True)
    except DissensusError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    proposed = [[claim.wording.text, *(other.text for other in claim.others)] for claim in discovery.claims]
    found = counterparts(codebook, proposed, models.embedder, models.scorer)
    for claim in codebook.claims:
        print(f"{claim.id}  {claim.text}")
        for each in found[claim.id]:
            mark = "*" if each.counts else " "
            numbers = f"{each.likeness:.2f} same {each.same:.2f} contrary {each.contrary:.2f}"
            print(f"   {mark} {each.rank:>3}  {numbers}  {each.text}")
    print(json.dumps(summary(found, [id_ for id_ in given.contested.split(",") if id_])))
    return 0


if __name__ == "__main__":
    sys.exit(main())
