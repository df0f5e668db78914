"""One thing that is due, and everything that is due of a deployment."""

import datetime as dt

import attrs

from s2ss_core.ids import among, key_of
from s2ss_core.programmes import working_days_between
from s2ss_core.values import Term


@attrs.frozen(kw_only=True)
class Due:
    """Something that a deployment still owes: what, of what, since when it can be done, by when, and who must do it.

    `of` is the id of the visit, report or leg that it is of, and `term` its term, if it belongs to one. `waits_on` are
    roles; `people` and `organisations` are the ids of those in these roles, as far as the record names them. `positions` are
    the entries from which it follows. Whether it is late depends on the day on which you ask, and is never stored.
    """

    what: str
    of: str | None
    term: Term | None
    since: dt.date
    due: dt.date
    waits_on: tuple[str, ...]
    people: tuple[str, ...]
    organisations: tuple[str, ...]
    positions: tuple[int, ...]

    def days_late(self, day: dt.date) -> int:
        """The working days in England after the due date, up to and with a day; 0 while it is not late."""
        return working_days_between(self.due, day)

    def waits_on_person(self, person: str) -> bool:
        """Whether it waits on somebody, in any spelling of the id."""
        return among(person, self.people)

    def waits_on_organisation(self, organisation: str) -> bool:
        """Whether it waits on an organisation, in any spelling of the id."""
        return among(organisation, self.organisations)


@attrs.frozen(kw_only=True)
class WhatsDue:
    """Everything that a deployment still owes, in order of due date, due or not. What was
    never recorded stays due after the closing, too.

    `waits_on` are the keys of the people and organisations on whom any of it waits, in order, each once.
    """

    deployment: str
    programme: str
    dues: tuple[Due, ...]
    waits_on: tuple[str, ...]

    def by(self, day: dt.date) -> tuple[Due, ...]:
        """What is due on a day or before."""
        return tuple(due for due in self.dues if due.due <= day)


@attrs.frozen(kw_only=True)
class DueRow:
    """Something due in a list over several deployments, with its deployment and how late it is on the day asked about."""

    deployment: str
    due: Due
    days_late: int

    @property
    def in_order(self) -> tuple[dt.date, str, str]:
        """A key that sorts rows by due date, then by deployment."""
        return self.due.due, key_of(self.deployment), self.due.what
