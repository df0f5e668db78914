"""Brokering: who supports whom, and who assures it."""

from datetime import date

import attrs

from s2ss_core.aggregates.deployment.state.leaders import Leaders
from s2ss_core.aggregates.fold import Fold
from s2ss_core.errors import ImpossibleHistory
from s2ss_core.events import (
    Brokered,
    FoundationsSecured,
    LeaderJoined,
    LeaderReplaced,
    QALeadAppointed,
    QALeadStoodDown,
    TimeRenegotiated,
)
from s2ss_core.ledger import Parties, Period, money_parties, period_on, qa_lead_on
from s2ss_core.values import AcademicYear, Organisation


@attrs.define(kw_only=True)
class Brokering:
    """The match, the leaders and how they changed, every QA Lead, and the foundations secured, each with its day."""

    brokered: Brokered
    leaders: Leaders = attrs.field(factory=Leaders)
    changes: list[LeaderJoined | LeaderReplaced] = attrs.field(factory=list)
    qa_leads: list[QALeadAppointed] = attrs.field(factory=list)
    stood_down: list[QALeadStoodDown] = attrs.field(factory=list)
    renegotiated: list[TimeRenegotiated] = attrs.field(factory=list)
    foundations: list[tuple[str, date]] = attrs.field(factory=list)

    def qa_lead_on(self, day: date) -> QALeadAppointed | None:
        """The appointment of the QA Lead in office on a day; None if nobody was."""
        return qa_lead_on(self.qa_leads, self.stood_down, day)

    def qa_leads_from(self, day: date) -> tuple[QALeadAppointed, ...]:
        """The appointments of every QA Lead who is in office on a day or later."""
        in_office = self.qa_lead_on(day)
        later = (appointed for appointed in self.qa_leads if appointed.on > day)
        return (*((in_office,) if in_office else ()), *later)

    def period_on(self, day: date) -> Period:
        """The period that was in force, or agreed, on a day."""
        return period_on(self.brokered, self.renegotiated, day)

    @property
    def parties(self) -> Parties:
        """Who pays and is paid on the legs of the money, as at a day."""
        return money_parties(self.brokered, self.changes)

    @property
    def replacements(self) -> list[LeaderReplaced]:
        """The leaders who left, in the order in which it was told."""
        return [change for change in self.changes if isinstance(change, LeaderReplaced)]

    @property
    def cap_years(self) -> tuple[AcademicYear, ...]:
        """Every year in which days may have been committed: those of each period that was ever agreed."""
        days = (date.min, *(agreed.in_force_from for agreed in self.renegotiated))
        periods = [self.period_on(day) for day in days]
        first, last = min(period.start for period in periods), max(period.end for period in periods)
        return academic_years(first, last)

    def providing(self, day: date) -> frozenset[str]:
        """The ids of every home school and trust that had provided a leader by a day."""
        return frozenset().union(
            *(
                organisations(self.brokered.broker, deployed.home_school, deployed.home_trust)
                for deployed in self.leaders.joined_by(day)
            )
        )

    def taking_part(self, day: date, *providers: Organisation) -> frozenset[str]:
        """The ids of the supported school, of those who had provided a leader by a day, and of further providers."""
        given = organisations(self.brokered.broker, self.brokered.school, *providers)
        return self.providing(day) | given


def organisations(broker: Organisation, *named: Organisation | None) -> frozenset[str]:
    """The ids that stand for some organisations: their own, their trusts', and for members of the broker the broker's."""
    given = [organisation for organisation in named if organisation is not None]
    members = [broker] if any(organisation.member_of_broker for organisation in given) else []
    return frozenset().union(*(organisation.names for organisation in (*given, *members)))


def academic_years(start: date, end: date) -> tuple[AcademicYear, ...]:
    """Every academic year that a period touches, in order."""
    first, last = int(AcademicYear.of(start)[:4]), int(AcademicYear.of(end)[:4])
    return tuple(AcademicYear.of(date(year, 9, 1)) for year in range(first, last + 1))


def begin(event: Brokered) -> Brokering:
    """The state that a brokering begins with."""
    brokering = Brokering(brokered=event)
    brokering.leaders.join(event.lead, event.on)
    brokering.leaders.lead(event.lead.leader, since=event.on, agreed=event.on)
    return brokering


fold = Fold[Brokering]()


@fold.on(Brokered)
def _brokered_twice(_: Brokering, event: Brokered) -> None:
    raise ImpossibleHistory(f"deployment {event.deployment} was brokered twice")


@fold.on(LeaderJoined)
def _leader_joined(brokering: Brokering, event: LeaderJoined) -> None:
    brokering.changes.append(event)
    brokering.leaders.join(event.leader, event.on)
    if event.lead:
        brokering.leaders.lead(event.leader.leader, since=event.on, agreed=event.on)


@fold.on(LeaderReplaced)
def _leader_replaced(brokering: Brokering, event: LeaderReplaced) -> None:
    brokering.changes.append(event)
    brokering.leaders.leave(event.leaving, event.last_day)
    if event.joining:
        brokering.leaders.join(event.joining, event.effective_from)
    if event.new_lead:
        brokering.leaders.lead(event.new_lead, since=event.effective_from, agreed=event.on)


@fold.on(TimeRenegotiated)
def _time_renegotiated(brokering: Brokering, event: TimeRenegotiated) -> None:
    brokering.renegotiated.append(event)


@fold.on(QALeadAppointed)
def _qa_lead_appointed(brokering: Brokering, event: QALeadAppointed) -> None:
    brokering.qa_leads.append(event)


@fold.on(QALeadStoodDown)
def _qa_lead_stood_down(brokering: Brokering, event: QALeadStoodDown) -> None:
    brokering.stood_down.append(event)


@fold.on(FoundationsSecured)
def _foundations_secured(brokering: Brokering, event: FoundationsSecured) -> None:
    brokering.foundations.append((event.side, event.on))
