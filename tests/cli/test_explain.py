import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Ran

Run = Callable[..., Ran]


def explained(s2ss: Run, played: Path, figure: str, *more: str) -> dict[str, object]:
    ran = s2ss("explain", "dep-2023-014", figure, "--db", played, "--format", "json", *more)
    assert ran.code == 0
    found: dict[str, object] = json.loads(ran.out)
    return found


def test_a_figure_lists_the_events_it_came_from(s2ss: Run, played: Path) -> None:
    ran = s2ss("explain", "dep-2023-014", "lines.3.disallowed", "--db", played)

    assert ran.code == 0
    assert "lines.3.disallowed = £250.00, from 6 events" in ran.out
    assert "£250.00 of visit rov-101 disallowed by u-2" in ran.out
    assert "2024-01-08 16:45" in ran.out


@pytest.mark.parametrize(
    ("figure", "value"),
    (
        ("amounts.eligible", 1_100_000),
        ("lines_by_term.3.2024-spring.incurred", 125_000),
        ("cuts.by_term.2024-spring.lines.1.eligible", 400_000),
        ("cuts.by_financial_year.2024-25.released_on_date", 1_100_000),
        ("instalments.2.released", 200_000),
        ("workload.sl-022.2023/24.left", "5"),
        ("workload.sl-014.2023/24.deployments.dep-2023-014.worked", "4.5"),
    ),
)
def test_every_figure_has_a_path(s2ss: Run, played: Path, figure: str, value: object) -> None:
    found = explained(s2ss, played, figure)

    assert found["value"] == value
    assert found["events"]


def test_a_figure_of_another_time_has_the_events_of_that_time(s2ss: Run, played: Path) -> None:
    found = explained(s2ss, played, "amounts.released", "--as-at", "2024-04-12")

    assert found["value"] == 600_000
    assert isinstance(found["events"], list)
    assert [event["says"] for event in found["events"]] == [
        "Instalment 1 released: £6,000.00 to x-trust, on report rep-1 and review rv-1"
    ]


def test_without_a_figure_all_are_listed(s2ss: Run, played: Path) -> None:
    ran = s2ss("explain", "dep-2023-014", "--db", played)

    assert "amounts.eligible" in ran.out
    assert "cuts.by_own_year.2023/24.lines.1.eligible" in ran.out


def test_the_beginning_of_some_lists_those(s2ss: Run, played: Path) -> None:
    ran = s2ss("explain", "dep-2023-014", "amounts", "--db", played, "--format", "json")

    assert json.loads(ran.out)["amounts.disallowed"] == 25_000
    assert all(name.startswith("amounts.") for name in json.loads(ran.out))


@pytest.mark.parametrize(
    ("named", "says"),
    (
        (("dep-2023-014", "amounts.elgible"), "did you mean amounts.eligible"),
        (("dep-2023-014", "§§§"), "leave it out to see them all"),
        (("dep-9", "amounts.eligible"), "There are no events for deployment dep-9"),
        (("dep-2023-014", "workload.sl-014"), "academic year"),
    ),
)
def test_no_such_figure_is_said_so(s2ss: Run, played: Path, named: tuple[str, ...], says: str) -> None:
    assert says in s2ss("explain", *named, "--db", played).cannot()
