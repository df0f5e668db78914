"""Who is named: held against the people of the deployment on the day of the entry, or said to stand in for one of them."""

from collections.abc import Iterable, Iterator
from datetime import date
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import attrs
import pytest

from s2ss_core.aggregates.decision import Decision, DecisionContext
from s2ss_core.aggregates.deployment.decisions import (
    agreement,
    brokering,
    corrections,
    ending,
    money,
    planning,
    preparation,
    reporting,
    reviews,
)
from s2ss_core.aggregates.deployment.people import People, people_on
from s2ss_core.events import (
    PERSON_FIELDS,
    AnyEvent,
    Confirmation,
    CostAllowed,
    CostDisallowed,
    DeploymentEvent,
    InstalmentWithheld,
    LeaderReplaced,
    PlanReturned,
    WithholdingLifted,
)
from s2ss_core.ids import Id
from s2ss_core.rules import every_rule
from s2ss_core.values import Cause, Organisation, Person
from tests.aggregates.cases import Case
from tests.aggregates.histories import (
    A_NOMINEE,
    A_TEACHER,
    AGREEMENT_ISSUED,
    AGREEMENT_SIGNED,
    BROKER,
    BROKERED,
    BROKERED_INTERNALLY,
    BROKERED_SELF_FUNDED,
    CERTIFIED,
    ENGLISH,
    ENGLISH_JOINED,
    EXCEED,
    FINAL_REPORTED,
    HEADTEACHER,
    HOME_TRUST,
    INSTALMENT_RELEASED,
    INTERIM_REPORTED,
    JUDGED_BY_BROKER,
    LEAD,
    NOW,
    OTHER_SCHOOL,
    PLAN_APPROVED,
    PLAN_SUBMITTED,
    QA_LEAD,
    QA_LEAD_APPOINTED,
    REVIEW_HELD,
    SCHOOL,
    THE_ACCOUNTING_OFFICER,
    THE_BUSINESS_MANAGER,
    THE_FUNDER,
    THE_HEADTEACHER,
    THE_LEADER,
    THE_OFFICER,
    THE_PAYEE,
    THE_QA_LEAD,
    WHEN_APPOINTED,
    WHEN_INVOICED,
    WHEN_ISSUED,
    WHEN_LAST_TERM_INVOICED,
    WHEN_REVIEWED,
    WHEN_SHARED,
    WHEN_SIGNED,
    WHEN_SUBMITTED,
    WHEN_WORKED,
    at,
    but,
    changed,
    codes,
    pounds,
)

ANOTHER_HEAD = changed(THE_HEADTEACHER, person="ht-5")
HEAD_ELSEWHERE = changed(THE_HEADTEACHER, person="ht-9", organisation="s-9")
A_STRANGER = changed(THE_LEADER, person="sl-99")
FOR_THE_HEAD = changed(ANOTHER_HEAD, stands_in_for=HEADTEACHER)
FOR_BOTH = (FOR_THE_HEAD, changed(THE_LEADER, person="ht-5", stands_in_for=LEAD))
LEFT = LeaderReplaced(
    leaving=ENGLISH,
    on=date(2024, 3, 13),
    cause="left-the-school",
    last_day=date(2024, 3, 13),
    effective_from=date(2024, 3, 14),
)
NEXT_HEAD = attrs.evolve(NOW, headteachers=("ht-2",))
VACANT = attrs.evolve(NOW, headteachers=())
JUDGED_BY_FUNDER = changed(JUDGED_BY_BROKER, party="funder", judge=THE_FUNDER)
FUNDER_JUDGES = attrs.evolve(NOW, funder_judges=True)
RETURNED = PlanReturned(plan_version=1, on=date(2023, 12, 14), by=THE_QA_LEAD, reasons="No measure.")
INTERIM_CERTIFICATE = changed(CERTIFIED, final=False, with_report=None)
WITHHELD = InstalmentWithheld(instalment=1, on=date(2024, 4, 1), by=THE_OFFICER, reasons="Slow.")
LIFTED = WithholdingLifted(instalment=1, on=date(2024, 4, 8), by=THE_OFFICER, reason="Better.")
DISALLOWED = CostDisallowed(
    disallowance="d-1",
    on=date(2024, 3, 1),
    of=Cause("cost", ("c-1",)),
    amount=pounds(100),
    reason="other",
    by=THE_OFFICER,
)
ALLOWED = CostAllowed(disallowance="d-1", on=date(2024, 3, 4), by=THE_OFFICER)
OF_THREE_PARTIES = (
    BROKERED_SELF_FUNDED,
    PLAN_SUBMITTED,
    PLAN_APPROVED,
    changed(AGREEMENT_ISSUED, document="support-agreement", parties=(), payees=()),
)


def interim(
    *authors: Person, history: Iterable[DeploymentEvent] = WHEN_WORKED, context: DecisionContext = NOW
) -> Decision[DeploymentEvent]:
    return reporting.report_interim(at(history), context, changed(INTERIM_REPORTED, authors=authors))


def final(*authors: Person) -> Decision[DeploymentEvent]:
    return reporting.report_final(at(WHEN_WORKED), NOW, changed(FINAL_REPORTED, authors=authors))


def reviewed(
    *attendees: Person, context: DecisionContext = NOW, **otherwise: object
) -> Decision[DeploymentEvent]:
    fact = changed(REVIEW_HELD, attendees=attendees or REVIEW_HELD.attendees, **otherwise)
    return reviews.hold_review(at(WHEN_SHARED), context, fact)


def judged(
    fact: DeploymentEvent = JUDGED_BY_BROKER, context: DecisionContext = NOW, **otherwise: object
) -> Decision[DeploymentEvent]:
    decided: Any = changed(fact, judge=changed(fact.judge, **otherwise))  # type: ignore[union-attr]
    return reviews.judge_progress(at(WHEN_REVIEWED), context, decided)


def signed(**otherwise: object) -> Decision[DeploymentEvent]:
    return agreement.sign_agreement(at(WHEN_ISSUED), NOW, changed(AGREEMENT_SIGNED, **otherwise))


def agreed(party: str, signatory: Person, **otherwise: object) -> Decision[DeploymentEvent]:
    """A party's signature on the agreement that leader, school and broker sign."""
    fact = changed(AGREEMENT_SIGNED, party=party, signatory=signatory, **otherwise)
    return agreement.sign_agreement(at(OF_THREE_PARTIES), NOW, fact)


def certified(**otherwise: object) -> Decision[DeploymentEvent]:
    return ending.certify_grant_usage(
        at(WHEN_LAST_TERM_INVOICED), NOW, changed(INTERIM_CERTIFICATE, **otherwise)
    )


def released(**otherwise: object) -> Decision[DeploymentEvent]:
    return money.release_instalment(at(WHEN_INVOICED), NOW, changed(INSTALMENT_RELEASED, **otherwise))


def lifted(by: Person) -> Decision[DeploymentEvent]:
    return money.lift_withholding(at(WHEN_INVOICED, WITHHELD), NOW, changed(LIFTED, by=by))


def allowed(by: Person) -> Decision[DeploymentEvent]:
    return corrections.allow_cost(at(WHEN_WORKED, DISALLOWED), NOW, changed(ALLOWED, by=by))


def returned(by: Person) -> Decision[DeploymentEvent]:
    return planning.reject_plan(at(WHEN_SUBMITTED), NOW, changed(RETURNED, by=by))


def finalised(*by: Person) -> Decision[DeploymentEvent]:
    return planning.submit_plan(at(WHEN_APPOINTED), NOW, changed(PLAN_SUBMITTED, finalised_by=by))


def owned(by: Person) -> Decision[DeploymentEvent]:
    return planning.submit_plan(at(WHEN_APPOINTED), NOW, changed(PLAN_SUBMITTED, owner=by))


def appointed(
    brokered: DeploymentEvent = BROKERED_INTERNALLY, **otherwise: object
) -> Decision[DeploymentEvent]:
    director = changed(QA_LEAD_APPOINTED, engaged_as="director-of-school-improvement")
    return preparation.appoint_qa_lead(at([brokered]), NOW, changed(director, **otherwise))


def brokered(**otherwise: object) -> Decision[DeploymentEvent]:
    return brokering.broker(None, NOW, changed(BROKERED, **otherwise))


CASES = (
    Case(
        code="S2SS-B09",
        when="the deployed leader is to assure support that is funded internally",
        broken=lambda: appointed(qa_lead=LEAD),
        kept=lambda: appointed(qa_lead="dsi-1"),
    ),
    Case(
        code="S2SS-B18",
        when="the headteacher of the supported school is to assure support that is funded internally",
        broken=lambda: appointed(qa_lead=HEADTEACHER),
        kept=lambda: appointed(qa_lead="dsi-1"),
    ),
    Case(
        code="S2SS-B19",
        when="the leader is named as headteacher of the supported school",
        broken=lambda: brokered(headteacher="SL-014"),
        kept=lambda: brokered(headteacher="ht-5"),
    ),
    Case(
        code="S2SS-B20",
        when="the leader confirms the capacity of the broker",
        broken=lambda: brokered(broker_capacity=Confirmation(by=THE_LEADER, on=date(2023, 11, 10))),
        kept=lambda: brokered(broker_capacity=Confirmation(by=THE_OFFICER, on=date(2023, 11, 10))),
    ),
    Case(
        code="S2SS-R17",
        when="the headteacher of the report is another one than this school's",
        broken=lambda: interim(ANOTHER_HEAD, THE_LEADER),
        kept=lambda: interim(changed(THE_HEADTEACHER, person="HT-1"), THE_LEADER),
    ),
    Case(
        code="S2SS-R17",
        when="the leader of the report is not deployed here",
        broken=lambda: interim(THE_HEADTEACHER, A_STRANGER),
        kept=lambda: interim(THE_HEADTEACHER, A_STRANGER, THE_LEADER),
    ),
    Case(
        code="S2SS-R17",
        when="the leader of the report left the day before",
        broken=lambda: interim(
            THE_HEADTEACHER, changed(THE_LEADER, person=ENGLISH), history=(*WHEN_WORKED, LEFT)
        ),
        kept=lambda: interim(
            THE_HEADTEACHER,
            changed(THE_LEADER, person=ENGLISH),
            history=(*WHEN_WORKED, changed(LEFT, last_day=date(2024, 3, 14))),
        ),
    ),
    Case(
        code="S2SS-R17",
        when="the deployed leader stands in for the headteacher",
        broken=lambda: final(changed(THE_HEADTEACHER, person=ENGLISH, stands_in_for=HEADTEACHER), THE_LEADER),
        kept=lambda: final(FOR_THE_HEAD, THE_LEADER),
    ),
    Case(
        code="S2SS-R17",
        when="the headteacher who wrote it has been followed by another",
        broken=lambda: interim(THE_HEADTEACHER, THE_LEADER, context=NEXT_HEAD),
        kept=lambda: interim(changed(THE_HEADTEACHER, person="ht-2"), THE_LEADER, context=NEXT_HEAD),
    ),
    Case(
        code="S2SS-R18",
        when="one person stands in for both authors",
        broken=lambda: interim(*FOR_BOTH),
        kept=lambda: interim(FOR_THE_HEAD, THE_LEADER),
    ),
    Case(
        code="S2SS-R01",
        when="the headteacher among the authors is of another school",
        broken=lambda: interim(HEAD_ELSEWHERE, THE_LEADER),
        kept=lambda: interim(HEAD_ELSEWHERE, THE_HEADTEACHER, THE_LEADER),
    ),
    Case(
        code="S2SS-R19",
        when="the QA Lead at the review was never appointed",
        broken=lambda: reviewed(THE_HEADTEACHER, THE_LEADER, changed(THE_QA_LEAD, person="qa-9")),
        kept=lambda: reviewed(
            THE_HEADTEACHER, THE_LEADER, changed(THE_QA_LEAD, person="qa-9", stands_in_for=QA_LEAD)
        ),
    ),
    Case(
        code="S2SS-R19",
        when="the review was convened by a headteacher who is not this school's",
        broken=lambda: reviewed(convened_by=ANOTHER_HEAD),
        kept=lambda: reviewed(convened_by=THE_HEADTEACHER),
    ),
    Case(
        code="S2SS-R07",
        when="a headteacher who is not this school's leads the review",
        broken=lambda: reviewed(*REVIEW_HELD.attendees, ANOTHER_HEAD, led_by=ANOTHER_HEAD),
        kept=lambda: reviewed(*REVIEW_HELD.attendees, FOR_THE_HEAD, led_by=FOR_THE_HEAD),
    ),
    Case(
        code="S2SS-R20",
        when="the System Leader judges for the broker",
        broken=lambda: judged(person=LEAD),
        kept=lambda: judged(person="u-2"),
    ),
    Case(
        code="S2SS-R20",
        when="somebody of the payee judges for the broker",
        broken=lambda: judged(person="new-1", organisation="x-trust"),
        kept=lambda: judged(person="new-1"),
    ),
    Case(
        code="S2SS-R20",
        when="the one who signed for the payee judges for the broker",
        broken=lambda: judged(person=THE_PAYEE.person),
        kept=judged,
    ),
    Case(
        code="S2SS-R20",
        when="the broker judges for the funder",
        broken=lambda: judged(JUDGED_BY_FUNDER, FUNDER_JUDGES, organisation="exceed"),
        kept=lambda: judged(JUDGED_BY_FUNDER, FUNDER_JUDGES),
    ),
    Case(
        code="S2SS-P23",
        when="a leader who is not deployed here finalised the plan",
        broken=lambda: finalised(THE_HEADTEACHER, A_STRANGER),
        kept=lambda: finalised(THE_HEADTEACHER, changed(A_STRANGER, stands_in_for=LEAD)),
    ),
    Case(
        code="S2SS-P23",
        when="the plan is owned by a headteacher who is not this school's",
        broken=lambda: owned(ANOTHER_HEAD),
        kept=lambda: owned(FOR_THE_HEAD),
    ),
    Case(
        code="S2SS-P24",
        when="somebody who is not the QA Lead returns a plan",
        broken=lambda: returned(changed(THE_QA_LEAD, person="qa-9")),
        kept=lambda: returned(THE_QA_LEAD),
    ),
    Case(
        code="S2SS-P24",
        when="the leader returns the plan",
        broken=lambda: returned(THE_LEADER),
        kept=lambda: returned(THE_QA_LEAD),
    ),
    Case(
        code="S2SS-A14",
        when="the headteacher who is supported signs for the payee",
        broken=lambda: signed(signatory=changed(THE_HEADTEACHER, organisation="x-trust")),
        kept=lambda: signed(signatory=changed(THE_LEADER, role="headteacher")),
    ),
    Case(
        code="S2SS-A14",
        when="somebody of an organisation that is not the payee signs for it",
        broken=lambda: signed(signatory=THE_OFFICER),
        kept=lambda: signed(signatory=changed(THE_PAYEE, organisation="s-7")),
    ),
    Case(
        code="S2SS-A14",
        when="somebody signs as a System Leader who is not deployed here",
        broken=lambda: agreed("system-leader", A_STRANGER),
        kept=lambda: agreed("system-leader", A_STRANGER, delegated_by=THE_LEADER),
    ),
    Case(
        code="S2SS-A14",
        when="another headteacher signs for the supported school",
        broken=lambda: agreed("supported-school", ANOTHER_HEAD),
        kept=lambda: agreed("supported-school", changed(ANOTHER_HEAD, role="chair")),
    ),
    Case(
        code="S2SS-A14",
        when="the System Leader signs for the broker",
        broken=lambda: agreed("broker", changed(THE_LEADER, organisation="exceed")),
        kept=lambda: agreed("broker", THE_OFFICER),
    ),
    Case(
        code="S2SS-M50",
        when="the payee's own chief executive authorises the release",
        broken=lambda: released(authorised_by=THE_PAYEE),
        kept=lambda: released(authorised_by=THE_OFFICER),
    ),
    Case(
        code="S2SS-M50",
        when="the System Leader authorises the release, as if for the broker",
        broken=lambda: released(authorised_by=changed(THE_OFFICER, person="SL-014")),
        kept=lambda: released(authorised_by=changed(THE_OFFICER, person="u-2")),
    ),
    Case(
        code="S2SS-M50",
        when="the payee lifts what was withheld from it",
        broken=lambda: lifted(THE_BUSINESS_MANAGER),
        kept=lambda: lifted(THE_OFFICER),
    ),
    Case(
        code="S2SS-M50",
        when="the leader allows a cost again that was disallowed",
        broken=lambda: allowed(THE_LEADER),
        kept=lambda: allowed(THE_OFFICER),
    ),
    Case(
        code="S2SS-E01",
        when="the System Leader certifies, as if the accounting officer",
        broken=lambda: certified(certifier=changed(THE_ACCOUNTING_OFFICER, person=LEAD)),
        kept=certified,
    ),
    Case(
        code="S2SS-E20",
        when="a member of staff certifies",
        broken=lambda: certified(certifier=changed(THE_ACCOUNTING_OFFICER, role="staff")),
        kept=lambda: certified(certifier=changed(THE_ACCOUNTING_OFFICER, role="staff", stands_in_for="ao-2")),
    ),
    Case(
        code="S2SS-E20",
        when="a chair of another organisation certifies",
        broken=lambda: certified(certifier=changed(THE_ACCOUNTING_OFFICER, role="chair", organisation="s-1")),
        kept=lambda: certified(certifier=changed(THE_ACCOUNTING_OFFICER, role="chair", organisation="s-7")),
    ),
    Case(
        code="S2SS-E20",
        when="the headteacher who is supported certifies, as if of the trust",
        broken=lambda: certified(certifier=changed(THE_HEADTEACHER, organisation="x-trust")),
        kept=lambda: certified(certifier=changed(THE_HEADTEACHER, person="ht-8", organisation="x-trust")),
    ),
    Case(
        code="S2SS-E21",
        when="the recipient is the supported school",
        broken=lambda: certified(recipient=SCHOOL),
        kept=lambda: certified(recipient=HOME_TRUST),
    ),
    Case(
        code="S2SS-E22",
        when="the certificate goes with a report that was never written",
        broken=lambda: certified(with_report="nonsense"),
        kept=lambda: certified(with_report="i-1"),
    ),
    Case(
        code="S2SS-E22",
        when="the certificate goes with a report of a day to come",
        broken=lambda: certified(with_report="f-1", on=date(2024, 12, 4)),
        kept=lambda: certified(with_report="f-1", on=date(2024, 12, 5)),
    ),
    Case(
        code="S2SS-E23",
        when="the certifier countersigns as well",
        broken=lambda: certified(countersigned_by=THE_ACCOUNTING_OFFICER),
        kept=lambda: certified(countersigned_by=changed(THE_ACCOUNTING_OFFICER, person="ch-9", role="chair")),
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


# Who nobody knows


def test_a_nominee_of_the_school_needs_no_word_about_whom_they_stand_in_for() -> None:
    assert codes(reviewed(A_NOMINEE, THE_LEADER, THE_QA_LEAD, led_by=A_NOMINEE)) == []


def test_a_nominee_of_elsewhere_says_whom_they_stand_in_for() -> None:
    elsewhere = changed(A_NOMINEE, organisation="z-trust")
    for_the_head = changed(elsewhere, stands_in_for=HEADTEACHER)

    assert "S2SS-R06" in codes(reviewed(elsewhere, THE_LEADER, THE_QA_LEAD, led_by=THE_HEADTEACHER))
    assert codes(reviewed(for_the_head, THE_LEADER, THE_QA_LEAD, led_by=for_the_head)) == []


def test_where_nobody_is_known_to_have_followed_the_headteacher_who_left_a_first_name_is_taken() -> None:
    assert codes(interim(ANOTHER_HEAD, THE_LEADER, context=VACANT)) == []
    assert codes(interim(changed(THE_HEADTEACHER, person=LEAD), THE_LEADER, context=VACANT)) == [
        "S2SS-R17",
        "S2SS-R18",
    ]


def test_while_the_post_is_vacant_nobody_is_taken_for_the_headteacher_who_left_it() -> None:
    left = attrs.evolve(VACANT, former_headteachers=(HEADTEACHER,))

    assert codes(interim(THE_HEADTEACHER, THE_LEADER, context=left)) == ["S2SS-R17"]
    assert codes(interim(ANOTHER_HEAD, THE_LEADER, context=left)) == []


def test_where_no_qa_lead_is_needed_and_none_was_appointed_anybody_may_attend_as_one() -> None:
    history = but(WHEN_SHARED, BROKERED, BROKERED_SELF_FUNDED)
    unappointed = but(history, QA_LEAD_APPOINTED)
    decision = reviews.hold_review(at(unappointed), NOW, REVIEW_HELD)

    assert codes(decision) == []


def test_several_people_may_hold_the_post_of_headteacher() -> None:
    both = attrs.evolve(NOW, headteachers=(HEADTEACHER, "ht-2"))
    second = changed(THE_HEADTEACHER, person="ht-2")

    assert codes(interim(THE_HEADTEACHER, THE_LEADER, context=both)) == []
    assert codes(interim(second, THE_LEADER, context=both)) == []


def test_facts_may_be_recorded_despite_a_stranger_and_decisions_may_not() -> None:
    assert interim(ANOTHER_HEAD, THE_LEADER).may_be_accepted
    assert reviewed(convened_by=ANOTHER_HEAD).may_be_accepted
    assert not released(authorised_by=THE_PAYEE).may_be_accepted
    assert not certified(recipient=SCHOOL).may_be_accepted
    assert not judged(person=LEAD).may_be_accepted


# A member of the broker brings the broker in

MEMBER = Organisation(id="s-8", kind="school", member_of_broker=True)


@pytest.mark.parametrize(
    "employer", (BROKER, Organisation(id="s-3", kind="school", member_of_broker=True)), ids=str
)
def test_the_qa_lead_of_a_leader_from_a_member_school_is_neither_of_the_broker_nor_of_a_member(
    employer: Organisation,
) -> None:
    of_a_member = changed(BROKERED, lead=changed(BROKERED.lead, home_school=MEMBER, home_trust=None))
    appointment = changed(QA_LEAD_APPOINTED, employer=employer)

    from_a_member = preparation.appoint_qa_lead(at([of_a_member]), NOW, appointment)
    from_elsewhere = preparation.appoint_qa_lead(at([BROKERED]), NOW, appointment)

    assert codes(from_a_member) == ["S2SS-B08"]
    assert codes(from_elsewhere) == []


def test_a_qa_lead_who_is_deployed_later_as_a_leader_is_found_out_where_support_is_funded_internally() -> (
    None
):
    director = changed(QA_LEAD_APPOINTED, engaged_as="director-of-school-improvement")
    joining = changed(ENGLISH_JOINED, leader=changed(ENGLISH_JOINED.leader, leader=QA_LEAD), commitments=())

    decision = brokering.join_leader(at([BROKERED_INTERNALLY, director]), NOW, joining)

    assert codes(decision) == ["S2SS-B09"]


# Every field that names a person

LATER = "it says what a person is asked to do, and nothing rests on it"
ANYBODY = "anybody may do it, and nothing is let go by it"
STAFF = "they are people of a school or a broker whose staff no list names, and no step rests on who they are"
OF_ITS_ENTRY = "it follows from the entry of another stream that caused it"
TAKES_AWAY = "it only holds money back"
RECEIVES = "a person or an office only receives the paper"
ITS_OWN = "it is the very entry that tells who holds a post or is a leader"

NAMES: dict[str, str] = {
    "Brokered.requested_by": STAFF,
    "Brokered.requested_of": STAFF,
    "Brokered.liaised_with": STAFF,
    "Brokered.capacity_confirmed.by": "S2SS-B20",
    "Brokered.broker_capacity.by": "S2SS-B20",
    "Brokered.alternatives.leader": "S2SS-B90",
    "Brokered.headteacher": "S2SS-B19",
    "Brokered.contact": STAFF,
    "Brokered.work_managed_by": STAFF,
    "Brokered.lead.leader": "S2SS-B19",
    "Brokered.accountable_to": STAFF,
    "Brokered.commitments.leader": "S2SS-B06",
    "Brokered.agreed_by": STAFF,
    "LeaderJoined.leader.leader": "S2SS-B11",
    "LeaderJoined.commitments.leader": "S2SS-B06",
    "QALeadAppointed.qa_lead": "S2SS-B18",
    "QALeadAppointed.delegated_by": STAFF,
    "QALeadStoodDown.qa_lead": "S2SS-B17",
    "PlanningMeetingHeld.attendees": ANYBODY,
    "TrainingAttended.attendee": "a leader may be trained before they join; the log shows who was, and no step waits",
    "TrainingAttended.nominated_by": STAFF,
    "FoundationsSecured.by": STAFF,
    "PlanSubmitted.finalised_by": "S2SS-P23",
    "PlanSubmitted.owner": "S2SS-P23",
    "PlanSubmitted.staff_involved": STAFF,
    "PlanSubmitted.objectives.agreed_by": STAFF,
    "PlanSubmitted.lines.leader": "S2SS-S16",
    "PlanReturned.by": "S2SS-P24",
    "PlanApproved.by": "S2SS-P14",
    "AgreementIssued.issued_by": "the agreement binds by its signatures, which S2SS-A14 holds",
    "AgreementIssued.parties.person": "the agreement binds by its signatures, which S2SS-A14 holds",
    "AgreementIssued.staff_involved": STAFF,
    "AgreementIssued.copies_to": RECEIVES,
    "AgreementSigned.signatory": "S2SS-A14",
    "AgreementSigned.delegated_by": "S2SS-A14",
    "LeaderReplaced.leaving": "S2SS-N01",
    "LeaderReplaced.joining.leader": "S2SS-B11",
    "LeaderReplaced.commitments.leader": "S2SS-B06",
    "LeaderReplaced.new_lead": "S2SS-N02",
    "LeaderReplaced.agreed_by": STAFF,
    "TimeRenegotiated.commitments.leader": "S2SS-N07",
    "TimeRenegotiated.agreed_by": STAFF,
    "VisitLogged.leader": "S2SS-S04",
    "VisitLogged.counterpart": "S2SS-S06",
    "VisitLogged.worked_with": STAFF,
    "VisitLogged.points_school.who": LATER,
    "VisitLogged.completed_by": "somebody may fill the form in for the leader, whom S2SS-S04 holds",
    "NeedsAssessed.by": ANYBODY,
    "NeedsAssessed.accompanied_by": STAFF,
    "ActivityPlanned.people": STAFF,
    "ActivityHeld.people": STAFF,
    "FeedbackGiven.leader": "S2SS-R88",
    "FeedbackGiven.by": "S2SS-R85",
    "FeedbackGiven.managed_by": STAFF,
    "SupportEvaluated.leader": "S2SS-R88",
    "SupportEvaluated.by": "S2SS-R85",
    "RecordSigned.leader": "S2SS-R88",
    "RecordSigned.signatory": "S2SS-R89",
    "QADayHeld.held_by": "S2SS-R71",
    "QADayHeld.attendees": "S2SS-R70",
    "PlanReviewed.by": "S2SS-P82",
    "PlanReviewed.attendees": "S2SS-P82",
    "ManagedExitAgreed.agreed_with": STAFF,
    "SupportHalted.by": TAKES_AWAY,
    "SupportResumed.by": "S2SS-M50",
    "ConcernRaised.by": ANYBODY,
    "ConcernEscalated.by": ANYBODY,
    "ConcernResolved.by": ANYBODY,
    "InterimReported.authors": "S2SS-R17",
    "FinalReported.authors": "S2SS-R17",
    "DocumentShared.by": ANYBODY,
    "ReviewHeld.convened_by": "S2SS-R19",
    "ReviewHeld.led_by": "S2SS-R07",
    "ReviewHeld.led_for": "S2SS-R19",
    "ReviewHeld.attendees": "S2SS-R19",
    "ReviewHeld.invited_by": STAFF,
    "ReviewHeld.short_notice_accepted_by": "S2SS-R09",
    "ReviewHeld.actions.who": LATER,
    "ActionDone.by": ANYBODY,
    "ChecklistAnswered.by": "S2SS-R75",
    "ProgressJudged.judge": "S2SS-R20",
    "InstalmentReleased.authorised_by": "S2SS-M50",
    "InstalmentReleased.short_notice_accepted_by": "S2SS-R09",
    "InstalmentWithheld.by": TAKES_AWAY,
    "WithholdingLifted.by": "S2SS-M50",
    "InstalmentCancelled.by": TAKES_AWAY,
    "GrantRecovered.asked_by": "S2SS-M22",
    "GrantRecovered.agreed_by": "S2SS-M22",
    "CertificatePrepared.preparer": "anybody may prepare it; whoever certifies is another one, which S2SS-E01 holds",
    "GrantUsageCertified.preparer": "S2SS-E01",
    "GrantUsageCertified.certifier": "S2SS-E20",
    "GrantUsageCertified.countersigned_by": "S2SS-E23",
    "CertificateReturned.returned_to": RECEIVES,
    "SupportEnded.agreed_by": STAFF,
    "Closed.by": ANYBODY,
    "Reopened.asked_by": "S2SS-E18",
    "Reopened.agreed_by": "S2SS-E18",
    "AwardCostDisallowed.by": TAKES_AWAY,
    "CostDisallowed.by": TAKES_AWAY,
    "CostAllowed.by": "S2SS-M50",
    "AcceptedDespite.accepted_by": "S2SS-X30",
    "EntryStruckOut.asked_by": "S2SS-X01",
    "EntryStruckOut.agreed_by": "S2SS-X01",
    "EvidenceFiled.by": ANYBODY,
    "AllowanceAgreed.leader": "S2SS-Y01",
    "AllowanceAgreed.agreed_by": STAFF,
    "AllowanceAgreed.governing_body.by": "S2SS-Y80",
    "DaysCommitted.leader": OF_ITS_ENTRY,
    "CommitmentReleased.leader": OF_ITS_ENTRY,
    "DaysWorked.leader": OF_ITS_ENTRY,
    "DaysStruckOut.leader": OF_ITS_ENTRY,
    "AssuranceGiven.by": "S2SS-E32",
    "CertificateAccepted.by": "S2SS-E32",
    "CertificateQueried.by": ANYBODY,
    "AwardClosed.by": ANYBODY,
    "AwardReopened.asked_by": "S2SS-E18",
    "AwardReopened.agreed_by": "S2SS-E18",
    "PostTakenUp.person": ITS_OWN,
    "PostLeft.person": ITS_OWN,
    "LeaderEmployed.leader": ITS_OWN,
    "LeaderFoundSame.leader": ITS_OWN,
    "LeaderFoundSame.same_as": ITS_OWN,
    "LeaderDesignated.leader": ITS_OWN,
    "DesignationEnded.leader": ITS_OWN,
    "ExpertiseDeclared.leader": ITS_OWN,
    "ExpertiseDeclared.by": STAFF,
    "TrainingCompleted.leader": ITS_OWN,
    "UnbrokeredSupportLogged.leader": ITS_OWN,
    "UnbrokeredSupportLogged.arranged_by": STAFF,
    "UnbrokeredSupportLogged.by": ANYBODY,
}
"""For each field that names a person: the rule that holds it against the record, or why none does."""

OTHERS = frozenset(
    {
        "alliance", "award", "awards", "checked_against", "deployment", "follows", "grant", "id", "member_of", "organisation",
        "project", "provider", "school", "supplier", "trust",
    }
)  # fmt: skip
"""The fields of type `Id` that name an organisation, a deployment, an award or something else that is no person."""


def parts_of(hint: Any) -> Iterator[Any]:
    """The types that a field may hold, those inside tuples too."""
    if get_origin(hint) in {Union, UnionType, tuple}:
        for part in get_args(hint):
            yield from parts_of(part)
    else:
        yield hint


def fields_of(cls: Any, path: str) -> Iterator[tuple[str, str, Any]]:
    """Every field of an event and of what it holds: its path, its name and a type that it may hold."""
    hints = get_type_hints(cls, include_extras=True)
    for field in attrs.fields(cls):
        for part in parts_of(hints[field.name]):
            yield f"{path}.{field.name}", field.name, part
            if part is not Person and isinstance(part, type) and attrs.has(part):
                yield from fields_of(part, f"{path}.{field.name}")


FIELDS = tuple(field for event in get_args(AnyEvent) for field in fields_of(event, event.__name__))


def test_every_field_that_names_a_person_is_held_by_a_rule_or_listed_with_its_reason() -> None:
    naming = {path for path, name, part in FIELDS if part is Person or (part == Id and name in PERSON_FIELDS)}

    assert naming == NAMES.keys()


def test_every_field_of_type_id_is_known_to_name_a_person_or_something_else() -> None:
    names = {name for _, name, part in (*FIELDS, *fields_of(Person, "Person")) if part == Id}

    assert names == PERSON_FIELDS | OTHERS
    assert not PERSON_FIELDS & OTHERS


@pytest.mark.parametrize("code", sorted({held for held in NAMES.values() if held.startswith("S2SS-")}))
def test_a_field_is_held_by_a_rule_that_there_is(code: str) -> None:
    assert code in {rule.code for rule in every_rule()}


# What is known of people


def the_people(**otherwise: Any) -> People:
    return attrs.evolve(people_on(at(WHEN_APPOINTED), NOW, date(2024, 1, 8)), **otherwise)


def test_the_holders_of_an_office_are_told_or_anyone_if_nobody_said_who_they_are() -> None:
    stranger = changed(THE_QA_LEAD, person=LEAD)
    untold = the_people(holders={**the_people().holders, "qa-lead": None})
    vacant = the_people(holders={**the_people().holders, "qa-lead": ()})

    assert the_people().in_office((stranger,)) == (f"{QA_LEAD} (qa-lead)",)
    assert untold.in_office((stranger,)) == ("anyone",)
    assert vacant.in_office((stranger,)) == ()
    assert untold.in_office((THE_LEADER,)) == ()


def test_people_have_the_part_that_the_record_knows_of() -> None:
    holders = {**the_people().holders, "system-leader": (LEAD, "sl-50")}
    people = the_people(holders=holders, for_the_payee=("ceo-4",))

    parts = {name: people.part_of(name) for name in (LEAD, "ceo-4", HEADTEACHER, QA_LEAD, "sl-50", "x-1")}
    assert parts == {
        LEAD: "leader",
        "ceo-4": "payee",
        HEADTEACHER: "headteacher",
        QA_LEAD: "qa-lead",
        "sl-50": None,
        "x-1": None,
    }
    assert people.paid_as(changed(THE_PAYEE, organisation="elsewhere")) == "of those who are paid"


def test_those_who_are_paid_provide_leaders_or_are_paid_by_the_programme_or_named() -> None:
    external, *others = EXCEED.funding
    paying = (attrs.evolve(external, payees=("supported-school",)), *others)
    pays_the_school = attrs.evolve(NOW, programme=attrs.evolve(EXCEED, funding=paying))
    internal = people_on(at(WHEN_APPOINTED), pays_the_school, date(2024, 1, 8), OTHER_SCHOOL.names)

    assert {"x-trust", "s-7", "s-1", *OTHER_SCHOOL.names} <= internal.paid


def test_all_who_signed_and_certified_for_the_payee_acted_for_it() -> None:
    deployment = at([*WHEN_SIGNED, CERTIFIED, changed(CERTIFIED, certificate="cert-2", certifier=A_TEACHER)])

    acted = people_on(deployment, NOW, date(2024, 12, 16)).for_the_payee
    assert {THE_PAYEE.person, THE_ACCOUNTING_OFFICER.person, A_TEACHER.person} <= {*acted}
