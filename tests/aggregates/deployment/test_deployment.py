from collections.abc import Callable
from datetime import date
from typing import Any, cast, get_args

import pytest

from s2ss_core.aggregates.decision import Decision
from s2ss_core.aggregates.deployment.deployment import CHANGES, Deployment, evolve, replay
from s2ss_core.application.command import Command
from s2ss_core.application.commands import Commands
from s2ss_core.errors import ImpossibleHistory
from s2ss_core.events import (
    AcceptedDespite,
    ActionDone,
    AssuranceGiven,
    Brokered,
    CertificateAccepted,
    CertificatePrepared,
    CertificateQueried,
    CertificateReturned,
    ChecklistAnswered,
    ClaimRegistered,
    ConcernEscalated,
    CostAllowed,
    CostDisallowed,
    CostReversed,
    DeploymentEvent,
    DocumentShared,
    EntryStruckOut,
    EvidenceFiled,
    GrantRecovered,
    GrantUsageCertified,
    PaymentMade,
    PaymentReversed,
    PlanningMeetingHeld,
    Reopened,
    ReviewsScheduled,
    VatSettled,
    VisitLogged,
    cause_of,
)
from s2ss_core.rules import Refused
from s2ss_core.testing.lifecycle.cast import person
from s2ss_core.values import Cause
from tests.aggregates.deployment.test_corrections import COST_DISALLOWED, COST_REVERSED, STRIKES
from tests.aggregates.histories import (
    AGREEMENT_ISSUED,
    BROKERED,
    CLOSED,
    CONCERN_RAISED,
    COST,
    ENGLISH_JOINED,
    EXCEED,
    FINAL_REPORTED,
    INSTALMENT_RELEASED,
    INTERIM_FINALISED,
    INTERIM_REPORTED,
    INTERIM_SHARED,
    INVOICE_RECEIVED,
    NOW,
    PAYMENT_MADE,
    PLAN_SUBMITTED,
    QA_LEAD_APPOINTED,
    SUPPORT_ENDED,
    THE_BUSINESS_MANAGER,
    THE_HEADTEACHER,
    TRAINING_ATTENDED,
    VISIT,
    WHEN_CLOSED,
    WHEN_RELEASED,
    at,
    changed,
    codes,
    pounds,
)
from tests.store.samples import sample

LATER = date(2025, 2, 1)
CLAIM = ClaimRegistered(
    supplier="s",
    invoice_number="1",
    on=LATER,
    deployment="d-1",
    amount=pounds(1),
    because=Cause("cost", ("c-1",), "deployment:d-1"),
)
SCHEDULED = ReviewsScheduled(schedule="rs-1", on=LATER, reviews=())
MEETING = PlanningMeetingHeld(meeting="m-1", on=LATER, attendees=())
TRAINING = changed(TRAINING_ATTENDED, on=LATER)
ESCALATED = ConcernEscalated(concern="k-1", on=LATER, by=THE_HEADTEACHER, escalated_to="broker")
EVIDENCE = EvidenceFiled(
    of=Cause("visit", ("v-1",)), on=LATER, file_name="a.pdf", digest="sha256:0", by="u-1"
)
PREPARED = CertificatePrepared(
    certificate="cert-2",
    on=LATER,
    covers_from=date(2024, 1, 8),
    covers_to=date(2024, 12, 12),
    preparer=THE_BUSINESS_MANAGER,
)


def deciding() -> dict[type, Callable[..., Decision[DeploymentEvent]]]:
    """What decides on each fact of a deployment that was brokered."""
    commands = [command for command in vars(Commands).values() if isinstance(command, Command)]
    facts = set(get_args(DeploymentEvent)) - {Brokered}  # Brokered begins a deployment
    return {command.event: command.decide for command in commands if command.event in facts}


DECISIONS = deciding()
JUST_CLOSED = at([BROKERED], changed(CLOSED, cause="exit"))
CORRECTIONS_PAYMENTS_AND_PAPERS = {
    EntryStruckOut, CostReversed, CostDisallowed, CostAllowed, PaymentMade, PaymentReversed, GrantRecovered, CertificatePrepared, GrantUsageCertified,
    AssuranceGiven, CertificateAccepted, CertificateQueried, CertificateReturned, DocumentShared, EvidenceFiled,
    ActionDone, ChecklistAnswered, Reopened, VatSettled,
}  # fmt: skip


def after_closing(event_class: type) -> Decision[DeploymentEvent]:
    return DECISIONS[event_class](JUST_CLOSED, NOW, sample(event_class, full=False))


def test_every_fact_of_a_deployment_is_decided_on_somewhere() -> None:
    assert set(DECISIONS) == set(get_args(DeploymentEvent)) - {Brokered, AcceptedDespite}


@pytest.mark.parametrize("event_class", DECISIONS, ids=lambda event_class: event_class.__name__)
def test_after_closing_only_corrections_payments_certificates_sharing_and_evidence_are_taken(
    event_class: type,
) -> None:
    assert ("S2SS-E12" not in codes(after_closing(event_class))) == (
        event_class in CORRECTIONS_PAYMENTS_AND_PAPERS
    )


def test_what_is_refused_after_closing_is_not_accepted_despite() -> None:
    decision = after_closing(VisitLogged)

    assert not decision.may_be_accepted
    with pytest.raises(Refused, match="S2SS-E12"):
        decision.events_or_raise()


@pytest.mark.parametrize("event_class", DECISIONS, ids=lambda event_class: event_class.__name__)
@pytest.mark.parametrize("history", (WHEN_RELEASED, WHEN_CLOSED), ids=("released", "closed"))
def test_a_decision_changes_nothing_that_it_reads(
    event_class: type, history: tuple[DeploymentEvent, ...]
) -> None:
    deployment, untouched = at(history), at(history)

    for full in (False, True):
        DECISIONS[event_class](deployment, NOW, sample(event_class, full=full))

    assert deployment == untouched
    assert repr(deployment) == repr(untouched)


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
    ids=lambda parameter: parameter if isinstance(parameter, str) else type(parameter).__name__,
)
def test_an_event_moves_its_own_stage_and_no_other(stage: str, event: DeploymentEvent) -> None:
    before, after = at([BROKERED]), at([BROKERED, event])
    stages = ("brokering", "planning", "agreement", "support", "reporting", "money", "ending", "corrections")

    moved = [name for name in stages if getattr(before, name) != getattr(after, name)]

    assert moved == [stage]


@pytest.mark.parametrize(
    "event",
    (MEETING, TRAINING, SCHEDULED, ESCALATED, EVIDENCE, PREPARED),
    ids=lambda parameter: type(parameter).__name__,
)
def test_what_no_decision_reads_leaves_no_mark_but_its_id(event: DeploymentEvent) -> None:
    before, after = at([BROKERED]), at([BROKERED, event])

    assert after.has_entry(cause_of(event), by=event.on)
    after.entries = before.entries
    assert after == before


def test_an_acceptance_leaves_no_mark_on_any_figure() -> None:
    acceptance = AcceptedDespite(
        of=Cause("visit", ("v-1",)), on=VISIT.on, rules=(), reason="In the post.", accepted_by=person("u-2")
    )
    deployment = at(WHEN_RELEASED, acceptance)

    assert (
        deployment.account(EXCEED).eligible() == at(WHEN_RELEASED).account(EXCEED).eligible() == pounds(6000)
    )


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
    struck = next(strike for strike in STRIKES if strike.of.name == "report")
    of_it = changed(INTERIM_FINALISED, report=struck.of.id[0])
    of_another = changed(of_it, report="i-9")

    deployment = at([BROKERED], of_it, of_another, struck)

    assert list(deployment.reporting.finalised) == ["i-9"]


# Asked of the whole


def test_the_payees_are_the_lead_leaders_school_and_trust() -> None:
    deployment = at(
        (BROKERED, changed(ENGLISH_JOINED, leader=changed(ENGLISH_JOINED.leader, home_trust=None)))
    )

    assert deployment.payees(NOW.terms("external"), date.max) == ("s-7", "x-trust")


def test_the_supported_school_and_the_broker_are_paid_where_the_programme_says_so() -> None:
    terms = changed(NOW.terms("external"), payees=("broker", "supported-school"))

    assert at([BROKERED]).payees(terms, date.max) == ("exceed", "s-1")


def test_a_home_school_without_a_trust_is_paid_itself() -> None:
    alone = changed(BROKERED, lead=changed(BROKERED.lead, home_trust=None))

    assert at([alone]).payees(NOW.terms("external"), date.max) == ("s-7",)


def test_a_deployment_knows_its_facts_by_their_ids_from_the_day_they_happened() -> None:
    deployment = at(WHEN_RELEASED)

    assert deployment.has_entry(Cause("visit", ("v-1",)))
    assert deployment.has_entry(Cause("visit", ("v-1",)), by=date(2024, 1, 16))
    assert not deployment.has_entry(Cause("visit", ("v-1",)), by=date(2024, 1, 15))
    assert not deployment.has_entry(Cause("visit", ("v-99",)))


def test_what_was_never_priced_charges_nothing() -> None:
    twilight = changed(VISIT, visit="v-t", unit="twilight")
    on_an_item = changed(VISIT, visit="v-i", line="2")
    by_the_item = changed(on_an_item, visit="v-b", unit="item")
    off_the_plan = changed(VISIT, visit="v-o", line="9")

    account = at(WHEN_RELEASED, twilight, on_an_item, by_the_item, off_the_plan).account(EXCEED)

    assert {"v-t", "v-i", "v-b", "v-o"}.isdisjoint(dict(account.items))
