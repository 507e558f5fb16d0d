"""The default annotating pipeline, put together from options."""

from __future__ import annotations

from dissensus.annotating.steps import Pipeline, Step
from dissensus.model.options import AnnotatingOptions


def default_pipeline(options: AnnotatingOptions | None = None) -> Pipeline:
    """Language, times, mentions, statements, then the entities of the mentions.

    Args:
        options: which language model, what reads statements, and whether own voice is read; None for the defaults.

    Raises:
        UsageError: the language model is not installed.
        ModelError: a trained model is missing or damaged.
    """
    from dissensus.annotating.language import LanguageStep
    from dissensus.annotating.mentions import EntitiesStep, MentionsStep
    from dissensus.annotating.statements import RuleStatementsStep, StatementsStep
    from dissensus.annotating.times import TimesStep

    options = options or AnnotatingOptions()
    statements: Step
    if options.statements == "rules":
        statements = RuleStatementsStep(own_voice=options.own_voice)
    else:
        # Beside the parse the second look inside of statements takes little time, with either model.
        statements = StatementsStep(options.statements, own_voice=options.own_voice, nested=True)
    return Pipeline(
        [
            LanguageStep(options.language_model),
            TimesStep(),
            MentionsStep(),
            statements,
            EntitiesStep(trained=options.statements != "rules"),
        ]
    )
