"""Corpora for the comparisons."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest


def _load_factory():
    spec = importlib.util.spec_from_file_location("corpus_factory", Path(__file__).with_name("corpus_factory.py"))
    module = importlib.util.module_from_spec(spec)
    import sys

    sys.modules["corpus_factory"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def factory():
    """The module that builds corpora by hand."""
    return _load_factory()


@pytest.fixture
def corpus(factory):
    """An empty corpus."""
    return factory.Corpus()


@pytest.fixture
def dam(factory):
    """The invented dispute over a dam."""
    return factory.dam_dispute()
