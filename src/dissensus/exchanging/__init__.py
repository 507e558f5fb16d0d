"""To and from other tools, one module a format."""
