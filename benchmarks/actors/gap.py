"""GAP: whether a pronoun is linked to the right one of two names (Webster et al., 2018).

Each of the names A and B is a decision of its own: linked or not. Recall, precision and F1 are over all of them, as the
data set's own scorer counts, for all pronouns and for those of each gender; the ratio is feminine F1 over masculine F1.

A pronoun's mention is a mention of ours whose head is the pronoun's letters. It is linked to A where its entity holds a
mention, itself no pronoun, whose head shares a letter with A at A's given place. A pronoun that is no mention of ours
has no link. The baseline links the nearest name of a person before the pronoun (of our own mentions), and nothing else.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from actors.reading import Found, read_entities
from actors.scoring import Counts

PARTS = ("development", "validation")
FEMININE = frozenset({"she", "her", "hers"})
MASCULINE = frozenset({"he", "his", "him"})
ROWS = ("ours", "nearest name before")

Pair = tuple[bool, bool]
"""Whether the pronoun is linked to A, and to B."""


@dataclass(frozen=True, slots=True)
class Example:
    """One line of the data: a text, a pronoun in it, and two names with whether it means them.

    Attributes:
        text: the raw text.
        pronoun: start and end.
        names: start and end of A and of B.
        gold: whether the pronoun means A, and B.
    """

    text: str
    pronoun: tuple[int, int]
    names: tuple[tuple[int, int], tuple[int, int]]
    gold: Pair

    @property
    def gender(self) -> str:
        """By the pronoun's word: "feminine" or "masculine"."""
        return "feminine" if self.text[slice(*self.pronoun)].lower() in FEMININE else "masculine"


def read_gap(path: Path) -> Iterator[Example]:
    """The examples of a file.

    Raises:
        ValueError: an offset does not point at its words, or a pronoun is of no gender.
    """
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            places = []
            for name in ("Pronoun", "A", "B"):
                start = int(row[f"{name}-offset"])
                places.append((start, start + len(row[name])))
                if row["Text"][slice(*places[-1])] != row[name]:
                    raise ValueError(f"{row['ID']}: {name} is not at its offset")
            if row["Pronoun"].lower() not in FEMININE | MASCULINE:
                raise ValueError(f"{row['ID']}: {row['Pronoun']!r} is no pronoun of a gender")
            gold = (row["A-coref"].upper() == "TRUE", row["B-coref"].upper() == "TRUE")
            yield Example(row["Text"], places[0], (places[1], places[2]), gold)


def linked(example: Example, clusters: Iterable[Sequence[Found]]) -> Pair | None:
    """Which names our entity of the pronoun holds; None where the pronoun is no mention."""
    for cluster in clusters:
        if any((m.head_start, m.head_end) == example.pronoun for m in cluster):
            named = [m for m in cluster if m.form != "pronoun"]
            first, second = (any(m.heads_meet(*name) for m in named) for name in example.names)
            return first, second
    return None


def nearest(example: Example, clusters: Iterable[Sequence[Found]]) -> Pair:
    """The baseline: the last name of a person that ends before the pronoun begins."""
    names = [m for cluster in clusters for m in cluster if m.form == "name" and m.kind == "person"]
    before = [m for m in names if m.head_end <= example.pronoun[0]]
    if not before:
        return False, False
    last = max(before, key=lambda m: (m.head_end, -m.head_start))
    first, second = (last.heads_meet(*name) for name in example.names)
    return first, second


def counted(decided: Iterable[tuple[Pair, Pair]]) -> Counts:
    """Gold and decided pairs as counts of links."""
    right = gold = system = 0
    for truth, links in decided:
        for is_link, is_made in zip(truth, links, strict=True):
            right += is_link and is_made
            gold += is_link
            system += is_made
    return Counts(right, gold, right, system)


@dataclass(frozen=True, slots=True)
class Result:
    """Counts by row ("ours", the baseline) and gender ("all", "feminine", "masculine"), and how ours came about."""

    counts: dict[tuple[str, str], Counts]
    ends: Counter[tuple[str, str]]

    def f1(self, row: str, gender: str = "all") -> float:
        return self.counts[row, gender].f1

    def ratio(self, row: str) -> float:
        """Feminine F1 over masculine F1; 0 without a masculine one."""
        masculine = self.f1(row, "masculine")
        return self.f1(row, "feminine") / masculine if masculine else 0.0


def evaluate(examples: Sequence[Example], read: Sequence[Sequence[Sequence[Found]]]) -> Result:
    """Score the clusters of each example's text."""
    made: dict[str, list[Pair]] = {row: [] for row in ROWS}
    ends: Counter[tuple[str, str]] = Counter()
    for example, clusters in zip(examples, read, strict=True):
        links = linked(example, clusters)
        if links is None:
            end = "pronoun is no mention"
        elif links == example.gold:
            end = "right"
        else:
            end = "linked to neither, wrongly" if not any(links) else "linked to both" if all(links) else "wrong name"
        ends[end, example.text[slice(*example.pronoun)].lower()] += 1
        made["ours"].append(links or (False, False))
        made["nearest name before"].append(nearest(example, clusters))
    counts = {}
    for row, pairs in made.items():
        for gender in ("all", "feminine", "masculine"):
            decided = zip(examples, pairs, strict=True)
            counts[row, gender] = counted((e.gold, pair) for e, pair in decided if gender in ("all", e.gender))
    return Result(counts, ends)


def lines_of(result: Result) -> list[str]:
    """The tables as lines, in percent."""
    lines = [f"{'':22}{'recall':>8}{'prec.':>8}{'F1':>8}{'F1 fem.':>9}{'F1 masc.':>9}{'ratio':>8}"]
    for row in ROWS:
        all_of = result.counts[row, "all"]
        cells = "".join(f"{100 * value:8.1f}" for value in (all_of.recall, all_of.precision, all_of.f1))
        genders = "".join(f"{100 * result.f1(row, gender):9.1f}" for gender in ("feminine", "masculine"))
        lines.append(f"{row:22}{cells}{genders}{result.ratio(row):8.3f}")
    words = sorted({word for _, word in result.ends})
    lines += ["", f"{'examples':28}" + "".join(f"{word:>7}" for word in words) + f"{'all':>7}"]
    for end in sorted({end for end, _ in result.ends}):
        row_counts = [result.ends[end, word] for word in words]
        lines.append(f"{end:28}" + "".join(f"{count:7}" for count in [*row_counts, sum(row_counts)]))
    return lines


def run(shared: Path, part: str = "validation", limit: int | None = None) -> dict[str, float]:
    """Read and score a part of GAP, print the tables, return the measures that floors are of.

    ``gap_ratio`` is the ratio of the genders' F1, the smaller over the larger, so that 1 is best.
    """
    examples = list(read_gap(shared / "data" / "coreference" / "gap" / f"gap-{part}.tsv"))[:limit]
    result = evaluate(examples, read_entities([example.text for example in examples], label="GAP"))
    print(f"GAP {part}: {len(examples)} examples")
    print("\n".join(lines_of(result)))
    ratio = result.ratio("ours")
    return {
        "gap_f1": result.f1("ours"),
        "gap_ratio": min(ratio, 1 / ratio) if ratio else 0.0,
        "gap_over_baseline": result.f1("ours") - result.f1("nearest name before"),
    }
