"""What a leader's year adds up to before an entry: allowances, and days committed and worked, over all ids of the leader.

Days are counted in ten-thousandths here, since that is the finest part of a day that is recorded.
"""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from functools import lru_cache

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
from s2ss_core.values import Days

__all__ = ["DAY", "LeaderDays", "days_before", "parts_of", "shown"]

DAY = 10_000
Place = tuple[str, str]
"""The keys of a deployment and of a home school."""
OfAYear = AllowanceAgreed | DaysCommitted | DaysWorked


@lru_cache(maxsize=4096)
def parts_of(days: Decimal) -> int:
    """Days in ten-thousandths."""
    return int(Decimal(days).scaleb(4))


def shown(parts: int) -> Days:
    """Ten-thousandths as days."""
    return Days(Decimal(max(parts, 0)).scaleb(-4))


@attrs.define
class LeaderDays:
    """The days of a leader's year. `allowances` are by home school, the newest of each, and `words` the roles
    of those who gave the governing body's word with them; `cap` is the lowest one.

    What is booked is, for each deployment and school, what is committed or what is worked, whichever is more. No cap holds a
    deployment to which days were committed without one, and never with one.
    """

    allowances: dict[str, int] = attrs.field(factory=dict)
    words: dict[str, str | None] = attrs.field(factory=dict)
    cap: int | None = None
    booked: int = 0
    seen: int = 0
    _under: set[str] = attrs.field(factory=set)
    _free: set[str] = attrs.field(factory=set)
    _at: dict[str, int] = attrs.field(factory=lambda: defaultdict(int))
    _committed: dict[Place, int] = attrs.field(factory=lambda: defaultdict(int))
    _worked: dict[Place, int] = attrs.field(factory=lambda: defaultdict(int))
    _visits: dict[tuple[str, str], tuple[Place, date, int]] = attrs.field(factory=dict)
    _on: dict[date, int] = attrs.field(factory=lambda: defaultdict(int))

    def allowance(self, school: str) -> int | None:
        """What a home school agreed, if it agreed."""
        return self.allowances.get(key_of(school))

    def booked_at(self, school: str) -> int:
        """What is booked at one home school."""
        return self._at[key_of(school)]

    def is_under_a_cap(self, deployment: str) -> bool:
        """Whether days were committed to a deployment under a cap."""
        return key_of(deployment) in self._under

    def is_free(self, deployment: str) -> bool:
        """Whether no cap holds a deployment."""
        return key_of(deployment) in self._free - self._under

    def booked_free(self, *, at: str = "", but: str = "") -> int:
        """What is booked for deployments that no cap holds: in all or at one home school, and but for one of them."""
        free = self._free - self._under - {key_of(but)}
        if not free:
            return 0
        places = {*self._committed, *self._worked}
        return sum(
            self._of(place) for place in places if place[0] in free and (not at or place[1] == key_of(at))
        )

    def on(self, day: date) -> int:
        """What is worked on one date."""
        return self._on.get(day, 0)

    def more_committed(self, event: DaysCommitted) -> int:
        """What a commitment adds to what is booked."""
        place = _place(event)
        return max(0, self._committed[place] + parts_of(event.days) - self._of(place))

    def more_worked(self, event: DaysWorked) -> int:
        """What a visit adds to what is booked."""
        place = _place(event)
        return max(0, self._worked[place] + parts_of(event.days) - self._of(place))

    def _of(self, place: Place) -> int:
        return max(self._committed.get(place, 0), self._worked.get(place, 0))

    def _book(self, place: Place, *, committed: int = 0, worked: int = 0) -> None:
        before = self._of(place)
        self._committed[place] += committed
        self._worked[place] += worked
        change = self._of(place) - before
        self.booked += change
        self._at[place[1]] += change

    def read(self, book: Book) -> None:
        """Take in the entries of a book that were not seen yet."""
        for entry in book.entries[self.seen :]:
            self.add(entry.event)
        self.seen = len(book.entries)

    def add(self, event: object) -> None:
        """Take in the next event of the year."""
        match event:
            case AllowanceAgreed():
                self.allowances[key_of(event.home_school.id)] = parts_of(event.days)
                word = event.governing_body
                self.words[key_of(event.home_school.id)] = word.by.role if word else None
            case DaysCommitted():
                self._book(_place(event), committed=parts_of(event.days))
                (self._free if event.cap is None else self._under).add(key_of(event.deployment))
                if event.cap is not None:
                    cap = parts_of(event.cap)
                    self.cap = cap if self.cap is None else min(self.cap, cap)
            case CommitmentReleased():
                self._book(_place(event), committed=-parts_of(event.days))
            case DaysWorked():
                self._visits[_visit(event)] = (_place(event), event.on, parts_of(event.days))
                self._book(_place(event), worked=parts_of(event.days))
                self._on[event.on] += parts_of(event.days)
            case DaysStruckOut():
                self._strike(event)
            case _:
                pass

    def _strike(self, event: DaysStruckOut) -> None:
        struck = self._visits.pop(_visit(event), None)
        if struck is not None:
            place, day, days = struck
            self._book(place, worked=-days)
            self._on[day] -= days


def _place(event: DaysCommitted | CommitmentReleased | DaysWorked) -> Place:
    return key_of(event.deployment), key_of(event.home_school.id)


def _visit(event: DaysWorked | DaysStruckOut) -> tuple[str, str]:
    return key_of(event.deployment), event.visit


def days_before(event: OfAYear, prefix: Prefix) -> LeaderDays:
    """What the year of the leader of an event adds up to before it, over all ids that were found to be theirs."""
    ids = prefix.record.ids_of(event.leader)
    if len(ids) == 1:
        book = prefix.book
        days: LeaderDays | None = book.memory.get("days")
        if days is None:
            days = book.memory["days"] = LeaderDays()
        if days.seen < len(book.entries):
            days.read(book)
        return days
    together = LeaderDays()
    for leader in ids:
        together.seen = 0
        together.read(prefix.record.leader_year(leader, event.cap_year))
    return together
