"""Run the Python examples of the README's neighbours: every page under docs."""

import os

from hypothesis import HealthCheck, settings
from sybil import Sybil
from sybil.parsers.myst import PythonCodeBlockParser

pytest_collect_file = Sybil(
    parsers=[PythonCodeBlockParser()],
    patterns=["docs/how-to/*.md", "docs/tutorial/*.md", "docs/explanation/*.md"],
).pytest()

# A busy machine draws slowly, which says nothing of the code; S2SS_EXAMPLES asks for more than the suite's own.
settings.register_profile(
    "suite",
    max_examples=int(os.environ.get("S2SS_EXAMPLES", "40")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("suite")
