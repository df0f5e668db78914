"""The audit's books of a school that pays by the day, of splits and parts of a penny, and of two awards."""

from datetime import date
from typing import Any

import pytest

import s2ss_core.events as e
from s2ss_core.programmes import find
from s2ss_core.projections import GRANT_USAGE
from s2ss_core.values import AcademicYear, Cause, Days, Money, Organisation, Person, Term, Unit
from tests.aggregates.histories import changed, pounds
from tests.audit.money.books import Books, Written, payment, pence
from tests.projections.histories import History
from tests.scenarios.test_two_awards import by as two_awards_by

LLF = find("llf-2019", "6.0")
TSA = Organisation(id="tsa", kind="trust", member_of_broker=True)
SCHOOL = Organisation(id="client", kind="school", member_of_broker=False)
HOME = Organisation(id="home", kind="school", member_of_broker=False)
HEAD = Person(person="ht-1", role="headteacher", organisation="client")
LEADER = e.Leader(leader="sl-1", band="sle", home_school=HOME)
AUTUMN, SPRING = Term("2019-autumn"), Term("2020-spring")

BROKERED = e.Brokered(
    deployment="d-1", on=date(2019, 9, 9), programme=LLF.name, version=LLF.version, broker=TSA, need="Reading",
    capacity_confirmed=None, broker_capacity=None, existing_support=None, school=SCHOOL, headteacher="ht-1", lead=LEADER,
    commitments=(e.Commitment(leader="sl-1", cap_year=AcademicYear("2019/20"), days=Days("7.5")),),
    start=date(2019, 9, 25), intended_end=date(2020, 3, 31), funding=e.Funding(kind="self-funded"),
)  # fmt: skip


def line(
    name: str, term: Term, unit: Unit, quantity: str, rate: Money, *splits: tuple[str, Money]
) -> e.PlanLine:
    return e.PlanLine(
        id=name, term=term, head="leader-days", description=name, provider=HOME, unit=unit, quantity=Days(quantity),
        rate=rate, amount=rate.times(Days(quantity)),
        splits=tuple(e.Split(leg=leg, amount=amount) for leg, amount in splits),
    )  # fmt: skip


def planned(*lines: e.PlanLine) -> tuple[e.PlanSubmitted, e.PlanApproved]:
    total = sum((row.amount for row in lines), Money(0))
    submitted = e.PlanSubmitted(
        plan_version=1, on=date(2019, 9, 10), kind="briefing-paper", finalised_by=(HEAD,), owner=HEAD, problem="Reading",
        objectives=(), lines=lines, total=total,
    )  # fmt: skip
    return submitted, e.PlanApproved(
        plan_version=1, on=date(2019, 9, 12), by=HEAD, total=total, effective_from=date(2019, 9, 12),
        no_conflict_declared=True,
    )  # fmt: skip


def visit(day: str, line: str = "days", unit: Unit = "day", quantity: str = "1") -> e.VisitLogged:
    return e.VisitLogged(
        visit=day, on=date.fromisoformat(day), leader="sl-1", school="client", unit=unit, quantity=Days(quantity),
        counterpart=HEAD, line=line,
    )  # fmt: skip


def invoice(
    number: str, day: str, net: int, *, leg: str, by: Organisation, to: Organisation
) -> e.InvoiceReceived:
    on = date.fromisoformat(day)
    return e.InvoiceReceived(
        invoice=number, number=number, supplier=by, customer=to, leg=leg, on=on, issued_on=on, net=pounds(net)
    )


def paid(name: str, day: str, net: int, *, of: str, by: Organisation, to: Organisation) -> e.PaymentMade:
    on = date.fromisoformat(day)
    return payment(name, on, pounds(net), paid_by=by, paid_to=to, of=Cause("invoice", (of,)))


STORY: tuple[Any, ...] = (
    BROKERED,
    *planned(
        line("days", AUTUMN, "day", "4", pounds(350)),
        line("days", SPRING, "day", "3", pounds(350)),
        line("half", SPRING, "half-day", "1", pounds(150)),
    ),
    *(visit(day) for day in ("2019-09-25", "2019-10-09", "2019-11-06", "2019-11-27")),
    invoice("T-1", "2019-12-13", 1400, leg="charge", by=TSA, to=SCHOOL),
    invoice("H-1", "2019-12-16", 1200, leg="home-school-share", by=HOME, to=TSA),
    paid("p-1", "2020-01-10", 1400, of="T-1", by=SCHOOL, to=TSA),
    visit("2020-01-15"),
    paid("p-2", "2020-01-17", 1200, of="H-1", by=TSA, to=HOME),
    visit("2020-02-05"),
    visit("2020-02-26", "half", "half-day"),
    visit("2020-03-11"),
    invoice("T-2", "2020-03-27", 1200, leg="charge", by=TSA, to=SCHOOL),
    invoice("H-2", "2020-03-30", 1050, leg="home-school-share", by=HOME, to=TSA),
    paid("p-3", "2020-04-24", 1200, of="T-2", by=SCHOOL, to=TSA),
    paid("p-4", "2020-04-30", 1050, of="H-2", by=TSA, to=HOME),
)


def shown(books: Books) -> list[int]:
    """The charge, the share and what is kept: due, invoiced, paid and owed of the first two; then the cash in hand."""
    charge, share, kept = books.leg("charge"), books.leg("home-school-share"), books.leg("retained")
    sides = [getattr(leg, side) for leg in (charge, share) for side in ("due", "invoiced", "paid", "owed")]
    return [*sides, kept.due, charge.paid - share.paid]


@pytest.mark.parametrize(
    ("day", "expected"),
    (
        ("2019-11-27", (1400, 0, 0, 1400, 1200, 0, 0, 1200, 200, 0)),
        ("2019-12-13", (1400, 1400, 0, 1400, 1200, 0, 0, 1200, 200, 0)),
        ("2020-01-10", (1400, 1400, 1400, 0, 1200, 1200, 0, 1200, 200, 1400)),
        ("2020-01-17", (1750, 1400, 1400, 350, 1500, 1200, 1200, 300, 250, 200)),
        ("2020-03-11", (2600, 1400, 1400, 1200, 2250, 1200, 1200, 1050, 350, 200)),
        ("2020-03-27", (2600, 2600, 1400, 1200, 2250, 1200, 1200, 1050, 350, 200)),
        ("2020-04-24", (2600, 2600, 2600, 0, 2250, 2250, 1200, 1050, 350, 1400)),
        ("2020-04-30", (2600, 2600, 2600, 0, 2250, 2250, 2250, 0, 350, 350)),
    ),
)
def test_a_school_that_pays_by_the_day(day: str, expected: tuple[int, ...]) -> None:
    books = Written(LLF).tell(*STORY).by(date.fromisoformat(day))

    assert shown(books) == pence(*expected)
    assert books.account.total.eligible == books.first("due") == books.leg("charge").due


def test_a_visit_struck_out_after_it_was_charged_leaves_what_was_invoiced_above_what_is_due() -> None:
    day = date(2020, 1, 13)
    strike = e.EntryStruckOut(
        of=Cause("visit", ("2019-11-27",)), on=day, cause="did-not-happen", reason="It did not happen.",
        asked_by=HEAD, agreed_by=Person(person="u-2", role="staff", organisation="tsa"),
    )  # fmt: skip
    until = [fact for fact in STORY if fact.on <= day]
    books = Written(LLF).tell(*until, strike).by(day)
    charge, share = books.leg("charge"), books.leg("home-school-share")

    assert [charge.due, charge.invoiced, charge.overpaid, share.due, share.owed] == pence(
        1050, 1400, 350, 900, 900
    )
    assert books.leg("retained").due == pence(150)[0]
    assert "S2SS-M34" in books.findings("note")
    mended = Written(LLF).tell(
        *until, strike, *(fact for fact in STORY if day < fact.on <= date(2020, 1, 17))
    )
    charge, share = (
        mended.by(date(2020, 1, 17)).leg("charge"),
        mended.by(date(2020, 1, 17)).leg("home-school-share"),
    )
    assert [charge.due, charge.owed, charge.overpaid] == pence(1400, 0, 0)
    assert [share.due, share.owed, share.overpaid] == pence(1200, 0, 0)


@pytest.mark.parametrize(("unpaid", "owed"), (((), False), (("p-4",), True)))
def test_a_deployment_does_not_close_while_the_home_school_is_owed(
    unpaid: tuple[str, ...], owed: bool
) -> None:
    closed = e.Closed(on=date(2020, 5, 4), cause="completed", by=HEAD)
    story = [fact for fact in STORY if getattr(fact, "payment", None) not in unpaid]
    books = Written(LLF).tell(*story, closed).by(closed.on)

    assert ("S2SS-E19" in books.findings("error")) is owed


def test_a_payment_more_than_is_due_is_a_note_and_bars_nothing() -> None:
    once_more = paid("p-5", "2020-05-01", 1200, of="T-2", by=SCHOOL, to=TSA)
    books = Written(LLF).tell(*STORY, once_more).by(once_more.on)
    charge = books.leg("charge")

    assert [charge.paid, charge.overpaid] == pence(3800, 1200)
    assert [charge.paid - books.leg("home-school-share").paid] == pence(1550)
    assert books.findings("note") == ["S2SS-M34"]
    assert books.findings("error") == []


# Parts of a penny. A half of a day is half of the rate of the line, which is priced by the half day here.


@pytest.mark.parametrize(
    ("rate", "parts", "charge", "home", "rest"),
    (
        (393_35, (300_00, 93_35), 196_67, 150_00, 46_67),
        (350_01, (300_00, 50_01), 175_00, 150_00, 25_00),
        (350_02, (300_01, 50_01), 175_01, 150_00, 25_01),
    ),
)
def test_a_charge_is_rounded_down_and_one_part_of_a_split_takes_the_rest(
    rate: int, parts: tuple[int, int], charge: int, home: int, rest: int
) -> None:
    legs = ("home-school-share", Money(parts[0])), ("retained", Money(parts[1]))
    story = (
        BROKERED,
        *planned(line("days", AUTUMN, "day", "1", Money(rate), *legs)),
        visit("2019-09-25", quantity="0.5"),
    )
    books = Written(LLF).tell(*story).by(date(2019, 9, 25))

    assert books.account.total.eligible == charge
    assert [books.leg("home-school-share").due, books.leg("retained").due] == [home, rest]


def test_a_day_shared_by_three_schools_is_charged_a_third_of_it_to_each() -> None:
    story = (
        BROKERED,
        *planned(line("days", AUTUMN, "day", "1", pounds(400))),
        changed(visit("2019-09-25"), shared_between=3),
    )

    assert Written(LLF).tell(*story).by(date(2019, 9, 25)).account.total.eligible == 133_33


def test_the_hours_of_one_date_come_to_a_day_at_most() -> None:
    hours = tuple(changed(visit("2019-09-25", unit="hour", quantity="3"), visit=name) for name in ("a", "b"))
    story = (BROKERED, *planned(line("days", AUTUMN, "day", "4", pounds(350))), *hours)
    books = Written(LLF).tell(*story).by(date(2019, 9, 25))

    assert [fact.gross for fact in books.account.facts.values()] == pence(210, 140)


def test_what_two_awards_bear_is_shown_under_each_alone() -> None:
    desk = two_awards_by(date(2024, 7, 8))
    entries = list(desk.brokerage.store.history(texts=False))
    first, second = (Books(entries, grant=grant).award.support["d-1"] for grant in ("g-1", "g-2"))

    assert [first.set_aside, first.eligible, first.committed, first.unspent] == pence(4400, 4000, 0, 400)
    assert [second.set_aside, second.eligible, second.committed, second.unspent] == pence(3600, 3380, 20, 200)


@pytest.mark.parametrize(
    ("parts", "due"),
    (
        ((("home-school-share", 300_01), ("retained", 50_01)), {"home-school-share": 150_00, "retained": 25_01}),
        ((("retained", 50_01), ("home-school-share", 300_01)), {"home-school-share": 150_01, "retained": 25_00}),
    ),
)  # fmt: skip
def test_the_last_part_of_a_split_has_the_odd_penny(
    parts: tuple[tuple[str, int], ...], due: dict[str, int]
) -> None:
    """Half a day of £350.02 is £175.01: each part is rounded down, and the last takes the rest."""
    splits = [(leg, Money(amount)) for leg, amount in parts]
    books = Written(LLF).tell(
        BROKERED, *planned(line("days", AUTUMN, "day", "4", Money(350_02), *splits)), visit("2019-09-25", quantity="0.5")
    ).by(date(2019, 9, 25))  # fmt: skip
    shown = GRANT_USAGE.live(History(books.entries), ("deployment", "d-1"))

    assert {leg: books.leg(leg).due for leg in due} == due
    assert {row.leg: int(row.due.value) for row in shown.legs if row.leg in due} == due


def test_a_cost_on_a_split_line_without_a_price_goes_along_the_last_part() -> None:
    cost = e.CostIncurred(cost="c-1", on=date(2019, 10, 9), line="days", supplier=HOME, net=Money(600_00))
    splits = (("home-school-share", Money(0)), ("retained", Money(0)))
    free = line("days", AUTUMN, "day", "4", Money(0), *splits)
    books = Written(LLF).tell(BROKERED, *planned(free), cost).by(date(2019, 10, 9))
    (fact,) = books.account.facts.values()

    assert fact.parts == {"home-school-share": 0, "retained": 600_00}
