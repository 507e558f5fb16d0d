"""Options that several commands share, and their way into the options objects."""

from __future__ import annotations

import dataclasses
import math
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from dissensus.model.errors import UsageError
from dissensus.model.options import (
    DEFAULT_MIN_CONFIDENCE,
    DEFAULT_MIN_POSITION,
    AnnotatingOptions,
    CodingOptions,
    ComparingOptions,
    ReadingOptions,
    ReconcilingOptions,
    ReportingOptions,
)

if TYPE_CHECKING:
    from dissensus.model.claims import Codebook

SHOWN_ISSUES = 5
"""Lines about a codebook's wording that a coding run writes at most."""

Articles = Annotated[list[Path], typer.Argument(help="Files and folders with articles.", show_default=False)]
ProjectPath = Annotated[Path, typer.Argument(help="The project file.", show_default=False)]
Config = Annotated[
    Path | None,
    typer.Option(
        "--config",
        help="TOML file with tables reading, annotating, reconciling, coding, comparing, reporting, language_model, "
        "network.",
    ),
]
Columns = Annotated[
    str | None,
    typer.Option("--columns", help="Columns of tables and metadata.csv: text=body,outlet=paper,published=date."),
]
NamePattern = Annotated[
    str | None,
    typer.Option("--name-pattern", help='Metadata from file names: "{published}_{outlet}_{title}".'),
]
DayFirst = Annotated[
    bool | None,
    typer.Option("--day-first/--month-first", help="How 03/04/2024 is read; without it such dates count as missing."),
]
MaxBytes = Annotated[int | None, typer.Option("--max-bytes", help="Largest file that is opened.", min=1)]
MaxCharacters = Annotated[
    int | None, typer.Option("--max-characters", help="Longest text of one document, in characters.", min=1)
]
LanguageModel = Annotated[
    str | None, typer.Option("--language-model", help="Installed spaCy pipeline, such as en_core_web_lg.")
]
Jobs = Annotated[int | None, typer.Option("--jobs", "-j", help="Processes; 0 for one a core.", min=0, max=256)]
DocumentSeconds = Annotated[
    float | None, typer.Option("--document-seconds", help="Time after which one document is given up.", min=0)
]
OwnVoice = Annotated[
    bool | None,
    typer.Option("--own-voice/--no-own-voice", help="Whether the outlet's own assertions count as statements."),
]
CountReprints = Annotated[
    bool | None, typer.Option("--count-reprints/--skip-reprints", help="Count reprints, too, or only their original.")
]
StatementReader = Annotated[
    str | None,
    typer.Option(
        "--statements",
        help="What reads statements: accurate, fast (finds less; annotates in about three quarters of the time) or "
        "rules (no trained model).",
    ),
]


def _from_0_to_1(option: str, example: float, remedy: str) -> Callable[[str], float]:
    """What reads the number of an option; USE005 where it is none from 0 to 1."""

    def read(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not 0 <= value <= 1:  # true for NaN too
            raise UsageError(
                f"{option} is {text!r}; it must be a number from 0 to 1, such as {example}",
                code="USE005",
                remedy=remedy,
            )
        return value

    return read


MinConfidence = Annotated[
    float | None,
    typer.Option(
        "--min-confidence",
        help="Leave out statements with less confidence, from 0 (none is left out) to 1. Lower misses fewer "
        "(recall), higher has fewer wrong ones (precision). "
        f"Without it: {DEFAULT_MIN_CONFIDENCE}, or what the project remembers.",
        parser=_from_0_to_1(
            "--min-confidence",
            DEFAULT_MIN_CONFIDENCE,
            "0 keeps every statement; lower misses fewer, higher has fewer wrong ones",
        ),
        metavar="0..1",
    ),
]
CodebookFile = Annotated[
    Path | None,
    typer.Option(
        "--codebook",
        help="The claims: a TOML or CSV file with columns id and claim, or a DNA project. The project remembers them.",
    ),
]
MinPosition = Annotated[
    float | None,
    typer.Option(
        "--min-position",
        help="Propose no position with less confidence, from 0 to 1. Lower finds more, higher has fewer wrong ones. "
        f"Without it: {DEFAULT_MIN_POSITION}, or what the project remembers.",
        parser=_from_0_to_1(
            "--min-position", DEFAULT_MIN_POSITION, "Lower finds more positions, higher has fewer wrong ones"
        ),
        metavar="0..1",
    ),
]
Aliases = Annotated[
    Path | None,
    typer.Option(
        "--aliases",
        help="TOML or CSV file that tells who is who: names, other names, names to keep apart. The project "
        "remembers it.",
    ),
]
NoAliases = Annotated[bool, typer.Option("--no-aliases", help="Forget the alias file that the project remembers.")]
Title = Annotated[str | None, typer.Option("--title", help="Heading of the report.")]
TableFormat = Annotated[str, typer.Option("--format", help="Format of tables: csv, parquet or jsonl.")]
AsJson = Annotated[bool, typer.Option("--json", help="Results as JSON on standard output.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no messages but errors.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Every problem as it stands in the project.")]

OPTIONS_CLASSES = {
    "reading": ReadingOptions,
    "annotating": AnnotatingOptions,
    "reconciling": ReconcilingOptions,
    "coding": CodingOptions,
    "comparing": ComparingOptions,
    "reporting": ReportingOptions,
}

CONFIG_TABLES = (*OPTIONS_CLASSES, "language_model", "network")
"""Tables of a configuration file; those of the language model and of networks are read by what takes them."""

O = TypeVar(  # noqa: E741
    "O", ReadingOptions, AnnotatingOptions, ReconcilingOptions, CodingOptions, ComparingOptions, ReportingOptions
)


def reconciling_options(
    aliases: Path | None,
    no_aliases: bool,
    config: Mapping[str, Mapping[str, Any]],
    remembered: Mapping[str, Any] | None = None,
) -> ReconcilingOptions:
    """The options of bringing documents together.

    Args:
        aliases: the alias file of the command line, or None.
        no_aliases: whether the remembered one is forgotten.
        config: tables of the configuration.
        remembered: what the project remembers, with paths as the present folder sees them.

    Raises:
        UsageError: both are given, or an option is wrong.
    """
    if aliases is not None and no_aliases:
        raise UsageError("--aliases and --no-aliases are both given", code="USE005", remedy="Give one of the two")
    given = {"aliases": None if aliases is None else str(aliases)}
    options = options_of(ReconcilingOptions, given, config, remembered)
    return dataclasses.replace(options, aliases=None) if no_aliases else options


def codebook_of(
    options: CodingOptions, tell: Callable[[str], None], language_model: str | None = None
) -> Codebook | None:
    """The codebook of the options, read; None where they name none.

    Args:
        options: name the file.
        tell: takes a line about each claim that will be coded badly as it is worded, the first of them.
        language_model: installed spaCy pipeline; None for the default.

    Raises:
        CodebookError: it cannot be read or is wrong; REC028 coding for it would contradict itself.
        UsageError: the pipeline is not installed.
    """
    if options.codebook is None:
        return None
    from dissensus.annotating.language import load_language_model
    from dissensus.exchanging.codebook_files import read_codebook
    from dissensus.model.errors import CodebookError
    from dissensus.reconciling.claims.checking import check_codebook

    codebook = read_codebook(Path(options.codebook))
    issues = check_codebook(codebook, parse=load_language_model(language_model))
    wrong = [issue for issue in issues if issue.severity == "error"]
    if wrong:
        more = f", and {len(wrong) - 1} more" if len(wrong) > 1 else ""
        raise CodebookError(f"{options.codebook}: {wrong[0].found}{more}", code="REC028", remedy=wrong[0].remedy)
    doubtful = [issue for issue in issues if issue.severity == "warning"]
    for issue in doubtful[:SHOWN_ISSUES]:
        tell(f"codebook, {', '.join(issue.claims)}: {issue.found}. {issue.remedy}")
    if len(doubtful) > SHOWN_ISSUES:
        tell(f"codebook: {len(doubtful) - SHOWN_ISSUES} more; `dissensus claims check {options.codebook}` tells all")
    return codebook


def parsed_columns(text: str | None) -> dict[str, str] | None:
    """Field to column name from "text=body,outlet=paper".

    Raises:
        UsageError: a part has no "=".
    """
    if text is None:
        return None
    columns = {}
    for part in text.split(","):
        field, equals, column = part.partition("=")
        if not equals or not field.strip() or not column.strip():
            raise UsageError(f"--columns has {part!r}; it takes FIELD=COLUMN,FIELD=COLUMN", code="USE005")
        columns[field.strip()] = column.strip()
    return columns


def reading_values(
    columns: str | None,
    name_pattern: str | None,
    day_first: bool | None,
    max_bytes: int | None,
    max_characters: int | None,
) -> dict[str, Any]:
    """The reading options of a command line by name; None where one was not given.

    Raises:
        UsageError: the columns cannot be understood.
    """
    return {
        "columns": parsed_columns(columns),
        "name_pattern": name_pattern,
        "day_first": day_first,
        "max_bytes": max_bytes,
        "max_characters": max_characters,
    }


def config_tables(path: Path | None) -> dict[str, dict[str, Any]]:
    """Option tables of a TOML file; empty without one.

    Raises:
        UsageError: the file cannot be read, is not TOML, or has an unknown table.
    """
    if path is None:
        return {}
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        why = getattr(error, "strerror", None) or error
        if isinstance(error, UnicodeDecodeError):
            why = "it is not UTF-8"
        elif isinstance(error, RecursionError):
            why = "it is nested too deep"
        raise UsageError(f"the configuration {path} cannot be read: {why}", code="USE005") from error
    for name, table in tables.items():
        if name in CONFIG_TABLES and not isinstance(table, dict):
            raise UsageError(f"{name} in the configuration must be a table: write [{name}]", code="USE005")
        if name not in CONFIG_TABLES:
            known = ", ".join(CONFIG_TABLES)
            raise UsageError(f"the configuration has {name!r}; it takes the tables {known}", code="USE005")
    return tables


def options_of(
    kind: type[O],
    given: Mapping[str, Any],
    config: Mapping[str, Mapping[str, Any]],
    remembered: Mapping[str, Any] | None = None,
) -> O:
    """Options of one task: what the project remembers, then the configuration, then the command line.

    Raises:
        UsageError: an unknown name or a value of the wrong type.
    """
    table = next(name for name, each in OPTIONS_CLASSES.items() if each is kind)
    values = dict(remembered or {}) | dict(config.get(table, {}))
    values |= {name: value for name, value in given.items() if value is not None}
    return kind.of(values)
