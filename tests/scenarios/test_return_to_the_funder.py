"""What goes back to the funder was received from it, is not eligible, and is not set aside for anything."""

from datetime import date
from typing import Any

from s2ss_core.events import AwardVaried, CostDisallowed, GrantReceived, SupportEnded
from s2ss_core.values import Cause, Money
from tests.aggregates.histories import A_SECOND_OFFICER, SUMMER, changed, pounds
from tests.scenarios.case_one import (
    APPROVED,
    FIRST_TRANCHE,
    LINES,
    PLAN_SUBMITTED,
    QA_RETURNED,
    RETURNED_TO_FUNDER,
    SECOND_TRANCHE,
    STORY,
    SUPPORT_RETURNED,
    Desk,
    Despite,
    line,
    until,
)
from tests.scenarios.facts import refused
from tests.scenarios.test_award import WITH_FEES, balance, in_pounds, usage


def told(day: date, received: Money = pounds(8000), story: tuple[Any, ...] = STORY) -> Desk:
    desk = Desk.open()
    first = changed(FIRST_TRANCHE, amount=received)
    desk.play(*(first if fact == FIRST_TRANCHE else fact for fact in until(story, day)))
    desk.calendar.day = day
    return desk


def test_nothing_is_returned_that_was_not_received_beyond_what_is_eligible() -> None:
    on = date(2024, 4, 2)
    desk, poor = told(on, story=WITH_FEES), told(on, received=pounds(5000), story=WITH_FEES)

    # 8,000 received − 5,850 eligible of support − 450 of quality assurance, though 2,800 is not allocated and 4,150 unspent
    assert in_pounds(usage(desk).not_allocated, usage(desk).amounts.unspent) == (2800, 4150)
    assert refused(desk.brokerage, changed(RETURNED_TO_FUNDER, on=on, amount=Money(1700_01))) == ["S2SS-G12"]
    assert refused(poor.brokerage, changed(RETURNED_TO_FUNDER, on=on, amount=Money(1))) == ["S2SS-G12"]
    desk.play(changed(RETURNED_TO_FUNDER, on=on, amount=pounds(1700)))


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


def test_an_award_varied_below_what_is_eligible_is_uncovered_until_as_much_is_disallowed() -> None:
    day = date(2024, 6, 3)
    desk = told(day, story=WITH_FEES)
    desk.play(Despite(AwardVaried(variation="v-1", on=day, direction="less", amount=pounds(5000))))

    # 7,000 + 850 = 7,130 + 450 eligible + 270 committed
    assert in_pounds(usage(desk).amounts.uncovered, usage(desk).not_allocated) == (850, -2200)
    assert balance(usage(desk))[:5] == (7130, 450, 270, 0, 0)

    desk.play(
        changed(PLAN_SUBMITTED, plan_version=2, on=day, lines=SPENT, total=pounds(7130), **AMENDING),
        changed(APPROVED, plan_version=2, on=day, total=pounds(7130)),
        changed(SUPPORT_RETURNED, on=day, amount=pounds(870)),
        changed(QA_RETURNED, on=day, amount=pounds(750)),
    )
    # 7,000 + 580 = 7,130 + 450
    assert in_pounds(usage(desk).amounts.uncovered, usage(desk).not_allocated) == (580, -580)
    assert balance(usage(desk))[:5] == (7130, 450, 0, 0, 0)

    desk.play(
        outside_the_award("x-1", Cause("visit", ("leader-05-14",)), 500, day),
        outside_the_award("x-2", Cause("cost", ("more-books",)), 80, day),
        SupportEnded(actual_end=day, on=day),
    )
    owed = desk.brokerage.grant_usage("d-1").amounts.owed

    # 7,000 = 6,550 + 450, and X Trust is owed 6,550 − 5,850
    assert balance(usage(desk))[:5] == (6550, 450, 0, 0, 0)
    assert in_pounds(usage(desk).amounts.uncovered, owed) == (0, 700)


def outside_the_award(name: str, of: Cause, amount: int, day: date) -> CostDisallowed:
    """What the award no longer covers, in pounds."""
    return CostDisallowed(
        disallowance=name,
        on=day,
        of=of,
        amount=pounds(amount),
        reason="outside-the-award",
        by=A_SECOND_OFFICER,
    )


AMENDING = {"amends": 1, "reason": "The award was varied.", "research": "None is needed."}
SPENT = (
    *LINES[:2],
    line("leader", SUMMER, "1.5", pounds(500)),
    LINES[3],
    line("resources", SUMMER, "1", pounds(280)),
)
"""The plan of just what is eligible on 3 June: £4,000 of English, £2,250 of the lead's days and £880 of resources."""
