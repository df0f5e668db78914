"""The certificate of `case_one`, played from commands: by line, by term, by financial year, cut to a period.

Each figure was worked by hand first; the working stands beside it. All in pounds.
"""

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any

import pytest

from s2ss_core import Brokerage
from s2ss_core.projections import Certificate, Figure
from s2ss_core.projections.grant_usage import Breakdown
from tests.aggregates.histories import changed
from tests.scenarios.case_one import (
    AWARDED,
    CERTIFICATE_RETURNED,
    CERTIFIED_WHOLE,
    FINAL_REPORT,
    STORY,
    Desk,
    in_order,
)
from tests.scenarios.facts import refused

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


YEARLY = changed(AWARDED, certificates="financial-year", year_reckonings=("april-march",))
FINALISED = FINAL_REPORT[-1]
MADE_ON = FINALISED.on
TO_MARCH = changed(
    CERTIFIED_WHOLE, certificate="cert-0", covers_to=date(2024, 3, 31), final=False, with_report=None
)
TO_MARCH_RETURNED = changed(CERTIFICATE_RETURNED, certificate="cert-0", with_report=None)
FROM_APRIL = changed(CERTIFIED_WHOLE, covers_from=date(2024, 4, 1), covers_to=date(2024, 8, 31))
BEFORE_CERTIFYING = in_order(
    YEARLY if fact is AWARDED else fact
    for fact in STORY
    if fact not in (CERTIFIED_WHOLE, CERTIFICATE_RETURNED)
)
BY_YEAR = in_order(
    fact
    for told in BEFORE_CERTIFYING
    for fact in (
        (told, TO_MARCH, TO_MARCH_RETURNED, FROM_APRIL, CERTIFICATE_RETURNED)
        if told is FINALISED
        else (told,)
    )
)


@cache
def certified_by_year() -> Certificate:
    desk = Desk.open()
    desk.play(*BY_YEAR)
    return certificate(desk.brokerage)


@pytest.mark.parametrize(
    ("name", "expected", "lines"),
    (
        # owed at its start, eligible in it, released in it, owed at its end; committed and unspent at its end
        ("cert-0", [0, 5850, 0, 5850, 1550, 600], {"english": 4000, "leader": 1250, "resources": 600}),
        ("cert-1", [5850, 1530, 7380, 0, 0, 620], {"english": 0, "leader": 1250, "resources": 280}),
    ),
)
def test_the_certificate_of_a_year_has_the_figures_of_its_own_year(
    name: str, expected: list[int], lines: dict[str, int]
) -> None:
    (own,) = [own for own in certified_by_year().certified if own.certificate == name]
    names = ("owed_at_start", "eligible", "released", "owed_at_end", "committed", "unspent")

    assert in_pounds(own, names) == expected
    assert {line.line: line.eligible.value / 100 for line in own.lines} == lines
    assert own.certified is not None
    assert own.certified.value == own.eligible.value


def test_the_certificates_of_two_years_stand_beside_each_other() -> None:
    usage = certified_by_year()

    assert (usage.kind, usage.status, usage.superseded) == ("closing-statement", "returned", ())
    assert [(own.certificate, own.covers_to) for own in usage.certified] == [
        ("cert-0", date(2024, 3, 31)),
        ("cert-1", date(2024, 8, 31)),
    ]


def test_an_award_with_a_certificate_a_year_takes_none_of_two_years() -> None:
    desk = Desk.open()
    desk.play(*(fact for fact in BEFORE_CERTIFYING if fact.on < MADE_ON), FINALISED)

    assert refused(desk.brokerage, CERTIFIED_WHOLE) == ["S2SS-E19"]
