"""A partnership: its briefing paper, the review of it each term, its difficulties and its managed exit."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import attrs
import pytest

import s2ss_core.events as e
from s2ss_core.aggregates.decision import Decision
from s2ss_core.aggregates.deployment.decisions import (
    concerns,
    corrections,
    ending,
    exits,
    plan_reviews,
    planning,
)
from s2ss_core.programmes import Terms
from s2ss_core.testing.lifecycle.cast import person
from s2ss_core.values import Cause, Person, Term
from tests.aggregates.cases import Case
from tests.aggregates.histories import (
    A_NOMINEE,
    EXCEED,
    NOW,
    PLAN_SUBMITTED,
    SPRING,
    SUPPORT_ENDED,
    THE_HEADTEACHER,
    THE_LEADER,
    WHEN_APPOINTED,
    WHEN_APPROVED,
    WHEN_SIGNED,
    WHEN_SUBMITTED,
    WHEN_WORKED,
    at,
    but,
    changed,
    codes,
)


def of_any_kind(terms: Terms) -> Terms:
    return attrs.evolve(terms, plan_kinds=())


PAPERS = attrs.evolve(
    NOW, programme=attrs.evolve(EXCEED, funding=tuple(of_any_kind(terms) for terms in EXCEED.funding))
)
PAPER = changed(PLAN_SUBMITTED, kind="briefing-paper")
UNDER_A_PAPER = but(WHEN_WORKED, PLAN_SUBMITTED, PAPER)
SCHOOL_LEAD = Person(person="tsl-1", role="teaching-school-lead", organisation="exceed")
REVIEW = e.PlanReviewed(
    review="pr-1",
    on=date(2024, 3, 20),
    term=SPRING,
    plan_version=1,
    by=SCHOOL_LEAD,
    attendees=(THE_LEADER,),
    impact="Reading ages rose by four months.",
)
BY_THE_LEADER = e.ConcernRaised(
    concern="k-1",
    on=date(2024, 2, 6),
    by=THE_LEADER,
    about="Nobody has time.",
    raised_with="teaching-school-lead",
)
BY_THE_HEAD = changed(BY_THE_LEADER, by=THE_HEADTEACHER, raised_with="operational-lead")
EXIT = e.ManagedExitAgreed(
    exit="x-1",
    on=date(2024, 11, 25),
    concern="k-1",
    last_day=date(2024, 12, 20),
    agreed_with=(THE_HEADTEACHER, THE_LEADER),
)
RESOLVED = e.ConcernResolved(
    concern="k-1", on=date(2024, 2, 20), by=THE_HEADTEACHER, outcome="There is time."
)
ENDED = changed(SUPPORT_ENDED, cause="exit")


def submitted(**otherwise: Any) -> Callable[[], Decision[Any]]:
    return lambda: planning.submit_plan(at(WHEN_APPOINTED), PAPERS, changed(PAPER, **otherwise))


def reviewed(history: Any = UNDER_A_PAPER, **otherwise: Any) -> Callable[[], Decision[Any]]:
    return lambda: plan_reviews.review_plan(at(history), PAPERS, changed(REVIEW, **otherwise))


def raised(fact: e.ConcernRaised, **otherwise: Any) -> Callable[[], Decision[Any]]:
    return lambda: concerns.raise_concern(at(WHEN_SIGNED), NOW, changed(fact, **otherwise))


def agreed(*history: Any) -> Callable[[], Decision[Any]]:
    return lambda: exits.agree_exit(at(WHEN_WORKED, *history), NOW, EXIT)


def ended(fact: e.SupportEnded = ENDED, **otherwise: Any) -> Callable[[], Decision[Any]]:
    exit_agreed = changed(EXIT, **otherwise)
    return lambda: ending.end_support(at(WHEN_WORKED, BY_THE_LEADER, exit_agreed), NOW, fact)


CASES = (
    Case(
        code="S2SS-P80",
        when="the leader completed the briefing paper",
        broken=submitted(finalised_by=(THE_LEADER,)),
        kept=submitted(finalised_by=(THE_HEADTEACHER,)),
    ),
    Case(
        code="S2SS-P80",
        when="nobody completed it",
        broken=submitted(finalised_by=()),
        kept=submitted(finalised_by=(A_NOMINEE,)),
    ),
    Case(
        code="S2SS-P81",
        when="another version is reviewed",
        broken=reviewed(plan_version=2),
        kept=reviewed(),
    ),
    Case(
        code="S2SS-P81",
        when="no plan was approved",
        broken=reviewed(WHEN_SUBMITTED),
        kept=reviewed(WHEN_APPROVED),
    ),
    Case(
        code="S2SS-P82",
        when="the leader is not there",
        broken=reviewed(attendees=(THE_HEADTEACHER,)),
        kept=reviewed(attendees=(THE_LEADER, THE_HEADTEACHER)),
    ),
    Case(
        code="S2SS-P82",
        when="the Teaching School Lead is not there",
        broken=reviewed(by=THE_LEADER, attendees=()),
        kept=reviewed(by=THE_LEADER, attendees=(SCHOOL_LEAD,)),
    ),
    Case(
        code="S2SS-R86",
        when="it is of a term after the support",
        broken=reviewed(term=Term("2026-spring")),
        kept=reviewed(),
    ),
    Case(
        code="S2SS-S82",
        when="a leader raises it with the operational lead",
        broken=raised(BY_THE_LEADER, raised_with="operational-lead"),
        kept=raised(BY_THE_LEADER),
    ),
    Case(
        code="S2SS-S82",
        when="a headteacher raises it with the Teaching School Lead",
        broken=raised(BY_THE_HEAD, raised_with="teaching-school-lead"),
        kept=raised(BY_THE_HEAD),
    ),
    Case(
        code="S2SS-S82",
        when="somebody without a way of their own takes one",
        broken=raised(BY_THE_LEADER, by=SCHOOL_LEAD),
        kept=raised(BY_THE_LEADER, by=SCHOOL_LEAD, raised_with="broker"),
    ),
    Case(
        code="S2SS-S11",
        when="an exit answers a concern that was resolved",
        broken=agreed(BY_THE_LEADER, RESOLVED),
        kept=agreed(BY_THE_LEADER),
    ),
    Case(
        code="S2SS-S11",
        when="an exit was agreed before its concern was raised",
        broken=agreed(changed(BY_THE_LEADER, on=EXIT.on + timedelta(days=1))),
        kept=agreed(changed(BY_THE_LEADER, on=EXIT.on)),
    ),
    Case(
        code="S2SS-E15",
        when="an exit is agreed after the end",
        broken=agreed(BY_THE_HEAD, SUPPORT_ENDED),
        kept=agreed(BY_THE_HEAD),
    ),
    Case(
        code="S2SS-E80",
        when="the support ends a day later",
        broken=ended(last_day=date(2024, 12, 19)),
        kept=ended(),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_each_rule_is_broken_alone_and_kept(case: Case) -> None:
    assert codes(case.broken()) == [case.code]
    assert codes(case.kept()) == []


def test_a_nominee_raises_a_difficulty_as_the_headteacher_does() -> None:
    assert codes(raised(BY_THE_HEAD, by=A_NOMINEE)()) == []


def test_the_exit_that_was_agreed_last_says_until_when_support_goes_on() -> None:
    longer = changed(EXIT, exit="x-2", last_day=date(2025, 1, 10))
    history = (BY_THE_LEADER, changed(EXIT, last_day=date(2024, 12, 2)), longer)

    assert codes(ending.end_support(at(WHEN_WORKED, *history), NOW, ENDED)) == []


def test_a_review_that_took_place_is_recorded_despite_a_rule_and_an_exit_is_not() -> None:
    assert reviewed(attendees=())().may_be_accepted
    assert not agreed()().may_be_accepted


@pytest.mark.parametrize(("kind", "of", "told"), (("plan-review", "pr-1", REVIEW), ("exit", "x-1", EXIT)))
def test_what_was_told_wrongly_is_struck_out_and_gone(kind: str, of: str, told: Any) -> None:
    struck = e.EntryStruckOut(
        of=Cause(kind, (of,)),
        on=date(2024, 12, 2),
        cause="wrong-details",
        reason="It was another school.",
        asked_by=person("u-1"),
        agreed_by=person("u-2"),
    )
    history = (*UNDER_A_PAPER, BY_THE_LEADER, told)

    assert codes(corrections.strike_out(at(history), NOW, struck)) == []
    assert at(history, struck).ending.exits == []


def test_a_concern_that_took_another_way_is_recorded_despite_it() -> None:
    taken = raised(BY_THE_LEADER, raised_with="operational-lead")()

    assert codes(taken) == ["S2SS-S82"]
    assert taken.despite


def test_a_plan_that_is_no_briefing_paper_is_reviewed_by_anybody() -> None:
    assert codes(reviewed(WHEN_WORKED, by=THE_LEADER, attendees=())()) == []
