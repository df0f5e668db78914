"""The certificate of `case_one`, played from commands: by line, by term, by financial year, cut to a period.

Each figure was worked by hand first; the working stands beside it. All in pounds.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any

import pytest

from s2ss_core import Brokerage
from s2ss_core.projections import Certificate, Figure
from s2ss_core.projections.grant_usage import Breakdown
from tests.scenarios.case_one import STORY, Desk

COSTS = ("approved", "incurred", "disallowed", "eligible")


@cache
def closed() -> Brokerage:
    """The desk after the deployment was closed; nothing is recorded on it any more."""
    desk = Desk.open()
    desk.play(*STORY)
    return desk.brokerage


def certificate(brokerage: Brokerage | None = None) -> Certificate:
    return (brokerage or closed()).grant_usage("d-1")


def in_pounds(row: Any, names: Iterable[str]) -> list[float]:
    """The figures of a row, each of which must be there."""
    figures: list[Figure[Any]] = [getattr(row, name) for name in names]
    return [figure.value / 100 for figure in figures]


def of_period(rows: Iterable[Breakdown], period: str) -> Breakdown:
    (row,) = [row for row in rows if row.period == period]
    return row


@pytest.mark.parametrize(
    ("line", "expected"),
    (
        ("english", [4000, 4000, 0, 4000]),  # 10 × 400
        ("leader", [2500, 2750, 250, 2500]),  # 5½ × 500, of which the half beyond 5 days is disallowed
        ("resources", [900, 880, 0, 880]),  # 600 + 280
    ),
)
def test_each_line_is_incurred_less_disallowed(line: str, expected: list[int]) -> None:
    (row,) = [row for row in certificate().lines if row.line == line]

    assert in_pounds(row, COSTS) == expected


def test_the_lines_come_to_the_whole() -> None:
    assert in_pounds(certificate().amounts, COSTS) == [7400, 7630, 250, 7380]


@pytest.mark.parametrize(
    ("term", "expected", "leader"),
    (
        ("2024-spring", [6100, 5850, 0, 5850, 5850], 1250),  # 10 × 400 + 2½ × 500 + 600
        ("2024-summer", [1300, 1780, 250, 1530, 1530], 1250),  # 3 × 500 + 280; the leader's 1,500 less 250
    ),
)
def test_each_term_has_what_was_incurred_in_it_and_released_for_it(
    term: str, expected: list[int], leader: int
) -> None:
    row = of_period(certificate().cuts.by_term, term)
    (line,) = [line for line in row.lines if line.line == "leader"]

    assert in_pounds(row, (*COSTS, "released_for")) == expected
    assert in_pounds(line, ["eligible"]) == [leader]


@pytest.mark.parametrize(
    ("rows", "year", "expected"),
    (
        ("by_financial_year", "2023-24", [5850, 0, 0]),
        ("by_financial_year", "2024-25", [1530, 250, 7380]),  # released 12 April 5,850 and 19 July 1,530
        ("by_own_year", "2023/24", [7380, 250, 7380]),
        ("by_academic_year", "2023/24", [7380, 250, 7380]),
    ),
)
def test_each_year_has_what_was_incurred_and_released_in_it(
    rows: str, year: str, expected: list[int]
) -> None:
    row = of_period(getattr(certificate().cuts, rows), year)

    assert in_pounds(row, ("eligible", "disallowed", "released_on_date")) == expected


@pytest.mark.parametrize(
    ("rows", "period", "expected"),
    (
        # owed at its start, eligible in it, released in it, recovered in it, owed at its end
        ("by_term", "2024-spring", [0, 5850, 0, 0, 5850]),
        ("by_term", "2024-summer", [5850, 1530, 7380, 0, 0]),
        ("by_financial_year", "2023-24", [0, 5850, 0, 0, 5850]),
        ("by_financial_year", "2024-25", [5850, 1530, 7380, 0, 0]),
        ("by_own_year", "2023/24", [0, 7380, 7380, 0, 0]),
    ),
)
def test_each_period_begins_with_what_the_one_before_left_owed(
    rows: str, period: str, expected: list[int]
) -> None:
    names = ("owed_at_start", "eligible", "released_on_date", "recovered_on_date", "owed_at_end")
    award = closed().award_usage("g-1")

    assert in_pounds(of_period(getattr(certificate().cuts, rows), period), names) == expected
    assert in_pounds(of_period(getattr(award.cuts, rows), period), names) == expected
