"""A CPD Excellence Hub, played in memory, in a SQLite file and on PostgreSQL: each figure was worked by hand first."""

import runpy
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import pytest

from s2ss_core import AsAt, Brokerage, Days, Refused
from s2ss_core.audit import audit
from s2ss_core.events import ActivityHeld, ActivityPlanned, NeedsAssessed
from s2ss_core.projections import Completeness, as_data
from s2ss_core.testing.postgres import postgres_server, postgres_url
from s2ss_core.values import AcademicYear

__all__ = ["postgres_server", "postgres_url"]  # fixtures

HUB: Mapping[str, Any] = runpy.run_path(str(Path(__file__).parents[2] / "examples" / "cpd_hub.py"))
YEAR = AcademicYear("2024/25")
CLOSED = date(2025, 10, 24)


def told(url: str, upto: date = date.max) -> Brokerage:
    calendar = HUB["Calendar"]()
    brokerage = Brokerage.open(url, clock=calendar).acting_as("hub")
    HUB["tell"](brokerage, calendar, upto)
    return brokerage


@pytest.fixture(params=("memory", "sqlite", "postgres"))
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    urls = {"memory": "memory:", "sqlite": f"sqlite:///{tmp_path / 'hub.db'}"}
    return urls.get(request.param) or str(request.getfixturevalue("postgres_url"))


@pytest.fixture(scope="module")
def hub() -> Iterator[Brokerage]:
    with told("memory:") as brokerage:
        yield brokerage


def sessions(view: Completeness) -> dict[str, tuple[int, int, Decimal, Decimal]]:
    return {
        each.activity or each.kind: (each.held, each.expected, each.held_days, each.expected_days)
        for each in view.sessions
    }


def due(brokerage: Brokerage, on: date) -> dict[str, date]:
    return {f"{row.due.what} {row.due.of or ''}".strip(): row.due.due for row in brokerage.due(on)}


def days_of_the_adviser(brokerage: Brokerage, by: date) -> list[float]:
    """Allowed, committed, worked and left in the first year, as happened by a day."""
    workload = brokerage.leader_workload("ea-1", YEAR, as_at=AsAt(happened=by))
    return [float(getattr(workload, name).value) for name in ("allowance", "committed", "worked", "left")]


# By hand. The support runs from Monday 2 September 2024 to Friday 17 October 2025: 411 days, so 59 weeks and 30 fortnights
# are begun; four terms and two academic years. Release time: 15 + 12 + 12 + 7 = 46 half-days are 23 days, of 29.5; a half-term
# is left out of each of the first three plans. Coaching: 26 hours were planned at five to a day, and two were missed.
BY_HAND: dict[str, tuple[float, ...]] = {
    "audit": (2, 2, 0, 0),
    "coaching": (24, 30, 4.8, 0),
    "release-time": (46, 59, 23, 29.5),
    "forum": (4, 4, 2, 0),
    "co-1": (21, 23, 4.2, 4.6),
    "co-2": (3, 3, 0.6, 0.6),
    "rt-1": (15, 16, 7.5, 8),
    "rt-2": (12, 13, 6, 6.5),
    "rt-3": (12, 13, 6, 6.5),
    "rt-4": (7, 7, 3.5, 3.5),
    "fo-1": (4, 4, 2, 2),
    "sv-1": (1, 1, 1, 1),
    "sv-3": (1, 1, 1, 1),
}


def test_all_that_is_planned_is_held_against_what_took_place(url: str) -> None:
    with told(url) as brokerage:
        found = sessions(brokerage.completeness("dep-1"))

    assert {name: tuple(float(count) for count in counts) for name, counts in found.items()} == BY_HAND


def test_every_store_shows_the_same_views(url: str, hub: Brokerage) -> None:
    with told(url) as brokerage:
        for view in ("completeness", "deployment_log", "whats_due", "grant_usage"):
            assert as_data(getattr(brokerage, view)("dep-1")) == as_data(getattr(hub, view)("dep-1")), view


def test_a_visit_that_was_planned_again_is_expected_once(hub: Brokerage) -> None:
    assert "sv-2" not in sessions(hub.completeness("dep-1"))


def test_a_secondment_is_booked_beyond_the_cap_and_within_what_the_hub_school_agreed(hub: Brokerage) -> None:
    assert days_of_the_adviser(hub, date(2025, 7, 31)) == [76, 76, 0, 0]


def test_days_that_no_visit_took_are_given_back_when_the_secondment_ends(hub: Brokerage) -> None:
    assert days_of_the_adviser(hub, CLOSED) == [76, 0, 0, 76]


def test_what_is_no_secondment_has_the_cap() -> None:
    brokerage = Brokerage.open("memory:").acting_as("hub")
    story = [entry for entry in HUB["_story"]() if entry[0] <= date(2024, 7, 8)]
    for on, command, fields in story[:2]:
        getattr(brokerage, command)(on=on, **fields)
    on, _, fields = story[2]
    otherwise: dict[str, Any] = {**fields, "kind": "deployment"}

    with pytest.raises(Refused) as refusal:
        brokerage.broker(on=on, **otherwise)

    assert {broken.rule.code for broken in refusal.value.broken} == {"S2SS-Y01"}


def test_half_a_year_after_its_last_entry_the_next_session_of_everything_is_due() -> None:
    """Told until 28 February: the week from 3 March, the fortnight from 11 March, the spring term, and so on."""
    with told("memory:", date(2025, 2, 28)) as brokerage:
        assert due(brokerage, date(2025, 8, 31)) == {
            "the release time, once a week rt-2": date(2025, 3, 9),
            "the coaching, once a fortnight co-1": date(2025, 3, 24),
            "the forum meeting, once a term fo-1": date(2025, 3, 31),
            "the release time, once a week": date(2025, 4, 11),  # the week after the plan ends
            "the school visit sv-2": date(2025, 5, 14),
            "the coaching, once a fortnight": date(2025, 8, 1),  # the fortnight after the plan ends
            "the audit of needs, once a year": date(2025, 10, 17),
            "the end of the support on record": date(2025, 10, 17),
        }
        rows = {row.due.of: row for row in brokerage.due(date(2025, 3, 28))}
        assert (rows["co-1"].due.since, rows["co-1"].days_late) == (date(2025, 3, 11), 4)
        assert rows["co-1"].due.people == ("ea-1", "cpd-1")


def test_what_the_programme_asks_for_waits_on_those_who_hold_it() -> None:
    with told("memory:", date(2024, 9, 2)) as brokerage:
        waits = {row.due.what: row.due.people for row in brokerage.due() if row.due.of is None}

    assert waits["the audit of needs, once a year"] == ("ea-1",)
    assert waits["the coaching, once a fortnight"] == ("ea-1",)


def test_no_plan_approval_agreement_or_report_is_ever_due() -> None:
    with told("memory:", date(2024, 7, 8)) as brokerage:
        assert set(due(brokerage, date(2027, 1, 1))) == {
            "the audit of needs, once a year",
            "the coaching, once a fortnight",
            "the release time, once a week",
            "the forum meeting, once a term",
            "the end of the support on record",
        }


def test_nothing_is_due_of_what_ended_and_is_closed(hub: Brokerage) -> None:
    assert hub.due(CLOSED) == ()


def test_the_auditor_finds_no_error(hub: Brokerage) -> None:
    assert [finding for finding in audit(tuple(hub.history())) if finding.severity == "error"] == []


@pytest.mark.parametrize(
    ("rule", "kind", "fields"),
    (
        ("S2SS-S80", NeedsAssessed, {"priorities": ()}),
        ("S2SS-S81", ActivityPlanned, {"people": ()}),
        ("S2SS-S81", ActivityHeld, {"people": (HUB["HEAD"],)}),
    ),
)
def test_the_auditor_finds_what_the_programme_asks_of_a_session(
    hub: Brokerage, rule: str, kind: type[Any], fields: dict[str, Any]
) -> None:
    entries = list(hub.history())
    at = next(at for at, entry in enumerate(entries) if isinstance(entry.event, kind))
    entries[at] = attrs.evolve(entries[at], event=attrs.evolve(entries[at].event, **fields))

    assert {finding.rule for finding in audit(entries) if finding.severity == "error"} >= {rule}


def test_on_a_day_only_what_had_happened_by_then_is_counted(hub: Brokerage) -> None:
    view = hub.completeness("dep-1", as_at=AsAt(happened=date(2024, 9, 30)))

    assert sessions(view)["rt-1"] == (4, 16, Decimal(2), Decimal(8))
    assert sessions(view)["coaching"][:2] == (2, 30)


def test_what_was_held_beside_any_plan_is_shown_as_such(hub: Brokerage) -> None:
    with told("memory:", date(2024, 9, 30)) as brokerage:
        brokerage.hold_activity(
            "dep-1",
            session="m-1",
            on=date(2024, 9, 27),
            kind="meeting",
            people=(HUB["HEAD"],),
            unit="hour",
            quantity=Days(2),
        )
        (row,) = (each for each in brokerage.completeness("dep-1").sessions if each.asked_by == "nobody")

    assert (row.kind, row.held, row.expected, row.held_days) == ("meeting", 1, 0, Decimal("0.4"))
