"""Write the parts of the reference that follow from the code, between marks in the pages.

    python docs/generate.py            rewrite the pages
    python docs/generate.py --check    exit 1 when a page is behind the code

A test makes the same check, so a command, an option or an error code cannot go undocumented.
"""

from __future__ import annotations

import dataclasses
import re
import sys
from pathlib import Path
from typing import Any

DOCS = Path(__file__).resolve().parent
_MARKED = re.compile(r"(<!-- generated: ([\w.-]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def commands() -> dict[str, Any]:
    """Command name to its declared form; those of a group by both words ("actors list")."""
    import typer

    from dissensus.cli._app import make_app

    found: dict[str, Any] = {}
    for name, command in typer.main.get_command(make_app()).commands.items():  # type: ignore[attr-defined]
        parts = getattr(command, "commands", None)
        found |= {name: command} if parts is None else {f"{name} {part}": each for part, each in parts.items()}
    return found


def _default(parameter: Any) -> str:
    if parameter.required:
        return "must be given"
    if parameter.default in (None, False, ""):
        return ""
    return f"`{parameter.default}`"


def command_section(name: str) -> str:
    """A command's arguments and options as a table."""
    command = commands()[name]
    lines = [command.help or "", "", "| option | meaning | default |", "|---|---|---|"]
    for parameter in command.params:
        if parameter.name == "help":
            continue
        if parameter.param_type_name == "argument":
            label = f"`{parameter.name.upper()}`" + (" ..." if parameter.nargs == -1 else "")
        else:
            label = ", ".join(f"`{option}`" for option in [*parameter.opts, *parameter.secondary_opts])
        lines.append(f"| {label} | {parameter.help} | {_default(parameter)} |")
    example = (command.epilog or "").removeprefix("Example: ")
    return "\n".join([*lines, "", "```text", example, "```"])


def errors_section() -> str:
    """The catalogue of codes as a table."""
    from dissensus.model.errors import REMEDIES

    rows = [f"| `{code}` | {remedy} |" for code, remedy in REMEDIES.items()]
    return "\n".join(["| code | what to do |", "|---|---|", *rows])


def options_section(name: str) -> str:
    """One options object as a table: name, default, meaning."""
    from dissensus.cli._options import OPTIONS_CLASSES
    from dissensus.networks.options import Compatibility, NetworkOptions

    kind = {**OPTIONS_CLASSES, "network": NetworkOptions}[name]
    meanings = _attribute_docs(kind.__doc__ or "")
    lines = ["| option | default | meaning |", "|---|---|---|"]
    for field in dataclasses.fields(kind):
        default = field.default if field.default is not dataclasses.MISSING else {}
        if isinstance(default, Compatibility):
            default = "RIGHT"
        lines.append(f"| `{field.name}` | `{default!r}` | {meanings[field.name]} |")
    return "\n".join(lines)


def switches_section() -> str:
    """The ways in which DNA's numbers can be had, as a table."""
    from dissensus.networks.options import DNA, Compatibility

    meanings = _attribute_docs(Compatibility.__doc__ or "")
    rows = [
        f"| `{each.name}` | {_cell(meanings[each.name])} | {'yes' if getattr(DNA, each.name) else 'no'} |"
        for each in dataclasses.fields(Compatibility)
    ]
    return "\n".join(["| switch | what DNA does | part of `dna` |", "|---|---|---|", *rows])


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def tables_section() -> str:
    """All tables of a comparison: what a row is, and the columns with their types."""
    from dissensus.comparing.comparison import compare

    lines: list[str] = []
    for name, table in compare(_no_findings()).tables.items():
        lines += [f"## {name}", "", f"*{table.title}.* {table.description}", "", "| column | type |", "|---|---|"]
        lines += [f"| `{field.name}` | `{field.type}` |" for field in table.to_arrow().schema]
        lines.append("")
    return "\n".join(lines)


def _no_findings() -> Any:
    import tempfile

    from dissensus.projects import Project

    with tempfile.TemporaryDirectory() as folder, Project.create(Path(folder) / "empty.dissensus") as project:
        return project.findings()


def _attribute_docs(docstring: str) -> dict[str, str]:
    found: dict[str, str] = {}
    names: list[str] = []
    for line in docstring.partition("Attributes:")[2].splitlines():
        if match := re.match(r" {8}(\w+(?:, \w+)*): (.*)", line):
            names = match.group(1).split(", ")
            found |= dict.fromkeys(names, match.group(2).strip())
        elif line.strip():
            found |= {name: f"{found[name]} {line.strip()}" for name in names}
    return found


def section(key: str) -> str:
    """The text for one mark: "command.run", "errors", "options.reading"."""
    kind, _, name = key.partition(".")
    if kind == "command":
        return command_section(name.replace(".", " "))
    if kind == "options":
        return options_section(name)
    if kind == "switches":
        return switches_section()
    if kind == "tables":
        return tables_section()
    if kind == "errors":
        return errors_section()
    raise ValueError(f"no generated section {key!r}")


def regenerated(text: str) -> str:
    """A page's text with all generated parts as the code has them now."""
    return _MARKED.sub(lambda match: match.group(1) + section(match.group(2)) + "\n" + match.group(3), text)


def stale_pages(*, write: bool) -> list[Path]:
    """Pages whose generated parts are behind the code; rewritten when asked."""
    stale = []
    for page in sorted((DOCS / "reference").glob("*.md")):
        text = page.read_text(encoding="utf-8")
        fresh = regenerated(text)
        if fresh != text:
            stale.append(page)
            if write:
                page.write_text(fresh, encoding="utf-8")
    return stale


if __name__ == "__main__":
    behind = stale_pages(write="--check" not in sys.argv)
    for path in behind:
        sys.stdout.write(f"{path.relative_to(DOCS)}\n")
    sys.exit(1 if behind and "--check" in sys.argv else 0)
