from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest

from s2ss_core.aggregates.decision import Decision
from s2ss_core.aggregates.deployment.decisions import money, payments
from s2ss_core.aggregates.deployment.deployment import Deployment
from s2ss_core.aggregates.deployment.legs import balance, first_legs
from s2ss_core.events import (
    CostAllowed,
    CostDisallowed,
    CostReversed,
    DeploymentEvent,
    EntryStruckOut,
    GrantRecovered,
    InstalmentCancelled,
    InstalmentWithheld,
    LeaderReplaced,
    PaymentReversed,
    Settled,
    WithholdingLifted,
)
from s2ss_core.ledger import Item
from s2ss_core.testing.lifecycle.cast import person
from s2ss_core.values import Cause, Money, Organisation
from tests.aggregates.cases import Case
from tests.aggregates.deployment.test_renegotiation import JOINER
from tests.aggregates.histories import (
    BROKERED,
    BROKERED_SELF_FUNDED,
    ENGLISH_VISITS,
    EXCEED,
    HOME_SCHOOL,
    HOME_TRUST,
    INSTALMENT_RELEASED,
    INVOICE_RECEIVED,
    LEAD,
    NOW,
    OTHER_SCHOOL,
    PAYMENT_MADE,
    THE_OFFICER,
    VISIT,
    WHEN_ISSUED,
    WHEN_JUDGED,
    WHEN_RELEASED,
    WHEN_WORKED,
    at,
    changed,
    codes,
    pounds,
    settling,
)

WITHHELD = InstalmentWithheld(
    instalment=1, on=date(2024, 4, 1), by=THE_OFFICER, reasons="Progress has stalled."
)
CANCELLED = InstalmentCancelled(
    instalment=1, on=date(2024, 4, 2), amount=pounds(6000), by=THE_OFFICER, reasons="Support was cut short."
)
VISIT_STRUCK_OUT = EntryStruckOut(
    of=Cause("visit", ("v-en-10",)),
    on=date(2024, 5, 1),
    cause="did-not-happen",
    reason="Snow.",
    asked_by=person("u-1"),
    agreed_by=person("u-2"),
)
COST_STRUCK_OUT = EntryStruckOut(
    of=Cause("cost", ("c-1",)),
    on=date(2024, 5, 1),
    cause="duplicate",
    reason="Twice.",
    asked_by=person("u-1"),
    agreed_by=person("u-2"),
)
COST_REVERSED = CostReversed(cost="c-1", document="CN-1", on=date(2024, 5, 2), net=pounds(300))
COST_DISALLOWED = CostDisallowed(
    disallowance="x-1",
    on=date(2024, 5, 3),
    of=Cause("cost", ("c-1",)),
    amount=pounds(200),
    reason="not-evidenced",
    by=person("u-1"),
)
PAYMENT_REVERSED = PaymentReversed(payment="p-1", document="B-1", on=date(2024, 4, 20), amount=pounds(1000))
RECOVERED = GrantRecovered(
    recovery="rec-1",
    on=date(2024, 5, 10),
    amount=pounds(400),
    recovered_from=HOME_TRUST,
    how="repaid",
    asked_by=person("u-1"),
    agreed_by=person("u-2"),
)
A_COST = Cause("cost", ("c-1",))
OVERPAID = (*WHEN_RELEASED, VISIT_STRUCK_OUT)


THE_LEADER_AS_PAYEE = Organisation(id=LEAD, kind="other", member_of_broker=False)
LEAD_REPLACED = LeaderReplaced(
    leaving=LEAD,
    on=date(2024, 4, 8),
    cause="left-the-school",
    last_day=date(2024, 3, 22),
    effective_from=date(2024, 3, 25),
    joining=JOINER,
    commitments=(),
    new_lead=JOINER.leader,
)


def invoiced(
    history: Iterable[DeploymentEvent] = WHEN_JUDGED, **otherwise: object
) -> Decision[DeploymentEvent]:
    return money.receive_invoice(at(history), NOW, changed(INVOICE_RECEIVED, **otherwise))


def withheld(
    history: Iterable[DeploymentEvent] = WHEN_JUDGED, **otherwise: object
) -> Decision[DeploymentEvent]:
    return money.withhold_instalment(at(history), NOW, changed(WITHHELD, **otherwise))


def cancelled(
    history: Iterable[DeploymentEvent] = WHEN_JUDGED, **otherwise: object
) -> Decision[DeploymentEvent]:
    return money.cancel_instalment(at(history), NOW, changed(CANCELLED, **otherwise))


def recovered(
    history: Iterable[DeploymentEvent] = OVERPAID, **otherwise: object
) -> Decision[DeploymentEvent]:
    return payments.recover_grant(at(history), NOW, changed(RECOVERED, **otherwise))


def paid(**otherwise: object) -> Decision[DeploymentEvent]:
    return payments.make_payment(at(WHEN_RELEASED), NOW, changed(PAYMENT_MADE, **otherwise))


def reversed_(*then: DeploymentEvent, **otherwise: object) -> Decision[DeploymentEvent]:
    deployment = at((*WHEN_RELEASED, PAYMENT_MADE), *then)
    return payments.reverse_payment(deployment, NOW, changed(PAYMENT_REVERSED, **otherwise))


LIFTED = WithholdingLifted(
    instalment=1, on=date(2024, 4, 8), by=THE_OFFICER, reason="Progress is satisfactory again."
)


def lifted(*then: DeploymentEvent, **otherwise: object) -> Decision[DeploymentEvent]:
    return money.lift_withholding(at(WHEN_JUDGED, *then), NOW, changed(LIFTED, **otherwise))


CASES = (
    Case(
        code="S2SS-M30",
        when="an instalment is lifted that nobody withheld",
        broken=lambda: lifted(WITHHELD, instalment=2),
        kept=lambda: lifted(WITHHELD),
    ),
    Case(
        code="S2SS-M30",
        when="an instalment was lifted before",
        broken=lambda: lifted(WITHHELD, LIFTED, on=date(2024, 4, 9)),
        kept=lambda: lifted(WITHHELD, LIFTED, changed(WITHHELD, on=date(2024, 4, 9)), on=date(2024, 4, 9)),
    ),
    Case(
        code="S2SS-M15",
        when="an invoice is for an instalment that is not scheduled",
        broken=lambda: invoiced(instalment=4),
        kept=lambda: invoiced(instalment=3),
    ),
    Case(
        code="S2SS-M15",
        when="an invoice comes before the agreement is signed",
        broken=lambda: invoiced(WHEN_ISSUED),
        kept=lambda: invoiced(WHEN_JUDGED),
    ),
    Case(
        code="S2SS-M15",
        when="an instalment is withheld that is not scheduled",
        broken=lambda: withheld(instalment=4),
        kept=withheld,
    ),
    Case(
        code="S2SS-M15",
        when="an instalment is cancelled that is not scheduled",
        broken=lambda: cancelled(instalment=4),
        kept=cancelled,
    ),
    Case(
        code="S2SS-M24",
        when="an instalment is withheld on a leg that is not paid by instalments",
        broken=lambda: withheld(leg="reimbursement"),
        kept=withheld,
    ),
    Case(
        code="S2SS-M24",
        when="an instalment is cancelled on a leg that is not paid by instalments",
        broken=lambda: cancelled(leg="reimbursement"),
        kept=cancelled,
    ),
    Case(
        code="S2SS-M16",
        when="an instalment is withheld that was released",
        broken=lambda: withheld(WHEN_RELEASED),
        kept=lambda: withheld(WHEN_RELEASED, instalment=2),
    ),
    Case(
        code="S2SS-M16",
        when="an instalment is cancelled that was released",
        broken=lambda: cancelled(WHEN_RELEASED),
        kept=lambda: cancelled(WHEN_RELEASED, instalment=2),
    ),
    Case(
        code="S2SS-M16",
        when="an instalment is withheld that was cancelled",
        broken=lambda: withheld((*WHEN_JUDGED, CANCELLED)),
        kept=lambda: withheld((*WHEN_JUDGED, changed(CANCELLED, instalment=2))),
    ),
    Case(
        code="S2SS-M19",
        when="a penny more is recovered than was overpaid",
        broken=lambda: recovered(amount=Money(40_001)),
        kept=lambda: recovered(amount=Money(40_000)),
    ),
    Case(
        code="S2SS-M19",
        when="nothing is recovered",
        broken=lambda: recovered(amount=Money(0)),
        kept=lambda: recovered(amount=Money(1)),
    ),
    Case(
        code="S2SS-M19",
        when="nothing was overpaid",
        broken=lambda: recovered(WHEN_RELEASED),
        kept=lambda: recovered(OVERPAID),
    ),
    Case(
        code="S2SS-M20",
        when="a penny more comes back than was paid",
        broken=lambda: reversed_(amount=Money(600_001)),
        kept=lambda: reversed_(amount=Money(600_000)),
    ),
    Case(
        code="S2SS-M20",
        when="more comes back than was left of it",
        broken=lambda: reversed_(PAYMENT_REVERSED, document="B-2", amount=Money(500_001)),
        kept=lambda: reversed_(PAYMENT_REVERSED, document="B-2", amount=Money(500_000)),
    ),
    Case(
        code="S2SS-M20",
        when="the payment was never made",
        broken=lambda: reversed_(payment="p-9"),
        kept=lambda: reversed_(payment="p-1"),
    ),
    Case(
        code="S2SS-X10",
        when="the bank's paper on what came back of a payment was counted before",
        broken=lambda: reversed_(PAYMENT_REVERSED, document="b 01"),
        kept=lambda: reversed_(PAYMENT_REVERSED, document="B-2"),
    ),
    Case(
        code="S2SS-M22",
        when="one person asks and agrees to a recovery",
        broken=lambda: recovered(agreed_by=person("u-1")),
        kept=lambda: recovered(agreed_by=person("u-2")),
    ),
    Case(
        code="S2SS-M23",
        when="the invoice is from a school that is not paid",
        broken=lambda: invoiced(supplier=OTHER_SCHOOL),
        kept=lambda: invoiced(supplier=HOME_SCHOOL),
    ),
    Case(
        code="S2SS-M61",
        when="the former lead's trust claims a penny more than the spring that it led",
        broken=lambda: invoiced((*WHEN_JUDGED, LEAD_REPLACED), net=Money(6000_01)),
        kept=lambda: invoiced((*WHEN_JUDGED, LEAD_REPLACED), net=pounds(6000)),
    ),
    Case(
        code="S2SS-M61",
        when="the former lead's trust claims what was released to it already",
        broken=lambda: invoiced(
            (*WHEN_JUDGED, INVOICE_RECEIVED, INSTALMENT_RELEASED, LEAD_REPLACED), invoice="XT-2", net=Money(1)
        ),
        kept=lambda: invoiced(
            (*WHEN_JUDGED, INVOICE_RECEIVED, INSTALMENT_RELEASED), invoice="XT-2", net=Money(1)
        ),
    ),
    Case(
        code="S2SS-M27",
        when="a payment settles a penny more than it comes to",
        broken=lambda: paid(settles=settling(1, Money(600_001))),
        kept=lambda: paid(settles=settling(1, Money(600_000))),
    ),
    Case(
        code="S2SS-M27",
        when="a payment settles VAT that the payer recovers",
        broken=lambda: paid(vat=pounds(1000), vat_recovered=Money(1)),
        kept=lambda: paid(vat=pounds(1000)),
    ),
    Case(
        code="S2SS-M28",
        when="more VAT is recovered than was paid",
        broken=lambda: paid(vat=pounds(999), vat_recovered=pounds(1000), settles=settling(1, pounds(5000))),
        kept=lambda: paid(vat=pounds(1000), vat_recovered=pounds(1000), settles=settling(1, pounds(5000))),
    ),
    Case(
        code="S2SS-M28",
        when="a payment comes back with more VAT than came back in all",
        broken=lambda: reversed_(vat=Money(100_001)),
        kept=lambda: reversed_(vat=Money(100_000)),
    ),
    Case(
        code="S2SS-M19",
        when="money is recovered on a leg that releases nothing",
        broken=lambda: recovered(leg="reimbursement"),
        kept=recovered,
    ),
    Case(
        code="S2SS-M25",
        when="an invoice covers a visit that was never recorded",
        broken=lambda: invoiced(covers=(A_COST, Cause("visit", ("v-99",)))),
        kept=lambda: invoiced(covers=(A_COST, Cause("visit", (VISIT.visit,)))),
    ),
    Case(
        code="S2SS-M25",
        when="an invoice covers a cost that was struck out",
        broken=lambda: invoiced((*WHEN_JUDGED, COST_STRUCK_OUT), covers=(A_COST,)),
        kept=lambda: invoiced(covers=(A_COST,)),
    ),
    Case(
        code="S2SS-M80",
        when="a payment goes to the lead",
        broken=lambda: paid(paid_to=THE_LEADER_AS_PAYEE),
        kept=lambda: paid(paid_to=HOME_TRUST),
    ),
    Case(
        code="S2SS-M81",
        when="the lead invoices the broker",
        broken=lambda: invoiced(supplier=THE_LEADER_AS_PAYEE, leg="subcontract", instalment=None),
        kept=lambda: invoiced(supplier=HOME_TRUST, leg="subcontract", instalment=None),
    ),
    Case(
        code="S2SS-M26",
        when="an invoice arrives before it was issued",
        broken=lambda: invoiced(issued_on=date(2024, 4, 10)),
        kept=lambda: invoiced(issued_on=date(2024, 4, 9)),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_exactly_one_rule_is_not_met(case: Case) -> None:
    assert codes(case.broken()) == [case.code]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_every_rule_is_met_in_the_case_next_to_it(case: Case) -> None:
    decision = case.kept()

    assert codes(decision) == []
    assert decision.events


def test_money_that_moved_is_a_fact_whatever_stands_behind_it() -> None:
    deployment = at(WHEN_JUDGED)

    decision = payments.make_payment(deployment, NOW, changed(PAYMENT_MADE, settles=()))

    assert codes(decision) == []
    assert decision.events


def test_a_decision_about_money_has_no_despite() -> None:
    decisions = (invoiced(), withheld(), cancelled(), recovered(), reversed_())

    assert [decision.despite for decision in decisions] == [False] * 5


def test_a_school_that_pays_for_itself_may_be_invoiced_without_a_schedule() -> None:
    assert codes(invoiced([BROKERED_SELF_FUNDED])) == []


def test_an_invoice_on_another_leg_is_from_whoever_charges_and_for_no_instalment() -> None:
    to_the_school: dict[str, Any] = {"leg": "reimbursement", "supplier": OTHER_SCHOOL, "customer": HOME_TRUST}

    assert codes(invoiced(instalment=None, covers=(A_COST,), **to_the_school)) == []
    assert codes(invoiced([BROKERED], instalment=None, **to_the_school)) == []


def test_an_instalment_may_be_withheld_more_than_once_and_still_be_open() -> None:
    again = changed(WITHHELD, on=date(2024, 4, 5))

    assert at(WHEN_JUDGED, WITHHELD, again).money.settled_on("instalment") == frozenset()


# The words money goes by: incurred, disallowed, eligible, released, overpaid.


def worth(*then: DeploymentEvent, history: Iterable[DeploymentEvent] = WHEN_WORKED) -> tuple[Money, Money]:
    """What line 2 and the whole deployment have found eligible."""
    deployment = at(history, *then)
    return deployment.account(EXCEED).eligible_by_line().get("2", Money(0)), deployment.account(
        EXCEED
    ).eligible()


def test_incurred_is_visits_on_lines_of_days_and_costs_on_all_others() -> None:
    deployment = at(WHEN_WORKED, changed(VISIT, visit="v-0", line=None))

    assert deployment.account(EXCEED).eligible_by_line() == {
        "1": pounds(4000),
        "2": pounds(1000),
        "3": pounds(1000),
    }
    assert deployment.account(EXCEED).eligible() == pounds(6000)
    assert deployment.account(EXCEED).of(Cause("visit", ("v-0",))) is None


def test_eligible_up_to_a_day_counts_what_happened_on_it() -> None:
    deployment = at(WHEN_WORKED)

    assert deployment.account(EXCEED).eligible(by=date(2024, 1, 9)) == Money(0)
    assert deployment.account(EXCEED).eligible(by=date(2024, 1, 10)) == pounds(400)
    assert deployment.account(EXCEED).eligible(by=date(2024, 3, 15)) == pounds(5600)


def test_what_is_struck_out_counts_no_more() -> None:
    assert worth(COST_STRUCK_OUT) == (Money(0), pounds(5000))
    assert worth(VISIT_STRUCK_OUT) == (pounds(1000), pounds(5600))


def test_what_is_credited_back_counts_no_more() -> None:
    assert worth(COST_REVERSED) == (pounds(700), pounds(5700))
    assert worth(COST_REVERSED, changed(COST_REVERSED, document="CN-2", net=pounds(100))) == (
        pounds(600),
        pounds(5600),
    )


def test_what_is_disallowed_is_incurred_and_not_eligible() -> None:
    deployment = at(WHEN_WORKED, COST_DISALLOWED)

    assert worth(COST_DISALLOWED) == (pounds(800), pounds(5800))
    assert deployment.account(EXCEED).of(Cause("cost", ("c-1",))) == Item(
        of=(Cause("cost", ("c-1",)),),
        line=deployment.support.costs["c-1"].line,
        day=deployment.support.costs["c-1"].on,
        amount=pounds(1000),
    )


def test_what_is_allowed_again_is_eligible_again() -> None:
    allowed = CostAllowed(disallowance="x-1", on=date(2024, 5, 4), by=person("u-2"))

    assert worth(COST_DISALLOWED, allowed) == (pounds(1000), pounds(6000))


def test_a_disallowance_falls_with_what_it_disallowed() -> None:
    assert worth(COST_DISALLOWED, COST_STRUCK_OUT) == (Money(0), pounds(5000))
    assert worth(changed(COST_DISALLOWED, of=Cause("visit", ("v-en-10",))), VISIT_STRUCK_OUT) == (
        pounds(1000),
        pounds(5600),
    )


def overpaid(deployment: Deployment) -> Money:
    return sum((leg.overpaid for leg in first_legs(deployment, NOW)), Money(0))


def test_what_is_released_beyond_eligible_cost_is_overpaid() -> None:
    assert overpaid(at(WHEN_RELEASED)) == Money(0)
    assert overpaid(at(WHEN_RELEASED, VISIT_STRUCK_OUT)) == pounds(400)
    assert overpaid(at(WHEN_RELEASED, VISIT_STRUCK_OUT, COST_REVERSED)) == pounds(700)
    assert overpaid(at(WHEN_RELEASED, COST_DISALLOWED)) == pounds(200)


def test_eligible_cost_that_is_still_owed_does_not_make_overpaid_negative() -> None:
    assert overpaid(at(WHEN_WORKED)) == Money(0)


def test_a_recovery_takes_back_what_was_overpaid() -> None:
    deployment = at(OVERPAID, RECOVERED)

    assert overpaid(deployment) == Money(0)
    assert deployment.money.net_released == pounds(5600)


def test_the_next_release_makes_up_for_what_was_overpaid() -> None:
    more = changed(ENGLISH_VISITS[0], visit="v-more", on=date(2024, 4, 25), line="3", leader=VISIT.leader)
    deployment = at(OVERPAID, more)

    assert deployment.account(EXCEED).eligible() - deployment.money.net_released == pounds(100)


def test_released_is_what_was_released_and_not_what_was_paid() -> None:
    two_of_three = changed(INSTALMENT_RELEASED, instalment=2, amount=pounds(2000))

    assert at(WHEN_RELEASED, PAYMENT_MADE, two_of_three).money.net_released == pounds(8000)


def test_a_payment_is_worth_what_did_not_come_back() -> None:
    ledger = at(WHEN_RELEASED, PAYMENT_MADE, PAYMENT_REVERSED).money

    assert ledger.paid("p-1") == pounds(5000)


def test_what_came_back_of_a_payment_in_parts_adds_up() -> None:
    second = changed(PAYMENT_REVERSED, document="B-2", amount=pounds(500))

    assert at(WHEN_RELEASED, PAYMENT_MADE, PAYMENT_REVERSED, second).money.paid("p-1") == pounds(4500)


def test_a_struck_out_payment_stands_no_more() -> None:
    struck = EntryStruckOut(
        of=Cause("payment", ("p-1",)),
        on=date(2024, 4, 20),
        cause="duplicate",
        reason="Twice.",
        asked_by=person("u-1"),
        agreed_by=person("u-2"),
    )

    assert at(WHEN_RELEASED, PAYMENT_MADE, struck).money.payments == {}


def test_an_invoice_on_the_scheduled_leg_may_be_for_no_instalment() -> None:
    assert codes(invoiced(instalment=None)) == []


def test_a_former_leads_trust_claims_what_was_due_when_it_invoiced_though_a_cost_was_credited_since() -> None:
    credited = (*WHEN_JUDGED, LEAD_REPLACED, COST_REVERSED)

    assert codes(invoiced(credited)) == []
    assert codes(invoiced(credited, on=COST_REVERSED.on)) == ["S2SS-M61"]


def test_a_payment_that_settles_nothing_says_so_in_money() -> None:
    (_, beyond) = paid(amount=pounds(1), vat_recovered=pounds(2), settles=()).broken

    assert beyond.rule.code == "S2SS-M27"
    assert dict(beyond.facts) == {"payment": "p-1", "settles": "£0.00", "net": "-£1.00"}


def test_what_was_paid_beyond_what_is_due_on_a_leg_without_releases_is_not_recovered_from_it() -> None:
    to_the_school = changed(
        INVOICE_RECEIVED,
        invoice="R-1",
        leg="reimbursement",
        supplier=OTHER_SCHOOL,
        customer=HOME_TRUST,
        instalment=None,
    )
    settles = (Settled(of=Cause("invoice", ("R-1",)), amount=pounds(6000)),)
    history = (*WHEN_RELEASED, to_the_school, changed(PAYMENT_MADE, paid_to=OTHER_SCHOOL, settles=settles))

    found = recovered(history, leg="reimbursement", recovered_from=OTHER_SCHOOL, amount=Money(1))

    assert balance(at(history), NOW, "reimbursement", OTHER_SCHOOL.id).overpaid == pounds(6000)
    assert codes(found) == ["S2SS-M19"]


def test_not_a_penny_is_recovered_on_a_leg_of_which_nothing_was_paid() -> None:
    assert codes(recovered(leg="reimbursement", amount=Money(1))) == ["S2SS-M19"]
