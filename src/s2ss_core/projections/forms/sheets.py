"""The Deployment Record: a sheet for one leader and one term. Document 001, Deployment Record."""

from collections.abc import Sequence
from decimal import Decimal

from s2ss_core.errors import BadInput, NotFound
from s2ss_core.events import VisitLogged
from s2ss_core.ids import same
from s2ss_core.programmes import Programme, capacity_of, term_of
from s2ss_core.projections.engine.event_set import EventSet, Positioned
from s2ss_core.projections.forms.form import Chosen, FormField, FormSection, section
from s2ss_core.projections.forms.parts import time_in_words
from s2ss_core.projections.forms.signatures import signatures_of_sheet
from s2ss_core.projections.sums.adopted_programme import adopted_programme
from s2ss_core.values import Days, decimal_text

HUNDREDTH = Decimal("0.01")


def deployment_record(facts: EventSet, chosen: Chosen) -> tuple[FormSection, ...]:
    """A row for each visit of a leader in a term, with its hours, their total, and who signed the sheet."""
    if chosen.leader is None or chosen.term is None:
        raise BadInput(
            "A Deployment Record is of one leader and one term: give `leader` and `term` (`--leader`, `--term` on the command line), such as 2024-spring."
        )
    adopted = adopted_programme(facts)
    if adopted is None:
        raise NotFound("The programme of this deployment cannot be read, so its terms are not known.")
    visits = visits_in(facts, adopted.event, chosen)
    if not visits:
        raise NotFound(f"{chosen.leader} has no visit in {chosen.term} on record.")
    first = visits[0]
    return (
        section("Who", first, leader=first.event.leader, supported_school=first.event.school),
        *(_row(adopted.event, visit) for visit in visits),
        _total(adopted.event, visits),
        *signatures_of_sheet(facts, first.event.leader, chosen.term),
    )


def visits_in(facts: EventSet, programme: Programme, chosen: Chosen) -> tuple[Positioned[VisitLogged], ...]:
    """The visits of a leader in a term, by day."""
    found = (
        visit
        for visit in facts.not_struck_out(VisitLogged)
        if same(visit.event.leader, chosen.leader or "") and term_of(programme, visit.event.on) == chosen.term
    )
    return tuple(sorted(found, key=lambda visit: (visit.event.on, visit.position)))


def _row(programme: Programme, visit: Positioned[VisitLogged]) -> FormSection:
    event = visit.event
    as_recorded = time_in_words(event.unit, event.quantity)
    hours = hours_of(programme, event)
    return section(
        f"Visit {event.visit}", visit, date=event.on,
        time_in_hours=f"{decimal_text(hours)} ({as_recorded})" if hours is not None else as_recorded,
        actions=event.actions_done, outcomes=event.outcomes, comments=event.comments,
    )  # fmt: skip


def _total(programme: Programme, visits: Sequence[Positioned[VisitLogged]]) -> FormSection:
    counted = [hours_of(programme, visit.event) for visit in visits]
    known = [hours for hours in counted if hours is not None]
    total = FormField(
        label="time in hours",
        value=decimal_text(Days(sum(known, Decimal(0)))) if len(known) == len(visits) else None,
        positions=tuple(sorted(visit.position for visit in visits)),
        filled_by=VisitLogged.__name__,
    )
    return FormSection(title="Total", fields=(total,), ours=True)


def hours_of(programme: Programme, visit: VisitLogged) -> Days | None:
    """A visit's time in hours, by how much of a day the programme says that an hour is; None if it does not say."""
    if visit.unit == "hour":
        return visit.quantity
    try:
        hour = capacity_of(programme, "hour", Decimal(1))
        return Days((capacity_of(programme, visit.unit, visit.quantity) / hour).quantize(HUNDREDTH))
    except BadInput:
        return None
