"""The checklists that are owed with each plan, review, judgement and certificate: there once every item is answered."""

from collections.abc import Iterator

from s2ss_core.projections.completeness.records import OwedRecord
from s2ss_core.projections.engine.event_set import EventSet
from s2ss_core.projections.whats_due.checklists import occasions
from s2ss_core.projections.whats_due.requirements import Requirements


def records_of_checklists(facts: EventSet, requirements: Requirements) -> Iterator[OwedRecord]:
    """Each checklist that is asked for, whatever its answers are."""
    for occasion in occasions(facts, requirements):
        there = not occasion.unanswered
        yield OwedRecord(
            group="checklist",
            of=occasion.decided.name,
            whose=" or ".join(occasion.asked.answered_by),
            what=f"the checklist {occasion.asked.checklist}",
            positions=tuple(response.position for response in occasion.responses) if there else (),
            because=(occasion.decided.position,),
            waits_on=occasion.asked.answered_by,
        )
