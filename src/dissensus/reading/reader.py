"""Paths to documents and problems: the one function that the rest of the house calls."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from dissensus.model.documents import Document, Problem
from dissensus.model.errors import REMEDIES, ReadingError, UsageError
from dissensus.model.options import ReadingOptions
from dissensus.reading.assembling import assemble
from dissensus.reading.columns import check_columns
from dissensus.reading.content import check_content
from dissensus.reading.files import InputFile
from dissensus.reading.formats.protocol import Format, RawDocument, RawProblem
from dissensus.reading.formats.registry import BY_EXTENSION
from dissensus.reading.identity import Seen, default_ids
from dissensus.reading.isolation import Isolated
from dissensus.reading.metadata import About, Metadata, read_metadata
from dissensus.reading.naming import NamePattern
from dissensus.reading.walking import PROJECT_NAME, Found, Walked, walk
from dissensus.reading.worker import read_safely

_DEFAULT = ReadingOptions()


def read(paths: Sequence[Path], options: ReadingOptions = _DEFAULT) -> Iterator[Document | Problem]:
    """Read files and folders as a stream of documents and of problems.

    The order is fixed: first what is wrong with metadata files, then paths as given, inside a folder by relative path;
    a document's warnings come right after it, and what stands instead of a document stands in its place. Only one
    document is held in memory at a time (and of a table that is not UTF-8, the table).

    Args:
        paths: files and folders; folders are read with all folders below them.
        options: how files become documents.

    Returns:
        Documents with an id of their own each, and problems: "error" for what was not read, "warning" for what was
        read and should be looked at.

    Raises:
        UsageError: at once, USE002 a path does not exist, USE003 nothing there can be read, USE005 an option is wrong.
            A bad file never raises.
    """
    pattern = _checked(options)
    walked = walk([Path(path) for path in paths])
    if not any(one.problem is None or one.problem.severity == "error" for one in walked.found):
        given = ", ".join(repr(str(path)) for path in paths) or "no path"
        results = next((Path(path) for path in paths if (Path(path) / PROJECT_NAME).is_file()), None)
        if results is None:
            raise UsageError(f"nothing in {given} can be read", code="USE003")
        raise UsageError(
            f"{str(results)!r} holds the results of a run and no articles",
            code="USE003",
            remedy=f"Give the folder of the articles; the project in this one is {results / PROJECT_NAME}",
        )
    return _Reading(walked, options, pattern).stream()


def _checked(options: ReadingOptions) -> NamePattern | None:
    check_columns(options.columns)
    for name in ("max_bytes", "max_characters", "max_line"):
        value = getattr(options, name)
        if not isinstance(value, int) or value < 1:
            raise UsageError(f"{name} is {value!r}, not a positive number", code="USE005")
    return NamePattern.of(options.name_pattern) if options.name_pattern is not None else None


class _Reading:
    """One pass over what was found."""

    def __init__(self, walked: Walked, options: ReadingOptions, pattern: NamePattern | None) -> None:
        self.walked = walked
        self.options = options
        self.pattern = pattern
        self.seen = Seen()
        self.metadata: dict[Path, Metadata] = {}
        readable = [one for one in walked.found if one.problem is None]
        self.ids = default_ids([one for one in readable if not BY_EXTENSION[one.extension].rows])

    def stream(self) -> Iterator[Document | Problem]:
        for path, origin, whole in self.walked.metadata:
            metadata = read_metadata(path, origin, self.options, complain=whole)
            self.metadata[path.parent] = metadata
            yield from (_problem(problem, origin) for problem in metadata.problems)
        with Isolated() as isolated:
            for found in self.walked.found:
                if found.problem is not None:
                    yield _problem(found.problem, found.origin)
                else:
                    yield from self._file(found, isolated)
        for path, origin, whole in self.walked.metadata:
            if whole:
                yield from (_problem(problem, origin) for problem in self.metadata[path.parent].unused())

    def _file(self, found: Found, isolated: Isolated) -> Iterator[Document | Problem]:
        one = BY_EXTENSION[found.extension]
        file = InputFile(found.path, self.options.max_bytes)
        try:
            size = self._check(file, found, one)
        except ReadingError as error:
            yield _problem(RawProblem(error.code, error.found), found.origin)
            return
        raws = (
            isolated.read(one.id, file, size, self.options) if one.isolated else read_safely(one.id, file, self.options)
        )
        from_name, no_match = self._from_name(found)
        for raw in raws:
            if isinstance(raw, RawProblem):
                yield _problem(raw, found.origin)
                continue
            yield from self._document(raw, found, one, from_name)
        if no_match is not None:
            yield _problem(no_match, found.origin)

    @staticmethod
    def _check(file: InputFile, found: Found, one: Format) -> int:
        head = file.head()
        check_content(file, head, found.extension, one.content)
        return found.path.stat().st_size

    def _document(
        self, raw: RawDocument, found: Found, one: Format, from_name: dict[str, str] | None
    ) -> Iterator[Document | Problem]:
        origin = f"{found.origin}#{raw.row}" if raw.row else found.origin
        default_id = f"{found.path.stem}-{raw.row.removeprefix('row ')}" if raw.row else self.ids[found]
        try:
            document, warnings = assemble(
                raw,
                default_id=default_id,
                origin=origin,
                reader=one.id,
                about=self._about(found, raw.fields.get("id") or default_id, one),
                from_name=from_name,
                options=self.options,
            )
        except ReadingError as error:
            yield _problem(RawProblem(error.code, error.found), origin)
            return
        if first := self.seen.same_text(document):
            same = RawProblem("READ024", f"the text is that of {first}, which was read", severity="warning")
            yield _problem(same, origin)
        elif first := self.seen.same_id(document):
            yield _problem(RawProblem("READ014", f"the id {document.id!r} is that of {first}"), origin)
        else:
            self.seen.add(document)
            yield document
            yield from (_problem(warning, origin, document.id) for warning in warnings)

    def _about(self, found: Found, identifier: str, one: Format) -> About | None:
        """What the nearest metadata file, in the file's folder or above, tells of the document."""
        for folder in (found.path.parent, *found.path.parent.parents):
            metadata = self.metadata.get(folder)
            if metadata is not None:
                about = metadata.of_file(found.path.relative_to(folder).as_posix())
                if about is not None and one.rows:
                    # Told of the whole table: what is one document's own cannot be meant.
                    told = {name: value for name, value in about.fields.items() if name not in ("id", "title", "url")}
                    about = About(told, about.columns, about.row)
                about = about or metadata.of_id(identifier) or metadata.of_id(found.path.stem)
                if about is not None:
                    return about
            if folder == found.root:
                break
        return None

    def _from_name(self, found: Found) -> tuple[dict[str, str] | None, RawProblem | None]:
        if self.pattern is None:
            return None, None
        values = self.pattern.match(found.origin.removesuffix(found.path.suffix))
        if values is None:
            words = f"the file's name does not fit the pattern {self.options.name_pattern!r}"
            return None, RawProblem("READ025", words, severity="warning")
        return values, None


def _problem(raw: RawProblem, origin: str, document_id: str | None = None) -> Problem:
    if raw.row and "#" not in origin:
        origin = f"{origin}#{raw.row}"
    remedy = raw.remedy if raw.remedy is not None else REMEDIES[raw.code]
    return Problem(raw.code, origin, raw.found, remedy, raw.severity, document_id)
