"""A project as a file of DNA: what was imported as it was, with what was coded since; or a new file."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dissensus.exchanging.dna_files.mapping import DnaMapping
from dissensus.exchanging.dna_files.shown import ShownText, cut
from dissensus.exchanging.dna_files.writing import STANDARD_TYPE, DnaWriter, writing
from dissensus.model.documents import Document
from dissensus.model.errors import DnaFileError
from dissensus.model.spans import digest_of
from dissensus.projects.records import MACHINE
from dissensus.tasks._codings import Coding, codings_of, said_of
from dissensus.tasks._dna_codings import FORMAT, MACHINE_CODER
from dissensus.tasks._dna_kept import shape_of
from dissensus.tasks.coded_projects import Holder, Holders, moments
from dissensus.tasks.dna import GONE, READER, SETTING

if TYPE_CHECKING:
    from dissensus.projects import ForeignFile, Project

PASSWORD = "dissensus"  # noqa: S105  # told to the user, who is asked to change it
"""Password of coders in a file that we write, unless another is given."""
STANDARD = DnaMapping(STANDARD_TYPE, "person", "organization", "concept", "agreement")
"""Which variable is what in a new file."""


@dataclass(frozen=True, slots=True)
class DnaExport:
    """What was written.

    Attributes:
        documents, statements: how many the file has.
        since: how many of the statements were coded here.
        removed: how many of the imported statements their own coders took back here.
        notices: what else there is to know, a sentence each.
    """

    documents: int
    statements: int
    since: int
    removed: int
    notices: tuple[str, ...]


def export_dna(project: Project, path: Path, *, name: str | None = None, password: str = PASSWORD) -> DnaExport:
    """Write a project as a file of DNA 3.

    Where a file of DNA was imported, its tables are written as they were read, with all that we do not know; then come
    documents that it does not have, and the codings that were made here since: a coder's own correction changes the
    coder's statement, a coding that its coder took back here is left out, and whatever others say is a statement of
    theirs. Other projects become a new file with the statement type "DNA Statement". A coding is one statement for each
    piece of its evidence, with one stretch from its first to its last character, as DNA knows no others. The machine's
    proposals that nobody decided about are those of the coder "dissensus (machine)". An outlet's own voice has the
    outlet as its organisation. An ambivalent coding has each piece on its own side; where they do not show both sides,
    each is written twice, once for each.

    Args:
        project: the project.
        path: the file, which is replaced if it is there.
        name: name of the imported file; None for the last one.
        password: password of coders whom the file did not have.

    Raises:
        ExportError: EXP001, something does not fit into a file of DNA.
        DnaFileError: DNA003, the file cannot be written; DNA009, no file of this name was imported.
    """
    base = _base(project, name)
    with writing(path, password=password, secret=project.content_digest()) as writer:
        made = _Export(project, writer, base)
        made.run()
        return DnaExport(
            documents=writer.count("DOCUMENTS"),
            statements=writer.count("STATEMENTS"),
            since=made.since,
            removed=made.removed,
            notices=tuple(made.notices(password)),
        )


def _base(project: Project, name: str | None) -> ForeignFile | None:
    files = [each for each in project.foreign_files(FORMAT) if name is None or each.name == name]
    if name is not None and not files:
        raise DnaFileError(f"no file {name[:60]!r} was imported", code="DNA009")
    return files[-1] if files else None


class _Export:
    """One file under construction."""

    def __init__(self, project: Project, writer: DnaWriter, base: ForeignFile | None) -> None:
        self._project = project
        self._writer = writer
        self._base = base
        self._mapping = STANDARD
        self._numbers: dict[str, int] = {}
        self._kept: set[str] = set()
        self._who = Holders(project)
        self._known = self._who.entities()
        codebook = project.codebook()
        self._claims = {claim.id: claim for claim in codebook.claims} if codebook else {}
        self._counted = dict.fromkeys(("split", "both", "undated", "own voice", "lost", "revised"), 0)
        self.since = self.removed = 0

    def run(self) -> None:
        """Write everything."""
        if self._base is None:
            self._writer.new()
        else:
            self._take_over(self._base)
        self._write_documents()
        self._take_back()
        own = ""
        shown = ShownText("")
        texts: dict[str, Document] = {}
        for coding in codings_of(self._project, each_coder=True, beside=False):
            if self._is_there(coding):
                continue
            if coding.document_id != own:
                own = coding.document_id
                texts = {own: self._project.document(own)}
                shown = ShownText(texts[own].text, kept=own in self._kept)
            self._write(coding, texts[own], shown)

    def _take_over(self, base: ForeignFile) -> None:
        project, writer = self._project, self._writer
        writer.take_over((shape_of(table), project.foreign_rows(table)) for table in project.foreign_tables(base.id))
        writer.set_missing_passwords()
        if not base.version.startswith("3"):
            writer.set_version()
            writer.relate_coders()
        saved = project.settings().get(SETTING, {}).get(base.name, {})
        for label in sorted(saved, key=lambda each: (each != STANDARD_TYPE, each)):
            mapping = DnaMapping.of(saved[label])
            roles = {mapping.speaker, mapping.organisation, mapping.claim, mapping.position} - {None}
            if roles <= set(writer.variables(label)):
                self._mapping = mapping
                return
        self._mapping = replace(STANDARD, statement_type=writer.add_standard_type())

    def _write_documents(self) -> None:
        """The documents that the file does not have yet, with what is told of them."""
        there = self._writer.documents() if self._base is not None else {}
        prefix = "" if self._base is None else f"{self._base.name}-"
        times = moments(self._project.documents())
        known: dict[tuple[object, ...], int] = {}
        for number, told in there.items():
            known.setdefault(told, number)
            known.setdefault((*told[:3], None), number)
        same: set[int] = set()
        for document in self._project.documents():
            own = document.id.removeprefix(prefix) if document.reader == READER else ""
            place = int(own) if own.isascii() and own.isdigit() else None
            if place in there and document.id.startswith(prefix):
                if there[place][0] == document.text_digest:
                    self._numbers[document.id] = place
                    self._kept.add(document.id)
                else:
                    self._counted["revised"] += 1
                continue
            text, title = ShownText(document.text).text, document.title or document.id
            date = None if document.published is None else times[document.id]
            found = known.get((digest_of(text), cut(title), cut(document.outlet or ""), date))
            if found is not None:
                # A file of this project that came back: what it says of the document need not be said again.
                self._numbers[document.id] = found
                same.add(found)
                continue
            self._counted["undated"] += document.published is None
            self._numbers[document.id] = self._writer.document(
                {
                    "Title": title,
                    "Text": text,
                    "Coder": self._writer.owner(),
                    "Author": "; ".join(document.authors),
                    "Source": document.outlet or "",
                    "Section": document.columns.get("section", ""),
                    "Notes": document.columns.get("notes", document.url or ""),
                    "Type": document.columns.get("type", ""),
                    "Date": times[document.id],
                }
            )
        if same:
            self._writer.write_nothing_twice_in(same)

    def _is_there(self, coding: Coding) -> bool:
        """Whether the file has a coding already; where its coder corrected it here, the file's statements are."""
        origin = coding.value.get("origin") or {}
        if self._base is None or origin.get("format") != FORMAT or origin.get("file") != self._base.name:
            return False
        statements = [int(each) for each in origin.get("statements", ())]
        if origin.get("coder") != coding.coder or not self._writer.has_statements(statements):
            return False
        if origin.get("stance") != coding.stance:
            self._correct(coding, str(origin.get("type")), statements)
        return True

    def _correct(self, coding: Coding, label: str, statements: Sequence[int]) -> None:
        saved = self._project.settings().get(SETTING, {}).get(self._base.name if self._base else "", {})
        mapping = DnaMapping.of(saved[label]) if label in saved else self._mapping
        if mapping.position is None or mapping.position not in self._writer.variables(label):
            self._counted["lost"] += 1
            return
        kind = self._writer.variables(label)[mapping.position][1]
        for statement in statements:
            if coding.stance == "ambivalent":
                other = self._writer.clone(statement)
                self._writer.set_value(other, label, mapping.position, _side(mapping, kind, "opposes"))
                self._counted["both"] += 1
                self.since += 1
            side = "supports" if coding.stance == "ambivalent" else coding.stance
            self._writer.set_value(statement, label, mapping.position, _side(mapping, kind, side))

    def _take_back(self) -> None:
        """Leave out statements whose own coders took them back or rejected them here."""
        if self._base is None:
            return
        # Of each decision the statements that it is about and its verdict: values of all would fill the memory.
        stacks: dict[tuple[str, str], list[tuple[frozenset[int], str]]] = {}
        gone: set[int] = set()
        for logged in self._project.decisions():
            decision = logged.decision
            if decision.kind != "position":
                continue
            stack = stacks.setdefault((decision.coder.name, decision.key), [])
            if decision.verdict != "undo":
                value = json.loads(decision.old_value if decision.new_value is None else decision.new_value) or {}
                stack.append((self._own_statements(value, decision.coder.name), decision.verdict))
            elif stack:
                taken, _ = stack.pop()
                if decision.note != GONE and not stack:
                    gone |= taken
        kept: set[int] = set()
        for stack in stacks.values():
            if stack:
                told, verdict = stack[-1]
                if verdict == "reject":
                    gone |= told
                else:
                    kept |= told
        for statement in sorted(gone - kept):
            if self._writer.has_statements([statement]):
                self._writer.remove_statement(statement)
                self.removed += 1

    def _own_statements(self, value: Mapping[str, Any], coder: str) -> frozenset[int]:
        origin = value.get("origin") or {}
        base = self._base
        if base is None or (origin.get("format"), origin.get("file"), origin.get("coder")) != (
            FORMAT,
            base.name,
            coder,
        ):
            return frozenset()
        return frozenset(int(each) for each in origin.get("statements", ()))

    def _write(self, coding: Coding, document: Document, text: ShownText) -> None:
        pieces = [
            (shown, holder)
            for said in said_of(coding)
            if (holder := self._who.of(coding, document, said.named)) is not None
            for shown in said.shown
        ]
        if not pieces or document.id not in self._numbers or coding.claim not in self._claims:
            self._counted["lost"] += 1
            return
        sides = {shown.side for shown in coding.shown}
        mixed = coding.stance == "ambivalent" and {"supports", "opposes"} <= sides
        name = MACHINE_CODER if coding.status == "proposed" and coding.coder == MACHINE else coding.coder
        coder = self._writer.coder(name)
        for shown, holder in pieces:
            if coding.stance != "ambivalent":
                written: tuple[str, ...] = (coding.stance,)
            elif mixed and shown.side is not None:
                written = (shown.side,)
            else:
                written = ("supports", "opposes")
                self._counted["both"] += 1
            self._counted["split"] += len(shown.spans) > 1
            start, stop = text.unit(shown.spans[0].start), text.unit(shown.spans[-1].end)
            for side in written:
                values, attributes = self._values(coding, holder, side)
                own = self._writer.statement(
                    self._mapping.statement_type,
                    self._numbers[document.id],
                    coder,
                    start,
                    stop,
                    values,
                    attributes,
                )
                self.since += own is not None
        self._counted["own voice"] += coding.holder is None

    def _values(
        self, coding: Coding, holder: Holder, side: str
    ) -> tuple[dict[str, str | int], dict[str, dict[str, str]]]:
        mapping, claim = self._mapping, self._claims[coding.claim]
        organisation = holder.actor if holder.own_voice else holder.organization
        values: dict[str, str | int] = {mapping.claim: claim.text}
        if mapping.speaker is not None:
            values[mapping.speaker] = (
                holder.person if mapping.organisation is not None else holder.person or organisation
            )
        if mapping.organisation is not None:
            values[mapping.organisation] = (
                organisation if mapping.speaker is not None else organisation or holder.person
            )
        if mapping.position is not None:
            kind = self._writer.variables(mapping.statement_type)[mapping.position][1]
            values[mapping.position] = _side(mapping, kind, side)
        attributes = {mapping.claim: {"Notes": f"claim {claim.id}", "Type": claim.topic}}
        known = self._known
        for role, variable in (("person", mapping.speaker), ("organization", mapping.organisation)):
            entity = known[role].get(str(values.get(variable, ""))) if variable is not None else None
            if variable is not None and entity is not None:
                attributes[variable] = {"Type": entity.attributes["kind"], "Notes": entity.attributes["id"]}
        return values, attributes

    def notices(self, password: str) -> Iterator[str]:
        """What a user should know of the file, a sentence each."""
        counted, writer = self._counted, self._writer
        if writer.new_coders:
            shown = ", ".join(writer.new_coders[:8]) + (" and others" if len(writer.new_coders) > 8 else "")
            yield f"the password of {shown} is {password!r}: change it in DNA before you share the file"
        told = {
            "cut": f"{writer.cut} values of more than 190 characters were cut, as DNA takes no longer ones",
            "split": f"{counted['split']} pieces of evidence with gaps stand as one stretch, gaps included",
            "both": f"{counted['both']} pieces of evidence of ambivalent codings are there twice, for and against",
            "undated": f"{counted['undated']} documents without a date have the earliest date of the others",
            "own voice": f"{counted['own voice']} codings of an outlet's own voice have the outlet as organisation",
            "lost": f"{counted['lost']} codings could not be written: holder, claim, words or position are not there",
            "revised": f"{counted['revised']} documents have another text here than in the file, which keeps its own",
        }
        yield from (line for key, line in told.items() if (writer.cut if key == "cut" else counted[key]))


def _side(mapping: DnaMapping, kind: str, side: str) -> str | int:
    if kind == "boolean":
        return int(side == "supports")
    if kind == "integer":
        return 1 if side == "supports" else -1
    return (mapping.supporting if side == "supports" else mapping.opposing)[0]
