"""What the store's tests begin with: a few events and a moment."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from sqlite3 import Connection, connect

from s2ss_core.events import ConcernRaised, DaysWorked, PlanSubmitted, VisitLogged
from s2ss_core.events.planning import Objective
from s2ss_core.store import Append, Recorded, Store
from s2ss_core.values import AcademicYear, Days, Money, Organisation, Private, Urn

NOON = datetime(2024, 3, 29, 12, 0, 0, 1, tzinfo=UTC)
SPRING_DAY = date(2024, 3, 28)
SCHOOL = Organisation(id="school-1", kind="school", member_of_broker=True, urn=Urn("100001"))

OpenStore = Callable[..., Store]


def visit(number: int, *, focus: Private | None = None) -> VisitLogged:
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


def worked(number: int) -> DaysWorked:
    return DaysWorked(
        visit=f"visit-{number}",
        deployment="d-1",
        on=SPRING_DAY,
        leader="sl-014",
        cap_year=AcademicYear("2023/24"),
        home_school=SCHOOL,
        contact=Days("0.5"),
        preparation=Days(0),
        days=Days("0.5"),
        because=f"visit-{number}",
    )


def concern(about: Private) -> ConcernRaised:
    return ConcernRaised(concern="concern-1", on=SPRING_DAY, by="u-7", about=about)


def plan(
    *, problem: Private, objectives: tuple[Private, ...] = (), stops: tuple[Private, ...] = ()
) -> PlanSubmitted:
    return PlanSubmitted(
        plan_version=1,
        on=SPRING_DAY,
        finalised_by=(),
        owner="u-7",
        problem=problem,
        stops=stops,
        objectives=tuple(
            Objective(id=f"o-{number}", text=text, baseline="b", measure="m")
            for number, text in enumerate(objectives)
        ),
        lines=(),
        total=Money(0),
    )


def tell(store: Store, stream: str, *events: object, after: int = 0) -> tuple[Recorded, ...]:
    return store.append([Append(stream, after, events)], at=NOON, by="u-7")


@contextmanager
def raw(file: Path) -> Iterator[Connection]:
    """The file as anybody with a SQLite shell sees it."""
    with closing(connect(file, isolation_level=None)) as connection:
        yield connection
