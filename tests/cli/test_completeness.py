import json
from collections.abc import Callable
from pathlib import Path

from tests.cli.conftest import Ran

Run = Callable[..., Ran]


def test_a_whole_record_is_counted(s2ss: Run, played: Path) -> None:
    ran = s2ss("completeness", "dep-2023-014", "--db", played)

    assert ran.code == 0
    assert "46 of 46 records are there" in ran.out
    assert "Not there" not in ran.out


def test_what_is_not_there_is_named_with_whom_it_waits_on(s2ss: Run, spring: Path) -> None:
    ran = s2ss("completeness", "dep-2023-014", "--db", spring)
    told = json.loads(s2ss("completeness", "dep-2023-014", "--format", "json", "--db", spring).out)

    assert "the interim report" in ran.out
    missing = [record for record in told["records"] if not record["positions"]]
    assert {"headteacher", "system-leader"} in [set(record["waits_on"]) for record in missing]


def test_a_deployment_that_is_not_there_is_said_so(s2ss: Run, played: Path) -> None:
    assert "There are no events" in s2ss("completeness", "dep-9", "--db", played).cannot()
