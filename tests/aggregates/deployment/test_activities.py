"""Activities planned and held, the feedback and the evaluation of the school, and the signatures on its forms."""

from collections.abc import Callable
from datetime import date
from typing import Any, get_args

import attrs
import pytest

import s2ss_core.events as e
from s2ss_core.aggregates.decision import Decision
from s2ss_core.aggregates.deployment.decisions import activities, corrections, feedback
from s2ss_core.programmes import find
from s2ss_core.testing.lifecycle.cast import person
from s2ss_core.values import Cause, Days, Person, Term
from tests.aggregates.cases import Case
from tests.aggregates.histories import (
    A_NOMINEE,
    A_TEACHER,
    CLOSED,
    LEAD,
    NOW,
    SPRING,
    SUPPORT_ENDED,
    THE_HEADTEACHER,
    THE_LEADER,
    WHEN_WORKED,
    at,
    changed,
    codes,
)

CPD_LEADER = Person(person="cpd-1", role="cpd-leader", organisation="s-1")
ADVISER = Person(person="ea-1", role="expert-adviser", organisation="hub-1")
COACHING = e.ActivityPlanned(
    activity="a-1",
    on=date(2024, 1, 10),
    kind="coaching",
    every="fortnight",
    first=date(2024, 1, 16),
    last=date(2024, 3, 12),
    unit="hour",
    quantity=Days(1),
    people=(CPD_LEADER, ADVISER),
)
AGAIN = changed(COACHING, activity="a-2", on=date(2024, 2, 1), first=date(2024, 2, 6), instead_of="a-1")
ONCE = changed(COACHING, activity="a-3", kind="forum", every="once", last=None)
SESSION = e.ActivityHeld(
    session="s-1",
    on=date(2024, 1, 16),
    kind="coaching",
    activity="a-1",
    people=(CPD_LEADER, ADVISER),
    unit="hour",
    quantity=Days(1),
    notes="They looked at the timetable.",
)
FEEDBACK = e.FeedbackGiven(
    feedback="f-1",
    on=date(2024, 3, 22),
    term=SPRING,
    leader=LEAD,
    by=THE_HEADTEACHER,
    managed_by=A_TEACHER,
    days=Days("2.5"),
    impact="Phonics is taught every day.",
)
EVALUATION = e.SupportEvaluated(
    evaluation="ev-1",
    on=date(2024, 12, 20),
    leader=LEAD,
    by=THE_HEADTEACHER,
    ratings=tuple(
        e.CriterionRating(criterion=criterion, rag="green", comment="Seen in lessons.")
        for criterion in get_args(e.Criterion)
    ),
)
SHEET = e.RecordSigned(
    signature="sg-1",
    on=date(2024, 3, 22),
    record="deployment-record",
    leader=LEAD,
    term=SPRING,
    signatory=THE_LEADER,
)
UNDER_FEEDBACK = e.RecordSigned(
    signature="sg-2", on=date(2024, 3, 22), record="feedback", of="f-1", signatory=THE_HEADTEACHER
)
DECISIONS: dict[type[Any], Callable[..., Decision[Any]]] = {
    e.NeedsAssessed: activities.assess_needs,
    e.ActivityPlanned: activities.plan_activity,
    e.ActivityHeld: activities.hold_activity,
    e.FeedbackGiven: feedback.give_feedback,
    e.SupportEvaluated: feedback.evaluate_support,
    e.RecordSigned: feedback.sign_record,
    e.EntryStruckOut: corrections.strike_out,
}


def asked(fact: Any, *after: Any) -> Callable[[], Decision[Any]]:
    """The decision on a fact after the support began, and after these other facts."""
    return lambda: DECISIONS[type(fact)](at(WHEN_WORKED, *after), NOW, fact)


HUBS = attrs.evolve(NOW, programme=find("tdt-cpd-hubs"))
AUDIT = e.NeedsAssessed(
    assessment="as-1",
    on=date(2024, 1, 12),
    kind="audit",
    by=ADVISER,
    priorities=(e.Priority(id="p-1", text="Meetings"), e.Priority(id="p-2", text="Middle leaders")),
)
FIRST, SECOND = AUDIT.priorities
RELEASE = changed(SESSION, session="s-9", kind="release-time", activity=None, people=(CPD_LEADER,))


def asked_of_a_hub(fact: Any) -> Callable[[], Decision[Any]]:
    """The decision on a fact under `tdt-cpd-hubs`."""
    return lambda: DECISIONS[type(fact)](at(WHEN_WORKED), HUBS, fact)


CASES = (
    Case(
        code="S2SS-S80",
        when="the audit names one priority",
        broken=asked_of_a_hub(changed(AUDIT, priorities=(FIRST,))),
        kept=asked_of_a_hub(AUDIT),
    ),
    Case(
        code="S2SS-S80",
        when="the audit names one priority twice",
        broken=asked_of_a_hub(changed(AUDIT, priorities=(FIRST, changed(SECOND, id="p-1")))),
        kept=asked_of_a_hub(changed(AUDIT, kind="baseline", priorities=(FIRST,))),
    ),
    Case(
        code="S2SS-S81",
        when="coaching is planned without the CPD leader",
        broken=asked_of_a_hub(changed(COACHING, people=(ADVISER,))),
        kept=asked_of_a_hub(COACHING),
    ),
    Case(
        code="S2SS-S81",
        when="release time is of a teacher",
        broken=asked_of_a_hub(changed(RELEASE, people=(A_TEACHER,))),
        kept=asked_of_a_hub(RELEASE),
    ),
    Case(
        code="S2SS-S85",
        when="what it stands in for was never planned",
        broken=asked(AGAIN),
        kept=asked(AGAIN, COACHING),
    ),
    Case(
        code="S2SS-S85",
        when="it was planned again before",
        broken=asked(changed(AGAIN, activity="a-4"), COACHING, AGAIN),
        kept=asked(changed(AGAIN, activity="a-4", instead_of="a-2"), COACHING, AGAIN),
    ),
    Case(
        code="S2SS-S86",
        when="the last day is the day before the first",
        broken=asked(changed(COACHING, last=date(2024, 1, 15))),
        kept=asked(changed(COACHING, last=date(2024, 1, 16))),
    ),
    Case(
        code="S2SS-S86",
        when="it is held once, on two days",
        broken=asked(changed(ONCE, last=date(2024, 1, 17))),
        kept=asked(changed(ONCE, last=date(2024, 1, 16))),
    ),
    Case(
        code="S2SS-S87",
        when="a session is of another kind than its activity",
        broken=asked(changed(SESSION, kind="meeting"), COACHING),
        kept=asked(SESSION, COACHING),
    ),
    Case(
        code="S2SS-S87",
        when="its activity was never planned",
        broken=asked(SESSION),
        kept=asked(changed(SESSION, activity=None)),
    ),
    Case(
        code="S2SS-R85",
        when="a teacher gives the feedback",
        broken=asked(changed(FEEDBACK, by=A_TEACHER)),
        kept=asked(changed(FEEDBACK, by=A_NOMINEE)),
    ),
    Case(
        code="S2SS-R85",
        when="the leader evaluates their own support",
        broken=asked(changed(EVALUATION, by=changed(THE_LEADER, stands_in_for=THE_HEADTEACHER.person))),
        kept=asked(changed(EVALUATION, by=changed(A_TEACHER, stands_in_for=THE_HEADTEACHER.person))),
    ),
    Case(
        code="S2SS-R86",
        when="feedback is on a term after the support",
        broken=asked(changed(FEEDBACK, term=Term("2025-spring"))),
        kept=asked(FEEDBACK),
    ),
    Case(
        code="S2SS-R86",
        when="a sheet has no term",
        broken=asked(changed(SHEET, term=None)),
        kept=asked(SHEET),
    ),
    Case(
        code="S2SS-R87",
        when="one criterion is not rated",
        broken=asked(changed(EVALUATION, ratings=EVALUATION.ratings[1:])),
        kept=asked(EVALUATION),
    ),
    Case(
        code="S2SS-R87",
        when="one criterion is rated twice",
        broken=asked(changed(EVALUATION, ratings=(*EVALUATION.ratings, EVALUATION.ratings[0]))),
        kept=asked(EVALUATION),
    ),
    Case(
        code="S2SS-R88",
        when="feedback is of somebody who was never here",
        broken=asked(changed(FEEDBACK, leader="sl-99")),
        kept=asked(FEEDBACK),
    ),
    Case(
        code="S2SS-R88",
        when="a sheet has no leader",
        broken=asked(changed(SHEET, leader=None, signatory=THE_HEADTEACHER)),
        kept=asked(changed(SHEET, signatory=THE_HEADTEACHER)),
    ),
    Case(
        code="S2SS-R89",
        when="a teacher signs the sheet",
        broken=asked(changed(SHEET, signatory=A_TEACHER)),
        kept=asked(SHEET),
    ),
    Case(
        code="S2SS-R89",
        when="the leader signs the feedback",
        broken=asked(changed(UNDER_FEEDBACK, signatory=THE_LEADER), FEEDBACK),
        kept=asked(UNDER_FEEDBACK, FEEDBACK),
    ),
    Case(
        code="S2SS-S88",
        when="no feedback was given that could be signed",
        broken=asked(UNDER_FEEDBACK),
        kept=asked(UNDER_FEEDBACK, FEEDBACK),
    ),
    Case(
        code="S2SS-S88",
        when="the feedback was given the day after it was signed",
        broken=asked(UNDER_FEEDBACK, changed(FEEDBACK, on=date(2024, 3, 23))),
        kept=asked(UNDER_FEEDBACK, FEEDBACK),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_each_rule_is_broken_alone_and_kept(case: Case) -> None:
    assert codes(case.broken()) == [case.code]
    assert codes(case.kept()) == []


def struck_out(kind: str, of: str) -> e.EntryStruckOut:
    return e.EntryStruckOut(
        of=Cause(kind, (of,)),
        on=date(2024, 12, 20),
        cause="wrong-details",
        reason="It was another school.",
        asked_by=person("u-1"),
        agreed_by=person("u-2"),
    )


@pytest.mark.parametrize(
    ("kind", "of", "told"),
    (
        ("activity", "a-1", (COACHING,)),
        ("session", "s-1", (COACHING, SESSION)),
        ("feedback", "f-1", (FEEDBACK,)),
        ("evaluation", "ev-1", (EVALUATION,)),
        ("signature", "sg-2", (FEEDBACK, UNDER_FEEDBACK)),
    ),
)
def test_an_entry_that_was_told_wrongly_is_struck_out(kind: str, of: str, told: tuple[Any, ...]) -> None:
    assert codes(asked(struck_out(kind, of), *told)()) == []


@pytest.mark.parametrize(
    ("kind", "of", "told"),
    (
        ("activity", "a-1", (COACHING, SESSION)),
        ("activity", "a-1", (COACHING, AGAIN)),
        ("feedback", "f-1", (FEEDBACK, UNDER_FEEDBACK)),
    ),
)
def test_what_rests_on_an_entry_is_struck_out_first(kind: str, of: str, told: tuple[Any, ...]) -> None:
    assert codes(asked(struck_out(kind, of), *told)()) == ["S2SS-X11"]


def test_an_activity_whose_replacement_was_struck_out_can_be_planned_again() -> None:
    replaced = (COACHING, AGAIN, struck_out("activity", "a-2"))

    assert codes(asked(changed(AGAIN, activity="a-5"), *replaced)()) == []


def test_what_happened_is_recorded_despite_a_rule_and_what_is_planned_is_not() -> None:
    assert asked(changed(FEEDBACK, by=A_TEACHER))().may_be_accepted
    assert asked(changed(SESSION, kind="meeting"), COACHING)().may_be_accepted
    assert not asked(AGAIN)().may_be_accepted
    assert asked_of_a_hub(changed(AUDIT, priorities=()))().may_be_accepted
    assert asked_of_a_hub(changed(RELEASE, people=(A_TEACHER,)))().may_be_accepted


def test_a_programme_without_rhythms_asks_for_no_priorities_and_nobody_in_particular() -> None:
    assert codes(asked(changed(AUDIT, priorities=()))()) == []
    assert codes(asked(changed(COACHING, people=()))()) == []


def test_the_school_gives_its_evaluation_before_the_deployment_is_closed() -> None:
    ended = (*WHEN_WORKED, SUPPORT_ENDED)

    assert codes(feedback.evaluate_support(at(ended), NOW, EVALUATION)) == []
    assert codes(feedback.evaluate_support(at(ended, CLOSED), NOW, EVALUATION)) == ["S2SS-E12"]


def test_a_form_may_be_on_a_term_to_which_the_support_was_extended() -> None:
    extended = e.TimeRenegotiated(
        negotiation="n-1", on=date(2024, 3, 1), intended_end=date(2025, 3, 28), commitments=()
    )
    on_next_spring = changed(FEEDBACK, term=Term("2025-spring"))

    assert codes(asked(on_next_spring)()) == ["S2SS-R86"]
    assert codes(asked(on_next_spring, extended)()) == []


def test_an_evaluation_is_of_a_leader_who_was_deployed_here() -> None:
    assert codes(asked(changed(EVALUATION, leader="sl-099"))()) == ["S2SS-R88"]


def test_the_leader_of_a_form_is_a_party_to_the_sheet_of_a_deployment_alone() -> None:
    of_a_form = changed(UNDER_FEEDBACK, signatory=THE_LEADER, leader=LEAD)
    of_a_sheet = changed(SHEET, signatory=CPD_LEADER)
    (form,), (sheet,) = asked(of_a_form, FEEDBACK)().broken, asked(of_a_sheet)().broken

    assert dict(form.facts)["parties"] == "ht-1 (headteacher)"
    assert dict(sheet.facts)["parties"] == "ht-1 (headteacher), sl-014"
