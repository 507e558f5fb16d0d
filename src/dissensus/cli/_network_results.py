"""Results of commands about networks: how uncertain, where they go, and what they were computed with."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dissensus.cli._console import noticing_unless, show
from dissensus.cli._figure_options import FIGURES
from dissensus.cli._network_options import EVENT_LISTS
from dissensus.cli._targets import check_file, check_not_input, written_whole
from dissensus.model.errors import UsageError
from dissensus.networks.options import DNA, RIGHT, NetworkOptions

if TYPE_CHECKING:
    from dissensus.model.coded_statements import CodedStatements
    from dissensus.tasks.analyses.camps import Doubt
    from dissensus.tasks.analyses.told import Told


def ignored(given: Mapping[str, Any], *names: str) -> list[str]:
    """A line for each option that was given and that the command does not look at."""
    return [f"--{name.replace('_', '-')} has no effect here" for name in names if given.get(name) not in (None, [])]


OF_TIME = ("time_window", "window_size", "kernel", "indent", "normalize_to_one")
"""Options that make more than one network."""


def doubtful(coded: CodedStatements, options: NetworkOptions, given: Mapping[str, Any]) -> list[str]:
    """Lines about the file, and about filters that change nothing, such as values that no statement has."""
    lines = list(coded.notices)
    columns = {
        **coded.variables,
        **{f"{n}s": coded.document_variables[n] for n in ("author", "source", "section", "type")},
    }
    listed = dict(options.exclude_values) | {
        f"{name}s": getattr(options, f"exclude_{name}s") for name in ("author", "source", "section", "type")
    }
    for name, values in listed.items():
        known = {str(value) for value in columns[name].values} if name in columns else set(values)
        lines += [f"no statement has {value!r} among {name}" for value in values if value not in known]
    for name in ("values", "authors", "sources", "sections", "types"):
        if getattr(options, f"invert_{name}") and not (
            options.exclude_values if name == "values" else getattr(options, f"exclude_{name}")
        ):
            lines.append(f"the option that keeps the named {name} alone has no effect: none are named")
    if options.time_window == "no":
        lines += ignored(given, "window_size", "indent", "normalize_to_one")
    return lines


def told_options(options: NetworkOptions) -> dict[str, Any]:
    """All options as plain values, with the version that computed."""
    import dataclasses as dc
    from importlib import metadata

    values = {each.name: getattr(options, each.name) for each in dc.fields(options)}
    values["compatible"] = [name for name, on in dc.asdict(options.compatible).items() if on]
    values["exclude_values"] = {name: list(listed) for name, listed in options.exclude_values.items()}
    values = {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}
    return {"version": metadata.version("dissensus"), **values}


def line_of(options: NetworkOptions) -> str:
    """One line that says what was computed."""
    if options.mode == "event-list":
        parts = ["list of statements" if options.variable1 != options.variable2 else f"counts of {options.variable1}"]
    else:
        parts = [f"{options.variable1} by {options.variable2}", options.aggregation]
        parts.append("not normalized" if options.normalization == "no" else options.normalization)
    parts.append("all statements" if options.duplicates == "include" else f"duplicates by {options.duplicates}")
    if options.time_window != "no":
        kernel = "" if options.kernel == "no" else f", {options.kernel} kernel"
        parts.append(f"windows of {options.window_size} {options.time_window}{kernel}")
    if options.compatible != RIGHT:
        parts.append("compatible with DNA" if options.compatible == DNA else "some switches of DNA")
    return f"computed    {', '.join(parts)}"


def recorded(
    told: Told,
    coded: CodedStatements,
    options: NetworkOptions,
    given: Mapping[str, Any],
    *ignores: str,
    doubt: Doubt | None = None,
) -> list[str]:
    """Put into a result what it was computed with; returns all lines to notice.

    Args:
        told: the result; its lines and values get the options.
        coded: the statements.
        options: as they were asked for; what is put down are those of the result.
        given: those of the command line.
        ignores: options that the command does not look at.
        doubt: how uncertainty was computed.
    """
    used = told.options or options
    told.lines.insert(0, line_of(used))
    told.values["options"] = told_options(used)
    few = [] if doubt is None else few_documents(coded, doubt)
    lines = [*told.notices, *ignored(given, *ignores), *doubtful(coded, options, given), *few]
    return list(dict.fromkeys(lines))


FEW_DOCUMENTS = 20
"""Below this a bootstrap is told to be doubtful: simulations began there (see the page on uncertainty)."""
FEW_COUNTED = 100
"""The same for ties of counted cells, whose 90 % intervals held too seldom with 40 documents."""


def few_documents(coded: CodedStatements, doubt: Doubt, *, counted: bool = False) -> list[str]:
    """A line where there are few documents to draw from.

    Args:
        coded: the statements.
        doubt: how uncertainty was computed.
        counted: intervals are of ties whose cells are counted.

    Raises:
        NetworkError: NET004 there is one document only.
    """
    if doubt.drawing is None or doubt.drawing.over not in {"documents", "both"}:
        return []
    import numpy as np

    from dissensus.model.errors import NetworkError

    count = len(np.unique(coded.document))
    if count == 1:
        raise NetworkError(
            "all statements are of one document, so there is nothing to draw",
            code="NET004",
            remedy="Leave out --bootstrap, or draw statements with --over statements",
        )
    few = f"{count} documents are few to draw from: expect intervals that are too narrow"
    return [few] if count < (FEW_COUNTED if counted else FEW_DOCUMENTS) else []


Seed = Annotated[int, typer.Option("--seed", help="Of all that is random: same seed, same result.", min=0)]


Replicates = Annotated[
    int,
    typer.Option(
        "--bootstrap", help="Replicates for an interval, such as 1000; none without it.", min=0, max=1_000_000
    ),
]


Over = Annotated[
    str,
    typer.Option("--over", help="What is drawn: documents, statements, both, or nothing (errors of coders alone)."),
]


Level = Annotated[float, typer.Option("--level", help="Share that intervals are to hold.", min=0.5, max=0.999)]


Reliability = Annotated[
    list[Path] | None,
    typer.Option("--reliability", help="How reliable a coder was measured to be (TOML); may be repeated."),
]


Cells = Annotated[
    str,
    typer.Option(
        "--cells",
        help="What a replicate has in the cells of the network: counted statements, fitted (expected) ones, or auto: "
        "fitted where that can be.",
    ),
]


def doubt_of(
    replicates: int,
    over: str,
    level: float,
    seed: int,
    jobs: int | None,
    files: list[Path] | None,
    *,
    cells: str = "auto",
) -> Doubt:
    """How uncertainty is to be computed.

    Raises:
        UsageError: a file is given and nothing is to be drawn, or there is no such way of drawing (USE005).
        NetworkError: a file of a coder's reliability cannot be used.
    """
    from dissensus.networks.bootstrap_replicates import CELLS, OVER, BootstrapOptions
    from dissensus.networks.coder_error import read_reliability
    from dissensus.tasks.analyses.camps import Doubt

    if files and not replicates:
        raise UsageError("--reliability is given without --bootstrap", code="USE005", remedy="Give --bootstrap 1000")
    one_of("--over", over, OVER)
    one_of("--cells", cells, CELLS)
    if not replicates:
        return Doubt(None, level, seed)
    coders = tuple(read_reliability(path) for path in files or ())
    drawing = BootstrapOptions(
        over=over,  # type: ignore[arg-type]  # looked at above
        cells=cells,  # type: ignore[arg-type]
        replicates=replicates,
        seed=seed,
        coders=coders,
        jobs=jobs or 1,
    )
    return Doubt(drawing, level, seed)


def of_people(doubt: Doubt) -> bool:
    """Whether errors of a person are drawn: then each person's codings are told, also where several say the same."""
    from dissensus.projects.records import MACHINE

    return doubt.drawing is not None and any(each.coder != MACHINE for each in doubt.drawing.coders)


def one_of(option: str, value: str, known: tuple[str, ...]) -> str:
    """A value of an option that has few.

    Raises:
        UsageError: it is none of them (USE005).
    """
    if value not in known:
        raise UsageError(f"{option} is {value!r}; it takes {', '.join(known)}", code="USE005")
    return value


def check_result(out: Path | None, source: Path, *, figure: bool = True, why: str = "") -> None:
    """Refuse a file for a result before any work: one that cannot be written, or whose ending is no format of it.

    Raises:
        ExportError: EXP001 for another ending than .json, .svg, .pdf or .png.
        UsageError: USE006 it cannot be written.
    """
    if out is None:
        return
    from dissensus.model.errors import ExportError

    check_file(out, "--out")
    check_not_input(out, "--out", source)
    endings = (".json", *FIGURES) if figure else (".json",)
    if out.suffix.lower() not in endings:
        raise ExportError(
            f"{out.name} ends in {out.suffix or 'nothing'}{why}",
            code="EXP001",
            remedy=f"Give a name that ends in {' or '.join(endings)}",
        )


def check_network_file(out: Path | None, mode: str | None) -> None:
    """Refuse an ending that is no format of what is made, before any work.

    Raises:
        ExportError: EXP001.
    """
    if out is None:
        return
    from dissensus.exchanging.networks.writing import check_statement_ending, ending_of

    if mode in EVENT_LISTS:
        check_statement_ending(out)
    else:
        ending_of(out)


def check_nodes_file(path: Path | None, mode: str | None) -> None:
    """Refuse a table of nodes that is no CSV, or of a list of statements, which has none.

    Raises:
        ExportError: EXP001 another ending.
        UsageError: USE005 there are no nodes.
    """
    if path is None:
        return
    from dissensus.model.errors import ExportError

    if path.suffix.lower() != ".csv":
        raise ExportError(f"nodes are written as .csv, not as {path.name!r}", code="EXP001")
    if mode in EVENT_LISTS:
        raise UsageError("a list of events has no nodes", code="USE005", remedy="Leave out --nodes")


def finish(
    told: Told,
    notices: Sequence[str],
    out: Path | None,
    draw: Callable[[Path], None] | None = None,
    *,
    as_json: bool,
    quiet: bool,
) -> None:
    """Write a result into its file, as a figure or as JSON by its ending, and tell it.

    Args:
        told: the result.
        notices: lines for standard error.
        out: the file, or None.
        draw: draws the figure; None if there is none.
        as_json: tell plain values instead of lines.
        quiet: leave notices out; with ``as_json`` they are left out, too.
    """
    if out is not None and draw is not None and out.suffix.lower() in FIGURES:
        draw(out)
    elif out is not None:
        write_values(told.values, out)
    for line in notices:
        noticing_unless(quiet or as_json)(line)
    show(told.lines, told.values, as_json=as_json)


def write_values(values: dict[str, Any], out: Path) -> None:
    """Plain values as JSON into a file that is written wholly or not at all."""
    import json

    with written_whole(out) as file:
        json.dump(values, file, ensure_ascii=False, indent=1)
        file.write("\n")
