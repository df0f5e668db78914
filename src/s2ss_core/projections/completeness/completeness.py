"""Which records a deployment owes, how many of them are there, and who owes the rest. It has no dates."""

from collections.abc import Iterable, Iterator
from typing import get_args

import attrs

from s2ss_core.events import AwardVaried, DeploymentEvent, GrantAllocated, GrantAwarded, ProgrammeAdopted
from s2ss_core.projections.completeness.checklists import records_of_checklists
from s2ss_core.projections.completeness.meetings import records_of_meetings
from s2ss_core.projections.completeness.records import Group, OwedRecord
from s2ss_core.projections.completeness.reports import records_of_terms
from s2ss_core.projections.completeness.sessions import SessionCount, session_counts
from s2ss_core.projections.completeness.visits import records_of_visits
from s2ss_core.projections.engine.event_set import EventSet, gathering
from s2ss_core.projections.engine.figure import together
from s2ss_core.projections.engine.projection import Projection
from s2ss_core.projections.engine.streams import deployment_keys, deployment_streams
from s2ss_core.projections.sums.adopted_programme import adopted_programme
from s2ss_core.projections.whats_due.requirements import requirements_of

COUNTED = (*get_args(DeploymentEvent), AwardVaried, GrantAllocated, GrantAwarded, ProgrammeAdopted)


@attrs.frozen(kw_only=True)
class RecordCount:
    """How many records of a leader's visits, of a term, of a meeting or of a decision with checklists are there, of how many that are expected."""

    group: Group
    name: str
    expected: int
    there: int
    positions: tuple[int, ...]


@attrs.frozen(kw_only=True)
class Completeness:
    """The records that a deployment owes by its own events and its programme, counted by leader, term, meeting
    and checklist.

    `records` are all of them; `missing` those that are not there. When each of them is due is another question. `sessions` are what
    was held of what was planned, and of what the programme has held again and again.
    """

    deployment: str
    counts: tuple[RecordCount, ...]
    records: tuple[OwedRecord, ...]
    sessions: tuple[SessionCount, ...] = ()

    @property
    def missing(self) -> tuple[OwedRecord, ...]:
        """The records that are not there."""
        return tuple(record for record in self.records if not record.there)


def completeness_of(facts: EventSet) -> Completeness:
    """The records that the deployment in the key of these events owes; none if its programme is not known."""
    programme = adopted_programme(facts)
    requirements = requirements_of(facts, programme.event if programme else None)
    records: tuple[OwedRecord, ...] = ()
    sessions: tuple[SessionCount, ...] = ()
    if requirements is not None:
        of_terms = tuple(records_of_terms(facts, requirements))
        owes_reviews = bool(requirements.programme.reports.review_attendees)
        reviewed = frozenset(record.term for record in of_terms if record.term and owes_reviews)
        records = (
            *records_of_visits(facts, requirements),
            *of_terms,
            *records_of_meetings(facts, requirements, reviewed),
            *records_of_checklists(facts, requirements),
        )
        sessions = tuple(session_counts(facts, requirements))
    return Completeness(
        deployment=facts.id, counts=tuple(_counts(records)), records=records, sessions=sessions
    )


def _counts(records: Iterable[OwedRecord]) -> Iterator[RecordCount]:
    groups: dict[tuple[Group, str], list[OwedRecord]] = {}
    for record in records:
        name = record.whose if record.group == "visit" else record.of
        groups.setdefault((record.group, name), []).append(record)
    for (group, name), of_it in groups.items():
        yield RecordCount(
            group=group,
            name=name,
            expected=len(of_it),
            there=sum(record.there for record in of_it),
            positions=together(*(record.positions for record in of_it)),
        )


COMPLETENESS: Projection[EventSet, Completeness] = Projection(
    name="completeness",
    keys=deployment_keys(*COUNTED),
    streams_for=deployment_streams,
    initial=EventSet,
    step=gathering(*COUNTED),
    view=completeness_of,
)
"""The completeness of the record of one deployment. Key: `("deployment", id)`."""
