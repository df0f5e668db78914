"""What an entry is and where it stands: its stream, its natural id, its day, and fields that no command could record."""

import re
from collections.abc import Callable, Hashable, Iterator
from datetime import UTC, datetime
from functools import cache
from typing import Any, cast, get_args
from zoneinfo import ZoneInfo

import attrs

from s2ss_core.audit.book import Book, Id
from s2ss_core.audit.check import Breach, check, requirement
from s2ss_core.audit.field_types import is_plausible
from s2ss_core.audit.record import Prefix
from s2ss_core.errors import BadInput
from s2ss_core.events import (
    AnyEvent,
    Brokered,
    ClaimRegistered,
    GrantAwarded,
    LeaderEmployed,
    LeaderYearEvent,
    OrganisationEntered,
    ProgrammeAdopted,
    claim_stream,
    deployment_stream,
    derived_fields,
    grant_stream,
    leader_year_stream,
    natural_id,
    organisation_stream,
    programme_stream,
    registered,
    system_leader_stream,
    validate,
)
from s2ss_core.ids import key_of
from s2ss_core.programmes import digest, from_canonical

EVERY_EVENT = tuple(event_class for _, event_class in registered() if event_class in get_args(AnyEvent))
CHOICE = "No source; this library's choice › what is audited is the whole history as it was recorded"
LONDON = ZoneInfo("Europe/London")

SPELLED = requirement("FORM-08", "two ids of one key are not both in use", CHOICE, "note")
ONCE = requirement("FORM-11", "a natural id is recorded once in its stream", CHOICE)
PAST = requirement("FORM-12", "nothing happened after the day on which it was recorded", CHOICE)
FIRST = requirement("FORM-13", "a deployment begins as brokered, and an award as awarded", CHOICE)
VALID = requirement("FORM-14", "each field has a value that a command could record", CHOICE)
SUBJECT = requirement("FORM-15", "an entry is in the stream of what it is about", CHOICE)
DIGEST = requirement("FORM-16", "a programme is stored in its canonical form, with its digest, once", CHOICE)

PLAIN = re.compile(r"[!-@\[-~]+")  # no capitals, no blanks, and nothing beyond ASCII
BEGINS = {"deployment": Brokered, "grant": GrantAwarded}


@check(ONCE.code, *EVERY_EVENT)
def recorded_twice(event: Any, prefix: Prefix) -> Iterator[Breach]:
    """No other entry of the stream has the same natural id."""
    identity = prefix.identity
    other = prefix.book.of_id(identity)
    if other is not None and _is_about_the_same(event, other.event):
        yield Breach(id=" ".join(identity), positions=(other.position,))


def _is_about_the_same(event: Any, other: Any) -> bool:
    """Whether two entries of one cause are one: a leader's move gives days of several deployments back."""
    return bool(getattr(event, "deployment", None) == getattr(other, "deployment", None))


@check(SPELLED.code, *EVERY_EVENT)
def spelled_otherwise(_: Any, prefix: Prefix) -> Iterator[Breach]:
    """No other entry of the stream has the same natural id but for its spelling."""
    book, identity = prefix.book, prefix.identity
    # the first identity of each key that is not its own key
    spelled: dict[Id, Id] | None = book.memory.get("spelled")
    if spelled is None:
        spelled = book.memory["spelled"] = dict[Id, Id]()
        for known in book.ids():
            _note(spelled, known)
    if spelled or not _are_keys(identity):
        _note(spelled, identity)
        other = _first_spelled(identity, spelled, book)
        if other != identity:
            yield Breach(id=" ".join(identity), other=" ".join(other))


def _note(spelled: dict[Id, Id], identity: Id) -> None:
    if not _are_keys(identity) and (keys := _keys(identity)) != identity:
        spelled.setdefault(keys, identity)


def _first_spelled(identity: Id, spelled: dict[Id, Id], book: Book) -> Id:
    """The first identity in a book with the same keys, or this one."""
    keys = _keys(identity)
    alike = [book.of_id(each) for each in (keys, spelled.get(keys, keys))]
    known = [(entry.position, natural_id(entry.event)) for entry in alike if entry is not None]
    return min(known)[1] if known else identity


def _are_keys(identity: Id) -> bool:
    """Whether the parts of an identity are certainly their own keys."""
    return PLAIN.fullmatch("-".join(identity)) is not None


def _keys(identity: Id) -> Id:
    return tuple(map(key_of, identity))


@check(PAST.code, *EVERY_EVENT)
def from_the_future(event: Any, prefix: Prefix) -> Iterator[Breach]:
    """Its day is that on which it was recorded, in London, or one before."""
    recorded = prefix.entry.recorded_at
    if event.on > recorded.date() and event.on > _in_london(recorded):
        yield Breach(on=event.on, recorded=_in_london(recorded))


def _in_london(at: datetime) -> Any:
    return at.replace(tzinfo=at.tzinfo or UTC).astimezone(LONDON).date()


@check(FIRST.code, *EVERY_EVENT)
def how_it_begins(event: Any, prefix: Prefix) -> Iterator[Breach]:
    """The first entry of a deployment is its brokering, and that of an award its awarding."""
    if prefix.book.entries:
        return
    begins = BEGINS.get(prefix.book.kind)
    if begins and not isinstance(event, begins):
        yield Breach(first=type(event).__name__, expected=begins.__name__)


@check(VALID.code, *(known for known in EVERY_EVENT if known is not ProgrammeAdopted))
def not_valid(event: Any, _: Prefix) -> Iterator[Breach]:
    """A command could have recorded each of its fields."""
    if is_plausible(event):
        return
    try:
        validate(attrs.evolve(event, **_defaults(cast(Hashable, type(event)))))
    except BadInput as error:
        yield Breach(error=str(error))


@cache
def _defaults(event_class: Hashable) -> dict[str, Any]:
    fields = attrs.fields_dict(cast(Any, event_class))
    return {name: fields[name].default for name in derived_fields(cast(type, event_class))}


def _year_of(event: Any) -> str:
    return leader_year_stream(event.leader, event.cap_year)


SUBJECTS: dict[type, Callable[[Any], str]] = {
    Brokered: lambda event: deployment_stream(event.deployment),
    GrantAwarded: lambda event: grant_stream(event.grant),
    ClaimRegistered: lambda event: claim_stream(event.supplier, event.invoice_number),
    OrganisationEntered: lambda event: organisation_stream(event.organisation),
    LeaderEmployed: lambda event: system_leader_stream(event.leader),
    ProgrammeAdopted: lambda event: programme_stream(event.name, event.version),
    **dict.fromkeys(get_args(LeaderYearEvent), _year_of),
}


@check(SUBJECT.code, *SUBJECTS)
def another_stream(event: Any, prefix: Prefix) -> Iterator[Breach]:
    """Its stream is named by what it is about."""
    expected = SUBJECTS[type(event)](event)
    if expected != prefix.entry.stream:
        yield Breach(stream=prefix.entry.stream, expected=expected)


@check(DIGEST.code, ProgrammeAdopted)
def another_programme(event: ProgrammeAdopted, prefix: Prefix) -> Iterator[Breach]:
    """The content is that of the name, version and digest, and was not adopted before."""
    try:
        programme = from_canonical(event.content)
        same = (digest(programme), programme.name, programme.version) == (
            event.digest,
            event.name,
            event.version,
        )
    except BadInput as error:
        yield Breach(name=event.name, version=event.version, error=str(error))
        return
    if not same or prefix.book.entries:
        yield Breach(name=event.name, version=event.version, digest=event.digest, computed=digest(programme))


@check(DIGEST.code, Brokered)
def the_programme_of_a_deployment(event: Brokered, prefix: Prefix) -> Iterator[Breach]:
    """The digest is that of the programme of this name and version in this history."""
    programme = prefix.record.adopted(event.programme, event.version)
    if programme is None or digest(programme) != event.digest:
        computed = digest(programme) if programme else None
        yield Breach(name=event.programme, version=event.version, digest=event.digest, computed=computed)
