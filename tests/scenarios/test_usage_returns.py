"""The returns on an award's usage, year by year: `test_award` told to its end. Each figure was worked by hand first."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from s2ss_core import AsAt
from s2ss_core.events import UsageReturned
from s2ss_core.projections import USAGE_RETURNS, Materialised, canonical_bytes
from s2ss_core.projections.grant_usage import YearlyReturn
from tests.aggregates.histories import changed
from tests.scenarios.case_one import Desk, until
from tests.scenarios.facts import refused
from tests.scenarios.test_award import TO_THE_END, at, in_pounds
from tests.scenarios.test_case_one import capital

MARCH_31, LAST_DAY = date(2024, 3, 31), max(fact.on for fact in TO_THE_END)


@pytest.fixture(scope="module")
def whole() -> Desk:
    return at(LAST_DAY)


def years(desk: Desk) -> dict[str, YearlyReturn]:
    return {year.period: year for year in desk.brokerage.usage_returns("g-1").years}


def row(year: YearlyReturn, *names: str) -> tuple[float, ...]:
    return in_pounds(*(getattr(year, name) for name in names))


# received, returned, eligible, of it the award's own
MOVED = {
    "2023-24": (8000, 0, 6300, 450),
    "2024-25": (4000, 3720, 1980, 450),
    "2023/24": (12_000, 3720, 8280, 900),
}
# eligible to date, committed, unspent, returned to date: with what is uncovered, the award
AT_END = {
    "2023-24": (6300, 1550, 4150, 0),
    "2024-25": (8280, 0, 0, 3720),
    "2023/24": (8280, 0, 0, 3720),
}


def test_a_return_for_each_year_in_which_the_award_may_be_used(whole: Desk) -> None:
    found = years(whole)

    assert list(found) == list(MOVED)
    assert (found["2023/24"].covers_from, found["2023/24"].covers_to) == (date(2023, 9, 1), date(2024, 8, 31))


@pytest.mark.parametrize("year", MOVED)
def test_what_moved_in_a_year_and_what_is_left_at_its_end(whole: Desk, year: str) -> None:
    shown = years(whole)[year]

    assert row(shown, "received", "returned", "eligible", "own_eligible") == MOVED[year]
    assert row(shown, "eligible_to_date", "committed", "unspent", "returned_to_date") == AT_END[year]
    assert row(shown, "awarded", "uncovered") == (sum(AT_END[year]), 0)


@pytest.mark.parametrize(
    ("year", "moved"), (("2023-24", (0, 5850, 0, 5850, 1550)), ("2024-25", (5850, 1530, 7380, 0, 0)))
)
def test_what_is_owed_runs_on_from_year_to_year(whole: Desk, year: str, moved: tuple[float, ...]) -> None:
    """Owed before, eligible, released, owed after, committed: 0 + 5,850 = 0 + 5,850 and 5,850 + 1,530 = 7,380 + 0."""
    [support] = years(whole)[year].deployments

    names = ("owed_at_start", "eligible", "released", "owed_at_end", "committed")
    assert in_pounds(*(getattr(support, name) for name in names)) == moved


def made(desk: Desk, year: str, on: date, **otherwise: Any) -> UsageReturned:
    drawn = years(desk)[year]
    fact = UsageReturned(
        year=year,
        digest=drawn.digest,
        on=on,
        covers_from=drawn.covers_from,
        covers_to=drawn.covers_to,
        size=desk.brokerage.store.newest(),
    )
    return changed(fact, **otherwise)


def submitted(desk: Desk) -> list[tuple[str, str]]:
    return [(row.year, row.status) for row in desk.brokerage.usage_returns("g-1").submitted]


def test_the_digest_of_a_return_pins_what_was_returned() -> None:
    desk = at(date(2024, 4, 10))
    first = made(desk, "2023-24", date(2024, 4, 10))
    desk.play(first)

    assert submitted(desk) == [("2023-24", "stands")]
    as_it_was = desk.brokerage.usage_returns("g-1", as_at=AsAt(position=first.size))
    assert {year.digest for year in as_it_was.years if year.period == "2023-24"} == {first.digest}


def test_a_return_stands_until_its_year_changes_and_the_next_takes_its_place() -> None:
    april_15 = date(2024, 4, 15)
    desk = at(date(2024, 4, 12))
    desk.play(made(desk, "2023-24", date(2024, 4, 12)))
    desk.play(*(fact for fact in TO_THE_END if date(2024, 4, 12) < fact.on <= april_15))
    assert submitted(desk) == [("2023-24", "stands")]

    desk.play(capital())  # £300 of a cost of 5 February
    assert submitted(desk) == [("2023-24", "outdated")]
    assert row(years(desk)["2023-24"], "eligible", "disallowed") == (6000, 300)

    desk.play(made(desk, "2023-24", april_15))
    assert submitted(desk) == [("2023-24", "superseded"), ("2023-24", "stands")]


def test_a_return_is_recorded_only_as_the_record_gives_it(whole: Desk) -> None:
    true = made(whole, "2023-24", LAST_DAY)

    assert refused(whole.brokerage, changed(true, digest="0" * 64)) == ["S2SS-G81"]
    assert refused(whole.brokerage, changed(true, covers_to=date(2024, 3, 30))) == ["S2SS-G80"]
    assert refused(whole.brokerage, changed(true, year="2022-23")) == ["S2SS-G80"]
    assert refused(whole.brokerage, changed(true, size=true.size + 1)) == ["S2SS-G82"]
    assert refused(whole.brokerage, changed(true, size=true.size - 60)) == ["S2SS-G81"]
    assert refused(whole.brokerage, changed(true, size=0)) == ["S2SS-G82"]


@pytest.mark.parametrize("kind", ("memory", "sqlite", "postgres"))
def test_live_stored_and_rebuilt_returns_are_the_same(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    urls = {"memory": "memory:", "sqlite": f"sqlite:///{tmp_path / 'support.db'}"}
    desk = Desk.open(urls.get(kind) or request.getfixturevalue("postgres_url"))
    views = Materialised(desk.brokerage.store, (USAGE_RETURNS,))
    desk.play(*until(TO_THE_END, MARCH_31))
    views.catch_up()
    desk.play(*(fact for fact in TO_THE_END if fact.on > MARCH_31))
    desk.play(made(desk, "2023-24", LAST_DAY))
    views.catch_up()

    live = canonical_bytes(desk.brokerage.usage_returns("g-1"))
    assert canonical_bytes(views.read(USAGE_RETURNS, ("award", "g-1"))) == live
    assert views.rebuild(USAGE_RETURNS).switched
    desk.brokerage.close()
