"""What is recorded together: a visit and the days that it takes of the leader's year, days committed, and their strikes."""

from collections.abc import Iterator
from decimal import Decimal

from s2ss_core.audit.book import id_of
from s2ss_core.audit.capacity import days_of_visit, hours_left, share_of_days
from s2ss_core.audit.check import Breach, check, requirement
from s2ss_core.audit.deployment import Deployment, asks, deployment_of
from s2ss_core.audit.record import Prefix
from s2ss_core.events import (
    Brokered,
    ClaimRegistered,
    CommitmentReleased,
    DaysCommitted,
    DaysStruckOut,
    DaysWorked,
    EntryStruckOut,
    LeaderJoined,
    VisitLogged,
    deployment_stream,
    natural_id,
    stream_kind,
)
from s2ss_core.ids import key_of
from s2ss_core.store import Recorded
from s2ss_core.values import AcademicYear, Days

CHOICE = (
    "No source; this library's choice › what follows from an entry is recorded with it, and never without it"
)
WORKED = requirement("LINK-01", "a visit takes its days of the leader's year", CHOICE)
COMMITTED = requirement("LINK-02", "days that are committed are booked in the leader's year", CHOICE)
STRUCK = requirement("LINK-03", "a visit that is struck out gives its days back", CHOICE)
BECAUSE = requirement("LINK-04", "what follows from an entry has that entry", CHOICE)

Shadow = DaysWorked | DaysCommitted | CommitmentReleased | DaysStruckOut | ClaimRegistered


@asks(WORKED.code, VisitLogged)
def days_worked(event: VisitLogged, deployment: Deployment) -> Iterator[Breach]:
    """The days that a visit of a leader here comes to are recorded with it, in the year of the leader."""
    programme = deployment.programme
    if programme is None or not deployment.among(event.leader, deployment.leaders(event.on)):
        return
    contact, preparation = days_of_visit(event, programme)
    contact = min(contact, hours_left(event, deployment, programme)[1]) if event.unit == "hour" else contact
    if event.significance not in programme.cap.counts.value:
        contact = preparation = Decimal(0)
    if not programme.cap.counts_preparation.value:
        preparation = Decimal(0)
    contact, preparation = share_of_days(contact, event), share_of_days(preparation, event)
    taken = [each for each in _together(deployment, DaysWorked) if each.visit == event.visit]
    found = [(each.contact, each.preparation, each.days) for each in taken]
    expected = [(contact, preparation, contact + preparation)] if contact + preparation else []
    if [tuple(map(Decimal, each)) for each in found] != expected:
        yield Breach(visit=event.visit, days=contact + preparation, worked=[each.days for each in taken])


def _together(deployment: Deployment, event_class: type[DaysWorked]) -> list[DaysWorked]:
    together = (entry.event for entry in deployment.record.together if isinstance(entry.event, event_class))
    return [each for each in together if key_of(each.deployment) == key_of(deployment.brokered.deployment)]


@check(COMMITTED.code, Brokered, LeaderJoined)
def days_committed(event: Brokered | LeaderJoined, prefix: Prefix) -> Iterator[Breach]:
    """What is committed is recorded with it, leader by leader and year by year."""
    booked = [
        (key_of(each.event.leader), each.event.cap_year, Decimal(each.event.days))
        for each in prefix.record.together
        if isinstance(each.event, DaysCommitted)
        and each.event.because.stream == prefix.entry.stream
        and id_of(each.event.because) == natural_id(event)
    ]
    committed = [
        (key_of(each.leader), each.cap_year, Decimal(each.days)) for each in event.commitments if each.days
    ]
    if sorted(booked) != sorted(committed):
        yield Breach(
            committed=[f"{leader} {year} {Days(days)}" for leader, year, days in committed],
            booked=[f"{leader} {year} {Days(days)}" for leader, year, days in booked],
        )


@check(COMMITTED.code, DaysCommitted)
def under_the_cap(event: DaysCommitted, prefix: Prefix) -> Iterator[Breach]:
    """Days are committed under the cap of the deployment's programme for its kind, or under none where it has none.

    Days that an employment gave back, and that are booked again, may leave it out: the first commitment had it.
    """
    if event.because.stream is None or stream_kind(event.because.stream) != "deployment":
        return
    deployment = _deployment_of(event, prefix)
    if deployment is None or deployment.programme is None:
        return
    cap = deployment.programme.cap
    free = cap.without is not None and deployment.brokered.kind in cap.without.value
    expected = None if free else Decimal(cap.days.value)
    if (None if event.cap is None else Decimal(event.cap)) != expected:
        yield Breach(cap=event.cap, of_the_programme=expected)


def _deployment_of(event: DaysCommitted, prefix: Prefix) -> Deployment | None:
    """The deployment that days are committed to, which may be brokered with them."""
    book, stream = prefix.record.deployment(event.deployment), deployment_stream(event.deployment)
    brokering = (
        entry
        for entry in prefix.record.together
        if entry.stream == stream and isinstance(entry.event, Brokered)
    )
    return deployment_of(book, prefix.record, next(brokering, None))


@check(STRUCK.code, EntryStruckOut)
def days_struck_out(event: EntryStruckOut, prefix: Prefix) -> Iterator[Breach]:
    """The days of a visit are struck out with it, if it took any."""
    wrong = prefix.book.known(event.of)
    if wrong is None or not isinstance(wrong.event, VisitLogged):
        return
    year = prefix.record.leader_year(wrong.event.leader, _year(wrong))
    took = any(
        _is_of(each.event, wrong, prefix) for each in year.entries if isinstance(each.event, DaysWorked)
    )
    freed = [each for each in prefix.record.together if isinstance(each.event, DaysStruckOut)]
    if took and not any(_is_of(each.event, wrong, prefix) for each in freed):
        yield Breach(visit=wrong.event.visit, worked=True, struck_out=False)


def _year(visit: Recorded) -> AcademicYear:
    return AcademicYear.of(visit.event.on)


def _is_of(event: DaysWorked | DaysStruckOut, visit: Recorded, prefix: Prefix) -> bool:
    return event.visit == visit.event.visit and deployment_stream(event.deployment) == prefix.entry.stream


@check(BECAUSE.code, DaysWorked, DaysCommitted, CommitmentReleased, DaysStruckOut, ClaimRegistered)
def its_cause(event: Shadow, prefix: Prefix) -> Iterator[Breach]:
    """The entry that it follows from was recorded, with it or before it."""
    stream = event.because.stream or prefix.entry.stream
    if prefix.record.book(stream).known(event.because) is None and not any(
        each.stream == stream and id_of(event.because) == natural_id(each.event)
        for each in prefix.record.together
    ):
        yield Breach(because=event.because)
