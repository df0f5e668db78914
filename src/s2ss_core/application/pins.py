"""Fills in what a fact leaves out about the organisations that it names, and enters those that are new here."""

from typing import Any

import attrs

from s2ss_core.aggregates import organisation
from s2ss_core.aggregates.decision import Decision
from s2ss_core.aggregates.organisation import OrganisationState
from s2ss_core.aggregates.system_leader import employed_elsewhere
from s2ss_core.application.employment import leaders_deployed_by
from s2ss_core.application.identities import leader_of
from s2ss_core.application.repository import Repository
from s2ss_core.application.transaction import Entry, Transaction
from s2ss_core.errors import BadInput
from s2ss_core.events import Brokered, organisation_stream, subject_of, with_organisations
from s2ss_core.rules import Broken
from s2ss_core.values import Organisation


@attrs.define(kw_only=True)
class Pins:
    """What the record says of the organisations in a fact, as at its day."""

    repository: Repository
    fact: Any
    broker: str | None
    entered: dict[str, OrganisationState] = attrs.field(factory=dict)
    broken: list[Broken] = attrs.field(factory=list)
    unknown: list[str] = attrs.field(factory=list)

    def fill_in(self) -> Any:
        """The fact with its organisations filled in. Raises `BadInput` for a new one without its kind."""
        filled = with_organisations(self.fact, self._fill_in)
        if self.unknown:
            raise BadInput("; ".join(self.unknown))
        for leader, on in leaders_deployed_by(filled):
            self.broken += employed_elsewhere(leader_of(self.repository, leader.leader), leader, on)
        return filled

    def add_to(self, transaction: Transaction) -> Transaction:
        """The transaction with the rules that are not met, and with an entry for each organisation that is new here."""
        own, *linked = transaction.entries
        decision = attrs.evolve(own.decision, broken=(*own.decision.broken, *self.broken))
        return Transaction(
            entries=(attrs.evolve(own, decision=decision), *linked, *map(_entry, self.entered.values()))
        )

    def _fill_in(self, path: str, pin: Organisation) -> Organisation:
        on = self.fact.on
        state = self._state(pin)
        if state is None:
            self.unknown.append(
                f"{path}: {pin.id} is not on record yet: give its kind, such as school or trust"
            )
            return pin
        known = state.as_at(on)
        self.broken += organisation.contradicted(pin, known, on, self.broker)
        return organisation.completed(pin, known, self.broker)

    def _state(self, pin: Organisation) -> OrganisationState | None:
        """The state of an organisation. One that is new here is entered as this pin says."""
        stream = organisation_stream(pin.id)
        recorded, _ = self.repository.organisation(pin.id)
        if state := recorded or self.entered.get(stream):
            return state
        if entry := organisation.entry_of(pin, self.fact.on, self.broker):
            self.entered[stream] = organisation.evolve(None, entry)
        return self.entered.get(stream)


def pins_of(repository: Repository, subject: str, fact: Any) -> Pins:
    """The pins of a fact about a deployment, grant, leader or organisation."""
    return Pins(repository=repository, fact=fact, broker=_broker(repository, subject, fact))


def _broker(repository: Repository, subject: str, fact: Any) -> str | None:
    if isinstance(fact, Brokered):
        return fact.broker.id
    deployment, _ = repository.deployment(subject) if subject_of(type(fact)) == "deployment" else (None, 0)
    return deployment.brokering.brokered.broker.id if deployment else None


def _entry(state: OrganisationState) -> Entry:
    entered = state.entered
    decision: Decision[Any] = Decision(
        request=f"enter organisation {entered.organisation}", events=(entered,)
    )
    return Entry(stream=organisation_stream(entered.organisation), after=0, decision=decision)
