"""What other streams get together with a fact of a deployment: days of leaders' years, and claims of invoices."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import attrs
import pytest

from s2ss_core.aggregates.deployment.linked import LinkedEvent, linked_events
from s2ss_core.aggregates.leader_year import LeaderYear, replay
from s2ss_core.events import (
    AllowanceAgreed,
    ClaimRegistered,
    Commitment,
    CommitmentReleased,
    DaysCommitted,
    DaysStruckOut,
    DaysWorked,
    DeploymentEvent,
    EntryStruckOut,
    Leader,
    LeaderReplaced,
    LeaderYearEvent,
    Quantity,
    TimeRenegotiated,
)
from s2ss_core.programmes import Programme, Setting
from s2ss_core.testing.lifecycle.cast import person
from s2ss_core.values import AcademicYear, Cause, Days, Organisation
from tests.aggregates.histories import (
    BROKERED,
    COST,
    ENGLISH,
    ENGLISH_JOINED,
    EXCEED,
    HOME_HEADTEACHER,
    HOME_SCHOOL,
    INVOICE_RECEIVED,
    LEAD,
    OTHER_SCHOOL,
    SUPPLIER,
    SUPPORT_ENDED,
    VISIT,
    WHEN_ENDED,
    WHEN_SIGNED,
    WHEN_WORKED,
    Y2023,
    Y2024,
    at,
    changed,
    pounds,
)

OWN = "deployment:d-1"
STRIKE = EntryStruckOut(
    of=Cause("visit", ("v-1",)),
    on=date(2024, 5, 1),
    cause="wrong-details",
    reason="Half a day.",
    asked_by=person("u-1"),
    agreed_by=person("u-2"),
)
COMMITTED = DaysCommitted(
    because=Cause("brokered", ("d-1",), OWN),
    on=date(2023, 11, 13),
    leader=LEAD,
    cap_year=Y2023,
    home_school=HOME_SCHOOL,
    deployment="d-1",
    days=Days(4),
    cap=Days(15),
)
WORKED = DaysWorked(
    visit="v-1",
    deployment="d-1",
    on=date(2024, 1, 16),
    leader=LEAD,
    cap_year=Y2023,
    home_school=HOME_SCHOOL,
    contact=Days(1),
    preparation=Days(0),
    days=Days(1),
    because=Cause("visit", ("v-1",), OWN),
)
AGREED_ELSEWHERE = AllowanceAgreed(
    leader="sl-99", cap_year=Y2023, on=date(2023, 9, 4), days=Days(15), home_school=OTHER_SCHOOL,
    agreed_by=HOME_HEADTEACHER,
)  # fmt: skip


def linked(
    history: Iterable[DeploymentEvent],
    fact: Any,
    *years: LeaderYearEvent,
    deployment_id: str = "d-1",
    programme: Programme = EXCEED,
) -> list[LinkedEvent]:
    """What a fact brings to other streams, after a deployment's history and these events of leaders' years."""
    told = list(history)

    def year_of(leader: str, cap_year: AcademicYear) -> LeaderYear:
        own = [event for event in years if (event.leader, event.cap_year) == (leader, cap_year)]
        return replay(own)

    return list(linked_events(deployment_id, at(told) if told else None, programme, fact, year_of))


# Committed


def test_brokering_books_the_days_that_it_commits_year_by_year() -> None:
    assert linked([], BROKERED) == [COMMITTED, changed(COMMITTED, cap_year=Y2024, days=Days(2))]


def test_a_leader_who_joins_books_days_of_the_own_home_school() -> None:
    joined = changed(ENGLISH_JOINED, leader=changed(ENGLISH_JOINED.leader, home_school=OTHER_SCHOOL))

    assert linked([BROKERED], joined) == [
        changed(
            COMMITTED,
            because=Cause("leader-joined", (ENGLISH, "2023-11-13"), OWN),
            leader=ENGLISH,
            home_school=OTHER_SCHOOL,
            days=Days(10),
        )
    ]


# Worked


def test_a_visit_counts_its_days_in_the_year_of_its_leader() -> None:
    assert linked(WHEN_SIGNED, VISIT) == [WORKED]


def test_preparation_counts_beside_contact() -> None:
    prepared = changed(VISIT, preparation=Quantity(unit="half-day", quantity=Days(1)))

    assert linked(WHEN_SIGNED, prepared) == [
        changed(WORKED, contact=Days(1), preparation=Days("0.5"), days=Days("1.5"))
    ]


def test_as_much_preparation_as_contact_counts_beside_it() -> None:
    prepared = changed(VISIT, preparation=Quantity(unit="day", quantity=Days(1)))

    assert linked(WHEN_SIGNED, prepared) == [
        changed(WORKED, contact=Days(1), preparation=Days(1), days=Days(2))
    ]


def test_the_hours_of_several_records_of_a_date_count_as_a_day() -> None:
    morning, afternoon = (
        changed(VISIT, visit=name, unit="hour", quantity=Days(4)) for name in ("v-am", "v-pm")
    )

    assert linked((*WHEN_SIGNED, morning), afternoon) == [
        changed(
            WORKED,
            visit="v-pm",
            contact=Days("0.2"),
            days=Days("0.2"),
            because=Cause("visit", ("v-pm",), OWN),
        )
    ]


def test_a_visit_counts_in_the_academic_year_of_its_day() -> None:
    (worked,) = linked(WHEN_SIGNED, changed(VISIT, on=date(2024, 9, 2)))

    assert isinstance(worked, DaysWorked)
    assert worked.cap_year == Y2024


def test_a_visit_without_days_counts_nothing() -> None:
    assert linked(WHEN_SIGNED, changed(VISIT, significance="call", quantity=Days(0))) == []


def test_the_days_of_a_leader_who_is_not_deployed_here_count_for_the_school_that_agreed() -> None:
    stranger = changed(VISIT, leader="sl-99")

    assert linked(WHEN_SIGNED, stranger, AGREED_ELSEWHERE) == [
        changed(WORKED, leader="sl-99", home_school=OTHER_SCHOOL)
    ]
    assert linked(WHEN_SIGNED, stranger) == []


# Struck out

FREED = DaysStruckOut(
    visit="v-1",
    deployment="d-1",
    on=date(2024, 5, 1),
    leader=LEAD,
    cap_year=Y2023,
    home_school=HOME_SCHOOL,
    because=Cause("struck-out", ("visit", "v-1"), OWN),
)
GIVEN_BACK = CommitmentReleased(
    because=Cause("struck-out", ("visit", "v-1"), OWN),
    on=date(2024, 5, 1),
    leader=LEAD,
    cap_year=Y2023,
    home_school=HOME_SCHOOL,
    deployment="d-1",
    days=Days(4),
    cause="support-ended",
)


def test_a_visit_struck_out_frees_its_days_and_they_stay_committed() -> None:
    assert linked(WHEN_WORKED, STRIKE, COMMITTED, WORKED) == [FREED]


def test_after_the_end_of_support_the_freed_days_go_back_as_well() -> None:
    assert linked(WHEN_ENDED, STRIKE, COMMITTED, WORKED) == [FREED, GIVEN_BACK]


def test_days_that_other_visits_use_stay_with_the_deployment() -> None:
    others = [
        changed(WORKED, visit=f"w-{day}", on=date(2024, 2, day), because=Cause("visit", (f"w-{day}",), OWN))
        for day in (1, 2, 5, 6)
    ]

    assert linked(WHEN_ENDED, STRIKE, COMMITTED, WORKED, *others[:3]) == [
        FREED,
        changed(GIVEN_BACK, days=Days(1)),
    ]
    assert linked(WHEN_ENDED, STRIKE, COMMITTED, WORKED, *others) == [FREED]


def test_a_visit_that_the_year_does_not_know_frees_nothing() -> None:
    assert linked(WHEN_ENDED, STRIKE, COMMITTED) == []
    assert linked(WHEN_ENDED, STRIKE, COMMITTED, changed(WORKED, deployment="d-2")) == []


def test_an_entry_that_does_not_stand_frees_nothing() -> None:
    assert linked(WHEN_SIGNED, STRIKE, COMMITTED, WORKED) == []


def test_the_freed_days_of_a_leader_who_is_not_deployed_here_are_of_the_school_that_agreed() -> None:
    told = [*WHEN_SIGNED, changed(VISIT, leader="sl-99")]
    worked = changed(WORKED, leader="sl-99", home_school=OTHER_SCHOOL)

    assert linked(told, STRIKE, AGREED_ELSEWHERE, worked) == [
        changed(FREED, leader="sl-99", home_school=OTHER_SCHOOL)
    ]
    assert linked(told, STRIKE, worked) == []


# Given back


def test_the_end_of_support_gives_back_what_was_not_worked() -> None:
    back = changed(
        GIVEN_BACK,
        because=Cause("support-ended", ("2024-12-20", "2024-12-20"), OWN),
        on=date(2024, 12, 20),
        days=Days(3),
    )
    next_year = changed(COMMITTED, cap_year=Y2024, days=Days(2))
    joined = changed(COMMITTED, leader=ENGLISH, days=Days(10))

    assert linked(WHEN_WORKED, SUPPORT_ENDED, COMMITTED, WORKED, next_year, joined) == [
        back,
        changed(back, cap_year=Y2024, days=Days(2)),
        changed(back, leader=ENGLISH, days=Days(10)),
    ]


def test_the_end_of_support_gives_nothing_back_where_all_was_worked() -> None:
    assert linked(WHEN_WORKED, SUPPORT_ENDED, changed(COMMITTED, days=Days(1)), WORKED) == []


# Replaced

REPLACED = LeaderReplaced(
    leaving=LEAD,
    on=date(2024, 2, 5),
    cause="left-the-school",
    last_day=date(2024, 2, 2),
    effective_from=date(2024, 2, 5),
    joining=Leader(leader="sl-30", band="headteacher", home_school=OTHER_SCHOOL),
    commitments=(Commitment(leader="sl-30", cap_year=Y2023, days=Days(3)),),
    new_lead="sl-30",
)
LEFT = changed(
    GIVEN_BACK,
    because=Cause("leader-replaced", (LEAD, "2024-02-05"), OWN),
    on=date(2024, 2, 5),
    days=Days(3),
    cause="replaced",
)
JOINED = changed(
    COMMITTED,
    because=LEFT.because,
    on=date(2024, 2, 5),
    leader="sl-30",
    home_school=OTHER_SCHOOL,
    days=Days(3),
)


def test_who_leaves_gives_back_what_was_not_worked_and_who_joins_books_days_of_their_own() -> None:
    assert linked(WHEN_SIGNED, REPLACED, COMMITTED, WORKED) == [LEFT, JOINED]


def test_who_leaves_and_is_not_followed_gives_the_days_back() -> None:
    alone = changed(REPLACED, joining=None, commitments=(), new_lead=None)

    assert linked(WHEN_SIGNED, alone, COMMITTED, WORKED) == [changed(LEFT, cause="left")]
    assert linked(WHEN_SIGNED, changed(alone, leaving="sl-99"), COMMITTED, WORKED) == []


def test_the_last_half_day_of_who_leaves_goes_back_as_well() -> None:
    committed = changed(COMMITTED, days=Days("1.5"))

    assert linked(WHEN_SIGNED, REPLACED, committed, WORKED) == [changed(LEFT, days=Days("0.5")), JOINED]


def test_a_visit_of_who_left_that_is_struck_out_gives_its_day_back() -> None:
    told = [*WHEN_WORKED, REPLACED]
    back = changed(GIVEN_BACK, days=Days(1), cause="left")

    assert linked(told, STRIKE, changed(COMMITTED, days=Days(1)), WORKED) == [FREED, back]


# Renegotiated


def agreed_anew(*days: tuple[str, AcademicYear, str]) -> TimeRenegotiated:
    commitments = tuple(
        Commitment(leader=leader, cap_year=year, days=Days(more)) for leader, year, more in days
    )
    return TimeRenegotiated(negotiation="n-1", on=date(2024, 3, 4), commitments=commitments)


FEWER = changed(
    GIVEN_BACK,
    because=Cause("time-renegotiated", ("n-1",), OWN),
    on=date(2024, 3, 4),
    days=Days(1),
    cause="renegotiated",
)
MORE = changed(COMMITTED, because=FEWER.because, on=date(2024, 3, 4), days=Days("1.5"))


def test_fewer_days_go_back_and_more_are_booked_each_by_the_difference() -> None:
    joined = changed(COMMITTED, leader=ENGLISH, days=Days(10))
    anew = agreed_anew(
        (LEAD, Y2023, "3"), ("sl-99", Y2023, "1"), (ENGLISH, Y2023, "11.5"), (LEAD, Y2024, "1.5")
    )

    assert linked(WHEN_SIGNED, anew, COMMITTED, joined) == [
        FEWER,
        changed(MORE, leader=ENGLISH),
        changed(MORE, cap_year=Y2024),
    ]


def test_the_same_days_agreed_anew_change_nothing() -> None:
    assert linked(WHEN_SIGNED, agreed_anew((LEAD, Y2023, "4")), COMMITTED) == []


# Claimed

CLAIMED = ClaimRegistered(
    supplier=SUPPLIER.id,
    invoice_number="RP-c-1",
    on=date(2024, 2, 5),
    deployment="d-1",
    amount=pounds(1000),
    because=Cause("cost", ("c-1",), OWN),
)


def test_a_cost_claims_its_invoice() -> None:
    assert linked(WHEN_SIGNED, COST) == [CLAIMED]
    assert linked(WHEN_SIGNED, changed(COST, invoice_number=None)) == []


def test_a_cost_says_what_its_whole_invoice_comes_to_and_its_day() -> None:
    part = changed(COST, invoice_total=pounds(2500), invoice_on=date(2024, 2, 1))

    assert linked(WHEN_SIGNED, part) == [changed(CLAIMED, total=pounds(2500), issued_on=date(2024, 2, 1))]


def test_an_invoice_claims_its_number() -> None:
    assert linked(WHEN_SIGNED, INVOICE_RECEIVED) == [
        changed(
            CLAIMED,
            supplier="x-trust",
            invoice_number="2024/017",
            on=date(2024, 4, 9),
            amount=pounds(6000),
            because=Cause("invoice", ("XT-1",), OWN),
            total=pounds(6000),
            issued_on=date(2024, 4, 8),
        )
    ]


THE_COST = Cause("cost", ("c-1",))


def covering(supplier: Organisation = SUPPLIER, number: str = "rp c 1", of: Cause = THE_COST) -> Any:
    return changed(INVOICE_RECEIVED, supplier=supplier, number=number, covers=(of,))


def test_an_invoice_that_its_costs_have_claimed_is_not_claimed_again() -> None:
    assert linked(WHEN_WORKED, covering()) == []


def test_an_invoice_that_its_costs_have_not_claimed_is_claimed() -> None:
    others = (
        covering(number="RP-c-2"),
        covering(supplier=OTHER_SCHOOL),
        covering(of=Cause("cost", ("c-9",))),
        covering(of=Cause("visit", ("c-1",))),
    )

    assert [len(linked(WHEN_WORKED, other)) for other in others] == [1, 1, 1, 1]


def test_nothing_else_reaches_another_stream() -> None:
    assert linked(WHEN_WORKED, changed(STRIKE, of=Cause("cost", ("c-1",))), COMMITTED, WORKED) == []


# The cap of the kind of deployment


def test_an_invoice_of_an_unknown_deployment_is_claimed() -> None:
    (claim,) = linked([], INVOICE_RECEIVED)

    assert isinstance(claim, ClaimRegistered)


WITHOUT_CAP = attrs.evolve(
    EXCEED,
    cap=attrs.evolve(
        EXCEED.cap,
        without=Setting(value=("secondment",), source="choice: by agreement", since=date(2023, 9, 1)),
    ),
)


@pytest.mark.parametrize(("kind", "cap"), (("secondment", None), ("deployment", Days(15))))
def test_days_are_booked_within_the_cap_of_their_kind_of_deployment(kind: Any, cap: Days | None) -> None:
    brokered = changed(BROKERED, kind=kind)
    struck = changed(STRIKE, of=Cause("leader-replaced", (LEAD, "2024-02-05")))
    told: tuple[tuple[tuple[Any, ...], Any, tuple[LeaderYearEvent, ...]], ...] = (
        ((), brokered, ()),
        ((brokered,), ENGLISH_JOINED, ()),
        ((brokered,), REPLACED, ()),
        ((brokered,), agreed_anew((LEAD, Y2024, "9")), ()),
        ((brokered, REPLACED), struck, (LEFT,)),
    )

    for history, fact, years in told:
        events = linked(history, fact, *years, programme=WITHOUT_CAP)
        booked = [event for event in events if isinstance(event, DaysCommitted)]
        assert {event.cap for event in booked} == {cap}
