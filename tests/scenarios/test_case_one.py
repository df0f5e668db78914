"""Money that goes several ways, played from commands: `case_one`, and what its views show on each day.

Each figure was worked by hand first; the working stands beside it.
"""

from datetime import date

from tests.scenarios.case_one import STORY, Desk, until
from tests.scenarios.facts import eligible


def test_the_first_instalment_is_paid_for_what_spring_cost() -> None:
    desk = Desk.open()

    desk.play(*until(STORY, date(2024, 4, 26)))

    # 10 × 400 + 2.5 × 500 + 600, and the day of 16 April
    assert eligible(desk.brokerage) == 6350_00


def test_of_a_day_beyond_its_line_only_the_excess_is_disallowed() -> None:
    desk = Desk.open()

    desk.play(*until(STORY, date(2024, 6, 11)))

    usage = desk.brokerage.grant_usage("d-1")
    [disallowed] = usage.disallowed
    # 4.5 of 5 days are used, £2,250 of £2,500: of the day's £500 half fits
    assert (disallowed.fact, disallowed.amount.value, disallowed.reason) == (
        "leader-06-11",
        250_00,
        "beyond-the-line",
    )
    leader = next(line for line in usage.lines if line.line == "leader")
    assert (leader.incurred.value, leader.eligible.value) == (2750_00, 2500_00)


def test_it_closes_when_all_that_is_eligible_is_paid() -> None:
    desk = Desk.open()

    desk.play(*STORY)

    amounts = desk.brokerage.grant_usage("d-1").amounts
    assert (amounts.eligible.value, amounts.released.value, amounts.unspent.value) == (
        7380_00,
        7380_00,
        620_00,
    )
