"""What the days of a leader's year are held against: what was agreed in all, and the lowest cap of the programmes."""

import attrs

from s2ss_core.events import DaysCommitted
from s2ss_core.ids import key_of
from s2ss_core.projections.engine.event_set import EventSet
from s2ss_core.projections.engine.figure import Figure
from s2ss_core.values import Days


@attrs.frozen(kw_only=True)
class Limits:
    """The days that were agreed, the lowest cap, none if there is no cap, and the keys of deployments that no cap holds."""

    agreed: Figure[Days]
    cap: Figure[Days] | None
    beyond: frozenset[str]


def limits_of(facts: EventSet, agreed: Figure[Days]) -> Limits:
    """The limits of a year. No cap holds a deployment to which days were committed without one, and never with one."""
    committed = facts.of(DaysCommitted)
    under = {key_of(entry.event.deployment) for entry in committed if entry.event.cap is not None}
    caps = [Figure(entry.event.cap, (entry.position,)) for entry in committed if entry.event.cap is not None]
    return Limits(
        agreed=agreed,
        cap=min(caps, key=lambda cap: cap.value, default=None),
        beyond=frozenset(key_of(entry.event.deployment) for entry in committed) - under,
    )
