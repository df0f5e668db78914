"""The actions that reviews asked for and that are not done yet: each is due by its day, or by the end of the support."""

from collections.abc import Iterator

import attrs

import s2ss_core.events as e
from s2ss_core.projections.engine.event_set import EventSet
from s2ss_core.projections.whats_due.due import Due
from s2ss_core.projections.whats_due.requirements import Requirements


def actions(facts: EventSet, requirements: Requirements) -> Iterator[Due]:
    """Each action of a review that stands, waiting on the person who was asked."""
    done = {(entry.event.review, entry.event.action) for entry in facts.not_struck_out(e.ActionDone)}
    for review in facts.not_struck_out(e.ReviewHeld):
        name = review.event.review
        for action in review.event.actions:
            if (name, action.id) not in done:
                due = requirements.owes(
                    f"action {action.id} of review {name}",
                    max(action.by or requirements.end, review.event.on),
                    action.who.role,
                    of=name,
                    term=review.event.term,
                    since=review.event.on,
                    positions=(review.position,),
                )
                yield attrs.evolve(
                    due, people=(action.who.person,), organisations=_of(action.who.organisation)
                )


def _of(organisation: str | None) -> tuple[str, ...]:
    return (organisation,) if organisation else ()
