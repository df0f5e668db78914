"""The records that each visit owes: one of each leader who was there, and who of the school worked with them."""

from collections.abc import Iterator, Sequence

from s2ss_core.events import VisitLogged
from s2ss_core.ids import key_of
from s2ss_core.projections.completeness.records import OwedRecord
from s2ss_core.projections.engine.event_set import EventSet, Positioned
from s2ss_core.projections.sums.parties import leaders_in
from s2ss_core.projections.whats_due.requirements import Requirements

RECORD = "Record of Visit"


def records_of_visits(facts: EventSet, requirements: Requirements) -> Iterator[OwedRecord]:
    """A Record of Visit of each leader and day, also of a leader whom only another's record names as having been there."""
    visits = facts.not_struck_out(VisitLogged)
    for visit in visits:
        event = visit.event
        yield OwedRecord(
            group="visit",
            of=event.visit,
            whose=event.leader,
            what=RECORD,
            positions=(visit.position,),
            because=(visit.position,),
            waits_on=(event.leader,),
        )
        roles = requirements.terms.counterparts
        if roles:
            named = event.counterpart is not None and event.counterpart.role in roles
            yield OwedRecord(
                group="visit",
                of=event.visit,
                whose=event.leader,
                what=f"who worked with the leader: {' or '.join(roles)}",
                positions=(visit.position,) if named else (),
                because=(visit.position,),
                waits_on=(event.leader,),
            )
    yield from _of_others(facts, visits)


def _of_others(facts: EventSet, visits: Sequence[Positioned[VisitLogged]]) -> Iterator[OwedRecord]:
    """What leaders owe whom a record names beside its own leader, and who completed none of that day."""
    leaders = {key_of(leader.leader): leader.leader for leader in leaders_in(facts)}
    recorded = {(key_of(visit.event.leader), visit.event.on) for visit in visits}
    missing: dict[tuple[str, str], list[int]] = {}
    for visit in visits:
        for person in visit.event.worked_with:
            key = key_of(person.person)
            if key in leaders and (key, visit.event.on) not in recorded:
                missing.setdefault((key, f"{visit.event.on}"), []).append(visit.position)
    for (key, day), because in missing.items():
        yield OwedRecord(
            group="visit",
            of=day,
            whose=leaders[key],
            what=RECORD,
            because=tuple(because),
            waits_on=(leaders[key],),
        )
