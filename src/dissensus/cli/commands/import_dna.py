"""``dissensus import-dna``: a file of the Discourse Network Analyzer, taken into a project whole."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dissensus.cli import _options as o
from dissensus.cli._console import noticing_unless, say, show, watching
from dissensus.cli._targets import check_file
from dissensus.model.errors import UsageError

if TYPE_CHECKING:
    from dissensus.exchanging.dna_files.mapping import DnaMapping
    from dissensus.tasks.dna import DnaImport
    from dissensus.tasks.dna_listing import DnaListing

NAME = "import-dna"
SHORT = "Take a file of the Discourse Network Analyzer into a project."
HELP = (
    "Take a file of the Discourse Network Analyzer (DNA 3, or 2) into a project, which is made if it is not there: its "
    "documents, its statements as decisions of its coders, and all the rest as it is, so that it can be written again. "
    "--list shows what is in the file and which variable would be taken for what."
)
EXAMPLE = "dissensus import-dna debate.dna --project debate.dissensus --speaker person --claim concept"

_ROLE = "Without it: what the project remembers, or what names suggest."


def declare(
    file: Annotated[Path, typer.Argument(help="The file of DNA.", show_default=False)],
    project: Annotated[
        Path | None, typer.Option("--project", "-p", help="The project file; not needed with --list.")
    ] = None,
    statement_type: Annotated[
        str | None,
        typer.Option("--statement-type", help="Which statements become codings; without it, DNA Statement."),
    ] = None,
    speaker: Annotated[
        str | None, typer.Option("--speaker", help=f'Variable with the person, or "none". {_ROLE}', metavar="VARIABLE")
    ] = None,
    organisation: Annotated[
        str | None,
        typer.Option("--organisation", help=f'Variable with the organisation, or "none". {_ROLE}', metavar="VARIABLE"),
    ] = None,
    claim: Annotated[
        str | None, typer.Option("--claim", help=f"Variable with the claim. {_ROLE}", metavar="VARIABLE")
    ] = None,
    position: Annotated[
        str | None,
        typer.Option(
            "--position",
            help=f'Variable that tells agreement, or "none": then every statement is support. {_ROLE}',
            metavar="VARIABLE",
        ),
    ] = None,
    supporting: Annotated[
        list[str] | None,
        typer.Option(
            "--supporting", help="Value of a short-text position that is support; may be repeated.", metavar="VALUE"
        ),
    ] = None,
    opposing: Annotated[
        list[str] | None,
        typer.Option(
            "--opposing", help="Value of a short-text position that is opposition; may be repeated.", metavar="VALUE"
        ),
    ] = None,
    name: Annotated[
        str | None,
        typer.Option(
            "--name", help="Under which name its documents are known; without it, that of the file.", metavar="NAME"
        ),
    ] = None,
    only_list: Annotated[bool, typer.Option("--list", help="Show what is in the file, and write nothing.")] = False,
    as_json: o.AsJson = False,
    quiet: o.Quiet = False,
) -> None:
    """Declare the command."""
    from dissensus.tasks.dna import import_dna
    from dissensus.tasks.dna_listing import list_dna

    if only_list:
        listing = list_dna(file)
        show(_listed(listing), _listing_object(listing), as_json=as_json)
        return
    if project is None:
        raise UsageError("the project is missing", code="USE005", remedy="Name it with --project, or give --list")
    check_file(project, "--project")
    with watching(quiet or as_json) as watch:
        made = import_dna(
            file,
            project,
            statement_type,
            speaker=speaker,
            organisation=organisation,
            claim=claim,
            position=position,
            supporting=supporting or (),
            opposing=opposing or (),
            name=name,
            watch=watch,
        )
    notice = noticing_unless(quiet)
    for line in made.notices:
        notice(line)
    if made.left_out:
        say("statements that became no coding, and are kept with the file as they are:", quiet=quiet)
        for reason, count in made.left_out.items():
            say(f"  {count} {reason}", quiet=quiet)
    show(_told(made, project), _import_object(made, project), as_json=as_json)


def _listed(listing: DnaListing) -> list[str]:
    lines = [
        (
            f"{listing.file}: DNA {listing.version or 'of unknown version'}, {listing.documents} documents,"
            f" {len(listing.coders)} coders: {', '.join(listing.coders)}"
        )
    ]
    for each in listing.types:
        lines += ["", f"{each.label}: {each.statements} statements"]
        lines += [f"  {variable.name} ({variable.kind})" for variable in each.variables]
        mapping = listing.mappings[each.label]
        if mapping is None:
            lines.append("  no variable could be the claim: its statements are kept as they are")
        else:
            lines.append(f"  taken for: {_roles(mapping)}")
    if listing.notices:
        lines += ["", *listing.notices]
    if listing.others:
        lines += ["", f"left behind, as nothing in a file is run: {', '.join(listing.others)}"]
    return lines


def _roles(mapping: DnaMapping) -> str:
    roles = ("speaker", "organisation", "claim", "position")
    return ", ".join(f"{role} = {getattr(mapping, role) or 'none'}" for role in roles)


def _listing_object(listing: DnaListing) -> dict[str, Any]:
    return {
        "file": listing.file,
        "version": listing.version,
        "documents": listing.documents,
        "coders": list(listing.coders),
        "statement_types": [
            {
                "label": each.label,
                "colour": each.colour,
                "statements": each.statements,
                "variables": each.kinds,
                "mapping": None if (found := listing.mappings[each.label]) is None else found.plain(),
            }
            for each in listing.types
        ],
        "left_behind": list(listing.others),
        "notices": list(listing.notices),
    }


def _told(made: DnaImport, project: Path) -> list[str]:
    documents = ", ".join(f"{count} {what}" for what, count in made.documents.items() if count) or "none"
    return [
        f"{made.mapping.statement_type}: {_roles(made.mapping)}",
        f"documents: {documents}; ids begin with {made.name}-",
        (
            f"statements: {made.statements}; codings: {made.added} added, {made.changed} changed,"
            f" {made.taken_back} taken back, {made.unchanged} unchanged; {made.claims} new claims"
        ),
        str(project),
    ]


def _import_object(made: DnaImport, project: Path) -> dict[str, Any]:
    return {
        "project": str(project),
        "name": made.name,
        "mapping": made.mapping.plain(),
        "documents": dict(made.documents),
        "statements": made.statements,
        "codings": {
            "added": made.added,
            "changed": made.changed,
            "taken_back": made.taken_back,
            "unchanged": made.unchanged,
        },
        "claims": made.claims,
        "left_out": dict(made.left_out),
        "notices": list(made.notices),
    }
