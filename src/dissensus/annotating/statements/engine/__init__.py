"""The trained engine: tokens, windows over them, a small encoder, and one label sequence for each statement."""
