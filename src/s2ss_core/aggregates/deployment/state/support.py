"""Support: visits and costs, what a visit takes, and the concerns that are open."""

import attrs

from s2ss_core.aggregates.fold import Fold
from s2ss_core.events import (
    ConcernRaised,
    ConcernResolved,
    CostIncurred,
    VisitLogged,
)
from s2ss_core.programmes import Programme, capacity_of
from s2ss_core.values import Days


@attrs.define(kw_only=True)
class Support:
    """The visits, the costs, and the concerns that are open."""

    visits: dict[str, VisitLogged] = attrs.field(factory=dict)
    costs: dict[str, CostIncurred] = attrs.field(factory=dict)
    concerns: list[str] = attrs.field(factory=list)


@attrs.frozen(kw_only=True)
class Used:
    """Days of a leader's year that a visit takes."""

    contact: Days
    preparation: Days


def days_used(programme: Programme, visit: VisitLogged) -> Used:
    """How many days of the leader's year a visit takes, as capacity under the programme."""
    cap = programme.cap
    counted = visit.significance in cap.counts.value
    preparing = visit.preparation if cap.counts_preparation.value else None
    return Used(
        contact=capacity_of(programme, visit.unit, visit.quantity) if counted else Days(0),
        preparation=capacity_of(programme, preparing.unit, preparing.quantity) if preparing else Days(0),
    )


fold = Fold[Support]()


@fold.on(VisitLogged)
def _visit_logged(support: Support, event: VisitLogged) -> None:
    support.visits[event.visit] = event


@fold.on(CostIncurred)
def _cost_incurred(support: Support, event: CostIncurred) -> None:
    support.costs[event.cost] = event


@fold.on(ConcernRaised)
def _concern_raised(support: Support, event: ConcernRaised) -> None:
    support.concerns.append(event.concern)


@fold.on(ConcernResolved)
def _concern_resolved(support: Support, event: ConcernResolved) -> None:
    support.concerns = [concern for concern in support.concerns if concern != event.concern]
