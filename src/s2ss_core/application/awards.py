"""Prepares commands about an award."""

from collections.abc import Callable
from datetime import date
from typing import Any

from s2ss_core.aggregates.award_use import NO_USE, AwardUse, use_of
from s2ss_core.aggregates.decision import Decision
from s2ss_core.aggregates.grant import Grant
from s2ss_core.aggregates.usage_returns import Drawn, of_year
from s2ss_core.application.linked import claim_entry
from s2ss_core.application.repository import Repository
from s2ss_core.application.transaction import Entry, Transaction
from s2ss_core.errors import NotFound
from s2ss_core.events import (
    AllocationReturned,
    AwardClosed,
    AwardCostIncurred,
    ClaimRegistered,
    GrantAllocated,
    GrantAwarded,
    GrantReturned,
    UsageReturned,
    cause_of,
    grant_stream,
)
from s2ss_core.ids import same
from s2ss_core.projections import USAGE_RETURNS, AsAt
from s2ss_core.store import Store
from s2ss_core.values import Money

Decide = Callable[..., Decision[Any]]


def prepare(repository: Repository, decide: Decide, grant_id: str, fact: Any, **known: object) -> Transaction:
    """The transaction of a command about an award. `known` are further arguments of its decision. Raises `NotFound`."""
    grant, version = repository.grant(grant_id)
    if grant is None:
        raise NotFound(f"there is no grant {grant_id!r}: record its award first")
    decision = decide(grant, fact, **known)
    return Transaction(entries=(Entry(stream=grant_stream(grant_id), after=version, decision=decision),))


def prepare_award(repository: Repository, decide: Decide, grant_id: str, fact: GrantAwarded) -> Transaction:
    """The transaction that records an award."""
    grant, version = repository.grant(grant_id)
    decision = decide(grant, fact)
    return Transaction(entries=(Entry(stream=grant_stream(grant_id), after=version, decision=decision),))


def prepare_allocation(
    repository: Repository, decide: Decide, grant_id: str, fact: GrantAllocated
) -> Transaction:
    """The transaction that makes an allocation. Its decision needs to know if the deployment is of this award."""
    deployment, _ = repository.deployment(fact.deployment) if fact.deployment else (None, 0)
    awards = deployment.brokering.brokered.funding.awards if deployment else ()
    named = {name: repository.grant(name)[0] for name in awards if not same(name, grant_id)}
    others = {name: award.lines_of(fact.deployment) for name, award in named.items() if award is not None}
    return prepare(repository, decide, grant_id, fact, of_this_award=grant_id in awards, others=others)


def prepare_return_of_allocation(
    repository: Repository, decide: Decide, grant_id: str, fact: AllocationReturned
) -> Transaction:
    """The transaction that releases an allocation. Its decision needs what the deployment uses, as it is now recorded."""
    grant, _ = repository.grant(grant_id)
    allocation = grant.allocations.get(fact.allocation) if grant else None
    name = allocation.deployment if allocation else None
    use = use_in(repository, name, fact.on, grant.lines_of(name)) if grant and name else NO_USE
    return prepare(repository, decide, grant_id, fact, use=use)


def prepare_cost(
    repository: Repository, decide: Decide, grant_id: str, fact: AwardCostIncurred
) -> Transaction:
    """The transaction that records a cost of the award itself, and claims its invoice."""
    transaction = prepare(repository, decide, grant_id, fact)
    if fact.invoice_number is None:
        return transaction
    claim = ClaimRegistered(
        supplier=fact.supplier.id,
        invoice_number=fact.invoice_number,
        on=fact.on,
        grant=grant_id,
        amount=fact.net,
        because=cause_of(fact, grant_stream(grant_id)),
        total=fact.invoice_total,
        issued_on=fact.invoice_on,
    )
    return Transaction(entries=(*transaction.entries, claim_entry(repository, claim)))


def prepare_repayment(
    repository: Repository, decide: Decide, grant_id: str, fact: GrantReturned
) -> Transaction:
    """The transaction that repays grant. Its decision needs what is eligible in all deployments of the award."""
    grant, _ = repository.grant(grant_id)
    uses = _uses(repository, grant, fact.on) if grant else ()
    eligible = sum((use.eligible for use in uses), Money(0))
    return prepare(repository, decide, grant_id, fact, eligible=eligible)


def prepare_closing(repository: Repository, decide: Decide, grant_id: str, fact: AwardClosed) -> Transaction:
    """The transaction that closes an award. Its decision needs what each deployment of the award uses."""
    grant, _ = repository.grant(grant_id)
    return prepare(
        repository, decide, grant_id, fact, uses=_uses(repository, grant, fact.on) if grant else ()
    )


def prepare_usage_return(
    repository: Repository, decide: Decide, grant_id: str, fact: UsageReturned
) -> Transaction:
    """The transaction that records a return. Its decision needs the return that the record gives for the same history."""
    grant, _ = repository.grant(grant_id)
    return prepare(
        repository, decide, grant_id, fact, drawn=_drawn(repository.store, grant_id, fact) if grant else None
    )


def _drawn(store: Store, grant_id: str, fact: UsageReturned) -> Drawn:
    least, newest = next(iter(store.read(grant_stream(grant_id)))).position, store.newest()
    as_at = AsAt(position=fact.size) if least <= fact.size <= newest else AsAt()
    years = USAGE_RETURNS.live(store, ("award", grant_id), as_at=as_at).years
    return Drawn(
        years=tuple(of_year(year.period, year.covers_from, year.covers_to) for year in years),
        digest=next((year.digest for year in years if year.period == fact.year), None),
        least=least,
        newest=newest,
    )


def _uses(repository: Repository, grant: Grant, on: date) -> tuple[AwardUse, ...]:
    return tuple(
        use_in(repository, deployment, on, grant.lines_of(deployment)) for deployment in grant.deployments
    )


def use_in(repository: Repository, deployment_id: str, on: date, lines: frozenset[str]) -> AwardUse:
    """What a deployment uses on a day of an award that bears these lines of it: all of them if it names none."""
    deployment, _ = repository.deployment(deployment_id)
    if deployment is None:
        return NO_USE
    brokered = deployment.brokering.brokered
    programme = repository.adopted(brokered.programme, brokered.version)
    return use_of(deployment_id, deployment, programme, on, lines)
