"""Attributions: quality on PolNeAR and on the seeds, calibration, speed and memory, ours beside peers, in one run.

    python benchmarks/attribution/run.py [--shared ../shared] [--split dev] [--seeds] [--sweep] [--repeat 3]

Reads PolNeAR from SHARED/data/polnear/SPLIT and scores with SHARED/bench/attribution/score.py; the seeds are scored by
SHARED/bench/seeds/score.py. Everything runs on one thread. See README.md beside this file.

The exit code is not 0 when a measure of ours lies under its floor in floors.json, or when the run cannot be done.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from attribution import cards, memory, scoring, seeds, timing  # noqa: E402
from attribution.readers import (  # noqa: E402
    LABELS,
    NAMES,
    OURS,
    PLAIN,
    SCORED,
    Reader,
    Rules,
    Trained,
    is_installed,
    make,
)

timing.keep_to_one_thread()  # none of the libraries has been imported by now

from dissensus.model.errors import DissensusError  # noqa: E402
from dissensus.model.options import DEFAULT_MIN_CONFIDENCE  # noqa: E402

Values = dict[str, dict[str, float]]
SPEEDS = frozenset({f"to_{PLAIN}", "to_textacy", "parse_to_step"})
"""What is not measured where an existing output is scored, or textacy is not installed."""


def score_rows(
    scorer: ModuleType, gold: scoring.Gold, found: Mapping[str, scoring.Predictions], given: argparse.Namespace
) -> Values:
    """Print the table of quality; the values of ours by name."""
    values: Values = {}
    print(scoring.HEAD)
    for name, everything in found.items():
        kept = scoring.at_least(everything, given.min_confidence)
        result = scorer.evaluate(gold, kept, given.bootstrap)
        print(scoring.row(LABELS.get(name, name), result), flush=True)
        if name in SCORED or name == "jsonl":
            top = scorer.evaluate(gold, scoring.without_nested(kept), given.bootstrap)
            print(scoring.row("  nested left out", top), flush=True)
            values[name] = scoring.values_of(result)
            values[name] |= {f"top_level_{key}": value for key, value in scoring.values_of(top).items()}
    if values:
        print("The gold marks next to no attribution inside another one, so nested statements of ours count as wrong.")
    return values


def print_calibration(
    scorer: ModuleType, gold: scoring.Gold, found: Mapping[str, scoring.Predictions], values: Values
) -> None:
    """Print the calibration errors; ``calibration`` in the values is one less the error, so that more is better."""
    print(f"\nExpected calibration error in points, {scoring.BINS} bins, all statements whatever their confidence")
    for name in values:
        error = scoring.calibration_error(scorer, gold, found[name])
        top = scoring.calibration_error(scorer, gold, scoring.without_nested(found[name]))
        print(f"{LABELS.get(name, name):22}{100 * error:6.1f}   nested left out{100 * top:6.1f}")
        values[name] |= {"calibration": 1 - error, "top_level_calibration": 1 - top}


def run_split(given: argparse.Namespace) -> Values:
    """The part of the run on a split of PolNeAR; the values of ours by name."""
    scorer = scoring.load_scorer(given.shared)
    gold = scoring.read_gold(scorer, given.shared / "data" / "polnear" / given.split, given.limit)
    texts = {name: text for name, (text, _) in gold.items()}
    marked = sum(bool(scorer.Tokens(text).cover(a["content"])) for text, all_ in gold.values() for a in all_)
    print(f"PolNeAR {given.split}: {len(gold)} articles, {marked:,} attributions")
    print(
        f"Least confidence {given.min_confidence}"
        + (f"; in brackets 95% intervals, {given.bootstrap} bootstraps over articles" if given.bootstrap else "")
    )
    found: dict[str, scoring.Predictions] = {}
    timed = None
    used: dict[str, memory.Used] = {}
    readers: dict[str, Reader] = {}
    speeds: Values = {}
    if given.jsonl is not None:
        found["jsonl"] = scoring.read_jsonl(given.jsonl, gold)
        print(f"{given.jsonl} holds {len(found['jsonl'])} of them")
    else:
        names = [name for name in given.only if is_installed(name)]
        if len(names) < len(given.only):
            print("textacy is not installed, so it has no row")
        # A fresh process first: nothing else of this run is loaded yet.
        measured = [] if given.no_memory else [name for name in [*names, PLAIN] if name != "marks"]
        used = {name: memory.measure(name, texts) for name in measured}
        readers = {name: make(name) for name in [*names, PLAIN]}
        rules = readers.get("rules")
        if isinstance(rules, Rules):
            rules.parse = rules.step = 0.0
        timed = timing.take_turns(readers, texts, given.repeat)
        found = {name: timed.found[name] for name in names}
        for name in names:
            speeds[name] = {f"to_{PLAIN}": timed.ratio(name, PLAIN)}
            if "textacy" in names:
                speeds[name]["to_textacy"] = timed.ratio(name, "textacy")
        if isinstance(rules, Rules):
            speeds["rules"]["parse_to_step"] = rules.parse / max(rules.step, 1e-9)
    values = score_rows(scorer, gold, found, given)
    if values:
        print_calibration(scorer, gold, found, values)
    if given.sweep:
        for name in values:
            print("\n" + "\n".join(scoring.sweep(scorer, gold, found[name], LABELS.get(name, name))), flush=True)
    if timed is not None:
        print("\n" + "\n".join(timing.table(timed)))
        if "rules" in speeds:
            print(
                f"The rules' parse takes {speeds['rules']['parse_to_step']:.0f} times as long as the rules themselves."
            )
        if used:
            print("\n" + "\n".join(memory.table(used, len(texts))))
        if given.card_rows is not None:
            write_cards(given, timed, used, readers, values, len(texts))
    return {name: measured | speeds.get(name, {}) for name, measured in values.items()}


def write_cards(
    given: argparse.Namespace,
    timed: timing.Timed,
    used: Mapping[str, memory.Used],
    readers: Mapping[str, Reader],
    values: Values,
    articles: int,
) -> None:
    """Write speed, memory and the product's scores of each trained model that was read with, for its card."""
    by = cards.machine()
    for name, reader in readers.items():
        if isinstance(reader, Trained):
            rows = cards.rows_of(name, timed, used, nested=reader.nested, articles=articles, split=given.split, by=by)
            print(f"\nThe rows for the card of {name} stand in {cards.write_rows(given.card_rows, name, rows)}")
            if given.limit is None and given.min_confidence == DEFAULT_MIN_CONFIDENCE:
                product = cards.product_of(name, values, nested=reader.nested)
                print(f"and those of its scores in {cards.write_product(given.card_rows, name, product)}")


def run_seeds(given: argparse.Namespace) -> Values:
    """The part of the run on the seeds; the values of ours by name."""
    values: Values = {}
    annotated = {}
    for name in [n for n in OURS if n in given.only] if given.seeds_jsonl is None else ["jsonl"]:
        if given.seeds_jsonl is None:
            annotated[name] = seeds.annotate(given.shared / "seeds", name)
        else:
            annotated[name] = seeds.read_records(given.seeds_jsonl)
        values[name] = seeds.score(given.shared, annotated[name], given.min_confidence)
    print("\n" + "\n".join(seeds.table(values)))
    for name in annotated if given.sweep else ():
        print("\n" + "\n".join(seeds.sweep(given.shared, annotated[name], name, scoring.SWEPT)))
    return values


def parse(arguments: list[str] | None) -> argparse.Namespace:
    """The command line, checked."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--shared", type=Path, default=HERE.parents[2] / "shared", help="folder with data and scorers")
    parser.add_argument("--split", default="dev", choices=("dev", "train", "none"), help="none: only --seeds")
    parser.add_argument("--train", dest="split", action="store_const", const="train", help="the same as --split train")
    parser.add_argument("--limit", type=int, help="only the first so many articles; floors are not judged then")
    parser.add_argument("--only", nargs="+", choices=NAMES, default=list(NAMES), help="only these rows")
    parser.add_argument("--no-peers", dest="only", action="store_const", const=list(SCORED), help="only rows of ours")
    parser.add_argument("--jsonl", type=Path, help="score this output of `dissensus annotate --jsonl` on the split")
    parser.add_argument(
        "--judge-as", choices=OURS, default=OURS[0], help="whose floors --jsonl and --seeds-jsonl must hold"
    )
    parser.add_argument("--seeds", action="store_true", help="the whole default pipeline on the seeds, too")
    parser.add_argument("--seeds-jsonl", type=Path, help="with --seeds: score this output instead")
    parser.add_argument(
        "--min-confidence",
        type=float,
        default=DEFAULT_MIN_CONFIDENCE,
        help="least confidence of ours; %(default)s is what `dissensus annotate` writes without one",
    )
    parser.add_argument("--sweep", action="store_true", help="scores at a least confidence of 0.0 to 0.9")
    parser.add_argument("--repeat", type=int, default=1, help="rounds of reading, for the speed")
    parser.add_argument("--bootstrap", type=int, default=1000, help="samples of the intervals; 0 for none")
    parser.add_argument("--no-memory", action="store_true", help="leave out memory and loading")
    parser.add_argument("--card-rows", type=Path, help="folder for what the models' cards have from here")
    given = parser.parse_args(arguments)
    if given.repeat < 1 or given.bootstrap < 0 or (given.limit is not None and given.limit < 1):
        parser.error("--repeat and --limit are at least 1, --bootstrap at least 0")
    if given.split == "none" and not given.seeds:
        parser.error("--split none leaves nothing to do without --seeds")
    if given.card_rows is not None and (given.split == "none" or given.jsonl is not None):
        parser.error("--card-rows needs a split that is read")
    for path in (given.shared, given.jsonl, given.seeds_jsonl):
        if path is not None and not path.exists():
            parser.error(f"{path} does not exist")
    return given


def broken_floors(given: argparse.Namespace, split: Values, of_seeds: Values) -> list[str]:
    """What lies under its floor. Floors are for whole splits at the default confidence."""
    if given.min_confidence != DEFAULT_MIN_CONFIDENCE:
        print("\nFloors are judged at the default confidence only.")
        return []
    floors: dict[str, dict[str, dict[str, float]]] = json.loads((HERE / "floors.json").read_text(encoding="utf-8"))
    parts = {given.split: split, "seeds": of_seeds}
    if given.limit is not None and split:
        print("\nFloors of the split are not judged with --limit.")
        del parts[given.split]
    broken: list[str] = []
    for part, measured in parts.items():
        for name, values in measured.items():
            model = given.judge_as if name == "jsonl" else name
            wanted = floors.get(part, {}).get(model, {})
            broken += scoring.below_floor(values, wanted, f"{part} {model}", SPEEDS)
    return broken


def main(arguments: list[str] | None = None) -> int:
    """Print the tables; 1 when a floor is broken."""
    given = parse(arguments)
    try:
        split = {} if given.split == "none" else run_split(given)
        of_seeds = run_seeds(given) if given.seeds else {}
    except DissensusError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    broken = broken_floors(given, split, of_seeds)
    for line in broken:
        print(line, file=sys.stderr)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
