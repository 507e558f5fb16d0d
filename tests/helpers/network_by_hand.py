"""Networks from matrices written by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy.sparse import csr_array

from dissensus.networks.network import Network
from dissensus.networks.options import NetworkOptions


def one_mode(matrix: ArrayLike, names: Sequence[str] = (), *, middle: int = 0) -> Network:
    """A one-mode network; nodes are a, b, c, ... unless named."""
    weights = np.array(matrix, dtype=np.float64)
    rows = tuple(names) or tuple(chr(97 + k) for k in range(len(weights)))
    options = NetworkOptions(aggregation="subtract", normalization="average")
    return Network(rows, rows, csr_array(weights), options, 0, False, middle - 1, middle, middle + 1)


def two_mode(matrix: ArrayLike, names: Sequence[str] = (), **options: Any) -> Network:
    """A two-mode network of "subtract", or what is said; columns are claim 0, claim 1, ..."""
    weights = np.array(matrix, dtype=np.float64)
    rows = tuple(names) or tuple(chr(97 + k) for k in range(len(weights)))
    columns = tuple(f"claim {k}" for k in range(weights.shape[1]))
    taken = replace(NetworkOptions(mode="two-mode", aggregation="subtract"), **options)
    return Network(rows, columns, csr_array(weights), taken, 0, True, -1, 0, 1)
