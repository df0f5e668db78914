import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Ran

Run = Callable[..., Ran]


def test_each_expenditure_is_shown_with_its_trail(s2ss: Run, played: Path) -> None:
    ran = s2ss("sample", "dep-2023-014", "--size", "4", "--seed", "audit 2024", "--db", played)

    assert ran.code == 0
    assert "4 drawn, seed 'audit 2024'" in ran.out
    assert "irregular: recorded-despite, partly-disallowed" in ran.out
    assert "Instalment 1 released: £6,000.00 to x-trust" in ran.out
    assert "Nothing recorded of: evidence" in ran.out


def test_a_program_gets_the_sample_and_the_entries_of_its_trails(s2ss: Run, played: Path) -> None:
    asked = ("--size", "4", "--seed", "audit 2024", "--since", "2024-04-01", "--format", "json")
    found = json.loads(s2ss("sample", *asked, "--db", played).out)

    drawn = found["sample"]["drawn"]
    assert len(drawn) == 4
    assert all(each["expenditure"]["on"] >= "2024-04-01" for each in drawn)
    positions = {step["position"] for each in drawn for step in each["trail"]["steps"]}
    assert positions == {entry["position"] for entry in found["entries"]}


@pytest.mark.parametrize(
    ("asked", "says"),
    (
        (("--size", "3"), "--seed"),
        (("--seed", "1", "--since", "31/12/23"), "--since: expected a date"),
        (("--seed", "1", "--size", "0"), "give a whole number, 1 or more"),
        (("dep-9", "--seed", "1"), "There are no events for deployment dep-9"),
        (("--seed", "1", "--until", "2001-01-01"), "no expenditure was recorded"),
    ),
)
def test_what_cannot_be_drawn_is_said_so(s2ss: Run, played: Path, asked: tuple[str, ...], says: str) -> None:
    ran = s2ss("sample", *asked, "--db", played)

    assert ran.code == 2
    assert says.casefold() in ran.err.casefold()
