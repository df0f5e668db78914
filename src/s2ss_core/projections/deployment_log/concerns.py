"""Concerns: raised, escalated and resolved."""

import datetime as dt
from collections.abc import Iterator

import attrs

from s2ss_core.events import ConcernEscalated, ConcernRaised, ConcernResolved
from s2ss_core.projections.engine.event_set import EventSet
from s2ss_core.values import Role


@attrs.frozen(kw_only=True)
class Concern:
    """One concern: who raised it, with whom it is now, and when it was resolved. It is `open` until then.

    `raised_as` is the role of the person who raised it.
    """

    position: int
    concern: str
    raised_on: dt.date
    raised_by: str
    raised_as: Role
    with_whom: str
    open: bool
    resolved_on: dt.date | None


def concerns_in(facts: EventSet) -> Iterator[Concern]:
    """Every concern, in the order in which they were raised."""
    resolved = {resolution.event.concern: resolution.event.on for resolution in facts.of(ConcernResolved)}
    escalated = {
        escalation.event.concern: escalation.event.escalated_to for escalation in facts.of(ConcernEscalated)
    }
    for raised in facts.of(ConcernRaised):
        concern = raised.event.concern
        yield Concern(
            position=raised.position,
            concern=concern,
            raised_on=raised.event.on,
            raised_by=raised.event.by.person,
            raised_as=raised.event.by.role,
            with_whom=escalated.get(concern) or raised.event.raised_with,
            open=concern not in resolved,
            resolved_on=resolved.get(concern),
        )
