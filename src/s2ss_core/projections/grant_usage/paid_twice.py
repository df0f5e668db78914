"""Quality assurance that may be paid twice: as a part of the rate, and as a fee that the award bears itself."""

from collections.abc import Iterable, Iterator

from s2ss_core.events import Brokered
from s2ss_core.projections.engine.event_set import EventSet, Positioned
from s2ss_core.projections.engine.figure import together
from s2ss_core.projections.engine.note import Note
from s2ss_core.projections.grant_usage.award_costs import AwardCosts


def paid_twice(deployments: Iterable[EventSet], own: AwardCosts) -> Iterator[Note]:
    """A note for each fee for quality assurance beside a deployment in whose rate it is already.

    Source: Exceed Institute › Daily rates for support, which has both.
    """
    in_rate = [brokered for part in deployments if (brokered := _with_it_in_the_rate(part))]
    for cost in own.costs:
        if cost.purpose == "quality-assurance" and cost.eligible.value:
            for brokered in in_rate:
                yield Note(
                    f"award cost {cost.cost} of {cost.eligible.value} is for quality assurance, which is in the rate of"
                    f" {brokered.event.deployment} already: it may be paid twice",
                    together(cost.eligible.positions, (brokered.position,)),
                )


def _with_it_in_the_rate(part: EventSet) -> Positioned[Brokered] | None:
    """The brokering of a deployment whose quality assurance is paid for by a part of the rate."""
    brokered = part.latest(Brokered)
    return brokered if brokered and brokered.event.qa_funding == "in-rate" else None
