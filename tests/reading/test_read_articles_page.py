"""The page for users tells of every code and ending."""

from __future__ import annotations

from pathlib import Path

from dissensus.model.errors import REMEDIES
from dissensus.reading.formats.registry import BY_EXTENSION

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "read-articles.md"


def test_every_code_of_reading_is_explained():
    page = PAGE.read_text(encoding="utf-8")
    assert [code for code in REMEDIES if code.startswith("READ") and f"| {code} |" not in page] == []


def test_every_ending_is_named():
    page = PAGE.read_text(encoding="utf-8")
    assert [ending for ending in BY_EXTENSION if f"`{ending}`" not in page] == []


def test_the_example_in_python_runs_and_gives_a_document_and_a_problem(capsys):
    code = PAGE.read_text(encoding="utf-8").split("```python\n")[1].split("```")[0]
    exec(compile(code, "read-articles.md", "exec"), {})
    assert capsys.readouterr().out.splitlines() == [
        "2014-04_Gazette Gazette 2014-04",
        "error READ002 the file is empty",
    ]
