"""The account of one deployment, added up anew from its entries that stand. All sums are whole pence; nothing raises."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any

import attrs

from s2ss_core.audit.book import Id, id_of
from s2ss_core.audit.money.agreements import Agreements
from s2ss_core.audit.money.charged import Charged
from s2ss_core.audit.money.charges import Hours, fits, price_of, take, units_of
from s2ss_core.audit.money.dues import Leg, dues_of, parts_of, splits_of
from s2ss_core.audit.money.organisations import Deployed
from s2ss_core.audit.money.payments import Paid
from s2ss_core.audit.money.plans import Approval, Plans
from s2ss_core.audit.money.sums import Sums
from s2ss_core.events import (
    Brokered,
    Closed,
    GrantRecovered,
    InstalmentReleased,
    PlanLine,
    SupportEnded,
    VisitLogged,
    natural_id,
)
from s2ss_core.ids import key_of
from s2ss_core.programmes import Programme, Terms
from s2ss_core.store import Recorded

__all__ = ["DeploymentAccount"]


@attrs.define(eq=False, kw_only=True)
class DeploymentAccount:
    """What a deployment's entries come to: by line, by leg and organisation, by instalment. See `posting` for how.

    `moves` counts what moves a sum that the equations are about.
    """

    programme: Programme
    terms: Terms
    brokered: Brokered
    deployed: Deployed
    plans: Plans = attrs.field(factory=Plans)
    agreements: Agreements
    facts: dict[Id, Charged] = attrs.field(factory=dict)
    disallowances: dict[str, tuple[Recorded, Charged]] = attrs.field(factory=dict)
    lines: dict[str, Sums] = attrs.field(factory=dict)
    total: Sums = attrs.field(factory=Sums)
    due: dict[Leg, int] = attrs.field(factory=dict)
    released: dict[Leg, int] = attrs.field(factory=dict)
    recovered: dict[Leg, int] = attrs.field(factory=dict)
    releases: dict[Id, Recorded] = attrs.field(factory=dict)
    recoveries: list[Recorded] = attrs.field(factory=list)
    invoices: dict[str, Recorded] = attrs.field(factory=dict)
    payments: dict[str, Paid] = attrs.field(factory=dict)
    withheld: dict[tuple[int, str], date] = attrs.field(factory=dict)
    cancelled: dict[tuple[int, str], Recorded] = attrs.field(factory=dict)
    certificates: dict[str, Recorded] = attrs.field(factory=dict)
    prepared: dict[str, Recorded] = attrs.field(factory=dict)
    finals: set[str] = attrs.field(factory=set)
    ended: SupportEnded | None = None
    closed: Closed | None = None
    moves: int = 0
    hours: Hours = attrs.field(factory=dict)

    def charge(self, charged: Charged) -> None:
        """Price a fact under the plan in force on its day, and enter what it comes to."""
        charged.row = self.plans.line_on(charged.line, charged.on)
        if isinstance(charged.event, VisitLogged):
            charged.units = self._units(charged, charged.event)
            charged.gross = 0
            if charged.row is not None and charged.units is not None:
                rate, schools = int(charged.row.rate), charged.event.shared_between
                charged.gross = price_of(rate, charged.units, schools)
        approval, row = self.plans.in_force(charged.on), charged.row
        splits = splits_of(row, self.programme, approval.plan.on) if approval and row else ()
        charged.parts = parts_of(charged, self.terms, splits)
        self.enter(charged)

    def _units(self, charged: Charged, visit: VisitLogged) -> tuple[Fraction, ...] | None:
        if charged.times is None:
            charged.times = fits(self.programme, visit, self.hours)
            take(self.programme, visit, charged.times, self.hours)
        row = charged.row
        return units_of(self.programme, row, charged.times) if row else None

    def units_before(self, visit: VisitLogged, row: PlanLine) -> tuple[Fraction, ...] | None:
        """How many of a line's units a visit will come to that is not entered yet."""
        times = fits(self.programme, visit, self.hours)
        return units_of(self.programme, row, times)

    def enter(self, charged: Charged) -> None:
        """Enter anew what a fact comes to, in place of what was entered of it before."""
        self.moves += 1
        dues, sums = dues_of(charged, self.terms, self.deployed), charged.sums
        for leg, amount in charged.dues.items():
            self.due[leg] -= amount
        for leg, amount in dues.items():
            self.due[leg] = self.due.get(leg, 0) + amount
        for of in (self.lines.setdefault(charged.line, Sums()), self.total):
            of.move(charged.entered, sums)
        charged.dues, charged.entered = dues, sums

    def reenter(self) -> None:
        """Enter anew what happened and what moved, where somebody else leads and is paid."""
        self.moves += 1
        for charged in self.facts.values():
            self.enter(charged)
        self.released.clear()
        self.recovered.clear()
        for entry in self.releases.values():
            self._out(entry.event)
        for entry in self.recoveries:
            self._back(entry.event)

    def release(self, entry: Recorded) -> None:
        """Enter a release."""
        self.releases[natural_id(entry.event)] = entry
        self._out(entry.event)

    def recover(self, entry: Recorded) -> None:
        """Enter a recovery."""
        self.recoveries.append(entry)
        self._back(entry.event)

    def _out(self, event: InstalmentReleased) -> None:
        self.moves += 1
        leg = self.to(event.leg, event.paid_to.id)
        self.released[leg] = self.released.get(leg, 0) + int(event.amount)

    def _back(self, event: GrantRecovered) -> None:
        self.moves += 1
        leg = self.to(event.leg, event.recovered_from.id)
        self.recovered[leg] = self.recovered.get(leg, 0) + int(event.amount)

    def recharge(self, since: date) -> None:
        """Price again what happened on a day or later, where another plan came into force."""
        self.moves += 1
        for charged in self.facts.values():
            if charged.on >= since:
                self.charge(charged)

    def fact(self, of: Any) -> Charged | None:
        """The visit or cost that a cause names."""
        return self.facts.get(id_of(of))

    def to(self, leg: str, organisation: str) -> Leg:
        """A leg, and the key of who is paid on it where this organisation is."""
        roles = next((flow.paid_to for flow in self.terms.flows if flow.id == leg), ())
        return leg, self.deployed.one_for(roles, organisation)

    @property
    def approval(self) -> Approval | None:
        """The plan that was approved last."""
        return self.plans.newest

    @property
    def approved(self) -> int:
        """What is approved in all."""
        return self.approval.total if self.approval else 0

    @property
    def committed(self) -> int:
        """What is approved and not yet eligible, until support ends."""
        return 0 if self.ended else max(0, self.approved - self.total.eligible)

    @property
    def certified(self) -> Iterator[tuple[str, date, date, int]]:
        """Every certificate of all awards together: its id, the days that it covers, and what was certified as eligible."""
        several = len(set(map(key_of, self.brokered.funding.awards))) > 1
        for name in {**self.prepared, **self.certificates}:
            entry = self.certificates.get(name) or self.prepared[name]
            if several and getattr(entry.event, "award", None):
                continue
            yield (
                name,
                entry.event.covers_from,
                entry.event.covers_to,
                int(getattr(entry.event, "eligible", 0) or 0),
            )

    def net_released(self, leg: Leg) -> int:
        """What is out on a leg to one organisation: released, and not recovered."""
        return self.released.get(leg, 0) - self.recovered.get(leg, 0)
