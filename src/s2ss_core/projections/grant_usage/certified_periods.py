"""The figures of each certificate's own period: what moved in it, and the balances at its end."""

import datetime as dt
from collections.abc import Iterable

import attrs

from s2ss_core.events import CertificatePrepared, GrantRecovered, GrantUsageCertified, InstalmentReleased
from s2ss_core.ids import same
from s2ss_core.projections.engine.event_set import EventSet, Positioned
from s2ss_core.projections.engine.figure import Figure, money
from s2ss_core.projections.engine.note import Note
from s2ss_core.projections.grant_usage.amounts import amounts_of, sum_of
from s2ss_core.projections.grant_usage.breakdowns import LineBreakdown, lines_in
from s2ss_core.projections.grant_usage.certification import standing_in
from s2ss_core.projections.grant_usage.combined_breakdowns import through
from s2ss_core.projections.sums.costs import Costs
from s2ss_core.projections.sums.leg_entries import LegEntries
from s2ss_core.projections.sums.leg_periods import LegPeriod, legs_between
from s2ss_core.projections.sums.lines import line_ids
from s2ss_core.projections.sums.parties import awards_in
from s2ss_core.projections.sums.plans import approved_plans
from s2ss_core.values import Money


@attrs.frozen(kw_only=True)
class CertifiedPeriod:
    """The figures of the period that a certificate covers, as they are known now, in pence.

    The equation of a period holds: owed_at_start + eligible = released - recovered + settled + owed_at_end. Costs go by
    their date, money by that of its release or recovery; overpaid money counts as owed below nought. `settled` is what was
    paid or kept on legs without releases, and `legs` has the same of each leg for itself. `committed`, `unspent`
    and `uncovered` are balances at the end of the period. `certified` is what was eligible in it when it was certified, None before that.
    """

    certificate: str
    covers_from: dt.date
    covers_to: dt.date
    certified: Figure[Money] | None
    owed_at_start: Figure[Money]
    incurred: Figure[Money]
    disallowed: Figure[Money]
    eligible: Figure[Money]
    released: Figure[Money]
    recovered: Figure[Money]
    settled: Figure[Money]
    owed_at_end: Figure[Money]
    committed: Figure[Money]
    unspent: Figure[Money]
    uncovered: Figure[Money]
    lines: tuple[LineBreakdown, ...]
    legs: tuple[LegPeriod, ...]


A_DAY = dt.timedelta(days=1)
Made = Positioned[CertificatePrepared] | Positioned[GrantUsageCertified]


def certified_periods(
    facts: EventSet,
    costs: Costs,
    entries: LegEntries | None,
    lines: frozenset[str] = frozenset(),
    award: str | None = None,
) -> tuple[CertifiedPeriod, ...]:
    """The period of each certificate, in the order in which they were first prepared or certified.

    If there are `lines`, the events and the costs are of these lines of the plan alone, which an `award` bears: what was
    certified of all awards together was then not certified of it. Without them, a certificate of one award among several
    is left out.
    """
    made: dict[str, Made] = {}
    for prepared in facts.of(CertificatePrepared):
        made[prepared.event.certificate] = prepared
    for certified in facts.of(GrantUsageCertified):
        made[certified.event.certificate] = certified
    shown = (entry for entry in made.values() if _is_shown(entry, facts, award))
    return tuple(
        through((entry.position,), _of_award(entry, award, _period(entry, facts, costs, entries, lines)))
        for entry in shown
    )


def _is_shown(made: Made, facts: EventSet, award: str | None) -> bool:
    """Whether a certificate is of all awards, or of this one; of one award alone it is of all."""
    named = _award_of(made)
    if named is None or award is not None:
        return named is None or same(named, award)
    return len(awards_in(facts)) < 2


def _award_of(made: Made) -> str | None:
    return made.event.award if isinstance(made.event, GrantUsageCertified) else None


def _of_award(made: Made, award: str | None, period: CertifiedPeriod) -> CertifiedPeriod:
    """The period, without the sum that was certified of all awards together if it is shown for one of them."""
    return attrs.evolve(period, certified=None) if award and _award_of(made) is None else period


@attrs.frozen
class Outdated:
    """A certificate that stands though what is eligible has moved since, and a note that says so."""

    certificate: str
    note: Note


def outdated(
    facts: EventSet,
    periods: tuple[CertifiedPeriod, ...],
    eligible: Figure[Money],
    others: Iterable[CertifiedPeriod] = (),
) -> tuple[Outdated, ...]:
    """The certificates that are outdated; the final one also answers for what is eligible on days of no certificate.

    `others` are the periods of certificates of one award each, which answer for a part of what is eligible.
    """
    final = {certificate.certificate: certificate.final for certificate in standing_in(facts)}
    standing = [period for period in periods if period.certificate in final]
    beside = eligible - money(
        period.eligible for period in (*standing, *others) if period.certificate in final
    )
    return tuple(
        Outdated(period.certificate, Note(_says(period, now), now.positions))
        for period in standing
        for now in (period.eligible + beside if final[period.certificate] else period.eligible,)
        if period.certified is not None and period.certified.value != now.value
    )


def _says(period: CertifiedPeriod, now: Figure[Money]) -> str:
    certified = period.certified.value if period.certified else None
    return f"certificate {period.certificate} was made of {certified}, and {now.value} is eligible now: certify it again"


def _period(
    made: Made, facts: EventSet, costs: Costs, entries: LegEntries | None, lines: frozenset[str]
) -> CertifiedPeriod:
    first, last = made.event.covers_from, made.event.covers_to
    own, start, end = (
        _Moved.of(facts, costs, entries, *span)
        for span in ((first, last), (dt.date.min, first - A_DAY), (dt.date.min, last))
    )
    then = facts.happened_by(last)
    plan = next(reversed(approved_plans(then)), None)
    if plan and lines:
        plan = attrs.evolve(plan, only=lines)
    at_end = amounts_of(facts.id, then, plan, end.costs, None)
    return CertifiedPeriod(
        certificate=made.event.certificate,
        covers_from=first,
        covers_to=last,
        certified=_certified(made),
        owed_at_start=start.owed,
        incurred=own.costs.incurred,
        disallowed=own.costs.disallowed,
        eligible=own.costs.eligible,
        released=own.released,
        recovered=own.recovered,
        settled=own.settled,
        owed_at_end=end.owed,
        committed=at_end.committed,
        unspent=at_end.unspent,
        uncovered=at_end.uncovered,
        lines=lines_in(line_ids(plan, own.costs), own.costs),
        legs=legs_between(entries, first, last, made.event.certificate),
    )


def _certified(made: Made) -> Figure[Money] | None:
    event = made.event
    if isinstance(event, CertificatePrepared) or event.eligible is None:
        return None
    return Figure(event.eligible, (made.position,))


@attrs.frozen
class _Moved:
    """The costs of a period, and the money released, recovered, and settled without releases in it."""

    costs: Costs
    released: Figure[Money]
    recovered: Figure[Money]
    settled: Figure[Money]

    @classmethod
    def of(
        cls, facts: EventSet, costs: Costs, entries: LegEntries | None, first: dt.date, last: dt.date
    ) -> "_Moved":
        settled = entries.settled_without_releases() if entries else ()
        return cls(
            Costs(tuple(cost for cost in costs.all if first <= cost.on <= last)),
            sum_of(entry for entry in facts.of(InstalmentReleased) if first <= entry.event.on <= last),
            sum_of(entry for entry in facts.of(GrantRecovered) if first <= entry.event.on <= last),
            money(amount for day, amount in settled if first <= day <= last),
        )

    @property
    def owed(self) -> Figure[Money]:
        """What is eligible and not settled; below nought what is settled and not eligible."""
        return self.costs.eligible - (self.released - self.recovered) - self.settled
