"""The forms of the handbook, filled in from the first case. Each field was worked by hand from the facts first."""

from datetime import date, time

import pytest

import s2ss_core.events as e
from s2ss_core import BadInput, NotFound
from s2ss_core.projections import AsAt
from s2ss_core.values import Cause, Condition, Days
from tests.aggregates.histories import (
    A_TEACHER,
    HOME_SCHOOL,
    INTERIM_FINALISED,
    INTERIM_REPORTED,
    OBJECTIVE,
    THE_LEADER,
    THE_OFFICER,
    changed,
)
from tests.scenarios.case_one import (
    ENGLISH_DAYS,
    FINAL_REPORT,
    FIRST,
    ISSUED,
    LAST,
    PLAN_SUBMITTED,
    STORY,
    Desk,
    Despite,
    until,
)
from tests.scenarios.filled import day, filled, kinds_of, otherwise

VISIT = ENGLISH_DAYS[0]
FULL_VISIT = changed(
    VISIT,
    mode="online",
    role_of_work="facilitating",
    unit="half-day",
    preparation=e.Quantity(unit="hour", quantity=Days(1)),
    place="The library",
    started=time(9, 30),
    activities=("coaching", "feedback"),
    further_support_leader="A day with the reading adviser.",
    completed_by=THE_LEADER,
)
PLAN = changed(
    PLAN_SUBMITTED,
    solution_kind="combination",
    active_ingredients=(e.Element(id="i-1", text="Ten minutes of reading aloud each day."),),
    activities=(
        e.Element(id="a-1", text="Coach each teacher.", of=("i-1",)),
        e.Element(id="a-2", text="Buy the books.", of=("i-1",)),
    ),
    implementation_outcomes=(
        e.Element(id="io-1", text="Teachers read aloud with ease.", of=("a-1",), horizon="short"),
    ),
    pupil_outcomes=(e.Element(id="po-1", text="Pupils read fluently.", of=("io-1",), horizon="long"),),
    objectives=(OBJECTIVE,),
    stage="prepare",
    staff_involved=(A_TEACHER,),
)
INTERIM = changed(
    INTERIM_REPORTED,
    results=(e.Result(objective="o-1", value="70 %"),),
    actions="Ten days of coaching.",
    barriers="Cover fell short.",
    evidence=(Cause("visit", ("english-01-10",)),),
)
WITH_PLAN = otherwise(STORY, {PLAN_SUBMITTED: PLAN})
SENT = e.DocumentShared(
    of=Cause("visit", ("english-01-10",)), on=day(1, 11), shared_with=("broker", "headteacher"), by=THE_LEADER
)


def played(*facts: object) -> Desk:
    """A desk on which these facts were recorded."""
    desk = Desk.open()
    desk.play(*facts)
    return desk


# Record of Visit


def visited() -> Desk:
    """The first case up to its first visit, of which more was written, and which was sent on the next day."""
    return played(*otherwise(until(STORY, day(1, 10)), {VISIT: FULL_VISIT}), SENT)


def test_a_record_of_visit_is_filled_in_from_the_visit() -> None:
    """Half a day of 10 January 2024, online, an hour to prepare it; nothing was written of the school's further needs."""
    form = visited().brokerage.form("record-of-visit", "d-1")

    assert filled(form) == {
        "The visit": {
            "date": day(1, 10),
            "system leader": "sl-022",
            "school": "s-1",
            "kind of contact": "visit",
            "how it was held": "online",
            "part in the work": "facilitating",
        },
        "Time": {"time": "1 half-day", "preparation": "1 hour", "arranging": None},
        "Further support": {
            "for the leader": "A day with the reading adviser.",
            "for the school": None,
        },
    }
    assert filled(form, ours=True) == {
        "Also recorded": {
            "place": "The library",
            "direction": "to-supported-school",
            "started": "09:30",
            "activities": "coaching, feedback",
            "worked alongside": "teacher-5",
            "shared between": None,
            "session": None,
            "objectives": None,
            "plan line": "english",
            "completed by": "sl-014",
        },
        "Shared": {"date": day(1, 11), "shared with": "broker, headteacher", "by": "sl-014"},
    }


def test_a_record_of_visit_is_there_from_the_day_of_the_visit_and_its_sharing_from_the_next() -> None:
    brokerage = visited().brokerage
    known, happened = AsAt(recorded=day(1, 10)), AsAt(happened=day(1, 10))

    for as_at in (known, happened):
        blank = filled(brokerage.form("record-of-visit", "d-1", as_at=as_at), ours=True)["Shared"]
        assert blank == {"date": None, "shared with": None, "by": None}
    with pytest.raises(NotFound, match=r"There is no visit for this form\. Recorded are: none\."):
        brokerage.form("record-of-visit", "d-1", as_at=AsAt(happened=day(1, 9)))


def test_a_record_of_visit_that_was_struck_out_has_no_form() -> None:
    struck = e.EntryStruckOut(
        of=Cause("visit", (VISIT.visit,)), on=day(1, 12), cause="did-not-happen",
        asked_by=THE_LEADER, agreed_by=THE_OFFICER,
        reason="She was ill.",
    )  # fmt: skip
    desk = visited()
    desk.play(struck)

    with pytest.raises(NotFound, match="There is no visit english-01-10 for this form"):
        desk.brokerage.form("record-of-visit", "d-1", of="english-01-10")
    before = desk.brokerage.form("record-of-visit", "d-1", as_at=AsAt(recorded=day(1, 11)))
    assert filled(before)["The visit"]["date"] == day(1, 10)


# Implementation plan


def test_an_implementation_plan_shows_the_logic_model_with_its_links_and_the_costs() -> None:
    """£7,400 = 10 × £400 + 3 × £500 + 2 × £500 + £600 + £300; one way leads to the pupils, the other ends with the books."""
    form = played(*until(WITH_PLAN, date(2023, 12, 14))).brokerage.form("implementation-plan", "d-1")

    found = filled(form)
    assert list(found) == [
        "The problem", "Active ingredient i-1", "Implementation activity a-1", "Implementation activity a-2",
        "Implementation outcome io-1", "Pupil outcome po-1", "From ingredient to outcome", "Objective o-1",
        "Cost english, 2024-spring", "Cost leader, 2024-spring", "Cost leader, 2024-summer",
        "Cost resources, 2024-spring", "Cost resources, 2024-summer", "Costs", "Signed off",
    ]  # fmt: skip
    assert found["The problem"] == {
        "date": date(2023, 12, 6),
        "owner": "ht-1",
        "written by": "ht-1, sl-014",
        "problem": "Pupils do not read fluently.",
        "solution": "combination",
    }
    assert found["Active ingredient i-1"] == {"what": "Ten minutes of reading aloud each day."}
    assert found["Implementation activity a-1"] == {"what": "Coach each teacher.", "follows from": "i-1"}
    assert found["Pupil outcome po-1"] == {
        "what": "Pupils read fluently.",
        "follows from": "io-1",
        "when": "long term",
    }
    assert found["From ingredient to outcome"] == {
        "way 1": "i-1 → a-1 → io-1 → po-1",
        "way 2": "i-1 → a-2",
    }
    assert found["Cost english, 2024-spring"] == {
        "what": "english",
        "head": "leader-days",
        "provider": HOME_SCHOOL.id,
        "quantity": "10 × day",
        "rate": "£400.00",
        "amount": "£4,000.00",
        "irrecoverable vat": None,
        "by": None,
        "for leader": None,
        "for band": "middle-leader",
        "reason for the rate": None,
    }
    assert found["Costs"] == {"total": "£7,400.00"}
    assert found["Signed off"] == {
        "date": date(2023, 12, 14),
        "by": "qa-3",
        "in force from": date(2023, 12, 14),
        "total": "£7,400.00",
    }
    assert filled(form, ours=True)["Also recorded"]["stage"] == "prepare"
    assert filled(form, ours=True)["Also recorded"]["staff involved"] == "teacher-5"


def test_a_plan_without_a_logic_model_has_its_columns_blank_and_before_its_approval_no_sign_off() -> None:
    brokerage = played(*until(STORY, date(2023, 12, 14))).brokerage

    found = filled(brokerage.form("implementation-plan", "d-1", as_at=AsAt(happened=date(2023, 12, 13))))

    assert found["Active ingredient"] == {"what": None}
    assert found["Implementation activity"] == {"what": None, "follows from": None}
    assert found["Implementation outcome"] == found["Pupil outcome"]
    assert found["Pupil outcome"] == {"what": None, "follows from": None, "when": None}
    assert found["From ingredient to outcome"] == {"way": None}
    assert found["Signed off"] == dict.fromkeys(("date", "by", "in force from", "total"))


def test_a_logic_model_that_goes_round_in_a_circle_ends() -> None:
    circle = changed(
        PLAN,
        activities=(
            e.Element(id="a-1", text="Coach each teacher.", of=("i-1", "a-2")),
            e.Element(id="a-2", text="Ask each teacher.", of=("a-1",)),
        ),
        implementation_outcomes=(),
        pupil_outcomes=(),
    )
    brokerage = played(*otherwise(until(STORY, date(2023, 12, 6)), {PLAN_SUBMITTED: circle})).brokerage

    found = filled(brokerage.form("implementation-plan", "d-1"))

    assert found["From ingredient to outcome"] == {"way 1": "i-1 → a-1 → a-2"}


# Reports


def reported() -> Desk:
    """The first case to its end; the interim report was written at length, and revised after its review."""
    revised = changed(INTERIM_FINALISED, changes="The review asked for the reading ages.")
    again = changed(INTERIM_FINALISED, revision=3, on=day(3, 25), changes="A name was wrong.")
    story = otherwise(WITH_PLAN, {fact: INTERIM for fact in STORY if fact is INTERIM_REPORTED})
    return played(*until(story, day(3, 21)), revised, again)


def test_an_interim_report_shows_what_was_agreed_and_each_revision_after_its_review() -> None:
    form = reported().brokerage.form("interim-report", "d-1")

    titles = [section.title for section in form.sections if not section.ours]
    revisions = [
        {field.label: field.value for field in section.fields}
        for section in form.sections
        if section.title == "Revised after its review"
    ]
    assert titles == [
        "The report", "Outcome o-1", "Progress", "Revised after its review", "Revised after its review",
    ]  # fmt: skip
    assert filled(form)["The report"] == {
        "date": day(3, 14),
        "term": "2024-spring",
        "authors": "ht-1, sl-014",
    }
    assert filled(form)["Outcome o-1"] == {
        "agreed outcome": "Pupils read fluently.",
        "measure": "reading ages",
        "rating": "amber",
        "measured": "70 %",
    }
    assert filled(form)["Progress"] == {
        "progress to date": "Reading ages rise.",
        "actions taken": "Ten days of coaching.",
        "impact": "Pupils read more.",
        "next steps": "Year 4.",
        "changes to the plan": None,
    }
    assert revisions == [
        {
            "date": day(3, 22),
            "revision": "2",
            "after review": "r-1",
            "changes": "The review asked for the reading ages.",
        },
        {"date": day(3, 25), "revision": "3", "after review": "r-1", "changes": "A name was wrong."},
    ]
    assert filled(form, ours=True)["Also recorded"] == {
        "barriers": "Cover fell short.",
        "engagement of the school": None,
        "evidence": "visit english-01-10",
    }


def test_a_report_before_its_revision_has_that_part_blank() -> None:
    brokerage = reported().brokerage

    for as_at in (AsAt(happened=day(3, 21)), AsAt(recorded=day(3, 21))):
        found = filled(brokerage.form("interim-report", "d-1", as_at=as_at))
        assert found["Revised after its review"] == dict.fromkeys(
            ("date", "revision", "after review", "changes")
        )


def test_a_final_report_says_what_follows_the_support() -> None:
    final = next(fact for fact in FINAL_REPORT if isinstance(fact, e.FinalReported))
    full = changed(final, further_support="A day a term.", sustaining="Two teachers train the others.")
    brokerage = played(*until(otherwise(STORY, {final: full}), final.on)).brokerage

    form = brokerage.form("final-report", "d-1")

    assert filled(form)["The report"] == {"date": final.on, "term": "2024-summer", "authors": "ht-1, sl-014"}
    assert filled(form)["Outcome o-1"]["rating"] == "green"
    assert filled(form)["After the support"] == {"further support": "A day a term."}
    assert filled(form, ours=True)["After the support, also recorded"] == {
        "how it is sustained": "Two teachers train the others.",
        "learning for other schools": "no",
    }
    with pytest.raises(NotFound, match=r"There is no report for this form\. Recorded are: none\."):
        brokerage.form("final-report", "d-1", as_at=AsAt(recorded=day(6, 1)))


def test_an_outcome_of_the_plan_that_a_report_does_not_rate_is_there_without_a_rating() -> None:
    second = changed(OBJECTIVE, id="o-2", text="Pupils like books.")
    story = otherwise(STORY, {PLAN_SUBMITTED: changed(PLAN_SUBMITTED, objectives=(OBJECTIVE, second))})

    played_to = (*until(story, day(3, 13)), Despite(INTERIM_REPORTED))
    found = filled(played(*played_to).brokerage.form("interim-report", "d-1"))

    assert found["Outcome o-2"] == {
        "agreed outcome": "Pupils like books.",
        "measure": "reading ages",
        "rating": None,
        "measured": None,
    }


# All of them


def test_each_field_came_from_events_of_the_kind_that_fills_it() -> None:
    brokerage = reported().brokerage
    kinds = kinds_of(brokerage)

    for name, of in (
        ("record-of-visit", VISIT.visit),
        ("implementation-plan", None),
        ("interim-report", None),
    ):
        form = brokerage.form(name, "d-1", of=of)
        fields = [field for section in form.sections for field in section.fields]
        wrong = [field for field in fields if {kinds[at] for at in field.positions} - {field.filled_by}]
        assert wrong == []
        assert [field for field in fields if field.value is not None and not field.positions] == []


def test_one_of_several_must_be_chosen() -> None:
    with pytest.raises(BadInput, match="There are several of this form: choose one with `of`"):
        reported().brokerage.form("record-of-visit", "d-1")


# Flow-down contract, action plan, certificate


def test_a_flow_down_contract_says_what_is_paid_when_and_how_it_is_claimed() -> None:
    full = changed(
        ISSUED,
        schedule=(changed(FIRST, due_by=day(4, 30)), LAST),
        claim_rules="By invoice at the end of each term.",
        report_deadline=day(3, 28),
        conditions=(Condition(id="c-1", text="No capital expenditure."),),
        copies_to=("ht-1",),
    )
    brokerage = played(*until(otherwise(STORY, {ISSUED: full}), date(2023, 12, 18))).brokerage

    found = filled(brokerage.form("flow-down-contract", "d-1"))

    payee = "Signed: the System Leader's school or trust"
    assert found == {
        "The agreement": {
            "date": date(2023, 12, 15),
            "version": "1",
            "issued by": "u-1",
            "varies": None,
            "purchase order": "PO-77",
            "paid to": "x-trust",
            "copies to": "ht-1",
        },
        "Party: payee": {"person": None, "organisation": "x-trust"},
        "Instalment 1, instalment": {
            "term": "2024-spring",
            "amount": "£6,100.00",
            "when it is due": day(4, 30),
            "after the report": "interim",
        },
        "Instalment 2, instalment": {
            "term": "2024-summer",
            "amount": "£1,300.00",
            "when it is due": None,
            "after the report": "final",
        },
        "Claims": {
            "how funding is claimed": "By invoice at the end of each term.",
            "reports are due by": day(3, 28),
        },
        "Condition c-1": {"condition": "No capital expenditure."},
        payee: {"signed by": "ceo-4", "date": date(2023, 12, 18)},
    }
    unsigned = brokerage.form("flow-down-contract", "d-1", as_at=AsAt(recorded=date(2023, 12, 17)))
    assert filled(unsigned)[payee] == {"signed by": None, "date": None}


def test_an_action_plan_gathers_what_was_planned_and_what_reviews_and_visits_asked_of_whom() -> None:
    review = next(fact for fact in STORY if isinstance(fact, e.ReviewHeld))
    asked = changed(
        review, actions=(e.Action(id="x-1", what="Buy the books.", who=THE_LEADER, by=day(4, 15)),)
    )
    pointed = changed(
        VISIT,
        points_leader=(e.PointForLeader(text="Send the list."),),
        points_school=(e.PointForSchool(text="Open the library.", who=A_TEACHER, by=day(1, 31)),),
    )
    story = otherwise(WITH_PLAN, {review: asked, VISIT: pointed})
    brokerage = played(*until(story, review.on)).brokerage

    form = brokerage.form("action-plan", "d-1")

    assert filled(form) == {}
    assert [
        (section.title, *(field.value for field in section.fields)) for section in form.sections
    ] == [
        ("The plan", date(2023, 12, 6), "ht-1", "Pupils do not read fluently.", "teacher-5"),
        ("Objective o-1", "Pupils read fluently.", "61 %", "reading ages", None),
        ("Action a-1", "Coach each teacher."),
        ("Action a-2", "Buy the books."),
        ("Action x-1 of review r-1", "Buy the books.", "sl-014", day(4, 15)),
        ("Action point of visit english-01-10", "Send the list.", "sl-022", None),
        ("Action point of visit english-01-10", "Open the library.", "teacher-5", day(1, 31)),
    ]  # fmt: skip
    before = filled(brokerage.form("action-plan", "d-1", as_at=AsAt(happened=day(1, 9))), ours=True)
    blank = dict.fromkeys(("what", "who", "by"))
    assert before["Action asked for at a review"] == before["Action point of a visit"] == blank


def test_a_certificate_shows_each_line_what_was_certified_and_what_became_of_it() -> None:
    """By hand: of £7,400 approved, £7,630 = 4,000 + 2,750 + 880 was incurred, £250 disallowed, £7,380 eligible."""
    brokerage = played(*STORY).brokerage

    found = filled(brokerage.form("certificate", "d-1"), ours=True)

    assert found["Certified"] == {
        "date": day(7, 8),
        "covers from": date(2023, 11, 1),
        "covers to": day(7, 8),
        "recipient": None,
        "preparer": "bm-1",
        "certifier": "ao-1",
        "countersigned by": None,
    }
    assert found["The certificate"]["final"] == "yes"
    assert found["Line english"]["planned"] == found["Line english"]["actual"] == "10"
    assert found["Line english"]["eligible"] == "£4,000.00"
    assert found["Line leader"]["eligible"] == "£2,500.00"
    assert found["Line resources"]["eligible"] == "£880.00"
    sums = found["Sums of the deployment"]
    assert [sums[name] for name in ("approved", "incurred", "disallowed", "eligible")] == [
        "£7,400.00", "£7,630.00", "£250.00", "£7,380.00",
    ]  # fmt: skip
    assert found["Statement no-capital"] == {"made": "yes"}
    assert found["Returned"] == {"date": day(7, 8), "to": "u-1", "with report": "f-1"}
    assert found["Accepted"] == {"date": None, "by": None, "checks": None}


def test_before_it_is_certified_a_certificate_is_a_draft_and_another_is_not_there() -> None:
    brokerage = played(*STORY).brokerage

    for as_at in (AsAt(happened=day(3, 31)), AsAt(recorded=day(3, 31))):
        draft = filled(brokerage.form("certificate", "d-1", as_at=as_at), ours=True)
        assert set(draft["Certified"].values()) == {None}
        assert draft["Sums of the deployment"]["eligible"] == "£5,850.00"
    with pytest.raises(NotFound, match=r"There is no certificate cert-9 .* Recorded are: cert-1\."):
        brokerage.form("certificate", "d-1", of="cert-9")
