"""What a command would append: the decision it asks for, and what must be saved with it."""

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
from s2ss_core.errors import BadInput, NotFound
from s2ss_core.events import (
    AllocationReturned,
    AllowanceAgreed,
    Brokered,
    ClaimRegistered,
    CommitmentReleased,
    DaysCommitted,
    DaysStruckOut,
    DaysWorked,
    EvidenceFiled,
    GrantAllocated,
    GrantAwarded,
    GrantUsageCertified,
    ProgrammeAdopted,
    claim_stream,
    deployment_stream,
    grant_stream,
    leader_year_stream,
    natural_id,
    programme_stream,
)
from s2ss_core.programmes import Programme, canonical, digest
from s2ss_core.rules import Broken, Despite, Refused
from s2ss_core.store import Append
from s2ss_core.values import Days, Money

if TYPE_CHECKING:
    from s2ss_core.brokerage.brokerage import Brokerage

DeploymentDecision = Callable[[Any, Circumstances, Any], Decision[Any]]


@attrs.frozen
class Evidence:
    """A document that bears a fact out: its name, and the SHA-256 of its content in hexadecimal."""

    file_name: str
    digest: str


@attrs.frozen(kw_only=True)
class Entry:
    """One decision about one stream, whose newest version is `after`."""

    stream: str
    after: int
    decision: Decision[Any]


@attrs.frozen(kw_only=True)
class Plan:
    """A command's own decision first, then those saved in the same transaction."""

    entries: tuple[Entry, ...]

    @property
    def broken(self) -> tuple[Broken, ...]:
        """Every rule that stands in the way, over all streams."""
        return tuple(broken for entry in self.entries for broken in entry.decision.broken)

    @property
    def own(self) -> Decision[Any]:
        """The command's own decision."""
        return self.entries[0].decision

    def appends(
        self, despite: Despite | None, recorded_by: str, evidence: tuple[Evidence, ...] = ()
    ) -> tuple[Append, ...]:
        """What is to be appended, with the evidence filed. Raises `Refused` with every broken rule."""
        if not self.own.events:
            return ()
        acceptable = self.own.despite and all(
            e.decision.may_be_accepted for e in self.entries if e.decision.broken
        )
        if self.broken and (despite is None or not acceptable):
            raise Refused(self.own.asked, self.broken, despite=acceptable)
        whole = attrs.evolve(self.own, broken=self.broken)
        own = whole.accepted(despite, recorded_by=recorded_by) if despite else whole.events
        rest = [(entry, _reasoned(entry.decision, despite)) for entry in self.entries[1:]]
        first = self.entries[0]
        return (
            Append(first.stream, first.after, (*own, *_filed(first, evidence, recorded_by))),
            *(Append(entry.stream, entry.after, events) for entry, events in rest if events),
        )


def _filed(entry: Entry, evidence: tuple[Evidence, ...], by: str) -> Iterator[EvidenceFiled]:
    if evidence and not entry.stream.startswith(deployment_stream("")):
        raise BadInput("evidence is filed with facts of a deployment only: record this without it")
    fact = entry.decision.events[0]
    for one in evidence:
        yield EvidenceFiled(
            of=natural_id(fact)[1], on=fact.on, file_name=one.file_name, digest=one.digest, by=by
        )


def _reasoned(decision: Decision[Any], despite: Despite | None) -> tuple[Any, ...]:
    if not (decision.broken and despite):
        return decision.events
    return tuple(
        filled(event, accepted_by=despite.accepted_by, reason=despite.reason)
        if isinstance(event, DaysWorked)
        else event
        for event in decision.events
    )


def of_deployment(decide: DeploymentDecision) -> Callable[["Brokerage", str, Any], Plan]:
    """How to plan a command about a deployment that was brokered."""

    def plan(brokerage: "Brokerage", about: str, fact: Any) -> Plan:
        deployment, after = brokerage.load(deployment_stream(about), deployments.evolve)
        if deployment is None:
            raise NotFound(f"there is no deployment {about!r}: broker it first")
        circumstances = circumstances_of(brokerage, about, deployment.brokering.brokered)
        decision = decide(deployment, circumstances, fact)
        if isinstance(fact, GrantUsageCertified) and decision.events:
            decision = _with_figures(brokerage, about, decision)
        own = Entry(stream=deployment_stream(about), after=after, decision=decision)
        return Plan(
            entries=(own, *_shadowed(brokerage, about, deployment, circumstances.programme, decision))
        )

    return plan


def _with_figures(brokerage: "Brokerage", about: str, decision: Decision[Any]) -> Decision[Any]:
    fact, *rest = decision.events
    usage = brokerage.grant_usage(about)
    certified = filled(fact, position=usage.basis.position, digest=usage.basis.digest)
    return attrs.evolve(decision, events=(certified, *rest))


def brokering(decide: DeploymentDecision) -> Callable[["Brokerage", str, Any], Plan]:
    """How to plan the brokering of a deployment: the programme is pinned, and kept if it is new here."""

    def plan(brokerage: "Brokerage", about: str, fact: Brokered) -> Plan:
        deployment, after = brokerage.load(deployment_stream(about), deployments.evolve)
        programme, kept = pinned(brokerage, fact)
        fact = filled(fact, digest=digest(programme))
        circumstances = circumstances_of(brokerage, about, fact, programme)
        decision = decide(deployment, circumstances, fact)
        own = Entry(stream=deployment_stream(about), after=after, decision=decision)
        shadowed = _shadowed(brokerage, about, None, programme, decision)
        return Plan(entries=(own, *kept, *shadowed))

    return plan


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


def of_grant(decide: Callable[[grants.Grant, Any], Decision[Any]]) -> Callable[["Brokerage", str, Any], Plan]:
    """How to plan a command about an award."""

    def plan(brokerage: "Brokerage", about: str, fact: Any) -> Plan:
        grant, after = brokerage.load(grant_stream(about), grants.evolve)
        if grant is None:
            raise NotFound(f"there is no grant {about!r}: record its award first")
        return Plan(entries=(Entry(stream=grant_stream(about), after=after, decision=decide(grant, fact)),))

    return plan


def awarding(brokerage: "Brokerage", about: str, fact: GrantAwarded) -> Plan:
    """How to plan an award."""
    grant, after = brokerage.load(grant_stream(about), grants.evolve)
    return Plan(
        entries=(Entry(stream=grant_stream(about), after=after, decision=grants.award_grant(grant, fact)),)
    )


def allocating(brokerage: "Brokerage", about: str, fact: GrantAllocated) -> Plan:
    """How to plan an allocation, which names a deployment brokered under the award."""
    deployment, _ = brokerage.load(deployment_stream(fact.deployment or ""), deployments.evolve)
    known = deployment is not None and about in deployment.brokering.brokered.funding.awards
    return of_grant(lambda grant, one: grants.allocate_grant(grant, one, of_this_award=known))(
        brokerage, about, fact
    )


def returning_allocation(brokerage: "Brokerage", about: str, fact: AllocationReturned) -> Plan:
    """How to plan the return of an allocation, which leaves what its deployment's plan was approved for."""
    grant, _ = brokerage.load(grant_stream(about), grants.evolve)
    made = grant.allocations.get(fact.allocation) if grant else None
    deployment, _ = brokerage.load(
        deployment_stream(made.deployment or "") if made else "", deployments.evolve
    )
    approved = deployment.planning.total if deployment else Money(0)
    return of_grant(lambda grant, one: grants.return_allocation(grant, one, approved=approved))(
        brokerage, about, fact
    )


def agreeing_allowance(brokerage: "Brokerage", _leader: str, fact: AllowanceAgreed) -> Plan:
    """How to plan an allowance, within the lowest cap of the programmes its year is booked under."""
    known, after = brokerage.load(leader_year_stream(fact.leader, fact.cap_year), leader_years.evolve)
    year = known or leader_years.LeaderYear()
    cap: Days | None = min(year.caps, default=None)
    decision = leader_years.agree_allowance(year, fact, cap=cap)
    stream = leader_year_stream(fact.leader, fact.cap_year)
    return Plan(entries=(Entry(stream=stream, after=after, decision=decision),))
