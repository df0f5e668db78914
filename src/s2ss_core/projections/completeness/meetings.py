"""The records that each meeting owes: that it was held, and that each of those who must be there was there."""

from collections.abc import Iterator

from s2ss_core.events import ReviewHeld, ReviewsScheduled
from s2ss_core.projections.completeness.records import OwedRecord, here
from s2ss_core.projections.engine.event_set import EventSet, Positioned
from s2ss_core.projections.whats_due.requirements import Requirements
from s2ss_core.values import Person, Role, Term


def records_of_meetings(
    facts: EventSet, requirements: Requirements, terms: frozenset[Term]
) -> Iterator[OwedRecord]:
    """Each attendee of each review that was held, and each that was scheduled and not held; `terms` owe their review anyway."""
    reviews = facts.not_struck_out(ReviewHeld)
    for review in reviews:
        for role in here(requirements, requirements.programme.reports.review_attendees):
            named = any(_is(person, role) for person in review.event.attendees)
            yield _attended(review, role, named=named)
    held = {review.event.review for review in reviews}
    owing = terms | {review.event.term for review in reviews}
    for schedule in facts.of(ReviewsScheduled)[-1:]:
        for planned in schedule.event.reviews:
            if planned.review not in held and planned.term not in owing:
                yield OwedRecord(
                    group="meeting",
                    of=planned.review,
                    term=planned.term,
                    whose=" or ".join(requirements.programme.reports.review_led_by),
                    what="the review that was scheduled",
                    because=(schedule.position,),
                    waits_on=requirements.programme.reports.review_led_by,
                )


def _is(person: Person, role: Role) -> bool:
    """Whether somebody is there in a role; a headteacher's nominee is there for the headteacher."""
    return person.role in (role, f"{role}-nominee")


def _attended(review: Positioned[ReviewHeld], role: Role, *, named: bool) -> OwedRecord:
    return OwedRecord(
        group="meeting",
        of=review.event.review,
        term=review.event.term,
        whose=role,
        what="was at the review",
        positions=(review.position,) if named else (),
        because=(review.position,),
        waits_on=(role,),
    )
