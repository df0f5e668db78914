import os
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
PROGRAMS = sorted(EXAMPLES.glob("*.py"))

PRINTED = {
    "cpd_hub.py": """\
due by 2025-03-09: the release time, once a week, rt-2
due by 2025-03-24: the coaching, once a fortnight, co-1
due by 2025-03-31: the forum meeting, once a term, fo-1
audit, asked for by the programme: 2 of 2
coaching, asked for by the programme: 24 of 30
release-time, asked for by the programme: 46 of 59, 23 of 29.5 days
forum, asked for by the programme: 4 of 4
release-time, asked for by rt-1: 15 of 16, 7.5 of 8 days
forum, asked for by fo-1: 4 of 4, 2 of 2 days
coaching, asked for by co-1: 21 of 23, 4.2 of 4.6 days
school-visit, asked for by sv-1: 1 of 1, 1 of 1 days
release-time, asked for by rt-2: 12 of 13, 6 of 6.5 days
release-time, asked for by rt-3: 12 of 13, 6 of 6.5 days
school-visit, asked for by sv-3: 1 of 1, 1 of 1 days
release-time, asked for by rt-4: 7 of 7, 3.5 of 3.5 days
coaching, asked for by co-2: 3 of 3, 0.6 of 0.6 days
""",
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
