"""Options of networks that several commands share: declared once, added to each command that takes them."""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import inspect
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dissensus.cli._targets import check_file, check_not_input, written_whole
from dissensus.model.errors import UsageError
from dissensus.networks.options import (
    AGGREGATIONS,
    DNA,
    DUPLICATES,
    KERNELS,
    MODES,
    NORMALIZATIONS,
    RIGHT,
    TIME_UNITS,
    Compatibility,
    NetworkOptions,
)

if TYPE_CHECKING:
    from dissensus.model.coded_statements import CodedStatements
    from dissensus.tasks.analyses.camps import Doubt
    from dissensus.tasks.analyses.told import Told

Input = Annotated[
    Path,
    typer.Argument(
        metavar="INPUT",
        help="A project, a file of DNA (.dna), or a table of coded statements (.csv).",
        show_default=False,
    ),
]
StatementType = Annotated[
    str | None,
    typer.Option(
        "--statement-type",
        help="Which statements of a DNA file; without it “DNA Statement”, else the only type that is used.",
    ),
]
_Text = str | None
_List = list[str] | None
_TABLE = "network"
EVENT_LISTS = ("event-list", "eventlist")
_DNAS_MODES = {"onemode": "one-mode", "twomode": "two-mode", "eventlist": "event-list"}


def _option(kind: Any, name: str, told: str, **more: Any) -> Any:  # noqa: ANN401  # builds annotations
    return Annotated[kind, typer.Option(*name.split(), help=told, **more)]


def _one_of(values: tuple[str, ...]) -> str:
    return ", ".join(values)


_OPTIONS: dict[str, Any] = {
    "variable1": _option(_Text, "--variable1", "Nodes; organization, or actor in a project, without it."),
    "variable2": _option(_Text, "--variable2", "The other nodes, or what ties the nodes; concept without it."),
    "qualifier": _option(_Text, "--qualifier", "What tells agreement; none for nothing. Without it: agreement."),
    "variable1_document": _option(bool | None, "--variable1-document", "Variable 1 is one of the document."),
    "variable2_document": _option(bool | None, "--variable2-document", "Variable 2 is one of the document."),
    "qualifier_document": _option(bool | None, "--qualifier-document", "The qualifier is one of the document."),
    "mode": _option(_Text, "--mode", f"{_one_of(MODES)}."),
    "aggregation": _option(_Text, "--aggregation", f"{_one_of(AGGREGATIONS)}."),
    "normalization": _option(_Text, "--normalization", f"{_one_of(NORMALIZATIONS)}."),
    "duplicates": _option(_Text, "--duplicates", f"The same coding counts once within: {_one_of(DUPLICATES)}."),
    "isolates": _option(bool | None, "--isolates/--no-isolates", "Keep names that filters leave without a tie."),
    "start": _option(_Text, "--start", "First day, YYYY-MM-DD, or time, YYYY-MM-DDTHH:MM:SS (UTC)."),
    "stop": _option(_Text, "--stop", "Last day (all of it) or time."),
    "exclude": _option(_List, "--exclude", 'Values to leave out: "concept=Build the dam."; may be repeated.'),
    "invert_values": _option(bool | None, "--only-excluded", "Leave out all values but those of --exclude."),
    "exclude_authors": _option(_List, "--exclude-author", "Authors whose documents are left out."),
    "exclude_sources": _option(_List, "--exclude-outlet --exclude-source", "Outlets that are left out."),
    "exclude_sections": _option(_List, "--exclude-section", "Sections that are left out."),
    "exclude_types": _option(_List, "--exclude-type", "Types of documents that are left out."),
    "invert_authors": _option(bool | None, "--only-authors", "Keep the named authors alone instead."),
    "invert_sources": _option(bool | None, "--only-outlets --only-sources", "Keep the named outlets alone instead."),
    "invert_sections": _option(bool | None, "--only-sections", "Keep the named sections alone instead."),
    "invert_types": _option(bool | None, "--only-types", "Keep the named types alone instead."),
    "coders": _option(_List, "--coder", "Only what this coder coded; may be repeated."),
    "documents": _option(_List, "--document", "Only this document, by its id; may be repeated."),
    "statuses": _option(_List, "--status", "Only codings in this state: agreed, decided, proposed."),
    "least_confidence": _option(
        float | None, "--min-confidence", "Leave out codings of less confidence.", min=0, max=1
    ),
    "time_window": _option(_Text, "--time-window", f"Moving windows or slices, in {_one_of(TIME_UNITS[1:])}."),
    "window_size": _option(int | None, "--window-size", "How many units a window is long.", min=1, max=1_000_000),
    "kernel": _option(_Text, "--kernel", f"Weigh statements by their distance in time: {_one_of(KERNELS[1:])}."),
    "indent": _option(bool | None, "--indent", "Slices stay half a window away from the ends."),
    "normalize_to_one": _option(bool | None, "--normalize-to-one", "Divide each slice by its sum."),
    "compatible": _option(
        _Text,
        "--compatible",
        "Compute as DNA does where it differs: dna, names of single switches, or both, with commas.",
    ),
}


def taking_network_options(declare: Callable[..., None]) -> Callable[..., None]:
    """A command's declaration with the options of networks; it gets them by name in ``given``, None where not given."""
    own = [p for p in inspect.signature(declare, eval_str=True).parameters.values() if p.name != "given"]

    @functools.wraps(declare)
    def declared(**everything: Any) -> None:  # noqa: ANN401
        given = {name: everything.pop(name) for name in _OPTIONS}
        declare(**everything, given=given)

    added = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=annotation)
        for name, annotation in _OPTIONS.items()
    ]
    own = [p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in own]
    first = [p for p in own if p.default is inspect.Parameter.empty]
    rest = [p for p in own if p.default is not inspect.Parameter.empty]
    declared.__signature__ = inspect.Signature([*first, *rest[:1], *added, *rest[1:]])  # type: ignore[attr-defined]
    declared.__annotations__ = {p.name: p.annotation for p in (*own, *added)}
    del declared.__wrapped__
    return declared


def network_options(
    given: Mapping[str, Any],
    tables: Mapping[str, Mapping[str, Any]],
    coded: CodedStatements,
    **usual: Any,  # noqa: ANN401  # values of options
) -> NetworkOptions:
    """Options from a command line and the table ``network`` of a configuration, the first before the second.

    Args:
        given: options of the command line by name; None where one was not given.
        tables: tables of the configuration.
        coded: the statements, whose variables decide what the usual nodes are.
        usual: values of a command that are taken where nobody gave one.

    Raises:
        UsageError: a value cannot be understood (USE005).
    """
    values = usual | _configured(tables.get(_TABLE, {}))
    values |= {name: value for name, value in given.items() if value not in (None, [])}
    listed = values.pop("exclude", None)
    if listed:
        values["exclude_values"] = _excluded(listed)
    if str(values.get("qualifier", "")).lower() == "none":
        values["qualifier"] = None
    # The names that DNA's own settings have.
    values["mode"] = _DNAS_MODES.get(values.get("mode", ""), values.get("mode", NetworkOptions().mode))
    for name in ("start", "stop"):
        if isinstance(values.get(name), str):
            values[name] = seconds_of(values[name], end_of_day=name == "stop", option=f"--{name}")
    if isinstance(values.get("compatible"), str):
        values["compatible"] = compatibility_of(values["compatible"])
    values = {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
    if "actor" in coded.variables and "organization" in coded.variables:
        values.setdefault("variable1", "actor")
    return NetworkOptions(**values)


def ignored(given: Mapping[str, Any], *names: str) -> list[str]:
    """A line for each option that was given and that the command does not look at."""
    return [f"--{name.replace('_', '-')} has no effect here" for name in names if given.get(name) not in (None, [])]


OF_TIME = ("time_window", "window_size", "kernel", "indent", "normalize_to_one")
"""Options that make more than one network."""


def doubtful(coded: CodedStatements, options: NetworkOptions, given: Mapping[str, Any]) -> list[str]:
    """Lines about filters that change nothing, such as values that no statement has."""
    lines = []
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


def line_of(options: NetworkOptions, *, aggregation: str | None = None) -> str:
    """One line that says what was computed."""
    parts = [f"{options.variable1} by {options.variable2}", aggregation or options.aggregation]
    parts.append("not normalized" if options.normalization == "no" else options.normalization)
    parts.append("all statements" if options.duplicates == "include" else f"duplicates by {options.duplicates}")
    if options.time_window != "no":
        kernel = "" if options.kernel == "no" else f", {options.kernel} kernel"
        parts.append(f"windows of {options.window_size} {options.time_window}{kernel}")
    if options.compatible != RIGHT:
        parts.append("compatible with DNA" if options.compatible == DNA else "some switches of DNA")
    return f"computed    {', '.join(parts)}"


def signed_ties(given: Mapping[str, Any], tables: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """What is usual for one-mode networks of who agrees with whom; nothing for others."""
    mode = given.get("mode") or tables.get(_TABLE, {}).get("mode") or NetworkOptions().mode
    one = _DNAS_MODES.get(mode, mode) == "one-mode"
    return {"aggregation": "subtract", "normalization": "average"} if one else {}


def recorded(
    told: Told,
    coded: CodedStatements,
    options: NetworkOptions,
    given: Mapping[str, Any],
    *ignores: str,
    aggregation: str | None = None,
    doubt: Doubt | None = None,
) -> list[str]:
    """Put into a result what it was computed with; returns all lines to notice.

    Args:
        told: the result; its lines and values get the options.
        coded: the statements.
        options: as they were computed.
        given: those of the command line.
        ignores: options that the command does not look at.
        aggregation: what the command takes instead of the options'.
        doubt: how uncertainty was computed.
    """
    told.lines.insert(0, line_of(options, aggregation=aggregation))
    told.values["options"] = told_options(options)
    few = [] if doubt is None else few_documents(coded, doubt)
    return [*told.notices, *ignored(given, *ignores), *doubtful(coded, options, given), *few]


FEW_DOCUMENTS = 100
"""Below this a bootstrap is told to be doubtful: with 40 documents 90 % intervals of ties held 58 to 79 % in our
simulations, with 150 between 86 and 91 %."""


def few_documents(coded: CodedStatements, doubt: Doubt) -> list[str]:
    """A line where there are few documents to draw from.

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
    few = f"{count} documents are few to draw from: expect intervals that are too narrow, those of ties most"
    return [few] if count < FEW_DOCUMENTS else []


def over_time(given: Mapping[str, Any], tables: Mapping[str, Mapping[str, Any]]) -> bool:
    """Whether windows or slices of time are asked for."""
    asked = given.get("time_window") or tables.get(_TABLE, {}).get("time_window", "no")
    return bool(asked != "no")


def _configured(table: Mapping[str, Any]) -> dict[str, Any]:
    kinds: dict[str, tuple[type, ...]] = {"window_size": (int,), "least_confidence": (int, float)}
    for name, value in table.items():
        if name not in _OPTIONS:
            known = ", ".join(_OPTIONS)
            raise UsageError(f"the table network of the configuration has {name!r}; it takes {known}", code="USE005")
        default = getattr(NetworkOptions(), name, ())
        kind = kinds.get(name) or (bool,) * isinstance(default, bool) or (list,) * isinstance(default, tuple) or (str,)
        if not isinstance(value, kind) or (isinstance(value, bool) and bool not in kind):
            raise UsageError(f"{name} of the table network is {value!r}, not of the right type", code="USE005")
        if isinstance(value, list) and not all(isinstance(each, str) for each in value):
            raise UsageError(f"{name} of the table network is {value!r}; it takes a list of texts", code="USE005")
    return dict(table)


def _excluded(listed: list[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for each in listed:
        name, equals, value = each.partition("=")
        if not equals or not name:
            raise UsageError(f"--exclude has {each!r}; it takes VARIABLE=VALUE", code="USE005")
        found[name] = (*found.get(name, ()), value)
    return found


def seconds_of(text: str, *, end_of_day: bool, option: str) -> int:
    """A day or time (UTC) in seconds since 1970.

    Args:
        text: YYYY-MM-DD, or with THH:MM:SS.
        end_of_day: a day without time means its last second.
        option: for the message.

    Raises:
        UsageError: it is neither (USE005).
    """
    try:
        time = dt.datetime.fromisoformat(text.strip())
    except ValueError:
        raise UsageError(
            f"{option} is {text!r}", code="USE005", remedy="Write YYYY-MM-DD or YYYY-MM-DDTHH:MM:SS"
        ) from None
    time = time.replace(tzinfo=dt.UTC) if time.tzinfo is None else time.astimezone(dt.UTC)
    whole_day = len(text.strip()) <= len("2020-01-01")
    return int(time.timestamp()) + (86_399 if end_of_day and whole_day else 0)


def compatibility_of(text: str) -> Compatibility:
    """The switches that a text names, with commas between them; "dna" stands for all of DNA's, "none" for none.

    Raises:
        UsageError: a name is no switch (USE005).
    """
    known = [each.name for each in dataclasses.fields(Compatibility)]
    switches = [each.strip().replace("-", "_") for each in text.split(",") if each.strip()]
    found = RIGHT
    for each in switches:
        if each.lower() == "dna":
            found = dataclasses.replace(found, **{name: True for name in known if getattr(DNA, name)})
        elif each in known:
            found = dataclasses.replace(found, **{each: True})
        elif each.lower() != "none":
            raise UsageError(f"--compatible has {each!r}; it takes dna, or {', '.join(known)}", code="USE005")
    return found


def by_coder(given: Mapping[str, Any], tables: Mapping[str, Mapping[str, Any]]) -> bool:
    """Whether coders or states are named on the command line or in the configuration."""
    configured = tables.get(_TABLE, {})
    return any(given.get(name) or configured.get(name) for name in ("coders", "statuses"))


def statements_of(
    source: Path, statement_type: str | None, *, passages: bool = False, each_coder: bool = False
) -> CodedStatements:
    """The coded statements of a project, a DNA file or a table.

    Args:
        source: the file.
        statement_type: its name, or None for the usual one.
        passages: also read the words of the statements.
        each_coder: of a project, what each coder, the team and the machine say, not one statement for each position.

    Raises:
        UsageError: nothing stands at the path (USE002).
    """
    if not source.exists():
        raise UsageError(f"there is no {source}", code="USE002")
    from dissensus.tasks.coded import coded_from

    return coded_from(source, statement_type, each_coder=each_coder, passages=passages)


def variables_told(source: Path, coded: CodedStatements) -> tuple[list[str], dict[str, Any]]:
    """Lines and plain values about the variables that networks can be made of."""
    lines = []
    types: list[str] = []
    if source.suffix.lower() == ".dna":
        from dissensus.exchanging.dna_files.reading import statement_types

        types = [each.label for each in statement_types(source)]
        lines.append(f"statement types: {', '.join(types)}")
    lines.append(f"{source.name}: {len(coded):,} statements of type {coded.statement_type}")
    kinds = {name: column.kind for name, column in coded.variables.items()}
    lines += [f"  {name}: {kind}, {len(coded.variables[name].values):,} values" for name, kind in kinds.items()]
    documents = list(coded.document_variables)
    lines.append(f"  of the document: {', '.join(documents)}")
    return lines, {
        "statement_type": coded.statement_type,
        "statement_types": types,
        "variables": kinds,
        "document_variables": documents,
    }


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


def doubt_of(replicates: int, over: str, level: float, seed: int, jobs: int | None, files: list[Path] | None) -> Doubt:
    """How uncertainty is to be computed.

    Raises:
        UsageError: a file is given and nothing is to be drawn, or there is no such way of drawing (USE005).
        NetworkError: a file of a coder's reliability cannot be used.
    """
    from dissensus.networks.bootstrap_replicates import OVER, BootstrapOptions
    from dissensus.networks.coder_error import read_reliability
    from dissensus.tasks.analyses.camps import Doubt

    if files and not replicates:
        raise UsageError("--reliability is given without --bootstrap", code="USE005", remedy="Give --bootstrap 1000")
    one_of("--over", over, OVER)
    if not replicates:
        return Doubt(None, level, seed)
    coders = tuple(read_reliability(path) for path in files or ())
    drawing = BootstrapOptions(over=over, replicates=replicates, seed=seed, coders=coders, jobs=jobs or 1)  # type: ignore[arg-type]
    return Doubt(drawing, level, seed)


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
        ExportError: EXP001 for another ending than .json, .svg or .png.
        UsageError: USE006 it cannot be written.
    """
    if out is None:
        return
    from dissensus.model.errors import ExportError

    check_file(out, "--out")
    check_not_input(out, "--out", source)
    endings = (".json", ".svg", ".png") if figure else (".json",)
    if out.suffix.lower() not in endings:
        raise ExportError(
            f"{out.name} ends in {out.suffix or 'nothing'}{why}",
            code="EXP001",
            remedy=f"Give a name that ends in {' or '.join(endings)}",
        )


def write_values(values: dict[str, Any], out: Path) -> None:
    """Plain values as JSON into a file that is written wholly or not at all."""
    import json

    with written_whole(out) as file:
        json.dump(values, file, ensure_ascii=False, indent=1)
        file.write("\n")
