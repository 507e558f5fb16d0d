"""Networks and lists of coded statements in the files of other tools, one module a format."""
