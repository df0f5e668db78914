import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Ran

Run = Callable[..., Ran]


def test_two_days_differ_by_what_happened_between(s2ss: Run, played: Path) -> None:
    ran = s2ss("diff", "dep-2023-014", "--db", played, "--from-as-at", "2024-04-11", "--as-at", "2024-04-12")

    assert ran.code == 0
    assert "from as happened by 2024-04-11 to as happened by 2024-04-12" in ran.out
    assert "amounts.released" in ran.out
    assert "Instalment 1 released: £6,000.00 to x-trust, on report" in ran.out


def test_what_was_learned_of_a_day_since_that_day(s2ss: Run, played: Path) -> None:
    asked = ("--as-at", "2024-01-08", "--from-known-at", "2024-01-08T16:44:00Z", "--format", "json")
    ran = s2ss("diff", "dep-2023-014", "--db", played, *asked)

    found = json.loads(ran.out)
    (change,) = [change for change in found["changes"] if change["path"] == "amounts.disallowed"]
    assert (change["before"], change["after"]) == (0, 25_000)
    came = {entry["position"]: entry["says"] for entry in found["came"]}
    assert "£250.00 of visit rov-101 disallowed by u-2: recorded-despite" in [
        came[position] for position in change["positions"]
    ]
    assert found["went"] == []


def test_alike_there_is_no_difference(s2ss: Run, played: Path) -> None:
    ran = s2ss(
        "diff", "award:gr-2023-07", "--db", played, "--from-as-at", "2025-01-31", "--as-at", "2025-01-31"
    )

    assert (ran.code, ran.out.splitlines()[0].strip()) == (0, "award:gr-2023-07: no differences")


@pytest.mark.parametrize(
    ("asked", "says"),
    (
        ((), "Say from when: --from-known-at 2024-03-31"),
        (("--from-as-at", "soon"), "soon"),
        (("--from-known-at", "9999"), "9999 is after the newest position"),
    ),
)
def test_without_an_earlier_moment_it_is_said_what_to_write(
    s2ss: Run, played: Path, asked: tuple[str, ...], says: str
) -> None:
    ran = s2ss("diff", "dep-2023-014", "--db", played, *asked)

    assert ran.code == 2
    assert says in ran.err
