"""The trail of an expenditure: from the plan that foresaw it to the certificate that counts it."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, Literal, TypeAlias

import attrs

import s2ss_core.events as e
from s2ss_core.events.streams import stream_parts
from s2ss_core.ledger import certificates_standing, covers, instalment_of, is_of_award
from s2ss_core.projections.engine.event_set import EventSet, Positioned
from s2ss_core.projections.expenditure_sample.expenditure import Expenditure
from s2ss_core.projections.sums.schedule import schedule_of

StepKind = Literal["plan", "agreement", "expenditure", "correction", "evidence", "report", "review", "judgement",
                   "invoice", "release", "payment", "certificate"]  # fmt: skip

# In the order in which an auditor reads it. An expenditure without one of NEEDED has a gap that the trail names.
NEEDED: tuple[StepKind, ...] = (
    "plan", "agreement", "evidence", "report", "review", "judgement", "release", "payment", "certificate",
)  # fmt: skip
Entries: TypeAlias = Sequence[Positioned[Any]]
PLAN = (e.PlanSubmitted, e.PlanApproved)
CORRECTIONS = (e.AcceptedDespite, e.CostDisallowed, e.CostAllowed, e.CostReversed, e.VatSettled)


@attrs.frozen(kw_only=True)
class TrailStep:
    """One event of a trail, and what it is on the way."""

    kind: StepKind
    position: int
    on: dt.date


@attrs.frozen(kw_only=True)
class Trail:
    """The events from plan to certificate, in that order; `missing` are the kinds of which there is none yet."""

    steps: tuple[TrailStep, ...]
    missing: tuple[StepKind, ...]


def trail_of(facts: EventSet, expenditure: Expenditure) -> Trail:
    """The trail of an expenditure through the events of its deployment."""
    steps = tuple(_steps(facts, expenditure))
    kinds = {step.kind for step in steps}
    return Trail(steps=steps, missing=tuple(kind for kind in NEEDED if kind not in kinds))


def _steps(facts: EventSet, of: Expenditure) -> Iterator[TrailStep]:
    """The steps up to the expenditure and what was said of it, then how it was reported, paid and certified."""
    sources = {*of.incurred.positions, *of.disallowed.positions}
    agreement = schedule_of(facts)
    numbers = {number for number, scheduled in agreement.instalments.items() if scheduled.term == of.term}
    yield from _all("plan", _at(sources, facts.of(*PLAN)))
    yield from _all("agreement", _at(agreement.positions, facts.of(e.AgreementIssued, e.AgreementSigned)))
    yield from _all("expenditure", _at((of.position,), facts.of(e.VisitLogged, e.CostIncurred)))
    yield from _all("correction", _corrections(facts, of, sources))
    yield from _all("evidence", (entry for entry in facts.of(e.EvidenceFiled) if entry.event.of == of.of))
    yield from _reported(facts, of)
    yield from _paid(facts, of, numbers)
    yield from _all("certificate", _certified(facts, of))


def _at(positions: Collection[int], entries: Entries) -> Iterator[Positioned[Any]]:
    return (entry for entry in entries if entry.position in positions)


def _corrections(facts: EventSet, of: Expenditure, sources: set[int]) -> Iterator[Positioned[Any]]:
    said_of_it = (e.AcceptedDespite, e.VatSettled)
    for entry in facts.of(*CORRECTIONS):
        event: Any = entry.event
        if entry.position in sources or (isinstance(event, said_of_it) and event.of == of.of):
            yield entry


def _reported(facts: EventSet, of: Expenditure) -> Iterator[TrailStep]:
    in_term: Entries = facts.not_struck_out(e.InterimReported, e.FinalReported)
    reports = [entry for entry in in_term if entry.event.term == of.term]
    names = {entry.event.report for entry in reports}
    reviews = [entry for entry in facts.not_struck_out(e.ReviewHeld) if entry.event.report in names]
    held = {entry.event.review for entry in reviews}
    judged = facts.not_struck_out(e.ProgressJudged)
    yield from _all("report", reports)
    yield from _all("review", reviews)
    yield from _all(
        "judgement", (each for each in judged if each.event.report in names or each.event.review in held)
    )


def _paid(facts: EventSet, of: Expenditure, numbers: set[int]) -> Iterator[TrailStep]:
    for charged in facts.not_struck_out(e.InvoiceReceived):
        if charged.event.instalment in numbers or of.of in charged.event.covers:
            yield from _all("invoice", (charged,))
    for release in facts.of(e.InstalmentReleased):
        if release.event.instalment in numbers:
            yield from _all("release", (release,))
    for payment in facts.not_struck_out(e.PaymentMade):
        if any(
            settled.of == of.of or instalment_of(settled.of) in numbers for settled in payment.event.settles
        ):
            yield from _all("payment", (payment,))


def _certified(facts: EventSet, of: Expenditure) -> Iterator[Positioned[Any]]:
    certified: Entries = facts.of(e.GrantUsageCertified, e.CertificateReturned)
    events = (entry.event for entry in facts.of(e.GrantUsageCertified))
    standing = {
        event.certificate
        for event in certificates_standing(events)
        if covers(event, of.on) and _is_of_line(facts, event, of.line)
    }
    return (entry for entry in certified if entry.event.certificate in standing)


def _is_of_line(facts: EventSet, certificate: e.GrantUsageCertified, line: str) -> bool:
    """Whether an award of which the certificate is bears this line of the plan: any award bears it if none names lines."""
    named = [
        (award, lines)
        for entry in facts.entries
        if isinstance(entry.event, e.GrantAllocated) and (lines := entry.event.lines)
        for award in stream_parts(entry.stream)
    ]
    return not named or any(is_of_award(certificate, award) and line in lines for award, lines in named)


def _all(kind: StepKind, entries: Iterable[Positioned[Any]]) -> Iterator[TrailStep]:
    return (TrailStep(kind=kind, position=entry.position, on=entry.event.on) for entry in entries)
