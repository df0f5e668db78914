"""One deployment under `llf-2019` for which a school outside the alliance pays, from its brokering to its end.

Seven days at £350 (four in autumn 2019, three in spring 2020) and half a day at £150: £2,600. The alliance charges the
school termly, pays the leader's home school £300 of a day and all of the half day, and keeps £50 of a day. No award, no
instalment and no certificate: a contract of four parties, and the support agreement beside it.

`STORY` is in the order in which it happened; `tests.scenarios.case_one` has the desk on which it is played. The
deployment is `d-1`.
"""

from datetime import date

import s2ss_core.events as e
from s2ss_core.values import AcademicYear, Cause, Days, Money, Organisation, PartyRole, Person, Term, Urn
from tests.scenarios.case_one import in_order

ALLIANCE = Organisation(id="llf", kind="school", member_of_broker=True, urn=Urn("118011"))
SCHOOL = Organisation(id="s-1", kind="school", member_of_broker=False, urn=Urn("100001"))
HOME = Organisation(id="s-7", kind="school", member_of_broker=True, urn=Urn("100007"))
LEADER = "sl-1"
YEAR = AcademicYear("2019/20")
AUTUMN, SPRING = Term("2019-autumn"), Term("2020-spring")

HEAD = Person(person="ht-1", role="headteacher", organisation="s-1")
THE_LEADER = Person(person=LEADER, role="system-leader", organisation="s-7")
HOME_HEAD = Person(person="ht-7", role="home-headteacher", organisation="s-7")
CHAIR = Person(person="chair-7", role="chair", organisation="s-7")
OFFICER = Person(person="u-1", role="broker", organisation="llf")
TEACHER = Person(person="t-1", role="staff", organisation="s-1")
PARTIES: tuple[tuple[PartyRole, Organisation | None, Person], ...] = (
    ("system-leader", None, THE_LEADER),
    ("supported-school", SCHOOL, HEAD),
    ("broker", ALLIANCE, OFFICER),
    ("home-school", HOME, HOME_HEAD),
)


def pounds(amount: int) -> Money:
    return Money(amount * 100)


# Brokering and planning

ALLOWANCE = e.AllowanceAgreed(
    leader=LEADER,
    cap_year=YEAR,
    on=date(2019, 9, 2),
    days=Days(15),
    home_school=HOME,
    agreed_by=HOME_HEAD,
    governing_body=e.Confirmation(by=CHAIR, on=date(2019, 7, 10)),
)
BROKERED = e.Brokered(
    deployment="d-1",
    on=date(2019, 9, 4),
    programme="llf-2019",
    version="6.0",
    broker=ALLIANCE,
    need="Pupils do not read fluently.",
    capacity_confirmed=e.Confirmation(by=HEAD, on=date(2019, 9, 3)),
    broker_capacity=e.Confirmation(by=OFFICER, on=date(2019, 9, 3)),
    existing_support="None.",
    school=SCHOOL,
    headteacher=HEAD.person,
    lead=e.Leader(leader=LEADER, band="middle-leader", home_school=HOME),
    commitments=(e.Commitment(leader=LEADER, cap_year=YEAR, days=Days("7.5")),),
    start=date(2019, 9, 23),
    intended_end=date(2020, 3, 31),
    funding=e.Funding(kind="self-funded"),
)


def line(name: str, term: Term, unit: str, quantity: int, rate: int) -> e.PlanLine:
    """A line of the leader's days, or half days, at a rate in pounds."""
    return e.PlanLine(
        id=name,
        term=term,
        head="leader-days",
        description=name,
        provider=HOME,
        unit="half-day" if unit == "half-day" else "day",
        quantity=Days(quantity),
        rate=pounds(rate),
        amount=pounds(rate * quantity),
    )


SUBMITTED = e.PlanSubmitted(
    plan_version=1,
    on=date(2019, 9, 10),
    kind="briefing-paper",
    finalised_by=(HEAD, THE_LEADER),
    owner=HEAD,
    problem="Pupils do not read fluently.",
    objectives=(
        e.Objective(id="o-1", text="Pupils read fluently.", baseline="61 %", measure="reading ages"),
    ),
    lines=(
        line("days", AUTUMN, "day", 4, 350),
        line("days", SPRING, "day", 3, 350),
        line("half-day", SPRING, "half-day", 1, 150),
    ),
    total=pounds(2600),
)
APPROVED = e.PlanApproved(plan_version=1, on=date(2019, 9, 12), by=HEAD, no_conflict_declared=True)


# The contract and the support agreement

CONTRACT = e.AgreementIssued(
    agreement="c-1",
    on=date(2019, 9, 16),
    document="contract",
    version="1",
    issued_by=OFFICER,
    parties=tuple(e.Party(role=role, organisation=of, person=who) for role, of, who in PARTIES),
    costs=e.Costs(total=pounds(2600), supported_school=pounds(2600), broker=pounds(0), home_school=pounds(0)),
)
SUPPORT_AGREEMENT = e.AgreementIssued(
    agreement="sa-1",
    on=date(2019, 9, 16),
    document="support-agreement",
    version="1",
    issued_by=OFFICER,
    parties=tuple(e.Party(role=role, organisation=of, person=who) for role, of, who in PARTIES[:3]),
    staff_involved=(TEACHER,),
)


def signed(agreement: str, role: PartyRole, who: Person, day: int) -> e.AgreementSigned:
    """A signature in September 2019."""
    return e.AgreementSigned(agreement=agreement, party=role, on=date(2019, 9, day), signatory=who)


CONTRACT_SIGNED = tuple(signed("c-1", role, who, 17) for role, _, who in PARTIES)
SUPPORT_AGREEMENT_SIGNED = tuple(signed("sa-1", role, who, 18) for role, _, who in PARTIES[:3])


# Support


def visit(day: str, *, half: bool = False) -> e.VisitLogged:
    """A day of the leader, or half a day; its id is `v-` and the date."""
    return e.VisitLogged(
        visit=f"v-{day}",
        on=date.fromisoformat(day),
        leader=LEADER,
        school="s-1",
        unit="half-day" if half else "day",
        quantity=Days(1),
        counterpart=TEACHER,
        line="half-day" if half else "days",
    )


VISITS = (
    *map(visit, ("2019-09-25", "2019-10-09", "2019-11-06", "2019-11-27", "2020-01-15", "2020-02-05")),
    visit("2020-02-26", half=True),
    visit("2020-03-11"),
)


# Money


def charged(number: str, day: str, amount: int) -> e.InvoiceReceived:
    """The alliance's invoice to the supported school, in pounds. No VAT."""
    on = date.fromisoformat(day)
    return e.InvoiceReceived(
        invoice=number,
        number=number,
        supplier=ALLIANCE,
        customer=SCHOOL,
        leg="charge",
        on=on,
        issued_on=on,
        net=pounds(amount),
    )


def claimed(number: str, day: str, amount: int) -> e.InvoiceReceived:
    """The home school's invoice to the alliance, in pounds. No VAT."""
    on = date.fromisoformat(day)
    return e.InvoiceReceived(
        invoice=number,
        number=number,
        supplier=HOME,
        customer=ALLIANCE,
        leg="home-school-share",
        on=on,
        issued_on=on,
        net=pounds(amount),
    )


def paid(
    payment: str, day: str, invoice: str, amount: int, *, by: Organisation, to: Organisation
) -> e.PaymentMade:
    """What is paid on an invoice, in pounds."""
    return e.PaymentMade(
        payment=payment,
        on=date.fromisoformat(day),
        amount=pounds(amount),
        paid_by=by,
        paid_to=to,
        settles=(e.Settled(of=Cause("invoice", (invoice,)), amount=pounds(amount)),),
    )


AUTUMN_CHARGED, SPRING_CHARGED = (
    charged("LLF-1", "2019-12-13", 1400),
    charged("LLF-2", "2020-03-27", 1200),
)
AUTUMN_CLAIMED, SPRING_CLAIMED = claimed("S7-1", "2019-12-16", 1200), claimed("S7-2", "2020-03-30", 1050)
AUTUMN_RECEIVED = paid("p-1", "2020-01-10", "LLF-1", 1400, by=SCHOOL, to=ALLIANCE)
AUTUMN_SHARED = paid("p-2", "2020-01-17", "S7-1", 1200, by=ALLIANCE, to=HOME)
SPRING_RECEIVED = paid("p-3", "2020-04-24", "LLF-2", 1200, by=SCHOOL, to=ALLIANCE)
SPRING_SHARED = paid("p-4", "2020-04-30", "S7-2", 1050, by=ALLIANCE, to=HOME)
PAID_AGAIN = paid("p-5", "2020-05-01", "LLF-2", 1200, by=SCHOOL, to=ALLIANCE)
"""The school pays its second invoice once more. Not a part of the story."""

STORY = in_order(
    (
        ALLOWANCE,
        BROKERED,
        SUBMITTED,
        APPROVED,
        CONTRACT,
        SUPPORT_AGREEMENT,
        *CONTRACT_SIGNED,
        *SUPPORT_AGREEMENT_SIGNED,
        *VISITS,
        AUTUMN_CHARGED,
        AUTUMN_CLAIMED,
        AUTUMN_RECEIVED,
        AUTUMN_SHARED,
        SPRING_CHARGED,
        SPRING_CLAIMED,
        SPRING_RECEIVED,
        SPRING_SHARED,
    )
)
