"""Which variables of a file of DNA are speaker, organisation, claim and position: seen, saved, changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from dissensus.exchanging.dna_files.reading import StatementType
from dissensus.model.claims import Stance
from dissensus.model.coded_statements import VariableKind
from dissensus.model.errors import DnaFileError

SPEAKERS = ("person", "speaker", "individual", "politician", "speaker name")
"""Names of variables that are taken for the speaker, the likeliest first."""
ORGANISATIONS = ("organization", "organisation", "org", "party", "institution", "actor", "narrator", "group")
"""Names of variables that are taken for the organisation."""
CLAIMS = ("concept", "claim", "belief", "issue", "category", "frame", "policy", "policy solution")
"""Names of variables that are taken for the claim."""
POSITIONS = ("agreement", "agree", "agrees", "support", "supports", "position", "stance", "approval", "intensity")
"""Names of variables that are taken for the position."""
SUPPORTING = ("agree", "agrees", "agreement", "support", "supports", "pro", "for", "yes", "positive", "+", "1")
OPPOSING = (
    "disagree",
    "disagrees",
    "disagreement",
    "oppose",
    "opposes",
    "contra",
    "against",
    "no",
    "negative",
    "-",
    "0",
)
"""Values of a short-text position that are taken for support and for opposition, compared without case."""
_TEXT: tuple[VariableKind, ...] = ("short text",)
_SIDED: tuple[VariableKind, ...] = ("boolean", "integer", "short text")


@dataclass(frozen=True, slots=True)
class DnaMapping:
    """What the variables of a statement type are to us.

    Attributes:
        statement_type: the statement type.
        speaker: variable with the person who speaks; None for none.
        organisation: variable with the organisation that speaks, or for which the person does; None for none.
        claim: variable with the claim.
        position: variable that tells agreement; None where every statement is support.
        supporting, opposing: values of a short-text position that are support and opposition.
    """

    statement_type: str
    speaker: str | None
    organisation: str | None
    claim: str
    position: str | None
    supporting: tuple[str, ...] = SUPPORTING
    opposing: tuple[str, ...] = OPPOSING

    def plain(self) -> dict[str, Any]:
        """Plain values, as they are kept among a project's settings."""
        return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()}

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> DnaMapping:
        """The mapping of plain values."""
        given: dict[str, Any] = {n: tuple(v) if isinstance(v, list) else v for n, v in values.items()}
        return cls(**{name: given[name] for name in cls.__slots__ if name in given})

    def stance(self, value: str | int | None, kind: VariableKind | None) -> Stance | None:
        """What a value of the position variable says; None where it takes no side.

        Of a boolean 1 is support and 0 opposition; of a number the sign counts, and 0 takes no side.

        Args:
            value: the value; None where the statement has none.
            kind: data type of the variable.
        """
        if self.position is None:
            return "supports"
        if value is None or (kind == "integer" and value == 0):
            return None
        if isinstance(value, str):
            folded = value.strip().casefold()
            if folded in self.supporting:
                return "supports"
            return "opposes" if folded in self.opposing else None
        return "supports" if value > 0 else "opposes"


def guessed(chosen: StatementType) -> DnaMapping:
    """The mapping that names and data types of a statement type suggest.

    Raises:
        DnaFileError: DNA006, no short-text variable is left for the claim.
    """
    short = [each.name for each in chosen.variables if each.kind == "short text"]
    claim = _named(short, CLAIMS)
    speaker = _named(short, SPEAKERS, claim)
    organisation = _named(short, ORGANISATIONS, claim, speaker)
    if claim is None:
        claim = next((name for name in reversed(short) if name not in (speaker, organisation)), None)
    if claim is None:
        raise DnaFileError(
            f"the statement type {chosen.label[:60]!r} has no short-text variable for the claim", code="DNA006"
        )
    booleans = [each.name for each in chosen.variables if each.kind == "boolean"]
    numbers = [each.name for each in chosen.variables if each.kind == "integer"]
    position = _named(booleans, POSITIONS) or _named(numbers, POSITIONS) or next(iter((*booleans, *numbers)), None)
    return DnaMapping(chosen.label, speaker, organisation, claim, position)


def _named(there: Sequence[str], wanted: Sequence[str], *taken: str | None) -> str | None:
    folded = {name.casefold(): name for name in reversed(there) if name not in taken}
    return next((folded[name] for name in wanted if name in folded), None)


def changed(
    mapping: DnaMapping,
    chosen: StatementType,
    *,
    supporting: Sequence[str] = (),
    opposing: Sequence[str] = (),
    **given: str | None,
) -> DnaMapping:
    """A mapping with what a user says; "none" takes speaker, organisation or position out.

    Args:
        mapping: what is there.
        chosen: the statement type.
        supporting: values of a short-text position that are support; none leaves those that are there.
        opposing: values that are opposition.
        given: speaker, organisation, claim, position: names of variables, compared without case; None leaves one.

    Raises:
        DnaFileError: DNA006, a variable is not there, is of another data type, or is named for two of them.
    """
    there = {each.name.casefold(): each for each in chosen.variables}
    values: dict[str, str | None] = {}
    for role, name in given.items():
        if name is None:
            continue
        if name.casefold() == "none" and "none" not in there and role != "claim":
            values[role] = None
            continue
        found = next((each for each in chosen.variables if each.name == name), there.get(name.casefold()))
        kinds = _SIDED if role == "position" else _TEXT
        if found is None or found.kind not in kinds:
            known = ", ".join(each.name for each in chosen.variables if each.kind in kinds) or "none"
            why = "is not there" if found is None else f"is of the type {found.kind}"
            raise DnaFileError(
                f"the variable {name[:60]!r} for the {role} {why} in {chosen.label[:60]!r}; there are {known[:300]}",
                code="DNA006",
            )
        values[role] = found.name
    # A guess gives way to what is said.
    said = set(values.values()) - {None}
    for role in ("speaker", "organisation", "position"):
        if role not in values and getattr(mapping, role) in said:
            values[role] = None
    made = replace(mapping, **values)  # type: ignore[arg-type]
    if supporting:
        made = replace(made, supporting=tuple(each.strip().casefold() for each in supporting))
    if opposing:
        made = replace(made, opposing=tuple(each.strip().casefold() for each in opposing))
    if set(made.supporting) & set(made.opposing):
        raise DnaFileError("one value is named for both sides", code="DNA006")
    roles = [each for each in (made.speaker, made.organisation, made.claim, made.position) if each is not None]
    if len(set(roles)) < len(roles):
        raise DnaFileError("one variable is named for two things", code="DNA006")
    return checked(made, chosen)


def checked(mapping: DnaMapping, chosen: StatementType) -> DnaMapping:
    """A mapping, for example a saved one, whose variables a statement type has.

    Raises:
        DnaFileError: DNA006, it lacks one.
    """
    kinds = chosen.kinds
    for role, allowed in (("speaker", _TEXT), ("organisation", _TEXT), ("claim", _TEXT), ("position", _SIDED)):
        name = getattr(mapping, role)
        if name is not None and kinds.get(name) not in allowed:
            raise DnaFileError(f"{chosen.label[:60]!r} has no variable {name[:60]!r} for the {role}", code="DNA006")
    if mapping.speaker is None and mapping.organisation is None:
        raise DnaFileError(
            f"neither speaker nor organisation is among the variables of {chosen.label[:60]!r}", code="DNA006"
        )
    return mapping
