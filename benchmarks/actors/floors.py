"""Which measures may have a floor in ``floors.json``, and what it means to be under it."""

from __future__ import annotations

from collections.abc import Mapping

MEASURES = {
    "seeds": (
        "seeds_recall_important",
        "seeds_b3_precision",
        "seeds_b3_recall",
        "seeds_b3_f1",
        "seeds_speakers_right",
    ),
    "gum": ("gum_average", "gum_over_baseline", "gum_heads_over_baseline", "gum_mentions_f1"),
    "gap": ("gap_f1", "gap_ratio", "gap_over_baseline"),
    "ecb": ("ecb_b3_f1", "ecb_over_baseline", "ecb_exact_over_baseline", "ecb_gold_over_baseline"),
    "speed": ("rest_to_added", "parse_to_steps", "double_to_growth", "entities_per_second"),
}
"""Part to the measures that may have a floor; more is better in each."""


def below(measured: Mapping[str, float], floors: Mapping[str, float], part: str) -> list[str]:
    """What is wrong with a part's measures, in words: those under their floor, and floors that were not measured."""
    wrong = []
    for name in MEASURES[part]:
        if name in floors and name not in measured:
            wrong.append(f"{name} has a floor but was not measured")
        elif name in floors and measured[name] < floors[name]:
            wrong.append(f"{name} {measured[name]:.4f} is under its floor {floors[name]}")
    return wrong


def unknown(floors: Mapping[str, float]) -> list[str]:
    """Floors of nothing that is measured, in words."""
    known = {name for names in MEASURES.values() for name in names}
    return [f"the floor {name} is of nothing that is measured" for name in floors if name not in known]
