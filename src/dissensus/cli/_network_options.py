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
    least = values.get("least_confidence", 0)
    if not 0 <= least <= 1:
        raise UsageError(
            f"least_confidence in the table network of the configuration is {least}, and must be from 0 to 1",
            code="USE005",
        )
    if isinstance(values.get("compatible"), str):
        values["compatible"] = compatibility_of(values["compatible"])
    values = {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
    if "actor" in coded.variables and "organization" in coded.variables:
        values.setdefault("variable1", "actor")
    return NetworkOptions(**values)


def signed_ties(given: Mapping[str, Any], tables: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """What is usual for one-mode networks of who agrees with whom; nothing for others."""
    mode = str(given.get("mode") or tables.get(_TABLE, {}).get("mode") or NetworkOptions().mode)
    one = _DNAS_MODES.get(mode, mode) == "one-mode"
    return {"aggregation": "subtract", "normalization": "average"} if one else {}


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
            raise UsageError(
                f"{name} in the table network of the configuration is {_shown(value)}; it takes {_WANTED[kind[-1]]}",
                code="USE005",
            )
        if isinstance(value, list) and not all(isinstance(each, str) for each in value):
            raise UsageError(
                f"{name} in the table network of the configuration takes a list of texts, and one of them is none",
                code="USE005",
            )
    return dict(table)


_WANTED = {bool: "true or false", int: "a whole number", float: "a number", list: "a list of texts", str: "a text"}


def _shown(value: object) -> str:
    """What stands in a configuration, in a user's words."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return f"the number {str(value)[:40]}"
    if isinstance(value, str):
        return f"the text {value[:40]!r}"
    return (
        "a list" if isinstance(value, list) else "a table" if isinstance(value, dict) else f"the date or time {value}"
    )


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
        # A time near the first or last year may fall out of all years in UTC.
        time = time.replace(tzinfo=dt.UTC) if time.tzinfo is None else time.astimezone(dt.UTC)
    except (ValueError, OverflowError):
        raise UsageError(
            f"{option} is {text[:60]!r}", code="USE005", remedy="Write YYYY-MM-DD or YYYY-MM-DDTHH:MM:SS"
        ) from None
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
    source: Path,
    statement_type: str | None,
    *,
    passages: bool = False,
    each_coder: bool = False,
    each_person: bool = False,
) -> CodedStatements:
    """The coded statements of a project, a DNA file or a table.

    Args:
        source: the file.
        statement_type: its name, or None for the usual one.
        passages: also read the words of the statements.
        each_coder: of a project, what each coder, the team and the machine say, not one statement for each position.
        each_person: of a project, what each person says where people decided and the team agreed on nothing.

    Raises:
        UsageError: nothing stands at the path (USE002).
    """
    if not source.exists():
        raise UsageError(f"there is no {source}", code="USE002")
    from dissensus.tasks.coded import coded_from

    return coded_from(source, statement_type, each_coder=each_coder, each_person=each_person, passages=passages)


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
    attributes = {
        name: sorted({title for entity in coded.entities.get(name, {}).values() for title in entity.attributes})
        for name in kinds
    }
    for name, kind in kinds.items():
        more = f"; attributes {', '.join(attributes[name])}" if attributes[name] else ""
        lines.append(f"  {name}: {kind}, {len(coded.variables[name].values):,} values{more}")
    documents = list(coded.document_variables)
    lines.append(f"  of the document: {', '.join(documents)}")
    return lines, {
        "statement_type": coded.statement_type,
        "statement_types": types,
        "variables": kinds,
        "attributes": attributes,
        "document_variables": documents,
    }
