"""What the stages of a deployment answer at the edges: on the very day, of nobody yet, of two at once."""

from datetime import date

import attrs
import pytest

from s2ss_core.aggregates.deployment.state.leaders import Leaders
from s2ss_core.aggregates.deployment.state.support import Used, days_beside
from s2ss_core.events import DeploymentEvent, GrantRecovered, Quantity
from s2ss_core.programmes import Programme
from s2ss_core.values import Cause, Days, Money
from tests.aggregates.deployment.test_corrections import COST_DISALLOWED
from tests.aggregates.histories import (
    BROKERED,
    CERTIFICATE_RETURNED,
    CERTIFIED,
    ENGLISH,
    ENGLISH_JOINED,
    EXCEED,
    HOME_TRUST,
    LEAD,
    OTHER_SCHOOL,
    PLAN_SUBMITTED,
    QA_LEAD_APPOINTED,
    THE_FUNDER,
    THE_OFFICER,
    VISIT,
    WHEN_RELEASED,
    WHEN_SIGNED,
    at,
    changed,
    pounds,
)

JOINED, LAST_DAY = date(2023, 11, 13), date(2024, 3, 13)


def two_leaders() -> Leaders:
    """The lead and a second leader, whose last day is known."""
    leaders = Leaders()
    leaders.join(BROKERED.lead, JOINED)
    leaders.join(ENGLISH_JOINED.leader, JOINED)
    leaders.leave(ENGLISH, LAST_DAY)
    return leaders


def test_a_leader_stays_from_the_day_of_joining() -> None:
    assert two_leaders().staying(JOINED) == (LEAD,)
    assert two_leaders().staying(date(2023, 11, 12)) == ()


def test_a_leader_is_here_up_to_the_last_day() -> None:
    assert two_leaders().here(LAST_DAY) == (LEAD, ENGLISH)
    assert two_leaders().here(date(2024, 3, 14)) == (LEAD,)


def test_of_two_who_lead_from_one_day_the_one_told_last_leads() -> None:
    leaders = two_leaders()
    leaders.lead(LEAD, since=JOINED, agreed=JOINED)
    leaders.lead(ENGLISH, since=JOINED, agreed=JOINED)

    assert leaders.lead_on(JOINED) == ENGLISH
    assert leaders.lead_on(date(2023, 11, 12)) is None


def test_a_qa_lead_is_in_office_from_the_day_of_the_appointment_and_told_once() -> None:
    brokering = at([BROKERED, QA_LEAD_APPOINTED]).brokering

    assert brokering.qa_leads_from(QA_LEAD_APPOINTED.on) == (QA_LEAD_APPOINTED,)
    assert brokering.qa_leads_from(date(2023, 11, 19)) == (QA_LEAD_APPOINTED,)


def test_a_provider_takes_part_from_the_day_of_the_plan_that_names_it() -> None:
    of_another = changed(PLAN_SUBMITTED, lines=(changed(PLAN_SUBMITTED.lines[0], provider=OTHER_SCHOOL),))

    assert OTHER_SCHOOL.id in at([BROKERED, of_another]).parties(PLAN_SUBMITTED.on)
    assert OTHER_SCHOOL.id not in at([BROKERED, of_another]).parties(date(2023, 12, 5))


@pytest.mark.parametrize(("first", "second"), ((1, 2), (2, 1)))
def test_an_entry_that_was_told_twice_is_there_from_the_earlier_day(first: int, second: int) -> None:
    told = (changed(COST_DISALLOWED, on=date(2024, 5, day)) for day in (first, second))
    deployment = at([BROKERED, *told])

    assert deployment.has_entry(Cause("disallowance", ("x-1",)), by=date(2024, 5, 1))
    assert not deployment.has_entry(Cause("disallowance", ("x-1",)), by=date(2024, 4, 30))


# Time


def hours(quantity: int, name: str = "v-am", **otherwise: object) -> DeploymentEvent:
    return changed(VISIT, visit=name, unit="hour", quantity=Days(quantity), **otherwise)


def prepared(unit: str, quantity: int) -> Quantity:
    return Quantity(unit=unit, quantity=Days(quantity))  # type: ignore[arg-type]


def beside(before: DeploymentEvent, visit: DeploymentEvent, programme: Programme = EXCEED) -> Used:
    return days_beside(programme, at(WHEN_SIGNED, before).support, visit)  # type: ignore[arg-type]


def test_the_hours_of_a_date_are_a_day_at_most_and_days_beside_them_count_in_full() -> None:
    morning = hours(6)
    whole_day = changed(VISIT, preparation=prepared("hour", 6))
    with_a_day = hours(6, "v-pm", preparation=prepared("day", 1))

    used = days_beside(EXCEED, at(WHEN_SIGNED).support, hours(6))  # type: ignore[arg-type]
    assert beside(morning, whole_day).contact == 1
    assert beside(morning, whole_day).preparation == 1 - used.contact
    assert beside(morning, with_a_day).preparation == 1
    assert beside(morning, with_a_day).contact == 1 - used.contact


def test_preparation_in_days_is_no_hour_of_its_date() -> None:
    morning = hours(3, preparation=prepared("day", 1))

    assert beside(morning, hours(3, "v-pm")) == beside(hours(3), hours(3, "v-pm"))


def test_where_preparation_does_not_count_its_hours_take_nothing_from_a_day_of_contact() -> None:
    cap = attrs.evolve(
        EXCEED.cap, counts_preparation=attrs.evolve(EXCEED.cap.counts_preparation, value=False)
    )
    whole_day = changed(VISIT, preparation=prepared("hour", 6))

    assert beside(hours(6), whole_day, attrs.evolve(EXCEED, cap=cap)) == Used(
        contact=Days(1), preparation=Days(0)
    )


# Money


def test_nothing_released_is_a_sum_of_money() -> None:
    money = at([BROKERED]).money

    assert str(money.net_released) == str(money.net_released_on("instalment")) == "£0.00"


def test_what_was_recovered_is_not_released_on_its_leg_and_on_no_other() -> None:
    recovered = GrantRecovered(
        recovery="gr-1",
        on=date(2024, 5, 1),
        amount=pounds(100),
        recovered_from=HOME_TRUST,
        how="offset",
        asked_by=THE_OFFICER,
        agreed_by=THE_FUNDER,
    )
    money = at(WHEN_RELEASED, recovered).money

    assert money.net_released == money.net_released_on("instalment") == Money(590_000)
    assert money.net_released_on("reimbursement") == 0


# Certificates


def returned(*certificates: str) -> list[DeploymentEvent]:
    found: list[DeploymentEvent] = [
        changed(CERTIFIED, certificate=f"c-{award}", award=award) for award in ("g-1", "g-2")
    ]
    found += [changed(CERTIFICATE_RETURNED, certificate=certificate) for certificate in certificates]
    return found


def test_certificates_are_returned_once_that_of_each_award_is() -> None:
    one, both = at([BROKERED, *returned("c-g-1")]), at([BROKERED, *returned("c-g-1", "c-g-2")])

    assert one.ending.returned_with("f-1", ("g-1",)) == CERTIFICATE_RETURNED.on
    assert one.ending.returned_with("f-1", ("g-1", "g-2")) is None
    assert both.ending.returned_with("f-1", ("g-1", "g-2")) == CERTIFICATE_RETURNED.on
    assert both.ending.returned_with("f-1", ()) is None
