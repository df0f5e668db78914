"""The deployment: its stages composed, and what adds up over several of them."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from operator import attrgetter
from typing import Any, get_args

import attrs

from s2ss_core.aggregates.deployment.state import (
    activities,
    agreement,
    brokering,
    corrections,
    ending,
    feedback,
    money,
    planning,
    reporting,
    support,
)
from s2ss_core.aggregates.deployment.state.activities import Activities
from s2ss_core.aggregates.deployment.state.agreement import Agreement
from s2ss_core.aggregates.deployment.state.brokering import Brokering
from s2ss_core.aggregates.deployment.state.corrections import Corrections
from s2ss_core.aggregates.deployment.state.ending import Ending
from s2ss_core.aggregates.deployment.state.feedback import Feedback
from s2ss_core.aggregates.deployment.state.money import MoneyFlow
from s2ss_core.aggregates.deployment.state.planning import Planning
from s2ss_core.aggregates.deployment.state.reporting import Reporting
from s2ss_core.aggregates.deployment.state.support import Support
from s2ss_core.aggregates.fold import Fold
from s2ss_core.errors import ImpossibleHistory
from s2ss_core.events import Brokered, DeploymentEvent, natural_id
from s2ss_core.ledger import Account, shares, standing
from s2ss_core.programmes import PayeeRole, Programme, Terms
from s2ss_core.values import Cause, FundingKind, Organisation


@attrs.define(kw_only=True)
class Deployment:
    """A deployment, stage by stage, from the entries that stand; `entries` has the day of each by its natural id."""

    brokering: Brokering
    planning: Planning = attrs.field(factory=Planning)
    agreement: Agreement = attrs.field(factory=Agreement)
    support: Support = attrs.field(factory=Support)
    reporting: Reporting = attrs.field(factory=Reporting)
    activities: Activities = attrs.field(factory=Activities)
    feedback: Feedback = attrs.field(factory=Feedback)
    money: MoneyFlow = attrs.field(factory=MoneyFlow)
    ending: Ending = attrs.field(factory=Ending)
    corrections: Corrections = attrs.field(factory=Corrections)
    entries: dict[tuple[str, ...], date] = attrs.field(factory=dict)
    _account: Account | None = attrs.field(default=None, init=False, eq=False, repr=False)

    @property
    def funding(self) -> FundingKind:
        """The kind of funding it was brokered under."""
        return self.brokering.brokered.funding.kind

    def parties(self, day: date = date.max) -> frozenset[str]:
        """The ids of every organisation that provided or received the support by a day, and of their trusts."""
        plans = [approved.plan for approved in self.planning.plans]
        plans += [self.planning.waiting] if self.planning.waiting else []
        providers = (line.provider for plan in plans if plan.on <= day for line in plan.lines)
        return self.brokering.taking_part(day, *providers)

    def payees(self, terms: Terms, by: date, leg: str | None = None) -> tuple[str, ...]:
        """The ids of the organisations that the programme pays, on any leg or on one: those of every lead by a day."""
        leads = tuple(self.brokering.leaders.leads_by(by))
        paid = frozenset(role for flow in shares(terms) if leg in (None, flow.id) for role in flow.paid_to)
        by_role: Mapping[PayeeRole, tuple[Organisation | None, ...]] = {
            "home-school": tuple(lead.home_school for lead in leads),
            "home-trust": tuple(lead.home_trust for lead in leads),
            "leader-school": tuple(leader.home_school for leader in self.brokering.leaders.joined_by(by)),
            "supported-school": (self.brokering.brokered.school,),
            "broker": (self.brokering.brokered.broker,),
        }
        roles = (role for role in terms.payees if leg is None or role in paid)
        return tuple(dict.fromkeys(payee.id for role in roles for payee in by_role[role] if payee))

    def account(self, programme: Programme) -> Account:
        """What was spent under a programme. It is reckoned once, and carried from then on."""
        if self._account is None or self._account.programme is not programme:
            self._account = Account(
                programme,
                plans=self.planning.plans,
                visits=self.support.visits,
                costs=self.support.costs,
                disallowed=self.corrections.by_fact,
                credits=self.corrections.credits,
            )
        return self._account

    def has_entry(self, entry: Cause, by: date = date.max) -> bool:
        """Whether an entry is recorded here and stands, that happened by a day if one is given."""
        on = self.entries.get((entry.name, *entry.id)) if entry.stream is None else None
        return on is not None and on <= by

    def note(self, event: DeploymentEvent) -> None:
        """Note an event that was applied to its stages."""
        if self._account is not None:
            self._account.advance(event)
        identity = natural_id(event)
        self.entries[identity] = min(event.on, self.entries.get(identity, event.on))


_STAGES: Mapping[str, Fold[Any]] = {
    "brokering": brokering.fold, "planning": planning.fold, "agreement": agreement.fold, "support": support.fold,
    "activities": activities.fold, "reporting": reporting.fold, "feedback": feedback.fold, "money": money.fold,
    "ending": ending.fold, "corrections": corrections.fold,
}  # fmt: skip

CHANGES: Mapping[type, tuple[tuple[Callable[[Deployment], Any], Callable[[Any, Any], None]], ...]] = {
    event_class: tuple(
        (attrgetter(stage), fold.changes[event_class])
        for stage, fold in _STAGES.items()
        if event_class in fold.changes
    )
    for event_class in get_args(DeploymentEvent)
}
"""Every event of a deployment, and for each stage that it changes: how to find the stage, and the change."""


def evolve(deployment: Deployment | None, event: DeploymentEvent) -> Deployment:
    """Apply what happened to the state given, in place, and give it. No rules, no clock. After a strike, replay.

    Raises `ImpossibleHistory` for an event that cannot follow; the state is then of no further use.
    """
    if (changes := CHANGES.get(type(event))) is None:
        raise ImpossibleHistory(f"{type(event).__name__} does not belong to a deployment")
    if deployment is None:
        if not isinstance(event, Brokered):
            raise ImpossibleHistory(f"a deployment begins with Brokered, not {type(event).__name__}")
        deployment = Deployment(brokering=brokering.begin(event))
    else:
        for stage, change in changes:
            change(stage(deployment), event)
    deployment.note(event)
    return deployment


def replay(events: Iterable[DeploymentEvent]) -> Deployment | None:
    """The state that a history leaves, folded from what stands; None for no history."""
    deployment = None
    for event in standing(events):
        deployment = evolve(deployment, event)
    return deployment
