"""Breaches of the rules of checklists, planted in a history that was valid before."""

from datetime import date
from functools import cache
from typing import Any

import attrs
import pytest

import s2ss_core.events as e
from s2ss_core import Brokerage
from s2ss_core.audit import audit
from s2ss_core.events import ChecklistAnswer
from s2ss_core.store import Recorded
from s2ss_core.values import Cause
from tests.aggregates.histories import A_TEACHER, REVIEW_HELD, THE_OFFICER, THE_QA_LEAD, changed
from tests.scenarios.case_one import APPROVED, CERTIFIED_WHOLE, Calendar, Desk
from tests.scenarios.test_checklists import (
    FINAL_JUDGED,
    FINAL_REVIEWED,
    NO_CHANGES,
    NORTH,
    of_certificate,
    of_judgement,
    of_review,
    play_the_end,
    play_the_plan,
    play_the_spring,
)

FOR_REVIEW, FOR_JUDGEMENT, FOR_CERTIFICATE = (
    of_review("a-6", FINAL_REVIEWED),
    of_judgement("a-7", FINAL_JUDGED),
    of_certificate("a-9"),
)
DECIDED_ON: tuple[tuple[e.ChecklistAnswered, Any], ...] = (
    (NO_CHANGES, APPROVED),
    (FOR_REVIEW, FINAL_REVIEWED),
    (FOR_JUDGEMENT, FINAL_JUDGED),
    (FOR_CERTIFICATE, CERTIFIED_WHOLE),
)
YES = ChecklistAnswer(item="evidence-informed", answer="yes")


@cache
def history() -> tuple[Recorded, ...]:
    """The scenario of the checklists to its end, as commands recorded it."""
    calendar = Calendar()
    desk = Desk(Brokerage.open("memory:", clock=calendar, programmes=[NORTH]).acting_as("u-7"), calendar)
    play_the_plan(desk)
    play_the_spring(desk)
    play_the_end(desk)
    return tuple(desk.brokerage.history())


def errors(entries: list[Recorded]) -> set[str]:
    found = {finding.rule for finding in audit(entries) if finding.severity == "error"}
    return {rule for rule in found if rule.startswith("S2SS-")}


def at(entries: list[Recorded], name: str) -> int:
    return next(
        index for index, entry in enumerate(entries) if getattr(entry.event, "response", None) == name
    )


def told_otherwise(name: str, **fields: Any) -> set[str]:
    """The errors of the history in which a response is told otherwise."""
    entries = list(history())
    index = at(entries, name)
    entries[index] = attrs.evolve(entries[index], event=changed(entries[index].event, **fields))
    return errors(entries)


def test_nothing_is_found_in_the_history_itself() -> None:
    assert errors(list(history())) == set()


@pytest.mark.parametrize(
    ("name", "fields", "rules"),
    (
        ("a-2", {"checklist": "npqel-accountability"}, {"S2SS-R72", "S2SS-R76"}),
        ("a-2", {"answers": (*NO_CHANGES.answers, YES)}, {"S2SS-R73"}),
        ("a-2", {"answers": (*NO_CHANGES.answers, changed(YES, item="governors-told"))}, {"S2SS-R73"}),
        ("a-2", {"by": THE_OFFICER}, {"S2SS-R74"}),
        ("a-2", {"by": changed(A_TEACHER, role="qa-lead")}, {"S2SS-R75"}),
        ("a-2", {"by": changed(A_TEACHER, role="qa-lead", stands_in_for="qa-3")}, set()),
        ("a-2", {"of": "2"}, {"S2SS-R76"}),
        ("a-2", {"answers": (YES,)}, {"S2SS-R76"}),
        ("a-6", {"of": "r-9"}, {"S2SS-R76"}),
        ("a-6", {"by": changed(A_TEACHER, role="headteacher-nominee")}, set()),
        ("a-7", {"at": "plan"}, {"S2SS-R76"}),
        ("a-9", {"on": date(2024, 7, 9)}, {"S2SS-R76"}),
    ),
)
def test_a_breach_is_found_alone(name: str, fields: dict[str, Any], rules: set[str]) -> None:
    assert told_otherwise(name, **fields) == rules


def test_the_newest_of_two_answers_counts() -> None:
    no = ChecklistAnswer(item="evidence-informed", answer="no")

    assert told_otherwise("a-1", answers=(YES,)) == set()
    assert told_otherwise("a-2", answers=(*NO_CHANGES.answers[1:], no)) == {"S2SS-R76"}


def test_what_does_not_apply_says_why() -> None:
    wordless = ChecklistAnswer(item="proper-use", answer="not-applicable")

    assert told_otherwise("a-5", answers=(wordless,)) == {"S2SS-R76"}
    assert told_otherwise("a-5", answers=(changed(wordless, comment="No money."),)) == set()


def test_the_judgement_of_another_party_waits_for_no_list_of_the_qa_lead() -> None:
    entries = list(history())
    judged = {entry.event.party for entry in entries if isinstance(entry.event, e.ProgressJudged)}

    assert judged == {"qa-lead", "broker"}
    assert "S2SS-R76" not in errors(entries)


@pytest.mark.parametrize(
    ("response", "rule"),
    (
        (NO_CHANGES, "S2SS-X12"),
        (FOR_REVIEW, "S2SS-X11"),
        (FOR_JUDGEMENT, "S2SS-X12"),
        (FOR_CERTIFICATE, "S2SS-X12"),
    ),
    ids=lambda value: getattr(value, "at", value),
)
def test_a_response_that_a_decision_rests_on_is_not_struck_out(
    response: e.ChecklistAnswered, rule: str
) -> None:
    entries = list(history())
    last = entries[-1]
    struck = e.EntryStruckOut(
        of=Cause("response", (response.response,)), on=last.event.on, cause="wrong-details", reason="It is of another plan.",
        asked_by=THE_QA_LEAD, agreed_by=THE_OFFICER,
    )  # fmt: skip
    stream = entries[at(entries, response.response)].stream
    version = max(entry.version for entry in entries if entry.stream == stream) + 1
    entries.append(
        attrs.evolve(last, position=last.position + 1, stream=stream, version=version, event=struck)
    )

    assert errors(entries) == {rule}


def test_a_review_recorded_despite_its_list_is_an_accepted_finding() -> None:
    (found,) = (finding for finding in audit(history()) if finding.rule == "S2SS-R76")

    assert found.severity == "accepted"
    assert dict(found.facts) == {
        "decision": f"review {REVIEW_HELD.review}", "shortfalls": "capacity › staff-freed", "on": "2024-03-21",
    }  # fmt: skip
