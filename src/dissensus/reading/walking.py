"""Given paths to the list of files to read, in a fixed order, without ever opening one."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from dissensus.model.errors import ReadingError, UsageError
from dissensus.reading.files import file_error, safe_name
from dissensus.reading.formats.protocol import RawProblem
from dissensus.reading.formats.registry import BY_EXTENSION
from dissensus.reading.metadata import NAMES as METADATA_NAMES

ASIDE = frozenset((
    ".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".ico", ".bmp", ".tif", ".tiff", ".avif", ".heic",
    ".css", ".js", ".mjs", ".map", ".json", ".woff", ".woff2", ".ttf", ".otf", ".mp3", ".mp4", ".m4a", ".wav",
    ".ogg", ".webm", ".mov", ".avi", ".py", ".r", ".rmd", ".ipynb", ".bib", ".ris", ".toml", ".yaml", ".yml",
    ".ini", ".log", ".tex",
))  # fmt: skip
"""Endings of what lies beside articles and is none: told as a warning, while other endings are an error."""

PROJECT_NAME = "project.dissensus"
"""File that tells that a folder holds results: `dissensus run` writes it there beside the report and the tables."""

RESULT_FILES = frozenset({"report.html", "annotations.jsonl"})
"""Files beside a project file that are our own output and no articles."""

RESULT_FOLDERS = frozenset({"tables"})
"""Folders beside a project file that hold our own output."""

_PROJECT_FILE = re.compile(r".*\.dissensus(?:-wal|-shm|-journal|\.lock|\..*\.backup\d*)?\Z", re.IGNORECASE | re.DOTALL)
_IGNORED = frozenset({"thumbs.db", "desktop.ini", "__macosx", "icon\r"})


@dataclass(frozen=True, slots=True)
class Found:
    """One file to read, or what is wrong with it.

    Attributes:
        path: where it is.
        root: the folder that its relative path starts from.
        relative: its path from there, with ``/``.
        origin: its name for people: the folder's name and the relative path, without anything of this machine.
        problem: what is wrong with it, or None for a file to read.
    """

    path: Path
    root: Path
    relative: str
    origin: str
    problem: RawProblem | None = None

    @property
    def extension(self) -> str:
        return self.path.suffix.lower()


@dataclass(frozen=True, slots=True)
class Walked:
    """What was found under all paths.

    Attributes:
        found: files and problems, in the order of reading.
        metadata: metadata files, with their origin and whether their whole folder was given.
    """

    found: tuple[Found, ...]
    metadata: tuple[tuple[Path, str, bool], ...]


def check_paths(paths: Sequence[Path]) -> None:
    """Refuse paths at which nothing stands.

    Raises:
        UsageError: USE002 a path that does not exist.
    """
    for path in paths:
        if not os.path.lexists(path):
            raise UsageError(f"there is no {str(path)!r}", code="USE002")


def walk(paths: Sequence[Path]) -> Walked:
    """All files under the paths: in the order given, inside a folder by relative path; each file once.

    Raises:
        UsageError: USE002 a path that does not exist.
    """
    check_paths(paths)
    roots: list[tuple[Path, Path, Path]] = []
    for path in paths:
        given = Path(os.path.abspath(path))  # noqa: PTH100 - links in the path stay as the user wrote them
        roots.append((path, given, given if given.is_dir() else given.parent))
    labels = _labels([root for _, _, root in roots])
    found: list[Found] = []
    metadata: dict[Path, tuple[Path, str, bool]] = {}
    seen: set[Path] = set()
    for _, given, root in roots:
        walker = _Walker(root, labels[root])
        if given.is_dir():
            walker.folder(root, (), frozenset())
        else:
            walker.file(given, (), alone=True)
        for one in sorted(walker.found, key=lambda one: one.relative):
            if one.path not in seen:
                seen.add(one.path)
                found.append(one)
        for folder, (path, origin, whole) in walker.metadata.items():
            before = metadata.get(folder)
            metadata[folder] = (path, origin, whole or (before is not None and before[2]))
    return Walked(tuple(found), tuple(metadata.values()))


def _labels(roots: Iterable[Path]) -> dict[Path, str]:
    """A short name for each folder: its own, with as many of its parents' as tell it from the others."""
    distinct = list(dict.fromkeys(roots))
    for depth in range(1, max((len(root.parts) for root in distinct), default=1) + 1):
        names = {
            root: "/".join(safe_name(part) for part in root.parts[-depth:] if part != root.anchor) for root in distinct
        }
        if len(set(names.values())) == len(distinct):
            break
    return names


class _Walker:
    def __init__(self, root: Path, label: str) -> None:
        self.root = root
        self.label = label
        self.found: list[Found] = []
        self.metadata: dict[Path, tuple[Path, str, bool]] = {}
        self._visited: set[tuple[int, int]] = set()

    def folder(self, folder: Path, parts: tuple[str, ...], above: frozenset[tuple[int, int]]) -> None:
        """All files in and below a folder. Folders that links lead to are visited once by what they really are."""
        waiting = [(folder, parts, above)]
        while waiting:
            folder, parts, above = waiting.pop()
            try:
                status = folder.stat()
                here = (status.st_dev, status.st_ino)
                if here in above:
                    raise ReadingError("it is a link to a folder that it stands in", code="READ012")
                if here in self._visited:
                    continue
                self._visited.add(here)
                names = sorted(os.listdir(folder))  # noqa: PTH208 - names are wanted, not paths
            except OSError as error:
                self._add(folder, parts, _told(file_error(error)))
                continue
            except ReadingError as error:
                self._add(folder, parts, _told(error))
                continue
            pages = {PurePosixPath(name).stem for name in names if name.lower().endswith((".html", ".htm", ".xhtml"))}
            has_results = PROJECT_NAME in names and os.path.isfile(folder / PROJECT_NAME)  # noqa: PTH113
            below = []
            for name in names:
                path = folder / name
                is_folder = os.path.isdir(path)  # noqa: PTH112 - Path.is_dir raises where permission is lacking
                if _is_ignored(name) or (is_folder and _belongs_to_page(name, pages)):
                    continue
                if _is_result(name, is_folder=is_folder, beside_project=has_results):
                    continue
                if is_folder:
                    below.append((os.path.islink(path), path, (*parts, name), above | {here}))  # noqa: PTH114
                else:
                    self.file(path, (*parts, name))
            # The last is visited first: folders before links to folders, each by name.
            waiting.extend(entry[1:] for entry in sorted(below, key=lambda entry: entry[:2], reverse=True))

    def file(self, path: Path, parts: tuple[str, ...], *, alone: bool = False) -> None:
        """One file, or what is wrong with it."""
        parts = parts or (path.name,)
        if alone:
            beside = [path.parent / name for name in METADATA_NAMES]
            self._note_metadata(path.parent, [one for one in beside if one.is_file()], whole=False)
        if path.name.lower() in METADATA_NAMES:
            self._note_metadata(path.parent, [path], whole=not alone)
            return
        self._add(path, parts, _fault_of(path))

    def _note_metadata(self, folder: Path, paths: Iterable[Path], *, whole: bool) -> None:
        present = {path.name.lower(): path for path in paths}
        name = next((name for name in METADATA_NAMES if name in present), None)
        if name is not None and (folder not in self.metadata or name == METADATA_NAMES[0]):
            relative = [*folder.relative_to(self.root).parts, present[name].name]
            self.metadata[folder] = (present[name], "/".join([self.label, *map(safe_name, relative)]), whole)

    def _add(self, path: Path, parts: tuple[str, ...], problem: RawProblem | None) -> None:
        relative = "/".join(safe_name(part) for part in parts)
        origin = f"{self.label}/{relative}" if relative else self.label
        self.found.append(Found(path, self.root, relative, origin, problem))


def _is_ignored(name: str) -> bool:
    return name.startswith((".", "~$")) or name.lower() in _IGNORED


def _is_result(name: str, *, is_folder: bool, beside_project: bool) -> bool:
    """Whether a file or folder is what a run wrote: project files anywhere, all else only beside a project file."""
    if is_folder:
        return beside_project and name in RESULT_FOLDERS
    if beside_project and (name in RESULT_FILES or name.startswith(PROJECT_NAME)):
        return True
    return _PROJECT_FILE.match(name) is not None


def _belongs_to_page(name: str, pages: set[str]) -> bool:
    """Whether a folder holds the pictures and scripts that a browser saved along with a page."""
    return any(
        name.endswith(ending) and name.removesuffix(ending) in pages for ending in ("_files", "-files", ".files")
    )


def _fault_of(path: Path) -> RawProblem | None:
    try:
        mode = path.stat().st_mode
    except OSError as error:
        return _told(file_error(error))
    if not stat.S_ISREG(mode):
        return RawProblem("READ026", "it is a pipe, a device or a socket, not a file")
    if _PROJECT_FILE.match(path.name):
        remedy = "Give the articles; a project is opened by the commands that take a project file"
        return RawProblem("READ003", "it is a project, not an article", remedy=remedy)
    extension = path.suffix.lower()
    if extension in BY_EXTENSION:
        return None
    ending = f"files that end in {safe_name(extension)} are not read" if extension else "the file's name has no ending"
    return RawProblem("READ003", ending, severity="warning" if extension in ASIDE else "error")


def _told(error: ReadingError) -> RawProblem:
    return RawProblem(error.code, error.found)
