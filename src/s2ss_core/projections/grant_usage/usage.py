"""The two projections of grant usage: which events go into which document."""

from collections.abc import Iterator

from s2ss_core.events import (
    AcceptedDespite,
    AgreementIssued,
    AgreementSigned,
    AllocationReturned,
    AwardVaried,
    Brokered,
    CertificatePrepared,
    CertificateReturned,
    CostAllowed,
    CostDisallowed,
    CostIncurred,
    CostReversed,
    CostStruckOut,
    FinalReported,
    GrantAllocated,
    GrantAwarded,
    GrantReceived,
    GrantRecovered,
    GrantReturned,
    GrantUsageCertified,
    InstalmentCancelled,
    InstalmentReleased,
    InstalmentWithheld,
    LeaderJoined,
    PaymentMade,
    PaymentReversed,
    PaymentStruckOut,
    PlanApproved,
    PlanSubmitted,
    ProgrammeAdopted,
    QALeadAppointed,
    ReportFinalised,
    ReportStruckOut,
    SupportEnded,
    VisitLogged,
    VisitStruckOut,
    deployment_stream,
    grant_stream,
)
from s2ss_core.projections.facts import Facts, gathering
from s2ss_core.projections.grant_usage.award import AwardUsage, award_usage_of
from s2ss_core.projections.grant_usage.certificate import Certificate, certificate_of
from s2ss_core.projections.pinned import awards_of, programmes_of, streams_of
from s2ss_core.projections.projection import Key, Projection
from s2ss_core.projections.source import Streams
from s2ss_core.store.recorded import Recorded

DRAWN_FROM = (
    AcceptedDespite, AgreementIssued, AgreementSigned, AllocationReturned, AwardVaried, Brokered,
    CertificatePrepared, CertificateReturned, CostAllowed, CostDisallowed, CostIncurred, CostReversed,
    CostStruckOut, FinalReported, GrantAllocated, GrantAwarded, GrantReceived, GrantRecovered, GrantReturned,
    GrantUsageCertified, InstalmentCancelled, InstalmentReleased, InstalmentWithheld, LeaderJoined, PaymentMade,
    PaymentReversed, PaymentStruckOut, PlanApproved, PlanSubmitted, ProgrammeAdopted, QALeadAppointed,
    ReportFinalised, ReportStruckOut, SupportEnded, VisitLogged, VisitStruckOut,
)  # fmt: skip


def _deployment_keys(entry: Recorded, streams: Streams) -> tuple[Key, ...]:
    if not isinstance(entry.event, DRAWN_FROM):
        return ()
    kind, _, name = entry.stream.partition(":")
    if kind == "deployment":
        return (("deployment", name),)
    return tuple(("deployment", one) for one in _allocated(entry.stream, streams)) if kind == "grant" else ()


def _award_keys(entry: Recorded, streams: Streams) -> tuple[Key, ...]:
    if not isinstance(entry.event, DRAWN_FROM):
        return ()
    kind, _, name = entry.stream.partition(":")
    if kind == "deployment":
        return tuple(
            ("award", award)
            for award in awards_of(name, streams)
            if name in _allocated(grant_stream(award), streams)
        )
    return (("award", name),) if kind == "grant" else ()


def _award_streams(key: Key, streams: Streams) -> tuple[str, ...]:
    own = grant_stream(key[-1])
    deployments = tuple(_allocated(own, streams))
    programmes = {stream for deployment in deployments for stream in programmes_of(deployment, streams)}
    return (own, *(deployment_stream(deployment) for deployment in deployments), *sorted(programmes))


def _deployment_streams(key: Key, streams: Streams) -> tuple[str, ...]:
    deployment = key[-1]
    awards = (
        award
        for award in awards_of(deployment, streams)
        if deployment in _allocated(grant_stream(award), streams)
    )
    return (*streams_of(deployment, streams), *(grant_stream(award) for award in awards))


def _allocated(stream: str, streams: Streams) -> Iterator[str]:
    allocations = (e.event for e in streams.read(stream, texts=False) if isinstance(e.event, GrantAllocated))
    return iter(dict.fromkeys(event.deployment for event in allocations if event.deployment))


GRANT_USAGE: Projection[Facts, Certificate] = Projection(
    name="grant_usage",
    keys=_deployment_keys,
    draws_on=_deployment_streams,
    initial=Facts,
    step=gathering(*DRAWN_FROM),
    view=certificate_of,
)
"""The certificate of one deployment. Key: `("deployment", id)`."""

AWARD_USAGE: Projection[Facts, AwardUsage] = Projection(
    name="award_usage",
    keys=_award_keys,
    draws_on=_award_streams,
    initial=Facts,
    step=gathering(*DRAWN_FROM),
    view=award_usage_of,
)
"""The usage of one award over all its deployments. Key: `("award", grant)`."""
