"""An award of £12,000 from its first day to its closing: £8,000 for support, £1,200 for quality assurance, the rest free.

Each figure was worked by hand first; the working stands beside it. Sums are in pounds.
"""

from datetime import date
from typing import Any

import pytest

from s2ss_core import AsAt
from s2ss_core.events import (
    AwardCostDisallowed,
    AwardCostIncurred,
    AwardCostReversed,
    AwardPaymentMade,
    AwardVaried,
    AwardVatSettled,
    Settled,
)
from s2ss_core.projections import AwardUsage
from s2ss_core.testing.lifecycle.cast import person
from s2ss_core.values import Cause, Money
from tests.aggregates.histories import BROKER, QA_COMPANY, THE_OFFICER, changed, pounds
from tests.scenarios.case_one import (
    AWARDED,
    DUES,
    QA_RETURNED,
    RETURNED_TO_FUNDER,
    SET_ASIDE_FOR_QA,
    SUPPORT_RETURNED,
    Desk,
    in_order,
    leader,
    until,
)
from tests.scenarios.facts import refused
from tests.scenarios.test_unspent_goes_back import HALF_OF_THE_LAST_DAY


def fee(number: int, day: str) -> AwardCostIncurred:
    """An invoice of the QA Lead's employer for £450, of a day in 2024."""
    return AwardCostIncurred(
        cost=f"qa-{number}",
        on=date.fromisoformat(f"2024-{day}"),
        purpose="quality-assurance",
        supplier=QA_COMPANY,
        net=pounds(450),
        invoice_number=f"QA-{number}",
    )


def fee_paid(number: int, day: str) -> AwardPaymentMade:
    return AwardPaymentMade(
        payment=f"p-qa-{number}",
        on=date.fromisoformat(f"2024-{day}"),
        amount=pounds(450),
        paid_by=BROKER,
        paid_to=QA_COMPANY,
        settles=(Settled(of=Cause("award-cost", (f"qa-{number}",)), amount=pounds(450)),),
    )


FEE, SECOND_FEE, THIRD_FEE = fee(1, "03-22"), fee(2, "07-05"), fee(3, "07-15")
WITH_FEES = in_order((*HALF_OF_THE_LAST_DAY, FEE, SECOND_FEE, fee_paid(1, "04-19"), fee_paid(2, "07-26")))
TO_THE_END = in_order((*WITH_FEES, SUPPORT_RETURNED, QA_RETURNED, RETURNED_TO_FUNDER))
# support eligible, QA eligible, committed, unspent, returned to the funder, received: 12,000 = the first five
BALANCES = {
    date(2023, 12, 14): (0, 0, 7400, 4600, 0, 8000),
    date(2024, 3, 31): (5850, 450, 1550, 4150, 0, 8000),
    date(2024, 7, 8): (7380, 900, 20, 3700, 0, 12_000),
    date(2024, 7, 22): (7380, 900, 0, 3720, 0, 12_000),
    date(2024, 7, 30): (7380, 900, 0, 0, 3720, 12_000),
}
# due, invoiced, paid, owed
QA_FEE = {
    date(2024, 3, 31): (450, 450, 0, 450),
    date(2024, 7, 8): (900, 900, 450, 450),
    date(2024, 7, 26): (900, 900, 900, 0),
}


def at(day: date, story: tuple[Any, ...] = TO_THE_END) -> Desk:
    desk = Desk.open()
    desk.play(*until(story, day))
    desk.calendar.day = day
    return desk


def usage(desk: Desk) -> AwardUsage:
    return desk.brokerage.award_usage("g-1")


def in_pounds(*figures: Any) -> tuple[float, ...]:
    return tuple(int(figure.value) / 100 for figure in figures)


def purposes(award: AwardUsage, name: str) -> tuple[float, ...]:
    """An amount of support, and the same of quality assurance."""
    by_purpose = {row.purpose: getattr(row, name) for row in award.purposes}
    return in_pounds(by_purpose["support"], by_purpose["quality-assurance"])


def balance(award: AwardUsage) -> tuple[float, ...]:
    amounts = award.amounts
    return purposes(award, "eligible") + in_pounds(
        amounts.committed, amounts.unspent, amounts.returned, award.received
    )


@pytest.mark.parametrize("day", BALANCES, ids=str)
def test_the_award_is_the_sum_of_what_became_of_it_on_each_day(day: date) -> None:
    award = usage(at(day))

    assert balance(award) == BALANCES[day]
    assert in_pounds(award.amounts.awarded) == (sum(BALANCES[day][:5]),)
    assert award.amounts.uncovered.value == 0


@pytest.mark.parametrize("day", DUES, ids=str)
def test_what_is_due_to_an_organisation_less_what_is_due_from_it_is_what_it_keeps(day: date) -> None:
    rows = usage(at(day)).organisations

    shown = {row.organisation: in_pounds(row.due_to_it, row.due_from_it, row.for_own_work) for row in rows}
    assert shown == DUES[day]
    assert {figure.value for row in rows for figure in (row.retained, row.borne)} == {0}


@pytest.mark.parametrize("day", BALANCES, ids=str)
def test_the_balance_of_a_day_is_the_same_when_all_is_known(day: date) -> None:
    desk = at(max(BALANCES))

    assert balance(desk.brokerage.award_usage("g-1", as_at=AsAt(happened=day))) == BALANCES[day]


@pytest.mark.parametrize("day", QA_FEE, ids=str)
def test_what_is_owed_to_the_qa_lead_falls_when_it_is_paid(day: date) -> None:
    (leg,) = usage(at(day)).own.legs

    assert leg.leg == "qa-fee"
    assert in_pounds(leg.due, leg.invoiced, leg.paid, leg.owed) == QA_FEE[day]
    assert leg.overpaid.value == 0


def test_what_is_allocated_is_net_of_what_was_returned() -> None:
    assert purposes(usage(at(date(2024, 7, 8))), "allocated") == (8000, 1200)
    assert purposes(usage(at(date(2024, 7, 22))), "allocated") == (7380, 900)
    assert purposes(usage(at(date(2024, 7, 22))), "set_aside") == (8000, 1200)
    assert in_pounds(usage(at(date(2024, 7, 8))).not_allocated) == (2800,)
    assert in_pounds(usage(at(date(2024, 7, 22))).not_allocated) == (3720,)


def test_each_allocation_says_what_became_of_it() -> None:
    support, quality = usage(at(date(2024, 7, 22))).allocations

    # 8,000 = 7,380 + 0 + 0 + 620, and 1,200 = 900 + 0 + 300
    assert in_pounds(support.amount, support.eligible, support.committed, support.unspent, support.returned) == (
        8000, 7380, 0, 0, 620,
    )  # fmt: skip
    assert in_pounds(quality.amount, quality.eligible, quality.committed, quality.unspent, quality.returned) == (
        1200, 900, 0, 0, 300,
    )  # fmt: skip


def test_the_cost_of_quality_assurance_is_of_the_year_it_was_incurred_in() -> None:
    own = usage(at(date(2024, 7, 30))).own

    assert [(year.period, *in_pounds(year.incurred, year.eligible)) for year in own.by_financial_year] == [
        ("2023-24", 450, 450),
        ("2024-25", 450, 450),
    ]
    assert [(year.period, *in_pounds(year.incurred)) for year in own.by_own_year] == [("2023/24", 900)]


def test_quality_assurance_beyond_its_allocation_is_disallowed_until_more_is_allocated() -> None:
    desk = at(date(2024, 7, 15), (*WITH_FEES, THIRD_FEE))
    beyond = usage(desk)
    (leg,) = beyond.own.legs

    # incurred 1,350, eligible 1,200; 12,000 = 7,380 + 1,200 + 0 + 3,420 + 0
    assert in_pounds(beyond.own.total("incurred"), beyond.own.total("disallowed")) == (1350, 150)
    assert balance(beyond)[:5] == (7380, 1200, 0, 3420, 0)
    assert in_pounds(leg.due, leg.invoiced) == (1200, 1350)
    assert purposes(beyond, "unspent") == (620, 0)

    desk.play(changed(SET_ASIDE_FOR_QA, allocation="a-3", on=date(2024, 7, 16), amount=pounds(150)))
    covered = usage(desk)

    assert in_pounds(covered.own.total("eligible"), covered.own.total("disallowed")) == (1350, 0)
    assert balance(covered)[:5] == (7380, 1350, 0, 3270, 0)
    by_the_15th = desk.brokerage.award_usage("g-1", as_at=AsAt(happened=date(2024, 7, 15)))
    assert in_pounds(by_the_15th.own.total("eligible")) == (1200,)


def test_what_is_credited_or_disallowed_of_a_fee_is_not_due_and_goes_back() -> None:
    desk, on = at(date(2024, 7, 8)), date(2024, 7, 8)

    desk.play(
        AwardCostReversed(cost="qa-2", document="CN-1", on=on, net=pounds(50)),
        AwardCostDisallowed(
            disallowance="x-1", on=on, cost="qa-1", amount=pounds(100), reason="not-evidenced", by=THE_OFFICER
        ),
    )
    own = usage(desk).own
    (leg,) = own.legs

    # incurred 450 + 400, of which 100 is disallowed; 12,000 = 7,380 + 750 + 20 + 3,850
    assert in_pounds(own.total("incurred"), own.total("disallowed"), own.total("eligible")) == (850, 100, 750)
    assert in_pounds(leg.due, leg.invoiced, leg.paid, leg.owed) == (750, 850, 450, 300)
    assert balance(usage(desk))[:5] == (7380, 750, 20, 3850, 0)
    assert [(year.period, *in_pounds(year.eligible)) for year in own.by_financial_year] == [
        ("2023-24", 350),
        ("2024-25", 400),
    ]
    assert refused(desk.brokerage, changed(QA_RETURNED, on=on, amount=Money(450_01))) == ["S2SS-G11"]
    desk.play(changed(QA_RETURNED, on=on, amount=pounds(450)))


def test_a_disallowance_of_a_fee_that_was_wrong_is_struck_out() -> None:
    desk, on = at(date(2024, 7, 8)), date(2024, 7, 8)
    desk.play(
        AwardCostDisallowed(
            disallowance="x-1", on=on, cost="qa-1", amount=pounds(100), reason="not-evidenced", by=THE_OFFICER
        )
    )
    of_the_fee, of_the_disallowance = Cause("award-cost", ("qa-1",)), Cause("award-disallowance", ("x-1",))
    assert struck_out(desk, of_the_fee) == ["S2SS-X11"]

    assert struck_out(desk, of_the_disallowance) == []

    assert purposes(usage(desk), "eligible") == (7380, 900)


def struck_out(desk: Desk, of: Cause) -> list[str]:
    """The codes of the rules for which an entry of the award is not struck out; none if it is."""
    call: dict[str, Any] = {
        "of": of, "on": desk.calendar.day, "cause": "wrong-details", "reason": "It was wrong.",
        "asked_by": person("u-1"), "agreed_by": person("u-2"),
    }  # fmt: skip
    broken = desk.brokerage.strike_out_of_award.why_not("g-1", **call)
    if not broken:
        desk.brokerage.strike_out_of_award("g-1", **call)
    return [each.rule.code for each in broken]


def test_one_invoice_is_claimed_once_whether_by_the_award_or_by_a_deployment() -> None:
    desk = at(date(2024, 7, 15))

    assert refused(desk.brokerage, changed(FEE, cost="qa-9")) == ["S2SS-C01"]


def test_a_fee_that_was_credited_in_full_may_be_invoiced_again_under_its_number() -> None:
    desk, on = at(date(2024, 7, 8)), date(2024, 7, 8)
    again = changed(FEE, cost="qa-9", on=on)
    assert refused(desk.brokerage, again) == ["S2SS-C01"]

    desk.play(AwardCostReversed(cost="qa-1", document="CN-1", on=on, net=pounds(449)))
    assert refused(desk.brokerage, again) == ["S2SS-C01"]
    desk.play(AwardCostReversed(cost="qa-1", document="CN-2", on=on, net=pounds(1)))

    desk.play(again)
    assert purposes(usage(desk), "eligible") == (7380, 900)


def test_a_payment_that_settles_no_cost_is_noted() -> None:
    desk = at(date(2024, 4, 26))

    desk.play(changed(fee_paid(9, "04-26"), settles=()))

    assert [note.says for note in usage(desk).notes] == [
        "£450.00 of payment p-qa-9 settles no cost of the award"
    ]


def test_what_is_struck_out_of_an_award_counts_in_none_of_its_figures() -> None:
    desk, on = at(date(2024, 4, 26)), date(2024, 4, 26)
    desk.play(changed(SET_ASIDE_FOR_QA, allocation="a-3", on=on, amount=pounds(300)))

    for of in (
        Cause("allocated", ("a-3",)),
        Cause("award-payment", ("p-qa-1",)),
        Cause("award-cost", ("qa-1",)),
    ):
        desk.brokerage.strike_out_of_award(
            "g-1", of=of, on=on, cause="wrong-details", reason="Keyed twice.",
            asked_by=person("u-1"), agreed_by=person("u-2"),
        )  # fmt: skip
    award = usage(desk)

    assert purposes(award, "allocated") == (8000, 1200)
    assert purposes(award, "eligible") == (6350, 0)
    assert [row.allocation for row in award.allocations] == ["a-1", "a-2"]
    assert not award.own.costs
    assert not award.own.legs
    desk.play(changed(FEE, cost="qa-9"))  # its number may be claimed again


# What changes the years and the days of an award


def test_a_credit_counts_in_its_own_year_and_a_disallowance_in_the_year_of_its_cost() -> None:
    """QA-1 of 22 March: £50 are credited on 10 May, and £100 found not to be eligible on 8 July."""
    desk, credit, found = at(date(2024, 7, 8)), date(2024, 5, 10), date(2024, 7, 8)
    desk.play(
        AwardCostReversed(cost="qa-1", document="CN-1", on=credit, net=pounds(50)),
        AwardCostDisallowed(
            disallowance="x-1",
            on=found,
            cost="qa-1",
            amount=pounds(100),
            reason="not-evidenced",
            by=THE_OFFICER,
        ),
    )

    assert years(desk) == [("2023-24", 450, 100, 350), ("2024-25", 400, 0, 400)]
    for day, shown in ((date(2024, 3, 31), (450, 100, 350)), (date(2024, 5, 10), (400, 100, 300))):
        own = desk.brokerage.award_usage("g-1", as_at=AsAt(happened=day)).own
        assert in_pounds(*map(own.total, ("incurred", "disallowed", "eligible"))) == shown


def test_a_credit_of_a_fee_that_is_disallowed_in_part_takes_what_is_eligible_first() -> None:
    """Of QA-1, £450, £400 are disallowed, and £300 credited in the next year: £50 of these were eligible."""
    desk, on = at(date(2024, 7, 8)), date(2024, 7, 8)
    desk.play(
        AwardCostDisallowed(
            disallowance="x-1", on=on, cost="qa-1", amount=pounds(400), reason="not-evidenced", by=THE_OFFICER
        ),
        AwardCostReversed(cost="qa-1", document="CN-1", on=on, net=pounds(300)),
    )

    assert years(desk) == [("2023-24", 450, 400, 50), ("2024-25", 450 - 300, -250, 450 - 50)]


def test_the_years_add_up_to_what_is_eligible_where_a_credit_makes_room_for_another_cost() -> None:
    """£1,200 for £1,350: £150 of the third fee are beyond, until £200 of the first are credited in the next year."""
    desk = at(date(2025, 5, 2), (*WITH_FEES, THIRD_FEE))
    desk.play(AwardCostReversed(cost="qa-1", document="CN-1", on=date(2025, 5, 2), net=pounds(200)))

    assert years(desk) == [("2023-24", 450, 0, 450), ("2024-25", 900, 150, 750), ("2025-26", -200, -150, -50)]


def years(desk: Desk) -> list[tuple[str | float, ...]]:
    """Of each financial year: what was incurred, disallowed and is eligible, in pounds."""
    return [
        (year.period, *in_pounds(year.incurred, year.disallowed, year.eligible))
        for year in usage(desk).own.by_financial_year
    ]


def test_an_award_that_the_funder_extends_pays_for_what_comes_after_its_last_day() -> None:
    """The award ends on 31 August. On 2 September the funder has it last until 31 December."""
    fee, desk = changed(THIRD_FEE, on=date(2024, 9, 2), invoice_number="QA-4"), at(date(2024, 7, 8))
    desk.calendar.day = date(2024, 9, 2)
    assert refused(desk.brokerage, fee) == ["S2SS-G13"]

    desk.play(AwardVaried(variation="v-1", on=date(2024, 9, 2), available_to=date(2024, 12, 31)), fee)

    shown = usage(desk)
    assert shown.award is not None
    assert shown.award.available_to == date(2024, 12, 31)
    assert in_pounds(shown.own.total("incurred"), shown.own.total("eligible")) == (1350, 1200)


@pytest.mark.parametrize(
    ("varied_on", "found"), (("2024-06-03", ()), ("2024-06-10", ()), ("2024-06-11", ("S2SS-S19",)))
)
def test_a_visit_is_held_against_the_days_of_the_award_as_they_were_varied_by_its_day(
    varied_on: str, found: tuple[str, ...]
) -> None:
    """The award ends on 31 May until the funder varies it. The visit is of 10 June."""
    short = changed(AWARDED, available_to=date(2024, 5, 31))
    desk = at(date(2024, 5, 31), tuple(short if fact == AWARDED else fact for fact in WITH_FEES))
    day = date.fromisoformat(varied_on)
    desk.calendar.day = date(2024, 6, 11)

    desk.play(AwardVaried(variation="v-1", on=day, available_to=date(2024, 7, 31)))

    beyond_its_line = "S2SS-S09"
    assert refused(desk.brokerage, leader("06-10")) == [*found, beyond_its_line]


def test_vat_of_a_fee_that_is_settled_later_counts_from_the_day_of_the_fee() -> None:
    with_vat = tuple(
        changed(fact, vat=pounds(90), irrecoverable_vat=pounds(36))
        if getattr(fact, "cost", "") == "qa-1"
        else fact
        for fact in WITH_FEES
    )
    desk = at(date(2024, 7, 8), with_vat)
    of = Cause("award-cost", ("qa-1",))

    desk.play(AwardVatSettled(settlement="vs-1", on=date(2024, 7, 8), of=of, irrecoverable_vat=pounds(45)))

    assert years(desk) == [("2023-24", 495, 0, 495), ("2024-25", 450, 0, 450)]
    by_march = desk.brokerage.award_usage("g-1", as_at=AsAt(happened=date(2024, 3, 31))).own
    assert in_pounds(by_march.total("eligible")) == (495,)
