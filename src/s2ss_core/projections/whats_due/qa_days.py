"""The QA Days that are due: the one at which the plan is agreed, and those for which the programme says by when."""

import datetime as dt
from collections.abc import Iterator

from s2ss_core.errors import BadInput
from s2ss_core.events import AgreementSigned, QADayHeld
from s2ss_core.programmes import QADayDue, term_dates, term_of
from s2ss_core.projections.engine.event_set import EventSet
from s2ss_core.projections.whats_due.due import Due
from s2ss_core.projections.whats_due.requirements import Requirements, unsigned


def qa_days(facts: EventSet, requirements: Requirements) -> Iterator[Due]:
    """Each QA Day of a purpose that was not held yet. Support that did not run its course owes none that came later."""
    held = {day.event.purpose for day in facts.not_struck_out(QADayHeld)}
    agreed_at = requirements.terms.plan_agreed_at
    asked = {asked.purpose: asked for asked in requirements.terms.qa_days}
    for purpose in dict.fromkeys((*([agreed_at] if agreed_at else []), *asked)):
        due = _due(facts, requirements, asked[purpose]) if purpose in asked else requirements.start
        cut_short = not requirements.ran_its_course and due > requirements.end
        if purpose not in held and not cut_short:
            yield requirements.owes(
                f"the QA Day of {purpose}",
                due,
                "qa-lead",
                since=_counted_from(facts, requirements, asked.get(purpose)),
            )


def _due(facts: EventSet, requirements: Requirements, asked: QADayDue) -> dt.date:
    first = _counted_from(facts, requirements, asked)
    if first is None:
        return requirements.start
    if asked.terms:
        last = _end_of_term(requirements, first, asked.terms)
    else:
        import pendulum  # noqa: PLC0415 -- it is slow to import, and most deployments have no such day

        counted = pendulum.date(first.year, first.month, first.day).add(
            weeks=asked.weeks, months=asked.months
        )
        last = dt.date(counted.year, counted.month, counted.day)
    return min(last, requirements.end) if asked.counted_from == "start" else last


def _counted_from(facts: EventSet, requirements: Requirements, asked: QADayDue | None) -> dt.date | None:
    """The start of the support, or the last signature of the agreement that support waits for, once it is fully signed."""
    if asked is None or asked.counted_from == "start":
        return requirements.start
    document = requirements.terms.agreement
    signed = [signature.event.on for signature in facts.of(AgreementSigned)]
    if document is None or not signed or unsigned(facts, requirements, document):
        return None
    return max(signed)


def _end_of_term(requirements: Requirements, day: dt.date, terms: int) -> dt.date:
    """The last day of the last of so many terms, the first being the one that holds a day."""
    last = day
    try:
        for _ in range(terms):
            last = term_dates(requirements.programme, term_of(requirements.programme, day))[1]
            day = last + dt.timedelta(days=1)
    except BadInput:  # a day that no term holds
        return requirements.end
    return last
