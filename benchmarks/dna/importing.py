"""What it costs to import a file of DNA, and to make a network of it.

python benchmarks/dna/importing.py [--statements 200000]

Makes a file of that many statements, ten a document, by 500 persons of 100 organisations on 100 concepts, in words that
mean nothing; then runs `dissensus` on it, a process each: its import into a new project, a network of the file, and one
of the project by the file's own statement type. Processor time and the peak of memory of each.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from dissensus.exchanging.dna_files.layout import quoted
from dissensus.exchanging.dna_files.passwords import hashed_password
from dissensus.exchanging.dna_files.tables import make_all

STEMS = ("harbour", "ship", "gull", "town", "mayor", "rain", "union", "dock", "closed", "open")
WORDS = tuple(stem + ending for stem in STEMS for ending in ("", "s", "ly"))
BY_DOCUMENT, WORDS_OF_DOCUMENT = 10, 250
PERSONS, ORGANISATIONS, CONCEPTS = range(1_000, 1_500), range(2_000, 2_100), range(3_000, 3_100)
VARIABLES = ((1, "person", "short text"), (2, "organization", "short text"), (3, "concept", "short text"),
             (4, "agreement", "boolean"))  # fmt: skip


def make(path: Path, statements: int) -> None:
    """Write the file."""
    draw = random.Random(1)
    documents = statements // BY_DOCUMENT
    with closing(sqlite3.connect(path)) as connection, connection:
        make_all(connection, [])

        def put(table: str, rows: Iterable[tuple[Any, ...]]) -> None:
            for row in rows:
                marks = ",".join("?" * len(row))
                connection.execute(f"INSERT INTO {quoted(table)} VALUES ({marks})", row)

        password = hashed_password("gulls", b"0123456789abcdef")
        put("SETTINGS", [("version", "3.0.11"), ("date", "2024-08-01")])
        put("CODERS", [(1, "Ina", 255, 255, 0, 0, 14, password, 300, 0, 0, 1, *[1] * 16)])
        put("STATEMENTTYPES", [(1, "DNA Statement", 239, 208, 51)])
        put("VARIABLES", ((*variable, 1) for variable in VARIABLES))
        put("DOCUMENTS", _documents(documents, draw))
        named = ((PERSONS, 1, "Person {}"), (ORGANISATIONS, 2, "Organisation {}"), (CONCEPTS, 3, "Do the thing {}."))
        put("ENTITIES", ((kind, kind, "", 0, 0, 0, None) for kind in (1, 2, 3)))
        put("ENTITIES", ((k, kind, name.format(k), 0, 0, 0, None) for ids, kind, name in named for k in ids))
        numbers = range(1, statements + 1)
        starts = [draw.randrange(1_200) for _ in numbers]
        put("STATEMENTS", ((s, 1, 1 + s % documents, a, a + draw.randrange(20, 200), 1)
                           for s, a in zip(numbers, starts, strict=True)))  # fmt: skip
        put("DATABOOLEAN", ((s, s, 4, draw.randrange(2)) for s in numbers))
        put("DATASHORTTEXT", _texts(statements, draw))


def _documents(count: int, draw: random.Random) -> Iterator[tuple[Any, ...]]:
    for number in range(1, count + 1):
        text = f"Document {number}. {' '.join(draw.choices(WORDS, k=WORDS_OF_DOCUMENT))}"
        moment = 1_500_000_000 + number * 3_600
        yield number, f"Title {number}", text, 1, "A B", f"Outlet {number % 20}", "", "", "", moment


def _texts(statements: int, draw: random.Random) -> Iterator[tuple[int, int, int, int]]:
    number = 0
    for statement in range(1, statements + 1):
        person = draw.choice(PERSONS)
        for variable, entity in ((1, person), (2, ORGANISATIONS[person % 100]), (3, draw.choice(CONCEPTS))):
            number += 1
            yield number, statement, variable, entity


def alone(words: list[str]) -> None:
    """Run one command, and print what it cost as JSON on the last line."""
    from dissensus.cli import main

    sys.argv = ["dissensus", *words]
    code: Any = 0
    try:
        main()
    except SystemExit as end:
        code = end.code or 0
    used = resource.getrusage(resource.RUSAGE_SELF)
    cost = {"code": code, "seconds": used.ru_utime + used.ru_stime, "megabytes": used.ru_maxrss / 1_024}
    print("\n" + json.dumps(cost))


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--statements", type=int, default=200_000)
    parser.add_argument("--alone", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.alone:
        alone(arguments.alone)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        file, project = Path(folder) / "made.dna", Path(folder) / "made.dissensus"
        make(file, arguments.statements)
        documents = arguments.statements // BY_DOCUMENT
        print(f"{arguments.statements:,} statements, {documents:,} documents, {file.stat().st_size / 1e6:.0f} MB")
        commands = {
            "import": ["import-dna", str(file), "--project", str(project)],
            "network of the file": ["network", str(file)],
            "network of the project": ["network", str(project), "--statement-type", "DNA Statement"],
        }
        for name, words in commands.items():
            command = [sys.executable, __file__, "--alone", *words, "--quiet"]
            ran = subprocess.run(command, capture_output=True, text=True, check=False)
            cost = json.loads(ran.stdout.splitlines()[-1]) if ran.stdout else {"code": ran.returncode}
            if cost["code"]:
                print(f"{name}: it failed with {cost['code']}\n{ran.stderr}", file=sys.stderr)
                return 1
            print(f"{name:<24} {cost['seconds']:6.1f} s  {cost['megabytes']:6.0f} MB", flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
