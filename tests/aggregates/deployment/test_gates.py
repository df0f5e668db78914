from collections.abc import Iterable
from datetime import date
from typing import get_args

import attrs
import pytest

from s2ss_core.aggregates.decision import Decision, DecisionContext
from s2ss_core.aggregates.deployment.decisions import money
from s2ss_core.aggregates.deployment.gates import GATES
from s2ss_core.events import DeploymentEvent, InstalmentCancelled, InstalmentReleased
from s2ss_core.programmes import Gate, Programme
from s2ss_core.rules import Refused
from s2ss_core.values import Money, Organisation
from tests.aggregates.cases import Case
from tests.aggregates.deployment.test_money import LIFTED, WITHHELD
from tests.aggregates.histories import (
    AGREEMENT_ISSUED,
    AGREEMENT_SIGNED,
    AMENDMENT_APPROVED,
    BROKERED,
    BROKERED_SELF_FUNDED,
    CERTIFICATE_RETURNED,
    CERTIFIED,
    ENGLISH_JOINED,
    ENGLISH_VISITS,
    EXCEED,
    HOME_SCHOOL,
    HOME_TRUST,
    INSTALMENT_RELEASED,
    INTERIM_REPORTED,
    INTERIM_SHARED,
    INVOICE_RECEIVED,
    JUDGED_BY_BROKER,
    JUDGED_BY_QA_LEAD,
    LAST_RELEASED,
    LAST_TERM_REPORTED,
    LINES,
    LLF,
    NOW,
    OTHER_SCHOOL,
    PLAN_APPROVED,
    PLAN_SUBMITTED,
    REVIEW_HELD,
    SECOND_INSTALMENT,
    SECOND_TERM,
    THE_OFFICER,
    THE_QA_LEAD,
    VARIATION_ISSUED,
    VARIATION_SIGNED,
    VISIT,
    WHEN_INVOICED,
    WHEN_JUDGED,
    WHEN_LAST_TERM_INVOICED,
    WHEN_RELEASED,
    WHEN_RETURNED,
    amendment,
    at,
    but,
    changed,
    codes,
    cost,
    judged,
    pounds,
)


def released(
    history: Iterable[DeploymentEvent] = WHEN_INVOICED,
    fact: DeploymentEvent = INSTALMENT_RELEASED,
    *,
    context: DecisionContext = NOW,
    **otherwise: object,
) -> Decision[DeploymentEvent]:
    release = changed(fact, judgements=(), **otherwise)
    assert isinstance(release, InstalmentReleased)
    return money.release_instalment(at(history), context, release)


def invoiced(amount: Money, **otherwise: object) -> tuple[DeploymentEvent, ...]:
    return but(WHEN_INVOICED, INVOICE_RECEIVED, changed(INVOICE_RECEIVED, net=amount, **otherwise))


def last_released(history: Iterable[DeploymentEvent] = WHEN_RETURNED) -> Decision[DeploymentEvent]:
    return released(history, LAST_RELEASED)


ALL_BUT_A_PENNY = Money(1_099_999)
CERTIFIED_IN_FULL = but(WHEN_RETURNED, CERTIFIED, changed(CERTIFIED, eligible=pounds(11_000)))
A_DAY_LATER = cost("c-9", date(2024, 12, 13), Money(1))

# Signed and approved late, though in force early: histories that only a store written by others can hold.
LATE_SIGNATURE = but(WHEN_INVOICED, AGREEMENT_SIGNED, changed(AGREEMENT_SIGNED, on=date(2024, 4, 13)))
LATE_APPROVAL = but(
    WHEN_INVOICED,
    PLAN_APPROVED,
    changed(PLAN_APPROVED, on=date(2024, 4, 13), effective_from=date(2023, 12, 14)),
)
SECOND_INVOICED = (*WHEN_RELEASED, *SECOND_TERM[:-1])
SECOND_RELEASED = SECOND_TERM[-1]
CANCELLED = InstalmentCancelled(
    instalment=1, on=date(2024, 4, 10), amount=pounds(6000), by=THE_OFFICER, reasons="No longer needed."
)
DEARER = amendment(*LINES[:1], attrs.evolve(LINES[1], rate=pounds(1500), amount=pounds(1500)), *LINES[2:])
ROOM = attrs.evolve(NOW, allocated=pounds(20_000))
MEMBER_TRUST = attrs.evolve(HOME_TRUST, member_of_broker=True)
MORE_SPENT = cost("c-9", date(2024, 3, 1), pounds(1000))
SECOND_INVOICE = changed(INVOICE_RECEIVED, invoice="XT-2", number="2024/018", net=pounds(2000), instalment=2)
SHARED_LATE = but(WHEN_INVOICED, INTERIM_SHARED, changed(INTERIM_SHARED, on=date(2024, 3, 19)))
FURTHER_REVIEW = changed(REVIEW_HELD, review="r-1b", on=date(2024, 3, 28))
THREE_DAYS = changed(INTERIM_SHARED, on=date(2024, 3, 18))
BY_TERM_END: Programme = attrs.evolve(
    EXCEED,
    funding=tuple(attrs.evolve(terms, gates=(*terms.gates, "term-ended")) for terms in EXCEED.funding[:1]),
)
SELF_FUNDED: tuple[DeploymentEvent, ...] = (
    BROKERED_SELF_FUNDED,
    ENGLISH_JOINED,
    PLAN_SUBMITTED,
    PLAN_APPROVED,
    changed(AGREEMENT_ISSUED, document="support-agreement", schedule=()),
    *(changed(AGREEMENT_SIGNED, party=party) for party in ("system-leader", "supported-school", "broker")),
    VISIT,
)

HELD_BACK = (*WHEN_INVOICED, WITHHELD)


def adopted(organisation: str) -> DecisionContext:
    """An organisation's own term dates: its spring term ends on 22 March."""
    return attrs.evolve(
        NOW,
        programme=BY_TERM_END,
        term_ends=lambda of, term: date(2024, 3, 22) if (of, term) == (organisation, "2024-spring") else None,
    )


CASES = (
    Case(
        code="S2SS-M12",
        when="only some other school adopted a term that ends early",
        broken=lambda: released(
            invoiced(pounds(6000), on=date(2024, 3, 28)), context=adopted("s-99"), on=date(2024, 3, 28)
        ),
        kept=lambda: released(
            invoiced(pounds(6000), on=date(2024, 3, 28)), context=adopted("s-7"), on=date(2024, 3, 28)
        ),
    ),
    Case(
        code="S2SS-M31",
        when="a supplement is of an instalment before the last",
        broken=lambda: released(part=2),
        kept=lambda: released(part=1),
    ),
    Case(
        code="S2SS-M29",
        when="the instalment is withheld",
        broken=lambda: released(HELD_BACK),
        kept=lambda: released((*HELD_BACK, LIFTED)),
    ),
    Case(
        code="S2SS-M29",
        when="the withholding is lifted after the day of the release",
        broken=lambda: released((*HELD_BACK, changed(LIFTED, on=date(2024, 4, 13)))),
        kept=lambda: released((*HELD_BACK, changed(LIFTED, on=date(2024, 4, 12)))),
    ),
    Case(
        code="S2SS-M01",
        when="the agreement was signed the day after",
        broken=lambda: released(LATE_SIGNATURE),
        kept=lambda: released(LATE_SIGNATURE, on=date(2024, 4, 13)),
    ),
    Case(
        code="S2SS-M02",
        when="the plan was approved the day after",
        broken=lambda: released(LATE_APPROVAL),
        kept=lambda: released(LATE_APPROVAL, on=date(2024, 4, 13)),
    ),
    Case(
        code="S2SS-M03",
        when="the report it names is on another term",
        broken=lambda: released(
            (*WHEN_RELEASED, cost("c-2", date(2024, 4, 8), pounds(2000)), SECOND_INVOICE),
            instalment=2,
            amount=pounds(2000),
            invoice="XT-2",
        ),
        kept=lambda: released(SECOND_INVOICED, SECOND_RELEASED),
    ),
    Case(
        code="S2SS-M04",
        when="the review it names was not held",
        broken=lambda: released(review="r-9"),
        kept=lambda: released(review="r-1"),
    ),
    Case(
        code="S2SS-M05",
        when="the broker has not judged",
        broken=lambda: released(but(WHEN_INVOICED, JUDGED_BY_BROKER)),
        kept=released,
    ),
    Case(
        code="S2SS-M05",
        when="the QA Lead has come to judge it unsatisfactory",
        broken=lambda: released((*WHEN_INVOICED, judged("j-3", "qa-lead", date(2024, 4, 12), well=False))),
        kept=lambda: released(
            (
                *WHEN_INVOICED,
                judged("j-3", "qa-lead", date(2024, 4, 11), well=False),
                judged("j-4", "qa-lead", date(2024, 4, 12)),
            )
        ),
    ),
    Case(
        code="S2SS-M05",
        when="the QA Lead judged only the day after",
        broken=lambda: released(
            but(WHEN_INVOICED, JUDGED_BY_QA_LEAD, changed(JUDGED_BY_QA_LEAD, on=date(2024, 4, 13)))
        ),
        kept=lambda: released(
            but(WHEN_INVOICED, JUDGED_BY_QA_LEAD, changed(JUDGED_BY_QA_LEAD, on=date(2024, 4, 12)))
        ),
    ),
    Case(
        code="S2SS-M05",
        when="the funder must judge and has not",
        broken=lambda: released(context=attrs.evolve(NOW, funder_judges=True)),
        kept=lambda: released(
            (*WHEN_INVOICED, judged("j-3", "funder", date(2024, 4, 1))),
            context=attrs.evolve(NOW, funder_judges=True),
        ),
    ),
    Case(
        code="S2SS-M06",
        when="a penny more is released than was scheduled",
        broken=lambda: released((*invoiced(Money(600_001)), MORE_SPENT), amount=Money(600_001)),
        kept=lambda: released((*invoiced(Money(600_000)), MORE_SPENT), amount=Money(600_000)),
    ),
    Case(
        code="S2SS-M07",
        when="£6,000 is released and £5,600 is eligible",
        broken=lambda: released(but(WHEN_INVOICED, ENGLISH_VISITS[-1])),
        kept=lambda: released(but(invoiced(pounds(5600)), ENGLISH_VISITS[-1]), amount=pounds(5600)),
    ),
    Case(
        code="S2SS-M07",
        when="a day that is released for was worked only the day after",
        broken=lambda: released(
            but(WHEN_INVOICED, ENGLISH_VISITS[-1], changed(ENGLISH_VISITS[-1], on=date(2024, 4, 13)))
        ),
        kept=lambda: released(
            but(WHEN_INVOICED, ENGLISH_VISITS[-1], changed(ENGLISH_VISITS[-1], on=date(2024, 4, 12)))
        ),
    ),
    Case(
        code="S2SS-M08",
        when="less is allocated than is released",
        broken=lambda: released(context=attrs.evolve(NOW, allocated=Money(599_999))),
        kept=lambda: released(context=attrs.evolve(NOW, allocated=Money(600_000))),
    ),
    Case(
        code="S2SS-M09",
        when="it is paid to a school that provides no leader",
        broken=lambda: released(invoiced(pounds(6000), supplier=OTHER_SCHOOL), paid_to=OTHER_SCHOOL),
        kept=lambda: released(invoiced(pounds(6000), supplier=HOME_SCHOOL), paid_to=HOME_SCHOOL),
    ),
    Case(
        code="S2SS-M10",
        when="no invoice was received",
        broken=lambda: released(WHEN_JUDGED),
        kept=lambda: released(WHEN_INVOICED),
    ),
    Case(
        code="S2SS-M10",
        when="the invoice quotes another purchase order",
        broken=lambda: released(invoiced(pounds(6000), purchase_order="PO-78")),
        kept=released,
    ),
    Case(
        code="S2SS-M10",
        when="the release quotes another purchase order",
        broken=lambda: released(purchase_order="PO-78"),
        kept=released,
    ),
    Case(
        code="S2SS-M10",
        when="the invoice is for another sum",
        broken=lambda: released(invoiced(pounds(5999))),
        kept=released,
    ),
    Case(
        code="S2SS-M10",
        when="the invoice is for another instalment",
        broken=lambda: released(invoiced(pounds(6000), instalment=2)),
        kept=released,
    ),
    Case(
        code="S2SS-M10",
        when="the invoice is another organisation's",
        broken=lambda: released(invoiced(pounds(6000), supplier=HOME_SCHOOL)),
        kept=released,
    ),
    Case(
        code="S2SS-M10",
        when="the invoice arrived the day after",
        broken=lambda: released(invoiced(pounds(6000), on=date(2024, 4, 13))),
        kept=lambda: released(invoiced(pounds(6000), on=date(2024, 4, 12))),
    ),
    Case(
        code="S2SS-M10",
        when="another invoice is named",
        broken=lambda: released(invoice="XT-9"),
        kept=released,
    ),
    Case(
        code="S2SS-M10",
        when="an organisation outside the trust would be settled by journal",
        broken=lambda: released(settled_by="journal"),
        kept=lambda: released(settled_by="invoice"),
    ),
    Case(
        code="S2SS-M11",
        when="a member of the broker's trust would be settled by invoice",
        broken=lambda: released(paid_to=MEMBER_TRUST),
        kept=lambda: released(
            WHEN_JUDGED, paid_to=MEMBER_TRUST, settled_by="journal", invoice=None, purchase_order=None
        ),
    ),
    Case(
        code="S2SS-M12",
        when="the programme pays at the end of term, and the term runs on",
        broken=lambda: released(
            invoiced(pounds(6000), on=date(2024, 3, 30)),
            context=attrs.evolve(NOW, programme=BY_TERM_END),
            on=date(2024, 3, 30),
        ),
        kept=lambda: released(
            invoiced(pounds(6000), on=date(2024, 3, 30)),
            context=attrs.evolve(NOW, programme=BY_TERM_END),
            on=date(2024, 3, 31),
        ),
    ),
    Case(
        code="S2SS-M13",
        when="the final report was not finalised",
        broken=lambda: last_released(but(WHEN_RETURNED, LAST_TERM_REPORTED[5])),
        kept=last_released,
    ),
    Case(
        code="S2SS-M13",
        when="the final report was finalised the day after",
        broken=lambda: last_released(
            but(WHEN_RETURNED, LAST_TERM_REPORTED[5], changed(LAST_TERM_REPORTED[5], on=date(2025, 1, 11)))
        ),
        kept=lambda: last_released(
            but(WHEN_RETURNED, LAST_TERM_REPORTED[5], changed(LAST_TERM_REPORTED[5], on=date(2025, 1, 10)))
        ),
    ),
    Case(
        code="S2SS-M40",
        when="a penny more is eligible than was certified",
        broken=lambda: last_released(
            but(WHEN_RETURNED, CERTIFIED, changed(CERTIFIED, eligible=ALL_BUT_A_PENNY))
        ),
        kept=lambda: last_released(CERTIFIED_IN_FULL),
    ),
    Case(
        code="S2SS-M40",
        when="a cost of a day of no certificate is told after the final one came back",
        broken=lambda: last_released((*CERTIFIED_IN_FULL, A_DAY_LATER)),
        kept=lambda: last_released(CERTIFIED_IN_FULL),
    ),
    Case(
        code="S2SS-M14",
        when="the certificate was not returned",
        broken=lambda: last_released(but(WHEN_RETURNED, CERTIFICATE_RETURNED)),
        kept=last_released,
    ),
    Case(
        code="S2SS-M14",
        when="what was returned is not the final certificate",
        broken=lambda: last_released(but(WHEN_RETURNED, CERTIFIED, changed(CERTIFIED, final=False))),
        kept=last_released,
    ),
    Case(
        code="S2SS-M14",
        when="the certificate was returned the day after",
        broken=lambda: last_released(
            but(WHEN_RETURNED, CERTIFICATE_RETURNED, changed(CERTIFICATE_RETURNED, on=date(2025, 1, 11)))
        ),
        kept=lambda: last_released(
            but(WHEN_RETURNED, CERTIFICATE_RETURNED, changed(CERTIFICATE_RETURNED, on=date(2025, 1, 10)))
        ),
    ),
    Case(
        code="S2SS-M15",
        when="it is not on the schedule",
        broken=lambda: released(invoiced(pounds(6000), instalment=4), instalment=4),
        kept=lambda: released(invoiced(pounds(6000), instalment=1), instalment=1),
    ),
    Case(
        code="S2SS-M16",
        when="it was cancelled",
        broken=lambda: released((*WHEN_INVOICED, CANCELLED)),
        kept=lambda: released(WHEN_INVOICED),
    ),
    Case(
        code="S2SS-M17",
        when="nothing would be released",
        broken=lambda: released(invoiced(Money(0)), amount=Money(0)),
        kept=lambda: released(invoiced(Money(1)), amount=Money(1)),
    ),
    Case(
        code="S2SS-M18",
        when="the plan was amended and the schedule was not varied",
        broken=lambda: released((*WHEN_INVOICED, DEARER, AMENDMENT_APPROVED), context=ROOM),
        kept=lambda: released(
            (
                *WHEN_INVOICED,
                DEARER,
                AMENDMENT_APPROVED,
                changed(
                    VARIATION_ISSUED,
                    schedule=(
                        AGREEMENT_ISSUED.schedule[0],
                        attrs.evolve(SECOND_INSTALMENT, amount=pounds(2500)),
                        AGREEMENT_ISSUED.schedule[2],
                    ),
                ),
                VARIATION_SIGNED,
            ),
            context=ROOM,
        ),
    ),
    Case(
        code="S2SS-M24",
        when="the programme has no gates to release anything through",
        broken=lambda: released([BROKERED_SELF_FUNDED], context=attrs.evolve(NOW, programme=LLF)),
        kept=lambda: released(SELF_FUNDED, amount=pounds(500)),
    ),
    Case(
        code="S2SS-M24",
        when="the leg is not paid by instalments",
        broken=lambda: released(invoiced(pounds(6000), leg="reimbursement"), leg="reimbursement"),
        kept=released,
    ),
    Case(
        code="S2SS-R09",
        when="the report was shared two working days before its review",
        broken=lambda: released(SHARED_LATE),
        kept=lambda: released(but(WHEN_INVOICED, INTERIM_SHARED, THREE_DAYS)),
    ),
    Case(
        code="S2SS-R09",
        when="another than the QA Lead accepts the short notice",
        broken=lambda: released(SHARED_LATE, short_notice_accepted_by=THE_OFFICER),
        kept=lambda: released(SHARED_LATE, short_notice_accepted_by=THE_QA_LEAD),
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


def test_every_gate_that_a_programme_can_name_is_known() -> None:
    assert set(GATES) == set(get_args(Gate))


def test_a_release_before_its_review_is_refused_with_everything_that_would_clear_it() -> None:
    history = but(WHEN_JUDGED, REVIEW_HELD)
    history = but(but(history, ENGLISH_VISITS[-1]), WHEN_JUDGED[-1])

    with pytest.raises(Refused) as refusal:
        released(history, on=date(2024, 3, 15)).events_or_raise()

    message = str(refusal.value)
    assert [broken_rule.rule.code for broken_rule in refusal.value.broken] == [
        "S2SS-M04",
        "S2SS-M05",
        "S2SS-M05",
        "S2SS-M07",
        "S2SS-M10",
    ]
    assert message.startswith("Cannot release instalment 1 of d-1: 5 rules are not met.")
    assert "Name a review meeting that was held on report i-1, or hold it first." in message
    assert "Have the qa-lead judge progress" in message
    assert "Have the broker judge progress" in message
    assert "£5,600.00 is eligible" in message
    assert "receive invoice XT-1 first" in message
    assert "despite" not in message


def test_a_release_cannot_be_recorded_despite_a_rule() -> None:
    assert not released(WHEN_JUDGED).may_be_accepted


def test_a_release_derives_the_judgements_that_it_rests_on() -> None:
    (fact,) = released((*WHEN_INVOICED, judged("j-4", "broker", date(2024, 4, 1)))).events_or_raise()

    assert isinstance(fact, InstalmentReleased)
    assert fact.judgements == ("j-1", "j-4")


def test_a_programme_that_asks_for_no_report_and_review_releases_without_them() -> None:
    terms = attrs.evolve(EXCEED.funding[0], gates=("agreement-signed", "within-eligible"), judges=())
    without = attrs.evolve(NOW, programme=attrs.evolve(EXCEED, funding=(terms, *EXCEED.funding[1:])))

    assert codes(released(report=None, review=None, context=without)) == []
    assert codes(released(report=None, review=None)) == ["S2SS-M03", "S2SS-M04", "S2SS-M05", "S2SS-M05"]


def test_a_shortfall_rolls_to_the_next_instalment() -> None:
    short = changed(INSTALMENT_RELEASED, amount=pounds(5000))
    invoice, release = SECOND_TERM[-2:]
    up_to_second = (*WHEN_INVOICED, short, *SECOND_TERM[:-2])
    fact = changed(release, amount=pounds(3000))

    decision = released((*up_to_second, changed(invoice, net=pounds(3000))), fact)
    too_much = released((*up_to_second, changed(invoice, net=Money(300_001))), fact, amount=Money(300_001))

    assert codes(decision) == []
    assert codes(too_much) == ["S2SS-M06", "S2SS-M07"]
    assert "£3,000.00" in too_much.broken[0].clears


def test_the_last_instalment_waits_for_more_than_the_ones_before() -> None:
    decision = last_released(WHEN_LAST_TERM_INVOICED)

    assert codes(decision) == ["S2SS-M14"]
    assert codes(last_released(WHEN_RETURNED)) == []


def test_which_instalment_is_the_last_is_the_schedules_to_say_and_not_the_reports() -> None:
    late = date(2024, 12, 12)
    last = released(WHEN_LAST_TERM_INVOICED, LAST_RELEASED, report="i-2", on=late)
    second = released(but(WHEN_LAST_TERM_INVOICED, SECOND_RELEASED), SECOND_RELEASED, report="f-1", on=late)

    assert {"S2SS-M13", "S2SS-M14"} & set(codes(last)) == {"S2SS-M14"}
    assert {"S2SS-M13", "S2SS-M14"}.isdisjoint(codes(second))


def test_the_refusal_of_a_release_without_a_report_says_which_to_record() -> None:
    unscheduled = but(WHEN_INVOICED, AGREEMENT_ISSUED, changed(AGREEMENT_ISSUED, schedule=()))
    of_the_schedule, of_none = (
        next(
            broken_rule
            for broken_rule in released(history, report="i-9").broken
            if broken_rule.rule.code == "S2SS-M03"
        )
        for history in (WHEN_INVOICED, unscheduled)
    )

    assert of_the_schedule.clears == "Name the interim report on Spring 2024, or record it first."
    assert of_none.clears == "Name the interim or final report on the term, or record it first."


def test_a_report_of_the_day_of_the_release_is_written() -> None:
    assert "S2SS-M03" not in codes(released(on=INTERIM_REPORTED.on))
    assert "S2SS-M03" in codes(released(on=date(2024, 3, 13)))


def test_an_invoice_without_an_agreement_quotes_no_order_that_counts() -> None:
    unsigned = but(WHEN_INVOICED, AGREEMENT_SIGNED)

    assert "S2SS-M10" in codes(released(unsigned))


def test_a_certificate_that_was_superseded_after_its_return_must_come_back_again() -> None:
    certified = WHEN_RETURNED[-2]
    second = changed(certified, certificate="cert-2", on=date(2025, 1, 8), supersedes="cert-1")
    returned = changed(CERTIFICATE_RETURNED, certificate="cert-2", on=date(2025, 1, 9))

    assert codes(last_released((*WHEN_RETURNED, second))) == ["S2SS-M14"]
    assert codes(last_released((*WHEN_RETURNED, second, returned))) == []


def test_short_notice_is_cleared_by_a_further_review_on_the_same_report() -> None:
    assert codes(released((*SHARED_LATE, FURTHER_REVIEW), review="r-1b")) == []
    assert codes(released((*SHARED_LATE, FURTHER_REVIEW), review="r-1")) == ["S2SS-R09"]


def test_short_notice_is_cleared_by_the_qa_leads_acceptance_at_the_review() -> None:
    accepted = changed(REVIEW_HELD, short_notice_accepted_by=THE_QA_LEAD)

    assert codes(released(but(SHARED_LATE, REVIEW_HELD, accepted))) == []


def test_a_report_that_was_never_shared_in_time_may_still_be_accepted() -> None:
    unshared = but(WHEN_INVOICED, INTERIM_SHARED)

    assert codes(released(unshared)) == ["S2SS-R09"]
    assert codes(released(unshared, short_notice_accepted_by=THE_QA_LEAD)) == []


def test_a_variation_binds_releases_once_it_is_signed() -> None:
    waiting = (*WHEN_INVOICED, changed(VARIATION_ISSUED, purchase_order="PO-78"))

    assert codes(released(waiting)) == []
    assert codes(released((*waiting, VARIATION_SIGNED))) == ["S2SS-M10"]


def test_membership_is_the_payees_on_the_day_of_the_release_whatever_it_was_before() -> None:
    left_the_trust = changed(BROKERED, lead=attrs.evolve(BROKERED.lead, home_trust=MEMBER_TRUST))

    assert codes(released(but(WHEN_INVOICED, BROKERED, left_the_trust))) == []


def test_a_release_never_needs_both_an_invoice_and_a_journal() -> None:
    organisations: tuple[Organisation, ...] = (HOME_TRUST, MEMBER_TRUST)

    required = [
        set(codes(released(WHEN_JUDGED, paid_to=organisation, settled_by="invoice")))
        for organisation in organisations
    ]

    assert required == [{"S2SS-M10"}, {"S2SS-M11"}]
