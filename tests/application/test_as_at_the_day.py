"""Decisions about a deployment ask who its organisations are, and who holds a post, on the day in question."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import attrs
import pytest

from benchmarks.story import HEADTEACHER, HOME, HUB, OFFICER, QA_EMPLOYER, SCHOOL, YEAR, ready
from s2ss_core import Brokerage, Days, Money
from s2ss_core.events import Commitment, Confirmation, Funding, Leader, Objective
from s2ss_core.rules import Broken
from s2ss_core.values import Person, Urn

BEFORE, JANUARY, AFTER = date(2023, 12, 4), date(2024, 1, 8), date(2024, 2, 5)
LEADER = Person(person="sl-0", role="system-leader", organisation=HOME.id)
SUCCESSOR = attrs.evolve(HEADTEACHER, person="ht-2")


@pytest.fixture
def brokerage(tmp_path: Path) -> Iterator[Brokerage]:
    with ready(tmp_path / "support.db", deployments=1) as brokerage:
        yield brokerage


def planned(on: date) -> dict[str, Any]:
    return {
        "plan_version": 2, "on": on, "finalised_by": (HEADTEACHER, LEADER), "owner": HEADTEACHER, "problem": "Inference",
        "objectives": (Objective(id="o1", text="Improve it", baseline="61%", measure="75%"),), "lines": (),
        "total": Money(0),
    }  # fmt: skip


def shared(broken: tuple[Broken, ...]) -> list[str]:
    """What the QA Lead and the parties have in common, as the refusals say."""
    return [dict(rule.facts)["shared"] for rule in broken if rule.rule.code == "S2SS-B08"]


@pytest.mark.parametrize("organisation", (SCHOOL.id, HOME.id))
def test_a_qa_lead_whose_trust_a_school_joins_is_independent_until_that_day(
    brokerage: Brokerage, organisation: str
) -> None:
    brokerage.join_trust(QA_EMPLOYER.id, trust="q-trust", on=date(2023, 9, 1))
    brokerage.join_trust(organisation, trust="Q-Trust", on=JANUARY)

    assert shared(brokerage.submit_plan.why_not("dep-0", **planned(BEFORE))) == []
    assert shared(brokerage.submit_plan.why_not("dep-0", **planned(AFTER))) == ["q-trust"]


def test_a_school_that_was_issued_the_qa_leads_urn_is_the_qa_leads_school(brokerage: Brokerage) -> None:
    brokerage.change_urn(SCHOOL.id, urn=Urn("100003"), on=JANUARY)

    assert shared(brokerage.submit_plan.why_not("dep-0", **planned(BEFORE))) == []
    assert shared(brokerage.submit_plan.why_not("dep-0", **planned(AFTER))) == ["100003"]


def test_the_headteacher_of_the_day_approves_where_the_programme_asks_the_headteacher() -> None:
    with Brokerage.open("memory:", clock=lambda: datetime(2024, 8, 1, tzinfo=UTC)) as opened:
        brokerage = opened.acting_as("u-7")
        briefing(brokerage)
        brokerage.leave_post(SCHOOL.id, post="headteacher", person=HEADTEACHER.person, on=JANUARY)
        brokerage.take_up_post(SCHOOL.id, post="headteacher", person=SUCCESSOR.person, on=JANUARY)

        refused = {
            (person.person, on): "S2SS-P14"
            in {
                broken.rule.code
                for broken in brokerage.approve_plan.why_not(
                    "d-1", plan_version=1, on=on, by=person, no_conflict_declared=True
                )
            }
            for person in (HEADTEACHER, SUCCESSOR)
            for on in (BEFORE, AFTER)
        }

    assert refused == {
        ("ht", BEFORE): False,
        ("ht", AFTER): True,
        ("ht-2", BEFORE): True,
        ("ht-2", AFTER): False,
    }


def strangers(brokerage: Brokerage, head: Person, on: date) -> bool:
    """Whether a plan that a headteacher finalises on a day is refused for who they are."""
    by: dict[str, Any] = {"finalised_by": (head, LEADER), "owner": head}
    refused = brokerage.submit_plan.why_not("dep-0", **{**planned(on), **by})
    return "S2SS-P23" in {broken.rule.code for broken in refused}


def test_the_headteacher_of_the_day_is_the_one_whom_an_entry_may_name(brokerage: Brokerage) -> None:
    brokerage.leave_post(SCHOOL.id, post="headteacher", person=HEADTEACHER.person, on=JANUARY)
    brokerage.take_up_post(SCHOOL.id, post="headteacher", person=SUCCESSOR.person, on=JANUARY)

    assert not strangers(brokerage, HEADTEACHER, BEFORE)
    assert strangers(brokerage, HEADTEACHER, AFTER)
    assert strangers(brokerage, SUCCESSOR, BEFORE)
    assert not strangers(brokerage, SUCCESSOR, AFTER)


def test_where_the_headteacher_left_and_nobody_is_known_to_have_followed_a_first_name_is_taken(
    brokerage: Brokerage,
) -> None:
    somebody = attrs.evolve(HEADTEACHER, person="ht-9")
    assert strangers(brokerage, somebody, AFTER)

    brokerage.leave_post(SCHOOL.id, post="headteacher", person=HEADTEACHER.person, on=JANUARY)

    assert strangers(brokerage, somebody, BEFORE)
    assert not strangers(brokerage, somebody, AFTER)
    assert strangers(brokerage, attrs.evolve(HEADTEACHER, person="sl-0"), AFTER)


def test_who_left_the_post_before_the_support_does_not_leave_it_open(brokerage: Brokerage) -> None:
    brokerage.leave_post(SCHOOL.id, post="headteacher", person="ht-0", on=JANUARY)

    assert not strangers(brokerage, HEADTEACHER, AFTER)
    assert strangers(brokerage, SUCCESSOR, AFTER)


def briefing(brokerage: Brokerage) -> None:
    """A deployment under a programme whose briefing paper the headteacher approves."""
    confirmed = Confirmation(by=OFFICER, on=date(2023, 9, 1))
    brokerage.agree_allowance(
        leader="sl-0",
        cap_year=YEAR,
        on=date(2023, 9, 2),
        days=Days(15),
        home_school=HOME,
        agreed_by=OFFICER,
        governing_body=Confirmation(
            by=Person(person="chair", role="chair", organisation=HOME.id), on=date(2023, 9, 2)
        ),
    )
    brokerage.broker(
        deployment="d-1", on=date(2023, 9, 4), programme="llf-2019", version="6.0", broker=HUB, need="Reading",
        capacity_confirmed=confirmed, broker_capacity=confirmed, existing_support="None", school=SCHOOL,
        headteacher=HEADTEACHER.person, lead=Leader(leader="sl-0", band="middle-leader", home_school=HOME),
        commitments=(Commitment(leader="sl-0", cap_year=YEAR, days=Days(5)),), start=date(2023, 9, 11),
        intended_end=date(2024, 7, 19), funding=Funding(kind="self-funded"),
    )  # fmt: skip
