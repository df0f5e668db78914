from datetime import date
from typing import Any, cast, get_args

import pytest

from s2ss_core.aggregates.deployment.decisions import (
    agreement,
    brokering,
    concerns,
    corrections,
    costs,
    ending,
    money,
    planning,
    reporting,
    reviews,
    support,
)
from s2ss_core.aggregates.deployment.deployment import CHANGES, Deployment, evolve, replay
from s2ss_core.errors import ImpossibleHistory
from s2ss_core.events import (
    AcceptedDespite,
    AgreementIssued,
    AgreementSigned,
    Brokered,
    CertificatePrepared,
    CertificateReturned,
    ClaimRegistered,
    Closed,
    ConcernEscalated,
    ConcernRaised,
    ConcernResolved,
    CostAllowed,
    CostDisallowed,
    CostIncurred,
    CostReversed,
    CostStruckOut,
    DeploymentEvent,
    DocumentShared,
    EvidenceFiled,
    FinalReported,
    FoundationsSecured,
    GrantRecovered,
    GrantUsageCertified,
    InstalmentCancelled,
    InstalmentReleased,
    InstalmentWithheld,
    InterimReported,
    InvoiceReceived,
    LeaderJoined,
    PaymentMade,
    PaymentReversed,
    PaymentStruckOut,
    PlanApproved,
    PlanningMeetingHeld,
    PlanReturned,
    PlanSubmitted,
    ProgressJudged,
    QALeadAppointed,
    ReportFinalised,
    ReportStruckOut,
    ReviewHeld,
    ReviewsScheduled,
    ReviewStruckOut,
    SupportEnded,
    TrainingAttended,
    VisitLogged,
    VisitStruckOut,
    natural_id,
)
from s2ss_core.rules import Refused
from tests.aggregates.deployment.test_corrections import COST_ALLOWED, COST_DISALLOWED, COST_REVERSED, STRIKES
from tests.aggregates.deployment.test_ending import LAST_CANCELLED, RECOVERED
from tests.aggregates.deployment.test_money import PAYMENT_REVERSED, WITHHELD
from tests.aggregates.deployment.test_planning import PLAN_RETURNED
from tests.aggregates.deployment.test_support import CONCERN_RESOLVED
from tests.aggregates.histories import (
    AGREEMENT_ISSUED,
    AGREEMENT_SIGNED,
    BROKERED,
    CERTIFICATE_RETURNED,
    CERTIFIED,
    CLOSED,
    CONCERN_RAISED,
    COST,
    ENGLISH_JOINED,
    EXCEED,
    FINAL_REPORTED,
    FOUNDATIONS_SECURED,
    INSTALMENT_RELEASED,
    INTERIM_FINALISED,
    INTERIM_REPORTED,
    INTERIM_SHARED,
    INVOICE_RECEIVED,
    JUDGED_BY_BROKER,
    NOW,
    PAYMENT_MADE,
    PLAN_APPROVED,
    PLAN_SUBMITTED,
    QA_LEAD_APPOINTED,
    REVIEW_HELD,
    SUPPORT_ENDED,
    VISIT,
    WHEN_CLOSED,
    WHEN_RELEASED,
    at,
    changed,
    codes,
    pounds,
)

LATER = date(2025, 2, 1)
CLAIM = ClaimRegistered(
    supplier="s", invoice_number="1", on=LATER, deployment="d-1", because="cost-incurred c-1"
)
SCHEDULED = ReviewsScheduled(schedule="rs-1", on=LATER, reviews=())
MEETING = PlanningMeetingHeld(meeting="m-1", on=LATER, attendees=())
TRAINING = TrainingAttended(course="c-1", attendee="ht-1", on=LATER, role="headteacher")
ESCALATED = ConcernEscalated(concern="k-1", on=LATER, by="ht-1", escalated_to="broker")
EVIDENCE = EvidenceFiled(of="v-1", on=LATER, file_name="a.pdf", digest="sha256:0", by="u-1")
PREPARED = CertificatePrepared(
    certificate="cert-2",
    on=LATER,
    covers_from=date(2024, 1, 8),
    covers_to=date(2024, 12, 12),
    preparer="bm-1",
    role="business-manager",
)

# Every command about a deployment, asked with a fact that no history above has told.
ASKED: dict[type, tuple[Any, DeploymentEvent]] = {
    LeaderJoined: (brokering.join_leader, changed(ENGLISH_JOINED, leader="sl-030")),
    QALeadAppointed: (brokering.appoint_qa_lead, changed(QA_LEAD_APPOINTED, qa_lead="qa-9")),
    PlanningMeetingHeld: (brokering.hold_planning_meeting, MEETING),
    TrainingAttended: (brokering.attend_training, TRAINING),
    FoundationsSecured: (
        brokering.secure_foundations,
        changed(FOUNDATIONS_SECURED[0], side="unheard-of"),
    ),
    PlanSubmitted: (planning.submit_plan, changed(PLAN_SUBMITTED, plan_version=2)),
    PlanApproved: (planning.approve_plan, changed(PLAN_APPROVED, plan_version=2)),
    PlanReturned: (planning.return_plan, PLAN_RETURNED),
    AgreementIssued: (agreement.issue_agreement, changed(AGREEMENT_ISSUED, agreement="ag-9")),
    AgreementSigned: (agreement.sign_agreement, changed(AGREEMENT_SIGNED, party="broker")),
    ReviewsScheduled: (agreement.schedule_reviews, SCHEDULED),
    VisitLogged: (support.log_visit, changed(VISIT, visit="v-9")),
    CostIncurred: (costs.incur_cost, changed(COST, cost="c-9")),
    ConcernRaised: (concerns.raise_concern, CONCERN_RAISED),
    ConcernEscalated: (concerns.escalate_concern, ESCALATED),
    ConcernResolved: (concerns.resolve_concern, CONCERN_RESOLVED),
    EvidenceFiled: (concerns.file_evidence, EVIDENCE),
    InterimReported: (reporting.report_interim, changed(INTERIM_REPORTED, report="i-9")),
    FinalReported: (reporting.report_final, changed(FINAL_REPORTED, report="f-9")),
    ReportFinalised: (reporting.finalise_report, changed(INTERIM_FINALISED, revision=9)),
    DocumentShared: (reporting.share_document, changed(INTERIM_SHARED, on=LATER)),
    ReviewHeld: (reviews.hold_review, changed(REVIEW_HELD, review="r-9")),
    ProgressJudged: (reviews.judge_progress, changed(JUDGED_BY_BROKER, judgement="j-9")),
    InvoiceReceived: (money.receive_invoice, changed(INVOICE_RECEIVED, invoice_number="XT-9")),
    InstalmentReleased: (money.release_instalment, changed(INSTALMENT_RELEASED, instalment=9)),
    InstalmentWithheld: (money.withhold_instalment, WITHHELD),
    InstalmentCancelled: (money.cancel_instalment, LAST_CANCELLED),
    PaymentMade: (money.make_payment, PAYMENT_MADE),
    PaymentReversed: (money.reverse_payment, PAYMENT_REVERSED),
    GrantRecovered: (money.recover_grant, RECOVERED),
    CertificatePrepared: (ending.prepare_certificate, PREPARED),
    GrantUsageCertified: (ending.certify_grant_usage, changed(CERTIFIED, certificate="cert-9")),
    CertificateReturned: (ending.return_certificate, changed(CERTIFICATE_RETURNED, certificate="cert-9")),
    SupportEnded: (ending.end_support, changed(SUPPORT_ENDED, actual_end=date(2024, 12, 19))),
    Closed: (ending.close, changed(CLOSED, cause="exit")),
    **{type(strike): (corrections.strike_out, strike) for strike in STRIKES},
    CostReversed: (corrections.reverse_cost, COST_REVERSED),
    CostDisallowed: (corrections.disallow_cost, COST_DISALLOWED),
    CostAllowed: (corrections.allow_cost, COST_ALLOWED),
}
CORRECTIONS_PAYMENTS_AND_PAPERS = {
    VisitStruckOut, CostStruckOut, ReportStruckOut, ReviewStruckOut, PaymentStruckOut, CostReversed, CostDisallowed,
    CostAllowed, PaymentMade, PaymentReversed, GrantRecovered, CertificatePrepared, GrantUsageCertified,
    CertificateReturned, DocumentShared, EvidenceFiled,
}  # fmt: skip


def after_closing(event_class: type) -> list[str]:
    decide, fact = ASKED[event_class]
    return codes(decide(at(WHEN_CLOSED), NOW, fact))


def test_every_fact_of_a_deployment_has_its_command() -> None:
    assert set(ASKED) == set(get_args(DeploymentEvent)) - {Brokered, AcceptedDespite}


@pytest.mark.parametrize("event_class", ASKED, ids=lambda event_class: event_class.__name__)
def test_after_closing_only_corrections_payments_certificates_sharing_and_evidence_are_taken(
    event_class: type,
) -> None:
    assert ("S2SS-E12" not in after_closing(event_class)) == (event_class in CORRECTIONS_PAYMENTS_AND_PAPERS)


def test_what_is_refused_after_closing_is_not_accepted_despite() -> None:
    decide, fact = ASKED[VisitLogged]

    decision = decide(at(WHEN_CLOSED), NOW, fact)

    assert not decision.may_be_accepted
    with pytest.raises(Refused, match="S2SS-E12"):
        decision.events_or_raise()


# Replayed


def test_no_history_leaves_no_deployment() -> None:
    assert replay([]) is None


def test_a_history_that_does_not_begin_with_the_brokering_cannot_have_happened() -> None:
    with pytest.raises(ImpossibleHistory, match="begins with Brokered, not VisitLogged"):
        replay([VISIT])


def test_the_table_of_changes_has_every_event_and_no_other_is_taken() -> None:
    assert set(CHANGES) == set(get_args(DeploymentEvent))
    with pytest.raises(ImpossibleHistory, match="ClaimRegistered does not belong to a deployment"):
        evolve(at([BROKERED]), cast(Any, CLAIM))


@pytest.mark.parametrize(
    ("stage", "event"),
    (
        ("brokering", QA_LEAD_APPOINTED),
        ("planning", PLAN_SUBMITTED),
        ("agreement", AGREEMENT_ISSUED),
        ("support", VISIT),
        ("support", COST),
        ("support", CONCERN_RAISED),
        ("reporting", INTERIM_REPORTED),
        ("reporting", FINAL_REPORTED),
        ("reporting", INTERIM_SHARED),
        ("money", INVOICE_RECEIVED),
        ("money", PAYMENT_MADE),
        ("ending", SUPPORT_ENDED),
        ("ending", CLOSED),
        ("corrections", COST_DISALLOWED),
        ("corrections", COST_REVERSED),
    ),
    ids=lambda one: one if isinstance(one, str) else type(one).__name__,
)
def test_an_event_moves_its_own_stage_and_no_other(stage: str, event: DeploymentEvent) -> None:
    before, after = at([BROKERED]), at([BROKERED, event])
    stages = ("brokering", "planning", "agreement", "support", "reporting", "money", "ending", "corrections")

    moved = [name for name in stages if getattr(before, name) != getattr(after, name)]

    assert moved == [stage]


@pytest.mark.parametrize(
    "event",
    (MEETING, TRAINING, SCHEDULED, ESCALATED, EVIDENCE, WITHHELD, PREPARED),
    ids=lambda one: type(one).__name__,
)
def test_what_no_decision_reads_leaves_no_mark_but_its_id(event: DeploymentEvent) -> None:
    before, after = at([BROKERED]), at([BROKERED, event])

    assert after.has_entry(natural_id(event)[1], by=event.on)
    after.entries = before.entries
    assert after == before


def test_an_acceptance_leaves_no_mark_on_any_figure() -> None:
    acceptance = AcceptedDespite(
        of="visit-logged v-1", on=VISIT.on, rules=(), reason="In the post.", accepted_by="u-2"
    )
    deployment = at(WHEN_RELEASED, acceptance)

    assert deployment.eligible(EXCEED) == at(WHEN_RELEASED).eligible(EXCEED) == pounds(6000)


def test_replay_asks_no_rules() -> None:
    against_the_rules = (
        BROKERED,
        changed(VISIT, leader="sl-099", school="s-9", on=date(2030, 1, 1)),
        changed(INSTALMENT_RELEASED, amount=pounds(1_000_000)),
    )

    deployment = replay(against_the_rules)

    assert isinstance(deployment, Deployment)
    assert deployment.money.net_released == pounds(1_000_000)


def test_replaying_step_by_step_and_at_once_leave_the_same() -> None:
    deployment = None
    for event in WHEN_CLOSED:
        deployment = evolve(deployment, event)

    assert deployment == replay(WHEN_CLOSED)


def test_a_report_that_is_struck_out_is_finalised_no_more() -> None:
    struck = next(one for one in STRIKES if isinstance(one, ReportStruckOut))
    of_it = changed(INTERIM_FINALISED, report=struck.report)
    of_another = changed(of_it, report="i-9")

    deployment = at([BROKERED], of_it, of_another, struck)

    assert list(deployment.reporting.finalised) == ["i-9"]


# Asked of the whole


def test_the_payees_are_the_lead_leaders_school_and_trust() -> None:
    deployment = at((BROKERED, changed(ENGLISH_JOINED, home_trust=None)))

    assert deployment.payees(NOW.terms("external")) == ("s-7", "x-trust")


def test_the_supported_school_and_the_broker_are_paid_where_the_programme_says_so() -> None:
    terms = changed(NOW.terms("external"), payees=("broker", "supported-school"))

    assert at([BROKERED]).payees(terms) == ("exceed", "s-1")


def test_a_home_school_without_a_trust_is_paid_itself() -> None:
    alone = changed(BROKERED, lead=changed(BROKERED.lead, home_trust=None))

    assert at([alone]).payees(NOW.terms("external")) == ("s-7",)


def test_a_deployment_knows_its_facts_by_their_ids_from_the_day_they_happened() -> None:
    deployment = at(WHEN_RELEASED)

    assert deployment.has_entry("v-1")
    assert deployment.has_entry("v-1", by=date(2024, 1, 16))
    assert not deployment.has_entry("v-1", by=date(2024, 1, 15))
    assert not deployment.has_entry("v-99")


def test_what_was_never_priced_charges_nothing() -> None:
    twilight = changed(VISIT, visit="v-t", unit="twilight")
    on_an_item = changed(VISIT, visit="v-i", line="2")
    by_the_item = changed(on_an_item, visit="v-b", unit="item")
    off_the_plan = changed(VISIT, visit="v-o", line="9")

    incurred = at(WHEN_RELEASED, twilight, on_an_item, by_the_item, off_the_plan).incurred(EXCEED)

    assert {"v-t", "v-i", "v-b", "v-o"}.isdisjoint(incurred)
