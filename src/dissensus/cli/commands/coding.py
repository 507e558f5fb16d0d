"""``dissensus coding``: decide about positions, and let the machine learn from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from dissensus.cli import _options as o
from dissensus.cli._console import noticing, say, show, watching
from dissensus.model.claims import OWN_VOICE
from dissensus.model.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from dissensus.projects import Project
    from dissensus.tasks.position_coding import Coded, PositionDecision
    from dissensus.tasks.position_learning import Question

NAME = "coding"
SHORT = "Decide about positions: accept, correct, reject, add; the machine learns from it."
HELP = (
    "Go through the positions that the machine proposes, those most worth asking first, and decide about them. "
    "Decisions are kept in the project and hold in every later run; each can be taken back. Where two people differ, "
    "both stand and the position counts as disputed."
)

Key = Annotated[
    str,
    typer.Argument(help="The position's key as `coding next` shows it; its first characters are enough."),
]
CoderName = Annotated[
    str | None,
    typer.Option("--coder", help="Who decides; without it, the name you are logged in under.", metavar="NAME"),
]
Note = Annotated[str, typer.Option("--note", help="Why, in free words; kept with the decision.")]
_STANCES = "supports, opposes, ambivalent"


def ask_next(
    project: o.ProjectPath,
    most: Annotated[int, typer.Option("--most", help="How many positions.", min=1, max=500)] = 5,
    coder: Annotated[
        str | None,
        typer.Option(
            "--coder",
            help="Leave out what this person decided, so that two can code the same; without it, what anybody decided.",
            metavar="NAME",
        ),
    ] = None,
    as_json: o.AsJson = False,
) -> None:
    """Show the positions that are most worth asking about: claim, holder, outlet, and the exact words in context."""
    from dissensus.projects import Project
    from dissensus.tasks.position_learning import next_questions

    with Project.open(project) as opened:
        found = next_questions(opened, most, coder=coder)
    if not found:
        say("nobody needs to be asked: all positions are decided")
    lines = [line for question in found for line in (*_question_lines(question), "")]
    show(lines[:-1], {"questions": [_question_object(question) for question in found]}, as_json=as_json)


def accept(
    project: o.ProjectPath, key: Key, coder: CoderName = None, note: Note = "", as_json: o.AsJson = False
) -> None:
    """Decide that the machine is right about a position."""
    _decide(project, coder, key, None, note, as_json)


def reject(
    project: o.ProjectPath, key: Key, coder: CoderName = None, note: Note = "", as_json: o.AsJson = False
) -> None:
    """Decide that the words show no position on the claim."""
    _decide(project, coder, key, "none", note, as_json)


def correct(
    project: o.ProjectPath,
    key: Key,
    stance: Annotated[str, typer.Option("--stance", help=f"{_STANCES}, or none.", show_default=False)],
    coder: CoderName = None,
    note: Note = "",
    as_json: o.AsJson = False,
) -> None:
    """Decide what the stance is."""
    _decide(project, coder, key, stance, note, as_json)


def add(
    project: o.ProjectPath,
    document: Annotated[str, typer.Option("--document", help="Id of the document.", show_default=False)],
    claim: Annotated[str, typer.Option("--claim", help="Id of the claim in the codebook.", show_default=False)],
    holder: Annotated[
        str,
        typer.Option(
            "--holder", help=f'The actor: its name, another name of it, or its id; "{OWN_VOICE}" for the outlet.'
        ),
    ],
    stance: Annotated[str, typer.Option("--stance", help=f"{_STANCES}.", show_default=False)],
    words: Annotated[
        str, typer.Option("--words", help="The exact words of the document that show it.", show_default=False)
    ],
    coder: CoderName = None,
    note: Note = "",
    as_json: o.AsJson = False,
) -> None:
    """Add a position that the machine missed; refused when the words do not stand in the document."""
    from dissensus.projects import Project
    from dissensus.tasks.position_coding import add_position

    with Project.open(project) as opened:
        made = add_position(opened, _person(coder), document, claim, holder, stance, words, note=note)
    _tell(made, as_json)


def undo(
    project: o.ProjectPath,
    number: Annotated[
        int | None,
        typer.Argument(help="The decision's number; `dissensus coding log` lists them. Without it, your last one."),
    ] = None,
    coder: CoderName = None,
    note: Note = "",
    as_json: o.AsJson = False,
) -> None:
    """Take one of your decisions back, by a later one; both stay in the log."""
    from dissensus.projects import Project
    from dissensus.tasks.position_coding import undo_position

    with Project.open(project) as opened:
        made = undo_position(opened, _person(coder), number, note=note)
    _tell(made, as_json)


def log(project: o.ProjectPath, as_json: o.AsJson = False) -> None:
    """List all decisions about positions, the oldest first: who, when, what, whether it stands or is disputed."""
    from dissensus.projects import Project
    from dissensus.tasks.position_coding import position_decisions

    with Project.open(project) as opened:
        found = position_decisions(opened)
        lines = [_decision_line(opened, each) for each in found]
    show(lines, {"decisions": [_decision_object(each) for each in found]}, as_json=as_json)


def learn(project: o.ProjectPath, quiet: o.Quiet = False, as_json: o.AsJson = False) -> None:
    """Learn from all decisions, and score anew the positions that nobody decided about."""
    from dissensus.projects import Project
    from dissensus.tasks.position_learning import learn_project

    with Project.open(project) as opened, watching(quiet) as watch:
        learned = learn_project(opened, watch=watch)
    if not quiet:
        say("reports and exported tables are as before; `dissensus report` and `dissensus export` make them anew")
    show(
        [
            f"learned from  {learned.decisions} decided positions ({learned.labels} pieces of evidence)",
            f"scored anew   {learned.rescored} positions",
            f"other stance  {learned.changed}",
            f"taken out     {learned.set_aside}",
            f"brought back  {learned.brought_back}",
        ],
        {
            "decisions": learned.decisions,
            "labels": learned.labels,
            "rescored": learned.rescored,
            "changed": learned.changed,
            "taken_out": learned.set_aside,
            "brought_back": learned.brought_back,
            "digest": learned.digest,
        },
        as_json=as_json,
    )


COMMANDS: tuple[tuple[str, Callable[..., None], str], ...] = (
    ("next", ask_next, "dissensus coding next dam.dissensus --most 5"),
    ("accept", accept, "dissensus coding accept dam.dissensus 3fa09c11 --coder Ina"),
    ("reject", reject, "dissensus coding reject dam.dissensus 3fa09c11 --coder Ina"),
    ("correct", correct, "dissensus coding correct dam.dissensus 3fa09c11 --stance opposes --coder Ina"),
    (
        "add",
        add,
        'dissensus coding add dam.dissensus --document d1 --claim C1 --holder Velden --stance supports --words "Build"',
    ),
    ("undo", undo, "dissensus coding undo dam.dissensus --coder Ina"),
    ("log", log, "dissensus coding log dam.dissensus"),
    ("learn", learn, "dissensus coding learn dam.dissensus"),
)
"""Name, function and example of each subcommand."""


def make() -> typer.Typer:
    """The group with all its subcommands."""
    group = typer.Typer(name=NAME, short_help=SHORT, help=HELP, no_args_is_help=True, rich_markup_mode=None)
    for name, function, example in COMMANDS:
        group.command(name=name, epilog=f"Example: {example}")(function)
    return group


def _person(coder: str | None) -> str:
    """Who decides.

    Raises:
        UsageError: nobody is named, and the system does not tell who is logged in.
    """
    import getpass

    if coder is not None:
        if not coder.strip():
            raise UsageError("--coder is empty", remedy="Give your name, or leave --coder out")
        return coder
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError) as error:
        raise UsageError("nobody is named who decides", remedy="Give your name with --coder") from error


def _decide(path: Path, coder: str | None, key: str, stance: str | None, note: str, as_json: bool) -> None:
    from dissensus.projects import Project
    from dissensus.tasks.position_coding import decide_position

    with Project.open(path) as opened:
        made = decide_position(opened, _person(coder), key, stance, note=note)
    _tell(made, as_json)


def _tell(made: Coded, as_json: bool) -> None:
    if made.disputed:
        noticing("somebody else decided otherwise; both stand, and the position counts as disputed")
    show(
        [f"decision {made.number}: {made.told}"],
        {"decision": made.number, "key": made.key, "told": made.told, "disputed": made.disputed},
        as_json=as_json,
    )


def _question_lines(question: Question) -> list[str]:
    position, claim = question.known.position, question.claim
    where = ", ".join(part for part in (question.outlet, question.published, position.document_id) if part)
    aside = "; taken out by what was learned" if question.known.set_aside else ""
    lines = [
        f"{question.key}  {position.stance}  {position.confidence:.2f}{aside}",
        f"  claim   {claim.id}: {claim.text}",
        f"  holder  {question.holder or OWN_VOICE}  ({where})",
    ]
    for quote in question.quotes:
        words = f"{quote.before}[{quote.words}]{quote.after}"
        rules = f"  ({'; '.join(quote.rules)})" if quote.rules else ""
        lines.append(f"  {quote.side:<8}  {quote.confidence:.2f}  … {' '.join(words.split())} …{rules}")
    return lines


def _question_object(question: Question) -> dict[str, Any]:
    position = question.known.position
    return {
        "key": question.known.key,
        "document": position.document_id,
        "outlet": question.outlet,
        "published": question.published,
        "claim": {"id": question.claim.id, "text": question.claim.text},
        "holder": question.holder or OWN_VOICE,
        "holder_actor": position.holder,
        "stance": position.stance,
        "confidence": position.confidence,
        "taken_out": question.known.set_aside,
        "evidence": [
            {
                "before": quote.before,
                "words": quote.words,
                "after": quote.after,
                "start": quote.start,
                "side": quote.side,
                "confidence": quote.confidence,
                "rules": list(quote.rules),
            }
            for quote in question.quotes
        ],
    }


def _decision_line(project: Project, each: PositionDecision) -> str:
    from dissensus.tasks.position_coding import SHOWN_KEY, told_position

    decision = each.decision
    what = told_position(project, each.value, each.stance)
    state = "" if each.standing or decision.verdict == "undo" else "  [taken back]"
    state += "  [disputed]" if each.disputed else ""
    note = f"  ({decision.note})" if decision.note else ""
    key = decision.key[:SHOWN_KEY]
    return f"{each.id:>5}  {each.made}  {decision.coder.name}  {decision.verdict}  {key}  {what}{note}{state}"


def _decision_object(each: PositionDecision) -> dict[str, Any]:
    decision = each.decision
    return {
        "number": each.id,
        "made": each.made,
        "coder": decision.coder.name,
        "verdict": decision.verdict,
        "key": decision.key,
        "document": each.value.get("document"),
        "claim": each.value.get("claim"),
        "holder_actor": each.value.get("holder"),
        "stance": each.stance,
        "note": decision.note,
        "standing": each.standing,
        "disputed": each.disputed,
    }
