"""Tests of your own programme: what its rates, its cap and its gates accept and refuse."""

from datetime import date
from pathlib import Path

import attrs
import pytest

from s2ss_core import AcademicYear, Brokerage, Days, Money, Organisation, Person, Term
from s2ss_core.aggregates.deployment.decisions import planning
from s2ss_core.events import (
    AllowanceAgreed,
    Brokered,
    Commitment,
    Confirmation,
    Funding,
    Leader,
    Objective,
    PlanLine,
    PlanSubmitted,
    VisitLogged,
)
from s2ss_core.programmes import charge_of, digest, load
from s2ss_core.projections import LEADER_WORKLOAD
from s2ss_core.testing.given import given

NORTH = load(Path(__file__).with_name("north-trust.toml"))
TRUST = Organisation(id="north", kind="trust", member_of_broker=True)
HOME = Organisation(id="hillside", kind="school", member_of_broker=False)
SCHOOL = Organisation(id="lowmoor", kind="school", member_of_broker=False)
HEAD = Person(person="head-1", role="headteacher", organisation=SCHOOL.id)
HOME_HEAD = Person(person="head-9", role="home-headteacher", organisation=HOME.id)
YEAR = AcademicYear("2024/25")
SPRING = Term("2025-spring")

ALLOWANCE = AllowanceAgreed(
    leader="sl-1", cap_year=YEAR, on=date(2024, 10, 1), days=Days(12), home_school=HOME, agreed_by=HOME_HEAD
)
BROKERED = Brokered(
    deployment="d-1",
    on=date(2024, 11, 4),
    programme=NORTH.name,
    version=NORTH.version,
    digest=digest(NORTH),
    broker=TRUST,
    need="Early reading",
    capacity_confirmed=Confirmation(by=HEAD, on=date(2024, 11, 1)),
    broker_capacity=Confirmation(
        by=Person(person="office-1", role="broker", organisation=TRUST.id), on=date(2024, 11, 1)
    ),
    existing_support="None",
    school=SCHOOL,
    headteacher="head-1",
    lead=Leader(leader="sl-1", band="sle", home_school=HOME),
    commitments=(Commitment(leader="sl-1", cap_year=YEAR, days=Days(4)),),
    start=date(2025, 1, 6),
    intended_end=date(2025, 4, 4),
    funding=Funding(kind="self-funded"),
)
LINE = PlanLine(
    id="1", term=SPRING, head="leader-days", description="Visits", provider=HOME, unit="day",
    quantity=Days(4), rate=Money("380.00"), amount=Money("1520.00"),
)  # fmt: skip
PLAN = PlanSubmitted(
    plan_version=1,
    on=date(2024, 11, 18),
    finalised_by=(
        HEAD,
        Person(person="sl-1", role="system-leader", organisation=HOME.id),
    ),
    owner=HEAD,
    problem="Phonics is taught unevenly.",
    objectives=(Objective(id="o1", text="One phonics programme", baseline="3 of 9", measure="9 of 9"),),
    lines=(LINE,),
    total=Money("1520.00"),
)
VISIT = VisitLogged(
    visit="v-1",
    on=date(2025, 1, 14),
    leader="sl-1",
    school=SCHOOL.id,
    unit="half-day",
    quantity=Days(1),
    counterpart=Person(person="t-5", role="middle-leader", organisation=SCHOOL.id),
    line="1",
)


def test_half_a_day_is_charged_as_the_programme_says() -> None:
    half = charge_of(NORTH, line_unit="day", line_rate=Money("380.00"), unit="half-day", quantity=Days(1))

    assert half == Money("190.00")


def test_a_plan_at_the_rate_of_the_card_is_submitted() -> None:
    given(BROKERED).under(NORTH).when(planning.submit_plan, PLAN).then(PLAN)


@pytest.mark.parametrize(
    ("line", "rule"),
    (
        ({"rate": Money("400.00"), "amount": Money("1600.00")}, "S2SS-P08"),
        ({"head": "capital", "unit": "item"}, "S2SS-P05"),
    ),
)
def test_a_plan_against_the_programme_is_refused(line: dict[str, object], rule: str) -> None:
    changed = attrs.evolve(LINE, **line)
    plan = attrs.evolve(PLAN, lines=(changed,), total=changed.amount)

    given(BROKERED).under(NORTH).when(planning.submit_plan, plan).then_refused(rule)


def test_a_visit_before_anything_was_agreed_is_refused_by_the_whole_application() -> None:
    asked = given(ALLOWANCE, BROKERED).under(NORTH).when(Brokerage.log_visit, "d-1", VISIT)

    refused = asked.then_refused("S2SS-S01", "S2SS-S02", "S2SS-S07", despite=True)
    assert "plan" in str(refused)


def test_the_year_shows_what_the_programme_leaves_of_it() -> None:
    given(ALLOWANCE).then_view(LEADER_WORKLOAD, ("leader", "sl-1", YEAR), allowance=Days(12), left=Days(12))
