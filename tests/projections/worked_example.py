"""One deployment from its brokering to its closing: two leaders, a bought programme, three terms of 2024."""

from collections.abc import Iterable
from datetime import date

import s2ss_core.events as e
from s2ss_core.events import deployment_stream, grant_stream, leader_year_stream, programme_stream
from s2ss_core.programmes import canonical, digest, find
from s2ss_core.testing.lifecycle.cast import person
from s2ss_core.values import AcademicYear, Cause, Days, Money, Organisation, Person, Term, Urn
from tests.projections.histories import History

DEPLOYMENT = "d-1"
OWN = deployment_stream(DEPLOYMENT)
AWARD = grant_stream("g-1")
LEAD, ENGLISH, QA_LEAD = "sl-014", "sl-022", "qa-3"
Y2023, Y2024 = AcademicYear("2023/24"), AcademicYear("2024/25")
SPRING, SUMMER, AUTUMN = Term("2024-spring"), Term("2024-summer"), Term("2024-autumn")

BROKER = Organisation(id="exceed", kind="trust", member_of_broker=True)
SCHOOL = Organisation(id="s-1", kind="school", member_of_broker=False, urn=Urn("100001"), trust="y-trust")
HOME = Organisation(id="s-7", kind="school", member_of_broker=False, urn=Urn("100007"), trust="x-trust")
TRUST = Organisation(id="x-trust", kind="trust", member_of_broker=False)
SUPPLIER = Organisation(id="x-programme", kind="supplier", member_of_broker=False)
FUNDER = Organisation(id="dfe", kind="department", member_of_broker=False)

PROGRAMME = find("exceed-2023", "V7")
HEADTEACHER = Person(person="ht-1", role="headteacher", organisation="s-1")
SYSTEM_LEADER = Person(person=LEAD, role="system-leader", organisation="s-7")
HOME_HEADTEACHER = Person(person="ht-9", role="home-headteacher", organisation="s-7")
OFFICER = Person(person="u-1", role="broker", organisation="exceed")
PAYEES_HEAD = Person(person="ceo-4", role="chief-executive", organisation="x-trust")
TEACHER = Person(person="teacher-5", role="staff", organisation="s-1")
BUSINESS_MANAGER = Person(person="bm-1", role="business-manager", organisation="x-trust")
ACCOUNTING_OFFICER = Person(person="ao-1", role="accounting-officer", organisation="x-trust")
QA = Person(person=QA_LEAD, role="qa-lead", organisation="qa-ltd")


def pounds(amount: int) -> Money:
    return Money(amount * 100)


def line(number: str, term: Term, quantity: str, rate: int, **more: object) -> e.PlanLine:
    return e.PlanLine(
        id=number,
        term=term,
        head="programme" if number == "2" else "leader-days",
        description=f"line {number}",
        provider=SUPPLIER if number == "2" else HOME,
        unit="item" if number == "2" else "day",
        quantity=Days(quantity),
        rate=pounds(rate),
        amount=pounds(rate).times(Days(quantity)),
        **more,  # type: ignore[arg-type]
    )


LINES = (
    line("1", SPRING, "10", 400),
    line("2", SPRING, "1", 1000),
    line("2", SUMMER, "1", 1000),
    line("2", AUTUMN, "1", 2000),
    line("3", SPRING, "2", 500),
    line("3", SUMMER, "2", 500),
    line("3", AUTUMN, "2", 500),
)
SCHEDULE = (
    e.ScheduledInstalment(instalment=1, term=SPRING, amount=pounds(6000), after="interim"),
    e.ScheduledInstalment(instalment=2, term=SUMMER, amount=pounds(2000), after="interim"),
    e.ScheduledInstalment(instalment=3, term=AUTUMN, amount=pounds(3000), after="final"),
)
ENGLISH_DAYS = ("01-10", "01-17", "01-24", "01-31", "02-07", "02-21", "02-28", "03-06", "03-13")
LEAD_DAYS = (
    ("01-16", "day"),
    ("03-05", "day"),
    ("04-24", "day"),
    ("06-12", "half-day"),
    ("06-19", "half-day"),
)


def plan(
    version: int, on: date, lines: Iterable[e.PlanLine] = LINES, amends: int | None = None
) -> e.PlanSubmitted:
    lines = tuple(lines)
    return e.PlanSubmitted(
        plan_version=version,
        on=on,
        finalised_by=(HEADTEACHER, SYSTEM_LEADER),
        owner=HEADTEACHER,
        problem="Pupils do not read fluently.",
        objectives=(e.Objective(id="o-1", text="Fluent reading", baseline="61 %", measure="reading ages"),),
        lines=lines,
        total=Money(sum(each.amount for each in lines)),
        amends=amends,
    )


def approval(version: int, on: date) -> e.PlanApproved:
    return e.PlanApproved(plan_version=version, on=on, by=QA, effective_from=on, no_conflict_declared=True)


def visit(
    name: str, on: date, leader: str, number: str | None, unit: str = "day", *, half: bool = False
) -> e.VisitLogged:
    return e.VisitLogged(
        visit=name,
        on=on,
        leader=leader,
        school="s-1",
        unit=unit,  # type: ignore[arg-type]
        quantity=Days(1),
        preparation=e.Quantity(unit="half-day", quantity=Days(1)) if half else None,
        counterpart=TEACHER,
        line=number,
        significance="hosting" if on == date(2024, 2, 28) else "visit",
        mode="online" if on == date(2024, 4, 24) else "face-to-face",
        focus="Reading in year 3",
    )


def cost(name: str, on: date, net: int, line_id: str = "2") -> e.CostIncurred:
    return e.CostIncurred(
        cost=name,
        on=on,
        line=line_id,
        supplier=SUPPLIER,
        net=pounds(net),
        vat=Money(pounds(net) // 5),
        invoice_number=f"XP-{name}",
    )


def brokered(deployment: str = DEPLOYMENT, awards: tuple[str, ...] = ("g-1",)) -> e.Brokered:
    return e.Brokered(
        deployment=deployment,
        on=date(2023, 11, 13),
        programme=PROGRAMME.name,
        version=PROGRAMME.version,
        digest=digest(PROGRAMME),
        broker=BROKER,
        need="Reading",
        capacity_confirmed=e.Confirmation(by=HEADTEACHER, on=date(2023, 11, 10)),
        broker_capacity=e.Confirmation(by=OFFICER, on=date(2023, 11, 10)),
        existing_support=None,
        school=SCHOOL,
        headteacher="ht-1",
        lead=e.Leader(leader=LEAD, band="headteacher", home_school=HOME, home_trust=TRUST),
        commitments=(
            e.Commitment(leader=LEAD, cap_year=Y2023, days=Days(4)),
            e.Commitment(leader=LEAD, cap_year=Y2024, days=Days(2)),
        ),
        start=date(2024, 1, 8),
        intended_end=date(2024, 12, 20),
        funding=e.Funding(kind="external", awards=awards),
    )


def adopted(on: date = date(2023, 11, 13)) -> e.ProgrammeAdopted:
    return e.ProgrammeAdopted(
        name=PROGRAMME.name,
        version=PROGRAMME.version,
        on=on,
        digest=digest(PROGRAMME),
        content=canonical(PROGRAMME),
    )


def awarded(grant: str = "g-1", amount: int = 11000) -> e.GrantAwarded:
    return e.GrantAwarded(
        grant=grant,
        on=date(2023, 11, 6),
        funder=FUNDER,
        holder=BROKER,
        reference="SI-2023-114",
        amount=pounds(amount),
        available_from=date(2023, 11, 1),
        available_to=date(2025, 3, 31),
    )


def allocated(on: date, amount: int = 11000, deployment: str = DEPLOYMENT) -> e.GrantAllocated:
    return e.GrantAllocated(
        allocation=f"a-{deployment}", on=on, deployment=deployment, purpose="support", amount=pounds(amount)
    )


class Play:
    """The worked example, stage by stage."""

    def __init__(self) -> None:
        self.history = History()

    def tell(self, *events: object) -> None:
        for event in events:
            self.history.tell(OWN, event)

    def year(self, leader: str, year: AcademicYear, event: object) -> None:
        self.history.tell(leader_year_stream(leader, year), event)

    def whole(self) -> History:
        self.broker()
        self.plan()
        self.agree()
        self.spring()
        self.summer()
        self.autumn()
        return self.history

    def broker(self) -> None:
        self.history.tell(AWARD, awarded())
        self.history.tell(programme_stream("exceed-2023", "V7"), adopted())
        on = date(2023, 11, 13)
        self.tell(brokered())
        for leader, year in ((LEAD, Y2023), (LEAD, Y2024), (ENGLISH, Y2023)):
            self.year(leader, year, allowance(leader, year, on))
        self.year(LEAD, Y2023, committed(LEAD, Y2023, on, 4))
        self.year(LEAD, Y2024, committed(LEAD, Y2024, on, 2))
        self.tell(
            e.LeaderJoined(
                leader=e.Leader(leader=ENGLISH, band="middle-leader", home_school=HOME, home_trust=TRUST),
                on=on,
                commitments=(e.Commitment(leader=ENGLISH, cap_year=Y2023, days=Days(10)),),
            )
        )
        self.year(ENGLISH, Y2023, committed(ENGLISH, Y2023, on, 10))
        self.history.tell(AWARD, allocated(date(2023, 11, 14)))
        employer = Organisation(id="qa-ltd", kind="other", member_of_broker=False)
        self.tell(
            e.QALeadAppointed(
                qa_lead=QA_LEAD,
                on=date(2023, 11, 20),
                employer=employer,
                engaged_as="independent-professional",
            )
        )

    def plan(self) -> None:
        present = (HEADTEACHER, SYSTEM_LEADER)
        self.tell(
            e.PlanningMeetingHeld(meeting="m-1", on=date(2023, 11, 29), attendees=present),
            plan(1, date(2023, 12, 6)),
            e.TrainingAttended(course="c-1", attendee=HEADTEACHER, on=date(2023, 12, 13)),
            e.TrainingAttended(course="c-1", attendee=SYSTEM_LEADER, on=date(2023, 12, 13)),
            approval(1, date(2023, 12, 14)),
        )

    def agree(self) -> None:
        on = date(2023, 12, 15)
        reviews = (("r-1", SPRING, date(2024, 3, 21)), ("r-2", SUMMER, date(2024, 7, 11)))
        self.tell(
            e.ReviewsScheduled(
                schedule="rs-1",
                on=on,
                reviews=tuple(
                    e.ScheduledReview(review=name, term=term, on=day) for name, term, day in reviews
                ),
            ),
            e.AgreementIssued(
                agreement="ag-1",
                on=on,
                document="flow-down-contract",
                version="1",
                issued_by=OFFICER,
                parties=(),
                purchase_order="PO-77",
                schedule=SCHEDULE,
                payees=(TRUST,),
            ),
            e.FoundationsSecured(side="supported", on=date(2023, 12, 18), by=HEADTEACHER),
            e.FoundationsSecured(side="supporting", on=date(2023, 12, 18), by=HOME_HEADTEACHER),
        )
        first = visit("v-sl-0", date(2024, 1, 8), LEAD, "3", "half-day")
        self.tell(
            first,
            e.AcceptedDespite(
                of=Cause("visit", ("v-sl-0",)),
                on=first.on,
                rules=(
                    e.BrokenRule(
                        code="S2SS-S02", name="the_agreement_was_signed_before_support_began", facts=()
                    ),
                ),
                reason="The payee's signature was in the post.",
                accepted_by=person("u-2"),
            ),
            e.CostDisallowed(
                disallowance="despite visit v-sl-0",
                on=first.on,
                of=Cause("visit", ("v-sl-0",)),
                amount=pounds(250),
                reason="recorded-despite",
                by=person("u-2"),
            ),
        )
        self.work(first)
        self.tell(
            e.AgreementSigned(
                agreement="ag-1",
                party="payee",
                on=date(2024, 1, 9),
                signatory=PAYEES_HEAD,
            )
        )

    def log(self, logged: e.VisitLogged) -> None:
        self.tell(logged)
        self.work(logged)

    def work(self, logged: e.VisitLogged) -> None:
        contact = Days("0.5") if logged.unit == "half-day" else Days(1)
        self.year(logged.leader, AcademicYear.of(logged.on), worked(logged, contact))

    def spring(self) -> None:
        for number, day in enumerate(ENGLISH_DAYS, 1):
            self.log(visit(f"v-en-{number}", date.fromisoformat(f"2024-{day}"), ENGLISH, "1"))
        self.tell(cost("c-1", date(2024, 2, 5), 1000))
        self.lead_days(*LEAD_DAYS[:2])
        self.tell(*reported("i-1", SPRING, date(2024, 3, 14)))
        self.log(visit("v-en-10", date(2024, 3, 20), ENGLISH, "1", "half-day", half=True))
        self.tell(
            review("r-1", "i-1", SPRING, date(2024, 3, 21)),
            judged("j-1", "qa-lead", "i-1", "r-1", date(2024, 3, 21)),
            e.ReportFinalised(report="i-1", revision=2, on=date(2024, 3, 22), after_review="r-1"),
            judged("j-2", "broker", "i-1", "r-1", date(2024, 3, 25)),
            *instalment(1, 6000, date(2024, 4, 9), date(2024, 4, 12), report="i-1", held="r-1"),
        )

    def lead_days(self, *days: tuple[str, str]) -> None:
        for day, unit in days:
            self.log(visit(f"v-sl-{day}", date.fromisoformat(f"2024-{day}"), LEAD, "3", unit))

    def summer(self) -> None:
        self.tell(plan(2, date(2024, 4, 16), amends=1), approval(2, date(2024, 4, 18)))
        self.lead_days(LEAD_DAYS[2])
        self.tell(
            cost("c-2", date(2024, 5, 13), 1000),
            e.ConcernRaised(concern="k-1", on=date(2024, 5, 14), by=HEADTEACHER, about="Cover falls short."),
            e.ConcernResolved(concern="k-1", on=date(2024, 5, 23), by=OFFICER, outcome="Cover is arranged."),
        )
        self.lead_days(*LEAD_DAYS[3:])
        self.tell(
            *reported("i-2", SUMMER, date(2024, 7, 4)),
            review("r-2", "i-2", SUMMER, date(2024, 7, 11)),
            judged("j-3", "qa-lead", "i-2", "r-2", date(2024, 7, 11)),
            e.ReportFinalised(report="i-2", revision=2, on=date(2024, 7, 12), after_review="r-2"),
            judged("j-4", "broker", "i-2", "r-2", date(2024, 7, 15)),
            *instalment(2, 2000, date(2024, 7, 16), date(2024, 7, 19), report="i-2", held="r-2"),
        )

    def autumn(self) -> None:
        self.lead_days(("09-25", "day"))
        self.tell(cost("c-3", date(2024, 10, 7), 2000))
        self.lead_days(("11-20", "day"))
        certified = date(2024, 12, 16)
        self.tell(
            *reported("f-1", AUTUMN, date(2024, 12, 5)),
            review("r-3", "f-1", AUTUMN, date(2024, 12, 12), final=True),
            judged("j-5", "qa-lead", "f-1", "r-3", date(2024, 12, 12)),
            e.ReportFinalised(report="f-1", revision=2, on=certified, after_review="r-3"),
            certificate("cert-1", certified),
            e.CertificateReturned(certificate="cert-1", on=certified, with_report="f-1", returned_to="u-1"),
            judged("j-6", "broker", "f-1", "r-3", date(2024, 12, 17)),
            e.SupportEnded(actual_end=date(2024, 12, 20), on=date(2024, 12, 20)),
            *instalment(3, 3000, date(2024, 12, 18), date(2025, 1, 10), report="f-1", held="r-3"),
            e.Closed(cause="completed", on=date(2025, 1, 17), by=OFFICER),
        )


def allowance(leader: str, year: AcademicYear, on: date, days: str = "15") -> e.AllowanceAgreed:
    return e.AllowanceAgreed(
        leader=leader, cap_year=year, on=on, days=Days(days), home_school=HOME, agreed_by=HOME_HEADTEACHER
    )


def committed(
    leader: str, year: AcademicYear, on: date, days: int, deployment: str = DEPLOYMENT
) -> e.DaysCommitted:
    return e.DaysCommitted(
        because=Cause("brokered", (deployment,), f"deployment:{deployment}"),
        on=on,
        leader=leader,
        cap_year=year,
        home_school=HOME,
        deployment=deployment,
        days=Days(days),
    )


def worked(logged: e.VisitLogged, contact: Days, deployment: str = DEPLOYMENT) -> e.DaysWorked:
    preparation = Days("0.5") if logged.preparation else Days(0)
    return e.DaysWorked(
        visit=logged.visit,
        deployment=deployment,
        on=logged.on,
        leader=logged.leader,
        cap_year=AcademicYear.of(logged.on),
        home_school=HOME,
        contact=contact,
        preparation=preparation,
        days=contact + preparation,
        because=Cause("visit", (logged.visit,), f"deployment:{deployment}"),
    )


def reported(name: str, term: Term, on: date) -> tuple[object, ...]:
    kind = e.FinalReported if term == AUTUMN else e.InterimReported
    return (
        kind(
            report=name,
            on=on,
            term=term,
            authors=(HEADTEACHER, SYSTEM_LEADER),
            ratings=(e.Rating(objective="o-1", rag="green" if term == AUTUMN else "amber"),),
            progress="Reading ages rise.",
            impact="Pupils read more.",
            next_steps="Year 4.",
        ),
        e.DocumentShared(of=Cause("report", (name,)), on=on, shared_with=("qa-lead", "broker"), by=OFFICER),
    )


def review(
    name: str, report: str, term: Term, on: date, *, final: bool = False, minutes: int = 60
) -> e.ReviewHeld:
    return e.ReviewHeld(
        review=name,
        on=on,
        term=term,
        report=report,
        minutes=minutes,
        led_by=HEADTEACHER,
        attendees=(HEADTEACHER, SYSTEM_LEADER, QA),
        final=final,
    )


def judged(name: str, party: str, report: str, held: str, on: date) -> e.ProgressJudged:
    return e.ProgressJudged(
        judgement=name,
        on=on,
        party=party,  # type: ignore[arg-type]
        judge=QA if party == "qa-lead" else OFFICER,
        report=report,
        review=held,
        satisfactory=True,
    )


def instalment(
    number: int, amount: int, invoiced: date, on: date, *, report: str, held: str
) -> tuple[object, ...]:
    invoice = f"XT-{number}"
    return (
        e.InvoiceReceived(
            invoice=invoice,
            number=f"{invoice}/2024",
            supplier=TRUST,
            customer=BROKER,
            on=invoiced,
            issued_on=invoiced,
            net=pounds(amount),
            purchase_order="PO-77",
            instalment=number,
        ),
        e.InstalmentReleased(
            instalment=number,
            on=on,
            amount=pounds(amount),
            paid_to=TRUST,
            report=report,
            review=held,
            judgements=(f"j-{2 * number - 1}", f"j-{2 * number}"),
            settled_by="invoice",
            invoice=invoice,
            purchase_order="PO-77",
            authorised_by=OFFICER,
        ),
        paid(f"p-{number}", number, amount, on),
    )


def settling(number: int | None, amount: int) -> tuple[e.Settled, ...]:
    if number is None:
        return ()
    release = Cause("release", (str(number), "instalment", TRUST.id, "1"))
    return (e.Settled(of=release, amount=pounds(amount)),)


def paid(name: str, number: int | None, amount: int, on: date) -> e.PaymentMade:
    return e.PaymentMade(
        payment=name,
        on=on,
        amount=pounds(amount),
        paid_by=BROKER,
        paid_to=TRUST,
        settles=settling(number, amount),
    )


def certificate(name: str, on: date, *, supersedes: str | None = None) -> e.GrantUsageCertified:
    return e.GrantUsageCertified(
        certificate=name,
        on=on,
        covers_from=date(2024, 1, 8),
        covers_to=date(2024, 12, 12),
        final=True,
        preparer=BUSINESS_MANAGER,
        certifier=ACCOUNTING_OFFICER,
        statements=(e.Statement(id="no-capital", made=True),),
        with_report="f-1",
        supersedes=supersedes,
    )


def worked_example() -> History:
    """The whole of it, anew."""
    return Play().whole()
