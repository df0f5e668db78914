"""The steps of docs/how-to/add-an-event.md, carried out on a copy of the repository: the copy's own tests pass."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "how-to" / "add-an-event.md"
COPIED = (
    "src",
    "tests",
    "docs",
    "benchmarks",
    "examples",
    "conftest.py",
    "pyproject.toml",
    "README.md",
    "CHANGELOG.md",
)
WHAT_NOTICES_AN_EVENT = (
    "tests/events", "tests/rules", "tests/golden", "tests/aggregates/deployment/test_support.py",
    "tests/aggregates/deployment/test_deployment.py", "tests/aggregates/deployment/test_state.py",
    "tests/aggregates/test_every_rule.py", "tests/application/test_commands.py", "tests/store/test_golden.py",
    "tests/projections/test_gathered.py", "tests/test_names.py", "tests/test_docs.py",
    "tests/testing/strategies/test_histories.py::test_every_rule_has_a_plant_or_a_reason_for_none",
    "-k", "not S2SS or S2SS-S20",  # of the tests that run for each rule, those of the new one
)  # fmt: skip
PLAYED = """
from datetime import date
from benchmarks.story import prepared
from s2ss_core import NaturalIdReused, Refused
brokerage = prepared("memory:", 1)
planned = dict(visit="v-9", on=date(2024, 1, 15), planned_for=date(2024, 1, 16), leader="sl-0", by="ht-1", cause="other")
assert len(brokerage.cancel_visit("dep-0", **planned)) == 1
assert brokerage.cancel_visit("dep-0", **planned) == ()
print(brokerage.deployment_log("dep-0").entries[-1])
"""


def steps(page: str) -> Iterator[tuple[str, str, str]]:
    """The file, what stands in it before and what stands there after, of each block of changed lines in order."""
    file = ""
    for named, block in re.findall(r"`((?:src|tests)/[\w/.]+\.py)`|```diff\n(.*?)```", page, re.DOTALL):
        file = named or file
        if block:
            lines = block.splitlines()
            before = [line[1:] for line in lines if not line.startswith("+")]
            after = [line[1:] for line in lines if not line.startswith("-")]
            yield file, "\n".join(before), "\n".join(after)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the repository in which the steps were carried out, with what Python compiled of the other files."""
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, tmp_path / name, ignore=shutil.ignore_patterns("_build"))
        else:
            shutil.copy(source, tmp_path / name)
    for name, before, after in steps(PAGE.read_text("utf-8")):
        text = (tmp_path / name).read_text("utf-8")
        assert text.count(before) == 1, f"{name} holds these lines {text.count(before)} times:\n{before}"
        (tmp_path / name).write_text(text.replace(before, after), "utf-8")
    return tmp_path


def python(copy: Path, *arguments: str) -> str:
    # The copy's files are not ours: where coverage is measured, its processes are left out.
    ours = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    path = os.pathsep.join((str(copy / "src"), str(copy)))
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=copy, env={**ours, "PYTHONPATH": path, "S2SS_EXAMPLES": "10"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    return done.stdout


def test_an_event_is_added_by_the_steps_of_the_page_and_one_command(copy: Path) -> None:
    edited = {name for name, _, _ in steps(PAGE.read_text("utf-8"))}

    golden = python(copy, "-m", "tests.golden")
    python(copy, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *WHAT_NOTICES_AN_EVENT)
    shown = python(copy, "-c", PLAYED)

    assert len(edited) == 7
    assert (
        "tests/golden/folds.txt: lines out: 0, lines in: 1\n  +deployment.visit-cancelled changes nothing"
        in golden
    )
    assert not re.search(r"lines out: [^0]", golden)
    assert "Visit v-9 planned for 2024-01-16 cancelled by ht-1: other" in shown
