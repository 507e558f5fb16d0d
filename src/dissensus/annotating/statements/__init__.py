"""Statements: who says what, with which words, and what the outlet says in its own voice.

:class:`StatementsStep` reads attributions with a trained model (``engine``), sets the borders of quotations by their
marks, looks for statements nested in statements, and, where the text has been parsed, adds the outlet's own voice by
rules. :class:`RuleStatementsStep` reads everything by rules over a parse, without a model.
"""

from __future__ import annotations

from dissensus.annotating.statements._rules import RuleStatementsStep
from dissensus.annotating.statements._trained import StatementsStep

__all__ = ["RuleStatementsStep", "StatementsStep"]
