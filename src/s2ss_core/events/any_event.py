"""All events, of every stream."""

from s2ss_core.events.claim import ClaimEvent
from s2ss_core.events.deployment import DeploymentEvent
from s2ss_core.events.grant import GrantEvent
from s2ss_core.events.leader_year import LeaderYearEvent
from s2ss_core.events.programme import ProgrammeEvent

__all__ = ["AnyEvent"]

AnyEvent = DeploymentEvent | LeaderYearEvent | GrantEvent | ClaimEvent | ProgrammeEvent
