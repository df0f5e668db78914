"""Prepares commands about an award."""

from collections.abc import Callable
from datetime import date
from typing import Any

from s2ss_core.aggregates.award_use import NO_USE, AwardUse, use_of
from s2ss_core.aggregates.decision import Decision
from s2ss_core.aggregates.grant import Grant
from s2ss_core.application.repository import Repository
from s2ss_core.application.transaction import Entry, Transaction
from s2ss_core.errors import NotFound
from s2ss_core.events import AllocationReturned, GrantAllocated, GrantAwarded, GrantReturned, grant_stream
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
    return prepare(repository, decide, grant_id, fact, of_this_award=grant_id in awards)


def prepare_return_of_allocation(
    repository: Repository, decide: Decide, grant_id: str, fact: AllocationReturned
) -> Transaction:
    """The transaction that releases an allocation. Its decision needs what the deployment uses, as it is now recorded."""
    grant, _ = repository.grant(grant_id)
    allocation = grant.allocations.get(fact.allocation) if grant else None
    name = allocation.deployment if allocation else None
    use = _use(repository, name, fact.on) if name else NO_USE
    return prepare(repository, decide, grant_id, fact, use=use)


def prepare_repayment(
    repository: Repository, decide: Decide, grant_id: str, fact: GrantReturned
) -> Transaction:
    """The transaction that repays grant. Its decision needs what is eligible in all deployments of the award."""
    grant, _ = repository.grant(grant_id)
    uses = _uses(repository, grant, fact.on) if grant else ()
    eligible = sum((use.eligible for use in uses), Money(0))
    return prepare(repository, decide, grant_id, fact, eligible=eligible)


def _uses(repository: Repository, grant: Grant, on: date) -> tuple[AwardUse, ...]:
    return tuple(_use(repository, deployment, on) for deployment in grant.deployments)


def _use(repository: Repository, deployment_id: str, on: date) -> AwardUse:
    deployment, _ = repository.deployment(deployment_id)
    if deployment is None:
        return NO_USE
    brokered = deployment.brokering.brokered
    return use_of(deployment, repository.adopted(brokered.programme, brokered.version), on)
