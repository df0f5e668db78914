"""What a system leader is designated for, declares to know, and is trained in."""

from s2ss_core.aggregates.decision import Decision, decide
from s2ss_core.aggregates.system_leader import SystemLeader
from s2ss_core.events import (
    DesignationEnded,
    ExpertiseDeclared,
    LeaderDesignated,
    SystemLeaderEvent,
    TrainingCompleted,
)
from s2ss_core.rules import system_leader as rules


def designate_leader(_: SystemLeader, fact: LeaderDesignated) -> Decision[SystemLeaderEvent]:
    """Record a designation of the leader."""
    return decide(
        fact,
        fact.leader,
        rules.a_designation_is_held_from_its_first_day_to_its_last.broken_by(on=fact.on, until=fact.until),
    )


def end_designation(leader: SystemLeader, fact: DesignationEnded) -> Decision[SystemLeaderEvent]:
    """Record that the leader no longer holds a designation."""
    held = tuple(designation.designation for designation in leader.designated(fact.on))
    return decide(
        fact,
        fact.leader,
        rules.the_designation_that_ends_was_held.broken_by(
            leader=fact.leader, designation=fact.designation, on=fact.on, held=held
        ),
    )


def declare_expertise(_: SystemLeader, fact: ExpertiseDeclared) -> Decision[SystemLeaderEvent]:
    """Record in which fields the leader can support others."""
    return decide(fact, fact.leader)


def complete_training(_: SystemLeader, fact: TrainingCompleted) -> Decision[SystemLeaderEvent]:
    """Record training that the leader completed."""
    return decide(fact, fact.leader)
