"""What goes back to the funder was received from it, is not eligible, and is not set aside for anything."""

from datetime import date

from s2ss_core.events import AwardVaried, GrantReceived
from s2ss_core.values import Money
from tests.aggregates.histories import changed, pounds
from tests.scenarios.case_one import (
    FIRST_TRANCHE,
    RETURNED_TO_FUNDER,
    SECOND_TRANCHE,
    STORY,
    Desk,
    Despite,
    until,
)
from tests.scenarios.facts import refused


def told(day: date, received: Money = pounds(8000)) -> Desk:
    desk = Desk.open()
    first = changed(FIRST_TRANCHE, amount=received)
    desk.play(*(first if fact == FIRST_TRANCHE else fact for fact in until(STORY, day)))
    desk.calendar.day = day
    return desk


def test_nothing_is_returned_that_was_not_received_beyond_what_is_eligible() -> None:
    on = date(2024, 4, 2)
    desk, poor = told(on), told(on, received=pounds(5000))

    # 8,000 received − 5,850 eligible, though 2,800 is not allocated
    assert refused(desk.brokerage, changed(RETURNED_TO_FUNDER, on=on, amount=Money(2150_01))) == ["S2SS-G12"]
    assert refused(poor.brokerage, changed(RETURNED_TO_FUNDER, on=on, amount=Money(1))) == ["S2SS-G12"]
    desk.play(changed(RETURNED_TO_FUNDER, on=on, amount=pounds(2150)))


def test_what_the_funder_pays_beyond_the_award_is_recorded_despite_and_goes_back() -> None:
    desk, more = (
        told(SECOND_TRANCHE.on),
        GrantReceived(tranche="t-3", on=date(2024, 5, 3), amount=pounds(500)),
    )

    assert refused(desk.brokerage, more) == ["S2SS-G03"]
    desk.play(Despite(more))
    assert desk.brokerage.award_usage("g-1").received.value == 12_500_00
    desk.play(changed(RETURNED_TO_FUNDER, on=more.on, amount=pounds(500), cause="recalled"))
    award = desk.brokerage.award_usage("g-1")

    assert (award.received.value, award.amounts.returned.value) == (12_000_00, 0)


def test_an_award_is_varied_below_what_is_allocated_if_the_funder_says_so() -> None:
    desk = told(date(2024, 6, 3))
    down = AwardVaried(variation="v-1", on=date(2024, 6, 3), direction="less", amount=pounds(5000))

    assert refused(desk.brokerage, down) == ["S2SS-G04"]
    desk.play(Despite(down))
    award = desk.brokerage.award_usage("g-1")

    # 7,000 + 400 = 7,130 eligible + 270 committed
    assert (award.amounts.awarded.value, award.amounts.uncovered.value) == (7000_00, 400_00)
    assert award.amounts.unspent.value == 0
    desk.play(changed(RETURNED_TO_FUNDER, on=down.on, amount=pounds(5000), cause="recalled"))
    assert desk.brokerage.award_usage("g-1").received.value == 7000_00
