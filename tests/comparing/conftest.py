"""Corpora for the comparisons."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest


def _load(name):
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    module = importlib.util.module_from_spec(spec)
    import sys

    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def factory():
    """The module that builds corpora by hand."""
    return _load("corpus_factory")


@pytest.fixture
def corpus(factory):
    """An empty corpus."""
    return factory.Corpus()


@pytest.fixture
def dam(factory):
    """The invented dispute over a dam."""
    return factory.dam_dispute()


@pytest.fixture(scope="session")
def positions():
    """The module that puts positions onto corpora."""
    return _load("position_factory")


@pytest.fixture
def coded(factory, positions):
    """An empty corpus with an empty codebook."""
    return positions.Coded(factory.Corpus())


@pytest.fixture
def bridge(factory, positions):
    """The invented dispute over a toll bridge."""
    return positions.bridge_dispute(factory)
