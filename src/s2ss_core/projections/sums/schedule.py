"""The schedule of instalments in the agreement in force."""

from collections.abc import Mapping

import attrs

from s2ss_core.events import AgreementIssued, AgreementSigned, Brokered, Costs, ScheduledInstalment
from s2ss_core.ledger import agreement_in_force, signatories_for
from s2ss_core.projections.engine.event_set import EventSet, Positioned
from s2ss_core.projections.engine.figure import Figure, together
from s2ss_core.projections.sums.adopted_programme import adopted_programme
from s2ss_core.values import Money, PartyRole, Term


@attrs.frozen
class Schedule:
    """The instalments in the agreement in force, by number, and the positions of their source events."""

    agreement: Positioned[AgreementIssued] | None
    instalments: Mapping[int, ScheduledInstalment]
    positions: tuple[int, ...]

    def amount(self, number: int) -> Figure[Money]:
        """The scheduled amount of an instalment in pence; zero if it is not scheduled."""
        scheduled = self.instalments.get(number)
        return Figure(scheduled.amount, self.positions) if scheduled else Figure(Money(0))

    def term(self, number: int) -> Term | None:
        """The term that an instalment is for; None if it is not scheduled."""
        scheduled = self.instalments.get(number)
        return scheduled.term if scheduled else None


Signatures = Mapping[str, Mapping[PartyRole, Positioned[AgreementSigned]]]


def schedule_of(facts: EventSet) -> Schedule:
    """The schedule of the agreement in force; while none is, that of the latest issued."""
    issued = [agreement for agreement in binding_agreements(facts) if agreement.event.schedule]
    if not issued:
        return Schedule(None, {}, ())
    agreement, signatures = _in_force(facts, issued) or (issued[-1], ())
    return Schedule(
        agreement,
        {scheduled.instalment: scheduled for scheduled in agreement.event.schedule},
        together((agreement.position,), signatures),
    )


def costs_in_force(facts: EventSet) -> tuple[Costs | None, tuple[int, ...]]:
    """What the agreement in force says that each side bears, and the positions of the agreement and its signatures."""
    agreement, signatures = _in_force(facts, binding_agreements(facts)) or (None, ())
    if agreement is None or agreement.event.costs is None:
        return None, ()
    return agreement.event.costs, together((agreement.position,), signatures)


def binding_agreements(facts: EventSet) -> list[Positioned[AgreementIssued]]:
    """The agreements that support waits for; every one if the history does not hold the programme."""
    issued, brokered, programme = facts.of(AgreementIssued), facts.latest(Brokered), adopted_programme(facts)
    if brokered is None or programme is None:
        return list(issued)
    kind = brokered.event.funding.kind
    further = {
        document
        for terms in programme.event.funding
        if terms.kind == kind
        for document in terms.further_agreements
    }
    return [agreement for agreement in issued if agreement.event.document not in further]


def _in_force(
    facts: EventSet, issued: list[Positioned[AgreementIssued]]
) -> tuple[Positioned[AgreementIssued], tuple[int, ...]] | None:
    """The agreement in force, and the positions of the signatures that put it in force."""
    programme = adopted_programme(facts)
    if programme is None:
        return None
    signatures = _first_signatures(facts)
    signed = {
        agreement: {party: signature.event.on for party, signature in of_it.items()}
        for agreement, of_it in signatures.items()
    }
    found = agreement_in_force(programme.event, [agreement.event for agreement in issued], signed)
    if found is None:
        return None
    needed = signatories_for(programme.event, found)
    agreement = next(agreement for agreement in issued if agreement.event is found)
    return agreement, tuple(signatures[found.agreement][party].position for party in needed)


def _first_signatures(facts: EventSet) -> Signatures:
    """For each agreement, the first signature of each party."""
    signatures: dict[str, dict[PartyRole, Positioned[AgreementSigned]]] = {}
    for signature in facts.of(AgreementSigned):
        of_it = signatures.setdefault(signature.event.agreement, {})
        before = of_it.get(signature.event.party)
        if before is None or signature.event.on < before.event.on:
            of_it[signature.event.party] = signature
    return signatures
