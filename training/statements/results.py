"""Everything measured of one model, gathered into one dict of plain values: what the model card is written from."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from dissensus.annotating.statements.engine.reader import Network, Reading, read_tokens
from dissensus.annotating.statements.engine.tokens import Tokens
from training.statements.calibration import (
    FLOOR,
    GRID,
    SAMPLES,
    Judged,
    as_prediction,
    by_min_confidence,
    choose_threshold,
    confidences,
    fit,
    judge_confidence,
    judged,
    matches,
    reaching,
    samples_of,
    scored,
)

if TYPE_CHECKING:
    from training.statements.data import Article

MODES = ("direct", "mixed", "indirect")
MISSES = ("missed entirely", "merged with a neighbour", "speaker missing", "speaker where the gold has none",
    "wrong speaker", "taken by another", "content too long", "content too short")  # fmt: skip
"""Why a gold attribution has no match; :func:`miss_of` says which is which."""
FALSE = ("false alarm", "near a gold attribution")
"""Readings without a match: none of their content words is said by anyone in the gold, or some are."""
HELD_WORDS = 0.5
"""Share of a gold content from which a reading is said to hold it: the scorer's own border."""

KeptBy = Literal["confidence", "anchor"]
Mend = Callable[[Tokens, list[Reading]], list[Reading]]


def read_all(network: Network, articles: Sequence[Article], mend: Mend | None = None) -> dict[str, list[Reading]]:
    """Readings of articles whose anchors reach ``FLOOR``, by name of the article, mended as the product mends them."""
    out = {}
    for article in articles:
        readings = read_tokens(article.tokens, network, threshold=FLOOR)
        out[article.name] = mend(article.tokens, readings) if mend else readings
    return out


def measure_everything(
    network: Network,
    held: Sequence[Article],
    dev: Sequence[Article],
    *,
    scorer: ModuleType,
    data: Path,
    mend: Mend | None = None,
    kept_by: KeptBy = "confidence",
    samples: int = SAMPLES,
) -> dict[str, Any]:
    """Threshold and calibration from the held-back articles of train, and all scores on dev.

    Args:
        network: a trained network.
        held: the articles of train that are held back (``data.is_held_back``).
        dev: the articles of dev.
        scorer: the scorer of the benchmark.
        data: folder of the corpus: ``train``, ``dev`` and ``metadata.tsv``.
        mend: what the product does with the readings of a text before it asks how sure they are.
        kept_by: by what the product keeps readings, as for :func:`measure_readings`.
        samples: of each bootstrap.

    Returns:
        As :func:`measure_readings`.

    Raises:
        ValueError: an article given as held back is one to learn from.
    """
    from training.statements.data import is_held_back

    learned = [article.name for article in held if not is_held_back(article.name)]
    if learned:
        raise ValueError(f"{len(learned)} articles are not held back, the first is {learned[0]}")
    return measure_readings(
        judged(held, read_all(network, held, mend), scorer.read_gold(str(data / "train")), scorer),
        judged(dev, read_all(network, dev, mend), scorer.read_gold(str(data / "dev")), scorer),
        scorer=scorer,
        groups=groups_of(data / "metadata.tsv"),
        kept_by=kept_by,
        samples=samples,
    )


def measure_readings(
    held: Sequence[Judged],
    dev: Sequence[Judged],
    *,
    scorer: ModuleType,
    groups: Mapping[str, Mapping[str, str]],
    kept_by: KeptBy = "confidence",
    samples: int = SAMPLES,
) -> dict[str, Any]:
    """All that :func:`measure_everything` gives, from readings of anchors that reach ``FLOOR``.

    The calibration is fitted on all of them. The scores on dev are of what the product keeps by default, the
    calibration errors of all that was read.

    Args:
        held: readings of the held-back articles.
        dev: readings of dev.
        scorer: the scorer of the benchmark.
        groups: of each way to group articles (``outlet``, ``text``): name of the article to its group.
        kept_by: whether a reading is kept by default when its confidence, or when its anchor's probability, reaches a
            threshold that is chosen on the held-back articles.
        samples: of each bootstrap.

    Returns:
        Plain values for JSON: ``floor``; ``kept_by``; ``calibration`` (``coefficients``, ``readings``, ``articles``);
        ``thresholds``: for ``confidence`` and ``anchor`` the best one (:func:`choose_threshold`) with its F1 on dev
        (``dev_f1``); ``dev`` (the scorer's own result); ``confidence`` (``before``: the anchor's probability as it is;
        ``after``: calibrated; ``kept``: calibrated, of what is kept by default; each :func:`judge_confidence`;
        ``sweep``: :func:`by_min_confidence` of all that a user can get); ``groups`` (:func:`by_group`) and ``errors``
        (:func:`errors_of`).
    """
    learn = samples_of(held, scorer, reaching(_likely(held), FLOOR))
    calibration = fit(learn.features, learn.right)
    sure = confidences(dev, calibration)
    thresholds = {}
    for name, of_held, of_dev in (
        ("confidence", confidences(held, calibration), sure),
        ("anchor", _likely(held), _likely(dev)),
    ):
        grid = GRID if name == "confidence" else [least for least in GRID if least >= FLOOR]
        thresholds[name] = choose_threshold(held, scorer, of_held, grid=grid)
        thresholds[name]["dev_f1"] = scored(dev, scorer, reaching(of_dev, thresholds[name]["value"]))["f1"]
    by = sure if kept_by == "confidence" else _likely(dev)
    keeps = reaching(by, thresholds[kept_by]["value"])
    offered = sure
    if kept_by == "anchor":
        offered = [
            [s if k else -1.0 for s, k in zip(each, keep, strict=True)] for each, keep in zip(sure, keeps, strict=True)
        ]

    def judge(scores: Sequence[Sequence[float]], kept: Sequence[Sequence[bool]]) -> dict[str, Any]:
        test = samples_of(dev, scorer, kept)
        flat = [s for each, keep in zip(scores, kept, strict=True) for s, k in zip(each, keep, strict=True) if k]
        return judge_confidence(np.array(flat), test.right, test.article, samples=samples)

    every = reaching(sure, 0.0)
    return {
        "floor": FLOOR,
        "kept_by": kept_by,
        "calibration": {
            "coefficients": calibration.as_dict(),
            "readings": len(learn.right),
            "articles": len(held),
        },
        "thresholds": thresholds,
        "dev": evaluated(dev, scorer, keeps, samples),
        "confidence": {
            "before": judge(_likely(dev), every),
            "after": judge(sure, every),
            "kept": judge(sure, keeps),
            "sweep": by_min_confidence(dev, scorer, offered),
        },
        "groups": {kind: by_group(dev, scorer, group, keeps, samples=samples) for kind, group in groups.items()},
        "errors": errors_of(dev, scorer, keeps),
    }


def _likely(articles: Sequence[Judged]) -> list[list[float]]:
    return [[reading.likely for reading in article.readings] for article in articles]


def evaluated(
    articles: Sequence[Judged], scorer: ModuleType, keeps: Sequence[Sequence[bool]], samples: int
) -> dict[str, Any]:
    """The scorer's own result for the readings to keep."""
    gold = {article.name: (article.text, article.given) for article in articles}
    predictions = {
        article.name: [as_prediction(article.tokens, r) for r, k in zip(article.readings, keep, strict=True) if k]
        for article, keep in zip(articles, keeps, strict=True)
    }
    result: dict[str, Any] = scorer.evaluate(gold, predictions, bootstrap=samples)
    return result


def groups_of(metadata: Path) -> dict[str, dict[str, str]]:
    """Of each article its outlet, and whether its text is an agency's, from PolNeAR's table of metadata.

    The column ``wire`` names the agency of a text, says "None" where it has none, and "NA" where that is not known.
    """
    told = {"None": "the outlet's own", "NA": "not known", "": "not known"}
    groups: dict[str, dict[str, str]] = {"outlet": {}, "text": {}}
    with metadata.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            groups["outlet"][row["filename"]] = row["publisher"]
            groups["text"][row["filename"]] = told.get(row["wire"], "an agency's")
    return groups


def by_group(
    articles: Sequence[Judged],
    scorer: ModuleType,
    group: Mapping[str, str],
    keeps: Sequence[Sequence[bool]],
    *,
    samples: int = SAMPLES,
) -> list[dict[str, Any]]:
    """Match precision, recall and F1 with 95% intervals for each group of articles, by name of the group."""
    parts: dict[str, list[int]] = {}
    for n, article in enumerate(articles):
        parts.setdefault(group.get(article.name, "not known"), []).append(n)
    out = []
    for name in sorted(parts):
        own = parts[name]
        result = evaluated([articles[n] for n in own], scorer, [keeps[n] for n in own], samples)
        scores = {key: result["metrics"][f"match_{key}"] for key in ("p", "r", "f1")}
        out.append({"group": name, "articles": len(own), "gold": result["gold"], **scores})
    return out


def errors_of(articles: Sequence[Judged], scorer: ModuleType, keeps: Sequence[Sequence[bool]]) -> dict[str, Any]:
    """Gold attributions without a match, by reason and mode, and readings without one, by whether they are near any.

    Returns:
        ``missed``: for each of ``MISSES`` its counts by mode and in all; ``false``: for each of ``FALSE`` its count;
        ``gold`` and ``readings``: how many there are.
    """
    missed: Counter[tuple[str, str]] = Counter()
    false: Counter[str] = Counter()
    gold = readings = 0
    for article, keep in zip(articles, keeps, strict=True):
        pairs = matches(article, scorer, keep)
        taken, right = {g for g, _ in pairs}, {p for _, p in pairs}
        read = [p for p, stays in enumerate(keep) if stays]
        gold, readings = gold + len(article.gold), readings + len(read)
        for g in range(len(article.gold)):
            if g not in taken:
                missed[miss_of(article, g, read), article.modes[g]] += 1
        said = set().union(*(a["content"] for a in article.gold))
        for p in read:
            if p not in right:
                false[FALSE[bool(article.read[p]["content"] & said)]] += 1
    rows: list[dict[str, Any]] = [{"class": name, **{mode: missed[name, mode] for mode in MODES}} for name in MISSES]
    for row in rows:
        row["all"] = sum(row[mode] for mode in MODES)
    return {"missed": rows, "false": {name: false[name] for name in FALSE}, "gold": gold, "readings": readings}


def miss_of(article: Judged, g: int, read: Sequence[int]) -> str:
    """Why a gold attribution has no match: one of ``MISSES``, judged by the reading with the best content Jaccard.

    - missed entirely: no reading has a content word in common with it;
    - where the contents agree (Jaccard of one half): speaker missing, speaker where the gold has none, wrong speaker,
      or, with the right speaker, taken by another (the reading is the match of another gold attribution);
    - merged with a neighbour: the reading holds at least half of its content words, and at least half of another's that
      neither lies within it nor it within that one;
    - content too long or too short: the reading has more words than the gold, or not.

    Args:
        article: the article.
        g: number of the gold attribution.
        read: numbers of the readings that are there.
    """
    content, speaker = article.gold[g]["content"], article.gold[g]["source"]

    def jaccard(p: int) -> float:
        other = article.read[p]["content"]
        return len(content & other) / len(content | other)

    near = [p for p in read if article.read[p]["content"] & content]
    if not near:
        return "missed entirely"
    best = max(near, key=lambda p: (jaccard(p), -p))
    found, named = article.read[best]["content"], article.read[best]["source"]
    if jaccard(best) >= HELD_WORDS:
        if named & speaker or not (named or speaker):
            return "taken by another"
        if named and speaker:
            return "wrong speaker"
        return "speaker missing" if speaker else "speaker where the gold has none"
    if len(found & content) >= HELD_WORDS * len(content):
        for other in article.gold[:g] + article.gold[g + 1 :]:
            apart = not (other["content"] <= content or content <= other["content"])
            if apart and len(found & other["content"]) >= HELD_WORDS * len(other["content"]):
                return "merged with a neighbour"
    return "content too long" if len(found) > len(content) else "content too short"
