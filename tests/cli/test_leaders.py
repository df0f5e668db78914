import json
from collections.abc import Callable
from pathlib import Path

import pytest

from s2ss_core.application import Brokerage
from tests.cli.conftest import Ran
from tests.scenarios.register import register, support

Run = Callable[..., Ran]
MAY = ("--on", "2024-05-07")


@pytest.fixture
def db(tmp_path: Path) -> Path:
    path = tmp_path / "register.db"
    with Brokerage.open(f"sqlite:///{path}") as brokerage:
        register(brokerage.acting_as("u-7"))
        support(brokerage.acting_as("u-7"))
    return path


def ids(ran: Ran) -> list[str]:
    return [page["leader"] for page in json.loads(ran.out)]


def test_the_register_has_a_line_a_leader(s2ss: Run, db: Path) -> None:
    ran = s2ss("leaders", *MAY, "--db", db)

    lines = {line.split()[0]: line for line in map(str.strip, ran.out.splitlines()) if line.startswith("sl-")}
    assert ran.code == 0
    assert list(lines) == ["sl-03", "sl-1", "sl-2", "sl-4"]
    assert "sl-03 = sl-3" in lines["sl-03"]
    assert lines["sl-1"].split()[1:3] == ["riverside", "sle"]
    assert "phonics, key stage 1" in lines["sl-1"]


def test_the_register_is_narrowed_by_what_holds_on_the_day(s2ss: Run, db: Path) -> None:
    def narrowed(*options: str, on: tuple[str, ...] = MAY) -> list[str]:
        return ids(s2ss("leaders", *options, *on, "--format", "json", "--db", db))

    assert narrowed("--designation", "sle") == ["sl-1"]
    assert narrowed("--designation", "sle", on=("--on", "2024-09-01")) == []
    assert narrowed("--expertise", "Phonics") == ["sl-03", "sl-1"]
    assert narrowed("--home-school", "riverside") == ["sl-1", "sl-2"]
    assert narrowed("--home-school", "riverside", on=("--on", "2023-12-01")) == ["sl-2"]
    assert narrowed("--expertise", "phonics", "--home-school", "riverside") == ["sl-1"]


def test_one_leaders_page_says_what_was_met_until_when_and_why_it_ended(s2ss: Run, db: Path) -> None:
    first, second = (s2ss("leaders", leader, *MAY, "--db", db).out for leader in ("sl-1", "sl-2"))

    assert "middle-leader, 2 years" in " ".join(first.split())
    assert "31 Aug 2024" in first
    assert "in force" in first
    assert "ended 4 Mar 2024" in " ".join(second.split())
    assert "below-standard" in second


def test_a_kind_of_designation_that_there_is_none_of_is_answered_with_those_there_are(
    s2ss: Run, db: Path
) -> None:
    assert "Give one of: aspiring-sle, sle" in s2ss("leaders", "--designation", "ast", "--db", db).cannot()


def test_nobody_who_is_asked_for_is_said_so(s2ss: Run, db: Path) -> None:
    ran = s2ss("leaders", "--expertise", "latin", "--db", db)

    assert ran.out.splitlines()[-1] == "No leader is on record who is asked for."
    assert "There are no events" in s2ss("leaders", "sl-99", "--db", db).cannot()


def test_the_days_that_a_supported_school_takes_are_shown_by_leader_and_deployment(
    s2ss: Run, db: Path
) -> None:
    ran = s2ss("workload", "--year", "2023/24", "--supported-school", "highmoor", "--db", db)

    rows = [line.split() for line in ran.out.splitlines() if "d-" in line]
    assert rows == [
        ["sl-03", "=", "sl-3", "lowmoor", "d-2", "3", "0", "0", "3"],
        ["sl-1", "riverside", "d-1", "6", "2.5", "0.5", "6"],
    ]
    assert "highmoor in all: 9 committed, 2.5 worked, 9 booked" in ran.out


def test_one_school_or_one_leader_is_asked_for_at_a_time(s2ss: Run, db: Path) -> None:
    both = ("--home-school", "riverside", "--supported-school", "highmoor")

    assert "not both" in s2ss("workload", "--year", "2023/24", *both, "--db", db).cannot()
