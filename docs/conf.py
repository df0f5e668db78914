"""Settings of the documentation: `make docs`."""

from importlib.metadata import version as installed_version

project = "s2ss_core"
author = "the s2ss_core authors"
version = release = installed_version("s2ss-core")

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build"]
nitpicky = False

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

autodoc_typehints = "description"
autodoc_member_order = "bysource"

html_theme = "furo"
html_title = "s2ss_core"
html_copy_source = False
html_show_sphinx = False
