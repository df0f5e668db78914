"""One leader's page of the register, from the streams of the leader's ids alone, so that it stays small."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import get_args

import attrs

from s2ss_core.events import (
    DesignationEnded,
    Expertise,
    ExpertiseDeclared,
    LeaderDesignated,
    LeaderEmployed,
    SystemLeaderEvent,
    TrainingCompleted,
    system_leader_stream,
)
from s2ss_core.events.streams import stream_kind, stream_parts
from s2ss_core.ids import key_of
from s2ss_core.ledger import struck_by
from s2ss_core.projections.engine.event_set import EventSet, Positioned
from s2ss_core.projections.engine.identities import (
    found_same,
    groups,
    is_about_identity,
    keys_of_one_leader,
    leaders_named_by,
    named_in,
)
from s2ss_core.projections.engine.projection import Key, Projection
from s2ss_core.projections.engine.reader import StreamReader
from s2ss_core.projections.sums.unbrokered import UnbrokeredVisit, unbrokered_visits
from s2ss_core.store import Recorded
from s2ss_core.values import Cause


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
    """A designation and what the leader met its conditions by. `until` is its last day.

    `ended` is the first day on which it was not held, with the `cause` and the evaluations that its end rests on.
    """

    designation: str
    kind: str
    by: str
    process: str | None
    post: str | None
    years_experience: int | None
    school_grade: str | None
    evidence: tuple[Cause, ...]
    since: date
    until: date | None
    ended: date | None
    cause: str | None
    evaluations: tuple[Cause, ...]
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
    """What is on record of one leader, in order of day, under all ids that were found to name them.

    `same_as` are the ids besides `leader`, which is the one that was asked for. `unbrokered` are the visits that two schools
    arranged between them.
    """

    leader: str
    same_as: tuple[str, ...]
    employments: tuple[RegisteredEmployment, ...]
    designations: tuple[RegisteredDesignation, ...]
    expertise: tuple[DeclaredExpertise, ...]
    training: tuple[RegisteredTraining, ...]
    unbrokered: tuple[UnbrokeredVisit, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """Every id of the leader, the one that was asked for first."""
        return (self.leader, *self.same_as)

    def home_school(self, day: date) -> str | None:
        """The id of the school that employs the leader on a day; none if nobody said."""
        return next((row.school for row in reversed(self.employments) if row.since <= day), None)

    def in_force(self, day: date) -> tuple[RegisteredDesignation, ...]:
        """The designations that the leader holds on a day."""
        return tuple(row for row in self.designations if row.in_force(day))

    def declared(self, day: date) -> tuple[DeclaredExpertise, ...]:
        """What had been declared of the leader's expertise by the end of a day."""
        return tuple(row for row in self.expertise if row.on <= day)

    def core_training(self, day: date) -> bool:
        """Whether the leader had completed core training by the end of a day."""
        return any(row.kind == "core" and row.on <= day for row in self.training)


def page_of(leader: str) -> LeaderRegister:
    """The page of a leader of whom the register says nothing."""
    return LeaderRegister(
        leader=leader, same_as=(), employments=(), designations=(), expertise=(), training=(), unbrokered=()
    )


def register_of(facts: EventSet) -> LeaderRegister:
    """The page of the leader in the key of these events; what was struck out is not on it."""
    leader, named = facts.name, named_in(facts)
    ids = groups(facts).get(leader, (leader,))
    streams = set(map(system_leader_stream, ids))
    own = EventSet(facts.key, (entry for entry in facts.entries if entry.stream in streams))
    return LeaderRegister(
        leader=named.get(leader, leader),
        same_as=tuple(named.get(other, other) for other in ids if other != leader),
        employments=tuple(sorted(_employments(own), key=lambda row: row.since)),
        designations=tuple(sorted(_designations(own), key=lambda row: row.since)),
        expertise=tuple(sorted(_expertise(own), key=lambda row: row.on)),
        training=tuple(sorted(_training(own), key=lambda row: row.on)),
        unbrokered=unbrokered_visits(own, *(found_same(own) if len(ids) > 1 else ())),
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
    ends = _ends(facts)
    for entry in facts.not_struck_out(LeaderDesignated):
        event, end = entry.event, ends.get((key_of(entry.event.leader), entry.event.designation))
        yield RegisteredDesignation(
            designation=event.designation,
            kind=event.kind,
            by=event.by.id,
            process=event.process,
            post=event.post,
            years_experience=event.years_experience,
            school_grade=event.school_grade,
            evidence=event.evidence,
            since=event.on,
            until=event.until,
            ended=end.event.on if end else None,
            cause=end.event.cause if end else None,
            evaluations=end.event.evaluations if end else (),
            position=entry.position,
            ended_at=end.position if end else None,
        )


def _ends(facts: EventSet) -> Mapping[tuple[str, str], Positioned[DesignationEnded]]:
    """The ends of designations, by the id of the leader and of the designation: each id has its own designations."""
    return {
        (key_of(entry.event.leader), entry.event.designation): entry
        for entry in facts.not_struck_out(DesignationEnded)
    }


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
    recorded = isinstance(entry.event, get_args(SystemLeaderEvent)) or struck_by(entry.event) is not None
    return recorded and stream_kind(entry.stream) == "system-leader"


def _keys(entry: Recorded, streams: StreamReader) -> tuple[Key, ...]:
    if not _belongs(entry):
        return ()
    own = (key for leader in stream_parts(entry.stream)[:1] for key in keys_of_one_leader(leader, streams))
    joined = leaders_named_by(entry, streams) if is_about_identity(entry) else ()
    return tuple(("leader", name) for name in dict.fromkeys((*own, *joined)))


def _streams_for(key: Key, streams: StreamReader) -> tuple[str, ...]:
    return tuple(map(system_leader_stream, keys_of_one_leader(key[-1], streams)))


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
"""The register's page of one leader, under any of their ids. Key: `("leader", id)`."""
