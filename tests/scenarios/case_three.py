"""One deployment under `exceed-institute`, externally funded, from its award to the award's closing: a fact for each step.

An SLE of S1 at £350 a day and an NLE of S2 at £500, with £50 for quality assurance in each day; cover of the supported
school H at £200 a day. The plan is of £5,000: £3,050 in spring and £1,950 in summer. Half of the SLE's last day and half a
day of cover are not used: £4,725 is eligible.

`STORY` is in the order in which it happened; a `Desk` of `case_one` plays it. The deployment is `d-1` and the award `g-1`.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

import s2ss_core.events as e
from s2ss_core.programmes import digest, find
from s2ss_core.values import (
    AcademicYear,
    Band,
    Cause,
    Days,
    Head,
    Money,
    Organisation,
    Person,
    Term,
    Unit,
)
from tests.aggregates.histories import OBJECTIVE, pounds
from tests.scenarios.case_one import in_order
from tests.scenarios.facts import Told

INSTITUTE = find("exceed-institute")
SPRING, SUMMER, YEAR = Term("2024-spring"), Term("2024-summer"), AcademicYear("2023/24")

BROKER = Organisation(id="exceed", kind="trust", member_of_broker=True)
FUNDER = Organisation(id="dfe", kind="department", member_of_broker=False)
S1 = Organisation(id="s1", kind="school", member_of_broker=False, trust="t1")
S2 = Organisation(id="s2", kind="school", member_of_broker=False, trust="t2")
H = Organisation(id="h", kind="school", member_of_broker=False, trust="t3")
COLLEGE = Organisation(id="college", kind="department", member_of_broker=False)
QA_COMPANY = Organisation(id="qa-company", kind="other", member_of_broker=False)

SLE, NLE = "l-sle", "l-nle"
HEADTEACHER = Person(person="ht-h", role="headteacher", organisation="h")
HEAD_OF_READING = Person(person="hr-h", role="middle-leader", organisation="h")
HEAD_OF_S1 = Person(person="ht-s1", role="home-headteacher", organisation="s1")
HEAD_OF_S2 = Person(person="ht-s2", role="home-headteacher", organisation="s2")
LEADER = Person(person=SLE, role="system-leader", organisation="s1")
QA_LEAD = Person(person="qa-7", role="qa-lead", organisation="qa-company")
OFFICER = Person(person="u-1", role="broker", organisation="exceed")
SECOND_OFFICER = Person(person="u-2", role="broker", organisation="exceed")


def day(text: str) -> date:
    """A day of 2024, from its month and day."""
    return date.fromisoformat(f"2024-{text}")


# The award, the register, and the terms of the school

AWARDED = e.GrantAwarded(
    grant="g-1",
    on=date(2023, 11, 1),
    funder=FUNDER,
    holder=BROKER,
    reference="RSC-7",
    amount=pounds(6000),
    available_from=date(2023, 11, 1),
    available_to=date(2024, 8, 31),
)
RECEIVED = e.GrantReceived(tranche="t-1", on=date(2023, 12, 1), amount=pounds(6000))
SET_ASIDE = e.GrantAllocated(
    allocation="a-1", on=date(2023, 11, 7), deployment="d-1", purpose="support", amount=pounds(5000)
)
SLE_DESIGNATED = e.LeaderDesignated(
    leader=SLE, designation="sle-1", on=date(2020, 9, 1), kind="sle", by=COLLEGE
)
NLE_DESIGNATED = e.LeaderDesignated(
    leader=NLE, designation="nle-1", on=date(2021, 9, 1), kind="nle", by=COLLEGE
)
TERMS_OF_THE_SCHOOL = Told(
    "h",
    e.TermDatesAdopted(
        academic_year=YEAR,
        on=date(2023, 11, 8),
        terms=(
            e.TermDates(term=SPRING, first_day=day("01-08"), last_day=day("03-22")),
            e.TermDates(term=SUMMER, first_day=day("04-08"), last_day=day("07-19")),
        ),
    ),
)


def allowed(leader: str, school: Organisation, head: Person) -> e.AllowanceAgreed:
    """Fifteen days of a leader in the year."""
    return e.AllowanceAgreed(
        leader=leader, cap_year=YEAR, on=date(2023, 11, 3), days=Days(15), home_school=school, agreed_by=head
    )


# Brokering

BROKERED = e.Brokered(
    deployment="d-1",
    on=date(2023, 11, 6),
    programme=INSTITUTE.name,
    version=INSTITUTE.version,
    digest=digest(INSTITUTE),
    broker=BROKER,
    need="Pupils do not read fluently.",
    capacity_confirmed=e.Confirmation(by=HEADTEACHER, on=date(2023, 11, 3)),
    broker_capacity=e.Confirmation(by=OFFICER, on=date(2023, 11, 3)),
    existing_support="None.",
    named_supporting_schools=(S1, S2),
    school=H,
    headteacher="ht-h",
    lead=e.Leader(leader=SLE, band="sle", home_school=S1),
    commitments=(e.Commitment(leader=SLE, cap_year=YEAR, days=Days(8)),),
    start=day("01-08"),
    intended_end=day("07-19"),
    funding=e.Funding(kind="external", awards=("g-1",)),
    qa_funding="in-rate",
)
JOINED = e.LeaderJoined(
    leader=e.Leader(leader=NLE, band="nle", home_school=S2),
    on=date(2023, 11, 6),
    commitments=(e.Commitment(leader=NLE, cap_year=YEAR, days=Days(2)),),
)
QA_LEAD_APPOINTED = e.QALeadAppointed(
    qa_lead="qa-7", on=date(2023, 11, 20), employer=QA_COMPANY, engaged_as="independent-professional"
)


# The agreement, the first QA Day, and the development plan that is agreed at it

ISSUED = e.AgreementIssued(
    agreement="ag-1",
    on=date(2023, 12, 4),
    document="support-agreement",
    version="1",
    issued_by=OFFICER,
    parties=(
        e.Party(role="supported-school", organisation=H),
        e.Party(role="home-school", organisation=S1),
    ),
    payees=(S1, S2, H),
)
SIGNED = (
    e.AgreementSigned(agreement="ag-1", party="home-school", on=date(2023, 12, 7), signatory=HEAD_OF_S1),
    e.AgreementSigned(
        agreement="ag-1", party="supported-school", on=date(2023, 12, 11), signatory=HEADTEACHER
    ),
)


def qa_day(name: str, on: date, purpose: Any, use: e.FundingUse, report: str | None = None) -> e.QADayHeld:
    """A QA Day with the headteacher and the leader."""
    return e.QADayHeld(
        day=name,
        on=on,
        purpose=purpose,
        held_by=QA_LEAD,
        attendees=(HEADTEACHER, LEADER),
        funding_use=use,
        report=report,
    )


DAY_1 = qa_day("qa-1", day("01-04"), "brokerage", "agreed")
DAY_2 = qa_day("qa-2", day("03-11"), "monitoring", "appropriate")
DAY_3 = qa_day("qa-3", day("07-16"), "evaluation", "appropriate", "f-1")


def line(
    name: str,
    term: Term,
    quantity: str,
    rate: int,
    *,
    head: Head = "leader-days",
    band: Band | None = None,
    provider: Organisation = S1,
) -> e.PlanLine:
    """A line of the plan, priced by the day, in pounds."""
    return e.PlanLine(
        id=name,
        term=term,
        head=head,
        description=name,
        provider=provider,
        unit="day",
        quantity=Days(quantity),
        rate=pounds(rate),
        amount=pounds(rate).times(Days(quantity)),
        band=band,
    )


LINES = (
    line("sle", SPRING, "5", 350, band="sle"),
    line("sle", SUMMER, "3", 350, band="sle"),
    line("nle", SPRING, "1", 500, band="nle", provider=S2),
    line("nle", SUMMER, "1", 500, band="nle", provider=S2),
    line("cover", SPRING, "4", 200, head="cover", provider=H),
    line("cover", SUMMER, "2", 200, head="cover", provider=H),
)


def plan(*lines: e.PlanLine) -> e.PlanSubmitted:
    """The development plan with these lines."""
    return e.PlanSubmitted(
        plan_version=1,
        on=day("01-04"),
        kind="development-plan",
        finalised_by=(HEADTEACHER, LEADER),
        owner=HEADTEACHER,
        problem="Pupils do not read fluently.",
        objectives=(OBJECTIVE,),
        lines=lines,
        total=sum((row.approved for row in lines), Money(0)),
    )


PLAN = plan(*LINES)
APPROVED = e.PlanApproved(
    plan_version=1,
    on=day("01-04"),
    by=QA_LEAD,
    total=pounds(5000),
    effective_from=day("01-04"),
    no_conflict_declared=True,
)


# Support


def visit(leader: str, text: str, unit: Unit = "day") -> e.VisitLogged:
    """A day, or half a day, of a leader in 2024, alongside the head of reading."""
    name = "sle" if leader == SLE else "nle"
    return e.VisitLogged(
        visit=f"{name}-{text}",
        on=day(text),
        leader=leader,
        school="h",
        unit=unit,
        quantity=Days(1),
        counterpart=HEAD_OF_READING,
        line=name,
    )


def cover(text: str, unit: Unit = "day") -> e.CostIncurred:
    """A day, or half a day, of cover at the supported school in 2024."""
    return e.CostIncurred(
        cost=f"cover-{text}",
        on=day(text),
        line="cover",
        supplier=H,
        net=pounds(200 if unit == "day" else 100),
        time=e.Quantity(unit=unit, quantity=Days(1)),
    )


SLE_DAYS = (
    *(visit(SLE, text) for text in ("01-09", "01-16", "01-23", "02-06", "03-05", "04-16", "05-14")),
    visit(SLE, "06-11", "half-day"),
)
NLE_DAYS = (visit(NLE, "02-01"), visit(NLE, "05-02"))
COVER = (
    *(cover(text) for text in ("01-09", "01-16", "01-23", "02-06", "04-16")),
    cover("06-11", "half-day"),
)


# The evaluation

EVALUATION = e.FinalReported(
    report="f-1",
    on=day("07-16"),
    term=SUMMER,
    authors=(HEADTEACHER, LEADER, QA_LEAD),
    ratings=(e.Rating(objective="o-1", rag="green"),),
    progress="Reading ages rose.",
    impact="Pupils read.",
    next_steps="None.",
)
SUPPORT_ENDED = e.SupportEnded(actual_end=day("07-19"), on=day("07-19"))


# Money


def released(
    number: int, on: date, leg: str, to: Organisation, amount: int, *, part: int = 1
) -> e.InstalmentReleased:
    """What is released to an organisation on a leg, in pounds: the second time on the evaluation."""
    return e.InstalmentReleased(
        instalment=number,
        leg=leg,
        part=part,
        on=on,
        amount=pounds(amount),
        paid_to=to,
        report="f-1" if number == 2 else None,
        settled_by="retained" if leg == "retained" else "invoice",
        authorised_by=OFFICER,
    )


def paid(release: e.InstalmentReleased) -> e.PaymentMade:
    """What the Institute pays a school for a release, on the same day."""
    of = (str(release.instalment), release.leg, release.paid_to.id, str(release.part))
    return e.PaymentMade(
        payment="-".join(("p", *of)),
        on=release.on,
        amount=release.amount,
        paid_by=BROKER,
        paid_to=release.paid_to,
        settles=(e.Settled(of=Cause("release", of), amount=release.amount),),
    )


MARCH_27, JULY_23 = day("03-27"), day("07-23")
FIRST = (
    released(1, MARCH_27, "instalment", S1, 1500),
    released(1, MARCH_27, "instalment", S2, 450),
    released(1, MARCH_27, "cover", H, 800),
    released(1, MARCH_27, "retained", BROKER, 300),
)
LAST = (
    released(2, JULY_23, "instalment", S1, 750),
    released(2, JULY_23, "instalment", S2, 450),
    released(2, JULY_23, "cover", H, 300),
    released(2, JULY_23, "retained", BROKER, 175),
)
PAID = tuple(paid(release) for release in (*FIRST, *LAST) if release.leg != "retained")
CLOSED = e.Closed(on=day("07-26"), cause="completed", by=SECOND_OFFICER)
SUPPORT_RETURNED = e.AllocationReturned(
    returning="ar-1", allocation="a-1", on=day("07-25"), amount=pounds(275)
)
RETURNED_TO_FUNDER = e.GrantReturned(reference="gr-1", on=day("07-30"), amount=pounds(1275), cause="unspent")
AWARD_CLOSED = e.AwardClosed(grant="g-1", on=day("07-31"), by=OFFICER)


def without(*facts: Any, story: Iterable[Any]) -> tuple[Any, ...]:
    """The story in which some facts did not happen."""
    return tuple(fact for fact in story if fact not in facts)


STORY = in_order(
    (
        SLE_DESIGNATED,
        NLE_DESIGNATED,
        AWARDED,
        allowed(SLE, S1, HEAD_OF_S1),
        allowed(NLE, S2, HEAD_OF_S2),
        BROKERED,
        JOINED,
        SET_ASIDE,
        TERMS_OF_THE_SCHOOL,
        QA_LEAD_APPOINTED,
        RECEIVED,
        ISSUED,
        *SIGNED,
        DAY_1,
        PLAN,
        APPROVED,
        *SLE_DAYS,
        *NLE_DAYS,
        *COVER,
        DAY_2,
        *FIRST,
        EVALUATION,
        DAY_3,
        SUPPORT_ENDED,
        *LAST,
        *PAID,
        SUPPORT_RETURNED,
        CLOSED,
    )
)
"""The deployment from its award to its closing. What goes back to the funder, and the award's closing, come after it."""
