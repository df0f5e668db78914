"""The forms of a leader's visits: Record of Visit, Record of Support and Deployment Record."""

from collections.abc import Iterator

from s2ss_core.errors import BadInput, NotFound
from s2ss_core.events import PointForLeader, PointForSchool, Quantity, VisitLogged
from s2ss_core.ids import same
from s2ss_core.programmes import Programme, term_of
from s2ss_core.projections.engine.event_set import EventSet, Positioned
from s2ss_core.projections.forms.form import Chosen, FormSection, section, the_one
from s2ss_core.projections.sums.adopted_programme import adopted_programme
from s2ss_core.values import Days, Unit, decimal_text


def record_of_visit(facts: EventSet, chosen: Chosen) -> tuple[FormSection, ...]:
    """Document 000, Record of Visit: the visit, its time, and what further support is needed."""
    visit = the_one(facts.not_struck_out(VisitLogged), "visit", chosen.of)
    event = visit.event
    return (
        section(
            "The visit", visit, date=event.on, system_leader=event.leader, school=event.school,
            kind_of_contact=event.significance, how_it_was_held=event.mode, part_in_the_work=event.role_of_work,
            place=event.place, activities=", ".join(event.activities),
            worked_alongside=", ".join(map(str, (*filter(None, [event.counterpart]), *event.worked_with))),
        ),
        section(
            "Time", visit, time=_time(event.unit, event.quantity), preparation=_part(event.preparation),
            arranging=_part(event.arranging),
        ),
        section(
            "Further support", visit, for_the_leader=event.further_support_leader,
            for_the_school=event.further_support_school,
        ),
    )  # fmt: skip


def record_of_support(facts: EventSet, chosen: Chosen) -> tuple[FormSection, ...]:
    """Document 001, Record of Support: focus, progress, action points of both sides, issues."""
    visit = the_one(facts.not_struck_out(VisitLogged), "visit", chosen.of)
    event = visit.event
    return (
        section("Who", visit, supported_school=event.school, system_leader=event.leader),
        section(
            "The visit", visit, date=event.on, focus_of_the_visit=event.focus, progress=event.progress,
            issues=event.issues,
        ),
        *(_point(f"Action point {number} of the leader", visit, point)
          for number, point in enumerate(event.points_leader, 1)),
        *(_point(f"Action point {number} of the school", visit, point)
          for number, point in enumerate(event.points_school, 1)),
    )  # fmt: skip


def deployment_record(facts: EventSet, chosen: Chosen) -> tuple[FormSection, ...]:
    """Document 001, Deployment Record: a sheet for one leader and one term, with a row for each visit."""
    if chosen.leader is None or chosen.term is None:
        raise BadInput(
            "A Deployment Record is of one leader and one term: give leader and term, such as 2024-spring."
        )
    visits = list(_visits(facts, chosen))
    if not visits:
        raise NotFound(f"{chosen.leader} has no visit in {chosen.term} on record.")
    first = visits[0]
    return (
        section("Who", first, leader=first.event.leader, supported_school=first.event.school),
        *(_row(visit) for visit in visits),
    )


def _visits(facts: EventSet, chosen: Chosen) -> Iterator[Positioned[VisitLogged]]:
    adopted = adopted_programme(facts)
    if adopted is None:
        raise NotFound("The programme of this deployment cannot be read, so its terms are not known.")
    for visit in sorted(
        facts.not_struck_out(VisitLogged), key=lambda visit: (visit.event.on, visit.position)
    ):
        if same(visit.event.leader, chosen.leader or "") and _in_term(adopted.event, visit.event, chosen):
            yield visit


def _in_term(programme: Programme, visit: VisitLogged, chosen: Chosen) -> bool:
    return term_of(programme, visit.on) == chosen.term


def _row(visit: Positioned[VisitLogged]) -> FormSection:
    event = visit.event
    return section(
        f"Visit {event.visit}", visit, date=event.on, time=_time(event.unit, event.quantity), actions=event.actions_done,
        outcomes=event.outcomes, comments=event.comments,
    )  # fmt: skip


def _point(title: str, visit: Positioned[VisitLogged], point: PointForLeader | PointForSchool) -> FormSection:
    if isinstance(point, PointForSchool):
        return section(title, visit, what=point.text, who=str(point.who), by=point.by)
    return section(title, visit, what=point.text, by=point.by)


def _part(quantity: Quantity | None) -> str | None:
    return _time(quantity.unit, quantity.quantity) if quantity else None


def _time(unit: Unit, quantity: Days) -> str:
    count = decimal_text(quantity)
    return f"{count} {unit}{'' if count == '1' else 's'}"
