"""Plain values to claims: what each may be, how long it may be, and which characters may stand in it."""

from __future__ import annotations

import datetime as dt
import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from dissensus.model.claims import Claim, Codebook
from dissensus.model.documents import PartialDate
from dissensus.model.errors import CodebookError

MAX_CLAIMS = 10_000
"""Most claims of a codebook."""

MAX_CHARACTERS = 2_000
"""Longest claim and longest wording, in characters."""

MAX_DEFINITION = 20_000
"""Longest definition, in characters."""

MAX_LABEL = 200
"""Longest id, topic and title, in characters."""

MAX_WORDINGS = 1_000
"""Most wordings of a claim on one side."""

KEYS = ("id", "claim", "definition", "supporting", "opposing", "topic", "valid_from")
"""Keys of a claim in TOML, and columns in CSV."""

_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")
_LOST = {"\ufffd": "a lost character (U+FFFD)", "\ufeff": "a byte order mark (U+FEFF)"}
_LINES = re.compile(r"\r\n|[\r\u2028\u2029]")
_SHOWN = 60


def claim_of(values: Mapping[str, object], place: str) -> Claim:
    """A claim of plain values.

    Args:
        values: by the names in `KEYS`; what is empty may be left out.
        place: where they stand, for messages.

    Raises:
        CodebookError: REC021 an unknown key; REC022 a value is missing or of the wrong sort; REC024 no date; REC025 too
            long; REC026 characters that may not stand there.
    """
    check_keys(values, KEYS, place)
    claim_id = label(values.get("id"), "id", place, needed=True)
    named = f"{place} (claim {shortened(claim_id)})"
    return Claim(
        claim_id,
        sentence(values.get("claim"), "claim", named),
        _definition(values.get("definition", ""), named),
        _wordings(values.get("supporting", ()), "supporting", named),
        _wordings(values.get("opposing", ()), "opposing", named),
        label(values.get("topic", ""), "topic", named),
        date_of(values.get("valid_from", ""), named),
    )


def codebook_of(placed: Iterable[tuple[str, Mapping[str, object]]], title: object = "", origin: str = "") -> Codebook:
    """A codebook of plain values.

    Args:
        placed: of each claim where it stands and its values.
        title: its title.
        origin: name of the file, for messages.

    Raises:
        CodebookError: as `claim_of`; REC020 there is no claim; REC023 an id twice; REC025 too many claims.
    """
    checked_title = label(title, "title", origin)
    claims: list[Claim] = []
    places: dict[str, str] = {}
    for place, values in placed:
        if len(claims) == MAX_CLAIMS:
            raise CodebookError(f"{origin}: there are more than {MAX_CLAIMS:,} claims", code="REC025")
        claim = claim_of(values, place)
        first = places.setdefault(claim.id.casefold(), place)
        if first is not place:
            raise CodebookError(f"{place}: the id {shortened(claim.id)} stands at {first}, too", code="REC023")
        claims.append(claim)
    if not claims:
        raise CodebookError(
            f"{origin}: there is no claim in it",
            remedy='Write at least one: [[claim]] with id = "C01" and claim = "A full sentence."; in CSV, a row',
        )
    return Codebook(tuple(claims), checked_title)


def check_keys(given: Iterable[str], known: Sequence[str], place: str) -> None:
    """Refuse unknown keys, and tell the known one that is spelled alike.

    Raises:
        CodebookError: REC021.
    """
    for key in given:
        if key not in known:
            near = difflib.get_close_matches(str(key).strip().lower()[:_SHOWN], known, 1, 0.6)
            hint = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(known)}"
            raise CodebookError(f"{place}: {shortened(str(key))} is not known; {hint}", code="REC021")


def label(value: object, key: str, place: str, *, needed: bool = False) -> str:
    """A short text on one line.

    Raises:
        CodebookError: REC022, REC025, REC026.
    """
    return _one_line(value, key, place, MAX_LABEL, needed=needed)


def sentence(value: object, key: str, place: str) -> str:
    """A claim or a wording: a text on one line, not empty.

    Raises:
        CodebookError: REC022, REC025, REC026.
    """
    return _one_line(value, key, place, MAX_CHARACTERS, needed=True)


def date_of(value: object, place: str) -> PartialDate | None:
    """A date of a text, of a date of TOML or of a year; None for an empty text.

    Raises:
        CodebookError: REC024.
    """
    if isinstance(value, dt.datetime):
        raise CodebookError(f"{place}: valid_from has a time ({value}) where a date must stand", code="REC024")
    if isinstance(value, dt.date):
        return PartialDate(value.isoformat())
    if isinstance(value, int) and not isinstance(value, bool) and 1000 <= value <= 9999:
        return PartialDate(str(value))
    if not isinstance(value, str):
        raise CodebookError(f"{place}: valid_from has {shown(value)} where a date must stand", code="REC024")
    if not value.strip():
        return None
    try:
        return PartialDate(value.strip())
    except ValueError as error:
        raise CodebookError(f"{place}: valid_from has {shortened(value)}, which is no date", code="REC024") from error


def shortened(text: str) -> str:
    """A text as a message shows it."""
    return repr(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}...")


def shown(value: object) -> str:
    """What stands in a file in the place of something else, in words."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return f"the number {str(value)[:40]}"
    if isinstance(value, str):
        return f"the text {shortened(value)}"
    if isinstance(value, list | tuple):
        return "a list"
    return "a table" if isinstance(value, dict) else f"the date or time {value}"


def _text(value: object, key: str, place: str, longest: int) -> str:
    if not isinstance(value, str):
        raise CodebookError(f"{place}: {key} has {shown(value)} where a text in quotes must stand", code="REC022")
    if len(value) > longest:
        raise CodebookError(f"{place}: {key} has {len(value):,} characters, more than {longest:,}", code="REC025")
    for character in value:
        if not character.isprintable() and character not in "\t\n\r\u2028\u2029":
            _check_character(character, key, place)
        elif character in _LOST:
            raise CodebookError(f"{place}: {key} has {_LOST[character]}", code="REC026")
    return value


def _check_character(character: str, key: str, place: str) -> None:
    """Refuse what is not printable, but for spaces, joiners, soft hyphens and characters that Python does not know."""
    kind = unicodedata.category(character)
    if kind in {"Cc", "Cs"} or character in _TURNING or character in _LOST:
        what = "a direction-changing character" if character in _TURNING else _LOST.get(character, "a character")
        known = "" if character in _LOST else f" (U+{ord(character):04X})"
        may = " that may not stand there" if what == "a character" else ""
        raise CodebookError(f"{place}: {key} has {what}{known}{may}", code="REC026")


def _one_line(value: object, key: str, place: str, longest: int, *, needed: bool) -> str:
    if value is None or (needed and isinstance(value, str) and not value.strip()):
        what = "is missing" if value is None else "is empty"
        raise CodebookError(
            f"{place}: {key} {what}", code="REC022", remedy=f"Write {key}; every claim has an id and a claim"
        )
    return " ".join(_text(value, key, place, longest).split())


def _definition(value: object, place: str) -> str:
    return _LINES.sub("\n", _text(value, "definition", place, MAX_DEFINITION)).strip()


def _wordings(value: object, key: str, place: str) -> tuple[str, ...]:
    if isinstance(value, str):
        raise CodebookError(
            f"{place}: {key} has a text where a list must stand",
            code="REC022",
            remedy=f'Write {key} = ["one wording", "another"]',
        )
    if not isinstance(value, list | tuple):
        raise CodebookError(f"{place}: {key} has {shown(value)} where a list of texts must stand", code="REC022")
    if len(value) > MAX_WORDINGS:
        raise CodebookError(f"{place}: {key} has {len(value):,} wordings, more than {MAX_WORDINGS:,}", code="REC025")
    return tuple(dict.fromkeys(sentence(each, f"{key}, wording {n}", place) for n, each in enumerate(value, 1)))
