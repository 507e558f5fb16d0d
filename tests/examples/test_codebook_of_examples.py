"""The codebook of the example articles is one that we would be glad to get."""

from __future__ import annotations

import pytest

from dissensus.exchanging.codebook_files import codebook_text, parse_codebook, read_codebook
from dissensus.tasks.codebooks import check_codebook_file


@pytest.fixture
def path(root):
    return root / "examples" / "codebook.toml"


def test_nothing_is_to_be_mended_in_it(path):
    assert check_codebook_file(path, models=False).issues == ()


def test_each_claim_has_wordings_on_both_sides(path):
    for claim in read_codebook(path).claims:
        assert claim.supporting, claim.id
        assert claim.opposing, claim.id


def test_it_is_the_same_after_writing_and_reading(path):
    codebook = read_codebook(path)
    assert parse_codebook(codebook_text(codebook, "toml"), "toml") == codebook
