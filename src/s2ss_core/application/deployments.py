"""Prepares commands about a deployment: the decision, and the entries in other streams."""

from collections.abc import Callable
from typing import Any

import attrs

from s2ss_core.aggregates.decision import Decision, DecisionContext, with_derived
from s2ss_core.aggregates.deployment.deployment import Deployment
from s2ss_core.application.context import context_of
from s2ss_core.application.identities import decide_as_one
from s2ss_core.application.linked import linked_entries
from s2ss_core.application.repository import Repository
from s2ss_core.application.transaction import Entry, Transaction
from s2ss_core.errors import BadInput, NotFound
from s2ss_core.events import (
    Brokered,
    GrantUsageCertified,
    ProgrammeAdopted,
    deployment_stream,
    programme_stream,
)
from s2ss_core.programmes import Programme, canonical, digest
from s2ss_core.projections import GRANT_USAGE

Decide = Callable[[Any, DecisionContext, Any], Decision[Any]]


def prepare(repository: Repository, decide: Decide, deployment_id: str, fact: Any) -> Transaction:
    """The transaction of a command about a brokered deployment. Raises `NotFound`."""
    deployment, version = _brokered(repository, deployment_id)
    brokered = deployment.brokering.brokered
    programme = repository.adopted(brokered.programme, brokered.version)
    context = context_of(repository, deployment_id, brokered, programme, fact.on)
    decision = decide_as_one(repository, decide, deployment_id, deployment, context=context, fact=fact)
    own = Entry(stream=deployment_stream(deployment_id), after=version, decision=decision)
    return Transaction(
        entries=(own, *linked_entries(repository, deployment_id, deployment, programme, decision.events[0]))
    )


def prepare_certification(
    repository: Repository, decide: Decide, deployment_id: str, fact: GrantUsageCertified
) -> Transaction:
    """The transaction that certifies. Its event names the size of history behind the figures and their digest."""
    transaction = prepare(repository, decide, deployment_id, fact)
    usage = GRANT_USAGE.live(repository.store, ("deployment", deployment_id))
    own, *linked = transaction.entries
    certified, *rest = own.decision.events
    certified = with_derived(
        certified, size=usage.basis.position, digest=usage.basis.digest, form=usage.basis.generator
    )
    decision = attrs.evolve(own.decision, events=(certified, *rest))
    return Transaction(entries=(attrs.evolve(own, decision=decision), *linked))


def prepare_brokering(
    repository: Repository, decide: Decide, deployment_id: str, fact: Brokered
) -> Transaction:
    """The transaction that brokers. Its event has the programme's digest; a programme that is new here is stored too."""
    deployment, version = repository.deployment(deployment_id)
    programme, adoption = _adopted(repository, fact)
    fact = with_derived(fact, digest=digest(programme))
    context = context_of(repository, deployment_id, fact, programme, fact.on)
    decision = decide_as_one(repository, decide, deployment_id, deployment, context=context, fact=fact)
    own = Entry(stream=deployment_stream(deployment_id), after=version, decision=decision)
    linked = linked_entries(repository, deployment_id, None, programme, fact)
    return Transaction(entries=(own, *adoption, *linked))


def _brokered(repository: Repository, deployment_id: str) -> tuple[Deployment, int]:
    deployment, version = repository.deployment(deployment_id)
    if deployment is None:
        raise NotFound(f"there is no deployment {deployment_id!r}: broker it first")
    return deployment, version


def _adopted(repository: Repository, fact: Brokered) -> tuple[Programme, tuple[Entry, ...]]:
    """The programme to broker under, and the entry that adopts it if this store does not have it yet.

    Raises `BadInput` if the store has it with another digest.
    """
    programme = repository.programme(fact.programme, fact.version)
    adopted, version = repository.adoption(fact.programme, fact.version)
    if adopted is None:
        adoption = ProgrammeAdopted(
            name=programme.name,
            version=programme.version,
            on=fact.on,
            digest=digest(programme),
            content=canonical(programme),
        )
        decision = Decision(request=f"adopt programme {fact.programme} {fact.version}", events=(adoption,))
        stream = programme_stream(programme.name, programme.version)
        return programme, (Entry(stream=stream, after=version, decision=decision),)
    if adopted.digest != digest(programme):
        raise BadInput(
            f"programme {programme.name} {programme.version} was adopted here as {adopted.digest} and is now"
            f" {digest(programme)}: give the changed programme a version of its own"
        )
    return programme, ()
