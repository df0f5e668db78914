"""The organisation: what an entry says of one is what is known of it as at the day, and what it may join or leave."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Any, get_args

from s2ss_core.audit.check import Breach, check
from s2ss_core.audit.deployment import academic_years
from s2ss_core.audit.field_types import names_organisations
from s2ss_core.audit.finding import Severity
from s2ss_core.audit.organisations import Standing, kept, standing_on
from s2ss_core.audit.record import Prefix, Record
from s2ss_core.events import (
    AllianceJoined,
    Brokered,
    CommitmentReleased,
    DaysCommitted,
    DaysStruckOut,
    DaysWorked,
    DeploymentEvent,
    GrantEvent,
    LeaderYearEvent,
    TermDatesAdopted,
    TrustJoined,
    TrustLeft,
    UnbrokeredSupportLogged,
    organisations_in,
    stream_parts,
)
from s2ss_core.ids import key_of
from s2ss_core.values import Organisation

NAMING = tuple(
    event_class
    for event_class in (
        *get_args(DeploymentEvent),
        *get_args(GrantEvent),
        *get_args(LeaderYearEvent),
        UnbrokeredSupportLogged,
    )
    if names_organisations(event_class)
)
SHADOWS = (CommitmentReleased, DaysCommitted, DaysStruckOut, DaysWorked)
"""Entries that follow from one of a deployment, and name the home school as that one did."""


@check("S2SS-O01", *NAMING)
def what_is_said(event: Any, prefix: Prefix) -> Iterator[Breach]:
    """What is said of an organisation was so on the day, as far as it was told."""
    severity: Severity | None = "note" if isinstance(event, SHADOWS) else None
    brokered = prefix.book.first(Brokered)
    broker = key_of(brokered.broker.id) if brokered else None
    for organisation in organisations_in(event):
        contradiction = _contradiction(organisation, event.on, broker, prefix.record)
        if contradiction:
            said, known = contradiction
            yield Breach(organisation=organisation.id, on=event.on, said=said, known=known, severity=severity)


def _contradiction(
    organisation: Organisation, on: date, broker: str | None, record: Record
) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """What is said of an organisation that was not so on the day, and what was; none if nothing contradicts."""
    book = record.organisation(organisation.id)
    if not book.entries:
        return None
    found, asked = kept(book, "said"), (organisation, on if book.turns > 1 else None, broker)
    if asked not in found:
        known = standing_on(organisation.id, on, record)
        said = tuple(_otherwise(organisation, known, broker)) if known else ()
        found[asked] = (said, _shown(known)) if said else None
    return found[asked]  # type: ignore[no-any-return]


def _otherwise(organisation: Organisation, known: Standing, broker: str | None) -> Iterator[str]:
    if organisation.urn and known.urn and organisation.urn != known.urn:
        yield f"URN {organisation.urn}"
    if organisation.trust and known.trust_told and key_of(organisation.trust) != known.trust:
        yield f"trust {organisation.trust}"
    if broker and organisation.member_of_broker is not None and known.member_of is not None:
        in_the_trust = broker in (
            known.trust,
            key_of(organisation.id),
        )  # a member, whatever its alliances are
        if not in_the_trust and (broker in known.member_of) != organisation.member_of_broker:
            yield "a member of the broker" if organisation.member_of_broker else "no member of the broker"


def _shown(known: Standing | None) -> tuple[str, ...]:
    if known is None:
        return ()
    return tuple(filter(None, (known.urn and f"URN {known.urn}", known.trust and f"trust {known.trust}")))


@check("S2SS-O02", TrustLeft)
def the_trust_left(event: TrustLeft, prefix: Prefix) -> Iterator[Breach]:
    """It leaves the trust that it is in, as far as that was told."""
    organisation = stream_parts(prefix.entry.stream)[0]
    known = standing_on(organisation, event.on, prefix.record)
    if known is not None and known.trust_told and known.trust != key_of(event.trust):
        yield Breach(trust=event.trust, on=event.on, its_trust=known.trust)


@check("S2SS-O03", TermDatesAdopted)
def the_term_dates(event: TermDatesAdopted, _: Prefix) -> Iterator[Breach]:
    """Each term ends after it begins, follows the one before, and lies in the year."""
    wrong = [
        dates.term
        for dates in event.terms
        if dates.last_day < dates.first_day
        or academic_years(dates.first_day, dates.last_day) != (event.academic_year,)
    ]
    wrong += [later.term for before, later in pairwise(event.terms) if later.first_day <= before.last_day]
    if wrong:
        yield Breach(academic_year=event.academic_year, wrong=wrong)


@check("S2SS-O04", TrustJoined, AllianceJoined)
def another_one(event: TrustJoined | AllianceJoined, prefix: Prefix) -> Iterator[Breach]:
    """What it joins is another organisation."""
    organisation = stream_parts(prefix.entry.stream)[0]
    joined = event.trust if isinstance(event, TrustJoined) else event.alliance
    if key_of(joined) == organisation:
        yield Breach(organisation=organisation, joined=joined, itself=True)
