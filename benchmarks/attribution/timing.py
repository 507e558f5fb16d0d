"""Speed on one core: all readers take turns article by article, so other load of the machine falls on all alike."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Mapping
from dataclasses import dataclass

from attribution.readers import LABELS, PLAIN, Found, Reader

_THREADS = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "NUMEXPR_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
    "BLIS_NUM_THREADS",
)


def keep_to_one_thread() -> None:
    """Forbid all libraries more than one thread; before any of them is imported."""
    os.environ.update(dict.fromkeys(_THREADS, "1"))


@dataclass(frozen=True, slots=True)
class Timed:
    """What a run over all articles gave.

    Attributes:
        found: reader to article to what it read.
        seconds: reader to CPU seconds, one number for each round.
        words: number of words (by white space) of all articles.
    """

    found: dict[str, dict[str, list[Found]]]
    seconds: dict[str, list[float]]
    words: int

    def rate(self, name: str) -> float:
        """Words per CPU second, the median of the rounds."""
        return statistics.median(self.words / max(seconds, 1e-9) for seconds in self.seconds[name])

    def ratio(self, name: str, other: str) -> float:
        """How many times as fast a reader is as another, the median of the rounds."""
        pairs = zip(self.seconds[name], self.seconds[other], strict=True)
        return statistics.median(theirs / max(own, 1e-9) for own, theirs in pairs)


def take_turns(readers: Mapping[str, Reader], texts: Mapping[str, str], rounds: int) -> Timed:
    """Let every reader read every article; who begins changes with the article and with the round."""
    names = list(readers)
    found: dict[str, dict[str, list[Found]]] = {name: {} for name in names}
    seconds: dict[str, list[float]] = {name: [] for name in names}
    for number in range(rounds):
        spent = dict.fromkeys(names, 0.0)
        for place, (article, text) in enumerate(texts.items()):
            first = (place + number) % len(names)
            for name in names[first:] + names[:first]:
                start = time.process_time()
                read = readers[name].read(text)
                spent[name] += time.process_time() - start
                if found[name].setdefault(article, read) != read:
                    message = f"{LABELS[name]} read {article} in another way in another round"
                    raise SystemExit(message)
        for name in names:
            seconds[name].append(spent[name])
    return Timed(found, seconds, sum(len(text.split()) for text in texts.values()))


def _short(ratio: float) -> str:
    return f"{ratio:.2f}" if ratio < 100 else f"{ratio:,.0f}"


def table(timed: Timed) -> list[str]:
    """Words per second and ratios, as lines."""
    peers = [name for name in (PLAIN, "textacy") if name in timed.seconds]
    rounds = len(timed.seconds[PLAIN])
    lines = [
        f"One core, one thread, raw text to statements: {timed.words:,} words, CPU time, article by article in turn"
        + (f", median of {rounds} rounds" if rounds > 1 else ""),
        f"{'':22}{'words/s':>10}" + "".join(f"{f'x {LABELS[peer]}':>24}" for peer in peers),
    ]
    for name in sorted(timed.seconds, key=lambda n: n == PLAIN):
        ratios = "".join(f"{_short(timed.ratio(name, peer)):>24}" for peer in peers)
        lines.append(f"{LABELS[name]:22}{timed.rate(name):10,.0f}{ratios}")
    return lines
