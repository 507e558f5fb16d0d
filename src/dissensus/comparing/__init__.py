"""Findings to comparisons: who is quoted by whom, how each outlet names whom, when, and what an outlet leaves out.

Every comparison is a function from `dissensus.model.findings.Findings` and
`dissensus.model.options.ComparingOptions` to a `dissensus.model.tables.Table`, each row of which opens onto its
evidence.
`dissensus.comparing.comparison.compare` makes all of them.
"""
