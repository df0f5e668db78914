"""What is due: by when, since when and on whom it waits, whatever the day on which somebody asks."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from s2ss_core.events import Action, ActionDone, AgreementSigned, QADayHeld, ReviewsScheduled, ScheduledReview
from s2ss_core.projections import WHATS_DUE, AsAt, DueRow, Materialised
from s2ss_core.store import Document
from s2ss_core.testing.postgres import postgres_server, postgres_url
from s2ss_core.values import Cause, Term
from tests.aggregates.histories import (
    INTERIM_REPORTED,
    INTERIM_SHARED,
    LEAD,
    REVIEW_HELD,
    THE_HEADTEACHER,
    THE_LEADER,
    THE_OFFICER,
    changed,
)
from tests.scenarios import case_three, case_two
from tests.scenarios.case_one import STORY, Desk, until

__all__ = ["postgres_server", "postgres_url"]  # fixtures

SILENT_SINCE, SIX_MONTHS_LATER = date(2024, 2, 16), date(2024, 8, 16)
NOVEMBER_6, JANUARY_8, APRIL_1 = date(2023, 11, 6), date(2024, 1, 8), date(2024, 4, 1)
MARCH_31, JULY_19 = date(2024, 3, 31), date(2024, 7, 19)
SPRING = Term("2024-spring")


@pytest.fixture(params=("memory", "sqlite", "postgres"))
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    """An empty desk in memory, in a SQLite file and on PostgreSQL."""
    urls = {"memory": "memory:", "sqlite": f"sqlite:///{tmp_path / 'support.db'}"}
    opened = Desk.open(urls.get(request.param) or request.getfixturevalue("postgres_url"))
    with opened.brokerage:
        yield opened


def silent(*more: object, since: date = SILENT_SINCE) -> Desk:
    """The deployment of the first case, of which nothing more was told after a day but these facts."""
    desk = Desk.open()
    desk.play(*until(STORY, since), *more)
    return desk


def due_of(desk: Desk, what: str, day: date = SIX_MONTHS_LATER) -> list[tuple[date, int]]:
    """When something is due, and how many working days late it is on a day."""
    return [(row.due.due, row.days_late) for row in desk.brokerage.due(day) if row.due.what == what]


def test_of_a_deployment_that_fell_silent_everything_is_named_and_dated(desk: Desk) -> None:
    """Support from 8 January to 19 July 2024, of which nothing is told after 16 February, looked at on 16 August.

    Working days: from 8 January 17 + 21 + 20 + 21 + 21 + 20 + 23 + 12 = 155, less Good Friday, Easter Monday and two in
    May; from 31 March 21 + 21 + 20 + 23 + 12 = 97; from 19 July 8 + 12 = 20.
    """
    desk.play(*until(STORY, SILENT_SINCE))
    desk.calendar.day = SIX_MONTHS_LATER

    found = [
        (row.due.due, row.days_late, row.due.what, row.due.since, row.due.people)
        for row in desk.brokerage.due()
    ]

    both = ("ht-1", LEAD)
    assert found == [
        (JANUARY_8, 155, "the dates of the reviews", NOVEMBER_6, ("ht-1",)),
        (JANUARY_8, 155, "the headteacher's training", NOVEMBER_6, ("ht-1",)),
        (JANUARY_8, 155, "the system-leader's training", NOVEMBER_6, (LEAD,)),
        (MARCH_31, 97, "the broker's judgement of progress", JANUARY_8, ()),
        (MARCH_31, 97, "the interim report", JANUARY_8, both),
        (MARCH_31, 97, "the qa-lead's judgement of progress", JANUARY_8, ("qa-3",)),
        (MARCH_31, 97, "the review of the interim report", JANUARY_8, ("ht-1",)),
        (JULY_19, 20, "the broker's judgement of progress", APRIL_1, ()),
        (JULY_19, 20, "the certificate of grant usage", JULY_19, ()),
        (JULY_19, 20, "the end of the support on record", JULY_19, ()),
        (JULY_19, 20, "the final report", APRIL_1, both),
        (JULY_19, 20, "the final report, finalised after its review", JULY_19, both),
        (JULY_19, 20, "the payment of £600.00 on the leg reimbursement to s-1", JULY_19, ()),
        (JULY_19, 20, "the qa-lead's judgement of progress", APRIL_1, ("qa-3",)),
        (JULY_19, 20, "the review of the final report", APRIL_1, ("ht-1",)),
    ]


def test_the_log_misses_what_is_due_by_the_day_on_which_somebody_asks() -> None:
    log = silent().brokerage.deployment_log("d-1")

    assert [len(log.missing_by(day)) for day in (SILENT_SINCE, MARCH_31, SIX_MONTHS_LATER)] == [3, 7, 15]


def test_what_waits_on_a_person_or_an_organisation_is_found_in_any_spelling(desk: Desk) -> None:
    desk.play(*until(STORY, SILENT_SINCE))
    brokerage = desk.brokerage

    def named(rows: tuple[DueRow, ...]) -> set[str]:
        return {row.due.what.split(" of ")[0] for row in rows}

    assert named(brokerage.due(MARCH_31, person="QA-3")) == {"the qa-lead's judgement"}
    assert named(brokerage.due(MARCH_31, organisation="x-trust")) == {"the certificate", "the payment"}
    assert brokerage.due(MARCH_31, person="sl-99") == ()


def test_stored_documents_say_the_same_before_and_after_more_is_told(desk: Desk) -> None:
    desk.play(*until(STORY, SILENT_SINCE))
    live = desk.brokerage.due(SIX_MONTHS_LATER)
    Materialised(desk.brokerage.store, [WHATS_DUE]).catch_up()
    assert desk.brokerage.due(SIX_MONTHS_LATER) == live

    desk.play(changed(INTERIM_REPORTED, on=date(2024, 3, 14)))

    now = desk.brokerage.due(SIX_MONTHS_LATER)
    assert now == desk.brokerage.due(SIX_MONTHS_LATER, as_at=AsAt(happened=SIX_MONTHS_LATER))
    assert "the interim report" not in {row.due.what for row in now}


def test_documents_find_a_person_in_any_spelling(desk: Desk) -> None:
    desk.play(*until(STORY, SILENT_SINCE))
    Materialised(desk.brokerage.store, [WHATS_DUE]).catch_up()
    live = AsAt(happened=SIX_MONTHS_LATER)

    for person in ("HT-1", LEAD.upper(), "qa-3", "nobody"):
        found = desk.brokerage.due(SIX_MONTHS_LATER, person=person)
        assert found == desk.brokerage.due(SIX_MONTHS_LATER, person=person, as_at=live)
        assert bool(found) == (person != "nobody")


def test_a_document_that_does_not_hold_what_is_asked_for_is_not_given(desk: Desk) -> None:
    desk.play(*until(STORY, SILENT_SINCE))
    views = Materialised(desk.brokerage.store, [WHATS_DUE])
    views.catch_up()

    def given(*texts: str) -> int:
        return len(list(views.every(WHATS_DUE, tuple, holding=texts)))

    assert (given(), given("ht-1"), given("ht-1", "qa-3"), given("ht-1", "nobody")) == (1, 1, 1, 0)


def test_documents_that_a_rebuild_drops_while_they_are_read_are_folded_instead(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.play(*until(STORY, SILENT_SINCE))
    store = desk.brokerage.store
    views, live = Materialised(store, [WHATS_DUE]), desk.brokerage.due(SIX_MONTHS_LATER)
    views.catch_up()
    read = store.documents.every

    def rebuilt_first(projection: str, generation: int) -> Iterator[Document]:
        monkeypatch.undo()
        assert views.rebuild(WHATS_DUE).switched
        return read(projection, generation)

    monkeypatch.setattr(store.documents, "every", rebuilt_first)

    assert desk.brokerage.due(SIX_MONTHS_LATER) == live


# Reviews


def agreed(schedule: str, *days: tuple[str, date]) -> ReviewsScheduled:
    reviews = tuple(
        ScheduledReview(review=f"{schedule}-{term}", term=Term(term), on=day) for term, day in days
    )
    return ReviewsScheduled(schedule=schedule, on=SILENT_SINCE, reviews=reviews)


def test_a_report_is_due_three_working_days_before_the_review_that_was_agreed() -> None:
    desk = silent(agreed("rs-1", ("2024-spring", date(2024, 3, 21))))

    assert due_of(desk, "the review of the interim report")[0][0] == date(2024, 3, 21)
    assert due_of(desk, "the interim report")[0][0] == date(2024, 3, 18)


@pytest.mark.parametrize(
    ("review", "report"),
    (
        (
            date(2024, 4, 2),
            date(2024, 3, 26),
        ),  # over Good Friday and Easter Monday, into the next term and financial year
        (date(2024, 4, 8), date(2024, 4, 3)),
        (date(2024, 3, 28), date(2024, 3, 25)),
    ),
    ids=("on the first working day of the next term", "in the week after", "before Good Friday"),
)
def test_a_review_that_is_put_off_moves_what_is_due(review: date, report: date) -> None:
    """Summer time begins on 31 March 2024, the last day of the term and of the financial year."""
    desk = silent(agreed("rs-1", ("2024-spring", date(2024, 3, 21))), agreed("rs-2", ("2024-spring", review)))

    assert due_of(desk, "the review of the interim report")[0][0] == review
    assert due_of(desk, "the interim report")[0][0] == report


def test_a_report_that_is_written_is_due_with_its_readers_and_then_its_review() -> None:
    written = changed(INTERIM_REPORTED, on=date(2024, 3, 14))
    desk = silent(agreed("rs-1", ("2024-spring", date(2024, 3, 21))), written)

    def spring(*more: object) -> list[tuple[str, date]]:
        desk.play(*more)
        rows = desk.brokerage.due(MARCH_31)
        return [(row.due.what, row.due.since) for row in rows if row.due.term == SPRING]

    judgements = {f"the {party}'s judgement of progress" for party in ("broker", "qa-lead")}
    assert {what for what, _ in spring()} == {
        "the interim report shared with the broker",
        "the interim report shared with the qa-lead",
        "the review of the interim report",
        *judgements,
    }
    shared = spring(changed(INTERIM_SHARED, on=date(2024, 3, 15)))
    assert {what for what, _ in shared} == {"the review of the interim report", *judgements}
    passed_on = {f"the interim report shared with the {reader}" for reader in ("funder", "governing-board")}
    assert set(spring(REVIEW_HELD)) == {(what, REVIEW_HELD.on) for what in judgements | passed_on}


def test_the_dates_of_the_reviews_are_due_at_the_start_until_they_are_agreed() -> None:
    assert due_of(silent(), "the dates of the reviews") == [(JANUARY_8, 155)]

    assert (
        due_of(silent(agreed("rs-1", ("2024-spring", date(2024, 3, 21)))), "the dates of the reviews") == []
    )


def test_where_no_review_was_agreed_the_report_is_due_and_shared_by_the_end_of_the_term() -> None:
    desk = silent()
    assert due_of(desk, "the interim report") == [(MARCH_31, 97)]

    desk.play(changed(INTERIM_REPORTED, on=date(2024, 3, 14)))

    assert due_of(desk, "the interim report shared with the broker") == [(MARCH_31, 97)]


# Records of Visit, and QA Days


def test_a_record_of_visit_is_due_with_alliance_and_school_five_working_days_after_its_visit() -> None:
    desk = Desk.open()
    first = case_two.VISITS[0]
    desk.play(*until(case_two.STORY, first.on))

    def missing() -> list[tuple[str, str | None, date]]:
        rows = desk.brokerage.due(first.on)
        return [
            (row.due.what, row.due.of, row.due.due)
            for row in rows
            if row.due.what.startswith("the Record of Visit")
        ]

    assert missing() == [
        ("the Record of Visit shared with the broker and the headteacher", first.visit, date(2019, 10, 2))
    ]
    sent = changed(
        INTERIM_SHARED,
        of=Cause("visit", (first.visit,)),
        on=first.on,
        shared_with=("broker",),
        by=THE_OFFICER,
    )
    desk.play(sent)
    assert [what for what, *_ in missing()] == ["the Record of Visit shared with the headteacher"]
    desk.play(changed(sent, shared_with=("headteacher",)))
    assert missing() == []


def test_a_qa_day_is_due_by_what_the_programme_counts_it_from() -> None:
    """Signed on 18 December: four weeks to 15 January. From 8 January: two months, and the end of the support in its second term."""
    desk, signed = Desk.open(), date(2023, 12, 18)
    story = (
        fact for fact in case_three.STORY if not isinstance(fact, QADayHeld) and fact.on <= date(2023, 12, 11)
    )
    desk.play(*(changed(fact, on=signed) if isinstance(fact, AgreementSigned) else fact for fact in story))

    found = {
        row.due.what: row.due.due
        for row in desk.brokerage.due(signed)
        if row.due.what.startswith("the QA Day")
    }

    assert found == {
        "the QA Day of brokerage": date(2024, 1, 15),
        "the QA Day of monitoring": date(2024, 3, 8),
        "the QA Day of evaluation": date(2024, 7, 19),
    }


def asking(*actions: Action) -> Desk:
    """The deployment in which the review of the spring asked for these actions."""
    written = changed(INTERIM_REPORTED, on=date(2024, 3, 14))
    shared = changed(INTERIM_SHARED, on=date(2024, 3, 15))
    return silent(
        agreed("rs-1", ("2024-spring", date(2024, 3, 21))),
        written,
        shared,
        changed(REVIEW_HELD, actions=actions),
    )


BOOKS = Action(id="x-1", what="Buy the books.", who=THE_HEADTEACHER, by=date(2024, 4, 15))
PLAN = Action(id="x-2", what="Plan the next term.", who=THE_LEADER)
DONE = ActionDone(review="r-1", action="x-1", on=date(2024, 4, 12), by=THE_LEADER, outcome="All are there.")


def test_an_action_of_a_review_is_due_from_whom_it_was_asked_until_it_is_done() -> None:
    """Without a day of its own it is due by the end of the support."""
    desk = asking(BOOKS, PLAN)

    rows = {
        row.due.of: row.due
        for row in desk.brokerage.due(MARCH_31)
        if row.due.what == "action x-1 of review r-1"
    }
    books = rows["r-1"]
    assert (books.due, books.since, books.term) == (date(2024, 4, 15), REVIEW_HELD.on, SPRING)
    assert (books.waits_on, books.people) == (("headteacher",), (THE_HEADTEACHER.person,))
    assert due_of(desk, "action x-2 of review r-1", MARCH_31) == [(JULY_19, 0)]

    desk.play(DONE)

    assert due_of(desk, "action x-1 of review r-1", MARCH_31) == []
    assert due_of(desk, "action x-2 of review r-1", MARCH_31) == [(JULY_19, 0)]


def test_an_action_is_due_again_when_what_was_done_is_struck_out() -> None:
    desk = asking(BOOKS)
    desk.play(DONE)

    desk.brokerage.strike_out(
        "d-1", of=Cause("action-done", ("r-1", "x-1")), on=DONE.on, cause="did-not-happen", reason="Not yet.",
        asked_by=THE_OFFICER, agreed_by=THE_HEADTEACHER,
    )  # fmt: skip

    assert due_of(desk, "action x-1 of review r-1", MARCH_31) == [(date(2024, 4, 15), 0)]
