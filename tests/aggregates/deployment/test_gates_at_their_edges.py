"""The gates of a release at their edges: after an early end, of a supplement, of one of several awards."""

from collections.abc import Iterable
from datetime import date

import attrs
import pytest

from s2ss_core.aggregates.award_share import AwardShare
from s2ss_core.aggregates.decision import Decision, DecisionContext
from s2ss_core.aggregates.deployment.gates import GATES, for_release
from s2ss_core.events import DeploymentEvent, InstalmentReleased
from s2ss_core.programmes import Gate
from s2ss_core.values import Money, Person
from tests.aggregates.deployment.test_gates import CANCELLED, released
from tests.aggregates.histories import (
    A_NOMINEE,
    AGREEMENT_ISSUED,
    BROKERED,
    CERTIFICATE_RETURNED,
    CERTIFIED,
    COST,
    EXCEED,
    FINAL_REPORTED,
    INSTALMENT_RELEASED,
    INVOICE_RECEIVED,
    LAST_RELEASED,
    LLF,
    NOW,
    OTHER_SCHOOL,
    PLAN_APPROVED,
    PLAN_SUBMITTED,
    QA_LEAD_APPOINTED,
    REVIEW_HELD,
    SECOND_TERM,
    SUPPORT_ENDED,
    THE_HEADTEACHER,
    THE_LEADER,
    THE_OFFICER,
    THE_QA_LEAD,
    VISIT,
    WHEN_INVOICED,
    WHEN_RELEASED,
    WHEN_WORKED,
    at,
    but,
    changed,
    codes,
    pounds,
)

Facts = dict[str, str]


def broken(
    gate: Gate, history: Iterable[DeploymentEvent], fact: DeploymentEvent, context: DecisionContext = NOW
) -> list[Facts]:
    """The facts of each rule of a gate that a release does not meet."""
    assert isinstance(fact, InstalmentReleased)
    return [dict(found.facts) for found in GATES[gate](at(history), context, fact)]


def facts_of(decision: Decision[DeploymentEvent], code: str) -> list[Facts]:
    return [dict(found.facts) for found in decision.broken if found.rule.code == code]


def clears(decision: Decision[DeploymentEvent], code: str) -> list[str]:
    return [found.clears for found in decision.broken if found.rule.code == code]


# After an end that came before its term

EARLY_END = changed(SUPPORT_ENDED, actual_end=date(2024, 4, 10), on=date(2024, 4, 10))
FINAL_EARLY = changed(FINAL_REPORTED, on=date(2024, 4, 11))
ENDED_EARLY = (*WHEN_WORKED, EARLY_END, FINAL_EARLY)


def release_of(number: int, **otherwise: object) -> InstalmentReleased:
    return changed(INSTALMENT_RELEASED, **{"instalment": number, "report": "f-1", **otherwise})


FIRST, SECOND, THIRD = map(release_of, (1, 2, 3))
OF_THE_SECOND = changed(INSTALMENT_RELEASED, instalment=2, amount=pounds(1))


def may_exceed_its_own_sum(history: Iterable[DeploymentEvent], fact: InstalmentReleased) -> bool:
    """Whether a release counts as the last after an early end: it may then take what later instalments were to pay."""
    money = at(history).money
    cancelled = money.cancelled_on(fact.leg) - {fact.instalment}
    scheduled = sum(due.amount for due in AGREEMENT_ISSUED.schedule if due.instalment not in cancelled)
    over = changed(fact, amount=Money(scheduled - money.net_released_on(fact.leg)))
    return not broken("within-schedule", history, over)


@pytest.mark.parametrize(
    ("history", "last"),
    (
        (ENDED_EARLY, {1}),
        ((*ENDED_EARLY, CANCELLED), {2}),
        ((*ENDED_EARLY, INSTALMENT_RELEASED), {1, 2}),
        ((*ENDED_EARLY, INSTALMENT_RELEASED, OF_THE_SECOND), {2, 3}),
        ((*WHEN_WORKED, FINAL_EARLY), {3}),
        ((*WHEN_WORKED, EARLY_END), {3}),
        ((*ENDED_EARLY, changed(CANCELLED, leg="reimbursement")), {1}),
        ((*ENDED_EARLY, changed(INSTALMENT_RELEASED, paid_to=OTHER_SCHOOL)), {1}),
    ),
)
def test_after_an_early_end_the_next_instalment_is_the_last_one(
    history: tuple[DeploymentEvent, ...], last: set[int]
) -> None:
    assert {fact.instalment for fact in (FIRST, SECOND, THIRD) if may_exceed_its_own_sum(history, fact)} == {
        *last,
        3,
    }


def test_support_that_ends_on_the_day_of_the_release_has_ended() -> None:
    on_the_day = changed(EARLY_END, actual_end=INSTALMENT_RELEASED.on)
    a_day_later = changed(EARLY_END, actual_end=date(2024, 4, 13))

    assert may_exceed_its_own_sum((*WHEN_WORKED, on_the_day, FINAL_EARLY), FIRST)
    assert not may_exceed_its_own_sum((*WHEN_WORKED, a_day_later, FINAL_EARLY), FIRST)


def test_the_last_one_after_an_early_end_waits_for_what_the_last_one_waits_for() -> None:
    assert "S2SS-M14" in codes(released(ENDED_EARLY, FIRST))
    assert "S2SS-M14" not in codes(released(ENDED_EARLY, SECOND))


def test_the_last_one_after_an_early_end_is_of_the_term_of_its_report() -> None:
    of_autumn = (*WHEN_WORKED, EARLY_END, FINAL_EARLY)

    assert broken("term-ended", of_autumn, FIRST) == [{"term_ends": "2024-12-31", "on": "2024-04-12"}]
    assert broken("term-ended", of_autumn, release_of(1, report="i-1")) == []


def test_an_instalment_of_no_schedule_that_names_a_report_is_of_its_term() -> None:
    unscheduled = but(WHEN_INVOICED, AGREEMENT_ISSUED, changed(AGREEMENT_ISSUED, schedule=()))
    in_march = changed(INSTALMENT_RELEASED, on=date(2024, 3, 30))

    assert broken("term-ended", unscheduled, in_march) == [{"term_ends": "2024-03-31", "on": "2024-03-30"}]
    assert broken("term-ended", unscheduled, INSTALMENT_RELEASED) == []


def test_an_instalment_that_comes_after_no_report_is_the_last_one_if_it_names_the_final_report() -> None:
    first, *others = AGREEMENT_ISSUED.schedule
    of_any_report = changed(AGREEMENT_ISSUED, schedule=(changed(first, after=None), *others))
    history = (*but(WHEN_INVOICED, AGREEMENT_ISSUED, of_any_report), FINAL_EARLY)

    assert "S2SS-M14" in codes(released(history, FIRST))
    assert "S2SS-M14" not in codes(released(history, release_of(1, report="i-1")))


def test_what_neither_a_schedule_nor_a_report_dates_is_for_what_was_due_when_the_last_term_ended() -> None:
    unscheduled = but(WHEN_WORKED, AGREEMENT_ISSUED, changed(AGREEMENT_ISSUED, schedule=()))
    visits = (changed(SECOND_TERM[0], visit=f"v-{day}", on=date(2024, *day)) for day in ((3, 31), (4, 1)))
    history = (*unscheduled, *visits)
    six_thousand_and_a_day = changed(INSTALMENT_RELEASED, report=None, amount=pounds(6500))

    assert broken("term-ended", history, six_thousand_and_a_day) == []
    assert broken("term-ended", history, changed(six_thousand_and_a_day, amount=Money(650_001)))


# Once, and its supplements

NOT_AGAIN, SUPPLEMENT = "S2SS-M16", "S2SS-M31"
SETTLED = (
    *WHEN_RELEASED,
    changed(INSTALMENT_RELEASED, instalment=2),
    changed(INSTALMENT_RELEASED, instalment=3),
)


def part(number: int, of: int = 3) -> InstalmentReleased:
    return changed(INSTALMENT_RELEASED, instalment=of, part=number)


def test_what_is_still_owed_of_the_last_instalment_is_released_as_its_next_part() -> None:
    again, earlier = released(SETTLED, part(1)), released(SETTLED, part(1, of=1))

    assert clears(again, NOT_AGAIN) == ["Release what is still owed as part 2 of instalment 3."]
    assert facts_of(again, NOT_AGAIN)[0]["settled"] == "1, 2, 3"
    assert clears(earlier, NOT_AGAIN) == ["Name an instalment that is neither released nor cancelled."]


def test_only_the_next_part_of_the_last_instalment_is_a_supplement() -> None:
    second, third = released(SETTLED, part(2)), released((*SETTLED, part(2)), part(3))

    assert not {NOT_AGAIN, SUPPLEMENT} & {*codes(second), *codes(third)}
    assert clears(released(SETTLED, part(3)), SUPPLEMENT) == ["Release it as part 2 of instalment 3."]
    assert clears(released(SETTLED, part(2, of=2)), SUPPLEMENT) == ["Release it as part 2 of instalment 3."]


def test_what_another_was_paid_is_no_earlier_release_to_this_payee() -> None:
    to_another = (changed(fact, paid_to=OTHER_SCHOOL) for fact in (FIRST, SECOND, THIRD))
    history = (*WHEN_INVOICED, *to_another)

    assert NOT_AGAIN not in codes(released(history))
    assert SUPPLEMENT in codes(released(history, part(2)))


def test_a_supplement_of_an_instalment_that_was_cancelled_is_released_of_the_one_before() -> None:
    cancelled = (changed(CANCELLED, instalment=number) for number in (1, 2, 3))
    last_cancelled = (*WHEN_RELEASED, changed(CANCELLED, instalment=2), changed(CANCELLED, instalment=3))

    assert clears(released(last_cancelled, part(2)), SUPPLEMENT) == ["Release it as part 2 of instalment 1."]
    assert facts_of(released((*WHEN_INVOICED, *cancelled), part(2, of=2)), SUPPLEMENT) == [
        {"instalment": "2", "part": "2", "last": "2", "supplement": "none"}
    ]


# Of one of several awards

SHARES = (
    AwardShare(award="g-1", lines=frozenset({"1"}), allocated=pounds(3000)),
    AwardShare(award="g-2", lines=frozenset({"2", "3"}), allocated=pounds(1000)),
)
OF_TWO_AWARDS = attrs.evolve(NOW, awards=frozenset({"g-1", "g-2"}), shares=SHARES)


def test_a_release_is_within_what_each_award_set_aside_for_its_lines() -> None:
    # £2,100 pays January: £1,600 of line 1, £500 of line 3. Then come £1,000 of line 2 and the days up to 6 March.
    history = (*WHEN_WORKED, changed(INSTALMENT_RELEASED, amount=pounds(2100)))

    def asked(amount: int) -> list[Facts]:
        fact = changed(SECOND_TERM[-1], amount=pounds(amount))
        return broken("within-allocation", history, fact, OF_TWO_AWARDS)

    assert asked(500) == []
    assert asked(1000) == [
        {"amount": "£1,000.00", "net_released": "£500.00", "allocated": "£1,000.00", "awards": "g-2"}
    ]
    assert asked(3900) == [
        {"amount": "£2,400.00", "net_released": "£1,600.00", "allocated": "£3,000.00", "awards": "g-1"},
        {"amount": "£1,500.00", "net_released": "£500.00", "allocated": "£1,000.00", "awards": "g-2"},
    ]


def test_a_release_that_pays_for_nothing_of_an_award_asks_nothing_of_it() -> None:
    # £500 of line 3 was released, though its award set nothing aside; what comes next pays for line 2.
    history = (BROKERED, PLAN_SUBMITTED, PLAN_APPROVED, VISIT, COST, changed(FIRST, amount=pounds(500)))
    shares = (
        AwardShare(award="g-1", lines=frozenset({"3"}), allocated=Money(0)),
        AwardShare(award="g-2", lines=frozenset({"2"}), allocated=pounds(1000)),
    )
    context = attrs.evolve(OF_TWO_AWARDS, shares=shares)

    assert broken("within-allocation", history, changed(SECOND, amount=pounds(100)), context) == []


def test_the_certificate_of_each_award_is_returned_before_the_last_release() -> None:
    one = (
        *WHEN_WORKED,
        changed(CERTIFIED, award="g-1", eligible=pounds(4000)),
        CERTIFICATE_RETURNED,
    )
    both = (
        *one,
        changed(CERTIFIED, certificate="cert-2", award="g-2", eligible=pounds(2000)),
        changed(CERTIFICATE_RETURNED, certificate="cert-2"),
    )

    assert broken("certificate-returned", one, LAST_RELEASED, OF_TWO_AWARDS) == [
        {"report": "f-1", "returned_on": "none", "on": "2025-01-10"}
    ]
    assert broken("certificate-returned", both, LAST_RELEASED, OF_TWO_AWARDS) == []


# The schedule


def test_a_schedule_counts_on_the_leg_of_the_release_and_without_what_was_cancelled_there() -> None:
    on_another = changed(AGREEMENT_ISSUED.schedule[0], leg="reimbursement", amount=pounds(500))
    schedule = (*AGREEMENT_ISSUED.schedule, on_another)
    history = but(WHEN_INVOICED, AGREEMENT_ISSUED, changed(AGREEMENT_ISSUED, schedule=schedule))
    second = changed(INSTALMENT_RELEASED, instalment=2, amount=pounds(9000))

    def left(*then: DeploymentEvent) -> list[str]:
        found = broken("within-schedule", (*history, *then), second)
        return [facts["left"] for facts in found if "left" in facts]

    assert left() == ["£8,000.00"]
    assert left(CANCELLED) == ["£2,000.00"]
    assert left(changed(CANCELLED, leg="reimbursement")) == ["£8,000.00"]


# The invoice

NO_ORDER = but(WHEN_INVOICED, AGREEMENT_ISSUED, changed(AGREEMENT_ISSUED, purchase_order=None))


def differs(history: Iterable[DeploymentEvent], **otherwise: object) -> list[str]:
    fact = changed(INSTALMENT_RELEASED, **otherwise)
    return [facts["differs"] for facts in broken("invoice-with-purchase-order", history, fact)]


def test_a_release_without_an_invoice_says_to_name_one() -> None:
    assert differs(WHEN_INVOICED, invoice=None) == ["name the invoice"]
    assert differs((*WHEN_INVOICED, changed(INVOICE_RECEIVED, invoice="XXXX")), invoice=None) == [
        "name the invoice"
    ]


def test_where_the_agreement_quotes_no_purchase_order_neither_may_the_invoice_or_the_release() -> None:
    assert differs(NO_ORDER) == [
        "get an invoice that quotes no purchase order, quote no purchase order on the release"
    ]
    unquoted = but(NO_ORDER, INVOICE_RECEIVED, changed(INVOICE_RECEIVED, purchase_order=None))
    assert differs(unquoted, purchase_order=None) == []


def test_a_purchase_order_is_the_same_in_other_spelling_and_no_other() -> None:
    assert differs(WHEN_INVOICED, purchase_order="po 77") == []
    assert differs(WHEN_INVOICED, purchase_order=None) == ["quote PO-77 on the release"]


def test_an_invoice_for_no_instalment_says_so() -> None:
    for_none = but(WHEN_INVOICED, INVOICE_RECEIVED, changed(INVOICE_RECEIVED, instalment=None))

    assert differs(for_none) == ["get an invoice for instalment 1, not none"]


# People


def test_the_deputy_of_a_headteacher_writes_a_report_in_the_headteachers_place() -> None:
    def missing(*authors: Person) -> list[str]:
        history = (BROKERED, changed(FINAL_REPORTED, authors=authors))
        return [facts["missing"] for facts in broken("report-by-its-authors", history, LAST_RELEASED, asking)]

    reports = attrs.evolve(EXCEED.reports, final_authors=("headteacher", "system-leader"))
    asking = attrs.evolve(NOW, programme=attrs.evolve(EXCEED, reports=reports))

    assert missing(A_NOMINEE, THE_LEADER) == []
    assert missing(THE_HEADTEACHER, THE_LEADER) == []
    assert missing(THE_LEADER) == ["headteacher"]


def test_nobody_of_the_one_who_is_paid_lets_the_money_go() -> None:
    of_the_payee = changed(THE_OFFICER, organisation=OTHER_SCHOOL.id)
    fact = changed(INSTALMENT_RELEASED, paid_to=OTHER_SCHOOL, authorised_by=of_the_payee)

    known = [dict(found.facts) for found in for_release(at(WHEN_INVOICED), NOW, fact)]
    assert {"by": "u-1", "known_as": "of s-9"} in known


def test_short_notice_is_accepted_by_the_qa_lead_of_the_day_on_which_it_is_accepted() -> None:
    successor = changed(QA_LEAD_APPOINTED, qa_lead="qa-4", on=date(2024, 4, 1))
    late = changed(REVIEW_HELD, on=date(2024, 3, 15), short_notice_accepted_by=THE_QA_LEAD)
    history = (*but(WHEN_INVOICED, REVIEW_HELD, late), successor)

    def qa_lead(**otherwise: object) -> list[Facts]:
        return broken("report-shared-in-time", history, changed(INSTALMENT_RELEASED, **otherwise))

    assert qa_lead() == []
    assert [facts["qa_lead"] for facts in qa_lead(short_notice_accepted_by=THE_QA_LEAD)] == ["qa-4"]
    assert qa_lead(short_notice_accepted_by=changed(THE_QA_LEAD, person="qa-4")) == []


def test_the_refusal_on_a_leg_without_instalments_says_that_none_are_released() -> None:
    decision = released(
        context=attrs.evolve(NOW, programme=LLF),
        history=[changed(BROKERED, funding=changed(BROKERED.funding, kind="self-funded", awards=()))],
    )

    assert facts_of(decision, "S2SS-M24")[0]["releases"] == "no"
