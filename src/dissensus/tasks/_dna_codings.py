"""Statements of a file of DNA as decisions of its coders: one for each coder, document, holder and claim."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from dissensus.exchanging.dna_files.shown import cut
from dissensus.model.claims import Claim
from dissensus.projects.positions import position_key
from dissensus.projects.records import canonical_json
from dissensus.reconciling.actors.correcting import compared, spelled

if TYPE_CHECKING:
    from dissensus.exchanging.dna_files.mapping import DnaMapping
    from dissensus.model.coded_statements import CodedStatements, Entity
    from dissensus.model.findings import Actor

MACHINE_CODER = "dissensus (machine)"
"""Name of the coder under which a written file of DNA has what the machine proposes and nobody decided about."""
FORMAT = "dna"
MOST_BYTES = 900_000
"""Most characters of the evidence of one coding, as JSON; the log of decisions takes values of a million."""


@dataclass(frozen=True, slots=True)
class ImportedCoding:
    """What one coder of a file says of one holder and claim in one document.

    Attributes:
        key: of the position.
        coder: the coder's name.
        value: what goes into the log.
    """

    key: str
    coder: str
    value: dict[str, Any]


@dataclass(slots=True)
class Actors:
    """Ids of the holders that a file names: of the project's own actors where one of this name and sort is there.

    Attributes:
        known: actors of the project.
        speakers, organisations: entities of the file.
    """

    known: Sequence[Actor]
    speakers: Mapping[str, Entity]
    organisations: Mapping[str, Entity]
    _ids: dict[tuple[str, str], str] = field(default_factory=dict)
    _own: dict[tuple[bool, str], list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for actor in self.known:
            self._own.setdefault((actor.kind == "person", compared(actor.name)), []).append(actor.id)

    def of(self, name: str, *, person: bool) -> str:
        """Id of the actor whom a value names."""
        kind = "person" if person else "organisation"
        if (kind, name) not in self._ids:
            same = self._own.get((person, compared(name)), [])
            entity = (self.speakers if person else self.organisations).get(name)
            number = "" if entity is None or not entity.id else f"-{entity.id}"
            made = f"{FORMAT}:{kind}:{compared(name).replace(' ', '-')[:80]}{number}"
            self._ids[kind, name] = same[0] if len(same) == 1 else made
        return self._ids[kind, name]


def claims_of(
    coded: CodedStatements, mapping: DnaMapping, known: Sequence[Claim]
) -> tuple[dict[str, Claim], tuple[Claim, ...]]:
    """The claim of each value of the claim variable, and those of them that the codebook lacks.

    A claim of the codebook that is worded the same is taken for it, and one that is too long for DNA for the value that
    it was cut to on writing, if it is the only such one. New ones have the entity's number as id.
    """
    by_text = {claim.text: claim for claim in known}
    long: dict[str, list[Claim]] = {}
    for claim in known:
        if cut(claim.text) != claim.text:
            long.setdefault(spelled(cut(claim.text)), []).append(claim)
    taken = {claim.id.casefold() for claim in known}
    found: dict[str, Claim] = {}
    new: list[Claim] = []
    entities = sorted(coded.entities.get(mapping.claim, {}).values(), key=lambda each: each.id)
    for entity in entities:
        words = spelled(entity.value)
        if not words:
            continue
        if words not in by_text and len(long.get(words, ())) == 1:
            by_text[words] = long[words][0]
        if words not in by_text:
            claim_id = f"D{entity.id}"
            while claim_id.casefold() in taken:
                claim_id += "x"
            taken.add(claim_id.casefold())
            by_text[words] = Claim(claim_id, words, definition=spelled(entity.attributes.get("Notes", "")))
            new.append(by_text[words])
        found[entity.value] = by_text[words]
    return found, tuple(new)


def imported_codings(
    coded: CodedStatements,
    mapping: DnaMapping,
    claims: Mapping[str, Claim],
    actors: Actors,
    documents: Mapping[int, tuple[str, str]],
    file: str,
    left: Counter[str],
) -> Iterator[ImportedCoding]:
    """The codings of a statement type, in order of documents and places; those of one document are held at a time.

    Args:
        coded: the statements, with passages.
        mapping: which variable is what.
        claims: the claim of each value.
        actors: ids of holders.
        documents: id and digest of the text of each document, by its number in the file.
        file: name under which the file's documents are known.
        left: is told how many statements are left out for which reason.
    """
    told = {name: _values(coded, name) for name in (mapping.speaker, mapping.organisation, mapping.claim)}
    sides = _values(coded, mapping.position) if mapping.position is not None else lambda _: None
    kind = coded.variables[mapping.position].kind if mapping.position is not None else None
    coder = [coded.coder.values[code] for code in coded.coder.codes.tolist()]
    found: dict[tuple[str, str], ImportedCoding] = {}
    first_of: dict[str, str] = {}
    sizes: dict[tuple[str, str], int] = {}
    texts = Counter(digest for _, digest in documents.values())
    before = -1
    for row, number in enumerate(coded.document.tolist()):
        if number != before:
            yield from found.values()
            before, found, sizes = number, {}, {}
        if coder[row] == MACHINE_CODER:
            left[f"are the machine's own, by {MACHINE_CODER}"] += 1
            continue
        speaker, organisation, claim = (str(told[n](row) or "") if n else "" for n in told_names(mapping))
        stance = mapping.stance(sides(row), kind)
        if claim not in claims:
            left["name no claim"] += 1
            continue
        if not (spelled(speaker) or spelled(organisation)):
            left["name neither speaker nor organisation"] += 1
            continue
        if stance is None:
            left["take no side"] += 1
            continue
        document_id, digest = documents[number]
        person = bool(spelled(speaker))
        holder = actors.of(speaker if person else organisation, person=person)
        key = position_key(digest, claims[claim].id, holder)
        if texts[digest] > 1 and first_of.setdefault(key, document_id) != document_id:
            left["stand in a document with the same text as another, which says the same already"] += 1
            continue
        words = coded.passages[row]
        evidence: dict[str, Any] = {
            "spans": [[int(coded.start[row]), int(coded.stop[row])]],
            "words": words,
            "side": stance,
            "read": words,
            "flags": [],
        }
        named = {"speaker": speaker if person else "", "organisation": organisation}
        if spelled(organisation):
            named["organisation_id"] = actors.of(organisation, person=False)
        name = coder[row] if coder[row].strip() else "nobody"
        known = found.get((name, key))
        if known is not None and named != known.value["named"]:
            evidence["named"] = named
        size = len(canonical_json(evidence)) + sizes.get((name, key), 0)
        if size > MOST_BYTES:
            left["are too long, alone or with others of the same coding"] += 1
            continue
        sizes[name, key] = size
        if known is None:
            found[name, key] = ImportedCoding(
                key,
                name,
                {
                    "document": document_id,
                    "claim": claims[claim].id,
                    "claim_text": claims[claim].text,
                    "holder": holder,
                    "stance": stance,
                    "evidence": [evidence],
                    "named": named,
                    "origin": {
                        "format": FORMAT,
                        "file": file,
                        "type": coded.statement_type,
                        "coder": name,
                        "stance": stance,
                        "statements": [int(coded.ids[row])],
                    },
                },
            )
            continue
        value = known.value
        value["evidence"].append(evidence)
        value["origin"]["statements"].append(int(coded.ids[row]))
        if stance != value["stance"]:
            value["stance"] = value["origin"]["stance"] = "ambivalent"
    yield from found.values()


def told_names(mapping: DnaMapping) -> tuple[str | None, str | None, str]:
    """The variables for speaker, organisation and claim."""
    return mapping.speaker, mapping.organisation, mapping.claim


def _values(coded: CodedStatements, name: str | None) -> Callable[[int], str | int | None]:
    if name is None:
        return lambda _: None
    column = coded.variables[name]
    codes = column.codes.tolist()
    return lambda row: column.values[codes[row]] if codes[row] >= 0 else None
