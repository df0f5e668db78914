"""The audit's own books of the story whose money goes several ways, at the dates at which its figures were worked by hand."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any

import attrs
import pytest

import s2ss_core.events as e
from s2ss_core.audit import audit
from s2ss_core.programmes import find
from s2ss_core.values import Cause, Money
from tests.aggregates.histories import HOME_TRUST, changed, pounds
from tests.audit.money.books import Books, Written, findings_of, pence
from tests.scenarios.case_one import (
    AWARDED,
    BOOKS_REIMBURSED,
    FIRST_PAID,
    LAST_PAID,
    MORE_BOOKS_REIMBURSED,
    QA_RETURNED,
    RETURNED_TO_FUNDER,
    SET_ASIDE,
    STORY,
    SUPPORT_RETURNED,
    Desk,
    after,
    in_order,
    paid,
    reimbursed,
    until,
)
from tests.scenarios.test_award import THIRD_FEE, WITH_FEES, fee, fee_paid
from tests.scenarios.test_case_one import LAST_THREE, RECOVERED, amended, capital, late_books, without
from tests.scenarios.test_case_one import played as desk_played

FEES = (fee(1, "03-22"), fee(2, "07-05"), fee_paid(1, "04-19"), fee_paid(2, "07-26"))
TO_THE_END = in_order((*STORY, *FEES, SUPPORT_RETURNED, QA_RETURNED, RETURNED_TO_FUNDER))


def books_of(desk: Desk) -> Books:
    """The books of everything that a desk has recorded."""
    return Books(desk.brokerage.store.history(texts=False))


@cache
def entries() -> list[Any]:
    """The whole story, in the order in which it happened."""
    return books_of(desk_played(TO_THE_END)).entries


def by(day: str) -> Books:
    """The books of the story by the end of a day."""
    return Books(entry for entry in entries() if entry.recorded_at.date() <= date.fromisoformat(day))


def played(story: Iterable[Any], day: date = date.max) -> Books:
    """The books of another story, by the end of a day."""
    return books_of(desk_played(story, day))


# incurred, eligible, released, owed, committed, unspent, returned; 8000 = eligible + the last three
@pytest.mark.parametrize(
    ("day", "expected"),
    (
        ("2023-12-13", (0, 0, 0, 0, 0, 8000, 0)),
        ("2023-12-14", (0, 0, 0, 0, 7400, 600, 0)),
        ("2024-03-31", (5850, 5850, 0, 5850, 1550, 600, 0)),
        ("2024-04-12", (5850, 5850, 5850, 0, 1550, 600, 0)),
        ("2024-07-08", (7630, 7380, 5850, 1530, 20, 600, 0)),
        ("2024-07-12", (7630, 7380, 5850, 1530, 0, 620, 0)),
        ("2024-07-19", (7630, 7380, 7380, 0, 0, 620, 0)),
        ("2024-07-22", (7630, 7380, 7380, 0, 0, 0, 620)),
    ),
)
def test_the_deployment_on_each_day(day: str, expected: tuple[int, ...]) -> None:
    assert by(day).amounts() == pence(*expected)


# eligible support, eligible quality assurance, committed, unspent, returned to the funder, received
@pytest.mark.parametrize(
    ("day", "expected"),
    (
        ("2023-12-14", (0, 0, 7400, 4600, 0, 8000)),
        ("2024-03-31", (5850, 450, 1550, 4150, 0, 8000)),
        ("2024-07-08", (7380, 900, 20, 3700, 0, 12_000)),
        ("2024-07-22", (7380, 900, 0, 3720, 0, 12_000)),
        ("2024-07-30", (7380, 900, 0, 0, 3720, 12_000)),
    ),
)
def test_the_award_on_each_day(day: str, expected: tuple[int, ...]) -> None:
    books = by(day)

    assert books.balance() == pence(*expected)
    assert books.award.account.awarded == sum(books.balance()[:5])


# due, released or invoiced, paid net, owed
@pytest.mark.parametrize(
    ("day", "leg", "expected"),
    (
        ("2024-03-31", "instalment", (5850, 0, 0, 5850)),
        ("2024-04-26", "instalment", (6350, 5850, 5850, 500)),
        ("2024-07-08", "instalment", (7380, 5850, 5850, 1530)),
        ("2024-07-26", "instalment", (7380, 7380, 7380, 0)),
        ("2024-03-31", "reimbursement", (600, 600, 600, 0)),
        ("2024-07-08", "reimbursement", (880, 880, 880, 0)),
    ),
)
def test_a_leg_on_each_day(day: str, leg: str, expected: tuple[int, ...]) -> None:
    figures = by(day).leg(leg)
    out = figures.released if figures.released_on else figures.invoiced

    assert [figures.due, out, figures.paid, figures.owed] == pence(*expected)


@pytest.mark.parametrize(
    ("day", "expected"),
    (("2024-03-31", (450, 450, 0)), ("2024-07-08", (900, 900, 450)), ("2024-07-26", (900, 900, 900))),
)
def test_the_leg_of_the_qa_lead_on_each_day(day: str, expected: tuple[int, ...]) -> None:
    award = by(day).award.account
    own = award.own("quality-assurance")

    assert [own.eligible, own.incurred, award.paid_for("quality-assurance")] == pence(*expected)


def test_each_line() -> None:
    account = by("2024-07-26").account

    assert {
        line: [account.plans.approvals[0].of_line(line), sums.incurred, sums.disallowed, sums.eligible]
        for line, sums in account.lines.items()
    } == {
        "english": pence(4000, 4000, 0, 4000),
        "leader": pence(2500, 2750, 250, 2500),
        "resources": pence(900, 880, 0, 880),
    }


def test_what_a_trust_keeps_is_what_it_is_due_and_does_not_owe() -> None:
    books = by("2024-07-26")

    assert books.leg("instalment").due - books.leg("reimbursement").due == pence(6500)[0]


def test_the_story_has_no_error_and_what_was_accepted_is_named() -> None:
    books = Books(entries())

    assert books.findings("error", "note") == []


# Corners


def test_what_is_told_after_the_last_instalment_is_owed() -> None:
    books = books_of(late_books())

    assert [books.account.total.eligible, books.first("owed")] == pence(7380, 280)
    assert books.support.unspent == pence(620)[0]


def test_disallowed_after_release_it_is_overpaid_and_worked_off() -> None:
    story = in_order((*without(*LAST_THREE), capital()))
    on_the_day, next_day = played(story, date(2024, 4, 15)), played(story, date(2024, 4, 16))

    assert on_the_day.amounts()[1:6] == pence(5550, 5850, 0, 1850, 600)
    assert on_the_day.first("overpaid") == pence(300)[0]
    assert [on_the_day.leg("reimbursement").overpaid] == pence(300)
    assert [next_day.account.total.eligible, next_day.first("owed"), next_day.first("overpaid")] == pence(
        6050, 200, 0
    )


def test_recovered_it_is_owed_again_as_more_is_spent() -> None:
    story = in_order(
        (*without(*LAST_THREE, FIRST_PAID), capital(), RECOVERED, paid(1, date(2024, 4, 26), pounds(5550)))
    )
    books = played(story, date(2024, 4, 26))
    leg = books.leg("instalment")

    assert [leg.released - leg.recovered, leg.paid, leg.unpaid, leg.overpaid] == pence(5550, 5550, 0, 0)
    assert leg.owed == pence(500)[0]


def test_what_is_paid_beyond_the_release_is_an_error_until_it_comes_back() -> None:
    day = date(2024, 4, 26)
    story = in_order((*without(FIRST_PAID), paid(1, day, pounds(5950))))
    back = e.PaymentReversed(
        payment="p-1", document="B-1", on=day, amount=pounds(120), vat=pounds(20), vat_recovered=pounds(20)
    )
    beyond, mended = played(story, day), played([*until(story, day), back])
    leg = beyond.leg("instalment")

    assert [leg.due, leg.released, leg.paid, leg.unpaid, leg.owed, leg.overpaid] == pence(
        6350, 5850, 5950, -100, 500, 0
    )
    assert beyond.findings("error") == ["S2SS-M21"]
    assert [mended.leg("instalment").paid, mended.leg("instalment").unpaid] == pence(5850, 0)
    assert mended.findings("error") == []


@pytest.mark.parametrize(("then", "is_found"), ((1430, False), (1530, True)))
def test_what_was_paid_beyond_one_release_is_made_good_on_the_leg(then: int, is_found: bool) -> None:
    moved = {"p-1": paid(1, FIRST_PAID.on, pounds(5950)), "p-2": paid(2, LAST_PAID.on, pounds(then))}

    told = [
        attrs.evolve(entry, event=moved.get(getattr(entry.event, "payment", ""), entry.event))
        for entry in by("2024-07-26").entries
    ]

    assert ("S2SS-M21" in {found.rule for found in findings_of(told)}) is is_found


def test_a_payment_for_a_release_that_was_not_made_is_an_error_though_the_leg_has_room() -> None:
    before = until(without(LAST_PAID), date(2024, 7, 26))
    of_none = paid(2, date(2024, 7, 26), pounds(1530), part=2)

    assert played(in_order((*before, of_none))).findings("error") == ["S2SS-M21"]


def variation(on: str, last: str) -> e.AwardVaried:
    """The award's last day is varied, on a day in 2024."""
    return e.AwardVaried(
        variation=f"v-{on}",
        on=date.fromisoformat(f"2024-{on}"),
        available_to=date.fromisoformat(f"2024-{last}"),
    )


@pytest.mark.parametrize(
    ("varied", "found"),
    (
        ((variation("03-01", "06-30"),), []),
        ((variation("03-01", "03-21"),), ["S2SS-G13"]),
        ((variation("03-23", "03-21"),), []),  # it counts from its own day on
        (
            (variation("03-10", "06-30"), variation("03-01", "03-05")),
            [],
        ),  # the later one, however they are told
    ),
)
def test_a_cost_of_the_award_is_of_its_days_as_varied_by_then(
    varied: tuple[e.AwardVaried, ...], found: list[str]
) -> None:
    told = by("2024-03-22").entries
    at = next(at for at, entry in enumerate(told) if isinstance(entry.event, e.AwardCostIncurred))

    entries = [*told[:at], *(attrs.evolve(told[at], event=event) for event in varied), *told[at:]]

    assert [each.rule for each in findings_of(entries) if each.rule == "S2SS-G13"] == found


def test_a_visit_is_of_the_days_of_the_award_as_varied_by_then() -> None:
    told = by("2024-03-20").entries
    award = next(entry for entry in told if isinstance(entry.event, e.GrantAwarded))
    at = next(at for at, entry in enumerate(told) if isinstance(entry.event, e.VisitLogged))
    shorter = attrs.evolve(award, event=variation("03-06", "03-12"))

    found = [each.position for each in audit([*told[:at], shorter, *told[at:]]) if each.rule == "S2SS-S19"]

    days = {entry.position: entry.event.on for entry in told if isinstance(entry.event, e.VisitLogged)}
    assert {days[position] for position in found} == {date(2024, 3, 13), date(2024, 3, 20)}


def test_a_supplier_that_was_paid_beyond_its_charge_is_named_when_the_award_closes() -> None:
    award = Written(find("llf-2019", "6.0")).tell(
        AWARDED, fee(1, "03-22"), changed(fee_paid(1, "04-19"), amount=pounds(460), settles=(settled(460),)),
        e.AwardClosed(grant="g-1", on=date(2024, 7, 31), by=capital().by), stream="grant:g-1",
    )  # fmt: skip
    (found,) = [found for found in findings_of(award.entries) if found.rule == "S2SS-G21"]

    assert dict(found.facts)["overpaid"] == "£10.00 of qa-company"


def test_vat_that_is_settled_later_changes_what_a_cost_of_the_award_comes_to() -> None:
    bears = e.AwardVatSettled(
        settlement="vs-1",
        on=date(2024, 4, 1),
        of=Cause("award-cost", ("qa-1",)),
        irrecoverable_vat=pounds(40),
    )
    cost = changed(fee(1, "03-22"), vat=pounds(90), irrecoverable_vat=pounds(90))
    aside = changed(SET_ASIDE, deployment=None, purpose="quality-assurance", amount=pounds(1200))
    told = Written(find("llf-2019", "6.0")).tell(AWARDED, aside, cost, bears, stream="grant:g-1")

    own = [told.by(day).award.own for day in (date(2024, 3, 31), date(2024, 4, 1))]

    assert [[sums.incurred, sums.eligible] for sums in own] == [pence(540, 540), pence(490, 490)]


def settled(pounds_: int) -> e.Settled:
    return e.Settled(of=Cause("award-cost", ("qa-1",)), amount=pounds(pounds_))


def test_a_payment_that_was_reversed_came_back_with_its_vat() -> None:
    day = date(2024, 6, 17)
    twice = changed(reimbursed("p-twice", "06-17", "SS-118", 280, 56), on=day)
    back = e.PaymentReversed(payment="p-twice", document="B-1", on=day, amount=pounds(336))

    assert played(in_order((*STORY, twice, back)), day).leg("reimbursement").paid == pence(880)[0]


def test_a_second_leg_that_is_not_paid_is_owed_and_stays_eligible() -> None:
    books = played(without(MORE_BOOKS_REIMBURSED))
    leg = books.leg("reimbursement")

    assert [books.account.total.eligible, leg.due, leg.paid, leg.owed] == pence(7380, 880, 600, 280)


def test_quality_assurance_beyond_its_allocation_is_not_eligible_until_more_is_allocated() -> None:
    desk = desk_played((*WITH_FEES, THIRD_FEE), date(2024, 7, 15))
    beyond = books_of(desk)
    more = changed(
        SET_ASIDE,
        allocation="a-3",
        on=date(2024, 7, 16),
        deployment=None,
        purpose="quality-assurance",
        amount=pounds(150),
    )
    own = beyond.award.own
    desk.play(more)
    covered = books_of(desk)

    assert [own.incurred, own.eligible, own.disallowed] == pence(1350, 1200, 150)
    assert beyond.balance()[:5] == pence(7380, 1200, 0, 3420, 0)
    assert "S2SS-M34" in beyond.findings("note")
    assert covered.balance()[:5] == pence(7380, 1350, 0, 3270, 0)


def test_a_plan_that_is_amended_leaves_disallowed_what_had_no_room_on_its_day() -> None:
    up = played(in_order((*until(STORY, date(2024, 6, 18)), *amended(date(2024, 6, 18), 2, "3", "2.5"))))
    down = played(in_order((*until(STORY, date(2024, 4, 2)), *amended(date(2024, 4, 2), 2, "2.5", "0"))))

    assert [up.account.approved, up.account.total.eligible, up.account.committed] == pence(7650, 7380, 270)
    assert [down.account.approved, down.account.committed, down.support.unspent] == pence(6150, 300, 1850)


def test_what_went_back_and_is_needed_again_is_uncovered() -> None:
    desk = desk_played(until(without(*LAST_THREE, BOOKS_REIMBURSED), date(2024, 7, 12)))
    desk.play(changed(SUPPORT_RETURNED, on=date(2024, 7, 12), amount=pounds(620)))
    desk.play(*after(until(STORY, date(2024, 7, 12)), date(2024, 7, 12)))
    late = e.CostIncurred(
        cost="late",
        on=date(2024, 7, 10),
        line="resources",
        supplier=HOME_TRUST,
        net=Money(20_00),
        invoice_number="L-1",
    )
    desk.play(late)
    books = books_of(desk)

    assert [books.support.uncovered, books.support.unspent, books.support.allocated] == pence(20, 0, 7380)
    assert "EQ-08" in books.findings("note")


def test_allowed_again_it_counts_on_the_day_of_its_cost() -> None:
    allowed = e.CostAllowed(disallowance="x-1", on=date(2024, 6, 20), by=capital().by)
    books = played(in_order((*without(*LAST_THREE), capital(), allowed)), date(2024, 6, 20))

    assert [books.account.total.eligible, books.first("owed")] == pence(7380, 1530)
    assert books.account.facts["cost", "books"].eligible == pence(600)[0]
