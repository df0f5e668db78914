"""A year of a CPD Excellence Hub: a seconded adviser, two audits, and what was held of everything that was planned.

Run it with `python examples/cpd_hub.py`. It keeps its history in memory, or in the store whose URL you give it.
"""

import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta

from s2ss_core import AcademicYear, Brokerage, Days, Organisation, Person
from s2ss_core.events import Commitment, Confirmation, Funding, Leader, Measure, Priority
from s2ss_core.values import ActivityKind, Unit

TDT = Organisation(id="tdt", kind="other", member_of_broker=True)
HUB = Organisation(id="hub-school", kind="school", member_of_broker=False)
FOCUS = Organisation(id="focus-school", kind="school", member_of_broker=False)
HEAD = Person(person="ht-1", role="headteacher", organisation=FOCUS.id)
CPD_LEADER = Person(person="cpd-1", role="cpd-leader", organisation=FOCUS.id)
ADVISER = Person(person="ea-1", role="expert-adviser", organisation=HUB.id)
HEAD_OF_HUB = Person(person="ht-9", role="home-headteacher", organisation=HUB.id)
OFFICER = Person(person="u-1", role="broker", organisation=TDT.id)
START, END = date(2024, 9, 2), date(2025, 10, 17)
DAYS = {"2024/25": Days(76), "2025/26": Days(14)}
WEEK, FORTNIGHT = timedelta(days=7), timedelta(days=14)


class Calendar:
    """A clock that stands at noon of the day of the newest entry."""

    day = START

    def __call__(self) -> datetime:
        return datetime.combine(self.day, time(12), UTC)


def tell(desk: Brokerage, calendar: Calendar, upto: date = date.max) -> None:
    """Record what happened by the end of a day, in the order in which it happened."""
    for on, command, fields in sorted(_story(), key=lambda entry: entry[0]):
        if on <= upto:
            calendar.day = max(calendar.day, on)
            about = () if command in {"agree_allowance", "broker"} else ("dep-1",)
            getattr(desk, command)(*about, on=on, **fields)


def report(desk: Brokerage, on: date) -> Iterator[str]:
    """What was held of what is asked for and planned, and what is due on a day."""
    for each in desk.completeness("dep-1").sessions:
        asked = each.activity or f"the {each.asked_by}"
        days = f", {each.held_days} of {each.expected_days} days" if each.expected_days else ""
        yield f"{each.kind}, asked for by {asked}: {each.held} of {each.expected}{days}"
    for row in (row for row in desk.due(on) if row.due.due <= on):
        yield f"due by {row.due.due}: {row.due.what}, {row.due.of or ''}".removesuffix(", ")


def _story() -> Iterator[tuple[date, str, dict[str, object]]]:
    yield from _secondment()
    yield from _audits()
    yield from _coaching()
    yield from _release_time()
    yield from _meetings_and_visits()
    yield END, "end_support", {"actual_end": END}
    yield date(2025, 10, 24), "close_deployment", {"cause": "completed", "by": OFFICER}


def _secondment() -> Iterator[tuple[date, str, dict[str, object]]]:
    """The hub school lends its senior leader for two days a week. The programme has no cap for a secondment."""
    for year, days in DAYS.items():
        yield (
            date(2024, 7, 1),
            "agree_allowance",
            {"leader": "ea-1", "cap_year": AcademicYear(year), "days": days, "home_school": HUB,
             "agreed_by": HEAD_OF_HUB},
        )  # fmt: skip
    yield (
        date(2024, 7, 8),
        "broker",
        {
            "deployment": "dep-1", "programme": "tdt-cpd-hubs", "version": "undated", "kind": "secondment",
            "broker": TDT, "school": FOCUS, "headteacher": "ht-1", "work_managed_by": CPD_LEADER,
            "need": "The school is not yet good.", "eligibility": "A Focus School in a challenging area.",
            "capacity_confirmed": Confirmation(by=HEAD, on=date(2024, 7, 1)),
            "broker_capacity": Confirmation(by=OFFICER, on=date(2024, 7, 1)),
            "existing_support": "None.", "lead": Leader(leader="ea-1", band="senior-leader", home_school=HUB),
            "commitments": tuple(
                Commitment(leader="ea-1", cap_year=AcademicYear(year), days=days) for year, days in DAYS.items()
            ),
            "start": START, "intended_end": END, "funding": Funding(kind="external"),
        },
    )  # fmt: skip


def _audits() -> Iterator[tuple[date, str, dict[str, object]]]:
    """The audit names two priorities, and is repeated a year later to see what has changed."""
    for year, on, level, satisfied in (
        ("2024/25", date(2024, 9, 20), "2", "41%"),
        ("2025/26", date(2025, 9, 19), "3", "68%"),
    ):
        yield (
            on,
            "assess_needs",
            {
                "assessment": f"audit-{year[:4]}", "kind": "audit", "academic_year": AcademicYear(year),
                "by": ADVISER, "accompanied_by": (CPD_LEADER,), "methods": ("survey", "meeting"), "level": level,
                "measures": (Measure(id="m-1", what="Staff who say that CPD helps them", value=satisfied),),
                "priorities": (
                    Priority(id="p-1", text="Team meetings about teaching"),
                    Priority(id="p-2", text="CPD for middle leaders"),
                ),
            },
        )  # fmt: skip


def _coaching() -> Iterator[tuple[date, str, dict[str, object]]]:
    """An hour each fortnight, 26 times; the times at Christmas and at Easter were missed."""
    people = (ADVISER, CPD_LEADER)
    missed = {date(2024, 12, 31), date(2025, 4, 8)}
    for name, first, last in (
        ("co-1", date(2024, 9, 10), date(2025, 7, 18)),
        ("co-2", date(2025, 9, 9), END),
    ):
        yield (
            first - WEEK,
            "plan_activity",
            _planned(name, "coaching", people, "hour", every="fortnight", first=first, last=last),
        )
        for on in _each(FORTNIGHT, first, last):
            if on not in missed:
                yield on, "hold_activity", _held(name, "coaching", on, people, "hour")


def _release_time() -> Iterator[tuple[date, str, dict[str, object]]]:
    """Half a day a week for the CPD Leader, on Wednesdays; not in the weeks of half-term."""
    half_terms = {date(2024, 10, 30), date(2025, 2, 19), date(2025, 5, 28)}
    for name, first, wednesday, last in (
        ("rt-1", START, date(2024, 9, 4), date(2024, 12, 20)),
        ("rt-2", date(2025, 1, 6), date(2025, 1, 8), date(2025, 4, 4)),
        ("rt-3", date(2025, 4, 22), date(2025, 4, 23), date(2025, 7, 18)),
        ("rt-4", date(2025, 9, 3), date(2025, 9, 3), END),
    ):
        plan = _planned(name, "release-time", (CPD_LEADER,), "half-day", every="week", first=first, last=last)
        yield max(START, first - WEEK), "plan_activity", plan
        for on in _each(WEEK, wednesday, last):
            if on not in half_terms:
                yield on, "hold_activity", _held(name, "release-time", on, (CPD_LEADER,), "half-day")


def _meetings_and_visits() -> Iterator[tuple[date, str, dict[str, object]]]:
    """The regional forum each term, and two visits to schools of the network: the second was put off."""
    people = (ADVISER, CPD_LEADER)
    yield (
        START,
        "plan_activity",
        _planned("fo-1", "forum", people, "half-day", every="term", first=START, last=None),
    )
    for on in (date(2024, 11, 20), date(2025, 3, 12), date(2025, 6, 18), date(2025, 10, 8)):
        yield on, "hold_activity", _held("fo-1", "forum", on, people, "half-day")
    visits = (
        ("sv-1", date(2024, 11, 13), None),
        ("sv-2", date(2025, 5, 14), None),
        ("sv-3", date(2025, 6, 11), "sv-2"),
    )
    for name, first, instead_of in visits:
        on = date(2025, 5, 12) if instead_of else date(2024, 9, 27)
        yield (
            on,
            "plan_activity",
            _planned(name, "school-visit", (CPD_LEADER,), "day", first=first, instead_of=instead_of),
        )
    for name, on, _ in (visits[0], visits[2]):
        yield on, "hold_activity", _held(name, "school-visit", on, (CPD_LEADER,), "day")


def _planned(
    activity: str, kind: ActivityKind, people: Iterable[Person], unit: Unit, **fields: object
) -> dict[str, object]:
    return {
        "activity": activity,
        "kind": kind,
        "people": tuple(people),
        "unit": unit,
        "quantity": Days(1),
        **fields,
    }


def _held(
    activity: str, kind: ActivityKind, on: date, people: Iterable[Person], unit: Unit
) -> dict[str, object]:
    named = {"session": f"{activity}-{on}", "activity": activity, "kind": kind}
    return {**named, "people": tuple(people), "unit": unit, "quantity": Days(1)}


def _each(step: timedelta, first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += step


def main(url: str = "memory:") -> None:
    """Record the year in a store, and print what was held of it, and what was due after half a year."""
    calendar = Calendar()
    with Brokerage.open(url, clock=calendar) as brokerage:
        desk = brokerage.acting_as("hub")
        halfway = date(2025, 2, 28)
        tell(desk, calendar, halfway)
        print(*(line for line in report(desk, date(2025, 4, 1)) if line.startswith("due")), sep="\n")
        tell(desk, calendar)
        print(*report(desk, date(2025, 10, 24)), sep="\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
