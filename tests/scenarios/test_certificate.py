"""The certificate of `case_one`, played from commands: by line, by term, by financial year, cut to a period.

Each figure was worked by hand first; the working stands beside it. All in pounds.
"""

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any

import pytest

from s2ss_core import AsAt, Brokerage
from s2ss_core.events import CostAllowed, CostDisallowed, CostReversed, GrantRecovered
from s2ss_core.projections import Certificate, Figure
from s2ss_core.projections.grant_usage import Breakdown
from s2ss_core.testing.lifecycle.cast import person
from s2ss_core.values import Cause
from tests.aggregates.histories import HOME_TRUST, THE_OFFICER, changed, pounds
from tests.scenarios.case_one import (
    AWARDED,
    BOOKS,
    CERTIFICATE_RETURNED,
    CERTIFIED_WHOLE,
    CLOSED_COMPLETED,
    FINAL_REPORT,
    LAST_INVOICED,
    LAST_PAID,
    LAST_RELEASED,
    MORE_BOOKS,
    MORE_BOOKS_INVOICED,
    MORE_BOOKS_REIMBURSED,
    STORY,
    Desk,
    in_order,
    invoiced,
    released,
    until,
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

    assert (usage.kind, usage.status) == ("closing-statement", "returned")
    assert [made.status for made in usage.certifications] == ["returned", "returned"]
    assert [(own.certificate, own.covers_to) for own in usage.certified] == [
        ("cert-0", date(2024, 3, 31)),
        ("cert-1", date(2024, 8, 31)),
    ]


def test_an_award_with_a_certificate_a_year_takes_none_of_two_years() -> None:
    desk = Desk.open()
    desk.play(*(fact for fact in BEFORE_CERTIFYING if fact.on < MADE_ON), FINALISED)

    assert refused(desk.brokerage, CERTIFIED_WHOLE) == ["S2SS-E29"]


# SS-118 of 20 May is told on 29 July, after the last instalment was released.

LATE_ON = date(2024, 7, 29)
WITHOUT_MORE_BOOKS = tuple(
    fact
    for fact in STORY
    if fact
    not in (MORE_BOOKS, MORE_BOOKS_INVOICED, MORE_BOOKS_REIMBURSED, LAST_INVOICED, LAST_RELEASED, LAST_PAID, CLOSED_COMPLETED)
)  # fmt: skip
LESS_INVOICED = changed(LAST_INVOICED, net=pounds(1250), vat=pounds(250))
LESS_RELEASED = changed(LAST_RELEASED, amount=pounds(1250))
CERTIFIED_AGAIN = changed(CERTIFIED_WHOLE, certificate="cert-2", supersedes="cert-1", on=LATE_ON)
RETURNED_AGAIN = changed(CERTIFICATE_RETURNED, certificate="cert-2", on=LATE_ON)


def desk_on_29_july() -> Desk:
    desk = Desk.open()
    desk.play(*WITHOUT_MORE_BOOKS, LESS_INVOICED, LESS_RELEASED)
    desk.calendar.day = LATE_ON
    desk.play(MORE_BOOKS)
    return desk


def test_a_certificate_is_outdated_once_what_is_eligible_has_moved() -> None:
    before, desk = Desk.open(), desk_on_29_july()
    before.play(*WITHOUT_MORE_BOOKS, LESS_INVOICED, LESS_RELEASED)
    as_it_was, usage = certificate(before.brokerage), certificate(desk.brokerage)

    assert (as_it_was.kind, as_it_was.status) == ("closing-statement", "returned")
    assert in_pounds(as_it_was.amounts, ("eligible", "owed", "unspent")) == [7100, 0, 900]
    assert (usage.kind, usage.status) == ("certificate", "outdated")
    assert in_pounds(usage.amounts, ("eligible", "owed", "unspent")) == [7380, 280, 620]
    assert [note.says for note in usage.notes] == [
        "certificate cert-1 was made of £7,100.00, and £7,380.00 is eligible now: certify it again"
    ]


def test_a_supplement_waits_for_the_certificate_that_takes_the_place_of_the_first() -> None:
    desk = desk_on_29_july()
    supplement = released(2, date(2024, 8, 2), pounds(280), part=2)
    desk.play(invoiced(2, date(2024, 7, 30), pounds(280), part=2))
    desk.calendar.day = supplement.on

    before = refused(desk.brokerage, supplement)
    desk.play(CERTIFIED_AGAIN, RETURNED_AGAIN, supplement)
    usage = certificate(desk.brokerage)

    assert before == ["S2SS-M40"]
    assert (usage.kind, usage.status) == ("closing-statement", "returned")
    assert in_pounds(usage.amounts, ("eligible", "released", "owed", "unspent")) == [7380, 7380, 0, 620]
    assert [own.certified and own.certified.value for own in usage.certified] == [pounds(7100), pounds(7380)]
    desk.play(changed(CLOSED_COMPLETED, on=supplement.on))


def test_nothing_is_closed_on_an_outdated_certificate() -> None:
    desk = desk_on_29_july()

    assert refused(desk.brokerage, changed(CLOSED_COMPLETED, on=LATE_ON)) == ["S2SS-E19", "S2SS-M40"]


@pytest.mark.parametrize(("known", "eligible"), ((date(2024, 7, 19), 6850), (date(2024, 7, 30), 7130)))
def test_what_was_known_of_may_in_july_is_kept(known: date, eligible: int) -> None:
    desk = desk_on_29_july()

    usage = desk.brokerage.grant_usage("d-1", as_at=AsAt(happened=date(2024, 5, 31), recorded=known))

    assert in_pounds(usage.amounts, ["eligible"]) == [eligible]


def test_the_last_instalment_is_not_released_on_an_outdated_certificate() -> None:
    desk = Desk.open()
    desk.play(*WITHOUT_MORE_BOOKS)
    desk.play(MORE_BOOKS, LAST_INVOICED)

    desk.calendar.day = LAST_RELEASED.on
    before = refused(desk.brokerage, LAST_RELEASED)
    desk.play(
        changed(CERTIFIED_AGAIN, on=LAST_INVOICED.on),
        changed(RETURNED_AGAIN, on=LAST_INVOICED.on),
        LAST_RELEASED,
    )

    assert before == ["S2SS-M40"]


# £300 of SS-101 is found to be capital on 15 April, after it was released.

FOUND_ON = date(2024, 4, 15)
CAPITAL = CostDisallowed(
    disallowance="capital",
    on=FOUND_ON,
    of=Cause("cost", (BOOKS.cost,)),
    amount=pounds(300),
    reason="capital",
    by=THE_OFFICER,
)
ALLOWED_AGAIN = CostAllowed(disallowance="capital", on=date(2024, 6, 20), by=THE_OFFICER)
BALANCES = ("eligible", "released", "owed", "overpaid", "committed", "unspent")


def desk_of(*more: Any, to: date, story: Iterable[Any] = STORY) -> Desk:
    """The deployment up to a day, with more facts than its own."""
    desk = Desk.open()
    desk.play(*until(in_order((*story, *more)), to))
    return desk


@pytest.mark.parametrize(
    ("day", "expected"),
    (
        (FOUND_ON, [5550, 5850, 0, 300, 1850, 600]),
        (date(2024, 4, 16), [6050, 5850, 200, 0, 1350, 600]),  # the leader's day works it off
    ),
)
def test_what_is_disallowed_after_its_release_is_overpaid_until_it_is_worked_off(
    day: date, expected: list[int]
) -> None:
    assert in_pounds(certificate(desk_of(CAPITAL, to=day).brokerage).amounts, BALANCES) == expected


def test_what_is_disallowed_in_april_counts_in_the_year_of_its_cost() -> None:
    usage = certificate(desk_of(CAPITAL, to=date(2024, 7, 12)).brokerage)
    years = usage.cuts.by_financial_year

    assert [in_pounds(year, ("eligible", "disallowed")) for year in years] == [[5550, 300], [1530, 250]]
    assert in_pounds(usage.amounts, ("eligible", "owed")) == [7080, 1230]


def test_a_credit_of_a_cost_that_is_disallowed_in_part_takes_what_is_eligible_first() -> None:
    """Books of 600, of which 300 are disallowed; the supplier credits 400: 300 were eligible, and 100 were not."""
    credited = CostReversed(cost=BOOKS.cost, on=date(2024, 6, 3), document="CN-7", net=pounds(400))
    usage = certificate(desk_of(CAPITAL, credited, to=date(2024, 7, 12)).brokerage)
    names = ("incurred", "disallowed", "eligible")

    assert [in_pounds(year, names) for year in usage.cuts.by_financial_year] == [
        [5850, 300, 5550],
        [1780 - 400, 250 - 100, 1530 - 300],
    ]
    assert in_pounds(usage.amounts, names) == [7230, 450, 6780]
    assert [row.amount.value for row in usage.disallowed if row.disallowance == CAPITAL.disallowance] == [
        pounds(300),
        pounds(-100),
    ]


def test_what_is_allowed_again_counts_on_the_day_of_its_cost_again() -> None:
    desk = desk_of(CAPITAL, ALLOWED_AGAIN, to=date(2024, 6, 20))
    march = date(2024, 3, 31)

    before, after = (
        desk.brokerage.grant_usage("d-1", as_at=AsAt(recorded=known, happened=march)).amounts
        for known in (date(2024, 6, 19), date(2024, 6, 21))
    )

    assert in_pounds(before, ["eligible"]) == [5550]
    assert in_pounds(after, ["eligible"]) == [5850]


def test_a_certificate_of_what_was_disallowed_is_outdated_once_it_is_allowed_again() -> None:
    to_march = changed(TO_MARCH, on=date(2024, 6, 1))
    desk = desk_of(CAPITAL, to_march, ALLOWED_AGAIN, to=date(2024, 6, 20))
    usage = certificate(desk.brokerage)
    again = changed(to_march, certificate="cert-00", supersedes="cert-0", on=date(2024, 6, 20))

    assert usage.status == "outdated"
    assert [(own.certified and own.certified.value, own.eligible.value) for own in usage.certified] == [
        (pounds(5550), pounds(5850))
    ]
    desk.play(again)
    assert certificate(desk.brokerage).status == "certified"
    assert [made.status for made in certificate(desk.brokerage).certifications[:-1]] == ["superseded"]


def test_money_recovered_in_a_period_is_in_its_equation() -> None:
    recovered = GrantRecovered(
        recovery="rec-1",
        on=FOUND_ON,
        amount=pounds(300),
        recovered_from=HOME_TRUST,
        how="offset",
        asked_by=person("u-1"),
        agreed_by=person("u-2"),
    )
    usage = certificate(desk_of(CAPITAL, recovered, to=date(2024, 7, 19)).brokerage)
    names = ("owed_at_start", "eligible", "released_on_date", "recovered_on_date", "owed_at_end")

    # 0 + 5,550 = 0 + 5,550; 5,550 + 1,530 = (7,380 - 300) + 0
    assert [in_pounds(year, names) for year in usage.cuts.by_financial_year] == [
        [0, 5550, 0, 0, 5550],
        [5550, 1530, 7380, 300, 0],
    ]
    assert in_pounds(usage.amounts, ("released", "recovered", "unspent")) == [7380, 300, 920]
