"""Builds the context of a decision about a deployment."""

from s2ss_core.aggregates.decision import DecisionContext
from s2ss_core.application.repository import Repository
from s2ss_core.events import Brokered
from s2ss_core.programmes import Programme
from s2ss_core.values import Money


def context_of(
    repository: Repository, deployment_id: str, brokered: Brokered, programme: Programme
) -> DecisionContext:
    """The programme, and what the deployment's awards set aside for it."""
    named = {name: repository.grant(name)[0] for name in brokered.funding.awards}
    awards = {name: award for name, award in named.items() if award is not None}
    allocated = (award.allocated(purpose="support", deployment=deployment_id) for award in awards.values())
    return DecisionContext(
        programme=programme,
        allocated=sum(allocated, Money(0)),
        awards=frozenset(awards),
        funder_judges=any(award.awarded.judged_by_funder for award in awards.values()),
    )
