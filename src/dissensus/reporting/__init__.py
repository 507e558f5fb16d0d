"""A comparison as one self-contained HTML page, every cell of which opens onto the exact words.

`dissensus.reporting.report.write_report` writes it. Everything that comes from articles is hostile text here: it is
escaped, never executed, and characters that would turn or hide text are shown as codes.
"""
