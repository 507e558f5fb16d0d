"""ECB+: people and organisations across documents, ours and same-head on the same mentions.

The default pipeline reads each document, then one run of the resolver takes all of them as one corpus; the baselines'
scope is the same. Mentions of ours in the selected sentences count, save those of kind place: places are no HUMAN_PART.
An entity that the resolver gives no actor is an entity of its document alone.

Three comparisons, B3 each time:

* by head: a mention of ours counts as the gold mention whose head it shares (one to one). Spans of ECB+ are short
  ("host" for "the host of the awards"), so this is the main one;
* by span: normalised spans must be equal;
* on gold mentions: each gold mention takes the actor of ours that shares its head; one that we lack is alone, for the
  baselines too. Mentions of ours that are not gold's are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from actors.ecb import DEV_TOPICS, EcbDocument, read_ecb
from actors.heads import HEAD_BASELINES, Span, head_label, matched_by_head, normalised
from actors.reading import Found, found_of, mentions_of, read_drafts
from actors.scoring import Counts, b3, clusters_of

OURS = "ours"
WAYS = ("by head", "by span", "on gold mentions")
MAIN = WAYS[0]
BASELINES = tuple(f"{head}{where}" for head in HEAD_BASELINES for where in ("", ", pronouns by document"))


@dataclass(frozen=True, slots=True)
class Read:
    """What was found in one document: each mention with the actor or, without one, the entity that it belongs to."""

    mentions: tuple[tuple[Found, Hashable], ...]


def resolve(documents: Sequence[EcbDocument]) -> list[Read]:
    """Read all documents and resolve their actors as one corpus."""
    from dissensus.model.documents import Document
    from dissensus.reconciling.actors import RuleActorResolver

    sources = (Document(id=document.name, text=document.text) for document in documents)
    drafts = list(read_drafts(sources, label="ECB+"))
    resolution = RuleActorResolver()(mentions_of(draft) for draft in drafts)
    found = []
    for draft in drafts:
        links = resolution.links[draft.document.id]
        rows = []
        for mention in draft.mentions:
            actor = links[mention.entity]
            rows.append((found_of(mention), actor if actor is not None else (draft.document.id, mention.entity)))
        found.append(Read(tuple(rows)))
    return found


def _label(row: str, document: EcbDocument, mention: Found, entity: Hashable) -> Hashable:
    """What makes two mentions one in a row of the table."""
    if row == OURS:
        return entity
    baseline, _, where = row.partition(",")
    label = head_label(document.text, mention, baseline)
    return (document.name, label) if where and mention.form == "pronoun" else label


@dataclass(frozen=True, slots=True)
class Compared:
    """What the comparison gave.

    Attributes:
        b3: way of comparing to row ("ours" or a baseline) to the B3 over all documents together.
        detected: way of comparing to the counts of mentions.
    """

    b3: Mapping[str, Mapping[str, Counts]]
    detected: Mapping[str, Counts]


def compare(documents: Sequence[EcbDocument], read: Sequence[Read]) -> Compared:
    """Score what was read of the documents."""
    gold: dict[Hashable, Hashable] = {}
    labels: dict[str, dict[str, dict[Hashable, Hashable]]] = {w: {r: {} for r in (OURS, *BASELINES)} for w in WAYS}
    for document, each in zip(documents, read, strict=True):
        golden: dict[Span, tuple[Span, str]] = {}
        for mention in document.mentions:
            span = normalised(document.text, mention.start, mention.end)
            golden.setdefault(span, ((mention.head_start, mention.head_end), mention.entity))
        ours: dict[Span, tuple[Found, Hashable]] = {}
        for found, entity in each.mentions:
            span = normalised(document.text, found.start, found.end)
            if found.kind != "place" and document.holds(*span):
                ours.setdefault(span, (found, entity))
        heads = [(span, head) for span, (head, _) in golden.items()]
        pairs = matched_by_head(heads, {span: found for span, (found, _) in ours.items()})
        gold |= {(document.name, span): entity for span, (_, entity) in golden.items()}
        _note(labels, document, ours, pairs, golden)
    reference = clusters_of(gold)
    scored = {
        way: {row: b3(reference, clusters_of(by_mention)) for row, by_mention in rows.items()}
        for way, rows in labels.items()
    }
    detected = {}
    for way in WAYS[:2]:
        system = labels[way][OURS]
        right = len(gold.keys() & system.keys())
        detected[way] = Counts(right, len(gold), right, len(system))
    return Compared(scored, detected)


def _note(
    labels: Mapping[str, Mapping[str, dict[Hashable, Hashable]]],
    document: EcbDocument,
    ours: Mapping[Span, tuple[Found, Hashable]],
    pairs: Mapping[Span, Span],
    golden: Mapping[Span, object],
) -> None:
    """Give each mention of a document its label, for every way and row."""
    name = document.name
    ways: dict[str, Callable[[Span], Hashable | None]] = {
        "by head": lambda span: (name, pairs[span]) if span in pairs else (name, "ours", span),
        "by span": lambda span: (name, span),
        "on gold mentions": lambda span: (name, pairs[span]) if span in pairs else None,
    }
    for way, key_of in ways.items():
        for row, by_mention in labels[way].items():
            for span, (found, entity) in ours.items():
                key = key_of(span)
                if key is not None:
                    by_mention[key] = _label(row, document, found, entity)
            if way == "on gold mentions":
                for span in golden:
                    by_mention.setdefault((name, span), ("alone", name, span))


def over_baseline(rows: Mapping[str, Counts]) -> float:
    """B3 F1 of ours less that of the best baseline."""
    return rows[OURS].f1 - max(rows[row].f1 for row in BASELINES)


def _lines(title: str, rows: Mapping[str, Counts]) -> list[str]:
    lines = [f"{title:44}{'recall':>8}{'prec.':>8}{'F1':>8}"]
    for row, counts in rows.items():
        cells = (counts.recall, counts.precision, counts.f1)
        lines.append(f"{row:44}" + "".join(f"{100 * cell:8.1f}" for cell in cells))
    return lines


def lines_of(compared: Compared) -> list[str]:
    """The tables as lines; recall, precision and F1 in percent."""
    lines = [*_lines("mentions", compared.detected), ""]
    for way, rows in compared.b3.items():
        lines += _lines(f"{way}: B3", rows)
        lines += [f"{'difference to the best baseline':44}{100 * over_baseline(rows):24.1f}", ""]
    return lines[:-1]


def run(shared: Path, limit: int | None = None) -> dict[str, float]:
    """Read and score the dev topics of ECB+, print the tables, return the measures that floors are of."""
    documents = read_ecb(shared / "data" / "ecbplus", DEV_TOPICS)[:limit]
    compared = compare(documents, resolve(documents))
    gold = sum(len(document.mentions) for document in documents)
    entities = len({mention.entity for document in documents for mention in document.mentions})
    print(f"ECB+ dev topics: {len(documents)} documents, {gold} human mentions of {entities} entities, one corpus")
    print("\n".join(lines_of(compared)))
    return {
        "ecb_b3_f1": compared.b3[MAIN][OURS].f1,
        "ecb_over_baseline": over_baseline(compared.b3[MAIN]),
        "ecb_exact_over_baseline": over_baseline(compared.b3["by span"]),
        "ecb_gold_over_baseline": over_baseline(compared.b3["on gold mentions"]),
    }
