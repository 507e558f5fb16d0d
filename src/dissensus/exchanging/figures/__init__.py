"""Figures of networks and of what is worked out from them, as SVG and PNG, alike on every run."""
