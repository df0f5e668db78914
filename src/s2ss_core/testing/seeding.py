"""Fills a store with events for a test: each in its stream, recorded on the afternoon of the day it happened."""

import datetime as dt
import types
import typing
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

import attrs

from s2ss_core.errors import BadInput
from s2ss_core.events import (
    Brokered,
    ClaimEvent,
    DeploymentEvent,
    GrantAwarded,
    GrantEvent,
    LeaderYearEvent,
    OrganisationEntered,
    OrganisationEvent,
    ProgrammeAdopted,
    ProgrammeEvent,
    SystemLeaderEvent,
    claim_stream,
    deployment_stream,
    grant_stream,
    leader_year_stream,
    organisation_stream,
    programme_stream,
    system_leader_stream,
)
from s2ss_core.programmes import Programme, canonical, digest, find
from s2ss_core.store import Append, Recorded, Store

FAMILIES: dict[str, Any] = {
    "deployment": DeploymentEvent,
    "grant": GrantEvent,
    "leader-year": LeaderYearEvent,
    "claim": ClaimEvent,
    "programme": ProgrammeEvent,
    "organisation": OrganisationEvent,
    "system-leader": SystemLeaderEvent,
}


@attrs.frozen(kw_only=True)
class StreamedEvent:
    """An event, the name of its stream, when it is recorded (an aware datetime) and by whom (an id)."""

    event: Any
    stream: str
    at: dt.datetime
    by: str = "u-1"


def in_stream(
    stream: str, *events: Any, at: dt.datetime | None = None, by: str = "u-1"
) -> tuple[StreamedEvent, ...]:
    """Events for one stream by its name, such as `deployment:d-1`.

    They are recorded at the aware datetime `at`, or without it at 15:00 UTC on the day each happened.
    """
    return tuple(
        StreamedEvent(event=event, stream=stream, at=at or afternoon(event.on), by=by) for event in events
    )


def family_of(event: Any) -> str:
    """The family of an event: `deployment`, `grant`, `leader-year`, `organisation` and so on.

    Raises `BadInput` for an object that is not an event of this library.
    """
    for name, family in FAMILIES.items():
        if type(event) in members(family):
            return name
    raise BadInput(
        f"{type(event).__name__} is not an event of this library: give its stream with in_stream(stream, event)"
    )


@cache
def members(family: Any) -> frozenset[type]:
    """The classes of a union."""
    if typing.get_origin(family) in {typing.Union, types.UnionType}:
        return frozenset(member for part in typing.get_args(family) for member in members(part))
    return frozenset({family})


def streamed(
    events: Iterable[Any], programmes: Sequence[Programme] = (), *, adopting: bool = True
) -> Iterator[StreamedEvent]:
    """Find the stream of each event. `Recorded` and `StreamedEvent` keep theirs.

    An event that does not name its deployment, award or organisation belongs to the one that began last. With `adopting`, the
    programme of a deployment is adopted when it is brokered, unless its adoption is among the events; `programmes` are
    your own, in addition to those shipped. Raises `BadInput` for an event before the beginning of its deployment, award
    or organisation.
    """
    events = tuple(events)
    adopted = {(event.name, event.version) for event in events if isinstance(event, ProgrammeAdopted)}
    about: dict[str, str] = {}
    for event in events:
        if isinstance(event, StreamedEvent):
            yield event
        elif isinstance(event, Recorded):
            yield StreamedEvent(
                event=event.event, stream=event.stream, at=event.recorded_at, by=event.recorded_by
            )
        else:
            yield from in_stream(_stream(event, about), event)
            if isinstance(event, Brokered) and adopting and (event.programme, event.version) not in adopted:
                adopted.add((event.programme, event.version))
                yield _adoption(event, programmes)


def _stream(event: Any, about: dict[str, str]) -> str:
    family = family_of(event)
    if family == "leader-year":
        return leader_year_stream(event.leader, event.cap_year)
    if family == "claim":
        return claim_stream(event.supplier, event.invoice_number)
    if family == "programme":
        return programme_stream(event.name, event.version)
    if family == "system-leader":
        return system_leader_stream(event.leader)
    if isinstance(event, Brokered):
        about[family] = deployment_stream(event.deployment)
    elif isinstance(event, GrantAwarded):
        about[family] = grant_stream(event.grant)
    elif isinstance(event, OrganisationEntered):
        about[family] = organisation_stream(event.organisation)
    if family not in about:
        raise BadInput(
            f"{type(event).__name__} comes before any {family}: give the event that begins the {family} first"
        )
    return about[family]


def _adoption(brokered: Brokered, programmes: Sequence[Programme]) -> StreamedEvent:
    programme = find(brokered.programme, brokered.version, programmes)
    adoption = ProgrammeAdopted(
        name=programme.name,
        version=programme.version,
        on=brokered.on,
        digest=digest(programme),
        content=canonical(programme),
    )
    (streamed_event,) = in_stream(programme_stream(programme.name, programme.version), adoption)
    return streamed_event


def afternoon(day: dt.date) -> dt.datetime:
    """15:00 UTC on a day."""
    return dt.datetime(day.year, day.month, day.day, 15, tzinfo=dt.UTC)


def seed(store: Store, streamed: Iterable[StreamedEvent]) -> None:
    """Append events to a store in one transaction, each at the end of its stream.

    seed(store, in_stream("deployment:d-1", BROKERED, PLAN_SUBMITTED))
    """
    heads: dict[str, int] = {}
    with store.writing():
        for event in streamed:
            after = heads.get(event.stream)
            if after is None:
                after = len(store.read(event.stream, texts=False))
            store.append([Append(event.stream, after, (event.event,))], at=event.at, by=event.by)
            heads[event.stream] = after + 1
