"""Decisions about people, time and corrections at their edges: who signs, who certifies, what rests on what."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import attrs

import s2ss_core.events as e
from s2ss_core.aggregates.decision import DecisionContext
from s2ss_core.aggregates.deployment.decisions import (
    accreditation,
    approver,
    brokering,
    certification,
    certifiers,
    dependents,
    ending,
    feedback,
    plan_reviews,
    planning,
    qa_days,
    renegotiation,
    replacement,
    reporting,
    signatories,
    visit_time,
)
from s2ss_core.aggregates.deployment.people import People, people_on
from s2ss_core.events import DeploymentEvent
from s2ss_core.rules import Broken
from s2ss_core.values import AcademicYear, Cause, Days, Person
from tests.aggregates.deployment.test_activities import EVALUATION, FEEDBACK, UNDER_FEEDBACK
from tests.aggregates.deployment.test_certification import ASSURED
from tests.aggregates.deployment.test_institute import NOW as UNDER_THE_INSTITUTE
from tests.aggregates.deployment.test_institute import PLANNED
from tests.aggregates.deployment.test_linked import STRIKE
from tests.aggregates.deployment.test_partnership import REVIEW
from tests.aggregates.deployment.test_renegotiation import EXTENDED, JOINER, NEXT, REPLACED, days
from tests.aggregates.histories import (
    A_NOMINEE,
    A_TEACHER,
    AGREEMENT_ISSUED,
    AGREEMENT_SIGNED,
    BROKERED,
    CERTIFIED,
    ENGLISH,
    ENGLISH_JOINED,
    EXCEED,
    FINAL_REPORTED,
    HOME_SCHOOL,
    HOME_TRUST,
    LEAD,
    NOW,
    OTHER_SCHOOL,
    PLAN_APPROVED,
    PLAN_SUBMITTED,
    QA_LEAD_APPOINTED,
    SUPPORT_ENDED,
    THE_ACCOUNTING_OFFICER,
    THE_HEADTEACHER,
    THE_LEADER,
    THE_OFFICER,
    THE_QA_LEAD,
    VISIT,
    WHEN_APPOINTED,
    WHEN_APPROVED,
    WHEN_BROKERED,
    WHEN_LAST_TERM_WORKED,
    WHEN_RETURNED,
    WHEN_SIGNED,
    WHEN_SUBMITTED,
    WHEN_WORKED,
    Y2023,
    Y2024,
    at,
    changed,
    visit,
)


def facts(broken: Iterable[Broken], rule: str) -> list[dict[str, str]]:
    """The facts of a rule that is not met."""
    return [dict(each.facts) for each in broken if each.rule.name == rule]


def under(**otherwise: Any) -> DecisionContext:
    """The programme with other terms of external funding."""
    external, *others = EXCEED.funding
    funding = (attrs.evolve(external, **otherwise), *others)
    return attrs.evolve(NOW, programme=attrs.evolve(EXCEED, funding=funding))


def the_people(**otherwise: Any) -> People:
    return attrs.evolve(people_on(at(WHEN_APPOINTED), NOW, date(2024, 1, 8)), **otherwise)


# Signatories


def stranger(
    organisation: str, *history: DeploymentEvent, people: Any = None, **otherwise: Any
) -> str | None:
    deployment = at([*WHEN_APPROVED, *history])
    people = people or people_on(deployment, NOW, AGREEMENT_SIGNED.on)
    signatory = Person(person="ceo-9", role="chief-executive", organisation=organisation)
    return signatories.stranger_to_the_party(
        deployment, people, changed(AGREEMENT_SIGNED, signatory=signatory, **otherwise)
    )


def test_for_a_payee_somebody_signs_of_an_organisation_that_the_agreement_names_or_pays() -> None:
    named = changed(AGREEMENT_ISSUED, parties=(e.Party(role="payee", organisation=OTHER_SCHOOL),), payees=())
    as_another = changed(
        AGREEMENT_ISSUED, parties=(e.Party(role="governing-body", organisation=OTHER_SCHOOL),), payees=()
    )
    paid = changed(AGREEMENT_ISSUED, parties=(), payees=(OTHER_SCHOOL,))

    assert [stranger("s-9", issued) for issued in (named, as_another, paid)] == [None, "of s-9", None]
    assert stranger("s-9", named, agreement="ag-9") == "of s-9"
    assert stranger("s-9") == "of s-9"


def test_for_a_payee_somebody_signs_of_whoever_is_paid_and_for_a_governing_body_anybody() -> None:
    paid = the_people(paid=frozenset({"s-9"}))

    assert stranger("s-9", AGREEMENT_ISSUED, people=paid) is None
    assert stranger("nobody", AGREEMENT_ISSUED, party="governing-body") is None


# Certifiers


def answers(
    context: DecisionContext, certifier: Person = THE_ACCOUNTING_OFFICER, **otherwise: Any
) -> list[dict[str, str]]:
    fact = changed(CERTIFIED, certifier=certifier, **otherwise)
    broken = certifiers.answered_for(at(WHEN_WORKED), context, fact)
    return facts(broken, "the_certifier_answers_for_the_recipient")


def test_the_certifier_is_of_the_recipient_that_is_named_or_of_its_trust() -> None:
    of_the_school = changed(THE_ACCOUNTING_OFFICER, organisation="s-7")

    assert answers(NOW, of_the_school) == []
    assert answers(NOW, recipient=HOME_SCHOOL) == []
    assert answers(NOW, of_the_school, recipient=HOME_TRUST)[0]["recipients"] == "x-trust"
    assert answers(NOW, changed(of_the_school, organisation="s-9"), recipient=HOME_SCHOOL)[0][
        "recipients"
    ] == ("s-7, x-trust")


def test_the_headteacher_certifies_for_the_supported_school_where_it_is_paid() -> None:
    assert answers(under(payees=("supported-school",)), THE_HEADTEACHER) == []
    assert answers(NOW, THE_HEADTEACHER) != []


def test_nobody_answers_for_a_recipient_where_the_programme_pays_nobody() -> None:
    by_a_stranger = changed(CERTIFIED, certifier=changed(THE_ACCOUNTING_OFFICER, organisation="s-9"))

    assert tuple(certifiers.answered_for(at(WHEN_WORKED), under(payees=()), by_a_stranger)) == ()


def test_an_accountant_is_of_no_firm_that_received_the_grant() -> None:
    history = (*WHEN_WORKED, changed(CERTIFIED, recipient=OTHER_SCHOOL))
    by = changed(ASSURED.by, organisation=OTHER_SCHOOL.id)

    decision = certification.give_assurance(at(history), NOW, changed(ASSURED, by=by))
    concerned = [value for broken in decision.broken for name, value in broken.facts if name == "concerned"]
    assert "s-9" in concerned[0].split(", ")


# Approvers, QA Days and reviews of plans


def test_a_plan_is_for_the_headteacher_to_sign_off_who_does_or_for_the_last_one() -> None:
    two = attrs.evolve(under(approver="headteacher"), headteachers=("ht-2", "ht-5"))
    by = [changed(PLAN_APPROVED, by=changed(THE_HEADTEACHER, person=name)) for name in ("ht-2", "x-1")]

    assert [approver.approver_of(at(WHEN_SUBMITTED), two, fact) for fact in by] == ["ht-2", "ht-5"]


def test_a_plan_is_for_nobody_to_sign_off_before_the_qa_lead_is_in_office() -> None:
    before = changed(PLAN_APPROVED, on=date(2023, 11, 19))

    assert approver.approver_of(at(WHEN_APPOINTED), NOW, before) is None
    assert approver.approver_of(at(WHEN_BROKERED), NOW, before) == "anyone"


def test_a_qa_day_says_which_school_was_not_there() -> None:
    def missing(*attendees: Person) -> list[str]:
        day = e.QADayHeld(
            day="qa-1",
            on=date(2024, 1, 9),
            purpose="brokerage",
            held_by=THE_QA_LEAD,
            attendees=attendees,
            funding_use="agreed",
        )
        decision = qa_days.hold_qa_day(at(WHEN_APPOINTED), NOW, day)
        return [told["missing"] for told in facts(decision.broken, "a_qa_day_is_held_with_both_schools")]

    assert missing(THE_HEADTEACHER, THE_LEADER) == missing(A_NOMINEE, THE_LEADER) == []
    assert missing(THE_LEADER) == ["the headteacher of the supported school"]
    assert missing(THE_HEADTEACHER) == ["a leader or headteacher of a supporting school"]


def test_a_plan_that_is_no_briefing_paper_is_reviewed_by_anybody() -> None:
    fact = changed(REVIEW, attendees=(), by=THE_OFFICER, plan_version=1)
    decision = plan_reviews.review_plan(at(WHEN_APPROVED), NOW, fact)

    rule = "the_briefing_paper_is_reviewed_by_teaching_school_lead_and_system_leader"
    assert facts(decision.broken, rule) == []


def test_the_qa_lead_who_approves_a_plan_is_of_no_provider_in_it() -> None:
    line = changed(PLAN_SUBMITTED.lines[0], provider=QA_LEAD_APPOINTED.employer)
    history = (*WHEN_APPOINTED, changed(PLAN_SUBMITTED, lines=(line,)))

    for day in (PLAN_SUBMITTED.on, date(2023, 12, 5)):
        decision = planning.approve_plan(at(history), NOW, changed(PLAN_APPROVED, on=day))
        assert "qa-company" in [
            value for each in decision.broken for name, value in each.facts if name == "shared"
        ]


def test_an_approval_of_no_plan_comes_to_nothing() -> None:
    (fact,) = planning.approve_plan(at(WHEN_APPOINTED), NOW, PLAN_APPROVED).events

    assert isinstance(fact, e.PlanApproved)
    assert fact.total == 0


# Feedback


def test_an_evaluation_is_of_a_leader_who_was_deployed_here() -> None:
    rule = "the_form_is_of_a_leader_who_was_deployed_here"
    of = {
        name: facts(
            feedback.evaluate_support(PLANNED, UNDER_THE_INSTITUTE, changed(EVALUATION, leader=name)).broken,
            rule,
        )
        for name in ("sl-99",)
    }

    assert of["sl-99"][0]["leader"] == "sl-99"


def test_feedback_is_signed_by_the_school_and_not_by_the_leader_whom_it_names() -> None:
    history = (*WHEN_WORKED, FEEDBACK)
    fact = changed(UNDER_FEEDBACK, leader="sl-77", signatory=changed(THE_LEADER, person="sl-77"))
    decision = feedback.sign_record(at(history), NOW, fact)

    (told,) = facts(decision.broken, "the_record_is_signed_by_a_party_to_it")
    assert "sl-77" not in told["parties"]


# The period that was agreed anew


def test_what_is_told_before_a_period_is_agreed_anew_is_of_the_period_before() -> None:
    deployment = at(WHEN_LAST_TERM_WORKED, EXTENDED)
    before = date(2024, 12, 1)
    joined = changed(ENGLISH_JOINED, leader=JOINER, on=before, commitments=days(1, NEXT, "2024/25"))
    replaced = changed(
        REPLACED, effective_from=before, on=before, last_day=before, commitments=days(1, NEXT, "2024/25")
    )
    report = changed(FINAL_REPORTED, on=before, term=type(FINAL_REPORTED.term)("2025-spring"))
    given = changed(FEEDBACK, on=before, term=report.term)

    assert "commit" not in " ".join(
        told.rule.name for told in brokering.join_leader(deployment, NOW, joined).broken
    )
    assert renegotiation.replace_leader(deployment, NOW, replaced).request
    assert facts(
        reporting.report_final(deployment, NOW, report).broken, "the_report_is_on_a_term_of_the_support"
    )
    assert facts(
        feedback.give_feedback(deployment, NOW, given).broken, "the_form_is_on_a_term_of_the_support"
    )
    assert ending.end_support(deployment, NOW, SUPPORT_ENDED).broken == ()


def outside(**otherwise: Any) -> list[str]:
    decision = renegotiation.renegotiate_time(at(WHEN_WORKED), NOW, changed(EXTENDED, **otherwise))
    rule = "the_days_agreed_anew_are_of_leaders_here_within_the_period"
    return [told["outside"] for told in facts(decision.broken, rule)]


def test_days_outside_the_period_may_only_be_given_back_and_only_of_a_leader_here() -> None:
    later = AcademicYear("2026/27")

    assert outside(commitments=days(0, LEAD, later)) == []
    assert outside(commitments=days(1, LEAD, later)) == [f"{LEAD} {later}"]
    assert outside(commitments=days(0, "sl-99", later)) == [f"sl-99 {later}"]


def test_a_period_of_a_day_is_in_a_year_and_one_that_ends_before_it_starts_in_none() -> None:
    of_a_day = {"start": date(2024, 12, 20), "intended_end": date(2024, 12, 20)}
    backwards = {"start": date(2024, 12, 20), "intended_end": date(2024, 12, 19)}

    assert outside(commitments=days(1, LEAD, Y2024), **of_a_day) == []
    assert outside(commitments=days(1, LEAD, Y2024), **backwards) == [f"{LEAD} {Y2024}"]


def test_a_leader_who_left_before_may_join_again_and_no_days_are_committed_once_support_has_ended() -> None:
    left = changed(REPLACED, joining=None, commitments=())
    again = changed(ENGLISH_JOINED, on=date(2024, 4, 8))
    ended = changed(SUPPORT_ENDED, actual_end=date(2024, 4, 5), on=date(2024, 4, 5))

    def broken(*then: DeploymentEvent) -> list[str]:
        found = brokering.join_leader(at(WHEN_WORKED, *then), NOW, again).broken
        return [told.rule.name for told in found]

    assert "the_leader_is_not_deployed_here_already" not in broken(left)
    assert "the_leader_is_not_deployed_here_already" in broken()
    assert "days_are_committed_while_support_goes_on" in broken(ended)
    assert "days_are_committed_while_support_goes_on" not in broken()


def test_brokering_asks_for_its_deployment_by_name() -> None:
    assert brokering.broker(None, NOW, BROKERED).request.endswith(" d-1")


# Time


def test_all_the_days_of_a_visit_within_its_limit_are_allowed_however_many_schools_shared_it() -> None:
    half = e.Quantity(unit="day", quantity=Days("0.5"))
    shared = changed(VISIT, quantity=Days("0.5"), preparation=half, shared_between=3)
    days_taken = Days("0.4")

    assert visit_time.within_a_day(at(WHEN_SIGNED), EXCEED, shared, days_taken) == ((), days_taken)


def test_whoever_worked_alongside_is_told_where_another_should_have() -> None:
    context = attrs.evolve(under(counterparts=("headteacher",)))
    (broken,) = accreditation.alongside(at(WHEN_SIGNED), context, VISIT)

    assert dict(broken.facts)["counterpart"] == A_TEACHER.person


def test_a_line_at_the_rate_of_another_accreditation_says_how_it_is_split() -> None:
    programme = UNDER_THE_INSTITUTE.programme
    external = programme.funding[0]
    rate = next(rate.amount for rate in programme.rates if rate.band == "nle")
    of_an_nle = changed(PLAN_SUBMITTED.lines[0], band="nle", rate=rate, rate_reason="As agreed.")

    def split(line: e.PlanLine) -> bool:
        return not accreditation.split_right(changed(PLAN_SUBMITTED, lines=(line,)), programme, external)

    assert split(of_an_nle)
    assert not split(changed(of_an_nle, band="sle"))


# What rests on an entry


def resting(entry: tuple[str, ...], *history: DeploymentEvent, stage: Any = WHEN_SIGNED) -> list[str]:
    name, *of = entry
    found = dependents.resting_on(at([*stage, *history]), EXCEED, Cause(name, tuple(of)))
    return [" ".join((cause.name, *cause.id)) for cause in found]


def hours(name: str, day: int, leader: str = LEAD) -> DeploymentEvent:
    return changed(visit(name, date(2024, 1, day), leader=leader), unit="hour", quantity=Days(4))


def test_the_hours_of_another_date_or_leader_do_not_rest_on_a_visit() -> None:
    others = (hours("v-2", 17), hours("v-3", 17), hours("v-4", 16, ENGLISH), hours("v-5", 16, ENGLISH))

    assert resting(("visit", "v-1"), hours("v-1", 16), *others) == []
    assert resting(("visit", "v-1"), hours("v-1", 16), *others, hours("v-6", 16)) == ["visit v-6"]


def replaced_by(leader: str, on: date, **otherwise: Any) -> e.LeaderReplaced:
    return changed(
        REPLACED, on=on, last_day=on, effective_from=on, joining=changed(JOINER, leader=leader), **otherwise
    )


def test_what_was_told_of_the_one_who_joined_rests_on_the_replacement() -> None:
    first = replaced_by(NEXT, date(2024, 3, 25))
    led = replaced_by("sl-31", date(2024, 4, 2), leaving=LEAD, new_lead=NEXT)
    of_others = replaced_by("sl-32", date(2024, 4, 3), leaving="sl-31")
    agreed = changed(EXTENDED, negotiation="n-2", commitments=days(3, NEXT))
    not_agreed = changed(EXTENDED, negotiation="n-3", commitments=days(3, LEAD))
    entry = ("leader-replaced", ENGLISH, "2024-03-25")

    found = resting(entry, first, led, of_others, agreed, not_agreed)
    assert [name.split()[0] for name in found] == ["time-renegotiated", "leader-replaced"]
    assert any(LEAD in name for name in found)


def test_nothing_rests_on_a_replacement_of_one_who_was_here_before() -> None:
    left = changed(REPLACED, joining=None, commitments=())
    back = changed(REPLACED, leaving=LEAD, joining=ENGLISH_JOINED.leader, on=date(2024, 4, 2))

    assert (
        resting(
            ("leader-replaced", LEAD, "2024-04-02"),
            left,
            back,
            visit("v-9", date(2024, 4, 8), leader=ENGLISH),
        )
        == []
    )


def test_visits_outside_the_period_before_rest_on_the_renegotiation_to_the_day() -> None:
    moved = changed(
        EXTENDED, on=date(2023, 12, 20), effective_from=None, start=date(2024, 1, 4),
        intended_end=date(2025, 1, 10), commitments=days(4, LEAD, Y2024),
    )  # fmt: skip
    told = [
        visit(f"v-{day}", date.fromisoformat(day))
        for day in (
            "2024-01-03", "2024-01-04", "2024-01-07", "2024-01-08", "2024-12-20", "2024-12-21", "2025-01-10", "2025-01-11",
        )
    ]  # fmt: skip
    other_year = changed(EXTENDED, negotiation="n-2", commitments=days(2, LEAD, Y2023), intended_end=None)
    same_days = changed(EXTENDED, negotiation="n-3", commitments=days(2, LEAD, Y2024), intended_end=None)

    found = resting(("time-renegotiated", "n-1"), moved, *told, other_year, same_days)
    assert found == [
        "time-renegotiated n-3", "visit v-2025-01-10", "visit v-2024-12-21", "visit v-2024-01-07", "visit v-2024-01-04",
    ]  # fmt: skip


def test_only_what_would_fall_into_the_halt_rests_on_its_end() -> None:
    halt = e.SupportHalted(
        halt="h-1",
        on=date(2024, 1, 9),
        by=THE_OFFICER,
        cause="other",
        funding_too=False,
        reason="Cover.",
    )
    resumed = e.SupportResumed(halt="h-1", on=date(2024, 1, 15), by=THE_OFFICER)
    history = (halt, resumed, visit("v-8", date(2024, 1, 8)), visit("v-16", date(2024, 1, 16)))

    assert resting(("support-resumed", "h-1"), *history) == ["visit v-16"]


def strike(name: str, of: str, by: Cause | None = None) -> e.EntryStruckOut:
    return changed(STRIKE, of=Cause(name, (of,)), replaced_by=by)


def test_the_return_of_a_certificate_rests_on_the_report_that_went_with_it_and_on_no_other() -> None:
    history = at(WHEN_RETURNED)

    def told(fact: e.EntryStruckOut) -> str:
        return facts(replacement.replaced(history, fact), "what_money_rests_on_is_replaced")[0]["resting"]

    assert told(strike("report", "f-1")) == "certificate-returned cert-1"
    assert "certificate" not in told(strike("report", "i-1"))
    assert "certificate" not in told(strike("review", "r-1"))


def test_a_report_does_not_stand_in_for_itself() -> None:
    itself = strike("report", "f-1", Cause("report", ("f-1",)))
    another = changed(FINAL_REPORTED, report="f-2")

    assert replacement.replaced(at(WHEN_RETURNED), itself)
    assert not replacement.replaced(
        at(WHEN_RETURNED, another), strike("report", "f-1", Cause("report", ("f-2",)))
    )
