"""``dissensus init``: an empty project that remembers how its articles are read."""

from __future__ import annotations

from pathlib import Path

from dissensus.cli import _options as o
from dissensus.cli._console import show
from dissensus.cli._targets import check_file
from dissensus.model.options import ReadingOptions

NAME = "init"
SHORT = "Make an empty project."
HELP = "Make an empty project file that remembers how its articles are read."
EXAMPLE = 'dissensus init dam.dissensus --name-pattern "{published}_{outlet}_{title}"'


def declare(
    project: o.ProjectPath,
    config: o.Config = None,
    columns: o.Columns = None,
    name_pattern: o.NamePattern = None,
    day_first: o.DayFirst = None,
    max_bytes: o.MaxBytes = None,
    max_characters: o.MaxCharacters = None,
    as_json: o.AsJson = False,
) -> None:
    """Declare the command."""
    check_file(project, "PROJECT")
    given = o.reading_values(columns, name_pattern, day_first, max_bytes, max_characters)
    path = do(project, o.options_of(ReadingOptions, given, o.config_tables(config)))
    show([f"project     {path}"], {"project": str(path)}, as_json=as_json)


def do(path: Path, options: ReadingOptions) -> Path:
    """Make the project; returns its path.

    Raises:
        ProjectError: something stands at the path already.
    """
    from dissensus.projects import Project

    path.parent.mkdir(parents=True, exist_ok=True)
    with Project.create(path) as project:
        project.set_setting("reading", options.as_dict())
        return project.path
