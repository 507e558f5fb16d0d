"""A sheet to draw on, and how it becomes an SVG, a PDF or a PNG that is the same on every run."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Literal

from dissensus.exchanging.figures._labels import fonts_for, plain
from dissensus.exchanging.networks.targets import binary_target
from dissensus.exchanging.networks.xml_text import content
from dissensus.model.errors import ExportError

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FigureFormat = Literal["svg", "pdf", "png"]
DOTS_PER_INCH = 150
"""Of PNG files, as long as they stay below the most pixels."""

MOST_PIXELS = 12_000
"""Of the longer side of a PNG."""

POINTS = 72.0
"""Points to an inch."""

INK, FAINT, GRID = "#222222", "#666666", "#dddddd"
POSITIVE, NEGATIVE, BOTH, PLAIN = "#00796b", "#d55e00", "#754ca0", "#6e6e6e"
"""Agreement, disagreement, both, neither: told apart by people of any colour vision, and by their strokes."""

GROUP_COLOURS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#f0e442", "#999999")
"""Okabe & Ito (2008), for any colour vision."""

GROUP_MARKERS = ("o", "s", "^", "D", "v", "P", "X", "h")


REST = "other"
"""The group of what has no group of its own: no group like others."""

_PLACE_OF_REST = 1_000_000
_LOOK_OF_REST = ("#c8c8c8", "o")


def group_places(names: Sequence[str]) -> dict[str, int]:
    """The number of each group for `group_look`, in the order of the names; that of the rest comes last."""
    own = [name for name in names if name != REST]
    return {name: k for k, name in enumerate(own)} | ({REST: _PLACE_OF_REST} if len(own) < len(names) else {})


def group_look(number: int) -> tuple[str, str]:
    """Colour and marker of group 0, 1, ...: both differ for the first eight, the pair for 64; grey for the rest."""
    if number == _PLACE_OF_REST:
        return _LOOK_OF_REST
    count = len(GROUP_COLOURS)
    return GROUP_COLOURS[number % count], GROUP_MARKERS[(number + number // count) % count]


_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def is_colour(text: str) -> bool:
    """Whether a text is "#rrggbb" and not black, which stands for no choice."""
    return _COLOUR.fullmatch(text) is not None and text != "#000000"


def format_of(target: Path | IO[bytes], wanted: FigureFormat | None) -> FigureFormat:
    """The format asked for, or the one of the file's ending.

    Raises:
        ExportError: EXP001 none of SVG, PDF and PNG.
    """
    found = wanted or (target.suffix.lower().removeprefix(".") if isinstance(target, Path) else "")
    if found == "svg":
        return "svg"
    if found == "pdf":
        return "pdf"
    if found == "png":
        return "png"
    raise ExportError(f"figures are written as .svg, .pdf or .png, not as {found or 'nothing'!r}", code="EXP001")


@contextmanager
def settings(texts: Iterable[str]) -> Iterator[None]:
    """Everything of matplotlib at its own defaults, whatever the user's are, and no text read as mathematics."""
    import matplotlib as mpl

    with mpl.rc_context(), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        mpl.rcdefaults()
        mpl.rcParams.update(
            {
                "font.family": fonts_for(texts),
                "font.size": 8.5,
                "text.parse_math": False,
                "text.color": INK,
                "axes.edgecolor": FAINT,
                "axes.labelcolor": INK,
                "axes.formatter.use_mathtext": False,
                "axes.unicode_minus": True,
                "xtick.color": INK,
                "ytick.color": INK,
                # With hinting letters have other widths at each resolution, and names would not fit as measured.
                "text.hinting": "no_hinting",
                "svg.hashsalt": "dissensus",
                "svg.fonttype": "path",
                # Letters as outlines of TrueType, which journals take, and not of the older Type 3.
                "pdf.fonttype": 42,
            }
        )
        yield


def sheet(width: float, height: float) -> Figure:
    """An empty white figure of so many inches, drawn without a display."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), dpi=POINTS, facecolor="white")
    FigureCanvasAgg(figure)
    return figure


def text_size(figure: Figure, text: str, size: float, weight: str = "normal") -> tuple[float, float]:
    """Width and height in points that a text of that font size takes."""
    artist = figure.text(0, 0, text, fontsize=size, fontweight=weight)
    box = artist.get_window_extent(figure.canvas.get_renderer())  # type: ignore[attr-defined]
    artist.remove()
    return float(box.width) * 1.04, float(box.height)


def fitted(figure: Figure, words: str, size: float, width: float, weight: str = "bold") -> str:
    """The words cut at the end so that they are at most so many points wide."""
    while len(words) > 8 and text_size(figure, words, size, weight)[0] > width:
        words = words[:-4].rstrip() + "…"
    return words


def wrapped(figure: Figure, words: str, size: float, width: float, lines: int = 4) -> list[str]:
    """The words of a heading in lines of at most so many points; what does not fit is cut at the end of the last."""
    found: list[str] = []
    rest = words.split(" ")
    while rest and len(found) < lines:
        count = 1
        while count < len(rest) and text_size(figure, " ".join(rest[: count + 1]), size, "bold")[0] <= width:
            count += 1
        count = len(rest) if len(found) == lines - 1 else count
        found.append(fitted(figure, " ".join(rest[:count]), size, width))
        rest = rest[count:]
    return found


def bare(axes: Axes, *, left: bool = True) -> None:
    """Take the frame away but for the bottom and, if ``left``, the left line."""
    for side in ("top", "right") if left else ("top", "right", "left"):
        axes.spines[side].set_visible(False)


def save(
    figure: Figure,
    target: Path | IO[bytes],
    wanted: FigureFormat,
    *,
    title: str,
    description: str,
    notes: Mapping[str, str] | None = None,
) -> None:
    """Write a figure without any date or program's name; letters become outlines in SVG and are embedded in PDF, so
    that no font is needed.

    Args:
        figure: what was drawn.
        target: a path, or an open binary stream.
        wanted: the format.
        title: for those who cannot see it (SVG: title; PDF: its title; PNG: a text field).
        description: more of that (SVG: desc; PDF: its subject; PNG: a text field).
        notes: by the id of a drawn group (its gid) the text shown when the pointer rests on it in an SVG.

    Raises:
        ExportError: EXP002 the file cannot be written.
    """
    held = io.BytesIO()
    if wanted == "png":
        longest = max(float(each) for each in figure.get_size_inches())
        dots = min(DOTS_PER_INCH, MOST_PIXELS / longest)
        about = {"Software": None, "Title": plain(title), "Description": plain(description)}
        figure.savefig(held, format="png", dpi=dots, metadata=about)
        data = held.getvalue()
    elif wanted == "pdf":
        told = {"Title": plain(title), "Subject": plain(description)}
        figure.savefig(held, format="pdf", metadata=told | dict.fromkeys(("Creator", "Producer", "CreationDate")))
        data = held.getvalue()
    else:
        figure.savefig(held, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
        data = _told(held.getvalue().decode(), title, description, notes or {}).encode()
    with binary_target(target) as file:
        file.write(data)


_DOCTYPE = re.compile(r"<!DOCTYPE[^>]*>\s*")
_COMMENT = re.compile(r"\s*<!--.*?-->", re.DOTALL)
_ROOT = re.compile(r"<svg ([^>]*)>")
_GROUP = re.compile(r'<g id="(note-\d+)">')


def _told(svg: str, title: str, description: str, notes: Mapping[str, str]) -> str:
    """The SVG with words for screen readers and pointers, and without what points outside of it."""
    svg = _COMMENT.sub("", _DOCTYPE.sub("", svg))
    head = f"\n <title>{content(plain(title))}</title>\n <desc>{content(plain(description))}</desc>"
    svg = _ROOT.sub(lambda found: f'<svg role="img" {found[1]}>{head}', svg, count=1)

    def with_note(found: re.Match[str]) -> str:
        note = notes.get(found[1])
        return found[0] if note is None else f"{found[0]}<title>{content(plain(note))}</title>"

    return _GROUP.sub(with_note, svg)
