"""The headteacher leaves before signing the amended plan off, where the programme asks the headteacher to sign.

Played in memory, on SQLite and on PostgreSQL, under llf-2019. `ht-1` is the headteacher to 25 February 2024, `ht-2` from
26 February on. Plan 1 has 2 + 2 days of `sl-1` at £350, £1,400; plan 2, which `ht-1` submitted on 23 February and did not
live to sign, has 2 + 3 days, £1,750. Five days are worked: £1,750 eligible; `sl-1` has 4 days committed, 5 worked, so 5
booked, and 15 - 5 = 10 left.
"""

from datetime import date
from typing import Any

import pytest

from benchmarks.story import HUB, OFFICER
from s2ss_core import Brokerage, Days, Money, Refused
from s2ss_core.events import (
    Commitment,
    Confirmation,
    Costs,
    Funding,
    Leader,
    Objective,
    PlanLine,
    Rating,
    Settled,
)
from s2ss_core.values import AcademicYear, Cause, Organisation, PartyRole, Person, Term
from tests.scenarios.facts import days, days_of

YEAR = AcademicYear("2023/24")
SPRING, SUMMER = Term("2024-spring"), Term("2024-summer")
SCHOOL = Organisation(id="moor-end", kind="school", member_of_broker=False)
HOME = Organisation(id="beck-lane", kind="school", member_of_broker=False)
HEAD = Person(person="ht-1", role="headteacher", organisation=SCHOOL.id)
SUCCESSOR = Person(person="ht-2", role="headteacher", organisation=SCHOOL.id)
LEADER = Person(person="sl-1", role="system-leader", organisation=HOME.id)
HOME_HEAD = Person(person="ht-9", role="home-headteacher", organisation=HOME.id)
HOME_CHAIR = Person(person="ch-9", role="chair", organisation=HOME.id)
TEACHER = Person(person="t-5", role="staff", organisation=SCHOOL.id)
CHANGE, DAY_BEFORE = date(2024, 2, 26), date(2024, 2, 25)


def line(term: Term, number: int) -> PlanLine:
    return PlanLine(
        id="1", term=term, head="leader-days", description="English", provider=HOME, unit="day", quantity=Days(number),
        rate=Money("350.00"), amount=Money(35_000 * number),
    )  # fmt: skip


def plan(version: int, summer: int, on: date, **amending: Any) -> dict[str, Any]:
    return {
        "plan_version": version, "kind": "briefing-paper", "on": on, "finalised_by": (HEAD, LEADER), "owner": HEAD,
        "problem": "Inference", "objectives": (Objective(id="o-1", text="Inference", baseline="61 %", measure="ages"),),
        "lines": (line(SPRING, 2), line(SUMMER, summer)), "total": Money(35_000 * (2 + summer)),
    } | amending  # fmt: skip


def approval(version: int, by: Person, on: date) -> dict[str, Any]:
    return {"plan_version": version, "by": by, "on": on, "no_conflict_declared": True}


def agree(desk: Brokerage, agreement: str, pence: int, on: date, head: Person, **varied: Any) -> None:
    """The contract, signed by its four parties, the school's headteacher of the day among them."""
    costs = Costs(total=Money(pence), supported_school=Money(pence), broker=Money(0), home_school=Money(0))
    desk.issue_agreement(
        "d-1", agreement=agreement, document="contract", version="1", on=on, issued_by=OFFICER, purchase_order="PO-7",
        payees=(HOME,), costs=costs, schedule=(), parties=(), **varied,
    )  # fmt: skip
    parties: dict[PartyRole, Person] = {
        "system-leader": LEADER, "home-school": HOME_HEAD, "supported-school": head, "broker": OFFICER,
    }  # fmt: skip
    for party, signatory in parties.items():
        desk.sign_agreement("d-1", agreement=agreement, party=party, signatory=signatory, on=on)


def log(desk: Brokerage, visit: str, on: date) -> None:
    desk.log_visit(
        "d-1", visit=visit, on=on, leader="sl-1", school=SCHOOL.id, unit="day", quantity=Days(1), counterpart=TEACHER,
        line="1",
    )  # fmt: skip


def report(desk: Brokerage, kind: str, term: Term, head: Person, *, on: date, held: date) -> None:
    """A term's report, and the review that the headteacher of the day leads."""
    getattr(desk, f"report_{kind}")(
        "d-1", report=kind, term=term, on=on, authors=(head, LEADER), ratings=(Rating(objective="o-1", rag="amber"),),
        progress="Ages rise.", impact="More is read.", next_steps="Year 4.",
    )  # fmt: skip
    desk.share_document("d-1", of=Cause("report", (kind,)), shared_with=("broker",), by=OFFICER, on=on)
    desk.hold_review(
        "d-1",
        review=f"w-{kind}",
        term=term,
        report=kind,
        minutes=60,
        led_by=head,
        attendees=(head, LEADER),
        on=held,
    )


@pytest.fixture
def submitted(desk: Brokerage) -> Brokerage:
    """Plan 1 is in force and two days are worked; plan 2 waits for the headteacher, who then leaves."""
    confirmed = Confirmation(by=OFFICER, on=date(2023, 11, 6))
    governors = Confirmation(by=HOME_CHAIR, on=date(2023, 11, 6))
    desk.agree_allowance(
        leader="sl-1",
        cap_year=YEAR,
        on=date(2023, 11, 6),
        days=Days(15),
        home_school=HOME,
        agreed_by=HOME_HEAD,
        governing_body=governors,
    )
    desk.broker(
        deployment="d-1", on=date(2023, 11, 6), programme="llf-2019", version="6.0", broker=HUB, need="Reading",
        capacity_confirmed=confirmed, broker_capacity=confirmed, existing_support="None", school=SCHOOL,
        headteacher=HEAD.person, lead=Leader(leader="sl-1", band="middle-leader", home_school=HOME),
        commitments=(Commitment(leader="sl-1", cap_year=YEAR, days=Days(4)),), start=date(2024, 1, 8),
        intended_end=date(2024, 7, 19), funding=Funding(kind="self-funded"),
    )  # fmt: skip
    desk.submit_plan("d-1", **plan(1, 2, date(2023, 11, 10)))
    desk.approve_plan("d-1", **approval(1, HEAD, date(2023, 11, 13)))
    agree(desk, "ag-1", 140_000, date(2023, 11, 20), HEAD)
    log(desk, "v-1", date(2024, 1, 10))
    log(desk, "v-2", date(2024, 1, 17))
    amending = {"amends": 1, "reason": "A day more is needed.", "research": "EEF"}
    desk.submit_plan("d-1", **plan(2, 3, date(2024, 2, 23), **amending))
    desk.leave_post(SCHOOL.id, post="headteacher", person=HEAD.person, on=CHANGE)
    desk.take_up_post(SCHOOL.id, post="headteacher", person=SUCCESSOR.person, on=CHANGE)
    return desk


def pay_the_home_school(desk: Brokerage, share: Money, on: date) -> None:
    desk.receive_invoice(
        "d-1", invoice="BL-1", number="BL-1", supplier=HOME, customer=HUB, leg="home-school-share", on=on, issued_on=on,
        net=share,
    )  # fmt: skip
    settles = (Settled(of=Cause("invoice", ("BL-1",)), amount=share),)
    desk.make_payment("d-1", payment="p-1", on=on, amount=share, paid_by=HUB, paid_to=HOME, settles=settles)


def test_the_successor_signs_the_plan_and_the_support_runs_its_course(submitted: Brokerage) -> None:
    desk = submitted
    desk.approve_plan("d-1", **approval(2, SUCCESSOR, date(2024, 3, 4)))
    agree(desk, "ag-2", 175_000, date(2024, 3, 6), SUCCESSOR, variation_of="ag-1")
    report(desk, "interim", SPRING, SUCCESSOR, on=date(2024, 3, 18), held=date(2024, 3, 25))
    for number, on in enumerate((date(2024, 4, 17), date(2024, 4, 24), date(2024, 5, 1)), 3):
        log(desk, f"v-{number}", on)
    report(desk, "final", SUMMER, SUCCESSOR, on=date(2024, 7, 8), held=date(2024, 7, 15))
    desk.end_support("d-1", actual_end=date(2024, 7, 19), on=date(2024, 7, 19), cause="completed")
    pay_the_home_school(desk, Money("1500.00"), date(2024, 7, 22))
    desk.close_deployment("d-1", cause="completed", on=date(2024, 7, 22), by=OFFICER)

    usage = desk.grant_usage("d-1")
    assert usage.amounts.approved.value == usage.amounts.eligible.value == Money("1750.00")
    assert days_of(desk, "sl-1", YEAR) == days(committed=4, worked=5, booked=5, left=10)
    says = [entry.says for entry in desk.deployment_log("d-1").entries]
    assert "Plan version 1 approved by ht-1 (headteacher)" in says
    assert "Plan version 2 approved by ht-2 (headteacher)" in says


@pytest.mark.parametrize(
    ("by", "on", "passes"),
    (
        (HEAD, DAY_BEFORE, True),
        (SUCCESSOR, DAY_BEFORE, False),
        (HEAD, CHANGE, False),
        (SUCCESSOR, CHANGE, True),
    ),
)
def test_whoever_was_headteacher_on_the_day_signs(
    submitted: Brokerage, by: Person, on: date, passes: bool
) -> None:
    codes = [broken.rule.code for broken in submitted.approve_plan.why_not("d-1", **approval(2, by, on))]

    assert codes == ([] if passes else ["S2SS-P14"])


def test_a_signature_of_before_the_change_that_is_told_after_it_is_the_predecessors(
    submitted: Brokerage,
) -> None:
    with pytest.raises(Refused) as refused:
        submitted.approve_plan("d-1", **approval(2, SUCCESSOR, DAY_BEFORE))
    assert "Have ht-1 sign it off, in the role of headteacher." in str(refused.value)

    submitted.approve_plan("d-1", **approval(2, HEAD, DAY_BEFORE))

    assert submitted.grant_usage("d-1").amounts.approved.value == Money("1750.00")


def test_while_nobody_is_known_to_hold_the_post_whoever_signs_as_headteacher_is_taken_at_their_word(
    submitted: Brokerage,
) -> None:
    acting = Person(person="ht-3", role="headteacher", organisation=SCHOOL.id)
    in_april = approval(2, acting, date(2024, 4, 16))
    assert [broken.rule.code for broken in submitted.approve_plan.why_not("d-1", **in_april)] == ["S2SS-P14"]

    submitted.leave_post(SCHOOL.id, post="headteacher", person=SUCCESSOR.person, on=date(2024, 4, 15))

    assert submitted.approve_plan.why_not("d-1", **in_april) == ()


def test_while_nobody_is_known_to_hold_the_post_it_is_not_the_one_who_left(submitted: Brokerage) -> None:
    submitted.leave_post(SCHOOL.id, post="headteacher", person=SUCCESSOR.person, on=date(2024, 4, 15))

    with pytest.raises(Refused) as refused:
        submitted.approve_plan("d-1", **approval(2, SUCCESSOR, date(2024, 4, 16)))

    assert "Have somebody else sign it off, in the role of headteacher." in str(refused.value)
