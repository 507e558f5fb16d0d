"""Products of half precision where the processor has them; others imitate them, slowly."""

from __future__ import annotations

import torch

HAS_HALF = torch.backends.cpu.get_cpu_capability().startswith("AVX512")
"""Processors with AVX-512 have them or lose little."""


def half_precision(wanted: bool = True) -> torch.autocast:
    """A block in which products are of half precision, if wanted and to be had."""
    return torch.autocast("cpu", torch.bfloat16, enabled=wanted and HAS_HALF)
