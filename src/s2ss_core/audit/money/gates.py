"""The gates of a release: which of the programme's apply to it, for which term it is and after which report."""

from datetime import date

from s2ss_core.audit.money.deployment_account import DeploymentAccount
from s2ss_core.audit.record import Record
from s2ss_core.events import FinalReported, InstalmentReleased, InterimReported, TermDatesAdopted
from s2ss_core.values import AcademicYear, Term

__all__ = [
    "after_an_early_end",
    "gates_of",
    "is_last",
    "kind_of_report",
    "scheduled_for",
    "term_ends",
    "terms_of_plan",
]


def is_last(account: DeploymentAccount, event: InstalmentReleased) -> bool:
    """Whether it is the last instalment of its leg, a supplement to it, or one that an early end made the last."""
    if after_an_early_end(account, event):
        return True
    after = kind_of_report(account, event)
    return event.report in account.finals if after is None else after == "final"


def terms_of_plan(account: DeploymentAccount, day: date) -> tuple[Term, ...]:
    """The terms of the plan in force on a day, in order, where it schedules an instalment for each; none otherwise."""
    approval = account.plans.in_force(day)
    if approval is None or account.terms.scheduled_by != "plan":
        return ()
    return tuple(sorted({row.term for row in approval.plan.lines}, key=lambda term: term.in_order))


def after_an_early_end(account: DeploymentAccount, event: InstalmentReleased) -> bool:
    """Whether support has ended and it follows the final report: then it is the last, whatever it was scheduled for."""
    ended = account.ended is not None and account.ended.actual_end <= event.on
    return ended and event.report in account.finals


def gates_of(account: DeploymentAccount, event: InstalmentReleased) -> frozenset[str]:
    """The gates that a release passes: those of every instalment, and those of the last one."""
    last = account.terms.last_gates if is_last(account, event) else ()
    return frozenset((*account.terms.gates, *last))


def scheduled_for(account: DeploymentAccount, event: InstalmentReleased) -> Term | None:
    """The term of an instalment, as the schedule of the agreement or the plan has it; None without one."""
    terms = terms_of_plan(account, event.on)
    if account.terms.scheduled_by == "plan":
        return terms[event.instalment - 1] if 0 < event.instalment <= len(terms) else None
    return account.agreements.term_of(event.instalment, event.leg)


def kind_of_report(account: DeploymentAccount, event: InstalmentReleased) -> str | None:
    """The kind of report that an instalment comes after; None where the schedule does not say."""
    if after_an_early_end(account, event):
        return "final"
    if account.terms.scheduled_by == "plan":
        return "final" if event.instalment == len(terms_of_plan(account, event.on)) else None
    row = account.agreements.instalment(event.instalment, event.leg)
    return row.after if row else None


def term_ends(account: DeploymentAccount, event: InstalmentReleased, record: Record) -> date | None:
    """The last day of the term that a release is for.

    It is as the payee adopted it, or else the lead's school, or else the supported one, or else as the programme divides the
    year.
    """
    term = scheduled_for(account, event) or _term_of_report(account, event, record)
    if term is None:
        return None
    span = next((span for span in account.programme.terms if span.season == term.season), None)
    if span is None:
        return None
    last = date(term.year, span.last_month, min(span.last_day, 28) if span.last_month == 2 else span.last_day)
    lead = account.deployed.lead(event.on).home_school
    schools = (event.paid_to.id, lead.id, account.brokered.school.id)
    adopted = (_adopted(record, school, term, last, event.on) for school in schools)
    return next((day for day in adopted if day), last)


def _adopted(record: Record, school: str, term: Term, last: date, on: date) -> date | None:
    """The last day of a term by the dates that a school had adopted by a day."""
    for dates in reversed(record.organisation(school).events(TermDatesAdopted)):
        if dates.academic_year == AcademicYear.of(last) and dates.on <= on:
            return next((row.last_day for row in dates.terms if row.term == term), None)
    return None


def _term_of_report(account: DeploymentAccount, event: InstalmentReleased, record: Record) -> Term | None:
    reports = record.deployment(account.brokered.deployment).events(InterimReported, FinalReported)
    return next((report.term for report in reports if report.report == event.report), None)
