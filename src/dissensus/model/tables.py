"""Tables that people get: an Arrow table with a name, a title and a description."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from dissensus.model.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

SHOWN_ROWS = 20
"""Most rows a notebook shows of a table; the number of all rows stands below it."""

SHOWN_QUOTES = 5
"""Most quotes that appear when the pointer rests on a cell of evidence."""

SHOWN_CHARACTERS = 200
"""Longest text shown in one cell of a notebook."""


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """One table of a comparison.

    Attributes:
        name: short name, also the name of exported files ("quotations").
        title: heading for people.
        description: what one row is and how the columns were worked out.
        arrow: the rows. A column ``evidence`` is a list of struct (document_id, start, end, words): each piece names
            the exact words that stand at start to end (code points) of that document.
    """

    name: str
    title: str
    description: str
    arrow: pa.Table

    @property
    def column_names(self) -> list[str]:
        """Names of the columns, in order."""
        return list(self.arrow.column_names)

    def __len__(self) -> int:
        return int(self.arrow.num_rows)

    def __repr__(self) -> str:
        return f"Table({self.name!r}, {len(self)} rows, columns: {', '.join(self.column_names)})"

    def to_arrow(self) -> pa.Table:
        """The rows as an Arrow table."""
        return self.arrow

    def to_pylist(self) -> list[dict[str, Any]]:
        """The rows as plain dictionaries."""
        rows: list[dict[str, Any]] = self.arrow.to_pylist()
        return rows

    def to_pandas(self) -> pd.DataFrame:
        """The rows as a pandas data frame.

        Raises:
            UsageError: pandas is not installed.
        """
        try:
            import pandas  # noqa: F401, ICN001
        except ImportError as error:
            raise _not_installed("pandas") from error
        frame: pd.DataFrame = self.arrow.to_pandas()
        return frame

    def to_polars(self) -> pl.DataFrame:
        """The rows as a polars data frame.

        Raises:
            UsageError: polars is not installed.
        """
        try:
            import polars as pl
        except ImportError as error:
            raise _not_installed("polars") from error
        frame = pl.from_arrow(self.arrow)
        assert isinstance(frame, pl.DataFrame)
        return frame

    def _repr_html_(self) -> str:
        """The first rows as an HTML table for notebooks; everything that comes from articles is escaped."""
        head = "".join(f"<th scope='col'>{escape(name)}</th>" for name in self.column_names)
        body = "".join(
            "<tr>" + "".join(_cell(value) for value in row.values()) + "</tr>"
            for row in self.arrow.slice(0, SHOWN_ROWS).to_pylist()
        )
        count = f"{len(self)} row{'' if len(self) == 1 else 's'}"
        shown = f"{count}, the first {SHOWN_ROWS} are shown" if len(self) > SHOWN_ROWS else count
        return (
            f"<table><caption><strong>{escape(self.title)}</strong><br>{escape(self.description)}</caption>"
            f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table><p>{shown}</p>"
        )


def _not_installed(library: str) -> UsageError:
    return UsageError(
        f"{library} is not installed", remedy=f"Install it together with Dissensus: pip install 'dissensus[{library}]'"
    )


def _cell(value: object) -> str:
    if isinstance(value, list) and value and isinstance(value[0], Mapping) and "words" in value[0]:
        hover = "\n".join(
            f"“{_short(piece['words'])}” ({piece['document_id']}, {piece['start']}-{piece['end']})"
            for piece in value[:SHOWN_QUOTES]
        )
        more = f"\nand {len(value) - SHOWN_QUOTES} more" if len(value) > SHOWN_QUOTES else ""
        count = f"{len(value)} quote{'' if len(value) == 1 else 's'}"
        return f'<td title="{escape(hover + more)}">{count}</td>'
    if value is None:
        return "<td></td>"
    if isinstance(value, float):
        return f"<td>{value:.3g}</td>"
    if isinstance(value, list):
        return f"<td>{escape(_short(', '.join(str(item) for item in value)))}</td>"
    return f"<td>{escape(_short(str(value)))}</td>"


def _short(text: object) -> str:
    words = str(text)
    return words if len(words) <= SHOWN_CHARACTERS else words[: SHOWN_CHARACTERS - 1] + "…"
