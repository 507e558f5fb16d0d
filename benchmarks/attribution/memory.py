"""Memory and time of loading a reader, and memory of reading, each in a fresh process.

    python benchmarks/attribution/memory.py READER < TEXTS.json

prints one JSON object with the growth of the peak of resident memory in bytes (``load``, ``read``) and the CPU seconds
of loading (``seconds``). Loading counts the libraries in, and one short sentence, since models are loaded at need.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from attribution.readers import LABELS, make
from attribution.timing import keep_to_one_thread

MIB = 2**20
LONGEST = 10
"""So many of the longest articles are read: the peak lies with the longest."""


def peak() -> int:
    """Most resident memory of this process so far, in bytes.

    ``getrusage`` may count the parent's memory from before the process began its own program; Linux tells the
    program's own peak elsewhere.
    """
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        status = ""
    own = re.search(r"^VmHWM:\s+(\d+) kB$", status, re.MULTILINE)
    if own:
        return int(own.group(1)) * 1024
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used if sys.platform == "darwin" else used * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """What a reader takes in a fresh process.

    Attributes:
        load: growth of the peak of resident memory by loading, in bytes.
        read: its further growth by reading the longest articles, in bytes.
        seconds: CPU seconds of loading.
    """

    load: int
    read: int
    seconds: float


def measure(name: str, texts: Mapping[str, str]) -> Used:
    """What a fresh process says about a reader and the longest of the texts."""
    longest = sorted(texts.values(), key=lambda text: (-len(text), text))[:LONGEST]
    done = subprocess.run(
        [sys.executable, str(Path(__file__).resolve()), name],
        input=json.dumps(longest),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise SystemExit(f"{LABELS[name]} could not be measured in a process of its own: {done.stderr[-500:]}")
    return Used(**json.loads(done.stdout))


def table(used: Mapping[str, Used], articles: int) -> list[str]:
    """Memory and loading of each reader that was measured on so many articles, as lines."""
    read = min(LONGEST, articles)
    lines = [
        f"Growth of the peak of resident memory, a fresh process each: loading with libraries; {read} long articles",
        f"{'':22}{'load MiB':>10}{'read MiB':>10}{'load CPU s':>12}",
    ]
    for name, got in used.items():
        lines.append(f"{LABELS[name]:22}{got.load / MIB:10.0f}{got.read / MIB:10.0f}{got.seconds:12.2f}")
    return lines


def main() -> None:
    texts = json.load(sys.stdin)
    before, start = peak(), time.process_time()
    reader = make(sys.argv[1])
    seconds, loaded = time.process_time() - start, peak()
    for text in texts:
        reader.read(text)
    print(json.dumps({"load": loaded - before, "read": peak() - loaded, "seconds": seconds}))


if __name__ == "__main__":
    keep_to_one_thread()
    main()
