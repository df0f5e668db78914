"""The system leader: who employs them and what they are designated for as at a day, and their other ids."""

from bisect import insort
from collections.abc import Iterable, Iterator
from datetime import date
from operator import attrgetter
from typing import get_args

import attrs

from s2ss_core.aggregates.decision import Decision, decide
from s2ss_core.aggregates.fold import Fold
from s2ss_core.errors import ImpossibleHistory
from s2ss_core.events import (
    DesignationEnded,
    EntryEvent,
    Leader,
    LeaderDesignated,
    LeaderEmployed,
    LeaderFoundSame,
    SystemLeaderEvent,
)
from s2ss_core.ids import key_of
from s2ss_core.ledger import standing
from s2ss_core.rules import Broken
from s2ss_core.rules import system_leader as rules
from s2ss_core.values import Designation


@attrs.define(kw_only=True)
class SystemLeader:
    """The state of a system leader: every employment in order of day, and the ids found to name the same leader.

    `designations` are by their ids, and `ended` has the first day on which one was no longer held.
    """

    employments: list[LeaderEmployed] = attrs.field(factory=list)
    same_as: list[LeaderFoundSame] = attrs.field(factory=list)
    designations: dict[str, LeaderDesignated] = attrs.field(factory=dict)
    ended: dict[str, date] = attrs.field(factory=dict)

    def employed(self, day: date) -> LeaderEmployed | None:
        """The employment that was told as from the day or the last day before it; none if nobody said."""
        return next((employment for employment in reversed(self.employments) if employment.on <= day), None)

    def designated(self, day: date) -> Iterator[LeaderDesignated]:
        """The designations that are held on a day, in the order in which they were recorded."""
        for name, designation in self.designations.items():
            last_day = designation.until or date.max
            if designation.on <= day <= last_day and day < self.ended.get(name, date.max):
                yield designation

    def holds(self, kind: Designation, day: date) -> bool:
        """Whether a designation of a kind is held on a day."""
        return any(designation.kind == kind for designation in self.designated(day))

    def schools_after(self, day: date) -> frozenset[str]:
        """The keys of the schools that employ the leader from a later day."""
        return frozenset(
            key_of(employment.school.id) for employment in self.employments if employment.on > day
        )


def employed_elsewhere(leader: SystemLeader, deployed: Leader, on: date) -> tuple[Broken, ...]:
    """The rule that is not met if another school than their home school employs a leader on a day."""
    employment = leader.employed(on)
    return rules.the_home_school_employs_the_leader.broken_by(
        leader=deployed.leader,
        home_school=deployed.home_school.id,
        employer=employment.school.id if employment else None,
        on=on,
    )


def employ_leader(_: SystemLeader, fact: LeaderEmployed) -> Decision[SystemLeaderEvent]:
    """Record which school employs the leader from a day on."""
    return decide(fact, fact.leader)


def find_leader_same(_: SystemLeader, fact: LeaderFoundSame) -> Decision[SystemLeaderEvent]:
    """Record that two ids name one leader."""
    return decide(
        fact,
        fact.leader,
        rules.a_leader_is_found_under_another_id.broken_by(leader=fact.leader, same_as=fact.same_as),
    )


fold = Fold[SystemLeader]()


@fold.on(LeaderEmployed)
def _leader_employed(leader: SystemLeader, event: LeaderEmployed) -> None:
    insort(leader.employments, event, key=attrgetter("on"))


@fold.on(LeaderFoundSame)
def _leader_found_same(leader: SystemLeader, event: LeaderFoundSame) -> None:
    leader.same_as.append(event)


@fold.on(LeaderDesignated)
def _leader_designated(leader: SystemLeader, event: LeaderDesignated) -> None:
    leader.designations[event.designation] = event


@fold.on(DesignationEnded)
def _designation_ended(leader: SystemLeader, event: DesignationEnded) -> None:
    leader.ended[event.designation] = event.on


def evolve(leader: SystemLeader | None, event: SystemLeaderEvent | EntryEvent) -> SystemLeader:
    """Apply an event to the state, in place, and return the state. It checks no rules."""
    if type(event) not in get_args(SystemLeaderEvent | EntryEvent):
        raise ImpossibleHistory(f"{type(event).__name__} does not belong to a system leader")
    leader = SystemLeader() if leader is None else leader
    if change := fold.changes.get(type(event)):
        change(leader, event)
    return leader


def replay(events: Iterable[SystemLeaderEvent | EntryEvent]) -> SystemLeader:
    """The state after these events, folded from those that stand. A leader without events is employed nowhere yet."""
    leader = SystemLeader()
    for event in standing(events):
        leader = evolve(leader, event)
    return leader
