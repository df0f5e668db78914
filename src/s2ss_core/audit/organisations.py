"""Organisations as at a day: the URN, the trust and the memberships that each had, from its own stream."""

from datetime import date
from typing import Any, NamedTuple

from s2ss_core.audit.book import Book
from s2ss_core.audit.record import Record
from s2ss_core.events import (
    AllianceJoined,
    AllianceLeft,
    OrganisationEntered,
    TrustJoined,
    TrustLeft,
    UrnIssued,
)
from s2ss_core.ids import key_of
from s2ss_core.values import Organisation

__all__ = ["Standing", "kept", "names_on", "of_broker", "standing_on", "urns_of"]


class Standing(NamedTuple):
    """What an organisation was on a day; `member_of` is none where nobody said, and `trust_told` says whether anybody did."""

    urn: str | None = None
    trust: str | None = None
    member_of: frozenset[str] | None = None
    trust_told: bool = False


def standing_on(organisation: str, day: date, record: Record) -> Standing | None:
    """What the organisation was on a day, as it was told; as first entered before the first day told of it."""
    book = record.organisation(organisation)
    if not book.entries:
        return None
    found: dict[date | None, Standing | None] = kept(book, "standings")
    known = None if book.turns == 1 else day  # one entry says the same of every day
    if known not in found:
        found[known] = _standing_on(book, day)
    return found[known]


def kept(book: Book, name: str) -> dict[Any, Any]:
    """What was found of an organisation, as long as nothing more is told of it."""
    state, found = book.memory.get(name, (0, {}))
    if state != book.turns:
        found = dict[Any, Any]()
        book.memory[name] = (book.turns, found)
    return found  # type: ignore[no-any-return]


def _standing_on(book: Book, day: date) -> Standing | None:
    entered = book.of(OrganisationEntered)
    if not entered:
        return None
    in_order = sorted(book.entries, key=lambda entry: (entry.event.on, entry.position))
    standing = _as_entered(entered[0].event, Standing())
    for entry in in_order:
        if entry.event.on <= day and book.stands(entry):
            standing = _after(entry.event, standing)
    return standing


def _after(event: object, before: Standing) -> Standing:
    match event:
        case OrganisationEntered():
            return _as_entered(event, before)
        case UrnIssued(urn=urn):
            return before._replace(urn=urn)
        case TrustJoined(trust=trust, member_of=member_of):
            return before._replace(trust=key_of(trust), member_of=_keys(member_of), trust_told=True)
        case TrustLeft(member_of=member_of):
            return before._replace(trust=None, member_of=_keys(member_of), trust_told=True)
        case AllianceJoined(alliance=alliance):
            return before._replace(member_of=(before.member_of or frozenset()) | {key_of(alliance)})
        case AllianceLeft(alliance=alliance):
            return before._replace(member_of=(before.member_of or frozenset()) - {key_of(alliance)})
        case _:
            return before


def _as_entered(event: OrganisationEntered, before: Standing) -> Standing:
    return Standing(
        urn=event.urn or before.urn,
        trust=key_of(event.trust) if event.trust else before.trust,
        member_of=_keys(event.member_of) if event.member_of is not None else before.member_of,
        trust_told=before.trust_told or event.trust is not None,
    )


def _keys(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(key_of, names))


def names_on(organisation: Organisation, day: date, record: Record) -> frozenset[str]:
    """The names that tell an organisation and its trust from others on a day: keys, and its URN."""
    book = record.organisation(organisation.id)
    if not book.entries:
        return organisation.names
    found, asked = kept(book, "names"), (organisation, day if book.turns > 1 else None)
    if asked not in found:
        known = standing_on(organisation.id, day, record)
        more = (known.urn, known.trust) if known else ()
        found[asked] = organisation.names | frozenset(name for name in more if name)
    return found[asked]  # type: ignore[no-any-return]


def urns_of(organisation: Organisation, day: date, record: Record) -> frozenset[str]:
    """The URNs that an organisation has on a day, as the entry says and as its own stream says."""
    known = standing_on(organisation.id, day, record)
    return frozenset(urn for urn in (organisation.urn, known.urn if known else None) if urn)


def of_broker(organisation: Organisation, broker: str, day: date, record: Record) -> bool | None:
    """Whether an organisation belongs to a broker on a day; none where nobody said."""
    known = standing_on(organisation.id, day, record)
    if key_of(organisation.id) == key_of(broker):
        return True
    if known is None or (known.member_of is None and known.trust is None):
        return organisation.member_of_broker
    if known.trust == key_of(broker) or key_of(broker) in (known.member_of or ()):
        return True
    return None if known.member_of is None else False
