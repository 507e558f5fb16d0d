"""The reliability diagram as a drawing of our own: the same numbers give the same bytes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

_SIDE = 300
"""Side of the square from confidence 0, right 0 to confidence 1, right 1, in pixels."""
_LEFT, _TOP, _BELOW, _COUNTS = 56, 40, 64, 60
"""Room for the left axis, the heading, the lower axis and the counts."""
_INK, _BAR, _FAINT = "#1f2328", "#3b6ea5", "#c9ced6"


def reliability_diagram(table: Sequence[Mapping[str, Any]], *, title: str, note: str) -> str:
    """An SVG of a reliability table: share right over mean confidence, and how many readings each bin holds.

    Args:
        table: rows as ``calibration.reliability`` gives them.
        title: heading of the drawing, also its name for a screen reader.
        note: one sentence under the heading (for instance the calibration error).
    """
    filled = [row for row in table if row["count"]]
    told = "; ".join(
        f"confidence {row['confidence']:.2f}: {100 * row['right']:.0f}% right of {row['count']}" for row in filled
    )
    width, height = _LEFT + _SIDE + 20, _TOP + _SIDE + _BELOW + _COUNTS + 30
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}"',
        ' role="img" aria-labelledby="title desc" font-family="sans-serif" font-size="11">',
        f'<title id="title">{escape(title)}</title>',
        f'<desc id="desc">{escape(note)} {escape(told)}</desc>',
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        f'<text x="{_LEFT}" y="16" font-size="13" fill="{_INK}">{escape(title)}</text>',
        f'<text x="{_LEFT}" y="31" fill="{_INK}">{escape(note)}</text>',
    ]
    floor = _TOP + _SIDE
    for tenth in range(0, 11, 2):
        x, y = _LEFT + _SIDE * tenth / 10, floor - _SIDE * tenth / 10
        out.append(f'<line x1="{_LEFT}" y1="{y:.1f}" x2="{_LEFT + _SIDE}" y2="{y:.1f}" stroke="{_FAINT}"/>')
        out.append(f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end" fill="{_INK}">{10 * tenth}%</text>')
        out.append(f'<text x="{x:.1f}" y="{floor + 16}" text-anchor="middle" fill="{_INK}">{tenth / 10:.1f}</text>')
    out.append(
        f'<line x1="{_LEFT}" y1="{floor}" x2="{_LEFT + _SIDE}" y2="{_TOP}" stroke="{_INK}" stroke-dasharray="4 4"/>'
    )
    places = [(_LEFT + _SIDE * row["confidence"], floor - _SIDE * row["right"]) for row in filled]
    if len(places) > 1:
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        out.append(f'<polyline points="{points}" fill="none" stroke="{_BAR}" stroke-width="2"/>')
    out += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{_BAR}"/>' for x, y in places]
    out += _counts(filled, floor + _BELOW)
    middle = _TOP + _SIDE / 2
    out += [
        f'<text x="{_LEFT + _SIDE / 2:.1f}" y="{floor + 32}" text-anchor="middle" fill="{_INK}">confidence</text>',
        f'<text transform="translate(14 {middle:.1f}) rotate(-90)" text-anchor="middle" fill="{_INK}">right</text>',
        f'<text x="{_LEFT}" y="{height - 6}" fill="{_INK}">below: number of readings; dashed: perfect</text>',
        "</svg>",
    ]
    return "\n".join(out) + "\n"


def _counts(filled: Sequence[Mapping[str, Any]], top: int) -> list[str]:
    """A bar for each bin, as high as it holds readings, at its mean confidence."""
    most = max((row["count"] for row in filled), default=1)
    bars = []
    for row in filled:
        high = (_COUNTS - 14) * row["count"] / most
        x, y = _LEFT + _SIDE * row["confidence"], top + _COUNTS - high
        bars.append(f'<rect x="{x - 8:.1f}" y="{y:.1f}" width="16" height="{high:.1f}" fill="{_BAR}"/>')
        bars.append(
            f'<text x="{x:.1f}" y="{y - 3:.1f}" text-anchor="middle" font-size="9" fill="{_INK}">{row["count"]}</text>'
        )
    return bars
