"""An optional language model as one more coder: asked at an address that the user gives, checked, never trusted.

This is the only part of the product that opens a connection, and it opens one to that address only.
"""
