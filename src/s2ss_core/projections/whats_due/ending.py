"""What is due at the end: the finalised report and its sharing, the certificate, the end of support, and payments."""

import datetime as dt
from collections.abc import Iterator

import s2ss_core.events as e
from s2ss_core.programmes import add_working_days
from s2ss_core.projections.engine.event_set import EventSet
from s2ss_core.projections.engine.figure import no_money
from s2ss_core.projections.sums.legs import Leg, legs_in
from s2ss_core.projections.sums.support_costs import SupportCosts
from s2ss_core.projections.whats_due.due import Due
from s2ss_core.projections.whats_due.requirements import Requirements
from s2ss_core.projections.whats_due.sharing import Ready, report_passed_on


def at_the_end(facts: EventSet, requirements: Requirements) -> Iterator[Due]:
    """The finalised final report, the certificate, and the end of the support on record."""
    gates = (*requirements.terms.gates, *requirements.terms.last_gates)
    if requirements.ran_its_course:
        yield from _final_report(facts, requirements, finalised="final-report-finalised" in gates)
        if "certificate-returned" in gates and not facts.of(e.CertificateReturned):
            yield requirements.owes(
                "the certificate of grant usage", requirements.end, "payee", since=requirements.end
            )
    if not facts.of(e.SupportEnded):
        yield requirements.owes(
            "the end of the support on record", requirements.end, "broker", since=requirements.end
        )


def _final_report(facts: EventSet, requirements: Requirements, *, finalised: bool) -> Iterator[Due]:
    """The final report, finalised if the programme asks for it; then its sharing with those who are to have it."""
    asked = requirements.programme.reports
    finals = {report.event.report: report for report in facts.not_struck_out(e.FinalReported)}
    last = [entry for entry in facts.of(e.ReportFinalised) if entry.event.report in finals]
    if finalised and not last:
        held = [review for review in facts.not_struck_out(e.ReviewHeld) if review.event.report in finals]
        after = requirements.programme.lead_times.report_updated_after_review.value
        yield requirements.owes(
            "the final report, finalised after its review",
            add_working_days(held[-1].event.on, after) if held else requirements.end,
            *asked.final_authors,
            of=held[-1].event.report if held else None,
            since=held[-1].event.on if held else requirements.end,
            positions=(held[-1].position,) if held else (),
        )
        return
    ready = last[-1] if finalised else next(reversed(finals.values()), None)
    if ready is None:
        return
    passed_on = Ready(
        report=ready.event.report,
        kind="final",
        term=None,
        since=ready.event.on,
        due=ready.event.on,
        authors=asked.final_authors,
        position=ready.position,
    )
    yield from report_passed_on(facts, requirements, passed_on, last[-1] if last else None)


def payments(facts: EventSet, requirements: Requirements, support: SupportCosts) -> Iterator[Due]:
    """Each payment of what was released, or of what is owed on a leg without releases."""
    payers = {flow.id: flow.paid_by for flow in requirements.terms.flows}
    for leg in legs_in(facts, support) or ():
        figure = {"released": leg.unpaid, "kept": no_money(), "paid": leg.owed}[leg.settled_by]
        if figure.value > 0 and leg.kept_on_record:
            day = _released_on(facts, leg) or requirements.end
            yield requirements.owes(
                f"the payment of {figure.value} on the leg {leg.leg} to {leg.to}",
                day,
                *payers.get(leg.leg, ("broker",)),
                of=leg.leg,
                since=day,
                positions=figure.positions,
            )


def _released_on(facts: EventSet, leg: Leg) -> dt.date | None:
    """The day of the newest release on a leg, from which its payment is due."""
    days = [release.event.on for release in facts.of(e.InstalmentReleased) if release.event.leg == leg.leg]
    return max(days, default=None)
