"""Checks that the parts of a programme agree with one another. They run when its file is read."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import combinations
from typing import get_args

from s2ss_core.programmes.checklist_consistency import asked_checklists, checklists
from s2ss_core.programmes.conversions import span_dates
from s2ss_core.programmes.days_and_terms import TermSpan
from s2ss_core.programmes.document_consistency import documents, signatories
from s2ss_core.programmes.flow_consistency import flows, repeated, splits
from s2ss_core.programmes.plan_consistency import designations, rhythms, steps
from s2ss_core.programmes.prices import Rate
from s2ss_core.programmes.programme import Gate, Programme, Terms
from s2ss_core.programmes.retention import retention
from s2ss_core.values import Head

LEAP_AND_COMMON = (2024, 2023)
MOST_NOTICE = 260  # working days: a year
NEEDS: dict[Gate, str] = {
    "agreement-signed": "agreement",
    "progress-judged": "judges",
    "payee-role": "payees",
    "within-allocation": "needs_award",
}


def inconsistencies(programme: Programme) -> Iterator[str]:
    """One text for each contradiction: a dotted key path (lists count from 0) and what is expected there."""
    yield from _terms(programme.terms)
    yield from _numbers(programme)
    yield from retention(programme.years_kept)
    yield from _uses(programme)
    for at, rate in enumerate(programme.rates):
        yield from _rate(f"rates[{at}]", rate, programme)
    yield from _rates_overlap(programme.rates)
    yield from designations(programme)
    yield from rhythms(programme)
    yield from splits(programme)
    yield from repeated("capacity", [capacity.unit for capacity in programme.capacity])
    yield from repeated("charges", [charge.unit for charge in programme.charges])
    yield from repeated("funding", [terms.kind for terms in programme.funding])
    if not programme.funding:
        yield "funding: expected at least one kind of funding"
    yield from signatories(programme)
    yield from checklists(programme)
    for at, terms in enumerate(programme.funding):
        yield from _funding(f"funding[{at}]", terms, programme)


def _terms(spans: Sequence[TermSpan]) -> Iterator[str]:
    yield from repeated("terms", [span.season for span in spans])
    ordered = sorted(spans, key=lambda span: (span.first_month, span.first_day))
    for year in LEAP_AND_COMMON:
        following = date(year, 1, 1)
        for span in ordered:
            try:
                first, last = span_dates(span, year)
            except (ValueError, OverflowError):
                yield f"terms: {span.season} begins or ends on a day that {year} does not have"
                return
            if first != following or last <= first:
                yield (
                    f"terms: {span.season} must begin on {following.day} {following:%B} and end later,"
                    " so that the terms cover the year without gap or overlap"
                )
                return
            following = last + timedelta(days=1)
        if following != date(year + 1, 1, 1):
            yield f"terms: the terms end before {following.day} {following:%B}: the last one must end on 31 December"
            return


def _numbers(programme: Programme) -> Iterator[str]:
    cap, duration, notice = programme.cap, programme.duration, programme.lead_times
    if cap.most_in_a_visit.value > cap.days.value:
        yield "cap.most_in_a_visit.value: expected no more than cap.days.value"
    if not 1 <= duration.fewest_terms <= duration.most_terms:
        yield "duration: expected 1 ≤ fewest_terms ≤ most_terms"
    for days in (notice.report_shared_before_review.value, notice.report_updated_after_review.value):
        if not 0 <= days <= MOST_NOTICE:
            yield f"lead_times: expected working days, 0 to {MOST_NOTICE}"
    if notice.review_minutes.value < 1:
        yield "lead_times.review_minutes.value: expected minutes, 1 or more"
    if programme.reports.interim_from_terms < 1:
        yield "reports.interim_from_terms: expected terms, 1 or more"
    for at, capacity in enumerate(programme.capacity):
        if capacity.days > cap.most_in_a_visit.value:
            yield f"capacity[{at}].days: one {capacity.unit} takes more than cap.most_in_a_visit.value"


def _uses(programme: Programme) -> Iterator[str]:
    uses = programme.uses
    listed = [*uses.permitted.value, *uses.unusual.value, *uses.never.value]
    yield from repeated("uses", listed)
    for head in get_args(Head):
        if head not in listed:
            yield f"uses: {head!r} must be among permitted, unusual or never"


def _rate(at: str, rate: Rate, programme: Programme) -> Iterator[str]:
    if rate.amount < 0 or any(split.amount < 0 for split in rate.splits):
        yield f"{at}: expected no negative sum"
    if rate.splits and sum(split.amount for split in rate.splits) != rate.amount:
        yield f"{at}.splits: expected parts that add up to {rate.amount}"
    if rate.until is not None and rate.until < rate.since:
        yield f"{at}.until: expected a day on or after since, {rate.since}"
    if rate.head in programme.uses.never.value:
        yield f"{at}.head: {rate.head!r} has a rate and is among uses.never"


def _rates_overlap(rates: Sequence[Rate]) -> Iterator[str]:
    for (first, rate), (second, other) in combinations(enumerate(rates), 2):
        same = (rate.head, rate.unit, rate.band, rate.kind) == (
            other.head,
            other.unit,
            other.band,
            other.kind,
        )
        if same and rate.since <= (other.until or date.max) and other.since <= (rate.until or date.max):
            yield f"rates[{second}]: in force together with rates[{first}] for the same unit and band"


def _funding(at: str, terms: Terms, programme: Programme) -> Iterator[str]:
    for gate, needed in NEEDS.items():
        if gate in (*terms.gates, *terms.last_gates) and not getattr(terms, needed):
            yield f"{at}.gates: {gate!r} can never be passed without {needed}"
    if again := set(terms.gates) & set(terms.last_gates):
        yield f"{at}.last_gates: {', '.join(sorted(again))} are already gates of every instalment"
    yield from steps(at, terms, programme)
    yield from documents(at, terms, programme)
    yield from flows(at, terms)
    yield from asked_checklists(at, terms, programme)
    if not terms.qa_lead_required and (terms.qa_lead_independent or "qa-lead" in terms.judges):
        yield f"{at}.qa_lead_required: expected true where a QA Lead must be independent or judges"
