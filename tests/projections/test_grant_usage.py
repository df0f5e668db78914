from collections import Counter
from datetime import date
from functools import cache
from typing import Any

import attrs
import pytest

from s2ss_core.errors import NotFound
from s2ss_core.events import CertificatePrepared, InstalmentReleased, PaymentMade, grant_stream, stored_name
from s2ss_core.projections import AWARD_USAGE, GRANT_USAGE, AsAt, Certificate, Figure
from s2ss_core.projections.grant_usage.provenance import ASSURED_ABOVE, keeping_of, provenance_of
from s2ss_core.projections.sums.costs import Costs
from s2ss_core.values import Money, Person
from tests.projections.histories import History
from tests.projections.worked_example import (
    BUSINESS_MANAGER,
    OWN,
    SPRING,
    SUMMER,
    approval,
    awarded,
    certificate,
    cost,
    line,
    paid,
    plan,
    worked_example,
)

KEY = ("deployment", "d-1")
HISTORY = worked_example()

COUNTS = {
    "brokered": 1, "plan-submitted": 2, "plan-approved": 2, "visit-logged": 18, "interim-reported": 2,
    "final-reported": 1, "review-held": 3, "instalment-released": 3, "accepted-despite": 1, "closed": 1,
}  # fmt: skip
LINES = {
    "1": (4000, 4000, 0, 4000),
    "2": (4000, 4000, 0, 4000),
    "3": (3000, 3250, 250, 3000),
}
TERMS = {
    "2024-spring": ((4000, 1000, 1000), 6000, 6000, 6250, 250, 6000),
    "2024-summer": ((0, 1000, 1000), 2000, 2000, 2000, 0, 2000),
    "2024-autumn": ((0, 2000, 1000), 3000, 3000, 3000, 0, 3000),
}
FUNDERS_YEARS = {
    "2023-24": ((4000, 1000, 1000), 6000, 6250, 250, 0),
    "2024-25": ((0, 3000, 2000), 5000, 5000, 0, 11000),
}
TRUSTS_YEARS = {
    "2023/24": ((4000, 2000, 2000), 8000, 8250, 250, 8000),
    "2024/25": ((0, 2000, 1000), 3000, 3000, 0, 3000),
}
AS_HAPPENED_AT = {
    "2023-12-13": (0, 0, 0, 0, 0, 11000, 0),
    "2023-12-14": (0, 0, 0, 0, 11000, 0, 0),
    "2024-03-15": (5850, 5600, 0, 5600, 5400, 0, 0),
    "2024-03-31": (6250, 6000, 0, 6000, 5000, 0, 0),
    "2024-04-12": (6250, 6000, 6000, 0, 5000, 0, 0),
    "2024-08-31": (8250, 8000, 8000, 0, 3000, 0, 0),
    "2024-12-16": (11250, 11000, 8000, 3000, 0, 0, 0),
    "2025-01-17": (11250, 11000, 11000, 0, 0, 0, 0),
}


@cache
def the_usage() -> Certificate:
    """What the worked example comes to; folded in the first test that asks."""
    return GRANT_USAGE.live(HISTORY, KEY)


def in_pounds(*figures: Figure[Money]) -> tuple[float, ...]:
    return tuple(figure.value / 100 for figure in figures)


def test_the_history_is_the_worked_example() -> None:
    counts = Counter(stored_name(type(entry.event)).name.partition(".")[2] for entry in HISTORY.entries)

    assert {name: counts[name] for name in COUNTS} == COUNTS


@pytest.mark.parametrize(("line", "expected"), LINES.items())
def test_each_line_comes_to_what_was_expected(line: str, expected: tuple[int, ...]) -> None:
    (row,) = [row for row in the_usage().lines if row.line == line]

    assert in_pounds(row.approved, row.incurred, row.disallowed, row.eligible) == expected
    assert row.variance.value == row.approved.value - row.eligible.value


def test_the_whole_comes_to_what_was_expected() -> None:
    amounts = the_usage().amounts

    assert in_pounds(amounts.approved, amounts.incurred, amounts.disallowed, amounts.eligible) == (
        11000, 11250, 250, 11000,
    )  # fmt: skip
    assert in_pounds(amounts.awarded, amounts.allocated) == (11000, 11000)


def test_actual_days_are_counted_in_the_unit_of_the_line() -> None:
    counted = {row.line: (str(row.planned.value), str(row.actual.value)) for row in the_usage().lines}

    assert counted == {"1": ("10", "10"), "2": ("3", "3"), "3": ("6", "6.5")}


@pytest.mark.parametrize(("term", "expected"), TERMS.items())
def test_each_term_comes_to_what_was_expected(term: str, expected: tuple[object, ...]) -> None:
    (cut,) = [cut for cut in the_usage().cuts.by_term if cut.period == term]
    assert cut.approved is not None
    assert cut.released_for is not None

    lines = in_pounds(*(line.eligible for line in cut.lines))
    whole = in_pounds(cut.approved, cut.eligible, cut.incurred, cut.disallowed, cut.released_for)

    assert (lines, *whole) == expected
    assert lines == in_pounds(*(line.approved for line in cut.lines if line.approved))


@pytest.mark.parametrize(("year", "expected"), FUNDERS_YEARS.items())
def test_each_of_the_funders_years_comes_to_what_was_expected(
    year: str, expected: tuple[object, ...]
) -> None:
    (cut,) = [cut for cut in the_usage().cuts.by_financial_year if cut.period == year]

    lines = in_pounds(*(line.eligible for line in cut.lines))
    assert (lines, *in_pounds(cut.eligible, cut.incurred, cut.disallowed, cut.released_on_date)) == expected


@pytest.mark.parametrize(("year", "expected"), TRUSTS_YEARS.items())
@pytest.mark.parametrize("price_list", ("by_own_year", "by_academic_year"))
def test_each_of_the_trusts_years_comes_to_what_was_expected(
    price_list: str, year: str, expected: tuple[object, ...]
) -> None:
    (cut,) = [cut for cut in getattr(the_usage().cuts, price_list) if cut.period == year]

    lines = in_pounds(*(line.eligible for line in cut.lines))
    assert (lines, *in_pounds(cut.eligible, cut.incurred, cut.disallowed, cut.released_on_date)) == expected


@pytest.mark.parametrize(("day", "expected"), AS_HAPPENED_AT.items())
def test_at_each_date_the_amounts_were_what_was_expected(day: str, expected: tuple[int, ...]) -> None:
    usage = GRANT_USAGE.live(HISTORY, KEY, as_at=AsAt(happened=date.fromisoformat(day)))
    award = AWARD_USAGE.live(HISTORY, ("award", "g-1"), as_at=AsAt(happened=date.fromisoformat(day)))

    for amounts in (usage.amounts, award.amounts):
        assert expected == in_pounds(
            amounts.incurred, amounts.eligible, amounts.released, amounts.owed, amounts.committed,
            amounts.unspent, amounts.returned,
        )  # fmt: skip


def test_a_certificate_comes_before_the_last_instalment_and_a_closing_statement_after_it() -> None:
    certified = GRANT_USAGE.live(HISTORY, KEY, as_at=AsAt(happened=date(2024, 12, 16)))

    assert (certified.kind, certified.status) == ("certificate", "returned")
    assert (the_usage().kind, the_usage().status) == ("closing-statement", "returned")


def test_a_deployment_that_was_not_brokered_yet_is_not_found() -> None:
    with pytest.raises(NotFound, match="deployment d-1"):
        GRANT_USAGE.live(HISTORY, KEY, as_at=AsAt(happened=date(2023, 11, 12)))


def test_an_instalment_names_its_report_review_and_judgements() -> None:
    first = the_usage().instalments[0]

    assert [instalment.status for instalment in the_usage().instalments] == ["paid", "paid", "paid"]
    assert (first.invoice_number, first.purchase_order, first.report, first.review) == (
        "XT-1/2024", "PO-77", "i-1", "r-1",
    )  # fmt: skip
    assert (first.judgements, first.paid_on) == (("j-1", "j-2"), date(2024, 4, 12))


@pytest.mark.parametrize(
    ("released", "came", "status"), ((2, 1, "released"), (1, 1, "paid"), (1, 2, "paid"), (0, 0, "released"))
)
def test_an_instalment_is_paid_once_the_payments_cover_its_release(
    released: int, came: int, status: str
) -> None:
    release: Any = next(
        entry.event for entry in HISTORY.entries if isinstance(entry.event, InstalmentReleased)
    )
    payment: Any = paid("p-1", 1, 0, release.on)
    history = worked_example().without(InstalmentReleased, PaymentMade)
    history.tell(OWN, attrs.evolve(release, amount=Money(released)))
    settles = (attrs.evolve(payment.settles[0], amount=Money(came)),)
    history.tell(OWN, attrs.evolve(payment, amount=Money(came), settles=settles))

    assert GRANT_USAGE.live(history, KEY).instalments[0].status == status


def test_an_instalment_was_paid_on_the_day_of_the_last_penny_that_stayed() -> None:
    history = worked_example()
    penny: Any = paid("p-9", 1, 1, date(2025, 2, 1))
    history.tell(OWN, attrs.evolve(penny, amount=Money(1)))

    assert GRANT_USAGE.live(history, KEY).instalments[0].paid_on == penny.on


def test_a_line_has_a_date_for_each_term_and_none_for_all_terms() -> None:
    history, on = worked_example(), date(2025, 2, 1)
    by = {SPRING: date(2024, 3, 1), SUMMER: date(2024, 7, 1)}
    history.tell(OWN, plan(3, on, [line("1", term, "1", 400, by=day) for term, day in by.items()], amends=2))
    history.tell(OWN, approval(3, on))

    usage = GRANT_USAGE.live(history, KEY)

    assert {row.term: row.by for row in usage.lines_by_term if row.line == "1"} == by
    assert [row.by for row in usage.lines if row.line == "1"] == [None]


def test_the_document_names_its_parties() -> None:
    parties = the_usage().parties

    assert parties.recipient is not None
    assert parties.recipient.id == "x-trust"
    assert parties.leaders == ("sl-014", "sl-022")
    assert parties.qa_lead == "qa-3"
    assert [award.reference for award in parties.awards] == ["SI-2023-114"]
    assert isinstance(the_usage(), Certificate)


def test_a_certification_says_all_that_was_certified_and_who_prepared_it_when() -> None:
    history = worked_example()
    prepared = CertificatePrepared(
        certificate="cert-2", on=date(2025, 1, 20), covers_from=date(2024, 1, 8), covers_to=date(2024, 12, 12),
        preparer=BUSINESS_MANAGER,
    )  # fmt: skip
    chief = Person(person="ceo-4", role="chief-executive", organisation="x-trust")
    signed: Any = certificate("cert-2", date(2025, 1, 21), supersedes="cert-1")
    signed = attrs.evolve(signed, countersigned_by=chief, size=7, root="sha256:9")

    history.tell(OWN, prepared)
    meanwhile = GRANT_USAGE.live(history, KEY).certification
    history.tell(OWN, signed)
    usage = GRANT_USAGE.live(history, KEY)
    before, after = usage.certifications

    assert meanwhile is not None
    assert (meanwhile.certificate, meanwhile.status) == ("cert-1", "returned")
    assert (before.certificate, before.status, before.prepared_on) == ("cert-1", "superseded", None)
    assert after is not None
    assert (after.status, after.prepared_on, after.certified_on) == ("certified", prepared.on, signed.on)
    same = (
        "countersigned_by",
        "supersedes",
        "size",
        "root",
        "certifier",
        "statements",
    )
    assert {name: getattr(after, name) for name in same} == {name: getattr(signed, name) for name in same}


def test_the_key_of_an_award_is_all_of_its_name() -> None:
    history = History()
    history.tell(grant_stream("g:1"), awarded("g:1"))

    assert AWARD_USAGE.keys(history.entries[0], history) == (("award", "g:1"),)


def test_a_document_without_events_has_position_zero() -> None:
    assert provenance_of(()).position == 0


@pytest.mark.parametrize(("eligible", "asked"), ((ASSURED_ABOVE, False), (ASSURED_ABOVE + 1, True)))
def test_a_report_of_factual_findings_is_asked_above_its_bound(eligible: int, asked: bool) -> None:
    keeping = keeping_of(Costs(), Figure(Money(eligible)))

    assert keeping.assurance_required == asked


@pytest.mark.parametrize(("last", "until"), ((date(2025, 3, 31), 2031), (date(2025, 4, 1), 2032)))
def test_records_are_kept_from_the_end_of_the_financial_year_of_the_last_cost(last: date, until: int) -> None:
    history = worked_example()
    history.tell(OWN, cost("c-9", last, 1))

    assert GRANT_USAGE.live(history, KEY).keeping.retain_until == date(until, 3, 31)
