"""The state of an organisation: all that was told of it, in order of day, and what is known as at a day."""

from bisect import insort
from collections.abc import Iterable
from datetime import date
from operator import itemgetter
from typing import get_args

import attrs

from s2ss_core.aggregates.fold import Fold
from s2ss_core.aggregates.organisation.known import Known, apply
from s2ss_core.errors import ImpossibleHistory
from s2ss_core.events import EntryEvent, OrganisationEntered, OrganisationEvent, TermDates, TermDatesAdopted
from s2ss_core.ledger import standing
from s2ss_core.values import AcademicYear


@attrs.define(kw_only=True)
class OrganisationState:
    """The state of an organisation: its id, and what was told of it, in order of day."""

    entered: OrganisationEntered
    timeline: list[tuple[date, OrganisationEvent]] = attrs.field(factory=list)
    terms: dict[AcademicYear, tuple[TermDates, ...]] = attrs.field(factory=dict)

    def as_at(self, day: date) -> Known:
        """What is known as at a day. Before the first day told of it, it is as it was first entered."""
        known = Known(kind=self.entered.kind)
        apply(known, self.entered)
        for on, event in self.timeline:
            if on <= day:
                apply(known, event)
        return known


fold = Fold[OrganisationState]()


def _in_order(organisation: OrganisationState, event: OrganisationEvent) -> None:
    insort(organisation.timeline, (event.on, event), key=itemgetter(0))


for event_class in get_args(OrganisationEvent):
    if event_class is not TermDatesAdopted:
        fold.on(event_class)(_in_order)


@fold.on(TermDatesAdopted)
def _term_dates_adopted(organisation: OrganisationState, event: TermDatesAdopted) -> None:
    organisation.terms[event.academic_year] = event.terms


def evolve(
    organisation: OrganisationState | None, event: OrganisationEvent | EntryEvent
) -> OrganisationState:
    """Apply an event to the state, in place, and return the state. It checks no rules."""
    if type(event) not in get_args(OrganisationEvent | EntryEvent):
        raise ImpossibleHistory(f"{type(event).__name__} does not belong to an organisation")
    if organisation is None:
        if not isinstance(event, OrganisationEntered):
            raise ImpossibleHistory(f"{type(event).__name__} comes before the organisation was entered")
        organisation = OrganisationState(entered=event)
    if change := fold.changes.get(type(event)):
        change(organisation, event)
    return organisation


def replay(events: Iterable[OrganisationEvent | EntryEvent]) -> OrganisationState | None:
    """The state after these events, folded from those that stand; None if there are none."""
    organisation = None
    for event in standing(events):
        organisation = evolve(organisation, event)
    return organisation
