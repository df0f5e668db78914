"""What a visit charges to its line, and what some time comes to at the rate of a line."""

from typing import Any

import attrs
import pytest

from s2ss_core.events import Quantity
from s2ss_core.ledger import charge, charged_by_visits, parts_of, schools_of, worth_of_time
from s2ss_core.values import Days, Money
from tests.aggregates.histories import EXCEED, LEAD_LINE, LINES, LLF, VISIT, changed, pounds

PROGRAMME_LINE = LINES[1]
HALF_DAY = Quantity(unit="half-day", quantity=Days(1))
HOURS = Quantity(unit="hour", quantity=Days(2))


def charged(programme: Any = EXCEED, line: Any = LEAD_LINE, **visit: Any) -> Money | None:
    return charge(programme, line, changed(VISIT, **visit))


@pytest.mark.parametrize(
    ("visit", "amount"),
    (
        ({}, 500_00),
        ({"unit": "half-day"}, 250_00),
        ({"unit": "hour", "quantity": Days(3)}, 300_00),
        ({"unit": "hour", "quantity": Days(5)}, 500_00),
        ({"unit": "hour", "quantity": Days(6)}, 500_00),
        ({"preparation": HALF_DAY}, 750_00),
        ({"unit": "hour", "quantity": Days(4), "preparation": HOURS}, 500_00),
        ({"unit": "half-day", "preparation": HOURS}, 450_00),
        ({"unit": "hour", "quantity": Days(2), "preparation": HALF_DAY}, 450_00),
        ({"shared_between": 3}, 166_66),
        ({"preparation": HALF_DAY, "shared_between": 2}, 375_00),
    ),
    ids=str,
)
def test_a_visit_charges_its_time_at_the_rate_of_a_day_of_500_pounds(visit: Any, amount: int) -> None:
    assert charged(**visit) == amount


def test_hours_on_a_line_priced_by_the_hour_have_no_most() -> None:
    by_hour = attrs.evolve(LEAD_LINE, unit="hour", rate=pounds(100))

    assert charged(line=by_hour, unit="hour", quantity=Days(8)) == pounds(800)


def test_a_half_day_has_no_most_of_a_day() -> None:
    assert charged(unit="half-day", quantity=Days(3)) == pounds(750)


def test_nothing_is_charged_to_no_line_or_to_one_that_costs_are_charged_to() -> None:
    assert charged(line=None) is None
    assert charged(line=PROGRAMME_LINE) is None


def test_nothing_is_charged_for_time_that_the_line_has_no_price_for() -> None:
    assert charged(LLF, unit="half-day") is None
    assert charged(LLF, preparation=HALF_DAY) is None


@pytest.mark.parametrize(
    ("head", "unit", "by_visits"),
    (
        ("leader-days", "day", True),
        ("leader-days", "hour", True),
        ("leader-days", "item", False),
        ("programme", "day", False),
        ("programme", "item", False),
    ),
)
def test_visits_are_charged_to_lines_of_leaders_days_that_are_no_items(
    head: Any, unit: Any, by_visits: bool
) -> None:
    assert charged_by_visits(attrs.evolve(LEAD_LINE, head=head, unit=unit)) is by_visits


@pytest.mark.parametrize(("shared", "schools"), ((None, 1), (0, 1), (1, 1), (2, 2), (3, 3)))
def test_a_visit_is_of_one_school_unless_it_says_more(shared: int | None, schools: int) -> None:
    assert schools_of(changed(VISIT, shared_between=shared)) == schools


def test_preparation_is_a_part_of_the_record_of_a_visit() -> None:
    contact = Quantity(unit="day", quantity=Days(1))

    assert parts_of(VISIT) == (contact,)
    assert parts_of(changed(VISIT, preparation=HALF_DAY)) == (contact, HALF_DAY)


def test_time_is_worth_its_part_of_the_rate_of_a_line() -> None:
    assert worth_of_time(EXCEED, LEAD_LINE, HALF_DAY) == pounds(250)
    assert worth_of_time(EXCEED, LEAD_LINE, HOURS) == pounds(200)
    assert worth_of_time(EXCEED, LEAD_LINE, None) is None
    assert worth_of_time(LLF, LEAD_LINE, HALF_DAY) is None
