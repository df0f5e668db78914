"""The entries of a log: one for every event of the deployment."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import attrs

from s2ss_core.events import StrikeCause, cause_of, stored_name
from s2ss_core.events.streams import deployment_stream
from s2ss_core.ledger import struck_by
from s2ss_core.projections.deployment_log.descriptions import describe
from s2ss_core.projections.engine.event_set import EventSet
from s2ss_core.store import Recorded
from s2ss_core.store.private_texts import Place, places
from s2ss_core.values import Cause, Person, Private


@attrs.frozen
class Text:
    """A private text of an entry, with the path of its field; `Withheld` if it is not shown."""

    field: str
    text: Private


@attrs.frozen(kw_only=True)
class StruckOut:
    """The strike of an entry: why, who asked for it, who agreed, and the entry that replaces it, if any."""

    position: int
    on: dt.date
    cause: StrikeCause
    reason: Private
    asked_by: Person
    agreed_by: Person
    replaced_by: Cause | None


@attrs.frozen(kw_only=True)
class Entry:
    """One event: the day it happened, when and by whom it was recorded, a description, and its strike, if any."""

    position: int
    on: dt.date
    recorded_at: dt.datetime
    recorded_by: str
    name: str
    says: str
    texts: tuple[Text, ...]
    struck_out: StruckOut | None


def entries_of(facts: EventSet) -> tuple[Entry, ...]:
    """The events of the deployment's own stream, in the order in which they happened."""
    own = facts.within(deployment_stream(facts.name))
    strikes = {struck: entry for entry in own if (struck := struck_by(entry.event))}
    entries = (_entry(recorded, strikes) for recorded in own)
    return tuple(sorted(entries, key=lambda entry: (entry.on, entry.position)))


def _entry(recorded: Recorded, strikes: dict[Cause, Recorded]) -> Entry:
    strike = strikes.get(cause_of(recorded.event)) if strikes else None
    return Entry(
        position=recorded.position,
        on=recorded.event.on,
        recorded_at=recorded.recorded_at,
        recorded_by=recorded.recorded_by,
        name=stored_name(type(recorded.event)).name,
        says=describe(recorded.event),
        texts=tuple(_texts(recorded.event, places(type(recorded.event)), "")),
        struck_out=_struck_out(strike) if strike else None,
    )


def _struck_out(strike: Recorded) -> StruckOut:
    event = strike.event
    return StruckOut(
        position=strike.position,
        on=event.on,
        cause=event.cause,
        reason=event.reason,
        asked_by=event.asked_by,
        agreed_by=event.agreed_by,
        replaced_by=event.replaced_by,
    )


def _texts(holder: Any, inside: tuple[Place, ...], path: str) -> Iterator[Text]:
    for place in inside:
        content = getattr(holder, place.name)
        for index, value in enumerate(content if place.many else (content,)):
            field = f"{path}/{place.name}/{index}" if place.many else f"{path}/{place.name}"
            if value is not None:
                yield from _texts(value, place.inside, field) if place.cls else (Text(field, value),)
