"""A plain model of what a deployment, an award or a leader's year comes to, reckoned from its events alone.

It shares no code with what it is held against, and writes out the handbook's numbers rather than reading them.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, TypeVar

from s2ss_core.events import (
    AgreementIssued,
    AgreementSigned,
    AllocationReturned,
    AllowanceAgreed,
    AwardVaried,
    Brokered,
    CertificateReturned,
    CommitmentReleased,
    CostAllowed,
    CostDisallowed,
    CostIncurred,
    CostReversed,
    CostStruckOut,
    DaysCommitted,
    DaysStruckOut,
    DaysWorked,
    DocumentShared,
    FinalReported,
    GrantAllocated,
    GrantAwarded,
    GrantRecovered,
    GrantReturned,
    GrantUsageCertified,
    InstalmentReleased,
    InterimReported,
    PaymentMade,
    PaymentReversed,
    PaymentStruckOut,
    PlanApproved,
    PlanLine,
    PlanReturned,
    PlanSubmitted,
    ProgressJudged,
    QALeadAppointed,
    ReportFinalised,
    ReportStruckOut,
    ReviewHeld,
    ReviewStruckOut,
    SupportEnded,
    VisitLogged,
    VisitStruckOut,
)
from s2ss_core.store import Recorded

E = TypeVar("E")
Report = InterimReported | FinalReported

OF_A_DAYS_RATE = {"day": Decimal(1), "half-day": Decimal("0.5"), "hour": Decimal("0.2")}
BANK_HOLIDAYS = {
    date(2023, 12, 25), date(2023, 12, 26), date(2024, 1, 1), date(2024, 3, 29), date(2024, 4, 1),
    date(2024, 5, 6), date(2024, 5, 27), date(2024, 8, 26), date(2024, 12, 25), date(2024, 12, 26),
    date(2025, 1, 1), date(2025, 4, 18), date(2025, 4, 21),
}  # fmt: skip
# What strikes out what: the kinds of fact, the kind of strike, and the field that names the entry in both.
STRIKES = (
    ((VisitLogged,), VisitStruckOut, "visit"),
    ((CostIncurred,), CostStruckOut, "cost"),
    ((InterimReported, FinalReported), ReportStruckOut, "report"),
    ((ReviewHeld,), ReviewStruckOut, "review"),
    ((PaymentMade,), PaymentStruckOut, "payment"),
)


class Told:
    """Events in the order they were recorded."""

    def __init__(self, events: Iterable[Any]) -> None:
        self._by_kind: dict[type, list[tuple[int, Any]]] = {}
        for number, event in enumerate(events):
            self._by_kind.setdefault(type(event), []).append((number, event))

    def of(self, kind: type[E]) -> list[E]:
        return [event for _, event in self._by_kind.get(kind, ())]

    def any_of(self, *kinds: type) -> list[Any]:
        numbered = [one for kind in kinds for one in self._by_kind.get(kind, ())]
        return [event for _, event in sorted(numbered, key=lambda one: one[0])]

    def last(self, kind: type[E]) -> E | None:
        return next(iter(reversed(self.of(kind))), None)


class Story(Told):
    """One deployment with the awards it names."""

    def __init__(self, deployment: str, history: Iterable[Recorded]) -> None:
        entries = list(history)
        own = f"deployment:{deployment}"
        brokered = [e.event for e in entries if e.stream == own and isinstance(e.event, Brokered)]
        awards = {f"grant:{award}" for one in brokered for award in one.funding.awards}
        super().__init__(e.event for e in entries if e.stream == own or e.stream in awards)
        self.deployment = deployment

    # What stands.

    def struck(self, name: str) -> set[str]:
        return {
            getattr(one, name) for _, strike, field in STRIKES if field == name for one in self.of(strike)
        }

    def standing(self, kind: type[E]) -> list[E]:
        name = next(field for facts, _, field in STRIKES if kind in facts)
        struck = self.struck(name)
        return [one for one in self.of(kind) if getattr(one, name) not in struck]

    # Plans.

    @property
    def submitted(self) -> dict[int, PlanSubmitted]:
        return {plan.plan_version: plan for plan in self.of(PlanSubmitted)}

    @property
    def waiting(self) -> PlanSubmitted | None:
        last, decided = (
            self.last(PlanSubmitted),
            {one.plan_version for one in self.any_of(PlanApproved, PlanReturned)},
        )
        return last if last and last.plan_version not in decided else None

    @property
    def plan(self) -> PlanSubmitted | None:
        approval = self.last(PlanApproved)
        return self.submitted[approval.plan_version] if approval else None

    @property
    def approved(self) -> int:
        return sum(line.amount for line in self.plan.lines) if self.plan else 0

    def plan_on(self, day: date) -> PlanSubmitted | None:
        in_effect = [one for one in self.of(PlanApproved) if (one.effective_from or one.on) <= day]
        return self.submitted[in_effect[-1].plan_version] if in_effect else None

    def line(self, name: str | None, day: date) -> PlanLine | None:
        plan = self.plan_on(day)
        return next((line for line in plan.lines if line.id == name), None) if plan else None

    # What was spent, in pence.

    def disallowed_of(self, fact: str) -> int:
        lifted = {one.disallowance for one in self.of(CostAllowed)}
        of_it = [one for one in self.of(CostDisallowed) if one.fact == fact]
        return sum(one.amount for one in of_it if one.disallowance not in lifted)

    def spent(self) -> Iterator[tuple[str, date, str, int, int]]:
        """Each fact that cost something: its id, day and line, what it came to and what of that is eligible."""
        for visit in self.standing(VisitLogged):
            line = self.line(visit.line, visit.on)
            amount = charge(line, visit) if line and line.unit != "item" else None
            if line and amount:
                yield (
                    visit.visit,
                    visit.on,
                    line.id,
                    amount,
                    amount - min(amount, self.disallowed_of(visit.visit)),
                )
        for cost in self.standing(CostIncurred):
            line = self.line(cost.line, cost.on)
            net = cost.net - sum(one.net for one in self.of(CostReversed) if one.cost == cost.cost)
            disallowed = min(net, self.disallowed_of(cost.cost))
            on_plan = line is not None and line.unit == "item"
            yield (
                cost.cost,
                cost.on,
                cost.line,
                net if on_plan else disallowed,
                net - disallowed if on_plan else 0,
            )

    def incurred(self) -> int:
        return sum(amount for *_, amount, _ in self.spent())

    def eligible(self, by: date = date.max) -> int:
        return sum(eligible for _, on, _, _, eligible in self.spent() if on <= by)

    def by_line(self) -> dict[str, tuple[int, int]]:
        """Incurred and eligible of each line."""
        lines: dict[str, tuple[int, int]] = {}
        for _, _, line, incurred, eligible in self.spent():
            before = lines.get(line, (0, 0))
            lines[line] = before[0] + incurred, before[1] + eligible
        return lines

    # What was released, in pence.

    @property
    def released(self) -> int:
        return sum(one.amount for one in self.of(InstalmentReleased))

    @property
    def recovered(self) -> int:
        return sum(one.amount for one in self.of(GrantRecovered))

    @property
    def net_released(self) -> int:
        return self.released - self.recovered

    def paid(self, payment: PaymentMade) -> int:
        back = [one for one in self.of(PaymentReversed) if one.payment == payment.payment]
        return payment.amount - sum(one.amount for one in back)

    # What was awarded, in pence.

    @property
    def awarded(self) -> int:
        varied = sum(one.amount if one.direction == "more" else -one.amount for one in self.of(AwardVaried))
        return sum(one.amount for one in self.of(GrantAwarded)) + varied

    @property
    def allocations(self) -> dict[str, GrantAllocated]:
        own = [one for one in self.of(GrantAllocated) if one.deployment == self.deployment]
        return {one.allocation: one for one in own if one.purpose == "support"}

    @property
    def set_aside(self) -> int:
        return sum(one.amount for one in self.allocations.values())

    @property
    def given_back(self) -> int:
        return sum(one.amount for one in self.of(AllocationReturned) if one.allocation in self.allocations)

    @property
    def ended(self) -> SupportEnded | None:
        return self.last(SupportEnded)

    # What was agreed and reported.

    def agreement(self) -> AgreementIssued | None:
        """The newest agreement that the payee, who is the one that must, has signed."""
        signed = {one.agreement for one in self.of(AgreementSigned) if one.party == "payee"}
        return next((one for one in reversed(self.of(AgreementIssued)) if one.agreement in signed), None)

    def first_signed(self) -> date | None:
        issued = {one.agreement for one in self.of(AgreementIssued)}
        days = [s.on for s in self.of(AgreementSigned) if s.party == "payee" and s.agreement in issued]
        return min(days, default=None)

    def report(self, name: str) -> Report | None:
        reports: list[Report] = [*self.standing(InterimReported), *self.standing(FinalReported)]
        return next((one for one in reports if one.report == name), None)

    def review(self, name: str) -> ReviewHeld | None:
        return next((one for one in self.standing(ReviewHeld) if one.review == name), None)

    def judgement(self, party: str, report: str, by: date) -> ProgressJudged | None:
        """The latest a party came to on a report, on a review that stands; of one day, the one told last."""
        made = [
            one
            for one in self.of(ProgressJudged)
            if (one.party, one.report) == (party, report) and one.on <= by and self.review(one.review)
        ]
        return max(reversed(made), key=lambda one: one.on, default=None)

    def notice(self, report: str, review: date) -> int | None:
        """Working days that the last of QA Lead and broker had the report before its review."""
        had: dict[str, date] = {}
        for one in self.of(DocumentShared):
            if one.document == report and one.on <= review:
                had |= {reader: min(one.on, had.get(reader, one.on)) for reader in one.shared_with}
        if not {"qa-lead", "broker"} <= set(had):
            return None
        return working_days(max(had["qa-lead"], had["broker"]), review)

    def finalised(self, report: str) -> date | None:
        return max((one.on for one in self.of(ReportFinalised) if one.report == report), default=None)

    def certificate(self) -> GrantUsageCertified | None:
        """The one that stands: none supersedes it."""
        return self.last(GrantUsageCertified)

    def returned(self, certificate: str, report: str) -> date | None:
        back = [one for one in self.of(CertificateReturned) if one.certificate == certificate]
        return min((one.on for one in back if one.with_report == report), default=None)

    @property
    def qa_lead(self) -> str | None:
        appointed = self.last(QALeadAppointed)
        return appointed.qa_lead if appointed else None


class Year(Told):
    """One leader's year, in days."""

    @property
    def allowance(self) -> Decimal:
        """What was agreed last, at most the lowest cap of the programmes that booked days."""
        agreed = self.last(AllowanceAgreed)
        caps = [Decimal(one.cap) for one in self.of(DaysCommitted) if one.cap is not None]
        return min([Decimal(agreed.days), *caps]) if agreed else Decimal(0)

    def standing(self) -> list[DaysWorked]:
        struck = {(one.deployment, one.visit) for one in self.of(DaysStruckOut)}
        return [one for one in self.of(DaysWorked) if (one.deployment, one.visit) not in struck]

    def committed(self, deployment: str | None = None) -> Decimal:
        booked, back = self.of(DaysCommitted), self.of(CommitmentReleased)
        return days_of(booked, deployment) - days_of(back, deployment)

    def worked(self, deployment: str | None = None) -> Decimal:
        return days_of(self.standing(), deployment)

    @property
    def booked(self) -> Decimal:
        deployments = {one.deployment for one in self.any_of(DaysCommitted, DaysWorked)}
        return sum((max(self.committed(one), self.worked(one)) for one in deployments), Decimal(0))


class Award(Told):
    """One award over all its deployments, in pence."""

    @property
    def awarded(self) -> int:
        varied = sum(one.amount if one.direction == "more" else -one.amount for one in self.of(AwardVaried))
        return sum(one.amount for one in self.of(GrantAwarded)) + varied

    @property
    def allocated(self) -> int:
        back = sum(one.amount for one in self.of(AllocationReturned))
        return sum(one.amount for one in self.of(GrantAllocated)) - back

    @property
    def returned(self) -> int:
        return sum(one.amount for one in self.of(GrantReturned))


def charge(line: PlanLine, visit: VisitLogged) -> int | None:
    """Pence that a visit comes to on a line of days, preparation and all; None where the line has no price."""
    parts = [(visit.unit, visit.quantity)]
    parts += [(visit.preparation.unit, visit.preparation.quantity)] if visit.preparation else []
    total = Decimal(0)
    for unit, quantity in parts:
        if unit != line.unit and (line.unit != "day" or unit not in OF_A_DAYS_RATE):
            return None
        share = Decimal(1) if unit == line.unit else OF_A_DAYS_RATE[unit]
        total += Decimal(int(line.rate)) * quantity * share
    return int(total)


def days_of(events: Iterable[Any], deployment: str | None) -> Decimal:
    """The days of some events, in all or for one deployment."""
    return sum((Decimal(one.days) for one in events if deployment in (None, one.deployment)), Decimal(0))


def working_days(earlier: date, later: date) -> int:
    """Working days after one day, up to and with another."""
    between = (earlier + timedelta(days=n) for n in range(1, (later - earlier).days + 1))
    return sum(day.weekday() < 5 and day not in BANK_HOLIDAYS for day in between)


def last_day(term: str) -> date:
    """The last day of a term, as the programme shares out the year."""
    year, _, season = term.partition("-")
    month, day = {"spring": (3, 31), "summer": (8, 31), "autumn": (12, 31)}[season]
    return date(int(year), month, day)


def deployments_in(history: Sequence[Recorded]) -> list[str]:
    """The ids of all deployments brokered."""
    return [entry.event.deployment for entry in history if isinstance(entry.event, Brokered)]


def streams_in(history: Iterable[Recorded], kind: str) -> dict[str, list[Any]]:
    """The events of every stream of a kind, by the stream's name."""
    found: dict[str, list[Any]] = {}
    for entry in history:
        if entry.stream.startswith(f"{kind}:"):
            found.setdefault(entry.stream, []).append(entry.event)
    return found
