"""One deployment under `exceed-2023` whose money goes several ways, from its award to its closing, a fact for each step.

Ten days of the English leader at £400 and five of the lead at £500; £900 of resources that the supported school buys and
that X Trust, the payee, reimburses; the QA Lead is paid from the award. The plan is of £7,400: £6,100 in spring and
£1,300 in summer. The lead's last day has only half of its £500 left on its line: £7,380 is eligible.

`STORY` is in the order in which it happened. A test takes a part of it (`until`), or tells it otherwise (`but`), and
plays it on a desk whose clock goes along (`Calendar`). The deployment is `d-1` and the award `g-1`.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from typing import Any

import attrs

import s2ss_core.events as e
from s2ss_core import Brokerage
from s2ss_core.values import Cause, Days, Money, Organisation, Term
from tests.aggregates.histories import (
    A_SECOND_OFFICER,
    A_TEACHER,
    AGREEMENT_ISSUED,
    AGREEMENT_SIGNED,
    BROKER,
    BROKERED,
    CERTIFIED,
    CLOSED,
    ENGLISH,
    ENGLISH_JOINED,
    FINAL_REPORTED,
    HOME_HEADTEACHER,
    HOME_SCHOOL,
    HOME_TRUST,
    INSTALMENT_RELEASED,
    INTERIM_REPORTED,
    INTERIM_SHARED,
    INVOICE_RECEIVED,
    LEAD,
    OBJECTIVE,
    PLAN_APPROVED,
    QA_COMPANY,
    QA_LEAD_APPOINTED,
    REVIEW_HELD,
    SCHOOL,
    SPRING,
    SUMMER,
    THE_HEADTEACHER,
    THE_LEADER,
    THE_OFFICER,
    Y2023,
    changed,
    judged,
    pounds,
)
from tests.scenarios.facts import allowance, record, record_despite

DFE = Organisation(id="dfe", kind="department", member_of_broker=False)


@attrs.frozen
class Despite:
    """A fact that is recorded although a rule is against it."""

    fact: Any

    @property
    def on(self) -> date:
        """The day on which it happened."""
        day: date = self.fact.on
        return day


class Calendar:
    """A clock that stands at noon of the day of the newest fact."""

    def __init__(self) -> None:
        self.day = date(2023, 11, 1)

    def __call__(self) -> datetime:
        return datetime.combine(self.day, time(12), UTC)


@attrs.frozen
class Desk:
    """A brokerage, and the calendar that its clock goes by."""

    brokerage: Brokerage
    calendar: Calendar

    @classmethod
    def open(cls, url: str = "memory:") -> "Desk":
        """A desk with an empty record."""
        calendar = Calendar()
        return cls(Brokerage.open(url, clock=calendar).acting_as("u-7"), calendar)

    def play(self, *facts: Any) -> None:
        """Record facts in this order, each on the day on which it happened; each must be taken."""
        for fact in facts:
            self.calendar.day = max(self.calendar.day, fact.on)
            if isinstance(fact, Despite):
                record_despite(self.brokerage, fact.fact)
            else:
                record(self.brokerage, fact)


def until(story: Iterable[Any], day: date) -> tuple[Any, ...]:
    """What had happened by the end of a day."""
    return tuple(fact for fact in story if fact.on <= day)


def after(story: Iterable[Any], day: date) -> tuple[Any, ...]:
    """What happened after a day."""
    return tuple(fact for fact in story if fact.on > day)


# The award, and what is set aside

AWARDED = e.GrantAwarded(
    grant="g-1",
    on=date(2023, 11, 1),
    funder=DFE,
    holder=BROKER,
    reference="SI-114",
    amount=pounds(12_000),
    available_from=date(2023, 11, 1),
    available_to=date(2024, 8, 31),
)
SET_ASIDE = e.GrantAllocated(
    allocation="a-1", on=date(2023, 11, 7), deployment="d-1", purpose="support", amount=pounds(8000)
)
SET_ASIDE_FOR_QA = e.GrantAllocated(
    allocation="a-2", on=date(2023, 11, 7), purpose="quality-assurance", amount=pounds(1200)
)
FIRST_TRANCHE = e.GrantReceived(tranche="t-1", on=date(2023, 12, 1), amount=pounds(8000))
SECOND_TRANCHE = e.GrantReceived(tranche="t-2", on=date(2024, 5, 3), amount=pounds(4000))
SUPPORT_RETURNED = e.AllocationReturned(
    returning="ar-1", allocation="a-1", on=date(2024, 7, 22), amount=pounds(620)
)
QA_RETURNED = e.AllocationReturned(
    returning="ar-2", allocation="a-2", on=date(2024, 7, 22), amount=pounds(300)
)
RETURNED_TO_FUNDER = e.GrantReturned(
    reference="gr-1", on=date(2024, 7, 30), amount=pounds(3720), cause="unspent"
)
AWARD_CLOSED = e.AwardClosed(grant="g-1", on=date(2024, 7, 31), by=THE_OFFICER)


# Brokering and planning


def _confirmed(by: Any) -> e.Confirmation:
    return e.Confirmation(by=by, on=date(2023, 11, 3))


BROKERED_FROM_THE_AWARD = changed(
    BROKERED,
    on=date(2023, 11, 6),
    capacity_confirmed=_confirmed(THE_HEADTEACHER),
    broker_capacity=_confirmed(THE_OFFICER),
    commitments=(e.Commitment(leader=LEAD, cap_year=Y2023, days=Days(5)),),
    intended_end=date(2024, 7, 19),
    qa_funding="from-award",
)
JOINED = changed(ENGLISH_JOINED, on=date(2023, 11, 7))


def line(name: str, term: Term, quantity: str, rate: Money) -> e.PlanLine:
    """A line of the plan: of an English leader's days, of the lead's days, or of resources."""
    resources = name == "resources"
    bands: dict[str, Any] = {"english": "middle-leader", "leader": "headteacher"}
    return e.PlanLine(
        id=name,
        term=term,
        head="resources" if resources else "leader-days",
        description=name,
        provider=SCHOOL if resources else HOME_SCHOOL,
        unit="item" if resources else "day",
        quantity=Days(quantity),
        rate=rate,
        amount=rate.times(Days(quantity)),
        band=bands.get(name),
    )


LINES = (
    line("english", SPRING, "10", pounds(400)),
    line("leader", SPRING, "3", pounds(500)),
    line("leader", SUMMER, "2", pounds(500)),
    line("resources", SPRING, "1", pounds(600)),
    line("resources", SUMMER, "1", pounds(300)),
)
PLAN_SUBMITTED = e.PlanSubmitted(
    plan_version=1,
    on=date(2023, 12, 6),
    finalised_by=(THE_HEADTEACHER, THE_LEADER),
    owner=THE_HEADTEACHER,
    problem="Pupils do not read fluently.",
    objectives=(OBJECTIVE,),
    lines=LINES,
    total=pounds(7400),
)
APPROVED = changed(PLAN_APPROVED, total=pounds(7400))
FIRST = e.ScheduledInstalment(instalment=1, term=SPRING, amount=pounds(6100), after="interim")
LAST = e.ScheduledInstalment(instalment=2, term=SUMMER, amount=pounds(1300), after="final")
ISSUED = changed(AGREEMENT_ISSUED, schedule=(FIRST, LAST))
FOUNDATIONS = (
    e.FoundationsSecured(side="supported", on=date(2023, 12, 18), by=THE_HEADTEACHER),
    e.FoundationsSecured(side="supporting", on=date(2023, 12, 18), by=HOME_HEADTEACHER),
)


# Support


def english(day: str) -> e.VisitLogged:
    """A day of the English leader in 2024."""
    return _visit(f"english-{day}", day, ENGLISH, "english")


def leader(day: str, *, half: bool = False) -> e.VisitLogged:
    """A day, or half a day, of the lead in 2024."""
    visit = _visit(f"leader-{day}", day, LEAD, "leader")
    return changed(visit, unit="half-day") if half else visit


def _visit(name: str, day: str, who: str, line: str) -> e.VisitLogged:
    return e.VisitLogged(
        visit=name,
        on=date.fromisoformat(f"2024-{day}"),
        leader=who,
        school="s-1",
        unit="day",
        quantity=Days(1),
        counterpart=A_TEACHER,
        line=line,
    )


ENGLISH_DAYS = tuple(
    map(english, ("01-10", "01-17", "01-24", "01-31", "02-07", "02-21", "02-28", "03-06", "03-13", "03-20"))
)
LAST_DAY = leader("06-11")
"""Half of its £500 is left on the line: it is recorded despite the rule, and £250 of it is disallowed."""
LEADER_DAYS = (
    leader("01-16"), leader("02-06"), leader("03-05", half=True), leader("04-16"), leader("05-14"), Despite(LAST_DAY)
)  # fmt: skip

BOOKS = e.CostIncurred(
    cost="books",
    on=date(2024, 2, 5),
    line="resources",
    supplier=SCHOOL,
    payer=HOME_TRUST,
    net=pounds(600),
    invoice_number="SS-101",
)
MORE_BOOKS = changed(
    BOOKS, cost="more-books", on=date(2024, 5, 20), net=pounds(280), vat=pounds(56), invoice_number="SS-118"
)


def invoice_of_the_school(cost: e.CostIncurred) -> e.InvoiceReceived:
    """The supported school's invoice to X Trust for a cost: the id is its number."""
    number = cost.invoice_number
    assert number
    return e.InvoiceReceived(
        invoice=number,
        number=number,
        supplier=SCHOOL,
        customer=HOME_TRUST,
        leg="reimbursement",
        on=cost.on,
        issued_on=cost.on,
        net=cost.net,
        vat=cost.vat,
        covers=(Cause("cost", (cost.cost,)),),
    )


def reimbursed(payment: str, day: str, invoice: str, net: int, vat: int = 0) -> e.PaymentMade:
    """What X Trust pays the supported school for an invoice in 2024, in pounds; it recovers the VAT."""
    return e.PaymentMade(
        payment=payment,
        on=date.fromisoformat(f"2024-{day}"),
        amount=pounds(net + vat),
        vat=pounds(vat),
        vat_recovered=pounds(vat),
        paid_by=HOME_TRUST,
        paid_to=SCHOOL,
        settles=(e.Settled(of=Cause("invoice", (invoice,)), amount=pounds(net)),),
    )


BOOKS_INVOICED, MORE_BOOKS_INVOICED = invoice_of_the_school(BOOKS), invoice_of_the_school(MORE_BOOKS)
BOOKS_REIMBURSED = reimbursed("p-books", "03-01", "SS-101", 600)
MORE_BOOKS_REIMBURSED = reimbursed("p-more-books", "06-14", "SS-118", 280, 56)


# Reporting

SPRING_REPORT = (
    INTERIM_REPORTED,
    INTERIM_SHARED,
    REVIEW_HELD,
    judged("j-1", "qa-lead", date(2024, 3, 21)),
    e.ReportFinalised(report="i-1", revision=2, on=date(2024, 3, 22), after_review="r-1"),
    judged("j-2", "broker", date(2024, 3, 25)),
)
FINAL_REPORT = (
    changed(FINAL_REPORTED, on=date(2024, 6, 27), term=SUMMER),
    changed(INTERIM_SHARED, of=Cause("report", ("f-1",)), on=date(2024, 6, 27)),
    changed(REVIEW_HELD, review="r-2", on=date(2024, 7, 4), term=SUMMER, report="f-1"),
    judged("j-3", "qa-lead", date(2024, 7, 4), report="f-1", review="r-2"),
    judged("j-4", "broker", date(2024, 7, 5), report="f-1", review="r-2"),
    e.ReportFinalised(report="f-1", revision=2, on=date(2024, 7, 8), after_review="r-2"),
)


# Instalments


def invoiced(number: int, on: date, net: Money, *, part: int = 1) -> e.InvoiceReceived:
    """X Trust's invoice for an instalment, with a fifth of it as VAT."""
    name = f"XT-{number}" if part == 1 else f"XT-{number}-{part}"
    return changed(
        INVOICE_RECEIVED,
        invoice=name,
        number=f"2024/0{number}{part}",
        on=on,
        issued_on=on,
        net=net,
        vat=Money(net // 5),
        instalment=number,
    )


def released(number: int, on: date, amount: Money, *, part: int = 1) -> e.InstalmentReleased:
    """The release of an instalment to X Trust on its invoice."""
    return changed(
        INSTALMENT_RELEASED,
        instalment=number,
        part=part,
        on=on,
        amount=amount,
        report="i-1" if number == 1 else "f-1",
        review="r-1" if number == 1 else "r-2",
        judgements=(),
        invoice=f"XT-{number}" if part == 1 else f"XT-{number}-{part}",
    )


def paid(number: int, on: date, net: Money, *, part: int = 1, settled: Money | None = None) -> e.PaymentMade:
    """What the broker pays X Trust for a release, with a fifth of it as VAT, which the broker recovers."""
    vat = Money(net // 5)
    return e.PaymentMade(
        payment=f"p-{number}" if part == 1 else f"p-{number}-{part}",
        on=on,
        amount=Money(net + vat),
        vat=vat,
        vat_recovered=vat,
        paid_by=BROKER,
        paid_to=HOME_TRUST,
        settles=(
            e.Settled(
                of=Cause("release", (str(number), "instalment", "x-trust", str(part))), amount=settled or net
            ),
        ),
    )


FIRST_INVOICED = invoiced(1, date(2024, 4, 9), pounds(5850))
FIRST_RELEASED = released(1, date(2024, 4, 12), pounds(5850))
FIRST_PAID = paid(1, date(2024, 4, 26), pounds(5850))
LAST_INVOICED = invoiced(2, date(2024, 7, 15), pounds(1530))
LAST_RELEASED = released(2, date(2024, 7, 19), pounds(1530))
LAST_PAID = paid(2, date(2024, 7, 26), pounds(1530))


# The end

CERTIFIED_WHOLE = changed(
    CERTIFIED, on=date(2024, 7, 8), covers_from=date(2023, 11, 1), covers_to=date(2024, 7, 8)
)
CERTIFICATE_RETURNED = e.CertificateReturned(
    certificate="cert-1", on=date(2024, 7, 8), with_report="f-1", returned_to="u-1"
)
SUPPORT_ENDED = e.SupportEnded(actual_end=date(2024, 7, 12), on=date(2024, 7, 12))
CLOSED_COMPLETED = changed(CLOSED, on=date(2024, 7, 26), by=A_SECOND_OFFICER)


def in_order(facts: Iterable[Any]) -> tuple[Any, ...]:
    """Facts in the order in which they happened; facts of one day keep their order."""
    return tuple(sorted(facts, key=lambda fact: fact.on))


STORY = in_order(
    (
        AWARDED,
        allowance(LEAD, Y2023, HOME_SCHOOL),
        allowance(ENGLISH, Y2023, HOME_SCHOOL),
        BROKERED_FROM_THE_AWARD,
        JOINED,
        SET_ASIDE,
        SET_ASIDE_FOR_QA,
        QA_LEAD_APPOINTED,
        FIRST_TRANCHE,
        PLAN_SUBMITTED,
        APPROVED,
        ISSUED,
        AGREEMENT_SIGNED,
        *FOUNDATIONS,
        *ENGLISH_DAYS,
        *LEADER_DAYS,
        BOOKS,
        BOOKS_INVOICED,
        BOOKS_REIMBURSED,
        MORE_BOOKS,
        MORE_BOOKS_INVOICED,
        MORE_BOOKS_REIMBURSED,
        *SPRING_REPORT,
        FIRST_INVOICED,
        FIRST_RELEASED,
        FIRST_PAID,
        SECOND_TRANCHE,
        *FINAL_REPORT,
        CERTIFIED_WHOLE,
        CERTIFICATE_RETURNED,
        SUPPORT_ENDED,
        LAST_INVOICED,
        LAST_RELEASED,
        LAST_PAID,
        CLOSED_COMPLETED,
    )
)
"""The deployment from its award to its closing. What goes back, and the award's own closing, come after it."""

# What each organisation is due, owes and keeps, in pounds, worked by hand: due to it, due from it, for its own work.
# The broker holds the award: what is eligible of support and of the QA Lead's fees is due to it, and it owes all of it.
# X Trust reimburses the supported school out of what it is due. By 31 March 5,250 = 10 × 400 + 2½ × 500 is for its own
# leaders, in the end 6,500 = 4,000 + 2,500: it bears the £250 that are disallowed.
DUES = {
    date(2024, 3, 31): {
        BROKER.id: (5850 + 450, 5850 + 450, 0),
        HOME_TRUST.id: (5850, 600, 5250),
        SCHOOL.id: (600, 0, 600),
        QA_COMPANY.id: (450, 0, 450),
    },
    date(2024, 7, 26): {
        BROKER.id: (7380 + 900, 7380 + 900, 0),
        HOME_TRUST.id: (7380, 880, 6500),
        SCHOOL.id: (880, 0, 880),
        QA_COMPANY.id: (900, 0, 900),
    },
}

# Each leg by April–March year, in pounds, worked by hand: owed at its start, due in it, settled in it, owed at its end.
BY_YEAR = {
    ("instalment", "2023-24"): (0, 5850, 0, 5850),
    ("instalment", "2024-25"): (5850, 1530, 7380, 0),
    ("reimbursement", "2023-24"): (0, 600, 600, 0),
    ("reimbursement", "2024-25"): (0, 280, 280, 0),
}
