"""Names for values of libraries that ship no types."""

from __future__ import annotations

from typing import Any, TypeAlias

Element: TypeAlias = Any
"""An element of a tree of lxml."""

Pdf: TypeAlias = Any
"""A PDF file or one of its pages, by pdfplumber."""
