"""Brokering: who supports whom, and who assures it."""

from datetime import date

import attrs

from s2ss_core.aggregates.fold import Fold
from s2ss_core.errors import ImpossibleHistory
from s2ss_core.events import Brokered, FoundationsSecured, Leader, LeaderJoined, QALeadAppointed
from s2ss_core.ids import same
from s2ss_core.values import AcademicYear, Organisation


@attrs.frozen(kw_only=True)
class Deployed:
    """A leader of the deployment, from the day they joined."""

    leader: str
    joined: date
    home_school: Organisation
    home_trust: Organisation | None


@attrs.define(kw_only=True)
class Brokering:
    """The match, the leaders, the lead first, the QA Lead, and the foundations secured, each with its day."""

    brokered: Brokered
    leaders: list[Deployed]
    qa_lead: QALeadAppointed | None = None
    foundations: list[tuple[str, date]] = attrs.field(factory=list)

    def deployed(self, leader: str) -> Deployed | None:
        """The leader of that id, if deployed here."""
        return next((deployed for deployed in self.leaders if same(deployed.leader, leader)), None)

    @property
    def leader_ids(self) -> tuple[str, ...]:
        """The ids of the leaders, the lead first."""
        return tuple(deployed.leader for deployed in self.leaders)

    @property
    def lead(self) -> str:
        """The id of the lead leader."""
        return self.leader_ids[0]

    @property
    def providing(self) -> frozenset[str]:
        """The ids of every home school and trust that provides a leader."""
        return frozenset().union(
            *(organisations(deployed.home_school, deployed.home_trust) for deployed in self.leaders)
        )


def organisations(*named: Organisation | None) -> frozenset[str]:
    """The ids that stand for some organisations: their own and their trusts'."""
    return frozenset().union(*(organisation.names for organisation in named if organisation is not None))


def academic_years(start: date, end: date) -> tuple[AcademicYear, ...]:
    """Every academic year that a period touches, in order."""
    first, last = int(AcademicYear.of(start)[:4]), int(AcademicYear.of(end)[:4])
    return tuple(AcademicYear.of(date(year, 9, 1)) for year in range(first, last + 1))


def begin(event: Brokered) -> Brokering:
    """The state that a brokering begins with."""
    return Brokering(brokered=event, leaders=[_deployed(event.lead, event.on)])


def _deployed(leader: Leader, on: date) -> Deployed:
    return Deployed(
        leader=leader.leader, joined=on, home_school=leader.home_school, home_trust=leader.home_trust
    )


fold = Fold[Brokering]()


@fold.on(Brokered)
def _brokered_twice(_: Brokering, event: Brokered) -> None:
    raise ImpossibleHistory(f"deployment {event.deployment} was brokered twice")


@fold.on(LeaderJoined)
def _leader_joined(brokering: Brokering, event: LeaderJoined) -> None:
    brokering.leaders.append(_deployed(event.leader, event.on))


@fold.on(QALeadAppointed)
def _qa_lead_appointed(brokering: Brokering, event: QALeadAppointed) -> None:
    brokering.qa_lead = event


@fold.on(FoundationsSecured)
def _foundations_secured(brokering: Brokering, event: FoundationsSecured) -> None:
    brokering.foundations.append((event.side, event.on))
