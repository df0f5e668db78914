"""Support that nobody brokered: how much of it there was, and whether it was beside a deployment at the same school."""

from collections.abc import Iterator
from datetime import date

from s2ss_core.audit.book import Book
from s2ss_core.audit.check import Breach, check, check_book
from s2ss_core.audit.deployment import academic_years, deployment_of
from s2ss_core.audit.leader_days import DAY, parts_of, shown
from s2ss_core.audit.organisations import urns_of
from s2ss_core.audit.record import Prefix, Record
from s2ss_core.events import UnbrokeredSupportLogged
from s2ss_core.ids import key_of
from s2ss_core.store import Recorded


@check("S2SS-B03", UnbrokeredSupportLogged)
def another_school(event: UnbrokeredSupportLogged, prefix: Prefix) -> Iterator[Breach]:
    """The school is another than the leader's own, by id and by URN."""
    if names := _of_school(event, prefix.record) & {
        key_of(event.home_school.id), *urns_of(event.home_school, event.on, prefix.record)
    }:  # fmt: skip
        yield Breach(home_school=event.home_school.id, school=event.school.id, shared=names)


@check_book("S2SS-L90", "system-leader")
def a_day_at_most(book: Book, record: Record) -> Iterator[Breach]:
    """Each visit with which a leader was longer than a day at a school in an academic year, in order of happening."""
    for visit in book.of(UnbrokeredSupportLogged):
        event = visit.event
        until = [other for other in _alike(event, record) if _place(other) <= _place(visit)]
        parts = sum(parts_of(other.event.days) for other in until)
        if parts > DAY:
            yield Breach(
                at=visit.position,
                positions=tuple(other.position for other in until),
                leader=event.leader,
                school=event.school.id,
                academic_year=_year(event.on),
                days=shown(parts),
            )


@check_book("S2SS-L91", "system-leader")
def not_beside_a_deployment(book: Book, record: Record) -> Iterator[Breach]:
    """Each visit to a school that a deployment supported on that day."""
    for visit in book.of(UnbrokeredSupportLogged):
        event = visit.event
        for supporting in record.supporting(event.school.id):
            deployment = deployment_of(supporting, record)
            if deployment is None:
                continue
            first, last = deployment.period(event.on)
            ended = deployment.ended
            if first <= event.on <= last and (ended is None or event.on <= ended.on):
                yield Breach(
                    at=visit.position,
                    leader=event.leader,
                    school=event.school.id,
                    on=event.on,
                    deployment=deployment.brokered.deployment,
                )


def _alike(event: UnbrokeredSupportLogged, record: Record) -> Iterator[Recorded]:
    """The visits of the leader to the school in the year, under all ids that were found to name them."""
    for leader in record.ids_of(event.leader):
        for other in record.leader(leader).of(UnbrokeredSupportLogged):
            in_year = _year(other.event.on) == _year(event.on)
            if in_year and _of_school(other.event, record) & _of_school(event, record):
                yield other


def _of_school(event: UnbrokeredSupportLogged, record: Record) -> frozenset[str]:
    return urns_of(event.school, event.on, record) | {key_of(event.school.id)}


def _place(visit: Recorded) -> tuple[date, int]:
    return visit.event.on, visit.position


def _year(day: date) -> str:
    return academic_years(day, day)[0]
