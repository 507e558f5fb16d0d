"""A pipeline of one step without any model; importable, so that processes of a test can make it."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import replace

from dissensus.annotating.steps import Draft, FunctionStep, Pipeline
from dissensus.model.annotations import TimeExpression
from dissensus.model.options import AnnotatingOptions
from dissensus.model.spans import Span


def mark(draft: Draft) -> Draft:
    """Mark the whole text as a time; some texts make the step fail."""
    text = draft.document.text
    if text == "raise":
        raise ValueError("the step does not like this")
    if text == "sleep":
        time.sleep(30)
    if text == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    return replace(draft, times=(TimeExpression(Span(0, len(text)), text, "date"),))


def make(_options: AnnotatingOptions) -> Pipeline:
    """A pipeline of one step, made anew in each process."""
    return Pipeline([FunctionStep("mark.v1", mark, frozenset(), frozenset({"times"}))])


def make_and_die(_options: AnnotatingOptions) -> Pipeline:
    """A pipeline that cannot be made: the process dies, as in a script without a guarded main part."""
    os.kill(os.getpid(), signal.SIGKILL)
    return make(_options)
