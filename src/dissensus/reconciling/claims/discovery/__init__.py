"""Claims proposed from a corpus: candidates for wordings, what bears on them, and which ones cover most."""
