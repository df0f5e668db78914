"""A leader seconded beyond any cap who is deployed under one in the same year: each is held against its own limit."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import attrs
import pytest

from s2ss_core import Brokerage, Days, Organisation
from s2ss_core.audit import audit
from s2ss_core.events import Commitment, Confirmation, DaysCommitted, Funding, Leader
from s2ss_core.projections import Reason
from s2ss_core.rules import Broken
from s2ss_core.testing.lifecycle.cast import person
from s2ss_core.values import AcademicYear, Cause, Person
from tests.aggregates.histories import changed

YEAR = AcademicYear("2023/24")
HUB = Organisation(id="hub", kind="trust")
HOME, SCHOOL, NEW = (Organisation(id=name, kind="school") for name in ("hillside", "lowmoor", "riverside"))
JULY, JANUARY, MAY = date(2023, 7, 10), date(2024, 1, 8), date(2024, 5, 1)
GOVERNORS = Confirmation(by=Person(person="ch-1", role="chair", organisation=HOME.id), on=JULY)
SECONDED: dict[str, Any] = {
    "programme": "tdt-cpd-hubs", "version": "undated", "kind": "secondment", "funding": Funding(kind="external"),
}  # fmt: skip


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Brokerage]:
    """The home school agreed on 60 days, and 38 of them are booked for a secondment."""
    url = f"sqlite:///{tmp_path / 'support.db'}"
    with Brokerage.open(url, clock=lambda: datetime(2024, 8, 1, tzinfo=UTC)) as opened:
        desk = opened.acting_as("u-7")
        desk.agree_allowance(**allowance(60))
        desk.broker(**brokering("dep-s", 38) | SECONDED)
        yield desk


def allowance(days: int, on: date = JULY, beyond: int | None = None) -> dict[str, Any]:
    return {
        "leader": "sl-1", "cap_year": YEAR, "on": on, "days": Days(days), "home_school": HOME, "agreed_by": person("ht-1"),
        "governing_body": GOVERNORS, "beyond_cap": None if beyond is None else Days(beyond),
    }  # fmt: skip


def brokering(deployment: str, days: int) -> dict[str, Any]:
    confirmed = Confirmation(by=person("u-1"), on=JULY)
    return {
        "deployment": deployment, "on": date(2023, 11, 13), "programme": "llf-2019", "version": "6.0", "broker": HUB,
        "school": SCHOOL, "headteacher": "ht", "need": "Reading", "existing_support": "None", "start": JANUARY,
        "capacity_confirmed": confirmed, "broker_capacity": confirmed, "intended_end": date(2024, 7, 19),
        "funding": Funding(kind="self-funded"), "lead": Leader(leader="sl-1", band="middle-leader", home_school=HOME),
        "commitments": (Commitment(leader="sl-1", cap_year=YEAR, days=Days(days)),),
    }  # fmt: skip


def facts(broken: tuple[Broken, ...]) -> list[tuple[str, str, str]]:
    """The code of each rule that is not met, with its limit and what is left."""
    return [(rule.rule.code, dict(rule.facts)["limit"], dict(rule.facts).get("left", "")) for rule in broken]


def days(desk: Brokerage) -> tuple[float, ...]:
    """Allowed, booked and left."""
    workload = desk.leader_workload("sl-1", YEAR)
    return tuple(float(figure.value) for figure in (workload.allowance, workload.booked, workload.left))


def found(desk: Brokerage) -> set[str]:
    return {finding.rule for finding in audit(desk.history()) if finding.severity == "error"}


def on_days_left(desk: Brokerage, needed: int) -> Reason:
    """What a match says of the days that the leader has left."""
    (proposal,) = desk.match(school=SCHOOL.id, on=MAY, days=Days(needed))
    return next(reason for reason in proposal.reasons if reason.about == "allowance")


def test_a_deployment_under_a_cap_is_booked_beside_a_secondment_of_more_days_than_the_cap(
    desk: Brokerage,
) -> None:
    desk.broker(**brokering("dep-1", 10))

    assert days(desk) == (53, 48, 5)
    assert found(desk) == set()


def test_the_cap_holds_the_deployments_under_it(desk: Brokerage) -> None:
    desk.broker(**brokering("dep-1", 10))

    broken = desk.broker.why_not(**brokering("dep-2", 6))

    assert facts(broken) == [("S2SS-Y01", "the cap of the programmes", "5")]
    assert desk.broker.why_not(**brokering("dep-2", 5)) == ()


def test_what_the_home_school_agreed_holds_both(desk: Brokerage) -> None:
    desk.broker(**brokering("dep-1", 10))

    broken = desk.broker.why_not(**brokering("dep-2", 13) | SECONDED)

    assert facts(broken) == [("S2SS-Y01", "what the home school agreed", "12")]
    assert desk.broker.why_not(**brokering("dep-2", 12) | SECONDED) == ()


def test_a_match_says_how_many_days_are_left_under_the_cap(desk: Brokerage) -> None:
    desk.broker(**brokering("dep-1", 10))

    within, past = on_days_left(desk, 5), on_days_left(desk, 6)

    assert (within.speaks, within.sentence) == (
        "for", "Of the 53 days of sl-1 in 2023/24, 5 are left, and 5 are needed.",
    )  # fmt: skip
    assert (past.speaks, past.rule) == ("against", "S2SS-Y01")


def test_days_under_a_cap_past_it_are_an_excess_whatever_is_left_of_the_rest(desk: Brokerage) -> None:
    """No command records it: the audit and the view find it."""
    desk.broker(**brokering("dep-1", 10))
    history = [
        attrs.evolve(entry, event=changed(entry.event, days=Days(16)))
        if isinstance(entry.event, DaysCommitted) and entry.event.cap is not None
        else entry
        for entry in desk.history()
    ]

    assert "S2SS-Y01" in {finding.rule for finding in audit(history)}


def test_a_cap_that_was_left_out_or_is_another_is_found(desk: Brokerage) -> None:
    desk.broker(**brokering("dep-1", 10))

    for deployment, cap in (("dep-1", None), ("dep-1", Days(20)), ("dep-s", Days(50))):
        history = [
            attrs.evolve(entry, event=changed(entry.event, cap=cap))
            if isinstance(entry.event, DaysCommitted) and entry.event.deployment == deployment
            else entry
            for entry in desk.history()
        ]
        assert "LINK-02" in {finding.rule for finding in audit(history)}, (deployment, cap)


def test_the_home_school_agrees_on_days_beyond_the_cap_by_saying_how_many_they_are(desk: Brokerage) -> None:
    desk.broker(**brokering("dep-1", 10))

    (past,) = desk.agree_allowance.why_not(**allowance(60, MAY))
    desk.agree_allowance(**allowance(60, MAY, beyond=45))

    assert (past.rule.code, dict(past.facts)["cap"]) == ("S2SS-Y06", "53")
    assert found(desk) == set()


def test_days_that_are_booked_again_keep_their_cap(desk: Brokerage) -> None:
    desk.broker(**brokering("dep-1", 10))
    desk.employ_leader(leader="sl-1", school=NEW, on=JANUARY)

    desk.strike_out_of_leader(
        "sl-1", of=Cause("employed", ("sl-1", NEW.id, str(JANUARY))), on=MAY, cause="did-not-happen",
        reason="Another leader's.", asked_by=person("u-1"), agreed_by=person("u-2"),
    )  # fmt: skip

    again = [entry.event for entry in desk.history() if isinstance(entry.event, DaysCommitted)][-2:]
    assert {event.deployment: event.cap for event in again} == {"dep-s": None, "dep-1": Days(15)}
    assert days(desk) == (53, 48, 5)
    assert found(desk) == set()
