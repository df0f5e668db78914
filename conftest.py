"""Run the Python examples of the README's neighbours: every page under docs."""

from sybil import Sybil
from sybil.parsers.myst import PythonCodeBlockParser

pytest_collect_file = Sybil(
    parsers=[PythonCodeBlockParser()],
    patterns=["docs/how-to/*.md", "docs/tutorial/*.md", "docs/explanation/*.md"],
).pytest()
