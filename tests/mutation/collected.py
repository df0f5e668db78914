"""Running a mutant in a fork of a process that has collected the tests already, for collecting costs more than most runs.

A mutant meets the test first that ended the last mutant of its function, then the tests of its own files, and then the
quickest others, until these have taken `PATIENCE` seconds with no mutant. What lives through all of them has survived.
"""

import os
import signal
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import _pytest.config
import attrs
import pytest
from mutmut.configuration import config
from mutmut.state import state
from mutmut.utils.file_utils import change_cwd
from mutmut.utils.format_utils import mangled_name_from_mutant_name

PATIENCE = 5.0  # seconds of tests that are not the mutant's own
LONGEST, TIMES_LONGER = (
    3.0,
    10.0,
)  # seconds of CPU for one test, and how much more of its own time than with no mutant
PASSED, FAILED, TIMED_OUT = 0, 1, 36
KILLERS = Path("killers")


@attrs.frozen
class Collected:
    """The tests that pytest found, by their names, in a session that waits to run some of them."""

    session: pytest.Session
    items: dict[str, pytest.Item]

    def run(self, mutant: str, own: Iterable[str], others: Iterable[str]) -> int:
        """Run these tests until one fails, and give mutmut's exit code. Never comes back where a test takes too long."""
        with change_cwd("mutants"):
            names = list(self._in_order(mutant, sorted(own, key=_seconds), sorted(others, key=_seconds)))
            for name, after in zip(names, [*names[1:], None], strict=True):
                if self._failed(name, after):
                    _killer_of(mutant).write_text(name, "utf-8")
                    return FAILED
        return PASSED

    def _in_order(self, mutant: str, own: list[str], others: list[str]) -> Iterator[str]:
        known = _killer_of(mutant)
        first = known.read_text("utf-8") if known.exists() else ""
        if first in {*own, *others}:
            yield first
        yield from (name for name in [*own, *_quickest(others)] if name != first)

    def _failed(self, name: str, after: str | None) -> bool:
        signal.setitimer(signal.ITIMER_VIRTUAL, LONGEST + TIMES_LONGER * _seconds(name))
        following = self.items[after] if after else None
        self.session.config.hook.pytest_runtest_protocol(item=self.items[name], nextitem=following)
        return bool(self.session.testsfailed)


def collect(arguments: list[str]) -> Collected:
    """Have pytest find the tests of these arguments, and wait."""
    with change_cwd("mutants"):
        KILLERS.mkdir(exist_ok=True)
        # mutmut leaves the null device open, which pytest would hold against whatever test runs when it is let go of
        plugged = _pytest.config._prepareconfig(
            ["--rootdir=.", "--tb=no", "-q", "-p", "no:unraisableexception", *arguments]
        )
        plugged._do_configure()
        session = pytest.Session.from_config(plugged)
        plugged.hook.pytest_sessionstart(session=session)
        plugged.hook.pytest_collection(session=session)
    signal.signal(signal.SIGVTALRM, lambda *_: os._exit(TIMED_OUT))
    return Collected(session, {item.nodeid: item for item in session.items})


def arguments() -> list[str]:
    """What pytest is called with to find all tests that mutants are run against."""
    settings: Any = config()
    return [*settings.pytest_add_cli_args_test_selection, *settings.pytest_add_cli_args]


def _quickest(names: list[str]) -> Iterator[str]:
    spent = 0.0
    for name in names:
        spent += _seconds(name)
        if spent > PATIENCE:
            return
        yield name


def _seconds(name: str) -> float:
    return float(state().duration_by_test.get(name, 0.0))


def _killer_of(mutant: str) -> Path:
    return KILLERS / sha256(mangled_name_from_mutant_name(mutant).encode()).hexdigest()[:24]
