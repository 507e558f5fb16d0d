"""Analyses of networks as people ask for them: made, told in lines, and as plain values."""
