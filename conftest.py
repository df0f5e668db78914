"""Run the Python examples of the README's neighbours: every page under docs."""

import os

import pytest
from hypothesis import HealthCheck, Phase, settings
from sybil import Sybil
from sybil.integration.pytest import SybilItem
from sybil.parsers.myst import PythonCodeBlockParser

pytest_collect_file = Sybil(
    parsers=[PythonCodeBlockParser()],
    patterns=["docs/how-to/*.md", "docs/tutorial/*.md", "docs/explanation/*.md"],
).pytest()

_evaluated: set[tuple[str, int]] = set()  # path and line of the blocks that ran in this process


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Run the blocks above a block of a page first: another worker of pytest-xdist may have run them, or nobody."""
    if not isinstance(item, SybilItem):
        return
    for example in item.example.document.examples():
        block = (str(example.path), example.line)
        if example.line < item.example.line and block not in _evaluated:
            _evaluated.add(block)
            example.evaluate()
    _evaluated.add((str(item.example.path), item.example.line))


# A busy machine draws slowly, which says nothing of the code; S2SS_EXAMPLES asks for more than the suite's own.
settings.register_profile(
    "suite",
    max_examples=int(os.environ.get("S2SS_EXAMPLES", "40")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("suite")

# Every mutant meets the same examples, whatever was found with one before it; nobody reads what a failure shrinks to.
settings.register_profile("mutants", derandomize=True, phases=(Phase.explicit, Phase.generate, Phase.target))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Processes take half a second each to begin: what starts them is for `make faults`, but on our own SQLite files."""
    for item in items:
        if isinstance(item, pytest.Function) and _starts_processes(item):
            item.add_marker(pytest.mark.slow)


def _starts_processes(test: pytest.Function) -> bool:
    if test.cls is None or test.cls.__name__ == "TestSQLite":
        return False
    home = test.function.__module__.removeprefix("s2ss_core.testing.conformance.")
    needed = "processes" in getattr(test.function, "needs", ())
    example = test.path.parent.name == "own_back_end"
    return home == "crash_safety" or (needed and (home == "subscriptions" or example))
