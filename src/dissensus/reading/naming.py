"""Metadata from file names by a pattern with fields in braces."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dissensus.model.errors import UsageError

_FIELD = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class NamePattern:
    """A pattern such as ``{published}_{outlet}_{title}``.

    A field reaches to where the words after it first come; the last one takes the rest. There is no other way of
    matching, so that a user can foresee it and no name takes long. ``{year}``, ``{month}`` and ``{day}`` make up the
    date; ``{_}`` is passed over; any name that is no field of a document becomes a column. A pattern with ``/`` takes
    in the names of folders.

    Attributes:
        literals: the words around the fields, one more than there are fields.
        names: names of the fields.
    """

    literals: tuple[str, ...]
    names: tuple[str, ...]

    @classmethod
    def of(cls, pattern: str) -> NamePattern:
        """The pattern in a string.

        Raises:
            UsageError: USE005: no field, a brace alone, a name that is none or comes twice, fields that touch.
        """
        parts = _FIELD.split(pattern)
        literals, names = tuple(parts[0::2]), tuple(name.strip() for name in parts[1::2])
        told = [name for name in names if name != "_"]
        fault = ""
        if not told:
            fault = "has no field in braces"
        elif any("{" in literal or "}" in literal for literal in literals):
            fault = "has a brace that is not closed or opened"
        elif any(not name.isidentifier() for name in names):
            fault = f"names a field {next(name for name in names if not name.isidentifier())!r}"
        elif len(set(told)) < len(told):
            fault = "names a field twice"
        elif "text" in told:
            fault = "names the text, which stands in the file"
        elif any(not literal for literal in literals[1:-1]):
            fault = "has two fields without anything between them"
        if fault:
            raise UsageError(f"the name pattern {pattern!r} {fault}", code="USE005")
        return cls(literals, names)

    def match(self, path: str) -> dict[str, str] | None:
        """Field to value for a file, or None when it does not fit.

        Args:
            path: the file's path without its ending, with ``/``; only as many folders count as the pattern has.
        """
        depth = sum(literal.count("/") for literal in self.literals)
        parts = path.split("/")
        if len(parts) <= depth:
            return None
        rest = "/".join(parts[len(parts) - depth - 1 :])
        if not rest.startswith(self.literals[0]):
            return None
        rest = rest[len(self.literals[0]) :]
        values: dict[str, str] = {}
        for place, (name, literal) in enumerate(zip(self.names, self.literals[1:], strict=True)):
            if place < len(self.names) - 1:
                value, found, rest = rest.partition(literal)
                if not found:
                    return None
            elif rest.endswith(literal):
                value = rest[: len(rest) - len(literal)]
            else:
                return None
            if not value.strip() or "/" in value:
                return None
            values[name] = value.strip()
        values.pop("_", None)
        return _with_date(values)


def _with_date(values: dict[str, str]) -> dict[str, str]:
    if "year" not in values or "published" in values:
        return values
    date = values.pop("year")
    for part in ("month", "day"):
        if part not in values:
            break
        date += f"-{values.pop(part)}"
    return values | {"published": date}
