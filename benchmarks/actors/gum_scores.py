"""GUM: coreference and detection of mentions in one document, ours and head-match on the same mentions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from actors.gum import GoldMention, GumDocument, read_gum
from actors.heads import HEAD_BASELINES, PRONOUNS_ALONE, Span, by_head, matched_by_head, normalised
from actors.reading import Found, read_entities
from actors.scoring import MEASURES, Counts, Score, score

OURS = "ours"


@dataclass(slots=True)
class Table:
    """All that is counted over the documents.

    Attributes:
        exact: row ("ours" or a baseline) to its score, mentions compared by span.
        heads: the same where a mention of ours counts as the gold mention whose head it shares.
        detected: "exact" and "head overlap" to the counts of mentions.
        gold: form to the number of gold mentions.
        missed: (how compared, form) to the number of gold mentions that were not found.
        words: (how compared, form) to words of the heads of those.
        spurious: (form of ours, why) to the number of mentions of ours that are not gold's.
        borders: how the spans of ours differ that share a head with a gold mention but not its span.
        dropped: mentions of ours left out since their normalised span was another one's.
    """

    exact: dict[str, Score] = field(default_factory=dict)
    heads: dict[str, Score] = field(default_factory=dict)
    detected: dict[str, Counts] = field(default_factory=dict)
    gold: Counter[str] = field(default_factory=Counter)
    missed: Counter[tuple[str, str]] = field(default_factory=Counter)
    words: dict[tuple[str, str], Counter[str]] = field(default_factory=dict)
    spurious: Counter[tuple[str, str]] = field(default_factory=Counter)
    borders: Counter[str] = field(default_factory=Counter)
    dropped: int = 0


def _unique(text: str, clusters: Sequence[Sequence[Found]]) -> tuple[list[list[Found]], dict[Found, Span]]:
    """The clusters with one mention for each normalised span (the first), and the spans."""
    spans: dict[Found, Span] = {}
    taken: set[Span] = set()
    kept = []
    for cluster in clusters:
        cluster_kept = []
        for mention in cluster:
            span = normalised(text, mention.start, mention.end)
            if span not in taken:
                taken.add(span)
                spans[mention] = span
                cluster_kept.append(mention)
        if cluster_kept:
            kept.append(cluster_kept)
    return kept, spans


def measure(
    documents: Sequence[GumDocument], others: Sequence[GumDocument], read: Sequence[list[list[Found]]]
) -> Table:
    """Compare what was read with gold.

    Args:
        documents: gold mentions of the kinds that count.
        others: the same documents with mentions of all kinds, to tell why mentions of ours are wrong.
        read: clusters of mentions of each document.
    """
    table = Table()
    for document, everything, clusters in zip(documents, others, read, strict=True):
        _add(table, document, everything, clusters)
    return table


def _add(table: Table, document: GumDocument, everything: GumDocument, clusters: Sequence[Sequence[Found]]) -> None:
    text = document.text
    gold_clusters: list[list[Span]] = []
    gold: dict[Span, GoldMention] = {}
    for cluster in document.clusters():
        placed = [(normalised(text, m.start, m.end), m) for m in cluster]
        new = {span: m for span, m in placed if span not in gold}
        if new:
            gold |= new
            gold_clusters.append(sorted(new))
    kept, spans = _unique(text, clusters)
    table.dropped += sum(map(len, clusters)) - len(spans)
    ordered = sorted(spans)
    ours = {spans[mention]: mention for mention in ordered}
    golden = sorted(gold.items(), key=lambda each: each[0])
    pairs = matched_by_head([(span, (m.head_start, m.head_end)) for span, m in golden], ours)
    for row in (OURS, *HEAD_BASELINES, PRONOUNS_ALONE):
        found = kept if row == OURS else by_head(text, ordered, row)
        exact = [[spans[m] for m in cluster] for cluster in found]
        # A span of ours that stands for no gold mention must not be taken for one.
        mapped = [[pairs.get(span, ("ours", *span)) for span in cluster] for cluster in exact]
        table.exact[row] = table.exact.get(row, Score()) + score(gold_clusters, exact)
        table.heads[row] = table.heads.get(row, Score()) + score(gold_clusters, mapped)
    right = {"exact": set(ours) & set(gold), "head overlap": set(pairs.values())}
    for how, spans_right in right.items():
        counts = Counts(len(spans_right), len(gold), len(spans_right), len(ours))
        table.detected[how] = table.detected.get(how, Counts()) + counts
        for span, mention in golden:
            if span not in spans_right:
                key = (how, mention.form)
                table.missed[key] += 1
                word = text[mention.root_start : mention.root_end].lower()
                table.words.setdefault(key, Counter())[word] += 1
    table.gold.update(mention.form for mention in gold.values())
    kinds = {normalised(text, m.start, m.end): m.kind for m in everything.mentions}
    for span, found_one in ours.items():
        if span not in gold:
            why = "other span of it" if span in pairs else f"gold's {kinds[span]}" if span in kinds else "not in gold"
            table.spurious[found_one.form, why] += 1
        if span in pairs and pairs[span] != span:
            for word, place in (("begins", 0), ("ends", 1)):
                if span[place] != pairs[span][place]:
                    early = span[place] < pairs[span][place]
                    table.borders[f"ours {word} {'earlier' if early else 'later'}"] += 1


def _row(name: str, counts: Counts) -> str:
    return f"{name:34}{100 * counts.recall:8.1f}{100 * counts.precision:8.1f}{100 * counts.f1:8.1f}"


def _scores(title: str, scores: dict[str, Score]) -> list[str]:
    lines = [f"{title:34}" + "".join(f"{name:>24}" for name in ("MUC", "B3", "CEAF-e")) + f"{'average':>10}"]
    for name, each in scores.items():
        cells = (each.counts[measure] for measure in MEASURES)
        shown = "".join(f"{100 * c.recall:10.1f}{100 * c.precision:7.1f}{100 * c.f1:7.1f}" for c in cells)
        lines.append(f"{name:34}{shown}{100 * each.average:10.1f}")
    return lines


def lines_of(table: Table, most: int = 12) -> list[str]:
    """The tables as lines; recall, precision and F1 in percent."""
    lines = _scores("spans exact: recall, precision, F1", table.exact)
    lines.append(f"{'difference to the better baseline':34}{100 * over_baseline(table.exact):82.1f}")
    lines += ["", *_scores("spans by head overlap", table.heads)]
    lines.append(f"{'difference to the better baseline':34}{100 * over_baseline(table.heads):82.1f}")
    lines += ["", f"{'mentions':34}{'recall':>8}{'prec.':>8}{'F1':>8}"]
    lines += [_row(how, counts) for how, counts in table.detected.items()]
    lines += [
        "",
        f"{'gold mentions missed':26}{'gold':>7}{'exact':>8}{'by head':>8}   most missed heads (by head overlap)",
    ]
    for form, total in sorted(table.gold.items()):
        words = table.words.get(("head overlap", form), Counter()).most_common(most)
        shown = ", ".join(f"{word} {count}" for word, count in words)
        exact, head = table.missed["exact", form], table.missed["head overlap", form]
        lines.append(f"{form:26}{total:7}{exact:8}{head:8}   {shown}")
    lines += ["", "mentions of ours that are not gold's"]
    lines += [f"  {form:10}{why:24}{count:6}" for (form, why), count in sorted(table.spurious.items())]
    lines += ["of the other spans"] + [f"  {how:34}{count:6}" for how, count in sorted(table.borders.items())]
    return lines


def over_baseline(scores: dict[str, Score]) -> float:
    """Average of ours less that of the better head-match baseline on the same mentions."""
    return scores[OURS].average - max(scores[name].average for name in HEAD_BASELINES)


def run(shared: Path, part: str = "test", limit: int | None = None, most: int = 12) -> dict[str, float]:
    """Read and score a part of GUM, print the tables, return the measures that floors are of.

    Args:
        shared: the folder with the benchmark data.
        part: "train", "test" or "all".
        limit: only so many documents.
        most: how many of the most missed heads to print.
    """
    folder = shared / "data" / "coreference" / "gum"
    documents = read_gum(folder, part)[:limit]
    others = read_gum(folder, part, None)[:limit]
    table = measure(documents, others, read_entities([each.text for each in documents], label="GUM"))
    mentions = sum(len(each.mentions) for each in documents)
    print(f"GUM {part}: {len(documents)} documents, {mentions} gold mentions of person, organization and place")
    print("\n".join(lines_of(table, most)))
    return {
        "gum_average": table.exact[OURS].average,
        "gum_over_baseline": over_baseline(table.exact),
        "gum_heads_over_baseline": over_baseline(table.heads),
        "gum_mentions_f1": table.detected["exact"].f1,
    }
