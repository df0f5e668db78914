"""Breaches of the rules of activities, feedback, evaluation and signatures, planted in a history that was valid before."""

from datetime import date
from functools import cache
from typing import Any, get_args

import attrs
import pytest

import s2ss_core.events as e
from s2ss_core.audit import audit
from s2ss_core.store import Recorded
from s2ss_core.values import Days, Person, Term
from tests.aggregates.histories import changed
from tests.scenarios import case_two as case
from tests.scenarios.test_case_two import played

SPRING = Term("2020-spring")
NOMINEE = Person(person="dht-1", role="headteacher-nominee", organisation="s-1")
COACHING = e.ActivityPlanned(
    activity="a-1", on=date(2020, 1, 8), kind="coaching", every="fortnight", first=date(2020, 1, 14),
    last=date(2020, 3, 24), unit="hour", quantity=Days(1), people=(case.TEACHER, case.THE_LEADER),
)  # fmt: skip
AGAIN = changed(COACHING, activity="a-2", on=date(2020, 2, 3), first=date(2020, 2, 11), instead_of="a-1")
SESSION = e.ActivityHeld(
    session="se-1", on=date(2020, 2, 11), kind="coaching", activity="a-2", people=(case.TEACHER, case.THE_LEADER),
    unit="hour", quantity=Days(1),
)  # fmt: skip
FEEDBACK = e.FeedbackGiven(
    feedback="f-1",
    on=date(2020, 3, 27),
    term=SPRING,
    leader=case.LEADER,
    by=case.HEAD,
    days=Days("3.5"),
    impact="More.",
)
EVALUATION = e.SupportEvaluated(
    evaluation="ev-1", on=date(2020, 3, 27), leader=case.LEADER, by=NOMINEE,
    ratings=tuple(e.CriterionRating(criterion=criterion, rag="amber") for criterion in get_args(e.Criterion)),
)  # fmt: skip
SHEET = e.RecordSigned(
    signature="sg-1", on=date(2020, 3, 27), record="deployment-record", leader=case.LEADER, term=SPRING,
    signatory=case.THE_LEADER,
)  # fmt: skip
UNDER_FEEDBACK = e.RecordSigned(
    signature="sg-2", on=date(2020, 3, 27), record="feedback", of="f-1", signatory=case.HEAD
)
TOLD = (COACHING, AGAIN, SESSION, FEEDBACK, EVALUATION, SHEET, UNDER_FEEDBACK)


@cache
def history() -> tuple[Recorded, ...]:
    """The story up to the end of the spring, and what is told here, as commands recorded it."""
    desk = played(case.STORY, date(2020, 3, 27))
    desk.play(*TOLD)
    return tuple(desk.brokerage.history())


def errors(entries: list[Recorded]) -> set[str]:
    found = {finding.rule for finding in audit(entries) if finding.severity == "error"}
    return {rule for rule in found if rule.startswith("S2SS-")}


def told_otherwise(fact: Any, **fields: Any) -> set[str]:
    """The errors of the history in which a fact is told otherwise."""
    entries = list(history())
    at = next(at for at, entry in enumerate(entries) if entry.event == fact)
    entries[at] = attrs.evolve(entries[at], event=changed(fact, **fields))
    return errors(entries)


def test_nothing_is_found_in_the_history_itself() -> None:
    assert errors(list(history())) == set()


@pytest.mark.parametrize(
    ("rule", "fact", "fields"),
    (
        ("S2SS-S85", AGAIN, {"instead_of": "a-9"}),
        ("S2SS-S86", COACHING, {"last": date(2020, 1, 13)}),
        ("S2SS-S86", COACHING, {"every": "once"}),
        ("S2SS-S87", SESSION, {"kind": "meeting"}),
        ("S2SS-S87", SESSION, {"activity": "a-9"}),
        ("S2SS-R85", FEEDBACK, {"by": case.TEACHER}),
        ("S2SS-R85", FEEDBACK, {"by": case.THE_LEADER}),
        ("S2SS-R85", EVALUATION, {"by": changed(NOMINEE, organisation="s-7")}),
        ("S2SS-R86", FEEDBACK, {"term": Term("2021-spring")}),
        ("S2SS-R86", SHEET, {"term": None}),
        ("S2SS-R87", EVALUATION, {"ratings": EVALUATION.ratings[:-1]}),
        ("S2SS-R88", FEEDBACK, {"leader": "sl-99"}),
        ("S2SS-R88", EVALUATION, {"leader": "sl-99"}),
        ("S2SS-R89", SHEET, {"signatory": case.TEACHER}),
        ("S2SS-R89", UNDER_FEEDBACK, {"signatory": case.THE_LEADER}),
        ("S2SS-S88", UNDER_FEEDBACK, {"of": "f-9"}),
    ),
)
def test_a_breach_is_found_alone(rule: str, fact: Any, fields: dict[str, Any]) -> None:
    assert told_otherwise(fact, **fields) == {rule}


def test_feedback_that_is_given_after_it_was_signed_is_found_under_the_signature() -> None:
    entries = [entry for entry in history() if entry.event != FEEDBACK]
    renumbered = [attrs.evolve(entry, position=at) for at, entry in enumerate(entries, 1)]

    assert "S2SS-S88" in errors(renumbered)


def test_a_session_of_an_activity_that_was_planned_again_is_no_breach() -> None:
    assert told_otherwise(SESSION, activity="a-1") == set()
