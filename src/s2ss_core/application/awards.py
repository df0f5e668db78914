"""How a command about an award becomes entries."""

from collections.abc import Callable
from typing import Any

from s2ss_core.aggregates.decision import Decision
from s2ss_core.application.repository import Repository
from s2ss_core.application.transaction import Entry, Transaction
from s2ss_core.errors import NotFound
from s2ss_core.events import AllocationReturned, GrantAllocated, GrantAwarded, grant_stream
from s2ss_core.values import Money

Decide = Callable[..., Decision[Any]]


def prepare(repository: Repository, decide: Decide, grant_id: str, fact: Any, **known: object) -> Transaction:
    """What a command about an award would append; `known` is what its decision needs beside. Raises `NotFound`."""
    grant, version = repository.grant(grant_id)
    if grant is None:
        raise NotFound(f"there is no grant {grant_id!r}: record its award first")
    decision = decide(grant, fact, **known)
    return Transaction(entries=(Entry(stream=grant_stream(grant_id), after=version, decision=decision),))


def prepare_award(repository: Repository, decide: Decide, grant_id: str, fact: GrantAwarded) -> Transaction:
    """What recording an award would append."""
    grant, version = repository.grant(grant_id)
    decision = decide(grant, fact)
    return Transaction(entries=(Entry(stream=grant_stream(grant_id), after=version, decision=decision),))


def prepare_allocation(
    repository: Repository, decide: Decide, grant_id: str, fact: GrantAllocated
) -> Transaction:
    """What allocating would append; a deployment that it names was brokered under the award."""
    deployment, _ = repository.deployment(fact.deployment) if fact.deployment else (None, 0)
    awards = deployment.brokering.brokered.funding.awards if deployment else ()
    return prepare(repository, decide, grant_id, fact, of_this_award=grant_id in awards)


def prepare_return_of_allocation(
    repository: Repository, decide: Decide, grant_id: str, fact: AllocationReturned
) -> Transaction:
    """What giving back of an allocation would append; what its deployment's plan was approved for stays."""
    grant, _ = repository.grant(grant_id)
    allocation = grant.allocations.get(fact.allocation) if grant else None
    deployment_id = allocation.deployment if allocation else None
    deployment, _ = repository.deployment(deployment_id) if deployment_id else (None, 0)
    approved = deployment.planning.total if deployment else Money(0)
    return prepare(repository, decide, grant_id, fact, approved=approved)
