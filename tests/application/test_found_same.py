"""Two ids that were found to name one leader: their days add up, and the rules about who is who take them for one."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from s2ss_core import AcademicYear, Brokerage, Days, Organisation
from s2ss_core.errors import BadInput
from s2ss_core.events import Commitment, CommitmentReleased, Confirmation, Funding, Leader, LeaderFoundSame
from s2ss_core.projections import HOME_SCHOOL_WORKLOAD, LEADER_WORKLOAD, AsAt
from s2ss_core.projections.serving.materialised import Materialised
from s2ss_core.rules import Broken, Despite, Refused
from s2ss_core.values import Cause, Person, Role
from tests.projections.equivalence import differing, wrongly_kept


def person(name: str, role: Role, organisation: str = "lowmoor") -> Person:
    return Person(person=name, role=role, organisation=organisation)


YEAR = AcademicYear("2023/24")
HUB = Organisation(id="hub", kind="trust")
HOME, SCHOOL = Organisation(id="hillside", kind="school"), Organisation(id="lowmoor", kind="school")
OFFICER, HEAD = (
    person("officer", "staff", "hub"),
    person("ht", "headteacher"),
)
FOUND = date(2024, 5, 1)


@pytest.fixture
def brokerage(tmp_path: Path) -> Iterator[Brokerage]:
    url = f"sqlite:///{tmp_path / 'support.db'}"
    with Brokerage.open(url, clock=lambda: datetime(2024, 8, 1, tzinfo=UTC)) as opened:
        desk = opened.acting_as("u-7")
        for leader in ("sl-1", "sl-9"):
            agree(desk, leader, 15)
        broker(desk, "dep-1", "sl-1", 8)
        yield desk


def agree(desk: Brokerage, leader: str, days: int) -> None:
    desk.agree_allowance(
        leader=leader,
        cap_year=YEAR,
        on=date(2023, 9, 4),
        days=Days(days),
        home_school=HOME,
        agreed_by=HEAD,
        governing_body=Confirmation(
            by=Person(person="chair", role="chair", organisation=HOME.id), on=date(2023, 9, 4)
        ),
    )


def brokering(deployment: str, leader: str, days: int, on: date = date(2023, 11, 13)) -> dict[str, Any]:
    return {
        "deployment": deployment, "on": on, "programme": "llf-2019", "version": "6.0", "broker": HUB, "school": SCHOOL,
        "headteacher": "ht", "need": "Reading", "existing_support": "None", "start": date(2024, 1, 8),
        "capacity_confirmed": Confirmation(by=OFFICER, on=date(2023, 11, 6)),
        "broker_capacity": Confirmation(by=OFFICER, on=date(2023, 11, 6)), "intended_end": date(2024, 7, 19),
        "funding": Funding(kind="self-funded"), "lead": Leader(leader=leader, band="middle-leader", home_school=HOME),
        "commitments": (Commitment(leader=leader, cap_year=YEAR, days=Days(days)),),
    }  # fmt: skip


def broker(desk: Brokerage, deployment: str, leader: str, days: int) -> None:
    desk.broker(**brokering(deployment, leader, days))


def found(desk: Brokerage, leader: str = "sl-1", same_as: str = "sl-9", on: date = FOUND) -> None:
    desk.find_leader_same(leader=leader, same_as=same_as, on=on)


def days_refused(broken: tuple[Broken, ...]) -> list[tuple[str, str]]:
    """What is booked and what is allowed, as the refusals of bookings past the allowance say."""
    facts = [dict(rule.facts) for rule in broken if rule.rule.code == "S2SS-Y01"]
    return [(fact["booked"], fact["allowance"]) for fact in facts]


def test_from_then_on_days_are_booked_against_one_allowance(brokerage: Brokerage) -> None:
    next_one = brokering("dep-2", "sl-9", 8)

    assert days_refused(brokerage.broker.why_not(**next_one)) == []
    found(brokerage)
    assert days_refused(brokerage.broker.why_not(**next_one)) == [("16", "15")]
    assert days_refused(brokerage.broker.why_not(**brokering("dep-2", "sl-9", 7))) == []


@pytest.mark.parametrize(
    "pairs", ((("sl-9", "sl-5"), ("sl-5", "sl-1")), (("sl-1", "sl-5"), ("sl-9", "sl-5")))
)
def test_who_is_the_same_as_a_third_is_the_same_as_the_first(
    brokerage: Brokerage, pairs: tuple[tuple[str, str], ...]
) -> None:
    for leader, other in pairs:
        found(brokerage, leader, other)

    assert days_refused(brokerage.broker.why_not(**brokering("dep-2", "sl-9", 8))) == [("16", "15")]


def test_two_ids_in_one_deployment_are_booked_together_in_one_command(brokerage: Brokerage) -> None:
    found(brokerage)
    both: Any = brokering("dep-2", "sl-9", 4)
    both["commitments"] = (*both["commitments"], Commitment(leader="sl-1", cap_year=YEAR, days=Days(4)))

    assert days_refused(brokerage.broker.why_not(**both)) == [("16", "15")]


def test_it_is_recorded_for_both_and_told_again_from_either_side_records_nothing(
    brokerage: Brokerage,
) -> None:
    first = brokerage.find_leader_same(leader="sl-1", same_as="sl-9", on=FOUND)

    assert [(entry.stream, entry.event) for entry in first] == [
        ("system-leader:sl-1", LeaderFoundSame(leader="sl-1", same_as="sl-9", on=FOUND)),
        ("system-leader:sl-9", LeaderFoundSame(leader="sl-9", same_as="sl-1", on=FOUND)),
    ]
    assert brokerage.find_leader_same(leader="sl-9", same_as="sl-1", on=FOUND) == ()


def test_an_excess_that_comes_out_is_found_and_the_fact_is_not_refused(brokerage: Brokerage) -> None:
    broker(brokerage, "dep-2", "sl-9", 10)
    found(brokerage)

    for leader, other in (("sl-1", "sl-9"), ("sl-9", "sl-1")):
        year = brokerage.leader_workload(leader, YEAR)
        assert (year.leader, year.same_as) == (leader, (other,))
        assert (year.allowance.value, year.booked.value, year.left.value) == (Days(15), Days(18), Decimal(-3))
        assert [(excess.deployment, excess.days.value) for excess in year.excesses] == [("dep-2", Days(3))]


def test_views_add_up_from_the_day_on_which_it_was_found(brokerage: Brokerage) -> None:
    broker(brokerage, "dep-2", "sl-9", 10)
    found(brokerage)

    before = brokerage.leader_workload("sl-1", YEAR, as_at=AsAt(happened=date(2024, 4, 30)))
    home = brokerage.home_school_workload(HOME.id, YEAR)

    assert (before.booked.value, before.same_as) == (Days(8), ())
    assert [(row.leader, row.same_as, row.booked.value) for row in home.leaders] == [
        ("sl-1", ("sl-9",), Days(18))
    ]


def test_served_views_add_up_like_live_ones(brokerage: Brokerage) -> None:
    broker(brokerage, "dep-2", "sl-9", 7)
    served = Materialised(brokerage.store)
    served.catch_up()
    found(brokerage)

    assert served.read(LEADER_WORKLOAD, ("leader", "sl-9", YEAR)).booked.value == Days(15)
    assert served.read(HOME_SCHOOL_WORKLOAD, ("home-school", HOME.id, YEAR)).leaders[0].same_as == ("sl-9",)
    served.catch_up()
    assert (differing(brokerage.store, served), wrongly_kept(brokerage.store)) == ([], [])


def test_the_home_school_is_who_employs_the_leader_under_either_id(brokerage: Brokerage) -> None:
    other = Organisation(id="riverside", kind="school")
    brokerage.employ_leader(leader="sl-1", school=other, on=date(2023, 9, 1))
    found(brokerage)

    broken = brokerage.broker.why_not(**brokering("dep-2", "sl-9", 2))

    assert "S2SS-L01" in {rule.rule.code for rule in broken}


def test_a_fact_names_a_leader_by_the_id_that_its_deployment_knows(brokerage: Brokerage) -> None:
    found(brokerage)
    visit: Any = {"visit": "v-1", "leader": "sl-9", "school": "lowmoor", "unit": "day", "quantity": Days(1)}
    counterpart = person("t", "staff")

    with pytest.raises(BadInput, match="sl-9 is the same leader as sl-1, who is known here: write sl-1"):
        brokerage.log_visit("dep-1", on=FOUND, counterpart=counterpart, **visit)
    earlier = brokerage.log_visit.why_not("dep-1", on=date(2024, 4, 30), counterpart=counterpart, **visit)
    assert "S2SS-S04" in {rule.rule.code for rule in earlier}


def test_one_leader_under_two_ids_is_not_two_people(brokerage: Brokerage) -> None:
    strike: Any = {
        "of": Cause("cost", ("c-1",)), "cause": "duplicate", "reason": "Twice",
        "asked_by": person("sl-5", "staff"), "agreed_by": person("sl-9", "staff"),
    }  # fmt: skip
    found(brokerage, "sl-5", "sl-9")

    def two_people(on: date) -> bool:
        broken = brokerage.strike_out.why_not("dep-1", on=on, **strike)
        return "S2SS-X01" not in {rule.rule.code for rule in broken}

    assert (two_people(date(2024, 4, 30)), two_people(FOUND)) == (True, False)


def test_who_records_does_not_accept_under_another_id(brokerage: Brokerage) -> None:
    found(brokerage, "u-7", "u-8")
    visit: Any = {
        "visit": "v-1", "leader": "sl-1", "school": "lowmoor", "unit": "day", "quantity": Days(1), "on": FOUND,
        "counterpart": person("t", "staff"),
    }  # fmt: skip

    with pytest.raises(Refused, match="S2SS-X06"):
        brokerage.log_visit.despite(
            Despite(reason="Told late", accepted_by=person("u-8", "staff")), "dep-1", **visit
        )


def test_days_under_one_id_go_back_where_the_school_agreed_under_the_other(brokerage: Brokerage) -> None:
    """Eight days under the id with an allowance, and two under the one without."""
    found(brokerage, "sl-1", "sl-5")
    broker(brokerage, "dep-2", "sl-5", 2)

    recorded = brokerage.employ_leader(leader="sl-5", on=FOUND, school=SCHOOL)

    released = [entry.event for entry in recorded if isinstance(entry.event, CommitmentReleased)]
    assert [(event.leader, event.deployment, event.days) for event in released] == [
        ("sl-5", "dep-2", Days(2)),
        ("sl-1", "dep-1", Days(8)),
    ]
