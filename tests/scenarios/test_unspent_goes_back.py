"""What support did not need goes back to the award as soon as the support has ended, before closing and after it."""

from datetime import date

from s2ss_core.values import Money
from tests.aggregates.histories import changed, pounds
from tests.scenarios.case_one import (
    CERTIFICATE_RETURNED,
    CERTIFIED_WHOLE,
    CLOSED_COMPLETED,
    LAST_DAY,
    LAST_INVOICED,
    LAST_RELEASED,
    MORE_BOOKS,
    MORE_BOOKS_INVOICED,
    MORE_BOOKS_REIMBURSED,
    SET_ASIDE,
    STORY,
    SUPPORT_RETURNED,
    Desk,
    Despite,
    invoiced,
    leader,
    released,
    until,
)
from tests.scenarios.facts import refused

HALF_OF_THE_LAST_DAY = tuple(
    leader("06-11", half=True) if fact == Despite(LAST_DAY) else fact for fact in STORY
)
"""The story with the half of the last day that fits the line, and nothing beyond: £7,380 of £8,000 is eligible."""

WITHOUT_MORE_BOOKS = tuple(
    changed(fact, net=pounds(1250), vat=pounds(250))
    if fact == LAST_INVOICED
    else changed(fact, amount=pounds(1250))
    if fact == LAST_RELEASED
    else fact
    for fact in HALF_OF_THE_LAST_DAY
    if fact not in (MORE_BOOKS, MORE_BOOKS_INVOICED, MORE_BOOKS_REIMBURSED)
)

# What is told after the last instalment is its supplement, and waits for a certificate over all of it.
LATE = date(2024, 7, 29)
CERTIFIED_AGAIN = changed(CERTIFIED_WHOLE, certificate="cert-2", on=LATE, supersedes="cert-1")
RETURNED_AGAIN = changed(CERTIFICATE_RETURNED, certificate="cert-2", on=LATE)
SUPPLEMENT_INVOICED = invoiced(2, LATE, pounds(280), part=2)
SUPPLEMENT = released(2, date(2024, 8, 2), pounds(280), part=2)


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


def test_what_went_back_and_was_set_aside_again_is_allocated_once() -> None:
    desk, on = by(date(2024, 7, 22)), date(2024, 7, 22)

    desk.play(
        changed(SUPPORT_RETURNED, on=on, amount=pounds(500)),
        changed(SET_ASIDE, allocation="a-3", on=on, amount=pounds(500)),
    )
    amounts, award = desk.brokerage.grant_usage("d-1").amounts, desk.brokerage.award_usage("g-1").amounts

    assert (amounts.set_aside.value, amounts.returned.value) == (8500_00, 500_00)
    assert (amounts.allocated.value, amounts.unspent.value) == (8000_00, 620_00)
    assert (award.set_aside.value, award.allocated.value) == (9700_00, 9200_00)  # with 1,200 for QA


def test_a_cost_told_when_the_money_has_gone_back_is_uncovered_until_more_is_allocated() -> None:
    desk = Desk.open()
    desk.play(*until(WITHOUT_MORE_BOOKS, date(2024, 7, 19)))
    desk.play(changed(SUPPORT_RETURNED, amount=pounds(900)))
    desk.calendar.day = LATE
    desk.play(MORE_BOOKS)  # of 20 May
    late = desk.brokerage.grant_usage("d-1").amounts

    # 8,000 + 280 = 7,380 + 0 + 0 + 900
    assert (late.eligible.value, late.allocated.value, late.owed.value) == (7380_00, 7100_00, 280_00)
    assert (late.uncovered.value, late.unspent.value) == (280_00, 0)

    desk.play(changed(SET_ASIDE, allocation="a-3", on=date(2024, 7, 30), amount=pounds(280)))
    covered = desk.brokerage.grant_usage("d-1").amounts

    # 8,280 = 7,380 + 0 + 0 + 900
    assert (covered.set_aside.value, covered.uncovered.value, covered.unspent.value) == (8280_00, 0, 0)


def test_nothing_is_released_beyond_what_is_left_of_the_allocation() -> None:
    desk = Desk.open()
    desk.play(*until(WITHOUT_MORE_BOOKS, date(2024, 7, 19)))
    desk.play(changed(SUPPORT_RETURNED, amount=pounds(900)))
    desk.calendar.day = LATE
    desk.play(MORE_BOOKS, CERTIFIED_AGAIN, RETURNED_AGAIN, SUPPLEMENT_INVOICED)
    desk.calendar.day = SUPPLEMENT.on

    # 7,100 is allocated, and all of it is released
    assert refused(desk.brokerage, SUPPLEMENT) == ["S2SS-M08"]
    desk.play(changed(SET_ASIDE, allocation="a-3", on=SUPPLEMENT.on, amount=pounds(279)))
    assert refused(desk.brokerage, SUPPLEMENT) == ["S2SS-M08"]
    desk.play(changed(SET_ASIDE, allocation="a-4", on=SUPPLEMENT.on, amount=pounds(1)), SUPPLEMENT)
    amounts = desk.brokerage.grant_usage("d-1").amounts

    assert (amounts.released.value, amounts.owed.value, amounts.uncovered.value) == (7380_00, 0, 0)
