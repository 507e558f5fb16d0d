"""How different the slices of a series are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from dissensus.model.coded_statements import text_order
from dissensus.model.errors import NetworkError
from dissensus.networks.network import Network
from dissensus.networks.options import RIGHT, Compatibility
from dissensus.networks.spectra import normalized_spectrum

Distance = Literal["absdiff", "spectral"]
DISTANCES: tuple[Distance, ...] = get_args(Distance)
MOST_CELLS = 200_000_000
"""Slices by ties that any of them has: more would not fit into memory."""


def slice_distances(
    networks: Sequence[Network], method: Distance = "spectral", *, compatible: Compatibility = RIGHT
) -> NDArray[np.float64]:
    """Distances between all slices.

    "absdiff" sums absolute differences of ties; a node that a slice lacks has no ties there. "spectral" sums absolute
    differences of normalised Laplacian spectra (``spectra.normalized_spectrum``); one-mode only.

    Args:
        networks: T slices of one series.
        method: which distance.
        compatible: with ``degrees_for_spectrum`` the spectrum is that of the degrees.

    Returns:
        T x T, symmetric, 0 on the diagonal.

    Raises:
        NetworkError: an unknown distance or two-mode slices with "spectral" (NET002), or too many cells (NET005).
    """
    from scipy.spatial.distance import pdist, squareform

    if method == "spectral":
        if not all(each.one_mode for each in networks):
            raise NetworkError("only one-mode networks have a spectrum", code="NET002")
        spectra = [normalized_spectrum(each.dense(), degrees=compatible.degrees_for_spectrum) for each in networks]
        longest = max((len(each) for each in spectra), default=0)
        features = np.array([np.pad(each, (0, longest - len(each))) for each in spectra])
    elif method == "absdiff":
        features = _ties(networks)
    else:
        raise NetworkError(f"{method!r} is no distance; there are {', '.join(DISTANCES)}", code="NET002")
    if len(networks) < 2 or not features.shape[1]:
        return np.zeros((len(networks), len(networks)))
    return np.asarray(squareform(pdist(features, "cityblock")))


def _ties(networks: Sequence[Network]) -> NDArray[np.float64]:
    """T x E: weights of the E pairs of nodes that are tied in any slice."""
    rows = {name: k for k, name in enumerate(sorted({n for each in networks for n in each.rows}, key=text_order))}
    columns = {name: k for k, name in enumerate(sorted({n for each in networks for n in each.columns}, key=text_order))}
    cells, weights = [], []
    for each in networks:
        found = each.matrix.tocoo()
        row = np.array([rows[name] for name in each.rows], dtype=np.int64)
        column = np.array([columns[name] for name in each.columns], dtype=np.int64)
        cells.append(row[found.coords[0]] * len(columns) + column[found.coords[1]])
        weights.append(found.data)
    every, place = np.unique(np.concatenate(cells) if cells else np.zeros(0, dtype=np.int64), return_inverse=True)
    if len(every) * len(networks) > MOST_CELLS:
        raise NetworkError(f"{len(networks):,} slices of {len(every):,} ties are too many", code="NET005")
    features = np.zeros((len(networks), len(every)))
    begin = 0
    for number, given in enumerate(weights):
        features[number, place[begin : begin + len(given)]] = given
        begin += len(given)
    return features
