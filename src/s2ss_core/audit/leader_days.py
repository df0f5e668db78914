"""What a leader's year adds up to before an entry: allowances, and days committed and worked, over all ids of the leader."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import attrs

from s2ss_core.audit.book import Book
from s2ss_core.audit.record import Prefix
from s2ss_core.events import (
    AllowanceAgreed,
    CommitmentReleased,
    DaysCommitted,
    DaysStruckOut,
    DaysWorked,
)
from s2ss_core.ids import key_of

__all__ = ["LeaderDays", "days_before"]

ZERO = Decimal(0)
Place = tuple[str, str]
"""The keys of a deployment and of a home school."""


OfAYear = AllowanceAgreed | DaysCommitted | DaysWorked


@attrs.define
class LeaderDays:
    """The days of a leader's year. `allowances` are by home school, the newest of each; `caps` those of the programmes."""

    allowances: dict[str, Decimal] = attrs.field(factory=dict)
    committed: dict[Place, Decimal] = attrs.field(factory=lambda: defaultdict(Decimal))
    worked: dict[tuple[str, str], tuple[Place, date, Decimal]] = attrs.field(factory=dict)
    caps: list[Decimal] = attrs.field(factory=list)

    @property
    def cap(self) -> Decimal | None:
        """The lowest cap of the programmes that days are committed under."""
        return min(self.caps, default=None)

    def allowance(self, school: str) -> Decimal | None:
        """What a home school agreed, if it agreed."""
        return self.allowances.get(key_of(school))

    def booked(self, school: str | None = None) -> Decimal:
        """For each deployment what is committed or what is worked, whichever is more; of one home school, or of all."""
        worked: dict[Place, Decimal] = defaultdict(Decimal)
        for place, _, days in self.worked.values():
            worked[place] += days
        places = {*self.committed, *worked}
        if school is not None:
            places = {place for place in places if place[1] == key_of(school)}
        return sum((max(self.committed.get(place, ZERO), worked.get(place, ZERO)) for place in places), ZERO)

    def on(self, day: date) -> Decimal:
        """The days worked on one date."""
        return sum((days for _, worked_on, days in self.worked.values() if worked_on == day), ZERO)

    def add(self, event: object) -> None:
        """Take in the next event of the year."""
        match event:
            case AllowanceAgreed():
                self.allowances[key_of(event.home_school.id)] = event.days
            case DaysCommitted():
                self.committed[_place(event)] += event.days
                self.caps += [event.cap] if event.cap is not None else []
            case CommitmentReleased():
                self.committed[_place(event)] -= event.days
            case DaysWorked():
                self.worked[_visit(event)] = (_place(event), event.on, event.days)
            case DaysStruckOut():
                self.worked.pop(_visit(event), None)
            case _:
                pass

    def with_committed(self, event: DaysCommitted) -> "LeaderDays":
        """The same year with days committed."""
        return self._with(event)

    def with_worked(self, event: DaysWorked) -> "LeaderDays":
        """The same year with days worked."""
        return self._with(event)

    def _with(self, event: object) -> "LeaderDays":
        committed: dict[Place, Decimal] = defaultdict(Decimal, self.committed)
        after = LeaderDays(dict(self.allowances), committed, dict(self.worked), list(self.caps))
        after.add(event)
        return after


def _place(event: DaysCommitted | CommitmentReleased | DaysWorked) -> Place:
    return key_of(event.deployment), key_of(event.home_school.id)


def _visit(event: DaysWorked | DaysStruckOut) -> tuple[str, str]:
    return key_of(event.deployment), event.visit


def days_before(event: OfAYear, prefix: Prefix) -> LeaderDays:
    """What the year of the leader of an event adds up to before it."""
    days = LeaderDays()
    for book in _books(event, prefix):
        for entry in book.entries:
            days.add(entry.event)
    return days


def _books(event: OfAYear, prefix: Prefix) -> Iterator[Book]:
    for leader in prefix.record.ids_of(event.leader):
        yield prefix.record.leader_year(leader, event.cap_year)
