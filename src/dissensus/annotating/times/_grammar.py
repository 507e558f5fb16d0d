"""All rules, in the order in which they are preferred."""

from __future__ import annotations

# isort: off
import dissensus.annotating.times._day_rules
import dissensus.annotating.times._month_rules
import dissensus.annotating.times._year_rules
import dissensus.annotating.times._week_rules
import dissensus.annotating.times._relative_rules
import dissensus.annotating.times._duration_rules  # noqa: F401

# isort: on
from dissensus.annotating.times._rules import Grammar

GRAMMAR = Grammar()
"""The compiled rules."""
