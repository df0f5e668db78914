"""The projections of grant usage. They collect the events of a document, which is computed from them at the end."""

import s2ss_core.events as e
from s2ss_core.events import deployment_stream, grant_stream
from s2ss_core.events.streams import stream_kind, stream_parts
from s2ss_core.projections.engine.event_set import EventSet, gathering
from s2ss_core.projections.engine.projection import Key, Projection
from s2ss_core.projections.engine.reader import StreamReader
from s2ss_core.projections.engine.streams import (
    allocated_in,
    awards_of,
    concerned,
    deployment_keys,
    deployment_streams,
    programmes_of,
)
from s2ss_core.projections.grant_usage.award_usage import AwardUsage, award_usage_of
from s2ss_core.projections.grant_usage.certificate import Certificate, certificate_of
from s2ss_core.projections.grant_usage.usage_returns import UsageReturns, usage_returns_of
from s2ss_core.store import Recorded

DRAWN_FROM = (
    e.AcceptedDespite, e.AgreementIssued, e.AgreementSigned, e.AllocationReturned, e.AssuranceGiven, e.AwardVaried, e.Brokered,
    e.CertificateAccepted, e.CertificatePrepared, e.CertificateQueried, e.CertificateReturned, e.CostAllowed, e.CostDisallowed, e.CostIncurred,
    e.CostReversed, e.EntryStruckOut, e.FinalReported, e.GrantAllocated, e.GrantAwarded, e.GrantReceived,
    e.GrantRecovered, e.GrantReturned, e.GrantUsageCertified, e.InstalmentCancelled, e.InstalmentReleased,
    e.InstalmentWithheld, e.InvoiceReceived, e.LeaderJoined, e.LeaderReplaced, e.PaymentMade, e.PaymentReversed,
    e.PlanApproved, e.PlanSubmitted, e.ProgrammeAdopted, e.QALeadAppointed, e.QALeadStoodDown, e.ReportFinalised,
    e.SupportEnded, e.TimeRenegotiated, e.VatSettled, e.VisitLogged, e.WithholdingLifted,
)  # fmt: skip

AWARD_DRAWN_FROM = (
    *DRAWN_FROM, e.AwardCostDisallowed, e.AwardCostIncurred, e.AwardCostReversed, e.AwardPaymentMade,
    e.AwardPaymentReversed, e.AwardVatSettled,
)  # fmt: skip


RETURNS_DRAWN_FROM = (*AWARD_DRAWN_FROM, e.UsageReturned)


def _returns_keys(entry: Recorded, streams: StreamReader) -> tuple[Key, ...]:
    if isinstance(entry.event, e.UsageReturned):
        return (("award", *stream_parts(entry.stream)),)
    return _award_keys(entry, streams)


def _award_keys(entry: Recorded, streams: StreamReader) -> tuple[Key, ...]:
    if not isinstance(entry.event, AWARD_DRAWN_FROM):
        return ()
    if stream_kind(entry.stream) == "grant":
        return (("award", *stream_parts(entry.stream)),)
    awards = (
        award
        for deployment in concerned(entry, streams)
        for award in awards_of(deployment, streams)
        if deployment in allocated_in(grant_stream(award), streams)
    )
    return tuple(("award", award) for award in dict.fromkeys(awards))


def _award_streams(key: Key, streams: StreamReader) -> tuple[str, ...]:
    """The award's own stream, and those of the deployments that name it and have an allocation from it."""
    award, own = key[-1], grant_stream(key[-1])
    deployments = [d for d in allocated_in(own, streams) if award in awards_of(d, streams)]
    programmes = {stream for deployment in deployments for stream in programmes_of(deployment, streams)}
    return (own, *(deployment_stream(deployment) for deployment in deployments), *sorted(programmes))


GRANT_USAGE: Projection[EventSet, Certificate] = Projection(
    name="grant_usage",
    keys=deployment_keys(*DRAWN_FROM),
    streams_for=deployment_streams,
    initial=EventSet,
    step=gathering(*DRAWN_FROM),
    view=certificate_of,
)
"""The certificate of one deployment. Key: `("deployment", id)`."""

AWARD_USAGE: Projection[EventSet, AwardUsage] = Projection(
    name="award_usage",
    keys=_award_keys,
    streams_for=_award_streams,
    initial=EventSet,
    step=gathering(*AWARD_DRAWN_FROM),
    view=award_usage_of,
)
"""The usage of one award over all its deployments. Key: `("award", grant)`."""

USAGE_RETURNS: Projection[EventSet, UsageReturns] = Projection(
    name="usage_returns",
    keys=_returns_keys,
    streams_for=_award_streams,
    initial=EventSet,
    step=gathering(*RETURNS_DRAWN_FROM),
    view=usage_returns_of,
)
"""The return of one award for each year. Key: `("award", grant)`."""
