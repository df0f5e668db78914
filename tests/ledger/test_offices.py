"""Who was the QA Lead on a day, and which period was agreed on it."""

from datetime import date
from typing import Any

import pytest

from s2ss_core.events import QALeadAppointed, QALeadStoodDown, TimeRenegotiated
from s2ss_core.ledger import Period, period_on, qa_lead_on
from tests.aggregates.histories import BROKERED, QA_LEAD_APPOINTED, changed

DAY_1, DAY_2, DAY_3, DAY_4 = (date(2024, 3, day) for day in (1, 2, 3, 4))


def appointed(qa_lead: str, on: date) -> QALeadAppointed:
    return changed(QA_LEAD_APPOINTED, qa_lead=qa_lead, on=on)


def stood_down(qa_lead: str, on: date) -> QALeadStoodDown:
    return QALeadStoodDown(qa_lead=qa_lead, on=on, cause="other")


def in_office(appointments: list[Any], left: list[Any], day: date) -> str | None:
    found = qa_lead_on(appointments, left, day)
    return found.qa_lead if found else None


def test_an_appointment_counts_from_its_day_to_the_eve_of_the_next() -> None:
    both = [appointed("qa-1", DAY_2), appointed("qa-2", DAY_4)]

    found = [in_office(both, [], day) for day in (DAY_1, DAY_2, DAY_3, DAY_4)]

    assert found == [None, "qa-1", "qa-1", "qa-2"]


def test_the_newest_appointment_counts_and_of_one_day_the_one_recorded_last() -> None:
    assert in_office([appointed("qa-2", DAY_2), appointed("qa-1", DAY_1)], [], DAY_3) == "qa-2"
    assert in_office([appointed("qa-1", DAY_1), appointed("qa-2", DAY_1)], [], DAY_1) == "qa-2"


def test_a_qa_lead_who_stands_down_is_in_office_to_the_end_of_that_day() -> None:
    left = [stood_down("QA-1", DAY_3)]

    found = [in_office([appointed("qa-1", DAY_1)], left, day) for day in (DAY_2, DAY_3, DAY_4)]

    assert found == ["qa-1", "qa-1", None]


def test_a_qa_lead_may_stand_down_on_the_day_of_the_appointment() -> None:
    assert in_office([appointed("qa-1", DAY_2)], [stood_down("qa-1", DAY_2)], DAY_3) is None


def test_who_stood_down_before_the_appointment_or_is_another_ends_nothing() -> None:
    left = [stood_down("qa-1", DAY_1), stood_down("qa-2", DAY_3)]

    assert in_office([appointed("qa-1", DAY_2)], left, DAY_4) == "qa-1"


def test_a_period_has_its_first_and_its_last_day_and_none_beyond() -> None:
    period = Period(start=DAY_2, end=DAY_3)

    assert [period.has(day) for day in (DAY_1, DAY_2, DAY_3, DAY_4)] == [False, True, True, False]


def renegotiated(on: date, **agreed: Any) -> TimeRenegotiated:
    return TimeRenegotiated(negotiation="n-1", on=on, **agreed)


START, END = date(2024, 2, 1), date(2025, 3, 31)


@pytest.mark.parametrize(
    ("agreed", "start", "end"),
    (
        ([], BROKERED.start, BROKERED.intended_end),
        ([renegotiated(DAY_2, intended_end=END)], BROKERED.start, END),
        ([renegotiated(DAY_2, start=START)], START, BROKERED.intended_end),
        ([renegotiated(DAY_1, start=START), renegotiated(DAY_2, intended_end=END)], START, END),
        ([renegotiated(DAY_3, start=START, intended_end=END)], BROKERED.start, BROKERED.intended_end),
        ([renegotiated(DAY_1, start=START, effective_from=DAY_3)], START, BROKERED.intended_end),
        ([renegotiated(DAY_3, intended_end=END, effective_from=DAY_2)], BROKERED.start, END),
        (
            [renegotiated(DAY_2, intended_end=END), renegotiated(DAY_1, intended_end=START)],
            BROKERED.start,
            END,
        ),
    ),
)
def test_the_period_of_a_day_is_the_one_last_agreed_by_it(agreed: Any, start: date, end: date) -> None:
    assert period_on(BROKERED, agreed, DAY_2) == Period(start=start, end=end)
