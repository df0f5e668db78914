"""Wrong entries of awards, organisations and system leaders are struck out of their own streams."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from s2ss_core import Brokerage, Days, Organisation
from s2ss_core.events import Commitment, Confirmation, Funding, Leader
from s2ss_core.rules import Broken, Refused
from s2ss_core.testing.lifecycle.cast import person
from s2ss_core.values import AcademicYear, Cause, Money, Person

YEAR = AcademicYear("2023/24")
HUB, DFE = Organisation(id="hub", kind="trust"), Organisation(id="dfe", kind="department")
HOME, SCHOOL, NEW = (Organisation(id=name, kind="school") for name in ("hillside", "lowmoor", "riverside"))
JANUARY, MAY = date(2024, 1, 8), date(2024, 5, 1)
GOVERNORS = Confirmation(by=Person(person="ch-1", role="chair", organisation=HOME.id), on=date(2023, 7, 10))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Brokerage]:
    url = f"sqlite:///{tmp_path / 'support.db'}"
    with Brokerage.open(url, clock=lambda: datetime(2024, 8, 1, tzinfo=UTC)) as opened:
        desk = opened.acting_as("u-7")
        desk.agree_allowance(
            leader="sl-1",
            cap_year=YEAR,
            on=date(2023, 9, 4),
            days=Days(15),
            home_school=HOME,
            agreed_by=person("ht-1"),
            governing_body=GOVERNORS,
        )
        desk.broker(**brokering("dep-1", 8))
        yield desk


def brokering(
    deployment: str, days: int, home: Organisation = HOME, on: date = date(2023, 11, 13)
) -> dict[str, Any]:
    confirmed = Confirmation(by=person("u-1"), on=date(2023, 11, 6))
    return {
        "deployment": deployment, "on": on, "programme": "llf-2019", "version": "6.0", "broker": HUB, "school": SCHOOL,
        "headteacher": "ht", "need": "Reading", "existing_support": "None", "start": max(on, JANUARY),
        "capacity_confirmed": confirmed, "broker_capacity": confirmed, "intended_end": date(2024, 7, 19),
        "funding": Funding(kind="self-funded"), "lead": Leader(leader="sl-1", band="middle-leader", home_school=home),
        "commitments": (Commitment(leader="sl-1", cap_year=YEAR, days=Days(days)),),
    }  # fmt: skip


def of(kind: str, *name: str) -> dict[str, Any]:
    return {
        "of": Cause(kind, name), "on": MAY, "cause": "did-not-happen", "reason": "Another leader's.",
        "asked_by": person("u-1"), "agreed_by": person("u-2"),
    }  # fmt: skip


def refusals(broken: tuple[Broken, ...]) -> dict[str, str]:
    return {rule.rule.code: dict(rule.facts).get("resting", "") for rule in broken}


def committed(desk: Brokerage) -> Days:
    return Days(desk.leader_workload("sl-1", YEAR).committed.value)


def test_days_that_an_employment_gave_back_are_booked_again(desk: Brokerage) -> None:
    desk.employ_leader(leader="sl-1", school=NEW, on=JANUARY)
    given_back = committed(desk)

    desk.strike_out_of_leader("sl-1", **of("employed", "sl-1", NEW.id, str(JANUARY)))

    assert (given_back, committed(desk)) == (Days(0), Days(8))
    assert desk.broker.why_not(**brokering("dep-2", 2, on=MAY)) == ()


def test_days_that_are_booked_elsewhere_by_now_are_not_booked_again(desk: Brokerage) -> None:
    desk.employ_leader(leader="sl-1", school=NEW, on=JANUARY)
    desk.agree_allowance(
        leader="sl-1",
        cap_year=YEAR,
        on=JANUARY,
        days=Days(15),
        home_school=NEW,
        agreed_by=person("ht-2"),
        governing_body=GOVERNORS,
    )
    desk.broker(**brokering("dep-2", 9, NEW, on=JANUARY))

    with pytest.raises(Refused, match="S2SS-Y01"):
        desk.strike_out_of_leader("sl-1", **of("employed", "sl-1", NEW.id, str(JANUARY)))


def test_two_ids_that_are_two_leaders_after_all_are_parted_for_both(desk: Brokerage) -> None:
    desk.find_leader_same(leader="sl-1", same_as="sl-9", on=JANUARY)
    joined = desk.leader_workload("sl-9", YEAR).booked.value

    desk.strike_out_of_leader("sl-9", **of("found-same", "sl-9", "sl-1"))

    assert joined == Days(8)
    assert desk.leader_workload("sl-1", YEAR).same_as == ()
    assert desk.strike_out_of_leader("sl-1", **of("found-same", "sl-1", "sl-9")) == ()


def test_what_an_organisation_joined_is_struck_out_after_that_it_left(desk: Brokerage) -> None:
    desk.join_trust(HOME.id, trust="y-trust", on=date(2024, 1, 7))
    desk.join_trust(HOME.id, trust="x-trust", on=JANUARY)
    desk.leave_trust(HOME.id, trust="x-trust", on=MAY)
    joined, left = of("trust-joined", "x-trust", str(JANUARY)), of("trust-left", "x-trust", str(MAY))
    strike = desk.strike_out_of_organisation

    assert refusals(strike.why_not(HOME.id, **joined)) == {"S2SS-X11": f"trust-left x-trust {MAY}"}
    strike(HOME.id, **left)
    strike(HOME.id, **joined)

    with desk.repository.current():
        state, _ = desk.repository.organisation(HOME.id)
        assert state is not None
        assert state.as_at(MAY).trust == "y-trust"


def test_how_an_organisation_was_entered_is_not_struck_out(desk: Brokerage) -> None:
    broken = desk.strike_out_of_organisation.why_not(HOME.id, **of("entered", HOME.id, "2023-09-04"))

    assert list(refusals(broken)) == ["S2SS-X09"]


@pytest.fixture
def award(desk: Brokerage) -> Brokerage:
    desk.award_grant(
        grant="g-1", on=JANUARY, funder=DFE, holder=HUB, reference="R", amount=Money("1000.00"),
        available_from=JANUARY, available_to=date(2024, 8, 31),
    )  # fmt: skip
    desk.vary_award(
        "g-1", variation="v-1", on=JANUARY, amount=Money("500.00"), direction="more", reason="More"
    )
    desk.allocate_grant(
        "g-1", allocation="a-1", on=JANUARY, purpose="quality-assurance", amount=Money("1200.00")
    )
    return desk


def test_a_variation_is_struck_out_after_the_allocation_that_needs_it(award: Brokerage) -> None:
    strike = award.strike_out_of_award

    assert refusals(strike.why_not("g-1", **of("award-varied", "v-1"))) == {"S2SS-X11": "allocated a-1"}
    strike("g-1", **of("allocated", "a-1"))
    strike("g-1", **of("award-varied", "v-1"))

    usage = award.award_usage("g-1")
    assert (usage.amounts.awarded.value, usage.amounts.allocated.value) == (Money("1000.00"), Money(0))


def test_what_only_an_open_award_takes_rests_on_its_reopening(award: Brokerage) -> None:
    strike = award.strike_out_of_award
    strike("g-1", **of("allocated", "a-1"))
    award.receive_grant("g-1", tranche="t-1", on=MAY, amount=Money("1500.00"))
    award.repay_grant("g-1", reference="rp-1", on=MAY, amount=Money("1500.00"), cause="unspent")
    award.close_award(grant="g-1", on=MAY, by=person("u-1"))
    award.reopen_award(
        "g-1",
        reopening="ro-1",
        on=date(2024, 5, 2),
        asked_by=person("u-1"),
        agreed_by=person("u-2"),
        reason="More came.",
    )
    award.vary_award(
        "g-1", variation="v-2", on=date(2024, 5, 3), amount=Money("100.00"), direction="more", reason="More"
    )

    assert refusals(strike.why_not("g-1", **of("award-reopened", "ro-1"))) == {"S2SS-X11": "award-varied v-2"}
    strike("g-1", **of("award-varied", "v-2"))
    strike("g-1", **of("award-reopened", "ro-1"))
    assert "S2SS-G05" in refusals(award.receive_grant.why_not("g-1", tranche="t-2", on=MAY, amount=Money(1)))


def test_a_strike_of_nothing_says_so(desk: Brokerage) -> None:
    broken = desk.strike_out_of_organisation.why_not(HOME.id, **of("trust-joined", "x-trust", str(JANUARY)))

    assert list(refusals(broken)) == ["S2SS-X02"]
