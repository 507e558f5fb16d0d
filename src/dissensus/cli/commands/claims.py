"""``dissensus claims``: the codebook of claims."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dissensus.cli import _claims_discover
from dissensus.cli import _options as o
from dissensus.cli._console import say, show

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dissensus.reconciling.claims.checking import ClaimIssue

NAME = "claims"
SHORT = "The codebook of claims: discover, check, convert."
HELP = (
    "Propose claims from articles as a draft, and check and convert codebooks. A codebook is a TOML or CSV file "
    "with the claims that articles are coded for: each has an id and is worded as a neutral full sentence."
)

CodebookPath = Annotated[
    Path, typer.Argument(help="The codebook: TOML, CSV, or a DNA project (.dna).", show_default=False)
]

WRONG = 2


def check(
    codebook: CodebookPath,
    models: Annotated[
        bool,
        typer.Option(
            "--models/--no-models", help="Whether the trained models compare the claims, or their words only."
        ),
    ] = True,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit with 2 for warnings, too, not for errors only.")
    ] = False,
    language_model: o.LanguageModel = None,
    as_json: o.AsJson = False,
    quiet: o.Quiet = False,
) -> None:
    """Tell what should be mended: no full sentence, not neutral, nearly the same, one the negation of another."""
    from dissensus.tasks.codebooks import check_codebook_file, issue_object

    checked = check_codebook_file(codebook, models=models, language_model=language_model)
    shown = [issue for issue in checked.issues if not quiet or issue.severity == "error"]
    show(
        [_line(issue) for issue in shown],
        {
            "codebook": str(codebook),
            "claims": len(checked.codebook.claims),
            "usable": checked.usable,
            "issues": [issue_object(issue) for issue in shown],
        },
        as_json=as_json,
    )
    say(_summary(len(checked.codebook.claims), checked.issues), quiet=quiet)
    warned = any(issue.severity == "warning" for issue in checked.issues)
    if not checked.usable or (strict and warned):
        raise typer.Exit(WRONG)


def convert(
    codebook: CodebookPath,
    out: Annotated[Path, typer.Argument(help="The file to write; ends in .toml or .csv.", show_default=False)],
    variable: Annotated[
        str | None,
        typer.Option(
            "--variable", help="Of a DNA project: the variable whose values become claims; without it, concept."
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it is there.")] = False,
    as_json: o.AsJson = False,
    quiet: o.Quiet = False,
) -> None:
    """Write a codebook in another form: CSV or a DNA project's concepts as TOML, TOML as CSV."""
    from dissensus.tasks.codebooks import convert_codebook

    written = convert_codebook(codebook, out, variable=variable, replace=force)
    lines = [] if quiet else [f"{out}: {_counted(len(written.claims), 'claim')}"]
    show(lines, {"written": str(out), "claims": len(written.claims), "digest": written.digest}, as_json=as_json)


COMMANDS = (
    (_claims_discover.NAME, _claims_discover.discover, _claims_discover.EXAMPLE),
    ("check", check, "dissensus claims check codebook.toml"),
    ("convert", convert, "dissensus claims convert project.dna codebook.toml"),
)
"""Name, function and example of each subcommand."""


def make() -> typer.Typer:
    """The group with all its subcommands."""
    group = typer.Typer(name=NAME, short_help=SHORT, help=HELP, no_args_is_help=True, rich_markup_mode=None)
    for name, function, example in COMMANDS:
        group.command(name=name, epilog=f"Example: {example}")(function)
    return group


def _line(issue: ClaimIssue) -> str:
    return f"{issue.severity} {issue.code}: {', '.join(issue.claims)}: {issue.found}. {issue.remedy}."


def _summary(claims: int, issues: Sequence[ClaimIssue]) -> str:
    counts = Counter(issue.severity for issue in issues)
    told = [_counted(counts[kind], kind) for kind in ("error", "warning", "hint") if counts[kind]]
    return f"{_counted(claims, 'claim')}: {', '.join(told) or 'nothing to mend'}"


def _counted(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"
