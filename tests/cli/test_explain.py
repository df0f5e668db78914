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
    ),
)
def test_every_figure_has_a_path(s2ss: Run, played: Path, figure: str, value: object) -> None:
    found = explained(s2ss, played, figure)

    assert found["value"] == value
    assert found["events"]


@pytest.mark.parametrize(
    ("view", "figure", "value"),
    (
        ("certificate:dep-2023-014", "amounts.eligible", 1_100_000),
        ("log:dep-2023-014", "lines.3.incurred", 325_000),
        ("award:gr-2023-07", "amounts.awarded", 1_100_000),
        ("leader:sl-022:2023/24", "left", "5"),
        ("leader:sl-014:2023/24", "deployments.dep-2023-014.worked", "4.5"),
        ("home-school:beck-lane:2023/24", "leaders.sl-014.worked", "4.5"),
    ),
)
def test_every_view_has_a_name(s2ss: Run, played: Path, view: str, figure: str, value: object) -> None:
    ran = s2ss("explain", view, figure, "--db", played, "--format", "json")

    assert ran.code == 0, ran.err
    assert json.loads(ran.out)["value"] == value
    assert json.loads(ran.out)["events"]


def test_an_event_lists_every_figure_of_every_view_that_comes_from_it(s2ss: Run, played: Path) -> None:
    (visit,) = [
        json.loads(line)["position"]
        for line in s2ss("history", "--db", played).out.splitlines()
        if '"rov-101"' in line and "visit-logged" in line
    ]

    ran = s2ss("explain", f"event:{visit}", "--db", played, "--format", "json")

    found = json.loads(ran.out)
    assert found["certificate:dep-2023-014 lines.3.incurred"] == 325_000
    assert found["award:gr-2023-07 amounts.incurred"] == found["certificate:dep-2023-014 amounts.incurred"]
    assert found["log:dep-2023-014 lines.3.incurred"] == 325_000
    for name in found:
        view, _, figure = name.partition(" ")
        told = s2ss("explain", view, figure, "--db", played, "--format", "json")
        assert visit in [event["position"] for event in json.loads(told.out)["events"]], name


def test_an_event_that_no_figure_comes_from_is_said_so(s2ss: Run, played: Path) -> None:
    ran = s2ss("explain", "event:30", "--db", played)

    assert (ran.code, ran.out) == (0, "There is no figure here.\n")


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
        (("leader:sl-014", "left"), "write leader:sl-014:2023/24"),
        (("leader:sl-014:2023", "left"), "academic year"),
        (("event:999",), "There is no entry at position 999"),
    ),
)
def test_no_such_figure_is_said_so(s2ss: Run, played: Path, named: tuple[str, ...], says: str) -> None:
    assert says in s2ss("explain", *named, "--db", played).cannot()
