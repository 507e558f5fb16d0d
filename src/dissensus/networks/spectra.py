"""The spectrum of a network: what two networks on other actors, or of other density, can be compared by."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dissensus.model.errors import NetworkError

MOST_NODES = 5_000
"""Eigenvalues of more nodes take minutes and gigabytes."""


def normalized_spectrum(matrix: NDArray[np.float64], *, degrees: bool = False) -> NDArray[np.float64]:
    """Eigenvalues of the Laplacian, largest first, as shares of their sum.

    The Laplacian is D - Y with D the diagonal of row sums (Chung 1997, Spectral Graph Theory; as a distance between
    time slices after Masuda & Holme 2019, Detecting sequences of system states in temporal networks). Negative weights
    count as no tie; the diagonal plays no part.

    Args:
        matrix: n x n symmetric weights.
        degrees: the eigenvalues of D alone, which are the row sums (with the diagonal), as DNA 3.1 computes them.

    Returns:
        n numbers that sum to 1, or all 0 for a network without positive ties.

    Raises:
        NetworkError: the matrix is not square or has cells that are no number (NET002), or is too large (NET005).
    """
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1]:
        raise NetworkError("only one-mode networks have a spectrum", code="NET002")
    if len(matrix) > MOST_NODES:
        raise NetworkError(f"the spectrum of {len(matrix):,} nodes is too large", code="NET005")
    if not np.isfinite(matrix).all():
        raise NetworkError("a network with cells that are no number has no spectrum", code="NET002")
    ties = np.maximum(matrix, 0.0)
    strength = ties.sum(axis=1)
    if degrees:
        values = np.sort(strength)[::-1]
    else:
        # Actors without ties have the eigenvalue 0 and need not be looked at.
        tied = np.flatnonzero(strength)
        laplacian = -ties[np.ix_(tied, tied)]
        laplacian[np.diag_indices(len(tied))] += strength[tied]
        values = np.zeros(len(matrix))
        values[: len(tied)] = np.maximum(np.linalg.eigvalsh(laplacian)[::-1], 0.0)
    total = values.sum()
    return np.asarray(values / total) if total > 0 else np.zeros(len(matrix))


def spectral_distance(first: NDArray[np.float64], second: NDArray[np.float64]) -> float:
    """Sum of absolute differences of two normalised spectra, from 0 to 2; the shorter one goes on with zeros."""
    size = max(len(first), len(second))
    return float(np.abs(np.pad(first, (0, size - len(first))) - np.pad(second, (0, size - len(second)))).sum())
