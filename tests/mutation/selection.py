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


def _run_tests(runner: Any, *, mutant_name: str | None, tests: Iterable[str], own_only: bool) -> int:
    _, *rooms, _ = (mutant_name or "..").split(".")
    names = sorted(name for name in tests if "projections" in rooms or not name.startswith(LAWS))
    own = tuple(f"/test_{room}.py::" for room in rooms)
    first = [name for name in names if name.startswith(FIRST) or any(file in name for file in own)]
    with change_cwd("mutants"):
        code = _ran(runner, first) if first else PASSED
        if own_only:
            return PASSED if code == NOTHING_TO_RUN else code
        return _ran(runner, names) if code in {PASSED, NOTHING_TO_RUN} else code


def _ran(runner: Any, names: list[str]) -> int:
    files = sorted({name.partition("::")[0] for name in names})
    chosen = files if len(names) > MOST_BY_NAME else names
    return int(runner.execute_pytest(runner._pytest_args_regular_run(chosen)))
