"""The forms of a leader's visit: Record of Visit and Record of Support."""

from collections.abc import Iterator

from s2ss_core.events import PointForLeader, PointForSchool, Quantity, VisitLogged
from s2ss_core.projections.engine.event_set import EventSet, Positioned
from s2ss_core.projections.forms.form import Chosen, FormSection, our_section, section, the_one
from s2ss_core.projections.forms.parts import people, time_in_words
from s2ss_core.projections.forms.sharing import shared


def record_of_visit(facts: EventSet, chosen: Chosen) -> tuple[FormSection, ...]:
    """Document 000, Record of Visit: the visit, its time, and what further support is needed."""
    visit = the_one(facts.not_struck_out(VisitLogged), "visit", chosen.of)
    event = visit.event
    return (
        section(
            "The visit", visit, date=event.on, system_leader=event.leader, school=event.school,
            kind_of_contact=event.significance, how_it_was_held=event.mode, part_in_the_work=event.role_of_work,
        ),
        section(
            "Time", visit, time=time_in_words(event.unit, event.quantity), preparation=_part(event.preparation),
            arranging=_part(event.arranging),
        ),
        section(
            "Further support", visit, for_the_leader=event.further_support_leader,
            for_the_school=event.further_support_school,
        ),
        our_section(
            "Also recorded", visit,  place=event.place, direction=event.direction,
            started=f"{event.started:%H:%M}" if event.started else None, activities=", ".join(event.activities),
            worked_alongside=people(*filter(None, [event.counterpart]), *event.worked_with),
            shared_between=f"{event.shared_between} schools" if event.shared_between else None,
            session=event.session, objectives=", ".join(event.objectives), plan_line=event.line,
            completed_by=people(*filter(None, [event.completed_by])),
        ),
        *shared(facts, "visit", event.visit),
    )  # fmt: skip


def record_of_support(facts: EventSet, chosen: Chosen) -> tuple[FormSection, ...]:
    """Document 001, Record of Support: focus, progress, action points of both sides, issues."""
    visit = the_one(facts.not_struck_out(VisitLogged), "visit", chosen.of)
    event = visit.event
    return (
        section("Who", visit, supported_school=event.school, system_leader=event.leader),
        section(
            "The visit", visit, date=event.on, focus_of_the_visit=event.focus, progress_made=event.progress,
        ),
        *_points("leader", visit, event.points_leader),
        *_points("school", visit, event.points_school),
        section("Arising during the visit", visit, points_and_issues=event.issues),
        *shared(facts, "visit", event.visit),
    )  # fmt: skip


def _points(
    whose: str, visit: Positioned[VisitLogged], points: tuple[PointForLeader | PointForSchool, ...]
) -> tuple[FormSection, ...]:
    labels = ("what", "who", "by") if whose == "school" else ("what", "by")
    blank = section(f"Action points of the {whose}", visit, **dict.fromkeys(labels))
    return tuple(_rows(whose, visit, points)) or (blank,)


def _rows(
    whose: str, visit: Positioned[VisitLogged], points: tuple[PointForLeader | PointForSchool, ...]
) -> Iterator[FormSection]:
    for number, point in enumerate(points, 1):
        title = f"Action point {number} of the {whose}"
        if isinstance(point, PointForSchool):
            yield section(title, visit, what=point.text, who=str(point.who), by=point.by)
        else:
            yield section(title, visit, what=point.text, by=point.by)


def _part(quantity: Quantity | None) -> str | None:
    return time_in_words(quantity.unit, quantity.quantity) if quantity else None
