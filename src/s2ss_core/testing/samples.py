"""A few small events for tests of stores, where any event will do."""

from datetime import UTC, date, datetime

from s2ss_core.events import ConcernRaised, DaysWorked, VisitLogged
from s2ss_core.store import Append, Recorded, Store
from s2ss_core.values import AcademicYear, Cause, Days, Organisation, Person, Private, Urn

NOON = datetime(2024, 3, 29, 12, 0, 0, 1, tzinfo=UTC)
SPRING_DAY = date(2024, 3, 28)
SCHOOL = Organisation(id="school-1", kind="school", member_of_broker=True, urn=Urn("100001"))
CLERK = Person(person="u-7", role="broker", organisation="hub")


def visit(number: int, *, focus: Private | None = None) -> VisitLogged:
    """A visit of half a day with the id `visit-{number}`."""
    return VisitLogged(
        visit=f"visit-{number}",
        on=SPRING_DAY,
        leader="sl-014",
        school="school-1",
        unit="day",
        quantity=Days("0.5"),
        counterpart=None,
        focus=focus,
    )


def worked(number: int, *, home_school: Organisation = SCHOOL) -> DaysWorked:
    """The half day that `visit(number)` uses in the year of a leader of that home school."""
    return DaysWorked(
        visit=f"visit-{number}",
        deployment="d-1",
        on=SPRING_DAY,
        leader="sl-014",
        cap_year=AcademicYear("2023/24"),
        home_school=home_school,
        contact=Days("0.5"),
        preparation=Days(0),
        days=Days("0.5"),
        because=Cause("visit", (f"visit-{number}",), "deployment:d-1"),
    )


def concern(about: Private) -> ConcernRaised:
    """An event with a required private text."""
    return ConcernRaised(concern="concern-1", on=SPRING_DAY, by=CLERK, about=about)


def record(store: Store, stream: str, *events: object, after: int = 0) -> tuple[Recorded, ...]:
    """Append events to one stream after its version `after`. Raises `Conflict` if that is not its newest version."""
    return store.append([Append(stream, after, events)], at=NOON, by="u-7")
