"""Support of a leader that nobody brokered, such as two schools arrange between them."""

from s2ss_core.aggregates.decision import Decision, decide
from s2ss_core.aggregates.system_leader import SystemLeader
from s2ss_core.events import SystemLeaderEvent, UnbrokeredSupportLogged
from s2ss_core.rules import brokering as rules


def log_unbrokered_support(_: SystemLeader, fact: UnbrokeredSupportLogged) -> Decision[SystemLeaderEvent]:
    """Record a visit that nobody brokered. However long it was, it is recorded: what it should not have been is noted."""
    home_school, school = fact.home_school, fact.school
    return decide(
        fact,
        fact.leader,
        rules.the_leader_comes_from_another_school.broken_by(
            home_school=home_school.id,
            school=school.id,
            shared_urn=school.urn if school.urn == home_school.urn else None,
        ),
    )
