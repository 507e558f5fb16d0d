"""What all tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

os.environ.setdefault("OMP_NUM_THREADS", "1")

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return ROOT


@pytest.fixture(scope="session")
def example_articles(root: Path) -> Path:
    """The folder of example articles."""
    return root / "examples" / "articles"


@pytest.fixture(scope="session")
def compared_actors(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project of three short articles with its actors; nobody writes to it."""
    from project_of_actors import make

    from dissensus.projects import Project
    from dissensus.tasks.comparing import reconcile_project

    path = make(tmp_path_factory.mktemp("actors") / "work.dissensus")
    with Project.open(path) as project:
        reconcile_project(project)
    return path


@pytest.fixture
def actors_file(compared_actors: Path, tmp_path: Path) -> Path:
    """A copy of it to work on."""
    path = tmp_path / "work.dissensus"
    path.write_bytes(compared_actors.read_bytes())
    return path
