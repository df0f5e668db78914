"""Leaders: who was deployed from when to when, and who led."""

from collections.abc import Iterable, Iterator
from datetime import date

import attrs

from s2ss_core.events import Leader
from s2ss_core.ids import same
from s2ss_core.values import Band, Organisation


@attrs.frozen(kw_only=True)
class Deployed:
    """A leader of the deployment, from the day they joined to their last day, if it is known."""

    leader: str
    joined: date
    home_school: Organisation
    home_trust: Organisation | None
    band: Band
    last_day: date | None = None


@attrs.frozen(kw_only=True)
class Led:
    """A leader who leads from a day on, and when that was agreed."""

    leader: str
    since: date
    agreed: date


@attrs.define(kw_only=True)
class Leaders:
    """Every leader in the order in which they joined, one entry each time; and who led from when."""

    deployed: list[Deployed] = attrs.field(factory=list)
    led: list[Led] = attrs.field(factory=list)

    def __iter__(self) -> Iterator[Deployed]:
        return iter(self.deployed)

    def of(self, leader: str, day: date) -> Deployed | None:
        """The leader of that id as deployed on a day, or else as last deployed before it or first after it."""
        entries = [deployed for deployed in self.deployed if same(deployed.leader, leader)]
        begun = [deployed for deployed in entries if deployed.joined <= day]
        return begun[-1] if begun else next(iter(entries), None)

    def staying(self, day: date) -> tuple[str, ...]:
        """The ids of the leaders who had joined by a day and of whom no last day is known."""
        return tuple(
            deployed.leader
            for deployed in self.deployed
            if deployed.joined <= day and deployed.last_day is None
        )

    def on(self, day: date) -> tuple[str, ...]:
        """The ids of the leaders who are deployed on a day."""
        return tuple(
            deployed.leader
            for deployed in self.joined_by(day)
            if deployed.last_day is None or deployed.last_day >= day
        )

    def here(self, day: date) -> tuple[str, ...]:
        """The ids of the leaders who are deployed on a day or join after it, and have not left by then."""
        return tuple(
            deployed.leader
            for deployed in self.deployed
            if deployed.last_day is None or deployed.last_day >= day
        )

    def joined_by(self, day: date) -> tuple[Deployed, ...]:
        """The leaders who had joined by a day, those who left included."""
        return tuple(deployed for deployed in self.deployed if deployed.joined <= day)

    def lead_on(self, day: date) -> str | None:
        """The id of the lead leader on a day; None if the lead had left and nobody followed."""
        newest: Led | None = None
        for led in self.led:
            if led.since <= day and (newest is None or led.since >= newest.since):
                newest = led
        lead = self.of(newest.leader, day) if newest else None
        left = lead is None or (lead.last_day is not None and lead.last_day < day)
        return None if left or newest is None else newest.leader

    def leads_by(self, day: date) -> Iterable[Deployed]:
        """The first lead, and each who led by a day or was by then agreed as the next lead."""
        for led in self.led:
            lead = self.of(led.leader, led.since)
            if lead and (led is self.led[0] or min(led.since, led.agreed) <= day):
                yield lead

    def join(self, leader: Leader, on: date) -> None:
        """Note a leader who joined."""
        self.deployed.append(
            Deployed(
                leader=leader.leader,
                joined=on,
                home_school=leader.home_school,
                home_trust=leader.home_trust,
                band=leader.band,
            )
        )

    def lead(self, leader: str, *, since: date, agreed: date) -> None:
        """Note who leads from a day on."""
        self.led.append(Led(leader=leader, since=since, agreed=agreed))

    def leave(self, leader: str, last_day: date) -> None:
        """Note the last day of a leader who is here."""
        self.deployed = [
            attrs.evolve(deployed, last_day=last_day)
            if same(deployed.leader, leader) and deployed.last_day is None
            else deployed
            for deployed in self.deployed
        ]
