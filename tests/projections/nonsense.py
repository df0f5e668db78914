"""Events that no decision would have allowed: well typed, few names so that they meet, otherwise anything."""

import datetime as dt
import types
from typing import Any, Literal, Union, cast, get_args, get_origin

import attrs
from hypothesis import strategies as st

from s2ss_core.events import ProgrammeAdopted, registered
from s2ss_core.ids import DocumentNumber, Id, RecordId
from s2ss_core.programmes import canonical, find
from s2ss_core.store import Recorded
from s2ss_core.values import (
    AcademicYear,
    Cause,
    Days,
    Money,
    Private,
    Term,
    Urn,
    Withheld,
)

NAMES = st.sampled_from(("a", "b", "visit-logged a", "1"))
USUAL = st.dates(dt.date(2023, 9, 1), dt.date(2025, 8, 31))
DATES = st.one_of(USUAL, USUAL, USUAL, st.dates())
LARGEST = 2**53 - 1
SUMS = st.one_of(st.integers(0, 500_000), st.integers(-LARGEST, LARGEST))
QUANTITIES = st.one_of(st.integers(0, 30), st.integers(0, 1_000_000))
EXCEED = canonical(find("exceed-2023"))

PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: NAMES,
    Id: NAMES,
    RecordId: NAMES,
    DocumentNumber: NAMES,
    int: st.integers(0, 4),
    bool: st.booleans(),
    dt.date: DATES,
    dt.time: st.times(),
    Money: SUMS.map(Money),
    Days: QUANTITIES.map(Days),
    Term: st.sampled_from(("2024-spring", "2024-summer", "2023-autumn")).map(Term),
    AcademicYear: st.sampled_from(("2023/24", "2024/25")).map(AcademicYear),
    Urn: st.just(Urn("100001")),
    Private: st.one_of(st.just("private"), st.just(Withheld("sha256:" + "0" * 64))),
    Cause: st.builds(
        Cause,
        st.sampled_from(("visit", "cost", "report", "review", "payment", "accepted-despite")),
        NAMES.map(lambda name: (name,)),
        st.sampled_from((None, "deployment:a")),
    ),
    type(None): st.none(),
}


def of_type(annotation: Any) -> st.SearchStrategy[Any]:
    """Any value that an event's field of this type may hold."""
    if annotation in PLAIN:
        return PLAIN[annotation]
    if get_origin(annotation) is Literal:
        return st.sampled_from(get_args(annotation))
    if get_origin(annotation) is Union or isinstance(annotation, types.UnionType):
        return st.one_of(*(of_type(part) for part in get_args(annotation)))
    if get_origin(annotation) is tuple:
        return st.lists(of_type(get_args(annotation)[0]), max_size=3).map(tuple)
    fields = attrs.fields(cast("Any", annotation))
    return st.builds(annotation, **{field.name: of_type(field.type) for field in fields})


ADOPTED = st.builds(
    ProgrammeAdopted,
    name=NAMES,
    version=NAMES,
    on=DATES,
    digest=NAMES,
    content=st.sampled_from((EXCEED, "{}")),
)
KINDS: dict[str, st.SearchStrategy[Any]] = {
    stored.name: ADOPTED if cls is ProgrammeAdopted else of_type(cls) for stored, cls in registered()
}
STREAMS = {
    "deployment": st.sampled_from(("deployment:a", "deployment:b")),
    "leader-year": st.just("leader-year:a:2023/24"),
    "grant": st.sampled_from(("grant:a", "grant:b")),
    "programme": st.sampled_from(("programme:a:a", "programme:a:b")),
    "claim": st.just("claim:a:a"),
    "organisation": st.just("organisation:a"),
    "system-leader": st.just("system-leader:a"),
}
STREAMS["entry"] = st.one_of(*STREAMS.values())


def recorded(position: int, name: str) -> st.SearchStrategy[Recorded]:
    """Any event of a stored name, recorded at a position."""
    return st.builds(
        Recorded,
        position=st.just(position),
        stream=STREAMS[name.partition(".")[0]],
        version=st.just(position),
        event_id=st.just(f"{position:032x}"),
        recorded_at=st.datetimes(dt.datetime(2023, 1, 1), dt.datetime(2026, 1, 1), timezones=st.just(dt.UTC)),  # noqa: DTZ001
        recorded_by=NAMES,
        event=KINDS[name],
    )


@st.composite
def histories(draw: st.DrawFn, *, longest: int = 30) -> list[Recorded]:
    """A history of nonsense: it begins as a deployment does, so that the rest has something to be about."""
    usual = ("programme.adopted", "grant.awarded", "deployment.brokered", "deployment.plan-submitted")
    begun = draw(st.integers(0, len(usual)))
    names = [*usual[:begun], *draw(st.lists(st.sampled_from(sorted(KINDS)), max_size=longest))]
    return [draw(recorded(position, name)) for position, name in enumerate(names, 1)]
