"""The forms that `llf-2019` wants each term and at the end: by when, since when, and of whom, until they are signed.

The second case: support from 23 September 2019 to 31 March 2020. The programme's autumn ends on 31 December.
"""

from datetime import date

import s2ss_core.events as e
from s2ss_core.values import Audience, Cause, Days, Organisation
from tests.aggregates.histories import changed
from tests.scenarios.case_one import Desk, in_order, until
from tests.scenarios.case_two import (
    ALLOWANCE,
    AUTUMN,
    HEAD,
    HOME_HEAD,
    LEADER,
    OFFICER,
    SPRING,
    STORY,
    THE_LEADER,
    YEAR,
    visit,
)

START, NEW_YEAR = date(2019, 9, 23), date(2020, 1, 1)
END_OF_AUTUMN, END_OF_SPRING = date(2019, 12, 31), date(2020, 3, 31)
LATER = date(2020, 6, 1)
SHEET, FEEDBACK, EVALUATION = (
    "the Deployment Record on sl-1",
    "the feedback on sl-1",
    "the evaluation on sl-1",
)
FORMAT = "the format of the evaluation"
GIVEN = e.FeedbackGiven(
    feedback="fb-1", on=date(2019, 12, 16), term=AUTUMN, leader=LEADER, by=HEAD, impact="Good."
)
SIGNED = e.RecordSigned(signature="s-1", on=date(2019, 12, 17), record="feedback", of="fb-1", signatory=HEAD)
EVALUATED = e.SupportEvaluated(
    evaluation="ev-1",
    on=date(2020, 4, 1),
    leader=LEADER,
    by=HEAD,
    ratings=tuple(
        e.CriterionRating(criterion=criterion, rag="green")
        for criterion in ("1", "2", "3a", "3b", "3c", "4a", "4b", "5", "6")
    ),
)
SHEET_SIGNED = e.RecordSigned(
    signature="s-2",
    on=date(2020, 4, 1),
    record="deployment-record",
    leader=LEADER,
    term=SPRING,
    signatory=THE_LEADER,
)


def played(*facts: object) -> Desk:
    """A desk on which these facts were recorded."""
    desk = Desk.open()
    desk.calendar.day = date(2019, 9, 2)
    desk.play(*facts)
    return desk


def due(desk: Desk, *words: str, person: str | None = None) -> list[tuple[str, str | None, date]]:
    """The forms that are due in June 2020: what, of which term, and by when."""
    return [
        (row.due.what, row.due.term, row.due.due)
        for row in desk.brokerage.due(LATER, person=person)
        if row.due.what != FORMAT
        and any(word in row.due.what for word in words or ("Deployment Record", "feedback", "evaluation"))
    ]


def test_each_form_is_due_at_the_end_of_its_term_or_of_the_support() -> None:
    desk = played(*STORY)

    assert due(desk) == [
        (f"{SHEET}, signed by the headteacher", AUTUMN, END_OF_AUTUMN),
        (f"{SHEET}, signed by the system-leader", AUTUMN, END_OF_AUTUMN),
        (FEEDBACK, AUTUMN, END_OF_AUTUMN),
        (f"{SHEET}, signed by the headteacher", SPRING, END_OF_SPRING),
        (f"{SHEET}, signed by the system-leader", SPRING, END_OF_SPRING),
        (EVALUATION, None, END_OF_SPRING),
        (FEEDBACK, SPRING, END_OF_SPRING),
    ]
    rows = {(row.due.what, row.due.term): row.due for row in desk.brokerage.due(LATER)}
    assert rows[FEEDBACK, AUTUMN].since == START
    assert rows[FEEDBACK, SPRING].since == NEW_YEAR
    assert rows[EVALUATION, None].since == END_OF_SPRING
    assert (rows[FEEDBACK, AUTUMN].people, rows[FEEDBACK, AUTUMN].organisations) == (("ht-1",), ("s-1",))
    sheet = rows[f"{SHEET}, signed by the system-leader", AUTUMN]
    assert (sheet.people, sheet.organisations, len(sheet.positions)) == (("sl-1",), ("s-7",), 4)


def test_of_support_that_fell_silent_feedback_is_due_of_the_lead_and_a_sheet_only_of_a_term_with_a_visit() -> (
    None
):
    desk = played(*until(STORY, date(2019, 10, 1)))

    assert due(desk) == [
        (f"{SHEET}, signed by the headteacher", AUTUMN, END_OF_AUTUMN),
        (f"{SHEET}, signed by the system-leader", AUTUMN, END_OF_AUTUMN),
        (FEEDBACK, AUTUMN, END_OF_AUTUMN),
        (EVALUATION, None, END_OF_SPRING),
        (FEEDBACK, SPRING, END_OF_SPRING),
    ]


def test_a_form_that_was_filled_in_waits_for_its_signature_and_then_for_nothing() -> None:
    desk = played(*until(STORY, date(2019, 12, 16)), GIVEN)
    (row,) = (
        row.due for row in desk.brokerage.due(LATER) if row.due.term == AUTUMN and "feedback" in row.due.what
    )

    assert row.what == f"{FEEDBACK}, signed by the headteacher"
    assert (row.of, row.since, row.due, row.people) == ("fb-1", GIVEN.on, END_OF_AUTUMN, ("ht-1",))
    desk.play(SIGNED)
    assert due(desk, "feedback") == [(FEEDBACK, SPRING, END_OF_SPRING)]


def test_a_signature_is_under_its_own_form_alone() -> None:
    """The leader signs the sheet of spring: the Headteacher has still to, and of autumn both have."""
    desk = played(*STORY, changed(EVALUATED, on=date(2020, 5, 4)), changed(SHEET_SIGNED, on=date(2020, 5, 4)))

    assert due(desk, "Deployment Record", "evaluation") == [
        (f"{SHEET}, signed by the headteacher", AUTUMN, END_OF_AUTUMN),
        (f"{SHEET}, signed by the system-leader", AUTUMN, END_OF_AUTUMN),
        (f"{SHEET}, signed by the headteacher", SPRING, END_OF_SPRING),
        (f"{EVALUATION}, signed by the headteacher", None, END_OF_SPRING),
    ]
    desk.play(
        changed(SHEET_SIGNED, signature="s-3", on=date(2020, 5, 5), signatory=HEAD),
        changed(SIGNED, signature="s-4", on=date(2020, 5, 5), record="evaluation", of="ev-1"),
    )
    assert due(desk, "Deployment Record", "evaluation")[2:] == [
        (f"{SHEET} shared with the broker", SPRING, END_OF_SPRING),
        (f"{EVALUATION} shared with the broker", None, END_OF_SPRING),
        (f"{EVALUATION} shared with the home-headteacher", None, END_OF_SPRING),
    ]


def shared(of: Cause, *readers: Audience, on: date = date(2020, 5, 6)) -> e.DocumentShared:
    return e.DocumentShared(of=of, on=on, shared_with=readers, by=HEAD)


def test_a_signed_evaluation_goes_to_the_leaders_head_and_to_the_alliance() -> None:
    signed = changed(SIGNED, signature="s-4", on=date(2020, 5, 5), record="evaluation", of="ev-1")
    desk = played(*STORY, changed(EVALUATED, on=date(2020, 5, 4)), signed)
    (row,) = (
        row.due for row in desk.brokerage.due(LATER) if "shared with the home-headteacher" in row.due.what
    )
    assert (row.of, row.people, row.organisations) == ("ev-1", ("ht-1",), ("s-1",))

    desk.play(shared(Cause("evaluation", ("ev-1",)), "home-headteacher"))
    assert due(desk, "evaluation") == [(f"{EVALUATION} shared with the broker", None, END_OF_SPRING)]

    desk.play(shared(Cause("evaluation", ("ev-1",)), "broker", on=date(2020, 5, 7)))
    assert due(desk, "evaluation") == []


def test_a_signed_sheet_goes_to_the_alliance_each_term() -> None:
    of_head = changed(SHEET_SIGNED, signature="s-3", on=date(2020, 5, 5), signatory=HEAD)
    desk = played(*STORY, changed(SHEET_SIGNED, on=date(2020, 5, 4)), of_head)
    (row,) = (
        row.due for row in desk.brokerage.due(LATER) if row.due.what == f"{SHEET} shared with the broker"
    )
    assert (row.people, row.term, len(row.positions)) == (("sl-1",), SPRING, 2)

    desk.play(shared(Cause("signature", ("s-3",)), "broker"))

    assert {term for _, term, _ in due(desk, "Deployment Record")} == {AUTUMN}


def test_the_format_of_the_evaluation_is_due_at_the_start_until_it_is_agreed_with_the_dates() -> None:
    dates = e.ReviewsScheduled(schedule="rs-1", on=date(2019, 9, 20), reviews=())
    desk = played(*until(STORY, date(2019, 9, 20)), dates)
    rows = [row.due for row in desk.brokerage.due(LATER) if row.due.what == FORMAT]
    assert [(row.due, len(row.positions)) for row in rows] == [(START, 1)]

    desk.play(changed(dates, schedule="rs-2", evaluation_format="The alliance's evaluation form, each term."))

    assert [row for row in desk.brokerage.due(LATER) if row.due.what == FORMAT] == []


def test_feedback_of_one_term_that_was_signed_leaves_that_of_the_next_unsigned() -> None:
    next_term = changed(GIVEN, feedback="fb-2", on=date(2020, 5, 4), term=SPRING)
    desk = played(
        *STORY, changed(GIVEN, on=date(2020, 5, 4)), changed(SIGNED, on=date(2020, 5, 4)), next_term
    )

    assert due(desk, "feedback") == [(f"{FEEDBACK}, signed by the headteacher", SPRING, END_OF_SPRING)]


def test_feedback_that_was_struck_out_is_due_again() -> None:
    struck = e.EntryStruckOut(
        of=Cause("feedback", ("fb-1",)), on=date(2019, 12, 18), cause="wrong-details", reason="Another leader's.",
        asked_by=HEAD, agreed_by=OFFICER,
    )  # fmt: skip
    desk = played(*until(STORY, date(2019, 12, 16)), GIVEN, struck)

    assert (FEEDBACK, AUTUMN, END_OF_AUTUMN) in due(desk)


def test_support_that_ends_early_owes_its_forms_on_its_last_day() -> None:
    ended = e.SupportEnded(
        actual_end=date(2019, 11, 29), on=date(2019, 11, 29), cause="exit", agreed_by=(HEAD, THE_LEADER)
    )

    desk = played(*until(STORY, date(2019, 11, 29)), ended)

    assert {day for _, _, day in due(desk)} == {date(2019, 11, 29)}
    assert (EVALUATION, None, date(2019, 11, 29)) in due(desk)


def test_a_sheet_waits_on_the_leader_whose_visits_it_holds() -> None:
    second = Organisation(id="s-8", kind="school", member_of_broker=True)
    joined = e.LeaderJoined(
        leader=e.Leader(leader="sl-2", band="middle-leader", home_school=second),
        on=date(2019, 9, 20),
        commitments=(e.Commitment(leader="sl-2", cap_year=YEAR, days=Days(1)),),
    )
    head = changed(HOME_HEAD, person="ht-8", organisation="s-8")
    allowance = changed(ALLOWANCE, leader="sl-2", home_school=second, agreed_by=head)
    helped = changed(visit("2019-10-02"), visit="v-2", leader="sl-2", line=None)
    desk = played(*in_order((*until(STORY, date(2019, 9, 25)), allowance, joined)), helped)

    rows = [row.due for row in desk.brokerage.due(LATER, person="SL-2")]

    assert [(row.what, row.people, row.organisations) for row in rows if "signed" in row.what] == [
        ("the Deployment Record on sl-2, signed by the system-leader", ("sl-2",), ("s-8",))
    ]
    assert ("the feedback on sl-2", AUTUMN, END_OF_AUTUMN) in due(desk)
