import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Ran

Run = Callable[..., Ran]


def test_the_trail_says_by_which_rule_and_what_each_release_rests_on(s2ss: Run, played: Path) -> None:
    ran = s2ss("trail", "dep-2023-014", "--db", played)

    assert ran.code == 0
    assert "A release pays what is due on its leg to its payee by its day" in ran.out
    assert "12 Apr 2024     £6,000.00" in ran.out
    assert "payment:pay-1" in ran.out


def test_one_step_is_followed_both_ways(s2ss: Run, played: Path) -> None:
    ran = s2ss("trail", "dep-2023-014", "rov-114", "--db", played)

    assert "visit:rov-114, 24 Apr 2024: £500.00" in ran.out
    assert "person:ht-031" in ran.out
    assert "report:rep-2" in ran.out
    assert "Nothing was" not in ran.out


def test_a_visit_that_nothing_paid_for_says_why(s2ss: Run, played: Path) -> None:
    ran = s2ss("trail", "dep-2023-014", "visit:rov-101", "--db", played)

    assert "Nothing was released or paid for it: nothing of it is eligible." in ran.out


def test_a_visit_before_the_first_release_is_not_paid_for_yet(s2ss: Run, played: Path) -> None:
    ran = s2ss("trail", "dep-2023-014", "rov-102", "--as-at", "2024-03-31", "--db", played)

    assert "as happened by 2024-03-31" in ran.out
    assert "Nothing was released or paid for it yet." in ran.out


def test_a_program_gets_every_link_with_its_positions(s2ss: Run, played: Path) -> None:
    whole = json.loads(s2ss("trail", "dep-2023-014", "--format", "json", "--db", played).out)
    one = json.loads(s2ss("trail", "dep-2023-014", "instalment:1", "--format", "json", "--db", played).out)

    assert sum(basis["step"].startswith("release:") for basis in whole["bases"]) == 3
    assert all(link["positions"] for link in whole["links"] if link["how"] == "settles")
    assert [link["source"] for link in one["paid_by"]][:1] == ["release:1/instalment/x-trust/1"]
    assert one["step"]["amount"]["value"] == 600_000


@pytest.mark.parametrize(
    ("asked", "says"),
    ((("dep-9",), "There are no events"), (("dep-2023-014", "rov-99"), "did you mean rov-")),
)
def test_what_is_not_there_is_said_so(s2ss: Run, played: Path, asked: tuple[str, ...], says: str) -> None:
    assert says in s2ss("trail", *asked, "--db", played).cannot()
