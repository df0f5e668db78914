"""One deployment in the trade's words, stage by stage, for tests to stand at: the events, and what came before each.

The plan: line 1, ten English days at £400 in spring; line 2, a programme at £1,000, £1,000 and £2,000; line 3, two
days of the lead at £500 in each of the three terms. £11,000 in all, paid £6,000, £2,000 and £3,000.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any, TypeVar, cast

import attrs

import s2ss_core.events as e
from s2ss_core.aggregates.decision import Decision, DecisionContext
from s2ss_core.aggregates.deployment.deployment import Deployment, replay
from s2ss_core.programmes import digest, find
from s2ss_core.values import (
    AcademicYear,
    Cause,
    Days,
    JudgingParty,
    Money,
    Organisation,
    Person,
    Term,
    Unit,
    Urn,
)

EXCEED = find("exceed-2023", "V7")
LLF = find("llf-2019", "6.0")

LEAD, ENGLISH, QA_LEAD, HEADTEACHER = "sl-014", "sl-022", "qa-3", "ht-1"
Y2023, Y2024 = AcademicYear("2023/24"), AcademicYear("2024/25")
SPRING, SUMMER, AUTUMN = Term("2024-spring"), Term("2024-summer"), Term("2024-autumn")

BROKER = Organisation(id="exceed", kind="trust", member_of_broker=True)
SCHOOL = Organisation(id="s-1", kind="school", member_of_broker=False, urn=Urn("100001"), trust="y-trust")
HOME_SCHOOL = Organisation(
    id="s-7", kind="school", member_of_broker=False, urn=Urn("100007"), trust="x-trust"
)
HOME_TRUST = Organisation(id="x-trust", kind="trust", member_of_broker=False)
OTHER_SCHOOL = Organisation(id="s-9", kind="school", member_of_broker=False, trust="z-trust")
SUPPLIER = Organisation(id="reading-programme", kind="supplier", member_of_broker=False)
QA_COMPANY = Organisation(id="qa-company", kind="other", member_of_broker=False)

THE_HEADTEACHER = Person(person=HEADTEACHER, role="headteacher", organisation="s-1")
HOME_HEADTEACHER = Person(person="ht-9", role="home-headteacher", organisation="s-7")
THE_LEADER = Person(person=LEAD, role="system-leader", organisation="s-7")
THE_QA_LEAD = Person(person=QA_LEAD, role="qa-lead", organisation="qa-company")
THE_BUSINESS_MANAGER = Person(person="bm-1", role="business-manager", organisation="x-trust")
THE_ACCOUNTING_OFFICER = Person(person="ao-1", role="accounting-officer", organisation="x-trust")
THE_OFFICER = Person(person="u-1", role="broker", organisation="exceed")
THE_PAYEE = Person(person="ceo-4", role="chief-executive", organisation="x-trust")
THE_FUNDER = Person(person="f-1", role="funder", organisation="dfe")
A_TEACHER = Person(person="teacher-5", role="staff", organisation="s-1")
A_SECOND_OFFICER = Person(person="u-2", role="broker", organisation="exceed")
A_NOMINEE = Person(person="dht-2", role="headteacher-nominee", organisation="s-1")


E = TypeVar("E")


def pounds(amount: int) -> Money:
    return Money(amount * 100)


def changed(event: E, **otherwise: object) -> E:
    """The same event, but for some of its fields."""
    return cast(E, attrs.evolve(cast(Any, event), **otherwise))


NOW = DecisionContext(programme=EXCEED, allocated=pounds(11_000), awards=frozenset({"g-1"}))


# Brokering

BROKERED = e.Brokered(
    deployment="d-1",
    on=date(2023, 11, 13),
    programme=EXCEED.name,
    version=EXCEED.version,
    digest=digest(EXCEED),
    broker=BROKER,
    need="Pupils do not read fluently.",
    capacity_confirmed=e.Confirmation(by=THE_HEADTEACHER, on=date(2023, 11, 10)),
    broker_capacity=e.Confirmation(by=THE_OFFICER, on=date(2023, 11, 10)),
    existing_support="None.",
    school=SCHOOL,
    headteacher=HEADTEACHER,
    lead=e.Leader(leader=LEAD, band="headteacher", home_school=HOME_SCHOOL, home_trust=HOME_TRUST),
    commitments=(
        e.Commitment(leader=LEAD, cap_year=Y2023, days=Days(4)),
        e.Commitment(leader=LEAD, cap_year=Y2024, days=Days(2)),
    ),
    start=date(2024, 1, 8),
    intended_end=date(2024, 12, 20),
    funding=e.Funding(kind="external", awards=("g-1",)),
    qa_funding="separate",
)
BROKERED_INTERNALLY = changed(BROKERED, funding=e.Funding(kind="internal"), qa_funding="none")
BROKERED_SELF_FUNDED = changed(BROKERED, funding=e.Funding(kind="self-funded"), qa_funding="none")
ENGLISH_JOINED = e.LeaderJoined(
    leader=e.Leader(leader=ENGLISH, band="middle-leader", home_school=HOME_SCHOOL, home_trust=HOME_TRUST),
    on=date(2023, 11, 13),
    commitments=(e.Commitment(leader=ENGLISH, cap_year=Y2023, days=Days(10)),),
)
QA_LEAD_APPOINTED = e.QALeadAppointed(
    qa_lead=QA_LEAD, on=date(2023, 11, 20), employer=QA_COMPANY, engaged_as="independent-professional"
)


TRAINING_ATTENDED = e.TrainingAttended(course="c-1", attendee=THE_HEADTEACHER, on=date(2023, 12, 13))


# Planning


def line(number: str, term: Term, quantity: str, rate: Money) -> e.PlanLine:
    bought = number == "2"
    return e.PlanLine(
        id=number,
        term=term,
        head="programme" if bought else "leader-days",
        description=f"line {number}",
        provider=SUPPLIER if bought else HOME_SCHOOL,
        unit="item" if bought else "day",
        quantity=Days(quantity),
        rate=rate,
        amount=rate.times(Days(quantity)),
    )


ENGLISH_LINE = line("1", SPRING, "10", pounds(400))
LEAD_LINE = line("3", SPRING, "2", pounds(500))
LINES = (
    ENGLISH_LINE,
    line("2", SPRING, "1", pounds(1000)),
    line("2", SUMMER, "1", pounds(1000)),
    line("2", AUTUMN, "1", pounds(2000)),
    LEAD_LINE,
    line("3", SUMMER, "2", pounds(500)),
    line("3", AUTUMN, "2", pounds(500)),
)
OBJECTIVE = e.Objective(id="o-1", text="Pupils read fluently.", baseline="61 %", measure="reading ages")


def plan(*lines: e.PlanLine, version: int = 1, on: date = date(2023, 12, 6)) -> e.PlanSubmitted:
    return e.PlanSubmitted(
        plan_version=version,
        on=on,
        finalised_by=(THE_HEADTEACHER, THE_LEADER),
        owner=THE_HEADTEACHER,
        problem="Pupils do not read fluently.",
        objectives=(OBJECTIVE,),
        lines=lines,
        total=sum((line.approved for line in lines), Money(0)),
    )


def amendment(*lines: e.PlanLine) -> e.PlanSubmitted:
    return changed(
        plan(*lines, version=2, on=date(2024, 4, 16)),
        amends=1,
        reason="The programme changed its price.",
        research="The publisher's trial.",
    )


PLAN_SUBMITTED = plan(*LINES)
PLAN_APPROVED = e.PlanApproved(
    plan_version=1,
    on=date(2023, 12, 14),
    by=THE_QA_LEAD,
    total=pounds(11_000),
    effective_from=date(2023, 12, 14),
    no_conflict_declared=True,
)
AMENDMENT_SUBMITTED = amendment(*LINES)
AMENDMENT_APPROVED = changed(
    PLAN_APPROVED, plan_version=2, on=date(2024, 4, 18), effective_from=date(2024, 4, 18)
)


# Agreement

FIRST_INSTALMENT = e.ScheduledInstalment(instalment=1, term=SPRING, amount=pounds(6000), after="interim")
SECOND_INSTALMENT = e.ScheduledInstalment(instalment=2, term=SUMMER, amount=pounds(2000), after="interim")
LAST_INSTALMENT = e.ScheduledInstalment(instalment=3, term=AUTUMN, amount=pounds(3000), after="final")
AGREEMENT_ISSUED = e.AgreementIssued(
    agreement="ag-1",
    on=date(2023, 12, 15),
    document="flow-down-contract",
    version="1",
    issued_by=THE_OFFICER,
    parties=(e.Party(role="payee", organisation=HOME_TRUST),),
    purchase_order="PO-77",
    schedule=(FIRST_INSTALMENT, SECOND_INSTALMENT, LAST_INSTALMENT),
    payees=(HOME_TRUST,),
)
AGREEMENT_SIGNED = e.AgreementSigned(
    agreement="ag-1", party="payee", on=date(2023, 12, 18), signatory=THE_PAYEE
)
VARIATION_ISSUED = changed(
    AGREEMENT_ISSUED, agreement="ag-2", on=date(2024, 4, 20), version="2", variation_of="ag-1"
)
VARIATION_SIGNED = changed(AGREEMENT_SIGNED, agreement="ag-2", on=date(2024, 4, 22))


# Support

FOUNDATIONS_SECURED = (
    e.FoundationsSecured(side="supported", on=date(2023, 12, 18), by=THE_HEADTEACHER),
    e.FoundationsSecured(side="supporting", on=date(2023, 12, 18), by=HOME_HEADTEACHER),
)


def visit(
    name: str, on: date, *, leader: str = LEAD, line: str | None = "3", unit: Unit = "day"
) -> e.VisitLogged:
    return e.VisitLogged(
        visit=name,
        on=on,
        leader=leader,
        school="s-1",
        unit=unit,
        quantity=Days(1),
        counterpart=A_TEACHER,
        line=line,
    )


def cost(name: str, on: date, net: Money) -> e.CostIncurred:
    return e.CostIncurred(
        cost=name,
        on=on,
        line="2",
        supplier=SUPPLIER,
        net=net,
        vat=Money(net // 5),
        invoice_number=f"RP-{name}",
    )


VISIT = visit("v-1", date(2024, 1, 16))
SECOND_VISIT = visit("v-2", date(2024, 3, 5))
ENGLISH_DAYS = (
    "01-10", "01-17", "01-24", "01-31", "02-07", "02-21", "02-28", "03-06", "03-13", "03-20",
)  # fmt: skip
ENGLISH_VISITS = tuple(
    visit(f"v-en-{number}", date.fromisoformat(f"2024-{day}"), leader=ENGLISH, line="1")
    for number, day in enumerate(ENGLISH_DAYS, 1)
)
COST = cost("c-1", date(2024, 2, 5), pounds(1000))
CONCERN_RAISED = e.ConcernRaised(
    concern="k-1", on=date(2024, 2, 6), by=THE_HEADTEACHER, about="Cover falls short."
)


# Reporting

INTERIM_REPORTED = e.InterimReported(
    report="i-1",
    on=date(2024, 3, 14),
    term=SPRING,
    authors=(THE_HEADTEACHER, THE_LEADER),
    ratings=(e.Rating(objective="o-1", rag="amber"),),
    progress="Reading ages rise.",
    impact="Pupils read more.",
    next_steps="Year 4.",
)
FINAL_REPORTED = e.FinalReported(
    report="f-1",
    on=date(2024, 12, 5),
    term=AUTUMN,
    authors=(THE_HEADTEACHER, THE_LEADER),
    ratings=(e.Rating(objective="o-1", rag="green"),),
    progress="Reading ages rose.",
    impact="Pupils read.",
    next_steps="None.",
)
INTERIM_SHARED = e.DocumentShared(
    of=Cause("report", ("i-1",)), on=date(2024, 3, 14), shared_with=("qa-lead", "broker"), by=THE_OFFICER
)
REVIEW_HELD = e.ReviewHeld(
    review="r-1",
    on=date(2024, 3, 21),
    term=SPRING,
    report="i-1",
    minutes=60,
    led_by=THE_HEADTEACHER,
    attendees=(THE_HEADTEACHER, THE_LEADER, THE_QA_LEAD),
)
INTERIM_FINALISED = e.ReportFinalised(report="i-1", revision=2, on=date(2024, 3, 22), after_review="r-1")


def judged(
    name: str, party: JudgingParty, on: date, *, report: str = "i-1", review: str = "r-1", well: bool = True
) -> e.ProgressJudged:
    people: dict[JudgingParty, Person] = {
        "qa-lead": THE_QA_LEAD,
        "director-of-school-improvement": changed(THE_QA_LEAD, role="director-of-school-improvement"),
    }
    return e.ProgressJudged(
        judgement=name,
        on=on,
        party=party,
        judge=people.get(party, THE_OFFICER),
        report=report,
        review=review,
        satisfactory=well,
    )


JUDGED_BY_QA_LEAD = judged("j-1", "qa-lead", date(2024, 3, 21))
JUDGED_BY_BROKER = judged("j-2", "broker", date(2024, 3, 25))


# Money

INVOICE_RECEIVED = e.InvoiceReceived(
    invoice="XT-1",
    number="2024/017",
    supplier=HOME_TRUST,
    customer=BROKER,
    on=date(2024, 4, 9),
    issued_on=date(2024, 4, 8),
    net=pounds(6000),
    purchase_order="PO-77",
    instalment=1,
)
INSTALMENT_RELEASED = e.InstalmentReleased(
    instalment=1,
    on=date(2024, 4, 12),
    amount=pounds(6000),
    paid_to=HOME_TRUST,
    report="i-1",
    review="r-1",
    judgements=("j-1", "j-2"),
    settled_by="invoice",
    invoice="XT-1",
    purchase_order="PO-77",
    authorised_by=THE_OFFICER,
)


def settling(number: int, amount: Money) -> tuple[e.Settled, ...]:
    """The settlement of an instalment's release to the leader's trust."""
    return (e.Settled(of=Cause("release", (str(number), "instalment", "x-trust", "1")), amount=amount),)


PAYMENT_MADE = e.PaymentMade(
    payment="p-1",
    on=date(2024, 4, 15),
    amount=pounds(6000),
    paid_by=BROKER,
    paid_to=HOME_TRUST,
    settles=settling(1, pounds(6000)),
)


# Ending

STATEMENTS = (
    e.Statement(id="purposes-agreed", made=True),
    e.Statement(id="no-capital", made=True),
    e.Statement(id="no-business-as-usual", made=True),
    e.Statement(id="additional", made=True),
    e.Statement(id="figures-agree-to-the-books", made=True),
    e.Statement(id="no-double-funding", made=True),
    e.Statement(id="records-kept", made=True),
    e.Statement(id="repayable-if-not", made=True),
)
CERTIFIED = e.GrantUsageCertified(
    certificate="cert-1",
    on=date(2024, 12, 16),
    covers_from=date(2024, 1, 8),
    covers_to=date(2024, 12, 12),
    final=True,
    preparer=THE_BUSINESS_MANAGER,
    certifier=THE_ACCOUNTING_OFFICER,
    statements=STATEMENTS,
    with_report="f-1",
)
CERTIFICATE_RETURNED = e.CertificateReturned(
    certificate="cert-1", on=date(2024, 12, 16), with_report="f-1", returned_to="u-1"
)
SUPPORT_ENDED = e.SupportEnded(actual_end=date(2024, 12, 20), on=date(2024, 12, 20))
CLOSED = e.Closed(cause="completed", on=date(2025, 1, 17), by=THE_OFFICER)


def term_reported(
    number: int,
    report: e.InterimReported | e.FinalReported,
    amount: Money,
    days: tuple[date, date, date, date],
) -> tuple[e.DeploymentEvent, ...]:
    """A term's report shared, reviewed, judged, invoiced and released, on the days these happened."""
    shared, reviewed, invoiced, released = days
    name, review = report.report, f"r-{number}"
    return (
        report,
        changed(INTERIM_SHARED, of=Cause("report", (name,)), on=shared),
        changed(REVIEW_HELD, review=review, on=reviewed, term=report.term, report=name),
        judged(f"j-{number}-qa", "qa-lead", reviewed, report=name, review=review),
        judged(f"j-{number}-br", "broker", reviewed, report=name, review=review),
        e.ReportFinalised(report=name, revision=2, on=reviewed, after_review=review),
        changed(
            INVOICE_RECEIVED,
            invoice=f"XT-{number}",
            number=f"2024/{number}",
            on=invoiced,
            issued_on=invoiced,
            net=amount,
            instalment=number,
        ),
        changed(
            INSTALMENT_RELEASED,
            instalment=number,
            on=released,
            amount=amount,
            report=name,
            review=review,
            judgements=(f"j-{number}-qa", f"j-{number}-br"),
            invoice=f"XT-{number}",
        ),
    )


SECOND_TERM = (
    visit("v-3", date(2024, 4, 24)),
    visit("v-4", date(2024, 6, 12)),
    cost("c-2", date(2024, 5, 13), pounds(1000)),
    *term_reported(
        2,
        changed(INTERIM_REPORTED, report="i-2", on=date(2024, 7, 4), term=SUMMER),
        pounds(2000),
        (date(2024, 7, 4), date(2024, 7, 11), date(2024, 7, 16), date(2024, 7, 19)),
    ),
)
LAST_TERM_WORKED = (
    visit("v-5", date(2024, 9, 25)),
    visit("v-6", date(2024, 11, 20)),
    cost("c-3", date(2024, 10, 7), pounds(2000)),
)
LAST_TERM_REPORTED = term_reported(
    3,
    FINAL_REPORTED,
    pounds(3000),
    (date(2024, 12, 5), date(2024, 12, 12), date(2024, 12, 18), date(2025, 1, 10)),
)
LAST_RELEASED = LAST_TERM_REPORTED[-1]


# Histories: what had happened when a stage began or ended

WHEN_BROKERED: tuple[e.DeploymentEvent, ...] = (BROKERED, ENGLISH_JOINED)
WHEN_APPOINTED = (*WHEN_BROKERED, QA_LEAD_APPOINTED)
WHEN_SUBMITTED = (*WHEN_APPOINTED, PLAN_SUBMITTED)
WHEN_APPROVED = (*WHEN_SUBMITTED, PLAN_APPROVED)
WHEN_ISSUED = (*WHEN_APPROVED, AGREEMENT_ISSUED)
WHEN_SIGNED = (*WHEN_ISSUED, AGREEMENT_SIGNED, *FOUNDATIONS_SECURED)
WHEN_WORKED = (*WHEN_SIGNED, VISIT, SECOND_VISIT, *ENGLISH_VISITS, COST)
WHEN_REPORTED = (*WHEN_WORKED, INTERIM_REPORTED)
WHEN_SHARED = (*WHEN_REPORTED, INTERIM_SHARED)
WHEN_REVIEWED = (*WHEN_SHARED, REVIEW_HELD)
WHEN_JUDGED = (*WHEN_REVIEWED, INTERIM_FINALISED, JUDGED_BY_QA_LEAD, JUDGED_BY_BROKER)
WHEN_INVOICED = (*WHEN_JUDGED, INVOICE_RECEIVED)
WHEN_RELEASED = (*WHEN_INVOICED, INSTALMENT_RELEASED)
WHEN_LAST_TERM_WORKED = (*WHEN_RELEASED, *SECOND_TERM, *LAST_TERM_WORKED)
WHEN_LAST_TERM_INVOICED = (*WHEN_LAST_TERM_WORKED, *LAST_TERM_REPORTED[:-1])
WHEN_CERTIFIED = (*WHEN_LAST_TERM_INVOICED, CERTIFIED)
WHEN_RETURNED = (*WHEN_CERTIFIED, CERTIFICATE_RETURNED)
WHEN_ENDED = (*WHEN_RETURNED, SUPPORT_ENDED)
WHEN_SETTLED = (*WHEN_ENDED, LAST_RELEASED)
WHEN_CLOSED = (*WHEN_SETTLED, CLOSED)


def at(history: Iterable[e.DeploymentEvent], *then: e.DeploymentEvent) -> Deployment:
    """The deployment that a history, and what happened then, leave."""
    deployment = replay((*history, *then))
    assert deployment is not None
    return deployment


def but(
    history: Iterable[e.DeploymentEvent], event: e.DeploymentEvent, *instead: e.DeploymentEvent
) -> tuple[e.DeploymentEvent, ...]:
    """A history in which one event did not happen, or happened otherwise."""
    events = tuple(history)
    assert event in events
    place = events.index(event)
    return (*events[:place], *instead, *events[place + 1 :])


def codes(decision: Decision[Any]) -> list[str]:
    """The codes of the rules that are not met."""
    return [broken.rule.code for broken in decision.broken]
