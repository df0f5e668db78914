"""Concerns that were raised, and what became of them."""

import datetime as dt
from collections.abc import Iterator

import attrs

from s2ss_core.events import ConcernEscalated, ConcernRaised, ConcernResolved
from s2ss_core.projections.facts import Facts


@attrs.frozen(kw_only=True)
class Concern:
    """One concern, how far up it went, and when it was resolved; open until then.

    `raised_as` is the role of whoever raised it, None where that was not asked yet.
    """

    position: int
    concern: str
    raised_on: dt.date
    raised_by: str
    raised_as: str | None
    with_whom: str
    open: bool
    resolved_on: dt.date | None


def concerns_in(facts: Facts) -> Iterator[Concern]:
    """Every concern, in the order raised."""
    resolved = {told.event.concern: told.event.on for told in facts.of(ConcernResolved)}
    escalated = {told.event.concern: told.event.escalated_to for told in facts.of(ConcernEscalated)}
    for told in facts.of(ConcernRaised):
        concern = told.event.concern
        yield Concern(
            position=told.position,
            concern=concern,
            raised_on=told.event.on,
            raised_by=told.event.by,
            raised_as=told.event.role,
            with_whom=escalated.get(concern) or told.event.raised_with,
            open=concern not in resolved,
            resolved_on=resolved.get(concern),
        )
