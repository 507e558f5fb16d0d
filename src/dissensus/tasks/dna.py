"""Files of DNA: looked into, taken into a project whole, and seen again as they were."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dissensus.exchanging.dna_files.aside import copied
from dissensus.exchanging.dna_files.layout import LAYOUT_OF
from dissensus.exchanging.dna_files.mapping import DnaMapping, changed, guessed
from dissensus.exchanging.dna_files.opening import DnaDatabase
from dissensus.exchanging.dna_files.reading import chosen_type, coded_of, types_of
from dissensus.model.claims import Codebook
from dissensus.model.documents import Document, PartialDate
from dissensus.model.errors import DnaFileError
from dissensus.model.findings import Resolution
from dissensus.model.records import Coder, Decision
from dissensus.model.spans import digest_of
from dissensus.projects import ForeignFile, ForeignTable, Project
from dissensus.projects.records import canonical_json
from dissensus.tasks._common import Watcher, recorded_versions, unwatched
from dissensus.tasks._dna_codings import FORMAT, Actors, ImportedCoding, claims_of, imported_codings
from dissensus.tasks._dna_kept import version_of

if TYPE_CHECKING:
    from dissensus.projects.records import LoggedDecision

SETTING = "dna"
"""The setting of a project in which the mappings stand, by name of the file and statement type."""
GONE = "not in the file of DNA any more"
"""Note of a decision that an import takes back."""
_AT_ONCE = 2_000
"""Decisions that are held before they are written."""
READER = "dna.v1"
"""What reads the documents, as they tell."""


@dataclass(frozen=True, slots=True)
class DnaImport:
    """What came of an import.

    Attributes:
        name: under which name the documents are known: their ids are this, a hyphen, and their number in DNA.
        mapping: which variable is what.
        documents: how many were added, changed and same.
        statements: how many statements of the mapped type the file has.
        added, changed, taken_back, unchanged: codings, each by one coder about one holder and claim in one document.
        claims: how many claims are new in the codebook.
        left_out: statements that became no coding, by reason; they are kept with the file.
        notices: what else there is to know, a sentence each.
    """

    name: str
    mapping: DnaMapping
    documents: Mapping[str, int]
    statements: int
    added: int
    changed: int
    taken_back: int
    unchanged: int
    claims: int
    left_out: Mapping[str, int]
    notices: tuple[str, ...]


def import_dna(
    path: Path,
    project_path: Path,
    statement_type: str | None = None,
    *,
    speaker: str | None = None,
    organisation: str | None = None,
    claim: str | None = None,
    position: str | None = None,
    supporting: Sequence[str] = (),
    opposing: Sequence[str] = (),
    name: str | None = None,
    watch: Watcher = unwatched,
) -> DnaImport:
    """Take a file of DNA into a project, which is made if it is not there.

    All of the file is kept row by row, and can be written again. Its documents become documents; the statements of one
    type become decisions of their coders, by a mapping that the project remembers. A newer version of a file of the
    same name brings up to date what its coders say, unless they said otherwise in the project since. The file is copied
    aside and checked before anything is written, and all is written in one transaction.

    Args:
        path: the file.
        project_path: the project.
        statement_type: which statements become codings; None for those mapped before, or "DNA Statement".
        speaker: variable with the person; None for what the project remembers or names suggest, "none" for none.
        organisation: variable with the organisation, likewise.
        claim: variable with the claim; None for what the project remembers or names suggest.
        position: variable that tells agreement, like speaker.
        supporting: values of a short-text position that are support; none for those that the project remembers, or
            usual words.
        opposing: values that are opposition, likewise.
        name: under which name its documents are known; None for the one it was imported under, or that of the file.
        watch: told about progress.

    Raises:
        DnaFileError: DNA001 to DNA008, see the reference of errors; the project is as it was.
        ProjectError: the project cannot be opened or written.
    """
    watch("checking the file", 0, None)
    digest = _digest(path)
    with copied(path) as database:
        if _digest(path) != digest:
            raise DnaFileError(f"{path.name} was changed while it was read", code="DNA003")
        types = types_of(database)
        there = os.path.lexists(project_path)
        saved: Mapping[str, Any] = {}
        known = _slug(path.stem if name is None else name)
        if there:
            with Project.open(project_path) as project:
                if name is None:
                    known = {each.digest: each.name for each in project.foreign_files(FORMAT)}.get(digest, known)
                saved = project.settings().get(SETTING, {}).get(known, {})
                _refuse_other(project, database, known)
        if statement_type is None and len(saved) == 1:
            statement_type = next(iter(saved))
        chosen = chosen_type(types, statement_type, path.name)
        base = _saved(saved.get(chosen.label)) or guessed(chosen)
        mapping = changed(
            base,
            chosen,
            supporting=supporting,
            opposing=opposing,
            speaker=speaker,
            organisation=organisation,
            claim=claim,
            position=position,
        )
        coded = coded_of(database, chosen.label, passages=True)
        with ExitStack() as undo:
            project = undo.enter_context(Project.open(project_path) if there else Project.create(project_path))
            made = _Importing(database, project, known, mapping)
            try:
                return made.run(coded, digest, watch)
            except BaseException:
                if not there:
                    project.close()
                    for ending in ("", "-wal", "-shm"):
                        project_path.with_name(project_path.name + ending).unlink(missing_ok=True)
                raise


def _refuse_other(project: Project, database: DnaDatabase, name: str) -> None:
    """Refuse a file that is no newer version of the one that was imported under a name: most of its texts differ.

    Raises:
        DnaFileError: DNA008.
    """
    prefix = f"{name}-"
    there = {
        document.id: document.text_digest
        for document in project.documents()
        if document.reader == READER and document.id.startswith(prefix)
    }
    same = [
        there[f"{prefix}{number}"] == digest_of(text)
        for number, text in database.rows("DOCUMENTS", ("ID", "Text"))
        if f"{prefix}{number}" in there
    ]
    if 2 * sum(same) < len(same):
        raise DnaFileError(
            f"another file was imported as {name!r}: {len(same) - sum(same)} of {len(same)} texts differ", code="DNA008"
        )


def _saved(told: Any) -> DnaMapping | None:  # noqa: ANN401  # whatever stands in the settings
    try:
        return DnaMapping.of(told)
    except (TypeError, AttributeError):
        return None


class _Importing:
    """One import under way."""

    def __init__(self, database: DnaDatabase, project: Project, name: str, mapping: DnaMapping) -> None:
        self._database = database
        self._project = project
        self._name = name
        self._mapping = mapping
        self._notices: list[str] = []

    def run(self, coded: Any, digest: str, watch: Watcher) -> DnaImport:  # noqa: ANN401
        project, mapping = self._project, self._mapping
        options = {"file": self._name, "digest": digest, "mapping": mapping.plain()}
        with project.start_run("import-dna", options, recorded_versions()) as run, project.transaction():
            documents, counted = self._documents(watch)
            codebook = project.codebook() or Codebook(())
            claims, new = claims_of(coded, mapping, codebook.claims)
            if new:
                project.store_codebook(Codebook((*codebook.claims, *new), codebook.title))
            watch("taking over codings", 0, None)
            actors = Actors(
                project.actors(),
                coded.entities.get(mapping.speaker or "", {}),
                coded.entities.get(mapping.organisation or "", {}),
            )
            left: Counter[str] = Counter()
            decided = self._decide(imported_codings(coded, mapping, claims, actors, documents, self._name, left))
            if digest not in {each.digest for each in project.foreign_files(FORMAT)}:
                watch("keeping the file", 0, None)
                self._keep(digest, run.id)
            project.store_resolution(
                Resolution(project.actors(), project.actor_links(), affiliations=project.affiliations()), run.id
            )
            self._remember()
            self._tell_others(coded)
            return DnaImport(
                name=self._name,
                mapping=mapping,
                documents=counted,
                statements=len(coded),
                added=decided["added"],
                changed=decided["changed"],
                taken_back=decided["taken back"],
                unchanged=decided["unchanged"],
                claims=len(new),
                left_out=dict(sorted(left.items())),
                notices=tuple(self._notices),
            )

    def _documents(self, watch: Watcher) -> tuple[dict[int, tuple[str, str]], dict[str, int]]:
        """Add the documents; gives id and digest of the text by number, and how many were new."""
        project = self._project
        readers = {document.id: document.reader for document in project.documents()}
        columns = LAYOUT_OF["DOCUMENTS"].names
        numbers = sorted(number for (number,) in self._database.rows("DOCUMENTS", ("ID",)))
        while any(readers.get(f"{self._name}-{number}", READER) != READER for number in numbers):
            self._name += "-dna"
        found: dict[int, tuple[str, str]] = {}
        counted = {"added": 0, "changed": 0, "same": 0}
        for row in self._database.rows("DOCUMENTS", columns):
            cells = dict(zip(columns, row, strict=True))
            document = _document(cells, self._name)
            counted[project.add_document(document)] += 1
            found[cells["ID"]] = (document.id, document.text_digest)
            watch("taking over documents", len(found), len(numbers))
        return found, counted

    def _decide(self, codings: Iterable[ImportedCoding]) -> Counter[str]:
        """Enter in the log what is new, and take back what the file does not say any more."""
        project, counted = self._project, Counter[str]()
        last: dict[tuple[str, str], LoggedDecision] = {}
        for logged in project.decisions():
            if logged.decision.kind == "position" and logged.standing:
                last[logged.decision.coder.name, logged.decision.key] = logged
        made: list[Decision] = []
        own = 0
        for coding in codings:
            if len(made) >= _AT_ONCE:
                project.decide_all(made)
                made = []
            person = Coder(coding.coder, "person")
            before = last.pop((coding.coder, coding.key), None)
            if before is None:
                made.append(Decision(person, "position", coding.key, "correct", "null", canonical_json(coding.value)))
                counted["added"] += 1
                continue
            value = _value(before)
            if canonical_json(value) == canonical_json(coding.value):
                counted["unchanged"] += 1
            elif self._is_imported(value, coding.coder):
                stored = canonical_json(coding.value)
                made.append(Decision(person, "position", coding.key, "correct", canonical_json(value), stored))
                counted["changed"] += 1
            else:
                counted["unchanged"] += 1
                own += value.get("stance") != coding.value["stance"]
        project.decide_all(made)
        for (name, key), logged in last.items():
            value = _value(logged)
            if self._is_imported(value, name) and value["origin"].get("type") == self._mapping.statement_type:
                project.decide(
                    Decision(
                        Coder(name, "person"), "position", key, "undo", logged.decision.new_value or "null", None, GONE
                    )
                )
                counted["taken back"] += 1
        if own:
            self._notices.append(
                f"{own} codings differ from what their coders decided in the project; what they decided here stands"
            )
        return counted

    def _is_imported(self, value: Mapping[str, Any], coder: str) -> bool:
        """Whether a decision says what the file said, and not what its coder decided here since."""
        origin = value.get("origin") or {}
        return (
            origin.get("format") == FORMAT
            and origin.get("file") == self._name
            and origin.get("coder") == coder
            and origin.get("stance") == value.get("stance")
        )

    def _keep(self, digest: str, run_id: int) -> None:
        database = self._database
        file = ForeignFile(0, FORMAT, self._name, digest, version_of(database))

        def tables() -> Iterator[tuple[ForeignTable, Iterator[Sequence[Any]]]]:
            for name, shape in database.tables.items():
                columns = [column for column, _ in shape.columns]
                text = columns.index("Text") if name == "DOCUMENTS" else None
                told = {
                    "columns": [list(each) for each in shape.columns],
                    "not_null": list(shape.not_null),
                    "keys": list(shape.keys),
                }
                yield ForeignTable(0, shape.name, told, text), database.rows(name)

        self._project.store_foreign(file, tables(), run_id)

    def _remember(self) -> None:
        saved = dict(self._project.settings().get(SETTING, {}))
        saved[self._name] = {**saved.get(self._name, {}), self._mapping.statement_type: self._mapping.plain()}
        self._project.set_setting(SETTING, saved)

    def _tell_others(self, coded: Any) -> None:  # noqa: ANN401
        other = [
            f"{each.statements} of {each.label!r}"
            for each in types_of(self._database)
            if each.statements and each.label != coded.statement_type
        ]
        if other:
            self._notices.append(
                f"statements of other types are kept as they are: {', '.join(other)}; import again with"
                " --statement-type to take them over, too"
            )
        self._notices += coded.notices
        if self._database.others:
            self._notices.append(f"left behind, as nothing in a file is run: {', '.join(self._database.others)[:300]}")
        if self._mapping.position is None:
            self._notices.append("no variable tells agreement: every statement counts as support")


def _value(logged: LoggedDecision) -> dict[str, Any]:
    decision = logged.decision
    return json.loads(decision.old_value if decision.new_value is None else decision.new_value) or {}


def _document(cells: Mapping[str, Any], name: str) -> Document:
    moment = dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(seconds=cells["Date"])
    more = {"section": cells["Section"], "type": cells["Type"], "notes": cells["Notes"], "time": moment.isoformat()}
    return Document(
        id=f"{name}-{cells['ID']}",
        text=cells["Text"],
        title=cells["Title"] or None,
        outlet=cells["Source"] or None,
        authors=tuple(each.strip() for each in cells["Author"].split(";") if each.strip()),
        published=PartialDate(f"{moment.year:04d}-{moment.month:02d}-{moment.day:02d}"),
        columns={key: value for key, value in more.items() if value},
        origin=f"{name}.dna/{cells['ID']}",
        reader=READER,
        encoding="utf-8",
        bytes_digest=digest_of(canonical_json([cells[key] for key in sorted(cells)])),
    )


def _slug(stem: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", stem.casefold()[:80]).strip("-") or FORMAT


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise DnaFileError(f"{path.name} cannot be read ({error.strerror or error})") from error
