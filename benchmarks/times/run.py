"""Times on the seed articles: recall, right values and speed, beside dateparser in the same run."""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import json
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from dissensus.annotating.times import find_times
from dissensus.model.documents import PartialDate

Found = list[tuple[int, int, str | None]]
ROOT = Path(__file__).resolve().parents[2]
FLOORS = Path(__file__).with_name("floors.json")
REPEATS = 60
"""How often the seeds are read for one timing of ours: some 200,000 words."""


def overlaps(a: tuple[int, int], b: tuple[int, int]) -> bool:
    """Two spans share at least half of the shorter."""
    shared = min(a[1], b[1]) - max(a[0], b[0])
    return shared > 0 and 2 * shared >= min(a[1] - a[0], b[1] - b[0])


def ours(text: str, published: str) -> Found:
    return [(found.span.start, found.span.end, found.value) for found in find_times(text, PartialDate(published))]


def peers(text: str, published: str) -> Found:
    """What dateparser finds; it gives words and a date, so the words are looked up in the text in order."""
    from dateparser.search import search_dates

    base = dt.datetime.fromisoformat(published)
    settings = {"RELATIVE_BASE": base, "PREFER_DATES_FROM": "past"}
    result: Found = []
    position = 0
    results: list[Any] = search_dates(text, languages=["en"], settings=settings) or []
    for words, date in results:
        start = text.find(words, position)
        if start >= 0:
            position = start + len(words)
            result.append((start, position, date.date().isoformat()))
    return result


def fits(value: str | None, gold: str, *, cut: bool) -> bool:
    if value is None or not cut:
        return value == gold
    day = dt.date.fromisoformat(value)
    year, week, _ = day.isocalendar()
    return gold == f"{year:04d}-W{week:02d}" or (re.fullmatch(r"[\d-]+", gold) is not None and value.startswith(gold))


def score(
    find: Callable[[str, str], Found], gold: list[dict[str, Any]], texts: dict[str, tuple[str, str]], *, cut: bool
) -> tuple[float, float, int, int]:
    """Span recall, share of right values, and what they are shares of."""
    core = found_count = dated = right = 0
    for document in sorted({item["doc"] for item in gold}):
        found = find(*texts[document])
        for item in (g for g in gold if g["doc"] == document and not g.get("optional")):
            hits = [f for f in found if overlaps((item["span"]["start"], item["span"]["end"]), (f[0], f[1]))]
            core += 1
            found_count += bool(hits)
            if hits and item["value"][:1].isdigit():
                dated += 1
                right += any(fits(value, item["value"], cut=cut) for _, _, value in hits)
    return found_count / core, right / dated if dated else 0.0, core, dated


def speed(find: Callable[[str, str], Found], texts: list[tuple[str, str]], repeats: int) -> float:
    words = sum(len(text.split()) for text, _ in texts)
    best = 0.0
    for _ in range(3):
        begin = time.process_time()
        for _ in range(repeats):
            for text, published in texts:
                find(text, published)
        best = max(best, words * repeats / (time.process_time() - begin))
    return best


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="folder with seeds/ and gold/")
    shared: Path = parser.parse_args().shared
    gold = json.loads((shared / "gold" / "times.json").read_text(encoding="utf-8"))["times"]
    with (shared / "seeds" / "metadata.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    texts = {
        row["id"]: ((shared / "seeds" / row["file"]).read_bytes().decode("utf-8"), row["published"]) for row in rows
    }
    recall, right, core, dated = score(ours, gold, texts, cut=False)
    peer_recall, peer_right, _, peer_dated = score(peers, gold, texts, cut=True)
    rate = speed(ours, list(texts.values()), REPEATS)
    peer_rate = speed(peers, list(texts.values()), 1)
    print(f"{'':28}{'times.v1':>12}{'dateparser':>12}")
    print(f"{'span recall of ' + str(core):28}{recall:12.3f}{peer_recall:12.3f}")
    print(f"{f'value right of {dated}, {peer_dated}':28}{right:12.3f}{peer_right:12.3f}")
    print(f"{'words per second':28}{rate:12.0f}{peer_rate:12.0f}")
    print(f"{'ratio of speeds':28}{rate / peer_rate:12.1f}")
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))["times"]
    under = [
        f"{name}: {value:.3f} is under the floor {floors[name]}"
        for name, value in (("seeds_span_recall", recall), ("seeds_value_right", right))
        if value < floors[name]
    ]
    print("\n".join(under), file=sys.stderr, end="\n" if under else "")
    return 1 if under else 0


if __name__ == "__main__":
    sys.exit(main())
