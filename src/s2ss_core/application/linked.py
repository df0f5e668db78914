"""The entries that a command appends to other streams: days of leaders' years, and claims of invoices."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from s2ss_core.aggregates import claim, leader_year
from s2ss_core.aggregates.decision import Decision
from s2ss_core.aggregates.deployment.deployment import Deployment
from s2ss_core.aggregates.deployment.linked import linked_events
from s2ss_core.application.employment import leaders_deployed_by
from s2ss_core.application.identities import ids_of, leader_of, year_of
from s2ss_core.application.repository import Repository
from s2ss_core.application.transaction import Entry
from s2ss_core.events import (
    AwardCostReversed,
    ClaimRegistered,
    CommitmentReleased,
    CostReversed,
    DaysCommitted,
    DaysStruckOut,
    DaysWorked,
    LeaderYearEvent,
    claim_stream,
    leader_year_stream,
)
from s2ss_core.ids import among, same
from s2ss_core.programmes import Programme
from s2ss_core.values import AcademicYear, Cause, Money


def linked_entries(
    repository: Repository, deployment_id: str, deployment: Deployment | None, programme: Programme, fact: Any
) -> Iterator[Entry]:
    """The entries in other streams for a fact of a deployment. Each is decided on the state of its own stream."""
    before: list[LeaderYearEvent] = []

    def own_year(leader: str, cap_year: AcademicYear) -> leader_year.LeaderYear:
        return repository.leader_year(leader, cap_year)[0]

    for event in linked_events(deployment_id, deployment, programme, fact, own_year):
        if isinstance(event, ClaimRegistered):
            yield claim_entry(repository, event)
        else:
            year, leader = own_year(event.leader, event.cap_year), leader_of(repository, event.leader)
            named = isinstance(event, DaysCommitted) and any(leaders_deployed_by(fact))
            days = event if named else leader_year.through_home_school(year, leader, event)
            yield _days(repository, programme, days, tuple(before))
            before.append(days)


def _days(repository: Repository, programme: Programme, event: Any, before: tuple[Any, ...]) -> Entry:
    """An entry of a leader's year, decided after the earlier entries of the same command, on the days of all their ids."""
    _, version = repository.leader_year(event.leader, event.cap_year)
    year, ids = year_of(repository, event.leader, event.cap_year), ids_of(repository, event.leader)
    earlier = [e for e in before if e.cap_year == event.cap_year and among(e.leader, ids)]
    if earlier:
        year = year.copy()
        for appended in earlier:
            leader_year.evolve(year, appended)
    stream = leader_year_stream(event.leader, event.cap_year)
    own = sum(same(e.leader, event.leader) for e in earlier)
    decide = _DAYS.get(type(event)) or partial(
        leader_year.commit_days, asks_governing_body=programme.cap.asks_governing_body
    )
    return Entry(stream=stream, after=version + own, decision=decide(year, event))


_DAYS: dict[type, Callable[[Any, Any], Decision[Any]]] = {
    DaysWorked: leader_year.work_days,
    DaysStruckOut: leader_year.strike_days,
    CommitmentReleased: leader_year.release_commitment,
}


def claim_entry(repository: Repository, event: ClaimRegistered) -> Entry:
    """The entry that claims a part of an invoice."""
    earlier, version = repository.claim(event)
    claimed = {
        registered.because: _still_claimed(repository, registered)
        for registered in (earlier.registered if earlier else ())
    }
    stream = claim_stream(event.supplier, event.invoice_number)
    return Entry(stream=stream, after=version, decision=claim.register_claim(earlier, event, claimed=claimed))


def _still_claimed(repository: Repository, registered: ClaimRegistered) -> Money:
    """What a claim still comes to: nothing if its cost was struck out, less by what was credited."""
    cost = Cause(registered.because.name, registered.because.id)
    if registered.grant is not None:
        grant, _ = repository.grant(registered.grant)
        if grant is None or cost.id[0] not in grant.own.costs:
            return Money(0)
        return registered.amount - _net(grant.own.credits.get(cost.id[0], ()))
    deployment, _ = repository.deployment(registered.by)
    if deployment is None or not deployment.has_entry(cost):
        return Money(0)
    return registered.amount - _net(
        deployment.corrections.credits.get(cost.id[0], ()) if cost.name == "cost" else ()
    )


def _net(credited: Iterable[CostReversed | AwardCostReversed]) -> Money:
    return sum((credit.net for credit in credited), Money(0))
