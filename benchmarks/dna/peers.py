"""Infomap and the spin glass beside igraph and the program of Infomap's authors, where these are installed.

python benchmarks/dna/peers.py [--networks 50] [--part map signed positive seconds]

Neither is a dependency (both are under the GNU licences, GPL and AGPL); install igraph and infomap into an environment
of your own to run this. Networks are planted, of 20 to 150 nodes in 2 to 6 camps. *map*: codelength by that of each
peer, all with ten runs. *positive*, *signed*: energy by that of one call of igraph and by the lowest of ten, on
networks without and with negative ties. Each says in how many networks ours is lower, the same or higher. *seconds*:
what networks of 200 and of 500 nodes cost here, which needs no peer.
"""

from __future__ import annotations

import argparse
import importlib
import random
import time
import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dissensus.networks.map_equation import codelength, infomap
from dissensus.networks.spin_glass import SPINS, energy, spin_glass

Matrix = NDArray[np.float64]
SAME = 1e-9
SIZES = (20, 30, 50, 80, 150)
RUNS = 10


def planted(nodes: int, camps: int, inside: float, across: float, seed: int, *, signed: bool) -> Matrix:
    """Ties of 0.2 to 2, more often inside camps than across; signed ones are mostly negative across."""
    draw = np.random.Generator(np.random.PCG64(seed))
    camp = np.arange(nodes) % camps
    together = camp[:, None] == camp[None, :]
    if signed:
        there = draw.random((nodes, nodes)) < inside
        ties = there * (np.where(together, 1.0, -0.5) + draw.normal(0.0, 0.5, (nodes, nodes)))
    else:
        there = draw.random((nodes, nodes)) < np.where(together, inside, across)
        ties = there * draw.uniform(0.2, 2.0, (nodes, nodes))
    ties = np.triu(ties, 1)
    return np.asarray(ties + ties.T)


def networks(count: int, *, signed: bool) -> list[Matrix]:
    """Connected networks, which the spin glass of igraph asks for."""
    found: list[Matrix] = []
    seed = 0
    while len(found) < count:
        draw = np.random.Generator(np.random.PCG64((1, seed)))
        nodes, camps = SIZES[seed % len(SIZES)], int(draw.integers(2, 7))
        inside = float(draw.uniform(0.3, 0.9))
        ties = planted(nodes, camps, inside, inside * float(draw.uniform(0.1, 0.5)), seed, signed=signed)
        seed += 1
        if _connected(ties):
            found.append(ties)
    return found


def _connected(ties: Matrix) -> bool:
    reached = np.zeros(len(ties), dtype=bool)
    reached[0] = True
    while (more := (ties[reached] != 0).any(axis=0) | reached).sum() > reached.sum():
        reached = more
    return bool(reached.all())


def peer(name: str) -> Any:  # noqa: ANN401  # no types, and not installed with the project
    """A package, or None where it is not installed."""
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


def as_igraph(igraph: Any, ties: Matrix) -> tuple[Any, list[float]]:  # noqa: ANN401
    """The network and the weights of its ties."""
    i, j = np.nonzero(np.triu(ties))
    weights = [float(weight) for weight in ties[i, j]]
    return igraph.Graph(len(ties), list(zip(i.tolist(), j.tolist(), strict=True))), weights


def codelength_of_igraph(igraph: Any, ties: Matrix) -> float:  # noqa: ANN401
    """With its own runs."""
    graph, weights = as_igraph(igraph, ties)
    random.seed(1)
    return codelength(ties, np.array(graph.community_infomap(edge_weights=weights, trials=RUNS).membership))


def codelength_of_authors(program: Any, ties: Matrix) -> float:  # noqa: ANN401
    """With its own runs, in two levels."""
    asked = program.Infomap(f"--two-level --silent --num-trials {RUNS} --seed 1")
    for i, j in zip(*np.nonzero(np.triu(ties)), strict=True):
        asked.add_link(int(i), int(j), float(ties[i, j]))
    asked.run()
    camps = np.arange(len(ties)) + len(ties)
    for node in asked.nodes:
        camps[node.node_id] = node.module_id
    return codelength(ties, camps)


def energies_of_igraph(igraph: Any, ties: Matrix, *, signed: bool) -> list[float]:  # noqa: ANN401
    """Of ten calls."""
    graph, weights = as_igraph(igraph, ties)
    random.seed(1)
    how = {"weights": weights, "spins": SPINS, "implementation": "neg" if signed else "orig"}
    return [energy(ties, np.array(graph.community_spinglass(**how).membership)) for _ in range(RUNS)]


def told(name: str, ours: Sequence[float], theirs: Sequence[float]) -> None:
    """How often ours is lower, as differences by the size of theirs: energies are below 0."""
    mine, other = np.array(ours), np.array(theirs)
    more = (mine - other) / np.abs(other)
    lower, higher = int((more < -SAME).sum()), int((more > SAME).sum())
    print(
        f"{name:<34} lower {lower:>3}  same {len(more) - lower - higher:>3}  higher {higher:>3}"
        f"  mean {more.mean():+.3%}  from {more.min():+.2%} to {more.max():+.2%}",
        flush=True,
    )


def compare_map(igraph: Any, program: Any, count: int) -> None:  # noqa: ANN401
    """Codelengths."""
    found = networks(count, signed=False)
    ours = [codelength(ties, infomap(ties, runs=RUNS)) for ties in found]
    if igraph:
        told(f"codelength, igraph {igraph.__version__}", ours, [codelength_of_igraph(igraph, each) for each in found])
    if program:
        told("codelength, the authors' Infomap", ours, [codelength_of_authors(program, each) for each in found])


def compare_spins(igraph: Any, count: int, *, signed: bool) -> None:  # noqa: ANN401
    """Energies."""
    found = networks(count, signed=signed)
    ours = [energy(ties, spin_glass(ties)) for ties in found]
    theirs = [energies_of_igraph(igraph, ties, signed=signed) for ties in found]
    kind = "energy, both signs" if signed else "energy, positive ties"
    told(f"{kind}, one call of igraph", ours, [each[0] for each in theirs])
    told(f"{kind}, best of {RUNS}", ours, [min(each) for each in theirs])


def tell_seconds() -> None:
    """Processor time by size and density."""
    for nodes, inside, camps in ((200, 0.9, 3), (200, 0.3, 5), (500, 0.9, 3), (500, 0.3, 5), (500, 0.05, 8)):
        for name, run, signed in (("infomap", infomap, False), ("spin glass", spin_glass, True)):
            ties = planted(nodes, camps, inside, inside / 3, 1, signed=signed)
            begun = time.process_time()
            run(ties)
            print(f"{nodes} nodes, {np.mean(ties != 0):.0%} tied  {name:<10} {time.process_time() - begun:5.2f} s")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--networks", type=int, default=50)
    parts = ("map", "positive", "signed", "seconds")
    parser.add_argument("--part", nargs="+", choices=parts, default=list(parts))
    arguments = parser.parse_args()
    warnings.simplefilter("ignore")
    igraph, program = peer("igraph"), peer("infomap")
    for name, there in (("igraph", igraph), ("infomap", program)):
        if there is None and arguments.part != ["seconds"]:
            print(f"{name} is not installed, so nothing is set beside it")
    if "map" in arguments.part and (igraph or program):
        compare_map(igraph, program, arguments.networks)
    for part in ("positive", "signed"):
        if part in arguments.part and igraph:
            compare_spins(igraph, arguments.networks, signed=part == "signed")
    if "seconds" in arguments.part:
        tell_seconds()


if __name__ == "__main__":
    main()
