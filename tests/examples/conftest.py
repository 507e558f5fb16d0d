"""The example articles, their gold and the scorer, loaded by path: none of them is part of the package."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"


def _load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"dissensus_examples_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # Dataclasses look their module up by name.
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def _json(name: str) -> Any:
    return json.loads((EXAMPLES / "gold" / f"{name}.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def build_gold() -> ModuleType:
    return _load(EXAMPLES / "build_gold.py")


@pytest.fixture(scope="session")
def scoring() -> ModuleType:
    return _load(Path(__file__).with_name("scoring.py"))


@pytest.fixture(scope="session")
def measure() -> ModuleType:
    return _load(Path(__file__).with_name("measure.py"))


@pytest.fixture(scope="session")
def documents() -> dict[str, Any]:
    """Every example article as the project reads it, by id."""
    from dissensus.reading import Document, read

    found = list(read([EXAMPLES / "articles"]))
    problems = [item for item in found if not isinstance(item, Document)]
    assert not problems, problems
    return {item.id: item for item in found}


@pytest.fixture(scope="session")
def gold() -> SimpleNamespace:
    """The gold: ``articles`` by id, ``actors`` by id, ``corpus``."""
    corpus = _json("corpus")
    return SimpleNamespace(
        articles={name: _json(name) for name in sorted(corpus["published"])},
        actors={actor["id"]: actor for actor in _json("actors")["actors"]},
        corpus=corpus,
        outlet_of={name: outlet for outlet, names in corpus["outlets"].items() for name in names},
    )
