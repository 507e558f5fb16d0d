"""Files to documents: one module a format, metadata beside them, every bad input recorded as a problem.

``read(paths, options)`` streams documents and problems in a fixed order and never holds the corpus in memory.
"""

from dissensus.model.documents import Document, Problem
from dissensus.model.options import ReadingOptions
from dissensus.reading.reader import read

__all__ = ["Document", "Problem", "ReadingOptions", "read"]
