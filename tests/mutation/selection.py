"""Which tests a mutant is run against: those of its own files first, which end most of them, and then others.

While tests are written, only the first are quick enough: what they let live is a candidate, and no survivor yet.

pytest finds a few files far more quickly than thousands of tests by name.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import attrs
import pytest
from mutmut.configuration import ForkServerWarmup, config
from mutmut.runners import harness
from mutmut.utils.file_utils import change_cwd

from tests.mutation.collected import arguments, collect

MOST_BY_NAME = 60
FIRST = (
    "tests/aggregates/test_every_rule.py::test_every_refusal_is_in_the_words",
    "tests/aggregates/test_margins.py",
    "tests/rules/test_bounds.py",
    "tests/projections/test_stories.py",
)
OF_VIEWS = (
    "tests/projections/test_laws.py",
    "tests/projections/test_stories.py",
)  # slow, and only views break them
SOURCES = Path("src/s2ss_core")
PASSED = 0


def select_by_file() -> None:
    """Have mutmut run the tests of a mutant's own files first, and then others, in a fork that need not collect them."""
    runner: Any = harness.PytestRunner
    if config().forkserver_warmup is not ForkServerWarmup.NONE:
        runner.warm_up = _warm_up
    runner.run_tests = _run_tests


def select_own(names: Iterable[str]) -> None:
    """Have mutmut know of no tests but those of the own files of the mutants of these names, and run these alone."""
    config().pytest_add_cli_args_test_selection = own_files(names)
    select_by_file()


def own_files(names: Iterable[str]) -> list[str]:
    """The own file of tests of each module that the names name: test_x.py of the room for x.py."""
    found: set[str] = set()
    for name in names:
        _, room, *modules, _ = name.split(".")
        sources = SOURCES.glob("/".join((room, *(modules or ("**", "*")))) + ".py")
        found |= {
            str(own) for module in sources for own in Path("tests", room).rglob(f"test_{module.stem}.py")
        }
    return sorted(found)


def _warm_up(runner: Any) -> None:
    runner.collected = collect(arguments())


def _run_tests(runner: Any, *, mutant_name: str | None, tests: Iterable[str]) -> int:
    views = "projections" in _rooms(mutant_name)
    names = {name for name in tests if views or not name.startswith(OF_VIEWS)}
    own = {name for name in names if name.startswith(FIRST)} | _own(mutant_name, names)
    if mutant_name and hasattr(runner, "collected"):
        return int(runner.collected.run(mutant_name, own, names - own))
    if mutant_name is None and names:
        return PASSED  # while mutmut saw which functions each test calls, all have just passed with no mutant
    with change_cwd("mutants"):
        code = _ran(runner, own) if own else PASSED
        return _ran(runner, names - own) if code == PASSED and (names - own or not own) else code


def _own(mutant_name: str | None, tests: Iterable[str]) -> set[str]:
    return {name for name in tests if any(f"/test_{room}" in name for room in _rooms(mutant_name))}


def _rooms(mutant_name: str | None) -> list[str]:
    return (mutant_name or "..").split(".")[1:-1]


def _ran(runner: Any, names: Iterable[str]) -> int:
    chosen = sorted(names)
    files = sorted({name.partition("::")[0] for name in chosen})
    found = files if len(chosen) > MOST_BY_NAME else chosen
    plugins = [_Only(frozenset(chosen))] if chosen else []
    return int(runner.execute_pytest(runner._pytest_args_regular_run(found), plugins=plugins))


@attrs.frozen
class _Only:
    """Leaves of the tests that pytest found in their files those that were asked for."""

    names: frozenset[str]

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = [item for item in items if item.nodeid in self.names]
