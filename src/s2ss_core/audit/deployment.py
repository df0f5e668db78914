"""What the book of a deployment says of it, as at a day. Everything is looked up anew, and nothing is added up beforehand."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cached_property, wraps
from typing import Any, TypeVar

from s2ss_core.audit.book import Book
from s2ss_core.audit.check import Breach, check, check_in_hindsight
from s2ss_core.audit.record import Prefix, Record
from s2ss_core.errors import BadInput
from s2ss_core.events import (
    AgreementIssued,
    AgreementSigned,
    Brokered,
    Leader,
    LeaderJoined,
    LeaderReplaced,
    PlanApproved,
    PlanReturned,
    PlanSubmitted,
    SupportEnded,
    TimeRenegotiated,
)
from s2ss_core.ids import key_of
from s2ss_core.programmes import Programme, Terms, funding_terms, terms_between
from s2ss_core.store import Recorded
from s2ss_core.values import Organisation, Term

__all__ = [
    "Deployment",
    "Spell",
    "academic_years",
    "asks",
    "deployment_before",
    "deployment_of",
    "once_a_day",
]

V = TypeVar("V")
DeploymentCheck = Callable[[Any, "Deployment"], Iterable[Breach]]


class Spell:
    """A leader's time in a deployment: from a day, and to a last day if they left."""

    def __init__(self, leader: Leader, since: date) -> None:
        self.leader = leader
        self.since = since
        self.last_day: date | None = None

    def covers(self, day: date) -> bool:
        """Whether the leader was deployed on a day."""
        return self.since <= day and (self.last_day is None or day <= self.last_day)


class Deployment:
    """A deployment as its book says so far; what it keeps holds until the `turns` of its book change."""

    def __init__(self, brokered: Brokered, book: Book, record: Record) -> None:
        self.brokered = brokered
        self.book = book
        self.record = record
        self.known: dict[Any, Any] = {}

    @cached_property
    def programme(self) -> Programme | None:
        """The programme it was brokered under, if history has it by then."""
        return self.record.programme_of(self.book.stream, self.brokered)

    @cached_property
    def terms(self) -> Terms | None:
        """The programme's terms for its kind of funding."""
        try:
            return funding_terms(self.programme, self.brokered.funding.kind) if self.programme else None
        except BadInput:
            return None

    def period(self, day: date) -> tuple[date, date]:
        """The first and the last day of the support, as agreed by a day."""
        start, end = self.brokered.start, self.brokered.intended_end
        for agreed in self.book.events(TimeRenegotiated):
            if agreed.in_force_from <= day:
                start, end = agreed.start or start, agreed.intended_end or end
        return start, end

    @property
    def ended(self) -> SupportEnded | None:
        """That the support ended, if that was recorded."""
        return self.book.last(SupportEnded)

    def terms_of_support(self, day: date) -> tuple[Term, ...]:
        """The terms that the support runs in, as agreed by a day."""
        start, end = self.period(day)
        if self.programme is None or end < start:
            return ()
        return terms_between(self.programme, start, end)

    @cached_property
    def spells(self) -> list[Spell]:
        """The time of each leader in the deployment, the lead as brokered first."""
        found = [Spell(self.brokered.lead, min(self.brokered.on, self.brokered.start))]
        for event in self.book.events(LeaderJoined, LeaderReplaced):
            if isinstance(event, LeaderJoined):
                found.append(Spell(event.leader, event.on))
                continue
            for spell in found:
                if self.is_same(spell.leader.leader, event.leaving) and spell.last_day is None:
                    spell.last_day = event.last_day
            if event.joining is not None:
                found.append(Spell(event.joining, event.effective_from))
        return found

    def leaders(self, day: date) -> tuple[str, ...]:
        """The ids of the leaders deployed on a day."""
        return tuple(spell.leader.leader for spell in self.spells if spell.covers(day))

    def lead(self, day: date) -> str | None:
        """The id of the lead on a day; none if the lead left and nobody leads."""
        lead: str | None = self.brokered.lead.leader
        for event in self.book.events(LeaderJoined, LeaderReplaced):
            if isinstance(event, LeaderJoined):
                lead = event.leader.leader if event.lead and event.on <= day else lead
                continue
            if lead and self.is_same(event.leaving, lead) and event.last_day < day:
                lead = None
            if event.new_lead is not None and event.effective_from <= day:
                lead = event.new_lead
        return lead

    def is_same(self, one: str | None, other: str | None) -> bool:
        """Whether two ids name one person, as far as it was found by then."""
        if one is None or other is None:
            return False
        return one == other or self.record.identity(one) == self.record.identity(other)

    def among(self, one: str | None, others: Iterator[str] | tuple[str, ...] | list[str]) -> bool:
        """Whether one of the others names the same person."""
        return any(self.is_same(one, other) for other in others)

    @property
    def waiting(self) -> PlanSubmitted | None:
        """The plan that awaits a decision."""
        decided = {event.plan_version for event in self.book.events(PlanApproved, PlanReturned)}
        submitted = self.book.events(PlanSubmitted)
        return next((plan for plan in reversed(submitted) if plan.plan_version not in decided), None)

    def plan(self, version: int) -> PlanSubmitted | None:
        """The plan of a version that stands."""
        return self._plans.get(version)

    @cached_property
    def _plans(self) -> dict[int, PlanSubmitted]:
        return {plan.plan_version: plan for plan in reversed(self.book.events(PlanSubmitted))}

    @property
    def approved(self) -> PlanApproved | None:
        """The newest approval."""
        return max(self.book.events(PlanApproved), key=lambda event: event.plan_version, default=None)

    def approved_by(self, day: date) -> PlanApproved | None:
        """The approval in force on a day: the newest of those that had taken effect."""
        return next((event for event in self._approvals if _since(event) <= day), None)

    @cached_property
    def _approvals(self) -> list[PlanApproved]:
        return sorted(self.book.events(PlanApproved), key=lambda event: event.plan_version, reverse=True)

    def plan_on(self, day: date) -> PlanSubmitted | None:
        """The plan in force on a day."""
        approved = self.approved_by(day)
        return self.plan(approved.plan_version) if approved else None

    def newest_agreement(self, document: str) -> AgreementIssued | None:
        """The newest agreement of a kind."""
        issued = [each for each in self.book.events(AgreementIssued) if each.document == document]
        return issued[-1] if issued else None

    def is_beside(self, agreement: AgreementIssued) -> bool:
        """Whether an agreement is one that is signed beside the one that support waits for."""
        return self.terms is not None and agreement.document in self.terms.further_agreements

    def signed_on(self, agreement: AgreementIssued) -> date | None:
        """The day on which the last party that must signed an agreement; none while one has not."""
        signed = [
            event for event in self.book.events(AgreementSigned) if event.agreement == agreement.agreement
        ]
        days = []
        for party in self.signatories(agreement):
            of_party = [event.on for event in signed if event.party == party]
            if not of_party:
                return None
            days.append(min(of_party))
        return max(days, default=agreement.on)

    def signatories(self, agreement: AgreementIssued) -> tuple[str, ...]:
        """The parties that must sign an agreement. One that signs where applicable is named in it, or nobody is."""
        named = {party.role for party in agreement.parties}
        for signatories in self.programme.signatories if self.programme else ():
            if signatories.document == agreement.document:
                always = set(signatories.parties) - set(signatories.where_applicable)
                return tuple(
                    party for party in signatories.parties if not named or party in named or party in always
                )
        return ()

    def first_signed_on(self) -> date | None:
        """The first day on which an agreement had every signature; none if none has."""
        return self._first_signed

    @cached_property
    def _first_signed(self) -> date | None:
        issued = (each for each in self.book.events(AgreementIssued) if not self.is_beside(each))
        days = (self.signed_on(agreement) for agreement in issued)
        return min((day for day in days if day is not None), default=None)

    @cached_property
    def sides(self) -> frozenset[Organisation]:
        """The organisations that give or receive the support: of the school, of every leader, and of the newest plan."""
        leaders = [spell.leader for spell in self.spells]
        plans = self.book.events(PlanSubmitted)[-1:]
        return frozenset((self.brokered.school, *organisations_of(leaders), *providers_of(plans)))

    @property
    def school(self) -> str:
        """The key of the supported school."""
        return key_of(self.brokered.school.id)


def once_a_day(made: Callable[[Deployment, date], V]) -> Callable[[Deployment, date], V]:
    """Look up once a day what only the `turns` of the book change."""

    @wraps(made)
    def asked(deployment: Deployment, day: date) -> V:
        key = made, day
        if key not in deployment.known:
            deployment.known[key] = made(deployment, day)
        return deployment.known[key]  # type: ignore[no-any-return]

    return asked


def _since(approved: PlanApproved) -> date:
    return approved.effective_from or approved.on


def academic_years(first: date, last: date) -> tuple[str, ...]:
    """The years from September to August that a period is in, such as `2023/24`; none if it ends before it begins."""
    begins, ends = (day.year if day.month >= 9 else day.year - 1 for day in (first, last))
    return tuple(f"{year}/{(year + 1) % 100:02}" for year in range(begins, ends + 1))


def organisations_of(leaders: Iterable[Leader]) -> Iterator[Organisation]:
    """The home schools and trusts of leaders."""
    for leader in leaders:
        yield leader.home_school
        if leader.home_trust:
            yield leader.home_trust


def providers_of(plans: Iterable[PlanSubmitted]) -> Iterator[Organisation]:
    """Those who provide what the lines of plans pay for."""
    return (line.provider for plan in plans for line in plan.lines)


def deployment_of(book: Book, record: Record, entry: Recorded | None = None) -> Deployment | None:
    """The deployment of a book, or of the entry that brokers it; none if nothing does.

    It is made anew when what was agreed or decided changes.
    """
    state = book.turns, record.turns
    known: tuple[tuple[int, int], Deployment | None] = book.memory.get("deployment", (None, None))
    if known[0] != state:
        known = book.memory["deployment"] = state, _made_of(book, record, entry)
    return known[1]


def _made_of(book: Book, record: Record, entry: Recorded | None) -> Deployment | None:
    brokered = book.first(Brokered)
    if brokered is None and entry is not None and isinstance(entry.event, Brokered):
        brokered = entry.event
    return Deployment(brokered, book, record) if brokered else None


def deployment_before(prefix: Prefix) -> Deployment | None:
    """The deployment as it was before an entry."""
    return deployment_of(prefix.book, prefix.record, prefix.entry)


def _given(prefix: Prefix) -> tuple[Deployment] | None:
    deployment = deployment_before(prefix)
    return None if deployment is None else (deployment,)


def asks(
    code: str, *event_classes: type, in_hindsight: bool = False
) -> Callable[[DeploymentCheck], DeploymentCheck]:
    """Register a check of events of a deployment: called with the event, and with the deployment before it.

    `in_hindsight`, it is asked again at the end, of who was who and what belonged to whom on the day as it is known then.
    """

    def register(made: DeploymentCheck) -> DeploymentCheck:
        if in_hindsight:
            check_in_hindsight(code, *event_classes)(
                lambda event, book, record: _known_since(made, event, book, record)
            )

        check(code, *event_classes, given=_given)(made)
        return made

    return register


def _known_since(made: DeploymentCheck, event: Any, book: Book, record: Record) -> Iterable[Breach]:
    deployment = deployment_of(book, record)
    return made(event, deployment) if deployment is not None else ()
