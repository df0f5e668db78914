"""How a command about a deployment is prepared: its decision, and what it casts on other streams."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import attrs

from s2ss_core.aggregates import claim as claims
from s2ss_core.aggregates import deployment as deployments
from s2ss_core.aggregates import grant as grants
from s2ss_core.aggregates import leader_year as leader_years
from s2ss_core.aggregates.deciding import Circumstances, Decision, filled
from s2ss_core.aggregates.deployment import Deployment
from s2ss_core.brokerage.shadows import shadows
from s2ss_core.brokerage.transaction import Entry, Transaction
from s2ss_core.errors import BadInput, NotFound
from s2ss_core.events import (
    Brokered,
    ClaimRegistered,
    CommitmentReleased,
    DaysCommitted,
    DaysStruckOut,
    DaysWorked,
    GrantUsageCertified,
    ProgrammeAdopted,
    claim_stream,
    deployment_stream,
    grant_stream,
    leader_year_stream,
    programme_stream,
)
from s2ss_core.programmes import Programme, canonical, digest
from s2ss_core.values import Money

if TYPE_CHECKING:
    from s2ss_core.brokerage.brokerage import Brokerage

DeploymentDecision = Callable[[Any, Circumstances, Any], Decision[Any]]


def of_deployment(decide: DeploymentDecision) -> Callable[["Brokerage", str, Any], Transaction]:
    """How to prepare a command about a deployment that was brokered."""

    def prepare(brokerage: "Brokerage", about: str, fact: Any) -> Transaction:
        deployment, after = brokerage.load(deployment_stream(about), deployments.evolve)
        if deployment is None:
            raise NotFound(f"there is no deployment {about!r}: broker it first")
        circumstances = circumstances_of(brokerage, about, deployment.brokering.brokered)
        decision = decide(deployment, circumstances, fact)
        if isinstance(fact, GrantUsageCertified) and decision.events:
            decision = _with_figures(brokerage, about, decision)
        own = Entry(stream=deployment_stream(about), after=after, decision=decision)
        return Transaction(
            entries=(own, *_shadowed(brokerage, about, deployment, circumstances.programme, decision))
        )

    return prepare


def _with_figures(brokerage: "Brokerage", about: str, decision: Decision[Any]) -> Decision[Any]:
    fact, *rest = decision.events
    usage = brokerage.grant_usage(about)
    certified = filled(fact, position=usage.basis.position, digest=usage.basis.digest)
    return attrs.evolve(decision, events=(certified, *rest))


def brokering(decide: DeploymentDecision) -> Callable[["Brokerage", str, Any], Transaction]:
    """How to prepare the brokering of a deployment: the programme is pinned, and kept if it is new here."""

    def prepare(brokerage: "Brokerage", about: str, fact: Brokered) -> Transaction:
        deployment, after = brokerage.load(deployment_stream(about), deployments.evolve)
        programme, kept = pinned(brokerage, fact)
        fact = filled(fact, digest=digest(programme))
        circumstances = circumstances_of(brokerage, about, fact, programme)
        decision = decide(deployment, circumstances, fact)
        own = Entry(stream=deployment_stream(about), after=after, decision=decision)
        shadowed = _shadowed(brokerage, about, None, programme, decision)
        return Transaction(entries=(own, *kept, *shadowed))

    return prepare


def newest(_: ProgrammeAdopted | None, event: ProgrammeAdopted) -> ProgrammeAdopted:
    """A programme stream's state: its newest event."""
    return event


def pinned(brokerage: "Brokerage", fact: Brokered) -> tuple[Programme, tuple[Entry, ...]]:
    """The programme a deployment is brokered under, and its adoption where this store has not met it.

    Raises `BadInput` where the store has it under another digest.
    """
    programme = brokerage.programme(fact.programme, fact.version)
    adopted, after = brokerage.load(programme_stream(fact.programme, fact.version), newest)
    if adopted is None:
        adoption = ProgrammeAdopted(
            name=programme.name,
            version=programme.version,
            on=fact.on,
            digest=digest(programme),
            content=canonical(programme),
        )
        decision = Decision(asked="adopt the programme", events=(adoption,))
        stream = programme_stream(programme.name, programme.version)
        return programme, (Entry(stream=stream, after=after, decision=decision),)
    if adopted.digest != digest(programme):
        raise BadInput(
            f"programme {programme.name} {programme.version} was adopted here as {adopted.digest} and is now"
            f" {digest(programme)}: give the changed programme a version of its own"
        )
    return programme, ()


def circumstances_of(
    brokerage: "Brokerage", about: str, brokered: Brokered, programme: Programme | None = None
) -> Circumstances:
    """What a decision about a deployment needs beside its history."""
    awards = {name: brokerage.load(grant_stream(name), grants.evolve)[0] for name in brokered.funding.awards}
    known = {name: award for name, award in awards.items() if award is not None}
    return Circumstances(
        programme=programme or brokerage.adopted(brokered.programme, brokered.version),
        allocated=sum(
            (one.allocated(purpose="support", deployment=about) for one in known.values()), Money(0)
        ),
        awards=frozenset(known),
        funder_judges=any(one.awarded.judged_by_funder for one in known.values()),
    )


def _shadowed(
    brokerage: "Brokerage",
    about: str,
    deployment: Deployment | None,
    programme: Programme,
    decision: Decision[Any],
) -> Iterator[Entry]:
    if not decision.events:
        return
    states: dict[str, tuple[Any, int]] = {}
    for fact in shadows(about, deployment, programme, decision.events[0], brokerage.leader_year):
        if isinstance(fact, ClaimRegistered):
            yield _claim(brokerage, fact)
            continue
        stream = leader_year_stream(fact.leader, fact.cap_year)
        known, after = states.get(stream) or brokerage.load(stream, leader_years.evolve)
        year = known or leader_years.LeaderYear()
        yield Entry(stream=stream, after=after, decision=_DAYS[type(fact)](year, fact))
        states[stream] = leader_years.evolve(year, fact), after + 1


_DAYS: dict[type, Callable[[Any, Any], Decision[Any]]] = {
    DaysCommitted: leader_years.commit_days,
    DaysWorked: leader_years.work_days,
    DaysStruckOut: leader_years.strike_days,
    CommitmentReleased: leader_years.release_commitment,
}


def _claim(brokerage: "Brokerage", fact: ClaimRegistered) -> Entry:
    stream = claim_stream(fact.supplier, fact.invoice_number)
    claim, after = brokerage.load(stream, claims.evolve)
    stands = False
    if claim is not None:
        claimant, _ = brokerage.load(deployment_stream(claim.registered.deployment), deployments.evolve)
        stands = claimant is not None and _still_claims(claimant, claim.registered)
    return Entry(stream=stream, after=after, decision=claims.register_claim(claim, fact, stands=stands))


def _still_claims(deployment: Deployment, claim: ClaimRegistered) -> bool:
    kind, _, entry = claim.because.partition(" ")
    return kind != "cost-incurred" or entry in deployment.support.costs
