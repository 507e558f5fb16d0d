"""One document to its annotations: pure, no other document seen, so it runs anywhere in parallel."""
