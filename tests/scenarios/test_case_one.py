"""Money that goes several ways, played from commands: `case_one`, and what its views show on each day.

Each figure was worked by hand first. Sums are in pounds.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest

import s2ss_core.events as e
from s2ss_core import Refused
from s2ss_core.projections import AsAt
from s2ss_core.testing.lifecycle.cast import person
from s2ss_core.values import AcademicYear, Cause, Days, Money, Organisation, Term
from tests.aggregates.histories import (
    ENGLISH,
    HOME_SCHOOL,
    HOME_TRUST,
    SCHOOL,
    SPRING,
    SUMMER,
    THE_OFFICER,
    changed,
    pounds,
)
from tests.scenarios.case_one import (
    APPROVED,
    BOOKS,
    BOOKS_INVOICED,
    BOOKS_REIMBURSED,
    BY_YEAR,
    CERTIFICATE_RETURNED,
    CERTIFIED_WHOLE,
    CLOSED_COMPLETED,
    FIRST,
    FIRST_INVOICED,
    FIRST_PAID,
    FIRST_RELEASED,
    ISSUED,
    LAST,
    LAST_INVOICED,
    LAST_PAID,
    LAST_RELEASED,
    LINES,
    MORE_BOOKS,
    MORE_BOOKS_INVOICED,
    MORE_BOOKS_REIMBURSED,
    PLAN_SUBMITTED,
    STORY,
    Desk,
    Despite,
    after,
    english,
    in_order,
    invoiced,
    line,
    paid,
    reimbursed,
    released,
    until,
)
from tests.scenarios.facts import refused

ANOTHER_TRUST = Organisation(id="w-trust", kind="trust", member_of_broker=False)
ANOTHER_SCHOOL = Organisation(id="s-77", kind="school", member_of_broker=False, trust="w-trust")
APRIL_12, APRIL_15, APRIL_26 = date(2024, 4, 12), date(2024, 4, 15), date(2024, 4, 26)
JULY_8, JULY_19, JULY_26 = date(2024, 7, 8), date(2024, 7, 19), date(2024, 7, 26)


def played(story: Iterable[Any], day: date = date.max) -> Desk:
    """A desk on which a story was played up to a day."""
    desk = Desk.open()
    desk.play(*until(story, day))
    return desk


def without(*facts: Any, story: Iterable[Any] = STORY) -> tuple[Any, ...]:
    """The story in which some facts did not happen."""
    return tuple(fact for fact in story if fact not in facts)


def amounts(desk: Desk, *names: str, day: date | None = None) -> list[int]:
    """Sums of the certificate in whole pounds, as happened by a day if one is given."""
    as_at = AsAt(happened=day) if day else AsAt()
    usage = desk.brokerage.grant_usage("d-1", as_at=as_at)
    return [getattr(usage.amounts, name).value // 100 for name in names]


def leg(desk: Desk, name: str, *sides: str, day: date | None = None) -> list[int]:
    """What one leg shows in whole pounds, as happened by a day if one is given."""
    as_at = AsAt(happened=day) if day else AsAt()
    [found] = [row for row in desk.brokerage.grant_usage("d-1", as_at=as_at).legs if row.leg == name]
    return [getattr(found, side).value // 100 for side in sides]


@pytest.fixture(scope="module")
def whole() -> Desk:
    return played(STORY)


@pytest.mark.parametrize(
    ("day", "shown"),
    (
        ("2023-12-13", [0, 0, 0, 0, 0]),
        ("2023-12-14", [0, 0, 0, 0, 7400]),
        ("2024-03-31", [5850, 5850, 0, 5850, 1550]),
        ("2024-04-12", [5850, 5850, 5850, 0, 1550]),
        ("2024-07-08", [7630, 7380, 5850, 1530, 20]),
        ("2024-07-12", [7630, 7380, 5850, 1530, 0]),
        ("2024-07-19", [7630, 7380, 7380, 0, 0]),
    ),
)
def test_the_deployment_on_each_day(whole: Desk, day: str, shown: list[int]) -> None:
    names = ("incurred", "eligible", "released", "owed", "committed")

    assert amounts(whole, *names, day=date.fromisoformat(day)) == shown


@pytest.mark.parametrize(
    ("day", "name", "shown"),
    (
        ("2024-03-31", "instalment", [5850, 0, 0, 5850]),
        ("2024-04-26", "instalment", [6350, 5850, 5850, 500]),
        ("2024-07-08", "instalment", [7380, 5850, 5850, 1530]),
        ("2024-07-26", "instalment", [7380, 7380, 7380, 0]),
    ),
)
def test_the_leg_of_instalments_on_each_day(whole: Desk, day: str, name: str, shown: list[int]) -> None:
    assert leg(whole, name, "due", "released", "paid", "owed", day=date.fromisoformat(day)) == shown


@pytest.mark.parametrize(
    ("day", "shown"), (("2024-03-31", [600, 600, 600, 0]), ("2024-07-08", [880, 880, 880, 0]))
)
def test_the_leg_to_the_supported_school_on_each_day(whole: Desk, day: str, shown: list[int]) -> None:
    sides = ("due", "invoiced", "paid", "owed")

    assert leg(whole, "reimbursement", *sides, day=date.fromisoformat(day)) == shown


def test_first_legs_make_up_what_is_eligible_and_what_the_trust_keeps(whole: Desk) -> None:
    """X Trust is due 7,380 and owes 880 of it: 6,500 = 4,000 + 2,500 for its own leaders."""
    legs = whole.brokerage.grant_usage("d-1").legs

    assert sum(row.due.value for row in legs if row.first) == 7380_00
    assert leg(whole, "instalment", "due")[0] - leg(whole, "reimbursement", "due")[0] == 6500


def test_the_certificate_shows_what_each_organisation_of_the_support_keeps(whole: Desk) -> None:
    """The QA Lead's fee is a cost of the award, and not of the deployment."""
    shown = {
        row.organisation: [row.due_to_it.value, row.due_from_it.value, row.for_own_work.value]
        for row in whole.brokerage.grant_usage("d-1").organisations
    }

    assert shown == {
        "exceed": [7380_00, 7380_00, 0],
        "x-trust": [7380_00, 880_00, 6500_00],
        "s-1": [880_00, 0, 880_00],
    }


def by_year(desk: Desk) -> dict[tuple[str, str], tuple[int, ...]]:
    """Each leg in each April–March year, in whole pounds."""
    return {
        (row.leg, row.period): tuple(
            side.value // 100 for side in (row.owed_at_start, row.due, row.settled, row.owed_at_end)
        )
        for row in desk.brokerage.grant_usage("d-1").legs_by_period.by_financial_year
    }


def test_each_leg_begins_a_year_with_what_the_one_before_left_owed_on_it(whole: Desk) -> None:
    assert by_year(whole) == BY_YEAR


def test_what_a_lead_of_another_trust_passes_on_is_due_from_that_trust() -> None:
    """The lead is replaced in May by one of W Trust: the school's second invoice is W Trust's to pay."""
    new = e.Leader(leader="sl-77", band="headteacher", home_school=ANOTHER_SCHOOL, home_trust=ANOTHER_TRUST)
    replaced = e.LeaderReplaced(
        leaving="sl-014", joining=new, new_lead="sl-77", cause="left-the-school", last_day=date(2024, 4, 30),
        effective_from=date(2024, 5, 1), on=date(2024, 4, 30),
    )  # fmt: skip
    desk = played(STORY, date(2024, 4, 26))
    desk.play(replaced, MORE_BOOKS)

    usage = desk.brokerage.grant_usage("d-1")
    [school] = [row for row in usage.legs if row.leg == "reimbursement"]
    due = {row.organisation: [row.due_to_it.value, row.due_from_it.value] for row in usage.organisations}
    assert school.payers == ("x-trust", "w-trust")
    assert due["x-trust"] == [6350_00, 600_00]
    assert due["w-trust"] == [280_00, 280_00]
    assert due["s-1"] == [880_00, 0]


def test_no_more_is_released_than_is_eligible_on_the_day() -> None:
    desk = played(STORY, date(2024, 4, 11))
    desk.play(invoiced(1, APRIL_12, pounds(6100), part=9))

    too_much = changed(released(1, APRIL_12, pounds(6100)), invoice="XT-1-9")
    desk.calendar.day = APRIL_12

    assert refused(desk.brokerage, too_much) == ["S2SS-M07"]
    desk.play(FIRST_RELEASED)


def test_what_was_not_spent_in_the_first_term_rolls_to_the_last_instalment() -> None:
    """7,380 - 5,850 = 1,530, more than the 1,300 of its own; the schedule of 7,400 would leave 1,550."""
    desk = played(STORY, date(2024, 7, 15))
    desk.play(invoiced(2, date(2024, 7, 16), pounds(1550), part=9))
    desk.calendar.day = JULY_19

    assert refused(desk.brokerage, changed(released(2, JULY_19, pounds(1550)), invoice="XT-2-9")) == [
        "S2SS-M07"
    ]
    assert refused(desk.brokerage, changed(CLOSED_COMPLETED, on=JULY_19)) == ["S2SS-E19", "S2SS-E09"]
    desk.play(LAST_RELEASED, LAST_PAID, CLOSED_COMPLETED)


def test_of_a_day_beyond_its_line_only_the_excess_is_disallowed(whole: Desk) -> None:
    """Four and a half of five days are used, £2,250 of £2,500: of the last day's £500 half fits."""
    usage = whole.brokerage.grant_usage("d-1")
    [disallowed] = usage.disallowed
    leader = next(line for line in usage.lines if line.line == "leader")

    assert (disallowed.fact, disallowed.amount.value) == ("leader-06-11", 250_00)
    assert disallowed.reason == "beyond-the-line"
    assert (leader.incurred.value, leader.eligible.value) == (2750_00, 2500_00)


# What is owed after the last instalment is paid as its supplement.


LATE = date(2024, 7, 29)


def late_books() -> Desk:
    """The story in which the school's second invoice is told only after the last release of £1,250."""
    told_late = (MORE_BOOKS, MORE_BOOKS_INVOICED, MORE_BOOKS_REIMBURSED)
    story = without(*told_late, LAST_INVOICED, LAST_RELEASED, LAST_PAID, CLOSED_COMPLETED)
    desk = played(story)
    desk.play(
        invoiced(2, date(2024, 7, 15), pounds(1250)),
        released(2, JULY_19, pounds(1250)),
        paid(2, JULY_26, pounds(1250)),
    )
    assert amounts(desk, "eligible", "owed") == [7100, 0]
    desk.calendar.day = LATE
    desk.play(MORE_BOOKS, MORE_BOOKS_INVOICED, MORE_BOOKS_REIMBURSED)
    return desk


def test_what_is_told_after_the_last_instalment_is_its_supplement() -> None:
    desk = late_books()
    assert amounts(desk, "eligible", "owed") == [7380, 280]
    assert refused(desk.brokerage, changed(CLOSED_COMPLETED, on=LATE)) == ["S2SS-E19", "S2SS-M40"]
    second = changed(CERTIFIED_WHOLE, certificate="cert-2", on=LATE, supersedes="cert-1")
    desk.play(second, changed(CERTIFICATE_RETURNED, certificate="cert-2", on=LATE))
    august_2 = date(2024, 8, 2)
    desk.play(invoiced(2, august_2, pounds(280), part=2))
    third = changed(released(2, august_2, pounds(280), part=2), part=3)

    desk.calendar.day = august_2
    assert refused(desk.brokerage, third) == ["S2SS-M31"]
    desk.play(released(2, august_2, pounds(280), part=2))

    assert amounts(desk, "eligible", "released", "owed") == [7380, 7380, 0]
    desk.play(changed(CLOSED_COMPLETED, on=august_2))


# Corners


def capital(day: date = APRIL_15) -> e.CostDisallowed:
    """£300 of the books are found to be capital."""
    return e.CostDisallowed(
        disallowance="x-1",
        on=day,
        of=Cause("cost", ("books",)),
        amount=pounds(300),
        reason="capital",
        by=THE_OFFICER,
    )


RECOVERED = e.GrantRecovered(
    recovery="rec-1",
    on=APRIL_15,
    amount=pounds(300),
    recovered_from=HOME_TRUST,
    how="offset",
    asked_by=person("u-1"),
    agreed_by=person("u-2"),
)
LAST_THREE = (LAST_INVOICED, LAST_RELEASED, LAST_PAID, CLOSED_COMPLETED)


def test_disallowed_after_release_it_is_overpaid_and_worked_off() -> None:
    desk = played(in_order((*without(*LAST_THREE), capital())), APRIL_15)
    assert amounts(desk, "eligible", "released", "owed", "overpaid", "committed") == [
        5550,
        5850,
        0,
        300,
        1850,
    ]
    assert leg(desk, "reimbursement", "due", "paid", "overpaid") == [300, 600, 300]

    desk.play(*after(until(STORY, date(2024, 4, 16)), APRIL_15))
    assert amounts(desk, "eligible", "owed", "overpaid") == [6050, 200, 0]
    assert refused(desk.brokerage, changed(RECOVERED, on=date(2024, 4, 16))) == ["S2SS-M19"]

    desk.play(*after(without(*LAST_THREE), date(2024, 4, 16)))
    desk.play(invoiced(2, date(2024, 7, 15), pounds(1230)), released(2, JULY_19, pounds(1230)))
    assert amounts(desk, "eligible", "released", "owed") == [7080, 7080, 0]
    assert leg(desk, "reimbursement", "due", "paid", "overpaid") == [580, 880, 300]


def test_recovered_it_is_owed_again_as_more_is_spent() -> None:
    story = in_order(
        (*without(*LAST_THREE, FIRST_PAID), capital(), RECOVERED, paid(1, APRIL_26, pounds(5550)))
    )
    desk = played(story, date(2024, 4, 26))
    assert amounts(desk, "eligible", "released", "recovered", "owed", "overpaid") == [6050, 5850, 300, 500, 0]
    assert leg(desk, "instalment", "paid", "unpaid") == [5550, 0]

    desk.play(*after(story, APRIL_26))
    desk.play(invoiced(2, date(2024, 7, 15), pounds(1530)), released(2, JULY_19, pounds(1530)), LAST_PAID)

    assert amounts(desk, "eligible", "released", "recovered", "owed") == [7080, 7380, 300, 0]
    assert leg(desk, "instalment", "paid", "unpaid") == [7080, 0]
    assert by_year(desk)["instalment", "2023-24"] == (0, 5550, 0, 5550)
    assert by_year(desk)["instalment", "2024-25"] == (5550, 1530, 7380 - 300, 0)


def test_allowed_again_it_is_owed() -> None:
    june_20 = date(2024, 6, 20)
    allowed = e.CostAllowed(disallowance="x-1", on=june_20, by=THE_OFFICER)
    story = in_order((*without(*LAST_THREE), capital(), RECOVERED, allowed))
    desk = played(without(FIRST_PAID, story=story), june_20)
    assert amounts(desk, "eligible", "owed") == [7380, 1830]

    desk.play(*after(story, june_20))
    desk.play(invoiced(2, date(2024, 7, 15), pounds(1830)), released(2, JULY_19, pounds(1830)))
    assert amounts(desk, "eligible", "released", "recovered", "owed") == [7380, 7680, 300, 0]


def test_what_is_paid_beyond_the_release_is_an_error_and_not_overpaid() -> None:
    """£7,140.00 moves, of which £1,190.00 is VAT that the broker recovers: £5,950 for a release of £5,850."""
    beyond = paid(1, APRIL_26, pounds(5950))
    desk = played(in_order((*without(FIRST_PAID), beyond)), APRIL_26)

    assert leg(desk, "instalment", "due", "released", "paid", "unpaid", "owed", "overpaid") == [
        6350, 5850, 5950, -100, 500, 0,
    ]  # fmt: skip
    assert errors(desk) == ["S2SS-M21"]
    desk.play(
        e.PaymentReversed(
            payment="p-1",
            document="B-1",
            on=APRIL_26,
            amount=pounds(120),
            vat=pounds(20),
            vat_recovered=pounds(20),
        )
    )
    assert leg(desk, "instalment", "paid", "unpaid") == [5850, 0]
    assert errors(desk) == []


JULY_10 = date(2024, 7, 10)


@pytest.mark.parametrize(("second", "found"), ((1430, []), (1530, ["S2SS-M21"])))
def test_the_second_payment_makes_up_for_what_the_first_was_too_much(second: int, found: list[str]) -> None:
    """The first payment moves after the certificate, which it would stop: £5,950 for £5,850, and then £1,430 or £1,530."""
    story = without(FIRST_PAID, LAST_PAID, story=until(STORY, JULY_26))
    story = tuple(fact for fact in story if not isinstance(fact, e.Closed))
    desk = played(in_order((*story, paid(1, JULY_10, pounds(5950)))), JULY_10)
    assert errors(desk) == ["S2SS-M21"]

    desk.play(*after(story, JULY_10), paid(2, JULY_26, pounds(second)))

    assert errors(desk) == found
    assert leg(desk, "instalment", "released", "paid", "unpaid") == [7380, 5950 + second, 1430 - second]
    if found:
        assert refused(desk.brokerage, CLOSED_COMPLETED) == ["S2SS-E04"]
    else:
        desk.play(CLOSED_COMPLETED)


def errors(desk: Desk) -> list[str]:
    return [
        found.code for found in desk.brokerage.deployment_log("d-1").findings if found.severity == "error"
    ]


def test_a_payment_that_was_reversed_came_back_with_its_vat() -> None:
    """600 + 280 + 280 - 280; with the VAT of £56 taken for net it would be 824."""
    day = date(2024, 6, 17)
    twice = changed(reimbursed("p-twice", "06-17", "SS-118", 280, 56), on=day)
    back = e.PaymentReversed(payment="p-twice", document="B-1", on=day, amount=pounds(336))

    desk = played(in_order((*STORY, twice, back)), day)

    assert leg(desk, "reimbursement", "paid", "owed", "overpaid") == [880, 0, 0]


def test_a_school_that_was_not_paid_is_owed_and_what_it_charged_is_eligible() -> None:
    desk = played(without(MORE_BOOKS_REIMBURSED))

    assert amounts(desk, "eligible", "owed") == [7380, 0]
    assert leg(desk, "reimbursement", "due", "paid", "owed") == [880, 600, 280]
    log = desk.brokerage.deployment_log("d-1")
    [found] = [found for found in log.findings if found.code == "S2SS-M60"]
    assert (found.severity, dict(found.facts)) == (
        "note",
        {"leg": "reimbursement", "to": "s-1", "due": "£880.00", "paid": "£600.00", "owed": "£280.00"},
    )
    assert payments_missing(desk) == [
        ("the payment of £280.00 on the leg reimbursement to s-1", ("home-trust", "home-school"))
    ]


def test_what_is_owed_while_support_runs_is_no_finding_and_nothing_is_missing_once_all_is_paid(
    whole: Desk,
) -> None:
    on_the_way = played(without(MORE_BOOKS_REIMBURSED), date(2024, 6, 20))

    for desk in (on_the_way, whole):
        assert "S2SS-M60" not in [found.code for found in desk.brokerage.deployment_log("d-1").findings]
    assert payments_missing(whole) == []


def test_what_was_released_and_not_paid_is_missing() -> None:
    assert payments_missing(played(without(LAST_PAID))) == [
        ("the payment of £1,530.00 on the leg instalment to x-trust", ("broker",))
    ]


def test_what_a_payment_settles_is_a_source_of_what_is_still_owed(whole: Desk) -> None:
    usage = whole.brokerage.grant_usage("d-1")
    [owed] = [row.owed for row in usage.legs if row.leg == "reimbursement"]
    entries = {entry.position: entry.event for entry in whole.brokerage.history()}

    assert {BOOKS_INVOICED.invoice, MORE_BOOKS_INVOICED.invoice} <= {
        getattr(entries[position], "invoice", None) for position in owed.positions
    }


def payments_missing(desk: Desk) -> list[tuple[str, tuple[str, ...]]]:
    """Each payment that the log misses, and on whom it waits."""
    missing = desk.brokerage.deployment_log("d-1").missing_by(desk.brokerage.today)
    return [(entry.what, entry.waits_on) for entry in missing if entry.what.startswith("the payment of")]


def test_a_cost_after_support_ended_is_disallowed() -> None:
    late = changed(BOOKS, cost="late", on=date(2024, 7, 16), net=pounds(20), invoice_number="SS-130")
    desk = played(STORY, late.on)
    desk.calendar.day = late.on

    assert refused(desk.brokerage, late) == ["S2SS-S05"]
    desk.play(Despite(late))

    assert amounts(desk, "incurred", "disallowed", "eligible") == [7650, 270, 7380]


def test_a_miskeyed_invoice_is_struck_out_and_keyed_again() -> None:
    wrong = changed(FIRST_INVOICED, net=pounds(585), invoice="XT-wrong")
    desk = played(STORY, date(2024, 4, 8))
    desk.play(wrong)
    with pytest.raises(Refused, match="C01"):
        desk.play(FIRST_INVOICED)

    desk.play(
        e.EntryStruckOut(
            of=Cause("invoice", ("XT-wrong",)),
            on=FIRST_INVOICED.on,
            cause="wrong-details",
            reason="A nought is missing.",
            asked_by=person("u-1"),
            agreed_by=person("u-2"),
        )
    )
    desk.play(FIRST_INVOICED, FIRST_RELEASED)
    assert leg(desk, "instalment", "invoiced", "released") == [5850, 5850]


def test_after_an_early_end_what_is_owed_follows_the_final_report_under_the_next_number() -> None:
    """The story is scheduled in three parts; support ends in summer, and the last number is left for autumn."""
    autumn = Term("2024-autumn")
    schedule = (
        e.ScheduledInstalment(instalment=1, term=Term("2024-spring"), amount=pounds(6100), after="interim"),
        e.ScheduledInstalment(instalment=2, term=SUMMER, amount=pounds(300), after="interim"),
        e.ScheduledInstalment(instalment=3, term=autumn, amount=pounds(1000), after="final"),
    )
    story = [
        changed(fact, schedule=schedule) if isinstance(fact, e.AgreementIssued) else fact for fact in STORY
    ]
    desk = played(without(CLOSED_COMPLETED, LAST_PAID, story=story), JULY_19)

    assert amounts(desk, "eligible", "released", "owed") == [7380, 7380, 0]
    desk.calendar.day = JULY_26
    assert refused(desk.brokerage, CLOSED_COMPLETED) == ["S2SS-E09"]
    cancelled = e.InstalmentCancelled(
        instalment=3, on=JULY_26, amount=Money(0), by=THE_OFFICER, reasons="Support ended early."
    )
    desk.play(LAST_PAID, cancelled, CLOSED_COMPLETED)


def test_vat_that_is_not_recovered_is_eligible() -> None:
    """A cost of £480 with £96 of VAT, none of it recovered, is £576."""
    with_vat = changed(BOOKS, net=pounds(480), vat=pounds(96), irrecoverable_vat=pounds(96))
    desk = played(
        without(
            BOOKS_INVOICED, BOOKS_REIMBURSED, story=[with_vat if fact == BOOKS else fact for fact in STORY]
        ),
        date(2024, 2, 5),
    )

    resources = next(line for line in desk.brokerage.grant_usage("d-1").lines if line.line == "resources")
    assert (resources.incurred.value, resources.eligible.value) == (576_00, 576_00)
    assert leg(desk, "reimbursement", "due") == [576]


# Notes: a payment on any leg is a fact, and nothing about it bars a certificate unless it goes beyond its release.


def notes(desk: Desk) -> list[str]:
    found = desk.brokerage.deployment_log("d-1").findings
    return [note.code for note in found if note.severity == "note" and note.code.startswith("S2SS-M")]


def test_what_is_paid_and_invoiced_as_it_is_due_is_no_finding(whole: Desk) -> None:
    assert errors(whole) == []
    assert notes(whole) == []


def test_a_payment_that_settles_nothing_is_a_note() -> None:
    story = [changed(fact, settles=()) if fact == BOOKS_REIMBURSED else fact for fact in STORY]
    desk = played(story)

    assert errors(desk) == []
    assert notes(desk) == ["S2SS-M32", "S2SS-M60"]


def test_a_payment_that_settles_an_invoice_that_is_not_on_record_is_a_note() -> None:
    desk = played(without(BOOKS_INVOICED))

    assert notes(desk) == ["S2SS-M32", "S2SS-M60"]


def test_a_payment_to_another_organisation_than_was_released_to_is_a_note() -> None:
    astray = changed(FIRST_PAID, paid_to=HOME_SCHOOL)
    desk = played([astray if fact == FIRST_PAID else fact for fact in STORY])

    assert (errors(desk), notes(desk)) == ([], ["S2SS-M33"])


def test_a_leg_on_which_more_is_paid_than_is_due_is_a_note() -> None:
    desk = played(in_order((*STORY, capital())), date(2024, 6, 14))

    assert notes(desk) == ["S2SS-M34"]


# VAT that X Trust recovers in part: £60 of £100 on the plan, £57.60 of £96 on the invoice, and later half of it.

PARTLY_RECOVERED = (
    changed(BOOKS, net=pounds(480), vat=pounds(96), irrecoverable_vat=Money(38_40)),
    changed(BOOKS_INVOICED, net=pounds(480), vat=pounds(96)),
    changed(
        BOOKS_REIMBURSED,
        amount=pounds(576),
        vat=pounds(96),
        vat_recovered=Money(57_60),
        settles=(e.Settled(of=Cause("invoice", ("SS-101",)), amount=Money(518_40)),),
    ),
)


def with_vat_on_the_plan() -> list[Any]:
    """The story up to the first payment: £500 of resources with £40 of VAT that is not recovered, and one cost of them."""
    books = e.PlanLine(
        id="resources",
        term=SPRING,
        head="resources",
        description="Books",
        provider=SCHOOL,
        unit="item",
        quantity=Days(1),
        rate=pounds(500),
        amount=pounds(500),
        vat=pounds(100),
        irrecoverable_vat=pounds(40),
    )
    lines = (*(line for line in LINES if line.id != "resources"), books)
    swapped = dict(zip(map(id, (BOOKS, BOOKS_INVOICED, BOOKS_REIMBURSED)), PARTLY_RECOVERED, strict=True))
    return [swapped.get(id(fact), fact) for fact in until(planned(*lines), date(2024, 3, 1))]


def planned(*lines: e.PlanLine) -> list[Any]:
    """The story with these lines in its plan, and with their sums in its schedule."""
    total = sum((line.approved for line in lines), Money(0))
    schedule = tuple(
        changed(part, amount=sum((line.approved for line in lines if line.term == part.term), Money(0)))
        for part in (FIRST, LAST)
    )
    otherwise = {
        id(PLAN_SUBMITTED): changed(PLAN_SUBMITTED, lines=lines, total=total),
        id(APPROVED): changed(APPROVED, total=total),
        id(ISSUED): changed(ISSUED, schedule=schedule),
    }
    return [otherwise.get(id(fact), fact) for fact in STORY]


def resources(desk: Desk) -> list[int]:
    """Approved, incurred, eligible and what is left of the resources, in pence."""
    found = next(row for row in desk.brokerage.grant_usage("d-1").lines if row.line == "resources")
    approved, eligible = found.approved.value, found.eligible.value
    return [approved, found.incurred.value, eligible, approved - eligible]


def settled(of: str, name: str, irrecoverable: int, number: int = 1) -> e.VatSettled:
    """VAT settled on 12 March, in pence."""
    return e.VatSettled(
        settlement=f"vs-{of}-{number}",
        on=date(2024, 3, 12),
        of=Cause(of, (name,)),
        irrecoverable_vat=Money(irrecoverable),
    )


def reimbursement(desk: Desk) -> list[int]:
    """Due, paid, owed and overpaid to the supported school, in pence."""
    [row] = [row for row in desk.brokerage.grant_usage("d-1").legs if row.leg == "reimbursement"]
    return [side.value for side in (row.due, row.paid, row.owed, row.overpaid)]


def test_vat_that_is_recovered_in_part_is_eligible_in_the_rest() -> None:
    desk = played(with_vat_on_the_plan())

    assert resources(desk) == [540_00, 518_40, 518_40, 21_60]
    assert reimbursement(desk) == [518_40, 518_40, 0, 0]


def test_vat_that_is_settled_later_counts_from_the_day_of_its_cost() -> None:
    desk = played(with_vat_on_the_plan())
    before = desk.brokerage.grant_usage("d-1").amounts.owed.value
    desk.play(settled("cost", "books", 48_00), settled("payment", "p-books", 48_00))

    assert resources(desk) == [540_00, 528_00, 528_00, 12_00]
    assert reimbursement(desk) == [528_00, 528_00, 0, 0]
    assert desk.brokerage.grant_usage("d-1").amounts.owed.value - before == 9_60
    assert notes(desk) == []
    on_its_day = AsAt(happened=date(2024, 2, 5))
    paid_then = desk.brokerage.grant_usage("d-1", as_at=on_its_day).lines
    assert next(row.eligible.value for row in paid_then if row.line == "resources") == 528_00


def test_what_is_left_of_the_line_is_less_by_the_vat_that_was_settled() -> None:
    desk = played(with_vat_on_the_plan())
    desk.play(settled("cost", "books", 48_00))
    more = changed(MORE_BOOKS, on=date(2024, 3, 12), net=Money(12_01), vat=Money(0))

    assert refused(desk.brokerage, more) == ["S2SS-S09"]
    desk.play(changed(more, net=Money(12_00)))


def test_the_last_settlement_of_the_vat_stands() -> None:
    desk = played(with_vat_on_the_plan())
    desk.play(settled("cost", "books", 48_00), settled("payment", "p-books", 48_00))

    desk.play(settled("cost", "books", 0, 2), settled("payment", "p-books", 0, 2))

    assert resources(desk) == [540_00, 480_00, 480_00, 60_00]
    assert reimbursement(desk) == [480_00, 480_00, 0, 0]


def test_a_payment_whose_vat_was_settled_comes_back_whole() -> None:
    desk = played(with_vat_on_the_plan())
    back = e.PaymentReversed(
        payment="p-books", document="B-1", on=date(2024, 3, 12), amount=pounds(576), vat=pounds(96),
        vat_recovered=Money(57_60),
    )  # fmt: skip

    desk.play(back, settled("cost", "books", 48_00), settled("payment", "p-books", 48_00))

    assert reimbursement(desk) == [528_00, 0, 528_00, 0]


# A plan that is amended


def amended(day: date, number: int, leader_in_spring: str, leader_in_summer: str) -> tuple[Any, Any]:
    """The plan with other days of the lead, and its approval on the same day."""
    days = {SPRING: leader_in_spring, SUMMER: leader_in_summer}
    lines = tuple(
        line("leader", row.term, days[row.term], pounds(500)) if row.id == "leader" else row for row in LINES
    )
    total = sum((row.amount for row in lines), Money(0))
    submitted = changed(
        PLAN_SUBMITTED, plan_version=number, amends=number - 1, on=day, lines=lines, total=total,
        reason="The lead is needed for other days.", research="What was seen in spring.",
    )  # fmt: skip
    return submitted, changed(APPROVED, plan_version=number, on=day, total=total, effective_from=day)


def test_a_plan_is_amended_down_to_what_is_eligible_and_no_further() -> None:
    april_2 = date(2024, 4, 2)
    desk, other = played(STORY, april_2), played(STORY, april_2)
    too_low, its_approval = amended(april_2, 2, "2", "0")

    desk.play(too_low)
    assert refused(desk.brokerage, its_approval) == ["S2SS-P18"]

    other.play(*amended(april_2, 2, "2.5", "0"))
    assert amounts(other, "approved", "committed", "unspent") == [6150, 300, 1850]


def test_a_plan_that_is_amended_up_leaves_disallowed_what_had_no_room_on_its_day() -> None:
    june_18 = date(2024, 6, 18)
    desk = played(STORY, june_18)

    desk.play(*amended(june_18, 2, "3", "2.5"))

    assert amounts(desk, "approved", "eligible", "disallowed", "committed") == [7650, 7380, 250, 270]


# Goods that came before support ended, and their invoice after it


def test_a_late_invoice_is_of_the_day_on_which_the_goods_came() -> None:
    july_16 = date(2024, 7, 16)
    late = changed(
        BOOKS, cost="late", on=date(2024, 7, 10), net=pounds(20), invoice_number="SS-130", invoice_on=july_16
    )
    desk = played(without(LAST_INVOICED), date(2024, 7, 15))
    desk.calendar.day = july_16

    desk.play(late, invoiced(2, july_16, pounds(1550)))

    assert amounts(desk, "eligible", "unspent", "owed") == [7400, 600, 1550]
    desk.calendar.day = JULY_19
    assert refused(desk.brokerage, released(2, JULY_19, pounds(1550))) == ["S2SS-M40"]
    desk.play(
        changed(CERTIFIED_WHOLE, certificate="cert-2", on=july_16, covers_to=july_16, supersedes="cert-1"),
        changed(CERTIFICATE_RETURNED, certificate="cert-2", on=july_16),
        released(2, JULY_19, pounds(1550)),
    )
    assert amounts(desk, "eligible", "released", "owed") == [7400, 7400, 0]


# A part of a penny is rounded down, on each visit


@pytest.mark.parametrize(("rate", "eligible", "left"), ((393_35, 393_34, 1), (333_33, 333_32, 1)))
def test_two_halves_of_a_day_are_within_the_day(rate: int, eligible: int, left: int) -> None:
    of_english = line("english", SPRING, "1", Money(rate))
    lines = (
        changed(of_english, rate_reason="It was agreed."),
        *(row for row in LINES if row.id != "english"),
    )
    desk = played(planned(*lines), date(2024, 1, 9))

    desk.play(*(changed(english(day), unit="half-day") for day in ("01-10", "01-17")))

    [row] = [row for row in desk.brokerage.grant_usage("d-1").lines if row.line == "english"]
    assert (row.eligible.value, row.disallowed.value) == (eligible, 0)
    assert row.approved.value - row.eligible.value == left


# A day shared by three schools


def test_a_day_shared_by_three_schools_is_a_third_of_a_day_in_every_view() -> None:
    shared = changed(english("01-17"), shared_between=3)
    desk = played(STORY, date(2024, 1, 10))

    desk.play(shared)

    [row] = [row for row in desk.brokerage.grant_usage("d-1").lines if row.line == "english"]
    assert (row.eligible.value, row.actual.value) == (533_33, Days("1.3333"))
    assert amounts(desk, "eligible", "owed") == [533, 533]
    workload = desk.brokerage.leader_workload(ENGLISH, AcademicYear("2023/24"))
    assert workload.worked.value == Days("1.3333")
    log = desk.brokerage.deployment_log("d-1")
    assert [visit.shared_between for visit in log.records_of_visit] == [None, 3]
    assert "1 day, shared by 3 schools, on line english" in log.entries[-1].says


def test_three_schools_never_bear_more_than_the_day_they_shared() -> None:
    """Three shares of £133.33 are £399.99, and three of 0.3333 of a day 0.9999."""
    desk = played(STORY, date(2024, 1, 9))

    desk.play(*(changed(english(day), shared_between=3) for day in ("01-10", "01-17", "01-24")))

    assert desk.brokerage.grant_usage("d-1").amounts.eligible.value == 399_99
    workload = desk.brokerage.leader_workload(ENGLISH, AcademicYear("2023/24"))
    assert workload.worked.value == Days("0.9999")
