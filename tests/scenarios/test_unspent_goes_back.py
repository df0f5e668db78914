"""What support did not need goes back to the award as soon as the support has ended, before closing and after it."""

from datetime import date

from s2ss_core.values import Money
from tests.aggregates.histories import changed, pounds
from tests.scenarios.case_one import (
    CLOSED_COMPLETED,
    LAST_DAY,
    STORY,
    SUPPORT_RETURNED,
    Despite,
    Desk,
    leader,
    until,
)
from tests.scenarios.facts import refused

HALF_OF_THE_LAST_DAY = tuple(
    leader("06-11", half=True) if fact == Despite(LAST_DAY) else fact for fact in STORY
)
"""The story with the half of the last day that fits the line, and nothing beyond: £7,380 of £8,000 is eligible."""


def by(day: date) -> Desk:
    desk = Desk.open()
    desk.play(*until(HALF_OF_THE_LAST_DAY, day))
    desk.calendar.day = day
    return desk


def test_before_support_ends_what_is_beyond_the_plan_goes_back() -> None:
    desk, on = by(date(2024, 7, 8)), date(2024, 7, 8)

    # 8,000 − 7,380 eligible − 20 committed
    assert refused(desk.brokerage, changed(SUPPORT_RETURNED, on=on, amount=pounds(620))) == ["S2SS-G11"]
    assert refused(desk.brokerage, changed(SUPPORT_RETURNED, on=on, amount=Money(600_01))) == ["S2SS-G11"]
    desk.play(changed(SUPPORT_RETURNED, on=on, amount=pounds(600)))


def test_when_support_has_ended_what_was_committed_goes_back_too() -> None:
    desk, on = by(date(2024, 7, 22)), date(2024, 7, 22)

    assert refused(desk.brokerage, changed(SUPPORT_RETURNED, on=on, amount=Money(620_01))) == ["S2SS-G11"]
    assert refused(desk.brokerage, changed(SUPPORT_RETURNED, on=date(2024, 7, 11), amount=pounds(620))) == [
        "S2SS-G11"
    ]
    desk.play(SUPPORT_RETURNED)


def test_the_rest_of_an_allocation_goes_back_after_the_deployment_was_closed() -> None:
    desk = by(CLOSED_COMPLETED.on)

    desk.play(changed(SUPPORT_RETURNED, on=date(2024, 9, 2)))

    assert desk.brokerage.grant_usage("d-1").amounts.unspent.value == Money(0)
