"""``dissensus actors``: who is who, and what people decide about it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dissensus.cli import _options as o
from dissensus.cli._actors import (
    decision_lines,
    decision_object,
    explanation_lines,
    explanation_object,
    line_object,
    mention_lines,
    mention_object,
)
from dissensus.cli._console import noticing, say, show
from dissensus.cli._targets import check_file
from dissensus.model.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dissensus.projects import Project
    from dissensus.tasks.actors import Made

NAME = "actors"
SHORT = "Who is who: list, explain, merge, split."
HELP = (
    "List and explain the actors of a project, and correct who is who. Decisions are kept in the project and hold "
    "in every later run; each can be taken back. An actor is named by its name, another name of it, or its id."
)

Named = Annotated[str, typer.Argument(help="The actor: its name, another name of it, or its id.", show_default=False)]
By = Annotated[
    str | None, typer.Option("--by", help="Who decides; without it, the name you are logged in under.", metavar="NAME")
]
Note = Annotated[str, typer.Option("--note", help="Why, in free words; kept with the decision.")]
Kind = Annotated[
    str | None,
    typer.Option("--kind", help="person, organisation, state, group, movement or place; several with commas."),
]
MinMentions = Annotated[int, typer.Option("--min-mentions", help="Only actors mentioned at least so often.", min=0)]


def list_actors(
    project: o.ProjectPath,
    kind: Kind = None,
    min_mentions: MinMentions = 1,
    outlet: Annotated[
        list[str] | None,
        typer.Option("--outlet", help="Only actors in this outlet, and its mentions; may be repeated."),
    ] = None,
    as_json: o.AsJson = False,
) -> None:
    """List the actors, the most mentioned first."""
    from dissensus.projects import Project
    from dissensus.tasks import actors as task

    kinds = _kinds(kind)
    with Project.open(project) as opened:
        _tell_stale(opened)
        _check_outlets(opened, outlet or ())
        lines = task.list_actors(opened, kinds=kinds, min_mentions=min_mentions, outlets=outlet or ())
    show(
        [
            f"{line.mentions:>7}  {line.actor.name}  [{line.actor.kind}]  {line.actor.id}"
            f"  ({line.documents} document{'' if line.documents == 1 else 's'})"
            for line in lines
        ],
        {"actors": [line_object(line) for line in lines]},
        as_json=as_json,
    )


def explain(project: o.ProjectPath, actor: Named, as_json: o.AsJson = False) -> None:
    """Tell why an actor has its names: each with rule, confidence and the words; offices, and actors of a like name."""
    from dissensus.projects import Project
    from dissensus.tasks.actors import explain_actor

    with Project.open(project) as opened:
        explanation = explain_actor(opened, actor)
        show(
            explanation_lines(explanation, opened),
            explanation_object(explanation, opened) if as_json else {},
            as_json=as_json,
        )


def mentions(
    project: o.ProjectPath,
    actor: Named,
    outlet: Annotated[list[str] | None, typer.Option("--outlet", help="Only in this outlet; may be repeated.")] = None,
    as_json: o.AsJson = False,
) -> None:
    """List all mentions of an actor with the words around them, pronouns too: for checking by hand."""
    from dissensus.projects import Project
    from dissensus.tasks.actors import mentions_of_actor

    with Project.open(project) as opened:
        _check_outlets(opened, outlet or ())
        found = list(mentions_of_actor(opened, actor, outlet or ()))
        show(
            mention_lines(found, opened),
            {"mentions": [mention_object(each) for each in found]},
            as_json=as_json,
        )


def merge(
    project: o.ProjectPath,
    actors: Annotated[
        list[str], typer.Argument(help="Two or more actors; all become the first one.", show_default=False)
    ],
    by: By = None,
    note: Note = "",
    as_json: o.AsJson = False,
) -> None:
    """Decide that several actors are one: the first one given."""
    if len(actors) < 2:
        raise UsageError("one actor is given", remedy="Name at least two, the one to keep first")
    _decide(project, by, note, as_json, lambda opened, task: task.merge_of(opened, actors))


def split(
    project: o.ProjectPath,
    actor: Named,
    name: Annotated[
        list[str] | None, typer.Option("--name", help="A name that is somebody else's; may be repeated.")
    ] = None,
    document: Annotated[
        list[str] | None,
        typer.Option("--document", help="Only in this document, or with no --name all in it; may be repeated."),
    ] = None,
    called: Annotated[str | None, typer.Option("--as", help="The name of the new actor.", metavar="NAME")] = None,
    by: By = None,
    note: Note = "",
    as_json: o.AsJson = False,
) -> None:
    """Decide that some names of an actor, or its words in some documents, are another actor."""
    if not name and not document:
        raise UsageError("neither --name nor --document is given", remedy="Tell with one of them what leaves the actor")
    _decide(
        project,
        by,
        note,
        as_json,
        lambda opened, task: task.split_of(opened, actor, name or (), document or (), called),
    )


def rename(
    project: o.ProjectPath,
    actor: Named,
    new_name: Annotated[str, typer.Argument(help="The name to show.", show_default=False)],
    kind: Annotated[
        str | None, typer.Option("--kind", help="What it is: person, organisation, state, group, movement or place.")
    ] = None,
    by: By = None,
    note: Note = "",
    as_json: o.AsJson = False,
) -> None:
    """Decide under which name an actor is shown, and of what kind it is."""
    kinds = _kinds(kind)
    if len(kinds) > 1:
        raise UsageError("several kinds are given", remedy="An actor is of one kind")
    _decide(
        project,
        by,
        note,
        as_json,
        lambda opened, task: task.rename_of(opened, actor, new_name, kinds[0] if kinds else None),
    )


def forbid(
    project: o.ProjectPath,
    first: Named,
    second: Annotated[str, typer.Argument(help="The other one.", show_default=False)],
    by: By = None,
    note: Note = "",
    as_json: o.AsJson = False,
) -> None:
    """Decide that two must not be taken for one, now and in every later run."""
    _decide(project, by, note, as_json, lambda opened, task: task.forbid_of(opened, first, second))


def undo(
    project: o.ProjectPath,
    number: Annotated[int, typer.Argument(help="The decision's number; `dissensus actors decisions` lists them.")],
    by: By = None,
    note: Note = "",
    as_json: o.AsJson = False,
) -> None:
    """Take a decision back, by a later one; both stay in the log."""
    from dissensus.projects import Project
    from dissensus.tasks.actors import take_back

    with Project.open(project) as opened:
        _tell_made(take_back(opened, _person(by), number, note=note), as_json)


def decisions(project: o.ProjectPath, as_json: o.AsJson = False) -> None:
    """List all decisions about actors, the oldest first: who, when, what, and whether it stands."""
    from dissensus.projects import Project
    from dissensus.tasks.actors import actor_decisions, standing_decisions

    with Project.open(project) as opened:
        found = actor_decisions(opened)
        standing = {decided.number for decided in standing_decisions(opened)}
    show(
        decision_lines(found, standing),
        {"decisions": [decision_object(logged, standing) for logged in found]},
        as_json=as_json,
    )


def export(
    project: o.ProjectPath,
    out: Annotated[Path, typer.Option("--out", "-o", help="The file.")],
    form: Annotated[
        str,
        typer.Option(
            "--format", help="toml or csv: a file that --aliases takes; json or parquet: all names with their reasons."
        ),
    ] = "toml",
    kind: Kind = None,
    min_mentions: MinMentions = 0,
    as_json: o.AsJson = False,
) -> None:
    """Write the actors as a file; one in TOML or CSV, given with --aliases, gives the same actors again."""
    from dissensus.exchanging.alias_files import check_actor_format
    from dissensus.projects import Project
    from dissensus.tasks.actor_export import export_actors

    check_actor_format(form)
    check_file(out, "--out")
    kinds = _kinds(kind)
    with Project.open(project) as opened:
        written, left_out = export_actors(opened, out, form, kinds=kinds, min_mentions=min_mentions, notice=noticing)
    if left_out:
        say(
            f"{len(left_out)} actors are not in the file, since no name tells them from others in their documents; "
            f"the first: {left_out[0]}"
        )
    show([f"actors      {written}", f"file        {out}"], {"actors": written, "file": str(out)}, as_json=as_json)


COMMANDS: tuple[tuple[str, Callable[..., None], str], ...] = (
    ("list", list_actors, "dissensus actors list dam.dissensus --kind person --min-mentions 3"),
    ("explain", explain, 'dissensus actors explain dam.dissensus "Mara Velden"'),
    ("mentions", mentions, 'dissensus actors mentions dam.dissensus "Mara Velden"'),
    ("merge", merge, 'dissensus actors merge dam.dissensus "Mara Velden" "the mayor of Ostrava Bay" --by Ina'),
    ("split", split, 'dissensus actors split dam.dissensus Velden --name "Piet Velden" --by Ina'),
    ("rename", rename, 'dissensus actors rename dam.dissensus Velden "Mara Velden" --kind person --by Ina'),
    ("forbid", forbid, 'dissensus actors forbid dam.dissensus "Mara Velden" "Piet Velden" --by Ina'),
    ("undo", undo, "dissensus actors undo dam.dissensus 3 --by Ina"),
    ("decisions", decisions, "dissensus actors decisions dam.dissensus"),
    ("export", export, "dissensus actors export dam.dissensus --out who.toml"),
)
"""Name, function and example of each subcommand."""


def make() -> typer.Typer:
    """The group with all its subcommands."""
    group = typer.Typer(name=NAME, short_help=SHORT, help=HELP, no_args_is_help=True, rich_markup_mode=None)
    for name, function, example in COMMANDS:
        group.command(name=name, epilog=f"Example: {example}")(function)
    return group


def _kinds(text: str | None) -> tuple[str, ...]:
    from dissensus.reconciling.actors.correcting import KINDS

    kinds = tuple(part.strip() for part in text.split(",")) if text else ()
    for kind in kinds:
        if kind not in KINDS:
            raise UsageError(f"--kind has {kind!r}; kinds are {', '.join(KINDS)}", code="USE005")
    return kinds


def _check_outlets(project: Project, given: Sequence[str]) -> None:
    from dissensus.reconciling.actors.correcting import listed_outlets

    known = {document.outlet for document in project.documents()} if given else set()
    for outlet in given:
        if outlet not in known:
            raise UsageError(
                f"there is no outlet {outlet[:80]!r} in the project; "
                f"{listed_outlets(sorted(each for each in known if each is not None))}",
                code="USE005",
                remedy="Give one of them as it is written there",
            )


def _person(by: str | None) -> str:
    """Who decides.

    Raises:
        UsageError: nobody is named, and the system does not tell who is logged in.
    """
    import getpass

    if by is not None and by.strip():
        return by
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError) as error:
        raise UsageError("nobody is named who decides", remedy="Give your name with --by") from error


def _decide(path: Path, by: str | None, note: str, as_json: bool, change_of: Callable[[Project, Any], Any]) -> None:
    from dissensus.projects import Project
    from dissensus.tasks import actors as task

    with Project.open(path) as opened:
        _tell_made(task.decide(opened, _person(by), change_of(opened, task), note=note), as_json)


def _tell_made(made: Made, as_json: bool) -> None:
    for line in made.notices:
        noticing(line)
    if made.applied:
        say("reports and exported tables are as before; `dissensus report` and `dissensus export` make them anew")
    else:
        say("another run is under way; the decision is kept and applied by the next comparison")
    show(
        [f"decision {made.number}: {made.told}"],
        {"decision": made.number, "told": made.told, "applied": made.applied, "notices": list(made.notices)},
        as_json=as_json,
    )


def _tell_stale(project: Project) -> None:
    from dissensus.tasks.actors import notices_of

    for line in notices_of(project):
        noticing(line)
