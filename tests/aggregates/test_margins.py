"""Decisions at the margins: half days, nobody appointed, nothing planned, an id that names nothing, a single penny."""

from collections.abc import Callable
from datetime import date
from typing import Any

import attrs
import pytest

from s2ss_core.aggregates import grant, leader_year
from s2ss_core.aggregates.award_use import NO_USE, AwardUse
from s2ss_core.aggregates.decision import Decision, DecisionContext
from s2ss_core.aggregates.deployment.decisions import (
    agreement,
    brokering,
    closure,
    corrections,
    costs,
    ending,
    money,
    payments,
    plan_lines,
    planning,
    preparation,
    reporting,
    reviews,
    support,
)
from s2ss_core.events import (
    AwardVaried,
    CostDisallowed,
    GrantAllocated,
    LeaderJoined,
    PaymentReversed,
    PlanLine,
    VisitLogged,
)
from s2ss_core.ledger import Approved, scheduled
from s2ss_core.programmes import Programme
from s2ss_core.rules import Despite, Refused
from s2ss_core.testing.lifecycle.cast import person
from s2ss_core.values import Cause, Days, Money, Organisation, Term
from tests.aggregates.deployment.test_corrections import COST_ALLOWED, COST_DISALLOWED, COST_REVERSED
from tests.aggregates.deployment.test_money import PAYMENT_REVERSED, RECOVERED
from tests.aggregates.histories import (
    AGREEMENT_ISSUED,
    AMENDMENT_APPROVED,
    BROKERED,
    BROKERED_INTERNALLY,
    CERTIFIED,
    CLOSED,
    COST,
    ENGLISH_JOINED,
    EXCEED,
    FIRST_INSTALMENT,
    INSTALMENT_RELEASED,
    INTERIM_REPORTED,
    INTERIM_SHARED,
    JUDGED_BY_QA_LEAD,
    LAST_INSTALMENT,
    LINES,
    NOW,
    PLAN_APPROVED,
    PLAN_SUBMITTED,
    QA_LEAD_APPOINTED,
    REVIEW_HELD,
    SCHOOL,
    SECOND_INSTALMENT,
    THE_HEADTEACHER,
    THE_OFFICER,
    THE_QA_LEAD,
    VISIT,
    WHEN_APPOINTED,
    WHEN_APPROVED,
    WHEN_BROKERED,
    WHEN_INVOICED,
    WHEN_JUDGED,
    WHEN_LAST_TERM_INVOICED,
    WHEN_RELEASED,
    WHEN_REVIEWED,
    WHEN_SETTLED,
    WHEN_SHARED,
    WHEN_SIGNED,
    WHEN_SUBMITTED,
    WHEN_WORKED,
    amendment,
    at,
    but,
    changed,
    codes,
    cost,
    judged,
    line,
    pounds,
    visit,
)
from tests.aggregates.test_grant import ALLOCATED, ALLOCATION_RETURNED, FOR_QUALITY, VARIED, after
from tests.aggregates.test_leader_year import AGREED

HALF_A_DAY = visit("v-half", date(2024, 1, 30), unit="half-day")
TO_RELEASE = changed(INSTALMENT_RELEASED, judgements=())
QUARTER_DISALLOWED: CostDisallowed = changed(
    COST_DISALLOWED, of=Cause("visit", ("v-half",)), amount=pounds(100)
)


def under(**terms: object) -> DecisionContext:
    """The context under a programme that lays down otherwise for grant-funded support."""
    funding = tuple(
        changed(funding, **terms) if funding.kind == "external" else funding for funding in EXCEED.funding
    )
    programme: Programme = changed(EXCEED, funding=funding)
    return attrs.evolve(NOW, programme=programme)


# Half days: their price is the programme's, wherever cost is reckoned.

HALF_DAYS: tuple[tuple[str, Callable[[], Decision[Any]], list[str]], ...] = (
    ("certifying", lambda: ending.certify_grant_usage(at(WHEN_LAST_TERM_INVOICED, HALF_A_DAY), NOW, CERTIFIED), []),
    ("releasing", lambda: money.release_instalment(at(WHEN_INVOICED, HALF_A_DAY), NOW, TO_RELEASE), []),
    ("closing", lambda: closure.close(at(WHEN_SETTLED, HALF_A_DAY), NOW, CLOSED), ["S2SS-E19"]),
    (
        "recovering",
        lambda: payments.recover_grant(at(WHEN_RELEASED, HALF_A_DAY), NOW, RECOVERED),
        ["S2SS-M19"],
    ),
    (
        "crediting",
        lambda: corrections.reverse_cost(at(WHEN_WORKED, HALF_A_DAY), NOW, COST_REVERSED),
        [],
    ),
    (
        "disallowing",
        lambda: corrections.disallow_cost(at(WHEN_WORKED, HALF_A_DAY), NOW, QUARTER_DISALLOWED),
        [],
    ),
    (
        "disallowing a penny too much",
        lambda: corrections.disallow_cost(
            at(WHEN_WORKED, HALF_A_DAY), NOW, changed(QUARTER_DISALLOWED, amount=Money(25_001))
        ),
        ["S2SS-X04"],
    ),
    (
        "allowing again",
        lambda: corrections.allow_cost(at(WHEN_WORKED, HALF_A_DAY, QUARTER_DISALLOWED), NOW, COST_ALLOWED),
        [],
    ),
    ("a visit", lambda: support.log_visit(at(WHEN_WORKED, HALF_A_DAY), NOW, visit("v-9", date(2024, 2, 6))), []),
    ("a cost", lambda: costs.incur_cost(at(WHEN_WORKED, HALF_A_DAY), NOW, cost("c-9", date(2024, 2, 6), Money(1))), []),
    (
        "an amended plan",
        lambda: planning.approve_plan(at(WHEN_WORKED, HALF_A_DAY, amendment(*LINES)), NOW, AMENDMENT_APPROVED),
        [],
    ),
)  # fmt: skip


@pytest.mark.parametrize(("_of", "decision", "broken"), HALF_DAYS, ids=[of for of, *_ in HALF_DAYS])
def test_half_a_day_counts_at_the_programmes_price(
    _of: str, decision: Callable[[], Decision[Any]], broken: list[str]
) -> None:
    assert codes(decision()) == broken


# An id that names nothing: what it is worth is nothing, not a penny.


def test_a_penny_of_a_cost_that_is_not_there_can_be_neither_credited_nor_disallowed() -> None:
    there = at(WHEN_RELEASED)
    credited = corrections.reverse_cost(there, NOW, changed(COST_REVERSED, cost="c-9", net=Money(1)))
    disallowed = corrections.disallow_cost(
        there, NOW, changed(COST_DISALLOWED, of=Cause("cost", ("c-9",)), amount=Money(1))
    )

    assert codes(credited) == ["S2SS-X02"]
    assert codes(disallowed) == ["S2SS-X02", "S2SS-X04"]
    assert [decision.broken[0].clears for decision in (credited, disallowed)] == [
        "Name an entry that stands: cost c-9 does not."
    ] * 2


def test_a_penny_of_a_payment_that_is_not_there_cannot_come_back() -> None:
    fact: PaymentReversed = changed(PAYMENT_REVERSED, payment="p-9", amount=Money(1))

    assert codes(payments.reverse_payment(at(WHEN_RELEASED), NOW, fact)) == ["S2SS-M20"]


def test_what_is_disallowed_of_a_cost_can_be_credited_like_the_rest_of_it() -> None:
    there = at(WHEN_WORKED, COST_DISALLOWED)

    assert codes(corrections.reverse_cost(there, NOW, changed(COST_REVERSED, net=pounds(1000)))) == []
    assert codes(corrections.reverse_cost(there, NOW, changed(COST_REVERSED, net=Money(100_001)))) == [
        "S2SS-X05"
    ]


def test_the_release_of_an_unknown_allocation_breaks_that_rule_alone() -> None:
    decision = grant.release_allocation(after(), changed(ALLOCATION_RETURNED, amount=Money(0)), use=NO_USE)

    assert codes(decision) == ["S2SS-G07"]


# Nothing planned: nothing is approved, and not a penny of it.


def test_a_penny_on_no_plan_at_all_cannot_be_allowed_again() -> None:
    penny = cost("c-1", date(2023, 12, 7), Money(1))
    of_it: CostDisallowed = changed(COST_DISALLOWED, amount=Money(1))

    assert codes(corrections.allow_cost(at(WHEN_SUBMITTED, penny, of_it), NOW, COST_ALLOWED)) == ["S2SS-X08"]


def test_a_penny_on_a_line_that_is_on_no_plan_cannot_be_allowed_again() -> None:
    penny = changed(cost("c-1", date(2024, 2, 7), Money(1)), line="99")
    of_it: CostDisallowed = changed(COST_DISALLOWED, amount=Money(1))

    assert codes(corrections.allow_cost(at(WHEN_SIGNED, penny, of_it), NOW, COST_ALLOWED)) == ["S2SS-X08"]


def test_a_report_before_any_plan_has_no_objective_to_rate() -> None:
    early = changed(INTERIM_REPORTED, on=date(2023, 12, 12), ratings=())

    assert codes(reporting.report_interim(at(WHEN_SUBMITTED), NOW, early)) == []


def test_a_cost_before_any_plan_is_on_no_line_of_one() -> None:
    early = changed(COST, on=date(2024, 1, 9))

    assert codes(costs.incur_cost(at(WHEN_SUBMITTED), NOW, early)) == ["S2SS-S01", "S2SS-S02", "S2SS-S07"]


def test_an_approval_without_a_plan_breaks_that_rule_alone() -> None:
    nothing_allocated = attrs.evolve(NOW, allocated=Money(0))
    decision = planning.approve_plan(at(WHEN_APPOINTED), nothing_allocated, PLAN_APPROVED)

    assert codes(decision) == ["S2SS-P16"]


def test_a_visit_on_a_full_line_of_items_breaks_only_the_rule_on_how_the_line_is_charged() -> None:
    full = cost("c-all", date(2024, 2, 5), pounds(4000))
    charged_by_visit = changed(VISIT, line="2")

    assert codes(support.log_visit(at(WHEN_SIGNED, full), NOW, charged_by_visit)) == ["S2SS-S08"]


def test_the_refusal_of_a_visit_that_is_too_long_says_how_long_it_may_be() -> None:
    refused = support.log_visit(at(WHEN_SIGNED), NOW, changed(VISIT, quantity=Days(2))).broken[0]

    assert refused.clears == "Log a record for each day: v-1 comes to 2 days, and one holds 1 at most."


# An amended plan: line by line over its terms, to the penny.


def test_an_amended_plan_covers_what_was_spent_over_all_its_terms() -> None:
    two_terms = (
        line("3", Term("2024-spring"), "1", pounds(500)),
        line("3", Term("2024-summer"), "1", pounds(500)),
    )
    others = tuple(line for line in LINES if line.id != "3")
    there = at(WHEN_WORKED, amendment(*others, *two_terms))

    assert codes(planning.approve_plan(there, NOW, AMENDMENT_APPROVED)) == []


def test_an_amended_plan_that_is_a_penny_short_is_refused() -> None:
    penny = cost("c-penny", date(2024, 2, 7), Money(1))
    without = tuple(line for line in LINES if line.id != "2")
    exact = (*without, line("2", Term("2024-spring"), "1", pounds(1000)))
    spent = but(WHEN_WORKED, COST)

    assert codes(planning.approve_plan(at(WHEN_WORKED, amendment(*exact)), NOW, AMENDMENT_APPROVED)) == []
    for history, lines in (((*WHEN_WORKED, penny), exact), ((*spent, penny), without)):
        there = at(history, amendment(*lines))
        assert codes(planning.approve_plan(there, NOW, AMENDMENT_APPROVED)) == ["S2SS-P18"]


def test_vat_that_is_not_recovered_is_room_on_its_line_for_what_was_spent() -> None:
    without = tuple(line for line in LINES if line.id != "2")
    less = line("2", Term("2024-spring"), "1", pounds(999))
    with_vat = attrs.evolve(less, irrecoverable_vat=pounds(1))

    def broken(last: PlanLine) -> list[str]:
        there = at(WHEN_WORKED, amendment(*without, last))
        return codes(planning.approve_plan(there, NOW, AMENDMENT_APPROVED))

    assert broken(less) == ["S2SS-P18"]
    assert broken(with_vat) == []


def test_the_digest_of_a_plan_is_the_one_that_was_stored_first() -> None:
    assert plan_lines.plan_digest(PLAN_SUBMITTED) == (
        "sha256:039cd327214f1162832c36e3fbdddf2f52cb1cbf2188432ec6a15b46aaf87fb4"
    )


# Nobody appointed, and others who decide.


def test_without_a_qa_lead_anybody_in_that_role_signs_off() -> None:
    there = at((*WHEN_BROKERED, PLAN_SUBMITTED))

    assert (
        codes(
            planning.approve_plan(there, NOW, changed(PLAN_APPROVED, by=changed(THE_QA_LEAD, person="u-9")))
        )
        == []
    )
    assert codes(planning.approve_plan(there, NOW, changed(PLAN_APPROVED, by=THE_OFFICER))) == ["S2SS-P14"]


def test_the_headteacher_signs_off_where_the_programme_says_so_whoever_the_qa_lead_is() -> None:
    by_the_head = under(approver="headteacher")
    fact = changed(PLAN_APPROVED, by=THE_HEADTEACHER)

    assert codes(planning.approve_plan(at(WHEN_SUBMITTED), by_the_head, fact)) == []
    assert codes(
        planning.approve_plan(
            at(WHEN_SUBMITTED), by_the_head, changed(fact, by=changed(THE_QA_LEAD, role="headteacher"))
        )
    ) == ["S2SS-P14"]


def test_a_director_who_signs_off_is_the_one_who_was_appointed() -> None:
    director = under(approver="director-of-school-improvement")
    improver = changed(THE_QA_LEAD, role="director-of-school-improvement")
    fact = changed(PLAN_APPROVED, by=improver)

    assert codes(planning.approve_plan(at(WHEN_SUBMITTED), director, fact)) == []
    assert codes(
        planning.approve_plan(at(WHEN_SUBMITTED), director, changed(fact, by=changed(improver, person="u-9")))
    ) == ["S2SS-P14"]


def test_a_report_goes_to_the_qa_lead_before_its_review_if_there_is_one() -> None:
    with_the_broker_alone = but(WHEN_SHARED, INTERIM_SHARED, changed(INTERIM_SHARED, shared_with=("broker",)))
    nobody_appointed = but(with_the_broker_alone, QA_LEAD_APPOINTED)

    assert codes(reviews.hold_review(at(with_the_broker_alone), NOW, REVIEW_HELD)) == ["S2SS-R08"]
    assert codes(reviews.hold_review(at(nobody_appointed), NOW, REVIEW_HELD)) == ["S2SS-R19"]


def test_a_judgement_of_the_qa_leads_without_one_is_nobodys() -> None:
    decision = reviews.judge_progress(at(but(WHEN_REVIEWED, QA_LEAD_APPOINTED)), NOW, JUDGED_BY_QA_LEAD)

    assert codes(decision) == ["S2SS-R13"]


def test_only_the_qa_leads_own_judgement_asks_again_whether_the_qa_lead_is_independent() -> None:
    provider = Organisation(id="qa-company", kind="other", member_of_broker=False)
    supplied = changed(PLAN_SUBMITTED, lines=(changed(LINES[0], provider=provider), *LINES[1:]))
    there = at(but(WHEN_REVIEWED, PLAN_SUBMITTED, supplied))
    by_broker = judged("j-2", "broker", date(2024, 3, 25))

    assert codes(reviews.judge_progress(there, NOW, JUDGED_BY_QA_LEAD)) == ["S2SS-B08"]
    assert codes(reviews.judge_progress(there, under(qa_lead_independent=False), JUDGED_BY_QA_LEAD)) == []
    assert codes(reviews.judge_progress(there, NOW, by_broker)) == []


def test_a_leader_whose_trust_employs_the_qa_lead_cannot_join() -> None:
    employer = QA_LEAD_APPOINTED.employer
    joining: LeaderJoined = changed(
        ENGLISH_JOINED, leader=changed(ENGLISH_JOINED.leader, home_trust=employer)
    )

    assert codes(brokering.join_leader(at((BROKERED, QA_LEAD_APPOINTED)), NOW, joining)) == ["S2SS-B08"]


def test_only_grant_asks_a_member_schools_qa_lead_to_be_an_independent_professional() -> None:
    member = changed(SCHOOL, member_of_broker=True)
    of_the_trust = changed(QA_LEAD_APPOINTED, engaged_as="commissioned-team")

    paid_by_grant = at((changed(BROKERED, school=member), ENGLISH_JOINED))
    inside = at((changed(BROKERED_INTERNALLY, school=member), ENGLISH_JOINED))
    assert codes(preparation.appoint_qa_lead(paid_by_grant, NOW, of_the_trust)) == ["S2SS-B10"]
    director = changed(QA_LEAD_APPOINTED, engaged_as="director-of-school-improvement")
    assert codes(preparation.appoint_qa_lead(inside, NOW, director)) == []


# What a programme leaves out is not required.


def test_a_certificate_needs_no_qa_lead_to_be_somebody_elses_work() -> None:
    there = at(but(WHEN_LAST_TERM_INVOICED, QA_LEAD_APPOINTED))

    assert codes(ending.certify_grant_usage(there, NOW, CERTIFIED)) == []


def test_a_report_shared_in_time_is_released_on_though_there_is_no_qa_lead() -> None:
    there = at(but(WHEN_JUDGED, QA_LEAD_APPOINTED))
    shared_in_time = under(gates=("report-shared-in-time",))

    assert codes(money.release_instalment(there, shared_in_time, TO_RELEASE)) == []


def test_a_programme_that_says_nothing_of_the_qa_leads_pay_asks_nothing_of_it() -> None:
    assert codes(brokering.broker(None, under(qa_funding=()), changed(BROKERED, qa_funding="none"))) == []


def test_a_programme_without_payees_takes_an_agreement_without_one() -> None:
    gates = tuple(gate for gate in NOW.terms("external").gates if gate != "payee-role")
    unpaid = changed(AGREEMENT_ISSUED, payees=())

    assert codes(agreement.issue_agreement(at(WHEN_APPROVED), under(gates=gates), unpaid)) == []


def test_a_programme_that_leaves_independence_out_asks_it_of_no_plan() -> None:
    provider = Organisation(id="qa-company", kind="other", member_of_broker=False)
    supplied = changed(PLAN_SUBMITTED, lines=(changed(LINES[0], provider=provider), *LINES[1:]))

    assert codes(planning.submit_plan(at(WHEN_APPOINTED), NOW, supplied)) == ["S2SS-B08"]
    assert codes(planning.submit_plan(at(WHEN_APPOINTED), under(qa_lead_independent=False), supplied)) == []


def test_a_programme_that_names_no_kind_of_plan_takes_any() -> None:
    there, fact = at(WHEN_APPOINTED), changed(PLAN_SUBMITTED, kind="briefing-paper")

    assert codes(planning.submit_plan(there, NOW, fact)) == ["S2SS-P21"]
    assert codes(planning.submit_plan(there, under(plan_kinds=()), fact)) == []


def test_every_line_that_does_not_multiply_out_is_named() -> None:
    odd = changed(LINES[0], quantity=Days("0.3333"), rate=Money(1000), amount=Money(335))
    wrong = changed(LINES[4], amount=Money(1))
    fact = changed(PLAN_SUBMITTED, lines=(odd, wrong), total=pounds(4000))
    message = str(planning.submit_plan(at(WHEN_APPOINTED), NOW, fact).broken[0])

    assert "1: 0.3333 × £10.00 = £3.33, not £3.35" in message
    assert "3: 2 × £500.00 = £1,000.00, not £0.01" in message


def test_a_plan_of_no_lines_comes_to_nothing_in_pounds() -> None:
    fact = changed(PLAN_SUBMITTED, lines=())

    assert "sum of lines: £0.00" in str(planning.submit_plan(at(WHEN_APPOINTED), NOW, fact).broken[0])


TERM_ENDED = under(gates=("term-ended",))
BEFORE_EASTER = changed(TO_RELEASE, on=date(2024, 3, 25))


def test_the_term_that_must_have_ended_is_the_instalments_own_whatever_the_report() -> None:
    of_no_report = changed(BEFORE_EASTER, report="i-9")

    assert codes(money.release_instalment(at(WHEN_JUDGED), TERM_ENDED, of_no_report)) == ["S2SS-M12"]
    after_it = changed(of_no_report, on=date(2024, 4, 12))
    assert codes(money.release_instalment(at(WHEN_JUDGED), TERM_ENDED, after_it)) == []


def test_without_a_schedule_it_is_the_reports_term() -> None:
    unscheduled = but(WHEN_JUDGED, AGREEMENT_ISSUED, changed(AGREEMENT_ISSUED, schedule=()))

    assert codes(money.release_instalment(at(unscheduled), TERM_ENDED, BEFORE_EASTER)) == ["S2SS-M12"]
    of_no_report = changed(BEFORE_EASTER, report="i-9")
    assert codes(money.release_instalment(at(unscheduled), TERM_ENDED, of_no_report)) == ["S2SS-M12"]


def test_one_instalment_alone_waits_for_the_final_report() -> None:
    second = changed(SECOND_INSTALMENT, after="final")
    schedule = (FIRST_INSTALMENT, second, LAST_INSTALMENT)
    fact = changed(AGREEMENT_ISSUED, schedule=schedule)

    assert codes(agreement.issue_agreement(at(WHEN_APPROVED), NOW, fact)) == ["S2SS-A13"]


def test_no_cap_known_yet_leaves_the_home_school_free_to_agree_what_it_will() -> None:
    year = leader_year.LeaderYear()

    assert codes(leader_year.agree_allowance(year, changed(AGREED, days=Days(99)))) == []


# Sums of nothing are sums.


def test_nothing_is_still_money_or_days() -> None:
    empty = leader_year.LeaderYear()

    assert str(after().allocated()) == "£0.00"
    assert type(empty.booked) is Days
    assert type(empty.worked_on(date(2024, 1, 8))) is Days
    assert leader_year.replay(()) == empty


def test_nothing_planned_incurred_disallowed_or_scheduled_is_still_money() -> None:
    there = at([BROKERED])
    sums = (
        there.planning.total,
        Approved(plan=PLAN_SUBMITTED, on=PLAN_APPROVED.on, effective_from=PLAN_APPROVED.on).approved("9"),
        there.account(EXCEED).eligible(),
        there.corrections.by_fact.get(Cause("visit", ("v-1",)), Money(0)),
        scheduled(()),
    )

    assert [str(amount) for amount in sums] == ["£0.00"] * len(sums)


# The award.


def test_an_award_may_grow_by_more_than_is_free() -> None:
    more: AwardVaried = changed(VARIED, direction="more", amount=pounds(99_999))

    assert codes(grant.vary_award(after(ALLOCATED), more)) == []


def test_the_limit_of_a_purpose_is_touched_by_that_purpose_alone() -> None:
    decision = grant.allocate_grant(
        after(ALLOCATED), changed(FOR_QUALITY, amount=pounds(2000)), of_this_award=False, others={}
    )

    assert codes(decision) == []


def test_what_one_deployments_plan_needs_is_kept_from_its_own_allocations_for_support() -> None:
    another: GrantAllocated = changed(ALLOCATED, allocation="a-3", deployment="d-2", amount=pounds(5000))
    there = after(ALLOCATED, another, FOR_QUALITY)
    giving = [
        codes(
            grant.release_allocation(
                there, changed(ALLOCATION_RETURNED, amount=amount), use=AwardUse(committed=pounds(10_000))
            )
        )
        for amount in (pounds(1000), Money(100_001))
    ]

    assert giving == [[], ["S2SS-G11"]]


def test_what_was_given_back_of_an_allocation_adds_up() -> None:
    again = changed(ALLOCATION_RETURNED, on=date(2024, 7, 20))
    there = after(ALLOCATED, ALLOCATION_RETURNED, again)

    assert there.left_of("a-1") == pounds(9000)


# Told again, and accepted.


def test_a_refusal_of_what_may_not_be_accepted_names_the_request() -> None:
    to_another: VisitLogged = changed(VISIT, school="s-9")
    decision = support.log_visit(at(WHEN_SIGNED), NOW, to_another)

    with pytest.raises(Refused) as refusal:
        decision.accepted(Despite(reason="Snow.", accepted_by=person("u-1")), recorded_by="u-1")

    assert str(refusal.value).startswith("Cannot log visit v-1 of d-1: 2 rules are not met.")
    assert refusal.value.request == "log visit v-1 of d-1"
    assert "record it with despite" in str(refusal.value)
