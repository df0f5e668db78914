import os
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
PROGRAMS = sorted(EXAMPLES.glob("*.py"))

PRINTED = {
    "visit_form.py": """\
Thank you.
We have this one already.
Charge it to a line priced by the half-day, or amend the plan so that it has one.
Log a record for each day: rov-3 comes to 2 days, and one holds 1 at most. Give another day or less time,\
 or strike out a visit that was not made: the visits of sl-014 on 2020-01-16 come to 2 days.
Thank you.
1.5 days worked, 11 left of 15
""",
}


def test_every_example_says_here_what_it_prints() -> None:
    assert {program.name for program in PROGRAMS} == set(PRINTED)


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.name)
def test_an_example_prints_what_it_should(program: Path, tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, os.fspath(program)], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout == PRINTED[program.name]
