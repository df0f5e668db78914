"""Which tests a mutant is run against: those of its own file first, which end most of them, and then all that meet it.

While tests are written, only the first are quick enough: what they let live is a candidate, and no survivor yet.

pytest finds a few files far more quickly than thousands of tests by name.
"""

from collections.abc import Iterable
from functools import partialmethod
from typing import Any

from mutmut.runners import harness
from mutmut.utils.file_utils import change_cwd

MOST_BY_NAME = 60
FIRST = (
    "tests/aggregates/test_margins.py",
    "tests/rules/test_bounds.py",
    "tests/projections/test_stories.py",
)
LAWS = "tests/projections/test_laws.py"  # a minute, and only projections can break what they say
PASSED, NOTHING_TO_RUN = 0, 5


def select_by_file(*, own_only: bool = False) -> None:
    """Have mutmut run the tests of a mutant's own file first, and then all others, file by file, unless `own_only`."""
    runner: Any = harness.PytestRunner
    runner.run_tests = partialmethod(_run_tests, own_only=own_only)


def select_own() -> None:
    """Have mutmut run only the tests of a mutant's own file."""
    runner: Any = harness.PytestRunner
    runner.run_tests = _run_own_tests


def own_folders(names: Iterable[str]) -> list[str]:
    """The folders of the tests of these mutants, a folder a room."""
    return sorted({f"tests/{name.split('.')[1]}" for name in names})


def _run_own_tests(runner: Any, *, mutant_name: str | None, tests: Iterable[str]) -> int:
    if (
        mutant_name is None
    ):  # before the mutants, mutmut asks whether its tests pass, and whether they can fail
        own = sorted(tests)
    elif not (own := _own(mutant_name, tests)):
        return PASSED
    with change_cwd("mutants"):
        return _ran(runner, own)


def _own(mutant_name: str | None, tests: Iterable[str]) -> list[str]:
    _, *rooms, _ = (mutant_name or "..").split(".")
    return sorted(test for test in tests if any(f"/test_{room}.py::" in test for room in rooms))


def _run_tests(runner: Any, *, mutant_name: str | None, tests: Iterable[str], own_only: bool) -> int:
    _, *rooms, _ = (mutant_name or "..").split(".")
    names = sorted(name for name in tests if "projections" in rooms or not name.startswith(LAWS))
    own = {*_own(mutant_name, names)}
    first = [name for name in names if name.startswith(FIRST) or name in own]
    with change_cwd("mutants"):
        code = _ran(runner, first) if first else PASSED
        if own_only:
            return PASSED if code == NOTHING_TO_RUN else code
        return _ran(runner, names) if code in {PASSED, NOTHING_TO_RUN} else code


def _ran(runner: Any, names: list[str]) -> int:
    files = sorted({name.partition("::")[0] for name in names})
    chosen = files if len(names) > MOST_BY_NAME else names
    return int(runner.execute_pytest(runner._pytest_args_regular_run(chosen)))
