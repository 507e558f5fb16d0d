"""Code in README.md and docs/ is executed: Python blocks, and the commands of console blocks."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import settings
from sybil import Example, Sybil
from sybil.integration.pytest import SybilItem
from sybil.parsers.myst import CodeBlockParser, PythonCodeBlockParser, SkipParser

ROOT = Path(__file__).resolve().parent

# A busy machine is no fault of the code: no property test is a timed one.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def run_console(example: Example) -> None:
    """Run each "$ dissensus ..." line; 0 and 1 (some inputs failed) are the exit codes of a command that worked."""
    for line in str(example.parsed).splitlines():
        if not line.startswith("$ "):
            continue
        words = shlex.split(line.removeprefix("$ "), comments=True)
        assert words[0] == "dissensus", f"only commands of ours are documented as console blocks: {line}"
        code = _exit_code(words)  # a fault of the program is 3
        assert code in (0, 1), f"exit code {code} of {line}"


def _exit_code(words: list[str]) -> int:
    from dissensus.cli import main

    with patch.object(sys, "argv", words):
        try:
            main()
        except SystemExit as end:
            return int(end.code or 0)
    return 0


def set_up(namespace: dict[str, Any]) -> None:
    """Each page starts in an empty folder that holds the example articles under the names that pages use."""
    folder = Path(tempfile.mkdtemp(prefix="dissensus-docs-"))
    namespace["_folder"], namespace["_before"] = folder, Path.cwd()
    articles = ROOT / "examples" / "articles"
    shutil.copytree(articles, folder / "examples" / "articles")
    for name in ("codebook.toml", "debate.csv"):
        shutil.copy(ROOT / "examples" / name, folder / "examples")
    shutil.copytree(articles, folder / "articles")
    one = next(iter(sorted(articles.glob("*.txt"))))
    (folder / "more").mkdir()
    shutil.copy(one, folder / "more" / "another.txt")
    shutil.copy(one, folder / "one.txt")
    os.chdir(folder)


def tear_down(namespace: dict[str, Any]) -> None:
    """Back to where the tests were started."""
    os.chdir(namespace["_before"])
    shutil.rmtree(namespace["_folder"], ignore_errors=True)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Blocks of a page build on each other: whatever shuffles the tests, they stay in the page's order."""
    places = [place for place, item in enumerate(items) if isinstance(item, SybilItem)]
    pages: dict[Path, int] = {}
    for place in places:
        pages.setdefault(items[place].path, len(pages))
    ordered = sorted((items[place] for place in places), key=lambda item: (pages[item.path], item.location[1] or 0))
    for place, item in zip(places, ordered, strict=True):
        items[place] = item


pytest_collect_file = Sybil(
    parsers=[PythonCodeBlockParser(), CodeBlockParser("console", run_console), SkipParser()],
    patterns=["README.md", "docs/**/*.md"],
    setup=set_up,
    teardown=tear_down,
).pytest()
