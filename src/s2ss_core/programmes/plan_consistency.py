"""Checks that what a programme asks of a plan and of its leaders agrees with its uses, rates and gates."""

from collections.abc import Iterator

from s2ss_core.programmes.flow_consistency import repeated
from s2ss_core.programmes.programme import Programme, Terms


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
    if terms.plan_agreed_at and not terms.qa_lead_required:
        yield f"{at}.plan_agreed_at: expected qa_lead_required = true: the QA Lead holds that day"
    if terms.scheduled_by == "plan" and "within-schedule" in terms.gates:
        yield f"{at}.scheduled_by: 'within-schedule' holds releases against an agreement: leave one of the two out"
    for number, asked in enumerate(terms.qa_days):
        if [given > 0 for given in (asked.weeks, asked.months, asked.terms) if given] != [True]:
            yield f"{at}.qa_days[{number}]: say how long by one of weeks, months and terms, above 0"
    yield from repeated(f"{at}.qa_days", [asked.purpose for asked in terms.qa_days])
