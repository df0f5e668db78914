"""The pin: what an event says of an organisation that it names, filled in and compared as at the event's day."""

from collections.abc import Iterator
from datetime import date

import attrs

from s2ss_core.aggregates.organisation.known import Known
from s2ss_core.events import OrganisationEntered
from s2ss_core.ids import same
from s2ss_core.rules import Broken
from s2ss_core.rules import organisation as rules
from s2ss_core.values import Organisation


def completed(pin: Organisation, known: Known, broker: str | None) -> Organisation:
    """The pin with what its caller left out. A broker is a member of itself."""
    return attrs.evolve(
        pin,
        kind=pin.kind or known.kind,
        urn=pin.urn or known.urn,
        trust=pin.trust or known.trust,
        member_of_broker=_membership(pin, known, broker)
        if pin.member_of_broker is None
        else pin.member_of_broker,
    )


def contradicted(pin: Organisation, known: Known, on: date, broker: str | None) -> tuple[Broken, ...]:
    """The rule that a pin does not meet if it says otherwise than is known. What nobody said contradicts nothing."""
    differences = tuple(_differences(pin, known, broker))
    return rules.what_is_said_of_an_organisation_is_what_is_known_of_it.broken_by(
        organisation=pin.id,
        on=on,
        said=tuple(said for said, _ in differences),
        known=tuple(so for _, so in differences),
    )


def _differences(pin: Organisation, known: Known, broker: str | None) -> Iterator[tuple[str, str]]:
    """What a pin says and what is known, for each thing in which they differ."""
    if pin.urn and known.urn and pin.urn != known.urn:
        yield f"URN {pin.urn}", f"URN {known.urn}"
    if pin.trust and known.trust_told and not same(pin.trust, known.trust):
        yield f"trust {pin.trust}", f"trust {known.trust}" if known.trust else "no trust"
    member = _membership(pin, known, broker)
    if None not in (member, pin.member_of_broker) and member != pin.member_of_broker:
        words = (f"not a member of {broker}", f"a member of {broker}")
        yield words[bool(pin.member_of_broker)], words[bool(member)]


def entry_of(pin: Organisation, on: date, broker: str | None) -> OrganisationEntered | None:
    """The entry of an organisation as a pin says that it is; None if the pin does not say of what kind."""
    if pin.kind is None:
        return None
    return OrganisationEntered(
        organisation=pin.id,
        on=on,
        kind=pin.kind,
        urn=pin.urn,
        trust=pin.trust,
        member_of=_member_of(pin, broker),
    )


def _membership(pin: Organisation, known: Known, broker: str | None) -> bool | None:
    if broker is None:
        return None
    return True if same(pin.id, broker) else known.is_member_of(broker)


def _member_of(pin: Organisation, broker: str | None) -> tuple[str, ...] | None:
    if pin.member_of_broker and broker is not None and not same(pin.id, broker):
        return (broker,)
    return () if pin.member_of_broker is False else None
