"""How much polarization the same statements would show if nobody's positions hung together.

Any optimiser finds some division of any network, and the fewer statements, the better one it finds (R. Guimera, M.
Sales-Pardo and L. Amaral, "Modularity from fluctuations in random graphs and complex networks", 2004). So a window of
few statements looks more polarized than one of many. The answer is to score debates in which agreement was dealt out
again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from dissensus.model.coded_statements import CodedStatements, Column
from dissensus.model.errors import NetworkError
from dissensus.networks.building import build_from, settled
from dissensus.networks.filtering import Selection, select
from dissensus.networks.options import NetworkOptions
from dissensus.networks.polarization import SEPARATE_CAMPS, Polarization, PolarizationOptions, polarization
from dissensus.networks.variables import node_column


@dataclass(frozen=True, slots=True, eq=False)
class ChanceLevel:
    """A debate's polarization beside that of debates in which agreement was dealt out again.

    Attributes:
        found: the debate's own.
        by_chance: R scores of debates dealt out again, in the order in which they were drawn.
    """

    found: Polarization
    by_chance: NDArray[np.float64]

    @property
    def mean(self) -> float:
        """What to expect by chance."""
        return float(self.by_chance.mean())

    @property
    def excess(self) -> float:
        """How much of the way from chance to full polarization the debate went; below 0 if less than by chance."""
        return (self.found.score - self.mean) / (1.0 - self.mean) if self.mean < 1 else 0.0

    @property
    def share_as_high(self) -> float:
        """Share of draws that are as high, the debate itself counted as one of them: the p-value of a permutation."""
        as_high = int((self.by_chance >= self.found.score - 1e-12).sum())
        return (as_high + 1) / (len(self.by_chance) + 1)


def polarization_by_chance(
    coded: CodedStatements,
    network: NetworkOptions,
    options: PolarizationOptions = SEPARATE_CAMPS,
    *,
    replicates: int = 200,
    seed: int = 0,
) -> ChanceLevel:
    """Polarization, and that of the same statements with their agreement dealt out again within each claim.

    Who speaks how often on which claim stays, and how many agree with each claim; only who agrees is drawn anew. What
    remains is the polarization that chance and the optimiser find.

    Args:
        coded: N statements.
        network: variables, filters, duplicates and normalization of the network; one mode, the aggregation is set here.
        options: how camps are looked for.
        replicates: R draws.
        seed: of the draws.

    Raises:
        NetworkError: there is no qualifier of the statement to deal out, or fewer than one draw is asked for.
    """
    name = network.qualifier
    if name is None or network.qualifier_document:
        raise NetworkError("chance deals out a qualifier of the statements; name one", code="NET002")
    if replicates < 1:
        raise NetworkError(f"{replicates} draws tell nothing of chance", code="NET002")
    network = replace(network, mode="one-mode", aggregation="congruence", time_window="no", kernel="no")
    network, _ = settled(coded, network)
    # Chosen once: dealing out agreement must not make new duplicates, nor another scale than that of all statements.
    chosen = select(coded, network)
    claim = node_column(coded, network.variable2, of_document=network.variable2_document).codes[chosen.kept]
    qualifier = coded.variables[name]
    given = qualifier.codes[chosen.kept]
    random = np.random.Generator(np.random.PCG64(seed))
    by_claim = np.argsort(claim, kind="stable")
    scores = []
    for _ in range(replicates):
        # Sorting by claim and then by a random number deals out within each claim.
        dealt = np.lexsort((random.random(len(claim)), claim))
        codes = qualifier.codes.copy()
        codes[chosen.kept[by_claim]] = given[dealt]
        changed = Column(qualifier.name, qualifier.kind, codes, qualifier.values)
        drawn = replace(coded, variables={**coded.variables, name: changed})
        scores.append(_polarized(drawn, chosen, network, options).score)
    return ChanceLevel(_polarized(coded, chosen, network, options), np.array(scores))


def _polarized(
    coded: CodedStatements, chosen: Selection, network: NetworkOptions, options: PolarizationOptions
) -> Polarization:
    conflict = replace(network, aggregation="conflict")
    return polarization(build_from(coded, chosen, network), build_from(coded, chosen, conflict), options)
