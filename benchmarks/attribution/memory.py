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
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

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


def measure(name: str, texts: Mapping[str, str]) -> dict[str, Any]:
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
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def table(names: Iterable[str], texts: Mapping[str, str]) -> list[str]:
    """Memory and loading of each reader, as lines."""
    read = min(LONGEST, len(texts))
    lines = [
        f"Growth of the peak of resident memory, a fresh process each: loading with libraries; {read} long articles",
        f"{'':22}{'load MiB':>10}{'read MiB':>10}{'load CPU s':>12}",
    ]
    for name in names:
        got = measure(name, texts)
        lines.append(f"{LABELS[name]:22}{got['load'] / MIB:10.0f}{got['read'] / MIB:10.0f}{got['seconds']:12.2f}")
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
