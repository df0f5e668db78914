"""Deployments that are ready for visits, for the benchmarks."""

from datetime import UTC, date, datetime
from pathlib import Path

from s2ss_core.application import Brokerage
from s2ss_core.events import (
    Commitment,
    Confirmation,
    Funding,
    Leader,
    Objective,
    Party,
    PlanLine,
    ScheduledInstalment,
)
from s2ss_core.values import AcademicYear, Days, Money, Organisation, Person, Term, Urn

HUB = Organisation(id="hub-trust", kind="trust", member_of_broker=True)
HOME = Organisation(
    id="home-school", kind="school", member_of_broker=False, urn=Urn("100002"), trust="x-trust"
)
X_TRUST = Organisation(id="x-trust", kind="trust", member_of_broker=False)
SCHOOL = Organisation(id="supported-school", kind="school", member_of_broker=False, urn=Urn("100001"))
OFFICER = Person(person="hub", role="broker", organisation=HUB.id)
QA_LEAD = Person(person="qa-1", role="qa-lead", organisation="qa-school")
CHIEF_EXECUTIVE = Person(person="ceo", role="chief-executive", organisation=X_TRUST.id)
MIDDLE_LEADER = Person(person="lead-1", role="middle-leader", organisation=SCHOOL.id)
HOME_HEADTEACHER = Person(person="home-ht", role="home-headteacher", organisation=HOME.id)
HEADTEACHER = Person(person="ht", role="headteacher", organisation=SCHOOL.id)
QA_EMPLOYER = Organisation(id="qa-school", kind="school", member_of_broker=False, urn=Urn("100003"))
NOW = datetime(2024, 8, 1, 9, tzinfo=UTC)
YEAR = AcademicYear("2023/24")
MANY = 60  # visits for each deployment
VISIT_DAYS = 250  # later visits begin again with the first day
MOST_DAYS = Days(12)
HOUR = Days(1)


def ready(path: Path, deployments: int) -> Brokerage:
    """A brokerage on a SQLite file with so many deployments, each ready for its first visit."""
    return prepared(f"sqlite:///{path}", deployments)


def prepared(url: str, deployments: int) -> Brokerage:
    """The same at any store URL."""
    brokerage = Brokerage.open(url, clock=lambda: NOW).acting_as("bench")
    for number in range(deployments):
        _prepare(brokerage, f"dep-{number}", f"sl-{number}")
    return brokerage


def _prepare(brokerage: Brokerage, name: str, leader: str) -> None:
    grant, money = f"grant-{name}", Money("12000.00")
    brokerage.award_grant(
        grant=grant,
        on=date(2023, 9, 1),
        funder=Organisation(id="dfe", kind="department", member_of_broker=False),
        holder=HUB,
        reference="REF",
        amount=money,
        available_from=date(2023, 9, 1),
        available_to=date(2024, 8, 31),
    )
    brokerage.agree_allowance(
        leader=leader,
        cap_year=YEAR,
        on=date(2023, 9, 2),
        days=Days(15),
        home_school=HOME,
        agreed_by=HOME_HEADTEACHER,
    )
    broker(brokerage, name, leader, grant=grant)
    brokerage.allocate_grant(
        grant,
        allocation=f"alloc-{name}",
        on=date(2023, 9, 5),
        deployment=name,
        purpose="support",
        amount=money,
    )
    brokerage.appoint_qa_lead(
        name, qa_lead="qa-1", on=date(2023, 9, 6), employer=QA_EMPLOYER, engaged_as="independent-professional"
    )
    _plan(brokerage, name, leader)
    _agree(brokerage, name)


def broker(
    brokerage: Brokerage, name: str, leader: str, *, grant: str | None = None, days: Days = MOST_DAYS
) -> None:
    """Broker a deployment that commits so many of a leader's days. Without a grant, the school pays itself."""
    brokerage.broker(
        deployment=name,
        on=date(2023, 9, 4),
        programme="exceed-2023",
        version="V7",
        broker=HUB,
        need="Reading in key stage 2",
        capacity_confirmed=Confirmation(by=HEADTEACHER, on=date(2023, 9, 1)),
        broker_capacity=Confirmation(by=OFFICER, on=date(2023, 9, 1)),
        existing_support="none",
        school=SCHOOL,
        headteacher="ht",
        lead=Leader(leader=leader, band="middle-leader", home_school=HOME, home_trust=X_TRUST),
        commitments=(Commitment(leader=leader, cap_year=YEAR, days=days),),
        start=date(2023, 10, 2),
        intended_end=date(2024, 7, 19),
        funding=Funding(kind="external", awards=(grant,)) if grant else Funding(kind="self-funded"),
        qa_funding="separate" if grant else "none",
    )


def _plan(brokerage: Brokerage, name: str, leader: str) -> None:
    line = PlanLine(
        id="1",
        term=Term("2023-autumn"),
        head="leader-days",
        description="Support from a middle leader",
        provider=X_TRUST,
        unit="day",
        quantity=Days(30),
        rate=Money("400.00"),
        amount=Money("12000.00"),
    )
    brokerage.submit_plan(
        name,
        plan_version=1,
        on=date(2023, 9, 8),
        finalised_by=(
            HEADTEACHER,
            Person(person=leader, role="system-leader", organisation=HOME.id),
        ),
        owner=HEADTEACHER,
        problem="Inference is weak",
        objectives=(Objective(id="o1", text="Improve inference", baseline="61%", measure="75%"),),
        lines=(line,),
        total=Money("12000.00"),
    )
    brokerage.approve_plan(name, plan_version=1, on=date(2023, 9, 11), by=QA_LEAD, no_conflict_declared=True)


def _agree(brokerage: Brokerage, name: str) -> None:
    brokerage.issue_agreement(
        name,
        agreement="agr-1",
        on=date(2023, 9, 12),
        document="flow-down-contract",
        version="1",
        issued_by=OFFICER,
        parties=(Party(role="payee", organisation=X_TRUST),),
        purchase_order="PO-1",
        schedule=(
            ScheduledInstalment(
                instalment=1, term=Term("2024-summer"), amount=Money("12000.00"), after="final"
            ),
        ),
        payees=(X_TRUST,),
    )
    brokerage.sign_agreement(
        name, agreement="agr-1", party="payee", on=date(2023, 9, 13), signatory=CHIEF_EXECUTIVE
    )
    for side in ("supported", "supporting"):
        brokerage.secure_foundations(name, side=side, on=date(2023, 9, 14), by=HEADTEACHER)


def visit_day(visit: int) -> date:
    """The day of a visit."""
    return date.fromordinal(date(2023, 10, 2).toordinal() + visit % VISIT_DAYS)


def log_visit(brokerage: Brokerage, number: int, visit: int, hours: Days = HOUR) -> None:
    """Log a Record of Visit of an hour, or of so many hours, each on another day."""
    brokerage.log_visit(
        f"dep-{number}",
        visit=f"v-{visit}",
        on=visit_day(visit),
        leader=f"sl-{number}",
        school=SCHOOL.id,
        unit="hour",
        quantity=hours,
        counterpart=MIDDLE_LEADER,
        line="1",
        focus="Guided reading",
        progress="Two lessons observed",
    )
