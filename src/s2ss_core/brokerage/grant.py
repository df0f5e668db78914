"""How a command about an award is prepared."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from s2ss_core.aggregates import deployment as deployments
from s2ss_core.aggregates import grant as grants
from s2ss_core.aggregates.deciding import Decision
from s2ss_core.brokerage.transaction import Entry, Transaction
from s2ss_core.errors import NotFound
from s2ss_core.events import AllocationReturned, GrantAllocated, GrantAwarded, deployment_stream, grant_stream
from s2ss_core.values import Money

if TYPE_CHECKING:
    from s2ss_core.brokerage.brokerage import Brokerage


def of_grant(
    decide: Callable[[grants.Grant, Any], Decision[Any]],
) -> Callable[["Brokerage", str, Any], Transaction]:
    """How to prepare a command about an award."""

    def prepare(brokerage: "Brokerage", about: str, fact: Any) -> Transaction:
        grant, after = brokerage.load(grant_stream(about), grants.evolve)
        if grant is None:
            raise NotFound(f"there is no grant {about!r}: record its award first")
        return Transaction(
            entries=(Entry(stream=grant_stream(about), after=after, decision=decide(grant, fact)),)
        )

    return prepare


def awarding(brokerage: "Brokerage", about: str, fact: GrantAwarded) -> Transaction:
    """How to prepare an award."""
    grant, after = brokerage.load(grant_stream(about), grants.evolve)
    return Transaction(
        entries=(Entry(stream=grant_stream(about), after=after, decision=grants.award_grant(grant, fact)),)
    )


def allocating(brokerage: "Brokerage", about: str, fact: GrantAllocated) -> Transaction:
    """How to prepare an allocation, which names a deployment brokered under the award."""
    deployment, _ = brokerage.load(deployment_stream(fact.deployment or ""), deployments.evolve)
    known = deployment is not None and about in deployment.brokering.brokered.funding.awards
    return of_grant(lambda grant, one: grants.allocate_grant(grant, one, of_this_award=known))(
        brokerage, about, fact
    )


def returning_allocation(brokerage: "Brokerage", about: str, fact: AllocationReturned) -> Transaction:
    """How to prepare the return of an allocation, which leaves what its deployment's plan was approved for."""
    grant, _ = brokerage.load(grant_stream(about), grants.evolve)
    made = grant.allocations.get(fact.allocation) if grant else None
    deployment, _ = brokerage.load(
        deployment_stream(made.deployment or "") if made else "", deployments.evolve
    )
    approved = deployment.planning.total if deployment else Money(0)
    return of_grant(lambda grant, one: grants.return_allocation(grant, one, approved=approved))(
        brokerage, about, fact
    )
