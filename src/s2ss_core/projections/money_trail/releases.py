"""What each release paid for, by the account's own rule: what is due on its leg by then, less what was settled before.

On a leg without releases each payment takes the place of a release.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs

from s2ss_core.errors import BadInput
from s2ss_core.events import (
    Brokered,
    CostIncurred,
    GrantRecovered,
    InstalmentReleased,
    PaymentMade,
    VisitLogged,
    cause_of,
)
from s2ss_core.ledger import LegKey, in_force, scheduled_by_plan
from s2ss_core.programmes import Programme, term_dates
from s2ss_core.projections.engine.event_set import EventSet, Positioned
from s2ss_core.projections.engine.figure import Figure, money, together
from s2ss_core.projections.money_trail.steps import Link, step_name, step_of
from s2ss_core.projections.sums.leg_entries import LegEntries, LegEntry
from s2ss_core.projections.sums.support_costs import SupportCosts
from s2ss_core.values import Cause, Money


@attrs.frozen(kw_only=True)
class Basis:
    """What a release rests on, or a payment on a leg without releases: `due` on the leg to its payee by `by`.

    `settled_before` is what was released before, less what was recovered; without releases what was paid, less what came
    back. All sums in pence, as the record has them now. `owed_after` is what was still owed on the leg after it.
    """

    step: str
    leg: str
    by: dt.date
    due: Figure[Money]
    settled_before: Figure[Money]
    amount: Figure[Money]
    owed_after: Figure[Money]


@attrs.frozen(kw_only=True)
class Release:
    """A release, its basis, and what became due for each visit and cost that counts in no release on the leg before."""

    of: Cause
    leg: LegKey
    basis: Basis
    counted: Mapping[Cause, Figure[Money]]

    @property
    def is_for_one(self) -> bool:
        """Whether it pays all of one visit or cost and nothing else: all that was due before was released before."""
        new = sum(int(amount.value) for amount in self.counted.values())
        basis = self.basis
        settled_before = basis.settled_before.value == basis.due.value - new
        return settled_before and basis.amount.value == new and len(self.counted) == 1


def releases_of(facts: EventSet, support: SupportCosts, entries: LegEntries) -> Iterator[Release]:
    """Every release with its basis, leg by leg, in order of record; every payment on legs that are settled by payments."""
    recorded = _positions(facts)
    for key in entries.keys:
        on_leg = [entry for entry in entries.on(key) if entry.posting.of in recorded]
        moving = ("released", "recovered") if entries.legs.settling(key[0]) == "released" else ("paid",)
        due = [entry for entry in on_leg if entry.posting.what == "due"]
        moved = _together([entry for entry in on_leg if entry.posting.what in moving], recorded)
        yield from _on_leg(facts, support, due, moved)


def _together(entries: Sequence[LegEntry], recorded: Mapping[Cause, int]) -> Sequence[LegEntry]:
    """What moved in order of record, all that one entry moved together; what was recovered is below nought."""
    found: dict[Cause, LegEntry] = {}
    for entry in sorted(entries, key=lambda entry: recorded[entry.posting.of]):
        back = entry.posting.what == "recovered"
        amount = Figure(Money(0)) - entry.amount if back else entry.amount
        of = entry.posting.of
        found[of] = attrs.evolve(entry, amount=found[of].amount + amount if of in found else amount)
    return tuple(found.values())


def _on_leg(
    facts: EventSet, support: SupportCosts, due: Sequence[LegEntry], moved: Sequence[LegEntry]
) -> Iterator[Release]:
    recorded = _positions(facts)
    counted: set[int] = set()
    before: Figure[Money] = Figure(Money(0))
    for entry in moved:
        release = _Folded(facts, support, entry, before, recorded[entry.posting.of])
        if entry.amount.value > 0:
            found = [at for at, each in enumerate(due) if release.counts(each, recorded[each.posting.of])]
            yield release.release([due[at] for at in found], [due[at] for at in found if at not in counted])
            counted.update(found)
        before = (before + entry.amount).because_of(*release.sources)


@attrs.frozen
class _Folded:
    """One release or payment on its leg, what was settled before it, and its position."""

    facts: EventSet
    support: SupportCosts
    entry: LegEntry
    before: Figure[Money]
    position: int

    def counts(self, due: LegEntry, recorded: int) -> bool:
        """Whether what is due for an entry counts in the release: it was recorded before it, and incurred by its day."""
        return recorded < self.position and due.posting.day <= self._by[0]

    @property
    def sources(self) -> tuple[int, ...]:
        return together(self.entry.amount.positions, self._by[1])

    @property
    def _by(self) -> tuple[dt.date, tuple[int, ...]]:
        """The last day of which the release pays what is due, and the positions that say so."""
        event = next((each.event for each in self._releases if each.position == self.position), None)
        if event is None:
            return self.entry.posting.day, ()
        plans = [plan for plan in self.support.price_list.plans if plan.approved.position < self.position]
        programme = self.support.price_list.programme
        plan = in_force(plans, event.on)
        if programme is None or plan is None or not _by_plan(self.facts, programme):
            return event.on, ()
        numbers = {due.instalment: due.term for due in scheduled_by_plan(plan.submitted.event, event.leg)}
        try:
            ends = term_dates(programme, numbers[event.instalment])[1]
        except (KeyError, BadInput):
            return event.on, plan.positions
        return min(event.on, ends), plan.positions

    @property
    def _releases(self) -> Sequence[Positioned[InstalmentReleased]]:
        return self.facts.of(InstalmentReleased)

    def release(self, due: Sequence[LegEntry], new: Sequence[LegEntry]) -> Release:
        """The release with its basis, where so much is due by then and so much of it counts for the first time."""
        why = together(self.sources, self.before.positions)
        total = money(entry.amount for entry in due).because_of(*why)
        counted: dict[Cause, Figure[Money]] = {}
        for entry in new:
            of = entry.posting.of
            amount = entry.amount.because_of(*why)
            counted[of] = counted[of] + amount if of in counted else amount
        return Release(
            of=self.entry.posting.of,
            leg=self.entry.posting.leg,
            basis=Basis(
                step=step_of(self.entry.posting.of),
                leg=step_name("leg", *self.entry.posting.leg),
                by=self._by[0],
                due=total,
                settled_before=self.before.because_of(*why),
                amount=self.entry.amount,
                owed_after=(total - self.before - self.entry.amount).at_least_nought(),
            ),
            counted={of: amount for of, amount in counted.items() if amount.value},
        )


def links_of_releases(releases: Sequence[Release]) -> Iterator[Link]:
    """What counts first in each release, and the release with which all that was due by then was released."""
    waiting: dict[LegKey, set[Cause]] = {}
    for release in releases:
        source, open_on_leg = release.basis.step, waiting.setdefault(release.leg, set())
        for of, amount in release.counted.items():
            yield Link(
                source=source, target=step_of(of), how="counts", amount=amount, positions=amount.positions
            )
            if release.is_for_one:
                yield Link(source=source, target=step_of(of), how="pays exactly")
        open_on_leg.update(release.counted)
        if not release.basis.owed_after.value:
            yield from (
                Link(source=source, target=step_of(of), how="completes")
                for of in sorted(open_on_leg, key=str)
            )
            open_on_leg.clear()


def _by_plan(facts: EventSet, programme: Programme) -> bool:
    brokered = facts.latest(Brokered)
    kind = brokered.event.funding.kind if brokered else None
    return any(terms.kind == kind and terms.scheduled_by == "plan" for terms in programme.funding)


def _positions(facts: EventSet) -> dict[Cause, int]:
    """Where each entry that moves money, or for which it is due, was recorded."""
    kinds: Sequence[Positioned[Any]] = facts.of(
        VisitLogged, CostIncurred, InstalmentReleased, GrantRecovered, PaymentMade
    )
    return {cause_of(entry.event): entry.position for entry in reversed(kinds)}
