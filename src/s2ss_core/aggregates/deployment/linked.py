"""Events appended to other streams together with an event of a deployment: days of a leader's year, claims."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import attrs

from s2ss_core.aggregates.deployment.deployment import Deployment
from s2ss_core.aggregates.deployment.state.leaders import Deployed
from s2ss_core.aggregates.deployment.state.support import days_beside
from s2ss_core.aggregates.leader_year import NONE, LeaderYear, less, undoing
from s2ss_core.events import (
    Brokered,
    ClaimRegistered,
    Commitment,
    CommitmentReleased,
    CostIncurred,
    DaysCommitted,
    DaysStruckOut,
    DaysWorked,
    EntryStruckOut,
    InvoiceReceived,
    LeaderJoined,
    LeaderReplaced,
    ReleaseCause,
    SupportEnded,
    TimeRenegotiated,
    VisitLogged,
    cause_of,
    deployment_stream,
)
from s2ss_core.ids import among, key_of, same, same_number
from s2ss_core.programmes import Programme
from s2ss_core.values import AcademicYear, Cause, Days, Money, Organisation

LinkedEvent = DaysCommitted | DaysWorked | DaysStruckOut | CommitmentReleased | ClaimRegistered
Years = Callable[[str, AcademicYear], LeaderYear]


def linked_events(
    deployment_id: str, deployment: Deployment | None, programme: Programme, fact: Any, years: Years
) -> Iterator[LinkedEvent]:
    """The events that other streams get together with a fact of a deployment. `years` is called with a
    leader and a cap year, and returns that year's state.
    """
    match fact:
        case Brokered(lead=lead, commitments=commitments):
            cap = programme.cap.of(fact.kind)
            yield from _committed(deployment_id, cap, fact, lead.home_school, commitments)
        case LeaderJoined(leader=leader, commitments=commitments) if deployment:
            cap = programme.cap.of(deployment.brokering.brokered.kind)
            yield from _committed(deployment_id, cap, fact, leader.home_school, commitments)
        case LeaderReplaced() if deployment:
            yield from _replaced(deployment_id, deployment, programme, fact, years)
        case TimeRenegotiated() if deployment:
            yield from _renegotiated(deployment_id, deployment, programme, fact, years)
        case VisitLogged() if deployment:
            yield from _worked(deployment_id, deployment, programme, fact, years)
        case EntryStruckOut(of=Cause(name="visit")) if deployment:
            yield from _freed(deployment_id, deployment, fact, years)
        case EntryStruckOut(of=Cause(name="leader-replaced" | "time-renegotiated")) if deployment:
            yield from _undone(deployment_id, deployment, programme, fact, years)
        case SupportEnded() if deployment:
            yield from _given_back(deployment_id, deployment, fact, years)
        case CostIncurred(invoice_number=str(number)):
            yield _claim(deployment_id, fact, number, total=fact.invoice_total, issued_on=fact.invoice_on)
        case InvoiceReceived() if not _claimed_by_its_costs(deployment, fact):
            yield _claim(deployment_id, fact, fact.number, total=fact.net, issued_on=fact.issued_on)
        case _:
            return


def _because(deployment_id: str, fact: object) -> Cause:
    return cause_of(fact, deployment_stream(deployment_id))


def _claimed_by_its_costs(deployment: Deployment | None, fact: InvoiceReceived) -> bool:
    """Whether costs that an invoice covers have claimed it already, since they name the same paper."""
    costs = deployment.support.costs if deployment else {}
    covered = (
        costs[name] for cause in fact.covers if cause.name == "cost" for name in cause.id if name in costs
    )
    return any(
        same(cost.supplier.id, fact.supplier.id) and same_number(cost.invoice_number, fact.number)
        for cost in covered
    )


def _claim(
    deployment_id: str,
    fact: CostIncurred | InvoiceReceived,
    number: str,
    *,
    total: Money | None,
    issued_on: date | None,
) -> ClaimRegistered:
    return ClaimRegistered(
        supplier=fact.supplier.id,
        invoice_number=number,
        on=fact.on,
        deployment=deployment_id,
        amount=fact.net,
        because=_because(deployment_id, fact),
        total=total,
        issued_on=issued_on,
    )


def _committed(
    deployment_id: str,
    cap: Days | None,
    fact: Brokered | LeaderJoined | LeaderReplaced | TimeRenegotiated,
    home_school: Organisation,
    commitments: tuple[Commitment, ...],
) -> Iterator[DaysCommitted]:
    for commitment in commitments:
        yield DaysCommitted(
            because=_because(deployment_id, fact),
            on=fact.on,
            leader=commitment.leader,
            cap_year=commitment.cap_year,
            home_school=home_school,
            deployment=deployment_id,
            days=commitment.days,
            cap=cap,
        )


def _replaced(
    deployment_id: str, deployment: Deployment, programme: Programme, fact: LeaderReplaced, years: Years
) -> Iterator[CommitmentReleased | DaysCommitted]:
    because = _because(deployment_id, fact)
    if leaving := deployment.brokering.leaders.of(fact.leaving, fact.last_day):
        yield from _not_worked(
            deployment_id, deployment, leaving, years, because=because, on=fact.on,
            cause="replaced" if fact.joining else "left",
        )  # fmt: skip
    if fact.joining:
        cap = programme.cap.of(deployment.brokering.brokered.kind)
        yield from _committed(deployment_id, cap, fact, fact.joining.home_school, fact.commitments)


def _renegotiated(
    deployment_id: str, deployment: Deployment, programme: Programme, fact: TimeRenegotiated, years: Years
) -> Iterator[CommitmentReleased | DaysCommitted]:
    """The days between what each leader had committed in a year and the new total: given back, or booked."""
    for agreed in fact.commitments:
        deployed = deployment.brokering.leaders.of(agreed.leader, fact.in_force_from)
        if deployed is None:
            continue
        before = years(agreed.leader, agreed.cap_year).committed.get(deployment_id, NONE)
        if spare := less(before, agreed.days):
            yield CommitmentReleased(
                because=_because(deployment_id, fact),
                on=fact.on,
                leader=agreed.leader,
                cap_year=agreed.cap_year,
                home_school=deployed.home_school,
                deployment=deployment_id,
                days=spare,
                cause="renegotiated",
            )
        more = attrs.evolve(agreed, days=less(agreed.days, before))
        if more.days:
            cap = programme.cap.of(deployment.brokering.brokered.kind)
            yield from _committed(deployment_id, cap, fact, deployed.home_school, (more,))


def _worked(
    deployment_id: str, deployment: Deployment, programme: Programme, fact: VisitLogged, years: Years
) -> Iterator[DaysWorked]:
    used = days_beside(programme, deployment.support, fact)
    cap_year = AcademicYear.of(fact.on)
    home_school = _home_school(deployment, fact, cap_year, years)
    if home_school is not None and used.contact + used.preparation > 0:
        yield DaysWorked(
            visit=fact.visit,
            deployment=deployment_id,
            on=fact.on,
            leader=fact.leader,
            cap_year=cap_year,
            home_school=home_school,
            contact=used.contact,
            preparation=used.preparation,
            days=used.contact + used.preparation,
            because=_because(deployment_id, fact),
        )


def _home_school(
    deployment: Deployment, fact: VisitLogged, cap_year: AcademicYear, years: Years
) -> Organisation | None:
    deployed = deployment.brokering.leaders.of(fact.leader, fact.on)
    if deployed is not None:
        return deployed.home_school
    agreed = years(fact.leader, cap_year).agreed
    return agreed.home_school if agreed else None


def _freed(
    deployment_id: str, deployment: Deployment, fact: EntryStruckOut, years: Years
) -> Iterator[DaysStruckOut | CommitmentReleased]:
    if not deployment.has_entry(fact.of):
        return
    visit = deployment.support.visits[fact.of.id[0]]
    cap_year = AcademicYear.of(visit.on)
    home_school = _home_school(deployment, visit, cap_year, years)
    if home_school is None:
        return
    year = years(visit.leader, cap_year)
    worked = year.worked.get((deployment_id, visit.visit))
    if worked is None:
        return
    because = _because(deployment_id, fact)
    yield DaysStruckOut(
        visit=visit.visit,
        deployment=deployment_id,
        on=fact.on,
        leader=visit.leader,
        cap_year=cap_year,
        home_school=home_school,
        because=because,
    )
    spare = less(year.committed.get(deployment_id, NONE), less(year.worked_for(deployment_id), worked.days))
    left = not among(visit.leader, deployment.brokering.leaders.staying(date.max))
    if spare > 0 and (deployment.ending.ended or left):
        yield CommitmentReleased(
            because=because,
            on=fact.on,
            leader=visit.leader,
            cap_year=cap_year,
            home_school=home_school,
            deployment=deployment_id,
            days=spare,
            cause="support-ended" if deployment.ending.ended else "left",
        )


def _undone(
    deployment_id: str, deployment: Deployment, programme: Programme, fact: EntryStruckOut, years: Years
) -> Iterator[CommitmentReleased | DaysCommitted]:
    """The days that an entry gave back, booked again unless support has ended; and those that it booked, given back."""
    if not deployment.has_entry(fact.of):
        return
    struck = attrs.evolve(fact.of, stream=deployment_stream(deployment_id))
    leaders = {key_of(deployed.leader): deployed.leader for deployed in deployment.brokering.leaders}
    for leader in leaders.values():
        for cap_year in deployment.brokering.cap_years:
            for booked in years(leader, cap_year).booked_because.get(struck, ()):
                undone = undoing(
                    booked,
                    _because(deployment_id, fact),
                    fact.on,
                    programme.cap.of(deployment.brokering.brokered.kind),
                )
                if isinstance(undone, CommitmentReleased) or not deployment.ending.ended:
                    yield undone


def _given_back(
    deployment_id: str, deployment: Deployment, fact: SupportEnded, years: Years
) -> Iterator[CommitmentReleased]:
    because = _because(deployment_id, fact)
    newest = {key_of(deployed.leader): deployed for deployed in deployment.brokering.leaders}
    for deployed in newest.values():
        yield from _not_worked(
            deployment_id, deployment, deployed, years, because=because, on=fact.on, cause="support-ended"
        )


def _not_worked(
    deployment_id: str,
    deployment: Deployment,
    deployed: Deployed,
    years: Years,
    *,
    because: Cause,
    on: date,
    cause: ReleaseCause,
) -> Iterator[CommitmentReleased]:
    """The days of a leader that were committed and not worked, year by year."""
    for cap_year in deployment.brokering.cap_years:
        year = years(deployed.leader, cap_year)
        spare = less(year.committed.get(deployment_id, NONE), year.worked_for(deployment_id))
        if spare > 0:
            yield CommitmentReleased(
                because=because,
                on=on,
                leader=deployed.leader,
                cap_year=cap_year,
                home_school=deployed.home_school,
                deployment=deployment_id,
                days=spare,
                cause=cause,
            )
