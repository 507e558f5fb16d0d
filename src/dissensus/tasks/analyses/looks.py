"""Groups and sizes of nodes in figures: from attributes, from other variables, or from the network itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from dissensus.exchanging.figures.network_figure import REST
from dissensus.model.coded_statements import CodedStatements, text_order
from dissensus.model.errors import UsageError
from dissensus.networks.network import Network
from dissensus.networks.variables import node_column

MOST_GROUPS = 12
"""Groups that have a look of their own; smaller ones are put together."""

OTHERS = REST
FROM_NETWORK = ("degree", "strength")


def groups_by(coded: CodedStatements, variable: str, by: str) -> Mapping[str, str]:
    """The group of each value of a variable that has one.

    Args:
        coded: the statements.
        variable: whose values are grouped.
        by: an attribute of its values (in a project "kind" of an actor), or another variable of statements or
            documents: then the value that stands with a name most often, of equally frequent ones the first.

    Raises:
        UsageError: there is no such attribute or variable (USE005).
    """
    entities = coded.entities.get(variable, {})
    attributes = _attributes(coded, variable)
    if by in attributes:
        known = {name: each.attributes.get(by, "") for name, each in entities.items()}
    elif by in _variables(coded, variable):
        known = _most_often(coded, variable, by)
    else:
        raise _unknown("--colour-by", by, (*attributes, *_variables(coded, variable)))
    known = {name: group for name, group in known.items() if group}
    sizes = Counter(known.values())
    kept = set(sorted(sizes, key=lambda group: (-sizes[group], text_order(group)))[:MOST_GROUPS])
    if len(kept) == len(sizes):
        return known
    return {name: group if group in kept else OTHERS for name, group in known.items()}


def sizes_by(coded: CodedStatements, networks: Network | Iterable[Network], by: str) -> Mapping[str, float]:
    """The size of each node.

    Args:
        coded: the statements.
        networks: one network, or a series, of which each node has its greatest size.
        by: "degree" (number of ties), "strength" (sum of their weights without signs), or an attribute of variable 1
            that holds numbers; names whose attribute is none have no size.

    Raises:
        UsageError: there is no such measure or attribute, or no number in it (USE005).
    """
    series = [networks] if isinstance(networks, Network) else list(networks)
    if by in FROM_NETWORK:
        found: dict[str, float] = {}
        for network in series:
            for name, size in _of_network(network, by):
                found[name] = max(found.get(name, 0.0), size)
        return found
    variable = series[0].options.variable1 if series else ""
    attributes = _attributes(coded, variable)
    if by not in attributes:
        raise _unknown("--size-by", by, ("statements", *FROM_NETWORK, *attributes))
    texts = {name: each.attributes.get(by, "") for name, each in coded.entities.get(variable, {}).items()}
    sizes = {name: number for name, text in texts.items() if (number := _number(text)) is not None}
    if not sizes:
        raise UsageError(f"--size-by is {by!r}, which holds no numbers from 0 up", code="USE005")
    return sizes


def _of_network(network: Network, by: str) -> list[tuple[str, float]]:
    matrix = network.matrix.tocsr(copy=True)
    if network.one_mode:
        matrix.setdiag(0)
    matrix.eliminate_zeros()
    weights = abs(matrix)
    if by == "degree":
        weights.data[:] = 1
    of_rows = np.asarray(weights.sum(axis=1)).reshape(-1).tolist()
    found = list(zip(network.rows, of_rows, strict=True))
    if not network.one_mode:
        found += zip(network.columns, np.asarray(weights.sum(axis=0)).reshape(-1).tolist(), strict=True)
    return found


def _attributes(coded: CodedStatements, variable: str) -> tuple[str, ...]:
    entities = coded.entities.get(variable, {}).values()
    return tuple(sorted({name for each in entities for name in each.attributes}, key=text_order))


def _variables(coded: CodedStatements, variable: str) -> tuple[str, ...]:
    return tuple(name for name in (*coded.variables, *coded.document_variables) if name != variable)


def _most_often(coded: CodedStatements, variable: str, by: str) -> dict[str, str]:
    names = node_column(coded, variable, of_document=variable not in coded.variables)
    others = coded.variables[by] if by in coded.variables else coded.document_variables[by]
    there = (names.codes >= 0) & (others.codes >= 0)
    counted = Counter(zip(names.codes[there].tolist(), others.codes[there].tolist(), strict=True))
    best: dict[str, str] = {}
    for (name, other), _ in sorted(counted.items(), key=lambda each: (-each[1], each[0])):
        if str(others.values[other]):
            best.setdefault(str(names.values[name]), str(others.values[other]))
    return best


def _number(text: str) -> float | None:
    try:
        value = float(text.strip().replace(",", "."))
    except ValueError:
        return None
    return value if np.isfinite(value) and value >= 0 else None


def _unknown(option: str, by: str, known: Sequence[str]) -> UsageError:
    listed = ", ".join(known) or "nothing"
    return UsageError(f"{option} is {by!r}; here it takes {listed}", code="USE005")
