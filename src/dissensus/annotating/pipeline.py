"""The default annotating pipeline, put together from options."""

from __future__ import annotations

from dissensus.annotating.steps import Pipeline
from dissensus.model.options import AnnotatingOptions


def default_pipeline(options: AnnotatingOptions | None = None) -> Pipeline:
    """Language, times, mentions, statements, then the entities of the mentions.

    Args:
        options: which language model, and whether own voice is read; None for the defaults.

    Raises:
        UsageError: the language model is not installed.
    """
    from dissensus.annotating.language import LanguageStep
    from dissensus.annotating.mentions import EntitiesStep, MentionsStep
    from dissensus.annotating.statements import StatementsStep
    from dissensus.annotating.times import TimesStep

    options = options or AnnotatingOptions()
    return Pipeline(
        [
            LanguageStep(options.language_model),
            TimesStep(),
            MentionsStep(),
            StatementsStep(own_voice=options.own_voice),
            EntitiesStep(),
        ]
    )
