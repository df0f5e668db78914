"""All events, of every stream."""

from s2ss_core.events.claim import ClaimEvent
from s2ss_core.events.deployment import DeploymentEvent
from s2ss_core.events.grant import GrantEvent
from s2ss_core.events.leader_year import LeaderYearEvent
from s2ss_core.events.organisation import OrganisationEvent
from s2ss_core.events.programme import ProgrammeEvent
from s2ss_core.events.system_leader import SystemLeaderEvent

__all__ = ["AnyEvent"]

AnyEvent = (
    DeploymentEvent | LeaderYearEvent | GrantEvent | ClaimEvent | ProgrammeEvent | OrganisationEvent | SystemLeaderEvent
)  # fmt: skip
