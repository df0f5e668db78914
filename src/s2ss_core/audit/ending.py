"""Ending: when support may end, a deployment may close, and what may follow a closing."""

from collections.abc import Iterator
from typing import get_args

from s2ss_core.audit.check import Breach, check
from s2ss_core.audit.deployment import Deployment, asks
from s2ss_core.audit.record import Prefix
from s2ss_core.events import (
    AcceptedDespite,
    ActionDone,
    AssuranceGiven,
    CertificateAccepted,
    CertificatePrepared,
    CertificateQueried,
    CertificateReturned,
    ChecklistAnswered,
    Closed,
    CostAllowed,
    CostDisallowed,
    CostReversed,
    DeploymentEvent,
    DocumentShared,
    EntryStruckOut,
    EvidenceFiled,
    FinalReported,
    GrantRecovered,
    GrantUsageCertified,
    ManagedExitAgreed,
    PaymentMade,
    PaymentReversed,
    Reopened,
    SupportEnded,
    VatSettled,
    VisitLogged,
)

MAY_FOLLOW = (
    AcceptedDespite, ActionDone, AssuranceGiven, CertificateAccepted, CertificateQueried, CertificatePrepared, CertificateReturned, ChecklistAnswered, CostAllowed, CostDisallowed, CostReversed,
    DocumentShared, EntryStruckOut, EvidenceFiled, GrantRecovered, GrantUsageCertified, PaymentMade, PaymentReversed,
    Reopened, VatSettled,
)  # fmt: skip
MAY_NOT_FOLLOW = tuple(
    event_class for event_class in get_args(DeploymentEvent) if event_class not in MAY_FOLLOW
)


def is_closed(deployment: Deployment) -> Closed | None:
    """That the deployment was closed, unless it was opened again since."""
    closings = deployment.book.of(Closed)
    openings = deployment.book.of(Reopened)
    if closings and not (openings and openings[-1].position > closings[-1].position):
        closed: Closed = closings[-1].event
        return closed
    return None


@asks("S2SS-E08", Closed)
def after_the_support(event: Closed, deployment: Deployment) -> Iterator[Breach]:
    """The end of the support was recorded by that day."""
    ended = deployment.ended
    if ended is None or event.on < ended.on:
        yield Breach(ended_on=ended.on if ended else None, on=event.on)


@asks("S2SS-E11", Closed)
def the_final_report(event: Closed, deployment: Deployment) -> Iterator[Breach]:
    """Support that ran its course has its final report."""
    if deployment.programme is None or not deployment.programme.reports.final_authors:
        return
    if _ran_its_course(event, deployment) and deployment.book.first(FinalReported) is None:
        yield Breach(final_report=None)


def _ran_its_course(event: Closed, deployment: Deployment) -> bool:
    ended = deployment.ended
    return "completed" in {event.cause, ended.cause if ended else None}


@check("S2SS-E12", *MAY_NOT_FOLLOW)
def after_the_closing(event: object, prefix: Prefix) -> Iterator[Breach]:
    """What is closed takes only corrections, payments, certificates, checklists, sharing, evidence and being opened again."""
    closings = prefix.book.of(Closed)
    if closings and not any(opened.position > closings[-1].position for opened in prefix.book.of(Reopened)):
        yield Breach(asked=type(event).__name__, taken=False, positions=(closings[-1].position,))


@asks("S2SS-E13", SupportEnded)
def after_the_last_visit(event: SupportEnded, deployment: Deployment) -> Iterator[Breach]:
    """The support did not end before its last visit."""
    last = max((visit.on for visit in deployment.book.events(VisitLogged)), default=event.actual_end)
    if event.actual_end < last:
        yield Breach(actual_end=event.actual_end, last_visit=last)


@asks("S2SS-E14", SupportEnded)
def the_end_has_come(event: SupportEnded, _: Deployment) -> Iterator[Breach]:
    """The end is not recorded before it comes."""
    if event.on < event.actual_end:
        yield Breach(actual_end=event.actual_end, on=event.on)


@asks("S2SS-E80", SupportEnded)
def by_the_exit(event: SupportEnded, deployment: Deployment) -> Iterator[Breach]:
    """The support did not go on after the last day of the exit that was agreed last."""
    exits = deployment.book.events(ManagedExitAgreed)
    if exits and event.actual_end > exits[-1].last_day:
        yield Breach(actual_end=event.actual_end, last_day=exits[-1].last_day)


@asks("S2SS-E15", SupportEnded, ManagedExitAgreed)
def once(_: SupportEnded | ManagedExitAgreed, deployment: Deployment) -> Iterator[Breach]:
    """Support ends once."""
    if deployment.ended is not None:
        yield Breach(ended_on=deployment.ended.on)


@asks("S2SS-E17", Reopened)
def what_is_opened_again(event: Reopened, deployment: Deployment) -> Iterator[Breach]:
    """It was closed on a day before."""
    closed = is_closed(deployment)
    if closed is None or event.on <= closed.on:
        yield Breach(closed_on=closed.on if closed else None, on=event.on)


@asks("S2SS-E18", Reopened)
def by_two_people(event: Reopened, deployment: Deployment) -> Iterator[Breach]:
    """It is asked for by one person and agreed by another."""
    if deployment.is_same(event.asked_by.person, event.agreed_by.person):
        yield Breach(asked_by=event.asked_by.person, agreed_by=event.agreed_by.person)
