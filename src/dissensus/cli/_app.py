"""The application: which commands there are."""

from __future__ import annotations

from typing import Annotated

import typer

from dissensus.cli.commands import (
    actors,
    annotate,
    backbone,
    bars,
    centrality,
    claims,
    coding,
    communities,
    compare,
    doctor,
    export,
    import_dna,
    init,
    network,
    phases,
    polarization,
    positions,
    read,
    report,
    run,
    scale,
    sensitivity,
    stance,
)


def _show_version(value: bool) -> None:
    if value:
        from importlib import metadata

        typer.echo(f"dissensus {metadata.version('dissensus')}")
        raise typer.Exit


def make_app() -> typer.Typer:
    """The application with all commands."""
    app = typer.Typer(
        name="dissensus",
        help="Who says what about a contested subject, who is quoted by whom, how each outlet names the same thing "
        "and what it leaves out: every cell linked to the exact words.",
        epilog="Exit codes: 0 done, 1 done but some documents failed, 2 wrong use, 3 a fault of the program.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )

    @app.callback()
    def declare(
        version: Annotated[
            bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")
        ] = False,
    ) -> None:
        """Lay out who says what, with the exact words."""

    for module in (run, init, read, annotate, compare, positions, report, export, import_dna, stance, doctor):
        app.command(name=module.NAME, short_help=module.SHORT, help=module.HELP, epilog=f"Example: {module.EXAMPLE}")(
            module.declare
        )
    for module in (network, bars, centrality, polarization, communities, phases, backbone, scale, sensitivity):
        app.command(name=module.NAME, short_help=module.SHORT, help=module.HELP, epilog=f"Example: {module.EXAMPLE}")(
            module.declare
        )
    app.add_typer(actors.make())
    app.add_typer(claims.make())
    app.add_typer(coding.make())
    return app
