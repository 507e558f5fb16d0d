"""The page about the project file tells of every table and column."""

from __future__ import annotations

import re

import pytest

from dissensus.projects.schema import metadata


@pytest.mark.parametrize("table", sorted(metadata.tables))
def test_each_table_and_each_column_is_documented(root, table):
    page = (root / "docs" / "reference" / "project-file.md").read_text(encoding="utf-8")
    row = re.search(rf"^\| `{table}` \|(.*)$", page, re.MULTILINE)
    assert row is not None
    told = set(re.findall(r"`(\w+)`", row[1]))
    assert told == {column.name for column in metadata.tables[table].columns} - {"pk"}
