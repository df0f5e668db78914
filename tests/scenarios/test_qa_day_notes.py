"""The notes of each QA Day, filled in from the third case. Each field was worked by hand from the facts first."""

import pytest

import s2ss_core.events as e
from s2ss_core import NotFound
from s2ss_core.projections import AsAt, Form
from tests.aggregates.histories import changed
from tests.scenarios.case_one import Desk, until
from tests.scenarios.case_three import DAY_1, DAY_2, DAY_3, QA_LEAD, STORY, day
from tests.scenarios.filled import filled, otherwise

ASSESSED = e.NeedsAssessed(
    assessment="n-1",
    on=day("01-04"),
    kind="baseline",
    by=QA_LEAD,
    measures=(e.Measure(id="m-1", what="Reading age of 9", value="61 %"),),
)
TOLD = {
    DAY_1: changed(DAY_1, activities=("school-tour", "work-scrutiny"), findings="The plan is clear."),
    DAY_2: changed(DAY_2, ratings=(e.Rating(objective="o-1", rag="amber"),)),
}


def notes(name: str, as_at: AsAt | None = None) -> Form:
    """The notes of a QA Day, when the third case had come to its end."""
    desk = Desk.open()
    story = otherwise(STORY, TOLD)
    desk.play(*until(story, day("01-04")), ASSESSED, *(fact for fact in story if fact.on > day("01-04")))
    return desk.brokerage.form("qa-day-notes", "d-1", of=name, as_at=as_at or AsAt())


def test_the_notes_of_the_brokerage_visit_have_the_baseline() -> None:
    found = filled(notes("qa-1"))

    assert found == {
        "The day": {
            "date": day("01-04"),
            "purpose": "brokerage",
            "held by": "qa-7",
            "attendees": "ht-h, l-sle",
            "activities": "school-tour, work-scrutiny",
        },
        "Baseline measure m-1": {
            "what": "Reading age of 9",
            "value": "61 %",
            "benchmark": None,
            "source": None,
        },
        "Findings": {
            "findings": "The plan is clear.",
            "evidence": None,
            "use of the funding": "agreed",
            "report completed": None,
        },
    }


def test_the_notes_of_the_monitoring_visit_rate_each_priority() -> None:
    found = filled(notes("qa-2"))

    assert found["Priority o-1"] == {
        "agreed outcome": "Pupils read fluently.",
        "measure": "reading ages",
        "rating": "amber",
    }
    assert found["Findings"]["use of the funding"] == "appropriate"


def test_the_notes_of_the_last_visit_name_the_report_and_leave_a_priority_without_rating_blank() -> None:
    found = filled(notes("qa-3"))

    assert found["The day"]["purpose"] == DAY_3.purpose
    assert found["Priority o-1"]["rating"] is None
    assert found["Findings"]["report completed"] == "f-1"


@pytest.mark.parametrize("as_at", (AsAt(happened=day("03-10")), AsAt(recorded=day("03-10"))))
def test_a_day_that_was_not_held_yet_has_no_notes(as_at: AsAt) -> None:
    with pytest.raises(NotFound, match=r"There is no day qa-2 for this form\. Recorded are: qa-1\."):
        notes("qa-2", as_at)


def test_the_reports_form_shows_the_use_of_the_funding_that_its_qa_day_found() -> None:
    desk = Desk.open()
    desk.play(*STORY)

    found = filled(desk.brokerage.form("final-report", "d-1"), ours=True)

    assert found["QA Day qa-3"] == {
        "date": DAY_3.on,
        "use of the funding": "appropriate",
        "evidence": None,
    }


def test_whoever_signed_is_shown_though_the_form_prints_no_line_for_them() -> None:
    """The Institute's support agreement is signed for the home school, which the form of the protocols does not name."""
    desk = Desk.open()
    desk.play(*STORY)

    found = filled(desk.brokerage.form("support-agreement", "d-1"))

    assert found["Signed: home-school"]["signed by"] == "ht-s1"
    assert found["Signed: System Leader"] == {"signed by": None, "date": None}
