"""The system leader: where they are employed as at a day, and under which other id they are on record."""

from datetime import date

from s2ss_core.events.registry import recorded_as
from s2ss_core.ids import Id
from s2ss_core.values import Organisation, Role

__all__ = ["LeaderEmployed", "LeaderFoundSame", "SystemLeaderEvent"]


@recorded_as("system-leader.employed", version=1, natural_key=("leader", "school", "on"))
class LeaderEmployed:
    """A school employs the leader from this day: it is their home school until another one employs them."""

    leader: Id
    on: date
    school: Organisation
    trust: Organisation | None = None
    post: Role | None = None


@recorded_as("system-leader.found-same", version=1, natural_key=("leader", "same_as"))
class LeaderFoundSame:
    """Two ids were found to name one leader. The streams of both have it.

    Each id keeps its entries. From then on their days add up, and the rules about who is who take them for one person.
    """

    leader: Id
    on: date
    same_as: Id


SystemLeaderEvent = LeaderEmployed | LeaderFoundSame
