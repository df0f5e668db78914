"""Checks that what a programme asks of a plan and of its leaders agrees with its uses, rates and gates."""

from collections.abc import Iterator
from typing import get_args

from s2ss_core.programmes.flow_consistency import repeated
from s2ss_core.programmes.programme import Programme, Terms
from s2ss_core.programmes.rhythms import Rhythm
from s2ss_core.values import ActivityKind, AssessmentKind


def designations(programme: Programme) -> Iterator[str]:
    """One text for each accreditation that is listed twice or has no rate."""
    bands = [accreditation.band for accreditation in programme.designations]
    yield from repeated("designations", bands)
    priced = {rate.band for rate in programme.rates if rate.head == "leader-days"}
    for at, accreditation in enumerate(programme.designations):
        if accreditation.band not in priced:
            yield f"designations[{at}].band: {accreditation.band!r} has no rate for leader-days"


def steps(at: str, terms: Terms, programme: Programme) -> Iterator[str]:
    """One text for each contradiction in the uses of one kind of funding, and in when its plan is agreed and paid."""
    if unknown := set(terms.uses) - {*programme.uses.permitted.value, *programme.uses.unusual.value}:
        yield f"{at}.uses: {', '.join(sorted(unknown))} are among neither uses.permitted nor uses.unusual"
    yield from _approval(at, terms)
    if terms.plan_agreed_at and not terms.qa_lead_required:
        yield f"{at}.plan_agreed_at: expected qa_lead_required = true: the QA Lead holds that day"
    if terms.scheduled_by == "plan" and "within-schedule" in terms.gates:
        yield f"{at}.scheduled_by: 'within-schedule' holds releases against an agreement: leave one of the two out"
    for number, asked in enumerate(terms.qa_days):
        if [given > 0 for given in (asked.weeks, asked.months, asked.terms) if given] != [True]:
            yield f"{at}.qa_days[{number}]: say how long by one of weeks, months and terms, above 0"
    yield from repeated(f"{at}.qa_days", [asked.purpose for asked in terms.qa_days])


def _approval(at: str, terms: Terms) -> Iterator[str]:
    if terms.plan and terms.approver is None:
        yield f"{at}.approver is missing: say who approves the plan, or write plan = false if support waits for no plan"
    if terms.plan:
        return
    asked = {
        "approver": terms.approver is not None,
        "plan_kinds": bool(terms.plan_kinds),
        "plan_agreed_at": terms.plan_agreed_at is not None,
        "scheduled_by": terms.scheduled_by == "plan",
        "gates": "plan-approved" in (*terms.gates, *terms.last_gates),
    }
    for key in (key for key, given in asked.items() if given):
        yield f"{at}.{key}: expected nothing of a plan here, because plan = false says that support waits for none"


def rhythms(programme: Programme) -> Iterator[str]:
    """One text for each rhythm that is listed twice, that comes only once or that says half of how long it is."""
    yield from repeated("rhythms", [rhythm.kind for rhythm in programme.rhythms])
    for number, rhythm in enumerate(programme.rhythms):
        yield from _rhythm(f"rhythms[{number}]", rhythm)


def _rhythm(at: str, rhythm: Rhythm) -> Iterator[str]:
    if rhythm.every == "once":
        yield f"{at}.every: expected week, fortnight, term or year: what is held once has no rhythm"
    if (rhythm.unit is None) != (rhythm.quantity is None):
        yield f"{at}: give unit and quantity together, or neither"
    if rhythm.priorities < 0:
        yield f"{at}.priorities: expected a number of priorities, 0 or more"
    if rhythm.kind in get_args(ActivityKind) and rhythm.priorities:
        yield f"{at}.priorities: expected none: only an assessment of needs names priorities"
    if rhythm.kind in get_args(AssessmentKind) and (rhythm.people or rhythm.unit):
        yield f"{at}: expected neither people nor unit: an assessment of needs has nobody who must be there, and no length"
