"""Checklists that a programme switches on: at a plan, a review, a judgement and a certificate, in each kind of store.

The story is `case_one`, under a programme that asks for lists of the library and one of its own.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

import s2ss_core.events as e
from s2ss_core import Brokerage, Refused
from s2ss_core.audit import audit
from s2ss_core.events import ChecklistAnswer
from s2ss_core.programmes import digest, from_canonical, loads
from s2ss_core.values import Cause, Withheld
from tests.aggregates.histories import (
    REVIEW_HELD,
    THE_ACCOUNTING_OFFICER,
    THE_HEADTEACHER,
    THE_OFFICER,
    THE_QA_LEAD,
    changed,
)
from tests.scenarios.case_one import (
    APPROVED,
    BROKERED_FROM_THE_AWARD,
    CERTIFIED_WHOLE,
    FINAL_REPORT,
    SPRING_REPORT,
    STORY,
    Calendar,
    Desk,
    Despite,
    after,
    until,
)
from tests.scenarios.facts import record
from tests.scenarios.filled import filled, otherwise

SWITCHED_ON = """
[[funding.checklists]]
checklist = "qa-confidence"
at = "plan"
answered_by = ["qa-lead"]
refuses = ["evidence-informed", "proper-use"]
source = "System Leader Handbook V7 › Roles › QA Lead; choice: two of the tests refuse, the others note"

[[funding.checklists]]
checklist = "capacity"
at = "review"
answered_by = ["headteacher"]
refuses = ["staff-freed"]
source = "choice: asked at each review"

[[funding.checklists]]
checklist = "qa-confidence"
at = "judgement"
answered_by = ["qa-lead"]
refuses = ["proper-use"]
source = "System Leader Handbook V7 › Roles › QA Lead"

[[funding.checklists]]
checklist = "npqel-accountability"
at = "certificate"
answered_by = ["accounting-officer"]
refuses = ["regularity", "propriety", "value-for-money"]
source = "choice: the trust answers for these three"

"""
OF_ITS_OWN = """
[[checklists]]
id = "capacity"
title = "Whether the school can go on"
source = "choice: ours"

[[checklists.items]]
id = "staff-freed"
text = "Staff are freed for the support."
source = "choice: ours"

[[checklists.items]]
id = "governors-told"
text = "The governors know how it goes."
source = "choice: ours"
"""
EXCEED = (resources.files("s2ss_core.programmes") / "exceed-2023.toml").read_text("utf-8")
FLOWS = "[[funding.flows]]"
NORTH = loads(
    EXCEED.replace('name = "exceed-2023"', 'name = "north-trust"').replace(FLOWS, SWITCHED_ON + FLOWS, 1)
    + OF_ITS_OWN,
    "north-trust.toml",
)
NORTH_STORY = otherwise(
    STORY,
    {
        BROKERED_FROM_THE_AWARD: changed(
            BROKERED_FROM_THE_AWARD, programme="north-trust", digest=digest(NORTH)
        )
    },
)
ITEMS = {checklist.id: [item.id for item in checklist.items] for checklist in NORTH.checklists}
SPRING_JUDGED, FINAL_REVIEWED, FINAL_JUDGED = SPRING_REPORT[3], FINAL_REPORT[2], FINAL_REPORT[3]


def answered(
    name: str, on: date, checklist: str, *, at: Any, of: str, by: Any, **otherwise: str
) -> e.ChecklistAnswered:
    """A response with yes to every item, but for these, whose dashes are written as underscores."""
    answers: dict[str, Any] = {item.replace("_", "-"): answer for item, answer in otherwise.items()}
    return e.ChecklistAnswered(
        response=name, on=on, checklist=checklist, at=at, of=of, by=by,
        answers=tuple(ChecklistAnswer(item=item, answer=answers.get(item, "yes")) for item in ITEMS[checklist]),
    )  # fmt: skip


def of_plan(name: str, **otherwise: str) -> e.ChecklistAnswered:
    return answered(name, APPROVED.on, "qa-confidence", at="plan", of="1", by=THE_QA_LEAD, **otherwise)


def of_review(name: str, held: e.ReviewHeld, **otherwise: str) -> e.ChecklistAnswered:
    return answered(name, held.on, "capacity", at="review", of=held.review, by=THE_HEADTEACHER, **otherwise)


def of_judgement(name: str, judged: e.ProgressJudged, **otherwise: str) -> e.ChecklistAnswered:
    return answered(
        name, judged.on, "qa-confidence", at="judgement", of=judged.judgement, by=THE_QA_LEAD, **otherwise
    )


def of_certificate(name: str, **otherwise: str) -> e.ChecklistAnswered:
    certified = CERTIFIED_WHOLE
    return answered(
        name, certified.on, "npqel-accountability", at="certificate", of=certified.certificate,
        by=THE_ACCOUNTING_OFFICER,
        **otherwise,
    )  # fmt: skip


NO_CHANGES = changed(
    of_plan("a-2"),
    answers=tuple(
        ChecklistAnswer(item=item, answer="not-applicable", comment="It is the first plan.")
        if item == "fitting-changes"
        else ChecklistAnswer(item=item, answer="yes")
        for item in ITEMS["qa-confidence"]
    ),
)


@pytest.fixture(params=("memory", "sqlite", "postgres"))
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    """A desk with an empty record in each kind of store, which knows the programme."""
    urls = {"memory": "memory:", "sqlite": f"sqlite:///{tmp_path / 'support.db'}"}
    url = urls.get(request.param) or request.getfixturevalue("postgres_url")
    calendar = Calendar()
    with Brokerage.open(url, clock=calendar, programmes=[NORTH]) as opened:
        yield Desk(opened.acting_as("u-7"), calendar)


def refusal(desk: Desk, fact: Any) -> str:
    """What a fact is refused for: the items that are not met."""
    desk.calendar.day = max(desk.calendar.day, fact.on)
    with pytest.raises(Refused) as refused:
        record(desk.brokerage, fact)
    (broken,) = refused.value.broken
    assert broken.rule.code == "S2SS-R76"
    return dict(broken.facts)["shortfalls"]


def between(first: Any, last: Any) -> tuple[Any, ...]:
    """The story after one fact and before another."""
    return NORTH_STORY[NORTH_STORY.index(first) + 1 : NORTH_STORY.index(last)]


def play_the_plan(desk: Desk) -> None:
    """The plan is refused, answered with no, refused again, answered with yes and approved."""
    desk.play(*until(NORTH_STORY, APPROVED.on - timedelta(days=1)))
    assert refusal(desk, APPROVED) == "qa-confidence › evidence-informed, qa-confidence › proper-use"
    desk.play(of_plan("a-1", proper_use="no"))
    assert refusal(desk, APPROVED) == "qa-confidence › proper-use"
    desk.play(NO_CHANGES, APPROVED)


def play_the_spring(desk: Desk) -> None:
    """The review is held all the same. Its judgement waits for why an item does not apply."""
    desk.play(*between(APPROVED, REVIEW_HELD), of_review("a-3", REVIEW_HELD, staff_freed="no"))
    assert refusal(desk, REVIEW_HELD) == "capacity › staff-freed"
    desk.play(Despite(REVIEW_HELD))
    wordless = of_judgement("a-4", SPRING_JUDGED, proper_use="not-applicable", likely_impact="no")
    desk.play(wordless)
    assert refusal(desk, SPRING_JUDGED) == "qa-confidence › proper-use"
    said = ChecklistAnswer(item="proper-use", answer="not-applicable", comment="Nothing was spent yet.")
    desk.play(changed(wordless, response="a-5", answers=(said,)), SPRING_JUDGED)


def play_the_end(desk: Desk) -> None:
    """The last review and judgement are answered for. The certificate waits for value for money."""
    desk.play(*between(SPRING_JUDGED, FINAL_REVIEWED))
    assert refusal(desk, FINAL_REVIEWED) == "capacity › staff-freed"
    desk.play(of_review("a-6", FINAL_REVIEWED), FINAL_REVIEWED)
    assert refusal(desk, FINAL_JUDGED) == "qa-confidence › proper-use"
    desk.play(of_judgement("a-7", FINAL_JUDGED), FINAL_JUDGED)
    desk.play(*between(FINAL_JUDGED, CERTIFIED_WHOLE), of_certificate("a-8", value_for_money="no"))
    assert refusal(desk, CERTIFIED_WHOLE) == "npqel-accountability › value-for-money"
    desk.play(of_certificate("a-9"), CERTIFIED_WHOLE)
    desk.play(*NORTH_STORY[NORTH_STORY.index(CERTIFIED_WHOLE) + 1 :])


def test_lists_are_played_at_each_of_the_four_places(desk: Desk) -> None:
    play_the_plan(desk)
    play_the_spring(desk)
    play_the_end(desk)
    brokerage = desk.brokerage

    found = {(finding.severity, finding.rule) for finding in audit(brokerage.history())}
    assert found == {("accepted", "S2SS-R76"), ("accepted", "S2SS-S09")}
    log = brokerage.deployment_log("d-1")
    assert [finding.code for finding in log.findings if finding.severity == "accepted"] == [
        "S2SS-R76",
        "S2SS-S09",
    ]
    assert [note.says for note in log.notes if note.says.startswith("checklist")] == [
        "checklist capacity for review r-1: staff-freed is answered no",
        "checklist qa-confidence for judgement j-1: likely-impact is answered no",
    ]
    assert [count for count in brokerage.completeness("d-1").counts if count.there < count.expected] == []
    assert [row for row in brokerage.due(date(2026, 1, 5)) if "checklist" in row.due.what] == []


@pytest.fixture
def by_memory() -> Iterator[Desk]:
    """A desk in memory."""
    calendar = Calendar()
    with Brokerage.open("memory:", clock=calendar, programmes=[NORTH]) as opened:
        yield Desk(opened.acting_as("u-7"), calendar)


def checklists_due(desk: Desk, day: date) -> list[tuple[str, str | None, date, tuple[str, ...]]]:
    rows = (row.due for row in desk.brokerage.due(day))
    return [(due.what, due.of, due.due, due.people) for due in rows if "checklist" in due.what]


def test_a_list_is_due_and_missing_until_every_item_is_answered(by_memory: Desk) -> None:
    desk = by_memory
    desk.play(*until(NORTH_STORY, APPROVED.on - timedelta(days=1)))
    begins = BROKERED_FROM_THE_AWARD.start
    waiting = ("the checklist qa-confidence for plan 1", "1", begins, ("qa-3",))
    half = changed(of_plan("a-1"), answers=of_plan("a-1").answers[:3])
    rest = changed(of_plan("a-2", proper_use="no"), answers=of_plan("a-2", proper_use="no").answers[3:])

    assert checklists_due(desk, begins) == [waiting]
    desk.play(half)
    assert checklists_due(desk, begins) == [waiting]
    missing = [record for record in desk.brokerage.completeness("d-1").missing if record.group == "checklist"]
    assert [(record.of, record.what, record.waits_on) for record in missing] == [
        ("plan 1", "the checklist qa-confidence", ("qa-lead",))
    ]
    desk.play(rest)
    assert checklists_due(desk, begins) == []
    (whole,) = (
        record for record in desk.brokerage.completeness("d-1").records if record.group == "checklist"
    )
    assert len(whole.positions) == 2


def test_reviews_on_the_calendar_and_certificates_that_were_prepared_owe_their_lists(by_memory: Desk) -> None:
    desk, day = by_memory, date(2023, 12, 19)
    spring = e.ScheduledReview(review="r-1", term=REVIEW_HELD.term, on=date(2024, 3, 20))
    prepared = e.CertificatePrepared(
        certificate="cert-1", on=day, covers_from=day, covers_to=day, preparer=THE_OFFICER
    )
    desk.play(*until(NORTH_STORY, APPROVED.on - timedelta(days=1)), NO_CHANGES, APPROVED)
    desk.play(*until(after(NORTH_STORY, APPROVED.on), day))
    desk.play(e.ReviewsScheduled(schedule="s-1", on=day, reviews=(spring,)), prepared)

    assert checklists_due(desk, date(2024, 4, 1)) == [
        ("the checklist npqel-accountability for certificate cert-1", "cert-1", day, ()),
        ("the checklist capacity for review r-1", "r-1", date(2024, 3, 20), ("ht-1",)),
    ]
    desk.play(changed(of_review("a-3", changed(REVIEW_HELD, review="r-0")), on=day))
    assert len(checklists_due(desk, date(2024, 4, 1))) == 2
    desk.play(*until(after(NORTH_STORY, day), REVIEW_HELD.on - timedelta(days=1)))
    desk.play(of_review("a-4", changed(REVIEW_HELD, review="r-0")), changed(REVIEW_HELD, review="r-0"))
    assert [what for what, *_ in checklists_due(desk, date(2024, 4, 1))] == [
        "the checklist npqel-accountability for certificate cert-1"
    ]


def test_a_plan_that_was_sent_back_owes_no_list(by_memory: Desk) -> None:
    desk = by_memory
    desk.play(*until(NORTH_STORY, APPROVED.on - timedelta(days=1)))
    desk.play(e.PlanReturned(plan_version=1, on=APPROVED.on, by=THE_QA_LEAD, reasons="It buys furniture."))

    assert checklists_due(desk, date(2024, 4, 1)) == []


def test_forms_show_what_was_asked_and_answered(by_memory: Desk) -> None:
    desk = by_memory
    play_the_plan(desk)
    play_the_spring(desk)
    brokerage = desk.brokerage

    plan = filled(brokerage.form("implementation-plan", "d-1", of="1"), ours=True)
    assert plan["Plan 1, checklist qa-confidence: fitting-changes"] == {
        "asked": "Every change to the first plan serves its purpose, suits the school and adds to what the support"
        " brings about.",
        "answer": "not-applicable",
        "comment": "It is the first plan.",
        "answered by": str(THE_QA_LEAD),
        "date": APPROVED.on,
    }
    assert plan["Plan 1, checklist qa-confidence: proper-use"]["answer"] == "yes"
    report = filled(brokerage.form("interim-report", "d-1", of="i-1"), ours=True)
    assert report["Review r-1, checklist capacity: staff-freed"]["answer"] == "no"
    assert report["Judgement j-1, checklist qa-confidence: proper-use"]["comment"] == "Nothing was spent yet."
    play_the_end(desk)
    certificate = filled(brokerage.form("certificate", "d-1", of="cert-1"), ours=True)
    assert (
        certificate["Certificate cert-1, checklist npqel-accountability: value-for-money"]["answer"] == "yes"
    )


def test_a_form_has_blank_fields_where_nobody_answered(by_memory: Desk) -> None:
    by_memory.play(*until(NORTH_STORY, APPROVED.on - timedelta(days=1)))

    plan = by_memory.brokerage.form("implementation-plan", "d-1", of="1")
    (section,) = (section for section in plan.sections if section.title.endswith("likely-impact"))

    assert [(field.label, field.value, field.filled_by) for field in section.fields[1:]] == [
        (label, None, "ChecklistAnswered") for label in ("answer", "comment", "answered by", "date")
    ]


def test_the_log_says_what_nobody_answered_after_a_decision_and_what_nobody_gave_a_reason_for(
    by_memory: Desk,
) -> None:
    desk = by_memory
    desk.play(*until(NORTH_STORY, APPROVED.on - timedelta(days=1)))
    part = of_plan("a-1", likely_impact="not-applicable")
    desk.play(
        changed(part, answers=tuple(answer for answer in part.answers if answer.item != "full-engagement"))
    )
    desk.play(APPROVED)

    (note,) = desk.brokerage.deployment_log("d-1").notes

    assert note.says == (
        "checklist qa-confidence for plan 1: likely-impact is answered not-applicable, and nobody said why;"
        " full-engagement is not answered"
    )
    assert len(note.positions) == 2
    desk.play(changed(of_plan("a-2"), on=APPROVED.on + timedelta(days=1)))
    assert desk.brokerage.deployment_log("d-1").notes == ()


def test_a_comment_is_private_text_that_can_be_erased(by_memory: Desk) -> None:
    desk = by_memory
    desk.play(*until(NORTH_STORY, APPROVED.on - timedelta(days=1)), NO_CHANGES)
    (entry,) = (entry for entry in desk.brokerage.history() if isinstance(entry.event, e.ChecklistAnswered))

    desk.brokerage.store.erase(entry.position)
    desk.play(APPROVED)

    form = desk.brokerage.form("implementation-plan", "d-1", of="1")
    comment = filled(form, ours=True)["Plan 1, checklist qa-confidence: fitting-changes"]["comment"]
    assert isinstance(comment, Withheld)


def test_an_answer_that_was_struck_out_counts_no_more(by_memory: Desk) -> None:
    desk = by_memory
    desk.play(*until(NORTH_STORY, APPROVED.on - timedelta(days=1)), NO_CHANGES)
    desk.play(
        e.EntryStruckOut(
            of=Cause("response", ("a-2",)), on=APPROVED.on, cause="wrong-details", reason="Of another school.",
            asked_by=THE_QA_LEAD, agreed_by=THE_OFFICER,
        )
    )  # fmt: skip

    assert refusal(desk, APPROVED) == "qa-confidence › evidence-informed, qa-confidence › proper-use"
    assert len(checklists_due(desk, date(2024, 4, 1))) == 1


def test_a_programme_stands_alone_with_the_items_that_it_took_in(by_memory: Desk) -> None:
    by_memory.play(*until(NORTH_STORY, APPROVED.on - timedelta(days=1)))
    (adopted,) = (
        entry.event for entry in by_memory.brokerage.history() if isinstance(entry.event, e.ProgrammeAdopted)
    )

    assert from_canonical(adopted.content) == NORTH
    assert [checklist.id for checklist in NORTH.checklists] == [
        "capacity",
        "npqel-accountability",
        "qa-confidence",
    ]
