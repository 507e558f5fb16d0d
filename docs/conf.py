"""Sphinx configuration: warnings are errors, nothing is fetched."""

from importlib import metadata

project = "Dissensus"
author = "The Dissensus developers"
copyright = "The Dissensus developers, Apache-2.0"
version = release = metadata.version("dissensus")
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
html_theme = "furo"
html_title = f"Dissensus {version}"
html_static_path = ["_static"]
autodoc_typehints = "description"
autodoc_typehints_format = "short"
autodoc_member_order = "bysource"
autodoc_class_signature = "separated"
napoleon_google_docstring = True
napoleon_use_ivar = True
suppress_warnings = ["ref.python"]
