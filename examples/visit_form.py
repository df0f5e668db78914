"""A small host application: a form for Records of Visit under the LLF protocols, and its answers.

Run it with `python examples/visit_form.py`. It keeps its history in memory.
"""

from datetime import date

from s2ss_core import AcademicYear, BadInput, Brokerage, Days, Money, Organisation, Person, Refused, Term
from s2ss_core.events import (
    Commitment,
    Confirmation,
    Funding,
    Leader,
    Objective,
    Party,
    PlanLine,
)
from s2ss_core.values import PartyRole, Unit

HUB = Organisation(id="hub", kind="trust", member_of_broker=True)
HOME = Organisation(id="hillside", kind="school", member_of_broker=False)
SCHOOL = Organisation(id="lowmoor", kind="school", member_of_broker=False)
HEAD = Person(person="head-lowmoor", role="headteacher", organisation=SCHOOL.id)
YEAR = AcademicYear("2019/20")
OFFICER = Person(person="hub-office", role="broker", organisation=HUB.id)
SIGNATORIES: dict[PartyRole, Person] = {
    "system-leader": Person(person="sl-014", role="system-leader", organisation=HOME.id),
    "broker": OFFICER,
    "supported-school": HEAD,
    "home-school": Person(person="head-hillside", role="home-headteacher", organisation=HOME.id),
}


def submit(desk: Brokerage, *, visit: str, on: date, unit: Unit, quantity: str, line: str) -> str:
    """The answer of the form: thanks, or a text for the user that says what is wrong."""
    try:
        recorded = desk.log_visit(
            "dep-1",
            visit=visit,
            on=on,
            leader="sl-014",
            school=SCHOOL.id,
            unit=unit,
            quantity=Days(quantity),
            counterpart=Person(person="t-05", role="middle-leader", organisation=SCHOOL.id),
            line=line,
        )
    except Refused as refused:
        return " ".join(broken.clears for broken in refused.broken)
    except BadInput as wrong:
        return str(wrong)
    return "Thank you." if recorded else "We have this one already."


def main() -> None:
    """Prepare a deployment for visits, and submit a few forms."""
    with Brokerage.open("memory:") as brokerage:
        desk = brokerage.acting_as("form")
        _prepare(desk)
        first = {"visit": "rov-1", "on": date(2020, 1, 14), "unit": "half-day", "quantity": "1", "line": "2"}
        for answer in (
            submit(desk, **first),  # type: ignore[arg-type]
            submit(desk, **first),  # type: ignore[arg-type]
            submit(desk, visit="rov-2", on=date(2020, 1, 15), unit="half-day", quantity="1", line="1"),
            submit(desk, visit="rov-3", on=date(2020, 1, 16), unit="day", quantity="2", line="1"),
            submit(desk, visit="rov-4", on=date(2020, 1, 17), unit="day", quantity="1", line="1"),
        ):
            print(answer)
        workload = desk.leader_workload("sl-014", YEAR)
        print(
            f"{workload.worked.value} days worked, {workload.left.value} left of {workload.allowance.value}"
        )


def _prepare(desk: Brokerage) -> None:
    desk.agree_allowance(
        leader="sl-014",
        cap_year=YEAR,
        on=date(2019, 9, 3),
        days=Days(15),
        home_school=HOME,
        agreed_by=Person(person="head-9", role="home-headteacher", organisation=HOME.id),
        governing_body=Confirmation(
            by=Person(person="chair-9", role="chair", organisation=HOME.id), on=date(2019, 7, 10)
        ),
    )
    desk.broker(
        deployment="dep-1",
        on=date(2019, 11, 4),
        programme="llf-2019",
        version="6.0",
        broker=HUB,
        need="Early reading",
        capacity_confirmed=Confirmation(by=HEAD, on=date(2019, 11, 1)),
        broker_capacity=Confirmation(by=OFFICER, on=date(2019, 11, 1)),
        existing_support="None",
        school=SCHOOL,
        headteacher="head-lowmoor",
        lead=Leader(leader="sl-014", band="sle", home_school=HOME),
        commitments=(Commitment(leader="sl-014", cap_year=YEAR, days=Days(4)),),
        start=date(2020, 1, 6),
        intended_end=date(2020, 3, 27),
        funding=Funding(kind="self-funded"),
    )
    _plan(desk)
    desk.issue_agreement(
        "dep-1",
        agreement="contract-1",
        on=date(2019, 12, 2),
        document="contract",
        version="1",
        issued_by=OFFICER,
        parties=(
            Party(role="home-school", organisation=HOME),
            Party(role="supported-school", organisation=SCHOOL),
        ),
    )
    for party, signatory in SIGNATORIES.items():
        desk.sign_agreement(
            "dep-1",
            agreement="contract-1",
            party=party,
            on=date(2019, 12, 9),
            signatory=signatory,
        )


def _plan(desk: Brokerage) -> None:
    day = PlanLine(
        id="1",
        term=Term("2020-spring"),
        head="leader-days",
        description="Days in school",
        provider=HOME,
        unit="day",
        quantity=Days(2),
        rate=Money("350.00"),
        amount=Money("700.00"),
    )
    half = PlanLine(
        id="2",
        term=Term("2020-spring"),
        head="leader-days",
        description="Half days in school",
        provider=HOME,
        unit="half-day",
        quantity=Days(4),
        rate=Money("150.00"),
        amount=Money("600.00"),
    )
    desk.submit_plan(
        "dep-1",
        plan_version=1,
        on=date(2019, 11, 18),
        kind="briefing-paper",
        finalised_by=(
            HEAD,
            Person(person="sl-014", role="system-leader", organisation=HOME.id),
        ),
        owner=HEAD,
        problem="Phonics is taught in three ways",
        objectives=(
            Objective(id="o-1", text="One way of teaching phonics", baseline="three", measure="one"),
        ),
        lines=(day, half),
        total=Money("1300.00"),
    )
    desk.approve_plan(
        "dep-1",
        plan_version=1,
        on=date(2019, 11, 25),
        by=HEAD,
        no_conflict_declared=True,
    )


if __name__ == "__main__":
    main()
