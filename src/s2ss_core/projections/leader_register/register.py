"""One leader's page of the register, from the leader's own stream alone, so that it stays small."""

from collections.abc import Iterator
from datetime import date
from typing import get_args

import attrs

from s2ss_core.events import (
    DesignationEnded,
    Expertise,
    ExpertiseDeclared,
    LeaderDesignated,
    LeaderEmployed,
    LeaderFoundSame,
    SystemLeaderEvent,
    TrainingCompleted,
    system_leader_stream,
)
from s2ss_core.events.streams import stream_kind, stream_parts
from s2ss_core.ledger import struck_by
from s2ss_core.projections.engine.event_set import EventSet
from s2ss_core.projections.engine.projection import Key, Projection
from s2ss_core.projections.engine.reader import StreamReader
from s2ss_core.store import Recorded


@attrs.frozen(kw_only=True)
class RegisteredEmployment:
    """A school that employs the leader from a day on. `position` is that of the entry, here and in every other row."""

    school: str
    trust: str | None
    post: str | None
    since: date
    position: int


@attrs.frozen(kw_only=True)
class RegisteredDesignation:
    """A designation and its conditions. `until` is its last day; `ended` the first day on which it was not held, and why."""

    designation: str
    kind: str
    by: str
    process: str | None
    post: str | None
    years_experience: int | None
    school_grade: str | None
    since: date
    until: date | None
    ended: date | None
    cause: str | None
    position: int
    ended_at: int | None

    def in_force(self, day: date) -> bool:
        """Whether the leader holds the designation on a day."""
        return self.since <= day <= (self.until or date.max) and day < (self.ended or date.max)


@attrs.frozen(kw_only=True)
class DeclaredExpertise:
    """The fields in which it was declared that the leader can support others."""

    declaration: str
    on: date
    fields: tuple[Expertise, ...]
    by: str
    position: int


@attrs.frozen(kw_only=True)
class RegisteredTraining:
    """Training as a system leader that the leader completed."""

    course: str
    kind: str
    on: date
    provider: str | None
    position: int


@attrs.frozen(kw_only=True)
class LeaderRegister:
    """What is on record of one leader's id. `same_as` are other ids that were found to name the same leader."""

    leader: str
    same_as: tuple[str, ...]
    employments: tuple[RegisteredEmployment, ...]
    designations: tuple[RegisteredDesignation, ...]
    expertise: tuple[DeclaredExpertise, ...]
    training: tuple[RegisteredTraining, ...]

    def home_school(self, day: date) -> str | None:
        """The id of the school that employs the leader on a day; none if nobody said."""
        return next((row.school for row in reversed(self.employments) if row.since <= day), None)

    def in_force(self, day: date) -> tuple[RegisteredDesignation, ...]:
        """The designations that the leader holds on a day."""
        return tuple(row for row in self.designations if row.in_force(day))

    def core_training(self, day: date) -> bool:
        """Whether the leader had completed core training by the end of a day."""
        return any(row.kind == "core" and row.on <= day for row in self.training)


def register_of(facts: EventSet) -> LeaderRegister:
    """The page of the leader in the key of these events; what was struck out is not on it."""
    named = (entry.event.leader for entry in facts.entries if isinstance(entry.event, SystemLeaderEvent))
    found = facts.not_struck_out(LeaderFoundSame)
    return LeaderRegister(
        leader=next(named, facts.name),
        same_as=tuple(dict.fromkeys(entry.event.same_as for entry in found)),
        employments=tuple(sorted(_employments(facts), key=lambda row: row.since)),
        designations=tuple(sorted(_designations(facts), key=lambda row: row.since)),
        expertise=tuple(sorted(_expertise(facts), key=lambda row: row.on)),
        training=tuple(sorted(_training(facts), key=lambda row: row.on)),
    )


def _employments(facts: EventSet) -> Iterator[RegisteredEmployment]:
    for entry in facts.not_struck_out(LeaderEmployed):
        event = entry.event
        yield RegisteredEmployment(
            school=event.school.id,
            trust=event.trust.id if event.trust else None,
            post=event.post,
            since=event.on,
            position=entry.position,
        )


def _designations(facts: EventSet) -> Iterator[RegisteredDesignation]:
    ends = {entry.event.designation: entry for entry in facts.not_struck_out(DesignationEnded)}
    for entry in facts.not_struck_out(LeaderDesignated):
        event, end = entry.event, ends.get(entry.event.designation)
        yield RegisteredDesignation(
            designation=event.designation,
            kind=event.kind,
            by=event.by.id,
            process=event.process,
            post=event.post,
            years_experience=event.years_experience,
            school_grade=event.school_grade,
            since=event.on,
            until=event.until,
            ended=end.event.on if end else None,
            cause=end.event.cause if end else None,
            position=entry.position,
            ended_at=end.position if end else None,
        )


def _expertise(facts: EventSet) -> Iterator[DeclaredExpertise]:
    for entry in facts.not_struck_out(ExpertiseDeclared):
        event = entry.event
        yield DeclaredExpertise(
            declaration=event.declaration,
            on=event.on,
            fields=event.fields,
            by=event.by.person,
            position=entry.position,
        )


def _training(facts: EventSet) -> Iterator[RegisteredTraining]:
    for entry in facts.not_struck_out(TrainingCompleted):
        event = entry.event
        provider = event.provider.id if event.provider else None
        yield RegisteredTraining(
            course=event.course,
            kind=event.kind,
            on=event.on,
            provider=provider,
            position=entry.position,
        )


def _belongs(entry: Recorded) -> bool:
    of_leader = stream_kind(entry.stream) == "system-leader"
    return isinstance(entry.event, get_args(SystemLeaderEvent)) or (
        of_leader and struck_by(entry.event) is not None
    )


def _keys(entry: Recorded, _: StreamReader) -> tuple[Key, ...]:
    return (("leader", *stream_parts(entry.stream)),) if _belongs(entry) else ()


def _streams_for(key: Key, _: StreamReader) -> tuple[str, ...]:
    return (system_leader_stream(key[-1]),)


def _step(facts: EventSet, entry: Recorded) -> EventSet:
    if _belongs(entry):
        facts.add(entry)
    return facts


LEADER_REGISTER: Projection[EventSet, LeaderRegister] = Projection(
    name="leader_register",
    keys=_keys,
    streams_for=_streams_for,
    initial=EventSet,
    step=_step,
    view=register_of,
)
"""The register's page of one leader's id. Key: `("leader", id)`."""
