"""Decisions about money at their edges: certified periods, VAT settled late, costs beyond their line, prices of lines."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import attrs
import pytest

from s2ss_core.aggregates.award_share import AwardShare
from s2ss_core.aggregates.decision import Decision, DecisionContext
from s2ss_core.aggregates.deployment.decisions import (
    agreement,
    charges,
    closure,
    corrections,
    costs,
    ending,
    money,
    payments,
    plan_limits,
    plan_lines,
    settled_vat,
    support,
)
from s2ss_core.events import (
    CostDisallowed,
    DeploymentEvent,
    GrantUsageCertified,
    PlanLine,
    Settled,
    VatSettled,
)
from s2ss_core.programmes import Programme
from s2ss_core.values import Cause, Days, Money
from tests.aggregates.deployment.test_agreement import costs as contract
from tests.aggregates.deployment.test_corrections import COST_DISALLOWED, COST_REVERSED
from tests.aggregates.deployment.test_money import LEAD_REPLACED, PAYMENT_REVERSED, RECOVERED
from tests.aggregates.histories import (
    AGREEMENT_ISSUED,
    BROKERED,
    CERTIFICATE_RETURNED,
    CERTIFIED,
    CLOSED,
    COST,
    ENGLISH_LINE,
    ENGLISH_VISITS,
    EXCEED,
    INVOICE_RECEIVED,
    LEAD,
    LEAD_LINE,
    NOW,
    PAYMENT_MADE,
    PLAN_SUBMITTED,
    SUPPLIER,
    VISIT,
    WHEN_APPOINTED,
    WHEN_INVOICED,
    WHEN_RELEASED,
    WHEN_SIGNED,
    WHEN_WORKED,
    at,
    changed,
    codes,
    cost,
    line,
    plan,
    pounds,
    visit,
)

SHARES = (
    AwardShare(award="g-1", lines=frozenset({"1"}), allocated=pounds(4000)),
    AwardShare(award="g-2", lines=frozenset({"2", "3"}), allocated=pounds(7000)),
)
OF_TWO_AWARDS = attrs.evolve(NOW, awards=frozenset({"g-1", "g-2"}), shares=SHARES)


def facts(decision: Decision[Any], rule: str) -> list[dict[str, str]]:
    """The facts of a rule that is not met."""
    return [dict(broken.facts) for broken in decision.broken if broken.rule.name == rule]


def under(**otherwise: Any) -> DecisionContext:
    """The programme with other terms of external funding."""
    external, *others = EXCEED.funding
    funding = (attrs.evolve(external, **otherwise), *others)
    return attrs.evolve(NOW, programme=attrs.evolve(EXCEED, funding=funding))


# Certified periods

JANUARY = changed(
    CERTIFIED, certificate="jan", final=False, covers_from=date(2024, 1, 8), covers_to=date(2024, 1, 31)
)
LATER = changed(CERTIFIED, certificate="later", covers_from=date(2024, 2, 1))


def certified(fact: GrantUsageCertified, *before: DeploymentEvent, **otherwise: Any) -> Decision[Any]:
    context = attrs.evolve(OF_TWO_AWARDS, **otherwise)
    return ending.certify_grant_usage(at(WHEN_WORKED, *before), context, fact)


def outside(fact: GrantUsageCertified, *before: DeploymentEvent) -> list[str]:
    found = facts(certified(fact, *before), "the_certificate_covers_every_cost")
    return [word for told in found for word in told["outside"].split(", ")]


def test_a_certificate_certifies_the_lines_of_its_award() -> None:
    (fact,) = certified(changed(JANUARY, award="g-1")).events

    assert isinstance(fact, GrantUsageCertified)
    assert fact.eligible == pounds(1600)


def test_a_final_certificate_covers_what_no_other_of_its_award_covers() -> None:
    of_the_first = changed(LATER, award="g-1")
    in_january = [f"visit v-en-{number} on 2024-01-{day}" for number, day in enumerate((10, 17, 24, 31), 1)]

    assert outside(of_the_first, changed(JANUARY, award="g-2")) == in_january
    assert outside(of_the_first, changed(JANUARY, award="g-1")) == []
    assert outside(changed(LATER, award="g-2")) == ["visit v-1 on 2024-01-16"]


def test_a_final_certificate_is_asked_for_the_final_report_and_no_second_time_for_a_report_that_stands() -> (
    None
):
    asked = [broken.rule.name for broken in certified(changed(LATER, with_report="f-9")).broken]

    assert "the_certificate_goes_with_the_finalised_final_report" in asked
    assert "the_report_that_goes_with_the_certificate_stands" not in asked


def test_a_certificate_of_three_years_tells_each_of_them() -> None:
    long = changed(LATER, covers_from=date(2023, 9, 4), covers_to=date(2025, 10, 3))

    (told,) = facts(
        certified(long, certificate_years=(("g-1", ("september-august",)),)),
        "a_yearly_certificate_is_of_one_year",
    )
    assert told["years"] == "2023/24, 2024/25, 2025/26"


# VAT that is settled later; £4,000 is approved for line 2

A_COST = Cause("cost", ("c-1",))
BY_THE_HOUR = changed(ENGLISH_VISITS[0], unit="hour", quantity=Days(5))
WITH_VAT = changed(COST, net=pounds(900), vat=pounds(100))


def exceeds(
    spent: Money, irrecoverable: Money, *then: DeploymentEvent, settling: DeploymentEvent = WITH_VAT
) -> bool:
    """Whether settled VAT of a first cost exceeds the line, on which a second cost of this sum was spent."""
    history = (*WHEN_SIGNED, BY_THE_HOUR, settling, cost("c-2", date(2024, 2, 6), spent), *then)
    fact = VatSettled(settlement="vs-1", on=date(2024, 5, 3), of=A_COST, irrecoverable_vat=irrecoverable)
    decision = settled_vat.settle_vat(at(history), NOW, fact)
    return bool(facts(decision, "what_is_allowed_again_fits_the_line"))


def test_vat_that_is_settled_fits_what_is_left_of_the_line() -> None:
    assert not exceeds(pounds(3060), pounds(40))
    assert exceeds(pounds(3060), Money(4001))


def test_vat_that_comes_to_no_more_than_before_is_not_held_against_a_line_that_is_exceeded() -> None:
    of_vat = changed(WITH_VAT, irrecoverable_vat=pounds(40))

    assert [exceeds(pounds(3100), pounds(paid), settling=of_vat) for paid in (30, 40)] == [False, False]
    assert exceeds(pounds(3100), Money(4001), settling=of_vat)


def test_what_was_disallowed_of_the_cost_takes_nothing_of_the_vat() -> None:
    assert exceeds(pounds(3270), pounds(40), COST_DISALLOWED)
    assert not exceeds(pounds(3260), pounds(40), COST_DISALLOWED)


def test_the_vat_of_a_cost_that_was_disallowed_and_credited_is_disallowed_too() -> None:
    all_of_it = changed(COST_DISALLOWED, amount=pounds(900))

    assert not exceeds(pounds(4000), pounds(40), all_of_it, COST_REVERSED)


def test_all_the_vat_of_a_cost_of_nothing_else_counts() -> None:
    of_vat_alone = changed(WITH_VAT, net=Money(0))

    assert exceeds(pounds(3960), Money(4001), settling=of_vat_alone)
    assert not exceeds(pounds(3960), pounds(40), settling=of_vat_alone)


# Costs


def incurred(
    fact: Any, context: DecisionContext = NOW, history: Iterable[Any] = WHEN_SIGNED
) -> Decision[Any]:
    return costs.incur_cost(at(history), context, fact)


def test_of_a_cost_beyond_its_line_what_is_beyond_is_disallowed() -> None:
    beyond = incurred(changed(COST, net=pounds(4100)))

    assert codes(beyond) != []
    assert beyond.disallowed == (pounds(100), "beyond-the-line")


def test_all_of_a_cost_by_time_that_gives_no_time_is_disallowed() -> None:
    by_the_day = attrs.evolve(LEAD_LINE, id="4", head="cover", rate_reason="Agreed.")
    with_cover = changed(PLAN_SUBMITTED, lines=(*PLAN_SUBMITTED.lines, by_the_day))
    history = [with_cover if event == PLAN_SUBMITTED else event for event in WHEN_SIGNED]
    decision = incurred(changed(COST, line="4", net=pounds(500)), history=history)

    assert [broken.rule.name for broken in decision.broken] == [
        "a_cost_by_time_comes_to_its_time_at_the_rate"
    ]
    assert decision.disallowed == (pounds(500), "recorded-despite")


def test_costs_and_visits_need_no_plan_where_the_programme_asks_for_none() -> None:
    rule = "the_plan_was_approved_before_support_began"

    assert facts(incurred(COST, history=WHEN_APPOINTED), rule)
    assert not facts(incurred(COST, under(plan=None), WHEN_APPOINTED), rule)
    assert facts(support.log_visit(at(WHEN_APPOINTED), NOW, VISIT), rule)
    assert not facts(support.log_visit(at(WHEN_APPOINTED), under(plan=None), VISIT), rule)


def test_nothing_more_is_within_a_line_that_is_spent() -> None:
    spent = at(WHEN_SIGNED, changed(COST, net=pounds(4000)))
    approved = spent.planning.in_force(COST.on)

    assert approved
    assert charges.within_line(spent, EXCEED, approved, "2", pounds(1)) == 0


def test_not_a_penny_more_is_disallowed_of_a_cost_that_is_disallowed_in_full() -> None:
    in_full = changed(COST_DISALLOWED, amount=pounds(1000))
    more = CostDisallowed(
        disallowance="x-2",
        on=date(2024, 5, 3),
        of=A_COST,
        amount=Money(1),
        reason="not-evidenced",
        by=COST_DISALLOWED.by,
    )

    (broken,) = corrections.disallow_cost(at(WHEN_WORKED, in_full), NOW, more).broken
    assert dict(broken.facts)["left"] == "£0.00"


# Prices

NO_CARD: Programme = attrs.evolve(EXCEED, rates=())
BY_THE_ITEM: Programme = attrs.evolve(
    EXCEED, rates=(attrs.evolve(EXCEED.rates[0], head="programme", unit="item"),)
)


def mispriced(programme: Programme, *lines: PlanLine) -> dict[str, str]:
    """The rules on prices that lines do not meet, each with the lines it tells."""
    return {
        broken.rule.name: next(value for name, value in broken.facts if name in ("lines", "wrong", "total"))
        for broken in plan_lines.priced_right(plan(*lines), programme)
    }


def test_leaders_days_are_priced_by_time_and_on_the_card_even_where_the_card_has_no_rate() -> None:
    by_the_item = attrs.evolve(LEAD_LINE, unit="item")

    assert mispriced(NO_CARD, by_the_item) == {
        "leader_days_are_priced_by_time_and_all_else_by_the_item": "3 in Spring 2024",
        "every_rate_is_on_the_card_or_says_why": "3 in Spring 2024",
    }


def test_a_use_with_a_rate_by_the_item_is_priced_by_the_item() -> None:
    by_the_item = attrs.evolve(line("2", ENGLISH_LINE.term, "1", pounds(1000)), rate_reason="The list price.")

    assert mispriced(BY_THE_ITEM, by_the_item) == {}
    assert "leader_days_are_priced_by_time_and_all_else_by_the_item" in mispriced(
        BY_THE_ITEM, attrs.evolve(by_the_item, unit="day")
    )


@pytest.mark.parametrize(
    ("quantity", "fits"),
    (
        ("2", (202,)),  # exactly
        ("0.5", (50, 51)),  # fifty pence and a half
    ),
)
def test_a_line_multiplies_out_to_the_penny_below_or_above(quantity: str, fits: tuple[int, ...]) -> None:
    of_101_pence = attrs.evolve(LEAD_LINE, rate=Money(101), quantity=Days(quantity), rate_reason="Agreed.")
    right = [
        amount
        for amount in range(45, 210)
        if "every_line_multiplies_out"
        not in mispriced(EXCEED, attrs.evolve(of_101_pence, amount=Money(amount)))
    ]

    assert tuple(right) == fits


def test_a_plan_without_costs_is_no_plan_under_a_grant_and_one_without() -> None:
    external, *others = EXCEED.funding
    (internal,) = (terms for terms in others if terms.kind == "internal")

    assert plan_lines.for_permitted_uses(plan(), EXCEED, external)
    assert plan_lines.for_permitted_uses(plan(), EXCEED, internal) == ()


def test_of_several_awards_none_bears_a_penny_of_a_line_that_is_not_shared_out() -> None:
    of_nobody = attrs.evolve(LEAD_LINE, id="9", rate=Money(1), quantity=Days(1), amount=Money(1))

    def beyond(*lines: PlanLine) -> int:
        return len(tuple(plan_limits.within_the_allocation(OF_TWO_AWARDS, plan(*lines))))

    assert beyond(of_nobody) == 1
    assert beyond(LEAD_LINE) == 0
    assert tuple(plan_limits.within_the_allocation(OF_TWO_AWARDS, None)) == ()


# Payments, invoices and recoveries


def test_a_credit_note_counts_once_for_a_payment() -> None:
    counted = at(WHEN_RELEASED, PAYMENT_MADE, changed(PAYMENT_REVERSED, document="B-01"))
    again = changed(PAYMENT_REVERSED, document="b 01")

    assert facts(payments.reverse_payment(counted, NOW, again), "the_credit_was_not_counted_before") == [
        {"document": "b 01", "counted": "B-01"}
    ]


def test_what_was_paid_beyond_its_due_on_a_leg_without_releases_is_no_grant_to_recover() -> None:
    onward = next(flow.id for flow in EXCEED.funding[0].flows if flow.kind == "onward")
    paid = changed(PAYMENT_MADE, settles=(Settled(of=A_COST, amount=pounds(6000)),))
    fact = changed(RECOVERED, leg=onward, recovered_from=SUPPLIER, amount=pounds(100))

    decision = payments.recover_grant(at(WHEN_WORKED, paid), NOW, fact)
    assert facts(decision, "no_more_is_recovered_than_was_overpaid")[0]["overpaid"] == "£0.00"


def test_an_invoice_for_no_instalment_is_not_looked_for_on_the_schedule() -> None:
    fact = changed(INVOICE_RECEIVED, instalment=None)

    assert "S2SS-M15" not in codes(money.receive_invoice(at(WHEN_SIGNED), NOW, fact))


def test_a_former_lead_who_leads_again_later_claims_only_what_was_due_on_the_day_of_the_invoice() -> None:
    again = changed(
        LEAD_REPLACED,
        leaving=LEAD_REPLACED.new_lead,
        on=date(2024, 6, 3),
        last_day=date(2024, 5, 31),
        effective_from=date(2024, 6, 3),
        joining=BROKERED.lead,
        new_lead=LEAD,
    )
    history = at(WHEN_WORKED, LEAD_REPLACED, again, visit("v-9", date(2024, 6, 12)))
    rule = "a_former_lead_is_paid_for_the_days_on_which_it_led"

    def beyond(net: Money) -> bool:
        fact = changed(INVOICE_RECEIVED, net=net)
        return bool(facts(money.receive_invoice(history, NOW, fact), rule))

    assert [beyond(pounds(6000)), beyond(Money(600_001))] == [False, True]


# Agreements and closing


def test_a_contract_issued_before_any_plan_is_held_against_none() -> None:
    fact = changed(AGREEMENT_ISSUED, costs=contract(100, 50, 25, 25))
    rule = "the_contract_states_what_the_plan_comes_to"

    assert not facts(agreement.issue_agreement(at(WHEN_APPOINTED), NOW, fact), rule)
    assert facts(agreement.issue_agreement(at(WHEN_SIGNED), NOW, fact), rule)


def test_the_refusal_of_a_schedule_says_which_instalment_comes_after_no_report() -> None:
    first, second, third = AGREEMENT_ISSUED.schedule
    fact = changed(
        AGREEMENT_ISSUED, schedule=(changed(first, after=None), second, changed(third, after=None))
    )

    decision = agreement.issue_agreement(at(WHEN_SIGNED), NOW, fact)
    (told,) = facts(decision, "the_last_instalment_waits_for_the_final_report")
    assert told["after"] == "1 none, 2 interim, 3 none"


def test_a_deployment_of_two_awards_closes_with_a_certificate_of_each() -> None:
    first, second = (changed(CERTIFIED, certificate=award, award=award) for award in ("g-1", "g-2"))
    one = (*WHEN_INVOICED, first, changed(CERTIFICATE_RETURNED, certificate="g-1"))
    both = (*one, second, changed(CERTIFICATE_RETURNED, certificate="g-2"))

    def missing(history: Iterable[DeploymentEvent]) -> bool:
        decision = closure.close(at(history), OF_TWO_AWARDS, CLOSED)
        return bool(facts(decision, "the_certificate_was_returned"))

    assert [missing(one), missing(both)] == [True, False]


def test_a_programme_without_a_final_report_closes_without_one() -> None:
    reports = attrs.evolve(EXCEED.reports, final_authors=())
    without = attrs.evolve(NOW, programme=attrs.evolve(EXCEED, reports=reports))
    rule = "the_final_report_was_written"

    assert not facts(closure.close(at(WHEN_INVOICED), without, CLOSED), rule)
    assert facts(closure.close(at(WHEN_INVOICED), NOW, CLOSED), rule)
